"""Made SCADA files, and a data directory whose database has a back door.

A back door reads and changes points without the product's code, so that a test can break what the
product wrote, and count what is really there.
"""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
import polars as pl
import pytest
from servers import Influx2

from turbine.actor import Actor
from turbine.config import InfluxSettings, Settings
from turbine.errors import NotFoundError
from turbine.ingest import plan as planning
from turbine.ingest.record import IngestRecord, State
from turbine.readers import open_source
from turbine.retime import Resolved
from turbine.services import Windproof
from turbine.stores.base import Series
from turbine.verify import Verification

ROOT = Path(__file__).resolve().parent.parent
T1 = Path(os.environ.get("TURBINE_TEST_T1", ROOT.parent / "shared/data/T1.csv"))
HEADER = (
    "Date/Time,LV ActivePower (kW),Wind Speed (m/s),"
    "Theoretical_Power_Curve (KWh),Wind Direction (°)"
)
ACTOR = Actor(name="ada", origin="tests", administrator=True)
SERIES = Series(measurement="scada", site="main", turbine="T1")
START = datetime(2018, 1, 1)  # noqa: DTZ001 - the file's own clock
STEP_S = 600


def line(row: int, *cells: object, start: datetime = START) -> str:
    """A data row: ten minutes after the one before, with these cells."""
    moment = start + timedelta(seconds=STEP_S * row)
    return ",".join([f"{moment:%d %m %Y %H:%M}", *map(str, cells)])


def made_file(rows: int, *, seed: int = 1, start: datetime = START) -> str:
    """A clean file of so many rows, every double with all its digits."""
    noise = np.random.default_rng(seed)
    stop = start + timedelta(seconds=STEP_S * (rows - 1))
    frame = pl.select(
        pl.datetime_range(start, stop, f"{STEP_S}s", time_unit="us").dt.strftime("%d %m %Y %H:%M"),
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


class BackDoor(Protocol):
    """The database behind the product's back."""

    def count(self) -> int:
        """Points that hold a power, of any turbine."""
        ...

    def value(self, field: str, stamp_ns: int) -> float | None: ...

    def put(self, *stamps_ns: int, **fields: float) -> None:
        """Write or change these fields of the points on these stamps."""
        ...

    def remove(self, start_ns: int, stop_ns: int) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DuckDBDoor:
    path: Path
    series: Series = SERIES

    def count(self) -> int:
        rows = self._run(
            "SELECT count(DISTINCT (turbine, time)) FROM points WHERE power_kw IS NOT NULL", []
        )
        return rows[0][0]

    def value(self, field: str, stamp_ns: int) -> float | None:
        rows = self._run(f"SELECT {field} FROM points WHERE epoch_ns(time) = ?", [stamp_ns])
        return rows[0][0] if rows else None

    def put(self, *stamps_ns: int, **fields: float) -> None:
        names = ", ".join(fields)
        here = "measurement = ? AND site = ? AND turbine = ? AND epoch_ns(time) = ?"
        change = f"UPDATE points SET {', '.join(f'{name} = ?' for name in fields)} WHERE {here}"
        add = (
            f"INSERT INTO points (measurement, site, turbine, time, {names}) "
            f"SELECT ?, ?, ?, make_timestamp_ns(?), {', '.join('?' * len(fields))} "
            f"WHERE NOT EXISTS (SELECT 1 FROM points WHERE {here})"
        )
        tags = [self.series.measurement, self.series.site, self.series.turbine]
        values = list(fields.values())
        with duckdb.connect(self.path) as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS points (measurement VARCHAR, site VARCHAR,"
                " turbine VARCHAR, time TIMESTAMP_NS, power_kw DOUBLE, wind_speed_mps DOUBLE,"
                " theoretical_power_kw DOUBLE, wind_direction_deg DOUBLE)"
            )
            connection.begin()
            for stamp_ns in stamps_ns:
                identity = [*tags, stamp_ns]
                connection.execute(change, [*values, *identity])
                connection.execute(add, [*identity, *values, *identity])
            connection.commit()

    def remove(self, start_ns: int, stop_ns: int) -> None:
        self._run(
            "DELETE FROM points WHERE epoch_ns(time) >= ? AND epoch_ns(time) < ?",
            [start_ns, stop_ns],
        )

    def _run(self, sql: str, parameters: list[object]) -> list[tuple]:
        with duckdb.connect(self.path) as connection:
            return connection.execute(sql, parameters).fetchall()


@dataclass(frozen=True, slots=True, kw_only=True)
class InfluxDoor:
    server: Influx2
    bucket: str
    series: Series = SERIES

    def count(self) -> int:
        text = self._from(-(2**62), 2**62) + (
            '|> filter(fn: (r) => r._field == "power_kw") |> count() |> group() |> sum()'
        )
        rows = self.server.flux(text).split()
        return int(rows[1].split(",")[-1]) if len(rows) > 1 else 0

    def value(self, field: str, stamp_ns: int) -> float | None:
        text = self._from(stamp_ns, stamp_ns + 1)
        text += f'|> filter(fn: (r) => r._field == "{field}") |> keep(columns: ["_value"])'
        rows = self.server.flux(text).split()
        return float(rows[1].split(",")[-1]) if len(rows) > 1 else None

    def put(self, *stamps_ns: int, **fields: float) -> None:
        pairs = ",".join(f"{name}={value!r}" for name, value in fields.items())
        key = f"{self.series.measurement},site={self.series.site},turbine={self.series.turbine}"
        self.server.write(self.bucket, "\n".join(f"{key} {pairs} {s}" for s in stamps_ns).encode())

    def remove(self, start_ns: int, stop_ns: int) -> None:
        body = {"start": _rfc3339(start_ns), "stop": _rfc3339(stop_ns - 1)}  # stop is included
        status, answer = self.server.ask(
            "POST", "/api/v2/delete", body, org=self.server.org, bucket=self.bucket
        )
        assert status == 204, answer

    def _from(self, start_ns: int, stop_ns: int) -> str:
        return (
            f'from(bucket: "{self.bucket}") '
            f"|> range(start: time(v: {start_ns}), stop: time(v: {stop_ns})) "
        )


def _rfc3339(stamp_ns: int) -> str:
    return f"{np.datetime64(stamp_ns, 'ns')}Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One data directory, its services and its database."""

    settings: Settings
    door: BackDoor
    windproof: Windproof = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "windproof", Windproof(self.settings))

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
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TURBINE_", "INFLUXDB_"))}
        return kept | names | {"PYTHONPATH": str(ROOT)}

    def plan(
        self,
        text: str | bytes,
        *,
        rule: str = "keep",
        series: Series = SERIES,
        name: str = "made.csv",
    ) -> planning.Plan:
        data = text.encode() if isinstance(text, str) else text
        original = self.windproof.keep(ACTOR, open_source(data, name))
        form = self.windproof.detect(ACTOR, original).interpretation
        scan = self.windproof.scan(ACTOR, original, form)
        return self.windproof.plan(ACTOR, original, scan, rule=rule, series=series)

    def start(
        self,
        text: str | bytes,
        *,
        rule: str = "keep",
        series: Series = SERIES,
        replace: bool = False,
        name: str = "made.csv",
    ) -> IngestRecord:
        planned = self.plan(text, rule=rule, series=series, name=name)
        return self.windproof.start(ACTOR, planned, replace=replace)

    def ingest(
        self,
        text: str | bytes,
        *,
        rule: str = "keep",
        series: Series = SERIES,
        replace: bool = False,
        name: str = "made.csv",
    ) -> IngestRecord:
        record = self.start(text, rule=rule, series=series, replace=replace, name=name)
        return self.windproof.run(ACTOR, record.id)

    def verify(self, record: IngestRecord, *, tolerance: float = 0.0) -> Verification:
        return self.windproof.verify(ACTOR, record.id, tolerance=tolerance)

    def undo(self, record: IngestRecord) -> int:
        return self.windproof.undo(ACTOR, record.id, confirmation=record.id)

    def classic_mistake(self, text: str | bytes, *, day: str = "2026-11-24") -> IngestRecord:
        """An ingest recorded with the refused mapping, its points written last-wins: what the
        product never does, done through its back door."""
        planned = self.plan(text)
        mistake = Resolved(kind="today", zone="Europe/Istanbul", date=day)
        planned = replace(
            planned, rule="today", resolved=mistake, stamps=mistake.apply(planned.scan.stamps)
        )
        store = self.windproof._store()
        record = replace(planning.new_record(planned, ACTOR, store), id=f"mistake-{day}")
        ledger = self.windproof._ledger
        ledger.add(record, planned.stamps, planning.findings_of(planned.scan), {})
        for frame in planning.retimed(planned.scan, mistake):
            # The database keeps the last of what is sent to one stamp.
            store.write(record.series, frame.unique("time", keep="last", maintain_order=True))
        for seq in range(-(-planned.scan.counts.kept // record.batch_rows)):
            rows = min(record.batch_rows, planned.scan.counts.kept - seq * record.batch_rows)
            ledger.acknowledge(record.id, seq, stored=rows)
        ledger.set_state(record.id, State.DONE)
        return ledger.get(record.id)

    def cli(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """The command line, in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "turbine", *arguments],
            env=self.environ,
            cwd=ROOT,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def answer(self, *arguments: str, code: int = 0) -> dict:
        """The JSON object of a command."""
        done = self.cli(*arguments, "--json")
        assert done.returncode == code, done.stderr
        assert done.stderr == ""
        return json.loads(done.stdout)

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
    return Place(settings=settings, door=DuckDBDoor(path=folder / "windproof.duckdb"))


def influx_place(folder: Path, server: Influx2, bucket: str) -> Place:
    influx = InfluxSettings(url=server.url, token=server.token, org=server.org, bucket=bucket)
    settings = Settings(data_dir=folder, store="influxdb", influx=influx)
    return Place(settings=settings, door=InfluxDoor(server=server, bucket=bucket))


def until(condition: Callable[[], object], *, what: str, within_s: float = 60.0) -> None:
    """Wait until it holds; fails, saying ``what``, where it never does."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.01)


def newest(place: Place) -> IngestRecord:
    """The newest ingest. Raises NotFoundError where there is none."""
    records: Sequence[IngestRecord] = place.windproof.ingests(ACTOR)
    if not records:
        raise NotFoundError("There is no ingest.")
    return records[0]


@pytest.fixture
def embedded(tmp_path: Path) -> Place:
    """A data directory with the embedded database."""
    return embedded_place(tmp_path / "data")


@pytest.fixture
def influx(tmp_path: Path, influx2_server: Influx2) -> Iterator[Place]:
    """A data directory that writes to a fresh bucket of a real InfluxDB 2."""
    bucket_id = influx2_server.make_bucket(name := f"bucket {secrets.token_hex(4)}")
    yield influx_place(tmp_path / "data", influx2_server, name)
    influx2_server.drop_bucket(bucket_id)


@pytest.fixture(
    params=["embedded", pytest.param("influx", marks=pytest.mark.server, id="influxdb2")]
)
def place(request: pytest.FixtureRequest) -> Place:
    """Each database in turn."""
    return request.getfixturevalue(request.param)
