"""A file's profile as charts: distributions, power against wind, and where rows are missing."""

import numpy as np

from turbine.charts import theme
from turbine.charts.density import Scale, density
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.literal import literal
from turbine.charts.points import wall_ms
from turbine.charts.words import Words
from turbine.model.channels import channel
from turbine.readers.profile import ChannelProfile, PowerCurve, Profile
from turbine.timing.stretches import LONGEST_STEP_NS
from turbine.timing.windows import LAST_NS

_DENSITY: Scale = [[0.0, theme.faded(theme.BLUE, 0.15)], [0.6, theme.BLUE], [1.0, theme.ORANGE]]
_WHEN = "%d %b %Y %H:%M"


def histogram(profile: ChannelProfile) -> Figure:
    """How often each value occurs; bins beyond the plausible limits in red."""
    edges = np.array(profile.bin_edges)
    lows, highs = edges[:-1], edges[1:]
    lower, upper = (
        none if limit is None else limit
        for limit, none in ((profile.lower, -np.inf), (profile.upper, np.inf))
    )
    suspect = (highs <= lower) | (lows > upper)
    colours = np.where(suspect, theme.RED, theme.colour_of(profile.name))
    bars = trace(
        "bar",
        x=lows,
        y=list(profile.bin_counts),
        width=highs - lows,
        offset=0,
        marker={"color": colours.tolist(), "line": {"width": 0}},
        customdata=highs,
        hovertemplate=Words.BIN(
            low="%{x:,}", high="%{customdata:,}", unit=profile.unit, rows="%{y:,}"
        )
        + theme.NO_BOX,
    )
    return stacked(
        [Row(traces=[bars], yaxis={"title": {"text": Words.ROWS()}, "nticks": 4})],
        xaxis={"showgrid": False},
        title=_quantity(profile.name),
        height=190,
        **theme.BARE,
        showlegend=False,
    )


def power_curve(curve: PowerCurve) -> Figure:
    """Active power against wind speed: the more rows in a cell, the stronger its colour.

    Colours follow the logarithm of the count, so that a few stray rows are visible beside
    thousands.
    """
    if not curve.cells:
        return _titled()
    speeds, powers, counts = (np.array(column) for column in zip(*curve.cells, strict=True))
    return _titled(
        density(speeds, powers, counts, (curve.speed_bin_mps, curve.power_bin_kw), _DENSITY)
    )


def _titled(*traces: Part) -> Figure:
    return stacked(
        [Row(traces=traces, yaxis={"title": {"text": _quantity("power_kw")}})],
        xaxis={"rangemode": "tozero"},
        title=_quantity("wind_speed_mps"),
        height=360,
        **theme.BARE,
    )


def _quantity(name: str) -> str:
    signal = channel(name)
    title = literal(str(signal.title))
    return Words.QUANTITY(name=title, unit=signal.unit) if signal.unit else title


def gaps(profile: Profile, *, zone: str) -> Figure:
    """The file's period as a bar, its gaps in red (the longest, if there are very many)."""
    traces: list[Part] = []
    xaxis: Part = {"showgrid": False}
    if profile.first_ns is not None and profile.last_ns is not None:
        stop_ns = min(profile.last_ns + min(profile.step_ns, LONGEST_STEP_NS), LAST_NS)
        start, stop = wall_ms(np.array([profile.first_ns, stop_ns]), zone).tolist()
        bar = trace(
            "bar",
            **_piece([start], [stop]),
            marker={"color": theme.faded(theme.GREY, 0.4), "line": {"width": 0}},
            hoverinfo="skip",
        )
        traces.append(bar)
        afters = np.array([g.lacks_ns for g in profile.gaps], dtype=np.int64)
        befores = np.array([g.before_ns for g in profile.gaps], dtype=np.int64)
        starts, stops = wall_ms(afters, zone), wall_ms(befores, zone)
        bar = trace(
            "bar",
            **_piece(starts, stops),
            # Its outline keeps ten minutes of a year visible.
            marker={"color": theme.RED, "line": {"color": theme.RED, "width": 1}},
            customdata=[gap.missing for gap in profile.gaps],
            hovertemplate=Words.GAP(start=f"%{{base|{_WHEN}}}", rows="%{customdata:,}")
            + theme.NO_BOX,
        )
        traces.append(bar)
        xaxis |= {"type": "date", "range": [start, stop]}
    return stacked(
        [Row(traces=traces, yaxis={"visible": False, "range": [-0.5, 0.5]})],
        xaxis=xaxis,
        title=Words.TIME(zone=zone),
        height=110,
        **theme.BARE,
        barmode="overlay",
        showlegend=False,
    )


def _piece(starts: object, stops: object) -> dict[str, object]:
    """Horizontal bars from start to stop on a date axis."""
    begin, end = np.asarray(starts, dtype=float), np.asarray(stops, dtype=float)
    base = begin.tolist()  # Plotly packs no bases
    return {"orientation": "h", "base": base, "x": end - begin, "y": [0] * len(begin), "width": 1}
