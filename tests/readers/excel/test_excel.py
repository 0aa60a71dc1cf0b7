"""Workbooks: which sheet, where its table begins, and what a cell is."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from apptest import choose, has, open_page, run, said, set_embedded
from hypothesis import given
from hypothesis import strategies as st
from samples import check_sample
from scada import Place
from workbooks import Percent, workbook

from turbine.model.errors import FileError
from turbine.readers import detect, open_source, restored, scan
from turbine.readers.excel import sheets

SAMPLES = Path(__file__).parent / "samples"
HEADER = ["Time", "Power (kW)"]


def moment(row: int) -> datetime:
    return datetime(2018, 1, 1) + timedelta(minutes=10 * row)  # noqa: DTZ001  # as cells are


TABLE = [HEADER, *([moment(row), row / 4] for row in range(36))]


@pytest.mark.parametrize("folder", sorted(path.name for path in SAMPLES.iterdir()))
def test_sample(folder: str) -> None:
    check_sample(SAMPLES / folder)


def values(data: bytes, **details: object) -> list[float | None]:
    source = open_source(data, "a.xlsx")
    form = detect(source, zone="UTC", **details).interpretation
    assert restored(form.to_dict()) == form
    return pl.concat(scan(source, form).blocks())["power_kw"].to_list()


def test_of_several_tables_the_person_chooses() -> None:
    data = workbook({"2017": TABLE[:3], "Notes": [["x"]], "2018": TABLE})
    found = detect(open_source(data, "a.xlsx"), zone="UTC")
    assert found.questions == ("sheet",)
    assert found.options == {"sheet": ("2017", "Notes", "2018")}
    assert "Each of these sheets holds a table: '2017' and '2018'." in map(str, found.notes)
    assert len(values(data, sheet="2018")) == 36
    with pytest.raises(FileError, match="has no sheet 'x'") as caught:
        detect(open_source(data, "a.xlsx"), sheet="x")
    assert "'2017', 'Notes' and '2018'" in str(caught.value)
    with pytest.raises(FileError, match="No header row"):
        detect(open_source(data, "a.xlsx"), sheet="Notes")


def test_text_numbers_that_can_be_read_both_ways_are_asked_about() -> None:
    data = workbook({"A": [HEADER, [moment(0), "1.024"], [moment(1), 5.5]]})
    assert detect(open_source(data, "a.xlsx"), zone="UTC").questions == ("decimal",)
    assert values(data, decimal=",") == [1024.0, 5.5]
    assert values(data, decimal=".") == [1.024, 5.5]


def test_units_behind_numbers_are_read() -> None:
    data = workbook({"A": [HEADER, [moment(0), "1024,5 kW"], [moment(1), "950 kW"]]})
    assert values(data, decimal=",") == [1024.5, 950.0]
    assert values(data) == [1024.5, 950.0], "its decimal sign is told all the same"
    data = workbook({"A": [HEADER, [moment(0), "1 024,5"], [moment(1), "−3,5"]]})
    assert values(data) == [1024.5, -3.5]


def test_true_numbers_are_not_asked_about() -> None:
    data = workbook({"A": [HEADER, [moment(0), 1.024], [moment(1), 2.048]]})
    assert values(data) == [1.024, 2.048]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_are_read_to_the_bit(numbers: list[float]) -> None:
    data = workbook({"A": [HEADER, *([moment(i), x] for i, x in enumerate(numbers))]})
    assert list(map(repr, values(data))) == list(map(repr, numbers))


def test_what_is_shown_as_percent_is_percent() -> None:
    header = [*HEADER, "Availability", "Load (%)"]
    rows = [
        [moment(0), 5.0, Percent(0.07), Percent(1)],
        [moment(1), 6.0, Percent(0.585), 0.5],
        [moment(2), 7.0, None, Percent(0.25)],
    ]
    source = open_source(workbook({"A": [["Site"], header, *rows]}), "a.xlsx")
    found = detect(source, zone="UTC", mapping=((2, "power_kw"), (3, "wind_speed_mps")))
    assert found.interpretation.headers[2:] == ("Availability (%)", "Load (%)")
    notes = " ".join(map(str, found.notes))
    assert "(0.85 is 85 %): 'Availability'." in notes
    assert "(0.85 for 85 %): 'Load (%)'." in notes
    table = pl.concat(scan(source, replace(found.interpretation, units=())).blocks())
    assert table["power_kw"].to_list() == [7.0, 58.5, None]
    assert table["wind_speed_mps"].to_list() == [1.0, 0.5, 0.25]


def test_a_header_row_can_be_chosen() -> None:
    table = [
        ["Time", "Power (kW)", "Wind Speed (m/s)"],
        ["Clock", "P", "Power (kW)"],
        [moment(0), 1, 2],
    ]
    data = workbook({"A": table})
    assert values(data, header_line="2") == [2.0]


def test_it_goes_the_whole_way(embedded: Place, monkeypatch, tmp_path) -> None:
    set_embedded(embedded, monkeypatch)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xlsx", workbook({"A": TABLE, "B": TABLE}))
    asked = embedded.cli("ingest", str(path), "--retime", "keep", "--timezone", "UTC")
    assert (asked.returncode, "--sheet" in asked.stderr) == (1, True)
    done = embedded.answer(
        "ingest", str(path), "--retime", "keep", "--timezone", "UTC", "--sheet", "B"
    )
    assert (done["state"], done["stored"]) == ("done", 36)
    assert embedded.answer("verify", done["ingest_id"])["verdict"] == "PASS"


def test_the_page_asks_for_the_sheet(embedded: Place, monkeypatch) -> None:
    set_embedded(embedded, monkeypatch)
    at = open_page("ingest", embedded.settings.data_dir)
    at.file_uploader[0].upload("made.xlsx", workbook({"A": TABLE, "B": TABLE}))
    run(at)
    assert "Which one is it?" in said(at)
    assert at.selectbox(key="ingest_sheet").options == ["A", "B"]
    assert not has(at, "ingest_delimiter")
    choose(at, "ingest_sheet", "B")
    choose(at, "ingest_zone", "UTC")
    assert "Sheet 'B' of the workbook" in said(at)
    assert has(at, "ingest_confirm")


def repacked(data: bytes, change, part_name: str = "sheet1.xml") -> bytes:
    """With another first sheet, or another part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name.endswith(part_name) else part)
    return target.getvalue()


@pytest.mark.parametrize("shown_as_dates", [True, False])
@pytest.mark.parametrize(("mark", "year"), [('date1904="1"', 2019), ('date1904="0"', 2015)])
def test_days_are_counted_from_the_workbooks_first_day(shown_as_dates, mark, year) -> None:
    """Also those that it shows as numbers."""

    def change(part: bytes) -> bytes:
        return part.replace(b"<sheets>", f"<workbookPr {mark}/><sheets>".encode())

    days = [42_156 + row / 144 for row in range(3)]
    start = datetime(2015, 6, 1)  # noqa: DTZ001 - as the sheet has it
    cells = [start + timedelta(minutes=10 * row) for row in range(3)] if shown_as_dates else days
    book = workbook({"Data": [["Date", "Power (kW)"], *([cell, 5] for cell in cells)]})
    source = open_source(repacked(book, change, "workbook.xml"), "f.xlsx")
    found = detect(source, zone="UTC")
    scanned = scan(source, found.interpretation)
    first = datetime.fromisoformat(str(pl.Series(scanned.stamps[:1]).cast(pl.Datetime("ns"))[0]))
    assert (first.year, scanned.counts.kept) == (year, 3)
    told = " ".join(map(str, found.notes))
    assert shown_as_dates or f"(since {'1904-01-01' if year == 2019 else '1899-12-30'})" in told


def test_a_bomb_is_refused_before_it_unpacks(monkeypatch) -> None:
    monkeypatch.setattr(sheets, "RATIO_FROM_BYTES", 1 << 20)
    data = repacked(workbook({"A": TABLE}), lambda part: part + b" " * (8 << 20))
    with pytest.raises(FileError, match="unpacks to more than"):
        detect(open_source(data, "a.xlsx"))


@pytest.mark.parametrize("place", [b"XFD1048576", b"ZZ999999"])
def test_a_cell_far_out_claims_no_memory(place: bytes) -> None:
    data = repacked(workbook({"A": TABLE}), lambda part: part.replace(b'r="B3"', b'r="%s"' % place))
    with pytest.raises(FileError, match="more than the 40,000,000 cells"):
        detect(open_source(data, "a.xlsx"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda part: part[:200], "is damaged or not a workbook"),
        (lambda part: b"", "is damaged or not a workbook|no sheet with cells"),
    ],
)
def test_a_damaged_workbook_is_named(change, sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        detect(open_source(repacked(workbook({"A": TABLE}), change), "a.xlsx"))


def test_an_empty_workbook_is_named() -> None:
    with pytest.raises(FileError, match="has no sheet with cells"):
        detect(open_source(workbook({"A": []}), "a.xlsx"))


@pytest.mark.parametrize(
    ("last", "is_refused"),
    [("13/01/2020 00:00", True), (moment(144 * 12), False), ("total 1/1", False)],
)
def test_dates_of_which_a_spreadsheet_swapped_day_and_month_are_refused(last, is_refused):
    """Of 01/01/2020, 02/01/2020… it makes the first of January, of February…"""
    rows = [[moment(0).replace(month=day), 5 + day] for day in range(1, 13)]
    file = open_source(workbook({"A": [["Time", "Power (kW)"], *rows, [last, 5]]}), "made.xlsx")
    if is_refused:
        with pytest.raises(FileError, match="took days for months"):
            detect(file, zone="UTC")
    else:
        assert detect(file, zone="UTC").interpretation.date_order == "year-first"
