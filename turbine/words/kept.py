"""Sentences where they are kept, in the ledger: as codes with their values.

A kept text is JSON, ``{"said": [{"code": …, "values": {…}}, "a bare text", …]}``. A text that is
not so is of a version that kept sentences, and is shown as it is. A code that this version does
not have (it was written by another) is shown with its values.
"""

import json
from collections.abc import Iterable

from turbine.words.sentences import Said, Text, Value, sentence_of

_START = '{"said": ['
_FOREIGN = ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError
"""What is raised of somebody else's text that looks like ours."""


def keep(*texts: Text) -> str:
    """One or more sentences as they are kept; empty ones are left out."""
    parts = [_out(text) for text in texts if text]
    return json.dumps({"said": parts}, ensure_ascii=False) if parts else ""


def texts_of(kept: str) -> tuple[Text, ...]:
    """The sentences of a kept text, to be said or kept among others."""
    if not kept.startswith(_START):
        return (kept,) if kept else ()
    try:
        texts = _parsed(kept)
        _joined(texts)  # each value fits its place
    except _FOREIGN:
        return (kept,)
    return texts


def recall(kept: str) -> str:
    """A kept text as a person reads it."""
    if not kept.startswith(_START):
        return kept
    try:
        return _joined(_parsed(kept))
    except _FOREIGN:
        return kept


def recall_all(kept: Iterable[str | None]) -> list[str | None]:
    """The same of many, most of which are alike."""
    shown: dict[str | None, str | None] = {None: None}
    texts = []
    for text in kept:
        if text not in shown and text is not None:
            shown[text] = recall(text)
        texts.append(shown[text])
    return texts


def _out(value: Value) -> object:
    if isinstance(value, Said):
        return {"code": value.code, "values": {k: _out(v) for k, v in value.values.items()}}
    return [_out(each) for each in value] if isinstance(value, tuple) else value


def _parsed(kept: str) -> tuple[Text, ...]:
    values = map(_in, json.loads(kept)["said"])
    return tuple(value if isinstance(value, Said) else str(value) for value in values)


def _joined(texts: tuple[Text, ...]) -> str:
    return " ".join(map(str, texts))


def _in(part: object) -> Value:
    if isinstance(part, list):
        return tuple(_in(each) for each in part)
    if not isinstance(part, dict):
        return part if isinstance(part, str | int | float | bool) else None
    code, values = part["code"], {name: _in(value) for name, value in part["values"].items()}
    sentence = sentence_of(code)
    if sentence is None or not sentence.places <= values.keys():
        listed = ", ".join(f"{name}: {value}" for name, value in values.items())
        return f"{code} ({listed})" if listed else str(code)
    return Said(sentence, values)
