"""The park page with two periods: B beside A, for the turbines that have rows in both."""

from dataclasses import replace

import pytest
from apptest import choose, metric, open_page, said, set_embedded
from scada import ACTOR, HEADER, SERIES, Place, line

T2, T3 = (replace(SERIES, turbine=name) for name in ("T2", "T3"))


def rows(first: float, second: float, *, missing: int = 0) -> str:
    """Four days of ten minutes with this power, then with that; the last rows are ``missing``."""
    powers = [first] * 288 + [second] * (288 - missing)
    lines = [line(n, power, 8 + n % 5, 120, 90) for n, power in enumerate(powers)]
    return "\n".join([HEADER, *lines, ""])


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch):
    set_embedded(embedded, monkeypatch)
    embedded.ingest(rows(100, 110))
    embedded.ingest(rows(100, 90, missing=72), series=T2, name="two.csv")
    period = {"start": "2017-12-31T21:00:00Z", "stop": "2018-01-04T21:00:00Z"}  # of four days there
    return lambda **query: open_page("park", embedded.settings.data_dir, **{**period, **query})


def delta(at, label: str) -> str:
    [found] = [each.delta for each in at.metric if each.label == label]
    return found


def test_before_and_after_a_date_both_periods_and_their_difference_are_shown(on_page):
    at = on_page(against="date", date="2018-01-03")
    text = said(at)
    assert "B: 2018-01-03 00:00 to 2018-01-04 23:59, against A: 2018-01-01 00:00 to" in text
    assert metric(at, "Measured energy of the park (kWh)") == "8,520"
    assert "9,600" in delta(at, "Measured energy of the park (kWh)")
    assert metric(at, "B − A, measured, of A (%)") == "-11.25"
    assert metric(at, "Data recovery (%)") == "87.50"
    assert "A has power in 100.0 % of its hours and B in 87.5 %" in text
    table = at.dataframe[0].value.set_index("Turbine")
    measured = "Measured energy (kWh)"
    assert table[f"{measured}, A"].to_dict() == pytest.approx({"T1": 4_800, "T2": 4_800})
    assert table[f"{measured}, B − A"].to_dict() == pytest.approx({"T1": 480, "T2": -1_560})
    assert table["Scaled energy, by month's mean (kWh), B − A"].to_dict() == pytest.approx(
        {"T1": 480, "T2": -480}
    )
    points = "Data recovery (%), B − A in percentage points"
    assert table[points].to_dict() == pytest.approx({"T1": 0, "T2": -25})
    assert "For period B alone" in text
    assert "216 of 288 intervals" in text
    assert "288 of 288 intervals" in text
    assert "288 in A, 216 in B" in text
    assert not [each for each in at.code if "import" in each.value], "it is of one period"
    assert "no Python script for a park in two periods" in text
    assert len(at.get("plotly_chart")) == 5


def test_all_options_and_tables_work_with_two_periods(embedded, on_page):
    for name in ("T1", "T2"):
        embedded.windproof.sites.set_turbine(ACTOR, "main", name, {"rated_power_kw": 200.0})
    at = on_page(against="previous", start="2018-01-02T21:00:00Z")
    for name, value in (
        ("show", "together"), ("show", "daily"), ("signal", "wind"), ("rank", "mean_mps"),
        ("rank", "recovery"), ("rows", "own"), ("by", "day"), ("by", "year"), ("reference", "T2"),
        ("rank", "cf_rows"),
    ):  # fmt: skip
        choose(at, f"park_{name}", value)
    assert "Against T2, by month" in said(at)
    assert metric(at, "Capacity factor, present (%)") == "50.71"
    choose(at, "park_by", "day")
    choose(at, "park_which_table", "Sum over time")
    days = at.dataframe[0].value
    assert days["B − A, measured (kWh)"].to_list() == pytest.approx([0, -1_080])
    assert days["A, data recovery (%)"].to_list() == [100, 100]
    choose(at, "park_which_table", "Against the reference by month")
    months = at.dataframe[0].value.set_index("Turbine")
    points = months["B − A, energy / reference, in percentage points"]
    assert points.to_dict() == pytest.approx({"T1": 100 * (110 / 90 - 1), "T2": 0})
    choose(at, "park_which_table", "Power curves")
    assert {*at.dataframe[0].value["Period"]} == {"A", "B"}


def test_a_turbine_without_rows_in_one_period_is_in_no_sum_and_named(embedded, on_page):
    late = [line(n, 50, 8, 120, 90) for n in range(300, 576)]
    embedded.ingest("\n".join([HEADER, *late, ""]), series=T3, name="three.csv")
    at = on_page(against="date", date="2018-01-03")
    assert "Left out, as there are no rows in one of the periods: T3." in said(at)
    assert metric(at, "Measured energy of the park (kWh)") == "8,520"
    assert [*at.dataframe[0].value["Turbine"]] == ["T1", "T2"]
    assert "takes no part" not in said(at)
    at = on_page(against="date", date="2018-01-03", reference="T3")
    assert "T3 takes no part here, so the reference is the median of the park." in said(at)
    assert "Against the median of the park, by month" in said(at)
    at = on_page(against="year")
    assert "There is nothing to compare." in said(at)
    assert metric(at, "Turbines with rows") == "3"


def test_the_comparison_is_in_the_address_and_goes_along(on_page):
    at = on_page(against="date", date="2018-01-03")
    kept = {name: "".join(value) for name, value in at.query_params.items()}
    assert (kept["against"], kept["date"]) == ("date", "2018-01-03")
    at.query_params.clear()
    at.switch_page("../../pages/production.py")
    at.run()
    assert at.selectbox(key="production_against").value == "date"
    at = on_page(against="sometimes")
    assert "sometimes" in said(at)
    at = on_page(against="date", date="2019-01-03")
    assert metric(at, "Measured energy of the park (kWh)") == "18,120", "the one period, and why"
    assert "2019-01-03" in said(at)


def test_a_tables_file_says_which_reference_its_ratios_are_of(on_page, monkeypatch):
    notes: list[str] = []
    module = "turbine.ui.analyse.park.page.table"
    monkeypatch.setattr(module, lambda shown, origin, **more: notes.extend(origin.notes))
    for query in ({}, {"reference": "T2"}, {"reference": "T2", "against": "previous"}):
        on_page(**query)
    told = [note for note in notes if note.startswith("The reference is")]
    assert told == ["The reference is the median of the park.", *["The reference is T2."] * 2]
