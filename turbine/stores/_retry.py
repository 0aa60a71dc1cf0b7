"""Trying again: with jitter, so that waiting clients do not return in step, and with a deadline."""

import random
import time
from collections.abc import Callable
from itertools import count
from typing import TypeVar

from turbine.errors import StoreBusyError, StoreError, StoreUnreachableError

T = TypeVar("T")


def retrying(
    call: Callable[[], T], *, deadline_s: float, first_s: float = 0.5, longest_s: float = 15.0
) -> T:
    """The result of ``call``, which is made again while it raises a transient StoreError.

    Waits as long as the server asks for, else anything up to a bound that doubles ("full jitter").
    Raises the last error where the next try would come after ``deadline_s``.
    """
    deadline = time.monotonic() + deadline_s
    for attempt in count():
        try:
            return call()
        except (StoreBusyError, StoreUnreachableError) as error:
            bound_s = min(longest_s, first_s * 2 ** min(attempt, 20))
            pause_s = _asked_for(error) or random.uniform(0, bound_s)  # noqa: S311 - no secret
            if time.monotonic() + pause_s > deadline:
                raise
            time.sleep(pause_s)
    raise AssertionError("unreachable")


def _asked_for(error: StoreError) -> float | None:
    return error.retry_after_s if isinstance(error, StoreBusyError) else None
