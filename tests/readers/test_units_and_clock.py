"""What the file says of units and clock is taken; what it leaves open is asked or said."""

import numpy as np
import pytest

from turbine.model.errors import FileError
from turbine.model.frame import in_words
from turbine.readers import Detection, FileScan, detect, open_source, restored, scan


def detected(header: str, *rows: str, **changes) -> Detection:
    text = "\n".join([header, *rows, ""])
    return detect(open_source(text.encode(), "made.csv"), **changes)


def read(header: str, *rows: str, **changes) -> FileScan:
    text = "\n".join([header, *rows, ""])
    source = open_source(text.encode(), "made.csv")
    detection = detect(source, **{"zone": "UTC", **changes})
    assert detection.questions == ()
    return scan(source, detection.interpretation)


def values(found: FileScan, channel: str) -> list[float]:
    return [value for block in found.blocks() for value in block[channel].to_list()]


@pytest.mark.parametrize(
    ("header", "cells", "channel", "stored"),
    [
        ("Active Power (MW)", ["2.5", "2.6"], "power_kw", [2_500.0, 2_600.0]),
        ("Active Power [W]", ["1500000"], "power_kw", [1_500.0]),
        ("power_mw", ["1.25"], "power_kw", [1_250.0]),
        ("Wind Speed (km/h)", ["36.0", "43.2", "28.8"], "wind_speed_mps", [10.0, 12.0, 8.0]),
        ("Wind speed in knots", ["9"], "wind_speed_mps", [4.63]),
        ("Wind Direction (gon)", ["200"], "wind_direction_deg", [180.0]),
        ("Wind Speed [m/s] Avg", ["7.5"], "wind_speed_mps", [7.5]),
        ("Delta T (°F)", ["9"], "delta_t_degc", [5.0]),
        ("Gearbox oil temp difference [K]", ["12"], "gearbox_oil_temp_difference_degc", [12.0]),
        ("Tower turn (rad/s)", [repr(np.pi)], "tower_turn_degps", [180.0]),
        ("Rotor speed [°/s]", ["60"], "rotor_speed_rpm", [10.0]),
        ("Energy [MWh/60 min]", ["1.5", "2"], "energy_kwh", [1_500.0, 2_000.0]),
    ],
)
def test_what_the_header_says_is_converted(header, cells, channel, stored):
    rows = [f"2020-01-01 0{i}:00,{cell}" for i, cell in enumerate(cells)]
    found = read(f"Time,{header}", *rows)
    assert values(found, channel) == stored
    assert found.counts.values == len(cells)


@pytest.mark.parametrize(
    "header",
    ["Power (kW/10)", "Wind speed [m/s*10]", "Pitch (1/10°)", "Ambient temperature [°C x 10]"],
)
def test_scaled_units_are_asked_about(header):
    assert detected(f"Time,{header}", "2020-01-01 00:00,105", zone="UTC").questions == ("units",)


def test_a_scaled_unit_of_an_own_field_is_said():
    found = detected("Time,Tower tilt (0.1°)", "2020-01-01 00:00,105", zone="UTC")
    assert "'Tower tilt (0.1°)' is in 0.1°" in " ".join(map(str, found.notes))


@pytest.mark.parametrize(
    ("above", "questions"),
    [
        ("All power values in MW", ("units",)),
        ("Turbine: V90 2 MW", ()),
        ("Leistung in kW", ()),
    ],
)
def test_another_unit_above_the_header_is_asked_about(above, questions):
    row = "2020-01-01 00:00;1105"
    assert detected(above, "Time;Power", row, zone="UTC").questions == questions
    assert detected(above, "Time;Power (kW)", row, zone="UTC").questions == ()


def test_kelvins_that_no_turbine_has_are_asked_about():
    header, row = "Time,Oil temp above ambient (K)", "2020-01-01 00:00,12"
    asked = detected(header, row, zone="UTC")
    assert asked.questions == ("units",)
    found = read(header, row, units={1: "°C"})
    assert values(found, "oil_temp_above_ambient_degc") == [12.0]
    assert detected(header, "2020-01-01 00:00,285", zone="UTC").questions == ()


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Time (local),Time (UTC),Power (kW)", "2020-07-01 02:00,2020-07-01 00:00,1"),
        ("created_at,Time UTC,Power (kW)", "2020-07-09 02:00,2020-07-01 00:00,1"),
        ("import_time,measured,Power (kW)", "2020-07-09 02:00,2020-07-01 00:00+00:00,1"),
    ],
)
def test_of_two_times_that_of_the_measurement_in_utc_is_taken(header, row):
    form = detected(header, row).interpretation
    assert [form.headers[column] for column in form.time_columns] == [header.split(",")[1]]


@pytest.mark.parametrize("second", ["Time", "Time.1"])
def test_two_tables_side_by_side_are_not_woven(second):
    header = f"Time,Power (kW),{second},Wind (m/s)"
    with pytest.raises(FileError, match="several tables side by side"):
        detected(header, "2020-01-01 00:00,1,2020-01-01 00:05,5")
    assert detected(header, "2020-01-01 00:00,1,2020-01-01 00:00,5").interpretation.time_columns


@pytest.mark.parametrize(
    ("first", "step", "questions"), [(5000.1, 0.3, ("units",)), (50, 30, ()), (900, 0, ())]
)
def test_an_energy_that_only_rises_may_be_a_counter(first, step, questions):
    header = "Time,Total energy produced (MWh)"
    rows = [f"2020-01-01 0{i}:00,{first + i * step}" for i in range(9)]
    assert detected(header, *rows, zone="UTC").questions == questions
    chosen = detected(header, *rows, zone="UTC", fields={1: "energy_counter_kwh"})
    assert chosen.questions == ()
    assert detected(header, *rows, zone="UTC", units={1: "MWh"}).questions == ()


def test_radians_are_converted_and_said():
    detection = detected("Time,Wind Direction (rad)", "2020-01-01 00:00,3.14159", zone="UTC")
    note = "The values of 'Wind Direction (rad)' are converted from rad to °."
    assert note in map(str, detection.notes)
    [direction] = values(
        read("Time,Wind Direction (rad)", f"2020-01-01 00:00,{np.pi!r}"), "wind_direction_deg"
    )
    assert abs(direction - 180.0) <= 4 * np.spacing(180.0)


@pytest.mark.parametrize(
    "header",
    ["Active Power [kW] Max", "Wind Speed [m/s] StdDev", "Active Power (setpoint)", "Max Power",
     "power_kw_std", "Active power set point (kW)"],
)  # fmt: skip
def test_another_statistic_is_not_the_mean(header):
    detection = detected(f"Time,{header},Power (kW)", "2020-01-01 00:00,1,2", zone="UTC")
    fields = dict(detection.interpretation.mapping)
    assert (fields[1] != "power_kw", fields[2]) == (True, "power_kw")


@pytest.mark.parametrize(
    ("header", "cell"),
    [("Power", "0.55"), ("Power (p.u.)", "0.5"), ("Power (kWh)", "500"),
     ("Wind Speed", "75"), ("Wind Direction", "3.1"), ("Wind Speed (rpm)", "9"),
     ("Power", "2500000"), ("Availability", "0.98"), ("Grid voltage", "33"),
     ("Availability (%)", "0.98"), ("Relative humidity [%]", "1"),
     ("Air pressure", "101.3"), ("power_max", "2.4"), ("Energy Export", "1.9")],
)  # fmt: skip
def test_a_unit_that_is_open_or_does_not_fit_is_asked_about(header, cell):
    detection = detected(f"Time,{header}", f"2020-01-01 00:00,{cell}", zone="UTC")
    assert detection.questions == ("units",)
    assert detection.open_units == (1,)
    assert any(repr(header) in str(note) for note in detection.notes)


def test_a_direction_around_nought_may_be_the_angle_to_the_nacelle():
    rows, header = ["2020-01-01 00:00,-4.5", "2020-01-01 00:10,3"], "Time,Wind direction (°)"
    found = detected(header, *rows, zone="UTC")
    assert found.questions == ("units",)
    assert "yaw_error_deg" in str(found.notes[-1])
    assert detected(header, *rows, zone="UTC", units={1: "°"}).questions == ()
    assert detected(header, *rows, zone="UTC", fields={1: "yaw_error_deg"}).questions == ()
    assert detected(header, "2020-01-01 00:00,-170", zone="UTC").questions == ()


def test_units_in_a_column_beside_the_values_are_taken():
    rows = ["2020-01-01 00:00,1.5,MW,5", "2020-01-01 00:10,1.6,MW,6"]
    found = read("Time,Power,Unit,Wind speed", *rows)
    assert values(found, "power_kw") == [1_500.0, 1_600.0]
    several = detected("Time,Power,Einheit,Wind speed", rows[0], rows[1].replace("MW", "kW"))
    assert several.open_units == (1,)
    assert any("several units" in str(note) for note in several.notes)
    assert detected("Time,Power,Remark,Wind speed", *rows).open_units == (1,)


def test_units_in_a_row_below_the_header_are_taken():
    rows = ("yyyy-mm-dd,MW,[km/h],rad", "2020-01-01 00:00,1.5,36,3.1")
    found = read("Time,Power,Wind Speed,Wind Direction (°)", *rows)
    assert values(found, "power_kw") == [1_500.0]
    assert values(found, "wind_speed_mps") == [10.0]
    assert values(found, "wind_direction_deg") == [3.1], "the header's own comes first"
    assert (found.counts.rows, found.counts.rejected) == (1, 0)
    asked = detected("Time,Power", ",rpm", "2020-01-01 00:00,1500", zone="UTC")
    assert asked.questions == ("units",)


@pytest.mark.parametrize("zero", ["0", ""])
@pytest.mark.parametrize(("value", "questions"), [("2.5", ("units",)), ("2500", ())])
def test_a_turbine_that_stood_still_at_first_tells_its_unit_later(zero, value, questions):
    days = [f"2020-01-{1 + i // 24:02d} {i % 24:02d}:00,{zero},3" for i in range(500)]
    header = "Time,Power,Wind Speed (m/s)"
    found = detected(header, *days, f"2020-02-01 00:00,{value},5", zone="UTC")
    assert found.questions == questions
    assert detected(header, *days, zone="UTC").questions == ()


def test_of_two_columns_one_in_another_quantitys_unit_is_not_taken():
    found = detected("Time,Power (kWh),Power (kW)", "2020-01-01 00:00,150,900", zone="UTC")
    assert found.interpretation.mapping == ((1, "power_kwh"), (2, "power_kw"))
    assert found.questions == ()


@pytest.mark.parametrize("header", ["Power (%)", "Power %", "Power%"])
def test_a_share_is_stored_as_percent(header):
    found = detected(f"Time,{header}", "2020-01-01 00:00,85", zone="UTC")
    assert found.interpretation.mapping == ((1, "power_pct"),)
    assert found.questions == ()


def test_a_unit_of_a_column_that_is_not_stored_is_refused():
    with pytest.raises(FileError, match=r"'Notes' has no unit 'MW': the column is not stored"):
        detected("Time,Power (kW),Notes", "2020-01-01 00:00,5,x", units={2: "MW"})


def test_the_persons_unit_is_taken():
    found = read("Time,Power", "2020-01-01 00:00,0.55", units={1: "MW"})
    assert values(found, "power_kw") == [550.0]
    assert values(read("Time,Power", "2020-01-01 00:00,5", units={1: "kW"}), "power_kw") == [5.0]
    with pytest.raises(FileError, match=r"cannot be in 'm/s'.*It can be in kW, W"):
        detected("Time,Power", "2020-01-01 00:00,5", units={1: "m/s"})


def test_kaggles_kwh_is_kw_and_the_reason_is_said():
    detection = detected(
        "Date/Time,LV ActivePower (kW),Theoretical_Power_Curve (KWh)", "31 01 2018 00:00,380,416"
    )
    assert detection.interpretation.units == ()
    assert detection.questions == ()
    assert any("says kWh and means kW" in str(note) for note in detection.notes)


def test_no_unit_is_said_to_be_the_stored_one():
    detection = detected("Time,Active Power", "2020-01-01 00:00,812", zone="UTC")
    assert any("taken as kW" in str(note) for note in detection.notes)
    assert detection.questions == ()


def test_a_value_too_large_once_converted_is_a_bad_cell():
    found = read("Time,Power (GW),Wind Speed (m/s)", "2020-01-01 00:00,1e305,5")
    assert found.counts.bad == 1
    assert found.counts.add_up
    [(line, column, _, reason)] = in_words(found.bad_cells).rows()
    assert (line, column) == (2, "Power (GW)")
    assert "too large" in reason


def test_units_are_kept_and_part_of_the_identity():
    form = detected("Time,Power (MW)", "2020-01-01 00:00,1", zone="UTC").interpretation
    assert restored(form.to_dict()) == form
    assert form.identity()["units"] == ((1, "MW"),)
    plain = detected("Time,Power (kW)", "2020-01-01 00:00,1", zone="UTC").interpretation
    assert "units" not in plain.identity(), "as it was before there were any"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("DateTime UTC,Power (kW)\n2020-01-01 00:00,1100\n", "UTC"),
        ("Time (GMT),Power (kW)\n2020-01-01 00:00,1100\n", "UTC"),
        ("Time (UTC+3),Power (kW)\n2020-01-01 00:00,1100\n", "Etc/GMT-3"),
        ("Time UTC-05:00,Power (kW)\n2020-01-01 00:00,1100\n", "Etc/GMT+5"),
        ("Time (UTC−3),Power (kW)\n2020-01-01 00:00,1100\n", "Etc/GMT+3"),
        ("Time (UTC+1) [yyyy-mm-dd hh:mm] Start,Power (kW)\n2020-01-01 00:00,1\n", "Etc/GMT-1"),
        ("Timestamp (+03:00),Power (kW)\n2020-01-01 00:00,1\n", "Etc/GMT-3"),
        ("TimestampUTC,Power (kW)\n2020-01-01 00:00,1100\n", "UTC"),
        ("Time (Etc/GMT-3),Power (kW)\n2020-01-01 00:00,1100\n", "Etc/GMT-3"),
        ("Time (Europe/Berlin),Power (kW)\n2020-01-01 00:00,1100\n", "Europe/Berlin"),
        ("Time zone: Etc/GMT-3\nTime,Power (kW)\n2020-01-01 00:00,1100\n", "Etc/GMT-3"),
        ('"Time zone:";"Europe/Berlin"\nTime;Power (kW)\n2020-01-01 00:00;1\n', "Europe/Berlin"),
        ("Time (CET/CEST),Power (kW)\n2020-01-01 00:00,1100\n", "CET"),
        ("Zeit (MEZ/MESZ);Power (kW)\n2020-01-01 00:00;1100\n", "CET"),
        ("Time (CET without DST);Power (kW)\n2020-01-01 00:00;1100\n", "Etc/GMT-1"),
        ('"Time (UTC+1, no DST)",Power (kW)\n2020-01-01 00:00,1100\n', "Etc/GMT-1"),
        ('"Time (local, UTC+1)",Power (kW)\n2020-01-01 00:00,1100\n', "Etc/GMT-1"),
        ("Zeitzone: MEZ/MESZ\nTime;Power (kW)\n2020-01-01 00:00;1100\n", "CET"),
        ("All times in UTC+3\nTime;Power (kW)\n2020-01-01 00:00;1100\n", "Etc/GMT-3"),
        ("Time,Power (kW)\n2020-01-01 00:00[Europe/Berlin],1100\n", "Europe/Berlin"),
        ("Time,Power (kW)\n2020-01-01T00:00+01:00[Europe/Berlin],1100\n", "Europe/Berlin"),
        ("Time,Power (kW)\n2020-01-01 00:00 Europe/Berlin,1100\n", "Europe/Berlin"),
        ("Time,TZ,Power (kW)\n2020-01-01 00:00,Europe/Berlin,1100\n", "Europe/Berlin"),
        ("Time,Zone,Power (kW)\n2020-01-01 00:00,CET/CEST,1100\n", "CET"),
        ("# Time zone: UTC\nTime,Power (kW)\n2020-01-01 00:00,1100\n", "UTC"),
        ("Timezone;Europe/Berlin\nTime;Power (kW)\n2020-01-01 00:00;1100\n", "Europe/Berlin"),
        (
            "Date/Time,LV ActivePower (kW),Theoretical_Power_Curve (KWh)\n13 01 2018 00:00,3,4\n",
            "Europe/Istanbul",
        ),
    ],
)
def test_the_clock_is_what_the_file_says(text, zone):
    detection = detect(open_source(text.encode(), "made.csv"))
    assert detection.questions == ()
    assert detection.interpretation.zone == zone
    assert any(zone in str(note) for note in detection.notes)


@pytest.mark.parametrize(
    "text",
    [
        "Time,Power (kW)\n2020-01-01 00:00,1100\n",
        "Local time,Power (kW)\n2020-01-01 00:00,1100\n",
        "# Time zone: Mars/Olympus\nTime,Power (kW)\n2020-01-01 00:00,1100\n",
        "Time (UTC+5:30),Power (kW)\n2020-01-01 00:00,1100\n",
    ],
)
def test_a_clock_that_nothing_tells_is_asked_about(text):
    detection = detect(open_source(text.encode(), "made.csv"))
    assert detection.questions == ("zone",)
    assert any("time zone" in str(note) for note in detection.notes)
    chosen = detect(open_source(text.encode(), "made.csv"), zone="Asia/Kolkata")
    assert chosen.questions == ()
    assert chosen.interpretation.zone == "Asia/Kolkata"
    known = detect(open_source(text.encode(), "made.csv"), known_zone="Europe/Berlin")
    assert (known.questions, known.interpretation.zone) == ((), "Europe/Berlin")
    assert any("known for this site" in str(note) for note in known.notes)


def test_what_the_file_says_comes_before_what_is_known_of_the_site():
    texts = (
        "Time UTC,Power (kW)\n2020-01-01 00:00,1\n",
        "Date/Time,LV ActivePower (kW),Theoretical_Power_Curve (KWh)\n13 01 2018 00:00,3,4\n",
    )
    for text, zone in zip(texts, ("UTC", "Europe/Istanbul"), strict=True):
        found = detect(open_source(text.encode(), "made.csv"), known_zone="Europe/Berlin")
        assert found.interpretation.zone == zone


@pytest.mark.parametrize(
    "said",
    [
        "Time (UTC+5.5)", "Time UTC(+3)", "Time (UTC) +3", "Time UTC/GMT +3 hours",
        "Time UTC plus 3", "Time (not UTC)", "Time UTC-local",
        "Time GMT Standard Time", "Time (UTC+1/UTC+2)", "Time (CET)", "Zeit MEZ", "Time (EST)",
        "Time zone: CET", "Time zone: (UTC+01:00) Amsterdam, Berlin", "Time UTC+1 Berlin",
        "Time zone: not UTC", "Time zone: UTC offset +3", "Time zone: localtime",
        "Time zone: -03:00",
        "Report time zone: UTC. Data time zone: Europe/Berlin",
    ],
)  # fmt: skip
def test_what_is_not_clear_of_the_clock_is_quoted_and_not_taken(said):
    start = f"{said}\nTime" if "zone" in said else said
    text = f"{start};Power (kW)\n2020-01-01 00:00;1100\n"
    found = detect(open_source(text.encode(), "made.csv"))
    assert found.questions == ("zone",)
    assert any(f"{said!r} does not say clearly" in str(note) for note in found.notes)


def test_two_zones_above_the_table_are_not_clear():
    text = "Time zone: UTC\nTime zone: Europe/Berlin\nTime,Power (kW)\n2020-01-01 00:00,1\n"
    found = detect(open_source(text.encode(), "made.csv"))
    assert any("does not say clearly" in str(note) for note in found.notes)


def test_the_persons_zone_is_taken_before_the_files():
    detection = detected("Time UTC,Power (kW)", "2020-01-01 00:00,1", zone="Europe/Berlin")
    assert detection.interpretation.zone == "Europe/Berlin"
    turned = detected("Time,Power (kW)", "2020-01-01 00:00,1", zone="Etc/GMT-3")
    assert "Etc/GMT-3 (UTC+3 all year) local time, as chosen" in str(turned.notes[-1])
    with pytest.raises(FileError):
        detected("Time,Power (kW)", "2020-01-01 00:00,1", zone="Nowhere")


def test_stamps_with_offsets_ask_for_no_clock():
    detection = detected("Time,Power (kW)", "2014-01-01T01:00:00+01:00,642.78")
    assert detection.questions == ()
