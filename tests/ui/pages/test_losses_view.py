"""The losses page, by its widgets' keys."""

from dataclasses import replace

import pytest
from apptest import choose, metric, open_page, run, said, set_embedded
from scada import HEADER, SERIES, Place, line

# A day at 100 of 120 kW, six hours of it stopped in wind.
ROWS = [line(n, 0 if n < 36 else 100, 8 + n % 5 / 100, 120, 90 + n % 7) for n in range(144)]


def test_shortfall_by_flag_availability_and_rules(embedded: Place, monkeypatch):
    set_embedded(embedded, monkeypatch)
    embedded.ingest("\n".join([HEADER, *ROWS, ""]))
    at = open_page("losses", embedded.settings.data_dir)
    assert metric(at, "Shortfall, at most (kWh)") == "1,080"
    assert metric(at, "Measured / reference (%)") == "62.50"
    assert metric(at, "Time-based availability (%)") == "75.00"
    assert "upper bound" in said(at)
    table = at.dataframe[0].value.set_index("Flag")
    assert table.loc["stopped in wind", "Shortfall, at most (kWh)"] == pytest.approx(720)
    assert table.loc["no flag", "Share of it (%)"] == pytest.approx(100 / 3)
    choose(at, "losses_which_table", "Flags")
    rules = at.dataframe[0].value.set_index("Flag")
    assert "at a wind speed from 3" in rules.loc["stopped in wind", "Rule"]
    at.toggle(key="losses_without_stopped").set_value(True)
    run(at)
    assert metric(at, "Shortfall, at most (kWh)") == "360.0"


def test_losses_of_two_periods(embedded: Place, monkeypatch):
    set_embedded(embedded, monkeypatch)
    power = [0 if n < 36 else 100 for n in range(288)]
    rows = (line(n, kw, 8 + n % 5 / 100, 120, 90 + n % 7) for n, kw in enumerate(power))
    embedded.ingest("\n".join([HEADER, *rows, ""]))
    at = open_page("losses", embedded.settings.data_dir, against="date", date="2018-01-02")
    cards = {each.label: (each.value, each.delta) for each in at.metric}
    assert cards["Shortfall, at most (kWh)"] == ("480.0", "-600.0 against A: 1,080")
    assert cards["Measured / reference (%)"] == ("83.33", "+20.83 against A: 62.50")
    table = at.dataframe[0].value.set_index("Flag")
    stopped = table.loc["stopped in wind"]
    assert stopped["B − A, shortfall (kWh)"] == pytest.approx(-720)
    assert stopped["A, shortfall / reference (%)"] == pytest.approx(25)
    choose(at, "losses_which_table", "Flags")
    rules = at.dataframe[0].value.set_index(["Flag", "Period"])
    assert rules.loc[("stopped in wind", "A"), "Rows"] == 36


def test_selected_rows_keep_the_flags_and_the_reference_of_all(embedded: Place, monkeypatch):
    set_embedded(embedded, monkeypatch)
    embedded.ingest("\n".join([HEADER, *ROWS, ""]))
    night = "time_20171231T210000Z_20180101T000000Z"  # the first three hours, stopped
    at = open_page("losses", embedded.settings.data_dir, select=f"{night},speed_8_9")
    assert "18 of 144 rows selected" in said(at)
    assert metric(at, "Shortfall, at most (kWh)") == "360.0"
    assert metric(at, "Time-based availability (%)") == "0.00"
    choose(at, "losses_which_table", "Flags")
    assert at.dataframe[0].value.set_index("Flag").loc["stopped in wind", "Rows"] == 18
    assert len(at.get("plotly_chart")) == 3, "the days of all rows, and the stretch in them"

    # Without a theoretical curve, the period's own: of all rows, as none of the selected ones run.
    head = ",".join(cell for cell in HEADER.split(",") if "Theoretical" not in cell)
    own = (line(n, 0 if n < 36 else 100, 8 + n % 5 / 100, 90 + n % 7) for n in range(144))
    embedded.ingest("\n".join([head, *own, ""]), series=replace(SERIES, turbine="T2"))
    at = open_page("losses", embedded.settings.data_dir, turbine="T2", select=night)
    assert "own median power curve" in said(at)
    assert metric(at, "Shortfall, at most (kWh)") == "300.0"
