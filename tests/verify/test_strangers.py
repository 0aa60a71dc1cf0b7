"""What lies beside or instead of the written points: counted by its kind, on every database."""

import json
import math
import sys
from dataclasses import asdict
from datetime import timedelta

import polars as pl
import pytest
from scada import HEADER, START, line, made_file, replacing, utc_ns

from turbine.cli.main import main
from turbine.model.errors import StoreError
from turbine.verify import compare as verification

FILE = made_file(300)
CLEAN = {"missing": 0, "unexpected": 0, "differing": 0}
NONE = {"duplicates": 0, "tagged": 0, "not_finite": 0, "zero_signs": 0, "other_fields": {}}


def counts(found) -> dict[str, int]:
    return {name: getattr(found, name) for name in CLEAN}


def strange(found) -> dict[str, object]:
    told = asdict(found.strangers)
    told.pop("tags")
    return told


def value(row: int, column: int = 1) -> float:
    return float(FILE.splitlines()[row + 1].split(",")[column])


def test_nothing_strange_is_all_zeros(place):
    found = place.verify(place.ingest(FILE))
    assert (found.verdict, strange(found), found.notes) == ("PASS", NONE, ())


def test_second_points_are_counted_before_anything_is_compared(place):
    record = place.ingest(FILE)
    place.door.put_beside(utc_ns(7), utc_ns(8), power_kw=1.5, wind_speed_mps=2.5)
    place.door.put_beside(utc_ns(8) + 5, power_kw=1.5)
    found = place.verify(record)
    assert found.verdict == "FAIL"
    assert (found.expected, found.found) == (300, 300)
    assert counts(found) == CLEAN | {"unexpected": 1}
    tagged = 2 if place.door.tags else 0
    assert strange(found) == NONE | {"duplicates": 2, "tagged": tagged}
    assert found.reasons[1].startswith("There are 2 points too many: the database holds more than")
    offenders = found.offenders.filter(kind="duplicate")
    assert offenders.select("line", "channel", "stored_value", "file_value").rows() == [
        (9, "power_kw", 1.5, None),
        (9, "wind_speed_mps", 2.5, None),
        (10, "power_kw", 1.5, None),
        (10, "wind_speed_mps", 2.5, None),
    ]
    assert offenders["time"].dt.epoch("ns").to_list() == [utc_ns(7)] * 2 + [utc_ns(8)] * 2


def test_of_two_points_the_one_that_agrees_is_compared(place):
    record = place.ingest(FILE)
    place.door.remove(utc_ns(7), utc_ns(8))
    place.door.put(utc_ns(7), power_kw=-99.0)
    fields = ("power_kw", "wind_speed_mps", "theoretical_power_kw", "wind_direction_deg")
    place.door.put_beside(utc_ns(7), **{name: value(7, i) for i, name in enumerate(fields, 1)})
    found = place.verify(record)
    assert (found.verdict, counts(found)) == ("FAIL", CLEAN)
    assert found.strangers.duplicates == 1
    place.door.put(utc_ns(8), power_kw=-99.0)
    place.door.put_beside(utc_ns(8), power_kw=-98.0)
    assert place.verify(record).differing == 1


def test_a_row_that_is_there_twice_by_the_same_values_fails_too(place):
    record = place.ingest(FILE)
    place.door.put_beside(utc_ns(7), power_kw=value(7))
    assert (place.verify(record).verdict, place.verify(record).strangers.duplicates) == ("FAIL", 1)


@replacing
def test_second_points_on_stamps_of_another_ingest_count_as_well(place):
    old = place.ingest(FILE)
    place.ingest(made_file(10, seed=4, start=START + timedelta(minutes=1_000)), replace=True)
    place.door.put_beside(utc_ns(105), power_kw=1.5)
    found = place.verify(old)
    assert (found.replaced, found.others, counts(found)) == (10, 10, CLEAN)
    assert (found.verdict, found.strangers.duplicates, found.strangers.tagged) == ("FAIL", 1, 0)


def test_a_point_that_gained_a_tag_is_not_as_it_was_written(place):
    record = place.ingest(FILE)
    place.door.remove(utc_ns(7), utc_ns(8))
    fields = ("power_kw", "wind_speed_mps", "theoretical_power_kw", "wind_direction_deg")
    place.door.put_beside(utc_ns(7), **{name: value(7, i) for i, name in enumerate(fields, 1)})
    found = place.verify(record)
    assert (found.found, counts(found), found.strangers.duplicates) == (300, CLEAN, 0)
    if not place.door.tags:  # then it is the same point again
        assert (found.verdict, strange(found)) == ("PASS", NONE)
        return
    assert (found.verdict, found.strangers.tagged) == ("FAIL", 1)
    assert found.reasons == (
        f"There is 1 point with further tags ({place.door.tags}): to the database these are other "
        "series, so the next write of the same row would put a second point beside each. Something "
        "else wrote them.",
    )
    assert found.offenders.select("kind", "line").rows() == [("tagged", 9)]


def test_fields_of_another_program_are_said_and_are_no_failure(place):
    record = place.ingest(FILE)
    place.door.put_text("oil", "warm", utc_ns(7), utc_ns(8))
    place.door.put_text("state", "run", utc_ns(8))
    found = place.verify(record)
    assert (found.verdict, counts(found)) == ("PASS", CLEAN)
    assert strange(found) == NONE | {"other_fields": {"oil": 2, "state": 1}}
    assert found.notes == (
        "Fields of another program are on this turbine's points in the period, with so many "
        "values: 'oil' (2), 'state' (1). Counted apart, and no failure.",
    )
    assert found.reasons == ()


def test_a_field_that_the_file_does_not_bring_is_a_field_of_another_program(place):
    text = "\n".join(["Date/Time,Wind Speed (m/s)", *(line(row, 2.5) for row in range(20)), ""])
    record = place.ingest(text)
    place.door.put(utc_ns(3), utc_ns(4), power_kw=50.0)
    place.door.put(utc_ns(3) + 60 * 10**9, power_kw=50.0)
    place.door.put_beside(utc_ns(5), power_kw=50.0)
    place.door.put_text("oil", "warm", utc_ns(4))
    found = place.verify(record)
    assert (found.verdict, found.reasons, counts(found)) == ("PASS", (), CLEAN)
    assert strange(found) == NONE | {"other_fields": {"power_kw": 4, "oil": 1}}
    assert [c.channel for c in found.channels] == ["wind_speed_mps"]
    place.door.put(utc_ns(6), utc_ns(6) + 60 * 10**9, wind_speed_mps=1.0, power_kw=50.0)
    found = place.verify(record)
    assert (found.verdict, counts(found)) == ("FAIL", CLEAN | {"differing": 1, "unexpected": 1})
    assert strange(found)["other_fields"] == {"power_kw": 6, "oil": 1}
    assert set(found.offenders["channel"]) == {"wind_speed_mps"}


def test_a_field_of_another_ingest_is_known_and_beside_it_foreign(place):
    wind = "\n".join(["Date/Time,Wind Speed (m/s)", *(line(row, 2.5) for row in range(20)), ""])
    power = "\n".join(["Date/Time,Power (kW)", *(line(row, 900) for row in range(10)), ""])
    first, second = place.ingest(wind), place.ingest(power)
    place.door.put(utc_ns(12), power_kw=50.0)
    for record, foreign in ((first, {"power_kw": 1}), (second, {})):
        found = place.verify(record)
        assert (found.verdict, found.strangers.other_fields) == ("PASS", foreign)


@pytest.mark.parametrize(("told", "held"), [("0.0", -0.0), ("-0.0", 0.0)])
def test_a_zero_of_the_other_sign_is_counted_apart_and_no_failure(place, told, held):
    text = "\n".join([HEADER, line(0, told, 2, 3, told), line(1, 1, 2, 3, 4), ""])
    record = place.ingest(text)
    assert place.verify(record).verdict == "PASS"
    before = place.verify(record).strangers.zero_signs
    place.door.remove(utc_ns(0), utc_ns(1))  # DuckDB updates no value to one that equals it
    others = {"wind_speed_mps": 2.0, "theoretical_power_kw": 3.0}
    place.door.put(utc_ns(0), power_kw=held, wind_direction_deg=held, **others)
    found = place.verify(record)
    assert (found.verdict, counts(found)) == ("PASS", CLEAN)
    assert (before, found.strangers.zero_signs) == (0, 2), "every store here keeps the sign"
    assert found.notes[0].startswith("There are 2 values where one side has -0.0 and the other 0.0")


@pytest.mark.parametrize("odd", [math.inf, -math.inf, math.nan, sys.float_info.max])
def test_what_is_no_measurement_is_counted_and_told_in_json(embedded, odd, capsys, monkeypatch):
    record = embedded.ingest(FILE)
    embedded.door.put(utc_ns(7), power_kw=odd, wind_direction_deg=odd)
    embedded.door.put(utc_ns(8), wind_speed_mps=value(8, 2) + 0.5)
    found = embedded.verify(record)
    finite = math.isfinite(odd)
    assert (found.verdict, counts(found)) == ("FAIL", CLEAN | {"differing": 2})
    assert strange(found) == NONE | {"not_finite": 0 if finite else 2}
    largest = [c.largest_difference for c in found.channels]
    assert largest[1] == pytest.approx(0.5)
    assert largest[0] == (pytest.approx(odd) if finite else 0.0)
    for name, text in embedded.environ.items():
        monkeypatch.setenv(name, text)
    assert main(["verify", record.id, "--json"]) == 1
    told = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert told["not_finite"] == (0 if finite else 2)
    assert told["differing"] == 2
    at_once = ["--field", "power_kw", "--window", "all", "--function", "max", "--json"]
    assert main(["aggregate", "--turbine", "T1", *at_once]) == 0
    (window,) = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)["windows"]
    assert window["count"] == 300
    if math.isfinite(odd):
        assert window["value"] == odd


def test_differences_too_large_for_a_double_are_still_a_number(embedded):
    text = "\n".join([HEADER, line(0, 1.7e308, 2, 3, 4), line(1, 1, 2, 3, 4), ""])
    record = embedded.ingest(text)
    embedded.door.put(utc_ns(0), power_kw=-1.7e308)
    (power, *_) = embedded.verify(record).channels
    assert (power.differing, power.largest_difference) == (1, sys.float_info.max)


def test_a_panic_below_us_is_a_bug_that_everybody_can_report(embedded, monkeypatch):
    record = embedded.ingest(FILE)

    def panic(*_args):
        raise pl.exceptions.PanicException("index out of bounds")

    monkeypatch.setattr(verification._Tally, "compare", panic)
    with pytest.raises(RuntimeError, match="The comparison broke off: index out of bounds"):
        embedded.verify(record)


def test_sides_draw_one_point_on_each_stamp(place):
    record = place.ingest(FILE)
    place.door.put_beside(utc_ns(7), power_kw=1.5)
    found = place.verify(record)
    told, held = place.windproof.verification.sides(found, "power_kw", utc_ns(0), utc_ns(300))
    assert told.height == held.height == 300
    assert held["time"].is_sorted()
    assert held["time"].n_unique() == 300


def test_what_needs_one_point_on_each_stamp_says_that_there_are_two(place):
    place.ingest(FILE)
    place.door.put_beside(utc_ns(7), power_kw=1.5)
    store = place.windproof._stores.get()
    series = store.series()[0].series
    with pytest.raises(StoreError, match="several points of this turbine at the same time"):
        store.read(series, ("power_kw",), utc_ns(0), utc_ns(300))
