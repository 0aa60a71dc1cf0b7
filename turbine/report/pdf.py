"""The page on paper: PDF by WeasyPrint, which needs no browser, and of Debian only Pango."""

from turbine.model.errors import ConfigError
from turbine.report.words import Words


def check() -> None:
    """Raises ConfigError where the library that sets text is not installed, with what to do."""
    try:
        import weasyprint  # noqa: F401 - it loads the library
    except OSError as error:  # as its loader of libraries says it
        reason = str(error).partition(":")[0]
        raise ConfigError(Words.NO_PANGO(reason=reason), hint=Words.INSTALL_PANGO()) from error


def pdf(page: str) -> bytes:
    """PDF of a page of :func:`turbine.report.page.html`, tagged, with its fonts. Nothing is fetched
    from elsewhere. Raises ConfigError as :func:`check` does."""
    check()
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=("data",))
    made: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_tags=True)
    return made
