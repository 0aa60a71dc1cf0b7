"""What reading TOA5 says."""

from turbine.words import Sentence


class Words:
    TOA5 = Sentence("Campbell TOA5")
    STATION = Sentence(
        "Campbell TOA5 from station {station!r}, table {table!r}: names, units and statistics "
        "are those of its header."
    )
