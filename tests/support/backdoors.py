"""Each store with a back door: reads and writes that share no code with the product."""

import csv
import io
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import duckdb
from servers import Influx1, Influx2, Influx3

from turbine.model.channels import NAMES
from turbine.model.series import Series
from turbine.stores.base import Store

_DUCKDB = "measurement VARCHAR, site VARCHAR, turbine VARCHAR, time TIMESTAMP_NS, " + ", ".join(
    f"{name} DOUBLE" for name in NAMES
)

Values = dict[tuple[int, str], float]
"""(time in ns, field) → value."""


class BackDoor(Protocol):
    def put(self, series: Series, values: Mapping[tuple[int, str], float]) -> None: ...

    def get(self, series: Series) -> Values:
        """Every value that the database holds of the series."""
        ...

    def put_whole(self, series: Series, time_ns: int, name: str) -> str:
        """Store a 1 that is an integer to the database; what it calls that type."""
        ...

    def put_beside(self, series: Series, time_ns: int, name: str, value: float) -> str:
        """Store a further point on a stamp that has one; the tags that tell it from the first."""
        ...

    def put_other(self, series: Series, time_ns: int, name: str, text: str) -> None:
        """Store a text in a field that is none of Windproof's."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    store: Store
    door: BackDoor
    another: Callable[[], Store]
    """A second store on the same points, as another thread or process would open it."""
    at: Callable[..., Store] | None = None
    """A store on the same points that reaches its server by another address, such as a proxy's
    (``url``, and ``timeout_s`` of a request); None where there is no server."""


@dataclass(frozen=True, slots=True)
class DuckDBDoor:
    path: Path

    def put(self, series: Series, values: Mapping[tuple[int, str], float]) -> None:
        tags = [series.measurement, series.site, series.turbine]
        with duckdb.connect(self.path) as connection:
            for (time_ns, name), value in values.items():
                connection.execute(
                    f"INSERT INTO points (measurement, site, turbine, time, {name})"
                    " VALUES (?, ?, ?, make_timestamp_ns(?), ?)",
                    [*tags, time_ns, value],
                )

    def get(self, series: Series) -> Values:
        if not self.path.exists():
            return {}
        with duckdb.connect(self.path) as connection:
            answer = connection.execute(
                "SELECT epoch_ns(time) AS ns, * EXCLUDE (measurement, site, turbine, time)"
                " FROM points WHERE (measurement, site, turbine) = (?, ?, ?)",
                [series.measurement, series.site, series.turbine],
            )
            names = [column[0] for column in answer.description]
            rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        stamps = [row["ns"] for row in rows]
        assert len(stamps) == len(set(stamps)), "a stamp is stored twice"
        return {
            (row["ns"], name): value
            for row in rows
            for name, value in row.items()
            if name != "ns" and value is not None
        }

    def put_whole(self, series: Series, time_ns: int, name: str) -> str:
        with duckdb.connect(self.path) as connection:
            connection.execute(f"CREATE TABLE IF NOT EXISTS points ({_DUCKDB})")
            connection.execute(f"ALTER TABLE points ALTER {name} TYPE BIGINT")
        self.put(series, {(time_ns, name): 1})
        return "BIGINT"

    def put_beside(self, series: Series, time_ns: int, name: str, value: float) -> str:
        self.put(series, {(time_ns, name): value})
        return ""

    def put_other(self, series: Series, time_ns: int, name: str, text: str) -> None:
        with duckdb.connect(self.path) as connection:
            connection.execute(f"CREATE TABLE IF NOT EXISTS points ({_DUCKDB})")
            connection.execute(f'ALTER TABLE points ADD COLUMN IF NOT EXISTS "{name}" VARCHAR')
            connection.execute(f'ALTER TABLE points ALTER "{name}" TYPE VARCHAR')
            change = f'UPDATE points SET "{name}" = ? WHERE epoch_ns(time) = ?'
            (changed,) = connection.execute(change, [text, time_ns]).fetchone()
            if not changed:
                connection.execute(
                    f'INSERT INTO points (measurement, site, turbine, time, "{name}")'
                    " VALUES (?, ?, ?, make_timestamp_ns(?), ?)",
                    [series.measurement, series.site, series.turbine, time_ns, text],
                )


@dataclass(frozen=True, slots=True)
class Influx2Door:
    server: Influx2
    bucket: str

    def put(self, series: Series, values: Mapping[tuple[int, str], float]) -> None:
        self.server.write(self.bucket, _lines(series, values))

    def put_whole(self, series: Series, time_ns: int, name: str) -> str:
        self.server.write(self.bucket, _line(series, f"{name}=1i {time_ns}"))
        return "integer"

    def put_beside(self, series: Series, time_ns: int, name: str, value: float) -> str:
        return _put_beside(self.server, self.bucket, series, f"{name}={value!r} {time_ns}")

    def put_other(self, series: Series, time_ns: int, name: str, text: str) -> None:
        self.server.write(self.bucket, _other(series, time_ns, name, text))

    def get(self, series: Series) -> Values:
        wanted = (series.measurement, series.site, series.turbine)
        text = self.server.flux(
            f'from(bucket: "{self.bucket}")'
            " |> range(start: 1678-01-01T00:00:00Z, stop: 2262-01-01T00:00:00Z)"
        )
        values: Values = {}
        for table in text.split("\r\n\r\n"):
            for row in csv.DictReader(io.StringIO(table.replace("\r\n", "\n"), newline="")):
                assert "error" not in row, row
                if (row["_measurement"], row.get("site"), row.get("turbine")) == wanted:
                    key = (_ns(row["_time"]), row["_field"])
                    assert key not in values, "a point is stored twice"
                    values[key] = float(row["_value"])
        return values


@dataclass(frozen=True, slots=True)
class Influx1Door:
    """Reads CSV, which the store never does."""

    server: Influx1
    database: str

    def put(self, series: Series, values: Mapping[tuple[int, str], float]) -> None:
        self.server.write(self.database, _lines(series, values))

    def put_whole(self, series: Series, time_ns: int, name: str) -> str:
        self.server.write(self.database, _line(series, f"{name}=1i {time_ns}"))
        return "integer"

    def put_beside(self, series: Series, time_ns: int, name: str, value: float) -> str:
        return _put_beside(self.server, self.database, series, f"{name}={value!r} {time_ns}")

    def put_other(self, series: Series, time_ns: int, name: str, text: str) -> None:
        self.server.write(self.database, _other(series, time_ns, name, text))

    def get(self, series: Series) -> Values:
        measurement = series.measurement.replace("\\", "\\\\").replace('"', '\\"')
        text = self.server.influxql(
            f'SELECT * FROM "{measurement}" WHERE time >= -9223372036854775806'
            " AND time <= 9223372036854775806",
            self.database,
            csv=True,
        )
        values: Values = {}
        for row in csv.DictReader(io.StringIO(text, newline="")):
            if (row["site"], row["turbine"]) == (series.site, series.turbine):
                numbers = {k: v for k, v in row.items() if k in NAMES and v}
                keys = [(int(row["time"]), name) for name in numbers]
                assert not values.keys() & set(keys), "a point is stored twice"
                values |= dict(zip(keys, map(float, numbers.values()), strict=True))
        return values


@dataclass(frozen=True, slots=True)
class Influx3Door:
    """Reads SQL's CSV, which the store never does."""

    server: Influx3
    database: str

    def put(self, series: Series, values: Mapping[tuple[int, str], float]) -> None:
        self.server.write(self.database, _lines(series, values))

    def put_whole(self, series: Series, time_ns: int, name: str) -> str:
        self.server.write(self.database, _line(series, f"{name}=1i {time_ns}"))
        return "integer"

    def put_beside(self, series: Series, time_ns: int, name: str, value: float) -> str:
        return _put_beside(self.server, self.database, series, f"{name}={value!r} {time_ns}")

    def put_other(self, series: Series, time_ns: int, name: str, text: str) -> None:
        self.server.write(self.database, _other(series, time_ns, name, text))

    def get(self, series: Series) -> Values:
        table = series.measurement.replace('"', '""')
        text = self.server.sql(self.database, f'SELECT * FROM "{table}"')
        values: Values = {}
        for row in csv.DictReader(io.StringIO(text, newline="")):
            if (row["site"], row["turbine"]) == (series.site, series.turbine):
                numbers = {k: v for k, v in row.items() if k in NAMES and v}
                keys = [(_ns(row["time"]), name) for name in numbers]
                assert not values.keys() & set(keys), "a point is stored twice"
                values |= dict(zip(keys, map(float, numbers.values()), strict=True))
        return values


def bits(values: Mapping[tuple[int, str], float]) -> dict[tuple[int, str], bytes]:
    """Doubles as their bytes: the only comparison that -0.0 and the last digit do not escape."""
    return {key: struct.pack("<d", value) for key, value in values.items()}


def _lines(series: Series, values: Mapping[tuple[int, str], float]) -> bytes:
    return b"\n".join(
        _line(series, f"{name}={value!r} {ns}") for (ns, name), value in values.items()
    )


def _line(series: Series, rest: str, tags: str = "") -> bytes:
    measurement = series.measurement.replace(",", "\\,").replace(" ", "\\ ")
    own = f"site={_tag(series.site)},turbine={_tag(series.turbine)}"
    return f"{measurement},{own}{tags} {rest}".encode()


def _put_beside(
    server: Influx1 | Influx2 | Influx3, container: str, series: Series, rest: str
) -> str:
    """Two further tags, with what a name and a value may hold."""
    server.write(container, _line(series, rest, ',a\\,\\ b\\=c=of\\ the\\,night,zone="é'))
    return 'a, b=c=of the,night,zone="é'


def _other(series: Series, time_ns: int, name: str, text: str) -> bytes:
    field = name.replace(" ", "\\ ").replace(",", "\\,")
    return _line(series, f'{field}="{text}" {time_ns}')


def _tag(text: str) -> str:
    return text.replace(",", "\\,").replace(" ", "\\ ").replace("=", "\\=")


def _ns(text: str) -> int:
    """RFC 3339 in UTC as ns."""
    moment, _, fraction = text.removesuffix("Z").partition(".")
    since = datetime.fromisoformat(moment).replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 10**9 + int(fraction.ljust(9, "0") or 0)
