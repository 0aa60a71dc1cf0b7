"""What reading Greenbyte's exports says."""

from turbine.words import Sentence


class Words:
    GREENBYTE = Sentence("Greenbyte")
