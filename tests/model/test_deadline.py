"""Actions time out: an ingest without progress, a query in total, with a message that says so."""

import itertools
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from clocks import Quick
from paths import ROOT
from played import Played, Reply, Request, fake_server
from scada import ACTOR, embedded_place, made_file

from turbine.ingest.record import IngestRecord
from turbine.model import deadline
from turbine.model.deadline import (
    EXAMINATION_S,
    PROGRESS_S,
    QUESTION_S,
    Deadline,
    acting,
    bound,
    within,
)
from turbine.model.errors import StoreError, StoreUnreachableError
from turbine.model.series import Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores import _retry
from turbine.stores.duckdb import store as duckdb
from turbine.stores.influx._pool import DATA_BYTES, SAID_BYTES
from turbine.stores.influx.generation import open_influx
from turbine.words import recall

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def fake() -> Iterator[Played]:
    with fake_server() as server:
        yield server


def unreachable() -> None:
    raise StoreUnreachableError("Nobody is there.", hint="Look.")


@pytest.fixture
def fast(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Quick:
    """Only sleeping takes time on it, so that a slow machine is not late; waiting for silence,
    which is no sleep, takes twenty times as long as it does."""
    clock = Quick(getattr(request, "param", 1))
    for module in (deadline, _retry):
        monkeypatch.setattr(module, "time", clock)
    return clock


# -- the clock -----------------------------------------------------------------------------


def test_a_timeout_names_the_action_and_its_seconds() -> None:
    with acting("The trial", 0.2), pytest.raises(StoreUnreachableError) as caught:
        _retry.retrying(unreachable, deadline_s=60.0, first_s=0.01, longest_s=0.05)
    assert caught.value.message == "The trial timed out after 0.2 s. Nobody is there."
    assert caught.value.hint == "Look."
    with within(Deadline("The trial", 0.0)), pytest.raises(StoreUnreachableError) as caught:
        _retry.retrying(lambda: None, deadline_s=60.0)
    assert caught.value.message == "The trial timed out after 0 s."


def test_a_timeout_is_kept_as_codes_and_its_last_failure_can_be_changed() -> None:
    with acting("The trial", 0.0), pytest.raises(StoreUnreachableError) as caught:
        deadline.check(StoreUnreachableError("The token is s3cret.", hint="Use s3cret."))
    error = caught.value
    assert recall(error.kept()) == str(error)
    assert "timed out" not in error.kept()
    error.change(lambda text: text.replace("s3cret", "***"))
    assert str(error) == "The trial timed out after 0 s. The token is ***. Use ***."
    assert "s3cret" not in repr(error)


@pytest.mark.parametrize(("whole_s", "part_s", "named"), [(0.1, 60, "whole"), (60, 0.1, "part")])
def test_an_action_within_another_has_what_is_left_of_both(
    whole_s: float, part_s: float, named: str
) -> None:
    with (
        acting("The whole", whole_s),
        acting("The part", part_s),
        pytest.raises(StoreUnreachableError, match=f"The {named} timed out"),
    ):
        _retry.retrying(unreachable, deadline_s=60.0, first_s=0.01, longest_s=0.02)
    assert deadline.left_s() == float("inf")


def test_responses_renew_only_actions_measured_by_them(fast: Quick) -> None:
    for by_answers, lasts in ((True, True), (False, False)):
        with acting("It", 200.0, by_answers=by_answers):
            fast.sleep(150.0)
            _retry.retrying(lambda: None, deadline_s=1.0)
            fast.sleep(100.0)
            assert (deadline.left_s() > 0) is lasts


def test_another_thread_has_the_same_clock() -> None:
    with ThreadPoolExecutor(1) as pool, acting("It", 0.1):
        assert pool.submit(deadline.left_s).result() == float("inf")
        assert pool.submit(bound(deadline.left_s)).result() <= 0.1
        time.sleep(0.15)  # past the deadline of 0.1 s, by the real clock
        assert pool.submit(bound(deadline.left_s)).result() < 0
        assert pool.submit(bound(deadline.left_s, restart=True)).result() > 0


def test_the_reference_gives_the_deadline_of_each_action() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    question, examination, progress = (
        f"{seconds:g} s" for seconds in (QUESTION_S, EXAMINATION_S, PROGRESS_S)
    )
    assert f"times out after {question} in total, `doctor` after {examination} (" in text
    assert f"time out {progress} after the last batch" in text
    assert f"every count, `verify` and `undo` {question} after the last response" in text
    sizes = f"{DATA_BYTES >> 30} GB at most, one to anything but a query `INFLUXDB_V2_TIMEOUT` and"
    assert f"{sizes} {SAID_BYTES >> 20} MB" in text


# -- an ingest -----------------------------------------------------------------------------


@pytest.fixture(params=[1, 2, 3])
def ingest(
    request: pytest.FixtureRequest, fake: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], IngestRecord]:
    """Runs an ingest of thirty batches on that server, which is empty."""
    place = embedded_place(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(duckdb, "_CAPABILITIES", replace(duckdb._CAPABILITIES, batch_rows=10))
        record = place.start(made_file(300))
    settings = InfluxSettings(url=fake.url, token="a:b", org="o", bucket="b", timeout_s=1.5)
    target = Target(kind="influxdb", address=fake.url, org="o", bucket="b")
    store = open_influx(settings, target, generation=request.param)
    place.windproof._stores._stores[record.target] = store
    return lambda: place.windproof.ingests.run(ACTOR, record.id)


def empty(request: Request) -> Reply:
    if "/api/v2/query" in request.path:
        return Reply(200, b"\r\n\r\n" * request.body.count(b"yield("), {"Content-Type": "text/csv"})
    statements = parse_qs(request.body.decode()).get("q", [""])[0].count(";") + 1
    results = [{"statement_id": i} for i in range(statements)]
    if "/query_" in request.path:
        return Reply(200, b"")
    return Reply(200, json.dumps({"results": results}).encode(), JSON)


def writing(request: Request) -> bool:
    return "write" in request.path


@pytest.mark.parametrize(
    ("fast", "ingest", "dead"),
    # All wait for silence in the one pool: six seconds.
    [*itertools.product((1,), (1, 2, 3), ("reset", "refusal")), (20, 2, "silence")],
    indirect=["fast", "ingest"],
)
def test_a_dead_server_ends_an_ingest_after_one_deadline_however_many_batches_wait(
    fast: Quick, fake: Played, ingest: Callable[[], IngestRecord], dead: str
) -> None:
    gone = Reply(503, b"starting") if dead == "refusal" else Reply(instead=dead)
    writes: list[float] = []

    def dying(request: Request) -> Reply:
        if not writing(request):
            return empty(request)
        writes.append(fast.monotonic())
        return gone

    fake.script = dying
    with pytest.raises(StoreError) as caught:
        ingest()
    assert 110 < fast.monotonic() - writes[0] < 170
    assert caught.value.message.startswith(
        "The ingest timed out after 120 s without progress. http://127.0.0.1:"
    )


def test_an_acknowledged_batch_restarts_the_deadline(
    fast: Quick, fake: Played, ingest: Callable[[], IngestRecord]
) -> None:
    """Each batch is refused for a while, all of them for much longer than one may wait."""
    since: dict[bytes, float] = {}

    def slow(request: Request) -> Reply:
        if not writing(request):
            return empty(request)
        first = since.setdefault(request.body, fast.monotonic())
        return Reply() if fast.monotonic() - first > 30 else Reply(503, b"", {"Retry-After": "5"})

    fake.script = slow
    start = fast.monotonic()
    ingest()
    assert len(since) == 30
    assert fast.monotonic() - start > 150


def test_a_server_that_comes_back_in_time_is_sent_the_rest(
    fast: Quick, fake: Played, ingest: Callable[[], IngestRecord]
) -> None:
    start = fast.monotonic()

    def away(request: Request) -> Reply:
        if not writing(request):
            return empty(request)
        is_back = len(fake.requests) < 5 or fast.monotonic() - start > 80
        return Reply() if is_back else Reply(instead="reset")

    fake.script = away
    assert ingest().stored == 300
