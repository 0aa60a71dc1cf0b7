"""Production of period B beside that of A: their differences."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from turbine.ui.analyse.numbers import Card, joined, percent
from turbine.ui.analyse.words import Words
from turbine.ui.common.feedback import plain
from turbine.wind.production import By
from turbine.wind.two_periods import energy_differences

_COMPARED = {
    "a_start": Words.START_A,
    "b_start": Words.START_B,
    "a_partial": Words.PARTIAL_A,
    "b_partial": Words.PARTIAL_B,
    "a_measured_kwh": Words.MEASURED_A,
    "b_measured_kwh": Words.MEASURED_B,
    "measured_difference_kwh": Words.MEASURED_DIFFERENCE,
    "measured_difference_share": Words.MEASURED_SHARE,
    "a_recovery": Words.RECOVERY_A,
    "b_recovery": Words.RECOVERY_B,
    "a_scaled_kwh": Words.SCALED_A,
    "b_scaled_kwh": Words.SCALED_B,
    "scaled_difference_kwh": Words.SCALED_DIFFERENCE,
    "scaled_difference_share": Words.SCALED_SHARE,
    "a_mean_kw": Words.MEAN_POWER_A,
    "b_mean_kw": Words.MEAN_POWER_B,
    "mean_difference_share": Words.MEAN_POWER_SHARE,
}
_COMPARED_SHARES = [name for name in _COMPARED if name.endswith(("_share", "_recovery"))]
_TOLD = 0.01
"""A difference of recoveries that is said."""
_TITLES = {
    "day": Words.B_AGAINST_A_BY_DAY,
    "month": Words.B_AGAINST_A_BY_MONTH,
    "year": Words.B_AGAINST_A_BY_YEAR,
}


def cards(a: pl.DataFrame, b: pl.DataFrame) -> list[Card]:
    """The differences of the sums over all turbines."""
    its = energy_differences(a, b).row(0, named=True)
    nothing = float("nan")
    a_kwh, b_kwh = (its[f"{side}_scaled_kwh"] or nothing for side in "ab")
    a_kw, b_kw = (its[f"{side}_mean_kw"] or nothing for side in "ab")
    return [
        Card(
            label=title(),
            value=percent(its[name]),
            help=said,
            decimals=2,
            signed=True,
        )
        for title, name, said in (
            (Words.MEASURED_SHARE, "measured_difference_share", Words.MEASURED_SHARE_HELP()),
            (
                Words.SCALED_SHARE,
                "scaled_difference_share",
                Words.SCALED_SHARE_HELP(a=a_kwh, b=b_kwh),
            ),
            (
                Words.MEAN_POWER_SHARE,
                "mean_difference_share",
                Words.MEAN_POWER_HELP(a=a_kw, b=b_kw),
            ),
        )
    ]


def notes(totals: Mapping[str, pl.DataFrame], by_place: Mapping[str, pl.DataFrame]) -> None:
    """What of a difference is one of missing rows, and what stands alone."""
    said = []
    for name in by_place:
        a, b = totals[name]["a_recovery"][0], totals[name]["b_recovery"][0]
        if a is not None and b is not None and abs(a - b) > _TOLD:
            said.append(Words.RECOVERY_DIFFERS(turbine=plain(name), a=100 * a, b=100 * b))
    if said:
        st.info("\n\n".join(said), icon=":material/info:")
    one = pl.col("a_start").is_null() | pl.col("b_start").is_null()
    if alone := sum(each.filter(one).height for each in by_place.values()):
        st.caption(Words.ALONE(count=alone))


def tables(
    totals: Mapping[str, pl.DataFrame], by_place: Mapping[str, pl.DataFrame], by: By
) -> dict[str, pl.DataFrame]:
    """Of each day, month or year, and of the whole periods."""
    return {
        title: joined(of, Words.TURBINE, _COMPARED, percents=_COMPARED_SHARES)
        for title, of in ((_TITLES[by](), by_place), (Words.B_AGAINST_A(), totals))
    }
