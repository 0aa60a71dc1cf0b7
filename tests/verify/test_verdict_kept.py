"""What a verification came to is kept with its ingest, and is marked once it may be so no more."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from apptest import open_page, said, set_embedded
from scada import ACTOR, SERIES, Place, made_file

from turbine.ingest.ledger import Ledger
from turbine.ingest.ledger.schema import MIGRATIONS
from turbine.ingest.record import Verified
from turbine.model.errors import IngestError
from turbine.sqlite import upgrade
from turbine.ui.common.badges import verified_badges
from turbine.verify import compare

FILE, SOME = made_file(60), made_file(20, seed=2)


def kept(place: Place, record) -> Verified | None:
    return place.windproof.ingests.get(record.id).verified


def test_a_verdict_is_kept_with_its_counts_who_and_when(embedded):
    record = embedded.ingest(FILE)
    assert kept(embedded, record) is None
    before = datetime.now(UTC)
    result = embedded.verify(record, tolerance=0.5)
    its = kept(embedded, record)
    assert before <= its.when <= datetime.now(UTC)
    assert (its.by, its.verdict, its.tolerance) == (ACTOR.name, result.verdict, 0.5)
    assert (its.expected, its.found, its.missing, its.unexpected, its.differing) == (
        60,
        60,
        0,
        0,
        0,
    )
    assert its.is_current
    answer = embedded.answer("verify", record.id)
    assert answer["verdict"] == "PASS"
    again = kept(embedded, record)
    assert (again.tolerance, again.by == ACTOR.name) == (0.0, False), "the command keeps it too"
    listed = embedded.answer("resume", record.id)["verified"]
    assert (listed["verdict"], listed["when"][-1], listed["is_current"]) == ("PASS", "Z", False)


def test_a_failed_one_is_kept_though_its_count_is_news_to_the_ledger(embedded):
    record = embedded.ingest(FILE)
    stamp = record.first_ns
    embedded.door.remove(stamp, stamp + 1)
    embedded.verify(record)
    its = kept(embedded, record)
    assert (its.verdict, its.missing, its.is_current) == ("FAIL", 1, True)


def replaced(place: Place, _record) -> None:
    place.ingest(SOME, replace=True)


def undone(place: Place, record) -> None:
    place.undo(record)


def resumed(place: Place, record) -> None:
    place.windproof.ingests.run(ACTOR, record.id)


def found_short(place: Place, record) -> None:
    place.door.remove(record.first_ns, record.first_ns + 1)
    place.windproof.ingests.recount(ACTOR, record.id)


@pytest.mark.parametrize("touch", [replaced, undone, resumed, found_short])
def test_what_touches_the_points_marks_the_verdict(embedded, touch: Callable[..., None]):
    record = embedded.ingest(FILE)
    embedded.verify(record)
    touch(embedded, record)
    its = kept(embedded, record)
    assert (its.verdict, its.is_current) == ("PASS", False)


def test_an_undo_of_what_replaced_it_marks_the_verdict_again(embedded):
    record = embedded.ingest(FILE)
    later = embedded.ingest(SOME, replace=True)
    embedded.verify(record)
    assert kept(embedded, record).is_current
    embedded.undo(later)
    assert not kept(embedded, record).is_current


def test_other_points_leave_the_verdict_alone(embedded):
    record = embedded.ingest(FILE)
    embedded.verify(record)
    embedded.ingest(SOME, series=replace(SERIES, turbine="T2"))
    embedded.ingest(made_file(5, start=datetime(2019, 1, 1)))  # noqa: DTZ001 - the file's clock
    assert kept(embedded, record).is_current


def test_what_changes_while_it_is_verified_is_not_vouched_for(embedded, monkeypatch):
    record = embedded.ingest(FILE)
    own = compare.verify

    def overtaken(*args, **options):
        result = own(*args, **options)
        embedded.ingest(SOME, replace=True)
        return result

    monkeypatch.setattr(compare, "verify", overtaken)
    embedded.verify(record)
    assert (kept(embedded, record).verdict, kept(embedded, record).is_current) == ("PASS", False)


def test_a_verification_makes_no_answer_of_the_database_old(embedded):
    record = embedded.ingest(FILE)
    before = embedded.windproof.explorer.state()
    embedded.verify(record)
    assert embedded.windproof.explorer.state() == before


def test_a_ledger_from_before_is_brought_up_to_date_with_a_copy(tmp_path):
    path = tmp_path / "ledger.db"
    upgrade(path, MIGRATIONS[:2], newer=IngestError, wal=True)
    assert Ledger(tmp_path).all() == []
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert (tmp_path / "ledger.v2.db").is_file()


def test_badges_say_how_old_a_verdict_is_and_whether_it_may_have_changed(embedded):
    record = embedded.ingest(FILE)
    assert verified_badges(record) == ":grey-badge[not verified]"
    when = datetime.now(UTC) - timedelta(hours=3)
    counts = dict.fromkeys(("expected", "found", "missing", "unexpected", "differing"), 0)
    its = Verified(when=when, by="ada", verdict="PASS", tolerance=0.0, is_current=True, **counts)
    said_of = {
        "": ":green-badge[PASS, verified 3 h ago]",
        "tolerance": ":green-badge[PASS within ±0.01, verified 3 h ago]",
        "verdict": ":red-badge[FAIL, verified 3 h ago]",
    }
    changes = {"": {}, "tolerance": {"tolerance": 0.01}, "verdict": {"verdict": "FAIL"}}
    for name, text in said_of.items():
        assert verified_badges(replace(record, verified=replace(its, **changes[name]))) == text
    old = verified_badges(replace(record, verified=replace(its, is_current=False)))
    assert old == ":grey-badge[PASS, verified 3 h ago] :orange-badge[changed since: verify again]"


def test_the_overview_shows_the_verdict_on_the_card(embedded, monkeypatch):
    record = embedded.ingest(FILE)
    set_embedded(embedded, monkeypatch)
    assert ":grey-badge[not verified]" in said(open_page("overview", embedded.settings.data_dir))
    embedded.verify(record)
    assert "green-badge[PASS, verified" in said(open_page("overview", embedded.settings.data_dir))
