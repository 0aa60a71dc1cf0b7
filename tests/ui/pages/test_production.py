"""The production page, by its widgets' keys: what every page of a view does, and its own."""

from dataclasses import replace

import numpy as np
import pytest
from apptest import choose, click, has, metric, open_page, run, said, set_embedded
from scada import ACTOR, HEADER, SERIES, Place, line

from turbine.model.errors import StoreUnreachableError
from turbine.stores.duckdb.store import DuckDBStore

# Two days at 100 kW, six hours of the second one without rows, an hour of the first one stopped.
FILE = "\n".join(
    [
        HEADER,
        *(line(n, 0 if 60 <= n < 66 else 100, 8 + n % 5, 120, 90) for n in range(200)),
        *(line(n, 100, 8 + n % 5, 120, 90) for n in range(236, 288)),
        "",
    ]
)


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch):
    set_embedded(embedded, monkeypatch)
    return lambda **query: open_page("production", embedded.settings.data_dir, **query)


def charts(at) -> int:
    return len(at.get("plotly_chart"))


def test_figures_are_those_of_the_rows_and_the_rated_power_is_asked_for(embedded, on_page):
    embedded.ingest(FILE)
    at = on_page(by="day")
    assert metric(at, "Measured energy (kWh)") == "4,100"
    assert metric(at, "Data recovery (%)") == "87.500"
    assert not any("Capacity factor" in each.label for each in at.metric)
    assert "Is the rated power of T1 100 kW?" in said(at), "where the power levels off"
    at.number_input(key="asking_rated_kw_T1 · main · scada").set_value(200.0)
    click(at, "asking_note_rated_T1 · main · scada")
    assert embedded.windproof.sites.facts("main", "T1") == {"rated_power_kw": 200.0}
    assert metric(at, "Capacity factor, present (%)") == "48.81"
    assert metric(at, "Capacity factor, calendar (%)") == "42.71"
    assert metric(at, "Full-load hours (h)") == "20.5"
    assert charts(at) == 2
    rows = at.dataframe[0].value
    assert rows["Measured energy (kWh)"].to_list() == pytest.approx([2_300, 1_800])
    assert "SELECT" in at.code[0].value
    script = at.code[1].value
    compile(script, "script", "exec")
    assert "'D'" in script
    assert "no Python script" not in said(at)


def test_rows_that_look_wrong_are_left_out_on_request_and_the_address_says_so(embedded, on_page):
    embedded.ingest(FILE)
    at = on_page()
    assert any("stopped in wind (6 rows)" in each.label for each in at.toggle)
    at.toggle(key="production_without_stopped").set_value(True)
    run(at)
    assert "6 rows are left out by the filters." in said(at)
    assert metric(at, "Data recovery (%)") == "85.417"
    assert "no Python script while filters leave rows out" in said(at)
    assert at.query_params["without"] in ("stopped", ["stopped"])
    again = on_page(without="stopped")
    assert metric(again, "Data recovery (%)") == "85.417"


def test_nothing_to_show_says_what_to_do(embedded, on_page, monkeypatch):
    at = on_page()
    assert "There is no data yet" in said(at)
    embedded.ingest(
        "\n".join(
            [
                "Date/Time,Wind Speed (m/s),Generator power (kW)",
                *(line(n, 8 + n % 5, 100) for n in range(144)),
                "",
            ]
        )
    )
    at = on_page()
    assert "Which field of" in said(at)
    assert charts(at) == 0
    [field] = [box for box in at.selectbox if box.key.startswith("asking_power_field")]
    field.set_value("generator_power_kw")
    with monkeypatch.context() as broken:

        def down(*_: object, **__: object) -> None:
            raise StoreUnreachableError("No answer from the database.", hint="Start it.")

        broken.setattr(DuckDBStore, "read", down)
        click(at, "asking_note_T1 · main · scada")
        assert "No answer from the database." in said(at)
        assert has(at, "production_try_again")
    click(at, "production_try_again")
    assert metric(at, "Measured energy (kWh)") == "2,400"
    at = on_page(start="2019-01-01T00:00:00Z", stop="2019-01-02T00:00:00Z")
    assert "No rows of T1 in this period" in said(at)


def test_two_periods_stand_beside_each_other_with_their_differences(embedded, on_page):
    embedded.ingest(FILE)
    at = on_page(by="day", against="date", date="2018-01-02")
    assert metric(at, "Measured energy (kWh)") == "1,800"
    card = next(each for each in at.metric if each.label == "Measured energy (kWh)")
    assert card.delta == "-500.0 against A: 2,300"
    assert metric(at, "B − A, measured, of A (%)") == "-21.74"
    assert metric(at, "B − A, scaled, of A (%)") == "+4.35"
    assert "A has power in 100.0 % of its hours and B in 75.0 %" in said(at)
    [row] = at.dataframe[0].value.to_dict("records")
    assert row["B − A, measured (kWh)"] == pytest.approx(-500)
    assert charts(at) == 1
    choose(at, "production_which_table", "Period A")
    assert at.dataframe[0].value["Measured energy (kWh)"].to_list() == pytest.approx([2_300])
    at.query_params.clear()  # as a browser does
    at.switch_page("../../pages/power_curve.py")
    run(at)
    assert at.selectbox(key="power_curve_against").value == "date"
    assert at.date_input(key="power_curve_date").value.isoformat() == "2018-01-02"


def test_several_turbines_year_over_year_and_against(embedded, on_page):
    embedded.ingest(FILE)
    embedded.ingest(FILE, series=replace(SERIES, turbine="T2"))
    both = "T1/main/scada,T2/main/scada"
    at = on_page(turbines=both, compare="years")
    assert "one turbine at a time" not in said(at)
    at = on_page(turbines=both, against="date", date="2018-01-02", by="day", compare="years")
    assert "Year over year is available only when nothing is compared" in said(at)
    assert metric(at, "Measured energy (kWh)") == "3,600"
    choose(at, "production_which_table", "B against A")
    table = at.dataframe[0].value
    assert table["Turbine"].to_list() == ["T1", "T2", "all"]
    assert table["B − A, measured (kWh)"].to_list() == pytest.approx([-500, -500, -1_000])


def test_turbines_flags_and_period_go_along_to_the_next_view(embedded, on_page):
    other = replace(SERIES, turbine="T2")
    embedded.ingest(FILE)
    embedded.ingest(FILE, series=other)
    at = on_page(turbine="T1", start="2018-01-01T00:00:00Z", stop="2018-01-02T00:00:00Z")
    at.multiselect(key="production_turbines").set_value([SERIES, other])
    at.toggle(key="production_without_stopped").set_value(True)
    run(at)
    assert "Sum of T1 and T2" in said(at)
    at.query_params.clear()  # as a browser does
    at.switch_page("../../pages/power_curve.py")
    run(at)
    assert at.multiselect(key="power_curve_turbines").value == [SERIES, other]
    assert at.toggle(key="power_curve_without_stopped").value
    assert at.query_params["stop"] in ("2018-01-02T00:00:00Z", ["2018-01-02T00:00:00Z"])
    assert at.dataframe[0].value["Turbine"].to_list()[::5] == ["T1", "T2"]


def test_of_selected_rows_nothing_goes_by_the_calendar(embedded, on_page):
    embedded.ingest(FILE)
    embedded.windproof.sites.set_turbine(ACTOR, "main", "T1", {"rated_power_kw": 200.0})
    at = on_page(by="day", select="speed_8_9")  # every fifth row
    assert "50 of 252 rows selected" in said(at)
    assert metric(at, "Energy of the selected rows (kWh)") == "800.0"
    assert metric(at, "Share of the measured energy (%)") == "19.51"
    assert metric(at, "Hours of the selected rows (h)") == "8.3"
    assert metric(at, "Data recovery, all rows (%)") == "87.500"
    assert metric(at, "Capacity factor, selected rows (%)") == "48.00"
    assert not any("stimate" in each.label for each in at.metric)
    table = at.dataframe[0].value
    assert not {"Data recovery (%)", "Capacity factor, calendar (%)"} & {*table.columns}
    assert table["Rows with power"].to_list() == [29, 21]


def test_selected_rows_that_tell_no_duration_have_no_energy(embedded, on_page):
    minutes = np.cumsum(np.random.default_rng(1).integers(1, 83, 400))
    irregular = [line(minute / 10, 100, 8, 120, 90) for minute in minutes]
    embedded.ingest(
        "\n".join(
            [HEADER, *irregular, *(line(n, 100, 8, 120, 90) for n in range(4_000, 5_000)), ""]
        )
    )
    at = on_page(select="time_20180102T000000Z_20180103T000000Z")
    assert metric(at, "Energy of the selected rows (kWh)") == "no value"
    assert "have no known duration" in said(at)
    assert "no Python script for selected rows" in said(at)
    at = open_page("explore", embedded.settings.data_dir, function="energy")
    assert "some rows last longer than a window or have no known duration" in said(at)
