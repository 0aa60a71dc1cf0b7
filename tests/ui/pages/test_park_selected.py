"""The park page with a selection: what follows it, what does not and says so."""

from dataclasses import replace

import pytest
from apptest import choose, metric, open_page, run, said, set_embedded
from scada import HEADER, SERIES, Place, line

T2 = replace(SERIES, turbine="T2")


def rows(power: float, *, header: str = HEADER) -> str:
    """Two days of ten minutes: of each hour, the first half with 8 m/s, the second with 12 m/s."""
    columns = header.count(",") + 1
    lines = [
        ",".join(line(n, power, 8 if n % 6 < 3 else 12, 120, 90).split(",")[:columns])
        for n in range(288)
    ]
    return "\n".join([header, *lines, ""])


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch):
    set_embedded(embedded, monkeypatch)
    embedded.ingest(rows(100))
    embedded.ingest(rows(120), series=T2, name="two.csv")
    return lambda **query: open_page("park", embedded.settings.data_dir, **query)


def test_figures_are_those_of_the_selected_rows(on_page):
    at = on_page(select="speed_7_9")
    text = said(at)
    assert "288 of 576 rows selected (50.0 %)" in text
    assert metric(at, "Energy of the selected rows (kWh)") == "5,280"
    assert metric(at, "Share of the measured energy (%)") == "50.00"
    assert metric(at, "Data recovery, all rows (%)") == "100.000"
    assert "144 of 288 intervals of 10 min are selected for all 2 turbines" in text
    assert "over that of all, which is pale" in text
    table = at.dataframe[0].value.set_index("Turbine")
    assert table["Measured energy (kWh)"].to_dict() == pytest.approx({"T1": 2_400, "T2": 2_880})
    assert table["Mean wind speed (m/s)"].to_dict() == pytest.approx({"T1": 8, "T2": 8})
    assert table["Data recovery, all rows (%)"].to_dict() == pytest.approx({"T1": 100, "T2": 100})
    assert not [title for title in table if "calendar" in title or "scaled" in title]
    choose(at, "park_rank", "cf_calendar")
    assert "over all rows of each turbine, selected or not" in said(at)
    choose(at, "park_rank", "measured_kwh")
    assert "Over the 144 intervals that are selected for all turbines" in said(at)
    choose(at, "park_rows", "own")
    assert "Over all selected rows of each turbine" in said(at)
    for name, value in (("by", "day"), ("show", "daily"), ("show", "together"), ("signal", "wind")):
        choose(at, f"park_{name}", value)
    choose(at, "park_which_table", "Sum over time")
    sums = at.dataframe[0].value
    assert sums["Energy of the selected rows (kWh)"].sum() == pytest.approx(5_280)
    assert not [each for each in at.code if "import" in each.value], "the script is of all rows"
    assert "no Python script for selected rows" in said(at)


def test_chips_clear_parts_and_the_selection_goes_along(on_page):
    at = on_page(select="speed_7_9,sector_180_30")
    assert "No row with power is selected in this period." in said(at)
    [chip] = [each for each in at.button if each.key == "park_clear_sector_180_30"]
    chip.click().run()
    assert metric(at, "Energy of the selected rows (kWh)") == "5,280"
    at.query_params.clear()
    at.switch_page("../../pages/production.py")
    assert "".join(at.run().query_params["select"]) == "speed_7_9"
    at.query_params.clear()
    at.switch_page("../../pages/park.py")
    run(at)
    [chip] = [each for each in at.button if str(each.key or "").startswith("park_clear")]
    chip.click().run()
    assert metric(at, "Measured energy of the park (kWh)") == "10,560"
    assert "the other charts and pages follow" in said(at)


def test_what_cannot_be_selected_by_is_said_with_its_turbines(embedded, on_page):
    embedded.ingest(
        rows(90, header="Date/Time,LV ActivePower (kW),Wind Speed (m/s)"),
        series=replace(SERIES, turbine="T3"),
        name="three.csv",
    )
    windless = rows(90, header="Date/Time,LV ActivePower (kW)")
    embedded.ingest(windless, series=replace(SERIES, turbine="T4"), name="four.csv")
    at = on_page(select="sector_90_60,box_7_9_0_110")
    text = said(at)
    assert "T3 and T4: no wind direction, so no row is in a selected sector." in text
    assert "T4: no wind speed, so no row is in a selected box or range of wind speeds." in text
    assert "576 rows lack a value that the selection needs" in text
    assert "T2, T3 and T4: no row with power is selected." in text, "T2 is above the box"
    assert "inside the box and outside" in text
    assert metric(at, "Energy of the selected rows (kWh)") == "2,400"


def test_flags_leave_out_rows_before_the_selection_and_both_are_counted(embedded, on_page):
    cells = (line(n, 100 if n % 6 < 3 else 0, 8, 120, 90) for n in range(288))
    stopped = "\n".join([HEADER, *cells, ""])
    embedded.ingest(stopped, series=replace(SERIES, turbine="T3"), name="three.csv")
    at = on_page(select="cell_1_12_0_11", without="stopped")
    text = said(at)
    assert "144 rows are left out by the filters." in text
    assert "of 720 rows selected" in text


def test_a_compared_park_takes_all_rows_which_is_said(on_page):
    at = on_page(select="speed_7_9", against="date", date="2018-01-02")
    assert "the selection does not apply here" in said(at)
    assert metric(at, "Measured energy of the park (kWh)") == "5,280"
    assert "".join(at.query_params["select"]) == "speed_7_9"
