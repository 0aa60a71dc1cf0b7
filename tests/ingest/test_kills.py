"""A kill before and after each change of state of each action: nothing is lost, all is reported."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from killing import killed_at
from scada import ACTOR, HEADER, SERIES, Place, line, made_file, utc_ns

from turbine.ingest.record import IngestRecord, State
from turbine.model.errors import IngestError
from turbine.readers import open_source
from turbine.services.windproof import Windproof

FIELDS = ("power_kw", "wind_speed_mps", "theoretical_power_kw", "wind_direction_deg")
POINTS = 100  # more than any action has
ROWS = 9


@dataclass(frozen=True)
class Files:
    """Files on stamps of their own for each kill, so that one database does for all."""

    point: int

    def row(self, row: int) -> int:
        return 100 * self.point + row

    @property
    def old(self) -> str:
        rows = (line(self.row(row), row, 2, 3, 4) for row in range(ROWS))
        return "\n".join([HEADER, *rows, ""])

    @property
    def new(self) -> str:
        head = "Date/Time,LV ActivePower (kW),Wind Speed (m/s)"
        rows = (
            line(self.row(row), "" if row % 3 == 0 else 100 + row, 50 + row)
            for row in range(2, ROWS)
        )
        return "\n".join([head, *rows, ""])

    def held(self, place: Place) -> list[list[float | None]]:
        """What the database holds, through its back door."""
        values = place.door.get(SERIES)
        return [
            [values.get((utc_ns(self.row(row)), field)) for field in FIELDS] for row in range(ROWS)
        ]


WHOLE = [[row, 2, 3, 4] for row in range(ROWS)]


@dataclass(frozen=True)
class Ingest:
    """Pickled: another process does it."""

    text: str
    replace: bool = False

    def __call__(self, windproof: Windproof) -> None:
        original = windproof.files.keep(ACTOR, open_source(self.text.encode(), "made.csv"))
        form = windproof.files.detect(original, zone="Europe/Istanbul").interpretation
        scan = windproof.files.scan(original, form)
        plan = windproof.ingests.plan(original, scan, rule="keep", series=SERIES)
        record = windproof.ingests.start(ACTOR, plan, replace=self.replace)
        windproof.ingests.run(ACTOR, record.id)


@dataclass(frozen=True)
class Undo:
    ingest_id: str

    def __call__(self, windproof: Windproof) -> None:
        windproof.ingests.undo(ACTOR, self.ingest_id, confirmation=self.ingest_id)


@dataclass(frozen=True)
class Resume:
    ingest_id: str

    def __call__(self, windproof: Windproof) -> None:
        windproof.ingests.run(ACTOR, self.ingest_id)


def recorded(place: Place, files: Files) -> IngestRecord | None:
    """The newest ingest of these files."""
    records = place.windproof.ingests.all()
    first_ns = utc_ns(files.row(0))
    return next((r for r in records if r.first_ns >= first_ns), None)


def is_told(place: Place, record: IngestRecord) -> None:
    """Whatever the state says is so."""
    assert record.adds_up
    if record.state in (State.DONE, State.UNDONE):
        assert record.lacks == 0
        result = place.verify(record)
        assert (result.verdict == "PASS") is (record.state is State.DONE)


def each_point(at_least: int) -> Iterator[tuple[int, Files]]:
    """Kills at one point after the other, until the action comes to its end."""
    for point in range(POINTS):
        yield point, Files(point)
    pytest.fail(f"never came to its end within {POINTS} changes, {at_least} or more expected")


def test_of_an_ingest(place):
    for point, files in each_point(at_least=6):
        action = Ingest(files.old)
        was_killed = killed_at(point, place.settings, action, rows=4)
        record = recorded(place, files)
        if record is None:
            assert files.held(place) == [[None] * 4] * ROWS
            action(place.windproof)
            record = recorded(place, files)
        is_told(place, record)
        done = place.windproof.ingests.run(ACTOR, record.id)
        assert (done.state, done.held) == (State.DONE, ROWS)
        assert files.held(place) == WHOLE
        assert place.verify(done).verdict == "PASS"
        if not was_killed:
            assert point >= 6
            return


def test_of_a_replacement_with_empty_cells(place):
    if not place.deletes:
        pytest.skip("it replaces nothing")
    replaced = WHOLE[:2] + [
        [None if row % 3 == 0 else 100 + row, 50 + row, 3, 4] for row in range(2, ROWS)
    ]
    for point, files in each_point(at_least=9):
        first = place.ingest(files.old)
        action = Ingest(files.new, replace=True)
        was_killed = killed_at(point, place.settings, action, rows=4)
        record = recorded(place, files)
        if record.id == first.id:
            assert files.held(place) == WHOLE
            action(place.windproof)
            record = recorded(place, files)
        is_told(place, record)
        done = place.windproof.ingests.run(ACTOR, record.id)
        assert (done.state, done.lacks) == (State.DONE, 0)
        assert files.held(place) == replaced
        assert place.verify(done).verdict == place.verify(first).verdict == "PASS"
        if not was_killed:
            assert point >= 9
            return


def test_of_an_undo(place):
    if not place.deletes:
        pytest.skip("it undoes nothing")
    for point, files in each_point(at_least=5):
        first = place.ingest(files.old)
        second = place.ingest(files.new, replace=True)
        was_killed = killed_at(point, place.settings, Undo(second.id), rows=4)
        record = place.windproof.ingests.get(second.id)
        assert record.state in (State.DONE, State.UNDOING, State.UNDONE)
        is_told(place, record)
        if record.state is State.UNDOING:
            with pytest.raises(IngestError, match=r"The undo of ingest .* was interrupted"):
                place.start(files.new)
            place.windproof.ingests.run(ACTOR, second.id)  # resume finishes it
        elif record.state is State.DONE:
            place.undo(record)
        left = place.windproof.ingests.get(first.id)
        assert left.state in (State.SHORT, State.NOT_COUNTED)
        assert files.held(place) == WHOLE[:2] + [[None, None, 3, 4]] * 7
        assert place.windproof.ingests.run(ACTOR, first.id).state is State.DONE
        assert files.held(place) == WHOLE
        assert place.verify(first).verdict == "PASS"
        if not was_killed:
            assert point >= 5
            return


def test_of_a_resume_that_brings_back_what_is_missing(place):
    for point, files in each_point(at_least=5):
        record = place.ingest(files.old)
        place.door.remove(utc_ns(files.row(1)), utc_ns(files.row(6)))
        was_killed = killed_at(point, place.settings, Resume(record.id), rows=4)
        assert place.windproof.ingests.get(record.id).adds_up
        done = place.windproof.ingests.run(ACTOR, record.id)
        assert (done.state, done.held, done.stored) == (State.DONE, ROWS, ROWS)
        assert files.held(place) == WHOLE
        if not was_killed:
            assert point >= 5
            return


def test_of_a_cancel(embedded):
    """Asked for, and killed before it is heeded: resume goes on, and is not cancelled again."""
    record = embedded.start(made_file(60))
    embedded.windproof._ledger.ask_to_cancel(record.id)
    assert embedded.windproof.ingests.get(record.id).state is State.INTERRUPTED
    assert embedded.windproof.ingests.run(ACTOR, record.id).state is State.DONE
