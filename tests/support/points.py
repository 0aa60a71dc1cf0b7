"""Points for the contract's tests, as values and as canonical frames."""

from datetime import UTC, datetime

import numpy as np
import polars as pl
from backdoors import Values

from turbine.model.channels import ordered
from turbine.model.frame import check, schema_of, stamps_of, to_time
from turbine.model.series import Series

T1 = Series(measurement="scada", site="Çanakkale", turbine="T1")
SECOND, MINUTE, HOUR, DAY = 10**9, 60 * 10**9, 3_600 * 10**9, 86_400 * 10**9
POWER, SPEED = "power_kw", "wind_speed_mps"
CURVE, DIRECTION = "theoretical_power_kw", "wind_direction_deg"
NAMES = (POWER, SPEED, CURVE, DIRECTION)


def ns(*moment: int) -> int:
    """A UTC moment in ns."""
    return int(datetime(*moment, tzinfo=UTC).timestamp()) * SECOND


def frame(values: Values) -> pl.DataFrame:
    """A canonical frame of these values."""
    stamps = sorted({time_ns for time_ns, _ in values})
    names = ordered(name for _, name in values)
    columns = {
        name: pl.Series([values.get((t, name)) for t in stamps], dtype=kind)
        for name, kind in schema_of(names).items()
    }
    return pl.DataFrame({"time": to_time(np.array(stamps, dtype=np.int64)), **columns})


def values_of(points: pl.DataFrame) -> Values:
    """The frame's values, once it is known to be canonical."""
    check(points)
    stamps = stamps_of(points).tolist()
    return {
        (t, name): value
        for name in points.columns[1:]
        for t, value in zip(stamps, points[name].to_list(), strict=True)
        if value is not None
    }


def random_doubles(count: int, seed: int) -> list[float]:
    """Finite doubles of any bit pattern, the awkward ones first."""
    raw = np.random.default_rng(seed).integers(0, 2**64, count, dtype=np.uint64).view(np.float64)
    awkward = [0.0, -0.0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1]
    return [*awkward, 1e22, 9007199254740993.0, 1 / 3, *raw[np.isfinite(raw)].tolist()]


def season(start_ns: int, days: int, seed: int) -> Values:
    """Ten-minute values with gaps, nulls and negative numbers, of two channels."""
    rng = np.random.default_rng(seed)
    steps = days * 144
    there = rng.random(steps) > 0.03
    there[steps // 3 : steps // 3 + 300] = False
    sent: Values = {}
    for name, low, high in ((POWER, -80.0, 3_600.0), (SPEED, 0.0, 25.0)):
        some = rng.random(steps) > 0.1
        numbers = rng.uniform(low, high, steps).tolist()
        sent |= {
            (start_ns + i * 10 * MINUTE, name): numbers[i] for i in np.flatnonzero(there & some)
        }
    return sent
