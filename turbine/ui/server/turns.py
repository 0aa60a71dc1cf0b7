"""The share of the server that people who are not logged in have: one run at a time, in turns.

They share one budget of time. While it lasts, and while nobody works who is logged in, the next
run begins as the last one ends. Every other turn goes to the address that has had least, and there
to the socket that has had least, so that whoever floods the login waits for himself and lets
newcomers pass; and every other to the one that has waited longest, so that no crowd of newcomers
keeps anybody out.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

SHARE = 0.1
"""Of the time, for runs of the logged out while others work."""
BURST_S = 2.0
"""What they may use at once after a quiet while."""
SEATS = 100
"""Sockets that are not logged in. Each costs Streamlit a session and four file descriptors."""
LONGEST_S = 10.0
"""A turn ends after this, even if its run does not."""
LEAST_S = 0.01
"""What a turn counts for at least, such as a new session's."""
WORK_S = 2.0
"""So long after a message of theirs, those who are logged in count as working."""


class EvictedError(Exception):
    """The seat was taken away: there are too many, and most are of its address."""


@dataclass(slots=True, eq=False)
class Seat:
    """One socket's place in the queue."""

    place: "_Place"
    evict: Callable[[], None]
    used_s: float = 0.0
    waiting: "asyncio.Future[None] | None" = None
    number: int = 0
    """Of its wait: earlier ones are lower."""


@dataclass(slots=True, eq=False)
class _Place:
    """One address's seats."""

    used_s: float = 0.0
    seats: list[Seat] = field(default_factory=list)


class Turns:
    """Used from the event loop only."""

    def __init__(
        self,
        *,
        share: float = SHARE,
        burst_s: float = BURST_S,
        seats: int = SEATS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._share, self._burst_s, self._most, self._now = share, burst_s, seats, now
        self._places: dict[str, _Place] = {}
        self._left_s, self._left_at = burst_s, now()
        self._running: Seat | None = None
        self._since = 0.0
        self._end: asyncio.TimerHandle | None = None
        self._refill: asyncio.TimerHandle | None = None
        self._numbers = count()
        self._oldest_next = False
        self._worked_at = -WORK_S

    def sit(self, address: str, evict: Callable[[], None]) -> Seat:
        """A seat for a new socket; ``evict`` is called when it must make room for others."""
        seats = list(self._seats())
        if len(seats) >= self._most:
            worst = max(seats, key=_nuisance)
            self.leave(worst)
            worst.evict()
        place = self._places.setdefault(address, _Place())
        seat = Seat(place, evict)
        place.seats.append(seat)
        return seat

    def leave(self, seat: Seat) -> None:
        """The socket is closed, or somebody has logged in over it."""
        if seat in seat.place.seats:
            seat.place.seats.remove(seat)
        self._places = {name: place for name, place in self._places.items() if place.seats}
        if seat.waiting and not seat.waiting.done():
            seat.waiting.set_exception(EvictedError())
        self.done(seat)

    def work(self) -> None:
        """Somebody who is logged in asks for something."""
        self._worked_at = self._now()

    async def turn(self, seat: Seat) -> None:
        """Wait for the seat's next turn, which lasts until :meth:`done`.

        Raises EvictedError once the seat is gone.
        """
        if seat not in seat.place.seats:
            raise EvictedError
        seat.waiting = asyncio.get_running_loop().create_future()
        seat.number = next(self._numbers)
        self._next()
        try:
            await seat.waiting
        finally:
            seat.waiting = None

    def done(self, seat: Seat, *, free: bool = False) -> None:
        """The turn is over; nothing if the seat has none. ``free``: the budget does not pay it."""
        if self._running is not seat:
            return
        spent_s = LEAST_S if free else max(self._now() - self._since, LEAST_S)
        seat.used_s += spent_s
        seat.place.used_s += spent_s
        self._top_up()
        self._left_s = max(self._left_s - spent_s, -spent_s)
        self._running = None
        if self._end:
            self._end.cancel()
        self._next()

    def _seats(self) -> list[Seat]:
        return [seat for place in self._places.values() for seat in place.seats]

    def _next(self) -> None:
        waiting = [seat for seat in self._seats() if seat.waiting and not seat.waiting.done()]
        if self._running or not waiting:
            return
        self._top_up()
        working_s = self._worked_at + WORK_S - self._now()
        if self._left_s <= 0 and working_s > 0:
            if not self._refill:
                # Checked again when there is budget, or when nobody works any more.
                wait_s = min(-self._left_s / self._share, working_s) + 0.001
                self._refill = asyncio.get_running_loop().call_later(wait_s, self._refilled)
            return
        seat = min(waiting, key=_number if self._oldest_next else _had)
        self._oldest_next = not self._oldest_next
        self._running, self._since = seat, self._now()
        self._end = asyncio.get_running_loop().call_later(LONGEST_S, self.done, seat)
        if seat.waiting:
            seat.waiting.set_result(None)

    def _refilled(self) -> None:
        self._refill = None
        self._next()

    def _top_up(self) -> None:
        now = self._now()
        earned_s = self._share * (now - self._left_at)
        self._left_s, self._left_at = min(self._burst_s, self._left_s + earned_s), now


def _nuisance(seat: Seat) -> tuple[int, bool, float]:
    return len(seat.place.seats), seat.waiting is not None, seat.used_s


def _had(seat: Seat) -> tuple[float, float, int]:
    # Of those who have had the same, the latest comer: a person among a crowd that began before.
    return seat.place.used_s, seat.used_s, -seat.number


def _number(seat: Seat) -> int:
    return seat.number
