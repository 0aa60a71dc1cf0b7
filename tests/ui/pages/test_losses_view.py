"""The losses page, by its widgets' keys."""

import pytest
from apptest import choose, metric, open_page, run, said, set_embedded
from scada import HEADER, Place, line

# A day at 100 of 120 kW, six hours of it stopped in wind.
ROWS = (line(n, 0 if n < 36 else 100, 8 + n % 5 / 100, 120, 90 + n % 7) for n in range(144))


def test_shortfall_by_flag_availability_and_rules(embedded: Place, monkeypatch):
    set_embedded(embedded, monkeypatch)
    embedded.ingest("\n".join([HEADER, *ROWS, ""]))
    at = open_page("losses", embedded.settings.data_dir)
    assert metric(at, "Shortfall, at most (kWh)") == "1,080"
    assert metric(at, "Measured of reference (%)") == "62.50"
    assert metric(at, "Availability by time (%)") == "75.00"
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
    assert cards["Measured of reference (%)"] == ("83.33", "+20.83 against A: 62.50")
    table = at.dataframe[0].value.set_index("Flag")
    stopped = table.loc["stopped in wind"]
    assert stopped["B − A, shortfall (kWh)"] == pytest.approx(-720)
    assert stopped["A, shortfall of the reference (%)"] == pytest.approx(25)
    choose(at, "losses_which_table", "Flags")
    rules = at.dataframe[0].value.set_index(["Flag", "Period"])
    assert rules.loc[("stopped in wind", "A"), "Rows"] == 36
