"""The park page from the top down: what it rests on, and each figure with its table."""

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl
import streamlit as st

from turbine.charts.figure import Figure
from turbine.charts.multiples import (
    COLUMNS,
    ROWS,
    curve_multiples,
    curves_together,
    daily_multiples,
)
from turbine.charts.park import correlations, deviations, over_time
from turbine.charts.points import wall_ms
from turbine.charts.ranking import ranking
from turbine.charts.selected import bars_over, pickable
from turbine.model.frame import stamps_of
from turbine.services.park import Park
from turbine.services.park_views import Signal
from turbine.settings.places import PAGES
from turbine.ui.analyse import picking
from turbine.ui.analyse.numbers import titled
from turbine.ui.analyse.park import basis
from turbine.ui.analyse.park.answer import Answer
from turbine.ui.analyse.park.both import Both
from turbine.ui.analyse.park.choice import (
    OF_CALENDAR,
    RANKS,
    SHARED,
    SHARES,
    Choice,
)
from turbine.ui.analyse.park.controls import PAGE, option
from turbine.ui.analyse.park.words import Words
from turbine.ui.analyse.words import Words as Views
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain
from turbine.wind.arrays import Floats
from turbine.wind.park import LEAST_ROWS, median_curve
from turbine.wind.production import By

_A_FIGURE = COLUMNS * ROWS
_OVER_TIME = {
    "start": Words.START,
    "partial": Words.PARTIAL,
    "measured_kwh": Words.MEASURED_KWH,
    "coverage": Words.COVERAGE,
    "with_rows": Words.COUNT_WITH_ROWS,
    "scaled_kwh": Words.ESTIMATE_KWH,
    "any_hours": Words.ESTIMATE_HOURS,
}
_SELECTED = {
    "start": Words.START,
    "partial": Words.PARTIAL,
    "measured_kwh": Views.SELECTED_KWH,
    "measured_hours": Views.SELECTED_HOURS,
    "with_rows": Words.COUNT_WITH_ROWS,
}
_MONTHS = {
    "name": Words.TURBINE,
    "start": Words.MONTH,
    "intervals": Words.INTERVALS,
    "measured_kwh": Words.MEASURED_KWH,
    "reference_kwh": Words.REFERENCE_KWH,
    "difference_kwh": Words.DIFFERENCE_KWH,
    "ratio": Words.RATIO,
}
BINS = {
    "bin_mps": Words.BIN,
    "rows": Words.BIN_ROWS,
    "wind_mps": Words.BIN_MPS,
    "mean_kw": Words.MEAN_KW,
    "median_kw": Words.MEDIAN_KW,
    "std_kw": Words.STD_KW,
    "thin": Words.IS_THIN,
}


def heading(title: str, **widths: int) -> list[str]:
    """A section's title with its options beside it, each of so many pixels, by name; what is
    chosen."""
    chosen = []
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        for name, width in widths.items():
            with st.container(width=width):
                chosen.append(option(name))
    return chosen


def ranked(answer: Answer, choice: Choice, both: Both | None = None) -> None:
    """The ranking, over common rows or over all of each, in one period or by that of B beside A;
    and the way to each turbine's page."""
    rank, rows = heading(Words.RANKING(), rank=230, rows=180)
    common = rows == "common" and rank not in OF_CALENDAR
    value = pl.col(f"common_{rank}" if common else rank) * (100 if rank in SHARES else 1)
    frame = answer.turbines().select("turbine", "recovery", value=value)
    if both is not None:
        before = both.a.turbines().select("turbine", a_recovery="recovery", a_value=value)
        frame = frame.join(before, on="turbine", how="left", maintain_order="left")
    basis.ranked(answer, rank, rows, both)
    _open(answer.park, choice)
    chart(
        ranking(
            frame.sort("value", descending=True, nulls_last=True),
            title=RANKS[rank](),
            decimals=0 if rank.endswith("kwh") else 1 if rank == "full_load_hours" else 2,
            reference=100.0 if rank == "ratio" else None,
            periods=None if both is None else both.names,
        ),
        key="park_ranking",
        alt=Words.CHART_ALT(title=Words.RANKING()),
    )


def _open(park: Park, choice: Choice) -> None:
    shared = {name: value for name, value in choice.to_params().items() if name in SHARED}
    with (
        st.popover(Words.OPEN_TURBINE(), icon=":material/open_in_new:"),
        st.container(horizontal=True),
    ):
        for member in park.members:
            its = member.series
            named = {"turbine": its.turbine, "site": its.site, "measurement": its.measurement}
            st.page_link(
                PAGES / "production.py",
                label=plain(its.turbine),
                query_params={**named, **shared},
            )


def compared(answer: Answer, choice: Choice, names: list[str]) -> pl.DataFrame:
    """Each turbine against the reference, month by month."""
    title = title_of_reference(answer, choice)
    found = answer.by_month()
    months = found["start"].dt.convert_time_zone(choice.zone).dt.strftime("%Y-%m").to_list()
    spans = months[: found["span"].n_unique()]
    chart(
        deviations(names, spans, found),
        key="park_months",
        alt=Words.CHART_ALT(title=title),
        title=title,
    )
    st.caption(Words.AGAINST_NOTE())
    if choice.selection:
        st.caption(Words.REFERENCE_OF_ALL())
    named = found.with_columns(name=pl.Series(names).gather(found["turbine"]))
    return titled(named, _MONTHS, percents=("ratio",))


def title_of_reference(answer: Answer, choice: Choice) -> str:
    """Of what each turbine is held against."""
    if answer.reference is None:
        return Words.AGAINST_MEDIAN()
    return Words.AGAINST(reference=plain(choice.reference))


def together(answer: Answer, choice: Choice) -> pl.DataFrame:
    """The sum over time; of selected rows over that of all. A click selects a part of it."""
    by: By = heading(Words.SUM(), by=160)[0]  # type: ignore[assignment] # one of its values
    found = answer.summed(by)

    def bars(summed: pl.DataFrame) -> Figure:
        return over_time(summed, by=by, zone=choice.zone, turbines=len(answer.park.members))

    figure = bars(found.drop("scaled_kwh") if choice.selection else found)
    if choice.selection:
        st.caption(Words.SUM_SELECTED())
        figure = bars_over(bars(answer.summed(by, whole=True).drop("scaled_kwh")), figure)
    chart(
        pickable(figure, picking.spans(choice)),
        key="park_sum",
        alt=Words.CHART_ALT(title=Words.SUM()),
        on_pick=picking.calendar(PAGE, choice.zone, by),
    )
    return titled(found, _SELECTED if choice.selection else _OVER_TIME, percents=("coverage",))


def multiples(park: Park, choice: Choice, names: list[str]) -> pl.DataFrame:
    """Turbine by turbine: power curves or daily energy; and all curves on one axis."""
    (show,) = heading(Words.SMALL_MULTIPLES(), show=260)
    curves = curves_of(park, names)
    if park.selection.of("box") and show != "daily":
        st.caption(Views.CURVE_AND_BOX())
    if show == "daily":
        _daily(park, choice, names)
    elif not curves:
        st.caption(Words.NO_CURVE())
    elif show == "together":
        chart(
            curves_together(curves, median_curve([*curves.values()])),
            key="park_curves",
            alt=Words.CHART_ALT(title=Words.SMALL_MULTIPLES()),
        )
    else:
        _curves(curves)
    frames = [curve.with_columns(name=pl.lit(name)) for name, curve in curves.items()]
    return titled(pl.concat(frames) if frames else pl.DataFrame(), {"name": Words.TURBINE, **BINS})


def curves_of(park: Park, names: list[str]) -> dict[str, pl.DataFrame]:
    """The power curves of those that have one."""
    members = zip(names, park.members, strict=True)
    return {name: member.curve for name, member in members if member.curve.height}


def _curves(curves: Mapping[str, pl.DataFrame]) -> None:
    st.caption(Words.CURVES_ON_ONE_RANGE())
    top, median = top_of([*curves.values()]), median_curve([*curves.values()])
    parts(
        [*curves],
        lambda part: curve_multiples({name: curves[name] for name in part}, median, top),
        key="park_curves",
    )


def top_of(curves: list[pl.DataFrame]) -> tuple[float, float]:
    """The highest wind speed and power that are drawn."""
    whole = pl.concat(curves).filter(~pl.col("thin"))
    wind, power = (
        1.02 * float(whole[name].max() or 1.0)  # type: ignore[arg-type] # of floats
        for name in ("wind_mps", "mean_kw")
    )
    return wind, power


def _daily(park: Park, choice: Choice, names: list[str]) -> None:
    st.caption(Words.DAYS_ON_ONE_RANGE())
    frame = park.members[0].production.frame
    starts = wall_ms(stamps_of(frame.select(time="start")), choice.zone)
    days = days_of(park, names)
    top = range_of(np.concatenate([*days.values()]))
    parts(
        names,
        lambda part: daily_multiples({name: days[name] for name in part}, starts, top),
        key="park_daily",
    )


def days_of(park: Park, names: list[str]) -> dict[str, Floats]:
    """The energy of each day, NaN where a turbine has no row."""
    frames = [member.production.frame for member in park.members]
    return {
        name: np.where(frame["rows"].to_numpy() > 0, frame["measured_kwh"].to_numpy(), np.nan)
        for name, frame in zip(names, frames, strict=True)
    }


def range_of(energies: Floats) -> tuple[float, float]:
    """The lowest and the highest that are drawn."""
    known = energies[np.isfinite(energies)]
    return (float(known.min()), 1.02 * float(known.max())) if len(known) else (0.0, 1.0)


def parts(names: list[str], drawn: Callable[[list[str]], Figure], *, key: str) -> None:
    """Small multiples, so many in a figure that two fit beside each other on a narrow screen."""
    with st.grid(min_column_width=270):
        for place, first in enumerate(range(0, len(names), _A_FIGURE)):
            chart(
                drawn(names[first : first + _A_FIGURE]),
                key=f"{key}_{place}",
                alt=Words.CHART_ALT(title=Words.SMALL_MULTIPLES()),
            )


def correlated(answer: Answer, names: list[str], note: str = "") -> pl.DataFrame:
    """Each turbine with each; ``note``: of what."""
    signal: Signal = heading(Words.CORRELATION(), signal=160)[0]  # type: ignore[assignment] # one of its values
    if note:
        st.caption(note)
    r, rows = answer.pairs(signal)
    if signal == "wind" and not rows.any():
        st.caption(Words.NO_WIND_AT_ALL())
    else:
        st.caption(Words.CORRELATION_NOTE(least=LEAST_ROWS))
        chart(
            correlations(names, r, rows),
            key="park_correlation",
            alt=Words.CHART_ALT(title=Words.CORRELATION()),
        )
    first, second = np.triu_indices(len(names), 1)
    titles = np.array(names, dtype=object)
    return pl.DataFrame(
        {
            Words.TURBINE(): titles[first].tolist(),
            Words.OTHER(): titles[second].tolist(),
            Words.R(): pl.Series(r[first, second], nan_to_null=True),
            Words.ROW_COUNT(): rows[first, second].astype(np.int64),
        },
        schema_overrides={Words.TURBINE(): pl.String, Words.OTHER(): pl.String},
    )
