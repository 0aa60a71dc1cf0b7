"""The step *Target*: in which database the points are stored, and under which names."""

from collections.abc import Sequence

import streamlit as st

from turbine.ingest.groups import DEFAULT_SITE, DEFAULT_TURBINE, Read
from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.stores import label
from turbine.stores.shards import SHARD_S
from turbine.timing.durations import lasting
from turbine.ui.common.feedback import plain, reported
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest import series as ingest_series
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.words import Words

_TAGS = {
    "site": (Words.SITE, Words.SITE_HELP),
    "turbine": (Words.TURBINE, Words.TURBINE_HELP),
    "measurement": (Words.MEASUREMENT, Words.MEASUREMENT_HELP),
}


def tags(draft: Draft, reads: Sequence[Read]) -> None:
    """The names under which the points are stored: as the files say, unless the person says
    otherwise."""
    found = ingest_series.scans(reads)
    sites = {scan.interpretation.site for _, scan in found}
    turbines = {scan.interpretation.turbine or read.turbine for read, scan in found}
    shown = {
        "site": draft.site or _only(sites) or DEFAULT_SITE,
        "turbine": draft.turbine or _only(turbines) or DEFAULT_TURBINE,
        "measurement": draft.measurement,
    }
    several = {"site": len(sites) > 1, "turbine": len(turbines) > 1}
    with st.grid(3, min_column_width=190):
        for field, (name, explanation) in _TAGS.items():
            key = f"ingest_{field}"
            if several.get(field):
                st.text_input(name(), Words.AS_THE_FILE_SAYS(), key=f"{key}s", disabled=True)
                continue
            st.session_state[key] = shown[field]
            # Without a limit: the field would cut a longer text in silence. The plan refuses it.
            st.text_input(name(), key=key, help=explanation(), on_change=_save, args=(field, key))


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def _save(field: str, key: str) -> None:
    ingest_draft.change(**{field: st.session_state[key].strip()})


def target_is_ready(windproof: Windproof, actor: Actor) -> bool:
    """Say where points go; False, with what to do, if they cannot go there yet."""
    st.markdown(Words.POINTS_GO_TO(target=plain(label(windproof.connection.target))))
    with reported(retry="ingest_try_again"):
        return windproof.connection.bucket() is not None or _create_bucket(windproof, actor)
    return False


def _create_bucket(windproof: Windproof, actor: Actor) -> bool:
    """Offer to create the missing bucket. A typo must not create one in silence."""
    name, can = plain(windproof.connection.target.bucket), windproof.connection.capabilities()
    container = can.container
    st.warning(Words.NO_CONTAINER(container=container, name=name), icon=":material/help:")
    meant = st.checkbox(
        Words.CREATE_FOREVER_IN_SHARDS(container=container, name=name, length=lasting(SHARD_S))
        if can.has_shards
        else Words.CREATE_FOREVER(container=container, name=name),
        key="ingest_bucket_meant",
    )
    if st.button(Words.CREATE(container=container), key="ingest_create_bucket", disabled=not meant):
        windproof.connection.create_bucket(actor)
        st.rerun()
    return False
