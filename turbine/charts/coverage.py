"""How much of each window is there."""

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Row, stacked, trace
from turbine.charts.points import compact, wall_ms
from turbine.charts.trend import CUT
from turbine.explore.coverage import coverage_of
from turbine.model.frame import stamps_of

_BANDS = (
    (100.0, theme.GREEN, "Complete"),
    (90.0, theme.BLUE, "90 % or more"),
    (50.0, theme.ORANGE, "50 to 90 %"),
    (-1.0, theme.RED, "Less than half"),
)
_MOST_BARS = 2_000


def coverage(frame: pl.DataFrame, *, zone: str, length_ns: int) -> Figure:
    """Rows found ÷ expected of each window as bars, coloured by how much is there.

    Of more than 2,000 windows neighbours share a bar, which shows the least covered of them. Where
    the rows tell no step, there is none.
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
    texts = [
        f"{n:,} of {of:,} rows{CUT if cut else ''}"
        for n, of, cut in bars.select("count", "expected", "cut").iter_rows()
    ]
    traces = []
    above = np.inf
    for least, colour, words in _BANDS:
        here = (percent >= least) & (percent < above)
        above = least
        traces.append(
            trace(
                "bar",
                x=starts[here],
                y=compact(percent[here]),
                width=(ends - starts)[here] * 0.9,
                offset=(ends - starts)[here] * 0.05,
                name=words,
                marker={"color": colour},
                customdata=[text for text, shown in zip(texts, here, strict=True) if shown],
                hovertemplate="%{y:.1f} %, %{customdata}<extra></extra>",
            )
        )
    return stacked(
        [Row(traces=traces, yaxis={"title": {"text": "Coverage (%)"}, "range": [0, 105]})],
        xaxis=theme.dates(float(starts[0]), float(ends[-1])),
        title=f"Time ({zone})",
        height=380,
        barmode="overlay",
        showlegend=True,
    )
