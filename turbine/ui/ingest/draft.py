"""What a person chose so far for one file, in one place.

The draft is the truth and the widgets mirror it: a step that is not drawn loses nothing, and a
reload finds it again by the id in the page's address.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import streamlit as st

from turbine.ingest.groups import Names
from turbine.ingest.originals import Original
from turbine.model.actor import Actor
from turbine.readers import AS_FOUND, Chosen

STATE, PARAMETER = "ingest_draft", "draft"
MAX_REMEMBERED = 100

RuleName = Literal["end-now", "whole-years", "whole-weeks", "start-at", "keep", "today"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A kept file on its way into the database. None: as it was found."""

    id: str
    owner: str
    """The user who uploaded the file."""
    original: Original
    more: tuple[Original, ...] = ()
    """Files that were uploaded with it and go in together."""
    synthetic: bool = False
    chosen: Chosen = AS_FOUND
    """How it is to be read."""
    confirmed: bool = False
    """The person has reviewed how the file is read, and continued."""
    site: str | None = None
    turbine: str | None = None
    measurement: str = "scada"
    rule_name: RuleName = "end-now"
    years: int | None = None
    weeks: int | None = None
    """None: as many as leave no row in the future."""
    start_at: datetime | None = None
    """For ``start-at``, on the file's clock."""

    @property
    def originals(self) -> tuple[Original, ...]:
        return self.original, *self.more

    @property
    def names(self) -> Names:
        """What the person calls the series."""
        return Names(measurement=self.measurement, site=self.site, turbine=self.turbine)

    @property
    def rule(self) -> str:
        """The rule as :func:`turbine.timing.retime.parse` reads it; empty if it has no start."""
        count = {"whole-years": self.years, "whole-weeks": self.weeks}.get(self.rule_name)
        if self.rule_name == "start-at":
            return f"start-at={self.start_at:%Y-%m-%dT%H:%M:%S}" if self.start_at else ""
        return self.rule_name if count is None else f"{self.rule_name}={count}"


class _Remembered:
    """The newest drafts of this process, so that a reload finds its own."""

    def __init__(self) -> None:
        self._drafts: OrderedDict[str, Draft] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, draft: Draft) -> None:
        with self._lock:
            self._drafts[draft.id] = draft
            self._drafts.move_to_end(draft.id)
            while len(self._drafts) > MAX_REMEMBERED:
                self._drafts.popitem(last=False)

    def get(self, draft_id: str) -> Draft | None:
        with self._lock:
            return self._drafts.get(draft_id)

    def forget(self, draft_id: str) -> list[Original]:
        """Forget the draft; returns those of its files of which no other draft is."""
        with self._lock:
            draft = self._drafts.pop(draft_id, None)
            others = {file.sha256 for other in self._drafts.values() for file in other.originals}
            files = draft.originals if draft else ()
            return [file for file in files if file.sha256 not in others]


@st.cache_resource(show_spinner=False)
def _remembered() -> _Remembered:
    return _Remembered()


def begin(
    actor: Actor,
    original: Original,
    *,
    more: tuple[Original, ...] = (),
    synthetic: bool = False,
) -> None:
    """Start with files that have been saved."""
    put(
        Draft(
            id=secrets.token_hex(4),
            owner=actor.name,
            original=original,
            more=more,
            synthetic=synthetic,
        )
    )


def put(draft: Draft) -> None:
    """Make this the draft, here and for a reload."""
    st.session_state[STATE] = draft
    st.query_params[PARAMETER] = draft.id
    _remembered().put(draft)


def current(actor: Actor) -> Draft | None:
    """The actor's draft, of this session or, after a reload, by the page's address."""
    draft = st.session_state.get(STATE) or _remembered().get(st.query_params.get(PARAMETER, ""))
    if not isinstance(draft, Draft) or draft.owner != actor.name:
        drop()
        return None
    st.session_state[STATE] = draft
    st.query_params[PARAMETER] = draft.id
    return draft


def change(**values: object) -> None:
    """Save what the person chose (for widgets' callbacks)."""
    draft = st.session_state.get(STATE)
    if isinstance(draft, Draft):
        put(replace(draft, **values))  # type: ignore[arg-type]  # fields by name


def choose(**values: object) -> None:
    """Save what the person chose of how the file is read, by the names in :class:`Chosen`."""
    draft = st.session_state.get(STATE)
    if isinstance(draft, Draft):
        put(replace(draft, chosen=draft.chosen.but(**values)))


def choose_fields(names: Mapping[int, str]) -> None:
    """Note the fields of some columns."""
    draft = st.session_state.get(STATE)
    if isinstance(draft, Draft):
        put(replace(draft, chosen=draft.chosen.with_fields(names)))


def choose_unit(column: int, unit: str | None) -> None:
    """Note the unit of a column's values; None: as it was found."""
    draft = st.session_state.get(STATE)
    if isinstance(draft, Draft):
        put(replace(draft, chosen=draft.chosen.with_unit(column, unit)))


def give_up() -> list[Original]:
    """Forget the draft. Returns the saved files of which no other draft is."""
    draft = st.session_state.get(STATE)
    drop()
    return _remembered().forget(draft.id) if isinstance(draft, Draft) else []


def drop() -> None:
    """Forget the draft: the page starts with no file."""
    st.session_state.pop(STATE, None)
    st.query_params.pop(PARAMETER, None)
