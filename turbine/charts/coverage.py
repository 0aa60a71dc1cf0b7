"""The data coverage of each window."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.literal import literally
from turbine.charts.points import Indices, Values, compact, wall_ms
from turbine.charts.windows import Earlier, before, strip
from turbine.charts.words import Words
from turbine.explore.coverage import coverage_of
from turbine.model.frame import floats, stamps_of

_BANDS = (
    (100.0, theme.GREEN, Words.COMPLETE),
    (90.0, theme.BLUE, Words.MOST),
    (50.0, theme.ORANGE, Words.SOME),
    (-1.0, theme.RED, Words.LITTLE),
)
_MOST_BARS = 2_000
_MOST_MARKS = 4_000
_DAY_MS = 86_400_000.0
_JUST_ABOVE = 100.01
_DAY = "%{x|%a %d %b %Y}"


def coverage(
    frame: pl.DataFrame, *, zone: str, length_ns: int, earlier: Earlier | None = None
) -> Figure:
    """Rows found ÷ expected of each window as bars, coloured by data coverage; with ``earlier``,
    that of period A where B has its like, as a dashed line.

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
    percent = floats(bars, "percent")
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
                marker={"color": colour, "opacity": 1.0 if earlier is None else 0.6},
                customdata=[each for each, drawn in zip(details, in_band, strict=True) if drawn],
                hovertemplate=hover + theme.NO_BOX,
            )
        )
    span = [float(starts[0]), float(ends[-1])]
    if earlier is not None and (a := before(earlier, frame, zone)) is not None:
        first, last = a.at(stamps_of(next(iter(a.parts.values())))[[0, -1]]).tolist()
        span += [first, last + float(a.lengths[-1])]
        line = strip(a, span[-1])
        traces.append({**line, "line": {**line["line"], "color": theme.PURPLE, "width": 2}})
    return stacked(
        [Row(traces=traces, yaxis={"title": {"text": Words.DATA_COVERAGE()}, "range": [0, 105]})],
        xaxis=theme.dates(min(span), max(span)),
        title=Words.TIME(zone=zone),
        height=380,
        barmode="overlay",
        showlegend=True,
    )


def calendar(
    frames: Mapping[str, pl.DataFrame],
    zones: Mapping[str, str],
    *,
    days: int = 1,
    dates: Mapping[str, Sequence[str]] | None = None,
) -> Figure:
    """The coverage of several turbines, a row for each, by windows of so many ``days``.

    ``frames``: by turbine, ``time`` (the window's start), ``count`` and ``percent`` (null if its
    rows tell no step: such windows are grey); ``zones``: by turbine, whose days these are;
    ``dates``: by turbine, of each window, if they are others than those of the axis.
    """
    frames, zones = literally(frames), literally(zones)
    wall = {
        name: wall_ms(stamps_of(frame), zones[name]) // _DAY_MS for name, frame in frames.items()
    }
    first = min(each[0] for each in wall.values())
    places = {name: np.rint((each - first) / days).astype(int) for name, each in wall.items()}
    length = 1 + max(int(each[-1]) for each in places.values())
    shares = np.full((len(frames), length), np.nan)
    said = np.full(shares.shape, "", dtype=object)
    for row, name in enumerate(frames if dates is not None else ()):
        said[row, places[name]] = literally(dates or {})[name]
    day = _DAY if dates is None else "%{text}"
    unknown = np.full((len(frames), length), np.nan)
    for row, (name, frame) in enumerate(frames.items()):
        percent = frame["percent"].to_numpy()
        shares[row, places[name]] = np.minimum(percent, 100.0)
        stepless = np.isnan(percent) & (frame["count"].to_numpy() > 0)
        unknown[row, places[name][stepless]] = 0.0
    starts = (first + days * np.arange(length)) * _DAY_MS
    where: Part = {
        "x": starts + days * _DAY_MS / 2,
        "y": [*frames],
        "ygap": 2,
        "hoverongaps": False,
        **({} if dates is None else {"text": said.tolist()}),
    }
    traces = [
        trace(
            "heatmap",
            **where,
            z=compact(shares),
            zmin=0,
            zmax=_JUST_ABOVE,
            colorscale=_steps(),
            showscale=False,
            hovertemplate=Words.COVERED_ON(turbine="%{y}", day=day, percent="%{z:.1f}")
            + theme.NO_BOX,
        )
    ]
    keys = [(colour, label()) for _, colour, label in _BANDS]
    if np.isfinite(unknown).any():
        traces.append(
            trace(
                "heatmap",
                **where,
                z=compact(unknown),
                colorscale=[[0, theme.GREY], [1, theme.GREY]],
                showscale=False,
                hovertemplate=Words.NO_STEP_ON(turbine="%{y}", day=day) + theme.NO_BOX,
            )
        )
        keys.append((theme.GREY, Words.NO_STEP()))
    first_ms = float(starts[0]) + days * _DAY_MS / 2
    traces += _marks(frames, first_ms, places, days, shares, None if dates is None else said)
    traces += [
        trace(
            "scatter",
            x=[None],
            y=[None],
            mode="markers",
            marker={"symbol": "square", "size": 12, "color": colour},
            name=name,
        )
        for colour, name in keys
    ]
    axis = {"type": "category", "autorange": "reversed", "showgrid": False}
    return stacked(
        [Row(traces=traces, yaxis=axis)],
        xaxis=theme.dates(float(starts[0]), float(starts[-1] + days * _DAY_MS)),
        title=Words.LOCAL_TIME(),
        height=150 + 22 * len(frames),
        margin={**theme.LAYOUT["margin"], "t": 56},  # on a narrow screen, the legend has two lines
        hovermode="closest",
        showlegend=True,
    )


def _marks(
    frames: Mapping[str, pl.DataFrame],
    first: float,
    places: Mapping[str, Indices],
    days: int,
    shares: Values,
    dates: np.typing.NDArray[np.object_] | None,
) -> list[Part]:
    """Something to click on in each cell that has rows: Plotly picks no cells of a heatmap. Of too
    many, every nth, since each is an element of the page. Those that tell no step are apart."""
    cells = [
        (name, place, shares[row, place], "" if dates is None else dates[row, place])
        for row, (name, frame) in enumerate(frames.items())
        for place in places[name][frame["count"].to_numpy() > 0].tolist()
    ]
    cells = cells[:: max(1, -(-len(cells) // _MOST_MARKS))]
    day = _DAY if dates is None else "%{text}"
    hovers = {
        False: Words.COVERED_ON(turbine="%{y}", day=day, percent="%{customdata:.1f}"),
        True: Words.NO_STEP_ON(turbine="%{y}", day=day),
    }
    marks = []
    for stepless, hover in hovers.items():
        if its := [cell for cell in cells if np.isnan(cell[2]) == stepless]:
            middles = [first + place * days * _DAY_MS for _, place, *_ in its]
            marks.append(
                trace(
                    "scatter",
                    x=np.array(middles),
                    y=[name for name, *_ in its],
                    mode="markers",
                    marker={"symbol": "square", "size": 10, "opacity": 0, "color": theme.GREY},
                    selected={"marker": {"opacity": 0}},
                    unselected={"marker": {"opacity": 0}},
                    customdata=[
                        None if stepless else round(float(share), 1) for _, _, share, _ in its
                    ],
                    **({} if dates is None else {"text": [each[3] for each in its]}),
                    hovertemplate=hover + theme.NO_BOX,
                    showlegend=False,
                )
            )
    return marks


def _steps() -> list[list[object]]:
    """The bands as colours that do not flow into each other."""
    scale: list[list[object]] = []
    upper = _JUST_ABOVE
    for least, colour, _ in _BANDS:
        edges = max(least, 0.0) / _JUST_ABOVE, upper / _JUST_ABOVE
        scale = [[edges[0], colour], [edges[1], colour], *scale]
        upper = least
    return scale
