"""The order in which turbines are listed."""

import random

import pytest

from turbine.model.series import Series, natural


@pytest.mark.parametrize(
    "ordered",
    [
        ["T1", "T2", "T9", "T10", "T11"],
        ["A", "a2b1", "A2b10", "a10B1", "b"],
        ["", "1", "2 west", "10 east", "WEA"],
        ["T1", "t1", "T2", "t10"],
        ["R8001", "R80711", "R80790"],
        ["T²", "T١"],
        ["9" * 5_000, "1" + "0" * 5_000],
    ],
)
def test_numbers_in_names_are_compared_as_numbers(ordered):
    shuffled = random.Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=natural) == ordered


def test_series_are_sorted_by_measurement_site_and_turbine():
    names = [("scada 2", "a", "T9"), ("scada 10", "a 2", "T2"), ("scada 10", "a 2", "T10")]
    names.append(("scada 10", "a 10", "T1"))
    series = [Series(measurement=m, site=s, turbine=t) for m, s, t in names]
    assert sorted(random.Random(1).sample(series, len(series))) == series
