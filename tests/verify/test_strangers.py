"""What lies beside or instead of the written points: counted by its kind, on every database."""

import math
import sys
from dataclasses import asdict
from datetime import timedelta

import polars as pl
import pytest
from scada import HEADER, START, line, made_file, replacing, utc_ns

from turbine.model.errors import StoreError
from turbine.verify import compare as verification

FILE = made_file(300)
CLEAN = {"missing": 0, "unexpected": 0, "differing": 0}
NONE = {"duplicates": 0, "tagged": 0, "not_finite": 0, "zero_signs": 0, "other_fields": {}}


def counts(result) -> dict[str, int]:
    return {name: getattr(result, name) for name in CLEAN}


def strange(result) -> dict[str, object]:
    strangers = asdict(result.strangers)
    strangers.pop("tags")
    return strangers


def value(row: int, column: int = 1) -> float:
    return float(FILE.splitlines()[row + 1].split(",")[column])


def test_nothing_strange_is_all_zeros(place):
    result = place.verify(place.ingest(FILE))
    assert (result.verdict, strange(result), result.notes) == ("PASS", NONE, ())


def test_second_points_are_counted_before_anything_is_compared(place):
    record = place.ingest(FILE)
    place.door.put_beside(utc_ns(7), utc_ns(8), power_kw=1.5, wind_speed_mps=2.5)
    place.door.put_beside(utc_ns(8) + 5, power_kw=1.5)
    result = place.verify(record)
    assert result.verdict == "FAIL"
    assert (result.expected, result.found) == (300, 300)
    assert counts(result) == CLEAN | {"unexpected": 1}
    tagged = 2 if place.door.tags else 0
    assert strange(result) == NONE | {"duplicates": 2, "tagged": tagged}
    points = "There are 2 points too many: the database holds more than"
    assert str(result.reasons[1]).startswith(points)
    offenders = result.offenders.filter(kind="duplicate")
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
    result = place.verify(record)
    assert (result.verdict, counts(result)) == ("FAIL", CLEAN)
    assert result.strangers.duplicates == 1
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
    result = place.verify(old)
    assert (result.replaced, result.others, counts(result)) == (10, 10, CLEAN)
    assert (result.verdict, result.strangers.duplicates, result.strangers.tagged) == ("FAIL", 1, 0)


def test_a_point_that_gained_a_tag_is_not_as_it_was_written(place):
    record = place.ingest(FILE)
    place.door.remove(utc_ns(7), utc_ns(8))
    fields = ("power_kw", "wind_speed_mps", "theoretical_power_kw", "wind_direction_deg")
    place.door.put_beside(utc_ns(7), **{name: value(7, i) for i, name in enumerate(fields, 1)})
    result = place.verify(record)
    assert (result.found, counts(result), result.strangers.duplicates) == (300, CLEAN, 0)
    if not place.door.tags:  # then it is the same point again
        assert (result.verdict, strange(result)) == ("PASS", NONE)
        return
    assert (result.verdict, result.strangers.tagged) == ("FAIL", 1)
    assert list(map(str, result.reasons)) == [
        f"There is 1 point with additional tags ({place.door.tags}): to the database it is another "
        "series, so the next write of the same row would add a second point beside it. Another "
        "program wrote it."
    ]
    assert result.offenders.select("kind", "line").rows() == [("tagged", 9)]


def test_fields_of_another_program_are_noted_and_not_a_failure(place):
    record = place.ingest(FILE)
    place.door.put_text("oil", "warm", utc_ns(7), utc_ns(8))
    place.door.put_text("state", "run", utc_ns(8))
    result = place.verify(record)
    assert (result.verdict, counts(result)) == ("PASS", CLEAN)
    assert strange(result) == NONE | {"other_fields": {"oil": 2, "state": 1}}
    assert list(map(str, result.notes)) == [
        "This turbine's points in the period have fields of another program, with this many "
        "values: 'oil' (2) and 'state' (1). Counted separately, not a failure."
    ]
    assert result.reasons == ()


def test_a_field_that_the_file_does_not_bring_is_a_field_of_another_program(place):
    text = "\n".join(["Date/Time,Wind Speed (m/s)", *(line(row, 2.5) for row in range(20)), ""])
    record = place.ingest(text)
    place.door.put(utc_ns(3), utc_ns(4), power_kw=50.0)
    place.door.put(utc_ns(3) + 60 * 10**9, power_kw=50.0)
    place.door.put_beside(utc_ns(5), power_kw=50.0)
    place.door.put_text("oil", "warm", utc_ns(4))
    result = place.verify(record)
    assert (result.verdict, result.reasons, counts(result)) == ("PASS", (), CLEAN)
    assert strange(result) == NONE | {"other_fields": {"power_kw": 4, "oil": 1}}
    assert [c.channel for c in result.channels] == ["wind_speed_mps"]
    place.door.put(utc_ns(6), utc_ns(6) + 60 * 10**9, wind_speed_mps=1.0, power_kw=50.0)
    result = place.verify(record)
    assert (result.verdict, counts(result)) == ("FAIL", CLEAN | {"differing": 1, "unexpected": 1})
    assert strange(result)["other_fields"] == {"power_kw": 6, "oil": 1}
    assert set(result.offenders["channel"]) == {"wind_speed_mps"}


def test_a_field_of_another_ingest_is_known_and_beside_it_foreign(place):
    wind = "\n".join(["Date/Time,Wind Speed (m/s)", *(line(row, 2.5) for row in range(20)), ""])
    power = "\n".join(["Date/Time,Power (kW)", *(line(row, 900) for row in range(10)), ""])
    first, second = place.ingest(wind), place.ingest(power)
    place.door.put(utc_ns(12), power_kw=50.0)
    for record, foreign in ((first, {"power_kw": 1}), (second, {})):
        result = place.verify(record)
        assert (result.verdict, result.strangers.other_fields) == ("PASS", foreign)


@pytest.mark.parametrize(("file", "stored"), [("0.0", -0.0), ("-0.0", 0.0)])
def test_a_zero_of_the_other_sign_is_counted_separately_and_not_a_failure(place, file, stored):
    text = "\n".join([HEADER, line(0, file, 2, 3, file), line(1, 1, 2, 3, 4), ""])
    record = place.ingest(text)
    assert place.verify(record).verdict == "PASS"
    before = place.verify(record).strangers.zero_signs
    place.door.remove(utc_ns(0), utc_ns(1))  # DuckDB updates no value to one that equals it
    others = {"wind_speed_mps": 2.0, "theoretical_power_kw": 3.0}
    place.door.put(utc_ns(0), power_kw=stored, wind_direction_deg=stored, **others)
    result = place.verify(record)
    assert (result.verdict, counts(result)) == ("PASS", CLEAN)
    assert (before, result.strangers.zero_signs) == (0, 2), "every store here keeps the sign"
    values = "There are 2 values that are -0.0 on one side and 0.0 on the other"
    assert str(result.notes[0]).startswith(values)


@pytest.mark.parametrize("odd", [math.inf, -math.inf, math.nan, sys.float_info.max])
def test_what_was_not_measured_is_counted_and_in_the_json(embedded, odd):
    record = embedded.ingest(FILE)
    embedded.door.put(utc_ns(7), power_kw=odd, wind_direction_deg=odd)
    embedded.door.put(utc_ns(8), wind_speed_mps=value(8, 2) + 0.5)
    result = embedded.verify(record)
    finite = math.isfinite(odd)
    assert (result.verdict, counts(result)) == ("FAIL", CLEAN | {"differing": 2})
    assert strange(result) == NONE | {"not_finite": 0 if finite else 2}
    largest = [c.largest_difference for c in result.channels]
    assert largest[1] == pytest.approx(0.5)
    assert largest[0] == (pytest.approx(odd) if finite else 0.0)
    summary = embedded.answer("verify", record.id, code=1)
    assert summary["not_finite"] == (0 if finite else 2)
    assert summary["differing"] == 2
    at_once = ["--field", "power_kw", "--window", "all", "--function", "max"]
    (window,) = embedded.answer("aggregate", "--turbine", "T1", *at_once)["windows"]
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
    result = place.verify(record)
    file, stored = place.windproof.verification.sides(result, "power_kw", utc_ns(0), utc_ns(300))
    assert file.height == stored.height == 300
    assert stored["time"].is_sorted()
    assert stored["time"].n_unique() == 300


def test_what_needs_one_point_on_each_stamp_says_that_there_are_two(place):
    place.ingest(FILE)
    place.door.put_beside(utc_ns(7), power_kw=1.5)
    store = place.windproof._stores.get()
    series = store.series()[0].series
    with pytest.raises(StoreError, match="several points of this turbine at the same time"):
        store.read(series, ("power_kw",), utc_ns(0), utc_ns(300))
