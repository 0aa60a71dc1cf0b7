"""Decimal signs that differ by column, units behind numbers: read or asked about, never guessed."""

import json

import pytest
from samples import rows_of

from turbine.model.frame import in_words
from turbine.readers import Detection, FileScan, detect, open_source, restored, scan


def read(
    header: str, *rows: str, delimiter: str = ";", **given: object
) -> tuple[Detection, FileScan]:
    stamped = (f"2018-01-31 00:{10 * i:02d}{delimiter}{row}" for i, row in enumerate(rows))
    text = "\n".join([f"Time UTC{delimiter}{header}", *stamped, ""])
    source = open_source(text.encode(), "f.csv")
    detection = detect(source, **given)
    return detection, scan(source, detection.interpretation)


def values(scanned: FileScan) -> list:
    return [row[2] for row in rows_of(scanned)]


def test_each_column_has_its_own_decimal_sign():
    detection, scanned = read("Power (kW);Wind Speed (m/s)", "812,5;7.25", "1.024,5;8.5", "9;0.125")
    assert detection.questions == ()
    assert values(scanned) == [[812.5, 7.25], [1024.5, 8.5], [9.0, 0.125]]
    assert any("decimal" in str(note) and "'Power (kW)'" in str(note) for note in detection.notes)
    form = detection.interpretation
    assert restored(json.loads(json.dumps(form.to_dict()))) == form
    assert len(form.identity()["decimals"]) == 1


@pytest.mark.parametrize(
    ("rows", "is_asked"),
    [
        (["812,5;1.024", "9,5;1.250"], True),  # of the second column nothing tells
        (["812,5;1.024", "9,5;2"], False),  # written without the sign below a thousand
        (["812,5;0.024", "9,5;1.250"], False),  # only a point fits
        (["812.5;1.024", "9.5;1.250"], False),
        (["812.5;1,024", "9.5;1,250"], True),
        (["812,5;1.5", "9,5;2,5"], True),  # one column with both
    ],
)
def test_a_column_that_can_be_read_both_ways_is_asked_about(rows, is_asked):
    detection, _ = read("Power (kW);Wind Speed (m/s)", *rows)
    assert ("decimal" in detection.questions) == is_asked
    answered, _ = read("Power (kW);Wind Speed (m/s)", *rows, decimal=",")
    assert (answered.questions, answered.interpretation.details.decimals) == ((), ())


def test_units_behind_numbers_are_those_of_the_column():
    detection, scanned = read(
        "Power;Wind Speed;Wind Direction (°)",
        "0.5 MW;36 km/h;90", "0.61MW;43.2km/h;91", ";;92", "0.7 kW;28.8 kn;93",
        "1 024.5 MW;−36 km/h;94",
    )  # fmt: skip
    assert detection.questions == ()
    assert detection.interpretation.units == ((1, "MW"), (2, "km/h"))
    assert [row[:2] for row in values(scanned)] == [
        [500.0, 10.0], [610.0, pytest.approx(12.0)], [None, None], [None, None],
        [1_024_500.0, -10.0],
    ]  # fmt: skip
    bad = in_words(scanned.bad_cells).select("line", "text", "reason").rows()
    assert bad[0] == (5, "0.7 kW", "The unit after this number is not the column's unit, MW.")
    assert bad[1][:2] == (5, "28.8 kn")
    form = detection.interpretation
    assert restored(json.loads(json.dumps(form.to_dict()))) == form


def test_a_unit_in_a_few_cells_only_is_not_looked_for():
    detection, scanned = read("Power (kW);Wind Speed (m/s)", "500;5", "510;6", "500 kW;7")
    assert not detection.interpretation.details.cell_units
    assert scanned.bad_cells.select("line", "text").rows() == [(4, "500 kW")]
