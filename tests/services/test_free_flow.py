"""Rows in the wakes of neighbours: left out if all that is needed is known, else refused."""

from dataclasses import replace

import pytest
from backdoors import SERIES
from made_rows import made

from turbine.model.errors import ConfigError
from turbine.services.free_flow import free_flow
from turbine.services.measured import Measured

OWN = {"latitude_deg": 0.0, "longitude_deg": 0.0}
NORTH = {"latitude_deg": 0.0036, "longitude_deg": 0.0, "rotor_diameter_m": 100.0}


def measured() -> Measured:
    rows = made(0, power_kw=[1.0] * 5, direction_deg=[0.0, 90.0, None, 350.0, 180.0])
    names = {"power_kw": "power_kw", "direction_deg": "wind_direction_deg"}
    return Measured(series=SERIES, names=names, stored=(), rows=rows)


def test_rows_in_a_wake_and_of_no_direction_count_as_missing():
    before = measured()
    out = before.leaving_out(before.rows.frame["time"][4:].to_physical().to_numpy())
    found = free_flow(out, {SERIES.turbine: OWN, "N": NORTH}, ())
    assert (found.in_wake, found.undirected) == (2, 1)
    assert found.measured.having("power_kw").height == 1
    assert found.sectors["turbine"].to_list() == ["N"]


@pytest.mark.parametrize(
    ("known", "stored", "told"),
    [
        ({}, (), "only turbine"),
        ({SERIES.turbine: OWN}, ("N",), "N: Latitude, Longitude and Rotor diameter"),
        ({SERIES.turbine: {}, "N": NORTH}, (), f"about {SERIES.turbine}: Latitude and Longitude."),
        ({SERIES.turbine: OWN, "N": {**OWN, "rotor_diameter_m": 9.0}}, (), "same position"),
    ],
)
def test_what_is_not_known_is_said_with_where_to_note_it(known, stored, told):
    with pytest.raises(ConfigError) as caught:
        free_flow(measured(), known, stored)
    assert told in str(caught.value)
    assert "the page Sites" in str(caught.value.hint)


def test_it_needs_a_direction():
    with pytest.raises(ConfigError, match="wind direction"):
        free_flow(replace(measured(), names={"power_kw": "power_kw"}), {}, ("N",))
