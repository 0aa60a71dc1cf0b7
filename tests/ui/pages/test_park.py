"""The park page: full, empty, odd turbines, and with a database that does not answer."""

from dataclasses import replace

import pytest
from apptest import choose, metric, open_page, said, set_embedded, told
from scada import ACTOR, HEADER, SERIES, Place, line, made_file

from turbine.model.errors import StoreUnreachableError
from turbine.stores.duckdb.store import DuckDBStore

T2, T3 = (replace(SERIES, turbine=name) for name in ("T2", "T3"))


def rows(powers) -> str:
    """Ten-minute rows with these powers; None: no row."""
    lines = [line(n, p, 8 + n % 5, 120, 90) for n, p in enumerate(powers) if p is not None]
    return "\n".join([HEADER, *lines, ""])


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch):
    set_embedded(embedded, monkeypatch)
    return lambda **query: open_page("park", embedded.settings.data_dir, **query)


def test_turbines_are_compared_over_what_all_of_them_have(embedded, on_page):
    # T2 gives more at every moment, and lacks half of the rows.
    embedded.ingest(rows([100] * 288))
    embedded.ingest(rows([120] * 144 + [None] * 143 + [120]), series=T2, name="two.csv")
    at = on_page()
    assert metric(at, "Measured energy of the park (kWh)") == "7,700"
    assert metric(at, "Estimate for all turbines (kWh)") == "10,083"
    script = at.code[-1].value
    compile(script, "script", "exec")
    assert "RATED_KW = {'T1': 1.0, 'T2': 1.0}" in script
    assert "145 of 288 intervals of 10 min are common to all 2 turbines with rows" in said(at)
    assert "T2 alone keeps 143 intervals from being common." in said(at)
    table = at.dataframe[0].value.set_index("Turbine")
    assert table["Measured energy (kWh)"].to_dict() == pytest.approx({"T1": 4_800, "T2": 2_900})
    assert table["Energy, common rows (kWh)"].to_dict() == pytest.approx(
        {"T1": 145 / 6 * 100, "T2": 145 / 6 * 120}
    )
    assert "Over the 145 intervals" in said(at)
    choose(at, "park_rows", "own")
    assert "turbines with different gaps are not directly comparable" in said(at)
    assert len(at.get("plotly_chart")) == 5


def test_the_reference_and_what_is_known_of_sizes_decide_what_is_compared(embedded, on_page):
    embedded.ingest(rows([100] * 288))
    embedded.ingest(rows([300] * 288), series=T2, name="two.csv")
    at = on_page(reference="T1")
    table = at.dataframe[0].value.set_index("Turbine")
    assert table["Energy / reference (%)"].to_dict() == pytest.approx({"T1": 100, "T2": 300})
    assert "The rated power of T1 and T2 is not known" in said(at)
    assert "Against T1, by month" in said(at)
    sites = embedded.windproof.sites
    sites.set_turbine(ACTOR, "main", "T1", {"rated_power_kw": 1_000.0})
    sites.set_turbine(ACTOR, "main", "T2", {"rated_power_kw": 2_000.0})
    at = on_page(reference="T1")
    table = at.dataframe[0].value.set_index("Turbine")
    assert table["Energy / reference (%)"].to_dict() == pytest.approx({"T1": 100, "T2": 150})
    assert table["Full-load hours (h)"].to_dict() == pytest.approx({"T1": 4.8, "T2": 7.2})
    assert "Turbines differ in rated power (1,000 to 2,000 kW)" in said(at)
    assert metric(at, "Capacity factor, present (%)") == "13.33"


def test_odd_turbines_are_named_and_none_stops_the_page(embedded, on_page):
    embedded.ingest(rows([100] * 288))
    hourly = [line(6 * n, 90, 8, 120, 90) for n in range(48)]
    embedded.ingest("\n".join([HEADER, *hourly, ""]), series=T2, name="hourly.csv")
    late = [line(n, 90, 8, 120, 90) for n in range(9_000, 9_050)]
    embedded.ingest("\n".join([HEADER, *late, ""]), series=T3, name="late.csv")
    windless = "\n".join(
        ["Date/Time,LV ActivePower (kW)", *(",".join(each.split(",")[:2]) for each in hourly), ""]
    )
    embedded.ingest(windless, series=replace(SERIES, turbine="T4"), name="windless.csv")
    powerless = "\n".join(
        ["Date/Time,Wind Speed (m/s)", *(f"{each.split(',')[0]},8" for each in hourly), ""]
    )
    embedded.ingest(powerless, series=replace(SERIES, turbine="T5"), name="powerless.csv")
    embedded.ingest(rows([100] * 50), series=replace(SERIES, site="south"), name="south.csv")
    period = {"start": "2018-01-01T00:00:00Z", "stop": "2018-01-02T00:00:00Z"}
    at = on_page(park="main/scada", **period)
    text = said(at)
    assert "The power field of T5 is not known" in text
    assert "T3: no rows with power in this period." in text
    assert "T4: no wind speed, so no power curve and no availability." in text
    assert "Rows last 10 to 60 min: turbines are compared over intervals of 60 min" in text
    assert metric(at, "Turbines with rows") == "3"
    table = at.dataframe[0].value.set_index("Turbine")
    assert [*table.index] == ["T1", "T2", "T3", "T4"], "the other T1 is of another site"
    assert table["Energy, common rows (kWh)"]["T1"] == pytest.approx(2_400 - 0, rel=0.15)
    assert table["Measured energy (kWh)"].isna().to_dict()["T3"]
    for name, value in (
        ("show", "together"), ("show", "daily"), ("signal", "wind"), ("rank", "mean_mps"),
        ("rank", "recovery"), ("rows", "own"), ("by", "day"), ("by", "year"), ("reference", "T2"),
    ):  # fmt: skip
        choose(at, f"park_{name}", value)
    for title in ("Sum over time", "Against the reference by month", "Power curves",
                  "Correlation of pairs"):  # fmt: skip
        choose(at, "park_which_table", title)
        assert len(at.dataframe[0].value) > 0
    at = on_page(park="main/scada", start="2019-01-01T00:00:00Z", stop="2019-01-02T00:00:00Z")
    assert "No turbine of this park has rows with power in this period." in said(at)


def test_a_park_of_one_says_that_there_is_nothing_to_compare(embedded, on_page):
    embedded.ingest(rows([100] * 288))
    at = on_page()
    assert "A single turbine has nothing to be compared with" in said(at)
    titles = ["Ranking", "Sum of the park", "Turbine by turbine"]
    assert [each.value for each in at.subheader if each.value in titles] == titles
    assert len(at.get("plotly_chart")) == 3
    assert not {"Against the reference by month", "Correlation of pairs"} & {
        *at.selectbox(key="park_which_table").options
    }


def test_the_address_keeps_everything_and_what_it_cannot_be_is_noted(embedded, on_page):
    embedded.ingest(rows([100] * 288))
    embedded.ingest(rows([120] * 288), series=T2, name="two.csv")
    at = on_page(left="T2", rank="measured_kwh", rows="own", show="daily")
    assert metric(at, "Measured energy of the park (kWh)") == "4,800"
    params = {name: at.query_params[name] for name in ("left", "rank", "rows", "show", "park")}
    assert [each if isinstance(each, str) else each[0] for each in params.values()] == [
        "T2", "measured_kwh", "own", "daily", "main/scada",
    ]  # fmt: skip
    at = on_page(park="elsewhere/scada", reference="T9", left="T7", rank="beauty")
    for name in ("elsewhere/scada", "T9", "T7", "beauty"):
        assert name in said(at)
    at = on_page(left="T1,T2")
    assert "Every turbine is left out" in said(at)


def test_nothing_to_show_and_a_database_that_does_not_answer(embedded, on_page, monkeypatch):
    assert "There is no data yet" in said(on_page())
    embedded.ingest(made_file(60))

    def down(*_: object, **__: object) -> None:
        raise StoreUnreachableError("No answer from the database.", hint="Start it.")

    monkeypatch.setattr(DuckDBStore, "read", down)
    assert told(on_page()) == ["No answer from the database.\n\nStart it."]


def test_rows_that_look_wrong_are_left_out_here_too_and_the_other_views_say_so(embedded, on_page):
    embedded.ingest(rows([0 if 60 <= n < 66 else 100 for n in range(288)]))
    embedded.ingest(rows([120] * 288), series=T2, name="two.csv")
    at = on_page(without="stopped,icing,beauty")
    text = said(at)
    assert "6 rows are left out by the filters." in text
    assert "icing-looking could not be checked for T1 and T2" in text
    assert "beauty" in text
    assert "282 of 288 intervals" in text
    assert at.multiselect(key="park_without").value == ["stopped", "icing"]
    at.query_params.clear()
    at.switch_page("../../pages/production.py")
    at.run()
    assert at.toggle(key="production_without_stopped").value
    assert metric(at, "Data recovery (%)") == "97.917"


def test_changed_parameters_of_flags_count_here_too_and_go_along(embedded, on_page):
    # At a standstill in winds of 8 to 12 m/s.
    embedded.ingest(rows([0 if 60 <= n < 70 else 100 for n in range(288)]))
    embedded.ingest(rows([120] * 288), series=T2, name="two.csv")
    at = on_page(without="stopped", rules="cut_in_mps=10.5,cut_in_mps=99")
    assert "4 rows are left out by the filters." in said(at)
    assert "Flags use 1 changed parameter: cut_in_mps=10.5." in said(at)
    assert "'cut_in_mps=99'" in said(at)
    table = at.dataframe[0].value.set_index("Turbine")
    assert table["Time-based availability (%)"]["T1"] == pytest.approx(100)
    usual = on_page(without="stopped")
    assert "10 rows are left out by the filters." in said(usual)
    assert "changed parameter" not in said(usual)
    at.query_params.clear()
    at.switch_page("../../pages/production.py")
    assert "".join(at.run().query_params["rules"]) == "cut_in_mps=10.5"


def test_a_turbine_in_two_measurements_is_in_two_parks_and_counts_once_in_each(embedded, on_page):
    embedded.ingest(rows([100] * 144))
    embedded.ingest(rows([100] * 288), series=replace(SERIES, measurement="again, <b>"))
    at = on_page(park="main/again%2C <b>")
    assert metric(at, "Measured energy of the park (kWh)") == "4,800"
    assert [*at.selectbox(key="park_place").options] == [
        "main, again, <b> (1 turbine)", "main, scada (1 turbine)",
    ]  # fmt: skip
    at = on_page(park="main/scada")
    assert metric(at, "Measured energy of the park (kWh)") == "2,400"


def test_turbines_are_listed_as_people_sort_them(embedded, on_page):
    for name in ("T10", "T2", "T1"):
        series = replace(SERIES, turbine=name)
        embedded.ingest(rows([100] * 144), series=series, name=f"{name}.csv")
    assert [*on_page().multiselect(key="park_left").options] == ["T1", "T2", "T10"]
    kept, _ = embedded.windproof.overview.kept()
    assert [series.turbine for series in kept] == ["T1", "T2", "T10"]
