"""Availability by states on the page of losses, and from the command line."""

import numpy as np
import polars as pl
import pytest
import streamlit as st
from apptest import choose, click, metric, open_page, run, said, set_embedded
from backdoors import SERIES
from scada import ACTOR, Place

from turbine.model.frame import to_time

STATES = ["Run"] * 90 + ["Fault"] * 10 + ["Test"] * 44


def stored(place: Place) -> None:
    frame = pl.DataFrame(
        {
            "time": to_time(np.arange(144, dtype=np.int64) * 600 * 10**9),
            "power_kw": np.full(144, 100.0),
            "wind_speed_mps": 8 + np.arange(144) % 7 / 10,
            "status_text": STATES,
        }
    )
    place.windproof._stores.get().write(SERIES, frame)
    place.windproof.sites.set_turbine(ACTOR, SERIES.site, SERIES.turbine, {"rated_power_kw": 120.0})


def test_what_states_mean_is_asked_noted_and_told(embedded: Place, monkeypatch):
    set_embedded(embedded, monkeypatch)
    stored(embedded)
    at = open_page("losses", embedded.settings.data_dir)
    [choice] = [each for each in at.selectbox if each.key.startswith("states_")]
    assert choice.value == ""
    choice.set_value("status_text")
    run(at)
    assert metric(at, "Availability by state (%)") == "no value"
    assert "24.0 h are in states whose meaning is not set" in said(at)
    click(at, next(b.key for b in at.button if b.label == "Note what they mean"))
    sites, whose = embedded.windproof.sites, (SERIES.site, SERIES.turbine)
    facts = sites.facts(*whose)
    assert facts == {"rated_power_kw": 120.0, "state_field": "status_text"}
    known = '{"available":["Run"],"unavailable":["Fault"],"uncounted":["Test"]}'
    sites.set_turbine(ACTOR, *whose, {**facts, "states": known})
    assert metric(run(at), "Availability by state (%)") == "90.00"
    [meanings] = [f.value["meaning"] for f in at.dataframe if "meaning" in f.value]
    assert meanings.to_list() == ["available", "not counted", "not available"]
    answer = embedded.answer("analyse", "losses", "--turbine", SERIES.turbine, "--json")
    assert answer["states"]["time_based"] == pytest.approx(0.9)
    assert answer["states"]["uncounted_hours"] == pytest.approx(44 / 6)


def test_the_states_of_two_periods_are_beside_each_other(embedded: Place, monkeypatch):
    set_embedded(embedded, monkeypatch)
    stored(embedded)
    meanings = '{"available":["Run"],"unavailable":["Fault"]}'
    facts = {"rated_power_kw": 120.0, "state_field": "status_text", "states": meanings}
    embedded.windproof.sites.set_turbine(ACTOR, SERIES.site, SERIES.turbine, facts)
    hours = {"start": "1970-01-01T15:00:00Z", "stop": "1970-01-01T18:00:00Z", "zone": "UTC"}
    own = {"against_start": "1970-01-01T00:00:00Z", "against_stop": "1970-01-01T15:30:00Z"}
    at = open_page("losses", embedded.settings.data_dir, against="custom", **own, **hours)
    [card] = [each for each in at.metric if each.label == "Availability by state (%)"]
    # A: 15 h of Run and half an hour of Fault; B: 100 minutes of Fault and the rest of Test.
    assert (card.value, card.delta) == ("0.00", "-96.77 against A: 96.77")
    assert "0.0 h of A and 1.3 h of B are in states whose meaning is not set" in said(at)
    [frame] = [f.value for f in at.dataframe if "a_hours" in f.value]
    assert frame["state"].to_list() == ["Run", "Fault", "Test"]
    assert frame["a_rows"].to_list() == [90, 3, 0]
    assert frame["b_rows"].to_list() == [0, 10, 8]
    assert frame["b_hours"].to_list() == pytest.approx([0, 10 / 6, 8 / 6])
    assert frame["meaning"].to_list() == ["available", "not available", "not said"]
    choose(at, "losses_which_table", "Availability by state (%)")
    assert at.dataframe[-1].value["A, hours (h)"].to_list() == pytest.approx([15, 0.5, 0])


def test_an_edit_stays_with_the_state_that_it_is_of(embedded: Place, monkeypatch):
    set_embedded(embedded, monkeypatch)
    stored(embedded)
    sites, whose = embedded.windproof.sites, (SERIES.site, SERIES.turbine)
    sites.set_turbine(ACTOR, *whose, {"rated_power_kw": 120.0, "state_field": "status_text"})
    drawn, own = [], st.data_editor
    monkeypatch.setattr(
        st,
        "data_editor",
        lambda f, **o: drawn.append((f["state"].to_list(), o["key"])) or own(f, **o),
    )
    hours = ("00:00", "16:30"), ("00:00", "16:20"), ("15:00", "17:00")
    for start, stop in hours:
        period = {"start": f"1970-01-01T{start}:00Z", "stop": f"1970-01-01T{stop}:00Z"}
        open_page("losses", embedded.settings.data_dir, zone="UTC", **period)
    [(states, key), (same, its), (others, another)] = drawn
    assert (states, its) == (same, key), "more hours of the same states are the same table"
    assert len(others) == len(states)
    assert others != states
    assert another != key, "Streamlit would put an edit of the second row on another state"


@pytest.mark.parametrize(
    "text", ["Run", "[" * 4_000, '{"broken": ["Run"]}', '{"available": ["A", "A"]}']
)
def test_what_says_nothing_of_states_is_refused(embedded: Place, text):
    with pytest.raises(Exception, match="What its states mean cannot be"):
        embedded.windproof.sites.set_turbine(ACTOR, "S", "T", {"states": text})
