"""Every value of points with its type, by InfluxQL: to be written back as it is."""

from collections.abc import Iterable, Iterator, Mapping

from turbine.model.errors import StoreError
from turbine.stores.influx._erase import Value, text_of
from turbine.stores.influx._influxql import Block, Query, field_keys, name
from turbine.stores.influx.words import Words


def keys(measurement: str) -> Query:
    """A measurement's fields with their types, and its tags."""
    fields = field_keys(measurement).statements
    return Query(statements=(*fields, f"SHOW TAG KEYS FROM {name(measurement)}"))


def types_of(blocks: Iterable[Block]) -> dict[str, set[str]]:
    """Each field's types, out of the answer to :func:`keys`."""
    types: dict[str, set[str]] = {}
    for block in blocks:
        for field_name, type_ in block.rows if block.statement == 0 else ():
            types.setdefault(field_name, set()).add(type_)
    return types


def tag_keys_of(blocks: Iterable[Block]) -> set[str]:
    """The tags, out of the answer to :func:`keys`."""
    return {row[0] for block in blocks if block.statement == 1 for row in block.rows}


def values_of(block: Block, types: Mapping[str, set[str]]) -> Iterator[Value]:
    """Every value of a block, with its type: one that JSON shows, or that the server names."""
    tags = tuple((tag, text) for tag, text in block.tags.items() if text)
    for row in block.rows:
        cells = dict(zip(block.columns, row, strict=True))
        time_ns = cells.pop("time")
        for column, value in cells.items():
            if value is not None:
                text = _text(column, value, types.get(column, set()))
                yield Value(time_ns=time_ns, tags=tags, field=column, text=text)


def _text(column: str, value: str | bool | float, types: set[str]) -> str:
    if isinstance(value, str):
        return text_of(value, "string")
    if isinstance(value, bool):
        return text_of(str(value), "boolean")
    numbers = types & {"float", "integer", "unsigned"}
    if len(numbers) != 1:  # JSON does not tell 1 from 1.0
        raise StoreError(
            Words.TYPES_CANNOT_BE_RESTORED(field=column, types=tuple(sorted(types))),
            hint=Words.REMOVE_FIELD_FIRST(),
        )
    (type_,) = numbers
    return text_of(repr(float(value)) if type_ == "float" else str(value), type_)
