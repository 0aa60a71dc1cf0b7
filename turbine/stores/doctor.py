"""The connection doctor: from the address to a point written, read back and deleted, step by step.

The first step that fails says in one sentence what is wrong and what to do, and ends the run.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from turbine.model.deadline import EXAMINATION_S, Deadline, check, within
from turbine.model.errors import (
    StoreError,
    StoreFullError,
    StoreMissingError,
    StoreUnreachableError,
    TurbineError,
)
from turbine.model.frame import to_time
from turbine.model.series import Series
from turbine.settings.config import Settings, require_influx
from turbine.settings.data_dir import ROOM_BYTES, free_bytes
from turbine.stores import open_store
from turbine.stores._secret import Secret
from turbine.stores.base import ServerInfo, Store
from turbine.stores.explain import JANUARY_1970, in_1970, meaning, no_bucket
from turbine.stores.influx import probe
from turbine.timing.durations import lasting

MEASUREMENT = "windproof_doctor"
"""The doctor's own: no turbine's points lie there."""
SETTINGS = "settings valid"

_SERIES = Series(measurement=MEASUREMENT, site="doctor", turbine="doctor")
_CHANNEL = "power_kw"
_HOUR_NS = 3_600 * 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step found."""

    step: str
    ok: bool
    seconds: float
    message: str
    hint: str = ""
    """What to do; of a step that is ok: what to mind."""


Said = tuple[str, str]
"""Message and hint of a step that is ok."""
Look = Callable[[], Said]
"""Does one step. Raises TurbineError where it fails."""


def examine(settings: Settings) -> Iterator[Step]:
    """Each step as it is done, and none after the first that fails."""
    yield Step(step=SETTINGS, ok=True, seconds=0, message=f"Points go to {settings.target.label}.")
    secret = Secret(settings.influx.token if settings.influx else "")
    deadline = Deadline("The examination", EXAMINATION_S)
    patient = _Server(settings) if settings.store == "influxdb" else _File(settings)
    try:
        for name, look in patient.steps():
            step = secret.struck_from(timed(name, look, deadline))
            yield step
            if not step.ok:
                return
    finally:
        patient.close()


def refused(name: str, error: TurbineError, seconds: float = 0.0) -> Step:
    """The step that this error ends."""
    return Step(step=name, ok=False, seconds=seconds, message=error.message, hint=error.hint)


def timed(name: str, look: Look, deadline: Deadline | None = None) -> Step:
    """What ``look`` finds, as a step."""
    began = time.perf_counter()
    try:
        with within(deadline):
            check()
            message, hint = look()
    except TurbineError as error:
        return refused(name, error, round(time.perf_counter() - began, 3))
    seconds = round(time.perf_counter() - began, 3)
    return Step(step=name, ok=True, seconds=seconds, message=message, hint=hint)


class _Trial:
    """One point of the doctor's own: written, read back, deleted."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stamp_ns = time.time_ns()
        self._value = self._stamp_ns % 10**9 / 7  # a double that uses its digits

    def steps(self) -> Iterator[tuple[str, Look]]:
        yield "may write", self._write
        yield "read back equal", self._read_back
        yield "deleted again", self._delete

    def _write(self) -> Said:
        stamps = to_time(np.array([self._stamp_ns]))
        point = pl.DataFrame({"time": stamps, _CHANNEL: [self._value]})
        written = self._store.write(_SERIES, point)
        for refusal in written.refused:
            plain = meaning(refusal.reason)
            words = refusal.reason.removesuffix(f". {plain}")
            raise StoreError(
                f"The test point was refused: {words}.",
                hint=plain or "Check the clock of the server, and how long it keeps points.",
            )
        return f"One test point was written to the measurement {MEASUREMENT}.", ""

    def _read_back(self) -> Said:
        found = self._store.read(_SERIES, (_CHANNEL,), self._stamp_ns, self._stamp_ns + 1).frame
        if found.is_empty():
            raise StoreError(
                "The test point was acknowledged and is not there.",
                hint="Reads may go to another database than writes, or the server lags behind its"
                " acknowledgements: look into its log.",
            )
        if found[_CHANNEL].to_list() != [self._value]:
            raise StoreError(
                f"The test point holds {found[_CHANNEL].to_list()}, and {self._value!r} was sent.",
                hint="Something between here and the database changes values: do not ingest.",
            )
        return "The test point came back, bit for bit.", ""

    def _delete(self) -> Said:
        capabilities = self._store.capabilities
        if not capabilities.deletes_points:
            kept = f"{capabilities.product} deletes no single points: the test point stays in the"
            return f"{kept} measurement {MEASUREMENT}.", ""
        period = self._stamp_ns, self._stamp_ns + 1
        self._store.delete(_SERIES, [period])
        if self._store.stamps(_SERIES, *period).size:
            raise StoreError(
                "The test point was deleted and is still there.",
                hint="An ingest could not be undone here: look into the server's log.",
            )
        return "The test point is gone again.", ""


class _File:
    """The embedded database."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.data_dir
        self._store = open_store(settings)

    def steps(self) -> Iterator[tuple[str, Look]]:
        yield "file opens", self._open
        yield from _Trial(self._store).steps()
        yield "room on disk", self._room

    def close(self) -> None:
        self._store.close()

    def _open(self) -> Said:
        info = self._store.info()
        size_mb = (self._store.size_bytes() or 0) / 1e6
        return f"{info.details['File']}, {size_mb:,.1f} MB, {info.product} {info.version}.", ""

    def _room(self) -> Said:
        free = free_bytes(self._folder)
        said = f"{free / 1e9:,.1f} GB are free on the disk of {self._folder}."
        if free < ROOM_BYTES:
            raise StoreFullError(
                f"Only {said}",
                hint=f"Make at least {ROOM_BYTES / 1e6:.0f} MB of space, or set TURBINE_DATA_DIR"
                " to a folder on another disk.",
            )
        return said, ""


class _Server:
    """An InfluxDB. Each step leaves what the later ones need."""

    def __init__(self, settings: Settings) -> None:
        influx = require_influx(settings)
        self._influx = replace(influx, timeout_s=min(influx.timeout_s, probe.PATIENCE_S))
        self._target = settings.target
        self._generation = 0
        self._opened: Store | None = None
        self._info: ServerInfo | None = None
        self._no_org: StoreMissingError | None = None

    def steps(self) -> Iterator[tuple[str, Look]]:
        yield "address reachable", self._reach
        yield "TLS valid", self._secure
        yield "is an InfluxDB", self._identify
        yield "token accepted", self._accept
        yield "organisation found", self._find_org
        yield "bucket found", self._find_bucket
        yield "may read", self._read
        yield from _Trial(self._store).steps()

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()

    @property
    def _store(self) -> Store:
        if self._opened is None:
            self._opened = probe.open_impatient(self._influx, self._target, self._generation)
        return self._opened

    def _reach(self) -> Said:
        return f"{probe.reach(self._influx)} accepts connections.", ""

    def _secure(self) -> Said:
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

    def _identify(self) -> Said:
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

    def _accept(self) -> Said:
        try:
            self._info = self._store.info()
        except StoreMissingError as error:  # comes after the token was accepted
            self._no_org = error
        if self._influx.token:
            return "The token is accepted.", ""
        return "The server asks for none.", ""

    def _find_org(self) -> Said:
        if self._generation != 2:
            return f"InfluxDB {self._generation} has no organisations.", ""
        if self._info is None:
            raise self._no_org or AssertionError("the token step came before")
        name, org_id = self._info.org, self._info.org_id
        if not org_id or name == org_id:
            return f"The token may see no organisation: {name!r} is used as it stands.", ""
        return f"{name!r} has the ID {org_id}.", ""

    def _find_bucket(self) -> Said:
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

    def _read(self) -> Said:
        now_ns = time.time_ns()
        self._store.stamps(_SERIES, now_ns - _HOUR_NS, now_ns)
        try:
            return "A query was answered.", in_1970(self._store.series(period=JANUARY_1970))
        except StoreUnreachableError as error:  # there are millions of points: no failure
            return "A query was answered.", f"The list of turbines was not: {error.message}"
