"""What an InfluxDB server's answers and silences mean, as errors of our family.

Nothing here holds or repeats a token: messages are built from the address, from what was being
done, and from the server's own words.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from urllib3.exceptions import HTTPError, NewConnectionError, SSLError, TimeoutError

from turbine.model.errors import (
    StoreBusyError,
    StoreDeniedError,
    StoreError,
    StoreFullError,
    StoreMissingError,
    StoreUnreachableError,
)
from turbine.stores.explain import bucket_hint, meaning
from turbine.stores.influx._json import parsed
from turbine.stores.influx._pool import TooLongError
from turbine.stores.influx._tls import untrusted

_BAD_TOKEN = (
    "unauthorized access",  # 2.x
    "authorization failed",  # 1.x
    "unable to parse authentication credentials",
    "the request was not authenticated",  # 3.x
)
_NO_POLICY = "retention policy not found"  # of 1.x, which says it with status 500
FILE_LIMIT = "file limit"  # of 3 Core, whose files hold ten minutes each
_LONGEST_WAIT_S = 86_400.0  # no deadline of ours is as long
_WORDS = 2_000  # of a server's message, in characters: a bad batch lists each of its lines


class RefusedError(StoreError):
    """The server understood and said no, for a reason that lies in what was sent."""

    def __init__(self, message: str, *, status: int, reason: str, body: bytes = b"") -> None:
        super().__init__(message, hint=meaning(reason))
        self.status = status
        self.reason = reason
        """The server's own words, whole."""
        self.body = body


class MissingPathError(StoreError):
    """What answers has no such interface: it is another product, or none of InfluxDB's."""


class FileLimitError(StoreError):
    """3 Core would have to open more files than it may."""

    def __init__(self, message: str) -> None:
        hint = "Start the server with a higher --query-file-limit (and the memory for it)."
        super().__init__(message, hint=hint)


class BucketMissingError(StoreMissingError):
    """The bucket, and not the organisation, is what is missing."""


def check_token(token: str) -> str:
    """The token, if it can be one. Raises StoreDeniedError, which does not repeat it."""
    if not (token.isascii() and token.isprintable()):
        raise StoreDeniedError(
            "The token holds a character that no token has.",
            hint="Check INFLUXDB_V2_TOKEN: it may have been copied with something around it.",
        )
    return token


@contextmanager
def reported(url: str, doing: str) -> Iterator[None]:
    """A connection that fails, as StoreUnreachableError; a certificate that does, as StoreError."""
    try:
        yield
    except SSLError as error:
        raise untrusted(url, error) from error
    except NewConnectionError as error:  # counts as a TimeoutError in urllib3
        raise _unreachable(url, doing, error) from error
    except TimeoutError as error:
        raise StoreUnreachableError(
            f"{url} did not answer in time when asked to {doing}.",
            hint="It may be overloaded: try again, or raise INFLUXDB_V2_TIMEOUT.",
        ) from error
    except TooLongError as error:
        raise StoreError(
            f"{url} answers without an end when asked to {doing}: {error}.",
            hint="No InfluxDB does. A proxy or another program may stand there: look into its log.",
        ) from error
    except (HTTPError, OSError) as error:
        raise _unreachable(url, doing, error) from error


def refusal(
    url: str, doing: str, status: int, headers: Mapping[str, str], body: bytes
) -> StoreError:
    """The error that an answer other than success amounts to."""
    reason = message_of(body)
    said = f"{url} would not {doing}: {reason[:_WORDS]} (HTTP {status})."
    if status in (401, 403):
        return _denied(url, doing, reason, said)
    if "organization" in reason or "orgID or org" in reason:
        return StoreMissingError(
            said, hint="Set INFLUXDB_V2_ORG to the name or ID of an organisation of that server."
        )
    if (status == 404 and ("bucket" in reason or "database" in reason)) or _NO_POLICY in reason:
        what = "bucket" if "bucket" in reason else "database"
        return BucketMissingError(said, hint=bucket_hint(what))
    if status == 507 or "no space left" in reason or "disk quota" in reason:
        return StoreFullError(said, hint="Make space on the server's disk, then try again.")
    if FILE_LIMIT in reason:
        return FileLimitError(said)
    if status in (429, 503):
        return StoreBusyError(
            said, hint="Try again later.", retry_after_s=_retry_after_s(headers.get("Retry-After"))
        )
    if status >= 500 or status == 408:
        return StoreUnreachableError(said, hint="Look into the server's log; try again later.")
    if status == 404:
        error = foreign(url, f"HTTP {status}, {reason[:200]}")
        return MissingPathError(error.message, hint=error.hint)
    if status < 400:
        return foreign(url, f"HTTP {status}, {reason[:200]}")
    return RefusedError(said, status=status, reason=reason, body=body)


def foreign(url: str, what: str) -> StoreError:
    """Something answered that is no InfluxDB."""
    return StoreError(
        f"What answers at {url} does not speak as InfluxDB does: {what}.",
        hint="Check INFLUXDB_V2_URL: a proxy or another program may be there.",
    )


def message_of(body: bytes) -> str:
    """The server's words, out of JSON where it is JSON."""
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("<"):
        return "an HTML page came back"
    try:
        answer = parsed(text)
    except ValueError:
        return text[:_WORDS] or "no reason given"
    message = answer.get("message") or answer.get("error") if isinstance(answer, dict) else None
    return str(message or text)


def json_of(url: str, body: bytes) -> dict[str, Any]:
    """The JSON object that a server of ours answers with."""
    try:
        answer = parsed(body)
    except ValueError as error:
        raise foreign(url, message_of(body)[:200]) from error
    if not isinstance(answer, dict):
        raise foreign(url, f"{type(answer).__name__} in place of an object")
    return answer


def _denied(url: str, doing: str, reason: str, said: str) -> StoreDeniedError:
    if reason in _BAD_TOKEN:
        return StoreDeniedError(
            f"{url} does not accept the token.",
            hint="Check INFLUXDB_V2_TOKEN: it may be mistyped, revoked, or of another server."
            " InfluxDB 1 wants user:password there.",
        )
    return StoreDeniedError(said, hint=f"Use a token that is allowed to {doing} there.")


def _retry_after_s(value: str | None) -> float | None:
    """Seconds out of a Retry-After header, which may also hold a date (of UTC, where it names no
    zone); a day at most. None for what is neither."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), _LONGEST_WAIT_S)
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        wait_s = (moment - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):  # by the way in which it is none
        return None
    return min(max(0.0, wait_s), _LONGEST_WAIT_S)


def _unreachable(url: str, doing: str, error: Exception) -> StoreUnreachableError:
    reason = str(error.__cause__ or error)  # the cause lacks the library's object addresses
    return StoreUnreachableError(
        f"{url} cannot be reached to {doing}: {reason[:_WORDS]}.",
        hint="Check that the server runs and that INFLUXDB_V2_URL is its address.",
    )
