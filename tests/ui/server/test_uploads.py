"""Bodies of uploads that stall and drip, by raw sockets against the guard in a real server."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from guarding import FORM, FRAME, GOOD, MB, form, of_browser

from turbine.access import Accounts
from turbine.model.actor import machine_actor
from turbine.ui.server.guard import Guard
from turbine.ui.server.origin import Origins
from turbine.ui.server.peer import TrustedProxies
from turbine.ui.server.uploads import IDLE_S, SLOWEST_BYTES_PER_S, Uploads, patience_s

FILE = 10 * MB
FULL = FILE + MB
"""What a body may have at most: the file, and a form around it."""
IDLE = 1.5
"""Seconds here, for IDLE_S."""


@dataclass
class Place:
    """The guard behind a real server, and a cookie by user."""

    port: int
    cookies: dict[str, str]
    opened: list[asyncio.StreamWriter] = field(default_factory=list)

    async def send(
        self, user: str, page: int, body: bytes = b"", *, announced: int | None = None
    ) -> "Sending":
        """Begin an upload; without ``announced`` bytes to come, it is whole."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.opened.append(writer)
        pieces = form(body)
        length = len(body) + FRAME if announced is None else announced
        body = b"".join(pieces if announced is None else pieces[:-1])
        writer.write(
            f"PUT /_stcore/upload_file/{user}-{page}/f HTTP/1.1\r\nHost: x\r\n"
            f"Cookie: {self.cookies[user]}\r\nContent-Type: {FORM}\r\n"
            f"Content-Length: {length}\r\n\r\n".encode()
            + body
        )
        await writer.drain()
        return Sending(reader, writer, time.monotonic())


@dataclass
class Sending:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    began: float

    async def answer(self) -> tuple[int, str, float]:
        """Status, body, and the seconds since it began; the connection must be closed after a
        refusal."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        status = int(head.split()[1])
        length = int(head.lower().partition(b"content-length: ")[2].split()[0])
        body = await self.reader.readexactly(length)
        took_s = time.monotonic() - self.began
        if status != 200:
            with suppress(ConnectionResetError):  # closed on what was still coming
                assert await asyncio.wait_for(self.reader.read(), 5) == b"", "left open"
        return status, body.decode(), took_s

    async def drip(self, every_s: float) -> None:
        while True:
            await asyncio.sleep(every_s)
            self.writer.write(b"x")
            await self.writer.drain()


@pytest.fixture
def drive(
    tmp_path, pairing, arrivals
) -> Callable[[Callable[[Place], Coroutine[Any, Any, None]]], None]:
    """Runs a scenario against a server of its own."""
    accounts = Accounts(tmp_path, rounds=4)
    cookies = {}
    for user in ("anna", "bob", "carla"):
        accounts.add_user(machine_actor(), user, GOOD)
        token = accounts.open_session(accounts.authenticate(user, GOOD, "192.0.2.7"))
        browser = user[0] * 43
        for page in range(4):
            pairing.connect(f"{user}-{page}", browser)
        cookies[user] = f"{of_browser(accounts, browser)}; {accounts.cookie_name}={token}"
    folder = tmp_path / "uploads"

    async def stored(scope, receive, send) -> None:
        """Answers an upload with the bytes of the longest file that is stored by then."""
        assert not (await receive())["more_body"]
        body = str(max(path.stat().st_size for path in folder.iterdir())).encode()
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    guard = Guard(
        stored,
        accounts=accounts,
        proxies=TrustedProxies(),
        origins=Origins(),
        uploads=Uploads(dict, folder=folder, file_bytes=FILE, idle_s=IDLE),
    )

    @asynccontextmanager
    async def served() -> AsyncIterator[Place]:
        config = uvicorn.Config(guard, port=0, lifespan="off", log_level="error")
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        place = Place(server.servers[0].sockets[0].getsockname()[1], cookies)
        try:
            yield place
        finally:
            for writer in place.opened:
                writer.transport.abort()
            server.should_exit = server.force_exit = True
            await running

    def run(scenario: Callable[[Place], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            async with served() as place:
                await asyncio.wait_for(scenario(place), 60)

        asyncio.run(whole())

    return run


def test_four_stalled_bodies_of_one_user_do_not_hold_up_another(drive):
    async def scenario(place: Place) -> None:
        stalled = [await place.send("anna", n, b"x", announced=FULL) for n in range(4)]
        await asyncio.sleep(0.2)  # until the server has their headers, which shows nowhere
        status, body, took_s = await (await place.send("bob", 0, b"x" * MB)).answer()
        assert (status, body) == (200, str(MB))
        assert took_s < IDLE / 2, "it waited for them"
        answers = [await each.answer() for each in stalled]
        assert sorted(status for status, _, _ in answers) == [408, 408, 413, 413]
        assert max(took_s for _, _, took_s in answers) < IDLE + 1

    drive(scenario)


def test_stalled_bodies_of_several_users_hold_others_up_until_they_time_out(drive):
    async def scenario(place: Place) -> None:
        stalled = [
            await place.send(user, n, announced=FULL)
            for user in ("anna", "carla")
            for n in range(2)
        ]
        await asyncio.sleep(0.2)  # until the server has their headers, which shows nowhere
        status, body, _ = await (await place.send("bob", 0, b"x")).answer()
        assert (status, body) == (503, "Others are uploading: try again in a few minutes.")
        began = time.monotonic()
        while status == 503:
            await asyncio.sleep(0.05)
            status, _, _ = await (await place.send("bob", 0, b"x")).answer()
        waited_s = time.monotonic() - began
        assert status == 200
        assert waited_s < IDLE + 0.5
        for each in stalled:
            assert (await each.answer())[0] == 408

    drive(scenario)


def test_a_dripping_body_is_given_up_as_early_as_a_silent_one(drive):
    async def scenario(place: Place) -> None:
        sending = await place.send("anna", 0, announced=FULL)
        dripping = asyncio.create_task(sending.drip(every_s=0.1))
        status, body, took_s = await sending.answer()
        dripping.cancel()
        assert (status, body) == (408, "The upload was too slow, or stopped: try again.")
        assert took_s < IDLE + 0.5

    drive(scenario)


def test_a_slow_body_that_keeps_coming_arrives(drive):
    async def scenario(place: Place) -> None:
        piece = b"x" * (SLOWEST_BYTES_PER_S // 2)
        sending = await place.send("anna", 0, announced=10 * len(piece) + FRAME)
        for _ in range(10):
            await asyncio.sleep(IDLE / 4)  # all in all longer than a silent one would get
            sending.writer.write(piece)
            await sending.writer.drain()
        sending.writer.write(form()[-1])
        status, body, took_s = await sending.answer()
        assert (status, body) == (200, str(10 * len(piece)))
        assert took_s > 2 * IDLE

    drive(scenario)


def test_a_body_that_was_quick_at_first_may_not_stop_for_long(drive):
    async def scenario(place: Place) -> None:
        sending = await place.send("anna", 0, b"x" * 5 * MB, announced=FULL)
        status, _, took_s = await sending.answer()
        assert status == 408
        assert took_s < IDLE + 0.5

    drive(scenario)


def test_a_user_has_half_the_room_in_however_many_browsers_and_gets_it_back(drive):
    async def scenario(place: Place) -> None:
        stalled = [await place.send("anna", n, announced=FULL) for n in range(2)]
        await asyncio.sleep(0.2)  # until the server has their headers, which shows nowhere
        status, body, _ = await (await place.send("anna", 3, b"x")).answer()
        assert (status, body) == (413, "Your pages have too many uploads: close one.")
        for each in stalled:
            each.writer.close()
        await asyncio.sleep(0.2)  # until the server has noticed, which shows nowhere
        assert (await (await place.send("anna", 3, b"x" * 3 * MB)).answer())[0] == 200

    drive(scenario)


def test_how_long_a_body_may_take():
    assert patience_s(0, 0) == IDLE_S
    assert patience_s(0, IDLE_S) == 0
    assert patience_s(10 * SLOWEST_BYTES_PER_S, 5) == IDLE_S
    assert patience_s(10 * SLOWEST_BYTES_PER_S, 25) == 5
    longest_s = IDLE_S + 200 * MB / SLOWEST_BYTES_PER_S
    assert longest_s / 60 == pytest.approx(107, abs=0.5), (
        "minutes for 200 MB, sent as slowly as may be"
    )
