"""Streamlit's websocket behind the guard: who resumes which session, what passes, and when.

Messages of people who are logged in pass at once. Of others only the one that the login page
needs does, in its turn.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from turbine.ui.server.messages import keep_widgets_alone, may_pass, parsed
from turbine.ui.server.pairing import Pairing
from turbine.ui.server.turns import EvictedError, Seat, Turns

STRANGER_BYTES = 64 * 1024
"""The longest message of somebody who is not logged in: the form, and the browser's cookies."""

MOST_BYTES = 4 * 2**20
"""The longest message of all: the state of a page's widgets. Files come another way."""

MOST_AHEAD = 10
"""Messages read while the first waits for its turn; the others wait with who sends them."""

_CHECKED_S = 5.0
"""So long a login that was good is not asked for again. Scripts ask each time."""
_PROTOCOL = b"sec-websocket-protocol"
_POLICY, _BROKEN, _TOO_BIG, _TRY_LATER = 1008, 1002, 1009, 1013


@dataclass(frozen=True, slots=True)
class Sockets:
    """Serves websockets."""

    app: ASGIApp
    pairing: Pairing
    doors: Turns
    """For new sessions."""
    turns: Turns
    """For runs."""
    is_login: Callable[[str], Awaitable[bool]]
    """Whether a token's login is good."""
    serving: "dict[str, _Socket]" = field(default_factory=dict)
    """By Streamlit session: the latest socket of each."""

    async def serve(
        self, scope: Scope, receive: Receive, send: Send, *, browser: str, place: str, token: str
    ) -> None:
        """One websocket of the browser with this secret ("" for one that has none), which comes
        from ``place`` and brings ``token`` as its login's cookie."""
        scope, session = _resuming(scope, lambda named: self.pairing.is_of(named, browser))
        socket = _Socket(self, receive, send, browser, place, token)
        if session:
            socket.serves(session)
        try:
            await socket.admit()
            await self.app(scope, socket.receiving, socket.sending)
        except EvictedError:
            await socket.close(_TRY_LATER)
        finally:
            socket.end()


@dataclass(slots=True, eq=False)
class _Socket:
    sockets: Sockets
    receive: Receive
    send: Send
    browser: str
    place: str
    token: str
    session: str = ""
    """Streamlit's, "" until it is known."""
    seat: Seat | None = None
    """None for somebody who is logged in."""
    closed: bool = False
    checked: str = ""
    checked_until: float = 0.0
    ahead: deque[Message] = field(default_factory=deque)
    """Read while waiting for a turn, so that it shows who is gone."""
    reading: "asyncio.Future[Message] | None" = None
    tasks: "set[asyncio.Task[None]]" = field(default_factory=set)

    # -- what the browser sends --------------------------------------------------------------

    async def admit(self) -> None:
        """Wait until a session may be opened."""
        _read_at_most(self.receive, MOST_BYTES)
        if await self.is_logged_in():
            return
        door = self.sockets.doors.sit(self.place, self.evict)
        try:
            await self._turn(self.sockets.doors, door)
        finally:
            self.sockets.doors.leave(door)
        self._sit()

    async def receiving(self) -> Message:
        """The next message that Streamlit is to see."""
        while not self.closed:
            message = self.ahead.popleft() if self.ahead else await self._read()
            if message["type"] != "websocket.receive":
                return message
            try:
                data = await self._passed(message.get("bytes"))
            except EvictedError:
                break
            if data is not None:
                return {"type": "websocket.receive", "bytes": data}
        return {"type": "websocket.disconnect", "code": _POLICY}

    async def _passed(self, data: bytes | None) -> bytes | None:
        """What of a message passes; None for nothing."""
        known = await self.is_logged_in()
        if data is None or len(data) > (MOST_BYTES if known else STRANGER_BYTES):
            await self.close(_POLICY if data is None else _TOO_BIG)
            return None
        asked = parsed(data)
        if asked is None:
            await self.close(_BROKEN)
            return None
        if not may_pass(asked, known=known):
            if not known:  # the login page sends nothing else, and a flood waits its turn
                await self.close(_POLICY)
            return None
        if asked.WhichOneof("type") == "rerun_script":
            keep_widgets_alone(asked)
        if known:
            self.sockets.turns.work()
            self.sockets.doors.work()
        else:
            # A fragment that does not exist causes no run, and so no end of the turn.
            asked.rerun_script.fragment_id = ""
            await self._turn(self.sockets.turns, self.seat or self._sit())
        return bytes(asked.SerializeToString())

    async def is_logged_in(self) -> bool:
        """Whether a good login stands behind this socket now."""
        pairing = self.sockets.pairing
        token = "" if pairing.is_over(self.session) else self.token
        token = pairing.token_of(self.session) or token
        if not token:
            return False
        if token != self.checked or time.monotonic() > self.checked_until:
            if not await self.sockets.is_login(token):
                self.checked = ""
                return False
            self.checked, self.checked_until = token, time.monotonic() + _CHECKED_S
        if self.seat:
            self.sockets.turns.leave(self.seat)
            self.seat = None
            _read_at_most(self.receive, MOST_BYTES)
        return True

    def _sit(self) -> Seat:
        self.seat = self.sockets.turns.sit(self.place, self.evict)
        _read_at_most(self.receive, STRANGER_BYTES)
        return self.seat

    async def _turn(self, turns: Turns, seat: Seat) -> None:
        reading = asyncio.ensure_future(self._look_ahead(turns, seat))
        try:
            await turns.turn(seat)
        finally:
            reading.cancel()

    async def _look_ahead(self, turns: Turns, seat: Seat) -> None:
        """Read on while waiting: whoever is gone waits no more."""
        while len(self.ahead) < MOST_AHEAD:
            message = await self._read()
            self.ahead.append(message)
            if message["type"] == "websocket.disconnect":
                self.closed = True
                turns.leave(seat)
                return

    async def _read(self) -> Message:
        """The next message. Whoever waits for it may give up: it is the next one's then."""
        if self.reading is None:
            self.reading = asyncio.ensure_future(self.receive())
        message = await asyncio.shield(self.reading)
        self.reading = None
        return message

    def evict(self) -> None:
        """Close it soon, from wherever."""
        task = asyncio.ensure_future(self._close_quietly())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    # -- what Streamlit sends ----------------------------------------------------------------

    async def sending(self, message: Message) -> None:
        """Pass on what Streamlit sends, and learn of it which session this is."""
        if self.closed:
            return
        data = message.get("bytes")
        ended = message["type"] != "websocket.send"
        if data and (self.seat or not self.session):
            sent = ForwardMsg.FromString(data)
            ended = sent.WhichOneof("type") == "script_finished"
            if sent.HasField("new_session"):
                self.serves(sent.new_session.initialize.session_id)
        if ended and self.seat:
            # A login that succeeded is the work of somebody who may have all of the time.
            free = bool(self.sockets.pairing.token_of(self.session))
            self.sockets.turns.done(self.seat, free=free)
        self.closed = message["type"] == "websocket.close"
        try:
            await self.send(message)
        except OSError:  # the browser is gone, and no end of a run will end the turn
            self.closed = True
            if self.seat:
                self.sockets.turns.leave(self.seat)
            raise

    def serves(self, session: str) -> None:
        """This socket serves that session."""
        if session == self.session:
            return
        self._leaves()
        self.session = session
        self.sockets.pairing.connect(session, self.browser)
        if before := self.sockets.serving.get(session):
            before.evict()  # Streamlit hears it no more, and its turns would not end
        self.sockets.serving[session] = self

    def _leaves(self) -> None:
        if self.session:
            self.sockets.pairing.disconnect(self.session, self.browser)
            if self.sockets.serving.get(self.session) is self:
                del self.sockets.serving[self.session]

    async def close(self, code: int) -> None:
        """Close it from our side; nothing more passes."""
        if not self.closed:
            self.closed = True
            await self.send({"type": "websocket.close", "code": code})

    async def _close_quietly(self) -> None:
        with suppress(OSError):  # it was closed from the other side meanwhile
            await self.close(_TRY_LATER)

    def end(self) -> None:
        """It is closed."""
        self.closed = True
        if self.reading:
            self.reading.cancel()
        self._leaves()
        if self.seat:
            self.sockets.turns.leave(self.seat)


def _read_at_most(receive: Receive, most_bytes: int) -> None:
    """Have the server refuse a longer message by its first bytes: it collects each in memory
    before it hands it on, and ASGI has no word for this."""
    connection: Any = getattr(getattr(receive, "__self__", None), "conn", None)
    if hasattr(connection, "max_message_size"):  # uvicorn's; without it, _passed still bounds
        connection.max_message_size = most_bytes


def _resuming(scope: Scope, may: Callable[[str], bool]) -> tuple[Scope, str]:
    """The handshake and the session that it may resume: Streamlit takes the third of the
    subprotocols for a session's id."""
    lines = [value for name, value in scope["headers"] if name == _PROTOCOL]
    if not lines:
        return scope, ""
    entries = [part.strip() for line in lines for part in line.decode("latin-1").split(",")]
    session = entries[2] if len(entries) > 2 and may(entries[2]) else ""
    kept = entries[:2] + ([session] if session else [])
    headers = [pair for pair in scope["headers"] if pair[0] != _PROTOCOL]
    headers.append((_PROTOCOL, ", ".join(kept).encode("latin-1")))
    return {**scope, "headers": headers, "subprotocols": kept}, session
