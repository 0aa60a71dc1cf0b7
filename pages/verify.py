"""The verify page: proof, row by row and as a picture, that the database holds the file."""

from pathlib import Path

import streamlit as st

from turbine.ingest.record import IngestRecord
from turbine.model.actor import Actor
from turbine.model.errors import TurbineError
from turbine.services.uploads import Started
from turbine.services.windproof import Windproof
from turbine.ui.common.feedback import reported, show_error
from turbine.ui.common.session import require_login, windproof
from turbine.ui.verify import page as verify_page
from turbine.ui.verify import upload as verify_upload
from turbine.ui.verify import verdict as verify_verdict
from turbine.ui.verify.choice import choose
from turbine.ui.verify.comparison import Comparison, compare, compare_all
from turbine.ui.verify.overlay import picture

INGEST = Path(__file__).with_name("ingest.py")


def compared(services: Windproof, actor: Actor, record: IngestRecord) -> Comparison | None:
    """The verification; None if it could not be made, which is shown."""
    tolerance, again = verify_page.conditions([record])
    try:
        return compare(services, actor, record, tolerance, again=again)
    except TurbineError as error:
        verify_verdict.no_verdict()
        show_error(error)
        return None


def upload(services: Windproof, actor: Actor, started: Started) -> None:
    """All series of an upload."""
    tolerance, again = verify_page.conditions(started.records)
    try:
        proof = compare_all(services, actor, started, tolerance, again=again)
    except TurbineError as error:
        verify_verdict.no_verdict()
        show_error(error)
        return
    verify_upload.part(started, proof)


def main() -> None:
    actor = require_login()
    services = windproof()
    verify_page.title()
    with reported():
        records = services.ingests.all()
        if not records:
            verify_page.nothing_ingested(INGEST)
            return
        chosen = choose(records)
        if len(chosen) > 1 or st.query_params["ingest"] == chosen[0].upload:
            upload(services, actor, services.uploads.get(chosen[0].upload))
            return
        comparison = compared(services, actor, chosen[0])
        if comparison is None:
            return
        verify_verdict.verdict(comparison, services)
        with st.container():
            verify_verdict.reasons(comparison.result)
        verify_verdict.channels(comparison.result)
        picture(services, comparison.result)


main()
