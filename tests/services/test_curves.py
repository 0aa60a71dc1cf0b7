"""Curves of parts of a period: each row in the part that it belongs to."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from backdoors import SERIES
from made_rows import made

from turbine.model.errors import ConfigError
from turbine.services.curves import by_season, by_sector, by_sun, cells
from turbine.services.measured import Measured

HOURS = 365 * 24
NEW_YEAR = 1_514_764_800 * 10**9  # 2018-01-01


def measured(**facts: float) -> Measured:
    hours = np.arange(HOURS)
    rows = made(
        NEW_YEAR,
        wind_mps=[8.0] * HOURS,
        power_kw=hours // 24 % 7 * 100.0,
        direction_deg=hours % 8 * 45.0,
    )
    names = dict.fromkeys(("wind_mps", "power_kw", "direction_deg"), "any")
    return Measured(series=SERIES, names=names, stored=(), rows=rows, facts=facts)


def rows_of(parts) -> dict[str, int]:
    return {str(name): int(curve["rows"].sum()) for name, curve in parts.items()}


def test_sectors_and_seasons_have_their_rows():
    sectors = rows_of(by_sector(measured()))
    assert sectors["around 0°"] == sectors["around 315°"] == HOURS / 8
    seasons = rows_of(by_season(measured()))
    assert seasons["December to February"] == (31 + 31 + 28) * 24
    assert seasons["June to August"] == (30 + 31 + 31) * 24


def test_the_sun_is_up_half_of_the_year_and_needs_a_position():
    sun = rows_of(by_sun(measured(latitude_deg=0.0, longitude_deg=0.0)))
    assert sum(sun.values()) == HOURS
    assert sun["daytime"] == pytest.approx(HOURS / 2, rel=0.05)
    with pytest.raises(ConfigError, match="position") as caught:
        by_sun(measured())
    assert "Sites" in str(caught.value.hint)


def test_without_a_direction_there_are_no_sectors():
    given = measured()
    names = {name: stored for name, stored in given.names.items() if name != "direction_deg"}
    with pytest.raises(ConfigError, match="wind direction"):
        by_sector(replace(given, names=names))


def test_cells_are_a_round_number_of_kilowatts():
    found = cells(measured())
    assert found["rows"].sum() == HOURS
    assert (found["to_kw"] - found["power_kw"]).unique().to_list() == [10.0]


@pytest.mark.parametrize(("signal", "wrong"), [("wind_mps", 65_535.0), ("power_kw", -1e9)])
def test_one_wrong_value_makes_cells_coarse_and_no_more_of_them(signal, wrong):
    given = measured()
    frame = given.rows.frame
    values = frame[signal].to_numpy().copy()
    values[100] = wrong
    changed = replace(given.rows, frame=frame.with_columns(pl.Series(signal, values)))
    found = cells(replace(given, rows=changed))
    assert found["rows"].sum() == HOURS
    assert np.ptp(found["wind_mps"].to_numpy()) / (found["to_mps"] - found["wind_mps"])[0] <= 400
    assert np.ptp(found["power_kw"].to_numpy()) / (found["to_kw"] - found["power_kw"])[0] <= 60


def test_a_rated_power_that_cannot_be_noted_is_not_proposed():
    given = measured()
    power = np.minimum(np.arange(HOURS) % 100 * 30.0, 2_000.0)
    for unit, proposed in ((1.0, 2_000.0), (1_000.0, None)):
        changed = given.rows.frame.with_columns(pl.Series("power_kw", power * unit))
        rows = replace(given.rows, frame=changed)
        assert replace(given, rows=rows).proposed_rated_kw() == proposed
