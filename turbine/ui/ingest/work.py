"""The slow parts of the page, remembered: a rerun costs a look-up, not a reading.

Entries are few and expire, since a scan may hold a file's rows. What is kept depends on the
arguments without an underscore only: the place, the file's hash, and what the person decided.
"""

import json
import time

import streamlit as st

from turbine.ingest.originals import Original
from turbine.ingest.plan import Plan
from turbine.model.series import Series
from turbine.readers import Detection, Interpretation, Scan
from turbine.readers.profile import Profile
from turbine.readers.profile import profile as make_profile
from turbine.services.windproof import Windproof
from turbine.stores import label
from turbine.timing import retime
from turbine.timing.retime import Preview
from turbine.ui.ingest.draft import Draft

FRESH_S = 10
"""How long a look at the clock and at the database is believed."""

_Key = tuple[str, ...]


def _key(windproof: Windproof, draft: Draft, form: Interpretation | None = None) -> _Key:
    decided = draft.reading if form is None else form.to_dict()
    return str(windproof.settings.data_dir), draft.original.sha256, json.dumps(decided)


def detection(windproof: Windproof, draft: Draft) -> Detection:
    """How the draft's file is read. Raises FileError where it cannot be."""
    return _detection(_key(windproof, draft), windproof, draft)


@st.cache_resource(max_entries=20, ttl="30m", show_spinner="Looking at the file …")
def _detection(key: _Key, _windproof: Windproof, _draft: Draft) -> Detection:
    return _windproof.files.detect(_draft.original, **_draft.reading)


def scan(windproof: Windproof, draft: Draft, form: Interpretation) -> Scan:
    """The whole file, read. Raises FileError."""
    return _scan(_key(windproof, draft, form), windproof, draft.original, form)


@st.cache_resource(
    max_entries=3, ttl="30m", show_spinner="Reading the whole file …", show_time=True
)
def _scan(key: _Key, _windproof: Windproof, _original: Original, _form: Interpretation) -> Scan:
    return _windproof.files.scan(_original, _form)


def profile(windproof: Windproof, draft: Draft, scan: Scan) -> Profile:
    """What the file holds."""
    return _profile(_key(windproof, draft, scan.interpretation), scan)


@st.cache_resource(max_entries=10, ttl="30m", show_spinner="Looking for gaps and outliers …")
def _profile(key: _Key, _scan: Scan) -> Profile:
    return make_profile(_scan)


def preview(windproof: Windproof, draft: Draft, scan: Scan) -> Preview:
    """What the draft's rule would do to the stamps. Raises RetimeError for a rule without sense."""
    return _preview(_key(windproof, draft, scan.interpretation), draft.rule, scan)


@st.cache_resource(max_entries=20, ttl=FRESH_S, show_spinner=False)
def _preview(key: _Key, rule: str, _scan: Scan) -> Preview:
    return retime.preview(
        retime.parse(rule),
        _scan.stamps,
        step_ns=_scan.step_ns,
        zone=_scan.interpretation.zone,
        now_ns=time.time_ns(),
    )


def plan(windproof: Windproof, draft: Draft, scan: Scan) -> Plan:
    """What the ingest would do, a few seconds old at most. Raises any TurbineError."""
    series = series_of(draft)
    tags = (series.measurement, series.site, series.turbine, label(windproof.connection.target))
    key = (*_key(windproof, draft, scan.interpretation), *tags)
    return _plan(key, draft.rule, windproof, draft, scan)


@st.cache_resource(max_entries=3, ttl=FRESH_S, show_spinner="Comparing with the database …")
def _plan(key: _Key, rule: str, _windproof: Windproof, _draft: Draft, _scan: Scan) -> Plan:
    return _windproof.ingests.plan(_draft.original, _scan, rule=rule, series=series_of(_draft))


def forget_plans() -> None:
    """Look at the database anew: something was written or deleted."""
    _plan.clear()


def series_of(draft: Draft) -> Series:
    """Whose points they become."""
    return Series(measurement=draft.measurement, site=draft.site, turbine=draft.turbine)
