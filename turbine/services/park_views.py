"""Tables of a park: its turbines, each against a reference, and the sum over time."""

from typing import Literal

import numpy as np
import polars as pl

from turbine.model.frame import stamps_of, to_time
from turbine.services.park import Park
from turbine.timing.windows import plan
from turbine.wind.arrays import Floats, frame_of, ratio
from turbine.wind.energy import HOUR_NS
from turbine.wind.grid import lacking_alone
from turbine.wind.park import against, correlation, reference_kw, scaled_kwh
from turbine.wind.production import WINDOWS, By

Signal = Literal["power", "wind"]


def turbines(park: Park, reference: int | None) -> pl.DataFrame:
    """A row for each member: ``turbine``, ``rated_kw``, the columns of :attr:`Park.own_rows`, of
    :attr:`Park.common_rows` behind ``common_``, of :func:`turbine.wind.park.against` over all rows
    that both have (``ratio`` over common rows too), and ``alone``: intervals that it alone keeps
    from being common."""
    kw = reference_kw(park.whole, turbine=reference, rated_kw=park.sizes_kw)
    of_both = against(park.grid, kw).drop("turbine", "span", "measured_kwh")
    of_all = against(park.grid, np.where(park.common[:, None], kw, np.nan))
    return pl.concat(
        [
            pl.DataFrame(
                {
                    "turbine": [member.series.turbine for member in park.members],
                    "rated_kw": [member.rated_kw for member in park.members],
                },
                schema={"turbine": pl.String, "rated_kw": pl.Float64},
            ),
            park.own_rows,
            park.common_rows.rename(lambda name: f"common_{name}"),
            of_both,
            of_all.select(common_ratio="ratio"),
            frame_of({"alone": lacking_alone(park.grid.power_kw, park.having_rows)}),
        ],
        how="horizontal",
    )


def by_month(park: Park, reference: int | None) -> pl.DataFrame:
    """Each member against the reference in each month of the zone's calendar: as
    :func:`turbine.wind.park.against`, with the month's ``start``."""
    months = plan(park.period.start_ns, park.period.stop_ns, "1mo", park.period.zone)
    kw = reference_kw(park.whole, turbine=reference, rated_kw=park.sizes_kw)
    found = against(park.grid, kw, months.index(park.grid.starts), len(months.labels))
    starts = to_time(months.labels)
    return found.with_columns(starts.gather(found["span"]).alias("start"))


def summed(park: Park, by: By, *, whole: bool = False) -> pl.DataFrame:
    """All members together by day, month or year: ``start``, ``partial``, ``measured_kwh``,
    ``measured_hours``, ``coverage`` (hours measured / hours of all turbines), ``with_rows`` (how
    many have any), ``scaled_kwh`` and ``any_hours`` (:func:`turbine.wind.park.scaled_kwh`). Of the
    selected rows, which make no estimate, or of the ``whole``."""
    period = park.period
    spans = plan(period.start_ns, period.stop_ns, WINDOWS[by], period.zone)
    count = len(spans.labels)
    days = [(member.whole if whole else member.production).frame for member in park.members]
    grid = park.whole if whole else park.grid
    hours, measured, kwh = (np.zeros((count, len(days))) for _ in range(3))
    rows = np.zeros((count, len(days)))
    for column, frame in enumerate(days):
        place = spans.index(stamps_of(frame.select(time="start")))
        for into, name in ((hours, "hours"), (measured, "measured_hours"), (rows, "rows")):
            np.add.at(into[:, column], place, frame[name].to_numpy())
        np.add.at(kwh[:, column], place, np.nan_to_num(frame["measured_kwh"].to_numpy()))
    scaled, any_hours = scaled_kwh(grid, park.sizes_kw, spans.index(grid.starts), count)
    there = rows.sum(axis=1) > 0
    lengths = np.diff(spans.edges) / HOUR_NS
    return frame_of(
        {
            "start": to_time(spans.labels),
            "partial": hours.max(axis=1, initial=0.0) < lengths - 1e-6,
            "measured_kwh": np.where(there, kwh.sum(axis=1), np.nan),
            "measured_hours": measured.sum(axis=1),
            "coverage": np.minimum(ratio(measured.sum(axis=1), hours.sum(axis=1)), 1.0),
            "with_rows": (rows > 0).sum(axis=1),
            "scaled_kwh": np.where(there, scaled, np.nan),
            "any_hours": any_hours,
        }
    )


def pairs(park: Park, signal: Signal) -> tuple[Floats, Floats]:
    """r and rows of each two members, (m, m): of power or of wind speed."""
    grid = park.grid
    found = correlation(grid.power_kw if signal == "power" else grid.wind_mps)
    return found.r, found.rows.astype(np.float64)
