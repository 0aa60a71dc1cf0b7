"""The first look at all that is stored: what each turbine did of late, and the days of all.

What a turbine did are the figures of the pages Production and Losses, by the same functions over
the same rows: its last days are read, since how long a row lasts is told by the rows alone.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import polars as pl

from turbine.model.deadline import QUESTION_S, acting, bound
from turbine.model.errors import ConfigError
from turbine.model.frame import Stamps, stamps_of, to_time
from turbine.model.series import Series
from turbine.services.analysis import Analysis
from turbine.services.measured import Fields, Measured, Question, array
from turbine.services.open_stores import OpenStores
from turbine.services.words import Words
from turbine.stores.base import SeriesInfo, holding
from turbine.timing.spacing import Spacing
from turbine.timing.steps import steps_of
from turbine.timing.windows import Window, plan
from turbine.wind.arrays import Floats, frame_of, ratio, sums
from turbine.wind.losses import availability
from turbine.wind.production import production
from turbine.wind.rows import Period
from turbine.words import Text

SIGNALS = ("power_kw", "wind_mps")
"""What a turbine is shown by: the first of these that it has."""
_AT_ONCE = 4
_NEEDED = Fields(direction_deg="", reference_kw="", deviation_mps="")
_A = TypeVar("_A")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recent:
    """A turbine's last days. What is None is not known."""

    period: Period
    """What the figures are of: up to the end of the last row."""
    field: str = ""
    """What is shown of it: the stored field of power, else that of wind speed; empty: neither is
    known."""
    last: tuple[int, float] | None = None
    """Time (ns, UTC) and value of the newest row with that field; None: the period has none."""
    by_day: Floats | None = None
    """The field's mean of each day; NaN of a day without a row."""
    measured_kwh: float | None = None
    recovery: float | None = None
    """Hours measured / hours of the calendar; null if rows tell no duration."""
    capacity_factor: float | None = None
    """Of the rows present; None also without a rated power."""
    available: float | None = None
    """Time-based, by wind and power: :func:`turbine.wind.losses.availability`."""
    problem: Text = ""
    """Why nothing is known."""


class Overview:
    """Of the series that the caller names, each with the period and zone that it wants."""

    def __init__(self, stores: OpenStores, analysis: Analysis) -> None:
        self._stores, self._analysis = stores, analysis

    @acting(Words.ALL_TURBINES(), QUESTION_S)
    def recent(self, wanted: Sequence[tuple[SeriesInfo, Period]]) -> dict[Series, Recent]:
        """What each did in its period, in this order: one read of two fields each."""
        return self._each(self._recent, wanted)

    @acting(Words.ALL_TURBINES(), QUESTION_S)
    def coverage(
        self, wanted: Sequence[tuple[SeriesInfo, Period]], window: Window
    ) -> dict[Series, pl.DataFrame]:
        """The coverage of each day (or week) of each, as :func:`by_window`: of the rows with the
        field that it is shown by, else its first one. Only stamps are read."""
        store = self._stores.get()

        def days(info: SeriesInfo, period: Period) -> pl.DataFrame:
            stamps = store.stamps(info.series, period.start_ns, period.stop_ns, (self.field(info),))
            return by_window(stamps, period, window)

        return self._each(days, wanted)

    def field(self, info: SeriesInfo) -> str:
        """Whose rows are counted."""
        try:
            names = self._analysis.signals(info)
        except ConfigError:  # told where its figures would be
            names = {}
        return next((names[name] for name in SIGNALS if name in names), info.fields[0])

    def _recent(self, info: SeriesInfo, period: Period) -> Recent:
        try:
            names = self._analysis.signals(info)
        except ConfigError as error:
            return Recent(period=period, problem=error.message)
        if not any(name in names for name in SIGNALS):
            return Recent(period=period)
        question = Question(
            turbine=info.series.turbine,
            start_ns=period.start_ns,
            stop_ns=period.stop_ns,
            zone=period.zone,
            fields=_NEEDED,
        )
        return recent(self._analysis.read(question, info))

    def _each(
        self, ask: Callable[[SeriesInfo, Period], _A], wanted: Sequence[tuple[SeriesInfo, Period]]
    ) -> dict[Series, _A]:
        infos, periods = [info for info, _ in wanted], [period for _, period in wanted]
        with holding(self._stores.get()), ThreadPoolExecutor(_AT_ONCE, "overview") as pool:
            answers = pool.map(bound(ask), infos, periods)
            return {info.series: each for info, each in zip(infos, answers, strict=True)}


def recent(measured: Measured) -> Recent:
    """The figures of these rows."""
    signal = next(name for name in SIGNALS if name in measured.names)
    rows = measured.rows.inside.select("time", signal).drop_nulls()
    shown = Recent(
        period=measured.period,
        field=measured.names[signal],
        last=None if rows.is_empty() else (int(stamps_of(rows)[-1]), float(rows[signal][-1])),
        by_day=_by_day(rows, signal, measured.period),
    )
    if signal != "power_kw" or rows.is_empty():
        return shown
    powered = measured.having("power_kw")
    total = production(
        powered, measured.period, by="year", rated_kw=measured.rated_kw(None)
    ).total.row(0, named=True)
    return replace(
        shown,
        measured_kwh=total["measured_kwh"],
        recovery=total["recovery"],
        capacity_factor=total["cf_rows"],
        available=_available(measured, powered),
    )


def by_window(stamps: Stamps, period: Period, window: Window) -> pl.DataFrame:
    """The coverage of each window of the period, by the rows' own steps: ``time``, ``count`` and
    ``percent`` of the rows that the whole window would have, null if rows tell no step.
    ``stamps`` (n,) lie in the period, ascending."""
    windows = plan(period.start_ns, period.stop_ns, window, period.zone)
    count = np.bincount(windows.index(stamps), minlength=len(windows.labels))
    expected, known = steps_of(Spacing.of(stamps)).expected(windows.edges)
    percent = 100 * ratio(count.astype(np.float64), np.where(known, expected, 0.0))
    return frame_of({"time": to_time(windows.labels), "count": count, "percent": percent})


def _by_day(rows: pl.DataFrame, signal: str, period: Period) -> Floats:
    days = plan(period.start_ns, period.stop_ns, "1d", period.zone)
    place, count = days.index(stamps_of(rows)), len(days.labels)
    values = array(rows, signal)
    return ratio(sums(place, values, count), sums(place, np.ones(len(values)), count))


def _available(measured: Measured, powered: pl.DataFrame) -> float | None:
    if "wind_mps" not in measured.names:
        return None
    wind = measured.rows.inside.select("time", "wind_mps")
    rows = powered.join(wind, on="time", how="left", maintain_order="left")
    rules = measured.rules(None, {})
    share = availability(
        rows.with_columns(reference_kw=pl.lit(None, pl.Float64)),
        cut_in_mps=rules.cut_in_mps,
        cut_out_mps=rules.cut_out_mps,
        idle_kw=rules.idle_kw,
    ).time_based
    return None if np.isnan(share) else share
