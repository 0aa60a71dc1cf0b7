"""A chart as a page of its own: whole, and with nothing in it but the chart."""

import json
import re

import numpy as np
from html_scripts import scripts_of

from turbine.charts.figure import Figure
from turbine.charts.page import page

HOSTILE = "</script><script>alert(1)</script> <b>T1</b>"


def test_a_page_needs_no_network_and_runs_no_name():
    figure = Figure([{"type": "scatter", "name": HOSTILE, "y": np.array([1.0, 2.5])}], {})
    html = page(figure, title=HOSTILE, subtitle="=T1", config={}).decode()
    plotly, *rest = sorted(scripts_of(html), key=len, reverse=True)
    assert len(plotly) > 4_000_000
    assert not [script for script in rest if "alert(1)" in script and "newPlot" not in script]
    assert html.count("</script><script>alert") == 0
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=", html)


def test_a_page_is_below_its_title_on_white_and_no_lower_than_the_chart():
    figure = Figure([{"type": "scatter", "y": [1]}], {"height": 400, "margin": {"t": 36}})
    html = page(figure, title="Power < 1 %", subtitle="T1: 2018", config={}).decode()
    [call] = [script for script in scripts_of(html) if "Plotly.newPlot" in script]
    layout = json.JSONDecoder().raw_decode(call, call.index('{"height"'))[0]
    assert layout["title"]["text"] == "Power &lt; 1 &#37;"
    assert layout["title"]["subtitle"]["text"] == "T1: 2018"
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "white"
    assert (layout["height"], layout["margin"]["t"]) == (460, 96)
    assert figure.parts["layout"]["height"] == 400
    assert "title" not in figure.parts["layout"]
