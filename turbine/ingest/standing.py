"""Ingests that are not there whole: what each is, and what resume would do about it."""

from collections.abc import Iterable

from turbine.ingest.record import IngestRecord, State
from turbine.model.errors import IngestError

_RESUME = {
    State.SHORT: "what is missing is sent again from the original file",
    State.GONE: "what is missing is sent again from the original file",
    State.NOT_COUNTED: "it is counted, and what is missing is sent again from the original file",
    State.INTERRUPTED: "the rows that were not sent yet are sent",
    State.CANCELLED: "the rows that were not sent yet are sent",
    State.FAILED: "the rows that were not sent yet are sent",
    State.UNDOING: "that finishes the undo, and deletes the rest of its points",
}
"""What resume does, by state."""


def whole(others: Iterable[IngestRecord]) -> str:
    """That all is there, but what is running right now; ``others`` are the ingests of which not
    all is there. Raises IngestError for one that does not run."""
    records = list(others)
    if stopped := [record for record in records if record.state is not State.RUNNING]:
        what = "; ingest ".join(map(_said, stopped))
        raise IngestError(f"Ingest {what}.", hint=_hint(stopped))
    if not records:
        return "Every ingest is there whole."
    running = ", ".join(record.id for record in records)
    return f"Every ingest that has ended is there whole. Running: {running}."


def _said(record: IngestRecord) -> str:
    lacks = f" and lacks {record.lacks:,} rows" if record.lacks else ""
    waiting = f" with {record.waiting:,} rows to go" if record.waiting else ""
    return f"{record.id} ({record.file_name}) is {record.state}{lacks}{waiting}"


def _hint(records: list[IngestRecord]) -> str:
    by_effect: dict[str, list[str]] = {}
    for record in records:
        by_effect.setdefault(_RESUME[record.state], []).append(record.id)
    parts = [f"Resume {' and '.join(ids)}: {effect}." for effect, ids in by_effect.items()]
    if any(record.state is not State.UNDOING for record in records):
        parts.append("Or undo what is not wanted.")
    return " ".join(parts)
