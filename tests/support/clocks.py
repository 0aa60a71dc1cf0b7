"""Clocks on which nobody waits."""

import time

import pytest

from turbine.stores import _retry


class Quick:
    """Stands for the module ``time``: it passes so many times as fast, and a sleep takes none."""

    def __init__(self, times: int = 1) -> None:
        self.times = times
        self.pauses: list[float] = []

    def monotonic(self) -> float:
        return time.monotonic() * self.times + sum(self.pauses)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits before each next try, none of which is really waited."""
    clock = Quick()
    monkeypatch.setattr(_retry, "time", clock)
    return clock.pauses
