"""The cookie that keeps a person's choice of language, also while nobody is logged in.

As the device cookie, it comes with an empty style sheet that the page has its browser fetch.
"""

import secrets

from starlette.responses import Response
from starlette.types import Scope

from turbine.ui.server.device import base_path
from turbine.words import languages

PATH = "/windproof-language.css"
"""Within the app's base path; the query is the language's tag."""

COOKIE = "windproof_language"
_KEPT_S = 400 * 24 * 3600
"""The longest that browsers keep a cookie."""


def address_of(tag: str) -> str:
    """From where a browser gets the cookie: another address each time, so that it asks again."""
    return f"{base_path()}{PATH}?{tag}&{secrets.token_hex(4)}"


def answer(scope: Scope, *, secure: bool) -> Response:
    """The style sheet, with the cookie if the query names a language that there is."""
    response = Response(media_type="text/css", headers={"cache-control": "no-store"})
    tag = scope["query_string"].decode("latin-1").partition("&")[0]
    if tag in languages():
        response.set_cookie(
            COOKIE,
            tag,
            max_age=_KEPT_S,
            path=scope["path"].removesuffix(PATH) or "/",
            secure=secure,
            httponly=True,
            samesite="strict",
        )
    return response
