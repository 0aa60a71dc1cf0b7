"""Energy by day, month and year: what was measured, and apart from it what gaps may have held.

Measured is Σ P·Δt of the rows that exist; a missing row adds nothing. Estimates of what is missing
are columns of their own, named for how they were made, and never part of ``measured_kwh``.

References
----------
IEC 61400-26-1:2019 for the terms; capacity factor and full-load hours as in E. Hau, Wind Turbines,
3rd ed., Springer 2013, §14. ``scaled_kwh`` equals OpenOA's energy / (1 − share of missing rows).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal, get_args

import numpy as np
import polars as pl

from turbine.model.frame import Stamps, floats, stamps_of, to_time
from turbine.timing.windows import FIRST_NS, LAST_NS, Window, Windows, load_zone, plan
from turbine.wind.arrays import Floats, Places, frame_of, ratio, sums
from turbine.wind.energy import HOUR_NS
from turbine.wind.power_curve import power_at
from turbine.wind.rows import Period

By = Literal["day", "month", "year"]
BY: tuple[By, ...] = get_args(By)
WINDOWS: dict[By, Window] = {"day": "1d", "month": "1mo", "year": "1y"}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING_H = 1e-6
"""What sums of hours miss by rounding."""
_PLATEAU, _LEAST = 0.01, 20
"""Rated power shows as a plateau: that share of the rows with power, and so many of them, are
within 1 % of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Production:
    """The energy of each day, month or year, and of the whole period."""

    frame: pl.DataFrame
    """One row per day, month or year that the period touches:

    - ``start``: its first moment (ns, UTC) by the zone's calendar, also if the period cuts it;
    - ``partial``: the period has not all of it; all that follows is of what it has;
    - ``hours``, ``measured_hours``: of the calendar, and of the rows with power;
    - ``rows``: those with power; ``recovery``: measured hours / hours, 1 at most (rows that jitter
      overlap by seconds);
    - ``measured_kwh``;
    - ``undated_rows``: further rows with power, which tell no duration: they are in no figure.
      Where there are any, nobody knows what is missing: recovery, estimates and what follows from
      them are null, and so is ``measured_kwh`` if there are no others;
    - ``month_mean_kwh``: estimate for all missing hours, each at its month's mean power; null where
      a month has no row at all;
    - ``scaled_kwh``: both together: as if the missing hours had been like the month's others;
    - ``by_wind_kwh``, ``by_wind_hours``: another estimate, through the power curve, for the missing
      hours whose wind speed is there, and how many these are (never to be added to the one above);
    - ``full_load_hours``: measured kWh / rated power;
    - ``cf_rows``, ``cf_calendar``, ``cf_scaled``: energy / (rated power x hours): measured over
      measured hours, measured over the calendar's (what is missing counts as nothing), scaled over
      the calendar's. These and the one above are null without a rated power.
    """
    total: pl.DataFrame
    """The same of the whole period, in one row."""
    rated_kw: float | None


def production(
    rows: pl.DataFrame, period: Period, *, by: By = "month", rated_kw: float | None = None
) -> Production:
    """Energy by day, month or year of the period's zone.

    ``rows`` lie in the period: ``time``, ``power_kw`` (null if there is none), ``hours`` (how long
    the row lasts; null if unknown) and, if wanted, ``by_wind_kw`` (the power curve at the row's
    wind speed), used only where ``power_kw`` is null. A row belongs to the day that it begins in.

    Raises ConfigError for an empty period or an unknown zone, ValueError for a rated power that is
    not above 0.
    """
    if rated_kw is not None and not rated_kw > 0:
        raise ValueError("the rated power is a number above 0")
    days = _windows(period, "1d")
    count = len(days.labels)
    lasting = rows["hours"].to_numpy()
    power = rows["power_kw"].to_numpy()
    dated = np.isfinite(lasting)
    measured, day = np.isfinite(power) & dated, days.index(stamps_of(rows))

    def daily(mask: np.ndarray, values: Floats) -> Floats:
        return sums(day[mask], values[mask], count)

    base = {
        "hours": _hours(np.clip(days.edges, period.start_ns, period.stop_ns)),
        "measured_hours": daily(measured, lasting),
        "rows": daily(measured, np.ones(len(lasting))),
        "undated_rows": daily(np.isfinite(power) & ~dated, np.ones(len(lasting))),
        "measured_kwh": daily(measured, power * lasting),
    }
    if "by_wind_kw" in rows.columns:
        through = rows["by_wind_kw"].to_numpy()
        known = ~np.isfinite(power) & dated & np.isfinite(through)
        base["by_wind_kwh"] = daily(known, through * lasting)
        base["by_wind_hours"] = daily(known, lasting)
    else:
        base["by_wind_kwh"], base["by_wind_hours"] = np.full((2, count), np.nan)
    months = _edges(period, "month")
    base["month_mean_kwh"] = _at_months_mean(base, _within(months, days.labels), len(months))
    edges = days.edges if by == "day" else _edges(period, by)
    ends = np.array([edges[0], edges[-1]])
    return Production(
        frame=_summed(base, _within(edges, days.labels), edges, rated_kw),
        total=_summed(base, np.zeros(count, dtype=np.int64), ends, rated_kw).with_columns(
            partial=pl.Series([period.start_ns > ends[0] or period.stop_ns < ends[-1]])
        ),
        rated_kw=rated_kw,
    )


def together(results: Sequence[Production]) -> pl.DataFrame:
    """The sum over turbines, as :attr:`Production.total` of one: measured energy over all of their
    hours, so that a turbine without rows counts as missing. What one of them does not tell is null,
    such as the capacity factors unless each has a rated power. Raises ValueError for no turbine."""
    if not results:
        raise ValueError("a sum is of some turbines")
    totals = pl.concat(each.total for each in results)
    rated = np.array([np.nan if each.rated_kw is None else each.rated_kw for each in results])

    def whole(name: str, weights: Floats | float = 1.0) -> Floats:
        values = floats(totals, name)
        return np.array([(values * weights).sum()])

    calendar = np.where(whole("undated_rows") == 0, whole("hours"), np.nan)
    rated_calendar = np.where(whole("undated_rows") == 0, whole("hours", rated), np.nan)
    summed = ("hours", "measured_hours", "measured_kwh", "month_mean_kwh", "scaled_kwh")
    return frame_of(
        {
            "start": totals["start"].sort().head(1),
            "partial": np.array([totals["partial"].any()]),
            **{name: whole(name) for name in (*summed, "by_wind_kwh", "by_wind_hours")},
            **{name: whole(name).astype(np.int64) for name in ("rows", "undated_rows")},
            "recovery": np.minimum(ratio(whole("measured_hours"), calendar), 1.0),
            "full_load_hours": ratio(whole("measured_kwh"), np.array([rated.sum()])),
            "cf_rows": ratio(whole("measured_kwh"), whole("measured_hours", rated)),
            "cf_calendar": ratio(whole("measured_kwh"), rated_calendar),
            "cf_scaled": ratio(whole("scaled_kwh"), rated_calendar),
        }
    ).select(totals.columns)


def with_wind(power: pl.DataFrame, wind: pl.DataFrame, curve: pl.DataFrame) -> pl.DataFrame:
    """Rows for :func:`production`, with what the curve gives where only the wind speed is known.

    ``power``: ``time``, ``hours``, ``power_kw`` of the rows with power; ``wind``: ``time``,
    ``hours``, ``wind_mps`` of those with wind speed; ``curve``: a :func:`power_curve`. Wind rows
    that begin while a row with power lasts are left out: those hours are measured.
    """
    stamps, starts = stamps_of(wind), stamps_of(power)
    ends = starts + np.nan_to_num(power["hours"].to_numpy() * HOUR_NS).astype(np.int64)
    place = np.searchsorted(starts, stamps, side="right") - 1
    free = np.ones(len(stamps), dtype=np.bool_)
    after = place >= 0
    free[after] = (stamps[after] >= ends[place[after]]) & (stamps[after] > starts[place[after]])
    through = pl.Series(
        "by_wind_kw", power_at(curve, wind["wind_mps"].to_numpy()), nan_to_null=True
    )
    rest = wind.select("time", "hours", through).filter(pl.Series(free))
    return pl.concat([power.select("time", "hours", "power_kw"), rest], how="diagonal").sort("time")


def proposed_rated_kw(power_kw: Floats) -> float | None:
    """The rated power that these rows suggest, or None if they show no plateau near their top.

    ``power_kw`` (n,), in kW. Of the powers above half of the highest (its 99.9th percentile, so
    that a few wrong values do not count), the densest band of 1 % is the plateau; it holds at least
    1 % of the rows with power, and 20. Its median, rounded to 25 kW (to 5 kW below 1 MW), is
    proposed: a turbine at its rated power gives a little more or less. Never to be taken without
    asking.
    """
    running = np.sort(power_kw[np.isfinite(power_kw) & (power_kw > 0)])
    if not len(running):
        return None
    top = float(np.quantile(running, 0.999))
    upper = running[(running > 0.5 * top) & (running <= 1.05 * top)]
    if not len(upper):
        return None
    within = np.searchsorted(upper, upper + 0.01 * top, side="right") - np.arange(len(upper))
    first = int(within.argmax())
    at_plateau = upper[first : first + int(within[first])]
    # A turbine that is held at a set point has a plateau too, but runs above it elsewhere.
    above = len(upper) - first - len(at_plateau)
    if len(at_plateau) < max(_PLATEAU * len(running), _LEAST) or above > len(at_plateau):
        return None
    step = 25.0 if top >= 1_000 else 5.0
    return max(round(float(np.median(at_plateau)) / step) * step, step)


@lru_cache(maxsize=16)
def _windows(period: Period, window: Window) -> Windows:
    """The turbines of a park share one period: its days are counted once."""
    return plan(period.start_ns, period.stop_ns, window, period.zone)


def _hours(edges: Stamps) -> Floats:
    return np.asarray(np.diff(edges) / HOUR_NS, dtype=np.float64)


def _within(edges: Stamps, stamps: Stamps) -> Places:
    """Which of the spans between these edges each stamp falls into."""
    return np.maximum(np.searchsorted(edges, stamps, side="right") - 1, 0)


def _edges(period: Period, by: By) -> Stamps:
    """The calendar's months or years that the period touches, (n + 1,)."""
    if by == "month":
        return _windows(period, "1mo").edges
    zone = load_zone(period.zone)
    first, last = (
        (_EPOCH + timedelta(microseconds=ns // 1_000)).astimezone(zone).year
        for ns in (period.start_ns, period.stop_ns - 1)
    )
    starts = [datetime(year, 1, 1, tzinfo=zone) for year in range(first, last + 2)]
    edges = [(each - _EPOCH) // timedelta(microseconds=1) * 1_000 for each in starts]
    return np.array([min(max(each, FIRST_NS), LAST_NS) for each in edges], dtype=np.int64)


def _at_months_mean(base: dict[str, Floats], month: Places, count: int) -> Floats:
    """What the missing hours of each day would have given at their month's mean power."""
    hours, measured, energy, undated = (
        sums(month, base[name], count)
        for name in ("hours", "measured_hours", "measured_kwh", "undated_rows")
    )
    mean = np.where(undated > 0, np.nan, ratio(energy, measured))
    mean[(hours - measured < _NOTHING_H) & (undated == 0)] = 0.0  # nothing is missing
    missing = base["hours"] - base["measured_hours"]
    missing[np.abs(missing) < _NOTHING_H] = 0.0
    return np.where((missing == 0) & (undated[month] == 0), 0.0, missing * mean[month])


def _summed(
    base: dict[str, Floats], place: Places, edges: Stamps, rated_kw: float | None
) -> pl.DataFrame:
    count = len(edges) - 1
    of = {name: sums(place, values, count) for name, values in base.items()}
    is_known = of["undated_rows"] == 0
    measured = np.where(is_known | (of["rows"] > 0), of["measured_kwh"], np.nan)
    calendar = np.where(is_known, of["hours"], np.nan)
    scaled = measured + of["month_mean_kwh"]
    rated = np.full(count, np.nan if rated_kw is None else rated_kw)
    return frame_of(
        {
            "start": to_time(edges[:-1]),
            "partial": of["hours"] < _hours(edges) - _NOTHING_H,
            "hours": of["hours"],
            "measured_hours": of["measured_hours"],
            "rows": of["rows"].astype(np.int64),
            "undated_rows": of["undated_rows"].astype(np.int64),
            "recovery": np.minimum(ratio(of["measured_hours"], calendar), 1.0),
            "measured_kwh": measured,
            "month_mean_kwh": of["month_mean_kwh"],
            "scaled_kwh": scaled,
            "by_wind_kwh": of["by_wind_kwh"],
            "by_wind_hours": of["by_wind_hours"],
            "full_load_hours": ratio(measured, rated),
            "cf_rows": ratio(measured, rated * of["measured_hours"]),
            "cf_calendar": ratio(measured, rated * calendar),
            "cf_scaled": ratio(scaled, rated * calendar),
        }
    )
