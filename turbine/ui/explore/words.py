"""What the explore page says."""

from turbine.words import Label, PluralLabel


class Words:
    TITLE = Label("Explore")
    CHOOSE_A_FIELD = Label("Choose at least one field.")

    # What of the address was ignored
    UNKNOWN_FIELDS = PluralLabel(
        "{series} has no field {names}.", "{series} does not have the fields {names}."
    )
    TOO_MANY_FIELDS = Label("One chart shows at most {most} fields.")
    FUNCTION_NOT_AVAILABLE = Label("The chosen fields have no {function:lower}.")

    # Selectors
    TURBINE = Label("Turbine")
    FIELDS = Label("Fields")
    FIND_A_FIELD = Label("Type to find a field")
    FIELDS_HELP = Label(
        "At most {most} on one chart. Fields of the same quantity are listed together; what no "
        "recorded ingest wrote comes from another program."
    )
    SHOW = Label("Show")
    WINDOW = Label("Window")
    WINDOW_HELP = Label(
        "The interval that each value covers. Others can be typed: any number of minutes, "
        "hours or days, such as 20 min, 12 h or 10 d."
    )
    FUNCTION = Label("Function")
    FUNCTION_HELP = Label(
        "What is computed from the rows in each window. Energy is in kWh: power times time, of "
        "the rows that exist. A wind direction has a circular mean, a first and a last value "
        "and a row count; it has no minimum, sum or percentile. Any other percentile can be "
        "typed, such as p99. The P90 of the wind industry, exceeded 90 % of the time, is the "
        "10th percentile."
    )
    EMPTY_WINDOWS = Label("Empty windows")
    BAND = Label("10th to 90th percentile band")
    BAND_HELP = Label("Of the rows in each window. Available with the mean and the median.")

    OVER_TIME = Label("Over time")
    DIURNAL_PROFILE = Label("Diurnal profile")
    DATA_COVERAGE = Label("Data coverage")

    TEN_MINUTES = Label("10 minutes")
    FIFTEEN_MINUTES = Label("15 minutes")
    THIRTY_MINUTES = Label("30 minutes")
    ONE_HOUR = Label("1 hour")
    THREE_HOURS = Label("3 hours")
    SIX_HOURS = Label("6 hours")
    ONE_DAY = Label("1 day")
    ONE_WEEK = Label("1 week (from Monday)")
    ONE_MONTH = Label("1 month")
    ONE_QUARTER = Label("1 quarter")
    ONE_YEAR = Label("1 year")
    WHOLE_PERIOD = Label("Whole period")

    LEAVE_A_GAP = Label("Leave a gap")
    REPEAT_PREVIOUS = Label("Repeat the previous value")
    INTERPOLATE = Label("Interpolate linearly")
    ZERO = Label("Zero")

    # Ready-made views
    READY_MADE_VIEWS = Label("Ready-made views")
    DAILY_ENERGY = Label("Daily energy")
    MONTHLY_ENERGY = Label("Monthly energy")
    MONTHLY_MEAN_POWER = Label("Monthly mean power")
    HOURLY_WIND = Label("Hourly wind speed and spread")
    EXPECTED_POWER = Label("Actual and theoretical power")
    WIND_AND_DIRECTION = Label("Wind speed and direction")
    WEEKLY_COVERAGE = Label("Weekly data coverage")

    # Numbers
    NO_VALUE = Label("no value")
    MEAN_HELP = Label("The mean over the period.")
    MOST_FREQUENT_HELP = Label("The most frequent state of the period.")
    STATE = Label("State")
    STATE_ROWS = Label("Rows")
    STATE_SHARE = Label("Share of the rows (%)")
    DIRECTION_HELP = Label(
        "The mean direction over the period. Its steadiness is {steadiness:.2f}: 1 means "
        "always the same direction; near 0, from all directions."
    )
    ENERGY_HELP = Label(
        "Power times time, of the rows that exist. Missing rows are not compensated for."
    )
    SCALED = Label("{energy}, scaled")
    SCALED_HELP = Label(
        "What the energy would be if the missing rows were like those that exist: an estimate."
    )
    COVERAGE = Label("Data coverage (%)")
    COVERAGE_HELP = PluralLabel(
        "{found:,} of {count:,} expected value found.",
        "{found:,} of {count:,} expected values found.",
    )
    COVERAGE_UNKNOWN = Label(
        "The interval between rows is not known, so neither is the number of expected values."
    )

    # Chart and notes
    CHART_TITLE = Label("{titles}")
    NOTHING_IN_A = Label("There are no rows in period A: B is shown alone.")
    NO_PLACE = PluralLabel(
        "{count:,} window of A has no place on B's axis (29 February): the table has it.",
        "{count:,} windows of A have no place on B's axis (29 February): the table has them.",
    )
    BAND_OF_B = Label("The band is that of period B.")
    COVERAGE_DIFFERS = Label(
        "A has {a:.1f} % of the expected rows and B {b:.1f} %: part of any difference may be "
        "due to what is missing."
    )
    IN_A = Label("A, {name}")
    IN_B = Label("B, {name}")
    B_MINUS_A = Label("B − A, {name}")
    CHART_ALT = Label("{titles} from {first} to {last}. The table below has the numbers.")
    HOW_TO_ZOOM = Label("Drag over the chart to look at a shorter period, in whole windows.")
    BACK_TO = Label("Back to {first} – {last}")
    LEFT_OUT = Label("**Left out.** {reasons}")
    NO_ROWS = Label("There are no rows in this period. Choose another one.")

    # Table
    ROWS = PluralLabel(
        "{count:,} row. Times are in {zone}, with their UTC offset.",
        "{count:,} rows. Times are in {zone}, with their UTC offset.",
    )
    TRUNCATED_WINDOWS = Label(
        "Coverage is that of whole windows; some of them are truncated by the period or the data."
    )
    HOUR_OF_DAY = Label("Hour of day ({zone})")
    ROWS_FOUND = Label("{title} rows found")
    ROWS_EXPECTED = Label("{title} rows expected")

    # The query
    HOW = Label(
        "{windows} from {queries}: {rows} transferred in {milliseconds:,.0f} ms. Days, weeks and "
        "months are those of {zone}; weeks start on Monday."
    )
    WINDOWS = PluralLabel("{count:,} window", "{count:,} windows")
    QUERIES = PluralLabel("{count:,} query", "{count:,} queries")
    ROWS_TRANSFERRED = PluralLabel("{count:,} row", "{count:,} rows")
