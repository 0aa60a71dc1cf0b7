"""What all pages say: the login, the sidebar, errors, and units."""

from turbine.words import Label, PluralLabel


class Words:
    # Sizes, durations, times, rows
    BYTES = PluralLabel("{count} byte", "{count} bytes")
    KILOBYTES = Label("{size:,.1f} kB")
    MEGABYTES = Label("{size:,.1f} MB")
    DAYS = Label("{number:,} d")
    HOURS = Label("{number} h")
    MINUTES = Label("{number} min")
    SECONDS = Label("{number:.3g} s")
    TWO_UNITS = Label("{larger} {smaller}")
    PERIOD = Label("{first} → {last} UTC")
    ROWS = PluralLabel("{count:,} row", "{count:,} rows")

    # How an ingest stands
    BADGE_REPLACED = Label("{number:,} replaced")
    BADGE_MISSING = Label("{number:,} missing")
    BADGE_NOT_VERIFIED = Label("not verified")
    BADGE_PASS = Label("PASS, verified {age} ago")
    BADGE_PASS_WITHIN = Label("PASS within ±{tolerance:g}, verified {age} ago")
    BADGE_FAIL = Label("FAIL, verified {age} ago")
    BADGE_TOUCHED = Label("changed since: verify again")

    # A series, a period, a table
    NO_POINTS_OF = Label("There are no points of {series!r}.")
    CHOSEN_PERIOD = Label("Period")
    TAKE_CHART = Label("Download")
    AS_PNG = Label("Picture (PNG)")
    AS_SVG = Label("Drawing (SVG)")
    AS_HTML = Label("Web page (HTML)")
    TURBINES = Label("{names}")
    MORE_TURBINES = PluralLabel("{count:,} other", "{count:,} others")
    TURBINES_AND_PERIOD = Label("{names}: {first} to {last} ({zone})")
    DOWNLOAD_PARQUET = Label("Download Parquet")
    DOWNLOAD_EXCEL = Label("Download Excel")
    TOO_LONG_FOR_EXCEL = Label("An Excel sheet holds {most:,} rows. Choose CSV or Parquet.")
    NO_DATA_YET = Label(
        "There is no data yet. Ingest a turbine's file first, or try it with sample data."
    )
    GO_TO_INGEST = Label("Go to Ingest")
    QUERYING = Label("Querying the database …")
    PARTLY_IGNORED = Label("Parts of this address were ignored:")
    MORE_IGNORED = Label("and {count:,} more")
    INVALID_PARAMETER = Label("{value!r} is not a valid {parameter}.")
    INVALID_PERIOD = Label("Start and stop are not a valid period.")
    BY_ANOTHER_PROGRAM = Label("{field} (from another program)")
    LAST_7_DAYS = Label("Last 7 days")
    LAST_30_DAYS = Label("Last 30 days")
    LAST_90_DAYS = Label("Last 90 days")
    LAST_365_DAYS = Label("Last 365 days")
    ALL_DATA = Label("All data")
    CUSTOM_PERIOD = Label("Custom period")
    FROM = Label("From ({zone})")
    TO = Label("To ({zone}), not included")
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
    NO_VALUE = Label("no value")
    CARD_AGAINST = Label("{difference} against A: {before}")
    AGAINST = Label("{b}, against {a}.")
    BEYOND_DATA = Label(
        "The rows run from {first} to {last}: the rest of {side} counts as missing."
    )
    COMPARE_WITH = Label("Compare with")
    NOTHING = Label("Nothing")
    PERIOD_BEFORE = Label("The period before")
    YEAR_BEFORE = Label("The year before")
    BEFORE_AND_AFTER = Label("Before and after a date")
    OWN_PERIOD = Label("Another period")
    COMPARE_HELP = Label(
        "Period B, the one chosen above, against period A. A date divides the chosen period: A "
        "is the part before it, and B begins on it."
    )
    FIRST_DAY_OF_B = Label("First day of B")
    A_FROM = Label("A from ({zone})")
    A_TO = Label("A to ({zone}), not included")
    SPAN = Label("{side}: {first} to {last}")
    TABLE = Label("Table")
    DOWNLOAD_CSV = Label("Download CSV")
    FACT = Label("{label} ({unit})")
    SITE_ZONE = Label("Time zone of the site")
    PYTHON = Label("Python script")
    SHOW_QUERY = Label("Show the query ({language})")

    # Errors
    TRY_AGAIN = Label("Try again")
    WITH_WARNING = Label(":material/warning: {message}")

    # Login and first start
    WHAT_IT_IS = Label("Wind turbine data into the database, with proof that nothing was lost.")
    LOG_IN = Label("Log in")
    LOG_OUT = Label("Log out")
    NAME = Label("Name")
    PASSWORD = Label("Password")
    WELCOME = Label("Welcome. Create the first administrator, who can then add other people.")
    SETUP_CODE = Label("Set-up code")
    WHERE_THE_CODE_IS = Label("The server printed it when it started: see its console or log.")
    REPEAT_PASSWORD = Label("Repeat password")
    CREATE_ADMINISTRATOR = Label("Create administrator")

    # Passwords
    REPLACE_PASSWORD = Label("Choose your own password. The one-time password works only once.")
    CURRENT_PASSWORD = Label("Current password")
    NEW_PASSWORD = Label("New password")
    REPEAT_NEW_PASSWORD = Label("Repeat new password")
    CHANGE_PASSWORD = Label("Change password")
    PASSWORD_ADVICE = Label(
        "At least {length} characters. A few words in a row are easy to remember."
    )
    PASSWORDS_DIFFER = Label("The two passwords differ.")
    TYPE_TWICE = Label("Type the same one twice.")

    # Sidebar
    WRITING_TO = Label("Writing to {target}")
    LOGGED_IN_AS = Label("Logged in as **{name}**")
    LANGUAGE = Label("Language")
    # Translated by the language's own name
    LANGUAGE_NAME = Label("English")
