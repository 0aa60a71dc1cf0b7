"""Words and codes for no value: proposed from the data, never a value that may be measured."""

import io
import json
from datetime import UTC, datetime

import polars as pl
import pytest

from turbine.model.errors import FileError
from turbine.readers import Detection, FileScan, detect, missing, open_source, restored, scan

HEADER = "Date/Time,Power (kW),Wind Speed (km/h)"


def read(*rows: str, header: str = HEADER, **given: object) -> tuple[Detection, FileScan]:
    lines = [f"31 01 2018 00:{10 * i:02d},{row}" for i, row in enumerate(rows)]
    source = open_source("\n".join([header, *lines, ""]).encode(), "f.csv")
    detection = detect(source, **{"zone": "UTC", **given})
    return detection, scan(source, detection.interpretation, propose="missing" not in given)


def taken(scanned: FileScan) -> set[tuple[int, str, int]]:
    return {(mark.column, mark.text, mark.cells) for mark in scanned.marks}


@pytest.mark.parametrize(
    ("rows", "marks"),
    [
        (["100,20", "-999,20", "-999,25"], {(1, "-999", 2)}),
        (["100,20", "200,99.99", "300,9999"], {(2, "9999", 1)}),  # 99.99 km/h is a storm
        (["9998,20", "9999,20", "10000,20"], set()),  # a large turbine
        (["-999,20", "-999,20", "-999,30"], {(1, "-999", 3)}),
        (["100,20", "32767,20", "50,25"], {(1, "32767", 1)}),
        (["100,20", "-555,20", "-555,25"], set()),  # no code that we know
        (["Bad,20", "no data,20", "7,25"], {(1, "Bad", 1), (1, "no data", 1)}),
        (["#NV,20", "k.A.,20", "7,25"], {(1, "#NV", 1), (1, "k.A.", 1)}),
        (
            ["#¡VALOR!,20", "#SAYI/0!,20", "7,2"],
            {(1, "#¡VALOR!", 1), (1, "#SAYI/0!", 1)},
        ),
        (["ON,20", "ON,21", "ON,25"], set()),  # a state
    ],
)
def test_what_is_proposed(rows, marks):
    detection, scanned = read(*rows)
    assert taken(scanned) == marks
    assert detection.interpretation.missing == ()
    kept = {(column, text) for column, text, _ in marks}
    assert set(scanned.interpretation.missing) == kept
    told = " ".join(map(str, missing.notes(scanned.interpretation, scanned.marks)))
    assert all(text in told for _, text in kept)


OWN = "Date/Time,Power (kW),Uptime (%),Foo"


@pytest.mark.parametrize(
    ("rows", "marks"),
    [
        (["1,99,99", "2,99,99", "3,99,99"], set()),  # 99 % all year
        (["1,99,0", "2,99,99", "3,0,0", "4,0,99", "5,0,0"], set()),  # on or off
        (["1,99.9,1", "2,999,99", "3,50,99", "4,60,2", "5,60,3"], {(2, "999", 1), (3, "99", 2)}),
        (["1,99,-999", "2,98,-999", "3,97,-999"], {(3, "-999", 3)}),
        (["1,\\N,7", "2,–,8", "3,50,9"], {(2, "\\N", 1), (2, "–", 1)}),
    ],
)
def test_what_may_be_a_percentage_is_a_code_among_other_values_only(rows, marks):
    _, scanned = read(*rows, header=OWN)
    assert taken(scanned) == marks


def test_a_code_of_a_state_is_none_for_no_value():
    rows = ("1,9999,9999", "2,0,-999", "3,0,9999", "4,0,-999")
    _, scanned = read(*rows, header="Date/Time,Power (kW),Alarm code,State")
    assert taken(scanned) == {(3, "-999", 2)}


def test_marks_are_missing_and_a_row_of_them_is_without_values():
    _, scanned = read("100,20", "-999,#N/A", "Bad,30", "1,x")
    counts = scanned.counts
    assert (counts.kept, counts.without_values, counts.rejected) == (3, 1, 0)
    assert (counts.values, counts.missing, counts.bad) == (4, 1, 1)
    assert counts.add_up


def test_a_row_of_marks_and_unreadable_cells_is_rejected_with_its_text():
    _, scanned = read("100,20", "-999,x", "7,30")
    assert scanned.rejected.select("line", "text").rows() == [(3, "31 01 2018 00:10,-999,x")]
    assert scanned.counts.add_up


def test_the_person_decides():
    rows = "100,20", "-999,20", "0,25"
    detection, scanned = read(*rows, missing=("none",))
    assert (detection.interpretation.missing, scanned.counts.missing) == ((), 0)
    assert "No code or word" in str(detection.notes[-1])
    _, scanned = read(*rows, missing=("20", "Power (kW)=0"))
    assert scanned.interpretation.missing == ((1, "0"), (1, "20"), (2, "20"))
    with pytest.raises(FileError, match="names no column"):
        read(*rows, missing=("Power=-999",))
    assert (scanned.counts.values, scanned.counts.missing) == (3, 3)


def test_what_is_taken_is_kept_with_the_interpretation():
    _, scanned = read("100,20", "-999,20")
    form = scanned.interpretation
    assert restored(json.loads(json.dumps(form.to_dict()))) == form
    assert "missing" in form.identity()
    values = form.to_dict()
    del values["missing"]  # as older ledgers have it
    assert restored(values).missing == ()
    assert "missing" not in restored(values).identity()
    again = scan(scanned.source, form)
    assert again.counts == scanned.counts


def test_a_column_without_a_unit_is_not_judged_by_its_codes():
    detection, scanned = read(
        "100,5", "100,-999", "100,9999", header="Date/Time,Power (kW),Wind Speed"
    )
    assert detection.questions == ()
    assert len(taken(scanned)) == 2


def test_a_typed_column_has_its_codes_too():
    rows = {
        "Time UTC": [datetime(2020, 1, 1, 0, 10 * i, tzinfo=UTC) for i in range(4)],
        "Power (MW)": [0.5, -999.0, 0.75, 9999.0],
        "Wind Speed (m/s)": [5.0, -999.0, 99.99, 6.0],
    }
    data = io.BytesIO()
    pl.DataFrame(rows).write_parquet(data)
    source = open_source(data.getvalue(), "f.parquet")
    scanned = scan(source, detect(source).interpretation, propose=True)
    assert taken(scanned) == {(1, "-999", 1), (1, "9999", 1), (2, "-999", 1), (2, "99.99", 1)}
    assert (scanned.counts.kept, scanned.counts.without_values) == (3, 1)
    assert pl.concat(scanned.blocks())["power_kw"].to_list() == [500.0, 750.0, None]
