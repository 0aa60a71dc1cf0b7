"""What pages on a series have in common: which one, over which period, as the address says it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol, TypeVar, cast
from zoneinfo import ZoneInfo

from turbine.model.errors import ConfigError
from turbine.timing.latest import last_days
from turbine.timing.windows import SECOND_NS
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.words import Words
from turbine.words import Label

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
TAGS = ("turbine", "site", "measurement")
"""Parameters that name a series."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_T = TypeVar("_T", bound=str)
FIRST_YEAR, LAST_YEAR = 1678, 2261


class Spanning(Protocol):
    """What has a period, [start, stop), and a zone."""

    @property
    def start_ns(self) -> int: ...

    @property
    def stop_ns(self) -> int: ...

    @property
    def zone(self) -> str: ...


def period_of(period: Period, entry: SeriesEntry, zone: str) -> tuple[int, int]:
    """[start, stop) of a preset: whole days of the zone, up to the newest row (to the end of its
    minute, which the fields for a period of one's own can show)."""
    days = None if period == "all" else int(period.removesuffix("d"))
    return last_days(entry.info.first_ns, entry.info.last_ns, zone, days)


def preset_of(choice: Spanning, entry: SeriesEntry) -> Period:
    """The preset that gives the choice's period; of several the shortest."""
    wanted = choice.start_ns, choice.stop_ns
    presets = (p for p in PERIODS if p != "custom")
    return next((p for p in presets if period_of(p, entry, choice.zone) == wanted), "custom")


def matching(
    params: Mapping[str, str], entries: Sequence[SeriesEntry], notes: list[str]
) -> SeriesEntry:
    """The series of an address, by what it has of its names; the newest one of several."""

    def matches(entry: SeriesEntry) -> bool:
        series = entry.info.series
        return all(params.get(key) in (None, getattr(series, key)) for key in TAGS)

    found = [entry for entry in entries if matches(entry)]
    if not found:
        asked = ", ".join(params[key] for key in TAGS if key in params)
        notes.append(Words.NO_POINTS_OF(series=asked))
    return max(found or entries, key=lambda entry: entry.info.last_ns)


def one_of(
    params: Mapping[str, str], name: str, options: Sequence[_T], default: _T, notes: list[str]
) -> _T:
    """A parameter that has few values; another one is noted, and the default taken."""
    given = params.get(name)
    if given is None:
        return default
    if given not in options:
        notes.append(Words.INVALID_PARAMETER(parameter=name, value=given))
        return default
    return cast(_T, given)


def typed(
    params: Mapping[str, str],
    name: str,
    meaning: Callable[[str], str],
    default: str,
    notes: list[str],
) -> str:
    """A parameter that ``meaning`` understands; one that it refuses is noted, and the default
    taken."""
    given = params.get(name)
    if given is None:
        return default
    try:
        return meaning(given)
    except ConfigError:
        notes.append(Words.INVALID_PARAMETER(parameter=name, value=given))
        return default


def period_from(
    params: Mapping[str, str],
    zone: str,
    usual: tuple[int, int],
    notes: list[str],
    *,
    names: tuple[str, str] = ("start", "stop"),
) -> tuple[int, int]:
    """The period of an address, by its parameters' ``names``; ``usual`` without one, and for one
    that is none, which is noted."""
    texts = params.get(names[0]), params.get(names[1])
    if texts == (None, None):
        return usual
    start_ns, stop_ns = (_from_iso(text or "", zone) for text in texts)
    if start_ns is None or stop_ns is None or start_ns >= stop_ns:
        notes.append(Words.INVALID_PERIOD())
        return usual
    return start_ns, stop_ns


def quoted(name: str) -> str:
    """A name for a list in the address, so that no comma is in it; ``unquote`` undoes it."""
    return name.replace("%", "%25").replace(",", "%2C")


def iso(ns: int) -> str:
    """A moment for the address."""
    text = _moment(ns, "UTC").strftime("%Y-%m-%dT%H:%M:%S")
    fraction = ns % SECOND_NS // 1_000
    return text + (f".{fraction:06d}" if fraction else "") + "Z"


def span_text(start_ns: int, stop_ns: int) -> str:
    """[start, stop) for the address."""
    return f"{iso(start_ns)}_{iso(stop_ns)}"


def span_of(text: str) -> tuple[int, int] | None:
    """What :func:`span_text` wrote; None for what is no such text."""
    start, _, stop = text.partition("_")
    start_ns, stop_ns = _from_iso(start, "UTC"), _from_iso(stop, "UTC")
    if start_ns is None or stop_ns is None or start_ns >= stop_ns:
        return None
    return start_ns, stop_ns


def to_wall(ns: int, zone: str) -> datetime:
    """The zone's wall clock, without its zone, as a date-and-time field shows it."""
    return _moment(ns, zone).replace(tzinfo=None)


def to_ns(wall: datetime, zone: str) -> int:
    """The moment at which the zone's clock shows this (or, with an offset, just this)."""
    moment = wall if wall.tzinfo else wall.replace(tzinfo=ZoneInfo(zone))
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1) * 1_000


def _from_iso(text: str, zone: str) -> int | None:
    """An ISO time, in ``zone`` if it has no offset; None for what is not a time of our days."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return to_ns(moment, zone)


def _moment(ns: int, zone: str) -> datetime:
    return (_EPOCH + timedelta(microseconds=ns // 1_000)).astimezone(ZoneInfo(zone))
