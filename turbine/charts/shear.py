"""The wind shear of each hour of the day, in one period or in two."""

from collections.abc import Mapping

import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Row, stacked, trace
from turbine.charts.points import compact
from turbine.charts.sides import sides
from turbine.charts.words import Words
from turbine.model.frame import floats
from turbine.words import number


def by_hour(
    frames: Mapping[str, pl.DataFrame],
    earlier: Mapping[str, pl.DataFrame] | None = None,
    names: tuple[str, str] = ("A", "B"),
    *,
    zone: str,
) -> Figure:
    """``frames`` and, of period A, ``earlier``, by turbine, as
    :attr:`turbine.wind.turbulence.Shear.by_hour`."""
    traces = []
    for side in sides(frames, earlier, names, alone=theme.GREEN):
        alpha = floats(side.frame, "alpha")
        traces.append(
            trace(
                "scatter",
                x=side.frame["hour"].cast(pl.Int32).to_numpy(),
                y=compact(alpha),
                name=side.name,
                mode="lines+markers",
                line=side.line,
                marker={"color": side.colour, "size": 5},
                customdata=[number(rows, ",") for rows in side.frame["rows"]],
                hovertemplate=Words.SHEAR_AT_HOUR(
                    name=side.name, hour="%{x}:00", alpha="%{y:.3f}", rows="%{customdata}"
                )
                + theme.NO_BOX,
            )
        )
    return stacked(
        [Row(traces=traces, yaxis={"title": {"text": Words.SHEAR_EXPONENT()}})],
        xaxis={"range": [-0.5, 23.5], "dtick": 3, "ticksuffix": ":00"},
        title=Words.HOUR_OF_DAY(zone=zone),
        height=400,
        hovermode="closest",
        showlegend=len(traces) > 1,
    )
