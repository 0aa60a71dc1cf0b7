"""The page on paper: PDF by WeasyPrint, which needs no browser, and of Debian only Pango."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from turbine.model.errors import ConfigError
from turbine.report.words import Words

_ASKS_AGAIN_S = 1.0
_alone = threading.Lock()


def check() -> None:
    """Raises ConfigError where the library that sets text is not installed, with what to do."""
    try:
        import weasyprint  # noqa: F401 - it loads the library
    except OSError as error:  # as its loader of libraries says it
        reason = str(error).partition(":")[0]
        raise ConfigError(Words.NO_PANGO(reason=reason), hint=Words.INSTALL_PANGO()) from error


def pdf(page: str, *, while_waiting: Callable[[], object] = lambda: None) -> bytes:
    """PDF of a page of :func:`turbine.report.page.html`, tagged, with its fonts. Nothing is fetched
    from elsewhere. Raises ConfigError as :func:`check` does.

    One at a time is made, however many ask: thirty turbines take hundreds of megabytes.
    ``while_waiting`` is called each second until it is this one's turn; what it raises gives the
    place up.
    """
    check()
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=("data",))
    with _turn(while_waiting):
        made: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_tags=True)
    return made


@contextmanager
def _turn(while_waiting: Callable[[], object]) -> Iterator[None]:
    while not _alone.acquire(timeout=_ASKS_AGAIN_S):
        while_waiting()
    try:
        yield
    finally:
        _alone.release()
