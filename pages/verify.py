"""The verify page: proof, row by row and as a picture, that the database holds the file."""

from pathlib import Path

import streamlit as st

from turbine.ingest.record import IngestRecord, State
from turbine.model.actor import Actor
from turbine.model.errors import TurbineError
from turbine.services.windproof import Windproof
from turbine.ui.common.feedback import reported, show_error
from turbine.ui.common.session import require_login, windproof
from turbine.ui.verify import verdict as verify_verdict
from turbine.ui.verify.choice import choose
from turbine.ui.verify.look import Look, look
from turbine.ui.verify.overlay import picture

INGEST = Path(__file__).with_name("ingest.py")


def nothing_yet() -> None:
    """No ingest on record: where to begin."""
    st.info(
        "Nothing was ingested yet, so there is nothing to prove. Ingest a turbine's file first, "
        "or try it with sample data.",
        icon=":material/upload_file:",
    )
    st.page_link(INGEST, label="Go to Ingest", icon=":material/arrow_forward:")


def conditions(record: IngestRecord) -> tuple[float, bool]:
    """The tolerance, and whether to compare again."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tolerance = st.number_input(
            "Tolerance (0: exact)",
            min_value=0.0,
            step=0.001,
            format="%g",
            key="verify_tolerance",
            width=220,
            help="How far a value in the database may be from the file's, in the channel's own "
            "unit: kW, m/s, degrees.",
        )
        anew = st.button("Run again", key="verify_again", icon=":material/refresh:")
    if record.state is State.RUNNING:
        st.info("This ingest is still running: what it has not sent yet counts as missing.")
    return tolerance, anew


def looked(services: Windproof, actor: Actor, record: IngestRecord) -> Look | None:
    """The verification; None where it could not be made, which is said."""
    tolerance, anew = conditions(record)
    try:
        return look(services, actor, record, tolerance, anew=anew)
    except TurbineError as error:
        verify_verdict.no_verdict()
        show_error(error)
        return None


def main() -> None:
    actor = require_login()
    services = windproof()
    st.title("Verify", anchor=False)
    st.caption(
        "Reads the kept file again and asks the database anew, then compares every row and every "
        "value: nothing is sampled."
    )
    with reported():
        records = services.ingests.all()
        if not records:
            nothing_yet()
            return
        seen = looked(services, actor, choose(records))
        if seen is None:
            return
        verify_verdict.verdict(seen, services)
        with st.container():
            verify_verdict.reasons(seen.found)
        verify_verdict.channels(seen.found)
        picture(services, seen)


main()
