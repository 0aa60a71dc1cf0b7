"""A database that has to be asked which it is, when an ingest goes on: its silence is recorded."""

from dataclasses import replace

import pytest
from clocks import Quick
from scada import ACTOR, Place, made_file
from servers import free_port

from turbine.ingest.record import IngestRecord, State
from turbine.model import deadline
from turbine.model.errors import StoreMissingError, StoreUnreachableError
from turbine.settings.kinds import InfluxSettings
from turbine.stores import _retry


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> Quick:
    clock = Quick()
    for module in (deadline, _retry):
        monkeypatch.setattr(module, "time", clock)
    return clock


def state(place: Place, record: IngestRecord) -> tuple[State, str]:
    now = place.windproof.ingests.get(record.id)
    return now.state, now.error


@pytest.fixture
def away(embedded: Place) -> str:
    """The settings now name an InfluxDB, of unknown generation, where nobody listens."""
    url = f"http://127.0.0.1:{free_port()}"
    influx = InfluxSettings(url=url, token="t", org="o", bucket="b", timeout_s=1.0)
    embedded.windproof.adopt(replace(embedded.settings, store="influxdb", influx=influx))
    return url


@pytest.fixture
def recorded(embedded: Place) -> IngestRecord:
    return embedded.start(made_file(30))


def test_a_server_that_stays_away_is_recorded_as_what_ended_the_ingest(
    embedded: Place, recorded: IngestRecord, away: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores = embedded.windproof._stores
    open_it = stores.opener(stores.target)
    monkeypatch.setattr(stores, "opener", lambda _: open_it)
    with pytest.raises(StoreUnreachableError, match="cannot be reached to say who it is"):
        embedded.windproof.ingests.run(ACTOR, recorded.id)
    now, error = state(embedded, recorded)
    assert now is State.FAILED
    assert away in error


def test_a_server_that_comes_back_is_waited_for_before_the_first_batch(
    embedded: Place, recorded: IngestRecord, fast: Quick, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as for the first batch itself: longer than any question is asked again."""
    stores = embedded.windproof._stores
    open_it = stores.opener(recorded.target)
    began = fast.monotonic()

    def late() -> object:
        if fast.monotonic() - began < 30:
            raise StoreUnreachableError("Nobody is there.")
        return open_it()

    monkeypatch.setattr(stores, "opener", lambda _: lambda: _retry.retrying(late, deadline_s=8.0))
    embedded.windproof.ingests.run(ACTOR, recorded.id)
    assert state(embedded, recorded) == (State.DONE, "")


def test_settings_that_lead_elsewhere_are_said_and_change_nothing(
    embedded: Place, recorded: IngestRecord
) -> None:
    ledger = embedded.windproof._ledger
    elsewhere = replace(recorded.target, kind="influxdb", address="http://127.0.0.1:1")
    get = ledger.get
    ledger.get = lambda ingest_id: replace(get(ingest_id), target=elsewhere)
    for run in (embedded.windproof.ingests.run, embedded.windproof.ingests.run_in_background):
        with pytest.raises(StoreMissingError, match="The points are at http"):
            run(ACTOR, recorded.id)
    assert get(recorded.id).state is State.INTERRUPTED
