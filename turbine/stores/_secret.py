"""The token, struck out of whatever a server says before anybody reads it.

A server, or a proxy before it, may repeat the request, its Authorization header with it: in an
error, in a page, in a header, even as the name of a bucket. Here is the one place that all it says
passes on its way out of the stores and of the connection test's probes. What we say ourselves is
left alone: of a sentence, only the values are searched.
"""

import base64
import html
import json
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote, quote_plus

from turbine.model.errors import StoreError
from turbine.stores.words import Words
from turbine.words import Said

T = TypeVar("T")
C = TypeVar("C")

STRUCK = "***"
_SHORT = 8  # letters of a password that may well be part of an ordinary word


class Secret:
    """A token, in every form in which it may come back."""

    def __init__(self, token: str) -> None:
        parts = {token, token.partition(":")[2]}  # InfluxDB 1: user:password
        raw = token.encode()
        parts |= {base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()}
        parts |= {part.rstrip("=") for part in parts}
        forms = {form for part in parts if part.strip() for form in _forms(part)}
        self._heads = {form: _head(form) for form in forms}
        pattern = "|".join(_pattern(head) for head in {*self._heads.values()})
        # %2f is %2F, so that no case counts.
        self._search = re.compile(pattern, re.IGNORECASE).search if pattern else None

    def struck(self, text: str) -> str:
        """The text without it, and without what is left of it if it was cut."""
        if self._search is None:
            return text
        parts, at = [], 0
        while match := self._search(text, at):
            start = match.start()
            parts += [text[at:start], STRUCK]
            ends = (
                start + length
                for form, head in self._heads.items()
                if (length := _in_common(form, text[start : start + len(form)])) >= len(head)
            )
            at = max(ends, default=match.end())
        return "".join([*parts, text[at:]])

    def struck_from(self, answer: Any) -> Any:  # noqa: ANN401 - whatever a store answers
        """What a server said of itself, without it: texts, and what is made of them."""
        if isinstance(answer, str):
            return self.struck(answer)
        if isinstance(answer, Said):
            return answer.changed(self.struck)
        if isinstance(answer, bytes):
            return self.struck(answer.decode("utf-8", "replace")).encode()
        if isinstance(answer, dict):
            return {key: self.struck_from(value) for key, value in answer.items()}
        if isinstance(answer, list | tuple):
            return type(answer)(map(self.struck_from, answer))
        if is_dataclass(answer) and not isinstance(answer, type):
            parts = {part.name: getattr(answer, part.name) for part in fields(answer)}
            changed = {n: new for n, old in parts.items() if (new := self.struck_from(old)) != old}
            return replace(answer, **changed) if changed else answer
        return answer

    @contextmanager
    def kept(self) -> Iterator[None]:
        """A StoreError that passes is raised without it, and without causes that hold it. Another
        error that holds it becomes a StoreError: its text is what the server said."""
        try:
            yield
        except StoreError as error:
            vars(error).update(self.struck_from(vars(error)))
            error.change(self.struck)
            if self._reveals(error):
                raise error from None
            raise
        except Exception as error:  # any error's text may repeat the secret
            if not self._reveals(error):
                raise
            reason = self.struck(f"{type(error).__name__}, {error}")
            raise StoreError(Words.NOT_UNDERSTOOD(reason=reason)) from None

    def _reveals(self, error: BaseException) -> bool:
        """Whether what led to an error holds it."""
        text = "".join(traceback.format_exception(error))
        return self.struck(text) != text


def discreet(kind: type[C]) -> type[C]:
    """A class of stores whose methods let nothing out that holds its ``_secret``."""
    for name in (
        *("info", "bucket", "bucket_names", "create_bucket", "set_shard", "size_bytes", "write"),
        *(
            "series",
            "fields",
            "foreign_types",
            "stamps",
            "read",
            "points",
            "other_fields",
            "aggregate",
        ),
        *("aggregate", "delete", "erase", "put_back"),
    ):
        setattr(kind, name, _discreet(getattr(kind, name)))
    return kind


def _discreet(method: Callable[..., T]) -> Callable[..., T]:
    # Numbers, and the text of our own query.
    plain = method.__name__ in ("stamps", "read", "points", "aggregate")

    @wraps(method)
    def call(self: Any, *args: Any, **kwargs: Any) -> T:  # noqa: ANN401 - the method's own
        with self._secret.kept():
            answer = method(self, *args, **kwargs)
            return answer if plain else self._secret.struck_from(answer)

    return call


def _forms(part: str) -> Iterator[str]:
    """As it is, and as addresses, JSON, HTML and Python write it."""
    yield from (part, quote(part), quote(part, safe=""), quote_plus(part))
    for escaped in (json.dumps(part), json.dumps(part, ensure_ascii=False), repr(part)):
        yield escaped[1:-1]
        yield escaped[1:-1].replace("/", "\\/")
    yield html.escape(part)
    yield html.escape(part, quote=False)


def _in_common(one: str, other: str) -> int:
    """Characters that both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    ends = (i for i, (a, b) in pairs if a.lower() != b.lower())
    return next(ends, min(len(one), len(other)))


def _head(form: str) -> str:
    """What a form is recognised by: enough of a long one, which may have been cut off."""
    return form[: max(_SHORT, len(form) // 3)]


def _pattern(head: str) -> str:
    """Finds it; a short one only if it is not part of a word."""
    if len(head) >= _SHORT:
        return re.escape(head)
    before = r"(?<!\w)" if re.match(r"\w", head) else ""
    after = r"(?!\w)" if re.match(r"\w", head[-1]) else ""
    return before + re.escape(head) + after
