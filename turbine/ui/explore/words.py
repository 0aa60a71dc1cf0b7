"""What the explore page says."""

from turbine.words import Label, PluralLabel


class Words:
    TITLE = Label("Explore")
    NO_DATA_YET = Label(
        "There is no data yet. Ingest a turbine's file first, or try it with sample data."
    )
    GO_TO_INGEST = Label("Go to Ingest")
    CHOOSE_A_FIELD = Label("Choose at least one field.")
    QUERYING = Label("Querying the database …")

    # What of the address was ignored
    PARTLY_IGNORED = Label("Parts of this address were ignored:")
    UNKNOWN_FIELDS = PluralLabel(
        "{series} has no field {names}.", "{series} does not have the fields {names}."
    )
    TOO_MANY_FIELDS = Label("One chart shows at most {most} fields.")
    FUNCTION_NOT_AVAILABLE = Label("The chosen fields have no {function:lower}.")
    NO_POINTS_OF = Label("There are no points of {series!r}.")
    INVALID_PARAMETER = Label("{value!r} is not a valid {parameter}.")
    INVALID_PERIOD = Label("Start and stop are not a valid period.")

    # Selectors
    TURBINE = Label("Turbine")
    FIELDS = Label("Fields")
    FIND_A_FIELD = Label("Type to find a field")
    FIELDS_HELP = Label(
        "At most {most} on one chart. Those of one quantity stand together; what no recorded "
        "ingest wrote is by another program."
    )
    BY_ANOTHER_PROGRAM = Label("{field} (by another program)")
    SHOW = Label("Show")
    PERIOD = Label("Period")
    WINDOW = Label("Window")
    FUNCTION = Label("Function")
    FUNCTION_HELP = Label(
        "What is computed from the rows in each window. Energy is in kWh: power times time, of the "
        "rows that exist. A wind direction has a circular mean, a first and a last value and a "
        "row count; it has no minimum, sum or percentile."
    )
    MORE = Label("More")
    TIME_ZONE = Label("Time zone")
    TIME_ZONE_HELP = Label(
        "Days, weeks and months begin at midnight in this zone. The chart and the table use it too."
    )
    ZONE_UNKNOWN = Label(
        "Neither its files nor the page Sites say which time zone {site!r} is in: days are those "
        "of UTC."
    )
    ZONE_OF_SITE = Label("{zone} (site)")
    EMPTY_WINDOWS = Label("Empty windows")
    BAND = Label("10th to 90th percentile band")
    BAND_HELP = Label("Of the rows in each window. Available with the mean and the median.")
    FROM = Label("From ({zone})")
    TO = Label("To ({zone}), not included")

    OVER_TIME = Label("Over time")
    DIURNAL_PROFILE = Label("Diurnal profile")
    DATA_COVERAGE = Label("Data coverage")

    LAST_7_DAYS = Label("Last 7 days")
    LAST_30_DAYS = Label("Last 30 days")
    LAST_90_DAYS = Label("Last 90 days")
    LAST_365_DAYS = Label("Last 365 days")
    ALL_DATA = Label("All data")
    CUSTOM_PERIOD = Label("Custom period")

    TEN_MINUTES = Label("10 minutes")
    THIRTY_MINUTES = Label("30 minutes")
    ONE_HOUR = Label("1 hour")
    SIX_HOURS = Label("6 hours")
    ONE_DAY = Label("1 day")
    ONE_WEEK = Label("1 week (from Monday)")
    ONE_MONTH = Label("1 month")
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
    DIRECTION_HELP = Label(
        "The mean direction over the period. Its steadiness is {steadiness:.2f}: 1 means always "
        "the same direction, near 0 means from all directions."
    )
    ENERGY_HELP = Label(
        "Power times time, of the rows that exist. Missing rows are not compensated for."
    )
    COVERAGE = Label("Data coverage (%)")
    COVERAGE_HELP = PluralLabel(
        "{found:,} of {count:,} expected value found.",
        "{found:,} of {count:,} expected values found.",
    )
    COVERAGE_UNKNOWN = Label(
        "No rows tell the interval between rows, so the number of expected values is unknown."
    )

    # Chart and notes
    CHART_ALT = Label("{titles} from {first} to {last}. The table below has the numbers.")
    LEFT_OUT = Label("**Left out.** {reasons}")
    NO_ROWS = Label("There are no rows in this period. Choose another one.")

    # Table
    TABLE = Label("Table")
    DOWNLOAD_CSV = Label("Download CSV")
    FACT = Label("{label} ({unit})")
    SITE_ZONE = Label("Time zone of the site")
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
    SHOW_QUERY = Label("Show the query ({language})")
