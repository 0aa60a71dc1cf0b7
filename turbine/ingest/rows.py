"""A file's rows on their way into the database, and those that are left out."""

from collections.abc import Iterator

import polars as pl

from turbine.ingest.ledger import FINDINGS_SCHEMA, OPEN_END, WITHOUT_VALUES
from turbine.ingest.words import Words
from turbine.model.frame import to_time
from turbine.readers.model import Scan
from turbine.readers.reasons import row_wise
from turbine.timing.retime import Resolved
from turbine.words import keep

LISTED_WITHOUT_VALUES = 10_000
"""Rows without values are no fault, and may be most of a file: no more of them are listed."""


def retimed(scan: Scan, resolved: Resolved) -> Iterator[pl.DataFrame]:
    """The file's kept rows with their new stamps, in file order."""
    for frame in scan.blocks():
        stamps = frame["time"].dt.epoch("ns").to_numpy()
        yield frame.with_columns(to_time(resolved.apply(stamps)))


def findings_of(scan: Scan) -> pl.DataFrame:
    """What the ledger keeps of a file beside its stamps: what is not stored, and its last line if
    that has no line end (which may well be stored)."""
    if (end := scan.open_end) is None:
        return not_stored(scan)
    last = pl.DataFrame(
        [(OPEN_END, end.line, "", end.text, keep(end.said))], schema=FINDINGS_SCHEMA, orient="row"
    )
    return pl.concat([not_stored(scan), last]).sort("line", maintain_order=True)


def not_stored(scan: Scan) -> pl.DataFrame:
    """Everything of the file that is not stored (FINDINGS_SCHEMA), by line; of the rows without
    values only the first."""

    def rows(frame: pl.DataFrame, kind: str, reason: pl.Expr | None = None) -> pl.DataFrame:
        return frame.select(
            pl.lit(kind).alias("kind"),
            pl.col("line").cast(pl.UInt32),
            (pl.col("column") if "column" in frame.columns else pl.lit("")).alias("column"),
            (pl.col("text") if "text" in frame.columns else pl.lit("")).alias("text"),
            (pl.col("reason") if reason is None else reason).alias("reason"),
        )

    valueless = scan.without_values.head(LISTED_WITHOUT_VALUES).to_frame("line")
    repeats = row_wise(Words.REPEATS_LINE, "line", pl.col("of_line"))
    return pl.concat(
        [
            FINDINGS_SCHEMA.to_frame(),
            rows(scan.rejected, "rejected"),
            rows(scan.bad_cells, "cell"),
            rows(scan.duplicates, "duplicate", repeats),
            rows(valueless, WITHOUT_VALUES, pl.lit(keep(Words.WITHOUT_VALUES()))),
        ]
    ).sort("line")
