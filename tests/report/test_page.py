"""The report's HTML: its figures, its pictures, what it escapes, and that it needs nothing else."""

import re
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import polars as pl
import pseudo
import pytest
from oracle import ZONE as CLOCK
from oracle import needs_oracle, ns, reference
from paths import T1
from printed import Printed
from samples import ZONE
from scada import ACTOR, HEADER, SERIES, Place, embedded_place, line, made_file

from turbine.report import charts, drawing
from turbine.report.page import html
from turbine.services.reported import Asked, Report
from turbine.words import language, speaking

NAMES = ("</style><script>alert(1)</script>", "$T_1$ & <b>", "_風 1")
MONTHS = made_file(5_000)  # from January into February


def gathered(place: Place, *names: str, **asked) -> Report:
    series = tuple(replace(SERIES, turbine=name) for name in names or (SERIES.turbine,))
    return place.windproof.reports.gather(ACTOR, Asked(series=series, zone=ZONE, **asked))


@pytest.fixture(scope="module")
def several(tmp_path_factory) -> Report:
    """Three turbines with names that are no good, one of them without direction and reference."""
    place = embedded_place(tmp_path_factory.mktemp("several"))
    for name, text in zip(NAMES[:2], (MONTHS, made_file(300, seed=2)), strict=True):
        place.ingest(text, series=replace(SERIES, turbine=name), name=f"{name[:9]}<i>.csv")
        place.windproof.sites.set_turbine(ACTOR, "main", name, {"rated_power_kw": 3_600.0})
    head = "Date/Time,LV ActivePower (kW),Wind Speed (m/s)"
    cells = (line(n, 100 * (n % 30), 4 + n % 14) for n in range(600))
    place.ingest("\n".join([head, *cells, ""]), series=replace(SERIES, turbine=NAMES[2]))
    return gathered(place, *NAMES)


@pytest.fixture(scope="module")
def page(several) -> Printed:
    return Printed(html(several))


@needs_oracle
def test_the_real_files_figures_stand_in_it(tmp_path):
    place = embedded_place(tmp_path)
    place.ingest(T1.read_bytes())
    place.windproof.sites.set_turbine(ACTOR, "main", "T1", {"rated_power_kw": 3_600.0})
    asked = Asked(series=(SERIES,), start_ns=ns(2018, 1, 1), stop_ns=ns(2019, 1, 1), zone=CLOCK)
    page = Printed(html(place.windproof.reports.gather(ACTOR, asked)))
    wanted = reference()
    energy, factors, available = (
        wanted[name] for name in ("energy", "capacity_factor", "availability")
    )
    fit = wanted["weibull"]["mle_scipy_floc0_v_gt_0"]
    for figure in (
        f"{energy['measured_kwh']:,.1f} kWh",
        f"{100 * wanted['data_recovery']['rate']:.3f} %",
        f"{100 * factors['of_rows_present']:.2f} %",
        f"{100 * factors['of_calendar_hours_missing_as_zero']:.2f} %",
        f"{100 * factors['gap_filled_by_monthly_mean']:.2f} %",
        f"{factors['full_load_hours_measured']:,.1f} h",
        f"{100 * available['time_based']:.2f} %",
        f"{100 * available['production_based']:.2f} %",
        f"at most {energy['lost_kwh_only_shortfalls']:,.0f} kWh",
        f"k = {fit['k']:.3f}, A = {fit['A']:.3f} m/s",
        f"{wanted['weibull']['mean']:.2f} m/s",
        f"{wanted['power_density_w_m2_rho_1.225']:,.0f} W/m² at 1.225 kg/m³",
        "PASS: 50,530 rows of 1 file are in the database, each value as in the file.",
    ):
        assert figure in page.texts, figure
    for curve in wanted["power_curve_bins_iec_centred"]["bins"][:50:7]:
        assert f"{curve['mean_power']:,.1f}" in page.texts
    assert f"{energy['ratio_measured_to_theoretical']:.2%}".replace("%", " %") in page.text
    assert f"the difference is {energy['lost_kwh_net']:,.0f} kWh" in page.text
    shares = [tag.attributes["alt"] for tag in page.of("img")]
    assert len(shares) == 5


def test_it_says_what_it_is_of(page, several):
    assert page.headings[0] == (1, "Report on 3 turbines")
    assert page.of("html")[0].attributes["lang"] == "en"
    for text in ("2018-01-01 00:00 UTC+03:00 to", "the embedded database", "with Windproof 0."):
        assert text in page.text
    assert f"{several.made:%Y-%m-%d %H:%M} UTC+00:00" in page.text
    assert "Days and months are those of Europe/Istanbul." in page.text
    levels = [level for level, _ in page.headings]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1


def test_names_are_escaped_everywhere_and_shown_as_they_are(page):
    assert page.of("script") == page.of("b") == page.of("i") == []
    assert len(page.of("style")) == 1
    for name in NAMES:
        assert name in page.texts
        assert any(name in tag.attributes["alt"] for tag in page.of("img"))
    assert "$T_1$ & <<i>.csv" in page.texts


def test_a_name_that_xml_cannot_hold_takes_no_picture_away():
    made = drawing.picture(drawing.figure(1, 1), alt="T\ufffe1 \x07 <b>", caption="")
    svg = b64decode(made.source.partition(",")[2])
    assert ElementTree.fromstring(svg).findtext("{*}title") == "T\ufffd1 \ufffd <b>"
    assert made.alt == "T\ufffe1 \x07 <b>"


def test_nothing_comes_from_elsewhere(page):
    assert not re.search(
        r"(?:src|href|action|url|@import)\s*[=(]\s*[\"']?(?![\"' ]*data:)", page.html
    )
    assert not [tag.name for tag in page.tags if any(a.startswith("on") for a in tag.attributes)]
    assert not page.of("link")
    policy = next(t.attributes for t in page.of("meta") if "http-equiv" in t.attributes)
    assert policy["content"].startswith("default-src 'none'; img-src data:;")
    for picture in page.pictures():
        used = [
            value
            for each in picture.iter()
            for name, value in each.attrib.items()
            if name.endswith("href") or "url(" in value
        ]
        assert all(value.startswith("#") or "url(#" in value for value in used)


def test_pictures_say_in_words_what_they_are(page):
    titles = [picture.findtext("{*}title") for picture in page.pictures()]
    assert titles == [tag.attributes["alt"] for tag in page.of("img")]
    assert "Power curves of all turbines" in titles
    assert [title.count("Wind rose") for title in titles].count(1) == 2, "one has no direction"


def test_tables_name_their_rows_and_columns(page):
    assert {tag.attributes.get("scope") for tag in page.of("th")} == {"col", "row"}
    assert len(page.of("caption")) == len(page.of("table")) == len(page.of("thead"))


def test_months_that_the_period_cuts_are_marked(page):
    assert "Feb 2018 *" in page.texts
    assert any(text.startswith("* The period covers only part") for text in page.texts)


def test_sums_are_over_all_turbines(several, page):
    energies = [each.production.total["measured_kwh"][0] for each in several.turbines]
    assert f"{sum(energies):,.1f}" in page.texts
    shortfalls = sum(each.losses.shortfall_kwh for each in several.turbines)
    assert f"{shortfalls:,.0f}" in page.texts
    hours = sum(each.availability.hours for each in several.turbines)
    producing = sum(each.availability.producing_hours for each in several.turbines)
    assert f"{100 * producing / hours:.2f}" in page.texts


def test_what_is_not_there_has_its_reason(page):
    for reason in (
        "There is no wind rose: no field is the wind direction.",
        "The series has no reference power, so the curve is shown on its own.",
        "The reference is the period's own median power curve",
        "The rated power is not known",
        "Needs outside temperature",
    ):
        assert reason in page.text, reason


def test_a_period_without_rows_shows_no_zeros(tmp_path):
    place = embedded_place(tmp_path)
    place.ingest(made_file(12))
    page = Printed(html(gathered(place, start_ns=ns(2019, 1, 1), stop_ns=ns(2019, 2, 1))))
    assert "Not shown. The period has no rows with power_kw and wind_speed_mps." in page.texts
    assert "No verdict: no recorded ingest covers this period." in page.texts
    assert page.of("img") == []
    assert "0.0 kWh" not in page.text


def test_a_failed_comparison_is_the_first_thing_that_is_read(tmp_path):
    place = embedded_place(tmp_path)
    place.ingest(made_file(12))
    place.door.put(gathered(place).period.start_ns, power_kw=1.0)
    page = Printed(html(gathered(place)))
    told = "FAIL: 1 of 1 file is not in the database as it was read."
    assert page.texts.index(told) < 30
    assert page.texts.count(told) == 2


def test_flags_that_are_left_out_are_told(tmp_path):
    place = embedded_place(tmp_path)
    cells = (line(n, 0 if n < 6 else 100, 8 + n % 5, 120, 90) for n in range(144))
    place.ingest("\n".join([HEADER, *cells, ""]))
    page = Printed(html(gathered(place, without=("stopped",), parts=("production",))))
    assert "left out and count as missing: stopped in wind (6 rows)." in page.text
    assert "Left out of this report, as requested: Power curve, Wind," in page.text
    assert [text for _, text in page.headings[2:]] == ["Production by month", "Definitions"]


def test_nothing_of_ours_is_left_in_english(several, tmp_path, monkeypatch):
    pseudo.write(tmp_path)
    monkeypatch.setattr(language, "LANGUAGES", tmp_path)
    with speaking(pseudo.TAG):
        page = Printed(html(several))
    assert page.of("html")[0].attributes["lang"] == pseudo.TAG
    text = page.text
    for name in (*NAMES, "Europe/Istanbul", "Windproof", "windproof.duckdb", "made.csv", "scada"):
        text = text.replace(name, "")
    own = {"main", "csv", "UTC", "kWh"}
    months = {"jan", "feb", "mar"}
    left = set(pseudo.words_of(text)) - own - months
    assert left == set()


@pytest.mark.parametrize(("days", "step"), [(362, 1), (361, 1), (53 * 7, 7), (1, 1)])
def test_no_month_stands_beyond_the_coverage(days, step):
    starts = pl.datetime_range(
        datetime(2018, 1, 1, tzinfo=UTC), interval=f"{step}d",
        end=datetime(2018, 1, 1, tzinfo=UTC) + timedelta(days=days - step), eager=True,
    )  # fmt: skip
    places, names = charts._months_along(pl.DataFrame({"time": starts}), "UTC", days)
    assert (places[0], names[0]) == (0, "Jan\n2018")
    assert max(places) <= days
    assert len(places) == len(names)
