"""Which reference power counts, where a turbine has two: asked, and noted."""

from apptest import click, metric, open_page, said, set_embedded
from scada import ACTOR, HEADER, Place, line


def test_which_reference_counts_is_asked_where_there_are_two(embedded: Place, monkeypatch):
    set_embedded(embedded, monkeypatch)
    embedded.ingest("\n".join([HEADER, *(line(n, 100, 8, 120, 90) for n in range(144)), ""]))
    [series] = [info.series for info in embedded.windproof.explorer.series()]
    noted = {"rated_power_kw": 120.0, "reference_curve": "3:0,13:200"}
    embedded.windproof.sites.set_turbine(ACTOR, series.site, series.turbine, noted)
    at = open_page("losses", embedded.settings.data_dir)
    assert "Which reference power applies to T1?" in said(at)
    assert metric(at, "Shortfall, at most (kWh)") == "480.0"
    click(at, next(b.key for b in at.button if b.label == "The noted curve"))
    assert "The reference for T1 is the power curve noted for it." in said(at)
    assert "Which reference" not in said(at)
    assert metric(at, "Shortfall, at most (kWh)") == "0.0"
