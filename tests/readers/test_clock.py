"""Which moments a file's times are: the hour that a clock repeats, and ends of intervals."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from made_times import detected, read, times

from turbine.model.errors import FileError
from turbine.model.frame import in_words
from turbine.readers import FileScan, detect, open_source, restored, scan, split
from turbine.readers.times import folds, interval

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


def test_the_end_of_a_repeated_hour_is_that_of_its_pass():
    quarters = ("02:15", "02:30", "02:45", "03:00")
    night = [f"{time}{letter}" for letter in "AB" for time in quarters]
    rows = [f"25.10.2020 {time},1" for time in ("01:30", "01:45", "02:00", *night, "03:15")]
    found = read("Time,Power (kW)", *rows, zone="Europe/Berlin", stamp="end")
    starts = [f"{hour:02d}:{minute}" for hour in (0, 1) for minute in ("00", "15", "30", "45")]
    assert [time[11:16] for time in times(found)] == ["23:15", "23:30", "23:45", *starts, "02:00"]
    alone = read("Time,Power (kW)", *rows[3:-1], zone="Europe/Berlin", date_order="day-first")
    assert (alone.counts.kept, times(alone)[3][11:16]) == (8, "01:00")


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


def stamped(minutes: list[int], first: str = "2020-01-01 00:00") -> list[str]:
    """Rows at these minutes after the first moment."""
    start = datetime.fromisoformat(first)
    return [f"{start + timedelta(minutes=each):%Y-%m-%d %H:%M},{each}" for each in minutes]


@pytest.mark.parametrize("arrange", [list, lambda rows: rows[::-1]])
def test_each_row_moves_by_the_step_of_its_own_stretch(arrange):
    ends = [*range(10, 721, 10), *range(780, 1501, 60), *range(1515, 1996, 15)]
    starts = [0, *ends[:-1]]
    found = read("Time,Power (kW)", *arrange(stamped(ends)), stamp="end")
    rows = [row for block in found.blocks() for row in block.select("power_kw", "time").rows()]
    at = dict(rows)
    first = datetime(2020, 1, 1, tzinfo=UTC)
    assert [(at[end] - first).total_seconds() / 60 for end in ends] == starts
    assert "(10, 15 and 60 minutes)" in str(interval.notes([found])[0])
    assert found.named.min() - found.stamps.min() == 600 * 10**9
    middles = [*range(5, 716, 10), *range(750, 1471, 60)]
    halved = read("Time,Power (kW)", *stamped(middles), stamp="middle")
    assert times(halved)[71:73] == ["2020-01-01 11:50:00", "2020-01-01 12:00:00"]


def test_one_step_with_gaps_moves_all_rows_alike_and_says_nothing():
    found = read(
        "Time,Power (kW)", *stamped([*range(10, 300, 10), *range(400, 600, 10)]), stamp="end"
    )
    assert set((found.named - found.stamps).tolist()) == {600 * 10**9}
    assert interval.notes([found]) == []


@pytest.mark.parametrize(
    ("minutes", "reason"),
    [
        ([*range(10, 301, 10), *range(330, 1000, 60)], "would overlap"),
        ([*range(10, 301, 10), *(300 + 7 * k + k * k for k in range(1, 90))], "irregular times"),
    ],
)
def test_ends_of_intervals_that_are_not_known_are_refused(minutes, reason):
    with pytest.raises(FileError, match=reason):
        read("Time,Power (kW)", *stamped(minutes), stamp="end")
    with pytest.raises(FileError, match="no time step"):
        detected("Time,Power (kW)", DAY[0], stamp="end")


@pytest.mark.parametrize(("header", "pattern"), [("Temp", "%Y-%m-%d %H:%M"), ("UTC offset", "%#z")])
def test_a_signed_number_is_an_offset_only_where_the_header_says_so(header, pattern):
    data = f"Time,{header},Power (kW)\n2020-01-01 00:00,-10,5\n2020-01-01 00:10,-10,6\n"
    form = detect(open_source(data.encode(), "a.csv"), zone="UTC").interpretation
    assert form.time_format.endswith(pattern)


@pytest.mark.parametrize(
    ("zones", "is_refused"),
    [
        (("Europe/Berlin", "Europe/London"), True),
        (("CET/CEST", "EST/EDT"), True),
        (("Europe/Berlin", "CET"), True),
        (("Europe/Berlin", "Europe/Berlin"), False),
        (("CET", "CEST"), False),  # one clock: each is an offset
        (("A/B", "C/D"), False),
    ],
)
def test_a_column_of_several_zones_is_refused(zones, is_refused):
    rows = [f"2020-01-01 00:{row}0,{zone},5" for row, zone in enumerate(zones)]
    source = open_source("\n".join(["Time,Zone,Power (kW)", *rows, ""]).encode(), "a.csv")
    if is_refused:
        with pytest.raises(FileError, match=f"'Zone' names several time zones: {zones[0]} and"):
            detect(source)
    else:
        detect(source)
