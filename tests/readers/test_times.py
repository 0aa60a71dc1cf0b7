"""Times as files write them, and the clock that they are on."""

import json

import pytest

from turbine.model.errors import FileError
from turbine.model.frame import in_words
from turbine.readers import Detection, FileScan, detect, open_source, restored, scan, split
from turbine.readers.times import folds


def detected(header: str, *rows: str, **changes) -> Detection:
    text = "\n".join([header, *rows, ""])
    return detect(open_source(text.encode(), "made.csv"), **{"zone": "UTC", **changes})


def read(header: str, *rows: str, **changes) -> FileScan:
    text = "\n".join([header, *rows, ""])
    source = open_source(text.encode(), "made.csv")
    detection = detected(header, *rows, **changes)
    assert detection.questions == ()
    return scan(source, detection.interpretation)


def times(found: FileScan) -> list[str]:
    return [
        text.removesuffix("Z")
        for block in found.blocks()
        for text in block["time"].dt.strftime("%Y-%m-%d %H:%M:%S%.f").to_list()
    ]


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


def test_a_months_name_in_another_language_comes_later():
    found = read("Time,Power (kW)", "30-Apr-2024 23:50,1", "01-Mai-2024 00:00,2")
    assert times(found) == ["2024-04-30 23:50:00", "2024-05-01 00:00:00"]


def test_no_year_is_asked():
    rows = ('"Jan 1, 12:00 am",1', '"Jan 1, 01:00 am",2')
    assert detected("Time stamp,Power (kW)", *rows).questions == ("year",)
    found = read("Time stamp,Power (kW)", *rows, year=2019)
    assert times(found) == ["2019-01-01 00:00:00", "2019-01-01 01:00:00"]
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
    with pytest.raises(FileError, match="'%Q' is no pattern"):
        detected(header, row, time_columns=["When"], time_format="%Q")


def test_excels_days_are_said_to_be_rounded():
    found = detected("Date/Time,Power (kW)", "43831.006944,1")
    assert "rounded to the second" in " ".join(map(str, found.notes))


# -- the hour that a clock repeats ---------------------------------------------------------

NIGHT = [
    f"25.10.2020 {hour:02d}:{minute:02d}" for hour in (1, 2, 2, 3) for minute in range(0, 60, 10)
]


def berlin(stamps: list[str]) -> FileScan:
    rows = [f"{stamp},{i}" for i, stamp in enumerate(stamps)]
    return read("Time,Power (kW)", *rows, zone="Europe/Berlin")


def test_the_order_of_rows_places_a_repeated_hour():
    found = berlin(NIGHT)
    assert found.counts.kept == 24
    assert times(found)[0] == "2020-10-24 23:00:00"
    assert times(found)[-1] == "2020-10-25 02:50:00"
    assert times(berlin(NIGHT[::-1])) == times(found)[::-1]
    hours = times(berlin([NIGHT[0], NIGHT[6], NIGHT[12], NIGHT[18]]))
    assert hours == [f"2020-10-2{day} {hour}:00:00" for day, hour in
                     [(4, "23"), (5, "00"), (5, "01"), (5, "02")]]  # fmt: skip


@pytest.mark.parametrize("form", ["{}{}:{:02d}", "0{}:{:02d}{}", "0{}:{:02d} {}"])
@pytest.mark.parametrize("arrange", [list, sorted, lambda rows: rows[::-1]])
def test_a_and_b_say_the_pass_of_a_repeated_hour(form, arrange):
    """In any order: sorted, the passes are mixed."""
    slots = [("A" if i < 6 else "B", i % 6 * 10) for i in range(12)]
    is_last = form.index(":") < form.rindex("{}")
    night = [form.format(*((2, m, p) if is_last else (2, p, m))) for p, m in slots]
    days = arrange([f"25.10.2020 {time},{i}" for i, time in enumerate(night)])
    rows = ["25.10.2020 00:50,1", "25.10.2020 01:50,1", *days, "25.10.2020 03:00,1"]
    found = read("Time,Power (kW)", *rows, zone="Europe/Berlin")
    at = {value: time for block in found.blocks() for value, time in
          zip(block["power_kw"], block["time"].dt.strftime("%H:%M"), strict=True)}  # fmt: skip
    assert found.counts.kept == 15
    assert [at[i] for i in range(2, 12)] == [f"{i // 6:02d}:{i % 6}0" for i in range(2, 12)]
    assert "12 rows" in str(folds.notes([found])[0])


def test_a_suffix_that_tells_no_two_passes_apart_is_no_reason_to_take_a_row():
    rows = ["24.10.2020 02:00,1", "24.10.2020 2A:10,1", "24.10.2020 2C:20,1"]
    assert read("Time,Power (kW)", *rows, zone="Europe/Berlin").counts.rejected == 2
    assert read("Time,Power (kW)", *rows, zone="UTC").counts.rejected == 2
    alone = ["25.10.2020 01:00,1", "25.10.2020 2A:00,1", "25.10.2020 03:00,1"]
    assert read("Time,Power (kW)", *alone, zone="Europe/Berlin").counts.rejected == 1
    extra = ["25.10.2020 01:00,1", "25.10.2020 02:00,1", "25.10.2020 2A:00,1", "25.10.2020 03:00,1"]
    found = read("Time,Power (kW)", *extra, zone="Europe/Berlin")
    assert [time[11:16] for time in times(found)] == ["23:00", "00:00", "01:00", "02:00"]


def test_what_was_placed_is_told():
    year_after = [stamp.replace("25.10.2020", "31.10.2021") for stamp in NIGHT]
    for stamps, rows, days in (
        (NIGHT, "12 rows", "2020-10-25"),
        (NIGHT[::-1], "12 rows", "2020-10-25"),
        (NIGHT + year_after, "24 rows", "2020-10-25 and 2021-10-31"),
    ):
        [told] = map(str, folds.notes([berlin(stamps)]))
        assert told.startswith(f"{rows} of the hour that Europe/Berlin repeats on {days} were")
    two = map(str, folds.notes([berlin(NIGHT), berlin(NIGHT)]))
    assert next(two).startswith("24 rows")
    ends = read("Time,Power (kW)", *(f"{stamp},1" for stamp in NIGHT), zone="Europe/Berlin",
                stamp="end")  # fmt: skip
    assert str(folds.notes([ends])[0]).startswith("12 rows")


def test_nothing_is_told_where_nothing_was_placed():
    written = [f"2020-10-25T0{hour}:00:00+0{zone}:00,1" for hour, zone in ((2, 2), (2, 1), (3, 1))]
    offsets = read("Time,Power (kW)", *written, zone="Europe/Berlin")
    utc = read("Time,Power (kW)", *(f"{stamp},1" for stamp in NIGHT[:12]), zone="UTC")
    assert folds.notes([offsets, utc, berlin(NIGHT[6:12]), berlin(NIGHT[:6])]) == []


@pytest.mark.parametrize(
    "stamps",
    [
        NIGHT[6:12],
        [*NIGHT[:12], *NIGHT[18:]],
        sorted(NIGHT),
        [*NIGHT[:7], NIGHT[8], NIGHT[7], *NIGHT[9:12], *NIGHT[18:]],
        [*NIGHT[:8], *NIGHT[7:12], *NIGHT[18:]],
    ],
    ids=["alone", "once", "pairs", "out of order", "a row twice"],
)
def test_rows_that_nothing_places_are_rejected(stamps):
    found = berlin(stamps)
    reasons = in_words(found.rejected)["reason"].to_list()
    assert len(reasons) == sum(stamp[11:13] == "02" for stamp in stamps)
    assert all("an hour wrong" in reason and "Etc/" not in reason for reason in reasons)
    assert found.counts.add_up


@pytest.mark.parametrize(
    "behind", ["UTC-7", "UTC-07:00", " UTC-7", " GMT-7", " UTC-0700", " UTC -07"]
)
def test_an_offset_behind_utc_is_no_end_of_the_interval(behind):
    found = read("Time,Power (kW)", f"31-Jan-2020 00:00:00{behind},1", zone="Europe/Berlin")
    assert times(found) == ["2020-01-31 07:00:00"]


def test_an_offset_that_cannot_be_read_is_not_passed_over():
    with pytest.raises(FileError):
        detected("Time,Power (kW)", "31-Jan-2020 00:00:00 UTC -7,1")


@pytest.mark.parametrize("by_turbine", [False, True])
def test_each_turbine_has_the_repeated_hour_also_in_a_file_that_ends_in_it(by_turbine):
    stamps = ["01:30", "02:00", "02:30", "02:00", "02:30"]
    rows = [(stamp, turbine) for stamp in stamps for turbine in "AB"]
    if by_turbine:
        rows.sort(key=lambda row: row[1])
    text = "".join(f"2020-10-25 {stamp},{turbine},1\n" for stamp, turbine in rows)
    file = open_source(f"Time,Turbine,Power (kW)\n{text}".encode(), "made.csv")
    found = split(file, detect(file, zone="Europe/Berlin").interpretation)
    moments = [f"{time}:00" for time in ("23:30", "00:00", "00:30", "01:00", "01:30")]
    assert [[time[11:19] for time in times(scan)] for scan in found.scans] == [moments] * 2


def test_a_repeated_hour_is_placed_across_the_parts_of_a_file(monkeypatch):
    from turbine.readers.csv import lines

    whole = times(berlin(NIGHT))
    for size in (1, 40, 200):
        monkeypatch.setattr(lines.after, "__kwdefaults__", {"block_bytes": size})
        assert times(berlin(NIGHT)) == whole


def test_what_an_older_version_rejected_is_read_alike():
    form = detected("Time,Power (kW)", "25.10.2020 02:00,1", zone="Europe/Berlin").interpretation
    kept = form.to_dict()
    del kept["clock_rules"], kept["year"], kept["first_day"]
    old = restored(json.loads(json.dumps(kept)))
    assert old == form
    assert old.identity() == form.identity()
    text = "Time,Power (kW)\n25.10.2020 02:00,1\n25.10.2020 02:00,2\n25.10.2020 24:00,2\n"
    source = open_source(text.encode(), "made.csv")
    assert scan(source, old).counts.kept == 0
    assert scan(source, form).counts.kept == 3


# -- the moment of its interval that a stamp names -----------------------------------------

DAY = [f"2020-01-01 {i // 6:02d}:{i % 6}0,{i}" for i in range(1, 144)] + ["2020-01-02 00:00,144"]


def test_stamps_at_the_end_are_asked_about_and_stored_as_starts():
    assert detected("Time,Power (kW)", *DAY).questions == ("stamp",)
    ends = read("Time,Power (kW)", *DAY, stamp="end")
    assert times(ends)[0] == "2020-01-01 00:00:00"
    assert times(ends)[-1] == "2020-01-01 23:50:00"
    assert ends.interpretation.identity()["stamp"] == "end"
    assert ends.interpretation.interval_ns == 600 * 10**9
    assert restored(json.loads(json.dumps(ends.interpretation.to_dict()))) == ends.interpretation
    middles = read("Time,Power (kW)", *DAY, stamp="middle")
    assert times(middles)[0] == "2020-01-01 00:05:00"
    starts = read("Time,Power (kW)", *DAY, stamp="start")
    assert times(starts)[0] == "2020-01-01 00:10:00"
    assert "stamp" not in starts.interpretation.identity()


@pytest.mark.parametrize(
    "header", ["Time (period ending)", "Hour Ending", "Time stamp, interval end"]
)
def test_what_the_header_says_of_the_interval_is_taken(header):
    found = read(f'"{header}",Power (kW)', *DAY)
    assert found.interpretation.stamp == "end"
    assert times(found)[0] == "2020-01-01 00:00:00"


@pytest.mark.parametrize("rows", [DAY[1:], DAY[:-1], DAY[5:9]])
def test_stamps_are_starts_where_nothing_shows_the_end(rows):
    found = detected("Time,Power (kW)", *rows)
    assert found.questions == ()
    assert "start of its interval" in " ".join(map(str, found.notes))


def test_ends_of_intervals_need_one_step():
    hours = [f"2020-01-03 {i:02d}:00,1" for i in range(24)]
    with pytest.raises(FileError, match="10 minutes apart, and elsewhere 60"):
        read("Time,Power (kW)", *DAY, *hours, stamp="end")
    with pytest.raises(FileError, match="no step"):
        detected("Time,Power (kW)", DAY[0], stamp="end")


@pytest.mark.parametrize(("header", "pattern"), [("Temp", "%Y-%m-%d %H:%M"), ("UTC offset", "%#z")])
def test_a_signed_number_is_an_offset_only_where_the_header_says_so(header, pattern):
    data = f"Time,{header},Power (kW)\n2020-01-01 00:00,-10,5\n2020-01-01 00:10,-10,6\n"
    form = detect(open_source(data.encode(), "a.csv"), zone="UTC").interpretation
    assert form.time_format.endswith(pattern)
