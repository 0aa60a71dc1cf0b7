"""Made SCADA files, and a data directory whose database has a back door."""

import functools
import json
import secrets
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import commands
import numpy as np
import polars as pl
import pytest
from backdoors import SERIES, BackDoor, DuckDBDoor, Influx1Door, Influx2Door, Influx3Door
from paths import ROOT
from samples import ZONE
from servers import PASSWORD, USER, Influx1, Influx2, Influx3

from turbine.ingest.plan import Plan
from turbine.ingest.record import IngestRecord, State
from turbine.ingest.rows import findings_of, retimed
from turbine.ingest.start import new_record
from turbine.model.actor import Actor
from turbine.model.errors import NotFoundError, TurbineError
from turbine.model.series import Series
from turbine.readers import open_source
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.timing.retime import Resolved
from turbine.verify.compare import Verification

HEADER = (
    "Date/Time,LV ActivePower (kW),Wind Speed (m/s),"
    "Theoretical_Power_Curve (KWh),Wind Direction (°)"
)
ACTOR = Actor(name="ada", origin="tests", administrator=True)
START = datetime(2018, 1, 1)  # noqa: DTZ001 - the file's own clock
STEP_S = 600


def line(row: int, *cells: object, start: datetime = START) -> str:
    """A data row: ten minutes after the one before, with these cells."""
    moment = start + timedelta(seconds=STEP_S * row)
    return ",".join([f"{moment:%d %m %Y %H:%M}", *map(str, cells)])


def made_file(rows: int, *, seed: int = 1, start: datetime = START, step_s: int = STEP_S) -> str:
    """A clean file of so many rows, every double with all its digits."""
    noise = np.random.default_rng(seed)
    stop = start + timedelta(seconds=step_s * (rows - 1))
    clock = "%d %m %Y %H:%M:%S" if step_s % 60 else "%d %m %Y %H:%M"
    frame = pl.select(
        pl.datetime_range(start, stop, f"{step_s}s", time_unit="us").dt.strftime(clock),
        power=noise.normal(1_300, 900, rows),
        speed=noise.uniform(0, 25, rows),
        curve=noise.uniform(0, 3_600, rows),
        angle=noise.uniform(0, 360, rows),
    )
    return f"{HEADER}\n{frame.write_csv(include_header=False)}"


def utc_ns(row: int, start: datetime = START) -> int:
    """The stamp of a row under the rule ``keep``: the file's clock is three hours ahead."""
    moment = start.replace(tzinfo=UTC) + timedelta(seconds=STEP_S * row - 3 * 3_600)
    return int(moment.timestamp()) * 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One data directory, its services and its database."""

    settings: Settings
    door: BackDoor
    windproof: Windproof = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "windproof", Windproof(self.settings))

    @property
    def deletes(self) -> bool:
        """Its database can delete points, so that they can be undone and replaced."""
        return self.windproof._stores.get().capabilities.deletes_points

    @property
    def environ(self) -> dict[str, str]:
        """The settings as another process takes them."""
        names = {
            "TURBINE_DATA_DIR": str(self.settings.data_dir),
            "TURBINE_STORE": self.settings.store,
        }
        if influx := self.settings.influx:
            names |= {
                "INFLUXDB_V2_URL": influx.url,
                "INFLUXDB_V2_TOKEN": influx.token,
                "INFLUXDB_V2_ORG": influx.org,
                "INFLUXDB_V2_BUCKET": influx.bucket,
            }
        return commands.environ(**names)

    def plan(
        self,
        text: str | bytes,
        *,
        rule: str = "keep",
        series: Series = SERIES,
        name: str = "made.csv",
        fields: Mapping[int, str] | None = None,
    ) -> Plan:
        data = text.encode() if isinstance(text, str) else text
        original = self.windproof.files.keep(ACTOR, open_source(data, name))
        found = self.windproof.files.detect(original, fields=fields or {})
        if "zone" in found.questions:
            found = self.windproof.files.detect(original, fields=fields or {}, zone=ZONE)
        form = found.interpretation
        scan = self.windproof.files.scan(original, form)
        return self.windproof.ingests.plan(original, scan, rule=rule, series=series)

    def start(
        self,
        text: str | bytes,
        *,
        rule: str = "keep",
        series: Series = SERIES,
        replace: bool = False,
        name: str = "made.csv",
        fields: Mapping[int, str] | None = None,
    ) -> IngestRecord:
        planned = self.plan(text, rule=rule, series=series, name=name, fields=fields)
        return self.windproof.ingests.start(ACTOR, planned, replace=replace, accept_losses=True)

    def ingest(self, text: str | bytes, **asked: Any) -> IngestRecord:
        """As :meth:`start` takes it, and run."""
        record = self.start(text, **asked)
        return self.windproof.ingests.run(ACTOR, record.id)

    def verify(self, record: IngestRecord, *, tolerance: float = 0.0) -> Verification:
        return self.windproof.verification.verify(ACTOR, record.id, tolerance=tolerance)

    def undo(self, record: IngestRecord) -> int:
        return self.windproof.ingests.undo(ACTOR, record.id, confirmation=record.id)

    def classic_mistake(self, text: str | bytes, *, day: str = "2026-11-24") -> IngestRecord:
        """An ingest recorded with the refused mapping, its points written last-wins: what the
        product never does, done through its back door."""
        planned = self.plan(text)
        mistake = Resolved(kind="today", zone="Europe/Istanbul", date=day)
        planned = replace(
            planned, rule="today", resolved=mistake, stamps=mistake.apply(planned.scan.stamps)
        )
        store = self.windproof._stores.get()
        record = replace(new_record(planned, ACTOR, store), id=f"mistake-{day}")
        ledger = self.windproof._ledger
        ledger.add((record, planned.stamps, findings_of(planned.scan), {}))
        for frame in retimed(planned.scan, mistake):
            # The database keeps the last of what is sent to one stamp.
            store.write(record.series, frame.unique("time", keep="last", maintain_order=True))
        for seq in range(-(-planned.scan.counts.kept // record.batch_rows)):
            rows = min(record.batch_rows, planned.scan.counts.kept - seq * record.batch_rows)
            ledger.acknowledge(record.id, seq, stored=rows)
        ledger.set_state(record.id, State.DONE)
        return ledger.get(record.id)

    def cli(self, *arguments: str, stdin: str = "") -> commands.Done:
        """The command line, in this process."""
        return commands.run(self.environ, *arguments, stdin=stdin)

    def process(self, *arguments: str) -> commands.Done:
        """The command line, in a process of its own."""
        return commands.process(self.environ, *arguments)

    def answer(self, *arguments: str, code: int = 0, stdin: str = "") -> dict:
        """The JSON object of a command."""
        done = self.cli(*arguments, "--json", stdin=stdin)
        assert done.returncode == code, done.stderr
        assert all(text.startswith("WARNING: ") for text in done.stderr.splitlines())
        return json.loads(done.stdout, parse_constant=pytest.fail)  # NaN is no JSON

    def popen(self, *arguments: str) -> subprocess.Popen[str]:
        """The command line, running."""
        return subprocess.Popen(
            [sys.executable, "-m", "turbine", *arguments],
            env=self.environ,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def embedded_place(folder: Path) -> Place:
    settings = Settings(data_dir=folder)
    return Place(settings=settings, door=DuckDBDoor(folder / "windproof.duckdb"))


def influx_place(folder: Path, server: Influx2, bucket: str) -> Place:
    influx = InfluxSettings(url=server.url, token=server.token, org=server.org, bucket=bucket)
    return _influx(folder, influx, Influx2Door(server, bucket))


def _influx(folder: Path, influx: InfluxSettings, door: BackDoor) -> Place:
    return Place(settings=Settings(data_dir=folder, store="influxdb", influx=influx), door=door)


def ends_at_refusal(sentence: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """For a test of ``place`` that undoes or replaces points: where the database deletes none (its
    Capabilities say so), it ends at a refusal of these words, and nothing is undone or replaced."""

    def decorated(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def run(*, place: Place, **fixtures: object) -> None:
            if place.deletes:
                test(place=place, **fixtures)
                return
            with pytest.raises(TurbineError, match=sentence) as caught:
                test(place=place, **fixtures)
            assert caught.value.hint
            assert "--replace" not in str(caught.value), "what it cannot do is not advised"
            records = place.windproof.ingests.all()
            assert State.UNDONE not in {record.state for record in records}
            assert place.door.count() >= max((record.held or 0 for record in records), default=0)
            assert [record.replaces for record in records] == [0] * len(records)

        return run

    return decorated


NO_REPLACING = "does not replace values reliably: old ones could survive beside the new ones"
undoing = ends_at_refusal(r"cannot be undone: .* cannot delete single points")
replacing = ends_at_refusal(NO_REPLACING)


def until(condition: Callable[[], object], *, what: str, within_s: float = 60.0) -> None:
    """Wait until it holds; fails, saying ``what``, where it never does."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.01)


def until_done(place: "Place") -> None:
    """Wait until every ingest is done, and the thread that sent it too: it lives a little longer,
    while it keeps a summary, and for pages the ingest still runs."""
    records = place.windproof.ingests.all()
    sending = {f"ingest-{each}" for record in records for each in (record.id, record.upload)}
    for thread in threading.enumerate():
        if thread.name in sending:
            thread.join(60)
    states = {record.id: record.state for record in place.windproof.ingests.all()}
    assert {*states.values()} == {State.DONE}, states


def newest(place: Place) -> IngestRecord:
    """The newest ingest. Raises NotFoundError where there is none."""
    records: Sequence[IngestRecord] = place.windproof.ingests.all()
    if not records:
        raise NotFoundError("There is no ingest.")
    return records[0]


@pytest.fixture
def embedded(tmp_path: Path) -> Place:
    """A data directory with the embedded database."""
    return embedded_place(tmp_path / "data")


@pytest.fixture
def zone_of_the_site(embedded: Place) -> None:
    """The site's clock is known: files that do not say their time zone are not asked about."""
    embedded.windproof.sites.set_zone(ACTOR, "main", ZONE)


@pytest.fixture
def yesterday(tmp_path: Path) -> Place:
    """A data directory as an older version wrote it: see tests/data/README.md."""
    return embedded_place(unpack_yesterday(tmp_path))


def unpack_yesterday(folder: Path) -> Path:
    """The same, not opened yet."""
    with tarfile.open(ROOT / "tests/data/yesterday.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    return folder / "yesterday"


@contextmanager
def on_influx2(folder: Path, server: Influx2) -> Iterator[Place]:
    """A data directory that writes to a fresh bucket of a real InfluxDB 2."""
    bucket_id = server.make_bucket(name := f"bucket {secrets.token_hex(4)}")
    yield influx_place(folder, server, name)
    server.drop_bucket(bucket_id)


@contextmanager
def on_influx1(folder: Path, server: Influx1) -> Iterator[Place]:
    """A data directory that writes to a fresh database of a real InfluxDB 1."""
    name = f"scada_{secrets.token_hex(4)}"
    server.influxql(f"CREATE DATABASE {name}")
    influx = InfluxSettings(url=server.url, token=f"{USER}:{PASSWORD}", org="", bucket=name)
    yield _influx(folder, influx, Influx1Door(server, name))
    server.influxql(f"DROP DATABASE {name}")


@contextmanager
def on_influx3(folder: Path, server: Influx3) -> Iterator[Place]:
    """A data directory that writes to a fresh database of a real InfluxDB 3 Core."""
    server.make(name := f"scada-{secrets.token_hex(4)}")
    influx = InfluxSettings(url=server.url, token=server.token, org="", bucket=name)
    yield _influx(folder, influx, Influx3Door(server, name))
    server.drop(name)  # Core takes five


@pytest.fixture
def influx(tmp_path: Path, influx2_server: Influx2) -> Iterator[Place]:
    with on_influx2(tmp_path / "data", influx2_server) as place:
        yield place


@pytest.fixture
def influx1(tmp_path: Path, influx1_server: Influx1) -> Iterator[Place]:
    with on_influx1(tmp_path / "data", influx1_server) as place:
        yield place


@pytest.fixture
def influx3(tmp_path: Path, influx3_server: Influx3) -> Iterator[Place]:
    with on_influx3(tmp_path / "data", influx3_server) as place:
        yield place


@pytest.fixture(
    params=[
        "embedded",
        pytest.param("influx", marks=pytest.mark.server, id="influxdb2"),
        pytest.param("influx1", marks=pytest.mark.server, id="influxdb1"),
        pytest.param("influx3", marks=pytest.mark.server, id="influxdb3"),
    ]
)
def place(request: pytest.FixtureRequest) -> Place:
    """Each database in turn."""
    return request.getfixturevalue(request.param)


_SERVERS = {
    "influxdb2": ("influx2_server", on_influx2),
    "influxdb1": ("influx1_server", on_influx1),
    "influxdb3": ("influx3_server", on_influx3),
}


@pytest.fixture(
    scope="module",
    params=["embedded", *(pytest.param(name, marks=pytest.mark.server) for name in _SERVERS)],
)
def shared_place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """Each database in turn, for all tests of a module: what each writes needs its own names."""
    folder = tmp_path_factory.mktemp("place") / "data"
    if request.param == "embedded":
        yield embedded_place(folder)
        return
    server, on = _SERVERS[request.param]
    with on(folder, request.getfixturevalue(server)) as place:
        yield place
