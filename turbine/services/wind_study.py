"""The wind of a period, from the signals that there are."""

import math

import numpy as np
import polars as pl

from turbine.services.measured import Measured, WindStudy, array, least_rows_of
from turbine.wind import weibull
from turbine.wind.calendar import by_hour_and_month, duration_curve
from turbine.wind.power_curve import REFERENCE_DENSITY
from turbine.wind.roses import Rose, rose
from turbine.wind.statistics import circular_mean, circular_std, mode_sector, time_weighted_mean
from turbine.wind.turbulence import IEC_CLASSES, Shear, iec_class_curve, shear, turbulence_by_speed


def wind_study(
    measured: Measured, *, sectors: int, calm_mps: float, heights_m: tuple[float, float] | None
) -> WindStudy:
    """Rose, distribution, calendar and duration; see :meth:`Analysis.wind`."""
    rows = measured.having("wind_mps")
    speed, hours = array(rows, "wind_mps"), array(rows, "hours")
    likely, moments = weibull.by_likelihood(speed), weibull.by_moments(speed)
    known = speed[np.isfinite(speed)]
    cubes = float((known**3).mean()) if len(known) else math.nan
    directed = "direction_deg" in measured.names
    return WindStudy(
        rows=rows.height,
        hours=float(np.nansum(hours)),
        mean_mps=time_weighted_mean(speed, hours),
        power_density_wpm2=0.5 * REFERENCE_DENSITY * cubes,
        direction=_direction(measured, sectors) if directed else {},
        rose=rose_of(measured, sectors, calm_mps) if directed else None,
        fits=tuple(fit for fit in (likely, moments) if fit is not None),
        histogram=weibull.histogram(speed, hours, likely),
        heatmap=by_hour_and_month(rows.select("time", value="wind_mps"), measured.period.zone),
        duration=duration_curve(speed, hours),
        turbulence=_turbulence(measured) if "deviation_mps" in measured.names else None,
        shear=_shear(measured, heights_m) if heights_m else None,
    )


def _direction(measured: Measured, sectors: int) -> dict[str, float]:
    angle = array(measured.having("direction_deg"), "direction_deg")
    mean, length = circular_mean(angle)
    mode = mode_sector(angle, sectors)
    return {
        "mean_deg": mean,
        "resultant": length,
        "std_deg": circular_std(angle),
        "mode_deg": math.nan if mode is None else mode[0],
    }


def rose_of(measured: Measured, sectors: int, calm_mps: float) -> Rose:
    """The rose alone. Raises ConfigError without a wind speed."""
    rows = measured.having("wind_mps").rename({"wind_mps": "speed_mps"})
    more = [name for name in ("direction_deg", "power_kw") if name in measured.names]
    rows = rows.join(
        measured.rows.inside.select("time", *more), on="time", how="left", maintain_order="left"
    )
    return rose(rows, sectors=sectors, calm_mps=calm_mps)


def _turbulence(measured: Measured) -> pl.DataFrame:
    rows = measured.having("wind_mps", "deviation_mps")
    speed, deviation = (array(rows, name) for name in ("wind_mps", "deviation_mps"))
    table = turbulence_by_speed(speed, deviation, least_rows=least_rows_of(rows))
    centres = array(table, "bin_mps")
    classes = {
        f"iec_{name.replace('+', '_plus').lower()}_ti": iec_class_curve(reference, centres)
        for name, reference in IEC_CLASSES.items()
    }
    return table.with_columns(pl.Series(name, values) for name, values in classes.items())


def _shear(measured: Measured, heights_m: tuple[float, float]) -> Shear:
    rows = measured.having("wind_mps", "second_wind_mps")
    hour = pl.col("time").dt.convert_time_zone(measured.period.zone).dt.hour()
    return shear(
        rows.select(lower_mps="wind_mps", upper_mps="second_wind_mps", hour=hour), heights_m
    )
