"""The slow parts of the page, cached: a rerun costs a look-up and reads no file.

Entries are few and expire, because a scan may hold a file's rows. The key of an entry is what has
no underscore among the arguments: the data directory, the file's hash, and the person's choices.
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
from turbine.ui.ingest.words import Words

FRESH_S = 10
"""How long what the clock and the database said is used."""

_Key = tuple[str, ...]


def _key(windproof: Windproof, draft: Draft, form: Interpretation | None = None) -> _Key:
    choices = draft.reading if form is None else form.to_dict()
    return str(windproof.settings.data_dir), draft.original.sha256, json.dumps(choices)


def detection(windproof: Windproof, draft: Draft) -> Detection:
    """How the draft's file is read. Raises FileError if it cannot be read."""
    return _detection(_key(windproof, draft), windproof, draft)


@st.cache_resource(max_entries=20, ttl="30m", show_spinner=False)
def _detection(key: _Key, _windproof: Windproof, _draft: Draft) -> Detection:
    with st.spinner(Words.DETECTING()):
        return _windproof.files.detect(_draft.original, **_draft.reading)


def scan(windproof: Windproof, draft: Draft, form: Interpretation) -> Scan:
    """The whole file, read, with the marks for no value that are found unless the person chose
    them. Raises FileError."""
    propose = draft.missing is None
    return _scan(_key(windproof, draft, form), propose, windproof, draft.original, form)


@st.cache_resource(max_entries=3, ttl="30m", show_spinner=False)
def _scan(
    key: _Key,
    propose: bool,  # a part of the key
    _windproof: Windproof,
    _original: Original,
    _form: Interpretation,
) -> Scan:
    with st.spinner(Words.READING(), show_time=True):
        return _windproof.files.scan(_original, _form, propose=propose)


def profile(windproof: Windproof, draft: Draft, scan: Scan) -> Profile:
    """What the file holds."""
    return _profile(_key(windproof, draft, scan.interpretation), scan)


@st.cache_resource(max_entries=10, ttl="30m", show_spinner=False)
def _profile(key: _Key, _scan: Scan) -> Profile:
    with st.spinner(Words.PROFILING()):
        return make_profile(_scan)


def preview(windproof: Windproof, draft: Draft, scan: Scan) -> Preview:
    """What the draft's rule would do to the timestamps. Raises RetimeError if it makes no sense."""
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
    target = str(label(windproof.connection.target))
    tags = (series.measurement, series.site, series.turbine, target)
    key = (*_key(windproof, draft, scan.interpretation), *tags)
    return _plan(key, draft.rule, windproof, draft, scan)


@st.cache_resource(max_entries=3, ttl=FRESH_S, show_spinner=False)
def _plan(key: _Key, rule: str, _windproof: Windproof, _draft: Draft, _scan: Scan) -> Plan:
    with st.spinner(Words.PLANNING()):
        return _windproof.ingests.plan(_draft.original, _scan, rule=rule, series=series_of(_draft))


def forget_plans() -> None:
    """Ask the database again: something was written or deleted."""
    _plan.clear()


def series_of(draft: Draft) -> Series:
    """The series that the points will belong to."""
    return Series(measurement=draft.measurement, site=draft.site, turbine=draft.turbine)
