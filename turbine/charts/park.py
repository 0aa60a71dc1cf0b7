"""Thirty turbines and more beside one another: by name and place, for there are no thirty colours
to tell apart."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.literal import literal
from turbine.charts.points import Values, compact
from turbine.charts.production import FORMAT, above_recovery, bounds, hatched, with_key
from turbine.charts.words import Words
from turbine.model.frame import floats
from turbine.words import number

_LITTLE = 0.9
"""Data recovery below which a bar is faint."""
_FAINT = 0.45


def ranking(ranked: pl.DataFrame, *, title: str, decimals: int, reference: float | None) -> Figure:
    """A bar for each turbine, the first on top, and beside it how much of the period it has rows.

    ``ranked``: ``turbine``, ``value`` (null: none) and ``recovery`` (0-1, null: not known), in
    their order; ``title`` of the values; ``reference``: a value to be marked.
    """
    names = [literal(name) for name in ranked["turbine"]]
    values, recovery = floats(ranked, "value"), 100 * floats(ranked, "recovery")
    faint = np.where(recovery < 100 * _LITTLE, _FAINT, 1.0)
    texts = ["–" if np.isnan(value) else number(value, f",.{decimals}f") for value in values]
    bars = [
        trace(
            "bar",
            orientation="h",
            y=names,
            x=compact(np.nan_to_num(values)),
            text=texts,
            textposition="auto",
            marker={"color": theme.BLUE, "opacity": compact(faint)},
            customdata=[number(each, ".1f") if np.isfinite(each) else "–" for each in recovery],
            hovertemplate=Words.RANKED(
                turbine="%{y}", value="%{text}", title=title, percent="%{customdata}"
            )
            + theme.NO_BOX,
        ),
        trace(
            "bar",
            orientation="h",
            y=names,
            x=compact(np.nan_to_num(recovery)),
            xaxis="x2",
            marker={"color": theme.GREY, "opacity": 0.6},
            hovertemplate=Words.HAS_RECOVERY(turbine="%{y}", percent="%{x:.1f}") + theme.NO_BOX,
        ),
    ]
    line = {
        "type": "line",
        "x0": reference,
        "x1": reference,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": theme.ORANGE, "width": 2, "dash": "dash"},
    }
    axis: Part = {**theme.XAXIS, "anchor": "y", "nticks": 5}
    return Figure(
        bars,
        {
            **theme.LAYOUT,
            **theme.BARE,
            "height": 110 + 22 * len(names),
            "showlegend": False,
            **({} if reference is None else {"shapes": [line]}),
            "xaxis": {**axis, "domain": [0, 0.74], "title": {"text": title}},
            "xaxis2": {
                **axis,
                "domain": [0.8, 1],
                "range": [0, 100],
                "tickvals": [0, 50, 100],
                "title": {"text": Words.RECOVERY(), "font": {"size": 11}},
            },
            "margin": {**theme.BARE["margin"], "r": 26},  # for what is wider than its axis
            "yaxis": {**theme.YAXIS, **_categories(), "anchor": "x"},
        },
    )


def over_time(
    summed: pl.DataFrame, *, by: Literal["day", "month", "year"], zone: str, turbines: int
) -> Figure:
    """What the park gave as bars, hatched on top of them what those that lack rows would have
    given with the others, and below how much of it was measured.

    ``summed``: ``start``, ``partial``, ``measured_kwh``, ``scaled_kwh``, ``coverage`` (0-1) and
    ``with_rows`` (how many of the ``turbines`` have any).
    """
    starts, ends = bounds(summed, by, zone)
    where: Part = {"x": starts, "width": (ends - starts) * 0.86, "offset": (ends - starts) * 0.07}
    measured, scaled = floats(summed, "measured_kwh"), floats(summed, "scaled_kwh")
    percent = 100 * floats(summed, "coverage")
    details = [
        [number(share, ".1f"), f"{count}", Words.TRUNCATED() if partial else ""]
        for share, count, partial in zip(
            percent, summed["with_rows"], summed["partial"], strict=True
        )
    ]
    period = "%{x|" + FORMAT[by] + "}"
    bars = trace(
        "bar",
        **where,
        y=compact(measured),
        name=Words.MEASURED(),
        marker=theme.parts(summed["partial"].to_list(), theme.BLUE),
        customdata=details,
        hovertemplate=Words.PARK_PRODUCED(
            period=period,
            energy="%{y:,.0f}",
            percent="%{customdata[0]}",
            count="%{customdata[1]}",
            turbines=turbines,
            remark="%{customdata[2]}",
        )
        + theme.NO_BOX,
    )
    on_top = hatched(
        where,
        measured,
        scaled - measured,
        Words.SCALED_TO_ALL(),
        theme.BLUE,
        customdata=compact(scaled),
        hovertemplate=Words.ESTIMATED(how=Words.SCALED_TO_ALL(), energy="%{customdata:,.0f}")
        + theme.NO_BOX,
    )
    strip = trace(
        "scatter",
        x=np.append(starts, ends[-1:]),
        y=compact(np.append(percent, percent[-1:])),
        name=Words.RECOVERY(),
        showlegend=False,
        mode="lines",
        line={"shape": "hv", "width": 2, "color": theme.GREY},
        fill="tozeroy",
        fillcolor=theme.faded(theme.GREY, 0.25),
        hovertemplate=Words.RECOVERED(percent="%{y:.1f}") + theme.NO_BOX,
    )
    xaxis = theme.dates(float(starts[0]), float(ends[-1]))
    return above_recovery([*with_key(bars), on_top], [strip], xaxis, zone)


def correlations(names: Sequence[str], r: Values, rows: Values) -> Figure:
    """Each turbine with each: the stronger, the darker; empty where there are too few rows.

    ``r``, ``rows`` (m, m); NaN for none. One with itself is left out: it is always 1.
    """
    r = np.where(np.eye(len(names), dtype=np.bool_), np.nan, r)
    titles = [literal(name) for name in names]
    known = r[np.isfinite(r)]
    lowest = min(float(np.floor(known.min() * 10) / 10), 0.9) if len(known) else 0.0
    cells = trace(
        "heatmap",
        x=titles,
        y=titles,
        z=compact(r),
        zmin=lowest,
        zmax=1.0,
        customdata=compact(rows.astype(np.float64)),
        colorscale=[[place / 5, colour] for place, colour in enumerate(theme.ramp(6))],
        hoverongaps=False,
        xgap=1,
        ygap=1,
        colorbar={"title": {"text": "r"}, "thickness": 12},
        hovertemplate=Words.CORRELATED(a="%{y}", b="%{x}", r="%{z:.3f}", rows="%{customdata:,.0f}")
        + theme.NO_BOX,
    )
    return _cells(cells, len(names), {"type": "category", "showgrid": False, "tickangle": -90})


def deviations(names: Sequence[str], spans: Sequence[str], found: pl.DataFrame) -> Figure:
    """How far each turbine is from the reference in each span of time: blue above, orange below.

    ``found``: as :func:`turbine.wind.park.against`, a row for each turbine and span.
    """
    shape = len(names), len(spans)
    percent = (100 * (floats(found, "ratio") - 1)).reshape(shape)
    known = np.abs(percent[np.isfinite(percent)])
    most = max(float(np.quantile(known, 0.98)), 1.0) if len(known) else 1.0
    details = np.stack(
        [floats(found, name).reshape(shape) for name in ("difference_kwh", "intervals")], axis=-1
    )
    cells = trace(
        "heatmap",
        x=[*spans],
        y=[literal(name) for name in names],
        z=compact(percent),
        zmin=-most,
        zmax=most,
        customdata=compact(details),
        colorscale=[[0.0, theme.ORANGE], [0.5, theme.faded(theme.GREY, 0.12)], [1.0, theme.BLUE]],
        hoverongaps=False,
        xgap=1,
        ygap=1,
        colorbar={"title": {"text": "%"}, "thickness": 12},
        hovertemplate=Words.DEVIATES(
            turbine="%{y}",
            period="%{x}",
            percent="%{z:+.1f}",
            energy="%{customdata[0]:+,.0f}",
            rows="%{customdata[1]:,.0f}",
        )
        + theme.NO_BOX,
    )
    return _cells(cells, len(names), {"type": "category", "showgrid": False})


def _cells(cells: Part, rows: int, xaxis: Part) -> Figure:
    return stacked(
        [Row(traces=[cells], yaxis=_categories())],
        xaxis=xaxis,
        title="",
        height=100 + 22 * rows,
        **theme.BARE,
    )


def _categories() -> Part:
    """Turbines from the top down, each with its name."""
    return {"type": "category", "autorange": "reversed", "showgrid": False, "dtick": 1}
