"""What each answer tells the browser to refuse: other sites, other scripts, other frames."""

import base64
import hashlib
import re
from pathlib import Path

import streamlit as st

SCRIPTS = tuple(
    (Path(__file__).parent / f"{name}.js").read_text(encoding="utf-8")
    for name in ("pictures", "keyboard", "spoken")
)
"""Our own: the only ones that a page may hold beside Streamlit's."""


def security_headers(*, https: bool) -> list[tuple[bytes, bytes]]:
    """What every answer has."""
    headers = [
        # Not DENY: the login cookie is written from an iframe of our own.
        (b"x-frame-options", b"SAMEORIGIN"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ]
    if https:
        headers.append((b"strict-transport-security", b"max-age=31536000"))
    return headers


def policy(*, component: bool) -> bytes:
    """The Content-Security-Policy of an answer; ``component``: it is of a component's page."""
    # The cookie component's page (a package's static file) starts itself with an inline script.
    inline = "'unsafe-inline'" if component else _INLINE_SCRIPTS
    sources = {
        "default-src": ("'self'",),
        "script-src": ("'self'", inline),
        "style-src": ("'self'", "'unsafe-inline'"),
        "img-src": ("'self'", "data:", "blob:"),
        "font-src": ("'self'", "data:"),
        "worker-src": ("'self'", "blob:"),
        "object-src": ("'none'",),
        "base-uri": ("'self'",),
        "form-action": ("'self'",),
        "frame-ancestors": ("'self'",),
    }
    return "; ".join(" ".join((name, *allowed)) for name, allowed in sources.items()).encode()


def _inline_scripts(index: Path) -> str:
    """The hashes of the scripts within Streamlit's own page, and of ours."""
    scripts = re.findall(rb"<script>(.*?)</script>", index.read_bytes(), re.DOTALL)
    scripts += (script.encode() for script in SCRIPTS)
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


_INLINE_SCRIPTS = _inline_scripts(Path(st.__file__).parent / "static" / "index.html")
