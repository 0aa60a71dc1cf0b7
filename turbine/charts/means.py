"""Mean wind speeds by hour of the day and by month, of one period or of two."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.beside import Axis, axis_of, dated, placed
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.points import compact
from turbine.charts.sides import Side, sides
from turbine.charts.words import Words
from turbine.model.frame import floats, stamps_of
from turbine.timing.periods import Pair, aligned
from turbine.words import number

Frames = Mapping[str, pl.DataFrame]
"""By turbine."""
_NAMES = ("A", "B")


def by_hour(
    frames: Frames,
    earlier: Frames | None = None,
    names: tuple[str, str] = _NAMES,
    *,
    zone: str,
) -> Figure:
    """The diurnal profile: ``frames`` and, of period A, ``earlier``, as
    :func:`turbine.wind.calendar.by_hour` gives them."""
    group = sides(frames, earlier, names, alone=theme.GREEN)
    traces = [
        _line(
            each,
            each.frame["hour"].cast(pl.Int32).to_numpy(),
            {"size": 5},
            hovertemplate=Words.MEAN_AT_HOUR(name=each.name, hour="%{x}:00", speed="%{y:.2f}")
            + theme.NO_BOX,
        )
        for each in group
    ]
    ticks = {"range": [-0.5, 23.5], "dtick": 3, "ticksuffix": ":00"}
    return _figure(traces, (ticks, Words.HOUR_OF_DAY(zone=zone)))


def by_month(
    frames: Frames,
    earlier: Frames | None = None,
    names: tuple[str, str] = _NAMES,
    *,
    pair: Pair | None = None,
    zone: str,
) -> Figure:
    """The means of months, with those that the period cuts open: ``frames`` and, of period A,
    ``earlier``, as :func:`turbine.wind.calendar.by_month` gives them."""
    axis: Axis = {}, ""
    b, a = {}, {}
    for turbine, frame in frames.items():
        before = frame if earlier is None else earlier[turbine]
        texts = [dated(each, "month", zone) for each in (before, frame)]
        stamps = [stamps_of(each.select(time="start")) for each in (before, frame)]
        if pair is None:
            places = pl.DataFrame({"a": range(frame.height), "b": range(frame.height)})
            said = texts[1]["text"].to_list()
            every = -(-len(said) // 12)
            ticks = {"tickvals": list(range(1, len(said) + 1))[::every], "ticktext": said[::every]}
            axis = ticks, Words.TIME(zone=zone)
        else:
            places = aligned(pair, stamps[0], stamps[1], "1mo")
            axis = axis_of(places.with_row_index("place", 1), texts, pair, "month")
        numbered = places.with_row_index("place", 1)
        a[turbine], b[turbine] = (
            placed(each, numbered, side) for side, each in zip("ab", texts, strict=True)
        )
    group = sides(b, None if earlier is None else a, names, alone=theme.GREEN)
    traces = [
        _line(
            each,
            each.frame["place"].cast(pl.Int32).to_numpy(),
            {
                "size": 8,
                "symbol": [
                    "circle-open" if partial else "circle" for partial in each.frame["partial"]
                ],
            },
            customdata=[
                [text, number(hours, ",.0f"), Words.TRUNCATED() if partial else ""]
                for text, hours, partial in each.frame.select(
                    "text", "hours", "partial"
                ).iter_rows()
            ],
            hovertemplate=Words.MEAN_IN_MONTH(
                month="%{customdata[0]}",
                speed="%{y:.2f}",
                hours="%{customdata[1]}",
                remark="%{customdata[2]}",
            )
            + theme.NO_BOX,
        )
        for each in group
    ]
    return _figure(traces, axis)


def _line(side: Side, x: np.ndarray, marker: Part, **more: object) -> Part:
    mean = floats(side.frame, "mean")
    return trace(
        "scatter",
        x=x,
        y=compact(mean),
        name=side.name,
        mode="lines+markers",
        line=side.line,
        marker={"color": side.colour, **marker},
        **more,
    )


def _figure(traces: list[Part], axis: Axis) -> Figure:
    ticks, title = axis
    yaxis = {"title": {"text": Words.WIND_SPEED()}, "rangemode": "tozero"}
    return stacked(
        [Row(traces=traces, yaxis=yaxis)],
        xaxis=dict(ticks),
        title=title,
        height=400,
        hovermode="closest",
        showlegend=len(traces) > 1,
    )
