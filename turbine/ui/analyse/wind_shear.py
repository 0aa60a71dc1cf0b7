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
    """The exponents in words, and by hour; with ``before``, those of period A beside them."""
    if all(study.shear is None for study in studies.values()):
        return
    st.subheader(Words.SHEAR(), anchor=False)
    for turbine in shown.turbines:
        _said(studies[turbine.name], turbine.name, heights_of(turbine.whole))
    st.caption(Words.SHEAR_DEFINITION())
    of_b, of_a = ({n: s.shear.by_hour for n, s in each.items() if s.shear is not None}
                  for each in (studies, before or {}))  # fmt: skip
    names = shown.earlier.names if shown.earlier else ("A", "B")
    chart(
        shear.by_hour(of_b, of_a or None, names, zone=shown.choice.zone),
        key="wind_shear",
        alt=Words.CHART_ALT(title=Words.SHEAR()),
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
