"""What an InfluxDB server's answers and silences mean, as errors of our family.

Nothing here holds or repeats a token: messages are made of the address, of what was being done, and
of the server's own words.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
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
from turbine.stores.base import BUCKET, DATABASE
from turbine.stores.explain import bucket_hint, meaning, suggesting
from turbine.stores.influx._json import parsed
from turbine.stores.influx._pool import TooLongError
from turbine.stores.influx._tls import untrusted
from turbine.stores.influx.words import Words
from turbine.words import Text

_BAD_TOKEN = (
    "unauthorized access",  # 2.x
    "authorization failed",  # 1.x
    "unable to parse authentication credentials",
    "the request was not authenticated",  # 3.x
)
_NO_ORGANISATION = ("organization", "orgID or org")
_DISK_FULL = ("no space left", "disk quota")
_SHARD_GIVEN_UP = "previously failed"  # until it restarts
_NO_POLICY = "retention policy not found"  # of 1.x, which says it with status 500
FILE_LIMIT = "file limit"  # of 3 Core, whose files hold ten minutes each
_LONGEST_WAIT_S = 86_400.0  # no deadline of ours is as long
_LONGEST = 2_000  # of a server's message, in characters: a bad batch lists each of its lines
_SHORT = 200  # of one that is not InfluxDB's


class RefusedError(StoreError):
    """The server understood and said no, because of what was sent."""

    def __init__(self, message: Text, *, status: int, reason: str, body: bytes = b"") -> None:
        super().__init__(message, hint=meaning(reason))
        self.status = status
        self.reason = reason
        """The server's own words, whole."""
        self.body = body


class MissingPathError(StoreError):
    """What answers has no such interface: it is another product, or not an InfluxDB."""


class FileLimitError(StoreError):
    """3 Core would have to open more files than it may."""

    def __init__(self, message: Text) -> None:
        super().__init__(message, hint=Words.FILE_LIMIT())


class BucketMissingError(StoreMissingError):
    """The bucket is what is missing."""


class OrganisationMissingError(StoreMissingError):
    """The organisation is what is missing."""


def check_token(token: str) -> str:
    """The token, if it can be one. Raises StoreDeniedError, which does not repeat it."""
    if not _can_be_sent(token):
        raise StoreDeniedError(Words.TOKEN_CHARACTER(), hint=Words.COPIED_AROUND_TOKEN())
    return token


def authorization(scheme: str, secret: str) -> dict[str, str]:
    """The header that carries a secret; none for one that is empty or cannot be sent."""
    return {"Authorization": f"{scheme} {secret}"} if secret and _can_be_sent(secret) else {}


def _can_be_sent(secret: str) -> bool:
    return secret.isascii() and secret.isprintable()


@contextmanager
def reported(url: str, doing: Text) -> Iterator[None]:
    """A connection that fails, as StoreUnreachableError; a certificate that does, as StoreError."""
    try:
        yield
    except SSLError as error:
        raise untrusted(url, error) from error
    except NewConnectionError as error:  # counts as a TimeoutError in urllib3
        raise _unreachable(url, doing, error) from error
    except TimeoutError as error:
        raise StoreUnreachableError(
            Words.NOT_IN_TIME(url=url, doing=doing), hint=Words.MAY_BE_OVERLOADED()
        ) from error
    except TooLongError as error:
        raise StoreError(
            Words.ENDLESS(url=url, doing=doing, reason=error.reason),
            hint=Words.NO_INFLUXDB_DOES(),
        ) from error
    except (HTTPError, OSError) as error:
        raise _unreachable(url, doing, error) from error


@contextmanager
def suggested(
    kind: type[StoreMissingError], name: str, names: Callable[[], list[str]]
) -> Iterator[None]:
    """An error of that kind says which of the names was probably meant."""
    try:
        yield
    except kind as error:
        message, hint = error.texts
        with suppress(StoreError):  # which is about something else
            error.reword(message, suggesting(hint, name, names()))
        raise


def refusal(
    url: str, doing: Text, status: int, headers: Mapping[str, str], body: bytes
) -> StoreError:
    """The error that an answer other than success amounts to."""
    reason = message_of(body)
    message = Words.WOULD_NOT(url=url, doing=doing, reason=_shown(body), status=status)
    if status in (401, 403):
        return _denied(url, doing, reason, message)
    if any(part in reason for part in _NO_ORGANISATION):
        return OrganisationMissingError(message, hint=Words.CORRECT_ORGANISATION())
    if (status == 404 and ("bucket" in reason or "database" in reason)) or _NO_POLICY in reason:
        container = BUCKET if "bucket" in reason else DATABASE
        return BucketMissingError(message, hint=bucket_hint(container))
    if status == 507 or any(part in reason for part in _DISK_FULL):
        restart = _SHARD_GIVEN_UP in reason
        hint = Words.SERVER_DISK_WAS_FULL() if restart else Words.SERVER_DISK_FULL()
        return StoreFullError(message, hint=hint)
    if FILE_LIMIT in reason:
        return FileLimitError(message)
    if status in (429, 503):
        wait_s = _retry_after_s(headers.get("Retry-After"))
        return StoreBusyError(message, hint=Words.TRY_LATER(), retry_after_s=wait_s)
    if status >= 500 or status == 408:
        return StoreUnreachableError(message, hint=Words.CHECK_LOG())
    what = Words.HTTP_STATUS(status=status, reason=_shown(body, _SHORT))
    if status == 404:
        return foreign(url, what, kind=MissingPathError)
    if status < 400:
        return foreign(url, what)
    return RefusedError(message, status=status, reason=reason, body=body)


def foreign(
    url: str, what: Text, *, kind: type[StoreError] = StoreError, hint: Text = ""
) -> StoreError:
    """Something answered that is not an InfluxDB."""
    message = Words.NOT_INFLUXDB(url=url, reason=what)
    return kind(message, hint=hint or Words.CHECK_ADDRESS())


def answered(content_type: str | None) -> Text:
    """What came in answer to a query, and is not data."""
    if not content_type:
        return Words.NOTHING_ANSWERED()
    return Words.TYPE_OF_ANSWER(content_type=content_type)


def message_of(body: bytes) -> str:
    """The server's words, out of JSON if it is JSON; empty if it has none."""
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("<"):
        return ""
    try:
        answer = parsed(text)
    except ValueError:
        return text[:_LONGEST]
    message = answer.get("message") or answer.get("error") if isinstance(answer, dict) else None
    return str(message or text)


def json_of(url: str, body: bytes) -> dict[str, Any]:
    """The JSON object that a server answers with."""
    answer = json_from(url, body)
    if not isinstance(answer, dict):
        raise foreign(url, Words.NOT_AN_OBJECT(type=type(answer).__name__))
    return answer


def json_from(url: str, body: bytes) -> Any:  # noqa: ANN401 - as json.loads
    """The JSON value that a server answers with."""
    try:
        return parsed(body)
    except ValueError as error:
        raise foreign(url, _shown(body, _SHORT)) from error


def _denied(url: str, doing: Text, reason: str, message: Text) -> StoreDeniedError:
    if reason in _BAD_TOKEN:
        return StoreDeniedError(Words.TOKEN_REFUSED(url=url), hint=Words.CHECK_TOKEN())
    return StoreDeniedError(message, hint=Words.TOKEN_LACKS_RIGHT(doing=doing))


def _shown(body: bytes, longest: int = _LONGEST) -> Text:
    """The server's words as they are shown, or that there are none."""
    if words := message_of(body)[:longest]:
        return words
    return Words.HTML_PAGE() if body.lstrip().startswith(b"<") else Words.NO_REASON()


def _retry_after_s(value: str | None) -> float | None:
    """Seconds out of a Retry-After header, which may also hold a date (of UTC, if it names no
    zone); a day at most. None for what is neither."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), _LONGEST_WAIT_S)
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        wait_s = (moment - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):  # whatever is wrong with it
        return None
    return min(max(0.0, wait_s), _LONGEST_WAIT_S)


def _unreachable(url: str, doing: Text, error: Exception) -> StoreUnreachableError:
    reason = str(error.__cause__ or error)  # the cause lacks the library's object addresses
    return StoreUnreachableError(
        Words.UNREACHABLE(url=url, doing=doing, reason=reason[:_LONGEST]),
        hint=Words.CHECK_SERVER_RUNS(),
    )
