"""What a view shows, as one value: to and from the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict
from urllib.parse import unquote

from turbine.model.series import Series
from turbine.timing.windows import SECOND_NS
from turbine.ui.analyse.words import Words
from turbine.ui.common import comparing
from turbine.ui.common.choosing import (
    TAGS,
    Period,
    iso,
    matching,
    one_of,
    period_from,
    period_of,
    quoted,
)
from turbine.ui.common.comparing import Against
from turbine.ui.common.entry import SeriesEntry, spanning
from turbine.wind.flags import CODES
from turbine.wind.parameters import PARAMETERS, written
from turbine.wind.parameters import parse as parse_rules
from turbine.wind.selection import MOST_PARTS, NOTHING, Selection
from turbine.wind.selection import parse as parse_selection
from turbine.words import Label

_A_YEAR_OR_SO_NS = 400 * 86_400 * SECOND_NS
MOST_TURBINES = 8
"""On one page: as many as there are colours to tell apart."""
ROW_PARAMS = ("start", "stop", "zone", "without", "rules")
"""Of every page that goes by rows."""
PARAMS = (*TAGS, "turbines", *ROW_PARAMS, "select", *comparing.PARAMS)
"""Of every view; beside them its options, by their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a view of its own, with few values."""

    name: str
    """In the address, and at the end of its widget's key."""
    label: Label
    values: Mapping[str, Label]
    """The first one is the default."""
    help: Label | None = None
    reads: Callable[[str], object | None] | None = None
    """Of a text that the view sets itself, and no select: None for one that cannot be."""

    def read(self, params: Mapping[str, str], notes: list[str]) -> str:
        """Its value in an address; the default for one that cannot be, which is noted."""
        if self.reads is not None:
            given = params.get(self.name, "")
            known = given if self.reads(given) is not None else ""
            return one_of(params, self.name, (known, ""), "", notes)
        values = (*self.values,)
        return one_of(params, self.name, values, values[0], notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Which rows a page goes by, whatever it shows of them."""

    start_ns: int
    stop_ns: int
    zone: str
    without: tuple[str, ...]
    """Flags whose rows are left out."""
    rules: Mapping[str, float]
    """Parameters of the flags that are other than what is known of the turbines."""

    def row_params(self) -> dict[str, str]:
        """For the address; no rules where none is changed."""
        return {
            "start": iso(self.start_ns),
            "stop": iso(self.stop_ns),
            "zone": self.zone,
            "without": ",".join(self.without),
            **({"rules": written(self.rules)} if self.rules else {}),
        }


class RowsAsked(TypedDict):
    """The same, as :class:`Rows` is made of."""

    start_ns: int
    stop_ns: int
    zone: str
    without: tuple[str, ...]
    rules: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Rows):
    """All that a person chooses on the page of a view."""

    series: tuple[Series, ...]
    selection: Selection = NOTHING
    """Rows that were picked on charts."""
    options: Mapping[str, str]
    """Of the view, by name."""
    against: Against
    """What the period is compared with."""

    def to_params(self) -> dict[str, str]:
        """For the address: everything, so that a link shows the same to everybody, always."""
        return {
            **named(self.series),
            **self.row_params(),
            "select": self.selection.to_text(),
            **self.against.to_params(),
            **self.options,
        }


def named(series: Sequence[Series]) -> dict[str, str]:
    """For the address: the tags of one turbine, or a list of several."""
    if len(series) == 1:
        return {tag: getattr(series[0], tag) for tag in TAGS}
    return {"turbines": ",".join(map(_path, series))}


def parse(
    params: Mapping[str, str],
    entries: Sequence[SeriesEntry],
    options: Sequence[Option],
) -> tuple[Choice, list[str]]:
    """The choice that an address stands for, and notes on what in it was ignored."""
    notes: list[str] = []
    chosen = turbines_asked(params, entries, MOST_TURBINES, notes)
    rows = rows_asked(params, spanning(chosen), notes)
    return Choice(
        **rows,
        series=tuple(entry.info.series for entry in chosen),
        selection=selected(params, notes),
        options={option.name: option.read(params, notes) for option in options},
        against=comparing.parse(params, (rows["start_ns"], rows["stop_ns"]), rows["zone"], notes),
    ), notes


def rows_asked(params: Mapping[str, str], span: SeriesEntry, notes: list[str]) -> RowsAsked:
    """The rows of an address; ``span`` of all turbines that are chosen."""
    zone = one_of(params, "zone", span.zones, span.zone, notes)
    start_ns, stop_ns = period_from(params, zone, period_of(usual(span), span, zone), notes)
    flags = [code for code in params.get("without", "").split(",") if code]
    notes += (Words.NO_SUCH_FLAG(code=code, codes=CODES) for code in flags if code not in CODES)
    rules, refused = parse_rules(params.get("rules", ""))
    notes += (Words.NO_SUCH_RULE(text=text, names=(*PARAMETERS,)) for text in refused)
    return {
        "start_ns": start_ns,
        "stop_ns": stop_ns,
        "zone": zone,
        "without": tuple(code for code in CODES if code in flags),
        "rules": rules,
    }


def selected(params: Mapping[str, str], notes: list[str]) -> Selection:
    """The selection of an address; parts that are none, or too many, are noted."""
    selection, refused, too_many = parse_selection(params.get("select", ""))
    notes += (Words.NO_SUCH_PART(part=part) for part in refused)
    if too_many:
        notes.append(Words.TOO_MANY_PARTS(count=too_many, most=MOST_PARTS))
    return selection


def usual(span: SeriesEntry) -> Period:
    """The period that a newcomer sees: the last year, or all if it is hardly more."""
    lasts_ns = span.info.last_ns - span.info.first_ns
    return "all" if lasts_ns <= _A_YEAR_OR_SO_NS else "365d"


def turbines_asked(
    params: Mapping[str, str], entries: Sequence[SeriesEntry], most: int, notes: list[str]
) -> list[SeriesEntry]:
    """The turbines of an address; one, if it names none that there is."""
    listed = params.get("turbines", "")
    if not listed or any(tag in params for tag in TAGS):
        return [matching(params, entries, notes)]
    by_path = {_path(entry.info.series): entry for entry in entries}
    paths = list(dict.fromkeys(listed.split(",")))
    notes += (Words.NO_SUCH_SERIES(series=unquote(path)) for path in paths if path not in by_path)
    found = [by_path[path] for path in paths if path in by_path]
    if len(found) > most:
        notes.append(Words.TOO_MANY_TURBINES(most=most))
    return found[:most] or [matching({}, entries, notes)]


def _path(series: Series) -> str:
    return "/".join(quoted(getattr(series, tag)).replace("/", "%2F") for tag in TAGS)
