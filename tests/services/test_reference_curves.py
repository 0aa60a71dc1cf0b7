"""Reference power curves: from files as they come, and as the reference of rows."""

from dataclasses import replace

import numpy as np
import pytest
from backdoors import SERIES
from made_rows import made

from turbine.model.errors import ConfigError
from turbine.services.analysis import Analysis
from turbine.services.curves import normalised
from turbine.services.measured import Measured
from turbine.services.reference_curves import checked, from_file, with_noted
from turbine.wind.flags import Rules

CURVE = "3:0,5:200,12:2000,25:2000"


@pytest.mark.parametrize(
    ("text", "units", "wanted"),
    [
        ("wind speed (m/s),power (kW)\n3,0\n4,66.5\n", {}, "3:0,4:66.5"),
        ("Power [MW];Speed [km/h]\n0;10,8\n0,5;36\n", {}, "3:0,10:500"),
        ("3\t0\n4\t66,5\n\n", {"speed_unit": "m/s", "power_unit": "kW"}, "3:0,4:66.5"),
        ("v,P\n3,0\n4,66500\n", {"speed_unit": "m/s", "power_unit": "W"}, "3:0,4:66.5"),
        ("Model X\nwind (m/s);P (kW)\n3;-2,5\n4;\n5;7\n", {}, "3:-2.5,5:7"),
        ("wind (m/s);P (kW)\n3,5;66,5\n12;2.050\n13;2.050,0\n", {}, "3.5:66.5,12:2050,13:2050"),
        ('wind (m/s),P (kW)\n3.5,0.125\n12,"2,050"\n', {}, "3.5:0.125,12:2050"),
        ("wind (m/s);P (kW)\n3;0.000\n12;2.050\n", {}, "3:0,12:2.05"),
        ("wind (m/s),P (kW),n\n3,0,\n12,2050,7\n", {}, "3:0,12:2050"),
    ],
)
def test_a_file_is_read_by_the_units_of_its_headers(text, units, wanted):
    assert from_file(text.encode(), **units) == wanted
    assert from_file(b"\xef\xbb\xbf" + text.encode(), **units) == wanted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("v,P\n3,0\n4,66\n", "unit its wind speed"),
        ("v (m/s),P\n3,0\n4,66\n", "unit its power"),
        ("v (m/s),P (kW)\n4,66\n3,0\n", "2 points are not a power curve"),
        ("v (m/s),P (kW)\n3,0\n3,66\n", "not a power curve"),
        ("v (m/s),P (kW)\n3,0\n", "1 point is not a power curve"),
        ("nothing here", "not a power curve"),
        ("v (m/s);P (kW)\n3;0\n4;x\n5;7\n", "'x' is not a number"),
        ("v (m/s);P (kW)\n3;0\n12;2.050\n", "'2.050' separates decimals or thousands"),
        ('v (m/s),P (kW)\n3,0\n12,"2,050"\n', "'2,050' separates decimals"),
        ("v (m/s),P (kW)\n3,0,0,0\n12,0,2050,0\n", "'3,0,0,0' separates decimals"),
    ],
)
def test_what_is_open_or_no_curve_is_said(text, told):
    with pytest.raises(ConfigError, match=told) as caught:
        from_file(text.encode())
    assert caught.value.hint


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        from_file(tmp_path / "none.csv")


def measured(reference: str | None = None, **columns) -> Measured:
    facts = {"reference_curve": CURVE} | ({"reference": reference} if reference else {})
    wind = [2.0, 3.0, 4.0, 12.0, 25.0, 25.1, None]
    rows = made(0, wind_mps=wind, power_kw=[50.0] * 7, **columns)
    names = {name: name for name in rows.frame.columns if name != "time"}
    whole = Measured(series=SERIES, names=names, stored=(), rows=rows, facts=facts)
    return with_noted(whole)


def test_it_is_linear_between_its_points_and_nothing_beyond_them():
    found = measured()
    assert found.noted_reference
    wanted = [None, 0.0, 100.0, 2_000.0, 2_000.0, None, None]
    assert found.rows.frame["reference_kw"].to_list() == wanted
    flags = Analysis.flags(found, Rules())
    assert not flags.own_reference
    assert flags.rows["reference_kw"].to_list() == wanted
    curve = Analysis.power_curve(found).frame
    assert dict(curve.select("bin_mps", "reference_kw").iter_rows())[4.0] == 100.0
    shortfall = Analysis.losses(found, Rules())[0]
    assert shortfall.shortfall_kwh == pytest.approx(50 + 1_950 + 1_950)


def test_a_field_counts_until_the_curve_is_chosen():
    field = {"reference_kw": [7.0] * 7}
    for choice in (None, "field"):
        found = measured(choice, **field)
        assert not found.noted_reference
        assert found.rows.frame["reference_kw"].to_list() == [7.0] * 7
    assert measured("curve", **field).rows.frame["reference_kw"][2] == 100.0


def test_a_normalised_wind_has_the_reference_of_that_wind():
    air = {"temperature_c": [15.0] * 7, "pressure_hpa": [1013.25 * 0.9**3] * 7}
    moved, _ = normalised(replace(measured(**air)))
    assert moved.rows.frame["reference_kw"][2] == pytest.approx(60.0, rel=1e-4)


def test_points_that_were_typed_are_checked():
    assert checked([(3.0, 0.0), (3.5, 38.2)]) == "3:0,3.5:38.2"
    assert checked([(3.0, 0.0), (3.5, float(np.float32(0.1)))]) == "3:0,3.5:0.1"
    with pytest.raises(ConfigError, match="not a power curve"):
        checked([(3.0, 0.0), (101.0, 1.0)])
