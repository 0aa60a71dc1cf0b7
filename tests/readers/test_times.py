"""Times as files write them, and the clock that they are on."""

import json

import pytest
from made_times import detected, read, times

from turbine.model.errors import FileError
from turbine.readers import restored


@pytest.mark.parametrize(
    ("header", "first", "second", "form", "start"),
    [
        ("Time", "1589330400", "1589331000", "epoch-s", "2020-05-13 00:40:00"),
        ("unix_time", "1589330400.25", "1589331000.25", "epoch-s", "2020-05-13 00:40:00.250"),
        ("Time", "1589330400000", "1589331000000", "epoch-ms", "2020-05-13 00:40:00"),
        ("Time", "1589330400000001", "1589331000000001", "epoch-us",
         "2020-05-13 00:40:00.000001"),
        ("Time", "1589330400000000001", "1589331000000000001", "epoch-ns",
         "2020-05-13 00:40:00.000000001"),
        ("Date/Time", "43831.000000", "43831.006944", "excel", "2020-01-01 00:00:00"),
        ("Time", "20200101 0000", "20200101 0010", "%Y%m%d %H%M", "2020-01-01 00:00:00"),
        ("Time", "202001010000", "202001010010", "%Y%m%d%H%M", "2020-01-01 00:00:00"),
        ("Time", "20200101000000", "20200101001000", "%Y%m%d%H%M%S", "2020-01-01 00:00:00"),
        ("Time", "20200101T000000Z", "20200101T001000Z", "%Y%m%dT%H%M%S%#z",
         "2020-01-01 00:00:00"),
        ("MESS_DATUM", "2020010100", "2020010101", "%Y%m%d%H", "2020-01-01 00:00:00"),
        ("Time", "1. März 2024 00:00", "1. März 2024 00:10", "%d. %b %Y %H:%M",
         "2024-03-01 00:00:00"),
        ("Time", "31 Okt 2024 00:00", "31 Okt 2024 00:10", "%d %b %Y %H:%M",
         "2024-10-31 00:00:00"),
        ("Hora", "1 de enero de 2024 00:00", "1 de enero de 2024 00:10",
         "%d de %b de %Y %H:%M", "2024-01-01 00:00:00"),
        ("Time", '"Jan 1, 2024 12:00 AM"', '"Jan 1, 2024 12:10 AM"', "%b %d, %Y %I:%M %p",
         "2024-01-01 00:00:00"),
        ("Time", "31.12.2024 00.00", "31.12.2024 00.10", "%d.%m.%Y %H.%M", "2024-12-31 00:00:00"),
        ("Time", "2024-12-31 00:00:00 UTC", "2024-12-31 00:10:00 UTC", "%Y-%m-%d %H:%M:%S %Z",
         "2024-12-31 00:00:00"),
        ("Time", "2024-12-31 00:00 - 00:10", "2024-12-31 00:10 - 00:20", "%Y-%m-%d %H:%M%*",
         "2024-12-31 00:00:00"),
        ("Time", "13.02.2020 00:00 - 13.02.2020 00:10", "13.02.2020 00:10 - 13.02.2020 00:20",
         "%d.%m.%Y %H:%M%*", "2020-02-13 00:00:00"),
        ("Date,Hour", "2020-01-01,0", "2020-01-01,1", "%Y-%m-%d %H", "2020-01-01 00:00:00"),
        ("Date,Uhrzeit", "2020-01-01,00.00", "2020-01-01,00.10", "%Y-%m-%d %H.%M",
         "2020-01-01 00:00:00"),
        ("Date,Time,AM/PM", "12/31/2020,12:00,AM", "12/31/2020,12:10,AM",
         "%m/%d/%Y %I:%M %p", "2020-12-31 00:00:00"),
        ("Year,Month,Day,Hour,Minute", "2020,1,1,0,0", "2020,1,1,0,10", "%Y %m %d %H %M",
         "2020-01-01 00:00:00"),
        ("Time", "2024-12-31 00:00 (UTC+3)", "2024-12-31 00:10 (UTC+3)",
         "%Y-%m-%d %H:%M (UTC%#z)", "2024-12-30 21:00:00"),
        ("Time", "2024-12-31 00:00 GMT+5:30", "2024-12-31 00:10 GMT+5:30",
         "%Y-%m-%d %H:%M GMT%#z", "2024-12-30 18:30:00"),
        ("Time", "2024-07-31 00:00 (CEST)", "2024-07-31 00:10 (CEST)",
         "%Y-%m-%d %H:%M (%Z)", "2024-07-30 22:00:00"),
        ("Time", "2024-10-27T02:00+02:00[Europe/Berlin]", "2024-10-27T02:00+01:00[Europe/Berlin]",
         "%Y-%m-%dT%H:%M%#z[%*]", "2024-10-27 00:00:00"),
        ("Date,Time", "2024-12-31,00:00 UTC+3", "2024-12-31,00:10 UTC+3",
         "%Y-%m-%d %H:%M UTC%#z", "2024-12-30 21:00:00"),
        ("Time,TZ", "2024-12-31 00:00,UTC-1", "2024-12-31 00:10,UTC-1",
         "%Y-%m-%d %H:%M UTC%#z", "2024-12-31 01:00:00"),
        ("time,zone", "2024-10-27 02:00,CEST", "2024-10-27 02:00,CET", "%Y-%m-%d %H:%M %Z",
         "2024-10-27 00:00:00"),
        ("Datum,von,bis", "13.02.2020,00:00,00:10", "13.02.2020,00:10,00:20",
         "%d.%m.%Y %H:%M", "2020-02-13 00:00:00"),
        ("Year,Julian day,hhmm", "2020,366,2350", "2020,366,2400", "%Y %j %#H",
         "2020-12-31 23:50:00"),
        ("Year,Day,Hour,Minute", "2020,123,0,0", "2020,123,0,10", "%Y %j %H %M",
         "2020-05-02 00:00:00"),
        ("YYYYMMDD,HHMM", "20200101,5", "20200101,15", "%Y%m%d %#H", "2020-01-01 00:05:00"),
        ("Date,Hour", "2020-01-01,0", "2020-01-01,100", "%Y-%m-%d %#H", "2020-01-01 00:00:00"),
        ("YYYY,MM,DD,hh,mm", "2020,12,1,0,0", "2020,12,1,0,10", "%Y %m %d %H %M",
         "2020-12-01 00:00:00"),
        ("Time", "2020-123T00:00Z", "2020-123T00:10Z", "%Y-%jT%H:%M%#z", "2020-05-02 00:00:00"),
        ("Date", "2020-365", "2020-366", "%Y-%j", "2020-12-30 00:00:00"),
        ("Date", "2020-01-31", "2020-02-01", "%Y-%m-%d", "2020-01-31 00:00:00"),
        ("Time", "31.12.20 00:00", "31.12.20 00:10", "%d.%m.%y %H:%M", "2020-12-31 00:00:00"),
    ],
)  # fmt: skip
def test_times_are_recognised(header, first, second, form, start):
    found = read(f"{header},Power (kW)", f"{first},1", f"{second},2")
    assert found.interpretation.time_format == form
    assert times(found)[0] == start
    assert found.counts.kept == 2
    assert restored(json.loads(json.dumps(found.interpretation.to_dict()))) == found.interpretation


@pytest.mark.parametrize("gap", [" ", "   "])
@pytest.mark.parametrize("header", ["Date Time", "Timestamp"])
def test_spaces_may_part_the_columns(header, gap):
    lines = [f"{header} power_kw", "2020-01-01 00:00 5", "2020-01-01 00:10 16"]
    found = read(*(line.replace(" ", gap) for line in lines))
    assert times(found) == ["2020-01-01 00:00:00", "2020-01-01 00:10:00"]
    assert [value for block in found.blocks() for value in block["power_kw"]] == [5.0, 16.0]


@pytest.mark.parametrize(
    "lines",
    [
        ("Wind park Alpha", "Time;Power (kW)", "2020-01-01 00:00;5"),
        ("31 01 2018 00:00,1,2", "31 01 2018 00:10,1,2"),
    ],
)
def test_spaces_in_a_text_part_no_columns(lines):
    with pytest.raises(FileError, match="No header row"):
        detected(*lines, header_line=1)


def test_days_that_a_year_does_not_have_are_rejected():
    rows = ("2021,365,0,1", "2021,366,0,2", "2021,0,0,3", "2020,366,60,4")
    found = read("Year,DOY,HHMM,Power (kW)", *rows)
    assert (found.counts.kept, found.rejected["line"].to_list()) == (1, [3, 4, 5])


def test_every_column_of_the_stamp_is_a_time_and_no_signal():
    found = detected("Year,Month,Day,Hour,Minute,Power (kW)", "2020,1,1,0,0,100")
    assert found.interpretation.time_columns == (0, 1, 2, 3, 4)
    assert found.interpretation.not_stored == ()


def test_24_00_is_the_next_midnight():
    rows = ("2020-01-01 23:00,1", "2020-01-01 24:00,2", "2020-01-02 01:00,3", "2020-01-02 24:10,4")
    found = read("Time,Power (kW)", *rows)
    assert times(found) == ["2020-01-01 23:00:00", "2020-01-02 00:00:00", "2020-01-02 01:00:00"]
    assert found.rejected["line"].to_list() == [5]


def test_some_rows_have_a_fraction_or_leave_out_midnight():
    found = read("Time,Power (kW)", "2020-01-01 00:00:00,1", "2020-01-01 00:00:00.5,2")
    assert times(found) == ["2020-01-01 00:00:00", "2020-01-01 00:00:00.500"]
    rows = ("31.12.2020 23:50:00,1", "01.01.2021,2", "01.01.2021 00:10:00,3")
    assert times(read("Time,Power (kW)", *rows))[1] == "2021-01-01 00:00:00"
    # Where the first rows do not show it, it may be a row that was cut.
    cut = read("Time,Power (kW)", "2020-01-01 00:00:00,1", "2020-01-01 00:10,2")
    assert cut.counts.rejected == 1


def test_a_date_behind_the_times_of_its_day_is_no_midnight():
    """It is that of the day's sum."""
    day = [f"13.01.2020 {hour:02}:00,{hour}" for hour in range(1, 24)]
    for rows in ([*day, "13.01.2020,999"], ["13.01.2020,999", *day[::-1]]):
        found = detected("Time,Power (kW)", *rows)
        assert found.interpretation.time_format == "%d.%m.%Y %H:%M"
    for rows in (["13.01.2020,0", *day, "14.01.2020,24"], [*day[::-1], "13.01.2020,0"]):
        found = detected("Time,Power (kW)", *rows)
        assert found.interpretation.time_format == "%d.%m.%Y %H:%M|%d.%m.%Y"
    several = ["13.01.2020 23:00,1", "13.01.2020 23:00,2", "14.01.2020,1", "14.01.2020,2"]
    assert "|" in detected("Time,Power (kW)", *several).interpretation.time_format


def test_a_months_name_in_another_language_comes_later():
    found = read("Time,Power (kW)", "30-Apr-2024 23:50,1", "01-Mai-2024 00:00,2")
    assert times(found) == ["2024-04-30 23:50:00", "2024-05-01 00:00:00"]


def test_no_year_is_asked():
    rows = ('"Jan 1, 12:00 am",1', '"Jan 1, 01:00 am",2')
    assert detected("Time stamp,Power (kW)", *rows).questions == ("year",)
    found = read("Time stamp,Power (kW)", *rows, year=2019)
    assert times(found) == ["2019-01-01 00:00:00", "2019-01-01 01:00:00"]
    assert detected("DOY,Time,Power (kW)", "123,00:00,5").questions == ("year",)
    assert found.interpretation.identity()["year"] == 2019
    with pytest.raises(FileError, match="99 cannot be the year"):
        detected("Time stamp,Power (kW)", *rows, year=99)


def test_the_date_of_the_first_day_is_asked():
    rows = ("1,00:00,5", "1,00:10,6", "2,00:00,7")
    assert detected("Day,Tmstamp,Power (kW)", *rows).questions == ("first_day",)
    found = read("Day,Tmstamp,Power (kW)", *rows, first_day="2020-05-01")
    assert times(found)[::2] == ["2020-05-01 00:00:00", "2020-05-02 00:00:00"]
    assert restored(json.loads(json.dumps(found.interpretation.to_dict()))) == found.interpretation
    with pytest.raises(FileError, match="'May' is not a date"):
        detected("Day,Tmstamp,Power (kW)", *rows, first_day="May")


def test_a_short_year_may_stand_first():
    rows = [f"18.01.{day:02d} 00:00,1" for day in (5, 6, 7)]
    assert detected("Time,Power (kW)", *rows).interpretation.date_order == "year-first"
    assert detected("Time,Power (kW)", "10.11.12 00:00,1").questions == ("date_order",)
    found = read("Time,Power (kW)", "10.11.12 00:00,1", date_order="year-first")
    assert times(found) == ["2010-11-12 00:00:00"]


@pytest.mark.parametrize(
    ("pattern", "days", "told"),
    [
        ("{d:02d}.01.20", 31, "day-first: 5 rows can only"),
        ("{d:02d}.01.20", 20, "Every date can be read day-first and year-first; day-first makes"),
        ("01/{d:02d}/20", 20, "month-first: 8 rows can only"),
        ("20-01-{d:02d}", 31, "Every date can be read day-first and year-first; year-first makes"),
    ],
)
def test_the_whole_file_tells_the_order_of_short_years(pattern, days, told):
    """Also where the first of its rows are of one day, which any order reads."""
    first = pattern.format(d=1)
    rows = [f"{first} {i // 60:02d}:{i % 60:02d},1" for i in range(400)]
    rows += [f"{pattern.format(d=day)} 12:00,1" for day in range(2, days + 1)]
    found = read("Time,Power (kW)", *rows)
    assert told in " ".join(map(str, detected("Time,Power (kW)", *rows).notes))
    assert times(found)[-1] == f"2020-01-{days} 12:00:00"


@pytest.mark.parametrize(
    ("day", "orders"),
    [
        ("13.05.20", "day-first and year-first"),
        ("10.11.12", "day-first, month-first and year-first"),
        ("10.11.2012", "day-first and month-first"),
    ],
)
def test_an_open_order_names_those_that_can_be_meant(day, orders):
    found = detected("Time,Power (kW)", f"{day} 00:00,1", f"{day} 00:10,1")
    assert found.questions == ("date_order",)
    assert f"Every date can be read {orders}, and nothing" in " ".join(map(str, found.notes))


def test_the_person_says_columns_and_pattern():
    header, row = "Kind,When,Power (kW)", "3,07/02/2020 5h,1"
    found = read(header, row, time_columns=["When"], time_format="%m/%d/%Y %Hh")
    assert times(found) == ["2020-07-02 05:00:00"]
    with pytest.raises(FileError, match="no column 'Where'"):
        detected(header, row, time_columns=["Where"])
    with pytest.raises(FileError, match="'%Q' is not a pattern"):
        detected(header, row, time_columns=["When"], time_format="%Q")


def test_excels_days_are_said_to_be_rounded():
    found = detected("Date/Time,Power (kW)", "43831.006944,1")
    assert "rounded to the second" in " ".join(map(str, found.notes))
