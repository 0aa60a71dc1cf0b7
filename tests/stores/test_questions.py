"""What each action asks of the server: no more than it needs, since each may take seconds."""

import io
import json
import time
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import polars as pl
import pytest
from clocks import Quick
from played import Played, Reply, Request, fake_server
from scada import ACTOR, Place, made_file
from servers import free_port

from turbine.cli import main as cli
from turbine.ingest.record import IngestRecord
from turbine.model import deadline
from turbine.model.errors import NotFoundError, StoreUnreachableError
from turbine.model.frame import to_time
from turbine.model.series import Series, Target
from turbine.services.explorer import Explorer
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.stores import _retry
from turbine.stores.base import Store
from turbine.stores.doctor import examine
from turbine.stores.influx import doctor
from turbine.stores.influx._http import FileLimitError
from turbine.stores.influx._parts import in_parts
from turbine.stores.influx.influx1 import Influx1Store

JSON = {"Content-Type": "application/json"}
PERIOD = ("--start", "2018-01-01T00:00Z", "--stop", "2018-01-02T00:00Z")
ASKED = ("--field", "power_kw", "--window", "1d", "--function", "mean", "--json")


def core(request: Request) -> Reply:
    """An InfluxDB 3 Core that holds a thousand tables and answers an aggregate with one window."""
    if request.path == "/ping":
        return Reply(200, b"{}", {"X-Influxdb-Version": "3.10.1", "cluster-uuid": "1"})
    if request.path.startswith("/api/v3/query_sql"):
        text = json.loads(request.body)["q"]
        if "information_schema" not in text:
            return Reply(200, b"[]", JSON)
        rows = [
            {"table_name": f"t{i}", "column_name": name, "data_type": "Float64"}
            for i in range(1_000)
            for name in ("site", "turbine", "power_kw")
        ]
        return Reply(200, json.dumps(rows).encode(), JSON)
    if request.path.startswith("/api/v3/"):
        return Reply(200, day(), {"Content-Type": "application/vnd.apache.parquet"})
    text = parse_qs(request.body.decode())["q"][0]
    results = {"statement_id": 0}
    if text.startswith("SHOW DATABASES"):
        results = {"statement_id": 0, "series": [{"columns": ["name"], "values": [["b"]]}]}
    return Reply(200, json.dumps({"results": [results]}).encode(), JSON)


def day() -> bytes:
    """The rows of a day, as Parquet."""
    stamps = np.arange(144, dtype=np.int64) * 600 * 10**9 + 1_514_764_800 * 10**9
    times = to_time(stamps).dt.replace_time_zone(None)
    body = io.BytesIO()
    pl.DataFrame({"time": times, "power_kw": [2.5] * 144}).write_parquet(body)
    return body.getvalue()


@pytest.fixture
def fake() -> Iterator[Played]:
    with fake_server() as server:
        server.script = core
        yield server


def settings(fake: Played, folder: Path) -> Settings:
    influx = InfluxSettings(url=fake.url, token="t", org="", bucket="b", timeout_s=5.0)
    return Settings(data_dir=folder, store="influxdb", influx=influx)


def questions(fake: Played) -> list[Request]:
    return [request for request in fake.requests if request.path != "/ping"]


@pytest.fixture
def asked(
    fake: Played,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    """Runs ``aggregate`` with these arguments on that server; its JSON."""
    monkeypatch.setattr(cli, "load", lambda: settings(fake, tmp_path))

    def run(*arguments: str) -> dict:
        assert cli.main(["aggregate", *arguments, *ASKED]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def test_an_aggregate_of_a_named_series_and_period_is_one_question(fake: Played, asked) -> None:
    answer = asked("--turbine", "T1", "--site", "main", "--measurement", "scada", *PERIOD)
    assert [w["value"] for w in answer["windows"]] == [2.5]
    assert len(questions(fake)) == 1
    assert len(fake.requests) == 2, "and one for its generation"


def test_a_series_that_was_ingested_here_needs_no_measurement(
    fake: Played, asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Series(measurement="scada", site="main", turbine="T1")
    monkeypatch.setattr(Explorer, "name", lambda *_, **__: mine)
    assert asked("--turbine", "T1", "--site", "main", *PERIOD)["measurement"] == "scada"
    assert len(questions(fake)) == 1


def test_the_ledger_names_the_only_series_of_a_site(place: Place) -> None:
    for measurement in ("scada", "other"):
        named = Series(measurement=measurement, site="main", turbine="T1")
        whole = {"turbine": "T1", "site": "main", "measurement": measurement}
        assert place.windproof.explorer.name(**whole) == named
        place.ingest(made_file(20), series=named)
        alone = place.windproof.explorer.name(turbine="T1", site="main")
        assert alone == (named if measurement == "scada" else None)
        assert place.windproof.explorer.name(turbine="T1") is None
        assert place.windproof.explorer.name(turbine="T1", site="elsewhere") is None


def test_a_turbine_that_is_not_there_is_still_said(place: Place) -> None:
    place.ingest(made_file(20))
    words = ("--turbine", "T9", "--site", "main", "--measurement", "scada", *PERIOD, *ASKED)
    done = place.cli("aggregate", *words)
    assert done.returncode == 1
    assert "There are no points of turbine 'T9'. Turbines with points: T1." in done.stderr
    empty = ("--start", "2019-01-01T00:00Z", "--stop", "2019-01-02T00:00Z")
    words = ("--turbine", "T1", "--site", "main", "--measurement", "scada", *empty, *ASKED[:-1])
    assert place.answer("aggregate", *words)["windows"][0]["count"] == 0


def test_a_search_within_a_measurement_lists_no_other(fake: Played, tmp_path: Path) -> None:
    windproof = Windproof(settings(fake, tmp_path))
    with pytest.raises(NotFoundError):
        windproof.explorer.find(turbine="T1", measurement="t7")
    texts = [json.loads(r.body)["q"] for r in fake.requests if "query_sql" in r.path]
    assert [text for text in texts if "FROM" in text and "information" not in text] == [
        text for text in texts if 'FROM "t7"' in text
    ]


# -- the doctor ----------------------------------------------------------------------------


def test_the_doctor_lists_only_what_lies_in_january_1970(place: Place, monkeypatch) -> None:
    place.ingest(made_file(20))
    asked: list[tuple[int, int]] = []
    if place.settings.store == "duckdb":
        pytest.skip("it asks a server; the embedded database it only opens")
    real = doctor.open_influx

    def opened(*arguments: object, **options: object) -> Store:
        store = real(*arguments, **options)
        series = store.series

        def noted(measurement: str | None = None, *, period: tuple[int, int]) -> list:
            asked.append(period)
            return series(measurement, period=period)

        monkeypatch.setattr(store, "series", noted)
        return store

    monkeypatch.setattr(doctor, "open_influx", opened)
    assert all(step.ok for step in examine(place.settings))
    assert asked == [(0, 31 * 86_400 * 10**9)]


@pytest.mark.parametrize("inside", [True, False])
def test_series_are_listed_within_a_period(place: Place, inside: bool) -> None:
    record = place.ingest(made_file(20))
    step_ns = 600 * 10**9
    store = place.windproof._stores.get()
    if inside:
        period = record.first_ns + 5 * step_ns, record.last_ns - 5 * step_ns
        [info] = store.series(period=period)
        assert info.series == record.series
        assert (info.first_ns, info.last_ns) == (period[0], period[1] - step_ns)
        assert len(info.fields) == 4
        assert store.series("scada", period=period) == [info]
    else:
        assert store.series(period=(record.last_ns + 1, record.last_ns + step_ns)) == []
        assert store.series(period=(0, 31 * 86_400 * 10**9)) == []


# -- one deadline for all questions of an action -------------------------------------------


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> Quick:
    """An action that asks has a second and a half, on this clock."""
    clock = Quick()

    def renew(self: deadline.Deadline) -> None:
        self._end = clock.monotonic() + min(self.seconds, 1.5)

    monkeypatch.setattr(deadline.Deadline, "renew", renew)
    for module in (deadline, _retry):
        monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.mark.parametrize(
    ("call", "action", "answer_s"),
    [
        ("connection.overview", "The overview of the database", 0.2),
        ("explorer.series", "The list of turbines", 0.2),
        ("connection.info", "Identifying the server", 1.2),
        ("connection.bucket", "The search for the bucket", 1.2),
        ("connection.create_bucket", "Creating the bucket", 1.2),
    ],
)
def test_the_sum_of_an_actions_questions_is_bounded(
    short: Quick, fake: Played, tmp_path: Path, call: str, action: str, answer_s: float
) -> None:
    """Each question is answered in time, and all of them are not."""

    # A greeting has no body, in reading which this clock would be looked at.
    clock = time if call == "connection.info" else short

    def slow(request: Request) -> Reply:
        clock.sleep(answer_s)
        return core(request)

    fake.script = slow
    makes = call.endswith("create_bucket")
    bucket = "new" if makes else "b"
    influx = InfluxSettings(url=fake.url, token="t", org="", bucket=bucket, timeout_s=30.0)
    windproof = Windproof(Settings(data_dir=tmp_path, store="influxdb", influx=influx))
    began = short.monotonic()
    with pytest.raises(StoreUnreachableError) as caught:
        attrgetter(call)(windproof)(*[ACTOR] * makes)
    assert short.monotonic() - began < 4
    assert caught.value.message.startswith(f"{action} timed out after 300 s.")
    assert caught.value.hint


def test_what_could_not_be_counted_in_time_is_listed_all_the_same(
    short: Quick, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.ingest(made_file(20))
    store = place.windproof._stores.get()
    real = type(store).aggregate

    def late(*arguments: object) -> object:
        short.sleep(1.6)
        deadline.check()
        return real(*arguments)

    monkeypatch.setattr(type(store), "aggregate", late)
    [holding] = place.windproof.connection.overview().holdings
    assert (holding.info.series.turbine, holding.points) == ("T1", None)


def test_parts_that_are_answered_begin_the_deadline_anew(short: Quick) -> None:
    asked: list[tuple[int, int]] = []

    def ask(start_ns: int, stop_ns: int) -> list[int]:
        deadline.check()
        if stop_ns - start_ns > 10**9:
            raise FileLimitError("too many")
        asked.append((start_ns, stop_ns))
        short.sleep(0.6)
        return [start_ns]

    with deadline.acting("The aggregate", 300.0):
        assert len(in_parts(ask, 0, 4 * 10**9)) == 4
    assert asked[-1][1] == 4 * 10**9


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda place, record: place.verify(record), "The verification timed out after 300 s"),
        (lambda place, record: place.undo(record), "The undo timed out after 300 s"),
        (lambda place, _: place.plan(made_file(30)), "The plan timed out after 300 s"),
    ],
    ids=["verify", "undo", "plan"],
)
def test_a_server_that_went_away_ends_each_action_in_its_words(
    short: Quick, embedded: Place, call: Callable[[Place, IngestRecord], object], said: str
) -> None:
    record = embedded.ingest(made_file(20))
    url = f"http://127.0.0.1:{free_port()}"
    influx = InfluxSettings(url=url, token="a:b", org="", bucket="b", generation=1)
    target = Target(kind="influxdb", address=url, bucket="b")
    embedded.windproof._stores._stores[record.target] = Influx1Store(influx, target)
    with pytest.raises(StoreUnreachableError) as caught:
        call(embedded, record)
    assert caught.value.message.startswith(said)
    assert "cannot be reached" in caught.value.message
