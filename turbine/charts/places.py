"""Where turbines stand: no map from anywhere, only their longitude and latitude."""

from collections.abc import Sequence
from math import cos, radians

from turbine.charts import theme
from turbine.charts.figure import Figure, Row, stacked, trace
from turbine.charts.literal import literal
from turbine.charts.words import Words

_LEAST_DEG = 0.01
"""Around a single turbine, so much is shown: about a kilometre."""


def places(positions: Sequence[tuple[str, str, float, float]]) -> Figure:
    """A point for each turbine, a colour for each site, north up and undistorted around their
    middle. ``positions``: turbine, site, latitude and longitude in degrees."""
    sites = list(dict.fromkeys(site for _, site, _, _ in positions))
    colours = theme.colours_of_turbines(sites)
    traces = []
    for site in sites:
        own = [each for each in positions if each[1] == site]
        traces.append(
            trace(
                "scatter",
                x=[longitude for *_, longitude in own],
                y=[latitude for _, _, latitude, _ in own],
                text=[literal(name) for name, *_ in own],
                name=literal(site),
                mode="markers+text",
                textposition="top center",
                marker={"size": 11, "color": colours[site]},
                hovertemplate=Words.STANDS_AT(
                    turbine="%{text}", site=literal(site), latitude="%{y:.5f}", longitude="%{x:.5f}"
                )
                + theme.NO_BOX,
            )
        )
    latitudes = [latitude for _, _, latitude, _ in positions]
    longitudes = [longitude for *_, longitude in positions]
    middle = (min(latitudes) + max(latitudes)) / 2
    stretch = 1 / max(cos(radians(middle)), 0.01)
    # Undistorted by a narrower frame, not by a longer axis: around a single turbine that would
    # be kilometres of nothing.
    tight = {"constrain": "domain"}
    return stacked(
        [
            Row(
                traces=traces,
                yaxis={
                    "title": {"text": Words.LATITUDE()},
                    "range": _around(latitudes, 1.0),
                    "ticksuffix": "°",
                    "zeroline": False,
                    "scaleanchor": "x",
                    "scaleratio": stretch,
                    **tight,
                },
            )
        ],
        xaxis={
            "range": _around(longitudes, stretch),
            "ticksuffix": "°",
            "constraintoward": "left",
            **tight,
        },
        title=Words.LONGITUDE(),
        height=420 if len({*zip(latitudes, longitudes, strict=True)}) > 1 else 280,
        hovermode="closest",
        showlegend=len(sites) > 1,
    )


def _around(values: Sequence[float], stretch: float) -> list[float]:
    margin = max(0.15 * (max(values) - min(values)), _LEAST_DEG / 2 * stretch)
    return [min(values) - margin, max(values) + margin]
