"""Flux texts, and the CSV that answers them. Pure: nothing here talks to a server.

What a user supplies never enters a text: it is bound, as options named ``_bucket`` and so on. One
request has as many pipelines as are needed, each with its own yield; each begins with its own
``from``, since pipelines that share one are no longer pushed down to the storage engine.

The server ends each result with an empty line and says nothing at the end of all. Results come in
any order (2.9.1: neither by name nor by place), an empty one is an empty line alone, and an error
begins with one too. So a last yield as a mark would prove nothing. Instead each result is one table
to which a row is added, with a time that nothing can be stored at: none is empty, and an answer
with as many tables as there are yields, the last of them ended, is complete.
"""

import csv
import io
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv

from turbine.model.channels import TEXT_NAME, channel
from turbine.model.errors import StoreError
from turbine.model.series import Series
from turbine.stores._columns import not_understood
from turbine.stores.base import PushFunction
from turbine.stores.influx._quoted import quoted
from turbine.stores.influx.words import Words
from turbine.timing.windows import SECOND_NS, Run, Windows

LAST_NS = 9_223_372_036_854_775_806
"""The end of all the time that InfluxDB knows."""

_ERROR = b"error,reference"
_LINE, _EMPTY_LINE = b"\r\n", b"\r\n\r\n"
_NEVER_NS = LAST_NS + 1
_HEAD = """import "array"
import "types"
ended = (tables=<-) => union(tables: [tables, array.from(rows: [{{_time: {}}}])])
"""
_COLUMN_TYPES = {"_time": pa.timestamp("ns", tz="UTC"), "_value": pa.float64()}
_TEXT_TYPES = {**_COLUMN_TYPES, "_value": pa.string()}
_SERIES = "r._measurement == _measurement and r.site == _site and r.turbine == _turbine"
_POINTS = f"""points = (field, start, stop) => from(bucket: _bucket)
  |> range(start: start, stop: stop)
  |> filter(fn: (r) => {_SERIES} and r._field == field)
  |> keep(columns: ["_time", "_value"])
"""
TAG = "tag "
"""The prefix of a further tag's name, so that it is no other column's."""
_APART = f"""points = (field, start, stop) => from(bucket: _bucket)
  |> range(start: start, stop: stop)
  |> filter(fn: (r) => {_SERIES} and r._field == field)
  |> drop(columns: ["_start", "_stop", "_measurement", "_field", "site", "turbine"])
  |> rename(fn: (column) =>
    if column == "_time" or column == "_value" then column else "{TAG}" + column)
  |> group()
"""
NOT_A_TEXT = "windproof: not a text"
"""In the error of a query for states whose field holds something else."""
_TEXTS = f"""texts = (tables=<-) => tables
  |> filter(fn: (r) => types.isType(v: r._value, type: "string") or die(msg: "{NOT_A_TEXT}"))
  |> keep(fn: (column) => true)
"""
_COUNTS = f"""counts = (start, stop) => from(bucket: _bucket)
  |> range(start: start, stop: stop)
  |> filter(fn: (r) => {_SERIES} and ({{some}}))
  |> keep(columns: ["_time", "_field"])
  |> map(fn: (r) => ({{{{r with _value: 1}}}}))
  |> count()
  |> group()
  |> map(fn: (r) => ({{{{r with _time: 1970-01-01T00:00:00Z}}}}))
"""
_WINDOWED = f"""windowed = (fn, field, start, stop, every, offset) => from(bucket: _bucket)
  |> range(start: start, stop: stop)
  |> filter(fn: (r) => {_SERIES} and r._field == field)
  |> aggregateWindow(every: every, offset: offset, fn: fn, createEmpty: false, timeSrc: "_start")
  |> keep(columns: ["_time", "_value"])
"""
_STAMPS = """stamps = (start, stop) => from(bucket: _bucket)
  |> range(start: start, stop: stop)
  |> filter(fn: (r) => %s)
  |> keep(columns: ["_time"])
  |> distinct(column: "_time")
  |> rename(columns: {_value: "_time"})
"""
_KEYS = f"""keys = (start, stop) => from(bucket: _bucket)
  |> range(start: start, stop: stop)
  |> filter(fn: (r) => {_SERIES})
  |> first()
  |> drop(columns: ["_start", "_stop", "_value"])
  |> group()
"""
_FIELDS = """from(bucket: _bucket)
  |> range(start: {start}, stop: {stop})
  |> filter(fn: (r) => r._measurement == _measurement)
  |> keep(columns: ["_field"])
  |> group()
  |> distinct(column: "_field")
  |> map(fn: (r) => ({{r with _time: 1970-01-01T00:00:00Z}}))
  |> rename(columns: {{_value: "_field"}})"""
_VALUES = f"""values = (start, stop) => from(bucket: _bucket)
  |> range(start: start, stop: stop)
  |> filter(fn: (r) => {_SERIES})
  |> drop(columns: ["_start", "_stop"])
"""
_NUMBER = ("float", "int", "uint")
_IS_NUMBER = " or ".join(f'types.isType(v: r._value, type: "{t}")' for t in _NUMBER)
_EDGES = f"""edges = (tables=<-) => tables
  |> filter(fn: (r) =>
    if r._field =~ /^{TEXT_NAME}$/ then types.isType(v: r._value, type: "string")
    else {_IS_NUMBER})
  |> keep(columns: ["_measurement", "site", "turbine", "_field", "_time"])
  |> group()
"""
_EDGE = """from(bucket: _bucket)
  |> range(start: {start}, stop: {stop}){of_one}
  |> {edge}()
  |> edges()"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Pipelines by the names of their results, what they call, and the values bound in them."""

    pipelines: Mapping[str, str]
    definition: str = ""
    bound: dict[str, str] = field(default_factory=dict)
    tables: int = 0
    """How many its one result has, if they cannot be merged: no row is added to them."""
    texts: frozenset[str] = frozenset()
    """The results whose values are texts, by name."""

    @property
    def text(self) -> str:
        """What is sent: each result gets the row that proves its end."""
        end = "" if self.tables else " |> ended()"
        yields = [f'{p}{end} |> yield(name: "{name}")' for name, p in self.pipelines.items()]
        return "\n".join([_HEAD.format(rfc3339(_NEVER_NS)), self.definition, *yields])

    @property
    def shown(self) -> str:
        """The query with its bound values, to be read by people, without those rows."""
        options = [f"option {name} = {_literal(value)}" for name, value in self.bound.items()]
        yields = [f'{p} |> yield(name: "{name}")' for name, p in self.pipelines.items()]
        return "\n".join([*options, "", self.definition, *yields])


def raw(bucket: str, series: Series, channels: Sequence[str], start_ns: int, stop_ns: int) -> Query:
    """Each channel's points as a result of its own that is named by the channel's position."""
    return _points(_POINTS, bucket, series, channels, start_ns, stop_ns)


def apart(
    bucket: str, series: Series, channels: Sequence[str], start_ns: int, stop_ns: int
) -> Query:
    """As :func:`raw`, with each further tag in a column of its own, behind :data:`TAG`."""
    return _points(_APART, bucket, series, channels, start_ns, stop_ns)


def _points(
    definition: str,
    bucket: str,
    series: Series,
    channels: Sequence[str],
    start_ns: int,
    stop_ns: int,
) -> Query:
    pipelines = [
        f"points({_of(name, start_ns, stop_ns)}){' |> texts()' * channel(name).is_text}"
        for name in channels
    ]
    definition += _TEXTS if " |> texts()" in "".join(pipelines) else ""
    texts = frozenset(str(i) for i, name in enumerate(channels) if channel(name).is_text)
    return replace(_numbered(definition, pipelines, bucket, series), texts=texts)


def counts(
    bucket: str, series: Series, fields: Sequence[str], start_ns: int, stop_ns: int
) -> Query:
    """How many values each of these fields has, of any type."""
    call = f"counts({_between(start_ns, stop_ns)})"
    return _numbered(_COUNTS.format(some=_some(fields)), [call], bucket, series)


def aggregates(
    bucket: str,
    series: Series,
    columns: Sequence[tuple[str, PushFunction]],
    windows: Windows,
) -> Query:
    """Each (channel, function) over each run of the windows, in this order, as a result of its own
    that is named by its position."""
    pipelines = [
        f"windowed(fn: {function}, {_of(channel, *_cut(run, windows))},"
        f" every: {_duration(run.every_ns)}, offset: {_duration(_offset_ns(run))})"
        for channel, function in columns
        for run in windows.runs()
    ]
    return _numbered(_WINDOWED, pipelines, bucket, series)


def stamps(
    bucket: str, series: Series, start_ns: int, stop_ns: int, channels: Sequence[str] = ()
) -> Query:
    """The distinct times of a series' points that hold one of these channels; of all its points,
    if none is named."""
    definition = _STAMPS % (f"{_SERIES} and ({_some(channels)})" if channels else _SERIES)
    return _numbered(definition, [f"stamps({_between(start_ns, stop_ns)})"], bucket, series)


def field_names(bucket: str, measurement: str) -> Query:
    """All fields of a measurement."""
    bound = {"_bucket": bucket, "_measurement": measurement}
    text = _FIELDS.format(start=rfc3339(-LAST_NS), stop=rfc3339(LAST_NS))
    return Query(pipelines={"fields": text}, bound=bound)


def keys(bucket: str, series: Series, start_ns: int, stop_ns: int) -> Query:
    """Field and tags of each series with these tags, and maybe others: a row for each."""
    return _numbered(_KEYS, [f"keys({_between(start_ns, stop_ns)})"], bucket, series)


def values(bucket: str, series: Series, start_ns: int, stop_ns: int, tables: int) -> Query:
    """Every value of these series, the number of which :func:`keys` gives: for an answer with data
    types, see :func:`typed`."""
    query = _numbered(_VALUES, [f"values({_between(start_ns, stop_ns)})"], bucket, series)
    return replace(query, tables=tables)


def edges(bucket: str, measurement: str | None, start_ns: int, stop_ns: int) -> Query:
    """The first and the last point of every field of every series in [start, stop)."""
    bound = {"_bucket": bucket}
    of_one = ""
    if measurement is not None:
        bound["_measurement"] = measurement
        of_one = "\n  |> filter(fn: (r) => r._measurement == _measurement)"
    period = {"start": rfc3339(start_ns), "stop": rfc3339(min(stop_ns, LAST_NS))}
    pipelines = {
        edge: _EDGE.format(edge=edge, of_one=of_one, **period) for edge in ("first", "last")
    }
    return Query(pipelines=pipelines, definition=_EDGES, bound=bound)


def is_whole(body: bytes, query: Query) -> bool:
    """Whether an answer has each result of the query to its end, or an error of Flux's."""
    if query.tables:
        # Their rows follow each other without an empty line, but for one that is quoted.
        ended = body.endswith(_EMPTY_LINE) and body.count(b'"') % 2 == 0
        return ended and len({row["table"] for row, _ in typed(body)}) >= query.tables
    if body.endswith(_EMPTY_LINE) and body.count(_EMPTY_LINE) == len(query.pipelines):
        return True
    last = body[max(body.rfind(_EMPTY_LINE), 0) :].strip(_LINE)
    header, _, rows = last.partition(_LINE)
    return header.endswith(_ERROR) and bool(rows)


def results(body: bytes, texts: Container[str] = ()) -> dict[str, pl.DataFrame]:
    """A complete answer's rows by the name of their yield, without those that prove its end; a
    result without others is absent. ``texts``: see :class:`Query`.

    Raises StoreError for an error that Flux put behind the rows already sent, with status 200.
    """
    blocks: dict[str, list[pl.DataFrame]] = {}
    for name, rows in _blocks(body, texts):
        if not (stored := rows.filter(pl.col("_time").dt.epoch("ns") < _NEVER_NS)).is_empty():
            blocks.setdefault(name, []).append(stored)
    return {name: pl.concat(rows, how="diagonal") for name, rows in blocks.items()}


def typed(body: bytes) -> Iterator[tuple[dict[str, str], str]]:
    """The rows of an answer that says its data types, each as text by column, and the type of its
    ``_value``. Raises StoreError for an error that Flux put behind them."""
    columns: list[str] = []
    types: list[str] = []
    for row in csv.reader(io.StringIO(body.decode(), newline="")):
        if not row or row[0] == "#datatype":
            types, columns = row, []
        elif not columns:
            columns = row
        elif columns[1:] == ["error", "reference"]:
            raise StoreError(Words.QUERY_FAILED_MIDWAY(reason=str(row)))
        else:
            cells = dict(zip(columns, row, strict=True))
            if "_value" in cells:
                yield cells, types[columns.index("_value")]


def rfc3339(ns: int) -> str:
    """A time to the nanosecond, without trailing zeros."""
    return str(np.datetime64(ns, "ns")).rstrip("0").rstrip(".") + "Z"


def _blocks(body: bytes, texts: Container[str]) -> Iterator[tuple[str, pl.DataFrame]]:
    for block in body.split(_EMPTY_LINE):
        text = block.strip(_LINE)
        if not text:
            continue
        header, _, rows = text.partition(_LINE)
        columns = next(csv.reader([header.decode()]))
        if header.endswith(_ERROR):
            raise StoreError(Words.QUERY_FAILED_MIDWAY(reason=rows.decode()))
        name = rows.split(b",", 2)[1].decode()
        yield name, _parsed(text, columns[3:], _TEXT_TYPES if name in texts else _COLUMN_TYPES)


def _parsed(text: bytes, columns: list[str], known: Mapping[str, pa.DataType]) -> pl.DataFrame:
    types = {name: known.get(name, pa.string()) for name in columns}
    options = pa.csv.ConvertOptions(column_types=types, include_columns=columns)
    try:
        table = pa.csv.read_csv(pa.BufferReader(text), convert_options=options)
    except pa.ArrowInvalid as error:
        raise not_understood(error) from error
    return pl.DataFrame(pl.from_arrow(table))


def _numbered(definition: str, pipelines: list[str], bucket: str, series: Series) -> Query:
    named = {str(i): text for i, text in enumerate(pipelines)}
    return Query(pipelines=named, definition=definition, bound=_bound(bucket, series))


def _between(start_ns: int, stop_ns: int) -> str:
    return f"start: {rfc3339(start_ns)}, stop: {rfc3339(stop_ns)}"


def _of(channel: str, start_ns: int, stop_ns: int) -> str:
    return f"field: {_literal(channel)}, {_between(start_ns, stop_ns)}"


def _some(fields: Sequence[str]) -> str:
    """One of these fields. In halves: of 300, the server refuses a plain row of *or* as nested too
    deep."""
    if len(fields) == 1:
        return f"r._field == {_literal(fields[0])}"
    middle = len(fields) // 2
    return f"({_some(fields[:middle])} or {_some(fields[middle:])})"


def _literal(text: str) -> str:
    return quoted(text).replace("${", "\\${")


def _offset_ns(run: Run) -> int:
    return run.offset_ns if run.every_ns <= LAST_NS else 0


def _cut(run: Run, windows: Windows) -> tuple[int, int]:
    """The part of a run that is within the period."""
    return max(run.start_ns, windows.start_ns), min(run.stop_ns, windows.stop_ns)


def _bound(bucket: str, series: Series) -> dict[str, str]:
    return {
        "_bucket": bucket,
        "_measurement": series.measurement,
        "_site": series.site,
        "_turbine": series.turbine,
    }


def _duration(ns: int) -> str:
    if ns > LAST_NS:  # more than a duration can hold: one window for all time
        return "inf"
    return f"{ns}ns" if ns % SECOND_NS else f"{ns // SECOND_NS}s"
