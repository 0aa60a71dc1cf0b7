"""The parameters of flags: each has its place, and texts of them are read as they are written."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from turbine.wind.flags import CODES, Rules
from turbine.wind.parameters import PARAMETERS, parse, written


def test_every_number_of_the_rules_is_a_parameter_with_its_usual_value_allowed():
    own = {each.name: each for each in fields(Rules) if each.name != "rated_kw"}
    assert {*PARAMETERS} == {*own}
    for name, parameter in PARAMETERS.items():
        assert parameter.value(own[name].default) == own[name].default
        assert parameter.whole == (own[name].type is int)
        assert {*parameter.flags} <= {*CODES}


@given(st.sampled_from(sorted(PARAMETERS)), st.floats(0, 1))
def test_what_is_written_is_read_as_the_same_number(name, share):
    its = PARAMETERS[name]
    number = its.lower + share * (its.upper - its.lower)
    value = its.value(round(number) if its.whole else number)
    assert parse(written({name: value})) == ({name: value}, [])


def test_what_is_no_parameter_is_handed_back():
    text = "flat_rows=2.5 jump_mps=nan,cut_in_mps=99 nothing=1 idle_kw flat_rows=3"
    found, refused = parse(text)
    assert found == {"flat_rows": 3}
    assert refused == ["flat_rows=2.5", "jump_mps=nan", "cut_in_mps=99", "nothing=1", "idle_kw"]
