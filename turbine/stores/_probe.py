"""A server looked at from outside, one layer at a time: address, TLS, and what it says it is.

The stores' own errors say that something failed. These say what: each probe is one attempt,
without trying again, and its error one sentence with what to do.
"""

import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, TimeoutError

from turbine.config import InfluxSettings
from turbine.errors import ConfigError, StoreError, StoreUnreachableError
from turbine.stores._generation import generation_of
from turbine.stores._query import Deadlines
from turbine.stores.base import Store, Target

PATIENCE_S = 10.0
"""The longest wait for one answer: whoever asks what is wrong sits before the screen."""
_PORTS = {"http": 80, "https": 443}
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,80})", re.IGNORECASE)
_EXPIRED, _NOT_YET, _SELF_SIGNED, _SELF_SIGNED_CHAIN = 10, 9, 18, 19
_OTHER_NAME = (62, 64)  # OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and …_IP_ADDRESS_MISMATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What answers, by its own words."""

    generation: int
    version: str
    """Empty where it does not say."""
    said: bool
    """False where only TURBINE_INFLUXDB_GENERATION says so."""


def reach(settings: InfluxSettings) -> str:
    """Connect and hang up; host and port. Raises StoreUnreachableError."""
    with _connected(settings):
        parts = _parts(settings)
        return f"{parts.hostname}, port {_port(parts)}"


def secure(settings: InfluxSettings) -> str:
    """Check the certificate of an https address; the protocol's name, empty for http."""
    if _parts(settings).scheme == "http":
        return ""
    context = _context(settings)
    try:
        with _handshake(settings, context) as wrapped:
            return wrapped.version() or ""
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(settings, error) from error
    except OSError as error:  # what is no TLS at all says so in many ways
        if _speaks_http(settings):
            raise StoreError(
                f"{settings.url} begins with https, and the server there speaks plain http.",
                hint=f"Set INFLUXDB_V2_URL to http{settings.url.removeprefix('https')}, or set"
                " up TLS on the server.",
            ) from error
        if isinstance(error, builtins_timeout):
            raise _silent(settings, "TLS was to be set up") from error
        raise StoreError(
            f"{settings.url} did not set up TLS: {error}.",
            hint="Check that the port is the server's https port.",
        ) from error


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
    return Identity(generation=generation, version=version.removeprefix("v"), said=bool(found))


def open_impatient(settings: InfluxSettings, target: Target, generation: int) -> Store:
    """The store of that generation, which gives up early instead of trying again."""
    if generation == 2:
        from turbine.stores.influx2 import Influx2Store

        return Influx2Store(
            settings, target, write_deadline_s=PATIENCE_S, read_deadline_s=PATIENCE_S
        )
    from turbine.stores.influxql import InfluxQLStore

    deadlines = Deadlines(write_s=PATIENCE_S, read_s=PATIENCE_S)
    return InfluxQLStore(settings, target, generation=generation, deadlines=deadlines)


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
        reason = "no answer" if isinstance(error, TimeoutErrors) else error.strerror or error
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
