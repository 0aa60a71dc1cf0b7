"""The slow parts of the page, cached: a rerun costs a look-up and reads no file.

Entries are few and expire, because a scan may hold a file's rows. The key of an entry is what has
no underscore among the arguments: the data directory, the file's hash, and the person's choices.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import streamlit as st

from turbine.ingest import groups
from turbine.ingest.groups import DEFAULT_SITE, DEFAULT_TURBINE, Group, Names, Read, with_names
from turbine.ingest.originals import Original
from turbine.model.errors import FileError
from turbine.readers import IN_MEMORY_BYTES, Chosen, Detection, Interpretation, Scan, Split
from turbine.readers.profile import Profile
from turbine.readers.profile import profile as make_profile
from turbine.readers.side_by_side import Series
from turbine.services.windproof import Windproof
from turbine.stores import label
from turbine.timing import retime
from turbine.timing.retime import Preview
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.words import Words
from turbine.words import together

MOST_FILES = 100
"""Of several that go in together, so many stay read; rows of large ones are not held."""
FRESH_S = 10
"""How long what the clock and the database said is used."""

_Key = tuple[str, ...]


def _key(
    windproof: Windproof,
    draft: Draft,
    form: Interpretation | None = None,
    original: Original | None = None,
) -> _Key:
    choices = asdict(draft.chosen) if form is None else form.to_dict()
    sha256 = (original or draft.original).sha256
    return str(windproof.settings.data_dir), sha256, json.dumps(choices)


def detection(windproof: Windproof, draft: Draft) -> Detection:
    """How the draft's file is read. Raises FileError if it cannot be read."""
    return _of(windproof, draft, draft.original)


def _of(windproof: Windproof, draft: Draft, original: Original) -> Detection:
    site, turbine = draft.site or DEFAULT_SITE, draft.turbine or DEFAULT_TURBINE
    known_zone = windproof.known_zone(site, turbine)
    key = _key(windproof, draft, original=original)
    return _detection(key, known_zone, windproof, original, draft.chosen)


@st.cache_resource(max_entries=20, ttl="30m", show_spinner=False)
def _detection(
    key: _Key, known_zone: str | None, _windproof: Windproof, _original: Original, _chosen: Chosen
) -> Detection:
    with st.spinner(Words.DETECTING()):
        return _windproof.files.detect(_original, _chosen, known_zone=known_zone)


def recipes(windproof: Windproof, draft: Draft) -> dict[str, Chosen]:
    """By name the recipes of files with the columns of the draft's."""
    known = windproof.recipes.all()
    key = str(windproof.settings.data_dir), draft.original.sha256, json.dumps(known)
    return _recipes(key, windproof, draft.original) if known else {}


@st.cache_data(max_entries=20, ttl="30m", show_spinner=False)
def _recipes(key: _Key, _windproof: Windproof, _original: Original) -> dict[str, Chosen]:
    return _windproof.recipes.fitting(_original)


def reads(windproof: Windproof, draft: Draft, detected: Detection) -> tuple[Read, ...]:
    """The whole files, read, with the marks for no value that are found unless the person chose
    them. Raises FileError, and UndecidedError for rows that look as if they were of several
    turbines."""
    found = [_read(windproof, draft, draft.original, detected)]
    for original in draft.more:
        other = _of(windproof, draft, original)
        if other.questions:
            raise FileError(Words.OTHER_FILE_ASKS(file=original.name), hint=together(*other.notes))
        found.append(_read(windproof, draft, original, other))
    return tuple(with_names(found))


def _read(windproof: Windproof, draft: Draft, original: Original, detected: Detection) -> Read:
    key = _key(windproof, draft, detected.interpretation, original)
    size = sum(each.size for each in draft.originals)
    in_memory = size <= IN_MEMORY_BYTES or not draft.more
    chosen = draft.chosen
    is_found = chosen.turbine_column is None
    choices = chosen.missing is None, chosen.one_turbine, in_memory, detected.series, is_found
    split = _split(key, choices, windproof, original, detected.interpretation)
    return Read(original=original, split=split, turbine=detected.turbine)


@st.cache_resource(max_entries=MOST_FILES, ttl="30m", show_spinner=False)
def _split(
    key: _Key,
    choices: tuple[bool, bool, bool, Series, bool],  # a part of the key
    _windproof: Windproof,
    _original: Original,
    _form: Interpretation,
) -> Split:
    propose, one_turbine, in_memory, series, is_found = choices
    with st.spinner(Words.READING(), show_time=True):
        return _windproof.files.split(
            _original,
            _form,
            propose=propose,
            one_turbine=one_turbine,
            in_memory=in_memory,
            series=series,
            is_found=is_found,
        )


def profile(windproof: Windproof, draft: Draft, scan: Scan) -> Profile:
    """What the file holds, with the limits that are known of its turbine."""
    form = scan.interpretation
    site = draft.site or form.site or groups.DEFAULT_SITE
    limits = windproof.sites.limits(site, draft.turbine or form.turbine or groups.DEFAULT_TURBINE)
    key = (*_key(windproof, draft, form), json.dumps(limits))
    return _profile(key, scan, limits)


@st.cache_resource(max_entries=10, ttl="30m", show_spinner=False)
def _profile(key: _Key, _scan: Scan, _limits: Mapping[str, tuple[float, float]]) -> Profile:
    with st.spinner(Words.PROFILING()):
        return make_profile(_scan, _limits)


def preview(windproof: Windproof, draft: Draft, reads: Sequence[Read]) -> Preview:
    """What the draft's rule would do to the timestamps of all series. Raises RetimeError if it
    makes no sense."""
    return _preview(_key_of(windproof, draft, reads), draft.rule, reads)


def _key_of(windproof: Windproof, draft: Draft, reads: Sequence[Read]) -> _Key:
    forms = [json.dumps(read.split.interpretation.to_dict()) for read in reads]
    files = [read.original.sha256 for read in reads]
    return (*_key(windproof, draft), *forms, *files)


@st.cache_resource(max_entries=20, ttl=FRESH_S, show_spinner=False)
def _preview(key: _Key, rule: str, _reads: Sequence[Read]) -> Preview:
    times = groups.times([scan for read in _reads for scan in read.split.scans])
    return retime.preview(
        retime.parse(rule),
        times.stamps,
        step_ns=times.step_ns,
        zone=times.zone,
        now_ns=time.time_ns(),
    )


def plan(windproof: Windproof, draft: Draft, reads: Sequence[Read]) -> Group:
    """What the upload would do, a few seconds old at most. Raises any TurbineError."""
    names = draft.names
    target = str(label(windproof.connection.target))
    tags = names.measurement, names.site or "", names.turbine or "", target
    key = (*_key_of(windproof, draft, reads), *tags)
    return _plan(key, draft.rule, windproof, names, reads)


@st.cache_resource(max_entries=3, ttl=FRESH_S, show_spinner=False)
def _plan(
    key: _Key, rule: str, _windproof: Windproof, _names: Names, _reads: Sequence[Read]
) -> Group:
    with st.spinner(Words.PLANNING()):
        return _windproof.uploads.plan(_reads, rule=rule, names=_names)


def forget_plans() -> None:
    """Ask the database again: something was written or deleted."""
    _plan.clear()
