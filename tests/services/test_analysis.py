"""Analyses of signals that a series may have: density, turbulence, shear, ice, two sensors."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from backdoors import SERIES
from made_rows import HOUR, MINUTE, made
from scada import made_file

from turbine.model.errors import ConfigError
from turbine.services.analysis import Analysis
from turbine.services.curves import normalised
from turbine.services.fields import Fields, found_fields
from turbine.services.measured import Measured, Question
from turbine.services.wind_study import differences
from turbine.stores.base import SeriesInfo
from turbine.wind.flags import Rules


def measured(step_ns: int = 10 * MINUTE, **columns) -> Measured:
    names = {name: f"stored_{name}" for name in columns}
    rows = made(0, step_ns=step_ns, **columns)
    return Measured(series=SERIES, names=names, stored=tuple(names.values()), rows=rows)


def info(*fields: str) -> SeriesInfo:
    return SeriesInfo(series=SERIES, first_ns=0, last_ns=1, fields=fields)


def test_a_curve_is_normalised_if_asked_where_temperature_and_pressure_are():
    warm = {"temperature_c": [15.0] * 4, "pressure_hpa": [1013.25 * 0.9**3] * 4}
    given = measured(wind_mps=[10.0] * 4, power_kw=[900.0] * 3 + [None], **warm)
    assert Analysis.power_curve(given).frame["bin_mps"].to_list() == [10.0]
    moved, density = normalised(given)
    curve = Analysis.power_curve(moved)
    assert curve.frame["bin_mps"].to_list() == [9.0]
    assert density == pytest.approx(1.225 * 0.9**3, rel=1e-4)
    assert (curve.rows, curve.left_out) == (3, 1)
    plain = measured(wind_mps=[10.0] * 4, power_kw=[900.0] * 4)
    with pytest.raises(ConfigError, match="outside temperature"):
        normalised(plain)
    assert Analysis.power_curve(plain).frame["reference_kw"].to_list() == [None]


def test_the_reference_of_a_curve_is_its_mean_over_the_same_rows():
    given = measured(
        wind_mps=[5.0, 5.0, 7.0, 9.0],
        power_kw=[1.0, 1.0, 1.0, None],
        reference_kw=[10.0, None, None, 40.0],
    )
    assert Analysis.power_curve(given).frame["reference_kw"].to_list() == [10.0, None]


def test_rows_left_out_by_a_flag_are_missing_and_their_neighbours_last_as_long():
    given = measured(wind_mps=[8.0, 8.1, 8.2, 8.3], power_kw=[60.0, 0.0, 60.0, 0.0])
    found = Analysis.flags(given, Rules())
    assert given.without(found, ()) is given
    left = given.without(found, {"stopped"})
    assert left.having("power_kw")["hours"].to_list() == pytest.approx([1 / 6, 1 / 6])
    total = Analysis.production(left, by="day", rated_kw=None).total
    assert total["measured_kwh"].to_list() == pytest.approx([20])
    assert total["recovery"].to_list() == pytest.approx([0.5])


def test_a_period_with_the_last_row_has_all_of_it(embedded):
    embedded.ingest(made_file(6))
    info = embedded.windproof.explorer.find(turbine="T1")
    for stop, ends in ((1, 600), (700 * 10**9, 700), (0, 0)):
        question = Question(turbine="T1", stop_ns=info.last_ns + stop)
        period = embedded.windproof.analysis.read(question).period
        assert period.stop_ns == info.last_ns + ends * 10**9


def test_bins_are_thin_below_half_an_hour_of_rows():
    ones = measured(MINUTE, wind_mps=[5.0] * 29 + [6.0] * 30, power_kw=[1.0] * 59)
    assert Analysis.power_curve(ones).frame["thin"].to_list() == [True, False]
    hourly = measured(HOUR, wind_mps=[5.0] * 2 + [6.0] * 3, power_kw=[1.0] * 5)
    assert Analysis.power_curve(hourly).frame["thin"].to_list() == [True, False]


def test_turbulence_and_shear_where_there_are_signals():
    speed = np.linspace(5, 15, 200)
    given = measured(wind_mps=speed, deviation_mps=speed / 10, second_wind_mps=speed * 2**0.15)
    study = Analysis.wind(given, calm_mps=0.5, heights_m=(40.0, 80.0))
    assert study.turbulence["mean_ti"].to_list() == pytest.approx([0.1] * 11)
    at_15 = study.turbulence["iec_a_ti"][-1]
    assert at_15 == pytest.approx(0.16 * (0.75 + 5.6 / 15))
    assert study.shear.alpha_of_means == pytest.approx(0.15)
    assert (study.rose, study.direction) == (None, {})
    noted = replace(given, facts={"wind_height_m": 80.0, "second_wind_height_m": 40.0})
    upside_down = Analysis.wind(noted, calm_mps=0.5).shear
    assert upside_down.alpha_of_means == pytest.approx(-0.15), "the first is the upper one"
    assert Analysis.wind(given, calm_mps=0.5).shear is None
    with pytest.raises(ConfigError, match="second wind speed"):
        Analysis.wind(measured(wind_mps=speed), calm_mps=0.5, heights_m=(40.0, 80.0))


def test_ice_and_sensors_that_disagree():
    given = measured(
        wind_mps=[9.0, 9.1, 9.2, 9.3],
        second_wind_mps=[9.0, 9.1, 9.2, 12.0],
        direction_deg=[0.0, 1.0, 2.0, 3.0],
        second_direction_deg=[0.0, 1.0, 300.0, 3.0],
        power_kw=[100.0] * 4,
        reference_kw=[1_000.0] * 4,
        temperature_c=[-1.0] * 3 + [9.0],
    )
    found = Analysis.flags(given, Rules(rated_kw=2_000.0))
    marked = {flag.code: np.flatnonzero(flag.mask).tolist() for flag in found.flags if flag.rows}
    assert marked == {
        "curtailed": [0, 1, 2, 3],
        "icing": [0, 1, 2],
        "speeds_disagree": [3],
        "directions_disagree": [2],
    }
    assert (found.not_checked, found.own_reference) == ((), False)
    result, _, _ = Analysis.losses(given, Rules(rated_kw=2_000.0))
    # A row counts once, and a vane explains no energy.
    lost = dict(result.frame.select("flag", "shortfall_kwh").iter_rows())
    assert lost["curtailed"] == pytest.approx(600.0)
    assert sum(lost.values()) == pytest.approx(result.shortfall_kwh)
    assert "directions_disagree" not in lost


def test_losses_with_the_flags_at_hand_are_the_same_and_find_none_again(monkeypatch):
    given = measured(power_kw=[100.0, 0.0] * 9, wind_mps=[9.0] * 18, reference_kw=[900.0] * 18)
    rules = Rules(rated_kw=2_000.0)
    known, (lost, available, _) = Analysis.flags(given, rules), Analysis.losses(given, rules)
    monkeypatch.setattr(Analysis, "flags", lambda *_: pytest.fail("found already"))
    again = Analysis.losses(given, rules, known=known)
    assert lost.frame.equals(again[0].frame)
    assert (available, known) == again[1:]


def test_power_and_wind_at_different_rhythms():
    power = made(0, step_ns=HOUR, power_kw=[60.0] * 3).frame
    wind = made(0, step_ns=10 * MINUTE, wind_mps=[5.0] * 18)
    frame = wind.frame.join(power, on="time", how="left", maintain_order="left")
    names = {"power_kw": "power_kw", "wind_mps": "wind_speed_mps"}
    rows = type(wind)(frame=frame, period=wind.period)
    given = Measured(series=SERIES, names=names, stored=(), rows=rows)
    total = Analysis.production(given, by="day", rated_kw=None).total
    assert total["measured_kwh"][0] == pytest.approx(180.0)
    assert total["measured_hours"][0] == pytest.approx(3.0)
    assert total["by_wind_hours"][0] == 0.0
    result, _, _ = Analysis.losses(given, Rules())
    assert result.measured_kwh == pytest.approx(180.0)


def test_fields_are_those_that_there_are():
    stored = info("power_kw", "wind_speed_mps", "outside_temperature_degc")
    names = found_fields(Fields(temperature_c="outside_temperature_degc"), stored, {})
    assert names == {
        "power_kw": "power_kw",
        "wind_mps": "wind_speed_mps",
        "temperature_c": "outside_temperature_degc",
    }
    with pytest.raises(ConfigError, match="no field 'other_kw'"):
        found_fields(Fields(power_kw="other_kw"), stored, {})
    with pytest.raises(ConfigError, match="none of the fields"):
        found_fields(Fields(), info("rotor_speed_rpm"), {})
    with pytest.raises(ConfigError, match="is in °C, and kW is needed"):
        found_fields(Fields(power_kw="outside_temperature_degc"), stored, {})


def test_fields_are_those_that_are_noted_unless_others_are_given():
    stored = info("power_kw", "power_2_kw", "power_3_kw")
    noted = {"power_field": "power_2_kw", "wind_direction_field": "gone_deg"}
    assert found_fields(Fields(), stored, noted) == {"power_kw": "power_2_kw"}
    given = Fields(power_kw="power_3_kw")
    assert found_fields(given, stored, noted) == {"power_kw": "power_3_kw"}


def test_the_deviation_is_that_of_the_wind_speed_that_is_taken():
    stored = info("wind_speed_mps", "wind_speed_std_mps", "wind_speed_2_mps")
    assert found_fields(Fields(), stored, {})["deviation_mps"] == "wind_speed_std_mps"
    for given in (Fields(deviation_mps=""), Fields(wind_mps="wind_speed_2_mps")):
        assert "deviation_mps" not in found_fields(given, stored, {})


def test_rules_are_those_that_are_noted_unless_others_are_given():
    noted = replace(
        measured(power_kw=[1.0, 2.0]), facts={"rated_power_kw": 900.0, "cut_in_mps": 3.5}
    )
    rules = noted.rules(None, {"cut_out_mps": 28.0})
    assert (rules.rated_kw, rules.cut_in_mps, rules.cut_out_mps) == (900.0, 3.5, 28.0)
    changed = noted.rules(1_000.0, {"cut_in_mps": 4.0})
    assert (changed.rated_kw, changed.cut_in_mps, changed.cut_out_mps) == (1_000.0, 4.0, 25.0)
    assert measured(power_kw=[1.0]).rules(None, {}) == Rules()


def test_nothing_is_changed():
    given = measured(wind_mps=[60.0, 5.0], power_kw=[-9_999.0, 1.0])
    before = given.rows.frame.clone()
    Analysis.flags(given, Rules(rated_kw=100.0))
    assert given.rows.frame.equals(before)


def test_the_wind_turns_the_shorter_way():
    studies = []
    for direction, speed, count in ((350.0, 6.0, 144), (10.0, 9.0, 72)):
        its = measured(wind_mps=[speed] * count, direction_deg=[direction] * count)
        period = replace(its.rows.period, stop_ns=144 * 10 * MINUTE)
        studies.append((Analysis.wind(its, calm_mps=0.5), period))
    (row,) = differences(*studies).to_dicts()
    assert row["turn_deg"] == pytest.approx(20)
    assert row["mean_difference_share"] == pytest.approx(0.5)
    assert row["power_difference_share"] == pytest.approx(1.5**3 - 1)
    assert (row["a_recovery"], row["b_recovery"]) == (1.0, 0.5)
    (back,) = differences(*studies[::-1]).to_dicts()
    assert back["turn_deg"] == pytest.approx(-20)


def test_the_power_of_the_wind_goes_by_how_long_rows_last():
    hours, tens = (
        made(0, wind_mps=[4.0] * 10),
        made(10 * HOUR, step_ns=10 * MINUTE, wind_mps=[8.0] * 30),
    )
    rows = replace(
        tens,
        frame=pl.concat([hours.frame, tens.frame]),
        period=replace(tens.period, start_ns=0),
    )
    given = Measured(series=SERIES, names={"wind_mps": "v"}, stored=("v",), rows=rows)
    study = Analysis.wind(given, calm_mps=0.5)
    assert study.power_density_wpm2 == pytest.approx(0.5 * 1.225 * (10 * 4**3 + 5 * 8**3) / 15)
    assert study.mean_mps == pytest.approx((10 * 4 + 5 * 8) / 15)
