"""Ready-made views: what is possible, one click each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from turbine.explore.functions import Function
from turbine.timing.windows import Window
from turbine.ui.common.choosing import Period
from turbine.ui.explore import controls
from turbine.ui.explore.choice import Show
from turbine.ui.explore.words import Words
from turbine.words import Label

VIEW = "explore_view"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A named setting of the selectors; turbine and zone stay as they are."""

    name: str
    title: Label
    icon: str
    channels: tuple[str, ...]
    period: Period
    window: Window
    function: Function = "mean"
    band: bool = False
    show: Show = "time"


VIEWS = (
    View(
        name="daily_energy",
        title=Words.DAILY_ENERGY,
        icon=":material/bolt:",
        channels=("power_kw",),
        period="30d",
        window="1d",
        function="energy",
    ),
    View(
        name="monthly_energy",
        title=Words.MONTHLY_ENERGY,
        icon=":material/calendar_month:",
        channels=("power_kw", "theoretical_power_kw"),
        period="365d",
        window="1mo",
        function="energy",
    ),
    View(
        name="monthly_power",
        title=Words.MONTHLY_MEAN_POWER,
        icon=":material/show_chart:",
        channels=("power_kw",),
        period="365d",
        window="1mo",
    ),
    View(
        name="hourly_wind",
        title=Words.HOURLY_WIND,
        icon=":material/air:",
        channels=("wind_speed_mps",),
        period="7d",
        window="1h",
        band=True,
    ),
    View(
        name="expected_power",
        title=Words.EXPECTED_POWER,
        icon=":material/compare_arrows:",
        channels=("power_kw", "theoretical_power_kw"),
        period="7d",
        window="1h",
    ),
    View(
        name="wind_direction",
        title=Words.WIND_AND_DIRECTION,
        icon=":material/explore:",
        channels=("wind_speed_mps", "wind_direction_deg"),
        period="30d",
        window="1h",
    ),
    View(
        name="diurnal_profile",
        title=Words.DIURNAL_PROFILE,
        icon=":material/schedule:",
        channels=("power_kw", "wind_speed_mps", "wind_direction_deg"),
        period="365d",
        window="1h",
        show="day",
    ),
    View(
        name="coverage",
        title=Words.WEEKLY_COVERAGE,
        icon=":material/grid_on:",
        channels=("power_kw", "wind_speed_mps", "theoretical_power_kw", "wind_direction_deg"),
        period="all",
        window="1w",
        show="coverage",
    ),
)


def draw(fields: Sequence[str]) -> None:
    """A pill per view that these fields allow; the one that is shown is marked."""
    possible = {view.name: view for view in VIEWS if _state_of(view, fields)[controls.CHANNELS]}
    shown = (name for name, view in possible.items() if _is_shown(view, fields))
    st.session_state[VIEW] = next(shown, None)
    st.pills(
        Words.READY_MADE_VIEWS(),
        list(possible),
        format_func=lambda name: " ".join((possible[name].icon, possible[name].title())),
        key=VIEW,
        on_change=_choose,
        args=(fields,),
        wrap=True,
    )


def _choose(fields: Sequence[str]) -> None:
    """Set the selectors to the view that was clicked (a click on the marked one changes
    nothing)."""
    clicked = st.session_state[VIEW]
    for view in VIEWS:
        if view.name == clicked:
            st.session_state.update(_state_of(view, fields))


def _is_shown(view: View, fields: Sequence[str]) -> bool:
    state = _state_of(view, fields)
    return all(st.session_state.get(key) == value for key, value in state.items())


def _state_of(view: View, fields: Sequence[str]) -> dict[str, Any]:
    """The selectors' state that is this view."""
    return {
        controls.CHANNELS: [name for name in fields if name in view.channels],
        controls.PERIOD: view.period,
        controls.WINDOW: view.window,
        controls.FUNCTION: view.function,
        controls.FILL: "gap",
        controls.BAND: view.band,
        controls.SHOW: view.show,
    }
