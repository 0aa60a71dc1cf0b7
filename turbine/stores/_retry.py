"""Trying again: with jitter, so that waiting clients do not return in step, and with a deadline."""

import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from turbine.model import deadline
from turbine.model.errors import StoreBusyError, StoreError, StoreUnreachableError

T = TypeVar("T")

# Its own: the module's is seeded and watched by others, such as property tests.
_JITTER = random.Random()  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """For how long a request is tried again."""

    write_s: float = 120.0
    read_s: float = 8.0


USUAL = Deadlines()


def retrying(
    call: Callable[[], T],
    *,
    deadline_s: float,
    attempt: Callable[[], AbstractContextManager[None]] = nullcontext,
    first_s: float = 0.5,
    longest_s: float = 15.0,
) -> T:
    """The result of ``call``, which is tried again while it raises a transient StoreError, each
    time within an ``attempt``.

    Waits as long as the server asks for, else anything up to a bound that doubles ("full jitter").
    Raises the last error if the next try would come after ``deadline_s`` (which does not count
    in a patient action), or if the action that it belongs to is over.
    """
    end = time.monotonic() + deadline_s
    for tries in count():
        deadline.check()
        try:
            with attempt():
                result = call()
        except (StoreBusyError, StoreUnreachableError) as error:
            deadline.check(error)
            bound_s = min(longest_s, first_s * 2 ** min(tries, 20))
            left_s = max(0.0, deadline.left_s())
            # Not beyond the end of the action.
            pause_s = min(_JITTER.uniform(0, bound_s), left_s)
            pause_s = _requested_pause_s(error) or pause_s
            late = time.monotonic() + pause_s > end and not deadline.patient()
            if late or pause_s > left_s:
                raise
            time.sleep(pause_s)
        else:
            deadline.answered()
            return result
    raise AssertionError("unreachable")


def _requested_pause_s(error: StoreError) -> float | None:
    return error.retry_after_s if isinstance(error, StoreBusyError) else None
