"""Numbers beyond what a double counts: exact, or refused with a reason."""

import io
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

from turbine.model.frame import in_words
from turbine.readers import FileScan, detect, open_source, scan

REASON = "This number has more digits than a 64-bit number keeps."


def read(cell: str, *, rules: int | None = None) -> tuple[list[float | None], list[str]]:
    rows = ["2020-01-01 00:00;5;0.5", f"2020-01-01 00:10;6;{cell}"]
    return _read("Time;Power (kW);Total", rows, rules)


def _read(header: str, rows: list[str], rules: int | None) -> tuple[list[float | None], list[str]]:
    source = open_source("\n".join([header, *rows, ""]).encode(), "f.csv")
    form = detect(source, zone="UTC").interpretation
    return values(scan(source, form if rules is None else replace(form, clock_rules=rules)))


def values(scanned: FileScan) -> tuple[list[float | None], list[str]]:
    (name,) = {*scanned.interpretation.channels} - {"power_kw"}
    rows = pl.concat(scanned.blocks())[name].to_list()
    return rows[1:], in_words(scanned.bad_cells)["reason"].to_list()


@pytest.mark.parametrize(
    "cell",
    [
        *["9007199254740991", "9007199254740992", "9007199254740994", "-9007199254740994"],
        *["9007199254740992.0", "100000000000000000000", "9.007199254740993e15", "1E+20"],
        *["123456789012345680000", "1.7976931348623157e308", "0.12345678901234567891"],
    ],
)
def test_what_a_double_is_written_as_is_kept(cell):
    assert read(cell) == ([float(cell)], [])


@pytest.mark.parametrize(
    "cell",
    [
        *["9007199254740993", "-9007199254740993", "9007199254740992.5", "18446744073709551615"],
        "12345678901234567.123",
    ],
)
def test_any_other_is_refused(cell):
    assert read(cell) == ([None], [REASON])
    assert read(cell, rules=3) == ([float(cell)], [])  # as it was read when it was stored


def test_integers_and_decimals_of_parquet():
    count = 4
    times = pa.array(range(0, count * 600_000_000, 600_000_000), pa.timestamp("us"))
    for cells, kind in (
        ([2**53 + n for n in range(count)], pa.int64()),
        ([2**53 + n for n in range(count)], pa.uint64()),
        ([Decimal(2**53 + n) for n in range(count)], pa.decimal128(20, 0)),
        ([Decimal(2**53 + n) for n in range(count)], pa.decimal256(40, 0)),
    ):
        target = io.BytesIO()
        table = pa.table({"time": times, "power_kw": [1.0] * count, "total": pa.array(cells, kind)})
        parquet.write_table(table, target)
        source = open_source(target.getvalue(), "f.parquet")
        scanned = scan(source, detect(source, zone="UTC").interpretation)
        assert values(scanned) == ([None, 2.0**53 + 2, None], [REASON, REASON])
