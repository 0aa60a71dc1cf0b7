"""The report's HTML as a person and a browser read it, by Python's own parser."""

import base64
import ctypes
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

_VOID = {"meta", "img", "col", "br", "link", "base", "input"}


def _has_pango() -> bool:
    with suppress(OSError):
        ctypes.CDLL("libpangoft2-1.0.so.0")
        return True
    return False


needs_pango = pytest.mark.skipif(
    not _has_pango(), reason="Pango is not here: apt-get install libpangoft2-1.0-0"
)


@dataclass
class Tag:
    name: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Printed(HTMLParser):
    """A page, taken apart."""

    html: str
    tags: list[Tag] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)
        self.feed(self.html)
        self.close()
        assert self.unclosed == [], "tags are closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.unclosed.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.unclosed.pop() == tag, "tags are nested"

    def handle_data(self, data: str) -> None:
        if self.unclosed and self.unclosed[-1] != "style" and data.strip():
            self.texts.append(data.strip())
            self.tags[-1].text += data

    @property
    def text(self) -> str:
        """All that stands on the page, and what its pictures say instead of themselves."""
        return "\n".join([*self.texts, *(tag.attributes["alt"] for tag in self.of("img"))])

    def of(self, name: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.name == name]

    @property
    def headings(self) -> list[tuple[int, str]]:
        found = [tag for tag in self.tags if tag.name in ("h1", "h2", "h3", "h4")]
        return [(int(tag.name[1]), tag.text) for tag in found]

    def pictures(self) -> list[ElementTree.Element]:
        """Of each chart the SVG, which is well formed."""
        kind = "data:image/svg+xml;base64,"
        sources = [tag.attributes["src"] for tag in self.of("img")]
        assert all(source.startswith(kind) for source in sources)
        return [
            ElementTree.fromstring(base64.b64decode(source.removeprefix(kind)))  # our own
            for source in sources
        ]
