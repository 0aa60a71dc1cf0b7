"""Step 4: whose points they become, and in which database."""

import streamlit as st

from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.stores import label
from turbine.stores.shards import SHARD_S
from turbine.timing.durations import lasting
from turbine.ui.common.feedback import plain, reported
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest.draft import Draft

_TAGS = {
    "site": ("Site", "The wind farm, or any name for the place."),
    "turbine": ("Turbine", "The machine's name. Each turbine has a series of its own."),
    "measurement": ("Measurement", "What kind of data it is: the series' family name."),
}


def tags(draft: Draft) -> None:
    """The names under which the points will be found again."""
    with st.grid(3, min_column_width=190):
        for field, (label, explanation) in _TAGS.items():
            key = f"ingest_{field}"
            st.session_state[key] = getattr(draft, field)
            # Without a limit: the field would drop a longer text in silence. The plan refuses it.
            st.text_input(label, key=key, help=explanation, on_change=_take, args=(field, key))


def _take(field: str, key: str) -> None:
    ingest_draft.change(**{field: st.session_state[key].strip()})


def target_is_ready(windproof: Windproof, actor: Actor) -> bool:
    """Say where points go; False, with what to do, where they can't go there yet."""
    st.markdown(f":material/database: Points go to **{plain(label(windproof.connection.target))}**")
    with reported(retry="ingest_try_again"):
        return windproof.connection.bucket() is not None or _create_bucket(windproof, actor)
    return False


def _create_bucket(windproof: Windproof, actor: Actor) -> bool:
    """Offer to make the missing bucket. A typo must not make one in silence."""
    name, can = plain(windproof.connection.target.bucket), windproof.connection.capabilities()
    what = can.container
    shards = f" (in shards of {lasting(SHARD_S)})" if can.has_shards else ""
    st.warning(
        f"There is no {what} **{name}** on this server. A {what} is InfluxDB's container of "
        "points. If the name is a typing error, correct it on the Database page, or where "
        "INFLUXDB\\_V2\\_BUCKET is set.",
        icon=":material/help:",
    )
    meant = st.checkbox(
        f"The name is right: make the {what} {name}, which keeps its points for ever{shards}",
        key="ingest_bucket_meant",
    )
    if st.button(f"Create the {what}", key="ingest_create_bucket", disabled=not meant):
        windproof.connection.create_bucket(actor)
        st.rerun()
    return False
