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

_SAVED, _TURN = "database_saved", "database_turn"
_GENERATIONS = {"": "ask the server", "1": "InfluxDB 1", "2": "InfluxDB 2", "3": "InfluxDB 3"}


def section(services: Windproof, actor: Actor) -> None:
    """The form; for others, who may use it."""
    st.subheader("Settings", anchor=False)
    if not actor.administrator:
        st.caption("An administrator can change where points go.")
        return
    fixed = services.settings.fixed
    if fixed:
        st.caption(
            "Set by the environment or by .streamlit/secrets.toml, and changed only there: "
            + ", ".join(plain(name) for name in sorted(fixed))
        )
    with st.form(f"database_form_{st.session_state.get(_TURN, 0)}"):
        changes = _fields(services)
        with st.container(horizontal=True):
            save = st.form_submit_button("Save", key="database_save", type="primary")
            try_it = st.form_submit_button(
                "Examine before saving", key="database_try", icon=":material/stethoscope:"
            )
    if st.session_state.pop(_SAVED, False):
        st.success(
            f"Saved. Points go to {plain(label(services.connection.target))} from now on, after a "
            "restart too. An ingest that runs goes on where it began.",
            icon=":material/check_circle:",
        )
        database_doctor.examine(services, actor)
    if try_it:
        st.markdown("Examined with the settings **as they stand above**, which are not saved yet:")
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
    """The form's fields, and the changes that they say, by setting."""
    settings, influx = services.settings, services.settings.influx
    changes: dict[str, str] = {}

    def take(name: str, draw: Callable[[bool, str], str | None]) -> None:
        fixed = name in settings.fixed
        text = draw(fixed, f"The setting {name}.{' It is set outside the app.' if fixed else ''}")
        if text is not None and not fixed:
            changes[name] = text

    def words(label: str, value: str, placeholder: str = "") -> Callable[[bool, str], str]:
        return lambda fixed, about: st.text_input(
            label,
            value=value,
            placeholder=placeholder,
            disabled=fixed,
            help=about,
            key=_key(label),
        )

    take(
        "TURBINE_STORE",
        lambda fixed, about: st.radio(
            "Points go to",
            list(STORES),
            index=list(STORES).index(settings.store),
            format_func=lambda kind: str(STORES[kind].title),
            horizontal=True,
            disabled=fixed,
            help=about,
            key=_key("store"),
        ),
    )
    with st.grid(2, min_column_width=240):
        address = influx.url if influx else ""
        take("INFLUXDB_V2_URL", words("Address", address, "http://localhost:8086"))
        take("INFLUXDB_V2_TOKEN", lambda fixed, about: _token(services, fixed, about))
        org, bucket = (influx.org, influx.bucket) if influx else ("", "")
        take("INFLUXDB_V2_ORG", words("Organisation (name or ID)", org))
        take("INFLUXDB_V2_BUCKET", words("Bucket or database", bucket, "windproof"))
    with st.expander("Certificate, time-out, generation"), st.grid(2, min_column_width=240):
        ca_cert = str(influx.ca_cert or "") if influx else ""
        take("INFLUXDB_V2_SSL_CA_CERT", words("File of the authority's certificate", ca_cert))
        take("INFLUXDB_V2_VERIFY_SSL", lambda fixed, about: _verify(services, fixed, about))
        timeout = f"{influx.timeout_s * 1_000:.0f}" if influx else "30000"
        take("INFLUXDB_V2_TIMEOUT", words("Time-out (ms)", timeout))
        generation = str(influx.generation or "") if influx else ""
        take(
            "TURBINE_INFLUXDB_GENERATION",
            lambda fixed, about: st.selectbox(
                "Generation",
                list(_GENERATIONS),
                index=list(_GENERATIONS).index(generation),
                format_func=_GENERATIONS.__getitem__,
                disabled=fixed,
                help=about,
                key=_key("generation"),
            ),
        )
    return changes


def _token(services: Windproof, fixed: bool, about: str) -> str | None:
    influx = services.settings.influx
    known = bool(influx and influx.token)
    said = "set outside" if fixed else "kept: leave empty to keep it" if known else "none"
    with st.container(gap="small"):
        typed = st.text_input(
            "Token",
            type="password",
            placeholder=said,
            autocomplete="new-password",
            disabled=fixed,
            help=f"{about} InfluxDB 1: user:password. It is kept in a file that only the server's "
            "user can read, and never shown again.",
            key=_key("token"),
        )
        none = known and not fixed and st.checkbox("Send no token", key=_key("no_token"))
    return "" if none else typed or None


def _verify(services: Windproof, fixed: bool, about: str) -> str:
    influx = services.settings.influx
    checked = st.checkbox(
        "Check the certificate",
        value=influx.verify_ssl if influx else True,
        disabled=fixed,
        help=f"{about} Unchecked, nobody can say who answers.",
        key=_key("verify"),
    )
    return "1" if checked else "0"


def _key(name: str) -> str:
    return f"database_{name.split(' ')[0].lower()}_{st.session_state.get(_TURN, 0)}"
