"""InfluxQL over HTTP, whatever the generation: one request, each failure one of ours."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

from turbine.model.series import Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores._retry import Deadlines, retrying
from turbine.stores.influx._doubt import Doubt
from turbine.stores.influx._ends import Reply, broken_off, check_framed
from turbine.stores.influx._http import answered, foreign, refusal, reported
from turbine.stores.influx._influxql import Block, IncompleteError, Query, blocks
from turbine.stores.influx._pool import Answer, Pool
from turbine.stores.influx._tls import context_of
from turbine.stores.influx.words import Words
from turbine.words import Text

T = TypeVar("T")

CHUNK_ROWS, _CHUNK_CELLS = 10_000, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request, without its secret."""

    method: str
    path: str
    doing: Text
    """What it is for, to complete "the server would not …"."""
    fields: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    kind: str = "application/json"


PING = Request(method="GET", path="/ping", doing=Words.IDENTIFY())


class Http:
    """Requests to one server. Safe to use from several threads."""

    def __init__(
        self,
        settings: InfluxSettings,
        target: Target,
        deadlines: Deadlines,
        *,
        headers: Mapping[str, str],
        source: Mapping[str, str],
        chunked: bool = True,
    ) -> None:
        """``headers`` carry the secret; ``source`` names the database of a query.
        ``chunked`` answers come in pieces, so that only one at a time is in memory as text."""
        self.url = target.address
        self.deadlines = deadlines
        self._source = dict(source)
        if chunked:
            self._source["chunked"] = "true"
        self._pool = Pool(
            timeout_s=settings.timeout_s, context=context_of(settings), headers=headers
        )

    def close(self) -> None:
        self._pool.clear()

    def call(
        self,
        request: Request,
        *,
        deadline_s: float | None = None,
        check: Callable[[str, Reply], None] = lambda _url, _reply: None,
        attempt: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> Reply:
        """One request and its successful answer, tried again while that makes sense, each time
        within an ``attempt``. ``check`` may raise on its answer."""

        def once() -> Reply:
            with self._open(request) as response:
                reply = response.status, response.headers, response.read()
            check(self.url, reply)
            return reply

        return retrying(once, deadline_s=deadline_s or self.deadlines.read_s, attempt=attempt)

    def greeting(self) -> Mapping[str, str]:
        """The headers of a ping, even if the token is not accepted."""

        def once() -> Mapping[str, str]:
            with reported(self.url, PING.doing):
                response = self._pool.request("GET", f"{self.url}{PING.path}")
                response.read()
                return response.headers

        return retrying(once, deadline_s=self.deadlines.read_s)

    def write(self, path: str, fields: Mapping[str, str], lines: bytes, doubt: Doubt) -> None:
        """Send line protocol. Raises RefusedError if the server refuses some of it."""
        request = Request(
            method="POST",
            path=path,
            doing=Words.WRITE_POINTS(),
            fields=fields,
            body=lines,
            kind="text/plain; charset=utf-8",
        )
        deadline_s = self.deadlines.write_s
        status, headers, _ = self.call(request, deadline_s=deadline_s, attempt=doubt.of_silence)
        if status != 204:  # a proxy's friendly page is no acknowledgement
            content_type = headers.get("Content-Type")
            raise foreign(self.url, Words.STATUS_OF_WRITE(status=status, content_type=content_type))

    def query(
        self, query: Query, take: Callable[[Block], T], *, deadline_s: float | None = None
    ) -> list[T]:
        """What ``take`` makes of each block of the answer; one at a time is in memory."""
        fields = {
            **self._source,
            "q": query.text,
            "params": json.dumps(query.bound),
            "epoch": "ns",
            "chunk_size": str(min(CHUNK_ROWS, _CHUNK_CELLS // query.columns)),
        }
        request = Request(
            method="POST",
            path="/query",
            doing=Words.QUERY(),
            body=urlencode(fields).encode(),
            kind="application/x-www-form-urlencoded",
        )

        def once() -> list[T]:
            with self._open(request) as response:
                content_type = response.headers.get("Content-Type", "")
                if "json" not in content_type:
                    raise foreign(self.url, answered(content_type))
                lines = _lines(response.stream())
                try:
                    return [take(block) for block in blocks(lines, len(query.statements))]
                except IncompleteError as error:
                    raise broken_off(self.url) from error

        return retrying(once, deadline_s=deadline_s or self.deadlines.read_s)

    @contextmanager
    def _open(self, request: Request) -> Iterator[Answer]:
        address = f"{self.url}{request.path}"
        if request.fields:
            address += f"?{urlencode(request.fields)}"
        with reported(self.url, request.doing):
            response = self._pool.request(
                request.method, address, body=request.body, headers={"Content-Type": request.kind}
            )
            try:
                if not 200 <= response.status < 300:
                    raise refusal(
                        self.url, request.doing, response.status, response.headers, response.read()
                    )
                check_framed(self.url, response.status, response.headers)
                yield response
            finally:
                response.close()


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of what comes in pieces of any size."""
    parts: list[bytes] = []
    for piece in pieces:
        first, *others = piece.split(b"\n")
        parts.append(first)
        for part in others:
            yield b"".join(parts)
            parts = [part]
    yield b"".join(parts)
