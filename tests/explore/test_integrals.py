"""Counters and values at irregular times, from a database."""

import numpy as np
import polars as pl
import pytest

from turbine.explore.aggregate import AggregateRequest, Aggregation, aggregate
from turbine.explore.functions import Function, functions_for
from turbine.model.errors import ConfigError
from turbine.model.frame import TIME
from turbine.model.series import Series
from turbine.stores.duckdb.store import DuckDBStore
from turbine.timing.windows import SECOND_NS, Window

SERIES = Series(measurement="scada", site="main", turbine="T1")
COUNTER = "energy_counter_kwh"
START_NS, TEN_NS = 1_577_836_800 * SECOND_NS, 600 * SECOND_NS


@pytest.fixture
def store(tmp_path) -> DuckDBStore:
    """Six hours of a counter that rises by 50 kWh in ten minutes, and once begins again; and a
    power that is written when it changes."""
    store = DuckDBStore(tmp_path / "points.duckdb")
    rows = np.arange(37)
    readings = np.where(rows < 20, 10_000.0 + 50.0 * rows, 50.0 * (rows - 20) + 30.0)
    power = np.where(np.isin(rows, (0, 1, 5, 17, 18, 30)), 600.0, np.nan)
    frame = pl.DataFrame({"time": START_NS + rows * TEN_NS, COUNTER: readings, "power_kw": power})
    store.write(
        SERIES, frame.with_columns(pl.col("time").cast(TIME), pl.col("power_kw").fill_nan(None))
    )
    return store


def ask(store: DuckDBStore, field: str, function: Function, window: Window) -> Aggregation:
    return aggregate(
        store,
        AggregateRequest(
            series=SERIES,
            channels=(field,),
            start_ns=START_NS,
            stop_ns=START_NS + 6 * 6 * TEN_NS + 1,
            window=window,
            function=function,
        ),
    )


def test_a_counter_has_an_increase_that_survives_a_restart(store):
    hours = ask(store, COUNTER, "increase", "1h")
    values = hours.frame["value"].to_list()
    # From row 19 to 20 it began again: it shows 30 by then.
    assert values[:6] == pytest.approx([300.0, 300.0, 300.0, 280.0, 300.0, 300.0])
    [note] = map(str, hours.notes)
    assert "restarted from zero 1 time" in note
    assert hours.frame["expected"][:6].to_list() == [6] * 6
    assert ask(store, COUNTER, "increase", "all").frame["value"][0] == pytest.approx(1_780.0)


def test_a_counter_has_no_sum_and_a_power_no_increase(store):
    assert "sum" not in functions_for([COUNTER])
    with pytest.raises(ConfigError, match="it has an increase"):
        ask(store, COUNTER, "sum", "all")
    with pytest.raises(ConfigError, match="not a counter"):
        ask(store, "power_kw", "increase", "all")


def test_the_time_weighted_mean_is_of_what_held_for_how_long(store):
    moments = START_NS + np.array([0, 1, 6, 7]) * TEN_NS  # for 10, 50 and 10 minutes
    speed = pl.DataFrame({"time": moments, "wind_speed_mps": [10.0, 4.0, 7.0, 7.0]})
    store.write(SERIES, speed.with_columns(pl.col("time").cast(TIME)))
    [first, second, *rest] = ask(store, "wind_speed_mps", "mean-hold", "1h").frame["value"]
    assert first == pytest.approx((10.0 * 10 + 4.0 * 50) / 60)
    assert second == pytest.approx(7.0)
    assert rest == [None] * 5


def test_a_constant_power_has_the_same_energy_either_way(store):
    for function in ("energy-hold", "energy-trapezoid"):
        hours = ask(store, "power_kw", function, "1h")
        assert hours.frame["value"].to_list() == pytest.approx([600.0] * 5 + [None] * 2)
        assert "2 hours" in str(hours.notes[0])
