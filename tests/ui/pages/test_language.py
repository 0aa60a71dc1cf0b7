"""The ingest page speaks the session's language in every text but those of the file."""

from collections.abc import Iterator
from typing import Any

import pytest
from apptest import click, has, open_page, run, set_embedded
from scada import HEADER, Place, line, until
from streamlit.testing.v1 import AppTest

from turbine.words import sentences

SHOWN = ("label", "body", "help", "placeholder", "captions", "text", "alt", "title")
ROWS = [*(line(row, row, 5, 6, 7) for row in range(9)), line(9, "?", 5, 6, 7), line(0, 0, 5, 6, 7)]
FILE = "\n".join([HEADER, *ROWS, "no time,1,2,3,4", ""])


class Marked:
    """A language that says everything in brackets."""

    def gettext(self, text: str) -> str:
        return f"⟦{text}⟧"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return f"⟦{one if count == 1 else many}⟧"


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "translations", Marked)


def texts(message: Any) -> Iterator[str]:
    """What of an element a person reads."""
    for field, value in message.ListFields():
        values = [value] if isinstance(value, str) or hasattr(value, "ListFields") else value
        if field.type == field.TYPE_STRING and field.name in SHOWN:
            yield from values
        elif field.type == field.TYPE_MESSAGE and not hasattr(value, "values"):
            for each in values:
                yield from texts(each)


def shown(block: Any) -> Iterator[str]:
    for child in block.children.values():
        if child.proto is not None:
            yield from texts(child.proto)
        if hasattr(child, "children"):
            yield from shown(child)


def test_every_text_of_the_steps_and_the_result(
    embedded: Place, marked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_embedded(embedded, monkeypatch)
    seen: set[str] = set()

    def read(at: AppTest) -> AppTest:
        seen.update(shown(at._tree))
        return at

    at = read(open_page("ingest", embedded.settings.data_dir))
    at.file_uploader[0].upload("made.csv", FILE.encode())
    read(run(at))
    read(click(at, "ingest_confirm"))
    for rule in ("whole-years", "start-at", "today", "keep"):
        at.radio(key="ingest_rule_name").set_value(rule)
        read(run(at))
    read(click(at, "ingest_start"))
    until(lambda: has(read(run(at)), "ingest_shown_undo"), what="the ingest ended")
    read(click(at, "ingest_shown_undo"))
    of_the_file = {name.split("_")[0].split(" ")[0] for name in HEADER.split(",")}
    own = {text for text in seen if not any(text.startswith(name) for name in of_the_file)}
    plain = {text for text in own if any(map(str.isalpha, text)) and "⟦" not in text}
    assert {text for text in plain if "<style>" not in text} == set()
    assert len(own) > 100
