"""A new bucket, or database: its name, how long it keeps points, and shards that fit."""

import streamlit as st

from turbine.model.actor import Actor
from turbine.model.errors import ConfigError
from turbine.services.windproof import Windproof
from turbine.stores.overview import Overview
from turbine.stores.shards import CHOICES_S, proposed_shard_s
from turbine.timing.durations import lasting
from turbine.ui.common.feedback import plain, reported
from turbine.ui.database import doctor as database_doctor
from turbine.ui.database import facts as database_facts
from turbine.words import counted

_DAY_S = 86_400
_SPANS = {
    "a day": 1,
    "a week": 7,
    "a month": 31,
    "a year": 366,
    "several years": 3_650,
}
_MADE = "database_made"


def section(services: Windproof, actor: Actor, found: Overview) -> None:
    """The form, where the server has such things."""
    if not found.capabilities.creates_buckets:
        return
    container = found.capabilities.container
    st.subheader(f"Create a {container}", anchor=False)
    if made := st.session_state.pop(_MADE, None):
        st.success(made, icon=":material/check_circle:")
    missing = found.bucket is None
    proposed = services.connection.target.bucket if missing else ""
    with st.expander(f"A {container} of your own choice", expanded=missing):
        name = st.text_input(
            "Name",
            value=proposed,
            key=f"database_bucket_name_{proposed}",  # another proposal is taken up
            help="Spaces are allowed, except on InfluxDB 3.",
        ).strip()
        left, right = st.columns(2)
        with left:
            days = st.number_input(
                "Keep points for so many days (0: for ever)",
                min_value=0,
                value=0,
                key="database_bucket_days",
            )
        retention_s = int(days) * _DAY_S
        shard_s = 0
        if found.capabilities.has_shards:
            with right:
                shard_s = _shards(services, retention_s)
        if retention_s:
            st.warning(
                f"Points older than {counted(int(days), 'day')} are dropped by the server, without "
                "a word: data of the past needs a longer time, or none.",
                icon=":material/auto_delete:",
            )
        switch = _switch(services, actor, missing=missing)
        # Never disabled: a name that is being typed arrives with the click.
        if st.button("Create", key="database_bucket_create", type="primary"):
            with reported():
                _create(services, actor, name, retention_s, shard_s, switch=switch)


def _shards(services: Windproof, retention_s: int) -> int:
    spans = [r.last_ns - r.first_ns for r in services.ingests.all()]
    longest_days = max(spans, default=10**18) / 1e9 / _DAY_S
    fitting = next((i for i, d in enumerate(_SPANS.values()) if longest_days <= d), len(_SPANS) - 1)
    span = st.selectbox("The data spans", list(_SPANS), index=fitting, key="database_bucket_span")
    proposed_s = proposed_shard_s(_SPANS[span] * _DAY_S, retention_s)
    return st.selectbox(
        "Shard duration",
        CHOICES_S,
        index=CHOICES_S.index(proposed_s),
        format_func=lambda s: f"{lasting(s)}{' (fits)' if s == proposed_s else ''}",
        key=f"database_bucket_shard_{proposed_s}",  # another proposal is taken up
        help="Few shards are written and read faster; where points expire, a whole shard goes at "
        "a time.",
    )


def _switch(services: Windproof, actor: Actor, *, missing: bool) -> bool:
    """Whether points are to go there from now on."""
    if not actor.administrator or "INFLUXDB_V2_BUCKET" in services.settings.fixed:
        if not missing:
            st.caption(
                "Points go on where they go now: INFLUXDB\\_V2\\_BUCKET is set outside the app, or "
                "an administrator has to change it."
            )
        return False
    return st.checkbox("Points go there from now on", value=True, key="database_bucket_switch")


def _create(
    services: Windproof, actor: Actor, name: str, retention_s: int, shard_s: int, *, switch: bool
) -> None:
    if not name:
        raise ConfigError("The name is empty.", hint="Type one, then create it.")
    bucket = services.connection.create_bucket(
        actor, name, retention_s=retention_s, shard_s=shard_s
    )
    if switch and name != services.connection.target.bucket:
        services.connection.change(actor, {"INFLUXDB_V2_BUCKET": name})
    then = " Points go there from now on." if name == services.connection.target.bucket else ""
    st.session_state[_MADE] = f"**{plain(bucket.name)}** was created.{then}"
    database_facts.forget()
    database_doctor.forget()
    st.rerun()
