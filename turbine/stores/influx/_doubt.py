"""What a refusal does not tell: whether the rows were stored anyway.

A write without an answer (a time-out, a broken connection, a 5xx) may have been carried out, or may
still be: so may one of an earlier run. And InfluxDB 1 and 2 answer a partial write as soon as one
shard refuses, while the others are still being written.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from turbine.model.errors import StoreBusyError, StoreUnreachableError
from turbine.stores.base import Refusal

_UNANSWERED_S = 10.0  # what InfluxDB 1 and 2 give a write themselves
_PARTIAL_S = 0.5
_FIRST_PAUSE_S = 0.1


@dataclass(slots=True)
class Doubt:
    """About one batch, over all the attempts to write it and its parts."""

    wait_s: float = 0.0
    """How long the server may still be storing what it refused."""

    @contextmanager
    def of_silence(self) -> Iterator[None]:
        """Around an attempt: one that ends without an answer is noted."""
        try:
            yield
        except (StoreBusyError, StoreUnreachableError):
            self.wait_s = _UNANSWERED_S
            raise

    def of_partial_write(self) -> None:
        self.wait_s = max(self.wait_s, _PARTIAL_S)

    def settled(
        self, refused: list[Refusal], lost: Callable[[list[Refusal]], list[Refusal]]
    ) -> list[Refusal]:
        """Those that stay ``lost``, which finds those of them that are not stored: asked once if
        nothing can still be under way, else until the wait is over or all are stored."""
        deadline = time.monotonic() + self.wait_s
        pause_s = _FIRST_PAUSE_S
        while (refused := lost(refused)) and (left_s := deadline - time.monotonic()) > 0:
            time.sleep(min(pause_s, left_s))
            pause_s *= 2
        return refused
