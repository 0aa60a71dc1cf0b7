"""The doctor's steps for an InfluxDB server."""

import time
from dataclasses import replace

from turbine.model.errors import StoreMissingError, StoreUnreachableError
from turbine.settings.config import Settings
from turbine.settings.kinds import require_influx
from turbine.stores._retry import Deadlines
from turbine.stores.base import ServerInfo, Store
from turbine.stores.doctor import SERIES, Trial
from turbine.stores.explain import JANUARY_1970, in_1970, no_bucket
from turbine.stores.influx import probe
from turbine.stores.influx.generation import open_influx
from turbine.stores.registry import Steps
from turbine.timing.durations import lasting

_IMPATIENT = Deadlines(write_s=probe.PATIENCE_S, read_s=probe.PATIENCE_S)
_HOUR_NS = 3_600 * 10**9


def steps(settings: Settings) -> Steps:
    """From the address to a point that is gone again."""
    return _Server(settings).steps()


class _Server:
    """Each step leaves what the later ones need."""

    def __init__(self, settings: Settings) -> None:
        influx = require_influx(settings)
        self._influx = replace(influx, timeout_s=min(influx.timeout_s, probe.PATIENCE_S))
        self._target = settings.target
        self._generation = 0
        self._opened: Store | None = None
        self._info: ServerInfo | None = None
        self._no_org: StoreMissingError | None = None

    def steps(self) -> Steps:
        try:
            yield "address reachable", self._reach
            yield "TLS", self._secure
            yield "is an InfluxDB", self._identify
            yield "token accepted", self._accept
            yield "organisation found", self._find_org
            yield "bucket found", self._find_bucket
            yield "may read", self._read
            yield from Trial(self._store).steps()
        finally:
            if self._opened is not None:
                self._opened.close()

    @property
    def _store(self) -> Store:
        if self._opened is None:
            self._opened = open_influx(
                self._influx, self._target, generation=self._generation, deadlines=_IMPATIENT
            )
        return self._opened

    def _reach(self) -> tuple[str, str]:
        return f"{probe.reach(self._influx)} accepts connections.", ""

    def _secure(self) -> tuple[str, str]:
        protocol = probe.secure(self._influx)
        if not protocol:
            risk = "Fine on one machine; elsewhere, token and points travel readable to others."
            return "Not used: the address begins with http.", risk
        if not self._influx.verify_ssl:
            return (
                f"{protocol}, and any certificate is accepted.",
                "Remove INFLUXDB_V2_VERIFY_SSL: nobody can say who answers.",
            )
        return f"{protocol}, and the certificate is good.", ""

    def _identify(self) -> tuple[str, str]:
        found = probe.identify(self._influx)
        self._generation = found.generation
        message = f"InfluxDB {found.version or found.generation} answers."
        if found.found == found.generation:
            return message, ""
        said = f"says {found.found}" if found.found else "does not say"
        return message, (
            f"TURBINE_INFLUXDB_GENERATION is {found.generation}, and the server {said}:"
            " remove it if anything fails."
        )

    def _accept(self) -> tuple[str, str]:
        try:
            self._info = self._store.info()
        except StoreMissingError as error:  # comes after the token was accepted
            self._no_org = error
        if self._influx.token:
            return "The token is accepted.", ""
        return "The server asks for none.", ""

    def _find_org(self) -> tuple[str, str]:
        if self._generation != 2:
            return f"InfluxDB {self._generation} has no organisations.", ""
        if self._info is None:
            raise self._no_org or AssertionError("the token step came before")
        name, org_id = self._info.org, self._info.org_id
        if not org_id or name == org_id:
            return f"The token may see no organisation: {name!r} is used as it stands.", ""
        return f"{name!r} has the ID {org_id}.", ""

    def _find_bucket(self) -> tuple[str, str]:
        bucket = self._store.bucket()
        if bucket is None:
            raise no_bucket(self._store)
        its_id = f" has the ID {bucket.id} and" if bucket.id else ""
        hint = (
            f"Points older than {lasting(bucket.retention_s)} would be dropped by the server:"
            " choose one that keeps them longer, unless all that you ingest is newer."
        )
        return (
            f"{bucket.name!r}{its_id} keeps points {bucket.keeps}.",
            hint if bucket.retention_s else "",
        )

    def _read(self) -> tuple[str, str]:
        now_ns = time.time_ns()
        self._store.stamps(SERIES, now_ns - _HOUR_NS, now_ns)
        try:
            return "A query was answered.", in_1970(self._store.series(period=JANUARY_1970))
        except StoreUnreachableError as error:  # there are millions of points: no failure
            return "A query was answered.", f"The list of turbines was not: {error.message}"
