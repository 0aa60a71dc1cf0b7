"""The park page from the top down: what it rests on, and each figure with its table."""

from collections.abc import Mapping

import numpy as np
import polars as pl
import streamlit as st

from turbine.charts.multiples import (
    COLUMNS,
    ROWS,
    curve_multiples,
    curves_together,
    daily_multiples,
)
from turbine.charts.park import correlations, deviations, over_time, ranking
from turbine.charts.points import wall_ms
from turbine.model.frame import stamps_of
from turbine.services.park import Park
from turbine.services.park_views import Signal
from turbine.settings.places import PAGES
from turbine.ui.analyse.numbers import titled
from turbine.ui.analyse.park.answer import Answer
from turbine.ui.analyse.park.choice import (
    OF_CALENDAR,
    RANKS,
    SHARES,
    Choice,
)
from turbine.ui.analyse.park.controls import option
from turbine.ui.analyse.park.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.choosing import iso
from turbine.ui.common.feedback import plain
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
_MONTHS = {
    "name": Words.TURBINE,
    "start": Words.MONTH,
    "intervals": Words.INTERVALS,
    "measured_kwh": Words.MEASURED_KWH,
    "reference_kwh": Words.REFERENCE_KWH,
    "difference_kwh": Words.DIFFERENCE_KWH,
    "ratio": Words.RATIO,
}
_BINS = {
    "name": Words.TURBINE,
    "bin_mps": Words.BIN,
    "rows": Words.BIN_ROWS,
    "wind_mps": Words.BIN_MPS,
    "mean_kw": Words.MEAN_KW,
    "median_kw": Words.MEDIAN_KW,
    "std_kw": Words.STD_KW,
    "thin": Words.IS_THIN,
}


def ranked(answer: Answer, choice: Choice) -> None:
    """The ranking, over common rows or over all of each; and the way to each turbine's page."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(Words.RANKING(), anchor=False)
        with st.container(width=230):
            rank = option("rank")
        with st.container(width=180):
            rows = option("rows")
    park, turbines = answer.park, answer.turbines()
    common = rows == "common" and rank not in OF_CALENDAR
    column = f"common_{rank}" if common else rank
    factor = 100 if rank in SHARES else 1
    frame = turbines.select("turbine", "recovery", value=pl.col(column) * factor).sort(
        "value", descending=True, nulls_last=True
    )
    _basis(park, rank, rows, turbines)
    _open(park, choice)
    chart(
        ranking(
            frame,
            title=RANKS[rank](),
            decimals=0 if rank.endswith("kwh") else 1 if rank == "full_load_hours" else 2,
            reference=100.0 if rank == "ratio" else None,
        ),
        key="park_ranking",
        alt=Words.CHART_ALT(title=Words.RANKING()),
    )


def _basis(park: Park, rank: str, rows: str, turbines: pl.DataFrame) -> None:
    recovery = turbines["recovery"].drop_nulls()
    if rank in OF_CALENDAR:
        st.caption(Words.OF_CALENDAR())
    elif rows == "common" and not park.common.any():
        st.warning(Words.NOTHING_COMMON(), icon=":material/warning:")
    elif rows == "common" and rank == "mean_mps":
        st.caption(Words.RANKED_BY_COMMON_WIND(common=park.common_wind))
    elif rows == "common":
        st.caption(Words.RANKED_BY_COMMON(common=int(park.common.sum())))
    elif len(recovery):
        low, high = 100 * float(recovery.min()), 100 * float(recovery.max())  # type: ignore[arg-type] # of floats
        st.caption(Words.RANKED_BY_OWN(low=low, high=high))


def _open(park: Park, choice: Choice) -> None:
    period = {"start": iso(choice.start_ns), "stop": iso(choice.stop_ns), "zone": choice.zone}
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
                query_params={**named, **period},
            )


def compared(answer: Answer, choice: Choice, names: list[str]) -> pl.DataFrame:
    """Each turbine against the reference, month by month."""
    title = (
        Words.AGAINST_MEDIAN()
        if answer.reference is None
        else Words.AGAINST(reference=plain(choice.reference))
    )
    found = answer.by_month()
    months = found["start"].dt.convert_time_zone(choice.zone).dt.strftime("%Y-%m").to_list()
    spans = months[: found["span"].n_unique()]
    chart(
        deviations(names, spans, found),
        key="park_against",
        alt=Words.CHART_ALT(title=title),
        title=title,
    )
    st.caption(Words.AGAINST_NOTE())
    named = found.with_columns(name=pl.Series(names).gather(found["turbine"]))
    return titled(named, _MONTHS, percents=("ratio",))


def together(answer: Answer, choice: Choice) -> pl.DataFrame:
    """The sum over time."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(Words.SUM(), anchor=False)
        with st.container(width=160):
            by: By = option("by")  # type: ignore[assignment] # one of the option's values
    found = answer.summed(by)
    chart(
        over_time(found, by=by, zone=choice.zone, turbines=len(answer.park.members)),
        key="park_sum",
        alt=Words.CHART_ALT(title=Words.SUM()),
    )
    return titled(found, _OVER_TIME, percents=("coverage",))


def multiples(park: Park, choice: Choice, names: list[str]) -> pl.DataFrame:
    """Turbine by turbine: power curves or daily energy; and all curves on one axis."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(Words.SMALL_MULTIPLES(), anchor=False)
        with st.container(width=260):
            show = option("show")
    curves = {
        name: member.curve
        for name, member in zip(names, park.members, strict=True)
        if member.curve.height
    }
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
    return titled(pl.concat(frames) if frames else pl.DataFrame(), _BINS)


def _curves(curves: Mapping[str, pl.DataFrame]) -> None:
    st.caption(Words.CURVES_ON_ONE_RANGE())
    whole = pl.concat(curves.values()).filter(~pl.col("thin"))
    top = tuple(
        1.02 * float(whole[name].max() or 1.0)  # type: ignore[arg-type] # of floats
        for name in ("wind_mps", "mean_kw")
    )
    median = median_curve([*curves.values()])
    with st.grid(min_column_width=270):
        for place, part in enumerate(_parts([*curves])):
            chart(
                curve_multiples({name: curves[name] for name in part}, median, (top[0], top[1])),
                key=f"park_curves_{place}",
                alt=Words.CHART_ALT(title=Words.SMALL_MULTIPLES()),
            )


def _daily(park: Park, choice: Choice, names: list[str]) -> None:
    st.caption(Words.DAYS_ON_ONE_RANGE())
    frames = [member.production.frame for member in park.members]
    starts = wall_ms(stamps_of(frames[0].select(time="start")), choice.zone)
    days = {
        name: np.where(frame["rows"].to_numpy() > 0, frame["measured_kwh"].to_numpy(), np.nan)
        for name, frame in zip(names, frames, strict=True)
    }
    every = np.concatenate([*days.values()])
    known = every[np.isfinite(every)]
    top = (float(known.min()), 1.02 * float(known.max())) if len(known) else (0.0, 1.0)
    with st.grid(min_column_width=270):
        for place, part in enumerate(_parts(names)):
            chart(
                daily_multiples({name: days[name] for name in part}, starts, top),
                key=f"park_daily_{place}",
                alt=Words.CHART_ALT(title=Words.SMALL_MULTIPLES()),
            )


def _parts(names: list[str]) -> list[list[str]]:
    return [names[first : first + _A_FIGURE] for first in range(0, len(names), _A_FIGURE)]


def correlated(answer: Answer, names: list[str]) -> pl.DataFrame:
    """Each turbine with each."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(Words.CORRELATION(), anchor=False)
        with st.container(width=160):
            signal: Signal = option("signal")  # type: ignore[assignment] # one of its values
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
