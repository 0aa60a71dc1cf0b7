"""What a person reads: whole sentences with named places for values, in the session's language."""

from turbine.words.dates import month_names
from turbine.words.joining import together
from turbine.words.kept import keep, recall, recall_all, texts_of
from turbine.words.language import ENGLISH, LANGUAGES, ask, best, current, languages, speaking
from turbine.words.numbers import number, signs
from turbine.words.sentences import Label, Plural, PluralLabel, Said, Sentence, Text, Value, listed

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Label",
    "Plural",
    "PluralLabel",
    "Said",
    "Sentence",
    "Text",
    "Value",
    "ask",
    "best",
    "current",
    "keep",
    "languages",
    "listed",
    "month_names",
    "number",
    "recall",
    "recall_all",
    "signs",
    "speaking",
    "texts_of",
    "together",
]
