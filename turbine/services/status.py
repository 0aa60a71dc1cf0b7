"""What is known of a turbine at one look: its last days, all its days, and both as they are kept.

What it did are the figures of the pages Production and Losses, by the same functions over the same
rows: its last days are read, since how long a row lasts is told by the rows alone.
"""

import json
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from turbine.model.frame import Stamps, floats, stamps_of, to_time
from turbine.model.series import Series
from turbine.services.lasting import Lasting, lasting_of
from turbine.services.measured import Measured
from turbine.stores.base import SeriesInfo
from turbine.timing.latest import last_days
from turbine.timing.spacing import Spacing
from turbine.timing.steps import steps_of
from turbine.timing.windows import Window, plan
from turbine.wind.arrays import Floats, frame_of, ratio, sums
from turbine.wind.losses import availability
from turbine.wind.production import production
from turbine.wind.rows import Period, beside
from turbine.words import Text, keep, texts_of, together

SIGNALS = ("power_kw", "wind_mps")
"""What a turbine is shown by: the first of these that it has."""
FORMAT = 2
"""Of what is kept: an answer of another one is old."""
_FIGURES = ("field", "last", "lasting", "measured_kwh", "recovery", "capacity_factor", "available")


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
    lasting: Lasting | None = None
    """How long rows with the field last; None: it cannot be told shortly."""
    available: float | None = None
    """Time-based, by wind and power: :func:`turbine.wind.losses.availability`."""
    problem: Text = ""
    """Why nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Status:
    """What is known of a turbine at one look."""

    info: SeriesInfo
    zone: str
    """Whose days count."""
    recent: Recent
    """The last 30 days."""
    days: pl.DataFrame
    """All days: as :func:`by_day`, of the rows with the field that it is shown by, else its first
    one."""
    asked_ns: int
    """When the database was asked (UTC)."""

    @property
    def period(self) -> Period:
        """From its first row to its last one."""
        start_ns, stop_ns = last_days(self.info.first_ns, self.info.last_ns, self.zone, None)
        return Period(start_ns=start_ns, stop_ns=stop_ns, zone=self.zone)


def recent(measured: Measured) -> Recent:
    """The figures of these rows."""
    signal = next(name for name in SIGNALS if name in measured.names)
    rows = measured.rows.inside.select("time", signal).drop_nulls()
    shown = Recent(
        period=measured.period,
        field=measured.names[signal],
        last=None if rows.is_empty() else (int(stamps_of(rows)[-1]), float(rows[signal][-1])),
        by_day=_means(rows, signal, measured.period),
        lasting=lasting_of(measured, signal),
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


def by_day(stamps: Stamps, period: Period) -> pl.DataFrame:
    """Each day of the weeks that the period touches: ``time``, ``count`` of its rows, and
    ``expected``, those that it would have by the rows' own steps; null if they tell none.
    ``stamps`` (n,) lie in the period, ascending."""
    weeks = plan(period.start_ns, period.stop_ns, "1w", period.zone).edges
    windows = plan(int(weeks[0]), int(weeks[-1]), "1d", period.zone)
    count = np.bincount(windows.index(stamps), minlength=len(windows.labels))
    expected, known = steps_of(Spacing.of(stamps)).expected(windows.edges)
    return _days(windows.labels, count, np.where(known, expected, np.nan))


def by_window(stamps: Stamps, period: Period, window: Window) -> pl.DataFrame:
    """The coverage of each window of the period, by the rows' own steps: ``time``, ``count`` and
    ``percent`` of the rows that the whole window would have, null if rows tell no step.
    ``stamps`` (n,) lie in the period, ascending."""
    windows = plan(period.start_ns, period.stop_ns, window, period.zone)
    count = np.bincount(windows.index(stamps), minlength=len(windows.labels))
    expected, known = steps_of(Spacing.of(stamps)).expected(windows.edges)
    percent = 100 * ratio(count.astype(np.float64), np.where(known, expected, 0.0))
    return frame_of({"time": to_time(windows.labels), "count": count, "percent": percent})


def coverage(days: pl.DataFrame, period: Period, window: Window) -> pl.DataFrame:
    """The coverage of each day, or week, of the period: ``time``, ``count`` and ``percent`` of the
    rows that it would have, null if rows tell no step. ``days`` as :func:`by_day`."""
    windows = plan(period.start_ns, period.stop_ns, window, period.zone)
    place = windows.index(stamps_of(days))
    days = days.filter(pl.Series((place >= 0) & (place < len(windows.labels))))
    place, length = windows.index(stamps_of(days)), len(windows.labels)
    found = sums(place, floats(days, "count"), length)
    percent = 100 * ratio(found, sums(place, floats(days, "expected"), length))
    frame = frame_of({"percent": percent})
    return frame.select(
        time=pl.Series(to_time(windows.labels)),
        count=pl.Series(found).cast(pl.Int64),
        percent="percent",
    )


def kept_text(status: Status) -> str:
    """A status as it is kept."""
    info, recent, days = status.info, status.recent, status.days
    its = {name: getattr(recent, name) for name in _FIGURES}
    return json.dumps(
        {
            "info": [info.first_ns, info.last_ns, info.fields],
            "zone": status.zone,
            "period": [recent.period.start_ns, recent.period.stop_ns, recent.period.zone],
            "recent": its,
            "by_day": None if recent.by_day is None else _nones(recent.by_day),
            "problem": keep(recent.problem),
            "days": [
                stamps_of(days).tolist(),
                days["count"].to_list(),
                _nones(floats(days, "expected")),
            ],
        }
    )


def restored(series: Series, text: str, asked_ns: int) -> Status:
    """The status of a kept text."""
    its = json.loads(text)
    first_ns, last_ns, fields = its["info"]
    start_ns, stop_ns, zone = its["period"]
    last, by_day = its["recent"].pop("last"), its["by_day"]
    lasting = its["recent"].pop("lasting")
    labels, count, expected = its["days"]
    return Status(
        info=SeriesInfo(series=series, first_ns=first_ns, last_ns=last_ns, fields=tuple(fields)),
        zone=its["zone"],
        recent=Recent(
            period=Period(start_ns=start_ns, stop_ns=stop_ns, zone=zone),
            last=None if last is None else (int(last[0]), float(last[1])),
            by_day=None if by_day is None else np.array(by_day, dtype=np.float64),
            lasting=None if lasting is None else tuple((since, ns) for since, ns in lasting),
            problem=together(*texts_of(its["problem"])),
            **its["recent"],
        ),
        days=_days(
            np.array(labels, dtype=np.int64),
            np.array(count, dtype=np.int64),
            np.array(expected, dtype=np.float64),
        ),
        asked_ns=asked_ns,
    )


def _days(labels: Stamps, count: Stamps, expected: Floats) -> pl.DataFrame:
    return frame_of({"time": to_time(labels), "count": count, "expected": expected})


def _nones(values: Floats) -> list[float | None]:
    """JSON has no NaN."""
    return [None if np.isnan(value) else value for value in values.tolist()]


def _means(rows: pl.DataFrame, signal: str, period: Period) -> Floats:
    days = plan(period.start_ns, period.stop_ns, "1d", period.zone)
    place, count = days.index(stamps_of(rows)), len(days.labels)
    values = floats(rows, signal)
    return ratio(sums(place, values, count), sums(place, np.ones(len(values)), count))


def _available(measured: Measured, powered: pl.DataFrame) -> float | None:
    if "wind_mps" not in measured.names:
        return None
    rows = beside(powered, measured.rows.inside.select("time", "wind_mps"))
    rules = measured.rules(None, {})
    share = availability(
        rows.with_columns(reference_kw=pl.lit(None, pl.Float64)),
        cut_in_mps=rules.cut_in_mps,
        cut_out_mps=rules.cut_out_mps,
        idle_kw=rules.idle_kw,
    ).time_based
    return None if np.isnan(share) else share
