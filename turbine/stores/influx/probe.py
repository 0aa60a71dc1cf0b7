"""A server looked at from outside, one layer at a time: address, TLS, and what it says it is.

The stores' own errors say that something failed. These say what: each probe is one attempt,
without trying again, and its error one sentence with what to do.
"""

import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as HTTPTimeoutError

from turbine.model.errors import StoreError, StoreUnreachableError
from turbine.settings.kinds import InfluxSettings
from turbine.stores.influx._pool import Pool
from turbine.stores.influx._tls import context_of, trusting, untrusted
from turbine.stores.influx.generation import generation_of

PATIENCE_S = 10.0
"""The longest wait for one answer: whoever asks what is wrong sits before the screen."""
_HEAD_BYTES = 4_096
_PORTS = {"http": 80, "https": 443}
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,80})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What answers, by its own words."""

    generation: int
    version: str
    """Empty where it does not say."""
    found: int | None
    """The generation that it says; None where only TURBINE_INFLUXDB_GENERATION tells."""


def reach(settings: InfluxSettings) -> str:
    """Connect and hang up; host and port. Raises StoreUnreachableError."""
    with _connected(settings):
        parts = _parts(settings)
        return f"{parts.hostname}, port {_port(parts)}"


def secure(settings: InfluxSettings) -> str:
    """Check the certificate of an https address; the protocol's name, empty for http."""
    context = context_of(settings)
    if context is None:
        return ""
    try:
        with _handshake(settings, context) as wrapped:
            return wrapped.version() or ""
    except ssl.SSLCertVerificationError as error:
        raise untrusted(settings.url, error) from error
    except OSError as error:  # what is no TLS at all says so in many ways
        if _speaks_http(settings):
            raise StoreError(
                f"{settings.url} begins with https, and the server there speaks plain http.",
                hint=f"Set INFLUXDB_V2_URL to http{settings.url.removeprefix('https')}, or set"
                " up TLS on the server.",
            ) from error
        if isinstance(error, TimeoutError):
            raise _silent(settings, "TLS was to be set up") from error
        raise untrusted(settings.url, error) from error


def identify(settings: InfluxSettings) -> Identity:
    """Ask who it is. Raises StoreError where it is no InfluxDB, or does not answer."""
    status, headers, body = _ping(settings)
    found, version = generation_of(headers), headers.get("X-Influxdb-Version", "")
    if found is None:
        _explain(settings, status, headers, body)
    generation = settings.generation or found
    if generation is None:
        raise StoreError(
            f"{settings.url} answers, but not as an InfluxDB: it does not say its version"
            f" (HTTP {status}).",
            hint="Check host and port in INFLUXDB_V2_URL. If it is an InfluxDB, set"
            " TURBINE_INFLUXDB_GENERATION to 1, 2 or 3.",
        )
    return Identity(generation=generation, version=version.removeprefix("v"), found=found)


# -- address -------------------------------------------------------------------------------


def _parts(settings: InfluxSettings) -> SplitResult:
    return urlsplit(settings.url)


def _port(parts: SplitResult) -> int:
    return parts.port or _PORTS[parts.scheme]


def _connected(settings: InfluxSettings) -> socket.socket:
    parts = _parts(settings)
    host, port = parts.hostname or "", _port(parts)
    try:
        return socket.create_connection((host, port), timeout=settings.timeout_s)
    except (socket.gaierror, UnicodeError) as error:
        raise StoreUnreachableError(
            f"There is no host of the name {host!r}.",
            hint="Check its spelling in INFLUXDB_V2_URL; it may only be known in another network.",
        ) from error
    except ConnectionRefusedError as error:
        raise StoreUnreachableError(
            f"{host} refuses connections to port {port}: no program listens there.",
            hint="Check the port in INFLUXDB_V2_URL (InfluxDB 1 and 2 listen on 8086, 3 on 8181),"
            " and that the server runs.",
        ) from error
    except OSError as error:
        reason = "no answer" if isinstance(error, TimeoutError) else error.strerror or error
        raise StoreUnreachableError(
            f"{host}, port {port}, cannot be reached: {reason}.",
            hint="Check the address in INFLUXDB_V2_URL, and whether a firewall is in between.",
        ) from error


def _silent(settings: InfluxSettings, when: str) -> StoreUnreachableError:
    return StoreUnreachableError(
        f"{settings.url} accepts the connection and then never answers"
        f" ({settings.timeout_s:g} s waited when {when}).",
        hint="It may hang or be overloaded: restart the server, or check that INFLUXDB_V2_URL"
        " has the port of InfluxDB and not of another program.",
    )


# -- TLS -----------------------------------------------------------------------------------


@contextmanager
def _handshake(settings: InfluxSettings, context: ssl.SSLContext) -> Iterator[ssl.SSLSocket]:
    with (
        _connected(settings) as plain,
        context.wrap_socket(plain, server_hostname=_parts(settings).hostname) as wrapped,
    ):
        yield wrapped


def _speaks_http(settings: InfluxSettings) -> bool:
    try:
        with _connected(settings) as plain:
            plain.sendall(b"GET /ping HTTP/1.0\r\n\r\n")
            return plain.recv(5) == b"HTTP/"
    except (OSError, StoreError):
        return False


def _speaks_tls(settings: InfluxSettings) -> bool:
    try:
        with _handshake(settings, trusting(ssl.create_default_context())):
            return True
    except (OSError, StoreError):
        return False


# -- identity ------------------------------------------------------------------------------


def _ping(settings: InfluxSettings) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and the beginning of the body of one ping, sent with the token."""
    token = settings.token
    headers = {"Authorization": f"Token {token}"} if token.isascii() and token.isprintable() else {}
    pool = Pool(timeout_s=settings.timeout_s, context=context_of(settings), headers=headers)
    try:
        response = pool.request("GET", f"{settings.url}/ping")
        answer = response.status, response.headers, next(response.stream(_HEAD_BYTES), b"")
        response.close()
    except HTTPTimeoutError as error:
        raise _silent(settings, "it was asked who it is") from error
    except (HTTPError, OSError) as error:
        _refuse_http_to_tls(settings)
        raise StoreError(
            f"{settings.url} accepts the connection and does not answer in HTTP: {error}.",
            hint="Another program may listen on that port: check it in INFLUXDB_V2_URL.",
        ) from error
    finally:
        pool.clear()
    return answer


def _explain(
    settings: InfluxSettings, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    """Raise StoreError where the answer shows what stands there in place of an InfluxDB."""
    if status == 400:  # what servers of TLS answer to plain HTTP, where they answer
        _refuse_http_to_tls(settings)
    if 300 <= status < 400:
        aim = urlsplit(headers.get("Location", ""))
        raise StoreError(
            f"{settings.url} sends callers on to {aim.scheme}://{aim.netloc}.",
            hint="Set INFLUXDB_V2_URL to the server's own address.",
        )
    if body.lstrip().startswith(b"<"):
        title = _TITLE.search(body)
        named = f" with the title {title[1].decode('utf-8', 'replace').strip()!r}" if title else ""
        raise StoreError(
            f"{settings.url} answers with an HTML page{named} (HTTP {status}): no InfluxDB does.",
            hint="A proxy, a login page or another program stands there: check host and port in"
            " INFLUXDB_V2_URL, and let this machine past the proxy.",
        )


def _refuse_http_to_tls(settings: InfluxSettings) -> None:
    if _parts(settings).scheme == "http" and _speaks_tls(settings):
        raise StoreError(
            f"{settings.url} begins with http, and the server there speaks https.",
            hint=f"Set INFLUXDB_V2_URL to https{settings.url.removeprefix('http')}.",
        )
