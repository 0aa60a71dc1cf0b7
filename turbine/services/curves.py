"""Power curves of parts of a period, and the rows behind a curve."""

import math
from dataclasses import replace

import numpy as np
import polars as pl

from turbine.model.errors import ConfigError
from turbine.model.frame import floats, stamps_of
from turbine.services.measured import Measured, least_rows_of
from turbine.services.reference_curves import with_noted
from turbine.services.words import Words
from turbine.timing.windows import load_zone
from turbine.wind.arrays import Floats, Masks
from turbine.wind.power_curve import air_density, cells_of, normalised_wind, power_curve
from turbine.wind.roses import sector_of
from turbine.wind.rows import beside
from turbine.wind.sun import is_day
from turbine.words import Said

SECTORS = 8
_SEASONS = (Words.DEC_TO_FEB, Words.MAR_TO_MAY, Words.JUN_TO_AUG, Words.SEP_TO_NOV)
_CELLS = 60
"""Of the highest power, so many cells are on top of each other."""
_WIDTH_MPS, _COLUMNS = 0.25, 400
"""Of a cell, as long as the highest wind speed takes no more of them than that."""


AIR = ("temperature_c", "pressure_hpa")
"""What the air's density is told from."""


def normalised(measured: Measured) -> tuple[Measured, float]:
    """The same rows with the wind speed that holds as much power at 1.225 kg/m³, none where
    temperature or pressure is missing; and the mean density in kg/m³ of the rows that have one.
    Raises ConfigError without a temperature or a pressure."""
    measured.needs("wind_mps", *AIR)
    frame = measured.rows.frame
    density = air_density(*(floats(frame, name) for name in AIR))
    wind = normalised_wind(floats(frame, "wind_mps"), density)
    changed = frame.with_columns(pl.Series("wind_mps", wind, nan_to_null=True))
    result = replace(measured, rows=replace(measured.rows, frame=changed))
    if measured.noted_reference:
        result = with_noted(result)
    used = result.having("power_kw", "wind_mps", *AIR)
    if used.is_empty():
        return result, math.nan
    return result, float(air_density(*(floats(used, name) for name in AIR)).mean())


def _both(measured: Measured) -> tuple[pl.DataFrame, Floats]:
    rows = measured.having("power_kw", "wind_mps")
    return rows, floats(rows, "wind_mps")


def by_sector(measured: Measured) -> dict[Said, pl.DataFrame]:
    """A curve for each of eight sectors of the wind's direction, clockwise from north. Raises
    ConfigError without a direction."""
    rows, wind = _both(measured)
    measured.needs("direction_deg")
    directed = beside(rows, measured.rows.inside.select("time", "direction_deg"))
    direction = floats(directed, "direction_deg")
    known = np.isfinite(direction)
    sector = np.full(len(direction), -1)
    sector[known] = sector_of(direction[known], SECTORS)
    width = 360 / SECTORS
    return {
        Words.SECTOR(centre=place * width): _curve(rows, wind, sector == place)
        for place in range(SECTORS)
    }


def by_season(measured: Measured) -> dict[Said, pl.DataFrame]:
    """A curve for each quarter of the year, as meteorologists cut it, by the zone's calendar."""
    rows, wind = _both(measured)
    load_zone(measured.period.zone)
    local = pl.col("time").dt.convert_time_zone(measured.period.zone)
    quarter = rows.select(local.dt.month() % 12 // 3).to_series().to_numpy()
    return {title(): _curve(rows, wind, quarter == n) for n, title in enumerate(_SEASONS)}


def by_sun(measured: Measured) -> dict[Said, pl.DataFrame]:
    """A curve with the sun up, and one with it down. Raises ConfigError without a position."""
    rows, wind = _both(measured)
    place = [measured.facts.get(name) for name in ("latitude_deg", "longitude_deg")]
    latitude, longitude = (each if isinstance(each, float) else math.nan for each in place)
    if math.isnan(latitude + longitude):
        raise ConfigError(Words.NO_POSITION(), hint=Words.NOTE_POSITION())
    day = is_day(stamps_of(rows), latitude, longitude)
    return {
        Words.DAY(): _curve(rows, wind, day),
        Words.NIGHT(): _curve(rows, wind, ~day),
    }


def cells(measured: Measured) -> pl.DataFrame:
    """The rows behind the curve, counted in cells: as :func:`cells_of`, with as many cells up to
    the highest power as a screen can show, and no more cells of wind speed than that: one wrong
    value makes them coarse, and is seen."""
    rows, wind = _both(measured)
    power = floats(rows, "power_kw")
    rough = float(np.nanmax(np.abs(power), initial=1.0)) / _CELLS
    unit = 10.0 ** math.floor(math.log10(rough))
    height = next(step * unit for step in (1, 2, 5, 10) if step * unit >= rough)
    widths = float(np.nanmax(np.abs(wind), initial=0.0)) / (_COLUMNS * _WIDTH_MPS)
    width = _WIDTH_MPS * 2.0 ** math.ceil(math.log2(max(widths, 1.0)))
    return cells_of(wind, power, height_kw=height, width_mps=width)


def _curve(rows: pl.DataFrame, wind: Floats, mask: Masks) -> pl.DataFrame:
    power = np.where(mask, floats(rows, "power_kw"), np.nan)
    return power_curve(wind, power, least_rows=least_rows_of(rows))
