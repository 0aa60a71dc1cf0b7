"""What the explore page shows, as one value: to and from the address, and as a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeVar, cast, get_args
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from turbine.explore.aggregate import AggregateRequest
from turbine.explore.functions import FUNCTIONS, TITLES, Function, functions_for
from turbine.model.channels import channel
from turbine.model.series import Series
from turbine.timing.windows import LAST_NS, SECOND_NS, WINDOWS, Window
from turbine.ui.explore.entry import SeriesEntry
from turbine.ui.explore.words import Words
from turbine.wind.fill import FILLS, Fill
from turbine.words import Label

Show = Literal["time", "day", "coverage"]
SHOWS: dict[Show, Label] = {
    "time": Words.OVER_TIME,
    "day": Words.DIURNAL_PROFILE,
    "coverage": Words.DATA_COVERAGE,
}
Period = Literal["7d", "30d", "90d", "365d", "all", "custom"]
PERIODS: dict[Period, Label] = {
    "7d": Words.LAST_7_DAYS,
    "30d": Words.LAST_30_DAYS,
    "90d": Words.LAST_90_DAYS,
    "365d": Words.LAST_365_DAYS,
    "all": Words.ALL_DATA,
    "custom": Words.CUSTOM_PERIOD,
}
"""Of the data, not of the calendar: the last day is the newest row's."""
MOST_FIELDS = 4
"""On one chart: each may need an axis of its own."""
BANDED: tuple[Function, ...] = ("mean", "median")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_T = TypeVar("_T", bound=str)
_FIRST_YEAR, _LAST_YEAR = 1678, 2261
_MINUTE_NS = 60 * SECOND_NS


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """All that a person chooses on the page."""

    series: Series
    channels: tuple[str, ...]
    start_ns: int
    stop_ns: int
    window: Window
    function: Function
    zone: str
    fill: Fill
    band: bool
    show: Show

    def request(self) -> AggregateRequest:
        """The question to the database that this view needs."""
        asked = AggregateRequest(
            series=self.series,
            channels=self.channels,
            start_ns=self.start_ns,
            stop_ns=self.stop_ns,
            window=self.window,
            function=self.function,
            zone=self.zone,
            fill=self.fill,
            band=self.band and self.function in BANDED,
        )
        if self.show == "time":
            return asked
        if self.show == "coverage":
            return replace(asked, function="count", fill="gap", band=False)
        return replace(
            asked, window="1h", function=average_of(self.channels), fill="gap", band=False
        )

    def to_params(self) -> dict[str, str]:
        """For the address: everything, so that a link shows the same to everybody, always."""
        return {
            "turbine": self.series.turbine,
            "site": self.series.site,
            "measurement": self.series.measurement,
            "fields": ",".join(map(_quoted, self.channels)),
            "start": _iso(self.start_ns),
            "stop": _iso(self.stop_ns),
            "window": self.window,
            "function": self.function,
            "zone": self.zone,
            "fill": self.fill,
            "band": str(int(self.band)),
            "show": self.show,
        }


_TAGS = ("turbine", "site", "measurement")
PARAMS = (
    *_TAGS,
    "fields",
    "start",
    "stop",
    "window",
    "function",
    "zone",
    "fill",
    "band",
    "show",
)


def _quoted(name: str) -> str:
    """So that no comma is in it."""
    return name.replace("%", "%25").replace(",", "%2C")


def average_of(channels: Sequence[str]) -> Function:
    """The mean that these channels have."""
    return "mean" if any(not channel(name).angular for name in channels) else "circular_mean"


def default(entry: SeriesEntry) -> Choice:
    """What a newcomer sees first: the hourly power of the newest thirty days."""
    start_ns, stop_ns = period_of("30d", entry, entry.zone)
    channels = entry.names[:1]
    return Choice(
        series=entry.info.series,
        channels=channels,
        start_ns=start_ns,
        stop_ns=stop_ns,
        window="1h",
        function=average_of(channels),
        zone=entry.zone,
        fill="gap",
        band=False,
        show="time",
    )


def period_of(period: Period, entry: SeriesEntry, zone: str) -> tuple[int, int]:
    """[start, stop) of a preset: whole days of the zone, up to the newest row (to the end of its
    minute, which the fields for a period of one's own can show)."""
    stop_ns = min((entry.info.last_ns // _MINUTE_NS + 1) * _MINUTE_NS, LAST_NS)
    if period == "all":
        return entry.info.first_ns, stop_ns
    days = int(period.removesuffix("d"))
    last = _moment(entry.info.last_ns, zone)
    midnight = last.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    first = to_ns(midnight - timedelta(days=days - 1), zone)
    return max(first, entry.info.first_ns), stop_ns


def preset_of(choice: Choice, entry: SeriesEntry) -> Period:
    """The preset that gives the choice's period; of several the shortest."""
    wanted = choice.start_ns, choice.stop_ns
    presets = (p for p in PERIODS if p != "custom")
    return next((p for p in presets if period_of(p, entry, choice.zone) == wanted), "custom")


def parse(params: Mapping[str, str], entries: Sequence[SeriesEntry]) -> tuple[Choice, list[str]]:
    """The choice that an address stands for, and notes on what in it was ignored."""
    notes: list[str] = []
    entry = _matching(params, entries, notes)
    base = default(entry)
    fields = [unquote(name) for name in params.get("fields", "").split(",") if name]
    channels = tuple(name for name in entry.names if name in fields)
    if unknown := sorted(set(fields) - set(channels)):
        notes.append(
            Words.UNKNOWN_FIELDS(
                count=len(unknown), series=entry.label, names=tuple(map(repr, unknown))
            )
        )
    if len(channels) > MOST_FIELDS:
        notes.append(Words.TOO_MANY_FIELDS(most=MOST_FIELDS))
    channels = channels[:MOST_FIELDS] or base.channels
    zone = _one_of(params, "zone", entry.zones, entry.zone, notes)
    start_ns, stop_ns = _period(params, entry, zone, notes)
    function: Function = _one_of(params, "function", FUNCTIONS, average_of(channels), notes)
    if function not in functions_for(channels):
        notes.append(Words.FUNCTION_NOT_AVAILABLE(function=TITLES[function]))
        function = average_of(channels)
    return Choice(
        series=entry.info.series,
        channels=channels,
        start_ns=start_ns,
        stop_ns=stop_ns,
        window=_one_of(params, "window", WINDOWS, base.window, notes),
        function=function,
        zone=zone,
        fill=_one_of(params, "fill", FILLS, base.fill, notes),
        band=_one_of(params, "band", ("0", "1"), "0", notes) == "1",
        show=_one_of(params, "show", get_args(Show), base.show, notes),
    ), notes


def _matching(
    params: Mapping[str, str], entries: Sequence[SeriesEntry], notes: list[str]
) -> SeriesEntry:
    def matches(entry: SeriesEntry) -> bool:
        series = entry.info.series
        return all(params.get(key) in (None, getattr(series, key)) for key in _TAGS)

    matching = [entry for entry in entries if matches(entry)]
    if not matching:
        asked = ", ".join(params[key] for key in _TAGS if key in params)
        notes.append(Words.NO_POINTS_OF(series=asked))
    return max(matching or entries, key=lambda entry: entry.info.last_ns)


def _one_of(
    params: Mapping[str, str], name: str, options: Sequence[_T], default: _T, notes: list[str]
) -> _T:
    given = params.get(name)
    if given is None:
        return default
    if given not in options:
        notes.append(Words.INVALID_PARAMETER(parameter=name, value=given))
        return default
    return cast(_T, given)


def _period(
    params: Mapping[str, str], entry: SeriesEntry, zone: str, notes: list[str]
) -> tuple[int, int]:
    usual = period_of("30d", entry, zone)
    texts = params.get("start"), params.get("stop")
    if texts == (None, None):
        return usual
    start_ns, stop_ns = (_from_iso(text or "", zone) for text in texts)
    if start_ns is None or stop_ns is None or start_ns >= stop_ns:
        notes.append(Words.INVALID_PERIOD())
        return usual
    return start_ns, stop_ns


def _from_iso(text: str, zone: str) -> int | None:
    """An ISO time, in ``zone`` if it has no offset; None for what is not a time of our days."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return to_ns(moment, zone)


def _iso(ns: int) -> str:
    text = _moment(ns, "UTC").strftime("%Y-%m-%dT%H:%M:%S")
    fraction = ns % SECOND_NS // 1_000
    return text + (f".{fraction:06d}" if fraction else "") + "Z"


def _moment(ns: int, zone: str) -> datetime:
    return (_EPOCH + timedelta(microseconds=ns // 1_000)).astimezone(ZoneInfo(zone))


def to_wall(ns: int, zone: str) -> datetime:
    """The zone's wall clock, without its zone, as a date-and-time field shows it."""
    return _moment(ns, zone).replace(tzinfo=None)


def to_ns(wall: datetime, zone: str) -> int:
    """The moment at which the zone's clock shows this (or, with an offset, just this)."""
    moment = wall if wall.tzinfo else wall.replace(tzinfo=ZoneInfo(zone))
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1) * 1_000
