"""The name that was probably meant, if one is like it."""

import pytest

from turbine.model.similar import similar

NAMES = ["Wind turbine", "weather", "T1", "T2"]


@pytest.mark.parametrize(
    "typed",
    [
        "wind turbine",
        "WIND TURBINE",
        " Wind turbine ",
        "Wind turbin",
        "Wind-turbine",
        "Wnid turbine",
    ],
)
def test_a_letter_or_the_case_off(typed: str) -> None:
    assert similar(typed, NAMES) == "Wind turbine"


@pytest.mark.parametrize(("typed", "meant"), [("wint", "wind"), ("win", "wind"), ("t1", "T1")])
def test_a_short_name(typed: str, meant: str) -> None:
    assert similar(typed, ["T1", "wind"]) == meant


@pytest.mark.parametrize("typed", ["", "no such bucket", "T3", "0123456789abcdef"])
def test_nothing_is_like_it(typed: str) -> None:
    assert similar(typed, NAMES) == ""


def test_the_name_itself_is_no_suggestion() -> None:
    assert similar("T1", ["T1"]) == similar("T1", []) == ""
    assert similar("weather", ["weather", "Weather"]) == "Weather"


def test_the_same_but_for_its_case_goes_before_what_is_alike() -> None:
    assert similar("TURBINE 1", ["turbine 11", "turbine 2", "turbine 1"]) == "turbine 1"


def test_names_without_an_end_are_no_trouble() -> None:
    assert similar("x" * 10**6, ("y" * 10**6 for _ in range(10**9))) == ""
