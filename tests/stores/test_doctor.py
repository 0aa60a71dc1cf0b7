"""The connection doctor: each thing that may be wrong is named at its own step."""

import json
import secrets
import shutil
import socket
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import commands
import numpy as np
import polars as pl
import pytest
from certificates import certificate, saved, tls_server
from played import Played, Reply, fake_server
from scada import SERIES
from servers import PASSWORD, USER, Influx1, Influx2, Influx3, free_port

from turbine.model.frame import to_time
from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.stores import doctor, open_store
from turbine.stores.doctor import Step, examine
from turbine.stores.explain import meaning
from turbine.stores.influx._http import refusal

TOKEN = "a-secret-that-nobody-may-see"
GREETING = {"X-Influxdb-Version": "v2.9.1"}
SERVER_STEPS = [
    "settings valid",
    "address reachable",
    "TLS",
    "is an InfluxDB",
    "token accepted",
    "organisation found",
    "bucket found",
    "may read",
    "may write",
    "read back equal",
    "deleted again",
]


def run(influx: InfluxSettings) -> list[Step]:
    steps = list(examine(Settings(data_dir=Path("/nonexistent"), store="influxdb", influx=influx)))
    assert [str(step.step) for step in steps] == SERVER_STEPS[: len(steps)]
    assert all(step.ok for step in steps[:-1])
    assert influx.token not in repr(steps) or not influx.token
    return steps


def failed(influx: InfluxSettings, at: str) -> str:
    """What the failing step says."""
    last = run(influx)[-1]
    assert (str(last.step), last.ok) == (at, False), last
    assert last.hint
    return f"{last.message} {last.hint}"


def well(influx: InfluxSettings) -> dict[str, Step]:
    steps = run(influx)
    assert [str(step.step) for step in steps] == SERVER_STEPS, steps[-1]
    assert steps[-1].ok
    return {str(step.step): step for step in steps}


def at(url: str, *, token: str = TOKEN, org: str = "o", timeout_s: float = 5.0) -> InfluxSettings:
    return InfluxSettings(url=url, token=token, org=org, bucket="b", timeout_s=timeout_s)


@pytest.fixture
def fake() -> Iterator[Played]:
    with fake_server() as server:
        yield server


# -- settings, on the command line ---------------------------------------------------------


def cli(folder: Path, *arguments: str, **settings: str) -> commands.Done:
    environ = commands.environ(TURBINE_DATA_DIR=str(folder / "data"), **settings)
    return commands.run(environ, "doctor", *arguments)


@pytest.mark.parametrize(
    ("url", "message", "hint"),
    [
        (
            "http://localhost:8086/api/v2/write?bucket=b&token=hush",
            "INFLUXDB_V2_URL has a path: '/api/v2/write'.",
            "http://localhost:8086",
        ),
        (
            "localhost:8086?token=hush",
            "'localhost:8086', which is not the address",
            "http://localhost",
        ),
        ("http://localhost:hush", "not the address of a server", "http://localhost:8086"),
        ("http://localhost]", "not the address of a server", "http://localhost:8086"),
    ],
)
def test_an_address_that_cannot_be_meant_is_the_failing_first_step(tmp_path, url, message, hint):
    done = cli(tmp_path, "--json", INFLUXDB_V2_URL=url, INFLUXDB_V2_TOKEN=TOKEN)
    assert (done.returncode, done.stderr) == (1, "")
    report = json.loads(done.stdout)
    assert report["ok"] is False
    [step] = report["steps"]
    assert (step["step"], step["ok"]) == ("settings valid", False)
    assert message in step["message"]
    assert hint in step["hint"]
    assert TOKEN not in done.stdout
    assert "token=" not in done.stdout


def test_the_embedded_database_is_well_in_json_and_in_words(tmp_path):
    done = cli(tmp_path, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert report["ok"] is True
    assert all({*step} == {"step", "ok", "seconds", "message", "hint"} for step in report["steps"])
    names = [step["step"] for step in report["steps"]]
    words = cli(tmp_path)
    assert (words.returncode, words.stderr) == (0, "")
    assert [line.split(": ")[0] for line in words.stdout.splitlines()] == [
        f"ok    {name}" for name in names
    ]
    settings = Settings(data_dir=tmp_path / "data")
    assert open_store(settings).series() == []  # its point is gone


def test_words_name_the_failure_and_what_to_do(tmp_path):
    done = cli(tmp_path, INFLUXDB_V2_URL=f"http://127.0.0.1:{free_port()}", INFLUXDB_V2_TOKEN=TOKEN)
    assert done.returncode == 1
    assert done.stdout.splitlines()[1].startswith("FAILED  address reachable: 127.0.0.1 refuses")
    assert "Check the port" in done.stdout.splitlines()[2]


# -- the embedded database -----------------------------------------------------------------


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "windproof.duckdb").write_bytes(b"not a database" * 1_000)
    *_, last = examine(Settings(data_dir=tmp_path))
    assert (str(last.step), last.ok) == ("file opens", False)
    assert "cannot be read" in str(last.message)
    assert "backup" in str(last.hint)


def test_a_disk_without_room_is_named(tmp_path, monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(7_000_000))
    *others, last = examine(Settings(data_dir=tmp_path))
    assert all(step.ok for step in others)
    assert (str(last.step), last.ok) == ("free disk space", False)
    assert str(last.message).startswith("Only 0.0 GB are free")
    assert "100 MB" in str(last.hint)


# -- address and TLS -----------------------------------------------------------------------


def test_a_wrong_port_is_named():
    port = free_port()
    said = failed(at(f"http://127.0.0.1:{port}"), "address reachable")
    assert f"127.0.0.1 refuses connections to port {port}" in said


def test_a_host_that_nobody_knows_is_named():
    host = "no-such-host.invalid"
    said = failed(at(f"http://{host}:8086"), "address reachable")
    assert f"no host named {host!r}" in said


def test_https_against_a_server_of_plain_http(fake):
    https = fake.url.replace("http", "https")
    said = failed(at(https, timeout_s=2), "TLS")
    assert "the server there speaks plain http" in said
    assert f"Set the address of the connection to {fake.url}" in said


def test_http_against_a_server_of_tls(tmp_path):
    with tls_server(saved(certificate("own"), tmp_path, "own")) as url:
        said = failed(at(url.replace("https", "http")), "is an InfluxDB")
    assert "begins with http, but the server there speaks https" in said
    assert f"Set the address of the connection to {url}." in said


def test_a_self_signed_certificate_is_named_and_accepted_once_it_is_trusted(tmp_path):
    chain = saved(certificate("own"), tmp_path, "own")
    with tls_server(chain) as url:
        said = failed(at(url), "TLS")
        assert "is self-signed" in said
        assert "set the CA certificate file of the connection" in said
        trusting = replace(at(url), ca_cert=chain)
        assert "does not accept the token" in failed(trusting, "token accepted")


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")  # asked for
def test_an_expired_certificate_is_named(tmp_path):
    authority = certificate("authority")
    trusted = saved(authority, tmp_path, "authority")
    old = certificate("server", signed_by=authority, days=-1)
    with tls_server(saved(old, tmp_path, "old")) as url:
        said = failed(replace(at(url), ca_cert=trusted), "TLS")
        assert "has expired. Renew it on the server." in said
        anyway = run(replace(at(url), verify_ssl=False))
    assert anyway[2].ok
    assert "any certificate is accepted" in str(anyway[2].message)
    assert "verify the certificate" in str(anyway[2].hint)


def test_certificates_of_an_unknown_authority_and_for_another_name(tmp_path):
    authority = certificate("authority")
    trusted = saved(authority, tmp_path, "authority")
    with tls_server(saved(certificate("s", signed_by=authority), tmp_path, "s")) as url:
        assert "an authority that this machine does not know" in failed(at(url), "TLS")
        steps = run(replace(at(url), ca_cert=trusted))
        assert str(steps[2].message).startswith("TLSv1.3, and the certificate is good")
    other = certificate("s", signed_by=authority, address="10.1.2.3")
    with tls_server(saved(other, tmp_path, "other")) as url:
        said = failed(replace(at(url), ca_cert=trusted), "TLS")
    assert "made for another name" in said


def test_a_missing_ca_file_is_named():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"https://127.0.0.1:{listening.getsockname()[1]}"
        said = failed(replace(at(url), ca_cert=Path("/nonexistent/ca.pem")), "TLS")
    assert "The CA certificate file '/nonexistent/ca.pem' cannot be read: No such file" in said


# -- what answers --------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_accepts_and_never_answers(scheme):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"{scheme}://127.0.0.1:{listening.getsockname()[1]}"
        said = failed(at(url, timeout_s=0.3), "is an InfluxDB" if scheme == "http" else "TLS")
    assert "accepts the connection and then never answers (0.3 s waited" in said


def test_a_proxys_page_is_named_with_its_title(fake):
    page = b"<!doctype html><html><head><title>Please log in</title></head></html>"
    fake.play(Reply(200, page, {"Content-Type": "text/html"}))
    said = failed(at(fake.url, timeout_s=1), "is an InfluxDB")
    assert "answers with an HTML page titled 'Please log in' (HTTP 200)" in said
    assert "A proxy" in said


def test_a_server_that_sends_callers_elsewhere(fake):
    fake.play(Reply(301, b"", {"Location": "https://influx.example.com/ping?token=x"}))
    said = failed(at(fake.url, timeout_s=1), "is an InfluxDB")
    assert "redirects to https://influx.example.com." in said


def test_another_program_is_no_influxdb(fake):
    fake.play(Reply(404, b'{"error":"not found"}', {"Content-Type": "application/json"}))
    said = failed(at(fake.url, timeout_s=1), "is an InfluxDB")
    assert "not as an InfluxDB" in said


def test_a_generation_that_the_server_denies_is_mentioned(fake):
    fake.play(Reply(204, b"", GREETING))
    steps = run(replace(at(fake.url), generation=1))
    assert "generation of the connection is set to 1, but the server says 2" in str(steps[3].hint)


# -- InfluxDB 2 ----------------------------------------------------------------------------


@pytest.fixture
def bucket(influx2_server: Influx2) -> Iterator[tuple[InfluxSettings, str]]:
    """Settings for a bucket with a space in its name, and the bucket's ID."""
    name = f"of its own {secrets.token_hex(4)}"
    made = influx2_server.make_bucket(name)
    yield (
        InfluxSettings(
            url=influx2_server.url, token=influx2_server.token, org=influx2_server.org, bucket=name
        ),
        made,
    )
    influx2_server.drop_bucket(made)


@pytest.mark.server
class TestInflux2:
    def test_all_is_well_by_name_and_by_id(self, bucket, influx2_server):
        influx, bucket_id = bucket
        org_id = influx2_server.org_id()
        for given in (influx, replace(influx, org=org_id, bucket=bucket_id)):
            steps = well(given)
            assert str(steps["is an InfluxDB"].message).startswith("InfluxDB 2.")
            org_step, bucket_step = steps["organisation found"], steps["bucket found"]
            assert str(org_step.message) == f"{influx.org!r} has the ID {org_id}."
            assert f"{influx.bucket!r} has the ID {bucket_id}" in str(bucket_step.message)
            assert "forever" in str(bucket_step.message)
        settings = Settings(data_dir=Path("/nonexistent"), store="influxdb", influx=influx)
        store = open_store(settings)
        assert store.series() == []  # the test points are gone
        store.close()

    def test_a_token_that_nobody_knows_and_none(self, bucket):
        influx, _ = bucket
        said = failed(replace(influx, token=TOKEN), "token accepted")
        assert "does not accept the token. Check the token of the connection" in said
        assert "No token is set" in failed(replace(influx, token=""), "token accepted")
        assert "no token has" in failed(replace(influx, token="two\nlines"), "token accepted")

    def test_a_token_for_the_bucket_alone_sees_no_organisation_and_is_enough(
        self, bucket, influx2_server
    ):
        influx, bucket_id = bucket
        rights = [(action, "buckets", bucket_id) for action in ("read", "write")]
        steps = well(replace(influx, token=influx2_server.make_token(*rights)))
        assert "may see no organisation" in str(steps["organisation found"].message)

    def test_a_token_that_may_only_read(self, bucket, influx2_server):
        influx, bucket_id = bucket
        token = influx2_server.make_token(("read", "buckets", bucket_id))
        said = failed(replace(influx, token=token), "may write")
        assert "HTTP 403" in said
        assert "Use a token that is allowed to write points there." in said

    def test_a_token_that_may_only_write(self, bucket, influx2_server):
        influx, bucket_id = bucket
        token = influx2_server.make_token(("write", "buckets", bucket_id))
        said = failed(replace(influx, token=token), "bucket found")
        assert "A token that may not read it does not see it either." in said

    def test_an_unknown_bucket_and_an_id_where_another_belongs(self, bucket, influx2_server):
        influx, _ = bucket
        said = failed(replace(influx, bucket="no such bucket"), "bucket found")
        assert "'no such bucket' to this token. Correct the name" in said
        said = failed(replace(influx, bucket=influx.bucket.upper()), "bucket found")
        assert f"Did you mean {influx.bucket!r}? Correct the name" in said
        said = failed(replace(influx, bucket=influx2_server.org_id()), "bucket found")
        assert "That is the ID of the organisation" in said
        assert "'0123456789abcdef'" in failed(
            replace(influx, bucket="0123456789abcdef"), "bucket found"
        )

    def test_an_unknown_organisation(self, bucket):
        influx, bucket_id = bucket
        for org in ("nobody", bucket_id, ""):
            said = failed(replace(influx, org=org), "organisation found")
            assert "Set the organisation of the connection" in said
            assert "Did you mean" not in said
        said = failed(replace(influx, org=f" {influx.org.upper()}"), "organisation found")
        assert f"Did you mean {influx.org!r}? Set the organisation" in said

    def test_a_retention_of_a_day_is_a_warning_of_the_bucket(self, influx2_server):
        name = f"short {secrets.token_hex(4)}"
        made = influx2_server.make_bucket(name, retention_s=86_400)
        influx = at(influx2_server.url, token=influx2_server.token, org=influx2_server.org)
        influx = replace(influx, bucket=name)
        steps = well(influx)
        settings = Settings(data_dir=Path("/nonexistent"), store="influxdb", influx=influx)
        store = open_store(settings)
        seconds = pl.DataFrame({"time": to_time(np.array([1_700_000_000])), "power_kw": [1.0]})
        [refusal] = store.write(SERIES, seconds).refused
        assert "1970: seconds, or another coarser unit, were sent" in str(refusal.text)
        store.close()
        influx2_server.drop_bucket(made)
        assert "keeps points for 1 day." in str(steps["bucket found"].message)
        assert "would drop points older than 1 day" in str(steps["bucket found"].hint)

    def test_points_in_1970_are_recognised(self, bucket, influx2_server):
        influx, _ = bucket
        line = b"scada,site=main,turbine=T%d power_kw=1 %d"
        influx2_server.write(influx.bucket, line % (1, 1_700_000_000))
        influx2_server.write(influx.bucket, line % (2, 1_700_000_000 * 10**9))
        hint = str(well(influx)["may read"].hint)
        assert "points of 'T1'. Those points are dated January 1970" in hint


def test_a_refused_write_says_what_the_servers_words_mean():
    assert "1970: seconds" in str(meaning("oldest point at 1970-01-01T00:00:01.5Z dropped because"))
    assert "InfluxDB 3 could not read a value" in str(meaning("No fields were provided"))
    conflict = meaning('input field "power_kw" is type float, field type conflict')
    assert "another type" in str(conflict)
    assert meaning("words that no server has said so far") == ""
    error = refusal(
        "http://localhost", "write points", 400, {}, b'{"error":"No fields were provided"}'
    )
    assert error.hint == str(meaning("No fields were provided"))


# -- InfluxDB 1 and 3 ----------------------------------------------------------------------


@pytest.mark.server
def test_influxdb_1(influx1_server: Influx1):
    name = f"of its own {secrets.token_hex(4)}"
    influx1_server.influxql(f'CREATE DATABASE "{name}" WITH DURATION 36h')
    influx = replace(at(influx1_server.url, token=f"{USER}:{PASSWORD}", org=""), bucket=name)
    steps = well(influx)
    assert "no organisations" in str(steps["organisation found"].message)
    assert "would drop points older than 36 hours" in str(steps["bucket found"].hint)
    assert "does not accept" in failed(replace(influx, token="ada:wrong"), "token accepted")
    assert "user:password" in failed(replace(influx, token=TOKEN), "token accepted")
    said = failed(replace(influx, bucket="0123456789abcdef"), "bucket found")
    assert "InfluxDB 1 knows only names" in said
    for suffix in ("", "/autogen"):
        said = failed(replace(influx, bucket=f"{name[:-1]}{suffix}"), "bucket found")
        assert f"Did you mean '{name}{suffix}'?" in said
    influx1_server.influxql(f'DROP DATABASE "{name}"')


@pytest.mark.server
def test_influxdb_3_keeps_the_test_point_and_says_so(influx3_server: Influx3):
    name = f"doctor-{secrets.token_hex(4)}"
    influx = at(influx3_server.url, token=influx3_server.token, org="")
    influx = replace(influx, bucket=name)
    said = failed(influx, "bucket found")
    assert "no database named" in said
    assert "Did you mean" not in said
    settings = Settings(data_dir=Path("/nonexistent"), store="influxdb", influx=influx)
    store = open_store(settings)
    store.create_bucket()
    store.close()
    steps = well(influx)
    said = failed(replace(influx, bucket=f"{name}x"), "bucket found")
    assert f"Did you mean {name!r}?" in said
    influx3_server.drop(name)
    assert f"stays in the measurement {doctor.MEASUREMENT}" in str(steps["deleted again"].message)
    assert "does not accept" in failed(replace(influx, token=TOKEN), "token accepted")
