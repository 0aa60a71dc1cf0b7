"""Each language has every sentence of the source, and no others: ``make words``, then translate."""

import pseudo
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from paths import ROOT

from turbine.words import ENGLISH, LANGUAGES, languages


@pytest.mark.parametrize("tag", [tag for tag in languages() if tag != ENGLISH])
def test_every_sentence_is_translated(tag):
    found = extract_from_dir(ROOT / "turbine", keywords=pseudo.KEYWORDS)
    source = {message for _, _, message, _, _ in found}
    with (LANGUAGES / f"{tag}.po").open("rb") as file:
        catalog = read_po(file, locale=tag)
    translated = {
        message.id
        for message in catalog
        if message.id
        and (all(message.string) if isinstance(message.string, tuple) else message.string)
    }
    assert not source - translated, "not translated"
    assert not translated - source, "no longer in the source"
