"""InfluxQL texts, and the JSON that answers them. Pure: nothing here talks to a server.

Tags' values are bound. Names can't be: they are quoted.
Both ends of the time are always given: without an upper one, windows stop at now, and points in the
future vanish. Windows of several lengths are as many statements of one request.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl

from turbine.model.channels import channel
from turbine.model.errors import StoreError
from turbine.model.frame import to_time
from turbine.model.series import Series
from turbine.stores._columns import not_understood
from turbine.stores.base import DATABASE, PushFunction
from turbine.stores.explain import bucket_hint
from turbine.stores.influx._edges import EDGES
from turbine.stores.influx._http import FILE_LIMIT, BucketMissingError, FileLimitError
from turbine.stores.influx._json import parsed
from turbine.stores.influx._quoted import quoted
from turbine.stores.influx.words import Words
from turbine.timing.windows import SECOND_NS, Run, Windows

FIRST_NS, LAST_NS = -9_223_372_036_854_775_806, 9_223_372_036_854_775_806
"""All the time that InfluxDB knows."""

NUMERIC, _TEXT = frozenset(("float", "integer", "unsigned")), "string"
_ANY = 50  # columns, perhaps, of a row of all fields
_SERIES = '"site" = $site AND "turbine" = $turbine'
_UNITS_S = {"h": 3_600, "m": 60, "s": 1}
_MISSING = ("database not found", "retention policy not found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Statements of one request, and the values bound in them."""

    statements: tuple[str, ...]
    bound: dict[str, str] = field(default_factory=dict)
    columns: int = 1
    """Of a row that answers, as far as is known: to bound how many rows come in one piece."""

    @property
    def text(self) -> str:
        return ";\n".join(self.statements)

    @property
    def shown(self) -> str:
        """The query with its bound values, to be read by people."""
        text = self.text
        for name, value in self.bound.items():
            text = text.replace(f"${name} ", f"{_literal(value)} ")
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some neighbouring rows of one statement's answer, of one measurement and set of tags."""

    statement: int
    name: str
    tags: dict[str, str]
    columns: list[str]
    rows: list[list[Any]]

    def frame(self, wanted: Sequence[str]) -> pl.DataFrame:
        """Times and these numbers and states; null if the server has no such column. A time never
        passes through a float."""
        columns = dict(zip(self.columns, zip(*self.rows, strict=True), strict=True))
        absent = (None,) * len(self.rows)
        times = to_time(np.array(columns["time"], dtype=np.int64))
        try:
            values = {name: _series(name, columns.get(name, absent)) for name in wanted}
        except (ValueError, TypeError) as error:
            raise not_understood(error) from error
        return pl.DataFrame({"time": times, **values}).with_columns(
            pl.col(pl.Float64).fill_nan(None)
        )

    def points(self, wanted: Sequence[str]) -> pl.DataFrame:
        """As :meth:`frame`, with the further tags that all these points have, as one text."""
        further = (
            f"{key}={value}"
            for key, value in sorted(self.tags.items())
            if value and key not in ("site", "turbine")
        )
        tags = pl.lit(",".join(further), pl.String).alias("tags")
        return self.frame(wanted).insert_column(1, tags)


def _series(name: str, values: Sequence[Any]) -> pl.Series:
    if channel(name).is_text:
        return pl.Series(values, dtype=pl.String, strict=True)
    # None becomes NaN there, and no server holds NaN.
    return pl.Series(np.array(values, dtype=np.float64))


class IncompleteError(Exception):
    """The answer ends before its end."""


def raw(series: Series, channels: Sequence[str], start_ns: int, stop_ns: int) -> Query:
    """The points that have a value of any of these channels. Further tags come as more series."""
    return stamps(series, start_ns, stop_ns, channels)


def aggregates(
    series: Series, columns: Sequence[tuple[str, PushFunction]], windows: Windows
) -> Query:
    """Each (channel, function) as a column of its own: a statement for each run of windows."""
    selected = ", ".join(
        f"{function}({name(channel)}) AS {name(titled(channel, function))}"
        for channel, function in columns
    )
    return _of(series, [_windowed(series, selected, run, windows) for run in windows.runs()])


def titled(channel: str, function: PushFunction) -> str:
    """The column of a channel's aggregate."""
    return f"{function} {channel}"


def stamps(series: Series, start_ns: int, stop_ns: int, channels: Sequence[str] = ()) -> Query:
    """The points that have a value of one of these channels, or of any field if none is named:
    no statement asks for times alone."""
    columns = ", ".join(map(name, channels)) or "*::field"
    query = _of(series, [f"SELECT {columns} {_from(series, start_ns, stop_ns)} GROUP BY *"])
    return replace(query, columns=len(channels) or _ANY)


def edges(numbers: Mapping[str, Sequence[str]], start_ns: int, stop_ns: int) -> Query:
    """Which of these fields of each measurement each of its series holds in [start, stop), and its
    first and last time with one of them: three statements for each measurement."""
    statements: list[str] = []
    for measurement, fields in numbers.items():
        names = [name(field) for field in fields]
        source = (
            f"FROM {name(measurement)} WHERE {_period(start_ns, stop_ns)} GROUP BY site, turbine"
        )
        held = ", ".join(f"first({each}) AS {each}" for each in names)
        statements.append(f"SELECT {held} {source}")
        for order in ("ASC", "DESC"):
            statements.append(f"SELECT {', '.join(names)} {source} ORDER BY time {order} LIMIT 1")
    return Query(statements=tuple(statements))


def field_keys(measurement: str | None = None) -> Query:
    """Each field of a measurement (or of all) with its type, once for each type that its shards
    hold."""
    source = "" if measurement is None else f" FROM {name(measurement)}"
    return Query(statements=(f"SHOW FIELD KEYS{source}",))


def names_of(blocks: Iterable[Block]) -> frozenset[str]:
    """The fields in the answer to :func:`field_keys`."""
    return frozenset(key for block in blocks for key, _ in block.rows)


def numbers_of(blocks: Iterable[Block]) -> dict[str, list[str]]:
    """Of the answer to :func:`field_keys`: by measurement, the fields that hold nothing but
    numbers, and those of states that hold nothing but texts."""
    types: dict[str, dict[str, set[str]]] = {}
    for block in blocks:
        for key, type_ in block.rows:
            types.setdefault(block.name, {}).setdefault(key, set()).add(type_)
    numbers = {
        measurement: sorted(key for key, each in fields.items() if each <= _shown(key))
        for measurement, fields in sorted(types.items())
    }
    return {measurement: fields for measurement, fields in numbers.items() if fields}


def _shown(name: str) -> frozenset[str]:
    """The types of a field that can be read."""
    return frozenset((_TEXT,)) if channel(name).is_text else NUMERIC


def counts(series: Series, fields: Sequence[str], start_ns: int, stop_ns: int) -> Query:
    """How many points have something in each of these fields, in their order."""
    counted = ", ".join(f"count({name(field)})" for field in fields)
    return _of(series, [f"SELECT {counted} {_from(series, start_ns, stop_ns)}"])


def foreign_types(blocks: Iterable[Block], channels: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Of the answer to :func:`field_keys`: the types of these channels that are not doubles (of
    states: texts)."""
    types: dict[str, set[str]] = {}
    for block in blocks:
        for name, type_ in block.rows:
            if name in channels and type_ != (_TEXT if channel(name).is_text else "float"):
                types.setdefault(name, set()).add(type_)
    return {name: tuple(sorted(each)) for name, each in types.items()}


def count_in(database: str, policy: str, series: Series, start_ns: int, stop_ns: int) -> Query:
    """How many points of the series are in another retention policy; no row if none is."""
    source = f"{name(database)}.{name(policy)}.{name(series.measurement)}"
    period = _period(start_ns, stop_ns)
    text = f"SELECT count(*) FROM {source} WHERE {_SERIES} AND {period}"  # noqa: S608 - quoted
    return _of(series, [text])


def edges_of(blocks: Iterable[Block]) -> pl.DataFrame:
    """The answer to :func:`edges`, as series, field and the series' first and last time."""
    fields: dict[tuple[str, ...], list[str]] = {}
    times: dict[tuple[str, ...], list[int]] = {}
    for block in blocks:
        key = block.name, block.tags["site"], block.tags["turbine"]
        (time_ns, *values), *_ = block.rows
        if block.statement % 3:
            times.setdefault(key, []).append(time_ns)
        else:
            held = zip(block.columns[1:], values, strict=True)
            fields[key] = [field for field, value in held if value is not None]
    rows = [
        (*key, field, min(times[key]), max(times[key]))
        for key, names in fields.items()
        for field in names
    ]
    return pl.DataFrame(rows, schema=EDGES, orient="row")


def delete(series: Series, ranges: Iterable[tuple[int, int]]) -> Query:
    """Delete the series' points in these periods, in every retention policy of the database."""
    return _of(series, [f"DELETE {_from(series, *period)}" for period in ranges])


def name(text: str) -> str:
    """An identifier, whatever is in it."""
    return quoted(text)


def seconds_of(duration: object) -> int:
    """Seconds of a duration as the server writes it, such as 168h0m0s; 0 if it is infinite."""
    parts = re.findall(r"(\d+)([hms])", str(duration))
    return sum(int(number) * _UNITS_S[unit] for number, unit in parts)


def blocks(lines: Iterable[bytes], statements: int) -> Iterator[Block]:
    """The rows of a JSON answer, which may come in pieces of one line each.

    Raises StoreError for an error among them (their status is 200), IncompleteError if a
    statement's answer is cut: broken off, or limited by the server.
    """
    ended: set[int] = set()
    for line in lines:
        if not line.strip():
            continue
        answer = _parsed(line)
        for result in [answer, *answer.get("results", [])]:
            if reason := result.get("error"):
                raise _failed(reason)
        for result in answer.get("results", []):
            number = result.get("statement_id", 0)
            yield from _of_result(number, result)
            parts = [result, *(result.get("series") or [])]
            if not any(part.get("partial") for part in parts):
                ended.add(number)
    if not ended.issuperset(range(statements)):
        raise IncompleteError


def _of_result(statement: int, result: dict[str, Any]) -> Iterator[Block]:
    for series in result.get("series") or []:
        if series.get("values"):
            yield Block(
                statement=statement,
                name=series.get("name", ""),
                tags=series.get("tags") or {},
                columns=series["columns"],
                rows=series["values"],
            )


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        answer = parsed(line, _whole)
    except ValueError as error:
        raise IncompleteError from error
    if not isinstance(answer, dict):
        raise IncompleteError
    return answer


def _whole(digits: str) -> float:
    """A number without a point: exact, but for minus zero, which only a float can be."""
    return -0.0 if digits == "-0" else int(digits)


def _failed(reason: str) -> StoreError:
    if any(part in reason for part in _MISSING):
        return BucketMissingError(Words.NAME_MISSING(reason=reason), hint=bucket_hint(DATABASE))
    if "unsupported value" in reason:
        return StoreError(Words.INFINITE(), hint=Words.DROP_TABLE())
    if FILE_LIMIT in reason:
        return FileLimitError(Words.QUERY_FAILED(reason=reason))
    return StoreError(Words.QUERY_FAILED(reason=reason))


def _of(series: Series, statements: list[str]) -> Query:
    bound = {"site": series.site, "turbine": series.turbine}
    return Query(statements=tuple(statements), bound=bound)


def _windowed(series: Series, selected: str, run: Run, windows: Windows) -> str:
    """A run of windows, as far as it is within the period."""
    cut = max(run.start_ns, windows.start_ns), min(run.stop_ns, windows.stop_ns)
    text = f"SELECT {selected} {_from(series, *cut)} GROUP BY *"
    if run.count == 1:
        return text
    # Never fill(none): with selectors, 1.x then ends at the first empty window (1.6.7).
    grid = f"time({_duration(run.every_ns)}, {_duration(run.offset_ns)})"
    return f"{text}, {grid} fill(null)"


def _from(series: Series, start_ns: int, stop_ns: int) -> str:
    return f"FROM {name(series.measurement)} WHERE {_SERIES} AND {_period(start_ns, stop_ns)}"


def _period(start_ns: int, stop_ns: int) -> str:
    return f"time >= {max(start_ns, FIRST_NS)} AND time < {min(stop_ns, LAST_NS + 1)}"


def _literal(text: str) -> str:
    return quoted(text, "'")


def _duration(ns: int) -> str:
    return f"{ns}ns" if ns % SECOND_NS else f"{ns // SECOND_NS}s"
