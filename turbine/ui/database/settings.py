"""The settings of the connection, for an administrator. A token goes in and never comes out."""

from collections.abc import Callable

import streamlit as st

from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.settings.kinds import STORES
from turbine.stores import label
from turbine.ui.common.feedback import plain, reported
from turbine.ui.database import doctor as database_doctor
from turbine.ui.database import facts as database_facts
from turbine.ui.database.words import Words

_SAVED, _TURN = "database_saved", "database_turn"
_GENERATIONS = {"1": "InfluxDB 1", "2": "InfluxDB 2", "3": "InfluxDB 3"}

_LABELS = {
    "TURBINE_STORE": Words.DATABASE,
    "INFLUXDB_V2_URL": Words.ADDRESS,
    "INFLUXDB_V2_TOKEN": Words.TOKEN,
    "INFLUXDB_V2_ORG": Words.ORGANISATION,
    "INFLUXDB_V2_BUCKET": Words.BUCKET,
    "INFLUXDB_V2_SSL_CA_CERT": Words.CA_CERTIFICATE,
    "INFLUXDB_V2_VERIFY_SSL": Words.VERIFY_CERTIFICATE,
    "INFLUXDB_V2_TIMEOUT": Words.TIMEOUT,
    "TURBINE_INFLUXDB_GENERATION": Words.GENERATION,
}
"""What the form calls each setting."""


def section(services: Windproof, actor: Actor) -> None:
    """The form; for others, who may use it."""
    st.subheader(Words.SETTINGS(), anchor=False)
    if not actor.administrator:
        st.caption(Words.FOR_ADMINISTRATORS())
        return
    fixed = services.settings.fixed
    if fixed:
        names = tuple(text() for name, text in _LABELS.items() if name in fixed)
        st.caption(Words.FIXED(names=names))
    with st.form(f"database_form_{st.session_state.get(_TURN, 0)}"):
        changes = _fields(services)
        with st.container(horizontal=True):
            save = st.form_submit_button(Words.SAVE(), key="database_save", type="primary")
            try_it = st.form_submit_button(
                Words.TEST_BEFORE_SAVING(), key="database_try", icon=":material/stethoscope:"
            )
    if st.session_state.pop(_SAVED, False):
        database = plain(str(label(services.connection.target)))
        st.success(Words.SAVED(database=database), icon=":material/check_circle:")
        database_doctor.examine(services, actor)
    if try_it:
        st.markdown(Words.TESTED_UNSAVED())
        database_doctor.examine(services, actor, changes)
    if save:
        with reported():
            services.connection.change(actor, changes)
            database_facts.forget()
            database_doctor.forget()
            st.session_state[_SAVED] = True
            # A new form: the token that was typed is in none of its fields.
            st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
            st.rerun()


def _fields(services: Windproof) -> dict[str, str]:
    """The form's fields, and the changes that they ask for, by setting."""
    settings, influx = services.settings, services.settings.influx
    changes: dict[str, str] = {}

    def take(name: str, draw: Callable[[str, bool], str | None]) -> None:
        """The field of this setting, drawn with its label and whether it is set outside."""
        fixed = name in settings.fixed
        text = draw(_LABELS[name](), fixed)
        if text is not None and not fixed:
            changes[name] = text

    def text_field(
        key: str, value: str, placeholder: str = "", help_text: str = ""
    ) -> Callable[[str, bool], str]:
        return lambda title, fixed: st.text_input(
            title,
            value=value,
            placeholder=placeholder,
            disabled=fixed,
            help=_help(help_text, fixed=fixed),
            key=_key(key),
        )

    take(
        "TURBINE_STORE",
        lambda title, fixed: st.radio(
            title,
            list(STORES),
            index=list(STORES).index(settings.store),
            format_func=lambda kind: str(STORES[kind].title),
            horizontal=True,
            disabled=fixed,
            help=_help(fixed=fixed),
            key=_key("store"),
        ),
    )
    with st.grid(2, min_column_width=240):
        address = influx.url if influx else ""
        take("INFLUXDB_V2_URL", text_field("address", address, "http://localhost:8086"))
        take("INFLUXDB_V2_TOKEN", lambda title, fixed: _token(services, title, fixed=fixed))
        org, bucket = (influx.org, influx.bucket) if influx else ("", "")
        organisation_help = Words.ORGANISATION_FIELD_HELP()
        take("INFLUXDB_V2_ORG", text_field("organisation", org, help_text=organisation_help))
        take("INFLUXDB_V2_BUCKET", text_field("bucket", bucket, "windproof"))
    with st.expander(Words.MORE()), st.grid(2, min_column_width=240):
        ca_cert = str(influx.ca_cert or "") if influx else ""
        take("INFLUXDB_V2_SSL_CA_CERT", text_field("file", ca_cert))
        take("INFLUXDB_V2_VERIFY_SSL", lambda title, fixed: _verify(services, title, fixed=fixed))
        timeout = f"{influx.timeout_s * 1_000:.0f}" if influx else "30000"
        take("INFLUXDB_V2_TIMEOUT", text_field("time-out", timeout))
        generation = str(influx.generation or "") if influx else ""
        generations = {"": Words.ASK_THE_SERVER(), **_GENERATIONS}
        take(
            "TURBINE_INFLUXDB_GENERATION",
            lambda title, fixed: st.selectbox(
                title,
                list(generations),
                index=list(generations).index(generation),
                format_func=generations.__getitem__,
                disabled=fixed,
                help=_help(fixed=fixed),
                key=_key("generation"),
            ),
        )
    return changes


def _help(text: str = "", *, fixed: bool) -> str | None:
    """What a field's question mark says; None for nothing."""
    return " ".join(filter(None, (Words.FIXED_HELP() if fixed else "", text))) or None


def _token(services: Windproof, title: str, *, fixed: bool) -> str | None:
    influx = services.settings.influx
    known = bool(influx and influx.token)
    placeholder = Words.TOKEN_SAVED() if known else Words.TOKEN_NONE()
    with st.container(gap="small"):
        typed = st.text_input(
            title,
            type="password",
            placeholder=Words.TOKEN_FIXED() if fixed else placeholder,
            autocomplete="new-password",
            disabled=fixed,
            help=_help(Words.TOKEN_HELP(), fixed=fixed),
            key=_key("token"),
        )
        none = known and not fixed and st.checkbox(Words.NO_TOKEN(), key=_key("no_token"))
    return "" if none else typed or None


def _verify(services: Windproof, title: str, *, fixed: bool) -> str:
    influx = services.settings.influx
    checked = st.checkbox(
        title,
        value=influx.verify_ssl if influx else True,
        disabled=fixed,
        help=_help(Words.VERIFY_CERTIFICATE_HELP(), fixed=fixed),
        key=_key("verify"),
    )
    return "1" if checked else "0"


def _key(name: str) -> str:
    return f"database_{name}_{st.session_state.get(_TURN, 0)}"
