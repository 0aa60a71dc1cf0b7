"""Parquet, Feather and Arrow's files and streams, read batch by batch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

from turbine.model.errors import FileError
from turbine.readers.columnar.words import Words
from turbine.readers.model import Certainty, Details, Source
from turbine.readers.rendering import RenderedFormat, Rendering, Written, header_text, rows_text
from turbine.words import Sentence, Text

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_CELLS = 500_000
"""So many are held as text at once, some 30 MB."""

Batches = Iterator["pa.RecordBatch"]


class Columnar(RenderedFormat):
    """A file of typed columns."""

    choices = ()
    changeable = ("time_columns", "time_format")

    def __init__(
        self,
        name: str,
        title: Sentence,
        suffixes: tuple[str, ...],
        opener: Callable[[BinaryIO], tuple[Any, Batches]],
        magics: tuple[bytes, ...],
    ) -> None:
        self.name, self.title, self.suffixes = name, title(), suffixes
        self._opener, self._magics = opener, magics

    def recognise(self, source: Source, name: str) -> Certainty | None:
        with source.open() as stream:
            start = stream.read(max(map(len, self._magics)))
        return Certainty.CERTAIN if start.startswith(self._magics) else None

    def rendering(self, source: Source, details: Details) -> Rendering:
        with self._opened(source) as (schema, _):
            flat = [column for column, field in enumerate(schema) if _is_flat(field.type)]
            names = [schema.field(column).name for column in flat]
            other = tuple(repr(field.name) for field in schema if not _is_flat(field.type))
        if not names:
            raise FileError(Words.NO_COLUMNS(name=source.name), hint=Words.EXPORT_AGAIN())
        notes: tuple[Text, ...] = (Words.ROWS(format=self.title),)
        return Rendering(
            source=Written(
                name=source.name, size=source.size, parts=lambda: self._parts(source, names, flat)
            ),
            header_line=1,
            header_rows=1,
            above=1,
            notes=(*notes, Words.NOT_FLAT(columns=other)) if other else notes,
        )

    def _parts(self, source: Source, names: list[str], columns: list[int]) -> Iterator[bytes]:
        yield header_text(names)
        with self._opened(source) as (_, batches):
            for batch in batches:
                yield rows_text(pl.DataFrame([_column(batch, column) for column in columns]))

    @contextmanager
    def _opened(self, source: Source) -> Iterator[tuple[Any, Batches]]:
        import pyarrow as pa

        try:
            with source.open() as stream:
                yield self._opener(stream)
        except (pa.ArrowException, OSError, pl.exceptions.PolarsError) as error:
            raise FileError(
                Words.DAMAGED(name=source.name, format=self.title, reason=_first_line(error)),
                hint=Words.EXPORT_AGAIN(),
            ) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")[:200]


def _is_flat(kind: "pa.DataType") -> bool:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_boolean(kind)
        or pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_timestamp(kind)
        or pa.types.is_date(kind)
        or pa.types.is_time(kind)
        or pa.types.is_null(kind)
    )


def _column(batch: "pa.RecordBatch", column: int) -> pl.Series:
    import pyarrow as pa

    array = batch.column(column)
    if pa.types.is_dictionary(array.type) and pa.types.is_decimal256(array.type.value_type):
        array = array.dictionary_decode()
    if pa.types.is_float16(array.type):
        array = array.cast(pa.float32())
    if pa.types.is_decimal256(array.type):  # which polars does not know
        array = array.cast(pa.string())
    if pa.types.is_timestamp(array.type) and array.type.tz is not None:  # moments, wherever shown
        array = array.cast(pa.timestamp(array.type.unit, "UTC"))
    series = pl.from_arrow(array)
    if not isinstance(series, pl.Series):
        raise TypeError("an array is one column")
    return series.alias(str(column))


def _parquet(stream: BinaryIO) -> tuple[Any, Batches]:
    from pyarrow import parquet

    file = parquet.ParquetFile(stream, page_checksum_verification=True)
    rows = _rows_at_once(file.schema_arrow)
    return file.schema_arrow, file.iter_batches(batch_size=rows, use_threads=False)


def _arrow(stream: BinaryIO) -> tuple[Any, Batches]:
    import pyarrow as pa

    start = stream.read(6)
    stream.seek(0)
    if start == b"ARROW1":
        file = pa.ipc.open_file(stream)
        batches = (file.get_batch(i) for i in range(file.num_record_batches))
        return file.schema, _cut(batches, _rows_at_once(file.schema))
    reader = pa.ipc.open_stream(stream)
    return reader.schema, _cut(iter(reader), _rows_at_once(reader.schema))


def _rows_at_once(schema: "pa.Schema") -> int:
    return max(BATCH_CELLS // max(len(schema), 1), 1)


def _cut(batches: Batches, rows: int) -> Batches:
    for batch in batches:
        for start in range(0, batch.num_rows, rows):
            yield batch.slice(start, rows)


PARQUET = Columnar("parquet", Words.PARQUET, (".parquet", ".pq"), _parquet, (b"PAR1",))
ARROW = Columnar(
    "arrow", Words.ARROW, (".feather", ".arrow", ".ipc"), _arrow,
    (b"ARROW1", b"\xff\xff\xff\xff"),
)  # fmt: skip
