"""Answers that are remembered for all browsers, as far as there is room for them."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Remembered(Generic[_T]):
    """By a key that says all that an answer depends on; the least recently used are forgotten.

    Streamlit's caches count entries, and one answer may take a thousand times as much as another.
    Nobody changes what is remembered.
    """

    def __init__(self, bytes_of: Callable[[_T], int], *, most_bytes: int, ttl_s: float) -> None:
        self._bytes_of, self._most, self._ttl_s = bytes_of, most_bytes, ttl_s
        self._kept: dict[str, tuple[float, int, _T]] = {}
        self._making: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], _T]) -> _T:
        """The answer, made if it is not known or too old; by one thread, whoever asks meanwhile
        waits. One that is larger than all of the room is not kept."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            if (found := self._found(key)) is not None:
                return found[0]
            try:
                answer = make()
                self._keep(key, answer)
                return answer
            finally:
                with self._lock:
                    self._making.pop(key, None)

    @property
    def size_bytes(self) -> int:
        """Of all that is remembered."""
        with self._lock:
            return sum(size for _, size, _ in self._kept.values())

    def _found(self, key: str) -> tuple[_T] | None:
        with self._lock:
            until, size, answer = self._kept.pop(key, (0.0, 0, None))
            if answer is None or time.monotonic() > until:
                return None
            self._kept[key] = until, size, answer
            return (answer,)

    def _keep(self, key: str, answer: _T) -> None:
        size, now = self._bytes_of(answer), time.monotonic()
        with self._lock:
            self._kept = {k: each for k, each in self._kept.items() if each[0] >= now}
            if size > self._most:
                return
            self._kept[key] = now + self._ttl_s, size, answer
            total = sum(each for _, each, _ in self._kept.values())
            while total > self._most:
                total -= self._kept.pop(next(iter(self._kept)))[1]
