"""Languages: which there are, which one is spoken now, and its translations.

English is in the source. Another language is one file, ``languages/<tag>.po``, made and kept up to
date with Babel's tools (see CONTRIBUTING.md). The language belongs to the session: a page asks for
the browser's, a command for the environment's, and a thread of its own speaks English, as the log
does. (Python's documentation, "gettext": the class-based API.)
"""

import gettext
import io
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

_log = logging.getLogger(__name__)
ENGLISH = "en"
LANGUAGES = Path(__file__).parent / "languages"

_spoken: ContextVar[str | None] = ContextVar("language", default=None)
_asked: list[Callable[[], str]] = []


def languages() -> tuple[str, ...]:
    """The tags of all languages, English first."""
    return (ENGLISH, *sorted(path.stem for path in LANGUAGES.glob("*.po")))


def best(wanted: Iterable[str]) -> str:
    """The first of the wanted tags (``es-MX``, ``es_ES.UTF-8``) whose language there is."""
    known = {tag.replace("_", "-").lower(): tag for tag in languages()}
    known |= {"c": ENGLISH, "posix": ENGLISH}
    for tag in wanted:
        exact = tag.partition(".")[0].replace("_", "-").lower()
        for each in (exact, exact.partition("-")[0]):
            if each in known:
                return known[each]
    return ENGLISH


def current() -> str:
    """The language's tag."""
    spoken = _spoken.get()
    if spoken is None:
        return _asked[-1]() if _asked else ENGLISH
    return spoken


def ask(language: Callable[[], str]) -> None:
    """Where no :func:`speaking` says it, ask this: the shell knows the session's language."""
    _asked[:] = [language]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in the block in this language, one of :func:`languages`."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def translations() -> gettext.NullTranslations | None:
    """Of the current language; None for English, which needs none, and if its file is damaged."""
    language = current()
    return None if language == ENGLISH else _read(LANGUAGES / f"{language}.po")


@lru_cache(maxsize=16)
def _read(path: Path) -> gettext.GNUTranslations | None:
    # Here, not above: English, and so the start of every command, does without.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    compiled = io.BytesIO()
    try:
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.stem.replace("-", "_"), abort_invalid=True)
        write_mo(compiled, catalog)
        compiled.seek(0)
        return gettext.GNUTranslations(compiled)
    except (OSError, ValueError, PoFileError) as error:
        note_fault(path.name, repr(error))
        return None


@lru_cache(maxsize=1024)
def note_fault(what: str, error: str) -> None:
    """Log once what is wrong with a translation."""
    _log.warning("translation of %s cannot be used: %s", what, error)
