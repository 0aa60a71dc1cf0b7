"""What of a file cannot be read, said aloud before and after."""

import polars as pl
import streamlit as st

from turbine.ingest.losses import bad_columns, losses
from turbine.ingest.plan import Plan
from turbine.ingest.record import IngestRecord
from turbine.services.windproof import Windproof
from turbine.ui.common.feedback import plain
from turbine.ui.ingest.words import Words

_KEY = "ingest_accept_losses"
_OF = "ingest_accept_losses_of"
"""The plan that the consent is about."""


def consent(plan: Plan) -> bool:
    """Say the losses; whether the person accepts that most of something is lost."""
    if (check := plan.preflight.losses) is None:
        return False
    st.warning(plain(str(check.found)), icon=":material/warning:")
    if not plan.preflight.must_accept:
        return False
    if st.session_state.get(_OF) != plan.fingerprint:
        st.session_state[_OF] = plan.fingerprint
        st.session_state[_KEY] = False
    return st.checkbox(Words.ACCEPT_LOSSES(), key=_KEY)


def of_record(windproof: Windproof, record: IngestRecord) -> None:
    """The same of an ingest that has ended."""
    cells = pl.DataFrame(schema={"column": pl.String, "text": pl.String})
    if record.counts.bad:
        findings = windproof.ingests.findings(record.id)
        cells = findings.filter(pl.col("kind") == "cell")
    for loss in losses(record.counts, record.interpretation, bad_columns(cells)):
        st.warning(plain(str(loss.said)), icon=":material/warning:")
