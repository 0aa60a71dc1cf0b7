"""The data coverage of each window."""

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Row, stacked, trace
from turbine.charts.points import compact, wall_ms
from turbine.charts.words import Words
from turbine.explore.coverage import coverage_of
from turbine.model.frame import stamps_of

_BANDS = (
    (100.0, theme.GREEN, Words.COMPLETE),
    (90.0, theme.BLUE, Words.MOST),
    (50.0, theme.ORANGE, Words.SOME),
    (-1.0, theme.RED, Words.LITTLE),
)
_MOST_BARS = 2_000


def coverage(frame: pl.DataFrame, *, zone: str, length_ns: int) -> Figure:
    """Rows found ÷ expected of each window as bars, coloured by data coverage.

    Of more than 2,000 windows, neighbours share a bar, which shows the least covered of them.
    Windows whose rows have no time step have none.
    """
    windows = coverage_of(frame)
    every = -(-len(windows) // _MOST_BARS)
    bars = windows.group_by(pl.int_range(pl.len()) // every, maintain_order=True).agg(
        pl.col("time").first(),
        pl.col("percent").min(),
        pl.col("count", "expected").sum(),
        pl.col("cut").any(),
    )
    stamps = stamps_of(bars)
    starts = wall_ms(stamps, zone)
    ends = wall_ms(np.append(stamps[1:], stamps_of(windows)[-1] + length_ns), zone)
    percent = bars["percent"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    truncated = Words.TRUNCATED()
    details = [
        [count, expected, truncated if cut else ""]
        for count, expected, cut in bars.select("count", "expected", "cut").iter_rows()
    ]
    hover = Words.ROWS_FOUND(
        percent="%{y:.1f}",
        found="%{customdata[0]:,}",
        expected="%{customdata[1]:,}",
        remark="%{customdata[2]}",
    )
    traces = []
    above = np.inf
    for least, colour, label in _BANDS:
        in_band = (percent >= least) & (percent < above)
        above = least
        traces.append(
            trace(
                "bar",
                x=starts[in_band],
                y=compact(percent[in_band]),
                width=(ends - starts)[in_band] * 0.9,
                offset=(ends - starts)[in_band] * 0.05,
                name=label(),
                marker={"color": colour},
                customdata=[each for each, drawn in zip(details, in_band, strict=True) if drawn],
                hovertemplate=hover + theme.NO_BOX,
            )
        )
    return stacked(
        [Row(traces=traces, yaxis={"title": {"text": Words.DATA_COVERAGE()}, "range": [0, 105]})],
        xaxis=theme.dates(float(starts[0]), float(ends[-1])),
        title=Words.TIME(zone=zone),
        height=380,
        barmode="overlay",
        showlegend=True,
    )
