"""What the park page shows, as one value: to and from the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from turbine.services.park import Counting, Park
from turbine.ui.analyse.choice import ROW_PARAMS, Option, Rows, rows_asked, selected
from turbine.ui.analyse.park.words import Words
from turbine.ui.common import comparing
from turbine.ui.common.choosing import quoted
from turbine.ui.common.comparing import Against
from turbine.ui.common.entry import SeriesEntry, spanning
from turbine.wind.selection import NOTHING, Selection

Place = tuple[str, str]
"""Site and measurement of a park."""
MEDIAN = ""
"""As a reference: no turbine, but the park."""
RANKS = {
    "ratio": Words.RATIO,
    "measured_kwh": Words.MEASURED_KWH,
    "full_load_hours": Words.FULL_LOAD_HOURS,
    "cf_rows": Words.CF_ROWS,
    "cf_calendar": Words.CF_CALENDAR,
    "cf_scaled": Words.CF_SCALED,
    "time_based": Words.TIME_BASED,
    "production_based": Words.PRODUCTION_BASED,
    "mean_mps": Words.MEAN_MPS,
    "recovery": Words.RECOVERY,
}
OF_CALENDAR = ("cf_calendar", "cf_scaled", "recovery")
"""What says nothing over common rows."""
SHARES = (*OF_CALENDAR, "ratio", "cf_rows", "time_based", "production_based")
OPTIONS = (
    Option(name="rank", label=Words.RANK, values=RANKS),
    Option(
        name="rows",
        label=Words.ROWS,
        values={"common": Words.COMMON_ROWS, "own": Words.OWN_ROWS},
        help=Words.ROWS_HELP,
    ),
    Option(
        name="by",
        label=Words.BY,
        values={"month": Words.BY_MONTH, "day": Words.BY_DAY, "year": Words.BY_YEAR},
    ),
    Option(
        name="show",
        label=Words.SHOW,
        values={
            "curves": Words.CURVES_APART,
            "together": Words.CURVES_TOGETHER,
            "daily": Words.DAILY_ENERGY,
        },
    ),
    Option(
        name="signal",
        label=Words.SIGNAL,
        values={"power": Words.POWER, "wind": Words.WIND_SPEED},
    ),
)
PARAMS = (
    *("park", "site", "left", *ROW_PARAMS, "select", "reference", *comparing.PARAMS),
    *(option.name for option in OPTIONS),
)
SHARED = (*ROW_PARAMS, "select", *comparing.PARAMS)
"""Of these, what the other views have too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Rows):
    """All that a person chooses on the page."""

    place: Place
    left: tuple[str, ...]
    """Turbines that take no part."""
    reference: str
    """A turbine's name, or MEDIAN."""
    against: Against
    """What the period is compared with."""
    options: Mapping[str, str]
    selection: Selection = NOTHING
    """Rows that were picked on charts, here or on another page."""

    def to_params(self) -> dict[str, str]:
        """For the address."""
        return {
            "park": path(self.place),
            "left": ",".join(map(quoted, self.left)),
            **self.row_params(),
            "select": self.selection.to_text(),
            "reference": self.reference,
            **self.against.to_params(),
            **self.options,
        }

    def counting(self) -> Counting:
        """Which rows count."""
        return Counting(without=self.without, rules=self.rules, selection=self.selection)


def parks(entries: Sequence[SeriesEntry]) -> dict[Place, list[SeriesEntry]]:
    """The turbines of each park, in order."""
    found: dict[Place, list[SeriesEntry]] = {}
    for entry in entries:
        series = entry.info.series
        found.setdefault((series.site, series.measurement), []).append(entry)
    return found


def parse(params: Mapping[str, str], entries: Sequence[SeriesEntry]) -> tuple[Choice, list[str]]:
    """The choice that an address stands for, and notes on what in it was ignored."""
    notes: list[str] = []
    every = parks(entries)
    place = _place(params, every, notes)
    names = [entry.info.series.turbine for entry in every[place]]
    asked = [unquote(each) for each in params.get("left", "").split(",") if each]
    notes += (Words.NO_SUCH_TURBINE(turbine=each) for each in asked if each not in names)
    left = tuple(name for name in names if name in asked)
    taking_part = [entry for entry in every[place] if entry.info.series.turbine not in left]
    rows = rows_asked(params, spanning(taking_part or every[place]), notes)
    reference = params.get("reference", MEDIAN)
    if reference != MEDIAN and (reference not in names or reference in left):
        notes.append(Words.NO_SUCH_TURBINE(turbine=reference))
        reference = MEDIAN
    return Choice(
        **rows,
        place=place,
        left=left,
        reference=reference,
        options={option.name: option.read(params, notes) for option in OPTIONS},
        against=comparing.parse(params, (rows["start_ns"], rows["stop_ns"]), rows["zone"], notes),
        selection=selected(params, notes),
    ), notes


def column_of(park: Park, reference: str) -> int | None:
    """The reference's place among the members; None for the median, and for a turbine without
    power."""
    names = [member.series.turbine for member in park.members]
    return names.index(reference) if reference in names else None


def path(place: Place) -> str:
    """For the address: ``site/measurement``."""
    return "/".join(quoted(name).replace("/", "%2F") for name in place)


def _place(
    params: Mapping[str, str], every: Mapping[Place, Sequence[SeriesEntry]], notes: list[str]
) -> Place:
    """The park of that path or, without one, of that site; else the one with the most turbines."""
    by_path = {path(place): place for place in every}
    if given := params.get("park"):
        if given in by_path:
            return by_path[given]
        notes.append(Words.NO_SUCH_PARK(park=unquote(given)))
    of_site = [place for place in every if place[0] == params.get("site")]
    return max(of_site or every, key=lambda place: len(every[place]))
