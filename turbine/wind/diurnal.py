"""Diurnal profiles: the mean of each hour of the day, over many days."""

import polars as pl

from turbine.wind import circular


def diurnal_profile(hourly: pl.DataFrame, zone: str) -> pl.DataFrame:
    """The diurnal profile: means by hour of the zone's day, from hourly means of any channels.

    ``hourly`` has ``channel``, ``time`` (an hour's start), ``value`` (its mean), ``resultant``
    (an angle's R), ``count`` and ``expected``. Each hour is weighted by its rows, so the result is
    the mean of the rows themselves; of angles it is their circular mean. ``low`` and
    ``high`` are the 10th and 90th percentile of the hourly means (null for angles).

    Returns ``channel``, ``hour`` (0–23), ``value``, ``low``, ``high``, ``resultant``, ``count``
    and ``expected`` (null without a time step), by hour; hours without a value are absent.
    """
    value, count = pl.col("value"), pl.col("count")
    direction, length = circular.combine(value, pl.col("resultant"), count)
    names = hourly["channel"].unique()
    is_angle, signed, either = circular.kinds(names, pl.col("channel").first())
    direction = circular.as_signed(direction, signed | (either & (value.min() < 0.0)))
    return (
        hourly.with_columns(pl.col("time").dt.convert_time_zone(zone).dt.hour().alias("hour"))
        .sort("hour", maintain_order=True)
        .group_by("channel", "hour", maintain_order=True)
        .agg(
            pl.when(is_angle)
            .then(direction)
            .otherwise((value * count).sum() / count.sum())
            .alias("value"),
            pl.when(~is_angle).then(value.quantile(0.1, "linear")).alias("low"),
            pl.when(~is_angle).then(value.quantile(0.9, "linear")).alias("high"),
            pl.when(is_angle).then(length).alias("resultant"),
            count.sum(),
            pl.when(pl.col("expected").is_not_null().any()).then(pl.col("expected").sum()),
        )
        .filter(count > 0)
    )
