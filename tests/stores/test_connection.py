"""Settings made in the app: what wins over what, what is kept, and where a token may go."""

import json
import stat

import pytest
from scada import ACTOR, made_file

from turbine.model.actor import Actor
from turbine.model.errors import ConfigError, NotAllowedError
from turbine.model.series import Target
from turbine.services.windproof import Windproof
from turbine.settings import connection_file as saved
from turbine.settings.config import CHANGEABLE, change, load
from turbine.stores import shards

A, B = "http://127.0.0.1:1", "http://127.0.0.1:2"
TOKEN = "s3cret-token-of-A"
USER = Actor(name="bob", origin="tests")


@pytest.fixture
def settings(tmp_path):
    """Loads again, as a restart would, with these things in the environment."""

    def start(**environ: str):
        return load({"TURBINE_DATA_DIR": str(tmp_path), **environ}, tmp_path / "none.toml")

    return start


@pytest.fixture
def make(settings, tmp_path):
    """Saves changes, as the app would."""

    def save(changes: dict[str, str], **environ: str):
        after, kept = change(settings(**environ), changes)
        saved.write(tmp_path, kept)
        return after

    return save


CONNECTION = {
    "INFLUXDB_V2_URL": f"{A}/",
    "INFLUXDB_V2_TOKEN": f" {TOKEN} ",
    "INFLUXDB_V2_ORG": "windy hill",
    "INFLUXDB_V2_BUCKET": "a bucket",
}


def test_what_is_saved_survives_a_restart(settings, make):
    after = make(CONNECTION)
    assert after == settings()
    assert after.target == Target(kind="influxdb", address=A, org="windy hill", bucket="a bucket")
    assert after.influx.token == TOKEN
    make({"INFLUXDB_V2_BUCKET": "another", "INFLUXDB_V2_TIMEOUT": "2500"})
    assert settings().target.bucket == "another"
    assert settings().influx.timeout_s == 2.5
    assert settings().influx.token == TOKEN, "what is not changed stays"
    make({"INFLUXDB_V2_BUCKET": "", "INFLUXDB_V2_TOKEN": ""})
    assert settings().influx.bucket == "windproof", "nothing means the default"
    assert settings().influx.token == ""


def test_the_embedded_database_can_be_chosen_again_and_the_server_stays_known(settings, make):
    make(CONNECTION)
    make({"TURBINE_STORE": "duckdb"})
    assert settings().target.kind == "duckdb"
    assert settings().influx.url == A, "ingests of before can still be verified"
    make({"TURBINE_STORE": "influxdb"})
    assert settings().influx.token == TOKEN


def test_the_file_is_for_its_owner_alone_and_whole_or_as_before(make, tmp_path, monkeypatch):
    make(CONNECTION)
    path = tmp_path / "connection.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ConfigError, match=r"cannot be saved .* No space left") as caught:
        make({"INFLUXDB_V2_BUCKET": "x"})
    assert "The previous settings still apply" in caught.value.hint
    assert path.read_bytes() == before
    assert {p.name for p in tmp_path.iterdir()} == {"connection.json", "locks"}, "nothing else"


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"INFLUXDB_V2_URL": 5}', b"\xff"])
def test_a_damaged_file_is_named_with_what_to_do(settings, tmp_path, content):
    (tmp_path / "connection.json").write_bytes(content)
    with pytest.raises(ConfigError, match=r"connection\.json cannot be read") as caught:
        settings()
    assert "remove it" in caught.value.hint


def test_the_environment_wins_and_cannot_be_changed_in_the_app(settings, make):
    make(CONNECTION)
    outside = {"INFLUXDB_V2_URL": A, "INFLUXDB_V2_BUCKET": "of the environment"}
    now = settings(**outside)
    assert now.target.bucket == "of the environment"
    assert now.target.org == "windy hill", "what the environment does not say, the app may"
    assert now.influx.token == TOKEN
    assert now.fixed == {"INFLUXDB_V2_URL", "INFLUXDB_V2_BUCKET", "TURBINE_STORE"}
    for name in now.fixed:
        with pytest.raises(ConfigError, match=f"{name} cannot be changed in the app"):
            change(now, {name: "x"})
    make({"INFLUXDB_V2_ORG": "another"}, **outside)
    assert settings(**outside).target.org == "another"


def test_the_address_of_the_environment_also_says_that_points_go_there(settings, make):
    make({**CONNECTION, "TURBINE_STORE": "duckdb"})
    assert settings(INFLUXDB_V2_URL=A).target.kind == "influxdb"


def test_settings_of_another_server_do_not_count(settings, make):
    make(CONNECTION)
    elsewhere = settings(INFLUXDB_V2_URL=B)
    assert elsewhere.influx.token == "", "a token goes to its own server only"
    assert elsewhere.target == Target(kind="influxdb", address=B, bucket="windproof")
    make({"INFLUXDB_V2_BUCKET": "of B"}, INFLUXDB_V2_URL=B)
    assert settings(INFLUXDB_V2_URL=B).target.bucket == "of B"
    assert settings(INFLUXDB_V2_URL=B).influx.token == ""


def test_a_new_address_wants_the_token_anew(settings, make):
    make(CONNECTION)
    with pytest.raises(
        ConfigError, match="the saved token is only for the previous server"
    ) as caught:
        make({"INFLUXDB_V2_URL": B})
    assert "Type the token" in caught.value.hint
    assert TOKEN not in str(caught.value)
    assert settings().influx.url == A
    assert make({"INFLUXDB_V2_URL": B, "INFLUXDB_V2_TOKEN": ""}).influx.token == ""
    make(CONNECTION)
    assert make({"INFLUXDB_V2_URL": f"{A}/"}).influx.token == TOKEN, "the same server"


def test_a_token_of_the_environment_goes_to_no_server_named_in_the_app(settings, make, tmp_path):
    (tmp_path / "token").write_text("from a file")
    for outside in (
        {"INFLUXDB_V2_TOKEN": "from outside"},
        {"INFLUXDB_V2_TOKEN_FILE": str(tmp_path / "token")},
    ):
        assert "INFLUXDB_V2_TOKEN" not in settings(**outside).fixed
        assert make({"INFLUXDB_V2_URL": A}, **outside).influx.token == ""
        assert settings(**outside).influx.token == ""
        named = settings(INFLUXDB_V2_URL=A, **outside)
        assert named.influx.token.startswith("from")
        assert "INFLUXDB_V2_TOKEN" in named.fixed


def test_without_an_address_the_token_is_forgotten(settings, make, tmp_path):
    make(CONNECTION)
    make({"TURBINE_STORE": "duckdb", "INFLUXDB_V2_URL": ""})
    assert settings().influx is None
    assert TOKEN not in (tmp_path / "connection.json").read_text()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("INFLUXDB_V2_URL", "ftp://x", "not the address of a server"),
        ("INFLUXDB_V2_URL", f"{A}/api/v2/write?bucket=x", "has a path"),
        ("INFLUXDB_V2_URL", "http" + "://me:pass@x", "contains a user name or password"),
        ("INFLUXDB_V2_TIMEOUT", "soon", "Timeout is 'soon'"),
        ("INFLUXDB_V2_VERIFY_SSL", "perhaps", "INFLUXDB_V2_VERIFY_SSL is 'perhaps'"),
        ("TURBINE_INFLUXDB_GENERATION", "4", "TURBINE_INFLUXDB_GENERATION is '4'"),
        ("TURBINE_STORE", "mysql", "TURBINE_STORE is 'mysql'"),
        ("TURBINE_STORE", "influxdb", "Address is not set"),
        ("TURBINE_DATA_DIR", "/elsewhere", "TURBINE_DATA_DIR cannot be changed in the app"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_saved(make, tmp_path, name, text, message):
    changes = {name: text} if name.startswith("TURBINE_STORE") else {**CONNECTION, name: text}
    with pytest.raises(ConfigError, match=message) as caught:
        make(changes)
    assert "pass@" not in str(caught.value)
    assert not (tmp_path / "connection.json").exists()


def test_no_secret_shows_in_a_repr(make, settings):
    make(CONNECTION)
    for shown in (
        repr(settings()),
        repr(settings(INFLUXDB_V2_URL=B, INFLUXDB_V2_TOKEN="from outside")),
    ):
        assert TOKEN not in shown
        assert "from outside" not in shown


def test_only_an_administrator_changes_or_tries_a_connection(settings, tmp_path):
    windproof = Windproof(settings())
    for forbidden in (
        lambda: windproof.connection.change(USER, CONNECTION),
        lambda: list(windproof.connection.doctor(USER, CONNECTION)),
    ):
        with pytest.raises(NotAllowedError, match="bob may not"):
            forbidden()
    assert not (tmp_path / "connection.json").exists()
    assert all(step.ok for step in windproof.connection.doctor(USER)), (
        "examining what is set is for all"
    )


def test_the_services_change_over_at_once_and_a_try_changes_nothing(settings, tmp_path):
    windproof = Windproof(settings())
    steps = list(windproof.connection.doctor(ACTOR, CONNECTION))
    assert [step.ok for step in steps] == [True, False], "nobody listens there"
    assert windproof.connection.target.kind == "duckdb"
    [step] = windproof.connection.doctor(ACTOR, {"INFLUXDB_V2_URL": "nonsense"})
    assert not step.ok
    assert "not the address of a server" in str(step.message)
    assert not (tmp_path / "connection.json").exists()
    windproof.connection.change(ACTOR, CONNECTION)
    assert windproof.connection.target.address == A
    kept = json.loads((tmp_path / "connection.json").read_text())
    assert kept["settings"]["INFLUXDB_V2_TOKEN"] == TOKEN
    assert set(kept["settings"]) <= set(CHANGEABLE)


def test_an_overview_tells_who_answers_and_what_is_there(place):
    windproof = place.windproof
    empty = windproof.connection.overview()
    assert empty.holdings == ()
    assert empty.server.product == empty.capabilities.product
    record = place.ingest(made_file(300))
    list(windproof.connection.doctor(ACTOR))  # leaves nothing that would be shown
    overview = windproof.connection.overview()
    [holding] = overview.holdings
    assert holding.points == 300
    assert (holding.info.first_ns, holding.info.last_ns) == (record.first_ns, record.last_ns)
    assert overview.bucket == windproof.connection.bucket()


@pytest.mark.parametrize(
    ("span_days", "retention_days", "shard_days"),
    [
        (0.2, 0, 1 / 24),
        (3, 0, 1),
        (8, 0, 1),
        (9, 0, 7),
        (60, 0, 28),
        (365, 0, 364),
        (3_650, 0, 364),
        (365, 1, 1 / 24),
        (365, 30, 1),
        (365, 365, 7),
    ],
)
def test_the_proposed_shards_fit_the_data_and_its_expiry(span_days, retention_days, shard_days):
    shard_s = shards.proposed_shard_s(span_days * 86_400, int(retention_days * 86_400))
    assert shard_s == shard_days * 86_400
