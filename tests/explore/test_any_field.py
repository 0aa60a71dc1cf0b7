"""Fields that the catalogue does not know are explored as all others are."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from turbine.charts.trend import trend
from turbine.explore.aggregate import AggregateRequest, Aggregation, aggregate
from turbine.explore.export import table
from turbine.explore.functions import FUNCTIONS, energy_label, functions_for, label, quantity
from turbine.model.errors import ConfigError
from turbine.model.frame import to_time
from turbine.model.series import Series
from turbine.stores.duckdb.store import DuckDBStore

SERIES = Series(measurement="a program, of its own", site="main", turbine="T1")
STEP_NS, HOUR_NS = 600 * 10**9, 3_600 * 10**9
HEATER, SPREAD, ANGLE, ODD = "heater_kw", "blade_2_std_deg", "blade_2_deg", "window"


@pytest.fixture
def store(tmp_path: Path) -> DuckDBStore:
    """Two hours, in the first of which one field turns from 350° to 10°."""
    store = DuckDBStore(tmp_path / "w.duckdb")
    store.write(
        SERIES,
        pl.DataFrame(
            {
                "time": to_time(np.arange(12, dtype=np.int64) * STEP_NS),
                HEATER: [6.0] * 12,
                SPREAD: [1.0, 3.0] * 6,
                ANGLE: [350.0, 10.0] * 3 + [90.0] * 6,
                ODD: [float(i) for i in range(12)],
            }
        ),
    )
    return store


def ask(store: DuckDBStore, *names: str, function: str = "mean") -> Aggregation:
    asked = AggregateRequest(series=SERIES, channels=names, start_ns=0, stop_ns=2 * HOUR_NS)
    return aggregate(store, replace(asked, function=function))


def test_all_of_them_on_one_chart_and_in_one_table(store: DuckDBStore) -> None:
    answer = ask(store, HEATER, SPREAD, ANGLE, ODD)
    assert answer.of(HEATER)["value"].to_list() == [6.0, 6.0]
    assert answer.of(SPREAD)["value"].to_list() == [2.0, 2.0], "no angle: a spread"
    assert answer.of(ANGLE)["value"].round(9).to_list() == [0.0, 90.0]
    assert answer.of(ODD)["value"].to_list() == [2.5, 8.5]
    drawn = trend(answer.frame, answer.functions, zone="UTC", length_ns=HOUR_NS).parts
    names = [each["name"] for each in drawn["data"]]
    assert {*names[:-1]} == set(answer.labels.values())
    colours = [each["line"]["color"] for each in drawn["data"][:-1]]
    assert len({*colours}) == 4
    axes = {each["yaxis"] for each in drawn["data"]}
    assert len(axes) == 4, "kW, °, no unit, and the coverage"
    columns = table(answer).columns
    assert "Window mean" in columns
    assert "Heater mean (kW)" in columns


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("name", [HEATER, SPREAD, ANGLE, ODD])
def test_every_function_that_is_offered_answers(
    store: DuckDBStore, name: str, function: str
) -> None:
    if function in functions_for([name]):
        assert ask(store, name, function=function).frame["value"].null_count() == 0
    else:
        with pytest.raises(ConfigError):
            ask(store, name, function=function)


def test_energy_is_of_mean_powers_in_kw_alone(store: DuckDBStore) -> None:
    assert ask(store, HEATER, function="energy").frame["value"].to_list() == [6.0, 6.0]
    assert energy_label(HEATER) == "Heater energy (kWh)"
    assert energy_label("power_kw") == "Active energy (kWh)"
    for name in ("heater_max_kw", "heater_setpoint_kw", "heater_std_kw", "heater_kvar", "heater"):
        assert "energy" not in functions_for([name])


def test_a_field_without_a_unit_has_no_empty_brackets() -> None:
    assert (label("state code, last", "mean"), quantity("state code, last")) == (
        "state code, last mean",
        "state code, last",
    )
    assert quantity(HEATER) == "Heater (kW)"
