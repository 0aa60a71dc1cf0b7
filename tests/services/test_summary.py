"""What is kept of the database's answers: never wrong in silence, whoever writes or dies."""

import re
import sqlite3
import time
from collections import Counter
from dataclasses import asdict, dataclass, replace

import numpy as np
import pytest
from apptest import click, metric, open_page, said, set_embedded, told
from killing import killed_at
from scada import ACTOR, SERIES, Place, made_file

from turbine.ingest.record import State
from turbine.ingest.summaries import Summaries
from turbine.model.errors import StoreUnreachableError
from turbine.readers import open_source
from turbine.services.analysis import Analysis
from turbine.services.open_stores import OpenStores
from turbine.services.status import Status, kept_text, restored
from turbine.services.windproof import Windproof
from turbine.stores.duckdb.store import DuckDBStore

OTHER = replace(SERIES, turbine="T2")


def kept(place: Place) -> tuple[dict[str, int], list[str]]:
    """As another process sees it: rows by turbine, and turbines that have to be asked about."""
    found, lacking = Windproof(place.settings).overview.kept()
    rows = {series.turbine: int(its.days["count"].sum()) for series, its in found.items()}
    return rows, [series.turbine for series in lacking]


def same(one: Status, other: Status) -> bool:
    assert one.days.equals(other.days)
    assert (one.info, one.zone) == (other.info, other.zone)
    recents = [asdict(its.recent) for its in (one, other)]
    means = [np.array(its.pop("by_day")) for its in recents]
    assert np.array_equal(*means) or np.array_equal(*means, equal_nan=True)
    assert len({str(its.pop("problem")) for its in recents}) == 1
    assert recents[0] == recents[1]
    return True


@dataclass(frozen=True)
class Ingest:
    """Pickled: another process does it."""

    text: str

    def __call__(self, windproof: Windproof) -> None:
        original = windproof.files.keep(ACTOR, open_source(self.text.encode(), "made.csv"))
        form = windproof.files.detect(original, zone="Europe/Istanbul").interpretation
        scan = windproof.files.scan(original, form)
        plan = windproof.ingests.plan(original, scan, rule="keep", series=OTHER)
        windproof.ingests.run(ACTOR, windproof.ingests.start(ACTOR, plan).id)


def aged(place: Place, seconds: int) -> None:
    with sqlite3.connect(place.settings.data_dir / "summary.db") as db:
        db.execute("UPDATE summaries SET asked_ns = asked_ns - ?", (seconds * 10**9,))


def test_each_ingest_and_undo_leaves_what_the_database_would_answer(embedded):
    embedded.windproof.sites.set_turbine(ACTOR, "main", "T1", {"rated_power_kw": 3_600})
    first = embedded.ingest(made_file(300))
    assert kept(embedded) == ({"T1": 300}, [])
    second = embedded.ingest(made_file(50, seed=2), series=OTHER)
    assert kept(embedded) == ({"T1": 300, "T2": 50}, [])
    fresh = Windproof(embedded.settings)
    before, _ = fresh.overview.kept()
    asked = fresh.overview.ask()
    assert all(same(before[series], asked[series]) for series in (SERIES, OTHER))
    assert before[SERIES].recent.capacity_factor is not None
    embedded.undo(first)
    assert kept(embedded) == ({"T2": 50}, [])
    embedded.undo(second)
    assert kept(embedded) == ({}, [])


def test_it_is_of_what_is_stored_not_of_the_file(embedded):
    record = embedded.ingest(made_file(300))
    stamp = record.last_ns
    embedded.door.remove(stamp, stamp + 1)
    embedded.ingest(made_file(20, seed=2), replace=True)
    assert kept(embedded) == ({"T1": 299}, [])


def test_what_another_program_wrote_is_in_it_once_it_is_asked_for(embedded):
    record = embedded.ingest(made_file(300))
    embedded.door.remove(record.first_ns, record.last_ns + 1)
    assert kept(embedded) == ({"T1": 300}, []), "nobody here can know"
    assert embedded.windproof.overview.ask() == {}
    assert kept(embedded) == ({}, [])


def test_what_is_noted_of_a_turbine_makes_its_figures_old(embedded):
    embedded.ingest(made_file(300))
    embedded.ingest(made_file(50), series=OTHER)
    embedded.windproof.sites.set_turbine(ACTOR, "main", "T1", {"rated_power_kw": 3_600})
    assert kept(embedded) == ({"T2": 50}, ["T1"])
    embedded.windproof.overview.ask_about(SERIES)
    assert kept(embedded) == ({"T1": 300, "T2": 50}, [])
    embedded.windproof.sites.set_zone(ACTOR, "main", "Asia/Tokyo")
    assert kept(embedded)[1] == [], "the files' own clock goes before the site's"


def test_a_change_while_the_database_is_asked_leaves_an_old_one(embedded, monkeypatch):
    embedded.ingest(made_file(300))
    own = DuckDBStore.stamps

    def overtaken(*args, **options):
        answer = own(*args, **options)
        monkeypatch.setattr(DuckDBStore, "stamps", own)
        ledger = embedded.windproof._ledger
        ledger.set_counted(ledger.all()[0].id, held=299, lacks=1)
        return answer

    monkeypatch.setattr(DuckDBStore, "stamps", overtaken)
    embedded.windproof.overview.ask()
    assert kept(embedded) == ({}, ["T1"])


def test_what_is_noted_while_the_database_is_asked_leaves_an_old_one(embedded, monkeypatch):
    embedded.ingest(made_file(300))
    sites, own = embedded.windproof.sites, Analysis.read

    def overtaken(*args, **options):
        answer = own(*args, **options)
        sites.set_turbine(ACTOR, "main", "T1", {"rated_power_kw": 3_600})
        return answer

    monkeypatch.setattr(Analysis, "read", overtaken)
    [status] = embedded.windproof.overview.ask().values()
    assert status.recent.capacity_factor is None, "asked before it was noted"
    assert kept(embedded) == ({}, ["T1"])


def test_a_kill_anywhere_leaves_a_right_summary_or_one_that_is_seen_to_be_old(embedded):
    embedded.ingest(made_file(20))

    killed, states = 0, Counter()
    while killed_at(killed, embedded.settings, Ingest(made_file(20, seed=2)), rows=7):
        rows, lacking = kept(embedded)
        assert rows.pop("T1") == 20
        held = len({stamp for stamp, _ in embedded.door.get(OTHER)})
        assert rows == ({} if lacking else {"T2": held} if held else {}), (lacking, held)
        states[bool(lacking)] += 1
        fresh = Windproof(embedded.settings)
        fresh.overview.ask()
        stored = DuckDBStore.series(fresh._stores.get())
        assert kept(embedded)[0].keys() == {info.series.turbine for info in stored}
        for record in fresh.ingests.all():
            if record.series == OTHER and record.state is not State.UNDONE:
                fresh.ingests.undo(ACTOR, record.id, confirmation=record.id)
        killed += 1
    assert states[True] > 3
    assert kept(embedded) == ({"T1": 20, "T2": 20}, [])


def test_a_text_comes_back_as_it_was(embedded):
    embedded.ingest(made_file(300))
    embedded.ingest(made_file(30), series=OTHER)
    embedded.windproof.sites.set_turbine(ACTOR, "main", "T2", {"power_field": "wind_direction_deg"})
    for series, status in embedded.windproof.overview.ask().items():
        assert same(restored(series, kept_text(status), status.asked_ns), status)


@pytest.mark.parametrize("damage", [b"no database at all", b""])
def test_a_file_that_cannot_be_used_is_none(embedded, damage: bytes):
    embedded.ingest(made_file(30))
    path = embedded.settings.data_dir / "summary.db"
    for each in path.parent.glob("summary.db*"):
        each.unlink()
    path.write_bytes(damage)
    assert kept(embedded) == ({}, ["T1"])
    embedded.windproof.overview.ask()
    assert embedded.windproof.overview.kept()[1] == [], "this process has it"
    embedded.windproof.overview.ask()
    assert kept(embedded) == ({"T1": 30}, []), "and a sound file takes its place"


def test_it_is_only_for_its_user(embedded):
    embedded.ingest(made_file(30))
    assert (embedded.settings.data_dir / "summary.db").stat().st_mode & 0o077 == 0


# -- the page ------------------------------------------------------------------------------


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch):
    set_embedded(embedded, monkeypatch)
    return lambda: open_page("overview", embedded.settings.data_dir)


def test_what_is_kept_is_shown_without_a_question(embedded, on_page, monkeypatch):
    embedded.ingest(made_file(300))
    for name in ("stamps", "read", "series", "aggregate"):
        monkeypatch.setattr(DuckDBStore, name, lambda *_, **__: pytest.fail("a question"))
    at = on_page()
    assert metric(at, "Rows") == "300"
    assert "As the database answered" in said(at)


def test_what_is_old_is_asked_again_and_shown(embedded, on_page):
    record = embedded.ingest(made_file(300))
    aged(embedded, 3_600)
    embedded.door.remove(record.first_ns, record.first_ns + 1)
    at = on_page()
    assert metric(at, "Rows") == "299"
    assert " 1 h" not in said(at)


def test_without_an_answer_what_is_kept_stands_with_its_age(embedded, on_page, monkeypatch):
    embedded.ingest(made_file(300))
    aged(embedded, 3_600)

    def down(*_: object, **__: object) -> None:
        raise StoreUnreachableError("No answer from the database.", hint="Start it.")

    monkeypatch.setattr(DuckDBStore, "series", down)
    at = on_page()
    assert told(at) == ["No answer from the database.\n\nStart it."]
    assert metric(at, "Rows") == "300"
    assert re.search(r"database answered 1 h[ 0-9s]* ago", said(at))


def test_a_summary_that_cannot_be_made_fails_no_ingest(embedded, monkeypatch, caplog):
    def fails(*_: object) -> None:
        raise KeyError("an earlier format")

    monkeypatch.setattr("turbine.services.overview.Overview.ask_about", fails)
    assert embedded.ingest(made_file(3)).state is State.DONE
    assert "summary" in caplog.text


def test_a_server_that_does_not_say_who_it_is_hides_nothing_that_is_kept(
    embedded, on_page, monkeypatch
):
    embedded.ingest(made_file(300))
    aged(embedded, 3_600)

    def down(*_: object) -> None:
        raise StoreUnreachableError("No answer from the database.", hint="Start it.")

    monkeypatch.setattr(OpenStores, "get", down)
    at = on_page()
    assert told(at) == ["No answer from the database.\n\nStart it."]
    assert metric(at, "Rows") == "300"


def test_a_slow_database_is_asked_only_when_it_is_told_to(embedded, on_page, monkeypatch):
    record = embedded.ingest(made_file(300))
    slow = replace(embedded.windproof._stores.get().capabilities, answers_years=False)
    monkeypatch.setattr(DuckDBStore, "capabilities", slow)
    aged(embedded, 3_600)
    embedded.door.remove(record.first_ns, record.first_ns + 1)
    at = on_page()
    assert metric(at, "Rows") == "300"
    assert re.search(r"1 h[ 0-9s]* ago, and brought up to date by each ingest", said(at))
    at = click(at, "overview_ask")
    assert metric(at, "Rows") == "299"
    assert " 1 h" not in said(at)


def test_of_a_slow_database_only_what_changed_is_asked(embedded, on_page, monkeypatch):
    embedded.ingest(made_file(300))
    embedded.ingest(made_file(50), series=OTHER)
    slow = replace(embedded.windproof._stores.get().capabilities, answers_years=False)
    monkeypatch.setattr(DuckDBStore, "capabilities", slow)
    embedded.windproof.sites.set_turbine(ACTOR, "main", "T2", {"rated_power_kw": 3_600})
    asked, own = [], DuckDBStore.read
    monkeypatch.setattr(
        DuckDBStore, "read", lambda s, series, *a: asked.append(series) or own(s, series, *a)
    )
    monkeypatch.setattr(DuckDBStore, "series", lambda *_, **__: pytest.fail("everything"))
    assert metric(on_page(), "Rows") == "350"
    assert asked == [OTHER]


def test_two_processes_keep_side_by_side(embedded):
    embedded.ingest(made_file(30))
    mine = Summaries(embedded.settings.data_dir)
    target = embedded.windproof.connection.target
    [its] = mine.all(target).values()
    mine.put(target, {OTHER: replace(its, asked_ns=time.time_ns())})
    assert Summaries(embedded.settings.data_dir).all(target).keys() == {SERIES, OTHER}
    assert Summaries(embedded.settings.data_dir).all(replace(target, bucket="x")) == {}
