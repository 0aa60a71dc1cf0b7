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
from turbine.ui.database.words import Words

_DAY_S = 86_400
_SPANS = {
    1: Words.A_DAY,
    7: Words.A_WEEK,
    31: Words.A_MONTH,
    366: Words.A_YEAR,
    3_650: Words.SEVERAL_YEARS,
}
"""Days that data may span."""
_CREATED = "database_made"
"""The name of what was just created, and whether points go there now."""


def section(services: Windproof, actor: Actor, overview: Overview) -> None:
    """The form, if the server has such things."""
    if not overview.capabilities.creates_buckets:
        return
    container = str(overview.capabilities.container)
    st.subheader(Words.CREATE_CONTAINER(container=container), anchor=False)
    if created := st.session_state.pop(_CREATED, None):
        name, in_use = created
        sentence = Words.CREATED_AND_USED if in_use else Words.CREATED
        st.success(sentence(name=plain(name)), icon=":material/check_circle:")
    missing = overview.bucket is None
    proposed = services.connection.target.bucket if missing else ""
    with st.expander(Words.CUSTOM_CONTAINER(container=container), expanded=missing):
        name = st.text_input(
            Words.NAME(),
            value=proposed,
            key=f"database_bucket_name_{proposed}",  # another proposal is taken up
            help=Words.NAME_HELP(),
        ).strip()
        left, right = st.columns(2)
        with left:
            days = st.number_input(
                Words.RETENTION_DAYS(),
                min_value=0,
                value=0,
                key="database_bucket_days",
            )
        retention_s = int(days) * _DAY_S
        shard_s = 0
        if overview.capabilities.has_shards:
            with right:
                shard_s = _shards(services, retention_s)
        if retention_s:
            st.warning(Words.RETENTION_WARNING(count=int(days)), icon=":material/auto_delete:")
        switch = _switch(services, actor, missing=missing)
        # Never disabled: a name that is being typed arrives with the click.
        if st.button(Words.CREATE(), key="database_bucket_create", type="primary"):
            with reported():
                _create(services, actor, name, retention_s, shard_s, switch=switch)


def _shards(services: Windproof, retention_s: int) -> int:
    spans = [r.last_ns - r.first_ns for r in services.ingests.all()]
    longest_days = max(spans, default=10**18) / 1e9 / _DAY_S
    fitting = next((i for i, d in enumerate(_SPANS) if longest_days <= d), len(_SPANS) - 1)
    span_days = st.selectbox(
        Words.DATA_SPANS(),
        list(_SPANS),
        index=fitting,
        format_func=lambda days: _SPANS[days](),
        key="database_bucket_span",
    )
    proposed_s = proposed_shard_s(span_days * _DAY_S, retention_s)
    return st.selectbox(
        Words.SHARD_DURATION(),
        CHOICES_S,
        index=CHOICES_S.index(proposed_s),
        format_func=lambda s: (
            Words.RECOMMENDED(duration=lasting(s)) if s == proposed_s else str(lasting(s))
        ),
        key=f"database_bucket_shard_{proposed_s}",  # another proposal is taken up
        help=Words.SHARD_DURATION_HELP(),
    )


def _switch(services: Windproof, actor: Actor, *, missing: bool) -> bool:
    """Whether to write points there from now on."""
    fixed = "INFLUXDB_V2_BUCKET" in services.settings.fixed
    if fixed or not actor.administrator:
        if not missing:
            st.caption(Words.SET_OUTSIDE_THE_APP() if fixed else Words.ADMINISTRATOR_NEEDED())
        return False
    return st.checkbox(Words.USE_FROM_NOW_ON(), value=True, key="database_bucket_switch")


def _create(
    services: Windproof, actor: Actor, name: str, retention_s: int, shard_s: int, *, switch: bool
) -> None:
    if not name:
        raise ConfigError(Words.NAME_EMPTY(), hint=Words.NAME_EMPTY_HINT())
    bucket = services.connection.create_bucket(
        actor, name, retention_s=retention_s, shard_s=shard_s
    )
    if switch and name != services.connection.target.bucket:
        services.connection.change(actor, {"INFLUXDB_V2_BUCKET": name})
    st.session_state[_CREATED] = bucket.name, name == services.connection.target.bucket
    database_facts.forget()
    database_doctor.forget()
    st.rerun()
