"""How an ingest stands, in the same words wherever it is shown."""

from collections import Counter
from collections.abc import Callable

import streamlit as st

from turbine.ingest.record import IngestRecord, State
from turbine.services.uploads import Started
from turbine.ui.common.badges import colour_of
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import duration
from turbine.ui.ingest.words import Words
from turbine.words import Label, PluralLabel, recall

_BOXES: dict[State, tuple[Callable[..., object], str, Label | PluralLabel]] = {
    State.RUNNING: (st.info, ":material/info:", Words.BEING_SENT),
    State.INTERRUPTED: (st.warning, ":material/pause_circle:", Words.INTERRUPTED),
    State.CANCELLED: (st.warning, ":material/pause_circle:", Words.CANCELLED),
    State.FAILED: (st.error, ":material/error:", Words.STOPPED),
    State.SHORT: (st.error, ":material/error:", Words.ROWS_MISSING),
    State.NOT_COUNTED: (st.warning, ":material/warning:", Words.SENT_NOT_COUNTED),
    State.GONE: (st.error, ":material/error:", Words.ALL_ROWS_MISSING),
    State.UNDOING: (st.warning, ":material/warning:", Words.UNDO_UNFINISHED),
    State.UNDONE: (st.info, ":material/undo:", Words.UNDONE),
}
"""Of each state but done: a box, its icon, and a sentence by the number of rows concerned."""


def headline(record: IngestRecord) -> None:
    """A box with the state in a sentence, and what resume would do."""
    if record.state is State.DONE:
        _done(record)
        return
    box, icon, sentence = _BOXES[record.state]
    counts = {
        State.SHORT: record.lacks,
        State.GONE: record.lacks,
        State.NOT_COUNTED: record.stored,
    }
    text = sentence(
        count=counts.get(record.state, record.waiting),
        file=plain(record.file_name),
        reason=plain(recall(record.error)),
        held=record.held or 0,
        sent=(record.held or 0) + record.lacks,
    )
    box(text, icon=icon)


def _done(record: IngestRecord) -> None:
    file, took = plain(record.file_name), duration(record.seconds)
    if not record.losses:
        st.success(
            Words.STORED(count=record.stored, file=file, duration=took),
            icon=":material/check_circle:",
        )
        return
    text = Words.STORED_WITH_LOSSES(
        count=record.counts.rows,
        stored=record.stored,
        file=file,
        duration=took,
        losses=record.losses,
    )
    if record.refused:
        text = Words.SENTENCES(first=text, second=Words.REFUSED(count=record.refused))
    st.warning(text, icon=":material/warning:")


def upload_badges(started: Started) -> str:
    """The states of its series, each counted (Markdown)."""
    counts = Counter((colour_of(record), str(record.state.label)) for record in started.records)
    parts = [
        (colour, Words.BADGE_STATE(state=state, number=number))
        for (colour, state), number in counts.items()
    ]
    if started.total.rejected:
        rejected = Words.COUNTED_REJECTED(count=started.total.rejected)
        parts.append(("orange", rejected))
    return " ".join(f":{colour}-badge[{text}]" for colour, text in parts)


def resume_text(record: IngestRecord) -> str:
    """What the button that resumes it is called."""
    return Words.FINISH_UNDO() if record.state is State.UNDOING else Words.RESUME()
