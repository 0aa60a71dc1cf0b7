"""Whatever measurements, tags and fields are called: a script is Python that reads them, and them
alone, on each database."""

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from scada import Place
from scripted import readable, run, same

from turbine.model.series import Series, Target
from turbine.snippets import Asked, Source, Wanted, script

START_NS, STEP_NS = 1_514_754_000 * 10**9, 600 * 10**9
STOP_NS = START_NS + 20 * STEP_NS
EVIL = (
    "plain",
    r"""a "b" 'c' `d` \n\x e\'f\\g""",
    "'; DROP TABLE points; --",
    '") |> yield() //',
    "{x} {0!r} ${y} %s @HEAD@ @TURBINES@ $site $1",
    "ö 风 \N{WIND BLOWING FACE} \u2028 \u202e",
    '""" + str(1/0) + """',
)
VALUES = {"RULE": "MS", "SHOWN": ["measured_kwh"]}


def of(name: str, source: Source) -> str:
    """A script of a turbine all of whose names are this one."""
    asked = Asked(
        name=name,
        series=Series(measurement=name, site=name, turbine=name),
        fields={"power_kw": name},
        start_ns=START_NS,
        stop_ns=STOP_NS,
        lasting=[(START_NS, STEP_NS)],
    )
    wanted = Wanted(
        parts=("production", "production_time"),
        page="A page",
        start_ns=START_NS,
        stop_ns=STOP_NS,
        zone="Europe/Istanbul",
        values={**VALUES, "RATED_KW": {name: None}},
    )
    return script(wanted, source, [asked])


names = st.one_of(
    st.text(),
    st.text(alphabet="\"'\\{}@$%#\n\r\t ;\0\x0c\u2028NABHEADTURBINES"),
    st.sampled_from(EVIL),
)


@given(name=names, language=st.sampled_from(["SQL", "Flux", "InfluxQL"]))
def test_a_script_is_the_same_python_whatever_the_names(name: str, language: str) -> None:
    target = Target(kind="x", address=name, org=name, bucket=name)
    evil, plain = (of(each, Source(language=language, target=target)) for each in (name, "T"))
    trees = [ast.parse(each) for each in (evil, plain)]
    compile(evil, "script", "exec")
    found, like = ([type(node) for node in ast.walk(tree)] for tree in trees)
    assert found == like
    said = {n.value for n in ast.walk(trees[0]) if isinstance(n, ast.Constant)}
    assert name in said


def test_each_is_read_as_it_is_called(place: Place, tmp_path: Path) -> None:
    target = place.settings.target
    language = place.windproof._stores.get().capabilities.query_language
    for number, name in enumerate(EVIL):
        series = Series(measurement=name, site=name, turbine=name)
        points = {(START_NS + n * STEP_NS, name): 6.0 * (number + 1) for n in range(20)}
        place.door.write(series, points)
    texts = {name: of(name, Source(language=language, target=target)) for name in EVIL}
    tables = run(texts, tmp_path, readable(place, tmp_path))
    for number, name in enumerate(EVIL):
        assert tables[name]["turbine"] == [name]
        same(tables[name]["measured_kwh"], [20.0 * (number + 1)])
