"""Headers as people and programs write them."""

import pytest

from turbine.model.headings import Statistic, heading


@pytest.mark.parametrize(
    ("text", "name", "unit", "statistic"),
    [
        ("LV ActivePower (kW)", "lvactivepower", "kW", None),
        ("Theoretical_Power_Curve (KWh)", "theoreticalpowercurve", "KWh", None),
        ("Active Power [kW] Max", "activepower", "kW", "max"),
        ("Wind Speed [m/s] StdDev", "windspeed", "m/s", "std"),
        ("Std. Dev. Wind Speed [m/s]", "windspeed", "m/s", "std"),
        ("Wind speed, Standard deviation (m/s)", "windspeed", "m/s", "std"),
        ("Wind Speed (m/s) (avg)", "windspeed", "m/s", "mean"),
        ("Avg. Wind Speed", "windspeed", "", "mean"),
        ("Max Power", "power", "", "max"),
        ("Wind Speed (Max.)", "windspeed", "", "max"),
        ("ActivePowerAvg", "activepower", "", "mean"),
        ("WSAvg_mps", "ws", "mps", "mean"),
        ("Active Power (setpoint)", "activepower", "", "setpoint"),
        ("Active power set point [kW]", "activepower", "kW", "setpoint"),
        ("Active Power (estimated)", "activepowerestimated", "", None),
        ("power_kw", "power", "kw", None),
        ("power_kw_std", "power", "kw", "std"),
        ("wind_direction_deg", "winddirection", "deg", None),
        ("Wind Speed in m/s", "windspeed", "m/s", None),
        ("Wind speed m s-1", "windspeed", "ms-1", None),
        ("Wind Speed (cup_ 87 m)", "windspeedcup87m", "", None),
        ("Air Temperature (87 m) (degC)", "airtemperature87m", "degC", None),
        ("Wind speed 10 m s^-1", "windspeed10", "ms^-1", None),
        ("Power min", "power", "", "min"),
        ("ActivePowerMin", "activepower", "", "min"),
        ("Power (%)", "power", "%", None),
        ("Power (p.u.)", "power", "p.u.", None),
        ("Power %", "power", "%", None),
        ("Power% avg", "power", "%", "mean"),
        ("% Power", "%power", "", None),
        ("∆Power (kW)", "∆power", "kW", None),
        ("Wind direction°", "winddirection", "°", None),
        ("Generator Speed [1/min]", "generatorspeed", "1/min", None),
        ("Leistung [kW] Mittelwert", "leistung", "kW", "mean"),
        ("mittl. Leistung [kW]", "leistung", "kW", "mean"),
        ("Rüzgar Hızı (m/s)", "ruzgarhizi", "m/s", None),
        ("wind\nspeed (m/s)", "windspeed", "m/s", None),
        ("phase A", "phasea", "", None),
        ("Power (10 kW)", "power", "10 kW", None),
        ("Wind Speed (x 0.1 m/s)", "windspeed", "x 0.1 m/s", None),
        ("wind_speed_ms", "windspeed", "m/s", None),
        ("v_ms", "v", "m/s", None),
        ("response_time_ms", "responsetime", "ms", None),
        ("Wind Speed (80 m)", "windspeed80m", "", None),
        ("Wind Speed SDev (m/s)", "windspeed", "m/s", "std"),
        ("Wind speed St. Dev.", "windspeed", "", "std"),
        ("Standard deviation of wind speed", "windspeed", "", "std"),
        ("Power/kW", "power", "kW", None),
        ("Power ±", "power±", "", None),
        ("Power [xW]", "powerxw", "", None),
        ("Wind direction (Â°)", "winddirection", "°", None),
        ("Energy [kWh/15 min]", "energy", "kWh/15 min", None),
        ("Min", "min", "", None),
        ("(kW)", "", "kW", None),
        ("", "", "", None),
    ],
)
def test_a_header_is_taken_apart(text, name, unit, statistic):
    found = heading(text)
    assert (found.name, found.unit, found.statistic) == (name, unit, statistic)


def test_a_row_is_a_mean_unless_it_says_otherwise():
    assert heading("Power").is_mean
    assert heading("Power avg").is_mean
    assert not heading("Power max").is_mean
    assert heading("Power max").statistic is Statistic.MAX
