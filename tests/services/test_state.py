"""What is remembered of the ledger is never older than the ledger, whoever writes it."""

from dataclasses import replace

import pytest
from apptest import choose, open_page, run, said, set_embedded
from scada import ACTOR, SERIES, made_file

from turbine.ingest.ledger import Ledger
from turbine.ingest.record import State
from turbine.services.windproof import Windproof


@pytest.fixture
def reader(embedded) -> Windproof:
    """Another one than writes, as in another process."""
    return Windproof(embedded.settings)


def states(reader: Windproof) -> list[State]:
    return [record.state for record in reader.ingests.all()]


def test_every_change_is_seen_by_whoever_remembers(embedded, reader):
    seen = [reader.explorer.state()]
    assert states(reader) == []
    record = embedded.start(made_file(10))
    seen.append(reader.explorer.state())
    assert states(reader) == [State.INTERRUPTED]
    embedded.windproof.ingests.run(ACTOR, record.id)
    seen.append(reader.explorer.state())
    assert states(reader) == [State.DONE]
    assert reader.ingests.all()[0].stored == 10
    embedded.undo(record)
    seen.append(reader.explorer.state())
    assert states(reader) == [State.UNDONE]
    assert len({*seen}) == 4
    assert reader.explorer.state() == seen[-1]


def test_a_change_by_another_process_is_seen(embedded, reader, tmp_path):
    path = tmp_path / "made.csv"
    path.write_text(made_file(10))
    before = reader.explorer.state(), states(reader)
    answer = embedded.answer("ingest", str(path), "--turbine", "T1", "--retime", "keep")
    assert (reader.explorer.state(), states(reader)) != before
    assert [record.id for record in reader.ingests.all()] == [answer["ingest_id"]]


def test_a_process_that_died_is_seen_though_it_wrote_nothing(embedded, reader):
    record = embedded.start(made_file(10))
    with embedded.windproof._ledger.running(record.id):
        before = reader.explorer.state()
        assert states(reader) == [State.RUNNING]
    assert reader.explorer.state() == before
    assert states(reader) == [State.INTERRUPTED]


def test_two_ledgers_never_share_a_state(embedded, reader):
    assert reader.explorer.state() != embedded.windproof.explorer.state()


def test_a_selector_that_changes_reads_no_ledger(embedded, monkeypatch):
    embedded.ingest(made_file(288))
    set_embedded(embedded, monkeypatch)
    at = open_page("explore", embedded.settings.data_dir)
    at = choose(choose(at, "explore_window", "1d"), "explore_window", "1h")
    read = []
    for name in ("all", "of_series", "get", "zones", "series", "_open"):
        real = getattr(Ledger, name)
        monkeypatch.setattr(Ledger, name, lambda *a, n=name, r=real: read.append(n) or r(*a))
    choose(at, "explore_window", "1d")
    assert read == []
    embedded.undo(embedded.windproof.ingests.all()[0])
    assert "There is no data yet" in said(run(at))
    assert read


def test_the_zones_of_all_series_are_one_question(embedded, monkeypatch):
    for turbine in ("T1", "T2", "T3"):
        embedded.ingest(made_file(288), series=replace(SERIES, turbine=turbine))
    set_embedded(embedded, monkeypatch)
    asked = []
    real = Ledger.zones
    monkeypatch.setattr(Ledger, "zones", lambda *a: asked.append(a) or real(*a))
    monkeypatch.setattr(Ledger, "of_series", lambda *_: pytest.fail("every series by itself"))
    run(open_page("explore", embedded.settings.data_dir))
    assert len(asked) == 1
