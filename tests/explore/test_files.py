"""A table as a file of each kind, read back by another program."""

import io
import math
import zipfile
from datetime import UTC, datetime

import pandas as pd
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter.exceptions import FileCreateError

from turbine.explore import workbook
from turbine.explore.files import Origin, csv_file, excel_file, parquet_file
from turbine.model.errors import ConfigError

# The clock of Madrid is set back at 01:00 UTC on 28 October 2018: 02:00 is there twice.
HOURS = [datetime(2018, 10, 27, 23, tzinfo=UTC), datetime(2018, 10, 28, 0, tzinfo=UTC),
         datetime(2018, 10, 28, 1, tzinfo=UTC)]  # fmt: skip
FRAME = pl.DataFrame(
    {
        "Start": pl.Series(HOURS, dtype=pl.Datetime("ns", "UTC")),
        "Active power mean (kW)": [-1.5, 1 / 3, None],
        "Rows": [6, 5, 0],
        "Truncated": [False, True, False],
        "Note": ["=1+1", None, "@x"],
    }
)
ORIGIN = Origin(
    turbines=("T1", "=cmd()"),
    start_ns=1_540_681_200 * 10**9,
    stop_ns=1_540_692_000 * 10**9,
    zone="Europe/Madrid",
    notes=("7 rows are left out by the filters.",),
    definition="Energy is Σ P·Δt.",
    queries=("SELECT 1",),
)


def wall(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


def sheets(frame: pl.DataFrame, origin: Origin = ORIGIN) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(excel_file(frame, origin)))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def notes(frame: pl.DataFrame) -> list[object]:
    return [value for title, value in sheets(frame, Origin())["About"] if title == "Note"]


def test_a_workbook_has_true_dates_with_their_offsets_beside_and_true_numbers():
    header, *rows = sheets(FRAME)["Table"]
    assert header == [
        "Start", "Start: UTC offset", "Active power mean (kW)", "Rows", "Truncated", "Note",
    ]  # fmt: skip
    assert rows == [
        [wall(2018, 10, 28, 1), "+02:00", -1.5, 6, False, "=1+1"],
        [wall(2018, 10, 28, 2), "+02:00", 1 / 3, 5, True, ""],
        [wall(2018, 10, 28, 2), "+01:00", "", 0, False, "@x"],
    ]


def test_a_workbook_says_what_its_table_is_of():
    assert sheets(FRAME)["About"] == [
        ["Turbine", "T1"],
        ["Turbine", "=cmd()"],
        ["From", "2018-10-28T01:00:00+02:00"],
        ["To, not included", "2018-10-28T03:00:00+01:00"],
        ["Time zone", "Europe/Madrid"],
        ["Rows", 3],
        ["Note", "7 rows are left out by the filters."],
        ["How these values are calculated", "Energy is Σ P·Δt."],
        ["Query", "SELECT 1"],
    ]


def test_a_workbook_holds_no_formula_and_no_link():
    evil = ["=1+1", "+1", "-1", "@x", "{=1}", "http://localhost/x", "internal:A1", "5", "\t=1"]
    frame = pl.DataFrame({text: [text] for text in evil})
    assert sheets(frame)["Table"] == [evil, evil]
    with zipfile.ZipFile(io.BytesIO(excel_file(frame, ORIGIN))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts.values())


def test_pandas_reads_a_workbook_with_dates_and_numbers():
    read = pd.read_excel(io.BytesIO(excel_file(FRAME, ORIGIN)), engine="calamine")
    assert read["Start"].dt.hour.tolist() == [1, 2, 2]
    assert read["Active power mean (kW)"].sum() == pytest.approx(-1.5 + 1 / 3)
    assert read["Rows"].dtype == "int64"


def test_what_a_cell_cannot_hold_is_empty_or_a_text_and_is_said():
    frame = pl.DataFrame(
        {
            "kWh": [math.nan, math.inf, 2.0],
            "id": [2**53 + 1, -(2**63), 1],
            "exact": [2**53, -(2**53), 1],
            "text": ["é" * 32_768, "short", None],
            "day": pl.Series([-(10**18), 0, 1_500], dtype=pl.Int64).cast(pl.Datetime("ns", "UTC")),
            "ms": pl.Series([0, 10**6, 10**9], dtype=pl.Int64).cast(pl.Datetime("ns", "UTC")),
        }
    )
    _, *rows = sheets(frame, Origin())["Table"]
    kwh, number, exact, text, day, offset, ms, _ = zip(*rows, strict=True)
    assert kwh == ("", "", 2.0)
    assert number == ("9007199254740993", "-9223372036854775808", "1")
    assert exact == (2**53, -(2**53), 1)
    assert text == ("é" * 32_767, "short", "")
    assert day[0].startswith("1938-04-24 22:13:20")
    assert day[2] == "1970-01-01 00:00:00.000001500"
    assert offset == ("+00:00",) * 3
    assert ms[1] == wall(1970, 1, 1, 0, 0, 0, 1_000)
    assert notes(frame) == [
        "2 values are not numbers (NaN or infinite): their cells are empty.",
        "Whole numbers of more than 15 digits, which Excel would round, are written as text: id.",
        "1 text is longer than a cell can hold and is cut after 32,767 characters.",
        "day: Excel has no exact dates before March 1900 or finer than a millisecond, so these "
        "times are written as text.",
    ]
    assert notes(FRAME) == []


def test_a_disk_without_room_is_said(monkeypatch):
    close = workbook.xlsxwriter.Workbook.close

    def full(self):
        close(self)
        raise FileCreateError("No space left on device")

    monkeypatch.setattr(workbook.xlsxwriter.Workbook, "close", full)
    with pytest.raises(ConfigError, match="No space left"):
        sheets(pl.DataFrame({"a": [1]}))


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    with pytest.raises(ConfigError, match="The table has 3 rows") as refused:
        excel_file(FRAME, ORIGIN)
    assert "Parquet" in str(refused.value.hint)


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), max_size=8),
        min_size=1,
        max_size=5,
    )
)
@example(["_x0041_", "a\rb\nc", "\x00\x1f", " both ends ", "<&>\"'"])
def test_any_text_is_read_back_as_it_was(texts):
    frame = pl.DataFrame({"text": texts})
    _, *rows = sheets(frame)["Table"]
    assert [row[0] for row in rows] == texts


def test_parquet_keeps_moments_with_their_zone_and_says_units_rows_and_period():
    file = parquet_file(FRAME, ORIGIN)
    read = pl.read_parquet(io.BytesIO(file))
    assert read.schema["Start"] == pl.Datetime("ns", "Europe/Madrid")
    assert read["Start"].dt.convert_time_zone("UTC").to_list() == HOURS
    said = pl.read_parquet_metadata(io.BytesIO(file))
    assert said["units"] == '{"Active power mean (kW)": "kW"}'
    assert said["rows"] == "3"
    assert said["zone"] == "Europe/Madrid"
    assert said["turbines"] == '["T1", "=cmd()"]'
    assert said["period_start"] == "2018-10-28T01:00:00+02:00"
    assert said["notes"] == '["7 rows are left out by the filters."]'
    assert pd.read_parquet(io.BytesIO(file))["Start"].dt.tz is not None


def test_csv_has_the_offset_that_held_and_is_a_plain_table():
    text = csv_file(FRAME, ORIGIN).decode()
    read = pd.read_csv(io.StringIO(text))
    assert read["Start"].tolist() == [
        "2018-10-28T01:00:00+02:00", "2018-10-28T02:00:00+02:00", "2018-10-28T02:00:00+01:00",
    ]  # fmt: skip
    assert read["Note"].tolist()[0] == "'=1+1"
