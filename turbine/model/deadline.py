"""How long an action may take: one clock for all its requests, in all its threads.

Whoever starts an action gives its name and its seconds; whoever waits for a server asks how many
are left (:func:`left_s`). An action within another, such as one response within a verification,
has what is left of both.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from turbine.model.errors import StoreUnreachableError, TurbineError
from turbine.model.words import Words
from turbine.words import Said, Text, together

QUESTION_S = 300.0
"""Of an action that queries (a list, an aggregate, a plan, an overview of the database), in total;
of a long one (verify, undo), since the last response."""
EXAMINATION_S = 60.0
"""Of the doctor, in total: somebody is waiting at the screen."""
PROGRESS_S = 120.0
"""Of an ingest, since the last batch that the database acknowledged."""

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
        """``action`` is its name at the start of a sentence. With ``by_answers``, each complete
        response restarts the seconds; with ``patient``, a request is repeated for as long as they
        last. However often they restart, it ends after ``longest_s``."""
        self.action, self.seconds = action, seconds
        self.by_answers, self.patient = by_answers, patient
        self.outer = _CURRENT.get()
        self.failure: tuple[Text, Text] = "", Words.MAY_BE_OVERLOADED()
        """Message and hint of the last one, in any thread."""
        self._last = time.monotonic() + longest_s
        self.renew()

    def renew(self) -> None:
        """Restart the seconds."""
        self._end = min(time.monotonic() + self.seconds, self._last)

    def left_s(self) -> float:
        """What is left of this one alone; negative when it is over."""
        return self._end - time.monotonic()

    @property
    def said(self) -> Said:
        """What a person reads when it is over."""
        sentence = Words.NO_PROGRESS if self.by_answers else Words.TIMED_OUT
        return sentence(action=self.action, seconds=self.seconds)


_CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def within(deadline: Deadline | None) -> Iterator[Deadline | None]:
    """Run the block under this deadline (None: without one)."""
    token = _CURRENT.set(deadline)
    try:
        yield deadline
    finally:
        _CURRENT.reset(token)


@contextmanager
def acting(
    action: Text, seconds: float, *, by_answers: bool = False, patient: bool = False
) -> Iterator[None]:
    """Start an action, within the current one if there is one. Also a decorator."""
    with within(Deadline(action, seconds, by_answers=by_answers, patient=patient)):
        yield


def bound(call: Callable[P, T], *, restart: bool = False) -> Callable[P, T]:
    """The same call under the current deadline, for another thread; ``restart`` restarts its
    seconds, if nothing was waited for until now."""
    deadline = _CURRENT.get()
    if restart:
        renew()

    def limited(*args: P.args, **kwargs: P.kwargs) -> T:
        with within(deadline):
            return call(*args, **kwargs)

    return limited


def left_s() -> float:
    """Seconds that all current actions have left; infinite if there is none."""
    return min((each.left_s() for each in _current()), default=float("inf"))


def patient() -> bool:
    """Whether a request is repeated for as long as its action lasts."""
    return any(each.patient for each in _current())


def answered() -> None:
    """A complete response came: progress of the actions that are measured by responses."""
    for each in _current():
        if each.by_answers:
            each.renew()


def renew() -> None:
    """Progress of all current actions: a part is done, or the waiting starts only now."""
    for each in _current():
        each.renew()


def check(failed: TurbineError | None = None) -> None:
    """Raise an error if an action is over: ``failed``, which has just happened, or a
    StoreUnreachableError. Its message says which action it was and after how long."""
    over = None
    for each in _current():
        if failed is not None:
            each.failure = failed.texts
        if over is None and each.left_s() <= 0:
            over = each
    if over is not None:
        error = failed or StoreUnreachableError("")
        message, hint = over.failure
        said = together(over.said, message)
        error.reword(said, hint)
        raise error


def _current() -> Iterator[Deadline]:
    """The innermost first."""
    deadline = _CURRENT.get()
    while deadline is not None:
        yield deadline
        deadline = deadline.outer
