"""What errors of every package have in common."""

from turbine.words import Sentence


class Words:
    # Signals
    OWN_FIELD = Sentence("{name}")
    STATE = Sentence("{name} (in words)")
    ONE_OF = Sentence("{signal} {which}")
    STATISTIC_OF = Sentence("{signal} ({statistic})")
    MINIMUM = Sentence("minimum")
    MAXIMUM = Sentence("maximum")
    STANDARD_DEVIATION = Sentence("standard deviation")
    SUM = Sentence("sum")
    COUNTER = Sentence("counter")
    LAST_VALUE = Sentence("last value")
    SET_POINT = Sentence("set point")
    MEAN = Sentence("mean")

    ASK_AN_ADMINISTRATOR = Sentence("Ask an administrator to do it.")

    # Deadlines
    TIMED_OUT = Sentence("{action} timed out after {seconds:g} s.")
    NO_PROGRESS = Sentence("{action} timed out after {seconds:g} s without progress.")
    MAY_BE_OVERLOADED = Sentence(
        "The database may be overloaded: try again, or ask for less at once."
    )
