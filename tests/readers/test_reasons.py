"""Reasons of many rows at once: just what keep() gives for each of them."""

import polars as pl

from turbine.readers.csv.words import Words as CsvWords
from turbine.readers.reasons import conflicts, is_conflict, row_wise
from turbine.readers.words import Words
from turbine.words import keep, recall_all

LINES = [1, 2, 4_294_967_295]


def test_each_row_has_its_own_number():
    frame = pl.DataFrame({"n": LINES}, schema={"n": pl.UInt32})
    kept = frame.select(
        conflict=conflicts(pl.col("n")),
        width=row_wise(CsvWords.WIDTH, "count", pl.col("n"), header_cells=5),
    )
    assert kept["conflict"].to_list() == [keep(Words.CONFLICT(line=n)) for n in LINES]
    assert kept["width"].to_list() == [keep(CsvWords.WIDTH(count=n, header_cells=5)) for n in LINES]
    assert recall_all(kept["width"])[:2] == [
        "The line has 1 cell, the header has 5.",
        "The line has 2 cells, the header has 5.",
    ]


def test_a_conflict_differs_from_other_reasons():
    reasons = pl.Series(
        [keep(Words.CONFLICT(line=3)), keep(Words.TIME_EMPTY()), "holds other values", ""]
    )
    assert is_conflict(reasons).to_list() == [True, False, False, False]
