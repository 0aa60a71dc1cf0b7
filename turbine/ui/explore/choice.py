"""What the explore page shows, as one value: to and from the address, and as a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import unquote

from turbine.explore.aggregate import AggregateRequest
from turbine.explore.functions import Function, function_of, is_possible, title_of
from turbine.model.channels import channel
from turbine.model.series import Series
from turbine.timing.periods import Pair, Span
from turbine.timing.windows import Window, window_of
from turbine.ui.common import comparing
from turbine.ui.common.choosing import (
    TAGS,
    iso,
    matching,
    one_of,
    period_from,
    period_of,
    quoted,
    span_of,
    span_text,
    typed,
)
from turbine.ui.common.comparing import Against
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.explore.words import Words
from turbine.wind.fill import FILLS, Fill
from turbine.words import Label

Period = tuple[int, int]
"""[start, stop) in ns."""
Show = Literal["time", "day", "coverage"]
SHOWS: dict[Show, Label] = {
    "time": Words.OVER_TIME,
    "day": Words.DIURNAL_PROFILE,
    "coverage": Words.DATA_COVERAGE,
}
MOST_FIELDS = 4
"""On one chart: each may need an axis of its own."""
BANDED: tuple[Function, ...] = ("mean", "median")


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
    against: Against
    """What the period is compared with."""
    back: tuple[Period, ...] = ()
    """The longer periods that boxes over the chart led here from, the longest first."""

    @property
    def pair(self) -> Pair | None:
        """The two periods, where two are shown. Raises ConfigError if there are no such two."""
        return self.against.pair(self)

    def within(self, span: Span) -> "Choice":
        """The same of one of two periods."""
        return replace(self, start_ns=span.start_ns, stop_ns=span.stop_ns)

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
        average = average_of(self.channels)
        function: Function = "count" if average == "mode" else average
        return replace(asked, window="1h", function=function, fill="gap", band=False)

    def to_params(self) -> dict[str, str]:
        """For the address: everything, so that a link shows the same to everybody, always."""
        return {
            "turbine": self.series.turbine,
            "site": self.series.site,
            "measurement": self.series.measurement,
            "fields": ",".join(map(quoted, self.channels)),
            "start": iso(self.start_ns),
            "stop": iso(self.stop_ns),
            "window": self.window,
            "function": self.function,
            "zone": self.zone,
            "fill": self.fill,
            "band": str(int(self.band)),
            "show": self.show,
            "back": written(self.back),
            **self.against.to_params(),
        }


PARAMS = (
    *TAGS,
    "fields",
    "start",
    "stop",
    "window",
    "function",
    "zone",
    "fill",
    "band",
    "show",
    "back",
    *comparing.PARAMS,
)


def average_of(channels: Sequence[str]) -> Function:
    """The mean that these channels have; states have none, but a most frequent one."""
    its = [channel(name) for name in channels]
    if its and all(each.is_text for each in its):
        return "mode"
    return "mean" if any(not (c.angular or c.is_text) for c in its) else "circular_mean"


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
        against=Against(),
    )


def parse(params: Mapping[str, str], entries: Sequence[SeriesEntry]) -> tuple[Choice, list[str]]:
    """The choice that an address stands for, and notes on what in it was ignored."""
    notes: list[str] = []
    entry = matching(params, entries, notes)
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
    zone = one_of(params, "zone", entry.zones, entry.zone, notes)
    start_ns, stop_ns = period_from(params, zone, period_of("30d", entry, zone), notes)
    function = typed(params, "function", function_of, average_of(channels), notes)
    if not is_possible(function, channels):
        notes.append(Words.FUNCTION_NOT_AVAILABLE(function=title_of(function)))
        function = average_of(channels)
    return Choice(
        series=entry.info.series,
        channels=channels,
        start_ns=start_ns,
        stop_ns=stop_ns,
        window=typed(params, "window", window_of, base.window, notes),
        function=function,
        zone=zone,
        fill=one_of(params, "fill", FILLS, base.fill, notes),
        band=one_of(params, "band", ("0", "1"), "0", notes) == "1",
        show=one_of(params, "show", get_args(Show), base.show, notes),
        against=comparing.parse(params, (start_ns, stop_ns), zone, notes),
        back=_back(params, notes),
    ), notes


def written(back: Sequence[Period]) -> str:
    """For the address."""
    return ",".join(span_text(*span) for span in back)


def _back(params: Mapping[str, str], notes: list[str]) -> tuple[Period, ...]:
    text = params.get("back", "")
    spans = [span_of(each) for each in text.split(",") if each]
    known = tuple(span for span in spans if span is not None)
    one_of(params, "back", (text if len(known) == len(spans) else "",), "", notes)
    return known if len(known) == len(spans) else ()
