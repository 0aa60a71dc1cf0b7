"""Several turbines of a park: what each did, and all of them on the same moments.

Each is read once, several at a time: measured, that is as fast as one question for all of them,
and every database can do it. What is kept of a year of thirty turbines is some 40 MB.
"""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from turbine.model.deadline import QUESTION_S, acting, bound
from turbine.model.errors import ConfigError
from turbine.model.frame import TIME
from turbine.model.series import Series, natural
from turbine.services.analysis import Analysis, own_reference
from turbine.services.measured import Fields, Measured, Question, array, least_rows_of
from turbine.services.open_stores import OpenStores
from turbine.services.words import Words
from turbine.stores.base import SeriesInfo, holding
from turbine.wind.arrays import Floats, Masks, ratio
from turbine.wind.grid import Grid, common, grid_of
from turbine.wind.losses import availability
from turbine.wind.power_curve import power_curve
from turbine.wind.production import Production, production
from turbine.wind.rows import Period, beside
from turbine.wind.statistics import time_weighted_mean
from turbine.words import Text

_AT_ONCE = 4
_NEEDED = Fields(direction_deg="", deviation_mps="")
_NO_WIND = pl.DataFrame(schema={"time": TIME, "hours": pl.Float64, "wind_mps": pl.Float64})


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
    """By day."""
    curve: pl.DataFrame
    """As :func:`turbine.wind.power_curve.power_curve`; empty without wind."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Park:
    """What its turbines did in one period."""

    period: Period
    members: tuple[Member, ...]
    left_out: Mapping[Series, Text]
    """Those of which no power is known, each with the reason if it is more than that."""
    grid: Grid
    """A column for each member."""
    own_rows: pl.DataFrame
    """A row for each member, of all of its rows: ``rows``, ``measured_hours``, ``recovery``,
    ``measured_kwh``, ``full_load_hours``, ``cf_rows``, ``cf_calendar``, ``cf_scaled``,
    ``mean_mps``, ``time_based`` and ``production_based`` (availability); null where there is
    none."""
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
        self, infos: Sequence[SeriesInfo], period: Period, without: Collection[str] = ()
    ) -> Park:
        """All of them, one read each, ``without`` the rows of these flags, by what is noted of
        each turbine. Raises ConfigError for an empty period, StoreError."""
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

        def read(info: SeriesInfo) -> Measured:
            question = Question(
                turbine=info.series.turbine,
                start_ns=period.start_ns,
                stop_ns=period.stop_ns,
                zone=period.zone,
                fields=Fields() if without else _NEEDED,
            )
            measured = self._analysis.read(question, info)
            if not without:
                return measured
            flagged = Analysis.flags(measured, measured.rules(None, {}))
            for flag in flagged.not_checked:
                if flag.code in without:
                    unchecked.setdefault(flag.code, []).append(info.series.turbine)
            return measured.without(flagged, without)

        with holding(self._stores.get()), ThreadPoolExecutor(_AT_ONCE, "park") as pool:
            read_rows = [*pool.map(bound(read), asked)]
        found = park(read_rows, period, left_out)
        return replace(
            found,
            unchecked={
                code: tuple(sorted(names, key=natural)) for code, names in unchecked.items()
            },
        )


def park(
    turbines: Sequence[Measured], period: Period, left_out: Mapping[Series, Text] | None = None
) -> Park:
    """The figures of these rows, all of one period: to the end of the last row of any."""
    stop_ns = max([period.stop_ns, *(each.period.stop_ns for each in turbines)])
    period = replace(period, stop_ns=stop_ns)
    whole = [_rows(replace(each, rows=replace(each.rows, period=period))) for each in turbines]
    powered, windy = [each.powered for each in whole], [each.windy for each in whole]
    grid = grid_of(powered, windy)
    by_power, by_wind = common(grid.power_kw), common(grid.wind_mps)
    members, own, shared = [], [], []
    for its in whole:
        member = _member(its)
        members.append(member)
        total = member.production.total.row(0, named=True)
        every = _figures(its.measured, its.powered, its.windy)
        own.append({**every, **{name: total[name] for name in _OF_CALENDAR if every["rows"]}})
        rows, wind = _within(grid, its.powered, by_power), _within(grid, its.windy, by_wind)
        shared.append(_figures(its.measured, rows, wind))
    return Park(
        period=period,
        members=tuple(members),
        left_out=left_out or {},
        grid=grid,
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


_OF_CALENDAR = ("recovery", "measured_kwh", "cf_calendar", "cf_scaled")
"""What the page Production says of the same rows."""
_SCHEMA = {
    "rows": pl.Int64,
    **dict.fromkeys(
        (
            "measured_hours",
            "recovery",
            "measured_kwh",
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rows:
    """The rows of one turbine."""

    measured: Measured
    powered: pl.DataFrame
    """``time``, ``hours``, ``power_kw`` and, beside them, ``wind_mps`` and ``reference_kw`` as the
    page Losses has them."""
    windy: pl.DataFrame
    """``time``, ``hours``, ``wind_mps``."""


def _rows(measured: Measured) -> _Rows:
    """One turbine after the other: how long its rows last is found once."""
    powered = measured.having("power_kw")
    names = ["wind_mps"] if "wind_mps" in measured.names else []
    names += ["reference_kw"] if measured.has_reference else []
    rows = beside(powered, measured.rows.inside.select("time", *names))
    if "wind_mps" in names and "reference_kw" not in names:
        columns = {name: array(rows, name) for name in ("power_kw", "wind_mps")}
        reference = own_reference(columns, measured.rules(None, {}), least_rows_of(rows))
        rows = rows.with_columns(pl.Series("reference_kw", reference, nan_to_null=True))
    absent = [name for name in ("wind_mps", "reference_kw") if name not in rows.columns]
    return _Rows(
        measured=measured,
        powered=rows.with_columns(pl.lit(None, pl.Float64).alias(name) for name in absent),
        windy=measured.having("wind_mps") if "wind_mps" in names else _NO_WIND,
    )


def _member(its: _Rows) -> Member:
    rated_kw, step_h = its.measured.rated_kw(None), its.powered["hours"].median()
    return Member(
        series=its.measured.series,
        power_field=its.measured.names["power_kw"],
        rated_kw=rated_kw,
        has_wind="wind_mps" in its.measured.names,
        step_h=step_h if isinstance(step_h, float) else None,
        production=production(its.powered, its.measured.period, by="day", rated_kw=rated_kw),
        curve=power_curve(
            array(its.powered, "wind_mps"),
            array(its.powered, "power_kw"),
            least_rows=least_rows_of(its.powered),
        ),
    )


def _within(grid: Grid, rows: pl.DataFrame, mask: Masks) -> pl.DataFrame:
    """The rows that lie in the marked intervals."""
    dated = rows.drop_nulls("hours")
    if not len(grid.starts):
        return dated.clear()
    return dated.filter(pl.Series(mask[grid.place(dated)]))


def _figures(
    measured: Measured, rows: pl.DataFrame, windy: pl.DataFrame
) -> dict[str, float | int | None]:
    """What these rows of one turbine come to; ``windy`` are those with wind speed."""
    rules, rated = measured.rules(None, {}), measured.rated_kw(None)
    dated = rows.drop_nulls("hours")
    hours = float(dated["hours"].sum())
    energy = float((dated["power_kw"] * dated["hours"]).sum())
    kwh, size = np.array([energy]), np.array([np.nan if rated is None else rated])
    available = availability(
        rows,
        cut_in_mps=rules.cut_in_mps,
        cut_out_mps=rules.cut_out_mps,
        idle_kw=rules.idle_kw,
    )
    has_rows = dated.height > 0
    found = {
        "measured_hours": hours,
        "measured_kwh": energy if has_rows else np.nan,
        "full_load_hours": ratio(kwh, size)[0] if has_rows else np.nan,
        "cf_rows": ratio(kwh, size * hours)[0],
        "mean_mps": time_weighted_mean(array(windy, "wind_mps"), array(windy, "hours")),
        "time_based": available.time_based,
        "production_based": available.production_based,
    }
    return {
        "rows": dated.height,
        **{name: None if np.isnan(value) else float(value) for name, value in found.items()},
    }
