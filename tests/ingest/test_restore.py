"""Undo with --restore: the undo is reported, and what could not be restored is listed."""

import json

import pytest
from scada import ACTOR, Place, made_file, undoing

from turbine.cli import main as cli
from turbine.ingest.record import State
from turbine.services.ingests import Ingests
from turbine.services.windproof import Windproof

A, B = made_file(60), made_file(20, seed=2)


@pytest.fixture
def pair(embedded: Place, monkeypatch):
    """Two ingests, the second of which replaced rows of the first."""
    for name, value in embedded.environ.items():
        monkeypatch.setenv(name, value)
    return embedded.ingest(A), embedded.ingest(B, replace=True)


def undone(second, capsys, code: int) -> dict:
    assert cli.main(["undo", second.id, "--confirm", second.id, "--restore", "--json"]) == code
    output = capsys.readouterr()
    assert output.err == ""
    return json.loads(output.out)


def meanwhile(monkeypatch, act) -> None:
    """``act`` happens between the undo and the bringing back."""
    undo = Ingests.undo

    def undo_and_act(self, actor, ingest_id, *, confirmation):
        deleted = undo(self, actor, ingest_id, confirmation=confirmation)
        monkeypatch.setattr(Ingests, "undo", undo)
        act()
        return deleted

    monkeypatch.setattr(Ingests, "undo", undo_and_act)


def test_an_earlier_ingest_that_was_undone_meanwhile_is_not_brought_back(
    embedded, pair, monkeypatch, capsys
):
    first, second = pair
    meanwhile(monkeypatch, lambda: embedded.undo(first))
    done = undone(second, capsys, 4)
    assert (done["deleted"], done["left"], done["restored"]) == (20, 0, [])
    assert done["not_restored"] == [
        {"ingest_id": first.id, "reason": f"Ingest {first.id}: undone."}
    ]
    assert embedded.door.count() == 0


def test_an_earlier_ingest_whose_undo_is_under_way_is_left_alone(
    embedded, pair, monkeypatch, capsys
):
    first, second = pair
    ledger = embedded.windproof._ledger
    meanwhile(monkeypatch, lambda: ledger.set_state(first.id, State.UNDOING))
    done = undone(second, capsys, 4)
    assert done["not_restored"][0]["reason"].startswith(f"Ingest {first.id}: undoing")
    assert ledger.get(first.id).state is State.UNDOING


def test_one_that_cannot_be_brought_back_stops_no_other(embedded, pair, monkeypatch, capsys):
    first, second = pair
    third = embedded.ingest(made_file(80, seed=3), replace=True)
    with Windproof(embedded.settings)._ledger.running(first.id):  # somebody else resumes it
        done = undone(third, capsys, 4)
    assert done["restored"] == [second.id]
    (left,) = done["not_restored"]
    assert left["ingest_id"] == first.id
    assert left["reason"].startswith(f"Ingest {first.id} is already running.")
    assert embedded.windproof.ingests.run(ACTOR, first.id).state is State.DONE
    assert embedded.verify(first).verdict == embedded.verify(second).verdict == "PASS"


def test_without_json_each_is_a_line(embedded, pair, monkeypatch, capsys):
    first, second = pair
    meanwhile(monkeypatch, lambda: embedded.undo(first))
    assert cli.main(["undo", second.id, "--confirm", second.id, "--restore"]) == 4
    lines = capsys.readouterr().out.splitlines()
    assert "deleted: 20" in lines
    assert f"not restored: {first.id}: Ingest {first.id}: undone." in lines


@undoing
def test_what_is_brought_back_completely_ends_well(place):
    first = place.ingest(A)
    effects = place.windproof.ingests.check_undo(first.id)
    assert effects.lacking == ()
    assert place.windproof.ingests.restore(ACTOR, first.id) == ""
    assert place.answer("undo", first.id, "--confirm", first.id, "--restore")["not_restored"] == []
