"""Each view's script is run in a process of its own, on each database, and gives its figures."""

import ast
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scada import ACTOR, HEADER, SERIES, START, Place, line, made_file, utc_ns

from turbine.explore.aggregate import AggregateRequest
from turbine.model.series import Series, Target
from turbine.services import park_views
from turbine.services.analysis import Analysis
from turbine.services.measured import Question
from turbine.services.quality import inventory
from turbine.snippets import Asked, Source, Wanted, script
from turbine.snippets.explore import values_of
from turbine.ui.analyse.park import scripting
from turbine.ui.analyse.scripting import constants
from turbine.wind.roses import CALM_MPS
from turbine.wind.rows import Period

ZONE = "Europe/Istanbul"
HOSTILE = replace(SERIES, turbine="""T"1' ${x} ö # $site""", site='a "site"; DROP')
START_NS = 1_514_754_000 * 10**9  # 2018-01-01 in Istanbul
STOP_NS = START_NS + 40 * 86_400 * 10**9
SIGNALS = {
    "power_kw": "power_kw",
    "wind_mps": "wind_speed_mps",
    "direction_deg": "wind_direction_deg",
    "reference_kw": "theoretical_power_kw",
}
NEEDS = {
    "production": ("power_kw",),
    "power_curve": ("power_kw", "wind_mps"),
    "wind": ("wind_mps", "direction_deg"),
    "losses": ("power_kw", "reference_kw"),
    "flags": ("power_kw", "wind_mps", "direction_deg"),
}
RATED_KW = 3_000.0
_OF_PARK = ("measured_kwh", "recovery", "common_ratio")
FUNCTIONS = {
    "power_kw": "energy",
    "wind_speed_mps": "p97.5",
    "wind_direction_deg": "circular_mean",
    "theoretical_power_kw": "stddev",
}
LABELS = {name: f"{name} {function}" for name, function in FUNCTIONS.items()}
VALUES: dict[str, Any] = {
    "production": {"RULE": "MS"},
    "wind": {"SECTORS": 16, "CALM": CALM_MPS},
    "explore": values_of(FUNCTIONS, LABELS, "1d", signed={}, changes_clock=False),
}
RUN = """
import json, sys
from plotly.basedatatypes import BaseFigure
BaseFigure.show = lambda figure: made.append(len(figure.to_dict()["data"]))
found = {}
for view, text in json.load(sys.stdin).items():
    made, names = [], {}
    exec(compile(text, view, "exec"), names)
    found[view] = [names["table"].reset_index().to_json(date_format="iso"), made]
print("found", json.dumps(found))
"""


def rows() -> str:
    noise = np.random.default_rng(7)
    count = 45 * 144
    speed = noise.uniform(0, 18, count)
    power = np.clip(speed**3, 0, 3_600) + noise.normal(0, 40, count)
    angle = noise.normal(0, 40, count) % 360
    kept = noise.random(count) > 0.03
    kept[2_300:2_340] = True
    kept[2_335] = False
    speed[2_300:2_330], power[2_310:2_315] = 8.123, 0  # stands still, and is stopped for a while
    speed[2_333:2_338], angle[3_000:3_100] = 9, 77  # too few without a gap
    power[2_320] = 9_999
    return "\n".join(
        [
            HEADER,
            *(
                line(int(n), f"{power[n]:.3f}", f"{speed[n]:.3f}", f"{speed[n] ** 3:.3f}", angle[n])
                for n in np.flatnonzero(kept)
            ),
            "",
        ]
    )


def scripts(source: Source, rules: dict[str, Any]) -> dict[str, str]:
    span = {"start_ns": START_NS, "stop_ns": STOP_NS, "zone": ZONE}
    found = {}
    for view, needed in {**NEEDS, "explore": ()}.items():
        fields = {name: SIGNALS[name] for name in needed} or {name: name for name in FUNCTIONS}
        asked = Asked(name=HOSTILE.turbine, series=HOSTILE, fields=fields)
        values = {"RULES": {HOSTILE.turbine: rules}} if view == "flags" else VALUES.get(view, {})
        wanted = Wanted(view=view, page="A page", values=values, **span)
        found[view] = script(wanted, source, [asked])
    return found


def run(texts: dict[str, str], folder: Path, token: str) -> dict[str, dict[str, list[Any]]]:
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps(texts),
        env={**os.environ, "INFLUXDB_V2_TOKEN": token},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    found = json.loads(done.stdout.rpartition("found ")[2])
    assert all(sum(made) >= 1 for _, made in found.values()), "a figure each"
    return {
        view: {name: [*column.values()] for name, column in json.loads(table).items()}
        for view, (table, _) in found.items()
    }


def readable(place: Place, source: Source, folder: Path) -> str:
    """The token that scripts need; of a file that this process has open, as the app would, a copy
    is in the folder."""
    if source.language == "SQL":
        assert place.cli("backup", str(folder / "copy.zip")).returncode == 0
        with zipfile.ZipFile(folder / "copy.zip") as archive:
            archive.extract(source.target.address, folder)
    return place.settings.influx.token if place.settings.influx else ""


def same(given: list[Any], ours: list[Any]) -> None:
    expected = [np.nan if value is None else value for value in ours]
    np.testing.assert_allclose(np.array(given, dtype=float), expected, rtol=1e-9, atol=1e-9)


def test_every_script_gives_the_figures_of_its_view(place: Place, tmp_path: Path) -> None:
    place.ingest(rows(), series=HOSTILE)
    services = place.windproof
    measured = services.analysis.read(
        Question(turbine=HOSTILE.turbine, start_ns=START_NS, stop_ns=STOP_NS, zone=ZONE)
    )
    source = Source(language=measured.language, target=place.settings.target)
    token = readable(place, source, tmp_path)
    rules = measured.rules(RATED_KW, {"jump_mps": 12.5})
    texts = scripts(source, constants(measured, rules, NEEDS["flags"]))
    assert not token or not any(token in text for text in texts.values())
    tables = run(texts, tmp_path, token)

    months = Analysis.production(measured, by="month", rated_kw=None).frame
    same(tables["production"][HOSTILE.turbine], months["measured_kwh"].to_list())
    assert len(months) == 2

    curve = Analysis.power_curve(measured).frame
    for name in ("bin_mps", "rows", "wind_mps", "mean_kw", "median_kw", "std_kw", "uncertainty_kw"):
        same(tables["power_curve"][name], curve[name].to_list())

    study = Analysis.wind(measured, sectors=16, calm_mps=CALM_MPS)
    rose = study.rose.frame.filter(study.rose.frame["rows"] > 0)
    shares = [share for share in tables["wind"]["share"] if share]
    same(shares, rose["share_hours"].to_list())

    losses = Analysis.losses(measured, measured.rules(None, {}))[0]
    for name in ("measured_kwh", "reference_kwh", "shortfall_kwh", "surplus_kwh", "net_kwh"):
        same(tables["losses"][name], [getattr(losses, name)])
    same(tables["losses"]["ratio"], [losses.ratio])

    flagged = {each.code: each.rows for each in Analysis.flags(measured, rules).flags}
    said = ("out_of_range", "flatline", "vane_flatline", "stopped", "above_rated", "jump")
    for code in said:
        assert flagged[code] > 0
        same(tables["flags"][code], [flagged[code]])
    lacking = inventory(measured)
    same(tables["flags"]["gaps"], [lacking.gaps.height])
    same(tables["flags"]["missing_rows"], [lacking.missing])

    for name, function in FUNCTIONS.items():
        asked = AggregateRequest(
            series=HOSTILE, channels=(name,), start_ns=START_NS, stop_ns=STOP_NS, window="1d",
            function=function, zone=ZONE,
        )  # fmt: skip
        answer = services.explorer.aggregate(asked)
        same(tables["explore"][LABELS[name]], answer.of(name)["value"].to_list())


def test_the_parks_script_gives_its_table_and_its_sum(place: Place, tmp_path: Path) -> None:
    whole = rows().splitlines()
    second = replace(HOSTILE, turbine="T2")
    place.ingest("\n".join(whole), series=HOSTILE)
    place.ingest("\n".join([HEADER, *whole[700:2_000], *whole[2_900:5_400], ""]), series=second)
    for name, size in ((HOSTILE.turbine, 3_600.0), ("T2", 2_000.0)):
        place.windproof.sites.set_turbine(ACTOR, HOSTILE.site, name, {"rated_power_kw": size})
    services = place.windproof
    period = Period(start_ns=START_NS, stop_ns=STOP_NS, zone=ZONE)
    park = services.parks.read(services.explorer.series(), period)
    assert scripting.is_regular(park)
    source = Source(language=park.language, target=place.settings.target)
    token = readable(place, source, tmp_path)
    asked = [
        Asked(name=each.series.turbine, series=each.series, fields={"power_kw": each.power_field})
        for each in park.members
    ]
    span = {"start_ns": park.period.start_ns, "stop_ns": park.period.stop_ns, "zone": ZONE}
    texts = {}
    for reference in ("", "T2"):
        values = scripting.values_of(park, reference=reference, by="month")
        wanted = Wanted(view="park", page="A page", values=values, **span)
        texts[reference] = script(wanted, source, asked)
    texts["sum"] = texts[""] + "\ntable = over_time\n"
    tables = run(texts, tmp_path, token)
    for reference, column in (("", None), ("T2", [m.series for m in park.members].index(second))):
        by_name = {row["turbine"]: row for row in park_views.turbines(park, column).to_dicts()}
        ours = [by_name[name] for name in tables[reference]["turbine"]]
        assert len(ours) == 2
        for name, its in {
            **{name: name for name in _OF_PARK},
            "common_kwh": "common_measured_kwh",
        }.items():
            same(tables[reference][name], [row[its] for row in ours])
        assert 0 < ours[1]["common_ratio"] < ours[0]["common_ratio"], "the best first"
    same(tables["sum"]["measured_kwh"], park_views.summed(park, "month")["measured_kwh"].to_list())


@pytest.mark.parametrize("moved_s", [0, 240])
def test_a_park_of_other_moments_has_no_script(embedded: Place, moved_s: int) -> None:
    moved = START + timedelta(seconds=moved_s)
    embedded.ingest(made_file(288))
    embedded.ingest(made_file(288, start=moved), series=replace(SERIES, turbine="T2"))
    services = embedded.windproof
    period = Period(start_ns=utc_ns(0), stop_ns=utc_ns(288))
    park = services.parks.read(services.explorer.series(), period)
    assert scripting.is_regular(park) == (not moved_s)


@pytest.mark.parametrize("language", ["SQL", "Flux", "InfluxQL"])
def test_no_name_leaves_its_place_in_a_script(language: str) -> None:
    evil = '"""\n\'\'\'\n#\\ @HEAD@ {x} \u2028 "; import os; os.abort()'
    series = Series(measurement=evil, site=evil, turbine=evil)
    target = Target(kind="x", address=evil, org=evil, bucket=evil)
    asked = Asked(name=evil, series=series, fields={"power_kw": evil})
    wanted = Wanted(
        view="production", page=evil, start_ns=0, stop_ns=1, zone=evil, values={"RULE": evil}
    )
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
    assert ast.literal_eval(turbines) == {evil: its}


def test_what_differs_from_the_page_is_said() -> None:
    source = Source(language="SQL", target=Target(kind="duckdb", address="windproof.duckdb"))
    asked = Asked(name="T1", series=SERIES, fields={"power_kw": "power_kw", "wind_mps": "v"})
    plain = Wanted(view="power_curve", page="Power curve", start_ns=0, stop_ns=1, zone="UTC")
    differing = replace(plain, left_out=3, is_uneven=True, is_normalised=True, is_compared=True)
    uneven = replace(plain, view="flags", is_uneven=True, values={"RULES": {}})
    assert "flatlines and jumps" in script(uneven, source, [asked])
    bare, said = (script(each, source, [asked]).replace("\n# ", " ") for each in (plain, differing))
    for sentence in (
        "leaves out 3 rows",
        "rows of different lengths",
        "density of the air",
        "set START",
    ):
        assert sentence in said
        assert sentence not in bare


def test_pandas_has_no_such_window_or_function() -> None:
    def of(window: str, function: str = "mean", *, changes: bool = False) -> dict[str, Any] | None:
        return values_of(
            {"power_kw": function}, {"power_kw": "P"}, window, signed={}, changes_clock=changes
        )

    assert all(of(window) for window in ("10min", "1h", "3h", "1d", "1w", "1mo", "1q", "1y"))
    assert not any(of(window) for window in ("all", "7min", "36h", "2d"))
    assert of("1h", changes=True)
    assert not of("3h", changes=True), "hours are set by the clock, pandas counts them through"
    assert not of("1h", "mode_sector")
