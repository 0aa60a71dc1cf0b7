"""The queue of those who are not logged in: who is next, and who must go."""

import asyncio
import itertools
import time

import pytest

from turbine.ui.server import turns as module
from turbine.ui.server.turns import EvictedError, Turns


class Clock:
    """Moves with each run that somebody has."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def never() -> None:
    raise AssertionError("evicted")


async def asks(queue: Turns, seat, log: list, name, clock: Clock, runs: int, run_s: float = 0.1):
    """Ask again and again, as an attacker does."""
    for _ in range(runs):
        await queue.turn(seat)
        log.append(name)
        clock.now += run_s
        queue.done(seat)


def crowd(places: int, *, seats: int = 50, runs: int = 20) -> tuple[Turns, list, Clock, list]:
    """Attackers that have begun: their queue, what has run, its clock, and their tasks."""
    clock, log = Clock(), []
    queue = Turns(now=clock, burst_s=1e9)
    tasks = [
        asyncio.ensure_future(
            asks(queue, queue.sit(f"10.0.0.{n % places}", never), log, "flood", clock, runs)
        )
        for n in range(seats)
    ]
    return queue, log, clock, tasks


def test_one_run_at_a_time_and_each_socket_in_its_order():
    async def scenario() -> None:
        queue = Turns(now=Clock())
        first, second = queue.sit("a", never), queue.sit("b", never)
        await queue.turn(first)
        waiting = asyncio.ensure_future(queue.turn(second))
        again = asyncio.ensure_future(queue.turn(first))
        await asyncio.sleep(0.01)  # time in which neither may get its turn
        assert not waiting.done()
        assert not again.done()
        queue.done(second)  # not its turn: nothing
        await asyncio.sleep(0.01)  # time in which neither may get its turn
        assert not waiting.done()
        queue.done(first)
        await asyncio.wait_for(waiting, 5)
        assert not again.done()
        queue.done(second)
        await asyncio.wait_for(again, 5)

    asyncio.run(scenario())


@pytest.mark.parametrize("places", [1, 50])
@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.0"])
def test_a_newcomer_is_next_or_next_but_one_whatever_the_flood(places, address):
    async def scenario() -> None:
        queue, log, clock, tasks = crowd(places)
        while len(log) < 500:
            await asyncio.sleep(0)
        person = queue.sit(address, never)
        for _ in range(3):  # the session, the page, the login
            before = len(log)
            await asks(queue, person, log, "person", clock, 1)
            assert len(log) - before <= 4
        for task in tasks:
            task.cancel()

    asyncio.run(scenario())


def test_a_stream_of_newcomers_keeps_nobody_out():
    async def scenario() -> None:
        clock, log = Clock(), []
        queue = Turns(now=clock, burst_s=1e9)
        names = itertools.count()

        async def comes_and_goes() -> None:
            while True:
                seat = queue.sit(f"10.0.{next(names)}", never)
                await asks(queue, seat, log, "flood", clock, 1)
                queue.leave(seat)

        tasks = [asyncio.ensure_future(comes_and_goes()) for _ in range(20)]
        person = queue.sit("192.0.2.7", never)
        await asks(queue, person, log, "person", clock, 5)  # has had more than any of them
        for task in tasks:
            task.cancel()

    asyncio.run(asyncio.wait_for(scenario(), 20))


def test_while_others_work_a_flood_gets_its_share_and_no_more():
    async def scenario() -> None:
        clock, log = Clock(), []
        queue = Turns(now=clock, share=0.25, burst_s=1.0)
        queue.work()
        task = asyncio.ensure_future(asks(queue, queue.sit("a", never), log, "a", clock, 500))
        while queue._refill is None:
            await asyncio.sleep(0)
        assert 10 <= len(log) <= 14, "the burst, at 0.1 s a run"
        before = len(log), clock.now
        for _ in range(300):
            clock.now += 0.1  # of somebody who is logged in
            queue.work()
            queue._refilled()
            for _ in range(5):
                await asyncio.sleep(0)
        share = (len(log) - before[0]) * 0.1 / (clock.now - before[1])
        assert 0.2 <= share <= 0.26
        assert not task.done()
        clock.now += module.WORK_S
        queue._refilled()
        await asyncio.wait_for(task, 5)  # nobody works: at once

    asyncio.run(scenario())


def test_a_debt_is_waived_once_nobody_works_any_more(monkeypatch):
    async def scenario() -> None:
        queue = Turns(burst_s=0.1)
        first, second = queue.sit("a", never), queue.sit("b", never)
        await queue.turn(first)
        await asyncio.sleep(0.6)  # a run this long makes the debt
        queue.work()
        queue.done(first)  # the debt would take 6 s
        began = time.monotonic()
        await queue.turn(second)
        assert 0.25 <= time.monotonic() - began < 2, "as soon as the work is over, and no sooner"

    monkeypatch.setattr(module, "WORK_S", 0.3)
    asyncio.run(scenario())


def test_five_colleagues_who_log_in_one_after_the_other_do_not_wait_for_each_other():
    async def scenario() -> None:
        clock = Clock()
        queue = Turns(now=clock)
        for number in range(5):
            queue.work()  # those who are in already
            seat = queue.sit(f"10.0.0.{number}", never)
            for run_s, free in ((0.1, False), (0.8, True)):  # the page, the login
                await asyncio.wait_for(queue.turn(seat), 1)
                clock.now += run_s
                queue.done(seat, free=free)
            queue.leave(seat)

    asyncio.run(scenario())


def test_a_turn_without_an_end_ends(monkeypatch):
    async def scenario() -> None:
        queue = Turns()
        first, second = queue.sit("a", never), queue.sit("b", never)
        await queue.turn(first)
        await asyncio.wait_for(queue.turn(second), 5)

    monkeypatch.setattr(module, "LONGEST_S", 0.05)
    asyncio.run(scenario())


def test_where_there_are_too_many_the_crowd_makes_room():
    evicted = []

    async def scenario() -> None:
        clock = Clock()
        queue = Turns(now=clock, seats=4)
        person = queue.sit("192.0.2.7", never)
        calm = queue.sit("10.0.0.1", lambda: evicted.append("calm"))
        busy = queue.sit("10.0.0.1", lambda: evicted.append("busy"))
        third = queue.sit("10.0.0.1", lambda: evicted.append("third"))
        await queue.turn(person)
        waits = asyncio.ensure_future(queue.turn(busy))
        await asyncio.sleep(0)
        queue.sit("192.0.2.8", never)
        assert evicted == ["busy"], "who asks goes before who only sits"
        with pytest.raises(EvictedError):
            await waits
        with pytest.raises(EvictedError):
            await queue.turn(busy)
        clock.now += 1
        queue.done(person)
        await queue.turn(third)
        clock.now += 0.5
        queue.done(third)
        queue.sit("192.0.2.9", never)
        assert evicted == ["busy", "third"], "and of those who had much rather than little"
        assert calm.place.seats == [calm]

    asyncio.run(scenario())


def test_whoever_leaves_leaves_nothing_behind():
    async def scenario() -> None:
        queue = Turns()
        for n in range(1_000):
            seat = queue.sit(f"10.0.{n}", never)
            await queue.turn(seat)
            queue.leave(seat)
        assert queue._places == {}

    asyncio.run(scenario())
