"""The park in period B beside period A: each figure with its table."""

import numpy as np
import polars as pl
import streamlit as st

from turbine.charts.beside import two_periods
from turbine.charts.multiples import Earlier, curve_multiples, curves_together, daily_multiples
from turbine.charts.park import changes
from turbine.charts.points import wall_ms
from turbine.model.frame import stamps_of
from turbine.services.park_against import months_of_both, sums_of_both, turbines_of_both
from turbine.timing.periods import onto_b
from turbine.ui.analyse import production_against
from turbine.ui.analyse.numbers import titled
from turbine.ui.analyse.park import columns, sections
from turbine.ui.analyse.park.both import Both
from turbine.ui.analyse.park.choice import Choice
from turbine.ui.analyse.park.words import Words
from turbine.ui.analyse.words import Words as Views
from turbine.ui.common.chart import chart
from turbine.ui.common.choosing import to_wall
from turbine.wind.park import median_curve
from turbine.wind.production import By, together
from turbine.wind.two_periods import energy_differences

_SUMS = {
    "a_start": Views.START_A,
    "b_start": Views.START_B,
    "a_partial": Views.PARTIAL_A,
    "b_partial": Views.PARTIAL_B,
    "a_measured_kwh": Views.MEASURED_A,
    "b_measured_kwh": Views.MEASURED_B,
    "measured_difference_kwh": Views.MEASURED_DIFFERENCE,
    "measured_difference_share": Views.MEASURED_SHARE,
    "a_recovery": Views.RECOVERY_A,
    "b_recovery": Views.RECOVERY_B,
    "a_scaled_kwh": Words.ESTIMATE_A,
    "b_scaled_kwh": Words.ESTIMATE_B,
    "scaled_difference_kwh": Words.ESTIMATE_DIFFERENCE,
    "scaled_difference_share": Words.ESTIMATE_SHARE,
    "a_mean_kw": Words.MEAN_POWER_A,
    "b_mean_kw": Words.MEAN_POWER_B,
    "mean_difference_share": Views.MEAN_POWER_SHARE,
}
_SHARES = [name for name in _SUMS if name.endswith(("_share", "_recovery"))]
_MONTHS = {
    "name": Words.TURBINE,
    "a_start": Words.MONTH_A,
    "b_start": Words.MONTH_B,
    "a_ratio": Words.RATIO_A,
    "b_ratio": Words.RATIO_B,
    "difference_ratio": Words.RATIO_POINTS,
    "a_intervals": Words.INTERVALS_A,
    "b_intervals": Words.INTERVALS_B,
}


def draw(both: Both, choice: Choice, names: list[str]) -> dict[str, pl.DataFrame]:
    """All sections, and their tables."""
    sections.ranked(both.b, choice, both)
    sums = _together(both, choice)
    tables = {
        Words.TURBINES(): columns.turbines_of_both(
            turbines_of_both(both.a.turbines(), both.b.turbines())
        ),
        Words.OVER_TIME(): sums,
    }
    several = len(names) > 1
    if several:
        tables[Words.BY_MONTH_TABLE()] = _by_month(both, choice, names)
    tables[Words.BINS()] = _multiples(both, names)
    if several:
        tables[Words.PAIRS()] = sections.correlated(both.b, names, Words.CORRELATION_OF_B())
    return tables


def _together(both: Both, choice: Choice) -> pl.DataFrame:
    """B's sum over time beside A's."""
    by: By = sections.heading(Words.SUM(), by=160)[0]  # type: ignore[assignment] # one of its values
    a, b = both.a.summed(by), both.b.summed(by)
    by_place = sums_of_both(a, b, both.pair, by)
    totals = [together([m.production for m in each.park.members]) for each in (both.a, both.b)]
    name = choice.place[0]
    whole = energy_differences(totals[0], totals[1])
    production_against.notes({name: whole}, {name: by_place})
    lacking = pl.max_horizontal(pl.col("scaled_kwh") - pl.col("measured_kwh"), 0.0)
    frames = [
        each.rename({"coverage": "recovery"}).with_columns(lacking_kwh=lacking) for each in (a, b)
    ]
    chart(
        two_periods(
            {name: (frames[0], frames[1])}, both.pair, both.names, by=by, estimate="lacking_kwh"
        ),
        key="park_sum",
        alt=Words.CHART_ALT(title=Words.SUM()),
    )
    return titled(by_place, _SUMS, percents=_SHARES)


def _by_month(both: Both, choice: Choice, names: list[str]) -> pl.DataFrame:
    """How far each is from the reference in B, against A."""
    title = sections.title_of_reference(both.b, choice)
    found = months_of_both(both.a.by_month(), both.b.by_month(), both.pair)
    places = [
        Words.MONTHS(a="–" if a is None else f"{a:%Y-%m}", b="–" if b is None else f"{b:%Y-%m}")
        for a, b in found.head(found["place"].n_unique())
        .select(pl.col("a_start", "b_start").dt.convert_time_zone(choice.zone))
        .iter_rows()
    ]
    chart(
        changes(names, places, found),
        key="park_months",
        alt=Words.CHART_ALT(title=title),
        title=title,
    )
    st.caption(Words.CHANGES_NOTE())
    named = found.with_columns(name=pl.col("turbine").replace_strict(dict(enumerate(names))))
    return titled(named, _MONTHS, percents=("a_ratio", "b_ratio", "difference_ratio"))


def _multiples(both: Both, names: list[str]) -> pl.DataFrame:
    """Turbine by turbine, A as a dashed line."""
    (show,) = sections.heading(Words.SMALL_MULTIPLES(), show=260)
    a, b = (sections.curves_of(each.park, names) for each in (both.a, both.b))
    if show == "daily":
        _daily(both, names)
    elif not b:
        st.caption(Words.NO_CURVE())
    elif show == "together":
        st.caption(Words.MEDIANS_OF_BOTH())
        chart(
            curves_together(b, median_curve([*b.values()]), median_curve([*a.values()])),
            key="park_curves",
            alt=Words.CHART_ALT(title=Words.SMALL_MULTIPLES()),
        )
    else:
        st.caption(Words.CURVES_OF_BOTH())
        top, median = sections.top_of([*a.values(), *b.values()]), median_curve([*b.values()])
        sections.parts(
            [*b],
            lambda part: curve_multiples({name: b[name] for name in part}, median, top, a),
            key="park_curves",
        )
    frames = [
        curve.with_columns(name=pl.lit(name), side=pl.lit(side))
        for side, curves in (("A", a), ("B", b))
        for name, curve in curves.items()
    ]
    titles = {"name": Words.TURBINE, "side": Views.PERIOD, **sections.BINS}
    return titled(pl.concat(frames) if frames else pl.DataFrame(), titles)


def _daily(both: Both, names: list[str]) -> None:
    st.caption(Words.DAYS_OF_BOTH())
    pair, parks = both.pair, (both.a.park, both.b.park)
    stamps = [stamps_of(park.members[0].production.frame.select(time="start")) for park in parks]
    places, there = onto_b(pair, stamps[0], stamps[1], "1d")
    days = [sections.days_of(park, names) for park in parks]
    earlier = Earlier(
        days={name: energy[there] for name, energy in days[0].items()},
        places=places[there] / 1e6,
        texts=[f"{to_wall(int(ns), pair.zone):%Y-%m-%d}" for ns in stamps[0][there]],
    )
    top = sections.range_of(np.concatenate([*days[0].values(), *days[1].values()]))
    starts = wall_ms(stamps[1], pair.zone)
    sections.parts(
        names,
        lambda part: daily_multiples({name: days[1][name] for name in part}, starts, top, earlier),
        key="park_daily",
    )
