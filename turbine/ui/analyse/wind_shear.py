"""Wind shear, where a turbine has wind speeds of two heights."""

from collections.abc import Mapping

import streamlit as st

from turbine.charts import shear
from turbine.services.measured import WindStudy
from turbine.services.wind_study import heights_of
from turbine.ui.analyse import asking
from turbine.ui.analyse.view import Shown
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain

Studies = Mapping[str, WindStudy]
"""By turbine."""


def ask(shown: Shown) -> None:
    """Ask for heights that are not known, and say so if there are none."""
    for turbine in shown.turbines:
        asking.heights(shown.services, shown.actor, turbine)
    if all(heights_of(turbine.whole) is None for turbine in shown.turbines):
        st.caption(Words.NO_SHEAR())


def draw(shown: Shown, studies: Studies, before: Studies | None = None) -> None:
    """The exponents in words, by hour and by month; with ``before``, those of period A beside."""
    if all(study.shear is None for study in studies.values()):
        return
    st.subheader(Words.SHEAR(), anchor=False)
    for turbine in shown.turbines:
        _said(studies[turbine.name], turbine.name, heights_of(turbine.whole))
    st.caption(Words.SHEAR_DEFINITION())
    of_b, of_a = ({n: s.shear for n, s in each.items() if s.shear is not None}
                  for each in (studies, before or {}))  # fmt: skip
    names, zone = shown.earlier.names if shown.earlier else ("A", "B"), shown.choice.zone
    hours, hours_of_a = ({n: s.by_hour for n, s in each.items()} for each in (of_b, of_a))
    chart(
        shear.by_hour(hours, hours_of_a or None, names, zone=zone),
        key="wind_shear",
        alt=Words.CHART_ALT(title=Words.SHEAR()),
    )
    months, months_of_a = ({n: s.by_month for n, s in each.items()} for each in (of_b, of_a))
    chart(
        shear.by_month(months, months_of_a or None, names, zone=zone),
        key="wind_shear_by_month",
        alt=Words.CHART_ALT(title=Words.SHEAR_BY_MONTH()),
        title=Words.SHEAR_BY_MONTH(),
    )


def _said(study: WindStudy, name: str, heights_m: tuple[float, float] | None) -> None:
    its = study.shear
    if its is None or heights_m is None:
        return
    lower, upper = sorted(heights_m)
    if not its.rows:
        st.markdown(Words.NO_SHEAR_ROWS(turbine=plain(name), lower=lower, upper=upper))
        return
    st.markdown(
        Words.SHEAR_IS(
            turbine=plain(name),
            lower=lower,
            upper=upper,
            of_means=its.alpha_of_means,
            median=its.alpha_median,
            count=its.rows,
        )
    )
