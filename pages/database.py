"""The database page: where points go, whether that works, a new bucket, and the settings."""

import streamlit as st

from turbine.model.actor import Actor
from turbine.model.errors import TurbineError
from turbine.services.windproof import Windproof
from turbine.ui.common.feedback import show_error
from turbine.ui.common.session import require_login, windproof
from turbine.ui.database import bucket as database_bucket
from turbine.ui.database import doctor as database_doctor
from turbine.ui.database import facts as database_facts
from turbine.ui.database import settings as database_settings


def target(services: Windproof, actor: Actor) -> None:
    """The facts; and what needs an answer from the server."""
    try:
        snapshot = database_facts.snapshot(services, refresh=database_facts.heading(services))
    except TurbineError as error:
        show_error(error)
        database_facts.unreachable()
        if database_doctor.section(services, actor):
            database_facts.forget()
            st.rerun()
        return
    database_facts.show(snapshot)
    database_doctor.section(services, actor)
    database_bucket.section(services, actor, snapshot.overview)


def main() -> None:
    actor = require_login()
    services = windproof()
    database_facts.title()
    target(services, actor)
    database_settings.section(services, actor)


main()
