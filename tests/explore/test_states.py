"""States in words by window: what they have, and what they have not."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from turbine.explore.aggregate import AggregateRequest, Aggregation, aggregate
from turbine.explore.export import table
from turbine.explore.functions import functions_for
from turbine.model.errors import ConfigError
from turbine.model.frame import to_time
from turbine.model.series import Series
from turbine.stores.duckdb.store import DuckDBStore

SERIES = Series(measurement="scada", site="main", turbine="T1")
MINUTE = 60 * 10**9
HOUR = 60 * MINUTE
WORDS = ["Stop", "Run", "Run", None, "Run", "Stop", "b", "a", "=x", "=x", "a", None]
STATUS, POWER = "status_text", "power_kw"


@pytest.fixture
def store(tmp_path: Path) -> DuckDBStore:
    store = DuckDBStore(tmp_path / "made.duckdb")
    stamps = np.arange(len(WORDS), dtype=np.int64) * 10 * MINUTE
    power = pl.Series(range(len(WORDS)), dtype=pl.Float64)
    store.write(SERIES, pl.DataFrame({"time": to_time(stamps), STATUS: WORDS, POWER: power}))
    return store


def asked(store: DuckDBStore, function: str, *channels: str, **changes) -> Aggregation:
    request = {"window": "1h", "start_ns": 0, "stop_ns": 3 * HOUR, **changes}
    return aggregate(
        store,
        AggregateRequest(series=SERIES, channels=channels, function=function, **request),
    )


@pytest.mark.parametrize(
    ("function", "words"),
    [("first", ["Stop", "b", None]), ("last", ["Stop", "a", None]), ("mode", ["Run", "a", None])],
)
def test_the_word_of_each_window(store, function, words):
    result = asked(store, function, STATUS)
    assert result.frame["word"].to_list() == words
    assert result.frame["count"].to_list() == [5, 5, 0]
    assert result.frame["expected"].to_list()[:2] == [6, 6]
    assert result.frame["value"].null_count() == 3
    assert result.states[STATUS] == (("Run", 3), ("=x", 2), ("Stop", 2), ("a", 2), ("b", 1))
    assert table(result).to_series(1).to_list() == words


def test_they_are_counted_beside_numbers(store):
    result = asked(store, "count", STATUS, POWER)
    assert result.of(STATUS)["value"].to_list() == [5, 5, 0]
    assert result.of(POWER)["value"].to_list() == [6, 6, 0]
    last = asked(store, "last", STATUS, POWER)
    assert last.of(STATUS)["word"].to_list() == ["Stop", "a", None]
    assert last.of(POWER)["value"].to_list() == [5, 11, None]


def test_they_have_no_mean_and_numbers_no_mode(store):
    assert functions_for([STATUS]) == ("count", "first", "last", "mode")
    assert "mode" not in functions_for([POWER])
    for function in ("mean", "sum", "energy", "increase", "circular_mean", "p10"):
        with pytest.raises(ConfigError, match="holds words"):
            asked(store, function, STATUS)
    result = asked(store, "mean", STATUS, POWER)
    assert list(result.functions) == [POWER]
    assert list(result.omitted) == [STATUS]


def test_empty_windows_are_not_filled_with_words_which_is_said(store):
    result = asked(store, "last", STATUS, fill="previous")
    assert result.frame["word"].to_list() == ["Stop", "a", None]
    assert any("stay empty, since it holds words" in str(note) for note in result.notes)
