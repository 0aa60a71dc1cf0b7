"""InfluxDB over TLS with a private authority: real servers, each with certificates made here."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from backdoors import BackDoor, Influx1Door, Influx2Door, Influx3Door
from certificates import certificate, saved
from scada import SERIES, Place, made_file
from servers import (
    PASSWORD,
    USER,
    describe_influx1,
    describe_influx2,
    describe_influx3,
    find_influxd2,
    running_influx1,
    running_influx2,
    running_influx3,
)

from turbine.model.errors import ConfigError, StoreError
from turbine.model.frame import to_time
from turbine.settings.config import Settings, load
from turbine.stores import open_store
from turbine.stores.base import Store
from turbine.stores.doctor import examine

NS = 10**9
POINTS = pl.DataFrame(
    {"time": to_time(np.arange(3, dtype=np.int64) * NS), "power_kw": [1.0, 2.0, 3.0]}
)
UNKNOWN = "was signed by an authority that this machine does not know"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secured:
    """A database of its own on a server of TLS."""

    generation: str
    url: str
    environ: dict[str, str]
    door: BackDoor

    def settings(self, folder: Path, **given: str | Path) -> Settings:
        """As the environment would set them, all with INFLUXDB_V2_ but what begins TURBINE_."""
        names = {
            name if name.startswith("TURBINE_") else f"INFLUXDB_V2_{name}": str(value)
            for name, value in ({"URL": self.url} | self.environ | given).items()
        }
        return load(names | {"TURBINE_DATA_DIR": str(folder / "data")}, folder / "no-secrets.toml")


def made_on(stack: ExitStack, generation: str, folder: Path, chain: Path) -> Secured:
    """A fresh server with that certificate; skips where there is none of that generation."""
    describe = {"1": describe_influx1, "2": describe_influx2, "3": describe_influx3}[generation]
    available, reason = describe()
    if not available or (generation == "2" and find_influxd2()[0] is None):
        pytest.skip(f"no InfluxDB {generation} to start here: {reason}")
    name = f"tls_{secrets.token_hex(4)}"
    door: BackDoor
    if generation == "1":
        server1 = stack.enter_context(running_influx1(folder, auth=True, chain=chain))
        server1.influxql(f"CREATE DATABASE {name}")
        url, given = server1.url, {"TOKEN": f"{USER}:{PASSWORD}"}
        door = Influx1Door(server1, name)
    elif generation == "2":
        server2 = stack.enter_context(running_influx2(folder, chain=chain))
        server2.make_bucket(name)
        url, given = server2.url, {"TOKEN": server2.token, "ORG": server2.org}
        door = Influx2Door(server2, name)
    else:
        server3 = stack.enter_context(running_influx3(folder, chain=chain))
        server3.make(name)
        url, given = server3.url, {"TOKEN": server3.token}
        door = Influx3Door(server3, name)
    return Secured(generation=generation, url=url, environ=given | {"BUCKET": name}, door=door)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple:
    """A private authority, and the file of its certificate that is handed out."""
    made = certificate("a private authority")
    return made, saved(made, tmp_path_factory.mktemp("authority"), "authority")


@pytest.fixture(
    scope="module", params=["1", "2", "3"], ids=lambda generation: f"influxdb{generation}"
)
def generation(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def start(generation, authority, tmp_path_factory) -> Iterator[Callable[..., Secured]]:
    """Starts a server of this generation whose certificate holds for so many days more."""
    with ExitStack() as stack:

        def started(*, days: int) -> Secured:
            folder = tmp_path_factory.mktemp(f"influxdb{generation}")
            pair = certificate("server", signed_by=authority[0], days=days)
            return made_on(stack, generation, folder / "server", saved(pair, folder, "server"))

        yield started


@pytest.fixture(scope="module")
def good(start) -> Secured:
    return start(days=30)


@pytest.fixture(scope="module")
def expired(start) -> Secured:
    return start(days=-1)


OPERATIONS: list[Callable[[Store], object]] = [
    lambda store: store.info(),
    lambda store: store.bucket(),
    lambda store: store.write(SERIES, POINTS),
    lambda store: store.read(SERIES, ("power_kw",), 0, 9 * NS),
    lambda store: store.stamps(SERIES, 0, 9 * NS),
    lambda store: store.series(),
    lambda store: store.foreign_types(SERIES.measurement, ("power_kw",)),
]
"""Each way in which a store comes to speak with its server, once it is opened."""


def done(settings: Settings, operation: Callable[[Store], object]) -> None:
    """To open it may mean to ask the server already."""
    store = open_store(settings)
    try:
        operation(store)
    finally:
        store.close()


def refused(secured: Secured, settings: Callable[..., Settings]) -> str:
    """The one sentence with which the doctor and every operation of the store end, whether the
    server's generation is set or asked for; and nothing was written."""
    before = secured.door.count()
    last = [*examine(settings())][-1]
    assert (str(last.step), last.ok) == ("TLS", False), last
    sentence = f"{last.message} {last.hint}"
    for generation in ("", secured.generation):
        for operation in OPERATIONS:
            with pytest.raises(StoreError) as caught:
                done(settings(TURBINE_INFLUXDB_GENERATION=generation), operation)
            assert str(caught.value) == sentence
    assert secured.door.count() == before
    return sentence


@pytest.mark.server
class TestRealServers:
    def test_with_its_authority_a_file_goes_in_and_is_proven(self, good, authority, tmp_path):
        settings = good.settings(tmp_path, SSL_CA_CERT=authority[1])
        place = Place(settings=settings, door=good.door)
        verified = place.verify(place.ingest(made_file(300)))
        assert (verified.verdict, verified.found) == ("PASS", 300)
        assert good.door.count() == 300
        steps = {str(step.step): step for step in examine(settings)}
        assert all(step.ok for step in steps.values()), steps
        assert str(steps["TLS"].message) == "TLSv1.3, and the certificate is good."
        assert "read back equal" in steps

    def test_without_its_authority_it_is_refused(self, good, tmp_path):
        said = refused(good, partial(good.settings, tmp_path))
        assert UNKNOWN in said
        assert "Set the CA certificate file of the connection to the file of the authority" in said

    def test_another_authority_does_not_vouch_for_it(self, good, tmp_path):
        other = saved(certificate("a private authority"), tmp_path, "other")
        assert UNKNOWN in refused(good, partial(good.settings, tmp_path, SSL_CA_CERT=other))

    def test_for_another_name_it_is_refused(self, good, authority, tmp_path):
        url = good.url.replace("127.0.0.1", "localhost")
        asked = partial(good.settings, tmp_path, URL=url, SSL_CA_CERT=authority[1])
        assert "was made for another name" in refused(good, asked)

    def test_once_expired_it_is_refused(self, expired, authority, tmp_path):
        asked = partial(expired.settings, tmp_path, SSL_CA_CERT=authority[1])
        assert "has expired. Renew it on the server." in refused(expired, asked)

    @pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")  # asked for
    def test_unchecked_even_the_expired_one_is_taken_with_a_warning(self, expired, tmp_path):
        settings = expired.settings(tmp_path, VERIFY_SSL="0")
        store = open_store(settings)
        assert store.write(SERIES, POINTS).stored == POINTS.height
        assert store.read(SERIES, ("power_kw",), 0, 9 * NS).frame.equals(POINTS)
        store.close()
        steps = {str(step.step): step for step in examine(settings)}
        assert all(step.ok for step in steps.values()), steps
        assert "any certificate is accepted" in str(steps["TLS"].message)
        assert "Have the connection verify the certificate" in str(steps["TLS"].hint)


NO_CA = {
    "absent": (None, "cannot be read: No such file or directory."),
    "empty": (b"", "contains no certificate."),
    "no certificate": (b"-----BEGIN NONSENSE-----", "contains no certificate."),
    "damaged": (
        b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "contains no certificate.",
    ),
}


@pytest.mark.parametrize("known", ["", "1", "2", "3"])
@pytest.mark.parametrize("name", NO_CA)
def test_an_authoritys_file_of_no_use_is_named_with_its_setting(tmp_path, name, known):
    content, reason = NO_CA[name]
    file = tmp_path / f"{name}.pem"
    if content is not None:
        file.write_bytes(content)
    secured = Secured(
        generation=known,
        url="https://127.0.0.1:9",
        environ={"TOKEN": "t:t", "ORG": "o", "SSL_CA_CERT": str(file)},
        door=None,
    )
    settings = secured.settings(tmp_path, TURBINE_INFLUXDB_GENERATION=known)
    for operation in OPERATIONS:
        with pytest.raises(ConfigError) as caught:
            done(settings, operation)
        assert caught.value.message == f"The CA certificate file {str(file)!r} {reason}"
        assert "in PEM format" in caught.value.hint
