"""What a user named stays a name: in a script, and in what it asks of a database."""

import ast

import pytest

from turbine.model.series import Series, Target
from turbine.snippets import Asked, Source, Wanted, script


@pytest.mark.parametrize("language", ["SQL", "Flux", "InfluxQL"])
def test_no_name_leaves_its_place_in_a_script(language: str) -> None:
    evil = '"""\n\'\'\'\n#\\ @HEAD@ {x} \u2028 "; import os; os.abort()'
    series = Series(measurement=evil, site=evil, turbine=evil)
    target = Target(kind="x", address=evil, org=evil, bucket=evil)
    asked = Asked(
        name=evil, series=series, fields={"power_kw": evil}, start_ns=0, stop_ns=1, lasting=[(0, 1)]
    )
    wanted = Wanted(
        parts=("production", "production_time"), page=evil, start_ns=0, stop_ns=1, zone=evil,
        values={"RULE": evil, "RATED_KW": {evil: 1.0}, "SHOWN": [evil]},
    )  # fmt: skip
    text = script(wanted, Source(language=language, target=target), [asked])
    tree = ast.parse(text)
    imported = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    assert ("os" in imported) == (language != "SQL")
    assert "os.abort()" not in ast.unparse(tree).replace(repr(evil), "")
    [turbines] = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "TURBINES"
    ]
    its = {"measurement": evil, "site": evil, "turbine": evil, "fields": {"power_kw": evil}}
    [(key, entry)] = zip(turbines.keys, turbines.values, strict=True)
    given = dict(zip(map(ast.literal_eval, entry.keys), entry.values, strict=True))
    assert ast.literal_eval(key) == evil
    assert {name: ast.literal_eval(given[name]) for name in its} == its
    assert [ast.unparse(given[name]) for name in ("start", "stop")] == ["START", "STOP"]
