"""The wind page, by its widgets' keys."""

import pytest
from apptest import choose, has, metric, open_page, run, said, set_embedded, told
from scada import Place, line

HEAD = "Date/Time,Wind Speed (m/s),Wind Direction (°),Wind Speed std (m/s)"
ROWS = [line(n, 6 + n % 5 / 100, (350, 10)[n % 2], 0.6) for n in range(288)]


def test_rose_distribution_calendar_and_turbulence(
    embedded: Place, monkeypatch: pytest.MonkeyPatch
):
    set_embedded(embedded, monkeypatch)
    embedded.ingest("\n".join([HEAD, *ROWS, ""]))
    at = open_page("wind", embedded.settings.data_dir)
    assert metric(at, "Mean wind speed (m/s)") == "6.02"
    assert metric(at, "Mean direction (°)") in ("0.0", "360.0")
    assert metric(at, "Steadiness R") == "0.985"
    assert len(at.get("plotly_chart")) == 8
    assert "no turbulence intensity" not in said(at)
    rose = at.dataframe[0].value
    assert rose["Share of the time (%)"].sum() == pytest.approx(100)
    assert rose.loc[rose["Sector"] == 0, "Rows"].sum() == 288
    choose(at, "wind_sectors", "36")
    assert at.dataframe[0].value["Sector"].max() == 35
    choose(at, "wind_which_table", "Turbulence")
    assert at.dataframe[0].value["Mean turbulence intensity (%)"].to_list() == pytest.approx(
        [9.97], abs=0.01
    )


def test_shear_is_shown_once_both_heights_are_noted(
    embedded: Place, monkeypatch: pytest.MonkeyPatch
):
    set_embedded(embedded, monkeypatch)
    head = f"{HEAD},Wind Speed 2 (m/s)"
    rows = (line(n, 6, 350, 0.6, 6 * 2**0.2 if n >= 6 else 2) for n in range(288))
    embedded.ingest("\n".join([head, *rows, ""]))
    at = open_page("wind", embedded.settings.data_dir)
    assert "There is no wind shear" in said(at)
    assert not has(at, "wind_shear")
    [label] = [e.label for e in at.expander if "heights" in e.label]
    assert label == "At what heights are the two wind speeds of T1 measured?"
    first, second = (e for e in at.number_input if "height" in e.label)
    assert second.label == "Wind speed 2: height (m)"
    first.set_value(40.0)
    second.set_value(40.0)
    [note] = [e for e in at.button if str(e.key or "").startswith("asking_note_heights")]
    note.click()
    assert told(run(at)) == [
        "Both wind speeds cannot be at 40 m: that gives no wind shear.\n\n"
        "Give two different heights, or leave them empty if both are at the same height."
    ]
    second = next(e for e in at.number_input if e.label == "Wind speed 2: height (m)")
    second.set_value(80.0)
    [note] = [e for e in at.button if str(e.key or "").startswith("asking_note_heights")]
    note.click()
    text = said(run(at))
    assert "from 40 m to 80 m: α = 0.200 from the mean speeds, 0.200 as the median" in text
    assert "over 282 rows" in text
    assert "There is no wind shear" not in text
    assert embedded.windproof.sites.facts("main", "T1")["second_wind_height_m"] == 80.0
    choose(at, "wind_which_table", "Wind shear")
    assert at.dataframe[0].value["Shear exponent α"].tolist() == pytest.approx([0.2] * 24)
    assert has(at, "wind_shear_by_month")
    choose(at, "wind_which_table", "Wind shear by month of the year")
    months = at.dataframe[0].value
    assert len(months) == 12
    assert months["Shear exponent α"].dropna().tolist() == pytest.approx([0.2])
    assert months["Rows"].tolist() == [282, *[0] * 11]
    days = {"start": "2018-01-01T00:00", "stop": "2018-01-03T00:00"}
    at = open_page("wind", embedded.settings.data_dir, against="date", date="2018-01-02", **days)
    assert "over 144 rows" in said(at), "of B"
    choose(at, "wind_which_table", "Wind shear")
    assert at.dataframe[0].value.groupby("Period")["Rows"].sum().to_dict() == {"A": 138, "B": 144}


def test_the_wind_of_two_periods(embedded: Place, monkeypatch: pytest.MonkeyPatch):
    set_embedded(embedded, monkeypatch)
    rows = (line(n, 6 if n < 144 else 8, 350 if n < 144 else 10, 0.6) for n in range(260))
    embedded.ingest("\n".join([HEAD, *rows, ""]))
    days = {"start": "2018-01-01T00:00", "stop": "2018-01-03T00:00"}
    at = open_page("wind", embedded.settings.data_dir, against="date", date="2018-01-02", **days)
    cards = {each.label: (each.value, each.delta) for each in at.metric}
    assert cards["Mean wind speed (m/s)"] == ("8.00", "+2.00 against A: 6.00")
    assert cards["Mean direction (°)"] == ("10.0", "+20.0 against A: 350.0")
    assert "B in 80.6 %" in said(at)
    assert len(at.get("plotly_chart")) == 10, "rose, calendar and turbulence of each"
    [row] = at.dataframe[0].value.to_dict("records")
    assert row["B − A, mean wind speed, of A (%)"] == pytest.approx(100 / 3)
    choose(at, "wind_which_table", "Wind rose")
    rose = at.dataframe[0].value
    assert rose.groupby("Period")["Rows"].sum().to_dict() == {"A": 144, "B": 116}


def test_what_is_picked_on_a_chart_selects_for_the_others(
    embedded: Place, monkeypatch: pytest.MonkeyPatch
):
    set_embedded(embedded, monkeypatch)
    rows = (line(n, 3 + n % 12, (350, 10)[n % 2], 0.6) for n in range(288))
    embedded.ingest("\n".join([HEAD, *rows, ""]))
    at = open_page("wind", embedded.settings.data_dir, select="sector_0_22")
    assert "288 of 288 rows selected" in said(at)
    at = open_page("wind", embedded.settings.data_dir, select="sector_350_20")
    assert "144 of 288 rows selected" in said(at)
    assert metric(at, "Mean direction (°)") == "350.0"
    assert at.dataframe[0].value["Rows"].sum() == 288, "the rose shows all, and the sector in it"
    choose(at, "wind_which_table", "Distribution")
    assert at.dataframe[0].value["Rows"].sum() == 144
    assert metric(at, "Weibull k") != "no value"
    at = open_page("wind", embedded.settings.data_dir, select="speed_6_7,cell_1_1_0_5")
    assert "not fitted to rows that are selected by their wind speed" in said(at)
    assert not any("Weibull" in each.label for each in at.metric)
    assert "6 of 288 rows selected" in said(at)
