"""A synthetic year of one turbine, in the Kaggle file's own form: for trying the app without data.

It has what a real file has: gaps, calms, curtailment, stops in good wind, negative power at
standstill. Equal seeds give equal bytes.
"""

import numpy as np
import numpy.typing as npt
import polars as pl

from turbine.readers.model import Source
from turbine.readers.source import open_source

NAME = "synthetic-turbine-2018.csv"
HEADER = (
    "Date/Time,LV ActivePower (kW),Wind Speed (m/s),Theoretical_Power_Curve (KWh),"
    "Wind Direction (°)"
)

RATED_KW, CUT_IN_MPS, RATED_MPS, CUT_OUT_MPS = 3_600.0, 3.0, 13.0, 25.0
STEPS_PER_DAY = 144
GAPS = 12
CURTAILMENTS = 10
STOPS = 25

_START = np.datetime64("2018-01-01T00:00", "s")
_STEP = np.timedelta64(600, "s")

Values = npt.NDArray[np.float64]


def make(*, seed: int = 2018, days: int = 365) -> bytes:
    """The CSV, with a byte-order mark and ``\\r\\n`` like the real one; 10-minute rows."""
    random = np.random.default_rng(seed)
    n = days * STEPS_PER_DAY
    speed = _wind_speed(random, n)
    theoretical = power_curve_kw(speed)
    power = _active_power(random, speed, theoretical)
    direction = _wind_direction(random, n)
    kept = _without_gaps(random, n)
    frame = pl.DataFrame(
        {
            "time": (_START + np.arange(n) * _STEP)[kept].astype("datetime64[us]"),
            "power": power[kept],
            "speed": speed[kept],
            "theoretical": theoretical[kept],
            "direction": direction[kept],
        }
    ).with_columns(pl.col("time").dt.strftime("%d %m %Y %H:%M"))
    rows = frame.write_csv(include_header=False, line_terminator="\r\n")
    return b"\xef\xbb\xbf" + f"{HEADER}\r\n{rows}".encode()


def source() -> Source:
    """The default sample as a file to read."""
    return open_source(make(), NAME)


def power_curve_kw(speed_mps: Values) -> Values:
    """A smooth curve from cut-in to rated speed, flat to cut-out."""
    x = np.clip((speed_mps - CUT_IN_MPS) / (RATED_MPS - CUT_IN_MPS), 0.0, 1.0)
    running = (speed_mps >= CUT_IN_MPS) & (speed_mps < CUT_OUT_MPS)
    return np.where(running, np.round(RATED_KW * x**2 * (3.0 - 2.0 * x), 6), 0.0)


def _smooth_noise(random: np.random.Generator, n: int, hours: float) -> Values:
    """Standard normal noise whose course lasts about so many hours."""
    every = max(round(hours * 6), 1)
    knots = random.standard_normal(n // every + 3)
    at = np.arange(n) / every
    low = at.astype(np.int64)
    x = at - low
    bend = (1.0 - np.cos(np.pi * x)) / 2.0
    # Between knots the variance of a blend is less than theirs.
    noise = (knots[low] * (1.0 - bend) + knots[low + 1] * bend) / np.hypot(1.0 - bend, bend)
    return np.asarray(noise, dtype=np.float64)


def _wind_speed(random: np.random.Generator, n: int) -> Values:
    """Weather of days and hours and gusts, windier in winter and in the afternoon; Weibull-like."""
    day = np.arange(n) / STEPS_PER_DAY
    course = (
        0.8 * _smooth_noise(random, n, 40.0)
        + 0.5 * _smooth_noise(random, n, 5.0)
        + 0.12 * random.standard_normal(n)
        + 0.25 * np.cos(2.0 * np.pi * day / 365.0)
        - 0.15 * np.cos(2.0 * np.pi * (day % 1.0))
    )
    speed = np.clip(7.4 * np.exp(0.43 * course) - 0.8, 0.0, 32.0)
    return np.asarray(np.round(speed, 10), dtype=np.float64)


def _wind_direction(random: np.random.Generator, n: int) -> Values:
    """Two prevailing directions, north-east and south-south-west, and turns between them."""
    side = 1.0 / (1.0 + np.exp(-10.0 * _smooth_noise(random, n, 60.0)))
    sway = 28.0 * _smooth_noise(random, n, 9.0) + 4.0 * random.standard_normal(n)
    direction = np.round((60.0 + 140.0 * side + sway) % 360.0, 10) % 360.0
    return np.asarray(direction, dtype=np.float64)


def _active_power(random: np.random.Generator, speed: Values, theoretical: Values) -> Values:
    n = len(speed)
    power = theoretical * (1.0 + 0.04 * _smooth_noise(random, n, 12.0))
    power *= 1.0 + 0.03 * random.standard_normal(n)
    for start, stop in _spans(random, n, CURTAILMENTS, hours=(3, 30)):
        power[start:stop] = np.minimum(power[start:stop], random.choice([1_200.0, 2_000.0]))
    for start, stop in _spans(random, n, STOPS, hours=(1, 20)):
        power[start:stop] = 0.0
    power = np.clip(power, 0.0, RATED_KW + 18.0)
    idle = (power == 0.0) & (random.random(n) < 0.006)
    power = np.where(idle, random.uniform(-2.5, -0.1, n), power)
    return np.asarray(np.round(power, 10), dtype=np.float64)


def _without_gaps(random: np.random.Generator, n: int) -> npt.NDArray[np.bool_]:
    """Which rows there are: never the first or the last one missing."""
    kept = np.ones(n, dtype=np.bool_)
    for start, stop in _spans(random, n, GAPS, hours=(1, 60)):
        kept[start:stop] = False
    kept[[0, -1]] = True
    return kept


def _spans(
    random: np.random.Generator, n: int, count: int, *, hours: tuple[int, int]
) -> list[tuple[int, int]]:
    """Random stretches of the year; as many per day in a shorter one."""
    count = max(round(count * n / (365 * STEPS_PER_DAY)), 1)
    starts = random.integers(1, n - 1, count)
    lengths = random.integers(hours[0] * 6, hours[1] * 6 + 1, count)
    return [(int(s), int(s + length)) for s, length in zip(starts, lengths, strict=True)]
