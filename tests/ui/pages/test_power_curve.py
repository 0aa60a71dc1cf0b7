"""The power curve page, by its widgets' keys."""

import pytest
from apptest import choose, metric, open_page, said, set_embedded
from scada import HEADER, Place, line

# Eight days at 8 m/s: 100 kW, then 110 kW.
ROWS = (line(n, 100 if n < 576 else 110, 8 + n % 5 / 100, 120, 90) for n in range(1_152))
FILE = "\n".join([HEADER, *ROWS, ""])


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch):
    set_embedded(embedded, monkeypatch)
    embedded.ingest(FILE)
    return lambda **query: open_page("power_curve", embedded.settings.data_dir, **query)


def test_bins_parts_and_two_periods(on_page):
    at = on_page()
    assert "no power performance test" in said(at)
    [row] = at.dataframe[0].value.to_dict("records")
    assert row["Mean power (kW)"] == row["Median power (kW)"] == pytest.approx(105)
    assert (row["Rows"], row["Reference (kW)"], row["Few rows"]) == (1_152, 120, False)
    choose(at, "power_curve_parts", "sector")
    assert at.dataframe[0].value["Part"].to_list() == ["around 90°"]
    choose(at, "power_curve_parts", "sun")
    assert "Note its latitude and longitude" in said(at)
    choose(at, "power_curve_against", "date")
    assert at.date_input(key="power_curve_date").value.isoformat() == "2018-01-04"
    linked = on_page(against="date", date="2018-01-05")
    assert metric(linked, "B − A, same wind (kWh)") == "+1,920"
    assert metric(linked, "B − A, of A (%)") == "+10.00"
    assert metric(linked, "Hours compared (h)") == "192.0"
    choose(linked, "power_curve_against", "year")
    assert "no wind speed in common" in said(linked)
