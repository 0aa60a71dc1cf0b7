"""What Plotly itself says on a chart (dates, buttons, tips), in the language that is spoken.

Streamlit's copy of Plotly brings English alone, so that each chart's config takes the rest along.
(Plotly.js, "Localization": ``locales`` of the config.)
"""

from functools import lru_cache
from typing import Any

from turbine.charts.words import Words
from turbine.words import ENGLISH, current, signs

_PLOTLY = {
    "Download plot as a PNG": Words.DOWNLOAD_PICTURE,
    "Download plot": Words.DOWNLOAD_PICTURE,
    "Zoom": Words.ZOOM,
    "Pan": Words.PAN,
    "Box Select": Words.BOX_SELECT,
    "Zoom in": Words.ZOOM_IN,
    "Zoom out": Words.ZOOM_OUT,
    "Reset axes": Words.RESET_AXES,
    "Reset": Words.RESET_AXES,
    "Double-click to zoom back out": Words.DOUBLE_CLICK,
    "Double-click on legend to isolate one trace": Words.DOUBLE_CLICK_LEGEND,
    "Preparing image - this may take a few seconds": Words.PREPARING_PICTURE,
    "Image download succeeded": Words.PICTURE_DOWNLOADED,
    "Sorry, there was a problem downloading your image!": Words.PICTURE_FAILED,
}
"""Plotly's English → ours, of what our charts show."""


def config(base: dict[str, Any]) -> dict[str, Any]:
    """Plotly's options ``base``, with the language."""
    language = current()
    if language == ENGLISH:
        return base
    its = {
        "dictionary": {theirs: ours() for theirs, ours in _PLOTLY.items()},
        "format": _dates(language),
    }
    return {**base, "locale": language, "locales": {language: its}}


def separators() -> str:
    """The decimal and the thousands sign, as a layout has them."""
    return "".join(signs())


@lru_cache(maxsize=16)
def _dates(language: str) -> dict[str, Any]:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):  # a file of somebody's own
        return {}
    sunday_first = (6, 0, 1, 2, 3, 4, 5)
    days, months = locale.days["format"], locale.months["format"]
    return {
        "days": [days["wide"][day] for day in sunday_first],
        "shortDays": [days["abbreviated"][day] for day in sunday_first],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
        "year": "%Y",
        "month": "%b %Y",
        "dayMonth": "%-d %b",
        "dayMonthYear": "%-d %b %Y",
    }
