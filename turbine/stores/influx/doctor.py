"""The steps of the connection test for an InfluxDB server."""

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
from turbine.stores.influx.words import Words
from turbine.stores.registry import Steps
from turbine.timing.durations import lasting
from turbine.words import Text

_IMPATIENT = Deadlines(write_s=probe.PATIENCE_S, read_s=probe.PATIENCE_S)
_HOUR_NS = 3_600 * 10**9


def steps(settings: Settings) -> Steps:
    """From the address to a test point that is deleted again."""
    return _Server(settings).steps()


class _Server:
    """Each step keeps what the later ones need."""

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
            yield Words.ADDRESS_REACHABLE(), self._reach
            yield Words.TLS(), self._secure
            yield Words.IS_INFLUXDB(), self._identify
            yield Words.TOKEN_ACCEPTED(), self._accept
            yield Words.ORGANISATION_FOUND(), self._find_org
            yield Words.BUCKET_FOUND(), self._find_bucket
            yield Words.MAY_READ(), self._read
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

    def _reach(self) -> tuple[Text, Text]:
        host, port = probe.reach(self._influx)
        return Words.ACCEPTS_CONNECTIONS(host=host, port=port), ""

    def _secure(self) -> tuple[Text, Text]:
        protocol = probe.secure(self._influx)
        if not protocol:
            return Words.NO_TLS_USED(), Words.NO_TLS_RISK()
        if not self._influx.verify_ssl:
            return Words.ANY_CERTIFICATE(protocol=protocol), Words.CHECK_CERTIFICATE()
        return Words.GOOD_CERTIFICATE(protocol=protocol), ""

    def _identify(self) -> tuple[Text, Text]:
        identity = probe.identify(self._influx)
        self._generation = identity.generation
        version = identity.version or str(identity.generation)
        return Words.VERSION_ANSWERS(version=version), _contradiction(identity)

    def _accept(self) -> tuple[Text, Text]:
        try:
            self._info = self._store.info()
        except StoreMissingError as error:  # comes after the token was accepted
            self._no_org = error
        return (Words.IS_ACCEPTED() if self._influx.token else Words.NONE_NEEDED()), ""

    def _find_org(self) -> tuple[Text, Text]:
        if self._generation != 2:
            return Words.NO_ORGANISATIONS(generation=self._generation), ""
        if self._info is None:
            raise self._no_org or AssertionError("the token step came before")
        name, org_id = self._info.org, self._info.org_id
        if not org_id or name == org_id:
            return Words.SEES_NO_ORGANISATION(name=name), ""
        return Words.HAS_ID(name=name, id=org_id), ""

    def _find_bucket(self) -> tuple[Text, Text]:
        bucket = self._store.bucket()
        if bucket is None:
            raise no_bucket(self._store)
        name, duration = bucket.name, bucket.keeps
        message = Words.BUCKET_KEEPS(name=name, duration=duration)
        if bucket.id:
            message = Words.BUCKET_WITH_ID_KEEPS(name=name, id=bucket.id, duration=duration)
        if not bucket.retention_s:
            return message, ""
        return message, Words.OLDER_WOULD_BE_DROPPED(duration=lasting(bucket.retention_s))

    def _read(self) -> tuple[Text, Text]:
        now_ns = time.time_ns()
        self._store.stamps(SERIES, now_ns - _HOUR_NS, now_ns)
        try:
            return Words.QUERY_ANSWERED(), in_1970(self._store.series(period=JANUARY_1970))
        except StoreUnreachableError as error:  # there are millions of points: not a failure
            return Words.QUERY_ANSWERED(), Words.LIST_NOT_ANSWERED(reason=error.texts[0])


def _contradiction(identity: probe.Identity) -> Text:
    """What to mind if the generation that is set is not the one that the server says."""
    if identity.found is None:
        return Words.SAYS_NO_GENERATION(set=identity.generation)
    if identity.found == identity.generation:
        return ""
    return Words.SAYS_OTHER_GENERATION(set=identity.generation, found=identity.found)
