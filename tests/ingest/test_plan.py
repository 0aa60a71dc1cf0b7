"""Nothing is overwritten and nothing expires before the numbers were given."""

import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from scada import (
    ACTOR,
    HEADER,
    NO_REPLACING,
    SERIES,
    START,
    STEP_S,
    influx_place,
    line,
    made_file,
    replacing,
    undoing,
    utc_ns,
)

from turbine.ingest.ownership import patterns
from turbine.ingest.record import State, iso
from turbine.model.errors import (
    FileError,
    IngestError,
    OverlapError,
    RetimeError,
    StoreMissingError,
)

FILE = made_file(300)
LATER = START + timedelta(minutes=2_500)
"""The moment of row 250: the last 50 rows of FILE are on the first 50 stamps of such a file."""


def test_a_plan_writes_nothing(place):
    planned = place.plan(FILE)
    assert (planned.taken, planned.expired, planned.existing) == (0, 0, None)
    assert (planned.first_ns, planned.last_ns) == (utc_ns(0), utc_ns(299))
    assert place.windproof.ingests.all() == []
    assert place.windproof.explorer.series() == []


def test_the_same_again_is_already_there(place):
    first = place.ingest(FILE)
    planned = place.plan(FILE)
    assert planned.existing.id == first.id
    again = place.windproof.ingests.start(ACTOR, planned)
    assert (again.id, again.state) == (first.id, State.DONE)
    assert place.windproof.ingests.run(ACTOR, again.id).seconds == first.seconds
    assert len(place.windproof.ingests.all()) == 1


@pytest.mark.parametrize("change", ["file", "rule", "turbine", "site", "measurement"])
def test_anything_else_is_another_ingest(place, change):
    first = place.plan(FILE)
    series = SERIES
    if change in ("turbine", "site", "measurement"):
        series = replace(SERIES, **{change: "other"})
    text = made_file(300, seed=2) if change == "file" else FILE
    rule = "whole-weeks=100" if change == "rule" else "keep"
    assert place.plan(text, rule=rule, series=series).fingerprint != first.fingerprint


def test_stamps_of_another_ingest_are_counted_and_refused(place):
    first = place.ingest(FILE)
    other = made_file(300, seed=2, start=LATER)
    planned = place.plan(other)
    assert [(o.ingest.id, len(o.stamps)) for o in planned.overlaps] == [(first.id, 50)]
    assert (planned.foreign, planned.foreign_same, planned.taken) == (0, 0, 50)
    with pytest.raises(OverlapError) as caught:
        place.windproof.ingests.start(ACTOR, planned)
    timestamps = "The file has 300 timestamps for turbine 'T1', from 2018-01-02T14:40:00Z"
    assert timestamps in caught.value.message
    taken = f"Ingest {first.id} (made.csv) already has values at 50 of them."
    assert taken in caught.value.message
    assert ("--replace" in caught.value.hint) == place.deletes, "no advice that cannot help"
    assert place.door.count() == 300


def test_the_same_file_at_another_shift_overlaps_too(place):
    first = place.ingest(FILE)
    with pytest.raises(OverlapError, match=rf"{first.id} .* at 299 of them"):
        place.start(FILE, rule="start-at=2018-01-01T00:10")


def test_the_next_file_is_offered_its_place_beside_the_first(place):
    """Both would end now: the second is told which rule puts it after the first."""
    first = place.ingest(FILE, rule="start-at=2020-01-01T00:00")
    following = made_file(300, seed=2, start=START + timedelta(minutes=10 * 300))
    with pytest.raises(OverlapError) as caught:
        place.start(following, rule="start-at=2020-01-01T00:00")
    rule = f"start-at={iso(first.first_ns + 300 * STEP_S * 10**9)}"
    if place.deletes:
        assert f"The rule {rule} moves this file by the same shift" in caught.value.hint
    assert place.ingest(following, rule=rule).first_ns == first.last_ns + STEP_S * 10**9


@replacing
def test_replacing_marks_the_other_and_both_verify(place):
    first = place.ingest(FILE)
    second = place.ingest(made_file(300, seed=2, start=LATER), replace=True)
    assert second.replaces == 50
    assert place.windproof.ingests.get(first.id).replaced == 50
    old, new = place.verify(first), place.verify(second)
    assert (old.verdict, old.expected, old.replaced, old.others) == ("PASS", 250, 50, 50)
    assert (new.verdict, new.expected, new.replaced, new.others) == ("PASS", 300, 0, 0)
    assert place.door.count() == 550


@replacing
def test_replaced_points_are_replaced_whole(place):
    """No field of the old point survives where the new row has no value."""
    place.ingest("\n".join([HEADER, line(0, 1, 2, 3, 4), line(1, 1, 2, 3, 4), ""]))
    new = place.ingest(
        "\n".join([HEADER, line(0, 9, "", "", 4), line(1, 9, 9, 9, 9), ""]), replace=True
    )
    assert place.door.value("power_kw", utc_ns(0)) == 9
    assert place.door.value("wind_speed_mps", utc_ns(0)) is None
    assert place.verify(new).verdict == "PASS"


@replacing
def test_undo_deletes_only_what_an_ingest_still_owns(place):
    first = place.ingest(FILE)
    second = place.ingest(made_file(300, seed=2, start=LATER), replace=True)
    assert place.undo(first) == 250
    assert place.door.count() == 300
    assert place.verify(second).verdict == "PASS"
    assert place.undo(second) == 300
    assert place.door.count() == 0


@replacing
def test_undoing_the_newer_one_first_leaves_the_older_its_own(place):
    first = place.ingest(FILE)
    second = place.ingest(made_file(300, seed=2, start=LATER), replace=True)
    assert place.undo(second) == 300
    result = place.verify(first)
    assert (result.verdict, result.expected, result.missing) == ("FAIL", 300, 50)
    assert result.replaced == 0
    assert place.undo(first) == 250
    assert place.door.count() == 0


@replacing
def test_three_ingests_on_the_same_stamps(place):
    first = place.ingest(made_file(100))
    second = place.ingest(made_file(100, seed=2), replace=True)
    third = place.ingest(made_file(50, seed=3), replace=True)
    assert [place.windproof.ingests.get(r.id).replaced for r in (first, second, third)] == [
        100,
        50,
        0,
    ]
    verified = [place.verify(r) for r in (first, second, third)]
    assert [v.verdict for v in verified] == ["PASS"] * 3
    assert [v.expected for v in verified] == [0, 50, 50]
    assert [place.undo(r) for r in (third, first, second)] == [50, 0, 50]
    assert place.door.count() == 0


def test_an_ingest_that_is_not_complete_is_not_overwritten(place):
    open_one = place.start(FILE)
    refusal = r"\(interrupted\) has 300 of these" if place.deletes else NO_REPLACING
    with pytest.raises(OverlapError, match=refusal):
        place.start(made_file(300, seed=2), replace=True)
    place.undo(open_one)
    assert place.ingest(made_file(300, seed=2), replace=True).state is State.DONE


def test_two_that_planned_at_once_do_not_both_start(place):
    one, two = place.plan(FILE), place.plan(made_file(300, seed=2))
    same = place.plan(FILE)
    started = place.windproof.ingests.start(ACTOR, one)
    assert place.windproof.ingests.start(ACTOR, same).id == started.id
    with pytest.raises(OverlapError, match="already has values at 300 of them"):
        place.windproof.ingests.start(ACTOR, two)
    place.windproof.ingests.run(ACTOR, started.id)
    with pytest.raises(OverlapError, match="300 points would be replaced, not 0"):
        place.windproof.ingests.start(ACTOR, two, replace=True)


@replacing
def test_foreign_points_are_refused_unless_they_are_to_be_replaced(place):
    place.door.put(utc_ns(3), utc_ns(5), power_kw=1.0)
    place.door.put(utc_ns(4) + 1, power_kw=2.0)
    planned = place.plan(FILE)
    assert (planned.foreign, planned.foreign_same, planned.taken) == (2, 0, 2)
    with pytest.raises(OverlapError, match="At 2 of them there are other values"):
        place.windproof.ingests.start(ACTOR, planned)
    record = place.ingest(FILE, replace=True)
    assert place.door.count() == 301
    result = place.verify(record)
    assert (result.missing, result.differing, result.unexpected) == (0, 0, 1)


@undoing
def test_undo_leaves_foreign_points_between_its_own(place):
    record = place.ingest(FILE)
    between = [utc_ns(row) + 1 for row in (0, 1, 150, 298)]
    place.door.put(*between, power_kw=2.0)
    assert place.undo(record) == 300
    assert place.door.count() == 4
    assert all(place.door.value("power_kw", stamp) == 2.0 for stamp in between)


def test_identical_foreign_points_are_counted_apart_and_taken_on(place):
    rows = [line(i, i + 0.5, 2, 3, 4) for i in range(5)]
    for row in range(5):
        fields = {"power_kw": row + 0.5, "wind_speed_mps": 2.0, "theoretical_power_kw": 3.0}
        place.door.put(utc_ns(row), wind_direction_deg=4.0, **fields)
    planned = place.plan("\n".join([HEADER, *rows, ""]))
    assert (planned.foreign, planned.foreign_same, planned.taken) == (0, 5, 0)
    record = place.ingest("\n".join([HEADER, *rows, ""]))
    assert place.verify(record).verdict == "PASS"
    assert place.door.count() == 5


@replacing
def test_a_foreign_field_that_the_file_does_not_bring_is_not_touched(place):
    text = "Date/Time,Wind Speed (m/s)\n" + line(0, 2) + "\n" + line(1, 3) + "\n"
    place.door.put(utc_ns(0), wind_speed_mps=4.0, power_kw=1.0)
    planned = place.plan(text)
    assert (planned.foreign, planned.foreign_same, planned.emptied) == (1, 0, 0)
    record = place.ingest(text, replace=True)
    assert place.door.value("wind_speed_mps", utc_ns(0)) == 2.0
    assert place.door.value("power_kw", utc_ns(0)) == 1.0
    assert (record.replaces, record.unrecorded, record.state) == (1, 1, State.DONE)


@pytest.mark.parametrize("tag", ["", " T1", "T\n1", "back\\slash", "x" * 65])
def test_a_tag_that_a_database_could_not_keep_is_refused(embedded, tag):
    with pytest.raises(IngestError, match="cannot be used"):
        embedded.plan(FILE, series=replace(SERIES, turbine=tag))


@pytest.mark.parametrize("tag", ["T 1", "Türbine,=1", 'q"u', "x" * 64])
@undoing
def test_other_tags_work_to_the_end(place, tag):
    series = replace(SERIES, turbine=tag)
    record = place.ingest(FILE, series=series)
    assert place.verify(record).verdict == "PASS"
    assert [s.series for s in place.windproof.explorer.series()] == [series]
    assert place.undo(record) == 300


def test_a_rule_that_would_lose_rows_is_refused(place):
    with pytest.raises(
        RetimeError, match=re.escape("300 rows on 144 timestamps, and 156 would be lost")
    ):
        place.plan(FILE, rule="today")


def test_a_file_without_one_row_to_keep_is_refused(embedded):
    text = "\n".join([HEADER, line(0, "x", "x", "x", "x"), line(1, "", "", "", ""), ""])
    with pytest.raises(FileError, match="none can be stored"):
        embedded.plan(text)


def test_future_rows_are_counted(embedded):
    assert embedded.plan(FILE).future == 0
    assert embedded.plan(FILE, rule="start-at=2200-01-01T00:00").future == 300
    assert embedded.ingest(FILE, rule="start-at=2200-01-01T00:00").held == 300


@pytest.mark.server
class TestInfluxDB:
    def test_a_bucket_that_keeps_too_short_is_refused_before_writing(self, influx, tmp_path):
        server = influx.door.server
        bucket_id = server.make_bucket("short lived", retention_s=30 * 86_400)
        short = influx_place(tmp_path / "short", server, "short lived")
        with pytest.raises(IngestError, match=r"for 30 days: 0 of 300 rows \(0 of 2.1 days\)"):
            short.start(FILE)
        assert short.door.count() == 0
        assert short.windproof.ingests.all() == []
        planned = short.plan(FILE, rule="end-now")
        assert (planned.expired, planned.bucket.retention_s) == (0, 30 * 86_400)
        assert short.verify(short.ingest(FILE, rule="end-now")).verdict == "PASS"
        server.drop_bucket(bucket_id)

    def test_rows_that_retention_dropped_since_are_explained(self, influx):
        record = influx.ingest(FILE)
        server = influx.door.server
        buckets = server.json("GET", "/api/v2/buckets", name=influx.door.container)["buckets"]
        rules = [{"type": "expire", "everySeconds": 3_600 * 24 * 30}]
        server.json("PATCH", f"/api/v2/buckets/{buckets[0]['id']}", {"retentionRules": rules})
        influx.door.remove(utc_ns(0), utc_ns(300))  # the server's own sweep takes half an hour
        result = influx.verify(record)
        assert (result.verdict, result.missing) == ("FAIL", 300)
        assert list(map(str, result.reasons)) == [
            "300 rows are older than the bucket's retention period, and the database dropped them."
        ]

    def test_a_bucket_that_is_not_there_is_made_only_when_asked(self, influx, tmp_path):
        server = influx.door.server
        place = influx_place(tmp_path / "typo", server, "a typo")
        planned = place.plan(FILE)
        assert planned.bucket is None
        with pytest.raises(StoreMissingError, match="no bucket with the name or ID 'a typo'"):
            place.windproof.ingests.start(ACTOR, planned)
        made = place.windproof.connection.create_bucket(ACTOR)
        assert (made.retention_s, made.shard_s) == (0, 52 * 7 * 86_400)
        assert place.verify(place.ingest(FILE)).verdict == "PASS"
        server.drop_bucket(made.id)

    def test_a_backfill_gets_long_shards_unless_somebody_chose_their_length(self, influx):
        """A bucket of the server's own set-up has 7-day shards: 3.5 times slower to fill."""
        server = influx.door.server

        def look():
            return server.json("GET", "/api/v2/buckets", name=influx.door.container)["buckets"][0]

        week = 7 * 86_400
        assert look()["retentionRules"][0]["shardGroupDurationSeconds"] == week
        influx.ingest(made_file(300))  # two days: nothing to gain
        assert look()["retentionRules"][0]["shardGroupDurationSeconds"] == week
        influx.ingest(made_file(144 * 90), series=replace(SERIES, turbine="long"))
        assert look()["retentionRules"][0]["shardGroupDurationSeconds"] == 52 * week
        rules = [{"type": "expire", "everySeconds": 0, "shardGroupDurationSeconds": 4 * week}]
        server.json("PATCH", f"/api/v2/buckets/{look()['id']}", {"retentionRules": rules})
        influx.ingest(made_file(144 * 90), series=replace(SERIES, turbine="chosen"))
        assert look()["retentionRules"][0]["shardGroupDurationSeconds"] == 4 * week


def test_cells_of_many_fields_that_are_hardly_alike_go_field_by_field():
    rng = np.random.default_rng(1)
    fields, stamps = tuple(f"f{i}" for i in range(80)), np.arange(500, dtype=np.int64)
    for has in (rng.random((80, 500)) < 0.5, np.repeat(rng.random((80, 5)) < 0.5, 100, axis=1)):
        parts = list(patterns(fields, has, stamps))
        assert len(parts) <= 80
        found = np.zeros_like(has)
        for some, at in parts:
            rows = np.array([fields.index(name) for name in some])
            assert not found[np.ix_(rows, at)].any(), "each cell once"
            found[np.ix_(rows, at)] = True
        assert (found == has).all()
