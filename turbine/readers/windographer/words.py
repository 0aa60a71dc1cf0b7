"""What reading Windographer's exports says."""

from turbine.words import Sentence


class Words:
    WINDOGRAPHER = Sentence("Windographer")
