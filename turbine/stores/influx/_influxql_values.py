"""Every value of points with its type, by InfluxQL: what is to be written back as it is."""

from collections.abc import Iterable, Iterator, Mapping

from turbine.model.errors import StoreError
from turbine.stores.influx._erase import Value, text_of
from turbine.stores.influx._influxql import Block, Query, field_keys, name


def keys(measurement: str) -> Query:
    """A measurement's fields with their types, and its tags."""
    fields = field_keys(measurement).statements
    return Query(statements=(*fields, f"SHOW TAG KEYS FROM {name(measurement)}"))


def kinds_of(blocks: Iterable[Block]) -> dict[str, set[str]]:
    """Each field's types, out of what answers :func:`keys`."""
    found: dict[str, set[str]] = {}
    for block in blocks:
        for field_name, kind in block.rows if block.statement == 0 else ():
            found.setdefault(field_name, set()).add(kind)
    return found


def tag_keys_of(blocks: Iterable[Block]) -> set[str]:
    """The tags, out of what answers :func:`keys`."""
    return {row[0] for block in blocks if block.statement == 1 for row in block.rows}


def values_of(block: Block, kinds: Mapping[str, set[str]]) -> Iterator[Value]:
    """Every value of a block, with its type: one that JSON shows, or that the server names."""
    tags = tuple((tag, text) for tag, text in block.tags.items() if text)
    for row in block.rows:
        cells = dict(zip(block.columns, row, strict=True))
        time_ns = cells.pop("time")
        for column, value in cells.items():
            if value is not None:
                text = _text(column, value, kinds.get(column, set()))
                yield Value(time_ns=time_ns, tags=tags, field=column, text=text)


def _text(column: str, value: str | bool | float, kinds: set[str]) -> str:
    if isinstance(value, str):
        return text_of(value, "string")
    if isinstance(value, bool):
        return text_of(str(value), "boolean")
    numbers = kinds & {"float", "integer", "unsigned"}
    if len(numbers) != 1:  # JSON does not tell 1 from 1.0
        raise StoreError(
            f"The field {column!r} on these points is stored as {' and '.join(sorted(kinds))}: it "
            "could not be written back as it is.",
            hint="Nothing was deleted. Remove that field on the server first.",
        )
    (kind,) = numbers
    return text_of(repr(float(value)) if kind == "float" else str(value), kind)
