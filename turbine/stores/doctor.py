"""The connection test: from the address to a point written, read back and deleted, step by step.

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
from turbine.stores.registry import Look, Steps, kind_of, label, open_store
from turbine.stores.words import Words
from turbine.words import Text

MEASUREMENT = "windproof_doctor"
"""The test's own: no turbine's points are in it."""
SERIES = Series(measurement=MEASUREMENT, site="doctor", turbine="doctor")
SETTINGS = Words.SETTINGS_VALID()

_CHANNEL = "power_kw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The result of one step."""

    step: Text
    ok: bool
    seconds: float
    message: Text
    hint: Text = ""
    """What to do; of a step that is ok: what to mind."""


def examine(settings: Settings) -> Iterator[Step]:
    """Each step as it is done, and none after the first that fails."""
    target = settings.target
    kind = kind_of(target)
    message = Words.POINTS_GO_TO(target=label(target))
    yield Step(step=SETTINGS, ok=True, seconds=0, message=message)
    secret = Secret(kind.secret(settings))
    deadline = Deadline(Words.CONNECTION_TEST(), EXAMINATION_S)
    with closing((kind.steps or _of_any_store)(settings)) as steps:
        for name, look in steps:
            step = secret.struck_from(timed(name, look, deadline))
            yield step
            if not step.ok:
                return


def refused(name: Text, error: TurbineError, seconds: float = 0.0) -> Step:
    """The step that this error ends."""
    message, hint = error.texts
    return Step(step=name, ok=False, seconds=seconds, message=message, hint=hint)


def timed(name: Text, look: Look, deadline: Deadline | None = None) -> Step:
    """The result of ``look``, as a step."""
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
        yield Words.ANSWERS(), lambda: _answer(store)
        yield from Trial(store).steps()


def _answer(store: Store) -> tuple[Text, Text]:
    info = store.info()
    return Words.PRODUCT_ANSWERS(product=info.product, version=info.version), ""


class Trial:
    """One point of the test's own: written, read back, deleted."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stamp_ns = time.time_ns()
        self._value = self._stamp_ns % 10**9 / 7  # a double that uses its digits

    def steps(self) -> Steps:
        yield Words.MAY_WRITE(), self._write
        yield Words.READ_BACK_EQUAL(), self._read_back
        yield Words.DELETED_AGAIN(), self._delete

    def _write(self) -> tuple[Text, Text]:
        stamps = to_time(np.array([self._stamp_ns]))
        point = pl.DataFrame({"time": stamps, _CHANNEL: [self._value]})
        for refusal in self._store.write(SERIES, point).refused:
            raise StoreError(
                Words.POINT_REFUSED(reason=refusal.reason),
                hint=refusal.meaning or Words.CHECK_CLOCK(),
            )
        return Words.POINT_WRITTEN(measurement=MEASUREMENT), ""

    def _read_back(self) -> tuple[Text, Text]:
        rows = self._store.read(SERIES, (_CHANNEL,), self._stamp_ns, self._stamp_ns + 1).frame
        values = tuple(rows[_CHANNEL])
        if not values:
            raise StoreError(Words.POINT_MISSING(), hint=Words.READS_LAG())
        if values != (self._value,):
            raise StoreError(
                Words.POINT_DIFFERENT(values=values, sent=self._value),
                hint=Words.VALUES_CHANGED(),
            )
        return Words.POINT_EQUAL(), ""

    def _delete(self) -> tuple[Text, Text]:
        capabilities = self._store.capabilities
        if not capabilities.deletes_points:
            product = capabilities.product
            return Words.POINT_STAYS(product=product, measurement=MEASUREMENT), ""
        period = self._stamp_ns, self._stamp_ns + 1
        self._store.delete(SERIES, [period])
        if self._store.stamps(SERIES, *period).size:
            raise StoreError(Words.POINT_NOT_DELETED(), hint=Words.CANNOT_UNDO())
        return Words.POINT_DELETED(), ""
