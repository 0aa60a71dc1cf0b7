"""Ingests that are not complete: what each is, and what resume would do about it."""

from collections.abc import Iterable

from turbine.ingest.record import IngestRecord, State
from turbine.ingest.words import Words
from turbine.model.errors import IngestError
from turbine.words import Sentence, Text, together

_RESUME = {
    State.SHORT: Words.RESUME_SENDS_MISSING,
    State.GONE: Words.RESUME_SENDS_MISSING,
    State.NOT_COUNTED: Words.RESUME_COUNTS,
    State.INTERRUPTED: Words.RESUME_SENDS_REST,
    State.CANCELLED: Words.RESUME_SENDS_REST,
    State.FAILED: Words.RESUME_SENDS_REST,
    State.UNDOING: Words.RESUME_FINISHES_UNDO,
}
"""What resume does, by state."""


def whole(others: Iterable[IngestRecord]) -> Text:
    """That every ingest is complete, but for those that are running; ``others`` are those that are
    not complete. Raises IngestError for one that does not run."""
    records = list(others)
    if stopped := [record for record in records if record.state is not State.RUNNING]:
        raise IngestError(together(*map(_description, stopped)), hint=_hint(stopped))
    if not records:
        return Words.ALL_COMPLETE()
    return Words.FINISHED_COMPLETE(ingests=tuple(record.id for record in records))


def _description(record: IngestRecord) -> Text:
    ingest, file, state = record.id, record.file_name, record.state.label
    if record.lacks and record.waiting:
        return Words.LACKS_AND_TO_SEND(
            ingest=ingest,
            file=file,
            state=state,
            missing=Words.ROWS(count=record.lacks),
            waiting=Words.ROWS(count=record.waiting),
        )
    if record.lacks:
        return Words.LACKS_ROWS(count=record.lacks, ingest=ingest, file=file, state=state)
    if record.waiting:
        return Words.ROWS_TO_SEND(count=record.waiting, ingest=ingest, file=file, state=state)
    return Words.INCOMPLETE(ingest=ingest, file=file, state=state)


def _hint(records: list[IngestRecord]) -> Text:
    by_effect: dict[Sentence, list[str]] = {}
    for record in records:
        by_effect.setdefault(_RESUME[record.state], []).append(record.id)
    hints: list[Text] = [effect(ingests=tuple(ids)) for effect, ids in by_effect.items()]
    if any(record.state is not State.UNDOING for record in records):
        hints.append(Words.OR_UNDO())
    return together(*hints)
