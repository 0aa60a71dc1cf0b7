"""What durations, windows and retiming say."""

from turbine.words import Plural, Sentence


class Words:
    # Durations
    WEEKS = Plural("{count:,} week", "{count:,} weeks")
    DAYS = Plural("{count:,} day", "{count:,} days")
    HOURS = Plural("{count:,} hour", "{count:,} hours")
    MINUTES = Plural("{count:,} minute", "{count:,} minutes")
    SECONDS = Plural("{count:,} second", "{count:,} seconds")
    PARTS_OF_HOURS = Sentence("{hours:,.4g} hours")

    # Windows
    EMPTY_PERIOD = Sentence("The period is empty: its start is not before its stop.")
    CHOOSE_LATER_STOP = Sentence("Choose a stop after the start (the stop itself is not included).")
    NO_SUCH_WINDOW = Sentence("There is no window {window!r}.")
    POSSIBLE_WINDOWS = Sentence(
        "It is a number of minutes, hours or days (15min, 3h, 2d: up to 9999), 1w, 1mo, 1q, 1y or "
        "all."
    )
    NO_SUCH_ZONE = Sentence("There is no time zone {zone!r}.")
    USE_IANA_NAME = Sentence("Use an IANA name such as Europe/Berlin or UTC.")
    TOO_MANY_WINDOWS = Sentence("That would be {windows:,} windows: the limit is {limit:,}.")
    CHOOSE_FEWER_WINDOWS = Sentence("Choose a longer window or a shorter period.")

    # Two periods
    NO_CUT = Sentence("{day} does not cut the chosen period.")
    CHOOSE_A_DAY_WITHIN_THE_PERIOD = Sentence("Choose a day after its first and up to its last.")
    NO_PERIOD_A = Sentence("There is no such period to compare with.")
    CHOOSE_ANOTHER_PERIOD = Sentence("Choose another period, or another one to compare it with.")
    BY_THE_CALENDAR = Sentence("Aligned by the calendar: each date with the same date.")
    SINCE_THE_START = Sentence("Aligned by the time since the start of each.")
    LENGTHS = Sentence("A lasts {a} and B lasts {b}.")
    SET_BACK = Sentence("The clock is set back in {side}: it lasts {hours:g} h more than its days.")
    SET_FORWARD = Sentence(
        "The clock is set forward in {side}: it lasts {hours:g} h less than its days."
    )
    LEAP_DAY_ALONE = Sentence("Only {side} has 29 February ({year}): it has no counterpart.")
    IN_COMMON = Sentence("A and B overlap by {time}, which counts in both.")

    # Rules as text
    NO_SUCH_RULE = Sentence("There is no retiming rule {text!r}.")
    RULES = Sentence("It can be end-now, whole-years[=N], whole-weeks[=N], keep or start-at=ISO.")
    NOT_WHOLE_YEARS = Sentence("{text!r} is not a whole number of years.")
    NOT_WHOLE_WEEKS = Sentence("{text!r} is not a whole number of weeks.")
    WRITE_A_NUMBER = Sentence(
        "Write {rule}=7, or {rule} alone for as many as leave no row in the future."
    )
    NOT_A_TIME = Sentence("{text!r} is not a date and time.")
    WRITE_A_TIME = Sentence("Write it like 2024-01-01T00:00.")
    YEAR_OUT_OF_RANGE = Sentence("The year {year} is out of range.")
    STORABLE_YEARS = Sentence("Years from {first} to {last} can be stored.")

    # What a rule came to
    UNCHANGED = Sentence("as in the file")
    SHIFT = Sentence("{sign}{days:,} d {time}")
    YEARS = Plural("{years:+d} year", "{years:+d} years")
    YEARS_IN_ZONE = Sentence("{years} in {zone} local time")
    DATES_REPLACED = Sentence("every date replaced by {date}")
    DATES_LOST = Sentence(
        "Rows moved to {date} cannot be moved back: their original dates are lost."
    )
    READ_ORIGINAL = Sentence("Read the dates from the original file.")
    NOT_AFTER_YEARS = Plural(
        "{count:,} of these timestamps does not exist in {zone} after {years}.",
        "{count:,} of these timestamps do not exist in {zone} after {years}.",
    )
    OTHER_TIMESTAMPS = Sentence("The rule was made for different timestamps.")

    # Why a rule is refused
    NO_ROWS = Sentence("There are no rows to retime.")
    CHOOSE_ROWS = Sentence("Choose a file with rows.")
    OUT_OF_RANGE = Sentence(
        "That goes beyond the years {first} to {last}, the range of timestamps in nanoseconds."
    )
    NOT_ONE_TIME = Sentence(
        "{text} is not one point in time in {zone}: local time skips or repeats that hour."
    )
    WRITE_OFFSET = Sentence("Add the offset that is meant, such as 2024-10-27T02:30+02:00.")
    ROWS = Plural("{count:,} row", "{count:,} rows")
    TIMESTAMPS = Plural("{count:,} timestamp", "{count:,} timestamps")
    TODAY_LOSES_ROWS = Sentence(
        "Today's date on every row would put {rows} on {timestamps}, and {lost:,} would be lost."
    )
    TODAY_LOSES_DATES = Sentence(
        "Today's date on every row would lose the dates: the file has rows of several days."
    )
    YEARS_LOSE_ROWS = Sentence(
        "{years} would put {rows} on {timestamps}, and {lost:,} would be lost: "
        "local time in {zone} repeats an hour."
    )
    NOT_REVERSIBLE = Sentence("{years} in {zone} could not be undone exactly.")
    NOT_A_LEAP_YEAR = Plural(
        "{count:,} row of 29 February {year} would have no date: {new_year} is not a leap year.",
        "{count:,} rows of 29 February {year} would have no date: {new_year} is not a leap year.",
    )
    SKIPPED_HOUR = Plural(
        "{count:,} row would fall into an hour that local time in {zone} skips ({years}).",
        "{count:,} rows would fall into an hour that local time in {zone} skips ({years}).",
    )
    LOSE_NOTHING = Sentence("These rules lose nothing: {rules}.")

    # What is worth knowing of one that is not
    LEAP_DAY = Sentence("29 February {year}")
    LEAP_DAY_GAPS = Plural(
        "The file has no rows for {days}, which leaves a gap of one day.",
        "The file has no rows for {days}, which leaves gaps of one day each.",
    )
