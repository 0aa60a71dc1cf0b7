"""Several turbines of a park: what each did, and all of them on the same moments.

Each is read once, several at a time: measured, that is as fast as one question for all of them,
and every database can do it. What is kept of a year of thirty turbines is some 40 MB.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from turbine.model.deadline import QUESTION_S, acting, bound
from turbine.model.errors import ConfigError
from turbine.model.frame import floats
from turbine.model.series import Series, natural
from turbine.services.analysis import Analysis
from turbine.services.fields import Fields
from turbine.services.measured import Measured, Question, least_rows_of
from turbine.services.open_stores import OpenStores
from turbine.services.park_rows import MemberRows, figures, member_rows, within
from turbine.services.words import Words
from turbine.stores.base import SeriesInfo, holding
from turbine.wind.arrays import Floats, Masks
from turbine.wind.grid import Grid, common, grid_of
from turbine.wind.power_curve import power_curve
from turbine.wind.production import Production, production
from turbine.wind.rows import Period
from turbine.wind.selection import NOTHING, Selection
from turbine.words import Text

_AT_ONCE = 4
_NEEDED = Fields(direction_deg="", deviation_mps="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """Which rows count."""

    without: tuple[str, ...] = ()
    """Flags whose rows are left out."""
    rules: Mapping[str, float] = field(default_factory=dict)
    """Parameters of the flags that are other than what is known of the turbines."""
    selection: Selection = NOTHING


EVERY_ROW = Counting()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Member:
    """A turbine of the park with a power signal, whether or not it has rows in the period."""

    series: Series
    power_field: str
    """As stored."""
    rated_kw: float | None
    has_wind: bool
    step_h: float | None
    """How long most of its rows last; None if it has none that tell."""
    production: Production
    """By day, of the selected rows."""
    whole: Production
    """By day, of all rows."""
    curve: pl.DataFrame
    """As :func:`turbine.wind.power_curve.power_curve`; empty without wind. A selected box does not
    cut it."""
    own_reference: bool
    """Its availability by energy is held against the period's own median curve."""
    selected: tuple[int, int, int]
    """Rows that are selected, of how many, and how many lack a signal that the selection goes
    by."""
    lacks: tuple[str, ...]
    """Such signals that the turbine does not have at all."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Park:
    """What its turbines did in one period."""

    period: Period
    members: tuple[Member, ...]
    left_out: Mapping[Series, Text]
    """Those of which no power is known, each with the reason if it is more than that."""
    grid: Grid
    """A column for each member, of the selected rows."""
    whole: Grid
    """The same intervals of all rows; without a selection, the same grid."""
    selection: Selection
    own_rows: pl.DataFrame
    """A row for each member, of all of its rows: ``rows``, ``measured_hours``, ``recovery``,
    ``measured_kwh``, ``scaled_kwh``, ``full_load_hours``, ``cf_rows``, ``cf_calendar``,
    ``cf_scaled``, ``mean_mps``, ``time_based`` and ``production_based`` (availability); null where
    there is none. Of a selection, of the selected ones: but ``recovery``, ``scaled_kwh``,
    ``cf_calendar`` and ``cf_scaled``, which go by the calendar."""
    common_rows: pl.DataFrame
    """The same of the intervals that all have (of mean wind, those in which all have wind)."""
    common: Masks
    """(n,): the intervals in which every member that has any rows has power."""
    common_wind: int
    """Intervals in which all that have any wind speed have one."""
    left_rows: int
    """Rows that flags leave out."""
    unchecked: Mapping[str, tuple[str, ...]]
    """Flag that was to leave rows out → turbines of which it could not be checked."""
    queries: tuple[str, ...]
    """What the database was asked, of each member, in its own ``language``."""
    language: str

    @property
    def having_rows(self) -> Masks:
        """(m,): which members have any, of the selected ones."""
        return np.asarray(self.own_rows["rows"].to_numpy() > 0)

    @property
    def sizes_known(self) -> bool:
        """Whether the rated power of every member is noted."""
        return all(member.rated_kw is not None for member in self.members)

    @property
    def sizes_kw(self) -> Floats:
        """(m,): the rated powers if all are known, else 1 for each."""
        if not self.sizes_known:
            return np.ones(len(self.members))
        return np.array([member.rated_kw for member in self.members], dtype=np.float64)


class Parks:
    """Of the series that the caller names."""

    def __init__(self, stores: OpenStores, analysis: Analysis) -> None:
        self._stores, self._analysis = stores, analysis

    @acting(Words.PARK(), QUESTION_S)
    def read(
        self, infos: Sequence[SeriesInfo], period: Period, counting: Counting = EVERY_ROW
    ) -> Park:
        """All of them, one read each: of the rows that count, by what is noted of each turbine.
        Raises ConfigError for an empty period, StoreError."""
        asked, left_out = [], {}
        for info in infos:
            try:
                known = "power_kw" in self._analysis.signals(info)
            except ConfigError as error:
                left_out[info.series] = error.message
                continue
            if known:
                asked.append(info)
            else:
                left_out[info.series] = ""

        unchecked: dict[str, list[str]] = {}
        without = counting.without
        needed = _NEEDED
        if counting.selection.of("sector"):
            needed = replace(needed, direction_deg=None)

        def read(info: SeriesInfo) -> Measured:
            question = Question(
                turbine=info.series.turbine,
                start_ns=period.start_ns,
                stop_ns=period.stop_ns,
                zone=period.zone,
                fields=Fields() if without else needed,
            )
            measured = self._analysis.read(question, info)
            if not without:
                return measured
            flagged = Analysis.flags(measured, measured.rules(None, counting.rules))
            for flag in flagged.not_checked:
                if flag.code in without:
                    unchecked.setdefault(flag.code, []).append(info.series.turbine)
            return measured.without(flagged, without)

        with holding(self._stores.get()), ThreadPoolExecutor(_AT_ONCE, "park") as pool:
            read_rows = [*pool.map(bound(read), asked)]
        found = park(read_rows, period, left_out, counting)
        return replace(
            found,
            unchecked={
                code: tuple(sorted(names, key=natural)) for code, names in unchecked.items()
            },
        )


def park(
    turbines: Sequence[Measured],
    period: Period,
    left_out: Mapping[Series, Text] | None = None,
    counting: Counting = EVERY_ROW,
) -> Park:
    """The figures of these rows, all of one period: to the end of the last row of any. Those of
    flags are left out of them before."""
    stop_ns = max([period.stop_ns, *(each.period.stop_ns for each in turbines)])
    period = replace(period, stop_ns=stop_ns)
    every = [_rows(each, period, counting) for each in turbines]
    whole = grid_of([each.powered for each in every], [each.windy for each in every])
    grid = whole
    if counting.selection and every:
        grid = whole.holding(*zip(*(each.selected for each in every), strict=True))
    having = np.array([[rows["hours"].count() > 0 for rows in each.selected] for each in every])
    by_power, by_wind = (
        common(values, mask)
        for values, mask in zip(
            (grid.power_kw, grid.wind_mps), having.reshape(-1, 2).T, strict=True
        )
    )
    members, own, shared = [], [], []
    for its in every:
        member = _member(its)
        members.append(member)
        total = member.whole.total.row(0, named=True)
        powered, windy = its.selected
        found = figures(its, powered, windy)
        has_rows = its.powered["hours"].count()
        own.append({**found, **{name: total[name] for name in _OF_CALENDAR if has_rows}})
        shared.append(figures(its, within(grid, powered, by_power), within(grid, windy, by_wind)))
    return Park(
        period=period,
        members=tuple(members),
        left_out=left_out or {},
        grid=grid,
        whole=whole,
        selection=counting.selection,
        own_rows=pl.DataFrame(own, schema=_SCHEMA),
        common_rows=pl.DataFrame(shared, schema=_SCHEMA),
        common=by_power,
        common_wind=int(by_wind.sum()),
        left_rows=sum(
            0 if each.rows.left_out is None else len(each.rows.left_out) for each in turbines
        ),
        unchecked={},
        queries=tuple(each.query for each in turbines),
        language=turbines[0].language if turbines else "",
    )


_OF_CALENDAR = ("recovery", "scaled_kwh", "cf_calendar", "cf_scaled")
"""What the page Production says of all rows."""
_SCHEMA = {
    "rows": pl.Int64,
    **dict.fromkeys(
        (
            "measured_hours",
            "recovery",
            "measured_kwh",
            "scaled_kwh",
            "full_load_hours",
            "cf_rows",
            "cf_calendar",
            "cf_scaled",
            "mean_mps",
            "time_based",
            "production_based",
        ),
        pl.Float64,
    ),
}


def _rows(measured: Measured, period: Period, counting: Counting) -> MemberRows:
    measured = replace(measured, rows=replace(measured.rows, period=period))
    return member_rows(measured, measured.rules(None, counting.rules), counting.selection)


def _member(its: MemberRows) -> Member:
    measured, selected = its.measured, its.selected[0]
    rated_kw, step_h = measured.rated_kw(None), its.powered["hours"].median()
    whole = production(its.powered, measured.period, by="day", rated_kw=rated_kw)
    return Member(
        series=measured.series,
        power_field=measured.names["power_kw"],
        rated_kw=rated_kw,
        has_wind="wind_mps" in measured.names,
        step_h=step_h if isinstance(step_h, float) else None,
        production=whole
        if selected is its.powered
        else production(selected, measured.period, by="day", rated_kw=rated_kw),
        whole=whole,
        curve=power_curve(
            floats(its.curve, "wind_mps"),
            floats(its.curve, "power_kw"),
            least_rows=least_rows_of(its.powered),
        ),
        own_reference=its.own_reference,
        selected=(its.picked.rows, its.picked.of, its.picked.lacking),
        lacks=its.lacks,
    )
