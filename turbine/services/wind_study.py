"""The wind of a period, from the signals that there are."""

import math

import numpy as np
import polars as pl

from turbine.model.frame import floats
from turbine.services.measured import Measured, WindStudy, least_rows_of
from turbine.wind import weibull
from turbine.wind.arrays import frame_of, ratio
from turbine.wind.calendar import by_hour, by_hour_and_month, by_month, duration_curve
from turbine.wind.energy import HOUR_NS
from turbine.wind.power_curve import REFERENCE_DENSITY
from turbine.wind.roses import Rose, rose
from turbine.wind.rows import Period, beside
from turbine.wind.statistics import (
    circular_mean,
    circular_std,
    mode_sector,
    time_weighted_mean,
    turned,
)
from turbine.wind.turbulence import IEC_CLASSES, Shear, iec_class_curve, shear, turbulence_by_speed

HEIGHTS = ("wind_height_m", "second_wind_height_m")
"""Facts of a turbine."""
_SPEEDS = ("wind_mps", "second_wind_mps")
"""In the same order."""


def wind_study(
    measured: Measured, *, sectors: int, calm_mps: float, heights_m: tuple[float, float] | None
) -> WindStudy:
    """Rose, distribution, calendar and duration; see :meth:`Analysis.wind`."""
    heights_m = heights_m or heights_of(measured)
    rows = measured.having("wind_mps")
    speed, hours = floats(rows, "wind_mps"), floats(rows, "hours")
    likely, moments = weibull.by_likelihood(speed), weibull.by_moments(speed)
    directed = "direction_deg" in measured.names
    heatmap = by_hour_and_month(rows.select("time", value="wind_mps"), measured.period.zone)
    return WindStudy(
        rows=rows.height,
        hours=float(np.nansum(hours)),
        mean_mps=time_weighted_mean(speed, hours),
        power_density_wpm2=0.5 * REFERENCE_DENSITY * time_weighted_mean(speed**3, hours),
        direction=_direction(measured, sectors) if directed else {},
        rose=rose_of(measured, sectors, calm_mps) if directed else None,
        fits=tuple(fit for fit in (likely, moments) if fit is not None),
        histogram=weibull.histogram(speed, hours, likely),
        heatmap=heatmap,
        by_hour=by_hour(heatmap),
        by_month=by_month(rows.select("time", "hours", value="wind_mps"), measured.period),
        duration=duration_curve(speed, hours),
        turbulence=_turbulence(measured) if "deviation_mps" in measured.names else None,
        shear=_shear(measured, heights_m) if heights_m else None,
    )


def differences(a: tuple[WindStudy, Period], b: tuple[WindStudy, Period]) -> pl.DataFrame:
    """B − A in one row: ``a_`` and ``b_`` ``mean_mps``, ``power_wpm2`` (of the wind),
    ``direction_deg`` and ``recovery`` (hours with wind speed / hours of the period);
    ``mean_difference_mps``, ``mean_difference_share`` and ``power_difference_share`` (of A), and
    ``turn_deg``: the angle from A's mean direction to B's, clockwise, in (−180, 180]; null where
    one of them has none."""
    found: dict[str, np.ndarray] = {}
    for side, (study, period) in (("a", a), ("b", b)):
        lasting = (period.stop_ns - period.start_ns) / HOUR_NS
        found |= {
            f"{side}_mean_mps": np.array([study.mean_mps]),
            f"{side}_power_wpm2": np.array([study.power_density_wpm2]),
            f"{side}_direction_deg": np.array([study.direction.get("mean_deg", math.nan)]),
            f"{side}_recovery": np.array([min(study.hours / lasting, 1.0)]),
        }
    speed = found["b_mean_mps"] - found["a_mean_mps"]
    power = found["b_power_wpm2"] - found["a_power_wpm2"]
    turn = turned(found["a_direction_deg"], found["b_direction_deg"])
    return frame_of(
        {
            **found,
            "mean_difference_mps": speed,
            "mean_difference_share": ratio(speed, found["a_mean_mps"]),
            "power_difference_share": ratio(power, found["a_power_wpm2"]),
            "turn_deg": turn,
        }
    )


def _direction(measured: Measured, sectors: int) -> dict[str, float]:
    angle = floats(measured.having("direction_deg"), "direction_deg")
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
    rows = beside(rows, measured.rows.inside.select("time", *more))
    return rose(rows, sectors=sectors, calm_mps=calm_mps)


def _turbulence(measured: Measured) -> pl.DataFrame:
    rows = measured.having("wind_mps", "deviation_mps")
    speed, deviation = (floats(rows, name) for name in ("wind_mps", "deviation_mps"))
    table = turbulence_by_speed(speed, deviation, least_rows=least_rows_of(rows))
    centres = floats(table, "bin_mps")
    classes = {
        f"iec_{name.replace('+', '_plus').lower()}_ti": iec_class_curve(reference, centres)
        for name, reference in IEC_CLASSES.items()
    }
    return table.with_columns(pl.Series(name, values) for name, values in classes.items())


def heights_of(measured: Measured) -> tuple[float, float] | None:
    """Of the wind speed and of the second one, in m, as noted; None unless there are both."""
    heights = [measured.facts.get(name) for name in HEIGHTS]
    first, second = (each if isinstance(each, float) else None for each in heights)
    if first is None or second is None or "second_wind_mps" not in measured.names:
        return None
    return first, second


def _shear(measured: Measured, heights_m: tuple[float, float]) -> Shear:
    rows = measured.having(*_SPEEDS)
    local = pl.col("time").dt.convert_time_zone(measured.period.zone).dt
    (lower_m, lower), (upper_m, upper) = sorted(zip(heights_m, _SPEEDS, strict=True))
    speeds = rows.select(lower_mps=lower, upper_mps=upper, hour=local.hour(), month=local.month())
    return shear(speeds, (lower_m, upper_m))
