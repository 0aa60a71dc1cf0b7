"""The scripts of the overview's cards and of the report's production give their figures."""

from dataclasses import replace
from pathlib import Path

from scada import ACTOR, SERIES, Place
from scripted import noisy_rows, of, readable, run, same, with_rated

from turbine.model.series import names_of
from turbine.services.reported import Asked
from turbine.ui.analyse.report.scripting import of_report
from turbine.ui.common.python import NoScript
from turbine.ui.overview.scripting import of_cards

ZONE = "Europe/Istanbul"
HOSTILE = replace(SERIES, turbine="""T"1' ${x} ö # $site""", site='a "site"; DROP')
SECOND = replace(HOSTILE, turbine="T2")
THIRD = replace(HOSTILE, turbine="mast")
START_NS = 1_514_754_000 * 10**9  # 2018-01-01 in Istanbul


def filled(place: Place) -> None:
    head, *body = noisy_rows().splitlines()
    place.ingest("\n".join([head, *body, ""]), series=HOSTILE)
    place.ingest("\n".join([head, *body[700:2_000], *body[2_900:5_400], ""]), series=SECOND)
    with_rated(place, HOSTILE, 3_000.0)


def test_the_cards_figures_are_the_scripts(place: Place, tmp_path: Path) -> None:
    filled(place)
    wind = ["Date/Time,Wind Speed (m/s)", "01 01 2018 00:00,4.5", "01 01 2018 00:10,5.5", ""]
    place.ingest("\n".join(wind), series=THIRD)
    services = place.windproof
    statuses = services.overview.ask()
    kept, _ = services.overview.kept()
    names = names_of([*statuses])
    made = of_cards(services, kept, names)
    assert isinstance(made, str), made
    assert made == of_cards(services, statuses, names)
    table = run({"cards": made}, tmp_path, readable(place, tmp_path))["cards"]
    assert len(table["turbine"]) == 3
    for series, status in statuses.items():
        recent, its = status.recent, of(table, turbine=names[series])
        assert recent.last is not None
        same(its["last_value"], [recent.last[1]])
        for name in ("measured_kwh", "capacity_factor", "recovery"):
            same(its[name], [getattr(recent, name)])
        assert (recent.measured_kwh is None) == (series == THIRD)
        assert (recent.capacity_factor is None) == (series != HOSTILE)


def test_the_reports_production_is_the_scripts(embedded: Place, tmp_path: Path) -> None:
    filled(embedded)
    asked = Asked(
        series=(HOSTILE, SECOND), start_ns=START_NS, stop_ns=START_NS + 40 * 86_400 * 10**9,
        zone=ZONE, parts=("production",),
    )  # fmt: skip
    reports, target = embedded.windproof.reports, embedded.settings.target
    report = reports.gather(ACTOR, asked)
    made = of_report(report, target)
    assert isinstance(made, str), made
    readable(embedded, tmp_path)
    table = run({"report": made}, tmp_path, "")["report"]
    for each in report.turbines:
        assert each.production is not None
        its, frame = of(table, turbine=each.name), each.production.frame
        for name in ("measured_kwh", "recovery", "month_mean_kwh", "cf_rows", "cf_calendar",
                     "cf_scaled", "full_load_hours"):  # fmt: skip
            same(its[name], frame[name].to_list())

    for other, reason in (
        (replace(asked, without=("stopped",)), "filters"),
        (replace(asked, parts=("wind",)), "without production"),
    ):
        none = of_report(reports.gather(ACTOR, other), target)
        assert isinstance(none, NoScript)
        assert reason in str(none.reason)
