"""The decimal sign: taken from the file if one reading loses no cell, else asked for."""

import random
from dataclasses import replace

import polars as pl
import pytest

from turbine.readers import detect, open_source, scan
from turbine.readers.csv import decimals

PER_DAY = 144


def file(*cells: str, delimiter: str = ";") -> bytes:
    """A row for each cell, ten minutes apart."""
    rows = [
        f"{1 + i // PER_DAY:02d}.01.2018 {i % PER_DAY // 6:02d}:{i % 6}0{delimiter}{cell}"
        for i, cell in enumerate(cells)
    ]
    return "\n".join([f"Date/Time{delimiter}Power (kW)", *rows, ""]).encode()


def read(data: bytes, **changes):
    source = open_source(data, "f.csv")
    detection = detect(source, **{"zone": "UTC", **changes})
    scanned = scan(source, detection.interpretation)
    values = [value for block in scanned.blocks() for value in block["power_kw"].to_list()]
    return detection, values, scanned.counts


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1.5", "1.024", "0.350"], [1.5, 1.024, 0.35]),
        (["1,5", "1,024", "0,350"], [1.5, 1.024, 0.35]),
        (["0.350", "1.024"], [0.35, 1.024]),
        (["812,40", "1.024,50", "1.910,00"], [812.4, 1024.5, 1910]),
        (["812.40", "1,024.50", "1,910"], [812.4, 1024.5, 1910]),
        (["1.234.567", "1.024"], [1_234_567, 1024]),
        (["-1,234,567.5", "+1,024"], [-1_234_567.5, 1024]),
        (["12", "1024", "-3"], [12, 1024, -3]),
        (["1024.500", "1.024"], [1024.5, 1.024]),
        (["abc", "NaN", "1.5e3"], [1500]),
        (["1 024,5", "812", "2 910 000"], [1024.5, 812, 2_910_000]),
        (["1'024.50", "1’024", "-12 300.5", "1 024"], [1024.5, 1024, -12_300.5, 1024]),
        (["1 024,500", "-1\u00a0024", "+1\u2009024"], [1024.5, -1024, 1024]),
        (["\u22123.5", "\u20134", "+7.5", "- 2"], [-3.5, -4, 7.5, -2]),
    ],
)
def test_the_reading_that_loses_no_cell_is_taken(cells, values):
    detection, read_values, counts = read(file(*cells))
    assert (detection.questions, read_values) == ((), values)
    assert counts.kept == len(values)


@pytest.mark.parametrize(
    ("cells", "by_point", "by_comma"),
    [
        # Contradicted both ways, one of the cells by both signs.
        (["1,5", "2.5", "3,5", "3.5,6", "1.000"], [2.5, 1.0], [1.5, 3.5, 1000]),
        (["1.5"] * 9 + ["1,5"], [1.5] * 9, [1.5]),
        # Either will do, with other values.
        (["812", "1.024", "1.910", "950"], [812, 1.024, 1.91, 950], [812, 1024, 1910, 950]),
        (["12,500", "11,250"], [12500, 11250], [12.5, 11.25]),
    ],
)
def test_what_only_the_person_can_decide_is_asked_for(cells, by_point, by_comma):
    data = file(*cells)
    detection, *_ = read(data)
    assert detection.questions == ("decimal",)
    assert "with a decimal point" in str(detection.notes[0])
    for sign, values in ((".", by_point), (",", by_comma)):
        said, read_values, counts = read(data, decimal=sign)
        assert (said.questions, read_values) == ((), values)
        assert (counts.kept, counts.rows) == (len(values), len(cells))


def test_the_whole_file_decides_where_its_beginning_does_not():
    cells = ["12"] * 3_000 + ["1.024"] * 20_000
    assert read(file(*cells[:4_000]))[0].questions == ("decimal",)
    for last, value in (("1024,5", 1024.0), ("0.5", 1.024)):
        detection, values, _ = read(file(*cells[:4_000], last))
        assert (detection.questions, values[-2]) == ((), value)


def test_a_file_cut_by_commas_has_points_unless_most_of_it_says_otherwise():
    quoted = [f'"{cell}"' for cell in ("1,5", "2,5")]
    assert read(file("1.024", "5.123", delimiter=","))[1] == [1.024, 5.123]
    assert read(file("812.40", '"1,024.50"', delimiter=","))[1] == [812.4, 1024.5]
    assert read(file(*quoted, delimiter=","))[1] == [1.5, 2.5]
    assert read(file("1.5", "2.5", quoted[0], delimiter=","))[0].questions == ()
    assert read(file("1.5", *quoted, delimiter=","))[0].questions == ("decimal",)
    assert read(file('"5,100"', '"6,234"', delimiter=","))[0].questions == ("decimal",)
    assert read(file('"1,024"', "5.125", "812", delimiter=","))[0].questions == ("decimal",)


def test_a_tie_is_asked_for_in_whatever_order_its_cells_come():
    cells = ["1,5", "2.5", "3,5", "3.5"]
    for seed in range(10):
        random.Random(seed).shuffle(cells)
        assert read(file(*cells))[0].questions == ("decimal",)


@pytest.mark.parametrize(
    "text",
    [
        *["0.350.000", "1.02", "1.0245", "1..024", ".024", "1.024.", "01.024", "1.024,5,6", "1,"],
        *["1 02", "1 0245", "0 350", "1 024'500", "1 024.500", "1  024", "5 - 3", "3-"],
    ],
)
def test_only_whole_groups_are_thousands(text):
    frame = pl.DataFrame({"text": [text]})
    (number,) = frame.select(decimals.plain(pl.col("text"), ",")).to_series()
    assert number == ("1." if text == "1," else None)


def test_what_an_older_version_kept_is_read_as_it_was_then():
    source = open_source(file("1 024.5", "\u22123", "5"), "f.csv")
    detection = detect(source, zone="UTC")
    assert any("'1 024.5'" in str(note) for note in detection.notes)
    old = replace(detection.interpretation, clock_rules=1)
    assert old.identity() == detection.interpretation.identity()
    assert [scan(source, form).counts.rejected for form in (detection.interpretation, old)] == [
        0,
        2,
    ]
