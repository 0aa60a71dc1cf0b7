"""The connection doctor: from the address to a point written, read back and deleted, step by step.

The first step that fails says in one sentence what is wrong and what to do, and ends the run.
"""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import polars as pl

from turbine.model.deadline import EXAMINATION_S, Deadline, check, within
from turbine.model.errors import StoreError, TurbineError
from turbine.model.frame import to_time
from turbine.model.series import Series
from turbine.settings.config import Settings
from turbine.stores._secret import Secret
from turbine.stores.base import Store
from turbine.stores.explain import meaning
from turbine.stores.registry import Look, Steps, kind_of, label, open_store

MEASUREMENT = "windproof_doctor"
"""The doctor's own: no turbine's points lie there."""
SERIES = Series(measurement=MEASUREMENT, site="doctor", turbine="doctor")
SETTINGS = "settings valid"

_CHANNEL = "power_kw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step found."""

    step: str
    ok: bool
    seconds: float
    message: str
    hint: str = ""
    """What to do; of a step that is ok: what to mind."""


def examine(settings: Settings) -> Iterator[Step]:
    """Each step as it is done, and none after the first that fails."""
    target = settings.target
    kind = kind_of(target)
    yield Step(step=SETTINGS, ok=True, seconds=0, message=f"Points go to {label(target)}.")
    secret = Secret(kind.secret(settings))
    deadline = Deadline("The examination", EXAMINATION_S)
    with closing((kind.steps or _of_any_store)(settings)) as steps:
        for name, look in steps:
            step = secret.struck_from(timed(name, look, deadline))
            yield step
            if not step.ok:
                return


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


def _of_any_store(settings: Settings) -> Steps:
    """For a kind that has no steps of its own."""
    with closing(open_store(settings)) as store:
        yield "answers", lambda: (f"{store.info().product} {store.info().version} answers.", "")
        yield from Trial(store).steps()


class Trial:
    """One point of the doctor's own: written, read back, deleted."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stamp_ns = time.time_ns()
        self._value = self._stamp_ns % 10**9 / 7  # a double that uses its digits

    def steps(self) -> Steps:
        yield "may write", self._write
        yield "read back equal", self._read_back
        yield "deleted again", self._delete

    def _write(self) -> tuple[str, str]:
        stamps = to_time(np.array([self._stamp_ns]))
        point = pl.DataFrame({"time": stamps, _CHANNEL: [self._value]})
        written = self._store.write(SERIES, point)
        for refusal in written.refused:
            plain = meaning(refusal.reason)
            words = refusal.reason.removesuffix(f". {plain}")
            raise StoreError(
                f"The test point was refused: {words}.",
                hint=plain or "Check the clock of the server, and how long it keeps points.",
            )
        return f"One test point was written to the measurement {MEASUREMENT}.", ""

    def _read_back(self) -> tuple[str, str]:
        found = self._store.read(SERIES, (_CHANNEL,), self._stamp_ns, self._stamp_ns + 1).frame
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

    def _delete(self) -> tuple[str, str]:
        capabilities = self._store.capabilities
        if not capabilities.deletes_points:
            kept = f"{capabilities.product} deletes no single points: the test point stays in the"
            return f"{kept} measurement {MEASUREMENT}.", ""
        period = self._stamp_ns, self._stamp_ns + 1
        self._store.delete(SERIES, [period])
        if self._store.stamps(SERIES, *period).size:
            raise StoreError(
                "The test point was deleted and is still there.",
                hint="An ingest could not be undone here: look into the server's log.",
            )
        return "The test point is gone again.", ""
