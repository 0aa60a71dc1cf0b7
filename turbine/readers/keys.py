"""Rows by the names of their turbine and site, as a part of a file holds them."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from turbine.readers.model import REJECTED_SCHEMA, Interpretation, Part

NAMES = ("turbine", "site")

Key = tuple[str, str]
"""Turbine and site; empty where the file has no such column."""


def of(cells: pl.Series, name: str) -> pl.Series:
    """A column of names: null where a cell holds none."""
    texts = cells.cast(pl.String).str.strip_chars()
    return texts.set(texts == "", None).alias(name)


def key_of(form: Interpretation) -> Key:
    """Whose rows an interpretation reads."""
    return form.turbine, form.site


def is_whole(form: Interpretation) -> bool:
    """True for an interpretation of all series that its columns name."""
    return bool(form.key_columns) and not (form.turbine or form.site)


def of_series(part: Part, form: Interpretation) -> Part:
    """What of a part is the interpretation's own series; all of it if the file names none."""
    if not form.key_columns or is_whole(form):
        return part
    mine = pl.all_horizontal(
        pl.col(name).eq_missing(pl.lit(getattr(form, name))) for name in form.key_columns
    )
    frame = _keyed(part.frame, form).filter(mine)
    return _part(part, frame, _keyed(part.rejected, form).filter(mine))


def split(part: Part, form: Interpretation) -> tuple[dict[Key, Part], pl.DataFrame, pl.Series]:
    """The part of each series, the rejected rows of none (REJECTED_SCHEMA), and the lines of
    readable rows of none."""
    frames = dict(_by_key(_keyed(part.frame, form), form))
    rejected = dict(_by_key(_keyed(part.rejected, form), form))
    nobody, unreadable = frames.pop(None, None), rejected.pop(None, None)
    parts = {
        key: _part(
            part,
            frames.get(key, part.frame.clear()),
            rejected.get(key, REJECTED_SCHEMA.to_frame()),
        )
        for key in {**frames, **rejected}
        if key is not None
    }
    return (
        parts,
        REJECTED_SCHEMA.to_frame() if unreadable is None else _plain(unreadable),
        part.frame["line"].clear() if nobody is None else nobody["line"],
    )


def without(frame: pl.DataFrame) -> pl.DataFrame:
    """The same without the names."""
    return frame.drop(NAMES, strict=False)


def _part(part: Part, frame: pl.DataFrame, rejected: pl.DataFrame) -> Part:
    bad = part.bad_cells
    if len(bad) and len(frame) < len(part.frame):
        bad = bad.filter(pl.col("line").is_in(frame["line"].implode()))
    return replace(
        part,
        frame=without(frame),
        rejected=_plain(rejected),
        bad_cells=bad,
        rows=len(frame) + len(rejected),
        blank_lines=0,
    )


def _plain(rejected: pl.DataFrame) -> pl.DataFrame:
    return rejected.select(REJECTED_SCHEMA.names())


def _keyed(frame: pl.DataFrame, form: Interpretation) -> pl.DataFrame:
    lacking = [name for name in form.key_columns if name not in frame.columns]
    return frame.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking)


def _by_key(frame: pl.DataFrame, form: Interpretation) -> Iterator[tuple[Key | None, pl.DataFrame]]:
    """The rows of each key in their order; None: of rows that lack a name."""
    if frame.is_empty():
        return
    names = list(form.key_columns)
    first = frame.row(0)
    if all(frame[name].n_unique() == 1 for name in names):
        yield _key(dict(zip(frame.columns, first, strict=True))), frame
        return
    is_named = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
    if frame.select(~is_named.all()).item():
        yield None, frame.filter(~is_named)
        frame = frame.filter(is_named)
    for values, rows in frame.partition_by(names, maintain_order=True, as_dict=True).items():
        yield _key(dict(zip(names, values, strict=True))), rows


def _key(row: dict[str, str | None]) -> Key | None:
    values = [row.get(name, "") for name in NAMES]
    return None if None in values else (str(values[0]), str(values[1]))
