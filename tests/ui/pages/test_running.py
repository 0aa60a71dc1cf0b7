"""An ingest under way, as the page shows it while the database answers and while it does not."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from apptest import open_page, run, said, set_embedded
from scada import ACTOR, Place, made_file, newest, until, until_done
from streamlit.testing.v1 import AppTest

from turbine.ingest.job import Progress
from turbine.model.deadline import PROGRESS_S
from turbine.stores.duckdb import store as duckdb
from turbine.stores.duckdb.store import DuckDBStore
from turbine.ui.ingest import run as ingest_run

QUIET = re.compile(r"has not answered since \d\d:\d\d:\d\d; trying again until \d\d:\d\d:\d\d")


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The database takes two batches and then nothing, until the event is set."""
    go, write, taken = threading.Event(), DuckDBStore.write, []

    def blocked(self: DuckDBStore, *arguments: object) -> object:
        taken.append(self)
        assert len(taken) <= 2 or go.wait(60)
        return write(self, *arguments)  # type: ignore[arg-type] # passed through

    small = replace(duckdb._CAPABILITIES, batch_rows=100, in_flight=1)
    monkeypatch.setattr(DuckDBStore, "write", blocked)
    monkeypatch.setattr(DuckDBStore, "capabilities", property(lambda _: small))
    yield go
    go.set()


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    set_embedded(embedded, monkeypatch)
    return lambda **query: open_page("ingest", embedded.settings.data_dir, **query)


def start_stuck(place: Place, told: Callable[[Progress], None]) -> threading.Thread:
    """Run it in this process, beside the page's own services: another one, to the page."""
    record = place.start(made_file(500))
    run, progress = place.windproof.ingests.run, {"on_progress": told}
    thread = threading.Thread(target=run, args=(ACTOR, record.id), kwargs=progress)
    thread.start()
    return thread


def test_progress_tells_the_last_answer_and_the_end_of_waiting(embedded, stuck):
    seen: list[Progress] = []
    before = datetime.now(UTC)
    thread = start_stuck(embedded, seen.append)
    until(lambda: seen and seen[-1].done == 200, what="two batches are answered")
    answered, end = seen[-1].answered, seen[-1].until
    assert before <= answered <= datetime.now(UTC)
    assert end - answered == pytest.approx(timedelta(seconds=PROGRESS_S), abs=timedelta(seconds=2))
    stuck.set()
    thread.join(60)


def test_a_silent_database_is_shown_without_a_remaining_time(embedded, on_page, stuck, monkeypatch):
    record = embedded.start(made_file(500))
    at = on_page(ingest=record.id)
    at.button(key="ingest_shown_resume").click()
    run(at)
    until(lambda: "200 of 500 rows" in shown(run(at)), what="two batches are answered")
    assert "about" in said(at)
    monkeypatch.setattr(ingest_run, "QUIET_S", 0.3)
    until(lambda: QUIET.search(said(run(at))), what="the page says so", within_s=10)
    assert "rows/s" not in said(at)
    assert "left" not in said(at)
    stuck.set()
    until_done(embedded)


def test_a_silent_database_is_shown_for_another_process_too(embedded, on_page, stuck, monkeypatch):
    first = threading.Event()
    thread = start_stuck(embedded, lambda progress: first.set())
    at = on_page(ingest=newest(embedded).id)
    assert first.wait(60)
    until(lambda: "200 of 500 rows" in shown(run(at)), what="two batches are answered")
    assert "another process runs it" in said(at)
    monkeypatch.setattr(ingest_run, "QUIET_S", 0.3)
    key = f"ingest_seen_{newest(embedded).id}"
    began, before, last, _ = at.session_state[key]
    at.session_state[key] = began, before - 100, last - 100, None  # it came while we watched
    until(lambda: "has not answered since" in said(run(at)), what="the page says so", within_s=10)
    assert "left" not in said(at)
    stuck.set()
    thread.join(60)


def shown(at: AppTest) -> str:
    return " ".join(bar.proto.text for bar in at.get("progress"))
