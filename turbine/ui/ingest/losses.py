"""What of a file cannot be read, said aloud before and after."""

from collections.abc import Iterator, Sequence

import polars as pl
import streamlit as st

from turbine.ingest.losses import Loss, bad_columns, losses
from turbine.ingest.plan import Plan
from turbine.ingest.record import IngestRecord
from turbine.services.windproof import Windproof
from turbine.ui.common.feedback import plain
from turbine.ui.ingest.words import Words

_KEY = "ingest_accept_losses"
_OF = "ingest_accept_losses_of"
"""The plans that the consent is about."""


def consent(plans: Sequence[Plan]) -> bool:
    """Say the losses; whether the person accepts that most of something is lost."""
    lossy = [(plan, plan.preflight.losses.found) for plan in plans if plan.preflight.losses]
    if lossy:
        texts = [
            str(found)
            if len(plans) == 1
            else Words.LOSSES_OF(turbine=plan.series.turbine, losses=found)
            for plan, found in lossy
        ]
        st.warning("  \n".join(map(plain, texts)), icon=":material/warning:")
    if not any(plan.preflight.must_accept for plan in plans):
        return False
    fingerprints = [plan.fingerprint for plan in plans]
    if st.session_state.get(_OF) != fingerprints:
        st.session_state[_OF] = fingerprints
        st.session_state[_KEY] = False
    return st.checkbox(Words.ACCEPT_LOSSES(), key=_KEY)


def of_records(windproof: Windproof, records: Sequence[IngestRecord]) -> None:
    """The same of ingests that have ended."""
    texts = [
        str(loss.said)
        if len(records) == 1
        else Words.LOSSES_OF(turbine=record.series.turbine, losses=loss.said)
        for record in records
        for loss in _losses(windproof, record)
    ]
    if texts:
        st.warning("  \n".join(map(plain, texts)), icon=":material/warning:")


def _losses(windproof: Windproof, record: IngestRecord) -> Iterator[Loss]:
    cells = pl.DataFrame(schema={"column": pl.String, "text": pl.String})
    if record.counts.bad:
        findings = windproof.ingests.findings(record.id)
        cells = findings.filter(pl.col("kind") == "cell")
    return losses(record.counts, record.interpretation, bad_columns(cells))
