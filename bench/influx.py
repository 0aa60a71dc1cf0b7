"""Against a real InfluxDB 2: writing, reading, aggregating, verifying."""

import io
import itertools
import json
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import polars as pl
from influxdb_client import InfluxDBClient
from influxdb_client.client.warnings import MissingPivotFunction
from influxdb_client.client.write_api import SYNCHRONOUS

from bench.pairs import ROUNDS, Row, ratio
from tests.support.servers import Influx2, describe_influx2, running_influx2
from turbine.explore.aggregate import AggregateRequest
from turbine.ingest.job import batches
from turbine.ingest.record import IngestRecord
from turbine.model.actor import machine_actor
from turbine.model.channels import FIRST as NAMES
from turbine.model.series import Series
from turbine.readers import Scan, Source, open_source
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.stores.influx.line_protocol import encode
from turbine.stores.shards import SHARD_S

SERIES = Series(measurement="scada", site="main", turbine="T1")
ACTOR = machine_actor()
warnings.simplefilter("ignore", MissingPivotFunction)  # one field needs no pivot


def measure(csv: Path) -> Iterator[Row]:
    """All rows, from a server of our own on loopback."""
    there, text = describe_influx2()
    if not there:
        print(f"InfluxDB 2: skipped, {text}")
        return
    print(f"InfluxDB 2: {text}")
    with tempfile.TemporaryDirectory() as folder, running_influx2(Path(folder)) as server:
        bench = Bench(server, csv, Path(folder), zone="Europe/Istanbul")
        yield from bench.writing()
        yield from bench.reading()


class Bench:
    """One file against one server. ``zone`` None: the file says it."""

    def __init__(self, server: Influx2, csv: Path, folder: Path, *, zone: str | None) -> None:
        self._server, self._csv, self._folder, self._zone = server, csv, folder, zone
        self._numbers = itertools.count()
        windproof = self._windproof("warm")
        self._record = self._ingest(windproof)[0]
        self._windproof_warm = windproof
        scan = windproof.files.scan(open_source(csv, csv.name), self._record.interpretation)
        size = self._record.batch_rows
        self._bodies = [
            encode("scada", {"site": "main", "turbine": "T1"}, frame)
            for _, frame in batches(scan.blocks(), size)
        ]

    def _windproof(self, bucket: str) -> Windproof:
        settings = Settings(
            data_dir=self._folder / f"data-{next(self._numbers)}",
            store="influxdb",
            influx=InfluxSettings(
                url=self._server.url,
                token=self._server.token,
                org=self._server.org,
                bucket=bucket,
            ),
        )
        windproof = Windproof(settings)
        if windproof.connection.bucket() is None:
            windproof.connection.create_bucket(ACTOR)
        return windproof

    def _ingest(self, windproof: Windproof) -> tuple[IngestRecord, float]:
        """The whole path, and the seconds from the file to the last acknowledgement."""
        started = time.perf_counter()
        acknowledged = [started]

        def read(source: Source) -> Scan:
            detection = windproof.files.detect(source, zone=self._zone)
            return windproof.files.scan(source, detection.interpretation)

        original, scan = windproof.files.keep_and_read(ACTOR, self._csv, None, read)
        plan = windproof.ingests.plan(original, scan, rule="keep", series=SERIES)
        record = windproof.ingests.start(ACTOR, plan)
        windproof.ingests.run(
            ACTOR,
            record.id,
            scan=scan,
            on_progress=lambda _progress: acknowledged.append(time.perf_counter()),
        )
        return windproof.ingests.get(record.id), acknowledged[-1] - started

    def _fresh(self) -> str:
        name = f"bench {next(self._numbers)}"
        body = {
            "orgID": self._server.org_id(),
            "name": name,
            "retentionRules": [
                {"type": "expire", "everySeconds": 0, "shardGroupDurationSeconds": SHARD_S}
            ],
        }
        self._server.json("POST", "/api/v2/buckets", body)
        return name

    def _client(self) -> InfluxDBClient:
        return InfluxDBClient(
            self._server.url, self._server.token, org=self._server.org, timeout=60_000
        )

    def prebuilt(self, bound: float, rounds: int = ROUNDS) -> Row:
        """From the file to the last acknowledgement, against bodies that are there already."""

        def ours() -> float:
            return self._ingest(self._windproof(self._fresh()))[1]

        def theirs() -> float:
            bucket = self._fresh()
            with self._client() as client, ThreadPoolExecutor(2) as pool:
                api = client.write_api(write_options=SYNCHRONOUS)
                started = time.perf_counter()
                list(pool.map(lambda body: api.write(bucket, record=body), self._bodies))
                return time.perf_counter() - started

        what = "file → last acknowledgement ÷ the same bodies prebuilt"
        return ratio(what, ours, theirs, bound, rounds)

    def writing(self) -> Iterator[Row]:
        """The same against the client with a data frame."""

        def ours() -> float:
            return self._ingest(self._windproof(self._fresh()))[1]

        def client_frame() -> float:
            bucket = self._fresh()
            with self._client() as client:
                api = client.write_api(write_options=SYNCHRONOUS)
                started = time.perf_counter()
                frame = pd.read_csv(self._csv)
                frame.index = pd.to_datetime(
                    frame.pop("Date/Time"), format="%d %m %Y %H:%M"
                ).dt.tz_localize("Europe/Istanbul")
                frame.columns = list(NAMES)
                frame["turbine"] = "T1"
                frame["site"] = "main"
                api.write(
                    bucket,
                    record=frame,
                    data_frame_measurement_name="scada",
                    data_frame_tag_columns=["site", "turbine"],
                )
                return time.perf_counter() - started

        yield self.prebuilt(1.2)
        yield ratio("file → last acknowledgement ÷ influxdb-client", ours, client_frame, 0.4)

    def _flux(self, text: str) -> bytes:
        request = urllib.request.Request(
            f"{self._server.url}/api/v2/query?org={urllib.request.quote(self._server.org)}",
            data=json.dumps(
                {"query": text, "dialect": {"annotations": [], "header": True}}
            ).encode(),
            headers={
                "Authorization": f"Token {self._server.token}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    def _raw(self, *fields: str) -> str:
        chosen = " or ".join(f'r._field == "{name}"' for name in fields)
        return (
            'from(bucket: "warm")'
            " |> range(start: 2017-12-31T00:00:00Z, stop: 2019-01-02T00:00:00Z)"
            f' |> filter(fn: (r) => r._measurement == "scada" and r.turbine == "T1" and ({chosen}))'
        )

    def _windows(self, function: str, extra: str = "") -> str:
        return self._raw("power_kw") + (
            f" |> aggregateWindow(every: 1h, fn: {function}, createEmpty: false"
            f', timeSrc: "_start"{extra})'
        )

    def reading(self) -> Iterator[Row]:
        """Reading back, aggregating, verifying."""
        windproof, record = self._windproof_warm, self._record
        store = windproof._stores.get()

        def read() -> None:
            store.read(SERIES, ("power_kw",), record.first_ns, record.last_ns + 1)

        def read_http() -> None:
            pl.read_csv(
                io.BytesIO(
                    self._flux(self._raw("power_kw") + '|> keep(columns: ["_time", "_value"])')
                )
            )

        def read_frame() -> None:
            with self._client() as client:
                client.query_api().query_data_frame(self._raw("power_kw"))

        def hourly(function: str) -> None:
            windproof.explorer.aggregate(
                AggregateRequest(
                    series=SERIES,
                    channels=("power_kw",),
                    start_ns=record.first_ns,
                    stop_ns=record.last_ns + 1,
                    window="1h",
                    function=function,
                    zone="UTC",
                    fill="gap",
                ),
            )

        def mean_flux() -> None:
            self._flux(self._windows("mean"))
            self._flux(self._windows("count"))

        def quantile_flux(q: float) -> None:
            own = f'tables |> quantile(q: {q}, method: "exact_mean")'
            self._flux(self._windows(f'(column="_value", tables=<-) => {own}'))

        def both_sides() -> None:
            scan = windproof.files.scan(
                windproof.files.original(record.sha256, name="T1", size=record.size),
                record.interpretation,
            )
            pl.concat(scan.blocks())
            store.read(SERIES, NAMES, record.first_ns, record.last_ns + 1)

        yield ratio("one field read back ÷ bare HTTP", read, read_http, 1.3)
        yield ratio("one field read back ÷ query_data_frame", read, read_frame, 0.35)
        yield ratio("hourly mean with coverage ÷ bare Flux", lambda: hourly("mean"), mean_flux, 1.3)
        yield ratio(
            "hourly median ÷ Flux's own",
            lambda: hourly("median"),
            lambda: quantile_flux(0.5),
            0.2,
            3,
        )
        yield ratio(
            "hourly p90 ÷ Flux's own", lambda: hourly("p90"), lambda: quantile_flux(0.9), 0.2, 3
        )
        yield ratio(
            "verification ÷ reading both sides",
            lambda: windproof.verification.verify(ACTOR, record.id) and None,
            both_sides,
            1.5,
        )
