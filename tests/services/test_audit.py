"""Whoever changes something leaves exactly one row, also if it is refused; reading leaves none."""

from dataclasses import replace

import pytest
from audited import Row, rows, told
from scada import ACTOR, SERIES, Place, made_file, until, utc_ns

from turbine.access import Accounts
from turbine.model.actor import Actor, machine_actor
from turbine.model.errors import (
    ConfigError,
    IngestError,
    NotAllowedError,
    NotFoundError,
    TurbineError,
)
from turbine.readers import open_source
from turbine.services.windproof import Windproof

FILE = made_file(300)
BOB = Actor(name="bob", origin="10.0.0.8")
TOKEN = "s3cret-token-of-A"
SERVER = {"INFLUXDB_V2_URL": "http://127.0.0.1:1", "INFLUXDB_V2_TOKEN": TOKEN}


@pytest.fixture
def place(embedded: Place) -> Place:
    """With the embedded database: what is recorded is the same with every one."""
    return embedded


def new(place: Place, seen: list[Row]) -> list[Row]:
    """What was recorded since the last time."""
    added = rows(place.settings.data_dir)[len(seen) :]
    seen += added
    return added


def test_each_change_leaves_exactly_its_row(place):
    services, seen = place.windproof, []
    original = services.files.keep(BOB, open_source(FILE.encode(), "made.csv"))
    [row] = new(place, seen)
    assert (row.who, row.origin) == ("bob", "10.0.0.8")
    assert (row.action, row.subject, row.outcome) == ("file.keep", original.sha256, "done")
    assert row.details == {"file": "made.csv"}
    scan = services.files.scan(original, services.files.detect(original).interpretation)
    plan = services.ingests.plan(original, scan, rule="keep", series=SERIES)
    record = services.ingests.start(BOB, plan)
    [row] = new(place, seen)
    assert (row.action, row.subject, row.outcome) == ("ingest.start", record.id, "done")
    assert row.details == {
        "sha256": original.sha256,
        "rule": "keep",
        "measurement": "scada",
        "site": "main",
        "turbine": "T1",
        "replace": False,
    }
    services.ingests.run(BOB, record.id)
    [row] = new(place, seen)
    assert (row.action, row.subject, row.outcome) == ("ingest.run", record.id, "done")
    assert row.details == {"state": ["interrupted", "done"], "stored": [0, 300]}
    place.door.remove(utc_ns(0), utc_ns(10))
    services.ingests.recount(BOB, record.id)
    [row] = new(place, seen)
    assert (row.action, row.subject, row.outcome) == ("ingest.recount", record.id, "done")
    assert row.details == {"held": [300, 290], "lacks": [0, 10], "state": ["done", "short"]}
    services.ingests.undo(BOB, record.id, confirmation=record.id)
    [row] = new(place, seen)
    assert (row.action, row.subject, row.outcome) == ("ingest.undo", record.id, "done")
    assert row.details == {"points": 290}
    services.files.discard(BOB, original)
    [row] = new(place, seen)
    assert (row.action, row.subject, row.outcome) == ("file.discard", original.sha256, "done")
    assert row.details == {"needed": True}


def test_a_run_in_the_background_leaves_one_row_whoever_clicks_twice(place):
    record = place.start(FILE)
    before = len(rows(place.settings.data_dir))
    place.windproof.ingests.run_in_background(BOB, record.id)
    place.windproof.ingests.run_in_background(ACTOR, record.id)
    until(lambda: place.windproof.ingests.progress(record.id) is None, what="the end")
    [row] = rows(place.settings.data_dir)[before:]
    assert (row.who, row.action, row.outcome) == ("bob", "ingest.run", "done")


def test_a_cancel_is_recorded_beside_the_run_that_it_ends(place):
    record = place.start(FILE)
    before = len(rows(place.settings.data_dir))
    with place.windproof._ledger.running(record.id):
        place.windproof.ingests.cancel(BOB, record.id)
    [row] = rows(place.settings.data_dir)[before:]
    assert (row.who, row.action, row.subject) == ("bob", "ingest.cancel", record.id)


def test_what_is_refused_leaves_its_row_with_the_error(place):
    services = place.windproof
    record = place.ingest(FILE)
    planned = place.plan(made_file(300, seed=2))
    before = len(rows(place.settings.data_dir))
    for error, refused in (
        (TurbineError, lambda: services.ingests.start(BOB, planned)),
        (NotFoundError, lambda: services.ingests.run(BOB, "nowhere")),
        (NotFoundError, lambda: services.ingests.run_in_background(BOB, "nowhere")),
        (IngestError, lambda: services.ingests.cancel(BOB, record.id)),
        (IngestError, lambda: services.ingests.undo(BOB, record.id, confirmation="yes")),
        (NotFoundError, lambda: services.ingests.recount(BOB, "nowhere")),
        (NotAllowedError, lambda: services.connection.change(BOB, SERVER)),
        (ConfigError, lambda: services.connection.change(ACTOR, {"TURBINE_STORE": "x"})),
    ):
        with pytest.raises(error):
            refused()
    assert told(place.settings.data_dir)[before:] == [
        ("ingest.start", "", "refused", "OverlapError"),
        ("ingest.run", "nowhere", "refused", "NotFoundError"),
        ("ingest.run", "nowhere", "refused", "NotFoundError"),
        ("ingest.cancel", record.id, "refused", "IngestError"),
        ("ingest.undo", record.id, "refused", "IngestError"),
        ("ingest.recount", "nowhere", "refused", "NotFoundError"),
        ("connection.change", "", "refused", "NotAllowedError"),
        ("connection.change", "", "refused", "ConfigError"),
    ]


def test_reading_leaves_none(place):
    record = place.ingest(FILE)
    planned = place.plan(FILE)
    services, before = place.windproof, rows(place.settings.data_dir)
    connection, ingests = services.connection, services.ingests
    assert connection.info()
    assert connection.bucket()
    assert connection.capabilities()
    assert connection.overview()
    assert all(step.ok for step in connection.doctor(BOB))
    assert connection.compare_ledger(BOB) == []
    assert planned.existing
    assert ingests.all() == [ingests.get(record.id)]
    assert ingests.findings(record.id).is_empty()
    assert ingests.open_end(record.id) == ""
    assert ingests.check_undo(record.id)
    assert ingests.progress(record.id) is None
    assert services.explorer.series()
    assert services.explorer.zones()
    assert services.explorer.find(turbine="T1")
    assert services.explorer.name(turbine="T1", site="main") == SERIES
    result = services.verification.verify(BOB, record.id)
    assert services.verification.sides(result, "power_kw", utc_ns(0), utc_ns(9))
    # The plan needed the file kept, and that is all.
    assert [row.action for row in before][-1] == "file.keep"
    assert rows(place.settings.data_dir) == before


@pytest.mark.parametrize("way", ["verify", "doctor"])
def test_a_count_that_changes_what_is_known_says_who_counted(place, way):
    record = place.ingest(FILE)
    place.door.remove(utc_ns(0), utc_ns(10))
    before = len(rows(place.settings.data_dir))
    if way == "verify":
        assert place.windproof.verification.verify(BOB, record.id).verdict == "FAIL"
    else:
        assert not [*place.windproof.connection.doctor(BOB)][-1].ok
    [row] = rows(place.settings.data_dir)[before:]
    assert (row.who, row.action, row.subject) == ("bob", "ingest.recount", record.id)
    assert row.details == {"held": [300, 290], "lacks": [0, 10], "state": ["done", "short"]}


def test_a_connection_is_recorded_by_its_address_and_never_by_its_token(place):
    place.windproof.connection.change(ACTOR, SERVER)
    [row] = rows(place.settings.data_dir)
    assert (row.action, row.subject) == ("connection.change", "http://127.0.0.1:1")
    assert row.details == {"settings": ["INFLUXDB_V2_TOKEN", "INFLUXDB_V2_URL"]}
    with_password = {"INFLUXDB_V2_URL": "http" + "://me:pa55word@127.0.0.1:1"}
    with pytest.raises(ConfigError):
        place.windproof.connection.change(ACTOR, with_password)
    written = (place.settings.data_dir / "audit.db").read_bytes()
    assert TOKEN.encode() not in written
    assert b"pa55word" not in written


@pytest.mark.server
def test_a_bucket_is_recorded_by_its_name(influx):
    name = f"{influx.settings.influx.bucket} two"
    influx.windproof.connection.create_bucket(BOB, name)
    with pytest.raises(ConfigError):
        influx.windproof.connection.create_bucket(BOB, name)
    done, refused = rows(influx.settings.data_dir)
    assert (done.who, done.action, done.subject) == ("bob", "bucket.create", name)
    assert done.details["retention_s"] == 0
    assert done.details["address"] == influx.settings.influx.url
    assert (done.outcome, refused.outcome, refused.error) == ("done", "refused", "ConfigError")
    assert (
        influx.settings.influx.token.encode()
        not in (influx.settings.data_dir / "audit.db").read_bytes()
    )


def test_what_cannot_be_recorded_is_not_done(place):
    record = place.ingest(FILE)
    planned = place.plan(made_file(10), series=replace(SERIES, turbine="T2"))
    (place.settings.data_dir / "audit.db").unlink()
    (place.settings.data_dir / "audit.db").mkdir()
    services = place.windproof
    for change in (
        lambda: services.ingests.start(BOB, planned),
        lambda: services.ingests.run_in_background(BOB, record.id),
        lambda: services.ingests.undo(BOB, record.id, confirmation=record.id),
        lambda: services.connection.change(ACTOR, SERVER),
    ):
        with pytest.raises(ConfigError, match="cannot be recorded"):
            change()
    assert [r.id for r in services.ingests.all()] == [record.id]
    assert services.ingests.progress(record.id) is None
    assert place.verify(record).verdict == "PASS"
    place.door.remove(utc_ns(0), utc_ns(10))
    assert place.verify(record).verdict == "FAIL", "the verdict stands all the same"
    assert services.ingests.get(record.id).held == 300


def test_the_command_line_leaves_the_rows_of_this_machines_user(place, tmp_path):
    path = tmp_path / "made.csv"
    path.write_text(FILE)
    ingest = place.answer("ingest", str(path), "--turbine", "T1", "--retime", "keep")["ingest_id"]
    place.answer("ingests")
    place.answer("verify", ingest)
    place.answer("resume", ingest)
    place.cli("undo", ingest, "--confirm", "no")
    place.answer("undo", ingest, "--confirm", ingest)
    place.cli("users", "add", "eve", stdin="a long enough password\n")
    password = place.answer("users", "reset", "eve")["password"]
    assert [(action, outcome) for action, _, outcome, _ in told(place.settings.data_dir)] == [
        ("file.keep", "done"),
        ("ingest.start", "done"),
        ("ingest.run", "done"),
        ("ingest.run", "done"),
        ("ingest.undo", "refused"),
        ("ingest.undo", "done"),
        ("user.add", "done"),
        ("user.reset-password", "done"),
    ]
    me = machine_actor()
    actions = rows(place.settings.data_dir)
    assert {(row.who, row.origin) for row in actions} == {(me.name, me.origin)}
    assert me.origin.startswith("cli@")
    written = (place.settings.data_dir / "audit.db").read_bytes()
    assert b"a long enough password" not in written
    assert password.encode() not in written


def test_yesterdays_directory_still_opens_logs_in_explores_verifies_and_undoes(yesterday):
    folder = yesterday.settings.data_dir
    services = Windproof(yesterday.settings)
    accounts = Accounts(folder)
    token = accounts.open_session(
        accounts.authenticate("ada", "a password of yesterday", "10.0.0.7")
    )
    ada = accounts.actor_of(token, "10.0.0.7")
    assert ada is not None
    newer = next(r for r in services.ingests.all() if r.file_name == "newer.csv")
    assert services.explorer.find(turbine="T2").series == newer.series
    assert newer.series in services.explorer.zones()
    assert services.verification.verify(ada, newer.id).verdict == "PASS"
    assert services.ingests.undo(ada, newer.id, confirmation=newer.id) == 50
    assert [(r.who, r.origin, r.action) for r in rows(folder)] == [
        ("ada", "10.0.0.7", "ingest.undo")
    ]
    assert {path.name for path in folder.glob("*.v0.*")} == {
        "auth.v0.db",
        "ledger.v0.db",
        "windproof.v0.duckdb",
    }
