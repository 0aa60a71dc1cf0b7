"""Charts that stand beside a view's own, to select from and to see what is selected."""

import numpy as np
import polars as pl

from turbine.charts.selected import pickable, with_sectors
from turbine.charts.series import Signal, series
from turbine.charts.wind import rose
from turbine.model.frame import stamps_of
from turbine.services.measured import Measured
from turbine.services.wind_study import rose_of
from turbine.ui.analyse import picking
from turbine.ui.analyse.choice import Choice
from turbine.ui.analyse.view import Shown, Turbine
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain
from turbine.wind.roses import CALM_MPS
from turbine.wind.selection import Span

_SECTORS = 12
_TOO_SHORT = 1 / 40
"""Of the period."""


def over_time(shown: Shown, page: str, signal: Signal = "power_kw") -> None:
    """The rows of the turbines over time, the selected ones marked: a drag selects a period."""
    choice, period = shown.choice, _period(shown.choice)
    rows, selected = (
        {turbine.name: _between(measured, signal, period) for turbine, measured in sides}
        for sides in (
            [(turbine, turbine.whole) for turbine in shown.turbines],
            [(turbine, turbine.measured) for turbine in shown.turbines],
        )
    )
    figure = series(
        rows,
        selected if choice.selection else None,
        signal=signal,
        zone=choice.zone,
        period=period,
    )
    chart(
        pickable(figure, picking.spans(choice), drag="across"),
        key=f"{page}_series",
        alt=Words.SERIES_ALT(),
        title=Words.OVER_TIME(),
        on_pick=picking.across(page, choice.zone),
    )


def _period(choice: Choice) -> tuple[int, int]:
    """What is shown: the period or, where a selected stretch of it would be too short to see, that
    with twice as much on each side."""
    start, stop = choice.start_ns, choice.stop_ns
    spans = [part for part in choice.selection.parts if isinstance(part, Span)]
    if len(spans) != 1:
        return start, stop
    length = spans[0].stop_ns - spans[0].start_ns
    if length > (stop - start) * _TOO_SHORT:
        return start, stop
    first, last = spans[0].start_ns - 2 * length, spans[0].stop_ns + 2 * length
    return (max(start, first), min(stop, last)) if first < stop and last > start else (start, stop)


def _between(measured: Measured, signal: Signal, period: tuple[int, int]) -> pl.DataFrame:
    rows = measured.rows.inside
    if signal not in rows.columns:
        return pl.DataFrame(schema={"time": rows.schema["time"], signal: pl.Float64})
    stamps = stamps_of(rows)
    first, last = np.searchsorted(stamps, period)
    return rows.select("time", signal)[first:last].drop_nulls()


def wind_rose(shown: Shown, page: str, turbine: Turbine) -> None:
    """The rose of the selected rows: a click selects a sector. Nothing without directions."""
    if not {"direction_deg", "wind_mps"} <= turbine.whole.names.keys():
        return
    its = rose_of(turbine.but("sector"), _SECTORS, CALM_MPS)
    figure = rose(its.frame, its.calm.row(0, named=True), weight="share_hours")
    chart(
        with_sectors(figure, picking.sectors(shown.choice)),
        key=f"{page}_rose",
        alt=Words.CHART_ALT(title=Words.ROSE()),
        title=Words.ROSE_OF(turbine=plain(turbine.name)),
        on_pick=picking.sector(page, _SECTORS),
    )
