"""Availability by states: hours by what a person says that they mean."""

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbine.wind.states import MEANINGS, meanings_of, states, states_of_both, written


def rows(*pairs) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema=["state", "hours"], orient="row")


def test_hours_are_summed_by_meaning_and_what_is_not_said_is_in_no_figure():
    given = rows(
        ("Run", 6.0), ("Run", 1.0), ("Fault", 1.0), ("Test", 4.0), ("?", 2.0), ("Run", None)
    )
    meanings = {
        "Run": "available",
        "Fault": "unavailable",
        "Test": "uncounted",
        "Never": "available",
    }
    found = states(given, meanings)
    assert found.time_based == pytest.approx(7 / 8)
    assert (found.available_hours, found.unavailable_hours) == (7, 1)
    assert (found.uncounted_hours, found.unsaid_hours, found.undated_rows) == (4, 2, 1)
    assert found.frame.rows() == [
        ("Run", 3, 7.0, "available"), ("Test", 1, 4.0, "uncounted"), ("?", 1, 2.0, None),
        ("Fault", 1, 1.0, "unavailable"),
    ]  # fmt: skip


def test_codes_are_states_too_and_nothing_said_gives_no_figure():
    found = states(rows((3.0, 1.0), (10.5, 1.0)), {"3": "available"})
    assert found.frame["state"].to_list() == ["10.5", "3"]
    assert found.time_based == 1
    assert math.isnan(states(rows(("Run", 1.0)), {}).time_based)
    assert math.isnan(states(rows(("Run", 1.0)).clear(), {}).time_based)


@given(st.dictionaries(st.text(max_size=9), st.sampled_from(MEANINGS), max_size=9))
def test_meanings_are_read_as_they_are_written(meanings):
    assert meanings_of(written(meanings)) == meanings


@pytest.mark.parametrize("text", ["", "[]", "{", '{"available": 3}', '"x"', "[" * 4_000])
def test_what_is_no_such_text_says_nothing(text):
    assert meanings_of(text) == {}


NAMES = st.sampled_from(["Run", "Fault", "Test", "?"])
PAIRS = st.lists(st.tuples(NAMES, st.floats(0.1, 9) | st.none()), max_size=30)


@given(PAIRS, PAIRS)
def test_states_of_two_periods_are_those_of_pandas(a, b):
    meanings = {"Run": "available", "Fault": "unavailable"}
    sides = [
        pl.DataFrame(each, schema={"state": pl.String, "hours": pl.Float64}, orient="row")
        for each in (a, b)
    ]
    found = states_of_both(*(states(each, meanings) for each in sides))
    assert {*found["state"]} == {*sides[0]["state"], *sides[1]["state"]}
    for side, each in zip("ab", sides, strict=True):
        frame = each.to_pandas().groupby("state")["hours"].agg(["size", "sum"])
        for line in found.to_dicts():
            rows, hours = frame.loc[line["state"]] if line["state"] in frame.index else (0, 0)
            assert line[f"{side}_rows"] == rows
            assert line[f"{side}_hours"] == pytest.approx(hours)
            assert line["meaning"] == meanings.get(line["state"])
    assert (found["a_hours"] + found["b_hours"]).is_sorted(descending=True)


def test_codes_of_one_period_alone():
    none = states(pl.DataFrame(schema={"state": pl.Float64, "hours": pl.Float64}), {})
    found = states_of_both(none, states(rows((3.0, 1.0)), {"3": "available"}))
    assert found.rows() == [("3", 0, 1, 0.0, 1.0, "available")]
