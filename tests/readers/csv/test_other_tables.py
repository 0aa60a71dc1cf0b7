"""What is not one table from its header to its last row: nothing is stored under a wrong name, in a
wrong unit, or lost without a word."""

from dataclasses import replace

import polars as pl
import pytest

from turbine.model.errors import FileError, NoDataError
from turbine.model.frame import in_words
from turbine.readers import FileScan, detect, open_source, scan
from turbine.readers.csv import cells

HEADER = "Time;Power (kW);Wind speed (m/s)"
ROWS = tuple(f"2020-01-01 00:{minute}0;{100 + minute};{minute}.5" for minute in range(4))
BELOW = ("2020-01-02 00:00;12345;99.5", "2020-01-03 00:00;12346;98.5")
BOM = "\ufeff"


def read(*lines: str, rules: int | None = None) -> FileScan:
    source = open_source("\n".join([*lines, ""]).encode(), "f.csv")
    form = detect(source, zone="UTC").interpretation
    return scan(source, form if rules is None else replace(form, clock_rules=rules))


def column(scanned: FileScan, name: str) -> list[float | None]:
    return pl.concat(scanned.blocks())[name].to_list()


@pytest.mark.parametrize(
    "header",
    [
        "Date;Energy (kWh);Availability (%)",
        "Day;Energy;Hours",
        "Datum;Foo;Bar",
        "Time;Wind speed (m/s);Power (kW)",
        f"{BOM}Time;Wind speed (m/s);Power (kW)",
        ";Energy (kWh);Availability (%)",
    ],
)
@pytest.mark.parametrize("piece", [1, cells.PIECE_BYTES])
def test_rows_below_a_header_with_other_names_are_not_stored(monkeypatch, header, piece):
    monkeypatch.setattr(cells, "PIECE_BYTES", piece)
    with pytest.raises(FileError, match="Line 7 names the columns again"):
        read(HEADER, *ROWS, "", header, *BELOW)
    assert read(HEADER, *ROWS, "", header).counts.kept == len(ROWS)  # nothing is below it
    assert read(HEADER, *ROWS, "", header, *BELOW, rules=3).counts.kept == len(ROWS) + 2


@pytest.mark.parametrize(
    "line",
    [
        *[HEADER, f"{BOM}{HEADER}", "Time;Power;Wind speed", ";kW;m/s", "Sum;406;8.0"],
        *["Alarm;Grid fault;", "bad;Bad;No data", "Daily values;;", "# Power (kW)"],
    ],
)
def test_other_lines_among_the_rows_are_rejected_alone(line):
    scanned = read(HEADER, *ROWS, line, *BELOW)
    assert (scanned.counts.kept, scanned.counts.rejected) == (len(ROWS) + 2, 1)


@pytest.mark.parametrize("line", [";;Power", ";;A", ";;Wind speed", "Event;;Pitch", ";n/a;Wind"])
def test_a_state_without_a_time_is_no_header(line):
    """Its words are those of the file, whatever else they mean."""
    rows = [f"2020-01-01 00:{minute}0;{minute};Run" for minute in range(4)]
    text = "\n".join(["Time;Power (kW);Status", *rows[:2], line, *rows[2:], ""])
    source = open_source(text.encode(), "f.csv")
    scanned = scan(source, detect(source, zone="UTC", fields={2: "status_text"}).interpretation)
    assert (scanned.counts.kept, scanned.counts.rejected) == (4, 1)
    other = open_source(text.replace(line, "Time;Power (kW);Mode").encode(), "f.csv")
    form = detect(other, zone="UTC", fields={2: "status_text"}).interpretation
    with pytest.raises(FileError, match="names the columns again"):
        scan(other, form)


BLOCKS = {
    "units": ("Time;Wind Speed;Power;Direction", "[UTC];[km/h];[MW];[°]"),
    "units above": (";m/s;[MW];deg", "Time;Wind Speed;Power;Direction"),
    "statistics": (
        "Time;Wind Speed;;Power",
        ";Avg;Max;Avg",
        ";m/s;m/s;kW",
    ),
    "logger": (
        '"TOA5";"MAST 1";"CR1000"',
        '"TIMESTAMP";"Wind_Speed_Avg";"Wind_Direction";"BattV"',
        '"TS";"km/h";"Deg";"Volts"',
        '"";"Avg";"WVc";"Smp"',
    ),
}
OF_DAYS = [[f"2020-01-0{day} 00:{minute}0;7;2;3" for minute in range(3)] for day in (1, 2)]


@pytest.mark.parametrize("name", BLOCKS)
def test_files_of_one_kind_one_behind_the_other_are_one_table(name):
    """Their headers have several lines: names, and their units and statistics."""
    scanned = read(*BLOCKS[name], *OF_DAYS[0], *BLOCKS[name], *OF_DAYS[1])
    assert (scanned.counts.kept, scanned.counts.rejected) == (6, len(BLOCKS[name]))


@pytest.mark.parametrize(
    ("name", "unit", "other"),
    [
        ("units", "km/h", "m/s"),
        ("units above", "[MW]", "[kW]"),
        ("statistics", "kW", "MW"),
        ("statistics", "Avg;Max", "Max;Avg"),
        ("logger", "km/h", "m/s"),
    ],
)
def test_rows_below_other_units_of_the_same_names_are_not_stored(name, unit, other):
    others = [line.replace(unit, other) for line in BLOCKS[name]]
    with pytest.raises(FileError, match="names the columns again"):
        read(*BLOCKS[name], *OF_DAYS[0], *others, *OF_DAYS[1])


def test_a_byte_order_mark_between_files_is_no_part_of_a_row():
    lines = (HEADER, *ROWS, BOM + BELOW[0], BELOW[1])
    assert read(*lines).counts.kept == len(ROWS) + 2
    assert read(*lines, rules=3).counts.rejected == 1  # as it was read when it was stored


WITH_UNITS = ("2020-01-01 00:00,1200,kW,5", "2020-01-01 00:10,1300,kW,6")


@pytest.mark.parametrize("header", ["Power", "Power (kW)"])
@pytest.mark.parametrize("count", [2, 300])
def test_another_unit_beside_a_number_is_never_taken_for_the_columns(count, header):
    rows = [f"2020-01-{1 + n // 24:02} {n % 24:02}:00,1200,kW,5" for n in range(count)]
    lines = (f"Time,{header},Unit,Wind speed (m/s)", *rows, "2020-02-01 00:00,1.2,MW,5")
    scanned = read(*lines)
    assert column(scanned, "power_kw") == [1200] * count + [None]
    (reason,) = in_words(scanned.bad_cells)["reason"]
    assert "unit beside this number" in reason
    assert column(read(*lines, rules=3), "power_kw")[-1] == 1.2


def test_one_unit_beside_all_numbers_is_taken_in_any_spelling():
    lines = ("2020-01-01 00:00,1.2,MW,5", "2020-01-01 00:10,1.3,mw,6", "2020-01-01 00:20,,,7")
    scanned = read("Time,Power,Unit,Wind speed (m/s)", *lines)
    assert (column(scanned, "power_kw"), scanned.counts.bad) == ([1200, 1300, None], 0)


@pytest.mark.parametrize(
    "rows",
    [
        ("1577836800,100,5.5", "1577837400,101,5.6", "1577838000,102,5.7"),
        ("202001010000,100,5.5", "202001010010,101,5.6", "202001010020,102,5.7"),
    ],
)
def test_a_row_is_no_header(rows):
    """It would be lost."""
    with pytest.raises(NoDataError, match="No header row was found"):
        read(*rows)
    chosen = detect(open_source("\n".join(rows).encode(), "f.csv"), zone="UTC", header_line="1")
    assert chosen.interpretation.headers[1:] == ("100", "5.5")


@pytest.mark.parametrize("quote", ["", '"'])
def test_rows_may_have_numbers_without_a_name_over_them(quote):
    lines = (f"{quote}{n}{quote},{row.replace(';', ',')}" for n, row in enumerate(ROWS, 1))
    scanned = read(HEADER.replace(";", ","), *lines)
    assert scanned.counts.kept == len(ROWS)
    assert column(scanned, "power_kw") == [100, 101, 102, 103]


@pytest.mark.parametrize("decimals", ["", ".0", ".25"])
def test_milliseconds_may_have_decimals(decimals):
    rows = (f"{1577836800000 + 600_000 * n}{decimals};{n}" for n in range(3))
    scanned = read("timestamp;Power (kW)", *rows)
    assert scanned.counts.kept == 3
    assert scanned.stamps[0] == 1577836800 * 10**9 + 250_000 * (decimals == ".25")
