"""How long an action may go on: one clock for all its requests, in all its threads.

Whoever begins an action names it and its seconds; whoever waits for a server asks what is left of
them (:func:`left_s`). An action within another, such as one answer within a verification, has what
is left of both.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from turbine.model.errors import StoreUnreachableError, TurbineError
from turbine.words import Text

QUESTION_S = 300.0
"""Of an action that asks (a list, an aggregate, a plan, a look at the database), in all; of a long
one (verify, undo), without a further answer."""
EXAMINATION_S = 60.0
"""Of the doctor, in all: somebody sits before the screen."""
PROGRESS_S = 120.0
"""Of an ingest, without a batch that the database acknowledged."""

P = ParamSpec("P")
T = TypeVar("T")


class Deadline:
    """When an action ends. Safe to share between threads."""

    def __init__(
        self,
        action: Text,
        seconds: float,
        *,
        by_answers: bool = False,
        patient: bool = False,
        longest_s: float = float("inf"),
    ) -> None:
        """``action`` is its name at the beginning of a sentence. With ``by_answers``, each whole
        answer restarts the seconds; with ``patient``, a request is made again for as long as
        they last. However often they restart, it ends after ``longest_s``."""
        self.action, self.seconds = action, seconds
        self.by_answers, self.patient = by_answers, patient
        self.outer = _CURRENT.get()
        self.failure = "", "The database may be overloaded: try again, or ask for less at once."
        """Message and hint of the last one, in whichever thread."""
        self._last = time.monotonic() + longest_s
        self.renew()

    def renew(self) -> None:
        """Restart the seconds."""
        self._end = min(time.monotonic() + self.seconds, self._last)

    def left_s(self) -> float:
        """What is left of this one alone; negative once it is over."""
        return self._end - time.monotonic()

    @property
    def said(self) -> str:
        """What is told a person where it is over."""
        without = " without progress" if self.by_answers else ""
        return f"{self.action} was given up after {self.seconds:g} s{without}."


_CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def within(deadline: Deadline | None) -> Iterator[Deadline | None]:
    """Do what follows under this deadline (None: under none)."""
    token = _CURRENT.set(deadline)
    try:
        yield deadline
    finally:
        _CURRENT.reset(token)


@contextmanager
def acting(
    action: Text, seconds: float, *, by_answers: bool = False, patient: bool = False
) -> Iterator[None]:
    """Begin an action, within the one that is under way if there is one. A decorator too."""
    with within(Deadline(action, seconds, by_answers=by_answers, patient=patient)):
        yield


def carried(call: Callable[P, T], *, afresh: bool = False) -> Callable[P, T]:
    """The same call under the deadline of now, for another thread; ``afresh`` where nothing was
    waited for until now, so that its seconds begin."""
    deadline = _CURRENT.get()
    if afresh:
        renew()

    def there(*args: P.args, **kwargs: P.kwargs) -> T:
        with within(deadline):
            return call(*args, **kwargs)

    return there


def left_s() -> float:
    """Seconds that are left of all that is under way; infinite where nothing is."""
    return min((each.left_s() for each in _under_way()), default=float("inf"))


def patient() -> bool:
    """Whether a request is made again for as long as its action lasts."""
    return any(each.patient for each in _under_way())


def answered() -> None:
    """A whole answer came: progress of the actions that are measured by it."""
    for each in _under_way():
        if each.by_answers:
            each.renew()


def renew() -> None:
    """Progress of all that is under way: a part was done, or the waiting begins only now."""
    for each in _under_way():
        each.renew()


def check(failed: TurbineError | None = None) -> None:
    """Raise StoreUnreachableError where an action is over, or ``failed``, what failed just now,
    in words that say which action and after how long."""
    over = None
    for each in _under_way():
        if failed is not None:
            each.failure = failed.message, failed.hint
        if over is None and each.left_s() <= 0:
            over = each
    if over is not None:
        error = failed or StoreUnreachableError("")
        message, hint = over.failure
        error.reword(f"{over.said} {message}".strip(), hint)
        raise error


def _under_way() -> Iterator[Deadline]:
    """The innermost first."""
    deadline = _CURRENT.get()
    while deadline is not None:
        yield deadline
        deadline = deadline.outer
