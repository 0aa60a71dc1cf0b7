"""Columns of a few words: not stored by themselves, stored as states if a person says so."""

import pytest

from turbine.model.channels import channel
from turbine.model.errors import FileError
from turbine.readers import detect, open_source, scan
from turbine.readers.profile import profile

HEADER = "Time,Power (kW),Status,Remark"
FIELDS = {2: "status_text"}


def source(*rows: str, header: str = HEADER):
    lines = [f"2020-01-01 {i // 6:02}:{i % 6}0,{row}" for i, row in enumerate(rows)]
    return open_source("\n".join([header, *lines, ""]).encode(), "made.csv")


def read(*rows: str, header: str = HEADER, fields=FIELDS, **changes):
    its = source(*rows, header=header)
    return scan(its, detect(its, zone="UTC", fields=fields, **changes).interpretation)


def words(scanned) -> list[str | None]:
    return [word for frame in scanned.blocks() for word in frame["status_text"]]


def test_they_are_proposed_by_their_few_short_words_and_not_stored():
    rows = [f"{i},{('Run', 'Stop')[i % 2]},remark {i}" for i in range(12)]
    found = detect(source(*rows), zone="UTC")
    assert dict(found.interpretation.mapping) == {1: "power_kw"}
    assert dict(found.states) == FIELDS
    notes = " ".join(map(str, found.notes))
    assert "will not be stored unless you say so: 'Status' as status_text." in notes
    assert "hold text and will not be stored: 'Remark'." in notes


@pytest.mark.parametrize(
    ("given", "stored"),
    [("status_text", "status_text"), ("operation", "operation_text"), ("power_2_kw", "power_2_kw")],
)
def test_a_name_that_says_no_unit_becomes_one_of_states(given, stored):
    found = detect(source("1,Run,a", "2,Stop,b"), zone="UTC", fields={2: given})
    assert dict(found.interpretation.mapping)[2] == stored
    assert channel(stored).is_text == stored.endswith("_text")


def test_the_names_of_turbines_are_none():
    rows = [f"{i},{('Run', 'Stop')[i % 2]},T{i % 3}" for i in range(12)]
    found = detect(source(*rows, header="Time,Power (kW),Status,Turbine"), zone="UTC")
    assert dict(found.states) == FIELDS
    assert "'Turbine' as" not in " ".join(map(str, found.notes))


def test_a_column_of_numbers_has_no_name_of_states():
    found = detect(source("5,1,7", header="Time,Alarm text,Status,Note text"), zone="UTC")
    names = [name for _, name in found.interpretation.mapping]
    assert len(names) == 3
    assert not any(channel(name).is_text for name in names)


ODD = ["a b", "Störung", "true", "7", "0.5", "1e5", "\\", "it's", "a=b", "x" * 64]


@pytest.mark.parametrize("extra", ["", "torn,row"], ids=["clean", "dirty"])
@pytest.mark.parametrize("quote", ["", '"'], ids=["plain", "quoted"])
def test_words_come_as_they_stand_without_the_blanks_around_them(extra, quote):
    cells = [*ODD, "  Run  ", "", "N/A", "NaN"]
    rows = [f"{quote}1{quote},{quote}{cell}{quote},{quote}x{quote}" for cell in cells]
    scanned = read(*rows, *([extra] if extra else []))
    assert words(scanned) == [*ODD, "Run", None, None, None]
    assert scanned.counts.rejected == bool(extra)


def test_quotes_and_delimiters_within_words():
    scanned = read('1,"a ""b""",x', '2,"Stop, grid",x')
    assert words(scanned) == ['a "b"', "Stop, grid"]


def test_what_is_too_long_or_holds_a_control_character_is_a_bad_cell():
    scanned = read("1,Run,a", f"2,{'x' * 65},b", "3,a\x07b,c", "4,Stop,d")
    assert words(scanned) == ["Run", None, None, "Stop"]
    assert scanned.bad_cells["line"].to_list() == [3, 4]
    assert scanned.counts.bad == 2


def test_a_row_with_a_state_alone_is_stored_and_one_with_a_mark_is_without_values():
    scanned = read(",Run,a", ",unknown,b", "1,Unknown,c", missing=["unknown"])
    assert words(scanned) == ["Run", None]
    counts = scanned.counts
    assert (counts.kept, counts.without_values, counts.values) == (2, 1, 2)


def test_rows_that_differ_in_a_state_alone_conflict():
    its = source("1,Run,a", "1,Stop,a")
    data = its.open().read().replace(b"00:10", b"00:00")
    again = open_source(data, "made.csv")
    scanned = scan(again, detect(again, zone="UTC", fields=FIELDS).interpretation)
    assert (scanned.counts.rejected, scanned.counts.duplicate) == (1, 0)


def test_too_many_words_are_refused():
    with pytest.raises(FileError, match="'Status' holds more than 50 different texts"):
        read(*(f"{i},state {i},a" for i in range(51)))


def test_the_profile_counts_each_word():
    scanned = read("1,Run,a", "2,Stop,b", "3,Run,c", "4,,d")
    power, status = profile(scanned).channels
    assert power.states == ()
    assert (status.states, status.values, status.missing) == ((("Run", 2), ("Stop", 1)), 3, 1)


def test_a_file_of_states_alone_with_a_decimal_comma_elsewhere_is_read():
    its = open_source(b"Time;Status\n2020-01-01 00:00;Run 1.5\n2020-01-01 00:10;Stop\n", "s.csv")
    form = detect(its, zone="UTC", fields={1: "status_text"}, decimal=",").interpretation
    assert words(scan(its, form)) == ["Run 1.5", "Stop"]
