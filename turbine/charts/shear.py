"""The wind shear of each hour of the day and month of the year, in one period or in two."""

from collections.abc import Mapping, Sequence

import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.points import compact
from turbine.charts.sides import Side, sides
from turbine.charts.words import Words
from turbine.model.frame import floats
from turbine.words import month_names, number


def by_hour(
    frames: Mapping[str, pl.DataFrame],
    earlier: Mapping[str, pl.DataFrame] | None = None,
    names: tuple[str, str] = ("A", "B"),
    *,
    zone: str,
) -> Figure:
    """``frames`` and, of period A, ``earlier``, by turbine, as
    :attr:`turbine.wind.turbulence.Shear.by_hour`."""
    axis: Part = {"range": [-0.5, 23.5], "dtick": 3, "ticksuffix": ":00"}
    whens = {hour: f"{hour}:00" for hour in range(24)}
    traces = _traces(sides(frames, earlier, names, alone=theme.GREEN), "hour", whens)
    return _figure(traces, axis, Words.HOUR_OF_DAY(zone=zone))


def by_month(
    frames: Mapping[str, pl.DataFrame],
    earlier: Mapping[str, pl.DataFrame] | None = None,
    names: tuple[str, str] = ("A", "B"),
    *,
    zone: str,
) -> Figure:
    """The same of the months of the year, as :attr:`turbine.wind.turbulence.Shear.by_month`."""
    months = month_names()
    numbers = [*range(1, 13)]
    said = [months[n] for n in numbers]
    axis: Part = {"range": [0.5, 12.5], "tickvals": numbers, "ticktext": said}
    traces = _traces(sides(frames, earlier, names, alone=theme.GREEN), "month", months)
    return _figure(traces, axis, Words.MONTH(zone=zone))


def _traces(group: Sequence[Side], column: str, whens: Mapping[int, str]) -> list[Part]:
    return [
        trace(
            "scatter",
            x=side.frame[column].cast(pl.Int32).to_numpy(),
            y=compact(floats(side.frame, "alpha")),
            name=side.name,
            mode="lines+markers",
            line=side.line,
            marker={"color": side.colour, "size": 5},
            customdata=[
                [whens[place], number(rows, ",")]
                for place, rows in side.frame.select(column, "rows").iter_rows()
            ],
            hovertemplate=Words.SHEAR_AT(
                name=side.name, when="%{customdata[0]}", alpha="%{y:.3f}", rows="%{customdata[1]}"
            )
            + theme.NO_BOX,
        )
        for side in group
    ]


def _figure(traces: Sequence[Part], axis: Part, title: str) -> Figure:
    return stacked(
        [Row(traces=traces, yaxis={"title": {"text": Words.SHEAR_EXPONENT()}})],
        xaxis=axis,
        title=title,
        height=400,
        hovermode="closest",
        showlegend=len(traces) > 1,
    )
