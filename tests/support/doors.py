"""Back doors: each database behind the product's back, to be broken and counted.

A back door shares no code with the product, so that a test can change what the product wrote, and
see what is really there.
"""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
from servers import Influx1, Influx2, Influx3

from turbine.model.series import Series

TAGS = "host=scada-2"
SERIES = Series(measurement="scada", site="main", turbine="T1")


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

    @property
    def tags(self) -> str:
        """What tells a point of :meth:`put_beside` from ours; empty where there are no tags."""
        ...

    def put_beside(self, *stamps_ns: int, **fields: float) -> None:
        """Write further points on these stamps, whatever is there: in a database that knows tags,
        with one that ours do not have."""
        ...

    def put_text(self, field: str, text: str, *stamps_ns: int) -> None:
        """Write a text into a field that is none of Windproof's."""
        ...


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
            for name in names.split(", "):
                connection.execute(f"ALTER TABLE points ADD COLUMN IF NOT EXISTS {name} DOUBLE")
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

    tags = ""

    def put_beside(self, *stamps_ns: int, **fields: float) -> None:
        names, marks = ", ".join(fields), ", ?" * len(fields)
        text = f"INSERT INTO points (measurement, site, turbine, time, {names})"
        for stamp_ns in stamps_ns:
            tags = [self.series.measurement, self.series.site, self.series.turbine]
            values = [*tags, stamp_ns, *fields.values()]
            self._run(f"{text} VALUES (?, ?, ?, make_timestamp_ns(?){marks})", values)

    def put_text(self, field: str, text: str, *stamps_ns: int) -> None:
        self._run(f'ALTER TABLE points ADD COLUMN IF NOT EXISTS "{field}" VARCHAR', [])
        for stamp_ns in stamps_ns:
            change = f'UPDATE points SET "{field}" = ? WHERE epoch_ns(time) = ?'
            self._run(change, [text, stamp_ns])

    def _run(self, sql: str, parameters: list[object]) -> list[tuple]:
        with duckdb.connect(self.path) as connection:
            return connection.execute(sql, parameters).fetchall()


@dataclass(frozen=True, slots=True, kw_only=True)
class Influx2Door:
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

    tags = TAGS

    def put(self, *stamps_ns: int, **fields: float) -> None:
        self.server.write(self.bucket, _lines(self.series, stamps_ns, fields))

    def put_beside(self, *stamps_ns: int, **fields: float) -> None:
        self.server.write(self.bucket, _lines(self.series, stamps_ns, fields, TAGS))

    def put_text(self, field: str, text: str, *stamps_ns: int) -> None:
        self.server.write(self.bucket, _lines(self.series, stamps_ns, {field: f'"{text}"'}))

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Influx1Door:
    server: Influx1
    database: str
    series: Series = SERIES

    def count(self) -> int:
        return sum(row[1] for row in self._rows(f"SELECT count(power_kw) {self._from()}"))

    def value(self, field: str, stamp_ns: int) -> float | None:
        rows = self._rows(f"SELECT {field} {self._from(stamp_ns, stamp_ns + 1)}")
        return rows[0][1] if rows else None

    tags = TAGS

    def put(self, *stamps_ns: int, **fields: float) -> None:
        self.server.write(self.database, _lines(self.series, stamps_ns, fields))

    def put_beside(self, *stamps_ns: int, **fields: float) -> None:
        self.server.write(self.database, _lines(self.series, stamps_ns, fields, TAGS))

    def put_text(self, field: str, text: str, *stamps_ns: int) -> None:
        self.server.write(self.database, _lines(self.series, stamps_ns, {field: f'"{text}"'}))

    def remove(self, start_ns: int, stop_ns: int) -> None:
        self._rows(f"DELETE {self._from(start_ns, stop_ns)}")

    def _from(self, start_ns: int = -(2**62), stop_ns: int = 2**62) -> str:
        return f'FROM "{self.series.measurement}" WHERE time >= {start_ns} AND time < {stop_ns}'

    def _rows(self, text: str) -> list[list]:
        (result,) = json.loads(self.server.influxql(text, self.database))["results"]
        return [row for series in result.get("series", []) for row in series["values"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Influx3Door:
    server: Influx3
    database: str
    series: Series = SERIES

    def count(self) -> int:
        rows = self._rows("count(power_kw) AS held")
        return int(rows[0]["held"]) if rows else 0

    def value(self, field: str, stamp_ns: int) -> float | None:
        rows = self._rows(field, f"WHERE time = to_timestamp_nanos({stamp_ns})")
        return float(rows[0][field]) if rows and rows[0][field] else None

    tags = TAGS

    def put(self, *stamps_ns: int, **fields: float) -> None:
        self.server.write(self.database, _lines(self.series, stamps_ns, fields))

    def put_beside(self, *stamps_ns: int, **fields: float) -> None:
        self.server.write(self.database, _lines(self.series, stamps_ns, fields, TAGS))

    def put_text(self, field: str, text: str, *stamps_ns: int) -> None:
        self.server.write(self.database, _lines(self.series, stamps_ns, {field: f'"{text}"'}))

    def remove(self, start_ns: int, stop_ns: int) -> None:
        """No point can be deleted there: drop the table, and write what shall stay again."""
        rows = self._rows("*, CAST(time AS BIGINT) AS ns")
        kept = [row for row in rows if not start_ns <= int(row["ns"]) < stop_ns]
        self.server.drop_table(self.database, self.series.measurement)
        lines = []
        for row in kept:
            key = replace(self.series, site=row.pop("site"), turbine=row.pop("turbine"))
            stamp_ns = int(row.pop("ns"))
            del row["time"]
            fields = {name: float(value) for name, value in row.items() if value}
            lines.append(_lines(key, (stamp_ns,), fields))
        if lines:
            self.server.write(self.database, b"\n".join(lines))

    def _rows(self, columns: str, where: str = "") -> list[dict[str, str]]:
        text = f'SELECT {columns} FROM "{self.series.measurement}" {where}'
        return list(csv.DictReader(io.StringIO(self.server.sql(self.database, text), newline="")))


def _lines(
    series: Series, stamps_ns: tuple[int, ...], fields: Mapping[str, float | str], tags: str = ""
) -> bytes:
    pairs = ",".join(f"{name}={value}" for name, value in fields.items())
    key = f"{series.measurement},site={series.site},turbine={series.turbine}"
    key += f",{tags}" if tags else ""
    return "\n".join(f"{key} {pairs} {stamp_ns}" for stamp_ns in stamps_ns).encode()


def _rfc3339(stamp_ns: int) -> str:
    return f"{np.datetime64(stamp_ns, 'ns')}Z"
