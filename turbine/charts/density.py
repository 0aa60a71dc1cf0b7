"""Rows counted in cells of wind speed and power: a scatter of any number of rows."""

import numpy as np
import numpy.typing as npt

from turbine.charts import theme
from turbine.charts.figure import Part, trace
from turbine.charts.points import Values, compact
from turbine.charts.words import Words
from turbine.model.channels import BY_NAME
from turbine.words import number

Scale = list[list[float | str]]


def density(
    speeds: Values,
    powers: Values,
    counts: npt.NDArray[np.int64],
    size: tuple[float, float],
    scale: Scale,
) -> Part:
    """A heatmap of cells that have rows: ``speeds`` and ``powers`` are their lower corners, (n,),
    ``size`` their width and height.

    Colours follow the logarithm of the count, so that a few stray rows are visible beside
    thousands.
    """
    width_mps, height_kw = size
    column, row = (
        np.rint((lower - lower.min()) / length).astype(np.int64)
        for lower, length in ((speeds, width_mps), (powers, height_kw))
    )
    x = speeds.min() + width_mps * np.arange(column.max() + 1)
    y = powers.min() + height_kw * np.arange(row.max() + 1)
    rows = np.full((len(y), len(x)), np.nan)
    rows[row, column] = counts
    ticks = 10 ** np.arange(np.ceil(np.log10(counts.max() + 1)))
    return trace(
        "heatmap",
        x=x + width_mps / 2,
        y=y + height_kw / 2,
        z=compact(np.log10(rows)),
        customdata=compact(rows),
        colorscale=scale,
        hoverongaps=False,
        colorbar={
            "title": {"text": Words.ROWS()},
            "tickvals": np.log10(ticks),
            "ticktext": [number(tick, ",.0f") for tick in ticks],
            "thickness": 12,
        },
        hovertemplate=Words.CELL(
            wind_speed="%{x:.2f} " + BY_NAME["wind_speed_mps"].unit,
            power="%{y:,.0f} " + BY_NAME["power_kw"].unit,
            rows="%{customdata:,.0f}",
        )
        + theme.NO_BOX,
    )
