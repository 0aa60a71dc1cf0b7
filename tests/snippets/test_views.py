"""Each view's script is run in a process of its own, on each database, and gives its figures as
they are chosen; where it cannot, there is none, and it is said why."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scada import ACTOR, SERIES, Place
from scripted import noisy_rows, of, readable, run, same, shown_of, usual

from turbine.services.analysis import Analysis
from turbine.services.curves import by_season, by_sector, normalised
from turbine.services.quality import inventory
from turbine.ui.analyse import flags, losses, power_curve, production, wind
from turbine.ui.analyse.scripting import FOLLOWED, ZOOMS, of_view
from turbine.ui.analyse.view import Shown, View
from turbine.ui.common.python import NoScript
from turbine.wind.roses import CALM_MPS
from turbine.wind.selection import Box, Selection

ZONE = "Europe/Istanbul"
HOSTILE = replace(SERIES, turbine="""T"1' ${x} ö # $site""", site='a "site"; DROP')
START_NS = 1_514_754_000 * 10**9  # 2018-01-01 in Istanbul
STOP_NS = START_NS + 40 * 86_400 * 10**9
LATER_NS = START_NS + 20 * 86_400 * 10**9
VIEWS = {view.name: view for view in
         (production.VIEW, power_curve.VIEW, wind.VIEW, losses.VIEW, flags.VIEW)}  # fmt: skip
NAME = HOSTILE.turbine


def shown(place: Place, view: View, *, start_ns: int = START_NS, **more: Any) -> Shown:
    options = usual(view, **more.pop("options", {}))
    return shown_of(place, (HOSTILE,), (start_ns, STOP_NS), ZONE, options=options, **more)


def text(view: View, what: Shown) -> str:
    made = of_view(view, what)
    assert isinstance(made, str), made
    return made


@pytest.fixture
def filled(place: Place) -> Place:
    place.ingest(noisy_rows(), series=HOSTILE)
    facts = {"rated_power_kw": 3_000.0, "flag_rules": "jump_mps=12.5"}
    place.windproof.sites.set_turbine(ACTOR, HOSTILE.site, NAME, facts)
    return place


def test_every_script_gives_the_figures_of_its_view(filled: Place, tmp_path: Path) -> None:
    shows = {name: shown(filled, view) for name, view in VIEWS.items()}
    shows["flags"] = shown(filled, flags.VIEW, without=("stopped",))
    texts = {name: text(view, shows[name]) for name, view in VIEWS.items()}
    of_days = shown(filled, production.VIEW, options={"by": "day", "estimate": "none"})
    years = shown(filled, production.VIEW, options={"compare": "years"})
    texts |= {"days": text(production.VIEW, of_days), "years": text(production.VIEW, years)}
    for part in ("sector", "season"):
        texts[part] = text(
            power_curve.VIEW, shown(filled, power_curve.VIEW, options={"parts": part})
        )
    for weight in ("hours", "energy_kwh"):
        options = {"weight": weight, "sectors": "36"}
        texts[weight] = text(wind.VIEW, shown(filled, wind.VIEW, options=options))
    tables = run(texts, tmp_path, readable(filled, tmp_path))
    measured = shows["production"].turbines[0].whole

    for name, by in (("production", "month"), ("days", "day"), ("years", "month")):
        frame = Analysis.production(measured, by=by, rated_kw=3_000.0).frame
        assert len(frame) == (40 if by == "day" else 2)
        for column in (
            *("measured_kwh", "recovery", "month_mean_kwh", "cf_rows", "cf_calendar", "cf_scaled"),
            *("full_load_hours", "hours", "measured_hours"),
        ):
            same(tables[name][column], frame[column].to_list())

    curve = Analysis.power_curve(measured).frame
    for name in ("bin_mps", "rows", "wind_mps", "mean_kw", "median_kw", "std_kw",
                 "uncertainty_kw", "thin"):  # fmt: skip
        same(tables["power_curve"][name], curve[name].to_list())
    for part, parted in (("sector", by_sector), ("season", by_season)):
        ours = [mean for each in parted(measured).values() for mean in each["mean_kw"]]
        same(sorted(tables[part]["mean_kw"]), sorted(ours))

    for name, sectors, weight in (
        ("wind", 12, "share_hours"), ("hours", 36, "hours"), ("energy_kwh", 36, "energy_kwh")
    ):  # fmt: skip
        rose = Analysis.wind(measured, sectors=sectors, calm_mps=CALM_MPS).rose
        assert rose is not None
        there = rose.frame.filter(rose.frame["rows"] > 0)
        rows = tables[name]["rows"]
        same([n for n in rows if n], there["rows"].to_list())
        found = [v for v, n in zip(tables[name][weight], rows, strict=True) if n]
        same(found, there[weight].to_list())
        assert f"WEIGHT = {weight!r}" in texts[name]

    lost = Analysis.losses(measured, measured.rules(None, {}))[0]
    for name in ("measured_kwh", "reference_kwh", "shortfall_kwh", "surplus_kwh", "net_kwh"):
        same(tables["losses"][name], [getattr(lost, name)])
    same(tables["losses"]["ratio"], [lost.ratio])

    flagged = {each.code: each.rows for each in shows["flags"].turbines[0].flagged.flags}
    for code in ("out_of_range", "flatline", "vane_flatline", "stopped", "above_rated", "jump"):
        assert flagged[code] > 0
        same(tables["flags"][code], [flagged[code]])
    lacking = inventory(measured)
    same(tables["flags"]["gaps"], [lacking.gaps.height])
    same(tables["flags"]["missing_rows"], [lacking.missing])


def test_two_periods_are_both_in_a_script(filled: Place, tmp_path: Path) -> None:
    views = {name: view for name, view in VIEWS.items() if view.compares}
    shows = {
        name: shown(filled, view, start_ns=LATER_NS, against="previous")
        for name, view in views.items()
    }
    texts = {name: text(view, shows[name]) for name, view in views.items()}
    tables = run(texts, tmp_path, readable(filled, tmp_path))
    before = shows["wind"].earlier
    assert before is not None
    sides = {"A": before.turbines[0].whole, "B": shows["wind"].turbines[0].whole}
    for side, measured in sides.items():
        name = f"{NAME} · {side}"
        months = Analysis.production(measured, by="month", rated_kw=3_000.0).frame
        its = of(tables["production"], turbine=name)
        same(its["measured_kwh"], months["measured_kwh"].to_list())
        same(its["recovery"], months["recovery"].to_list())
        curve = Analysis.power_curve(measured).frame
        same(of(tables["power_curve"], turbine=name)["mean_kw"], curve["mean_kw"].to_list())
        lost = Analysis.losses(measured, measured.rules(None, {}))[0]
        same(of(tables["losses"], turbine=name)["shortfall_kwh"], [lost.shortfall_kwh])
        rose = Analysis.wind(measured, calm_mps=CALM_MPS).rose
        assert rose is not None
        its = of(tables["flags"], turbine=name)
        flagged = Analysis.flags(measured, measured.rules(None, {}))
        same(its["stopped"], [f.rows for f in flagged.flags if f.code == "stopped"])
        same(its["missing_rows"], [inventory(measured).missing])
        shares = rose.frame.filter(rose.frame["rows"] > 0)["share_hours"].to_list()
        same([each for each in of(tables["wind"], turbine=name)["share_hours"] if each], shares)


def test_the_mean_direction_is_of_all_directions(embedded: Place, tmp_path: Path) -> None:
    embedded.ingest(noisy_rows(3), series=HOSTILE)
    what = shown_of(embedded, (HOSTILE,), (START_NS, STOP_NS), ZONE, options=usual(wind.VIEW))
    study = Analysis.wind(what.turbines[0].whole, calm_mps=CALM_MPS)
    spoken = text(wind.VIEW, what) + "\ntable['deg'] = np.degrees(np.angle(vector)) % 360\n"
    readable(embedded, tmp_path)
    [degrees, *_] = run({"wind": spoken}, tmp_path, "")["wind"]["deg"]
    same([degrees], [study.direction["mean_deg"]])
    speeds = what.turbines[0].whole.having("direction_deg", "wind_mps").height
    assert speeds < what.turbines[0].whole.having("direction_deg").height


def test_a_normalised_curve_is_the_pages(embedded: Place, tmp_path: Path) -> None:
    header = "Date/Time,Power (kW),Wind Speed (m/s),Ambient temperature (°C),Air pressure (hPa)"
    body = noisy_rows(5).splitlines()[1:]
    rows = [
        ",".join([*cells[:3], str(-5 + n % 30), "" if n % 7 == 0 else str(940 + n % 60)])
        for n, cells in enumerate(each.split(",") for each in body)
    ]
    embedded.ingest("\n".join([header, *rows, ""]), series=HOSTILE)
    view = power_curve.VIEW
    options = usual(view, density="standard")
    what = shown_of(embedded, (HOSTILE,), (START_NS, STOP_NS), ZONE, options=options)
    readable(embedded, tmp_path)
    table = run({"curve": text(view, what)}, tmp_path, "")["curve"]
    measured, _ = normalised(what.turbines[0].whole)
    curve = Analysis.power_curve(measured).frame
    for name in ("bin_mps", "rows", "wind_mps", "mean_kw", "thin"):
        same(table[name], curve[name].to_list())


@pytest.mark.parametrize("name", VIEWS)
def test_every_option_is_followed_or_it_is_said_why_not(name: str) -> None:
    view, followed = VIEWS[name], FOLLOWED[name]
    options = [option for option in view.options if option.name not in ZOOMS]
    assert {o.name: {*o.values} for o in options} == {n: {*v} for n, v in followed.items()}
    assert all(option.reads is not None for option in view.options if option.name in ZOOMS)


def test_what_a_script_would_not_show_has_none(embedded: Place) -> None:
    embedded.ingest(noisy_rows(), series=HOSTILE)
    box = Selection((Box(3.0, 9.0, 0.0, 500.0),))

    def why(view: View, what: Shown) -> str:
        made = of_view(view, what)
        assert isinstance(made, NoScript), made
        return str(made.reason)

    for view in VIEWS.values():
        if view.selects:
            assert "selected rows" in why(view, shown(embedded, view, selection=box))
        if view is not flags.VIEW:  # it shows all rows, whatever is left out elsewhere
            assert "filters" in why(view, shown(embedded, view, without=("stopped",)))
        for name, values in FOLLOWED[view.name].items():
            for value, reason in values.items():
                what = shown(embedded, view, options={name: value})
                if reason is not None:
                    assert why(view, what) == str(reason())
        if view.options:
            unknown = shown(embedded, view, options={"a new option": "its value"})
            assert "for what is chosen" in why(view, unknown)
    known = {"reference_curve": "0:0,25:3600", "reference": "curve"}
    embedded.windproof.sites.set_turbine(ACTOR, HOSTILE.site, NAME, known)
    assert "reference" in why(losses.VIEW, shown(embedded, losses.VIEW))


def test_rows_that_last_differently_are_told_so(embedded: Place, tmp_path: Path) -> None:
    head, *body = noisy_rows(20).splitlines()
    hourly = [each for n, each in enumerate(body) if n < 1_000 or each[14:16] == "00"]
    embedded.ingest("\n".join([head, *hourly, ""]), series=HOSTILE)
    views = (production.VIEW, wind.VIEW, losses.VIEW)
    shows = {view.name: shown(embedded, view) for view in views}
    texts = {view.name: text(view, shows[view.name]) for view in views}
    assert "'60min'" in texts["production"]
    readable(embedded, tmp_path)
    tables = run(texts, tmp_path, "")
    measured = shows["wind"].turbines[0].whole
    months = Analysis.production(measured, by="month", rated_kw=None).frame
    same(tables["production"]["measured_kwh"], months["measured_kwh"].to_list())
    lost = Analysis.losses(measured, measured.rules(None, {}))[0]
    same(tables["losses"]["shortfall_kwh"], [lost.shortfall_kwh])
    rose = Analysis.wind(measured, calm_mps=CALM_MPS).rose
    assert rose is not None
    hours = rose.frame.filter(rose.frame["rows"] > 0)["hours"].to_list()
    same([h for h in tables["wind"]["hours"] if h], hours)

    ragged = [each for n, each in enumerate(body) if n % 37 not in (0, 1, 5) and n % 11]
    other = replace(HOSTILE, turbine="ragged")
    embedded.ingest("\n".join([head, *ragged[::7], ""]), series=other)
    what = shown_of(embedded, (other,), (START_NS, STOP_NS), ZONE, options=usual(production.VIEW))
    made = of_view(production.VIEW, what)
    assert isinstance(made, NoScript)
    assert "changes too often" in str(made.reason)


def test_a_field_without_a_value_is_an_empty_column(filled: Place, tmp_path: Path) -> None:
    """As the page has it: no KeyError in a period in which nobody measured it."""
    what = shown(filled, wind.VIEW)
    there = text(wind.VIEW, what)
    lacking = there.replace("'direction_deg': 'wind_direction_deg'", "'direction_deg': 'later'")
    assert lacking != there
    filled.ingest(
        "\n".join(["Date/Time,later", "01 06 2018 00:00,1.5", "01 06 2018 00:10,1.6", ""]),
        series=HOSTILE,
        fields={1: "later"},
    )
    read = "\ntable = read(**series).count().rename_axis('signal').rename('values').to_frame()\n"
    nothing = """
series = {**series, "start": "2001-01-01T00:00:00", "stop": "2001-02-01T00:00:00"}
none = read(**series)
table = table.assign(none=len(none) + none.dtypes.ne(float).sum(), zone=str(none.index.tz))
"""
    head = lacking[: lacking.index("\nSECTORS")] + "\n[series] = TURBINES.values()\n"
    figure = "px.line(x=[1]).show()\n"
    texts = {"lacking": head + read + nothing + figure}
    table = run(texts, tmp_path, readable(filled, tmp_path))["lacking"]
    counts = dict(zip(table["signal"], table["values"], strict=True))
    assert counts["direction_deg"] == 0
    assert counts["wind_mps"] > 5_000
    assert {*table["none"]} == {0}
    assert {*table["zone"]} == {ZONE}
