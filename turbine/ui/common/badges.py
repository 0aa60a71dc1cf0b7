"""How an ingest stands, as coloured words."""

from datetime import UTC, datetime

from turbine.ingest.record import IngestRecord, State
from turbine.ui.common.formats import duration
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


def verified_badges(record: IngestRecord) -> str:
    """What its last verification came to, how long that is ago, and whether it may still be so
    (Markdown)."""
    its = record.verified
    if its is None:
        return f":grey-badge[{Words.BADGE_NOT_VERIFIED()}]"
    age = duration(max(0, round((datetime.now(UTC) - its.when).total_seconds())))
    if its.verdict != "PASS":
        colour, text = "red", Words.BADGE_FAIL(age=age)
    elif its.tolerance:
        colour, text = "green", Words.BADGE_PASS_WITHIN(age=age, tolerance=its.tolerance)
    else:
        colour, text = "green", Words.BADGE_PASS(age=age)
    if its.is_current:
        return f":{colour}-badge[{text}]"
    return f":grey-badge[{text}] :orange-badge[{Words.BADGE_TOUCHED()}]"


def colour_of(record: IngestRecord) -> str:
    """Of its state; a lossy one is not green."""
    lossy = record.state is State.DONE and record.losses
    return "orange" if lossy else _COLOURS[record.state]
