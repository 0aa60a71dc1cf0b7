"""A selection on every page of a view, of several turbines."""

from dataclasses import replace

import pytest
from apptest import open_page, said, set_embedded
from scada import HEADER, SERIES, Place, line

ROWS = [line(n, 100 if n % 3 else 0, 4 + n % 9, 120, n * 7 % 360) for n in range(600)]
BOTH = "T1/main/scada,T2/main/scada"
MORE = {"production": {"compare": "years"}, "power_curve": {"parts": "sector"}}


@pytest.mark.parametrize("page", ["production", "power_curve", "wind", "losses"])
@pytest.mark.parametrize(
    "select",
    [
        "sector_90_90,speed_4_9,cell_1_1_0_20",
        "box_4_9_-5_120,time_20180101T000000Z_20180103T000000Z",
    ],
)
def test_every_view_shows_any_selection_of_several_turbines(
    page, select, embedded: Place, monkeypatch: pytest.MonkeyPatch
):
    set_embedded(embedded, monkeypatch)
    for turbine in ("T1", "T2"):
        text = "\n".join([HEADER, *ROWS, ""])
        embedded.ingest(text, series=replace(SERIES, turbine=turbine))
    more = MORE.get(page, {})
    at = open_page(page, embedded.settings.data_dir, turbines=BOTH, select=select, **more)
    assert not at.error
    assert "of 1,200 rows selected" in said(at)
    assert len(at.get("plotly_chart")) >= 2
