"""Pages in another language: whatever a page shows of its own is translated."""

from importlib import import_module
from itertools import chain

import pytest
from apptest import open_page, set_embedded
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from scada import Place, made_file, utc_ns
from source_tree import TREES
from streamlit.testing.v1 import AppTest

from turbine import words
from turbine.model.channels import CHANNELS
from turbine.words import Label, Plural, PluralLabel, Sentence, language

MARK = "¡"
KINDS = (
    "title", "header", "subheader", "caption", "info", "warning", "success", "button", "selectbox",
    "metric", "text_input", "number_input", "datetime_input", "checkbox", "toggle", "radio",
    "pills", "expander",
)  # fmt: skip
DATA = ("windproof.duckdb", "**bob**", "**anna**")
"""In texts without a word."""


@pytest.fixture
def marked(embedded: Place, tmp_path, monkeypatch) -> Place:
    """Another language is spoken: English, with a mark before each sentence and label."""
    catalog = Catalog(locale="eo")
    modules = [name for name in TREES if name.endswith(".words") and name != "turbine.words"]
    classes = [vars(import_module(name).Words).values() for name in modules]
    signals = [[channel.label, channel.energy] for channel in CHANNELS]
    for each in chain(*classes, *signals):
        if isinstance(each, Sentence | Label):
            catalog.add(each.text, MARK + each.text)
        elif isinstance(each, Plural | PluralLabel):
            catalog.add((each.text, each.plural), (MARK + each.text, MARK + each.plural))
    folder = tmp_path / "languages"
    folder.mkdir()
    with (folder / "eo.po").open("wb") as file:
        write_po(file, catalog)
    monkeypatch.setattr(language, "LANGUAGES", folder)
    monkeypatch.setattr(language, "_asked", [])
    monkeypatch.setattr(words, "best", lambda _: "eo")
    set_embedded(embedded, monkeypatch)
    return embedded


def shown(at: AppTest) -> list[str]:
    """Labels and texts of the page's own part."""
    elements = [element for kind in KINDS for element in at.main.get(kind)]
    texts = [getattr(each, "label", None) or getattr(each, "value", "") for each in elements]
    columns = [name for table in at.dataframe for name in table.value.columns]
    return [text for text in [*texts, *columns] if isinstance(text, str) and text]


@pytest.mark.parametrize("page", ["ingest", "explore", "verify", "database", "account"])
def test_every_label_of_a_page_is_translated(marked: Place, page) -> None:
    assert len(shown(open_page(page, marked.settings.data_dir))) > 1
    marked.ingest(made_file(300))
    marked.door.remove(utc_ns(5), utc_ns(9))
    texts = shown(open_page(page, marked.settings.data_dir))
    assert len(texts) > 10
    assert not [text for text in texts if MARK not in text and not any(d in text for d in DATA)]
