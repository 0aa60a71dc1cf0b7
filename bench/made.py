"""Files of the shape and the size that people really have, made again for each measurement.

A Greenbyte export: a year of ten-minute rows, 299 columns, 227 MB. The file of the SDWPF challenge:
134 turbines in one file, 4.7 million rows.
"""

from pathlib import Path

import numpy as np
import polars as pl

from turbine.model.frame import to_time

STEP_S = 600
GREENBYTE_ROWS, GREENBYTE_COLUMNS = 52_560, 299
SDWPF_TURBINES, SDWPF_DAYS = 134, 245
_BLOCK_ROWS = 8_760
_LARGEST = np.array([25.0, 180.0, 40.0, 60.0, 360.0, 90.0, 90.0, 90.0, 500.0, 1_550.0])
"""Of the park's signals, in the order of its columns."""

_UNITS = {
    "Wind speed": "m/s",
    "Wind direction": "°",
    "Nacelle position": "°",
    "Power": "kW",
    "Reactive power": "kvar",
    "Power factor (cosphi)": "",
    "Grid frequency": "Hz",
    "Rotor speed": "RPM",
    "Generator RPM": "RPM",
    "Nacelle ambient temperature": "°C",
    "Gear oil temperature": "°C",
    "Hydraulic oil pressure": "bar",
    "Energy Export": "kWh",
    "Tower Acceleration X": "mm/ss",
    "Motor current axis": "A",
    "Voltage L": "V",
}
_STATISTICS = ("", "Maximum", "Minimum", "Standard deviation")
_PREAMBLE = """\
# This file was made for a measurement.
#
# Turbine: Made 1
# Turbine type: Made 92
# Time zone: UTC
# Time interval: 2016-01-01 - 2016-12-30
#
# Missing data has been marked with "NaN"
#
"""


def greenbyte_headers(columns: int = GREENBYTE_COLUMNS) -> list[str]:
    """``columns`` headers, the time's first: signals, some of them numbered, each with its
    statistics."""
    headers = ["Date and time"]
    number = 0
    while len(headers) < columns:
        for name, unit in _UNITS.items():
            signal = f"{name} {number}" if number else name
            for statistic in _STATISTICS:
                full = f"{signal}, {statistic}" if statistic else signal
                headers.append(f"{full} ({unit})" if unit else full)
        number += 1
    return headers[:columns]


def greenbyte(path: Path, *, rows: int = GREENBYTE_ROWS, columns: int = GREENBYTE_COLUMNS) -> Path:
    """Write the year; one value in fifty is missing, and of the last column all."""
    random = np.random.default_rng(1)
    headers = greenbyte_headers(columns)
    levels = 10.0 ** random.integers(0, 4, len(headers) - 1)
    start = np.datetime64("2016-01-01", "ms")
    line = ",".join(f'"{each}"' if "," in each else each for each in headers)
    with path.open("wb") as out:
        out.write(f"{_PREAMBLE}# {line}\n".encode())
        for first in range(0, rows, _BLOCK_ROWS):
            count = min(_BLOCK_ROWS, rows - first)
            times = start + np.arange(first, first + count) * np.timedelta64(STEP_S, "s")
            values = np.round(random.random((len(levels), count)) * levels[:, None], 11)
            values[random.random(values.shape) < 0.02] = np.nan
            values[-1] = np.nan
            frame = pl.DataFrame(
                {"t": pl.Series(times).dt.strftime("%Y-%m-%d %H:%M:%S")}
                | {str(i): column for i, column in enumerate(values)}
            )
            frame.write_csv(out, include_header=False)
    return path


def sdwpf(path: Path, *, turbines: int = SDWPF_TURBINES, days: int = SDWPF_DAYS) -> Path:
    """Write all turbines one after the other; the first row of each has no values."""
    random = np.random.default_rng(2)
    rows = days * 144
    with path.open("wb") as out:
        out.write(b"TurbID,Day,Tmstamp,Wspd,Wdir,Etmp,Itmp,Ndir,Pab1,Pab2,Pab3,Prtv,Patv\n")
        step = np.arange(rows)
        minutes = step % 144 * 10
        clock = pl.Series([f"{m // 60:02d}:{m % 60:02d}" for m in range(0, 1_440, 10)])
        for turbine in range(1, turbines + 1):
            values = np.round(random.random((10, rows)) * _LARGEST[:, None], 2)
            values[5:8] = np.round(values[5:8])
            values[:, 0] = np.nan
            frame = pl.DataFrame(
                {
                    "id": np.full(rows, turbine),
                    "day": step // 144 + 1,
                    "time": clock.gather(minutes // 10),
                }
                | {str(i): column for i, column in enumerate(values)}
            )
            frame.fill_nan(None).write_csv(out, include_header=False)
    return path


def turbine_year(number: int, *, rows: int = 52_560) -> pl.DataFrame:
    """A year of one turbine of a park, as points: neighbours have nearly the same wind, each has
    gaps of its own (up to 2.5 %), and the later ones are the more exposed and the weaker."""
    shared, random = np.random.default_rng(3), np.random.default_rng(100 + number)
    weather = 8 + 0.15 * np.cumsum(shared.normal(0, 0.3, rows))
    wind = np.abs(weather % 24 - 12) + random.normal(0, 0.8, rows) + 0.02 * number
    wind = np.round(np.clip(wind, 0, 30), 2)
    theory = 3_600 * np.clip((wind - 3) / 9, 0, 1) ** 2
    power = theory * (1 - 0.002 * number) + random.normal(0, 30, rows)
    power[random.random(rows) < 0.01] = 0.0
    start = np.datetime64("2018-01-01", "ns").astype(np.int64)
    stamps = start + np.arange(rows, dtype=np.int64) * STEP_S * 10**9
    frame = pl.DataFrame(
        {
            "time": to_time(stamps),
            "power_kw": np.round(np.clip(power, -20, 3_610), 2),
            "wind_speed_mps": wind,
            "wind_direction_deg": np.round(random.random(rows) * 360, 1),
            "theoretical_power_kw": np.round(theory, 2),
        }
    )
    return frame.filter(random.random(rows) > 0.005 * (1 + number % 5))
