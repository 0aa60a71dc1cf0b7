"""Flux texts, and the CSV that answers them. Pure: nothing here talks to a server.

What a user supplies never enters a text: it is bound, as options named ``_bucket`` and so on. One
request holds as many pipelines as are needed, each with its own yield; each begins with its own
``from``, since pipelines that share one are no longer pushed down to the storage engine.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv

from turbine.errors import StoreError, StoreUnreachableError
from turbine.stores.base import PushFunction, Series
from turbine.windows import SECOND_NS, Run

DIALECT = {"annotations": [], "header": True, "delimiter": ","}
FIRST_NS, LAST_NS = -9_223_372_036_854_775_806, 9_223_372_036_854_775_806
"""All the time that InfluxDB knows."""

_ERROR = b"error,reference"
_COLUMN_TYPES = {"_time": pa.timestamp("ns", tz="UTC"), "_value": pa.float64()}
_POINTS = """points = (field, start, stop) => from(bucket: _bucket)
  |> range(start: start, stop: stop)
  |> filter(fn: (r) => r._measurement == _measurement and r.site == _site and r.turbine == _turbine\
 and r._field == field)
"""
_STAMPS = """from(bucket: _bucket)
  |> range(start: {start}, stop: {stop})
  |> filter(fn: (r) => r._measurement == _measurement and r.site == _site and r.turbine == _turbine)
  |> keep(columns: ["_time"])
  |> distinct(column: "_time")
  |> rename(columns: {{_value: "_time"}})"""
_EDGE = """from(bucket: _bucket)
  |> range(start: {start}, stop: {stop}){of_one}
  |> {edge}()
  |> keep(columns: ["_measurement", "site", "turbine", "_field", "_time"])
  |> yield(name: "{edge}")"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A text and the values bound in it."""

    text: str
    bound: dict[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The query with its bound values, to be read by people."""
        options = [f"option {name} = {quoted(value)}" for name, value in self.bound.items()]
        return "\n".join([*options, "", self.text])


def raw(
    bucket: str, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
) -> Query:
    """Each channel's points as a result of its own, named by the channel's position."""
    pipelines = [
        f'{_points(name, start_ns, stop_ns)}\n  |> keep(columns: ["_time", "_value"])'
        f'\n  |> yield(name: "{i}")'
        for i, name in enumerate(channels)
    ]
    return Query(text="\n".join([_POINTS, *pipelines]), bound=_bound(bucket, series))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """One function over one channel's points in one run of windows."""

    channel: str
    function: PushFunction
    run: Run
    start_ns: int
    stop_ns: int

    def text(self, name: str) -> str:
        every, offset = _duration(self.run.every_ns), _duration(self.run.offset_ns)
        return (
            f"{_points(self.channel, self.start_ns, self.stop_ns)}"
            f"\n  |> aggregateWindow(every: {every}, offset: {offset}, fn: {self.function},"
            ' createEmpty: false, timeSrc: "_start")'
            f'\n  |> keep(columns: ["_time", "_value"])\n  |> yield(name: "{name}")'
        )


def aggregates(bucket: str, series: Series, pipelines: list[Pipeline]) -> Query:
    """All pipelines in one request, each result named by the pipeline's position."""
    texts = (pipeline.text(str(i)) for i, pipeline in enumerate(pipelines))
    return Query(text="\n".join([_POINTS, *texts]), bound=_bound(bucket, series))


def stamps(bucket: str, series: Series, start_ns: int, stop_ns: int) -> Query:
    """The distinct times of a series' points, whatever the field."""
    text = _STAMPS.format(start=rfc3339(start_ns), stop=rfc3339(stop_ns))
    return Query(text=text, bound=_bound(bucket, series))


def edges(bucket: str, measurement: str | None) -> Query:
    """The first and the last point of every field of every series, future ones too."""
    bound = {"_bucket": bucket}
    of_one = ""
    if measurement is not None:
        bound["_measurement"] = measurement
        of_one = "\n  |> filter(fn: (r) => r._measurement == _measurement)"
    period = {"start": rfc3339(FIRST_NS), "stop": rfc3339(LAST_NS)}
    texts = [_EDGE.format(edge=edge, of_one=of_one, **period) for edge in ("first", "last")]
    return Query(text="\n".join(texts), bound=bound)


def results(body: bytes) -> dict[str, pl.DataFrame]:
    """The answer's rows by the name of their yield; a result without a row is absent.

    Raises StoreError for an error that Flux put behind the rows already sent, with status 200, and
    StoreUnreachableError for an answer that breaks off.
    """
    whole = body.endswith(b"\r\n\r\n") or not body.strip()
    if not whole and _ERROR not in body:
        raise StoreUnreachableError("The answer broke off before its end.", hint="Try again.")
    found: dict[str, list[pl.DataFrame]] = {}
    for name, rows in _blocks(body):
        found.setdefault(name, []).append(rows)
    return {name: pl.concat(blocks) for name, blocks in found.items()}


def quoted(text: str) -> str:
    """A string literal of Flux (for showing) and of the delete predicate (for sending)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def rfc3339(ns: int) -> str:
    """A time to the nanosecond, without the zeros that nobody wants to read."""
    return str(np.datetime64(ns, "ns")).rstrip("0").rstrip(".") + "Z"


def _blocks(body: bytes) -> Iterator[tuple[str, pl.DataFrame]]:
    for block in body.split(b"\r\n\r\n"):
        text = block.strip(b"\r\n")
        if not text:
            continue
        header, _, rows = text.partition(b"\r\n")
        columns = header.decode().split(",")
        if header.endswith(_ERROR):
            raise StoreError(f"The query failed on the way: {rows.decode()}")
        yield rows.split(b",", 2)[1].decode(), _parsed(text, columns[3:])


def _parsed(text: bytes, columns: list[str]) -> pl.DataFrame:
    types = {name: _COLUMN_TYPES.get(name, pa.string()) for name in columns}
    options = pa.csv.ConvertOptions(column_types=types, include_columns=columns)
    try:
        table = pa.csv.read_csv(pa.BufferReader(text), convert_options=options)
    except pa.ArrowInvalid as error:
        raise StoreError(f"The answer cannot be understood: {error}") from error
    return pl.DataFrame(pl.from_arrow(table))


def _points(channel: str, start_ns: int, stop_ns: int) -> str:
    return f'points(field: "{channel}", start: {rfc3339(start_ns)}, stop: {rfc3339(stop_ns)})'


def _bound(bucket: str, series: Series) -> dict[str, str]:
    return {
        "_bucket": bucket,
        "_measurement": series.measurement,
        "_site": series.site,
        "_turbine": series.turbine,
    }


def _duration(ns: int) -> str:
    return f"{ns}ns" if ns % SECOND_NS else f"{ns // SECOND_NS}s"
