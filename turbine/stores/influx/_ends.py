"""Whether an answer is whole. One that does not prove its end is a broken one, and never data.

A connection that closes proves nothing, and a proxy that reframes makes a whole message of what
the server never finished. So each answer needs a frame (a length, or chunks) and an end of its
own: JSON and Parquet have one, Flux's CSV is given one (:mod:`turbine.stores.influx._flux`).
"""

import json
from collections.abc import Mapping

from turbine.model.errors import StoreUnreachableError

_NO_CONTENT = 204

Reply = tuple[int, Mapping[str, str], bytes]
"""Status, headers, body."""


def broken_off(url: str) -> StoreUnreachableError:
    """The answer ends before its end; asked again, it may be whole."""
    return StoreUnreachableError(
        f"The answer of {url} broke off before its end.",
        hint="Try again; the server may have stopped on the way, be set to limit the rows of an"
        " answer, or stand behind a proxy that cuts what is long.",
    )


def check_framed(url: str, status: int, headers: Mapping[str, str]) -> None:
    """Raise StoreUnreachableError where only the connection's end would be the answer's."""
    chunked = "chunked" in headers.get("Transfer-Encoding", "").lower()
    if status != _NO_CONTENT and not chunked and "Content-Length" not in headers:
        raise StoreUnreachableError(
            f"The answer of {url} has neither a length nor chunks: nothing shows whether it is"
            " whole.",
            hint="A proxy in between may speak HTTP/1.0 to this machine: let it speak HTTP/1.1, or"
            " set INFLUXDB_V2_URL to the server's own address.",
        )


def check_json(url: str, reply: Reply) -> None:
    """Raise StoreUnreachableError where nothing came, or JSON that ends on the way. What says of
    itself that it is no JSON is another matter."""
    _, headers, body = reply
    if body and "json" not in headers.get("Content-Type", ""):
        return
    try:
        json.loads(body)
    except (ValueError, RecursionError) as error:
        raise broken_off(url) from error
