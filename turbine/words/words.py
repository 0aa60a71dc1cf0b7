"""Sentences beside each other."""

from turbine.words.sentences import Sentence


class Words:
    BOTH = Sentence("{first} {second}")
