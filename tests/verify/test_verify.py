"""The proof catches what it must, on a real database that was broken behind the product's back."""

import functools
import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from paths import T1
from scada import ACTOR, HEADER, SERIES, START, line, made_file, replacing, undoing, utc_ns

from turbine.ingest.record import State
from turbine.ingest.reread import reread
from turbine.model.channels import FIRST as NAMES
from turbine.model.errors import ConfigError, IngestError, NotFoundError, StoreMissingError
from turbine.readers.csv import reading
from turbine.verify.compare import OFFENDERS_SCHEMA

FILE = made_file(300)
CLEAN = {"missing": 0, "unexpected": 0, "differing": 0}


def counts(result) -> dict[str, int]:
    return {name: getattr(result, name) for name in CLEAN}


def test_every_row_and_value_of_a_clean_ingest_passes(place):
    result = place.verify(place.ingest(FILE))
    assert (result.verdict, result.expected, result.found) == ("PASS", 300, 300)
    assert counts(result) == CLEAN
    assert [c.channel for c in result.channels] == list(NAMES)
    assert all(
        (c.expected, c.found, c.largest_difference) == (300, 300, 0.0) for c in result.channels
    )
    assert result.offenders.is_empty()
    assert result.offenders.schema == OFFENDERS_SCHEMA
    assert result.reasons == ()
    assert result.queries


def test_a_deleted_row_is_missing_with_its_line_and_stamp(place):
    record = place.ingest(FILE, rule="whole-weeks=10")
    stamp = utc_ns(7) + 70 * 86_400 * 10**9
    place.door.remove(stamp, stamp + 1)
    result = place.verify(record)
    assert result.verdict == "FAIL"
    assert (result.expected, result.found) == (300, 299)
    assert counts(result) == CLEAN | {"missing": 1}
    offender = result.offenders.row(0, named=True)
    assert (offender["kind"], offender["line"]) == ("missing", 9)
    assert offender["time"].timestamp() * 1e9 == stamp
    assert offender["file_time"].timestamp() * 1e9 == utc_ns(7)
    assert all((c.missing, c.differing) == (1, 0) for c in result.channels)
    assert list(map(str, result.reasons)) == [
        "1 row was acknowledged by the database and has gone since: deleted, or never durable. "
        "No record here explains it."
    ]


def test_a_value_that_is_one_ulp_off_differs(place):
    record = place.ingest(FILE)
    original = float(FILE.splitlines()[50].split(",")[1])
    place.door.put(utc_ns(49), power_kw=math.nextafter(original, math.inf))
    result = place.verify(record)
    assert result.verdict == "FAIL"
    assert counts(result) == CLEAN | {"differing": 1}
    power = result.channels[0]
    assert (power.differing, power.largest_difference) == (1, math.ulp(original))
    assert str(result.reasons[0]).startswith("1 row has different values from the file")
    offender = result.offenders.row(0, named=True)
    assert (offender["kind"], offender["line"], offender["channel"]) == (
        "differing",
        51,
        "power_kw",
    )
    assert (offender["file_value"], offender["stored_value"]) == (
        original,
        math.nextafter(original, math.inf),
    )


def test_a_tolerance_is_absolute_and_stated(place):
    record = place.ingest(FILE)
    original = float(FILE.splitlines()[50].split(",")[2])
    place.door.put(utc_ns(49), wind_speed_mps=original + 0.01)
    exact, near, loose = (place.verify(record, tolerance=t) for t in (0.0, 0.009, 0.011))
    assert [v.verdict for v in (exact, near, loose)] == ["FAIL", "FAIL", "PASS"]
    assert loose.tolerance == 0.011
    assert loose.channels[1].largest_difference == pytest.approx(0.01)
    assert loose.offenders.is_empty()


@pytest.mark.parametrize("tolerance", [-1.0, math.nan, math.inf])
def test_an_invalid_tolerance_is_refused(place, tolerance):
    record = place.ingest(FILE)
    with pytest.raises(ConfigError, match="is not a valid tolerance"):
        place.verify(record, tolerance=tolerance)


def test_an_angle_differs_the_short_way_round(place):
    text = "\n".join([HEADER, line(0, 1, 2, 3, 359.5), line(1, 1, 2, 3, 10.0), ""])
    record = place.ingest(text)
    place.door.put(utc_ns(0), wind_direction_deg=0.25)
    result = place.verify(record)
    assert result.differing == 1
    assert result.channels[3].largest_difference == 0.75
    assert place.verify(record, tolerance=0.8).verdict == "PASS"


def test_a_full_turn_is_no_difference_in_size_but_not_the_same_double(place):
    text = "\n".join([HEADER, line(0, 1, 2, 3, 360.0), line(1, 1, 2, 3, 10.0), ""])
    record = place.ingest(text)
    place.door.put(utc_ns(0), wind_direction_deg=0.0)
    result = place.verify(record)
    assert (result.verdict, result.channels[3].differing) == ("FAIL", 1)
    assert result.channels[3].largest_difference == 0.0
    assert place.verify(record, tolerance=1e-9).verdict == "PASS"


def test_a_point_that_nobody_recorded_is_unexpected(place):
    record = place.ingest(FILE)
    place.door.put(utc_ns(10) + 5, power_kw=1.5, wind_speed_mps=2.5)
    result = place.verify(record)
    assert result.verdict == "FAIL"
    assert counts(result) == CLEAN | {"unexpected": 1}
    rows = result.offenders.select("kind", "channel", "stored_value", "line", "file_time").rows()
    assert rows == [
        ("unexpected", "power_kw", 1.5, None, None),
        ("unexpected", "wind_speed_mps", 2.5, None, None),
    ]
    point = "There is 1 point in the period that no ingest recorded here explains"
    assert str(result.reasons[0]).startswith(point)


def test_points_outside_the_period_are_nobodys_business(place):
    record = place.ingest(FILE)
    place.door.put(utc_ns(-1), power_kw=1.0)
    place.door.put(utc_ns(300), power_kw=1.0)
    assert place.verify(record).verdict == "PASS"


def test_a_value_in_place_of_an_empty_cell_is_unexpected(place):
    text = "\n".join([HEADER, line(0, "", 2, 3, 4), line(1, 1, 2, 3, 4), ""])
    record = place.ingest(text)
    assert place.verify(record).verdict == "PASS"
    place.door.put(utc_ns(0), power_kw=9.0)
    result = place.verify(record)
    assert counts(result) == CLEAN | {"differing": 1}
    power = result.channels[0]
    assert (power.expected, power.found, power.unexpected, power.differing) == (1, 1, 1, 0)
    assert result.offenders.select("kind", "line", "file_value", "stored_value").row(0) == (
        "differing",
        2,
        None,
        9.0,
    )


def test_a_set_that_is_shifted_as_a_whole_matches_nothing(place):
    record = place.ingest(FILE)
    place.door.remove(utc_ns(0), utc_ns(300))
    place.door.put(*(utc_ns(row) + 60 * 10**9 for row in range(300)), power_kw=1.0)
    result = place.verify(record)
    assert (result.expected, result.found, result.missing) == (300, 0, 300)
    assert result.unexpected == 299  # the last lies after the period


@pytest.fixture
def small_blocks(monkeypatch):
    """Files are read in many blocks, and none is kept in memory."""
    monkeypatch.setattr(reading, "after", functools.partial(reading.after, block_bytes=1_000))
    monkeypatch.setattr("turbine.readers.reading.KEPT_BYTES", 0)
    monkeypatch.setattr("turbine.verify.compare.PIECE_BYTES", 0)


def test_a_file_of_many_blocks_is_compared_block_by_block(place, small_blocks):
    record = place.ingest(FILE)
    seen = []
    place.door.remove(utc_ns(100), utc_ns(101))
    place.door.put(utc_ns(200) + 1, power_kw=1.0)
    result = place.windproof.verification.verify(ACTOR, record.id, on_progress=seen.append)
    assert len(seen) > 5
    assert seen == sorted(seen)
    assert seen[-1] == 300
    assert counts(result) == CLEAN | {"missing": 1, "unexpected": 1}
    assert result.offenders.select("kind", "line").rows() == [
        ("missing", 102),
        ("unexpected", None),
    ]


def test_a_file_out_of_order_is_compared_whole(place, small_blocks):
    header, *rows = FILE.splitlines()
    order = np.random.default_rng(5).permutation(len(rows))
    record = place.ingest("\n".join([header, *(rows[i] for i in order), ""]))
    assert place.verify(record).verdict == "PASS"
    stamp = utc_ns(int(order[17]))
    place.door.remove(stamp, stamp + 1)
    result = place.verify(record)
    assert counts(result) == CLEAN | {"missing": 1}
    assert result.offenders["line"].to_list() == [19]


@replacing
def test_what_a_later_ingest_replaced_is_counted_apart(place):
    old = place.ingest(FILE)
    other = made_file(100, seed=2, start=START + timedelta(minutes=2_500))
    new = place.ingest(other, replace=True)
    first, second = place.verify(old), place.verify(new)
    assert (first.verdict, first.expected, first.replaced, first.others) == ("PASS", 250, 50, 50)
    assert (second.verdict, second.expected, second.replaced, second.others) == ("PASS", 100, 0, 0)
    place.door.remove(utc_ns(0), utc_ns(1))
    place.door.remove(utc_ns(260), utc_ns(261))
    assert counts(place.verify(old)) == CLEAN | {"missing": 1}
    assert counts(place.verify(new)) == CLEAN | {"missing": 1}


def test_points_of_another_turbine_are_not_looked_at(place):
    record = place.ingest(FILE)
    place.ingest(made_file(300, seed=3), series=replace(SERIES, turbine="T2"))
    result = place.verify(record)
    assert (result.verdict, result.others) == ("PASS", 0)


@undoing
def test_an_undone_ingest_fails_and_says_so(place):
    record = place.ingest(FILE)
    place.undo(record)
    result = place.verify(record)
    assert (result.verdict, result.found, result.missing) == ("FAIL", 0, 300)
    deleted = "The ingest was undone: its points were deleted on purpose."
    assert list(map(str, result.reasons)) == [deleted]


@undoing
def test_an_undone_ingest_fails_also_if_another_has_its_stamps(place):
    record = place.ingest(FILE)
    place.undo(record)
    again = place.ingest(FILE)
    assert again.id != record.id
    assert place.verify(again).verdict == "PASS"
    result = place.verify(record)
    assert (result.verdict, result.expected, result.replaced) == ("FAIL", 0, 300)


def test_rows_that_were_not_sent_are_distinguished_from_rows_that_vanished(place):
    record = place.start(FILE)
    ledger, store = place.windproof._ledger, place.windproof._stores.get()
    scan = reread(record, place.windproof._originals)
    sent = pl.concat(scan.blocks()).head(300)
    store.write(record.series, sent)
    assert record.batch_rows >= 300  # one batch: it reached the database, the answer got lost
    place.door.remove(utc_ns(3), utc_ns(5))
    result = place.verify(record)
    assert ledger.get(record.id).state is State.INTERRUPTED
    assert list(map(str, result.reasons)) == ["2 rows have not been sent yet. Resume the ingest."]
    place.windproof.ingests.run(ACTOR, record.id)
    place.door.remove(utc_ns(3), utc_ns(5))
    vanished = str(place.verify(record).reasons[0])
    assert vanished.startswith("2 rows were acknowledged by the database")


def test_a_file_that_is_gone_or_damaged_is_said(place):
    record = place.ingest(FILE)
    kept = place.settings.data_dir / "originals" / f"{record.sha256}.csv.zst"
    packed = bytearray(kept.read_bytes())
    packed[len(packed) // 2] ^= 0xFF
    kept.write_bytes(packed)
    with pytest.raises(IngestError, match="damaged"):
        place.verify(record)
    kept.unlink()
    with pytest.raises(NotFoundError, match="no longer in the data directory"):
        place.verify(record)


def test_a_file_that_is_read_differently_now_is_not_verified(place, monkeypatch):
    record = place.ingest(FILE)
    counts_then = replace(record.counts, rows=301, kept=301)
    ledger = place.windproof._ledger
    monkeypatch.setattr(ledger, "get", lambda _id: replace(record, counts=counts_then))
    with pytest.raises(IngestError, match="300 rows are kept now, not 301"):
        place.verify(record)


def test_the_recorded_database_is_asked_also_when_another_is_configured(place):
    record = place.ingest(FILE)
    ledger = place.windproof._ledger
    moved = replace(record.target, kind="influxdb", address="http://127.0.0.1:1", bucket="b")
    moved = replace(record, id="moved", target=moved)
    ledger.add((moved, ledger.stamps(record.id), ledger.findings(record.id), {}))
    elsewhere = r"at http://127\.0\.0\.1:1, but (no InfluxDB is connected|the connection is to)"
    with pytest.raises(StoreMissingError, match=elsewhere):
        place.verify(ledger.get("moved"))
    assert place.verify(record).verdict == "PASS"


def test_the_classic_mistake_reports_what_overwrote_what(place):
    text = made_file(1_000)
    record = place.classic_mistake(text)
    result = place.verify(record)
    assert result.verdict == "FAIL"
    assert (result.expected, result.found, result.distinct_stamps) == (1_000, 144, 144)
    assert (result.missing, result.overwritten) == (856, 856)
    assert (result.unexpected, result.differing) == (0, 0)
    first = result.offenders.row(0, named=True)
    # Midnight in Istanbul: line 2, overwritten at last by the row of the sixth day after it.
    assert (first["kind"], first["line"], first["by_line"]) == ("overwritten", 2, 2 + 144 * 6)
    assert first["file_time"].timestamp() * 1e9 == utc_ns(0)
    assert str(result.reasons[0]).endswith(
        "856 rows were overwritten by later lines of the same file. The first is line 2: line 866 "
        "now has its timestamp 2026-11-23T21:00:00Z."
    )
    place.door.remove(0, 2**62)
    gone = place.verify(record)
    assert (gone.found, gone.missing, gone.overwritten) == (0, 1_000, 856)
    assert str(gone.reasons[1]).startswith("144 rows were acknowledged")


@pytest.mark.skipif(not T1.is_file(), reason=f"the real file is not at {T1}: set TURBINE_TEST_T1")
def test_the_classic_mistake_on_the_real_file(place):
    result = place.verify(place.classic_mistake(T1.read_bytes()))
    assert (result.expected, result.distinct_stamps, result.found) == (50_530, 144, 144)
    assert (result.missing, result.overwritten) == (50_386, 50_386)
    first = result.offenders.row(0, named=True)
    assert (first["line"], first["by_line"]) == (2, 50_388)
    assert "50,386 rows were overwritten" in str(result.reasons[0])


# -- the overlay's two lines ---------------------------------------------------------------


def overlaid(place, record, channel="power_kw", first=0, stop=300):
    result = place.verify(record)
    return place.windproof.verification.sides(result, channel, utc_ns(first), utc_ns(stop))


def test_both_sides_are_the_same_if_nothing_is_wrong(place):
    file, stored = overlaid(place, place.ingest(FILE))
    assert file.equals(stored)
    assert file.columns == ["time", "value"]
    assert file.height == 300
    assert file["value"].to_list() == [float(t.split(",")[1]) for t in FILE.splitlines()[1:]]


def test_sides_are_cut_to_the_period_and_read_again(place, small_blocks):
    record = place.ingest(FILE)
    result = place.verify(record)
    place.door.remove(utc_ns(101), utc_ns(102))
    period = utc_ns(100), utc_ns(110)
    file, stored = place.windproof.verification.sides(result, "wind_speed_mps", *period)
    assert (file.height, stored.height) == (10, 9)
    file, stored = place.windproof.verification.sides(result, "power_kw", utc_ns(400), utc_ns(500))
    assert (file.height, stored.height) == (0, 0)


def test_sides_of_unsorted_and_of_collapsed_rows_are_sorted_and_unique(place):
    header, *rows = FILE.splitlines()
    file, stored = overlaid(place, place.ingest("\n".join([header, *reversed(rows), ""])))
    assert file["time"].is_sorted()
    assert file.equals(stored)
    mistake = place.classic_mistake(made_file(1_000))
    file, stored = place.windproof.verification.sides(place.verify(mistake), "power_kw", 0, 2**62)
    assert file.height == 144
    assert file.equals(stored)


@replacing
def test_sides_leave_out_what_is_counted_apart(place):
    old = place.ingest(FILE)
    new = place.ingest(made_file(100, seed=2, start=START + timedelta(minutes=2_500)), replace=True)
    between = made_file(100, seed=3, start=START + timedelta(minutes=5))
    place.ingest(between)
    for record, count in ((old, 250), (new, 50)):
        file, stored = overlaid(place, record)
        assert file.equals(stored)
        assert file.height == count
    place.door.put(utc_ns(7) + 1, power_kw=5.0)
    file, stored = overlaid(place, old)
    assert (file.height, stored.height) == (250, 251)


def test_a_channel_that_the_file_does_not_have_is_on_one_side_only(place):
    record = place.ingest(
        "Date/Time,Wind Speed (m/s)\n" + line(0, 2.5) + "\n" + line(1, 3.5) + "\n"
    )
    place.door.put(utc_ns(1), power_kw=9.0)
    file, stored = overlaid(place, record)
    assert file["value"].to_list() == [None, None]
    assert stored["value"].to_list() == [9.0]
