"""What windowed aggregates are called, and what is said about them."""

from turbine.words import Plural, Sentence


class Words:
    # Functions
    MEAN = Sentence("Mean")
    MEAN_HELD = Sentence("Time-weighted mean")
    MINIMUM = Sentence("Minimum")
    MAXIMUM = Sentence("Maximum")
    SUM = Sentence("Sum")
    COUNT = Sentence("Rows")
    MEDIAN = Sentence("Median")
    STANDARD_DEVIATION = Sentence("Standard deviation")
    STANDARD_ERROR = Sentence("Standard error")
    SPREAD = Sentence("Spread")
    FIRST_VALUE = Sentence("First value")
    LAST_VALUE = Sentence("Last value")
    MOST_FREQUENT = Sentence("Most frequent value")
    PERCENTILE = Sentence("Percentile {percent:g}, exceedance P{exceedance:g}")
    ENERGY = Sentence("Energy")
    ENERGY_HELD = Sentence("Energy (each value held until the next)")
    ENERGY_TRAPEZOIDS = Sentence("Energy (trapezoidal rule)")
    INCREASE = Sentence("Increase")
    CIRCULAR_MEAN = Sentence("Circular mean")
    CIRCULAR_DEVIATION = Sentence("Circular standard deviation")
    MOST_FREQUENT_SECTOR = Sentence("Most frequent of 16 sectors")
    ROWS = Sentence("rows")
    LABEL = Sentence("{signal} {function:lower} ({unit})")
    LABEL_WITHOUT_UNIT = Sentence("{signal} {function:lower}")
    SIGNAL = Sentence("{signal} ({unit})")

    # What cannot be asked
    NO_FIELD = Sentence("No field is chosen.")
    CHOOSE_A_FIELD = Sentence("Choose at least one.")
    IS_AN_ANGLE = Sentence("{signal} has no {function:lower}, since it is an angle.")
    IS_A_STATE = Sentence("{signal} has no {function:lower}, since it holds words.")
    IS_NO_STATE = Sentence("{signal} has no most frequent value, since it holds numbers.")
    WORDS_NOT_FILLED = Sentence("Empty windows of {signal:lower} stay empty, since it holds words.")
    IS_NO_ANGLE = Sentence("{signal} has no {function:lower}, since it is not an angle.")
    NO_SUCH_FUNCTION = Sentence("There is no function {function!r}.")
    IS_NO_POWER = Sentence("{signal} has no energy, since it is not a power.")
    IS_NO_COUNTER = Sentence("{signal} has no increase, since it is not a counter.")
    IS_A_COUNTER = Sentence("{signal} has no sum, since it is a counter: it has an increase.")
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
        "{signal} has a single row and so no time step: neither energy nor data coverage can "
        "be calculated."
    )
    IRREGULAR = Sentence(
        "The rows of {signal:lower} have irregular times and no time step: neither energy nor "
        "data coverage can be calculated."
    )
    IRREGULAR_INTEGRATED = Sentence(
        "The rows of {signal:lower} have irregular times and no time step: data coverage "
        "cannot be calculated."
    )
    PARTLY_IRREGULAR = Sentence(
        "Some rows of {signal:lower} have irregular times and no time step: their windows have "
        "neither energy nor data coverage."
    )

    CHOOSE_INTEGRAL = Sentence(
        "If you know what happens between two values, choose their time-weighted integral: "
        "energy-hold (each value holds until the next) or energy-trapezoid (straight lines)."
    )
    HELD = Sentence(
        "{signal} is integrated over time with each value held until the next one, for {longest} "
        "at most. Nothing is added after the last."
    )
    TRAPEZOIDS = Sentence(
        "{signal} is integrated over time along straight lines between its values, which are "
        "{longest} apart at most."
    )
    RESTARTED = Plural(
        "{signal} restarted from zero {count:,} time: what it has counted since is added.",
        "{signal} restarted from zero {count:,} times: what it has counted since is added.",
    )
    CORRECTED = Plural(
        "{signal} fell {count:,} time without restarting: the drop is subtracted.",
        "{signal} fell {count:,} times without restarting: the drops are subtracted.",
    )

    MEAN_HOLDS = Sentence(
        "The mean of {signal:lower} is weighted by time, with each value held until the next one, "
        "for {longest} at most."
    )
    NOT_TURBULENCE = Sentence(
        "The standard deviation of {signal:lower} is that of the stored values, which are means: "
        "it says nothing about turbulence, which is within them."
    )
    INDEPENDENT = Sentence(
        "The standard error treats the rows as independent. Neighbouring rows are similar, so "
        "the true error is larger."
    )
    SPREAD_OVER_WINDOWS = Sentence(
        "Rows of {signal:lower} last longer than a window: the energy of each is spread evenly "
        "over its duration."
    )
    ODD_WINDOWS = Plural(
        "{count:,} window across a clock change is {lengths} long.",
        "{count:,} windows across clock changes are {lengths} long.",
    )

    # Columns of the table
    START = Sentence("Start ({zone})")
    ROWS_EXPECTED = Sentence("Rows expected")
    DATA_COVERAGE = Sentence("Data coverage (%)")
    TRUNCATED = Sentence("Truncated")
    SIGNAL_ROWS_FOUND = Sentence("{signal} rows found")
    SIGNAL_ROWS_EXPECTED = Sentence("{signal} rows expected")
    SIGNAL_STEADINESS = Sentence("{signal} steadiness (0 to 1)")
    SIGNAL_SCALED = Sentence("{energy}, scaled to the rows expected")
    SIGNAL_FILLED = Sentence("{signal} filled in")

    # What a file says of its table
    TABLE = Sentence("Table")
    ABOUT = Sentence("About")
    TURBINE = Sentence("Turbine")
    PERIOD_FROM = Sentence("From")
    PERIOD_TO = Sentence("To, not included")
    TIME_ZONE = Sentence("Time zone")
    ROW_COUNT = Sentence("Rows")
    NOTE = Sentence("Note")
    DEFINITION = Sentence("How these values are calculated")
    QUERY = Sentence("Query")
    UTC_OFFSET = Sentence("{column}: UTC offset")
    NOT_FINITE = Plural(
        "{count:,} value is not a number (NaN or infinite): its cell is empty.",
        "{count:,} values are not numbers (NaN or infinite): their cells are empty.",
    )
    LARGE_NUMBERS = Sentence(
        "Whole numbers of more than 15 digits, which Excel would round, are written as text: "
        "{columns}."
    )
    CUT_TEXTS = Plural(
        "{count:,} text is longer than a cell can hold and is cut after {most:,} characters.",
        "{count:,} texts are longer than a cell can hold and are cut after {most:,} characters.",
    )
    NO_DATES = Sentence(
        "{column}: Excel has no exact dates before March 1900 or finer than a millisecond, so "
        "these times are written as text."
    )
    TOO_MUCH_FOR_EXCEL = Sentence(
        "The table has {rows:,} rows. An Excel sheet holds at most {most:,} rows and 16,384 "
        "columns."
    )
    TAKE_PARQUET = Sentence("Download it as CSV or Parquet, or choose a shorter period.")
    NO_ROOM_FOR_EXCEL = Sentence("The workbook could not be made: {reason}.")
    MAKE_ROOM = Sentence(
        "Free some disk space for temporary files, or download it as CSV or Parquet."
    )
