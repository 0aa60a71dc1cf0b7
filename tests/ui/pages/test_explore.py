"""The explore page, by its widgets' keys, on a real database."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import plotly.graph_objects as go
import polars as pl
import pytest
from apptest import choose, metric, run, said, set_embedded
from apptest import open_page as on_page
from scada import ACTOR, HEADER, SERIES, START, Place, line, made_file, utc_ns
from streamlit.testing.v1 import AppTest

from turbine.explore.export import csv_bytes, with_facts
from turbine.model.errors import StoreUnreachableError
from turbine.model.series import Series
from turbine.services.explorer import Explorer
from turbine.stores.duckdb.store import DuckDBStore
from turbine.ui.common.series import known
from turbine.ui.explore.controls import WINDOW_LABELS
from turbine.ui.explore.views import VIEWS

DAYS = 40

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(embedded: Place, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The page in a new browser, on the embedded database."""
    set_embedded(embedded, monkeypatch)
    return lambda **query: on_page("explore", embedded.settings.data_dir, **query)


def view(at: AppTest, name: str) -> AppTest:
    at.pills(key="explore_view").set_value(name)
    return run(at)


def fields(at: AppTest, *names: str) -> AppTest:
    at.multiselect(key="explore_channels").set_value(list(names))
    return run(at)


def table(at: AppTest) -> pl.DataFrame:
    return pl.from_pandas(at.dataframe[0].value)


def params(at: AppTest) -> dict[str, str]:
    """The address's parameters; AppTest has each as a list."""
    return {
        name: value[0] if isinstance(value, list) else value
        for name, value in dict(at.query_params).items()
    }


def has_chart(at: AppTest) -> bool:
    return len(at.get("plotly_chart")) == 1


@pytest.fixture
def filled(embedded: Place, open_page: Open) -> Open:
    """Forty days at ten minutes are in the database."""
    embedded.ingest(made_file(DAYS * 144))
    return open_page


def test_the_browser_gets_the_figure_that_plotly_would_have_checked(filled) -> None:
    sent = json.loads(filled().get("plotly_chart")[0].proto.spec)
    assert len(sent["data"]) == 2
    assert json.loads(go.Figure(sent).to_json()) == sent
    assert sent["layout"]["template"] == json.loads(go.Figure().to_json())["layout"]["template"]


# -- nothing, and trouble ------------------------------------------------------------------------


def test_without_data_the_page_leads_to_the_ingest(open_page: Open) -> None:
    at = open_page()
    assert "There is no data yet" in said(at)
    assert len(at.get("page_link")) == 1
    assert not has_chart(at)


def test_a_database_that_does_not_answer_is_told_in_a_box(filled, monkeypatch) -> None:
    at = filled()

    def down(*_: object, **__: object) -> None:
        raise StoreUnreachableError("No answer from the database.", hint="Start it.")

    with monkeypatch.context() as broken:
        broken.setattr(DuckDBStore, "aggregate", down)
        choose(at, "explore_function", "max")
    assert [re.sub(r"\\(.)", r"\1", e.value) for e in at.error] == [
        "No answer from the database.\n\nStart it."
    ]
    assert not has_chart(at)
    choose(at, "explore_function", "min")
    assert has_chart(at)


def test_nobody_logged_in_sees_nothing(filled, embedded: Place) -> None:
    filled()
    at = on_page("explore", embedded.settings.data_dir, user=None)
    assert not has_chart(at)
    assert not at.dataframe
    assert "Explore" not in [t.value for t in at.title]


# -- the first look ------------------------------------------------------------------------------


def test_a_newcomer_sees_the_newest_thirty_days_hour_by_hour(filled) -> None:
    at = filled()
    assert has_chart(at)
    assert at.selectbox(key="explore_period").value == "30d"
    rows = table(at)
    assert len(rows) == 30 * 24
    assert rows.columns == [
        "Start (Europe/Istanbul)",
        "Active power mean (kW)",
        "Active power rows found",
        "Rows expected",
        "Data coverage (%)",
        "Truncated",
    ]
    last_day = START + timedelta(days=DAYS - 1)
    assert rows[0, 0] == f"{last_day - timedelta(days=29):%Y-%m-%d}T00:00:00+03:00"
    assert rows[-1, 0] == f"{last_day:%Y-%m-%d}T23:00:00+03:00"
    assert metric(at, "Data coverage (%)") == "100.0"
    assert "720 windows from 1 query: 720 rows transferred" in said(at)
    assert "SELECT" in at.code[0].value
    compile(at.code[-1].value, "script", "exec")
    assert "by_window(rows" in at.code[-1].value


def test_the_numbers_are_those_of_the_file(filled) -> None:
    at = choose(filled(), "explore_period", "all")
    file = pl.read_csv(made_file(DAYS * 144).encode())
    power = file["LV ActivePower (kW)"]
    assert metric(at, "Active power (kW)") == f"{power.mean():,.0f}"
    assert metric(at, "Active energy (kWh)") == f"{power.sum() / 6:,.0f}"
    choose(at, "explore_window", "all")
    assert table(at)["Active power mean (kW)"].to_list() == [pytest.approx(power.mean())]


# -- selectors -----------------------------------------------------------------------------------


@pytest.mark.parametrize("window", WINDOW_LABELS)
def test_every_window_draws(filled, window) -> None:
    at = choose(filled(), "explore_window", window)
    assert has_chart(at)
    assert params(at)["window"] == window
    assert table(at)["Active power rows found"].sum() == 30 * 144


def test_every_function_draws(filled) -> None:
    at = filled()
    for function in at.selectbox(key="explore_function").options:
        at.selectbox(key="explore_function").select(function)
        run(at)
        assert has_chart(at), function
        assert not at.error, function


def test_an_address_may_have_any_window_and_percentile(filled) -> None:
    at = filled(window="90min", function="P97.5")
    assert at.selectbox(key="explore_window").value == "90min"
    assert "1.5 hours" in at.selectbox(key="explore_window").options
    assert "Active power percentile 97.5, exceedance P2.5 (kW)" in table(at).columns


def test_a_direction_alone_offers_what_an_angle_has(filled) -> None:
    at = fields(filled(), "wind_direction_deg")
    assert at.selectbox(key="explore_function").value == "circular_mean"
    assert len(at.selectbox(key="explore_function").options) == 6
    assert "Wind direction circular mean (deg)" in table(at).columns


def test_among_several_fields_the_direction_follows_or_is_left_out(filled) -> None:
    at = fields(filled(), "power_kw", "wind_direction_deg")
    assert "its circular mean is shown" in said(at)
    choose(at, "explore_function", "max")
    assert "**Left out.** Wind direction has no maximum, since it is an angle." in said(at)
    assert not [name for name in table(at).columns if name.startswith("Wind direction")]


def test_without_a_field_it_asks_for_one_and_keeps_the_rest(filled) -> None:
    at = choose(filled(), "explore_function", "median")
    fields(at)
    assert "Choose at least one field" in said(at)
    assert not has_chart(at)
    fields(at, "wind_speed_mps")
    assert at.selectbox(key="explore_function").value == "median"
    assert "Wind speed median (m/s)" in table(at).columns


def test_a_period_of_ones_own_starts_as_what_was_shown(filled) -> None:
    at = choose(filled(), "explore_period", "custom")
    assert at.datetime_input(key="explore_start").value == START + timedelta(days=10)
    at.datetime_input(key="explore_start").set_value(START + timedelta(days=19, hours=6))
    at.datetime_input(key="explore_stop").set_value(START + timedelta(days=20))
    run(at)
    assert len(table(at)) == 18
    assert params(at)["start"] == "2018-01-20T03:00:00Z"
    at.datetime_input(key="explore_stop").set_value(START + timedelta(days=19))
    run(at)
    assert "The period is empty" in said(at)
    assert not has_chart(at)


def test_a_period_without_rows_says_so(filled) -> None:
    at = filled(start="2018-06-01", stop="2018-06-02")
    assert "There are no rows in this period" in said(at)
    assert metric(at, "Data coverage (%)") == "no value"


def test_rows_at_irregular_times_have_neither_energy_nor_coverage_and_the_reason(
    embedded, open_page
) -> None:
    rows = ["00:00:00", "00:00:01", "00:00:02", "00:20:00", "00:45:00", "01:00:00"]
    lines = [f"2020-01-01 {clock},600" for clock in rows]
    embedded.ingest("\n".join(["Timestamp,Active Power (kW)", *lines, ""]))
    at = choose(open_page(), "explore_period", "all")
    assert "have irregular times and no time step" in said(at)
    assert metric(at, "Data coverage (%)") == "no value"
    assert metric(at, "Active energy (kWh)") == "no value"
    assert metric(at, "Active power (kW)") == "600.0"
    assert table(at)["Data coverage (%)"].null_count() == len(table(at))
    for show in ("day", "coverage", "time"):
        choose(at, "explore_show", show)
        assert has_chart(at)
        assert not at.exception
    choose(at, "explore_function", "energy")
    assert table(at)["Active power energy (kWh)"].null_count() == len(table(at))


def test_windows_that_the_data_cut_are_explained(filled) -> None:
    at = choose(filled(), "explore_window", "1w")
    assert "some of them are truncated by the period or the data" in said(at)
    assert table(at)["Truncated"].to_list()[0]
    choose(at, "explore_window", "1d")
    assert "some of them are truncated" not in said(at)


def test_days_are_the_sites_or_utcs(filled) -> None:
    at = choose(view(filled(), "daily_energy"), "explore_period", "all")
    local = table(at)
    assert len(local) == DAYS
    choose(at, "explore_zone", "UTC")
    utc = table(at)
    assert len(utc) == DAYS + 1
    assert (utc[0, "Rows expected"], utc[0, "Active power rows found"]) == (144, 18)
    assert utc["Truncated"].to_list() == [True, *[False] * (DAYS - 1), True]
    assert not local["Truncated"].any()
    assert utc.columns[0] == "Start (UTC)"
    name = "Active power energy (kWh)"
    assert utc[name].sum() == pytest.approx(local[name].sum())
    assert "those of UTC" in said(at)


def test_empty_windows_are_filled_as_chosen_and_marked(embedded, open_page) -> None:
    kept = [row for row in range(2 * 144) if not 60 <= row < 90]
    embedded.ingest("\n".join([HEADER, *(line(r, r, 5, 5, 350) for r in kept), ""]))
    at = open_page()
    name = "Active power mean (kW)"
    assert table(at)[name].null_count() == 5
    assert table(at)["Data coverage (%)"].min() == 0
    for fill, value in (("previous", 56.5), ("zero", 0.0), ("linear", 62.5)):
        choose(at, "explore_fill", fill)
        assert table(at)[name].null_count() == 0
        assert table(at)[10, name] == pytest.approx(value)
        assert table(at)["Active power filled in"].sum() == 5
        assert table(at)["Active power rows found"].min() == 0


def test_the_band_adds_its_percentiles(filled) -> None:
    at = filled()
    at.toggle(key="explore_band").set_value(True)
    run(at)
    rows = table(at)
    assert (
        rows["Active power percentile 10, exceedance P90 (kW)"] <= rows["Active power mean (kW)"]
    ).all()
    choose(at, "explore_function", "max")
    assert at.toggle(key="explore_band").disabled
    assert "Active power percentile 10, exceedance P90 (kW)" not in table(at).columns


# -- views ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [v.name for v in VIEWS])
def test_every_ready_made_view_is_one_click_and_stays_marked(filled, name) -> None:
    at = view(filled(), name)
    assert has_chart(at)
    assert not at.error
    assert not at.warning
    assert at.pills(key="explore_view").value == name
    again = filled(**params(at))
    assert table(again).equals(table(at))


def test_the_diurnal_profile_has_24_hours(filled) -> None:
    rows = table(view(filled(), "diurnal_profile"))
    assert rows["Hour of day (Europe/Istanbul)"].to_list() == list(range(24))
    assert rows["Active power rows found"].sum() == DAYS * 144


def test_views_that_a_series_has_no_fields_for_are_not_offered(embedded, open_page) -> None:
    header = "Date/Time,Wind Speed (m/s)"
    embedded.ingest("\n".join([header, *(line(r, 5) for r in range(300)), ""]))
    at = open_page()
    offered = at.pills(key="explore_view").options
    assert not [text for text in offered if "energy" in str(text).lower()]
    assert has_chart(at)


# -- the address ---------------------------------------------------------------------------------


def test_what_another_program_wrote_is_explored_and_marked(embedded: Place, filled: Open) -> None:
    for name in ("oil, of the gear", "oil_temperature_degc"):
        embedded.door.write(SERIES, {(utc_ns(row), name): 20.5 + row for row in (0, 1)})
    embedded.door.write(replace(SERIES, measurement="theirs"), {(utc_ns(0), "x"): 1.0})
    at = fields(filled(), "oil, of the gear", "oil_temperature_degc", "power_kw")
    assert not at.exception
    chooser = at.multiselect(key="explore_channels")
    assert chooser.value == ["power_kw", "oil_temperature_degc", "oil, of the gear"]
    assert chooser.options[-1] == "oil, of the gear (from another program)"
    assert "oil%2C of the gear" in params(at)["fields"]
    choose(at, "explore_period", "all")
    assert metric(at, "Oil temperature (°C)") == "21.0"
    assert {info.series.measurement for info in embedded.windproof.explorer.series()} == {
        "scada",
        "theirs",
    }
    assert "Neither its files" not in said(at)
    choose(at, "explore_series", replace(SERIES, measurement="theirs"))
    assert "Neither its files nor the page Sites say which time zone 'main' is in" in said(at)
    assert at.selectbox(key="explore_zone").value == "UTC"
    embedded.windproof.sites.set_zone(ACTOR, SERIES.site, "Europe/Berlin")
    assert "Neither its files" not in said(run(at))
    assert at.selectbox(key="explore_zone").options == ["Europe/Berlin (site)", "UTC"]


def test_a_link_shows_the_same_to_somebody_else(filled) -> None:
    at = fields(filled(), "wind_speed_mps", "wind_direction_deg")
    choose(at, "explore_window", "6h")
    choose(at, "explore_fill", "linear")
    choose(at, "explore_zone", "UTC")
    choose(at, "explore_period", "7d")
    other = filled(**params(at))
    assert params(other) == params(at)
    assert table(other).equals(table(at))
    assert other.selectbox(key="explore_period").value == "7d"
    assert not other.warning


def test_a_link_keeps_its_period_when_newer_data_arrives(filled, embedded) -> None:
    at = filled()
    link = params(at)
    later = START + timedelta(days=DAYS)
    embedded.ingest(made_file(144 * 5, seed=2, start=later))
    old, fresh = filled(**link), filled()
    assert table(old).equals(table(at))
    assert old.selectbox(key="explore_period").value == "custom"
    assert params(fresh)["stop"] > link["stop"]


@pytest.mark.parametrize(
    "query",
    [
        {"turbine": "<script>alert(1)</script>"},
        {"function": "energy", "fields": "wind_direction_deg"},
        {"window": "0s", "zone": "../../etc", "start": "x", "fields": "a,b", "show": "1"},
        {"start": "9999-12-31T23:59:59", "stop": "0001-01-01"},
    ],
)
def test_an_address_that_means_nothing_is_ignored_with_a_note(filled, query) -> None:
    at = filled(**query)
    assert has_chart(at)
    assert len(at.warning) == 1
    assert "were ignored" in at.warning[0].value
    assert "<script>" not in at.warning[0].value
    run(at)
    assert not at.warning


def test_too_many_windows_are_refused_in_a_sentence(filled) -> None:
    at = filled(start="1901-01-01", stop="2199-01-01", window="10min")
    assert "Choose a longer window" in said(at)
    assert not has_chart(at)


# -- several series, and answers that stay fresh --------------------------------------------------


def test_another_turbine_is_one_choice_away(filled, embedded) -> None:
    other = Series(measurement="scada", site="main", turbine="T2 <b>")
    embedded.ingest(made_file(144, seed=9), series=other)
    at = filled(turbine="T1")
    choose(at, "explore_series", other)
    assert len(table(at)) == 24
    assert params(at)["turbine"] == "T2 <b>"
    assert SERIES.turbine != other.turbine


def test_an_ingest_is_seen_at_once_and_an_answer_is_asked_for_once(
    filled, embedded, monkeypatch
) -> None:
    asked: list[str] = []
    real = Explorer.aggregate

    def counting(self, request):
        asked.append(request.function)
        return real(self, request)

    monkeypatch.setattr(Explorer, "aggregate", counting)
    at = choose(filled(), "explore_period", "all")
    before = metric(at, "Active power (kW)")
    questions = len(asked)
    run(at)
    filled(**params(at))
    assert len(asked) == questions
    record = embedded.windproof.ingests.all()[0]
    embedded.undo(record)
    assert "There is no data yet" in said(run(at))
    embedded.ingest(made_file(DAYS * 144, seed=4))
    assert metric(choose(run(at), "explore_period", "all"), "Active power (kW)") != before


@pytest.mark.server
def test_on_influxdb_the_query_shown_is_flux(influx: Place, monkeypatch) -> None:
    for name, value in influx.environ.items():
        if name.startswith(("TURBINE_", "INFLUXDB_")):
            monkeypatch.setenv(name, value)
    influx.windproof.connection.create_bucket(ACTOR)
    influx.ingest(made_file(10 * 144))
    at = on_page("explore", influx.settings.data_dir)
    assert "aggregateWindow" in at.code[0].value
    assert has_chart(at)
    file = pl.read_csv(made_file(10 * 144).encode())["LV ActivePower (kW)"]
    assert metric(at, "Active power (kW)") == f"{file.mean():,.0f}"
    fields(at, "power_kw", "wind_direction_deg")
    assert np.isfinite(table(at)["Wind direction circular mean (deg)"].to_numpy()).all()


def test_what_is_known_of_the_turbine_goes_with_the_download(
    embedded: Place, open_page: Open
) -> None:
    embedded.ingest(made_file(DAYS * 144))
    sites = embedded.windproof.sites
    assert known(embedded.windproof, SERIES) == {}
    facts = {"rated_power_kw": 3_600, "latitude_deg": 40.6, "cut_in_mps": 3}
    sites.set_turbine(ACTOR, SERIES.site, SERIES.turbine, facts)
    sites.set_zone(ACTOR, SERIES.site, "Europe/Istanbul")
    found = known(embedded.windproof, SERIES)
    frame = with_facts(pl.DataFrame({"Rows": [1, 2]}), found | {"Rows": 7})
    rows = list(csv.DictReader(io.StringIO(csv_bytes(frame).decode("ascii"))))
    assert rows == [
        {
            "Rows": str(row),
            "Rated power (kW)": "3600.0",
            "Latitude (deg)": "40.6",
            "Time zone of the site": "Europe/Istanbul",
        }
        for row in (1, 2)
    ]
    (embedded.settings.data_dir / "sites.json").write_text("damaged")
    at = open_page()
    assert len(table(at)) > 0
    assert "sites.json" in said(at)
