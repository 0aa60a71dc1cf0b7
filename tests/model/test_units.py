"""Units as files spell them, and exact conversions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbine.model import units


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MW", "MW"), ("mw", "MW"), ("KW", "kW"), ("kmh", "km/h"), ("km / h", "km/h"),
        ("Deg C", "°C"), ("C", "°C"), ("F", "°F"), ("m s-1", "m/s"), ("m/s ", "m/s"),
        ("U/min", "rpm"), ("PS", "PS"), ("º", "°"), ("gon", "gon"), ("kVAr", "kvar"),
        ("pct", "%"), ("mbar", "mbar"), ("p.u.", "p.u."), ("", None), ("Grad", None), ("xyz", None),
        ("oC", "°C"), ("OC", None), ("˚C", "°C"), ("ºC", "°C"), ("° N", "°"), ("% rH", "%"),
        ("kWe", "kW"), ("kWh/15min", "kWh"), ("MWh per 10 min", "MWh"), ("kWh/Intervall", "kWh"),
        ("kWh/h", "kW"), ("kWh/d", None), ("m/15min", None),
    ],
)  # fmt: skip
def test_spellings(text, name):
    found = units.understood(text)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("MW", 2.5, 2_500.0), ("W", 1_500.0, 1.5), ("GW", 0.002, 2_000.0),
        ("PS", 100.0, 73.549875), ("km/h", 36.0, 10.0), ("mph", 10.0, 4.4704),
        ("kn", 9.0, 4.63), ("ft/s", 10.0, 3.048), ("gon", 200.0, 180.0),
        ("°F", 212.0, 100.0), ("°F", 32.0, 0.0), ("K", 273.15, 0.0), ("bar", 1.0, 1_000.0),
        ("mbar", 1_013.25, 1_013.25), ("Pa", 100.0, 1.0), ("MWh", 0.5, 500.0), ("MJ", 3.6, 1.0),
        ("kW", 7.0, 7.0), ("Nm", 2_000.0, 2.0), ("h", 1.0, 3_600.0),
    ],
)  # fmt: skip
def test_conversions(name, value, stored):
    [found] = units.conversion(name).apply(np.array([value]))
    assert found == stored


def test_radians_per_second_are_what_the_signal_is_stored_in():
    assert units.fits(units.unit("rad/s"), "rpm")
    assert "rad/s" in units.units_of("rotation")
    assert not units.fits(units.unit("Hz"), "rpm")
    [found] = units.conversion("rad/s", "rpm").apply(np.array([np.pi]))
    assert abs(found - 30.0) <= 4 * np.spacing(30.0)


def test_an_energys_unit_may_name_its_interval():
    texts = ["kWh/15min", "kWh / 10 min", "MWh per 5 minutes", "kWh/Intervall", "kWh", "m/min"]
    assert [units.interval_min(text) for text in texts] == [15, 10, 5, 0, 0, 0]


def test_radians_are_degrees():
    [found] = units.conversion("rad").apply(np.array([np.pi]))
    assert abs(found - 180.0) <= 4 * np.spacing(180.0)


def test_a_spread_has_no_zero():
    spread = units.conversion("°F", is_spread=True)
    assert spread.apply(np.array([9.0])) == [5.0]
    assert units.conversion("K", is_spread=True).apply(np.array([2.0])) == [2.0]


def test_every_unit_converts_to_the_stored_one():
    for quantity, stored in units.STORED.items():
        names = units.units_of(quantity)
        assert names[0] == stored
        assert units.conversion(stored) == units.Conversion(scale=Fraction(1), zero=Fraction(0))
        for name in names:
            assert units.fits(units.unit(name), stored)
            assert units.understood(name) == units.unit(name)
            assert units.conversion(name, stored).scale > 0


@given(
    st.sampled_from([n for q in units.STORED for n in units.units_of(q) if q != "temperature"]),
    st.floats(-1e9, 1e9),
)
def test_a_conversion_is_within_two_roundings(name, value):
    exact = Fraction(value) * units.conversion(name).scale
    [found] = units.conversion(name).apply(np.array([value]))
    assert abs(Fraction(found) - exact) <= 2 * Fraction(np.spacing(abs(float(exact))))
