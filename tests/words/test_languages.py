"""Each language's file: what is translated keeps its places and its marks, and can be shown."""

import re
from collections import Counter
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from turbine.words import ENGLISH, LANGUAGES, Label, PluralLabel, languages, speaking
from turbine.words.language import note_fault

TAGS = [tag for tag in languages() if tag != ENGLISH]
SAME = {
    "es": {
        "Arrow (Feather)", "Bucket", "bucket", "Campbell TOA5", "CSV", "Excel", "Greenbyte",
        "Parquet", "Plan", "Plausible", "Sector", "Shards", "Token", "Weibull", "Windographer",
        "error", "sector", "total", "{count} byte", "{count} bytes", "{count:,} series",
        "{count:,} series, {rows}", "SHA-256", "UTF-8", "UTF-16, big-endian",
        "%(prog)s: error: %(message)s\n",
        "UTF-16, little-endian", "Sector {centre:g}° ± {half:g}°", "Windproof {version}",
        "{file} · {size} · SHA-256 `{digest}…`",
    },
}  # fmt: skip
"""What has words and is the same in English: names, and words that both languages have."""
MARKS = re.compile(
    r"\*\*|`|\n|\]\([^()]*\)|:material/\w+:|:[a-z]+(?:-[a-z]+)?\[|&\w+;|<[^<>]*>|"
    r"%\(\w+\)[sr]|%[sr]|(?<!-)--[a-z][a-z-]+"
)
"""Of Markdown, Streamlit, HTML and argparse; and options of the command line."""


def catalog_of(tag: str) -> Catalog:
    with (LANGUAGES / f"{tag}.po").open("rb") as file:
        return read_po(file, locale=tag, abort_invalid=True)


def pairs(message: Message) -> list[tuple[str, str]]:
    """Each form of the source with its translation; none if it has none."""
    source, given = message.id, message.string
    if isinstance(source, str):
        return [(source, given)] if given else []
    return list(zip(source, given, strict=True)) if all(given) else []


@pytest.fixture(scope="module", params=TAGS)
def catalog(request) -> Catalog:
    return catalog_of(request.param)


@pytest.fixture(scope="module")
def translated(catalog) -> list[tuple[str, str]]:
    found = [pair for message in catalog if message.id for pair in pairs(message)]
    assert found
    return found


def places(text: str) -> Counter[tuple[str, str, str]]:
    """Its places with their formats; a first letter may be small in one language alone."""
    return Counter(
        (name, (spec or "").replace("lower", ""), conversion or "")
        for _, name, spec, conversion in Formatter().parse(text)
        if name is not None
    )


def sample(spec: str) -> object:
    """A value that fits a place: all formats but this one are of numbers."""
    return 3 if spec and spec != "lower" else "Text"


def test_nothing_is_uncertain_or_left_over(catalog):
    assert not catalog.fuzzy
    assert not [message.id for message in catalog if message.id and message.fuzzy]
    assert not list(catalog.obsolete)


def test_translations_have_the_same_places(translated):
    wrong = [
        (source, given)
        for source, given in translated
        if set(places(given)) != set(places(source))
        and not {name for name, _, _ in set(places(source)) ^ set(places(given))} <= {"count"}
    ]
    assert not wrong


def test_translations_have_the_same_marks(translated):
    wrong = [
        (source, given)
        for source, given in translated
        if Counter(MARKS.findall(source)) != Counter(MARKS.findall(given))
        or source.startswith(" ") != given.startswith(" ")
        or source.endswith(" ") != given.endswith(" ")
    ]
    assert not wrong


@pytest.mark.parametrize("tag", TAGS)
def test_each_sentence_can_be_shown(tag, caplog):
    """With values in all its places, for one and for several, in its own words."""
    note_fault.cache_clear()
    for message in catalog_of(tag):
        if not message.id or not pairs(message):
            continue
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        values = {
            name: sample(spec or "")
            for _, name, spec, _ in Formatter().parse("".join(source))
            if name
        }
        for count in (1, 2):
            of_count = values | ({"count": count} if len(source) == 2 else {})
            label = PluralLabel(*source) if len(source) == 2 else Label(source[0])
            with speaking(tag):
                assert label.render(of_count)
    assert not caplog.records, caplog.text


@pytest.mark.parametrize("tag", TAGS)
def test_what_has_words_is_not_left_in_english(tag):
    same = {
        source
        for message in catalog_of(tag)
        if message.id
        for source, given in pairs(message)
        if source == given and re.search(r"[^\W\d_]{3,}", bare(source))
    }
    assert same == SAME[tag]


def bare(text: str) -> str:
    """The text without its places and marks."""
    named = re.sub(r"\{[^{}]*\}|%\w", " ", text)
    return re.sub(r"\b(kWh|UTC|HTTP|TLS|NaN|min)\b", " ", MARKS.sub(" ", named))
