"""Whether an answer is complete. One that does not prove its end is broken, and never data.

A connection that closes proves nothing, and a proxy that reframes makes a whole message of what
the server never finished. So each answer needs a frame (a length, or chunks) and an end of its
own: JSON and Parquet have one, Flux's CSV is given one (:mod:`turbine.stores.influx._flux`).
"""

import json
from collections.abc import Mapping

from turbine.model.errors import StoreUnreachableError
from turbine.stores.influx.words import Words

_NO_CONTENT = 204

Reply = tuple[int, Mapping[str, str], bytes]
"""Status, headers, body."""


def broken_off(url: str) -> StoreUnreachableError:
    """The answer ends before its end; asked again, it may be whole."""
    return StoreUnreachableError(Words.BROKE_OFF(url=url), hint=Words.WHAT_BREAKS_OFF())


def check_framed(url: str, status: int, headers: Mapping[str, str]) -> None:
    """Raise StoreUnreachableError if only the connection's end would be the answer's."""
    chunked = "chunked" in headers.get("Transfer-Encoding", "").lower()
    if status != _NO_CONTENT and not chunked and "Content-Length" not in headers:
        raise StoreUnreachableError(Words.NO_FRAME(url=url), hint=Words.SPEAK_HTTP_1_1())


def check_json(url: str, reply: Reply) -> None:
    """Raise StoreUnreachableError if nothing came, or JSON that ends midway. What says that it is
    not JSON is another matter."""
    _, headers, body = reply
    if body and "json" not in headers.get("Content-Type", ""):
        return
    try:
        json.loads(body)
    except (ValueError, RecursionError) as error:
        raise broken_off(url) from error
