"""How an ingest stands, as coloured words."""

from turbine.ingest.record import IngestRecord, State
from turbine.ui.common.words import Words

_COLOURS = {
    State.RUNNING: "blue",
    State.INTERRUPTED: "orange",
    State.CANCELLED: "orange",
    State.FAILED: "red",
    State.DONE: "green",
    State.SHORT: "red",
    State.NOT_COUNTED: "orange",
    State.GONE: "red",
    State.UNDOING: "orange",
    State.UNDONE: "grey",
}


def badges(record: IngestRecord) -> str:
    """The state as a coloured word, and what is not as it should be (Markdown)."""
    parts = [(colour_of(record), str(record.state.label))]
    if record.state is not State.UNDONE:
        parts += [("orange", str(loss)) for loss in record.losses]
        if record.replaced:
            parts.append(("orange", Words.BADGE_REPLACED(number=record.replaced)))
        if record.lacks:
            parts.append(("red", Words.BADGE_MISSING(number=record.lacks)))
    return " ".join(f":{colour}-badge[{text}]" for colour, text in parts)


def colour_of(record: IngestRecord) -> str:
    """Of its state; a lossy one is not green."""
    lossy = record.state is State.DONE and record.losses
    return "orange" if lossy else _COLOURS[record.state]
