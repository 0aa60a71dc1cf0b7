"""The database page, by its widgets' keys, on real databases."""

import json
import secrets
import stat

import pytest
from apptest import click, has, open_page, run, said, set_embedded, told
from scada import ACTOR, Place, made_file
from servers import Influx2
from streamlit.testing.v1 import AppTest

from turbine.model.errors import StoreUnreachableError
from turbine.model.series import Target
from turbine.services.connection import Connection
from turbine.services.windproof import Windproof
from turbine.settings.config import load

NOBODY = "http://127.0.0.1:9"  # the port of "discard": nobody listens


@pytest.fixture
def open_database(embedded: Place, monkeypatch):
    set_embedded(embedded, monkeypatch)
    monkeypatch.delenv("TURBINE_STORE")
    return lambda user="anna", **more: open_page(
        "database", embedded.settings.data_dir, user, **more
    )


def fill(at: AppTest, **fields: str) -> AppTest:
    for name, text in fields.items():
        at.text_input(key=f"database_{name}_0").input(text)
    return at


def connect(at: AppTest, server: Influx2, bucket: str) -> AppTest:
    """Fill in the form, all of it."""
    at.radio(key="database_store_0").set_value("influxdb")
    return fill(at, address=server.url, token=server.token, organisation=server.org, bucket=bucket)


def everything_sent(at: AppTest) -> str:
    """All that the browser was given, as far as AppTest keeps it."""
    return "\n".join(str(element.proto) for element in at.main) + str(at.sidebar)


def test_the_embedded_database_tells_what_it_is_and_holds(embedded, open_database):
    at = open_database()
    assert "It has no points of Windproof yet" in said(at)
    embedded.ingest(made_file(300))
    run(at)
    text = said(at)
    assert "DuckDB" in text
    assert str(embedded.settings.data_dir / "windproof.duckdb") in text
    assert "forever" in text
    assert "**300 points** in 1 series" in text
    row = at.dataframe[0].value.iloc[0]
    assert (row["Turbine"], row["Site"], row["Measurement"], row["Points"]) == (
        "T1", "main", "scada", 300,
    )  # fmt: skip
    assert str(row["First (UTC)"]) == "2017-12-31 21:00:00"
    assert not has(at, "database_bucket_create"), "a file makes itself"


def test_the_examination_shows_every_step_and_keeps_it(open_database):
    at = click(open_database(), "database_examine")
    steps = ("Settings valid", "File opens", "May write", "Read back equal", "Deleted again")
    for step in (*steps, "Free disk space"):
        assert f"**{step}**" in said(at)
    assert "Everything works" in said(at)
    assert "**Deleted again**" in said(run(at)), "a rerun does not take it away"


def test_a_user_sees_and_examines_but_changes_nothing(open_database):
    open_database()  # anna, the administrator, comes first
    at = open_database("bob", administrator=False)
    assert "An administrator can change where points go." in said(at)
    assert not has(at, "database_save")
    assert "database_token_0" not in at.session_state
    assert "Everything works" in said(click(at, "database_examine"))


def test_an_administrator_connects_a_server_that_survives_a_restart(
    embedded, open_database, influx2_server
):
    bucket = f"a wind park {secrets.token_hex(3)}"
    bucket_id = influx2_server.make_bucket(bucket)
    at = connect(open_database(), influx2_server, bucket)

    click(at, "database_try")
    assert "not saved yet" in said(at)
    assert "Everything works" in said(at)
    assert "the embedded database" in at.sidebar.caption[0].value, "trying changes nothing"

    click(at, "database_save")
    text = said(at)
    assert "Saved. Points are written to" in text
    assert "Everything works" in text
    for fact in ("v2.9", influx2_server.org, influx2_server.org_id(), bucket, bucket_id, "7 days"):
        assert fact in text
    path = embedded.settings.data_dir / "connection.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text())["settings"]["INFLUXDB_V2_TOKEN"] == influx2_server.token
    # What a new process, such as the command line, is set to:
    assert load().target == Target(
        kind="influxdb", address=influx2_server.url, org=influx2_server.org, bucket=bucket
    )
    for seen in (at, open_database()):
        assert influx2_server.token not in everything_sent(seen)
    assert has(at, "database_token_1"), "the field that held the token is gone"
    assert "database_token_0" not in at.session_state


def test_what_cannot_be_meant_is_told_and_changes_nothing(embedded, open_database):
    at = open_database()
    at.radio(key="database_store_0").set_value("influxdb")
    fill(at, address=f"{NOBODY}/api/v2/write?bucket=x", token="s3cret-token")
    click(at, "database_save")
    assert "Address has a path" in said(at)
    click(at, "database_try")
    assert "Address has a path" in said(at)
    assert "s3cret-token" not in said(at)
    assert not (embedded.settings.data_dir / "connection.json").exists()
    assert at.text_input(key="database_address_0").value.startswith(NOBODY), "nothing is lost"


def test_a_server_that_does_not_answer_is_told_and_can_be_corrected(
    embedded, open_database, pauses
):
    Windproof(load()).connection.change(ACTOR, {"INFLUXDB_V2_URL": NOBODY})
    at = open_database()
    assert any(NOBODY in error for error in told(at))
    assert not has(at, "database_bucket_create")
    click(at, "database_examine")
    assert "**Address reachable: no**" in said(at)
    assert "**Token accepted**" not in said(at), "the first step that fails is the last"
    at.radio(key="database_store_0").set_value("duckdb")
    click(at, "database_save")
    assert load().target == embedded.settings.target


def test_what_the_environment_sets_is_shown_and_locked(open_database, influx2_server, monkeypatch):
    bucket = f"set outside {secrets.token_hex(3)}"
    influx2_server.make_bucket(bucket)
    for name, value in {
        "INFLUXDB_V2_URL": influx2_server.url,
        "INFLUXDB_V2_TOKEN": influx2_server.token,
        "INFLUXDB_V2_ORG": influx2_server.org,
        "INFLUXDB_V2_BUCKET": bucket,
    }.items():
        monkeypatch.setenv(name, value)
    at = open_database()
    assert (
        "changed only there: Database, Address, Token, Organisation and Bucket or database."
        in said(at)
    )
    for name in ("address", "token", "organisation", "bucket"):
        assert at.text_input(key=f"database_{name}_0").disabled
    assert at.radio(key="database_store_0").disabled
    assert at.text_input(key="database_token_0").value == ""
    assert influx2_server.token not in everything_sent(at)
    fill(at, **{"time-out": "2500"})
    click(at, "database_save")
    assert load().influx.timeout_s == 2.5
    assert load().influx.bucket == bucket


def test_a_bucket_is_created_with_shards_that_fit_and_taken_into_use(open_database, influx2_server):
    first, second = (f"{name} {secrets.token_hex(3)}" for name in ("not there", "ten days"))
    Windproof(load()).connection.change(
        ACTOR,
        {
            "INFLUXDB_V2_URL": influx2_server.url,
            "INFLUXDB_V2_TOKEN": influx2_server.token,
            "INFLUXDB_V2_ORG": influx2_server.org,
            "INFLUXDB_V2_BUCKET": first,
        },
    )
    at = open_database()
    assert "does not exist" in said(at)
    fill(at, bucket=f"{first} elsewhere")
    click(at, "database_save")
    at.text_input(key="database_bucket_1").input(first)  # the form is drawn again
    click(at, "database_save")
    # What is proposed follows the settings.
    assert at.text_input(key=f"database_bucket_name_{first}").value == first
    click(at, "database_bucket_create")
    assert f"**{first}** was created. Points are written there from now on." in said(at)
    [made] = influx2_server.json("GET", "/api/v2/buckets", name=first)["buckets"]
    rule = made["retentionRules"][0]
    assert (rule["everySeconds"], rule["shardGroupDurationSeconds"]) == (0, 52 * 7 * 86_400)

    click(at, "database_bucket_create")
    assert "The name is empty." in said(at)
    at.text_input(key="database_bucket_name_").input(first)
    run(at)
    click(at, "database_bucket_create")
    assert "already" in said(at)

    at.text_input(key="database_bucket_name_").input(second)
    at.number_input(key="database_bucket_days").set_value(10)
    run(at)
    assert "The server drops points older than 10 days" in said(at)
    click(at, "database_bucket_create")
    [made] = influx2_server.json("GET", "/api/v2/buckets", name=second)["buckets"]
    rule = made["retentionRules"][0]
    assert (rule["everySeconds"], rule["shardGroupDurationSeconds"]) == (864_000, 86_400)
    assert load().target.bucket == second
    assert "for 10 days" in said(at)


def test_names_are_shown_as_they_are(open_database, influx2_server):
    bucket = f"**bold** <b>x</b> {secrets.token_hex(3)}"
    influx2_server.make_bucket(bucket)
    at = connect(open_database(), influx2_server, bucket)
    click(at, "database_save")
    assert bucket in said(at)
    assert not any(bucket in m.value for m in at.markdown), "Markdown is escaped"


def test_a_server_that_is_back_is_seen_after_an_examination(open_database, monkeypatch):
    calls = []

    def overview(self: Connection) -> object:
        calls.append(self)
        if len(calls) == 1:
            raise StoreUnreachableError("It sleeps.", hint="Wake it.")
        return real(self)

    real = Connection.overview
    monkeypatch.setattr(Connection, "overview", overview)
    at = open_database()
    assert "It sleeps." in said(at)
    assert "It sleeps." in said(run(at))
    assert len(calls) == 1, "a failure is remembered: finding it out may take long"
    click(at, "database_examine")
    assert "It sleeps." not in said(at)
    assert "It has no points of Windproof yet" in said(at)
    assert "**Deleted again**" in said(at), "what was examined is still there"
