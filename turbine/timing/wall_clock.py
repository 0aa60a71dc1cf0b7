"""Arithmetic in a zone's local time: years added, dates replaced, exact to the nanosecond.

A clock that is set back shows an hour twice; which of the two a stamp is in (its *fold*) is kept
if the new hour occurs twice too. Polars' zones know clock changes up to the year 2100.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import cast

import numpy as np
import numpy.typing as npt
import polars as pl

from turbine.model.frame import Stamps, to_time

Mask = npt.NDArray[np.bool_]

DAY_NS = 86_400 * 1_000_000_000
_HOUR_NS = DAY_NS // 24
_FIRST_WHOLE_YEAR, _LAST_WHOLE_YEAR = 1678 - 1970, 2261 - 1970
"""Years that 64-bit nanoseconds hold whole, counted from 1970."""


def fixed_offset(first_ns: int, last_ns: int, zone: str) -> int | None:
    """The zone's offset in ns if it does not change from a day before to a day after; otherwise
    None. Then local time is an addition, ten times as fast as a conversion row by row."""
    first, last = (np.datetime64(ns, "ns").astype("datetime64[Y]").astype(int) for ns in
                   (first_ns - DAY_NS, last_ns + DAY_NS))  # fmt: skip
    offsets = {_offset_of_year(year, zone) for year in range(first, last + 1)}
    return offsets.pop() if len(offsets) == 1 else None


@lru_cache(maxsize=1_024)
def _offset_of_year(year: int, zone: str) -> int | None:
    """The offset of a UTC year (counted from 1970), or None if it changes. No clock is changed and
    changed back within an hour."""
    start, stop = (int(np.datetime64(y, "Y").astype("datetime64[h]").astype(int)) for y in
                   (year, year + 1))  # fmt: skip
    hours = to_time(np.arange(start, stop + 1, dtype=np.int64) * _HOUR_NS)
    zoned = hours.dt.convert_time_zone(zone)
    offsets = (zoned.dt.base_utc_offset() + zoned.dt.dst_offset()).dt.total_nanoseconds().unique()
    return int(offsets[0]) if len(offsets) == 1 else None


def to_wall(stamps: Stamps, zone: str) -> Stamps:
    """The zone's local time at these moments, in ns since 1970-01-01T00:00 local time."""
    if not len(stamps):
        return stamps
    offset = fixed_offset(int(stamps.min()), int(stamps.max()), zone)
    if offset is not None:
        return stamps + offset
    zoned = to_time(stamps).dt.convert_time_zone(zone)
    return zoned.dt.replace_time_zone(None).dt.epoch("ns").to_numpy()


def to_utc(wall: Stamps, zone: str, fold: Mask | None = None) -> tuple[Stamps, Mask]:
    """The moments at which it is this local time in the zone, and whether there is one.

    An hour that occurs twice is the first of the two, or the second where ``fold`` is True.
    """
    if not len(wall):
        return wall, np.ones(0, dtype=np.bool_)
    offset = fixed_offset(int(wall.min()), int(wall.max()), zone)
    if offset is not None:
        return wall - offset, np.ones(len(wall), dtype=np.bool_)
    series = pl.Series(wall).cast(pl.Datetime("ns"))
    moments = _zoned(series, zone, "earliest")
    if fold is not None and fold.any():
        latest = _zoned(series, zone, "latest")
        moments = moments.zip_with(pl.Series(~fold), latest)
    exists = moments.is_not_null().to_numpy()
    return moments.fill_null(0).to_numpy(), exists


def _zoned(wall: pl.Series, zone: str, ambiguous: str) -> pl.Series:
    moments = wall.dt.replace_time_zone(
        zone,
        ambiguous=ambiguous,  # type: ignore[arg-type]  # two of the literals it takes
        non_existent="null",
    )
    return moments.dt.epoch("ns")


def add_years(stamps: Stamps, years: int, zone: str) -> tuple[Stamps, Mask, Mask]:
    """The same date and time of day ``years`` later; whether there is such a moment; and the rows
    of a 29 February that the new year does not have."""
    wall = to_wall(stamps, zone)
    earliest, _ = to_utc(wall, zone)
    days, time_of_day = np.divmod(wall, DAY_NS)
    dates = days.view("datetime64[D]")
    months = dates.astype("datetime64[M]")
    new_months = months + 12 * years
    new_dates = new_months.astype("datetime64[D]") + (dates - months.astype("datetime64[D]"))
    no_such_day = new_dates.astype("datetime64[M]") != new_months
    new_wall = new_dates.view(np.int64) * DAY_NS + time_of_day
    new, exists = to_utc(new_wall, zone, fold=earliest != stamps)
    return new, exists & ~no_such_day, no_such_day


def on_date(stamps: Stamps, day: date, zone: str) -> Stamps:
    """The same time of day, all on one date; a time that this date skips is counted on from
    midnight."""
    wall = to_wall(stamps, zone)
    midnight = int(np.datetime64(day, "ns").astype(np.int64))
    new_wall = midnight + np.mod(wall, DAY_NS)
    new, exists = to_utc(new_wall, zone)
    if not exists.all():
        start, _ = to_utc(np.array([midnight]), zone)
        new = np.where(exists, new, start[0] + np.mod(wall, DAY_NS))
    return new


def wall_datetime(ns: int, zone: str) -> datetime:
    """One moment in the zone's local time (to the microsecond)."""
    moment = to_time(np.array([ns], dtype=np.int64)).dt.cast_time_unit("us")
    return cast(datetime, moment.dt.convert_time_zone(zone)[0])


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def repeated_hours(first_ns: int, last_ns: int, zone: str) -> list[tuple[int, int]]:
    """Of each time that the zone's clock is set back in this period, and a day around it: the
    moment, and by how many ns. The wall times of so long before it occur again after it."""
    first, last = (np.datetime64(ns, "ns").astype("datetime64[Y]").astype(int) for ns in
                   (first_ns - DAY_NS, last_ns + DAY_NS))  # fmt: skip
    found = [each for year in range(first, last + 1) for each in _set_back(year, zone)]
    return [(ns, by) for ns, by in found if first_ns - DAY_NS <= ns <= last_ns + DAY_NS]


@lru_cache(maxsize=1_024)
def _set_back(year: int, zone: str) -> tuple[tuple[int, int], ...]:
    is_whole = _FIRST_WHOLE_YEAR <= year <= _LAST_WHOLE_YEAR
    if not is_whole or _offset_of_year(year, zone) is not None:
        return ()
    start, stop = (int(np.datetime64(y, "Y").astype("datetime64[m]").astype(int)) for y in
                   (year, year + 1))  # fmt: skip
    quarters = np.arange(start, stop + 1, 15, dtype=np.int64) * (_HOUR_NS // 60)
    steps = np.diff(to_wall(quarters, zone) - quarters)
    at = np.flatnonzero(steps < 0)
    return tuple((int(quarters[i + 1]), int(-steps[i])) for i in at)
