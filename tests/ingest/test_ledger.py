"""The ledger: what was recorded is kept after a kill, and for every process."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from paths import ROOT
from scada import ACTOR, SERIES, made_file

from turbine.ingest.ledger import FINDINGS_SCHEMA, Ledger, pack, unpack
from turbine.ingest.record import State, Upload
from turbine.ingest.start import new_record
from turbine.model.errors import IngestError, NotFoundError

INT64 = st.integers(-(2**63), 2**63 - 1)


@given(st.lists(INT64))
def test_stamps_come_back_exactly(stamps):
    array = np.array(stamps, dtype=np.int64)
    assert unpack(pack(array)).tolist() == stamps


def test_a_regular_year_of_stamps_is_small():
    year = np.arange(52_560, dtype=np.int64) * 600 * 10**9
    assert len(pack(year)) < 1_000


@pytest.fixture
def ledger(embedded):
    return embedded.windproof._ledger


@pytest.fixture
def record(embedded):
    """An ingest that is not in the ledger yet."""
    planned = embedded.plan(made_file(10))
    return new_record(planned, ACTOR, embedded.windproof._stores.get())


def add(ledger, record, **changes):
    record = replace(record, **changes)
    ledger.add((record, np.arange(5), FINDINGS_SCHEMA.to_frame(), {}))
    return record


def test_a_record_comes_back_as_it_was_told(ledger, record):
    add(ledger, record)
    known = ledger.get(record.id)
    # Nobody runs it: that it was about to is all there is to tell.
    assert known == replace(record, state=State.INTERRUPTED, touched=1)
    assert known.adds_up
    assert known.waiting == 10
    assert ledger.all() == [known]
    assert Ledger(ledger._path.parent).get(record.id) == known


def test_the_newest_is_first_and_undone_ones_hold_nothing(ledger, record):
    for number in range(3):
        add(ledger, record, id=f"i{number}")
    add(ledger, record, id="other turbine", series=replace(SERIES, turbine="T2"))
    ledger.set_state("i1", State.UNDONE)
    assert [r.id for r in ledger.all()] == ["other turbine", "i2", "i1", "i0"]
    assert [r.id for r in ledger.of_series(SERIES, record.target)] == ["i0", "i2"]


def test_an_unknown_ingest_is_said(ledger):
    with pytest.raises(NotFoundError, match="no ingest 'x'"):
        ledger.get("x")


def test_acknowledged_rows_add_up_and_a_batch_counts_once(ledger, record):
    add(ledger, record)
    refusals = pl.DataFrame(
        [("refused", 7, "", "", "field type conflict")], schema=FINDINGS_SCHEMA, orient="row"
    )
    ledger.acknowledge(record.id, 0, stored=4)
    ledger.acknowledge(record.id, 0, stored=4)
    ledger.acknowledge(record.id, 1, stored=3, refusals=refusals)
    known = ledger.get(record.id)
    assert (known.stored, known.refused, known.rejected, known.waiting) == (7, 1, 1, 2)
    assert known.adds_up
    assert ledger.acknowledged(record.id) == [0, 1]
    assert ledger.findings(record.id).rows() == [("refused", 7, "", "", "field type conflict")]


def test_findings_keep_any_text_and_come_by_line(ledger, record):
    odd = [
        ("rejected", 9, "", "=cmd|' /C calc'!A0 \x00 \U0001f600", "why"),
        ("cell", 3, "Wind; Speed", '"x,y"', "no number"),
        ("duplicate", 5, "", "", "repeats line 4"),
    ]
    ledger.add((record, np.arange(5), pl.DataFrame(odd, schema=FINDINGS_SCHEMA, orient="row"), {}))
    assert ledger.findings(record.id).rows() == [odd[1], odd[2], odd[0]]
    assert ledger.findings(record.id, limit=1).rows() == [odd[1]]


def test_what_another_took_over_is_no_longer_owned_until_that_is_undone(ledger, record):
    add(ledger, record, id="old")
    new = replace(record, id="new")
    ledger.set_state("old", State.DONE)
    claims = {"old": (("power_kw",), np.array([3, 4]))}
    ledger.add((new, np.array([3, 4, 9]), FINDINGS_SCHEMA.to_frame(), claims))
    old = ledger.ownership("old")
    assert (old.taken("power_kw").tolist(), old.taken("wind_speed_mps").tolist()) == ([3, 4], [])
    assert old.own.tolist() == [0, 1, 2, 3, 4], "of a row that lost one field, others are left"
    assert ledger.ownership("new").own.tolist() == [3, 4, 9]
    assert (ledger.get("old").replaced, ledger.get("new").replaced) == (2, 0)
    assert ledger.replaced_by("new") == ["old"]
    assert ledger.set_undone("new") == ["old"]
    assert ledger.ownership("old").taken("power_kw").tolist() == []
    assert ledger.ownership("old").lost_to("new").tolist() == [3, 4]
    assert (ledger.get("old").replaced, ledger.get("old").state) == (0, State.NOT_COUNTED)


def test_an_ingest_is_recorded_whole_or_not_at_all(ledger, record):
    add(ledger, record, id="old")
    rest = np.arange(9), FINDINGS_SCHEMA.to_frame(), {}
    new = [(replace(record, id=name), *rest) for name in ("new", "old")]
    with pytest.raises(Exception, match="UNIQUE"):  # the id is taken: a mistake of ours
        ledger.add(*new, upload=Upload(id="u1", rejected=1, without_values=0))
    assert [each.id for each in ledger.all()] == ["old"]
    assert ledger.stamps("old").tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(NotFoundError):
        ledger.upload("u1")


def test_seconds_add_up_and_a_new_state_forgets_the_wish_to_cancel(ledger, record):
    add(ledger, record)
    ledger.ask_to_cancel(record.id)
    assert ledger.cancel_asked(record.id)
    ledger.set_state(record.id, State.CANCELLED, seconds=1.5)
    assert not ledger.cancel_asked(record.id)
    ledger.set_state(record.id, State.FAILED, error="The disk is full.", seconds=2.0)
    known = ledger.get(record.id)
    assert (known.state, known.seconds, known.error) == (State.FAILED, 3.5, "The disk is full.")


def test_only_one_runs_an_ingest_and_all_see_it_running(ledger, record):
    add(ledger, record)
    with ledger.running(record.id):
        assert ledger.get(record.id).state is State.RUNNING
        with (
            pytest.raises(IngestError, match="already running"),
            Ledger(ledger._path.parent).running(record.id),
        ):
            pytest.fail("two at once")
    assert ledger.get(record.id).state is State.INTERRUPTED


HOLD = """
import sys
from pathlib import Path
from turbine.ingest.ledger import Ledger
with Ledger(Path(sys.argv[1])).running(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_is_seen_running_until_it_is_killed(ledger, record):
    add(ledger, record)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, ledger._path.parent, record.id],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout.readline() == b"held\n"
        assert ledger.get(record.id).state is State.RUNNING
        with pytest.raises(IngestError, match="already running"), ledger.running(record.id):
            pytest.fail("two at once")
        process.kill()
        process.wait()
        assert ledger.get(record.id).state is State.INTERRUPTED


def test_many_threads_write_at_once(ledger, record):
    add(ledger, record)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda seq: ledger.acknowledge(record.id, seq, stored=1), range(100)))
    assert ledger.get(record.id).stored == 100


def test_a_damaged_ledger_is_said(tmp_path):
    (tmp_path / "ledger.db").write_bytes(
        b"no database at all, but long enough to look like one" * 99
    )
    with pytest.raises(IngestError, match="ledger cannot be read or written"):
        Ledger(tmp_path)


def test_the_files_are_for_their_owner_alone(ledger, record):
    add(ledger, record)
    with ledger.running(record.id):
        pass
    folder = ledger._path.parent
    files = [folder, *folder.glob("ledger.db*"), *(folder / "locks").rglob("*")]
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)


def test_questions_are_answered_by_what_was_asked_for(ledger, record):
    here, there = record.target, replace(record.target, address="x.duckdb")
    hill = replace(SERIES, site="hill")
    add(ledger, record, id="old", first_ns=0, last_ns=9)
    add(ledger, record, id="new", first_ns=10, last_ns=19, fingerprint="f", sha256="other")
    add(ledger, record, id="hill", series=hill)
    add(ledger, record, id="elsewhere", target=there, series=replace(SERIES, turbine="T9"))
    ledger.set_state("old", State.DONE)
    ledger.set_state("hill", State.UNDOING)
    assert [r.id for r in ledger.of_series(SERIES, here, (9, 9))] == ["old"]
    assert [r.id for r in ledger.of_series(SERIES, here, (9, 10))] == ["old", "new"]
    assert ledger.sent_of_series(SERIES, here) == {"old"}
    assert {r.id for r in ledger.of_target(here)} == {"old", "new", "hill"}
    assert [r.id for r in ledger.of_target(there)] == ["elsewhere"]
    ledger.set_undone("elsewhere")
    assert ledger.of_target(there) == []
    assert ledger.by_fingerprint("f") == ledger.get("new")
    assert ledger.series(here, turbine="T1", site="main") == [SERIES]
    assert ledger.series(here, turbine="T9", site="main") == []
    zone = record.interpretation.zone
    assert ledger.zones(here) == {SERIES: zone, hill: zone}
    ledger.set_state("new", State.UNDONE)
    assert ledger.by_fingerprint("f") is None
    assert ledger.refers_to("other"), "an undone one refers to its file too"
    assert not ledger.refers_to("unknown")


def test_the_zone_of_a_series_is_its_newest_files(ledger, record):
    add(ledger, record, id="old")
    moved = replace(record.interpretation, zone="Europe/Berlin")
    add(ledger, record, id="new", interpretation=moved)
    assert ledger.zones(record.target) == {SERIES: "Europe/Berlin"}
    of_offsets = replace(moved, zone="UTC", time_format="%Y-%m-%d %H:%M%#z")
    add(ledger, record, id="newest", interpretation=of_offsets)
    assert ledger.zones(record.target) == {SERIES: "Europe/Berlin"}, "UTC was nobody's word"
    ledger.set_state("new", State.UNDONE)
    assert ledger.zones(record.target) == {SERIES: record.interpretation.zone}
