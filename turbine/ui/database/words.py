"""What the database page says."""

from turbine.words import Label, PluralLabel


class Words:
    TITLE = Label("Database")

    # Where points go
    WHERE_POINTS_GO = Label("Where points go")
    REFRESH = Label("Refresh")
    QUERYING = Label("Asking the database for its contents …")
    TEST_FINDS_CAUSE = Label("The connection test below finds the cause, step by step.")
    QUERIED = Label("Queried at {time} UTC, in {duration}.")

    SERVER = Label("Server")
    PRODUCT = Label("**{product}** {version}")
    ORGANISATION = Label("Organisation")
    ORGANISATION_HELP = Label("InfluxDB 2 accepts the name or the ID of an organisation.")
    NAME_AND_ID = Label("**{name}** · ID `{identifier}`")
    DOES_NOT_EXIST = Label(":orange[does not exist]")
    DOES_NOT_EXIST_HELP = Label("Create it below, or correct the name in the settings.")
    RETENTION = Label("Retention")
    RETENTION_HELP = Label("Older points are dropped by the server without notice.")
    SHARDS = Label("Shards")
    SHARD_DURATION_OF = Label("of {duration}")
    SHARDS_HELP = Label(
        "InfluxDB groups points by time. A year of old data is written 3.5 times faster into "
        "shards of 52 weeks than into shards of one week."
    )
    NOT_REPORTED = Label("not reported by the server")
    SIZE_ON_DISK = Label("Size on disk")
    SIZE_ON_DISK_HELP = Label(
        "Of the whole {container}. A server may update it only every few seconds."
    )

    # Its series
    NO_POINTS = Label("It has no points of Windproof yet.")
    POINTS_IN_SERIES = Label("**{points}** in {series}:")
    POINTS_COUNT = PluralLabel("{count:,} point", "{count:,} points")
    SERIES_COUNT = PluralLabel("{count:,} series", "{count:,} series")
    TURBINE = Label("Turbine")
    SITE = Label("Site")
    MEASUREMENT = Label("Measurement")
    POINTS = Label("Points")
    POINTS_HELP = Label("Values of the field that has the most. Empty: not counted.")
    FIRST = Label("First (UTC)")
    LAST = Label("Last (UTC)")
    FIELDS = Label("Fields")
    FIELDS_AND_MORE = PluralLabel(
        "{fields} and {count:,} other field", "{fields} and {count:,} other fields"
    )

    # Connection test
    CONNECTION_TEST = Label("Connection test")
    CONNECTION_TEST_CAPTION = Label(
        "Checks every step from the address to a test point that is written, read back and "
        "deleted, in a measurement of its own. The first step that fails says what to do."
    )
    TEST_CONNECTION = Label("Test connection")
    TESTING = Label("Testing …")
    ALL_WORKS = Label("Everything works.")
    STEP_FAILED = Label("{step}: no")

    # A new bucket
    CREATE_CONTAINER = Label("Create a {container}")
    CUSTOM_CONTAINER = Label("New {container}")
    NAME = Label("Name")
    NAME_HELP = Label("Spaces are allowed, except on InfluxDB 3.")
    RETENTION_DAYS = Label("Retention in days (0: forever)")
    RETENTION_WARNING = PluralLabel(
        "The server drops points older than {count:,} day without notice: old data needs a longer "
        "retention, or 0.",
        "The server drops points older than {count:,} days without notice: old data needs a longer "
        "retention, or 0.",
    )
    DATA_SPANS = Label("The data spans")
    A_DAY = Label("a day")
    A_WEEK = Label("a week")
    A_MONTH = Label("a month")
    A_YEAR = Label("a year")
    SEVERAL_YEARS = Label("several years")
    SHARD_DURATION = Label("Shard duration")
    RECOMMENDED = Label("{duration} (recommended)")
    SHARD_DURATION_HELP = Label(
        "Fewer shards are written and read faster. With a retention, points are dropped one whole "
        "shard at a time."
    )
    CREATE = Label("Create")
    USE_FROM_NOW_ON = Label("Write points there from now on")
    SET_OUTSIDE_THE_APP = Label(
        "Points are still written to the current one: it is set outside the app."
    )
    ADMINISTRATOR_NEEDED = Label(
        "Points are still written to the current one: only an administrator can change that."
    )
    NAME_EMPTY = Label("The name is empty.")
    NAME_EMPTY_HINT = Label("Type a name, then create it.")
    CREATED = Label("**{name}** was created.")
    CREATED_AND_USED = Label("**{name}** was created. Points are written there from now on.")

    # Settings
    SETTINGS = Label("Settings")
    FOR_ADMINISTRATORS = Label("An administrator can change where points go.")
    FIXED = Label(
        "Set in the environment or in .streamlit/secrets.toml, and changed only there: {names}."
    )
    FIXED_HELP = Label("Set outside the app.")
    SAVE = Label("Save")
    TEST_BEFORE_SAVING = Label("Test before saving")
    SAVED = Label(
        "Saved. Points are written to {database} from now on, also after a restart. A running "
        "ingest continues where it started."
    )
    TESTED_UNSAVED = Label("Tested with the settings **above**, which are not saved yet:")
    DATABASE = Label("Database")
    ADDRESS = Label("Address")
    TOKEN = Label("Token")
    TOKEN_HELP = Label(
        "InfluxDB 1: user:password. It is stored in a file that only the server's user can read, "
        "and never shown again."
    )
    TOKEN_SAVED = Label("saved: leave empty to keep it")
    TOKEN_FIXED = Label("set outside the app")
    TOKEN_NONE = Label("none")
    NO_TOKEN = Label("Send no token")
    ORGANISATION_FIELD_HELP = Label("Its name or ID. InfluxDB 2 only.")
    BUCKET = Label("Bucket or database")
    MORE = Label("Certificate, timeout, generation")
    CA_CERTIFICATE = Label("CA certificate file")
    VERIFY_CERTIFICATE = Label("Verify the certificate")
    VERIFY_CERTIFICATE_HELP = Label("Without this, the server's identity is not checked.")
    TIMEOUT = Label("Timeout (ms)")
    GENERATION = Label("Generation")
    ASK_THE_SERVER = Label("ask the server")
