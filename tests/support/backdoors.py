"""Back doors: each database behind the product's back, to be broken and counted.

A back door shares no code with the product, so that a test can change what the product wrote, and
see what is really there.
"""

import csv
import io
import json
import math
import struct
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
from servers import Influx1, Influx2, Influx3

from turbine.model.series import Series
from turbine.stores.base import Store

SERIES = Series(measurement="scada", site="main", turbine="T1")

Value = float | int | str
"""To the database a double, an integer, a text."""
Values = dict[tuple[int, str], float]
"""(time in ns, field) → value."""


class BackDoor(ABC):
    """The database behind the product's back."""

    whole = "integer"
    """What it calls the type of an integer."""
    tags = 'a, b=c=of the,night,zone="é'
    """What tells a point written ``beside`` from ours; empty where there are no tags."""

    @abstractmethod
    def write(
        self, series: Series, values: Mapping[tuple[int, str], Value], *, beside: bool = False
    ) -> None:
        """Write or change these values; ``beside``: of further points on these stamps, whatever
        is there."""

    @abstractmethod
    def get(self, series: Series) -> Values:
        """Every number that the database holds of the series."""

    @abstractmethod
    def count(self) -> int:
        """Points that hold a power, of any turbine."""

    @abstractmethod
    def value(self, field: str, stamp_ns: int) -> float | None:
        """Of the only turbine."""

    @abstractmethod
    def remove(self, start_ns: int, stop_ns: int) -> None:
        """The points of all turbines in [start, stop)."""

    def put(self, *stamps_ns: int, **fields: float) -> None:
        """Write or change these fields of the usual series' points on these stamps."""
        self.write(SERIES, _all(stamps_ns, fields))

    def put_beside(self, *stamps_ns: int, **fields: float) -> None:
        """Write further points on these stamps."""
        self.write(SERIES, _all(stamps_ns, fields), beside=True)

    def put_text(self, field: str, text: str, *stamps_ns: int) -> None:
        """Write a text into a field that is none of Windproof's."""
        self.write(SERIES, {(stamp_ns, field): text for stamp_ns in stamps_ns})


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    store: Store
    door: BackDoor
    another: Callable[[], Store]
    """A second store on the same points, as another thread or process would open it."""
    at: Callable[..., Store] | None = None
    """A store on the same points that reaches its server by another address, such as a proxy's
    (``url``, and ``timeout_s`` of a request); None where there is no server."""


@dataclass(frozen=True)
class DuckDBDoor(BackDoor):
    path: Path
    whole = "BIGINT"
    tags = ""

    def write(
        self, series: Series, values: Mapping[tuple[int, str], Value], *, beside: bool = False
    ) -> None:
        tags = [series.measurement, series.site, series.turbine]
        here = "measurement = ? AND site = ? AND turbine = ? AND epoch_ns(time) = ?"
        with self._open() as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS points (measurement VARCHAR, site VARCHAR,"
                " turbine VARCHAR, time TIMESTAMP_NS)"
            )
            for field in {name: None for _, name in values}:
                kind = _kind(next(value for (_, n), value in values.items() if n == field))
                name = field.replace('"', '""')
                connection.execute(f'ALTER TABLE points ADD COLUMN IF NOT EXISTS "{name}" {kind}')
                if kind != "DOUBLE":
                    connection.execute(f'ALTER TABLE points ALTER "{name}" TYPE {kind}')
            connection.begin()
            added = set()
            for (stamp_ns, field), value in values.items():
                name, point = field.replace('"', '""'), [*tags, stamp_ns]
                if (beside and stamp_ns not in added) or not connection.execute(
                    f"SELECT 1 FROM points WHERE {here}", point
                ).fetchone():
                    text = "INSERT INTO points (measurement, site, turbine, time"
                    text += f', "{name}") VALUES (?, ?, ?, make_timestamp_ns(?), ?)'
                    connection.execute(text, [*point, value])
                    added.add(stamp_ns)
                    continue
                change = f'UPDATE points SET "{name}" = ? WHERE {here}'
                change += f' AND "{name}" IS NULL' if beside else ""
                connection.execute(change, [value, *point])
            connection.commit()

    def get(self, series: Series) -> Values:
        if not self.path.exists():
            return {}
        with self._open() as connection:
            answer = connection.execute(
                "SELECT epoch_ns(time) AS ns, * EXCLUDE (measurement, site, turbine, time)"
                " FROM points WHERE (measurement, site, turbine) = (?, ?, ?)",
                [series.measurement, series.site, series.turbine],
            )
            names = [column[0] for column in answer.description]
            rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        return _once((row.pop("ns"), row) for row in rows)

    def count(self) -> int:
        columns = "SELECT 1 FROM duckdb_columns() WHERE column_name = 'power_kw'"
        if not self._run(columns):
            return 0
        text = "SELECT count(DISTINCT (turbine, time)) FROM points WHERE power_kw IS NOT NULL"
        return self._run(text)[0][0]

    def value(self, field: str, stamp_ns: int) -> float | None:
        try:
            rows = self._run(
                f'SELECT points."{field}" FROM points WHERE epoch_ns(time) = ?', stamp_ns
            )
        except duckdb.BinderException:  # nothing has brought this field yet
            return None
        return rows[0][0] if rows else None

    def remove(self, start_ns: int, stop_ns: int) -> None:
        where = "epoch_ns(time) >= ? AND epoch_ns(time) < ?"
        self._run(f"DELETE FROM points WHERE {where}", start_ns, stop_ns)

    def _open(self) -> duckdb.DuckDBPyConnection:
        """Once nobody else in this process has the file: a summary may still be made."""
        ends_s = time.monotonic() + 10
        while True:
            try:
                return duckdb.connect(self.path)
            except duckdb.Error as error:
                if "handle conflict" not in str(error) or time.monotonic() > ends_s:
                    raise
                time.sleep(0.01)

    def _run(self, sql: str, *parameters: object) -> list[tuple]:
        with self._open() as connection:
            return connection.execute(sql, parameters).fetchall()


@dataclass(frozen=True)
class _LineDoor(BackDoor):
    """Of a server that takes line protocol."""

    server: Influx1 | Influx2 | Influx3
    container: str

    def write(
        self, series: Series, values: Mapping[tuple[int, str], Value], *, beside: bool = False
    ) -> None:
        key = series.measurement.replace(",", "\\,").replace(" ", "\\ ")
        key += f",site={_escaped(series.site)},turbine={_escaped(series.turbine)}"
        # Two further tags, with what a name and a value may hold.
        key += ',a\\,\\ b\\=c=of\\ the\\,night,zone="é' if beside else ""
        lines = [f"{key} {_pair(name, value)} {ns}" for (ns, name), value in values.items()]
        self.server.write(self.container, "\n".join(lines).encode())


class Influx2Door(_LineDoor):
    server: Influx2

    def get(self, series: Series) -> Values:
        wanted = (series.measurement, series.site, series.turbine)
        text = self._flux("1678-01-01T00:00:00Z", "2262-01-01T00:00:00Z")
        values: Values = {}
        for table in text.split("\r\n\r\n"):
            for row in csv.DictReader(io.StringIO(table.replace("\r\n", "\n"), newline="")):
                assert "error" not in row, row
                if (row["_measurement"], row.get("site"), row.get("turbine")) == wanted:
                    key = (_ns(row["_time"]), row["_field"])
                    assert key not in values, "a point is stored twice"
                    values[key] = float(row["_value"])
        return values

    def count(self) -> int:
        power = '|> filter(fn: (r) => r._field == "power_kw") |> count() |> group() |> sum()'
        rows = self._flux(f"time(v: {-(2**62)})", f"time(v: {2**62})", power).split()
        return int(rows[1].split(",")[-1]) if len(rows) > 1 else 0

    def value(self, field: str, stamp_ns: int) -> float | None:
        one = f'|> filter(fn: (r) => r._field == "{field}") |> keep(columns: ["_value"])'
        rows = self._flux(f"time(v: {stamp_ns})", f"time(v: {stamp_ns + 1})", one).split()
        return float(rows[1].split(",")[-1]) if len(rows) > 1 else None

    def remove(self, start_ns: int, stop_ns: int) -> None:
        stop_ns -= 1  # it is included
        body = {
            name: f"{np.datetime64(ns, 'ns')}Z"
            for name, ns in (("start", start_ns), ("stop", stop_ns))
        }
        status, answer = self.server.ask(
            "POST", "/api/v2/delete", body, org=self.server.org, bucket=self.container
        )
        assert status == 204, answer

    def _flux(self, start: str, stop: str, more: str = "") -> str:
        text = f'from(bucket: "{self.container}") |> range(start: {start}, stop: {stop}) {more}'
        return self.server.flux(text)


class Influx1Door(_LineDoor):
    """Reads CSV, which the store never does."""

    server: Influx1

    def get(self, series: Series) -> Values:
        measurement = series.measurement.replace("\\", "\\\\").replace('"', '\\"')
        text = self.server.influxql(
            f'SELECT * FROM "{measurement}" WHERE time >= -9223372036854775806'
            " AND time <= 9223372036854775806",
            self.container,
            csv=True,
        )
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return _once((int(row["time"]), row) for row in rows if _is_of(row, series))

    def count(self) -> int:
        return sum(row[1] for row in self._rows(f"SELECT count(power_kw) {self._from()}"))

    def value(self, field: str, stamp_ns: int) -> float | None:
        rows = self._rows(f"SELECT {field} {self._from(stamp_ns, stamp_ns + 1)}")
        return rows[0][1] if rows else None

    def remove(self, start_ns: int, stop_ns: int) -> None:
        self._rows(f"DELETE {self._from(start_ns, stop_ns)}")

    def _from(self, start_ns: int = -(2**62), stop_ns: int = 2**62) -> str:
        return f'FROM "{SERIES.measurement}" WHERE time >= {start_ns} AND time < {stop_ns}'

    def _rows(self, text: str) -> list[list]:
        (result,) = json.loads(self.server.influxql(text, self.container))["results"]
        return [row for series in result.get("series", []) for row in series["values"]]


class Influx3Door(_LineDoor):
    """Reads SQL's CSV, which the store never does."""

    server: Influx3

    def get(self, series: Series) -> Values:
        table = series.measurement.replace('"', '""')
        rows = self._rows("*", table=table)
        return _once((_ns(row["time"]), row) for row in rows if _is_of(row, series))

    def count(self) -> int:
        rows = self._rows("count(power_kw) AS points")
        return int(rows[0]["points"]) if rows else 0

    def value(self, field: str, stamp_ns: int) -> float | None:
        rows = self._rows(field, f"WHERE time = to_timestamp_nanos({stamp_ns})")
        return float(rows[0][field]) if rows and rows[0][field] else None

    def remove(self, start_ns: int, stop_ns: int) -> None:
        """No point can be deleted there: drop the table, and write what shall stay again."""
        rows = self._rows("*, CAST(time AS BIGINT) AS ns")
        kept = [row for row in rows if not start_ns <= int(row["ns"]) < stop_ns]
        self.server.drop_table(self.container, SERIES.measurement)
        values: dict[Series, Values] = {}
        for row in kept:
            key = Series(
                measurement=SERIES.measurement, site=row.pop("site"), turbine=row.pop("turbine")
            )
            stamp_ns = int(row.pop("ns"))
            del row["time"]
            own = values.setdefault(key, {})
            own |= {(stamp_ns, name): float(value) for name, value in row.items() if value}
        for key, own in values.items():
            self.write(key, own)

    def _rows(
        self, columns: str, where: str = "", table: str = SERIES.measurement
    ) -> list[dict[str, str]]:
        text = self.server.sql(self.container, f'SELECT {columns} FROM "{table}" {where}')
        return list(csv.DictReader(io.StringIO(text, newline="")))


def bits(values: Mapping[tuple[int, str], float]) -> dict[tuple[int, str], bytes]:
    """Doubles as their bytes: the only comparison that -0.0 and the last digit do not escape."""
    return {key: struct.pack("<d", value) for key, value in values.items()}


def _all(stamps_ns: Iterable[int], fields: Mapping[str, float]) -> Values:
    return {(ns, name): float(value) for ns in stamps_ns for name, value in fields.items()}


def _once(rows: Iterable[tuple[int, Mapping[str, object]]]) -> Values:
    """The numbers by stamp, each of which comes once."""
    values: Values = {}
    seen = set()
    for stamp_ns, row in rows:
        assert stamp_ns not in seen, "a point is stored twice"
        seen.add(stamp_ns)
        values |= {
            (stamp_ns, name): float(value)
            for name, value in row.items()
            if name not in _NO_FIELDS and _is_number(value)
        }
    return values


_NO_FIELDS = ("name", "time", "tags", "site", "turbine", "iox::measurement")


def _is_number(value: object) -> bool:
    try:
        return math.isfinite(float(value))  # type: ignore[arg-type] # what is none is told so
    except (TypeError, ValueError):
        return False


def _is_of(row: Mapping[str, str], series: Series) -> bool:
    return (row["site"], row["turbine"]) == (series.site, series.turbine)


def _kind(value: Value) -> str:
    return {int: "BIGINT", str: "VARCHAR"}.get(type(value), "DOUBLE")


def _pair(name: str, value: Value) -> str:
    text = {int: f"{value}i", str: f'"{value}"'}.get(type(value)) or repr(float(value))
    return f"{_escaped(name)}={text}"


def _escaped(text: str) -> str:
    return text.replace(",", "\\,").replace(" ", "\\ ").replace("=", "\\=")


def _ns(text: str) -> int:
    """RFC 3339 in UTC as ns."""
    moment, _, fraction = text.removesuffix("Z").partition(".")
    since = datetime.fromisoformat(moment).replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 10**9 + int(fraction.ljust(9, "0") or 0)
