"""What windowed aggregates are called, and what is said about them."""

from turbine.words import Sentence


class Words:
    # Functions
    MEAN = Sentence("Mean")
    MINIMUM = Sentence("Minimum")
    MAXIMUM = Sentence("Maximum")
    SUM = Sentence("Sum")
    COUNT = Sentence("Rows")
    MEDIAN = Sentence("Median")
    STANDARD_DEVIATION = Sentence("Standard deviation")
    SPREAD = Sentence("Spread")
    FIRST_VALUE = Sentence("First value")
    LAST_VALUE = Sentence("Last value")
    PERCENTILE_10 = Sentence("10th percentile")
    PERCENTILE_90 = Sentence("90th percentile")
    ENERGY = Sentence("Energy")
    CIRCULAR_MEAN = Sentence("Circular mean")
    ROWS = Sentence("rows")
    LABEL = Sentence("{signal} {function:lower} ({unit})")
    SIGNAL = Sentence("{signal} ({unit})")

    # What cannot be asked
    NO_FIELD = Sentence("No field is chosen.")
    CHOOSE_A_FIELD = Sentence("Choose at least one.")
    NO_SUCH_FIELD = Sentence("There is no field {name!r}.")
    FIELDS = Sentence("The fields are {names}.")
    IS_AN_ANGLE = Sentence("{signal} has no {function:lower}, since it is an angle.")
    IS_NO_ANGLE = Sentence("{signal} has no circular mean, since it is not an angle.")
    IS_NO_POWER = Sentence("{signal} has no energy, since it is not a power.")
    POSSIBLE = Sentence("The functions for these fields are {functions}.")
    NO_BAND = Sentence(
        "The band from the 10th to the 90th percentile is for mean and median, not for {function}."
    )
    CHOOSE_MEAN = Sentence("Choose one of these functions, or leave out the band.")

    # Notes on a result
    SHOWS_CIRCULAR_MEAN = Sentence("{signal} is an angle: its circular mean is shown.")
    NOT_FILLED = Sentence(
        "Empty windows of {signal:lower} stay empty, since zero would mean north."
    )
    SINGLE_ROW = Sentence(
        "{signal} has a single row, which has no time step: there is neither energy nor data "
        "coverage."
    )
    IRREGULAR = Sentence(
        "The rows of {signal:lower} come at irregular times and have no time step: there is "
        "neither energy nor data coverage."
    )
    PARTLY_IRREGULAR = Sentence(
        "Some rows of {signal:lower} come at irregular times and have no time step: their windows "
        "have neither energy nor data coverage."
    )

    # Columns of the table
    START = Sentence("Start ({zone})")
    ROWS_EXPECTED = Sentence("Rows expected")
    DATA_COVERAGE = Sentence("Data coverage (%)")
    TRUNCATED = Sentence("Truncated")
    SIGNAL_ROWS_FOUND = Sentence("{signal} rows found")
    SIGNAL_ROWS_EXPECTED = Sentence("{signal} rows expected")
    SIGNAL_PERCENTILE_10 = Sentence("{signal} 10th percentile ({unit})")
    SIGNAL_PERCENTILE_90 = Sentence("{signal} 90th percentile ({unit})")
    SIGNAL_STEADINESS = Sentence("{signal} steadiness (0 to 1)")
    SIGNAL_FILLED = Sentence("{signal} filled in")
