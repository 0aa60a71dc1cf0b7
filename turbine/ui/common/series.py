"""The series of the database for pages: all of them, what is known of one, and none."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import streamlit as st

from turbine.model.errors import ConfigError
from turbine.model.series import Series
from turbine.services.windproof import Windproof
from turbine.sites import FACTS
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.feedback import plain
from turbine.ui.common.words import Words

TTL_S = 60
"""Points that another program wrote are shown after a minute; those of an ingest at once."""
_MOST_NOTES, _LONGEST_NOTE = 8, 300
"""Of what an address says and no page knows: anybody can write one of any length."""
_CARRIED = ("rated_power_kw", "rotor_diameter_m", "hub_height_m", "latitude_deg", "longitude_deg")
"""Facts that whoever gets a table of a turbine asks for next."""


def all_series(services: Windproof) -> list[SeriesEntry]:
    """The series to choose from, with at least one point each."""
    try:
        sites = {name: site.zone for name, site in services.sites.all().items() if site.zone}
    except ConfigError:  # told where the turbine's facts are
        sites = {}
    return _all_series(repr((services.explorer.state(), sites)), services, sites)


# Keys are texts: Streamlit hashes tuples twenty times as slowly. What is cached is shared by all
# browsers, and nobody changes it.
@st.cache_resource(ttl=TTL_S, max_entries=8, show_spinner=False)
def _all_series(key: str, _services: Windproof, _sites: dict[str, str]) -> list[SeriesEntry]:
    zones, own = _services.explorer.zones(), _services.explorer.own_fields()
    return [
        SeriesEntry(
            info=info,
            known_zones=tuple(
                zone
                for zone in (zones.get(info.series), _sites.get(info.series.site))
                if zone is not None
            ),
            own=own.get(info.series, frozenset()),
        )
        for info in _services.explorer.series()
        if info.fields
    ]


def querying() -> AbstractContextManager[None]:
    """A sign that the database is asked. Within what is cached and not in its decorator, whose
    text would be of one language for all."""
    return st.spinner(Words.QUERYING())


def known(services: Windproof, series: Series) -> dict[str, float | str]:
    """What is known of the turbine and goes with its table, by label. Raises ConfigError."""
    facts, zone = (
        services.sites.facts(series.site, series.turbine),
        services.sites.zone(series.site),
    )
    found = {
        Words.FACT(label=str(FACTS[name].label()), unit=FACTS[name].unit): facts[name]
        for name in _CARRIED
        if name in facts
    }
    return {**found, Words.SITE_ZONE(): zone} if zone else found


def no_data(ingest_page: Path) -> None:
    """No point in the database: where to begin."""
    st.info(Words.NO_DATA_YET(), icon=":material/upload_file:")
    st.page_link(ingest_page, label=Words.GO_TO_INGEST(), icon=":material/arrow_forward:")


def ignored(notes: Sequence[str]) -> None:
    """What in the address was ignored."""
    if notes:
        said = [
            note if len(note) <= _LONGEST_NOTE else f"{note[:_LONGEST_NOTE]}…" for note in notes
        ]
        listed = "\n".join(f"- {plain(note)}" for note in said[:_MOST_NOTES])
        if len(notes) > _MOST_NOTES:
            listed += f"\n- {Words.MORE_IGNORED(count=len(notes) - _MOST_NOTES)}"
        st.warning(f"{Words.PARTLY_IGNORED()}\n{listed}", icon=":material/link:")
