"""A server probed from outside, one layer at a time: address, TLS, and what it says it is.

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
from turbine.stores.influx._http import authorization
from turbine.stores.influx._pool import Pool
from turbine.stores.influx._tls import context_of, trusting, untrusted
from turbine.stores.influx.generation import generation_of
from turbine.stores.influx.words import Words
from turbine.words import Sentence

PATIENCE_S = 10.0
"""The longest wait for one answer: whoever asks what is wrong is sitting at the screen."""
_HEAD_BYTES = 4_096
_PORTS = {"http": 80, "https": 443}
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,80})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What answers, by its own words."""

    generation: int
    version: str
    """Empty if it does not say."""
    found: int | None
    """The generation that it says; None if only TURBINE_INFLUXDB_GENERATION tells."""


def reach(settings: InfluxSettings) -> tuple[str, int]:
    """Connect and hang up; host and port. Raises StoreUnreachableError."""
    with _connected(settings):
        return _place(settings)


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
    except OSError as error:  # a server without TLS says so in many ways
        if _speaks_http(settings):
            plain = f"http{settings.url.removeprefix('https')}"
            raise StoreError(
                Words.PLAIN_HTTP(url=settings.url), hint=Words.USE_HTTP_OR_SET_UP_TLS(address=plain)
            ) from error
        if isinstance(error, TimeoutError):
            raise _silent(settings, Words.SILENT_TLS) from error
        raise untrusted(settings.url, error) from error


def identify(settings: InfluxSettings) -> Identity:
    """Ask who it is. Raises StoreError if it is not an InfluxDB, or does not answer."""
    status, headers, body = _ping(settings)
    found, version = generation_of(headers), headers.get("X-Influxdb-Version", "")
    if found is None:
        _explain(settings, status, headers, body)
    generation = settings.generation or found
    if generation is None:
        raise StoreError(
            Words.NO_VERSION_ANSWERED(url=settings.url, status=status),
            hint=Words.CHECK_HOST_OR_SET_GENERATION(),
        )
    return Identity(generation=generation, version=version.removeprefix("v"), found=found)


# -- address -------------------------------------------------------------------------------


def _parts(settings: InfluxSettings) -> SplitResult:
    return urlsplit(settings.url)


def _place(settings: InfluxSettings) -> tuple[str, int]:
    """Host and port."""
    parts = _parts(settings)
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]


def _connected(settings: InfluxSettings) -> socket.socket:
    host, port = _place(settings)
    try:
        return socket.create_connection((host, port), timeout=settings.timeout_s)
    except (socket.gaierror, UnicodeError) as error:
        raise StoreUnreachableError(
            Words.NO_SUCH_HOST(host=host), hint=Words.CHECK_SPELLING()
        ) from error
    except ConnectionRefusedError as error:
        raise StoreUnreachableError(
            Words.REFUSES_CONNECTIONS(host=host, port=port), hint=Words.CHECK_PORT()
        ) from error
    except TimeoutError as error:
        raise StoreUnreachableError(
            Words.HOST_SILENT(host=host, port=port), hint=Words.CHECK_FIREWALL()
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreUnreachableError(
            Words.HOST_UNREACHABLE(host=host, port=port, reason=reason),
            hint=Words.CHECK_FIREWALL(),
        ) from error


def _silent(settings: InfluxSettings, silent: Sentence) -> StoreUnreachableError:
    return StoreUnreachableError(
        silent(url=settings.url, waited_s=settings.timeout_s), hint=Words.MAY_HANG()
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
    headers = authorization("Token", settings.token)
    pool = Pool(timeout_s=settings.timeout_s, context=context_of(settings), headers=headers)
    try:
        response = pool.request("GET", f"{settings.url}/ping")
        answer = response.status, response.headers, next(response.stream(_HEAD_BYTES), b"")
        response.close()
    except HTTPTimeoutError as error:
        raise _silent(settings, Words.SILENT) from error
    except (HTTPError, OSError) as error:
        _refuse_http_to_tls(settings)
        raise StoreError(
            Words.NO_HTTP(url=settings.url, reason=str(error)), hint=Words.OTHER_PROGRAM_ON_PORT()
        ) from error
    finally:
        pool.clear()
    return answer


def _explain(
    settings: InfluxSettings, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    """Raise StoreError if the answer shows what is there instead of an InfluxDB."""
    url = settings.url
    if status == 400:  # what TLS servers answer to plain HTTP, if they answer
        _refuse_http_to_tls(settings)
    if 300 <= status < 400:
        aim = urlsplit(headers.get("Location", ""))
        raise StoreError(
            Words.REDIRECTS(url=url, location=f"{aim.scheme}://{aim.netloc}"),
            hint=Words.USE_OWN_ADDRESS(),
        )
    if body.lstrip().startswith(b"<"):
        message = Words.ANSWERS_HTML(url=url, status=status)
        if match := _TITLE.search(body):
            title = match[1].decode("utf-8", "replace").strip()
            message = Words.ANSWERS_HTML_TITLED(url=url, status=status, title=title)
        raise StoreError(message, hint=Words.WHAT_ANSWERS_HTML())


def _refuse_http_to_tls(settings: InfluxSettings) -> None:
    if _parts(settings).scheme == "http" and _speaks_tls(settings):
        secure_url = f"https{settings.url.removeprefix('http')}"
        raise StoreError(
            Words.SPEAKS_HTTPS(url=settings.url), hint=Words.USE_ADDRESS(address=secure_url)
        )
