"""Small files as people really have them, by command line: stored rightly, or asked about."""

import pytest
from paths import CASES
from scada import ACTOR, Place

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason=f"the cases are not at {CASES}")


@pytest.fixture(autouse=True)
def _zone_of_the_site(embedded):
    """Most of the files do not say it, and would be asked about."""
    embedded.windproof.sites.set_zone(ACTOR, "main", "UTC")


def ingested(place: Place, name: str, *options: str) -> dict:
    """The ingest's answer; every row and every cell has its place, and it is proven."""
    done = place.answer("ingest", str(CASES / f"{name}.csv"), "--retime", "keep", *options)
    parts = "stored", "rejected", "duplicate", "without_values"
    assert done["rows"] == sum(done[part] for part in parts)
    assert place.answer("verify", done["ingest_id"])["verdict"] == "PASS"
    return done


def aggregate(place: Place, field: str, function: str) -> float:
    [row] = place.answer(
        "aggregate", "--turbine", "T1", "--field", field, "--window", "all",
        "--function", function,
    )["windows"]  # fmt: skip
    return row["value"]


@pytest.mark.parametrize(
    ("name", "field", "function", "value"),
    [
        ("unit_mw", "power_kw", "energy", 2_500.0),
        ("unit_kmh", "wind_speed_mps", "mean", 10.0),
        ("suffix_after_unit", "power_kw", "mean", 950.0),
        ("suffix_after_unit", "wind_speed_mps", "mean", 8.5),
        ("thousands_de", "power_kw", "mean", 1_174.275),
        ("thousands_en", "power_kw", "mean", 1_174.275),
        ("jitter", "power_kw", "energy", 600.0),
        ("turkish", "wind_speed_mps", "mean", 7.55),
        ("multiline_header", "power_kw", "mean", 110.0),
        ("units_row", "power_kw", "max", 990.1),
        ("influx_annotated", "power_kw", "mean", 505.0),
    ],
)
def test_values_are_in_their_stored_unit(embedded, name, field, function, value):
    ingested(embedded, name)
    assert aggregate(embedded, field, function) == pytest.approx(value, rel=1e-12)


def test_radians_become_degrees(embedded):
    done = ingested(embedded, "unit_rad")
    assert done["units"] == {"Wind Direction (rad)": "rad"}
    record = embedded.windproof.ingests.get(done["ingest_id"])
    first = embedded.door.value("wind_direction_deg", record.first_ns)
    assert first == pytest.approx(180.0, abs=1e-3)


def test_a_unit_that_is_open_is_asked_about(embedded):
    done = embedded.cli("ingest", str(CASES / "unit_pu.csv"), "--retime", "keep")
    assert done.returncode == 1
    assert "--unit" in done.stderr
    assert "Power" in done.stderr
    assert embedded.windproof.ingests.all() == []


def test_the_persons_unit_is_taken(embedded):
    ingested(embedded, "unit_pu", "--unit", "Power=MW")
    assert aggregate(embedded, "power_kw", "max") == 550.0
    wrong = embedded.cli("ingest", str(CASES / "unit_pu.csv"), "--unit", "Pwr=MW")
    assert wrong.returncode == 1
    assert "no column 'Pwr'" in wrong.stderr
    assert "Power" in wrong.stderr


def test_a_column_that_is_in_the_way_can_be_left_out(embedded):
    done = ingested(embedded, "unit_pct", "--ignore", "Power (%)")
    assert done["not_stored"] == ["Power (%)"]
    assert aggregate(embedded, "wind_speed_mps", "mean") == pytest.approx(8.65, rel=1e-12)
    wrong = embedded.cli("ingest", str(CASES / "unit_pct.csv"), "--ignore", "Pwr")
    assert (wrong.returncode, "no column 'Pwr'" in wrong.stderr) == (1, True)


@pytest.mark.parametrize("name", ["header_utc", "greenbyte"])
def test_utc_is_what_the_file_says(embedded, name):
    done = ingested(embedded, name)
    assert done["first"] == "2020-01-01T00:00:00Z"


def test_a_set_point_is_not_the_power(embedded):
    done = ingested(embedded, "setpoint")
    assert done["mapping"] == {
        "Active Power (setpoint)": "power_setpoint_kw", "Wind Speed (m/s)": "wind_speed_mps",
    }  # fmt: skip
    assert first(embedded, done, "power_setpoint_kw") == 2_000.0


def first(place: Place, done: dict, field: str) -> float | None:
    """What the database has on the first stamp."""
    record = place.windproof.ingests.get(done["ingest_id"])
    return place.door.value(field, record.first_ns)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("unit_pct", {"power_pct": 55.0, "wind_speed_mps": 9.1}),
        (
            "suffix_after_unit",
            {"power_max_kw": 1900.0, "power_kw": 1100.0, "wind_speed_std_mps": 0.9},
        ),
        (
            "common_names",
            {
                "wind_speed_mps": 6.0,
                "power_kw": 500.0,
                "wind_direction_deg": 250.0,
                "ambient_temperature_degc": 4.5,
                "rotor_speed_rpm": 12.1,
                "pitch_angle_deg": 0.5,
                "nacelle_position_deg": 248.0,
            },
        ),
    ],
)
def test_every_signal_is_stored(embedded, name, stored):
    done = ingested(embedded, name)
    assert {field: first(embedded, done, field) for field in stored} == stored
    assert set(stored) <= set(done["mapping"].values())
    assert done["not_stored"] == []


def test_the_other_columns_of_a_greenbyte_export_are_kept(embedded):
    done = ingested(embedded, "greenbyte")
    assert {
        "Wind speed, Standard deviation (m/s)": "wind_speed_std_mps",
        "Nacelle position (°)": "nacelle_position_deg",
        "Power, Maximum (kW)": "power_max_kw",
        "Blade angle (pitch position) A (°)": "pitch_angle_a_deg",
    }.items() <= done["mapping"].items()
    assert done["not_stored"] == []


def test_identifiers_and_quality_codes_are_left_out(embedded):
    done = ingested(embedded, "dwd")
    assert set(done["mapping"].values()) == {"wind_speed_mps", "wind_direction_deg"}
    assert {"STATIONS_ID", "QN_3", "eor"} <= set(done["not_stored"])
    assert first(embedded, done, "wind_speed_mps") == 1.7


def test_columns_are_mapped_and_chosen_by_option(embedded):
    options = ("--map", "wind_speed=mast_speed_mps", "--only", "active_power", "--only", "#2")
    done = ingested(embedded, "common_names", *options)
    assert done["mapping"] == {"wind_speed": "mast_speed_mps", "active_power": "power_kw"}
    file = str(CASES / "common_names.csv")
    wrong = embedded.cli("ingest", file, "--map", "wind_speed=Wind Speed")
    assert (wrong.returncode, "cannot be called 'Wind Speed'" in wrong.stderr) == (1, True)
    wrong = embedded.cli("ingest", file, "--only", "wind")
    assert (wrong.returncode, "no column 'wind'" in wrong.stderr) == (1, True)


def test_a_row_without_values_is_no_fault(embedded):
    done = ingested(embedded, "greenbyte")
    assert (done["rows"], done["stored"], done["without_values"]) == (4, 3, 1)
    assert (done["rejected"], done["losses"]) == (0, [])
    findings = embedded.windproof.ingests.findings(done["ingest_id"])
    assert findings.select("kind", "line").rows() == [("without values", 13)]


def test_codes_for_no_value_are_taken_told_and_can_be_kept(embedded):
    path = str(CASES / "sentinel.csv")
    told = embedded.cli("profile", path).stdout
    assert "Taken as no value: -999 in Power (kW), Wind Speed (m/s) and Wind Direction" in told
    done = ingested(embedded, "sentinel")
    assert (done["stored"], done["without_values"], done["rejected"]) == (3, 2, 0)
    assert "Wind Speed (m/s)=99.99" in done["missing"]
    assert aggregate(embedded, "wind_speed_mps", "mean") == pytest.approx(6.0, rel=1e-12)
    kept = embedded.answer("profile", path, "--missing", "none")
    assert (kept["kept"], kept["without_values"]) == (5, 0)
    one = embedded.answer("profile", path, "--missing=-999", "--missing", "Wind Direction=9999")
    assert (one["kept"], one["without_values"], one["missing_cells"]) == (4, 1, 1)


def test_a_channel_that_cannot_be_read_is_said_aloud_and_needs_consent(embedded, tmp_path):
    path, found = str(CASES / "all_bad_channel.csv"), tmp_path / "findings.csv"
    profiled = embedded.cli("profile", path)
    assert profiled.stderr.startswith("WARNING: No value of 'Active Power (kW)' can be read")
    assert "\nWARNING: No value of" in profiled.stdout
    refused = embedded.cli("ingest", path, "--retime", "keep")
    assert refused.returncode == 1
    assert "--accept-losses" in refused.stderr
    strict = embedded.cli("ingest", path, "--accept-losses", "--strict", "--findings", str(found))
    assert strict.returncode == 3
    assert "line 2, Active Power (kW): 'ON': This is not a number." in strict.stderr
    assert len(found.read_text(encoding="utf-8-sig").splitlines()) == 1 + 6
    assert embedded.windproof.ingests.all() == []
    done = ingested(embedded, "all_bad_channel", "--accept-losses")
    assert (done["stored"], len(done["left_out"]), len(done["warnings"])) == (6, 5, 1)
    options = "--ignore", "Active Power (kW)", "--strict", "--turbine", "T2"
    alone = ingested(embedded, "all_bad_channel", *options)
    assert (alone["left_out"], alone["warnings"], alone["losses"]) == ([], [], [])


def test_values_that_are_written_when_they_change_have_the_energy_that_is_chosen(embedded):
    ingested(embedded, "event_driven")
    assert aggregate(embedded, "power_kw", "energy") is None
    assert aggregate(embedded, "power_kw", "energy-hold") == pytest.approx(598.33, abs=0.005)
    assert aggregate(embedded, "power_kw", "energy-trapezoid") == pytest.approx(599.59, abs=0.005)
    arguments = "aggregate", "--turbine", "T1", "--field", "power_kw", "--window", "10min"
    why = embedded.answer(*arguments, "--function", "energy")
    assert "irregular times" in why["notes"][0]
    assert "energy-hold" in why["notes"][1]
    parts = embedded.answer(*arguments, "--function", "energy-hold")
    assert "for 25 minutes at most" in parts["notes"][0]
    assert [w["expected"] for w in parts["windows"]] == [None] * 7
    values = [w["value"] for w in parts["windows"][:-1]]
    assert values[1:] == pytest.approx([100.0, 98.3333, 98.3333, 100.0, 101.6667], abs=1e-4)
    assert sum(values) == pytest.approx(598.33, abs=0.005)


@pytest.mark.parametrize(
    ("name", "options", "rows", "first", "last"),
    [
        ("compact", (), 2, "2020-01-01T00:00:00Z", "2020-01-01T00:10:00Z"),
        ("date_hour", (), 48, "2020-01-01T00:00:00Z", "2020-01-02T23:00:00Z"),
        ("ymdhm", (), 2, "2020-01-01T00:00:00Z", "2020-01-01T00:10:00Z"),
        ("hour24", (), 3, "2020-01-01T23:00:00Z", "2020-01-02T01:00:00Z"),
        ("epoch_s", (), 3, "2020-05-13T00:40:00Z", "2020-05-13T01:00:00Z"),
        ("excel_serial", (), 3, "2020-01-01T00:00:00Z", "2020-01-01T00:20:00Z"),
        ("month_first_name", (), 2, "2024-01-01T00:00:00Z", "2024-01-01T00:10:00Z"),
        ("from_to", (), 3, "2020-02-13T00:00:00Z", "2020-02-13T23:45:00Z"),
        ("no_year", ("--year", "2019"), 2, "2019-01-01T00:00:00Z", "2019-01-01T01:00:00Z"),
        ("us_ampm", ("--date-order", "month-first"), 4,
         "2019-11-01T00:00:00Z", "2019-11-01T03:00:00Z"),
    ],
)  # fmt: skip
def test_times_are_understood(embedded, name, options, rows, first, last):
    done = ingested(embedded, name, "--timezone", "UTC", *options)
    assert (done["stored"], done["first"], done["last"]) == (rows, first, last)


def test_an_interval_in_two_columns_starts_with_the_first(embedded):
    ingested(embedded, "from_to", "--timezone", "UTC")
    assert aggregate(embedded, "power_kw", "max") == pytest.approx(1_300.0, rel=1e-12)
    assert aggregate(embedded, "power_kw", "min") == pytest.approx(1_234.0, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("no_year", "--year"),
        ("sdwpf", "--first-day"),
        ("us_ampm", "--date-order"),
        ("end_stamped", "--stamp"),
    ],
)
def test_what_the_times_leave_open_is_asked(embedded, name, option):
    done = embedded.cli("ingest", str(CASES / f"{name}.csv"), "--retime", "keep")
    assert (done.returncode, option in done.stderr) == (1, True)
    assert embedded.windproof.ingests.all() == []


@pytest.mark.parametrize(
    ("name", "options", "rows", "first", "last"),
    [
        ("dst_autumn_in_order", ("--timezone", "Europe/Berlin"), 24,
         "2020-10-24T23:00:00Z", "2020-10-25T02:50:00Z"),
        ("dst_zone_column", (), 4, "2024-10-26T23:00:00Z", "2024-10-27T02:00:00Z"),
    ],
)  # fmt: skip
def test_a_repeated_hour_is_placed(embedded, name, options, rows, first, last):
    done = ingested(embedded, name, *options)
    assert (done["stored"], done["rejected"]) == (rows, 0)
    assert (done["first"], done["last"]) == (first, last)
    said = embedded.cli("profile", str(CASES / f"{name}.csv"), *options).stdout
    placed = "12 rows of the hour that Europe/Berlin repeats on 2020-10-25 were placed"
    assert (placed in said) == bool(options)


def test_ends_of_intervals_are_stored_as_starts(embedded):
    done = ingested(embedded, "end_stamped", "--timezone", "UTC", "--stamp", "end")
    assert (done["first"], done["last"]) == ("2020-01-01T00:00:00Z", "2020-01-02T23:50:00Z")
    days = embedded.answer(
        "aggregate", "--turbine", "T1", "--field", "power_kw", "--window", "1d",
        "--function", "energy",
    )["windows"]  # fmt: skip
    assert [day["value"] for day in days] == [14_400.0, 28_800.0]
    assert [day["count"] == day["expected"] for day in days] == [True, True]


def test_a_weather_services_codes_and_identifiers_are_no_values(embedded):
    done = ingested(embedded, "dwd", "--timezone", "UTC")
    assert (done["stored"], done["without_values"], done["first"]) == (2, 1, "2022-05-31T23:00:00Z")
    assert {"STATIONS_ID", "QN_3"} < set(done["not_stored"])
    assert aggregate(embedded, "wind_speed_mps", "max") == 1.9
    assert aggregate(embedded, "wind_speed_mps", "min") == 1.7


def test_a_loggers_header_says_all_of_it(embedded):
    done = ingested(embedded, "toa5", "--timezone", "UTC", "--stamp", "end")
    assert (done["stored"], done["first"]) == (4, "2020-01-01T00:00:00Z")
    assert done["not_stored"] == ["RECORD"]
    for field, largest in (
        ("wind_speed_80m_mps", 8.4),
        ("ambient_temperature_degc", 4.2),
    ):
        [row] = embedded.answer(
            "aggregate", "--turbine", "SITE", "--field", field, "--window", "all",
            "--function", "max",
        )["windows"]  # fmt: skip
        assert row["value"] == largest
