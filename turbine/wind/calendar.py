"""When and how long: means by hour and month, and the time that a value is exceeded."""

import numpy as np
import polars as pl

from turbine.model.frame import stamps_of, to_time
from turbine.timing.windows import plan
from turbine.wind.arrays import Floats, frame_of, ratio, sums
from turbine.wind.energy import HOUR_NS
from turbine.wind.rows import Period


def by_hour_and_month(rows: pl.DataFrame, zone: str) -> pl.DataFrame:
    """The mean of each hour of the day in each month of the year, over all years of the rows.

    ``rows``: ``time`` (UTC) and ``value`` (null: none; no angle). Returns ``month`` (1-12) and
    ``hour`` (0-23) of the zone's clock, ``mean`` and ``rows``, for each of the 288 cells; ``mean``
    is null where there is no row.
    """
    local = pl.col("time").dt.convert_time_zone(zone)
    cells = pl.DataFrame(
        {
            "month": np.repeat(np.arange(1, 13, dtype=np.int8), 24),
            "hour": np.tile(np.arange(24, dtype=np.int8), 12),
        }
    )
    means = (
        rows.drop_nulls("value")
        .group_by(local.dt.month().alias("month"), local.dt.hour().alias("hour"))
        .agg(pl.col("value").mean().alias("mean"), pl.len().cast(pl.Int64).alias("rows"))
    )
    return cells.join(means, on=["month", "hour"], how="left", maintain_order="left").with_columns(
        pl.col("rows").fill_null(0)
    )


def by_hour(cells: pl.DataFrame) -> pl.DataFrame:
    """The mean of each hour of the day, from the cells of :func:`by_hour_and_month`, each by its
    rows: ``hour`` (0-23), ``mean`` (null where there is no row) and ``rows``."""
    weighted = (pl.col("mean") * pl.col("rows")).sum()
    return cells.group_by("hour", maintain_order=True).agg(
        pl.when(pl.col("rows").sum() > 0).then(weighted / pl.col("rows").sum()).alias("mean"),
        pl.col("rows").sum(),
    )


def by_month(rows: pl.DataFrame, period: Period) -> pl.DataFrame:
    """The mean of each month that the period touches, by how long rows last.

    ``rows``: ``time``, ``hours`` and ``value`` (no angle), null where there is none: such rows
    count nowhere. Returns ``start`` (the month's first moment by the zone's calendar), ``mean``
    (null without rows), ``hours`` (of the rows), ``rows``, ``recovery`` (of the part of the month
    that is in the period) and ``partial``: whether the period has not all of it.
    """
    months = plan(period.start_ns, period.stop_ns, "1mo", period.zone)
    count = len(months.labels)
    known = rows.drop_nulls()
    place = months.index(stamps_of(known))
    hours, value = known["hours"].to_numpy(), known["value"].to_numpy()
    lasting = sums(place, hours, count)
    edges = np.clip(months.edges, period.start_ns, period.stop_ns)
    inside, whole = (np.diff(each) / HOUR_NS for each in (edges, months.edges))
    return frame_of(
        {
            "start": to_time(months.labels),
            "mean": ratio(sums(place, hours * value, count), lasting),
            "hours": lasting,
            "rows": sums(place, np.ones(len(hours)), count).astype(np.int64),
            "recovery": np.minimum(ratio(lasting, inside), 1.0),
            "partial": inside < whole,
        }
    )


def duration_curve(values: Floats, hours: Floats, *, points: int = 101) -> pl.DataFrame:
    """The duration curve: the value that is reached or exceeded in each share of the time.

    ``values``, ``hours`` (n,): rows without one of them count nowhere. Returns ``share`` (0 to 1,
    evenly, ``points`` of them), ``hours`` (share × all hours) and ``value``: the highest value that
    at least this share of the time reaches, so that at 0 it is the maximum and at 1 the minimum.
    Without rows it is empty.
    """
    known = np.isfinite(values) & np.isfinite(hours) & (hours > 0)
    order = np.argsort(-values[known], kind="stable")
    falling, lasting = values[known][order], hours[known][order]
    if not len(falling):
        empty = np.zeros(0)
        return frame_of({"share": empty, "hours": empty, "value": empty})
    until = np.cumsum(lasting)
    share = np.linspace(0.0, 1.0, points)
    # A share that the sum of hours should just reach may miss it by a rounding.
    place = np.searchsorted(until, share * until[-1] * (1 - 1e-12), side="left")
    return frame_of({"share": share, "hours": share * until[-1], "value": falling[place]})


def hours_by_day(rows: pl.DataFrame, period: Period) -> pl.DataFrame:
    """The hours that each mask marks on each day of the period.

    ``rows``: ``time``, ``hours`` (null: unknown, and counts as none) and a column of booleans for
    each mask. Returns ``start`` (the day's, by the zone's calendar) and each mask's hours, for
    every day that the period touches. A row belongs to the day that it begins in.
    """
    days = plan(period.start_ns, period.stop_ns, "1d", period.zone)
    place = days.index(stamps_of(rows))
    hours = np.nan_to_num(rows["hours"].to_numpy())
    return pl.DataFrame(
        {
            "start": to_time(days.labels),
            **{
                name: sums(place, hours * rows[name].to_numpy(), len(days.labels))
                for name in rows.columns
                if name not in ("time", "hours")
            },
        }
    )
