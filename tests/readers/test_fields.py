"""Every column of numbers becomes a field; what does not is said."""

import pytest

from turbine.model.errors import FileError
from turbine.readers import Detection, detect, open_notes, open_source, scan


def detected(header: str, *rows: str, **changes) -> Detection:
    text = "\n".join([header, *rows, ""])
    return detect(open_source(text.encode(), "made.csv"), zone="UTC", **changes)


def fields(found: Detection) -> dict[str, str]:
    form = found.interpretation
    return {form.headers[column]: name for column, name in form.mapping}


def test_a_column_that_nobody_knows_has_a_safe_name_of_its_own():
    header = "Time,Tower temp. [°F] Max,Höhe über Grund (mm),Phase A,Temp,temp,12 V supply (V),時"
    found = detected(header, "2020-01-01 00:00,50,1500,7,1,2,24,9")
    assert fields(found) == {
        "Tower temp. [°F] Max": "tower_temperature_max_degc",
        "Höhe über Grund (mm)": "hohe_uber_grund_m",
        "Phase A": "phase_a_value",
        "Temp": "temp",
        "temp": "temp_2",
        "12 V supply (V)": "column_12_v_supply_v",
        "時": "column_8",
    }
    assert dict(found.interpretation.units) == {1: "°F", 2: "mm"}
    note = next(str(n) for n in found.notes if "names of their own" in str(n))
    assert "'Höhe über Grund (mm)' as hohe_uber_grund_m" in note
    other_order = detected("Time,temp,Temp", "2020-01-01 00:00,1,2")
    assert fields(other_order) == {"Temp": "temp", "temp": "temp_2"}


def test_a_unit_that_is_not_understood_is_said_and_the_value_kept():
    found = detected("Time,Metal particles (ppz/h)", "2020-01-01 00:00,5")
    assert fields(found) == {"Metal particles (ppz/h)": "metal_particles_ppz_h"}
    assert any("ppz/h of 'Metal particles (ppz/h)'" in str(note) for note in found.notes)


def test_names_of_rows_devices_and_qualities_are_not_stored():
    header = "Time,STATIONS_ID,QN_3,RECORD,Unnamed: 0,TurbID,Bearing no 1 count,Wind Speed (m/s)"
    rows = [f"2020-01-01 00:{10 * i:02},9999,10,{i},{i},1,{i},5.5" for i in range(6)]
    found = detected(header, *rows)
    assert fields(found) == {
        "Bearing no 1 count": "bearing_no_1_count", "Wind Speed (m/s)": "wind_speed_mps",
    }  # fmt: skip
    [note] = [str(n) for n in found.notes if "name rows" in str(n)]
    assert all(repr(name) in note for name in header.split(",")[1:5])
    assert found.questions == ()


def test_texts_and_empty_columns_are_not_stored():
    rows = [f"2020-01-01 0{i}:00,note {i},{'x' * 65},,5" for i in range(9)]
    found = detected("Time,Remark,Text,Never,Power (kW)", *rows)
    assert fields(found) == {"Power (kW)": "power_kw"}
    assert found.states == ()
    notes = " ".join(map(str, found.notes))
    assert "hold text and will not be stored: 'Remark' and 'Text'." in notes
    assert "are empty and will not be stored: 'Never'." in notes


def test_what_a_column_holds_may_show_far_down():
    rows = [f"2020-01-{1 + i // 144:02} {i // 6 % 24:02}:{i % 6}0,,,5" for i in range(4_000)]
    rows = [row for row in rows if row < "2020-01-28"]
    found = detected("Time,Late (A),Words,Power (kW)", *rows, "2020-02-01 00:00,7.5,hot,6")
    assert fields(found) == {"Late (A)": "late_a", "Power (kW)": "power_kw"}


@pytest.mark.parametrize(
    "header", ["WindSpeed,Wind Speed (m/s)", "Foo,Foo", "Active Power (kW),LV ActivePower (kW)"]
)
def test_two_columns_for_one_field_are_asked_about(header):
    row = "2020-01-01 00:00,1.5,2.5"
    found = detected(f"Time,{header}", row)
    assert found.questions == ("mapping",)
    assert found.rivals == ((1, 2),)
    assert len(found.interpretation.mapping) == 1
    [(_, name)] = found.interpretation.mapping
    other = detected(f"Time,{header}", row, fields={2: name})
    assert (other.questions, other.interpretation.mapping) == ((), ((2, name),))
    left_out = detected(f"Time,{header}", row, fields={1: ""})
    assert (left_out.questions, left_out.interpretation.mapping) == ((), ((2, name),))
    both = detected(f"Time,{header}", row, fields={1: "first", 2: "second"})
    assert both.interpretation.mapping == ((1, "first"), (2, "second"))


def test_another_choice_leaves_the_question_open():
    found = detected(
        "Time,WindSpeed,Wind Speed (m/s),Power (kW)", "2020-01-01 00:00,1,2,3", fields={3: ""}
    )
    assert found.questions == ("mapping",)
    assert found.rivals == ((1, 2),)
    assert any("choose one" in str(note) for note in found.notes)


@pytest.mark.parametrize("name", ["Power", "time", "turbine", "a b", "1a", "ä", "x" * 64])
def test_an_impossible_name_is_refused(name):
    with pytest.raises(FileError, match="cannot be called"):
        detected("Time,Power (kW)", "2020-01-01 00:00,3", fields={1: name})


def test_a_spread_of_temperatures_has_no_zero():
    text = "Time,Ambient temperature (°F),Ambient temperature StdDev (°F)\n2020-01-01 00:00,50,9\n"
    source = open_source(text.encode(), "made.csv")
    form = detect(source, zone="UTC").interpretation
    [block] = scan(source, form).blocks()
    assert block["ambient_temperature_degc"].to_list() == [10.0]
    assert block["ambient_temperature_std_degc"].to_list() == [5.0]


def test_sets_of_short_names_are_known_together():
    header = "Tmstamp,Wspd,Wdir,Etmp,Itmp,Ndir,Pab1,Prtv,Patv"
    found = detected(header, "2020-01-01 00:10,6.17,-3.99,30.73,41.8,25.92,1,-0.25,494.66")
    assert fields(found)["Wdir"] == "yaw_error_deg"
    assert fields(found)["Ndir"] == "nacelle_position_deg"
    alone = detected("Time,Wdir", "2020-01-01 00:10,3.99")
    assert fields(alone) == {"Wdir": "wdir"}


def test_kaggle_has_its_four_signals():
    header = (
        "Date/Time,LV ActivePower (kW),Wind Speed (m/s),Theoretical_Power_Curve (KWh),"
        "Wind Direction (°)"
    )
    found = detected(header, "01 01 2018 00:00,380.04,5.3,416.3,259.99")
    assert list(fields(found).values()) == [
        "power_kw", "wind_speed_mps", "theoretical_power_kw", "wind_direction_deg",
    ]  # fmt: skip


def test_what_is_asked_is_not_hidden_among_what_was_decided():
    header = "Time,Capacity factor,Noise (dB),Gust (km/h)"
    found = detected(header, "2020-01-01 00:00,0.4,7,36")
    said = " ".join(map(str, open_notes(found)))
    assert "'Capacity factor' names no unit" in said
    assert "Noise" not in said
    assert "converted" not in said


LOG = [
    "2020-01-01 00:00:05,Status,110,Cable wound up,",
    "2020-01-01 00:00:41,Stop,111,Yaw runs,Full performance",
    "2020-01-01 00:17:02,Warning,8,Wind too low for the turbine,",
    "2020-01-01 03:17:02,Status,9,Ready,",
    "2020-01-01 03:18:44,Status,9,Ready to run,",
    "2020-01-02 13:01:00,Stop,9,Emergency stop by hand,",
]


def test_a_log_of_events_is_refused_with_the_reason():
    header = "Timestamp start,Status,Code,Message,IEC category"
    texts = [",".join([row.split(",")[0], *row.split(",")[3:]]) for row in LOG]
    for rows in (LOG, LOG[1:6:2], texts, LOG[::2]):  # without two in one minute; of texts alone
        with pytest.raises(FileError, match="is an event log: it has text"):
            detected(header if rows is not texts else "Time,Message,Category", *rows)
    regular = [f"2020-01-01 00:{10 * i}:00,Run" for i in range(1, 6)]
    assert detected("Time,State", *regular).questions == ("mapping",)
    taken = detected(header, *LOG, mapping=((2, "error_code"),))
    assert taken.interpretation.mapping == ((2, "error_code"),)
    taken = detected(header, *LOG, fields={2: "error_code"})
    assert taken.interpretation.mapping == ((2, "error_code"),)
    values = [row.replace("Status", "1.5") for row in LOG]
    assert detected("Time,Wind speed (m/s),Code,Message,Category", *values).questions == ()


def test_columns_that_are_times_of_the_day_are_refused_with_the_reason():
    values = [f"2020-01-0{day},{','.join(map(str, range(24)))}" for day in range(1, 6)]
    for headers in (
        [f"{hour:02d}:00" for hour in range(24)],
        [f"H{hour}" for hour in range(1, 25)],
        [f"{hour}" for hour in range(1, 25)],
    ):
        header = ",".join(["Date", *headers])
        with pytest.raises(FileError, match=f"a column for each time of day, from '{headers[0]}'"):
            detected(header, *values)
        assert detected(header, *values, fields={1: "power_kw"}).interpretation.mapping
        stamps = [f"{row[:10]} 00:{row[9]}0{row[10:]}" for row in values]
        assert detected(header, *stamps).interpretation.mapping


@pytest.mark.parametrize(
    ("header", "cells", "is_code"),
    [
        *[
            (h, (3, 3, 3), True)
            for h in ("Station ID", "STATIONS_ID", "QN_3", "Quality", "QC flag")
        ],
        *[(h, (1, 2, 3), True) for h in ("Row", "Row No.", "Index", "Zeile", "Lfd. Nr.", "id", "")],
        *[("Unnamed: 0", (7, 8, 9), True), ("Unnamed: 0", (7, 9, 30), True)],
        *[("Unnamed: 0", (9, 7, 8), False), ("", (7, 9, 30), False)],
        *[("Quality", (-999, 1, 3), True), ("Quality", (97.5, 98, 99), False)],
        *[
            (h, (0, 3, 3), False)
            for h in ("Status Code", "Alarm code", "Starts", "Data quality (%)")
        ],
    ],
)
def test_what_names_rows_devices_and_qualities_is_proposed_as_not_stored(header, cells, is_code):
    rows = (f"2020-01-01 00:0{i},5.5,{cell}" for i, cell in enumerate(cells))
    found = detected(f"Time,Power (kW),{header}", *rows)
    assert (2 not in dict(found.interpretation.mapping)) == is_code
    assert any("not measurements" in str(note) for note in found.notes) == is_code


def test_numbers_that_only_count_the_columns_are_no_part_of_their_names():
    row = "2020-01-01 00:00,5,500"
    counted = detected("Time,Amb. WindSpeed Avg. (1),Grid Production Power Avg. (2)", row)
    assert list(fields(counted).values()) == ["wind_speed_mps", "power_kw"]
    sensors = detected("Time,Bearing temp (1),Bearing temp (2)", row)
    assert len(set(fields(sensors).values())) == 2


LONG = [
    f"2020-01-01 0{hour}:00,{tag},{value}"
    for hour in (0, 1)
    for tag, value in (("ActivePower", 500.5), ("WindSpeed", 5.5))
]


@pytest.mark.parametrize("prefix", ["", "WTG01.", "WTG01_", "Park/WTG01/"])
def test_signals_in_rows_are_refused_with_the_reason(prefix):
    rows = [row.replace(":00,", f":00,{prefix}") for row in LONG]
    with pytest.raises(FileError, match="signals, named by 'Tag'"):
        detected("Time,Tag,Value", *rows)
    turbines = [row.replace("ActivePower", "A").replace("WindSpeed", "B") for row in LONG]
    assert detected("Time,Tag,Value", *turbines).signals == ""
    assert detected("Time,Tag,Value", *rows[::2]).signals == "", "no time has two"
    named = [row.replace("ActivePower", "Wind 1").replace("WindSpeed", "Wind 2") for row in LONG]
    assert detected("Time,Turbine,Value", *named).interpretation.turbine_column == 1
