"""The rows that power curves are of, by what is chosen of wakes and of the air's density."""

from dataclasses import replace

import polars as pl
import streamlit as st

from turbine.services.curves import AIR, normalised
from turbine.services.free_flow import free_flow
from turbine.services.measured import Measured
from turbine.ui.analyse.choice import Option
from turbine.ui.analyse.numbers import joined
from turbine.ui.analyse.view import Shown, Tables, Turbine
from turbine.ui.analyse.words import Words
from turbine.ui.common.feedback import plain
from turbine.ui.common.series import all_series
from turbine.wind.power_curve import REFERENCE_DENSITY

OPTIONS = (
    Option(
        name="density",
        label=Words.AIR_DENSITY,
        values={"none": Words.AS_MEASURED, "standard": Words.NORMALISE},
        help=Words.AIR_DENSITY_HELP,
    ),
    Option(
        name="wakes",
        label=Words.OTHERS_WAKES,
        values={"in": Words.WAKES_STAY, "out": Words.WAKES_LEAVE},
        help=Words.WAKES_HELP,
    ),
)
_SECTORS = {
    "turbine": Words.NEIGHBOUR,
    "distance_m": Words.DISTANCE_M,
    "distance_d": Words.DISTANCE_D,
    "bearing_deg": Words.BEARING,
    "width_deg": Words.SECTOR_WIDTH,
    "from_deg": Words.SECTOR_FROM,
    "to_deg": Words.SECTOR_TO,
}


def chosen(shown: Shown) -> tuple[Shown, Tables]:
    """The same with the rows of the curves, of both periods if there are two; says what was done,
    and gives the table of the sectors left out. Raises ConfigError."""
    sectors: dict[str, pl.DataFrame] = {}
    turbines = tuple(_of(shown, each, sectors) for each in shown.turbines)
    earlier = shown.earlier
    if earlier is not None:
        earlier = replace(earlier, turbines=tuple(_of(shown, t, None) for t in earlier.turbines))
    tables = {Words.WAKES(): joined(sectors, Words.TURBINE, _SECTORS)} if sectors else {}
    return replace(shown, turbines=turbines, earlier=earlier), tables


def _of(shown: Shown, turbine: Turbine, sectors: dict[str, pl.DataFrame] | None) -> Turbine:
    """One turbine's, inside the selected box and outside; what was done is said of those with
    ``sectors`` to add its own to."""
    options, name = shown.choice.options, plain(turbine.name)
    measured: Measured = turbine.but("box")
    if options["wakes"] == "out":
        site = turbine.entry.info.series.site
        stored = {
            entry.info.series.turbine
            for entry in all_series(shown.services)
            if entry.info.series.site == site
        }
        free = free_flow(measured, shown.services.sites.turbines(site), stored)
        measured = free.measured
        if sectors is not None:
            sectors[turbine.name] = free.sectors
            st.caption(Words.WAKES_OUT(turbine=name, count=free.in_wake))
            if free.undirected:
                st.caption(Words.UNDIRECTED(turbine=name, count=free.undirected))
    if options["density"] == "standard":
        measured, density = normalised(measured)
        if sectors is not None:
            st.caption(Words.NORMALISED(turbine=name, density=density, reference=REFERENCE_DENSITY))
    elif sectors is not None and all(each in measured.names for each in AIR):
        st.caption(Words.NOT_NORMALISED(turbine=name))
    return replace(turbine, picked=replace(turbine.picked, measured=measured))
