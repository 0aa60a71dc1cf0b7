"""``analyse`` on the embedded database: figures, refusals, tables."""

import csv
import json

import numpy as np
import polars as pl
import pytest
from backdoors import SERIES
from commands import Done
from oracle import needs_oracle, reference
from paths import T1
from scada import ACTOR, HEADER, Place, embedded_place, line

from turbine.model.frame import to_time

T = ("--turbine", SERIES.turbine)


def made(*cells: tuple[object, ...]) -> str:
    return "\n".join([HEADER, *(line(row, *each) for row, each in enumerate(cells) if each), ""])


def wind(row: int) -> float:
    return 8 + row % 5 / 100  # no flatline


# A day at 100 kW of 200, an hour of it missing, an hour of it stopped in wind.
DAY = made(
    *[(100, wind(row), 120, 350 + row % 5) for row in range(60)],
    *[() for _ in range(6)],
    *[(0, wind(row), 120, 10 + row % 5) for row in range(6)],
    *[(100, wind(row), 120, 90 + row % 5) for row in range(72)],
)


@pytest.fixture(scope="module")
def day(tmp_path_factory) -> Place:
    place = embedded_place(tmp_path_factory.mktemp("day"))
    place.ingest(DAY)
    return place


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Place:
    place = embedded_place(tmp_path_factory.mktemp("real"))
    place.ingest(T1.read_bytes())
    return place


def run(place: Place, *arguments: str) -> Done:
    return place.cli("analyse", *arguments)


def answer(place: Place, *arguments: str) -> dict:
    done = run(place, *arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def refused(place: Place, *arguments: str) -> str:
    done = run(place, *arguments)
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def test_production(day):
    zone = ("--zone", "Europe/Istanbul")
    found = answer(day, "production", *T, *zone, "--rated-power", "200", "--by", "day")
    (only,) = found["periods"]
    assert only["start"] == "2017-12-31T21:00:00Z"
    assert (only["rows"], only["measured_kwh"]) == (138, pytest.approx(2_200.0))
    assert only["recovery"] == pytest.approx(23 / 24)
    assert only["month_mean_kwh"] == pytest.approx(2_200 / 23)
    assert only["cf_calendar"] == pytest.approx(2_200 / 4_800)
    assert not only["partial"]
    assert found["fields"] == {
        "power_kw": "power_kw", "wind_mps": "wind_speed_mps",
    }  # fmt: skip
    told = run(day, "production", *T).stdout
    assert "note: Without --rated-power there are no capacity factors." in told
    assert "note: The rows suggest a rated power of 100 kW; is that right?" in told
    assert "measured: 2,200.0 kWh" in told
    assert "capacity factor:" not in told


def test_the_power_curve_and_two_periods(day):
    found = answer(day, "power-curve", *T)
    (only,) = found["bins"]
    assert (only["bin_mps"], only["rows"], only["median_kw"]) == (8.0, 138, 100.0)
    assert only["reference_kw"] == 120.0
    assert found["comparison"] is None
    other = ("--against-start", "2018-01-01T12:00Z", "--against-stop", "2018-01-01T21:00Z")
    periods = ("--stop", "2017-12-31T21:30Z", *other)
    compared = answer(day, "power-curve", *T, *periods)["comparison"]
    assert (compared["difference_kwh"], compared["rows"]) == (0.0, 54)
    assert compared["hours"] == pytest.approx(9.5)
    assert "Give both" in refused(day, "power-curve", *T, "--against-start", "2018-01-01")


def test_the_wind(day):
    found = answer(day, "wind", *T, "--sectors", "8")
    assert found["rose"]["classes"][0]["from_mps"] == 0.5
    rows = {c["sector"]: c["rows"] for c in found["rose"]["classes"] if c["rows"]}
    assert rows == {0: 66, 2: 72}
    assert found["direction"]["mode_deg"] == 90.0
    assert found["weibull"] == []
    assert (found["turbulence"], found["shear"]) == (None, None)
    assert "no turbulence intensity" in " ".join(found["notes"])
    assert "There is no table 'shear'" in refused(day, "wind", *T, "--table", "shear")
    assert "first height" in refused(day, "wind", *T, "--heights", "80", "40")
    assert "calm limit" in refused(day, "wind", *T, "--calm", "nan")


def test_losses_and_flags(day):
    found = answer(day, "losses", *T)
    parts = {each["flag"]: each["shortfall_kwh"] for each in found["flags"]}
    assert parts["stopped"] == pytest.approx(120.0)
    assert parts["other"] == pytest.approx(22 * 20.0)
    assert found["availability"]["time_based"] == pytest.approx(22 / 23)
    assert {each["code"] for each in found["not_checked"]} == {
        "curtailed", "above_rated", "icing", "speeds_disagree", "directions_disagree",
    }  # fmt: skip
    changed = answer(day, "flags", *T, "--rule", "cut_in_mps=9")
    counts = {each["flag"]: each["rows"] for each in changed["flags"]}
    assert counts["stopped"] == 0
    assert "from 9 to below 25 m/s" in next(
        each["rule"] for each in changed["flags"] if each["flag"] == "stopped"
    )
    for wrong in ("cut_in=3", "flat_rows=2.5", "flat_rows=0", "jump_mps", "jump_mps=inf"):
        assert "is not a known parameter" in refused(day, "flags", *T, "--rule", wrong)


def test_without_a_reference_the_own_curve_is_said(tmp_path):
    place = embedded_place(tmp_path)
    place.ingest(
        "Date/Time,Power (kW),Wind Speed (m/s)\n"
        + "".join(f"{line(row, 0 if row < 4 else 100, wind(row))}\n" for row in range(24))
    )
    found = answer(place, "losses", *T)
    assert found["own_reference"]
    assert "own median power curve" in " ".join(found["notes"])
    assert found["shortfall_kwh"] == pytest.approx(400 / 6)
    assert found["flags"][2] == pytest.approx(
        {"flag": "stopped", "rows": 4, "hours": 4 / 6, "shortfall_kwh": 400 / 6, "share": 1.0}
    )


def test_every_database_tells_the_same(place, day):
    place.ingest(DAY)
    period = ("--start", "2017-12-31T21:00Z", "--stop", "2018-01-01T21:00Z")
    for view in ("production", "power-curve", "wind", "losses", "flags"):
        assert answer(place, view, *T, *period) == answer(day, view, *T, *period)


def test_fields_of_any_name(tmp_path):
    place, rows = embedded_place(tmp_path), 60
    speed = 9 + np.arange(rows) % 7 / 10
    frame = pl.DataFrame(
        {
            "time": to_time(np.arange(rows, dtype=np.int64) * 600 * 10**9),
            "power_kw": np.full(rows, 300.0),
            "wind_speed_mps": speed,
            "theoretical_power_kw": np.full(rows, 1_000.0),
            "outside_temperature_degc": np.where(np.arange(rows) < 12, -2.0, 8.0),
            "air_pressure_hpa": np.full(rows, 990.0),
            "wind_speed_std_mps": speed / 8,
            "wind_speed_2_mps": speed * 1.1,
        }
    )
    place.windproof._stores.get().write(SERIES, frame)
    air = ("--temperature-field", "outside_temperature_degc")
    found = answer(place, "flags", *T, "--rated-power", "1000", *air)
    assert {f["flag"]: f["rows"] for f in found["flags"]}["icing"] == 12
    pressure = ("--pressure-field", "air_pressure_hpa")
    curve = answer(place, "power-curve", *T, *air, *pressure, "--normalise")
    assert curve["density_kgpm3"] == pytest.approx(1.23, abs=0.01)
    more = ("--deviation-field", "wind_speed_std_mps", "--second-wind-field", "wind_speed_2_mps")
    wind_of = answer(place, "wind", *T, *more, "--heights", "50", "100")
    assert wind_of["turbulence"][0]["mean_ti"] == pytest.approx(1 / 8)
    assert wind_of["shear"]["alpha_of_means"] == pytest.approx(np.log2(1.1))
    assert "it has" in refused(place, "wind", *T, "--deviation-field", "gusts_mps").lower()


def test_as_a_process(day):
    done = day.process("analyse", "production", *T, "--rated-power", "200")
    assert (done.returncode, done.stderr) == (0, "")
    assert "full-load hours: 11\n" in done.stdout


def test_tables_as_csv(day, tmp_path):
    for view in ("production", "power-curve", "wind", "losses", "flags"):
        file = tmp_path / f"{view}.csv"
        answer(day, view, *T, "--csv", str(file), "--zone", "Europe/Istanbul")
        rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
        assert rows
    assert len(rows) == 6
    assert rows[0]["time"] == "2018-01-01T11:00:00+03:00"
    assert rows[0]["stopped"] == "true"
    missing = refused(day, "production", *T, "--csv", str(tmp_path / "no" / "where.csv"))
    assert "cannot be written: No such file or directory" in missing


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("production", "--turbine", "T9"), "There are no points of turbine 'T9'."),
        (("production", *T, "--rated-power", "-1"), "Give a number from 0.1 to 50000 kW."),
        (("losses", *T, "--rated-power", "1e308"), "Rated power cannot be '1e+308'."),
        (("flags", *T, "--rated-power", "nan"), "Rated power cannot be 'nan'."),
        (("production", *T, "--power-field", "nothing_kw"), "has no field 'nothing_kw'"),
        (("production", *T, "--power-field", "wind_speed_mps"), "is in m/s, and kW is needed"),
        (("production", *T, "--start", "2030-01-01"), "The period is empty"),
        (("production", *T, "--start", "soon"), "'soon' is not a time."),
        (("production", *T, "--zone", "Nowhere"), "There is no time zone 'Nowhere'."),
        (("wind", *T, "--second-wind-field", "other_mps"), "has no field 'other_mps'"),
        (("wind", *T, "--heights", "40", "80"), "no field for a second wind speed"),
    ],
)
def test_what_is_refused(day, arguments, answer):
    assert answer in refused(day, *arguments)


def test_the_rated_power_is_the_one_that_is_noted(tmp_path):
    place = embedded_place(tmp_path)
    place.ingest(DAY)
    facts = {"rated_power_kw": 200.0, "cut_in_mps": 9.0}
    place.windproof.sites.set_turbine(ACTOR, SERIES.site, SERIES.turbine, facts)
    found = answer(place, "production", *T)
    assert found["rated_kw"] == 200.0
    assert found["total"]["cf_rows"] == pytest.approx(2_200 / 23 / 200)
    assert "The rated power is 200 kW, as noted for the turbine." in found["notes"]
    assert answer(place, "production", *T, "--rated-power", "400")["rated_kw"] == 400.0
    counts = {f["flag"]: f["rows"] for f in answer(place, "flags", *T)["flags"]}
    assert (counts["stopped"], counts["above_rated"]) == (0, 0)


def test_irregular_rows_are_said(tmp_path):
    place = embedded_place(tmp_path)
    rows = (line(row**3, 100, wind(row)) for row in range(1, 15))
    place.ingest("Date/Time,Power (kW),Wind Speed (m/s)\n" + "".join(f"{r}\n" for r in rows))
    for view in ("production", "wind", "losses"):
        found = answer(place, view, *T)
        assert "14 rows have no known duration" in " ".join(found["notes"])
        assert "nan" not in run(place, view, *T).stdout
    found = answer(place, "production", *T, "--rated-power", "200")["total"]
    assert found["measured_kwh"] is found["recovery"] is found["cf_calendar"] is None


def test_a_period_without_rows_is_no_error(day):
    period = ("--start", "2019-01-01", "--stop", "2019-01-02")
    for view in ("production", "power-curve", "wind", "losses", "flags"):
        found = answer(day, view, *T, *period)
        told = run(day, view, *T, *period)
        assert (told.returncode, told.stderr) == (0, "")
        assert found.get("rows", 0) == 0
        assert "nan" not in told.stdout
    assert answer(day, "production", *T, *period)["total"]["recovery"] == 0.0


def test_all_the_time_that_databases_can_store(day):
    period = ("--start", "1500-01-01", "--stop", "3000-01-01")
    for by in ("day", "month", "year"):
        found = answer(day, "production", *T, *period, "--by", by)
        assert found["total"]["measured_kwh"] == pytest.approx(2_200.0)
    assert len(found["periods"]) == 2262 - 1677 + 1


@needs_oracle
def test_the_real_year_from_the_database(real):
    zone = ("--turbine", SERIES.turbine, "--zone", "Europe/Istanbul", "--rated-power", "3600")
    year = answer(real, "production", *zone, "--by", "year")["total"]
    wanted = reference()
    assert year["measured_kwh"] == pytest.approx(wanted["energy"]["measured_kwh"], rel=1e-12)
    assert year["recovery"] == pytest.approx(wanted["data_recovery"]["rate"])
    shares = wanted["capacity_factor"]
    assert [year["cf_rows"], year["cf_calendar"], year["cf_scaled"]] == pytest.approx(
        [
            shares["of_rows_present"],
            shares["of_calendar_hours_missing_as_zero"],
            shares["gap_filled_by_monthly_mean"],
        ]
    )
    lost = answer(real, "losses", *zone)
    assert lost["shortfall_kwh"] == pytest.approx(wanted["energy"]["lost_kwh_only_shortfalls"])
    assert lost["net_kwh"] == pytest.approx(wanted["energy"]["lost_kwh_net"])
    assert lost["ratio"] == pytest.approx(wanted["energy"]["ratio_measured_to_theoretical"])
    available = wanted["availability"]
    assert lost["availability"]["time_based"] == pytest.approx(available["time_based"])
    by_production = lost["availability"]["production_based"]
    assert by_production == pytest.approx(available["production_based"])


def test_tables_are_in_the_persons_language_and_csv_and_json_in_codes(day, monkeypatch, tmp_path):
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    file = tmp_path / "losses.csv"
    losses = run(day, "losses", *T, "--rated-power", "100", "--csv", str(file)).stdout
    assert "déficit, como máximo (kWh)" in losses
    assert {"parado con viento", "sin marca"} <= {line.split("  ")[0] for line in stripped(losses)}
    assert "stopped" not in losses
    assert file.read_text().startswith('"flag","rows","hours","shortfall_kwh","share"')
    found = answer(day, "losses", *T, "--rated-power", "100")
    assert {"stopped", "other"} <= {each["flag"] for each in found["flags"]}
    assert "velocidad del viento (m/s)" in run(day, "power-curve", *T).stdout


def stripped(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


@pytest.mark.parametrize("view", ["production", "power-curve", "wind", "losses"])
def test_every_column_that_is_printed_has_a_heading(day, view):
    """None is left as its code: those have an underscore, or are the units of a name."""
    told = run(day, view, *T).stdout
    header = next(line for line in told.splitlines() if "  " in line and ":" not in line)
    assert "_" not in header, header
