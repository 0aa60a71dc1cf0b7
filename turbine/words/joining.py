"""Whole sentences, one after the other."""

from turbine.words.sentences import Text
from turbine.words.words import Words


def together(*texts: Text) -> Text:
    """All of them as one text, to be shown or kept; empty ones are left out."""
    said: Text = ""
    for text in texts:
        if text:
            said = Words.BOTH(first=said, second=text) if said else text
    return said
