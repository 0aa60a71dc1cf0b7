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
from turbine.charts.ranking import categories
from turbine.charts.words import Words
from turbine.model.frame import floats
from turbine.words import number


def over_time(
    summed: pl.DataFrame, *, by: Literal["day", "month", "year"], zone: str, turbines: int
) -> Figure:
    """What the park gave as bars, hatched on top of them what those that lack rows would have
    given with the others, and below how much of it was measured.

    ``summed``: ``start``, ``partial``, ``measured_kwh``, ``coverage`` (0-1), ``with_rows`` (how
    many of the ``turbines`` have any) and, for the estimate, ``scaled_kwh``.
    """
    starts, ends = bounds(summed, by, zone)
    where: Part = {"x": starts, "width": (ends - starts) * 0.86, "offset": (ends - starts) * 0.07}
    measured = floats(summed, "measured_kwh")
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
    on_top = []
    if "scaled_kwh" in summed.columns:
        scaled = floats(summed, "scaled_kwh")
        said = Words.ESTIMATED(how=Words.SCALED_TO_ALL(), energy="%{customdata:,.0f}")
        on_top = [
            hatched(
                where,
                measured,
                scaled - measured,
                Words.SCALED_TO_ALL(),
                theme.BLUE,
                customdata=compact(scaled),
                hovertemplate=said + theme.NO_BOX,
            )
        ]
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
    return above_recovery([*with_key(bars), *on_top], [strip], xaxis, zone)


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
    details = np.stack(
        [floats(found, name).reshape(shape) for name in ("difference_kwh", "intervals")], axis=-1
    )
    said = Words.DEVIATES(
        turbine="%{y}",
        period="%{x}",
        percent="%{z:+.1f}",
        energy="%{customdata[0]:+,.0f}",
        rows="%{customdata[1]:,.0f}",
    )
    cells = _diverging(names, spans, percent, details, said)
    return _cells(cells, len(names), {"type": "category", "showgrid": False})


def changes(names: Sequence[str], places: Sequence[str], found: pl.DataFrame) -> Figure:
    """How much further each turbine is from its reference in period B than in A, in percentage
    points: blue if it gives more of it than before, orange if less.

    ``found``: as :func:`turbine.services.park_against.months_of_both`, a row for each turbine and
    place; ``places``: what stands there, of both periods.
    """
    shape = len(names), len(places)
    points = (100 * floats(found, "difference_ratio")).reshape(shape)
    details = [100 * floats(found, f"{side}_ratio").reshape(shape) for side in "ab"]
    said = Words.CHANGES(
        turbine="%{y}",
        period="%{x}",
        points="%{z:+.1f}",
        a="%{customdata[0]:.1f}",
        b="%{customdata[1]:.1f}",
    )
    cells = _diverging(names, places, points, np.stack(details, axis=-1), said)
    return _cells(cells, len(names), {"type": "category", "showgrid": False})


def _diverging(
    names: Sequence[str], places: Sequence[str], percent: Values, details: Values, said: str
) -> Part:
    """Cells around 0: blue above, orange below; the strongest colours are for the 98th percentile
    and beyond."""
    known = np.abs(percent[np.isfinite(percent)])
    most = max(float(np.quantile(known, 0.98)), 1.0) if len(known) else 1.0
    return trace(
        "heatmap",
        x=[*places],
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
        hovertemplate=said + theme.NO_BOX,
    )


def _cells(cells: Part, rows: int, xaxis: Part) -> Figure:
    return stacked(
        [Row(traces=[cells], yaxis=categories())],
        xaxis=xaxis,
        title="",
        height=100 + 22 * rows,
        **theme.BARE,
    )
