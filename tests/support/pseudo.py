"""A language made of the English one: each sentence between « and ». What is not, was not
translated."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po
from paths import ROOT

TAG = "eo"
"""A tag that Babel knows, with two forms of the plural."""
KEYWORDS = {"Sentence": None, "Label": None, "Plural": (1, 2), "PluralLabel": (1, 2)}

NO_WORDS = re.compile(
    r"<style.*?</style>|<script.*?</script>|<[^<>]*>|"
    r":material/[a-z_0-9]+:|:[a-z]+(?:-[a-z]+)?(?=\[)|&[a-z]+;|"
    r"%\{[^{}]*\}|x{4}|\]\([^()]*\)",
    re.DOTALL,
)


def write(folder: Path) -> None:
    """Write the language's file into the folder."""
    catalog = Catalog(locale=TAG)
    for _, _, message, _, _ in extract_from_dir(ROOT / "turbine", keywords=KEYWORDS):
        if isinstance(message, tuple):
            catalog.add(message, tuple(f"«{text}»" for text in message))
        else:
            catalog.add(message, f"«{message}»")
    with (folder / f"{TAG}.po").open("wb") as file:
        write_po(file, catalog)


def untranslated(text: str) -> str:
    """What stands outside of all « and », without what Markdown, Streamlit and HTML add."""
    text = NO_WORDS.sub(" ", text)
    while (inner := re.sub(r"«[^«»]*»", " ", text)) != text:
        text = inner
    return text


def words_of(text: str) -> Iterator[str]:
    """Its words: three letters and more, so that units and numbers are none."""
    yield from re.findall(r"[^\W\d_]{3,}", untranslated(text))
