"""What is checked before an ingest: each obstacle is found, given in numbers, and obeyed."""

import json
import shutil
import subprocess
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from scada import ACTOR, SERIES, START, Place, embedded_place, influx_place, made_file, utc_ns

from turbine.ingest.plan import Check, Plan, Preflight
from turbine.ingest.preflight import (
    POINTS,
    RETENTION,
    ROOM,
    SHARDS,
    TYPES,
    UNDO,
    WIDTH,
    needed_bytes,
    run_checks,
)
from turbine.ingest.record import State
from turbine.model.errors import IngestError, StoreError, StoreFullError, TurbineError
from turbine.model.frame import in_words
from turbine.settings.data_dir import ROOM_BYTES
from turbine.stores import shards
from turbine.stores.base import Bucket
from turbine.stores.doctor import examine
from turbine.stores.duckdb.store import DuckDBStore
from turbine.timing.durations import lasting
from turbine.words import Text, recall

FILE = made_file(300)
YEAR = made_file(144 * 365)
DAY_S = 86_400


def check(plan: Plan, title: Text, *, replace: bool = False) -> Check:
    [one] = [c for c in run_checks(plan).checks(replace=replace) if c.title == title]
    return one


def result(plan: Plan, title: Text, *, replace: bool = False) -> str:
    return str(check(plan, title, replace=replace).found)


def obstacle(plan: Plan, title: Text, *, replace: bool = False) -> TurbineError:
    error = check(plan, title, replace=replace).obstacle
    assert error is not None
    assert error.hint
    return error


def refused(place: Place, text: str, **how: str) -> TurbineError:
    """Why it does not start; nothing is recorded or written then."""
    with pytest.raises(TurbineError) as caught:
        place.start(text, **how)
    assert place.windproof.ingests.all() == []
    assert place.windproof.explorer.series() == []
    return caught.value


def test_without_obstacles_each_check_says_so(place):
    checks = {c.title: c for c in place.plan(FILE).preflight.checks()}
    is_limited = place.windproof.connection.capabilities().max_fields is not None
    order = [RETENTION, TYPES, *([WIDTH] if is_limited else []), POINTS]
    assert [*checks][: len(order)] == order
    assert [*checks][-1] == ROOM
    assert (UNDO in checks) is not place.windproof.connection.capabilities().deletes_points
    assert {c.obstacle for c in checks.values()} == {None}
    assert "keeps points forever" in str(checks[RETENTION].found)
    assert "'scada'" in str(checks[TYPES].found)
    assert str(checks[POINTS].found) == "There are no other points at these times."


def test_the_checks_run_once_for_each_plan(embedded, monkeypatch):
    checked = []

    def counting(plan: Plan) -> Preflight:
        checked.append(plan)
        return run_checks(plan)

    monkeypatch.setattr("turbine.ingest.planning.run_checks", counting)
    planned = embedded.plan(FILE)
    for replacing in (False, True):
        assert planned.preflight.checks(replace=replacing)
        planned.preflight.refuse(replace=replacing)
    assert len(checked) == 1
    embedded.windproof.ingests.start(ACTOR, planned)
    assert len(checked) == 2, "the plan as it is by then"


# -- retention -----------------------------------------------------------------------------


@pytest.fixture
def short(embedded, monkeypatch) -> Place:
    """A place that keeps points for a day: a file never does, so the bucket is made up."""
    bucket = Bucket(name="short", retention_s=DAY_S)
    monkeypatch.setattr(DuckDBStore, "bucket", lambda _store: bucket)
    return embedded


def test_what_would_remain_is_given_in_rows_and_hours(short):
    error = refused(short, YEAR, rule="end-now")
    assert type(error) is IngestError
    assert error.message == (
        "The file 'short' keeps points for 1 day: 144 of 52,560 rows (24 of 8,760 hours) would "
        "remain."
    )
    assert error.hint == (
        "No rule helps: choose a file that keeps points for more than 8,760 hours, or a shorter "
        "file."
    )


def test_another_rule_is_offered_if_it_keeps_every_row_and_only_then(short):
    day = made_file(140)
    error = refused(short, day, rule="keep")
    assert "0 of 140 rows (0 of 23.3 hours) would remain" in error.message
    assert error.hint == "Choose the rule end-now, or a file that keeps points longer."
    planned = short.plan(day, rule="end-now")
    assert (planned.expired, planned.lasting_rules) == (0, ())
    assert "every row is newer" in result(planned, RETENTION)
    assert short.ingest(day, rule="end-now").state is State.DONE


def test_long_times_are_given_in_days_and_all_rules_that_help_are_named(short, monkeypatch):
    bucket = Bucket(name="short", retention_s=30 * DAY_S)
    monkeypatch.setattr(DuckDBStore, "bucket", lambda _store: bucket)
    planned = short.plan(FILE)
    assert {"end-now", "whole-weeks"} <= {*planned.lasting_rules}
    assert "0 of 300 rows (0 of 2.1 days)" in obstacle(planned, RETENTION).message
    assert "Choose one of the rules end-now and whole-weeks" in obstacle(planned, RETENTION).hint
    for rule in planned.lasting_rules:
        assert short.plan(FILE, rule=rule).expired == 0
    assert "30 of 365 days" in obstacle(short.plan(YEAR, rule="end-now"), RETENTION).message


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (3_600, "1 hour"),
        (5_400, "1.5 hours"),
        (DAY_S, "1 day"),
        (129_600, "36 hours"),
        (7 * DAY_S, "7 days"),
        (30 * DAY_S, "30 days"),
        (52 * 7 * DAY_S, "52 weeks"),
    ],
)
def test_durations_are_given_in_the_largest_unit_that_is_whole(seconds, text):
    assert str(lasting(seconds)) == text


@pytest.mark.server
def test_a_real_database_that_keeps_a_day_gets_no_older_row(influx1, tmp_path):
    server, name = influx1.door.server, influx1.door.container
    server.influxql(f"ALTER RETENTION POLICY autogen ON {name} DURATION 24h SHARD DURATION 1h")
    error = refused(influx1, FILE)
    assert "keeps points for 1 day: 0 of 300 rows (0 of 50 hours)" in error.message
    file = tmp_path / "made.csv"
    file.write_text(FILE, encoding="utf-8")
    done = influx1.cli("ingest", str(file), "--retime", "keep")
    assert (done.returncode, done.stderr) == (1, f"turbine: {error}\n")
    assert influx1.door.count() == 0
    day = influx1.ingest(made_file(140), rule="end-now")
    assert (day.refused, day.held) == (0, 140)


# -- field types ---------------------------------------------------------------------------


@pytest.fixture(params=["influx", "influx1", "influx3"])
def server_place(request) -> Place:
    """Each server in turn."""
    return request.getfixturevalue(request.param)


@pytest.mark.server
def test_a_field_of_another_type_is_found_before_anything_is_written(server_place):
    place, door = server_place, server_place.door
    line = 'scada,site=other,turbine=T9 power_kw=1i,wind_speed_mps="calm",other=true'
    door.server.write(door.container, f"{line} {utc_ns(0)}".encode())
    with pytest.raises(IngestError) as caught:
        place.start(FILE)
    assert "power_kw as integer and wind_speed_mps as string in measurement" in str(caught.value)
    assert "use another measurement" in caught.value.hint
    assert place.windproof.ingests.all() == []
    free = replace(SERIES, measurement="free")
    assert place.ingest(FILE, series=free).held == 300


def test_columns_that_the_file_does_not_have_may_be_of_any_type(embedded):
    embedded.windproof.explorer.series()  # makes the table
    with duckdb.connect(embedded.door.path) as connection:
        connection.execute("ALTER TABLE points ADD COLUMN wind_direction_deg INTEGER")
    error = obstacle(embedded.plan(FILE), TYPES)
    assert "wind_direction_deg as INTEGER" in error.message
    with pytest.raises(IngestError, match="wind_direction_deg as INTEGER"):
        embedded.start(FILE)
    lines = [line.rpartition(",")[0] for line in FILE.splitlines()]
    planned = embedded.plan("\n".join([*lines, ""]))
    assert check(planned, TYPES).obstacle is None


def test_no_more_fields_than_the_measurement_can_have(embedded):
    planned = embedded.plan(FILE)
    assert WIDTH not in [each.title for each in planned.preflight.checks()]
    there = frozenset(("power_kw", *(f"other_{i}" for i in range(4))))
    limited = replace(planned.capabilities, product="Small", max_fields=8)
    planned = replace(planned, capabilities=limited, fields_there=there)
    assert result(planned, WIDTH).startswith("3 new fields for measurement 'scada', which has 5")
    error = obstacle(replace(planned, capabilities=replace(limited, max_fields=6)), WIDTH)
    assert "The file brings 3 new fields, and measurement 'scada' has 5 of the 6" in error.message
    assert "Leave out at least 2" in error.hint
    whole = frozenset(planned.scan.interpretation.channels)
    planned = replace(planned, fields_there=whole, capabilities=replace(limited, max_fields=3))
    assert WIDTH not in [each.title for each in run_checks(planned).checks()]


def test_a_server_that_does_not_report_its_types_is_named_and_is_no_obstacle(embedded):
    planned = replace(embedded.plan(FILE), foreign_types=None)
    assert result(planned, TYPES) == "The server does not report its field types."
    assert check(planned, TYPES).obstacle is None


# -- existing points -----------------------------------------------------------------------


def test_identical_points_are_named_and_others_need_a_confirmation(embedded):
    first = embedded.ingest(FILE)
    embedded.windproof._ledger.set_state(first.id, State.UNDONE)  # so that nobody recorded them
    same = embedded.plan(FILE, rule="start-at=2018-01-01T00:00")
    assert result(same, POINTS).startswith(
        "300 points that no recorded ingest wrote have exactly these values: "
    )
    other = embedded.plan(made_file(300, seed=2))
    assert "At 300 of them there are other values" in obstacle(other, POINTS).message
    assert check(other, POINTS, replace=True).obstacle is None
    assert result(other, POINTS, replace=True).endswith(
        " will be replaced there, and no other field."
    )


# -- shards --------------------------------------------------------------------------------


def test_a_file_has_no_shards(embedded):
    planned = embedded.plan(FILE)
    assert SHARDS not in {c.title for c in planned.preflight.checks()}
    assert shards.expected(planned.bucket, planned.span) is None


@pytest.mark.server
@pytest.mark.parametrize("days", [1, 20, 50])
def test_as_many_shards_are_announced_as_the_server_makes(influx1, days):
    server, name = influx1.door.server, influx1.door.container
    planned = influx1.plan(made_file(144 * days))
    expected = shards.expected(planned.bucket, planned.span)
    length = "7 days" if days < 50 else "52 weeks"
    assert result(planned, SHARDS).startswith(
        f"{expected} shard{'s' * (expected > 1)} of {length}."
    )
    influx1.ingest(made_file(144 * days))
    results = json.loads(server.influxql("SHOW SHARDS"))["results"][0]["series"]
    [made] = [len(series["values"]) for series in results if series["name"] == name]
    assert made == expected


@pytest.mark.server
def test_longer_shards_are_announced_if_the_bucket_gets_them(influx, tmp_path):
    file = tmp_path / "made.csv"
    file.write_text(made_file(144 * 90), encoding="utf-8")
    planned = influx.plan(file.read_text(encoding="utf-8"))
    assert result(planned, SHARDS) == (
        "2 shards of 52 weeks. With shards of 7 days, there would be 14: the bucket gets longer "
        "ones if the token may change that."
    )
    assert not check(planned, SHARDS).is_warning
    done = influx.cli("ingest", str(file), "--retime", "keep")
    assert f"shards: {result(planned, SHARDS)}" in done.stdout
    assert influx.answer("ingest", str(file), "--retime", "keep")["shards"] == 2
    door = influx.door
    [bucket] = door.server.json("GET", "/api/v2/buckets", name=door.container)["buckets"]
    assert bucket["retentionRules"][0]["shardGroupDurationSeconds"] == 52 * 7 * DAY_S


def test_many_shards_are_worth_a_word(embedded, monkeypatch):
    day = Bucket(name="b", shard_s=DAY_S)
    monkeypatch.setattr(DuckDBStore, "bucket", lambda _store: day)
    many = check(embedded.plan(YEAR), SHARDS)
    assert (many.is_warning, str(many.found).split(".")[0]) == (True, "366 shards of 1 day")
    assert "slower" in str(many.found)


# -- disk space ----------------------------------------------------------------------------

Usage = namedtuple("Usage", "free")


def test_a_disk_that_is_too_small_is_refused_with_figures(embedded, monkeypatch):
    needed = needed_bytes(embedded.plan(YEAR))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(needed - 1))
    error = refused(embedded, YEAR)
    assert type(error) is StoreFullError
    figures = f"{needed / 1e6:.1f} MB"
    assert f"needs about {figures} on the disk" in error.message
    assert f"{figures} is free" in error.message
    assert "TURBINE_DATA_DIR" in error.hint


def test_a_disk_that_will_be_tight_is_a_warning(embedded, monkeypatch):
    needed = needed_bytes(embedded.plan(FILE))
    for free, is_warning in ((needed + ROOM_BYTES, False), (needed + ROOM_BYTES - 1, True)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: Usage(free))
        space = check(embedded.plan(FILE), ROOM)
        assert (space.is_warning, space.obstacle) == (is_warning, None)
        assert ("Free some space soon." in str(space.found)) == is_warning


def test_rows_take_more_space_if_they_are_stored_here(embedded):
    planned = embedded.plan(YEAR)
    elsewhere = replace(planned, capabilities=replace(planned.capabilities, value_bytes=0))
    assert needed_bytes(planned) - needed_bytes(elsewhere) == 3 * 52_560 * 40


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 40 MB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40M", "tmpfs", str(folder)], capture_output=True
    )
    if made.returncode:
        pytest.skip("this user may not mount a disk: run it as root on Linux")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def leave_free(disk: Path, size: int) -> Path:
    """Fill the disk up to so many bytes; the file that does it."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        file.write(b"x" * (shutil.disk_usage(disk).free - size))
    return filler


@pytest.mark.parametrize("rows", [1_000, 52_560])
def test_what_is_said_to_be_needed_is_enough(disk, rows):
    place = embedded_place(disk / "data")
    planned = place.plan(made_file(rows))
    leave_free(disk, needed_bytes(planned))
    place.windproof.ingests.start(ACTOR, planned)
    record = place.ingest(made_file(rows))
    assert (record.state, record.held) == (State.DONE, rows)
    assert place.verify(record).verdict == "PASS"


def test_a_real_disk_without_room_is_refused_before_anything_is_written(disk):
    place = embedded_place(disk / "data")
    planned = place.plan(YEAR)
    filler = leave_free(disk, 2_000_000)
    error = refused(place, YEAR)
    assert "2.0 MB is free" in error.message
    filler.unlink()
    assert place.windproof.ingests.start(ACTOR, planned).state is State.RUNNING


def test_a_disk_that_is_full_while_a_file_is_kept_is_said_and_nothing_is_left(disk):
    place = embedded_place(disk / "data")
    leave_free(disk, 1_000_000)
    with pytest.raises(IngestError, match=r"could not be saved in .*: .*No space left") as caught:
        place.plan(YEAR)
    assert "Free some space" in caught.value.hint
    assert [*(disk / "data" / "originals").iterdir()] == []


def test_a_disk_that_fills_up_under_way_is_said_and_the_rest_follows(disk):
    place = embedded_place(disk / "data")
    record = place.start(YEAR)
    filler = leave_free(disk, 500_000)
    with pytest.raises(StoreFullError, match="has run out of space"):
        place.windproof.ingests.run(ACTOR, record.id)
    assert "Make space" in recall(place.windproof.ingests.get(record.id).error)
    filler.unlink()
    assert place.windproof.ingests.run(ACTOR, record.id).held == 52_560
    assert place.verify(record).verdict == "PASS"


# -- the doctor and an ingest say the same -------------------------------------------------


def doctors(place: Place) -> TurbineError:
    """What the doctor's failing step says."""
    *_, last = examine(place.settings)
    assert not last.ok
    return TurbineError(last.message, hint=last.hint)


def with_influx(place: Place, folder: Path, **changes: str) -> Place:
    influx = replace(place.settings.influx, **changes)
    return Place(settings=replace(place.settings, data_dir=folder, influx=influx), door=place.door)


@pytest.mark.server
@pytest.mark.parametrize(
    "changes",
    [
        {"token": "nobody:knows-this"},
        {"bucket": "not-there"},
        {"bucket": "0123456789abcdef"},
    ],
    ids=["token", "bucket", "id"],
)
def test_a_wrong_setting_is_one_sentence_to_both(server_place, tmp_path, changes):
    wrong = with_influx(server_place, tmp_path / "wrong", **changes)
    with pytest.raises(StoreError) as caught:
        wrong.start(FILE)
    expected = doctors(wrong)
    assert (caught.value.message, caught.value.hint) == (expected.message, expected.hint)
    assert "nobody:knows-this" not in str(expected)


@pytest.mark.server
class TestInflux2:
    def test_no_token_an_unknown_organisation_and_its_id_for_a_bucket(self, influx, tmp_path):
        org_id = influx.door.server.org_id()
        for i, changes in enumerate(({"token": ""}, {"org": "nobody"}, {"bucket": org_id})):
            wrong = with_influx(influx, tmp_path / str(i), **changes)
            with pytest.raises(StoreError) as caught:
                wrong.start(FILE)
            assert caught.value.hint == doctors(wrong).hint

    def test_a_token_that_may_not_write_ends_the_ingest_with_the_doctors_sentence(
        self, influx, tmp_path
    ):
        server, name = influx.door.server, influx.door.container
        [bucket] = server.json("GET", "/api/v2/buckets", name=name)["buckets"]
        token = server.make_token(("read", "buckets", bucket["id"]))
        reader = with_influx(influx, tmp_path / "reader", token=token)
        record = reader.start(FILE)
        with pytest.raises(StoreError):
            reader.windproof.ingests.run(ACTOR, record.id)
        failed = reader.windproof.ingests.get(record.id)
        assert failed.state is State.FAILED
        assert recall(failed.error) == str(doctors(reader))

    def test_a_bucket_that_goes_away_under_way(self, influx, tmp_path):
        server = influx.door.server
        bucket_id = server.make_bucket("goes away")
        place = influx_place(tmp_path / "away", server, "goes away")
        record = place.start(FILE)
        server.drop_bucket(bucket_id)
        with pytest.raises(StoreError):
            place.windproof.ingests.run(ACTOR, record.id)
        error = recall(place.windproof.ingests.get(record.id).error)
        assert error.endswith(doctors(place).hint)

    def test_rows_that_are_refused_carry_the_words_that_explain_them(self, influx):
        record = influx.start(made_file(20, start=START + timedelta(days=1)))
        line = f"scada,site=main,turbine=T9 power_kw=1i {utc_ns(150)}"
        influx.door.server.write(influx.door.container, line.encode())
        influx.windproof.ingests.run(ACTOR, record.id)
        findings = influx.windproof.ingests.findings(record.id)
        [kept] = findings["reason"].unique()
        assert '"code": "stores.other_type"' in kept
        [reason] = in_words(findings)["reason"].unique()
        assert "already exists as type integer" in reason
        assert reason.endswith(obstacle(influx.plan(FILE), TYPES).hint)
