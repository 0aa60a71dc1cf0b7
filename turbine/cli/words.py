"""What the command line says."""

from turbine.words import Label, PluralLabel


class Words:
    # argparse's own, exactly as it has them
    ARGPARSE_USAGE = Label("usage: ")
    ARGPARSE_ARGUMENTS = Label("positional arguments")
    ARGPARSE_OPTIONS = Label("options")
    ARGPARSE_HELP = Label("show this help message and exit")
    ARGPARSE_VERSION = Label("show program's version number and exit")
    ARGPARSE_ERROR = Label("%(prog)s: error: %(message)s\n")
    ARGPARSE_OF_ARGUMENT = Label("argument %(argument_name)s: %(message)s")
    ARGPARSE_REQUIRED = Label("the following arguments are required: %s")
    ARGPARSE_ONE_REQUIRED = Label("one of the arguments %s is required")
    ARGPARSE_UNRECOGNIZED = Label("unrecognized arguments: %s")
    ARGPARSE_NOT_WITH = Label("not allowed with argument %s")
    ARGPARSE_EXPLICIT = Label("ignored explicit argument %r")
    ARGPARSE_ONE = Label("expected one argument")
    ARGPARSE_AT_MOST_ONE = Label("expected at most one argument")
    ARGPARSE_AT_LEAST_ONE = Label("expected at least one argument")
    ARGPARSE_EXPECTED = PluralLabel("expected %s argument", "expected %s arguments")
    ARGPARSE_AMBIGUOUS = Label("ambiguous option: %(option)s could match %(matches)s")
    ARGPARSE_INVALID = Label("invalid %(type)s value: %(value)r")
    ARGPARSE_CHOICE = Label("invalid choice: %(value)r (choose from %(choices)s)")

    # Help: the program and its commands
    DESCRIPTION = Label(
        "Stores wind turbine SCADA files in a database and proves that nothing was lost."
    )
    EPILOG = Label("Settings come from the environment: {names}.")
    VERSION = Label("Windproof {version}")
    SERVE = Label("start the app")
    PROFILE = Label("describe what a file contains, without storing anything")
    INGEST_A_FILE = Label("store a file in the database")
    INGESTS = Label("list the ingests")
    AGGREGATE = Label("aggregate one field in windows of time")
    FIELD_HELP = Label("any field with numbers that the turbine has, such as power_kw")
    WINDOW_HELP = Label(
        "a number of minutes, hours or days (10min, 3h, 7d), 1w (from Monday), 1mo, 1q, 1y or all"
    )
    FUNCTION_HELP = Label(
        "what is computed: {names}, or a percentile such as p90 (exceeded by 10 %%)"
    )
    VERIFY = Label("compare file and database row by row, of an ingest or of a whole upload")
    RESUME = Label("count the rows in the database, and send what is missing")
    UNDO = Label("delete exactly the points of an ingest, or of a whole upload")
    UNDO_TURBINE_HELP = Label("of an upload: only this turbine (may be given again)")
    DOCTOR = Label("test the connection to the database, step by step")
    BACKUP = Label("write the data directory into one file")
    RESTORE = Label("create the data directory from a backup")
    RECIPES = Label("list, rename or delete saved ways to read a file")
    RECIPES_LIST = Label("the names of all that are saved")
    RECIPES_RENAME = Label("rename one")
    RECIPES_DELETE = Label("delete one")
    USERS = Label("add a user, or reset a password")
    USERS_ADD = Label("add a user")
    USERS_RESET = Label("reset a password and end the user's sessions")

    # Help: options
    DEFAULT = Label("default: %(default)s")
    JSON_HELP = Label("print one JSON object")
    ADDRESS_HELP = Label("to listen on; default: %(default)s, this machine alone")
    TOLERANCE_HELP = Label("absolute; default: 0, exact")
    CONFIRM_HELP = Label("the ID, instead of typing it when asked")
    RESTORE_HELP = Label("afterwards, send again what it had replaced, from the original files")
    NEW_FILE_HELP = Label("a new .zip file")
    BACKUP_FILE_HELP = Label("a file that backup wrote")
    FILE_HELP = Label(".csv, .csv.gz or .zip")
    FILES_HELP = Label(".csv, .csv.gz or .zip; several go in together")
    MEMBER_HELP = Label("the CSV file to read in a zip file that has several")
    TURBINE_COLUMN_HELP = Label(
        "the header of the column that names the turbine of each row, if it is not clear from "
        "the header"
    )
    ONE_TURBINE_HELP = Label("all rows are from one turbine, whatever the columns are called")
    TURBINE_HELP = Label(
        "the turbine's name; of a file of several, the one whose rows are stored; default: as the "
        "file says, else {name}"
    )
    SITE_HELP = Label("the site's name; default: as the file says, else {name}")
    TIMEZONE_HELP = Label(
        "time zone of the file's timestamps; default: as the file says, or as known for the "
        "site; otherwise required"
    )
    UNIT_HELP = Label(
        "the unit of a column's values, if the header does not say it: 'Power=MW'; repeatable"
    )
    TIME_FORMAT_HELP = Label(
        "how the times are written: a pattern of strftime, such as '%%d.%%m.%%Y %%H:%%M', or "
        "epoch-s, epoch-ms, epoch-us, epoch-ns, excel; detected if not given"
    )
    TIME_COLUMNS_HELP = Label(
        "the headers of the columns that hold the time, in the order of the pattern; detected if "
        "not given"
    )
    STAMP_HELP = Label(
        "what of its interval each time names; stored times are starts; default: what the file "
        "says or shows, else start"
    )
    YEAR_HELP = Label("the year of times that do not say it")
    FIRST_DAY_HELP = Label("the date of day 1 of times that count days: 2020-05-01")
    NOT_TEXT = Label("{text!r} is not text in this terminal's encoding")
    UNIT_NEEDS_HEADER = Label("--unit {text!r} does not name a column and a unit.")
    UNIT_EXAMPLE = Label("Write it as --unit 'Power=MW'.")
    RECIPE_HELP = Label("read the file as saved in a recipe: its name, or a .toml file")
    SAVE_RECIPE_HELP = Label("save how the file is read as a recipe: its name, or a .toml file")
    RECIPE_SAVED = Label("How the file is read is saved in {path}.")
    MAP_HELP = Label(
        "the field as which a column is stored: 'Power=power_kw'; repeatable. #3 is the third "
        "column"
    )
    MAP_NEEDS_HEADER = Label("--map {text!r} does not name a column and a field.")
    MAP_EXAMPLE = Label("Write it as --map 'Power=power_kw'.")
    ONLY_HELP = Label("store this column (by its header or its field) and no others; repeatable")
    IGNORE_HELP = Label("the header of a column that is not to be stored; repeatable")
    NO_SUCH_COLUMN = Label("The file has no column {header!r}.")
    COLUMNS_ARE = Label("The columns are {columns}.")
    RETIME_HELP = Label(
        "end-now | whole-years[=N] | whole-weeks[=N] | keep | start-at=ISO; default: %(default)s"
    )
    CREATE_BUCKET_HELP = Label("create the bucket if it does not exist")
    REPLACE_HELP = Label("overwrite points that already exist at these timestamps")
    START_HELP = Label("included; default: the first point")
    STOP_HELP = Label("not included; default: after the last point")
    ZONE_HELP = Label(
        "time zone of days, weeks, months and of times without an offset; default: %(default)s"
    )
    MISSING_HELP = Label(
        "a word or number that stands for no value in every column, or HEADER=TEXT in one; "
        "repeatable; 'none' for none; default: what the values show"
    )
    MAP_STATES = Label(
        "To store such a column, add --map 'HEADER=FIELD', with a field that ends with _text."
    )
    CHANGE_MISSING = Label(
        "What counts as no value can be changed: --missing TEXT, HEADER=TEXT or none."
    )
    FINDINGS_HELP = Label("write every row and cell that is not stored to this CSV file")
    STRICT_HELP = Label(
        "exit with 3 if a row or a cell cannot be stored; nothing is written if the file shows that"
    )
    ACCEPT_LOSSES_HELP = Label(
        "store the file even if most of its rows, or most cells of a column, cannot be read"
    )
    ADMINISTRATOR_HELP = Label("may manage users")

    # Sites
    SITES = Label("what is known about sites and turbines")
    SITES_LIST = Label("list what is known about sites and turbines")
    SITES_SET = Label("note a site's time zone, or facts about a turbine; '' removes one")
    SITES_REMOVE = Label("remove a site, or one of its turbines; stored points stay")
    SITE_ZONE_HELP = Label("time zone of the site's files, an IANA name")
    FACTS_TURBINE_HELP = Label("the turbine the facts are about, named as its points are tagged")
    REMOVE_TURBINE_HELP = Label("only this turbine; default: the whole site")
    CURVE_FILE_HELP = Label(
        "take the reference power curve from a CSV file with two columns: wind speed and power"
    )
    SPEED_UNIT_HELP = Label("unit of that file's wind speeds; default: as its header says")
    POWER_UNIT_HELP = Label("unit of that file's powers; default: as its header says")
    FACT_HELP = Label("{label:lower} in {unit}")
    FIELD_FACT_HELP = Label("{label:lower}")
    SITE_LINE = Label("{name}: time zone {zone}")
    TURBINE_LINE = Label("  {name}: {facts}")
    FACT = Label("{label:lower} {value} {unit}")
    FACTS_OF_WHICH = Label("These are facts about a turbine, but no turbine is named.")
    NAME_THE_TURBINE = Label("Name it with --turbine.")
    NOTHING_TO_SET = Label("There is nothing to note.")
    GIVE_ZONE_OR_TURBINE = Label("Give --zone, or --turbine with what is known about it.")

    # Errors and prompts
    INTERRUPTED = Label("interrupted. An ingest continues with: resume INGEST")
    AMBIGUOUS_FILE = Label("{file} can be read in more than one way: {questions}.")
    AMBIGUOUS_FILE_HINT = Label("Specify it with {options}.")
    AMBIGUOUS_COLUMNS_HINT = Label(
        "Specify it with {options}, or leave a column out with --ignore."
    )
    TURBINE_COLUMN_HINT = Label(
        "Choose the column that names the turbine with --turbine-column, or say that all rows "
        "are from one with --one-turbine. If the columns of several turbines are side by side, "
        "choose those of one with --only, and name it with --turbine. The columns are "
        "{columns}."
    )
    OTHER_TURBINES = PluralLabel(
        "only the rows of turbine {turbine} are stored: {count:,} row from others is left out",
        "only the rows of turbine {turbine} are stored: {count:,} rows from others are left out",
    )
    DRY_RUN_HELP = Label("say what would happen, series by series; nothing is written")
    ALREADY_INGESTED = Label("already ingested as {ingest}")
    WOULD_START = Label("Nothing was written. Without --dry-run, this would be stored.")
    WOULD_NOT_START = Label("Nothing was written. Without --dry-run, this would be refused.")
    WHICH_TURBINE = Label("Nothing says which turbine these files belong to: {files}.")
    TURBINE_HINT = Label(
        "If they are all from one turbine, name it with --turbine; store files of several "
        "turbines one by one."
    )
    LEFT_OUT = Label(
        "Not read from {archive}, because they contain no table of measured values: {files}. "
        "Use --member to read one anyway."
    )
    TURBINE_BY_FILE = Label("{file} is taken to be from turbine {turbine!r}, by its name.")
    CANCELLED = PluralLabel(
        "Ingest {ingest} was cancelled after {stored:,} of {count:,} row.",
        "Ingest {ingest} was cancelled after {stored:,} of {count:,} rows.",
    )
    CONTINUE_WITH = Label("Continue with: resume {ingest}")
    NOT_A_TIME = Label("{text!r} is not a time.")
    TIME_EXAMPLES = Label("Write it like 2024-01-31T06:00 or 2024-01-31T06:00Z.")
    NOT_A_PORT = Label("{port} is not a port.")
    PORTS = Label("A port is a number from 1 to 65535.")
    PASSWORD_PROMPT = Label("Password: ")
    CONFIRM_PROMPT = Label("This deletes the points of {ingest}. Type this ID to continue: ")
    NOTE = Label("note: {text}")
    THE_AGGREGATE = Label("The aggregate")

    ROWS_OF_NO_SERIES = PluralLabel(
        "{count:,} of {rows:,} rows does not say which turbine it belongs to, and cannot be "
        "stored.",
        "{count:,} of {rows:,} rows do not say which turbine they belong to, and cannot be stored.",
    )
    STRICT_REFUSED = PluralLabel(
        "{count:,} row or cell cannot be stored.", "{count:,} rows and cells cannot be stored."
    )
    STRICT_HINT = Label("Nothing was written. Correct the file, or leave out --strict.")
    CANNOT_WRITE = Label("{path} cannot be written: {reason}.")
    OTHER_PATH = Label("Choose another file for --findings.")

    # Titles of lines
    BAD_CELLS_TITLE = Label("bad cells")
    BLANK_LINES_TITLE = Label("blank lines")
    CHANNELS_TITLE = Label("channels")
    CREATED_TITLE = Label("created")
    DELETED_TITLE = Label("deleted")
    DIFFERING_TITLE = Label("different")
    DISTINCT_STAMPS_TITLE = Label("distinct timestamps")
    DUPLICATES_TITLE = Label("duplicates")
    DUPLICATES_CONFLICTING_TITLE = Label("conflicting duplicates")
    DUPLICATES_IDENTICAL_TITLE = Label("identical duplicates")
    ERROR_TITLE = Label("error")
    EXPECTED_TITLE = Label("expected")
    EXPECTED_ROWS_TITLE = Label("expected rows")
    FILE_TITLE = Label("file")
    FILES_TITLE = Label("files")
    FIRST_TITLE = Label("first")
    FOUND_TITLE = Label("found")
    GAP_COUNT_TITLE = Label("number of gaps")
    GAPS_TITLE = Label("gap")
    HELD_TITLE = Label("in the database")
    INGEST_TITLE = Label("ingest")
    KEPT_TITLE = Label("rows to store")
    LAST_TITLE = Label("last")
    LEFT_OUT_TITLE = Label("left out")
    WARNING_TITLE = Label("WARNING")
    LEFT_TITLE = Label("left")
    MISSING_TITLE = Label("missing")
    MISSING_CELLS_TITLE = Label("missing cells")
    MISSING_STEPS_TITLE = Label("missing steps")
    NAME_TITLE = Label("name")
    ADMINISTRATOR_TITLE = Label("administrator")
    NOT_FINITE_TITLE = Label("not finite")
    NOT_RESTORED_TITLE = Label("not restored")
    NOT_STORED_TITLE = Label("not stored")
    NOTE_TITLE = Label("note")
    OPEN_END_TITLE = Label("end of the file")
    OTHERS_TITLE = Label("points of other ingests")
    OUT_OF_ORDER_TITLE = Label("out of order")
    OVERWRITTEN_TITLE = Label("overwritten")
    PASSWORD_TITLE = Label("password")
    PERIOD_TITLE = Label("period")
    REASONS_TITLE = Label("reason")
    REJECTED_TITLE = Label("rejected")
    REPLACED_TITLE = Label("replaced")
    RESTORED_TITLE = Label("restored")
    ROWS_TITLE = Label("rows")
    SECONDS_TITLE = Label("seconds")
    SIZE_BYTES_TITLE = Label("size in bytes")
    STATE_TITLE = Label("state")
    TAGGED_TITLE = Label("additional tags")
    TARGET_TITLE = Label("target")
    SITE_TITLE = Label("site")
    TOTAL_TITLE = Label("total")
    TURBINE_TITLE = Label("turbine")
    OF_NO_SERIES_TITLE = Label("rows of no turbine")
    TOLERANCE_TITLE = Label("tolerance")
    UNEXPECTED_TITLE = Label("unexpected")
    VALUES_TITLE = Label("values")
    VERDICT_TITLE = Label("verdict")
    PASS = Label("PASS")
    FAIL = Label("FAIL")
    VERSION_TITLE = Label("version")
    WITHOUT_VALUES_TITLE = Label("rows without values")
    ZERO_SIGNS_TITLE = Label("zeros of different sign")
    YES = Label("yes")
    NO = Label("no")

    # A file
    GAP = PluralLabel("{count:,} row missing after {time}", "{count:,} rows missing after {time}")
    CHANNEL_PROFILE = PluralLabel(
        "{name}: {count:,} value, {missing:,} missing, {bad:,} bad, {negative:,} negative, "
        "{implausible:,} beyond the plausible limits",
        "{name}: {count:,} values, {missing:,} missing, {bad:,} bad, {negative:,} negative, "
        "{implausible:,} beyond the plausible limits",
    )
    STATES_PROFILE = PluralLabel(
        "{name}: {count:,} value, {missing:,} missing, {bad:,} bad: {states}",
        "{name}: {count:,} values, {missing:,} missing, {bad:,} bad: {states}",
    )
    STATE_ROWS = PluralLabel("{state} in {count:,} row", "{state} in {count:,} rows")

    OF_TURBINE = Label("turbine {turbine}: {text}")
    LEFT_OUT_ROW = Label("line {line:,}: {text!r}: {reason}")
    LEFT_OUT_CELL = Label("line {line:,}, {column}: {text!r}: {reason}")
    LEFT_OUT_MORE = PluralLabel(
        "and {count:,} more; --findings FILE lists all",
        "and {count:,} more; --findings FILE lists all",
    )

    # An ingest
    PROGRESS = PluralLabel(
        "{done:,} of {count:,} row, {speed:,.0f} rows/s ",
        "{done:,} of {count:,} rows, {speed:,.0f} rows/s ",
    )
    ALREADY_STORED = Label("{ingest} (already stored: nothing was sent)")
    STATE_TO_RESUME = Label("{state}. Continue with: resume {ingest}")
    BALANCE = Label(
        "{rows:,} = {stored:,} stored + {rejected:,} rejected + {duplicate:,} duplicate + "
        "{without:,} without values"
    )
    BALANCE_WAITING = Label(
        "{rows:,} = {stored:,} stored + {rejected:,} rejected + {duplicate:,} duplicate + "
        "{without:,} without values + {waiting:,} waiting"
    )
    BALANCE_UNDONE = Label(
        "{rows:,} = {stored:,} stored + {rejected:,} rejected + {duplicate:,} duplicate + "
        "{without:,} without values + {waiting:,} waiting + {undone:,} undone"
    )
    LEFT_UNDONE = Label("Ingest {ingest} of turbine {turbine} was undone and is left alone.")
    NOT_EVERYTHING_STORED = Label("not everything is stored: {losses}")
    ROWS_AND_MISSING = PluralLabel(
        "{rows:,}, and {count:,} is missing", "{rows:,}, and {count:,} are missing"
    )
    PERIOD = Label("{first} to {last}")
    EVERY_COLUMN_STORED = Label("every column is stored")
    STORED_OF_ROWS = PluralLabel(
        "{stored:>10,} of {count:,} row", "{stored:>10,} of {count:,} rows"
    )
    NOTHING_INGESTED = Label("Nothing has been ingested yet. Start with: {command} ingest FILE")

    # An aggregate
    ROWS_COUNT = PluralLabel("{count} row", "{count} rows")
    ROWS_OF_EXPECTED = Label("{rows} of {expected}")
    TRUNCATED = Label("(truncated)")

    # A verification
    CHANNEL_RESULT = PluralLabel(
        "{channel}: {found:,} of {count:,} value, {unexpected:,} unexpected, {different:,} "
        "different, by {largest:g} {unit} at most",
        "{channel}: {found:,} of {count:,} values, {unexpected:,} unexpected, {different:,} "
        "different, by {largest:g} {unit} at most",
    )
    STATES_RESULT = PluralLabel(
        "{channel}: {found:,} of {count:,} value, {unexpected:,} unexpected, {different:,} "
        "different",
        "{channel}: {found:,} of {count:,} values, {unexpected:,} unexpected, {different:,} "
        "different",
    )

    VERDICT_OVER_ALL = PluralLabel(
        "{verdict} over {count:,} series", "{verdict} over all {count:,} series"
    )
    NOT_COMPARED = Label("not compared")
    UNDONE_LEFT_OUT = Label("none: it was undone and is left out")

    # An undo
    NO_SUCH_TURBINE = Label("{ingest} has no turbine {turbine!r}.")
    TURBINES_ARE = Label("It has {names}.")
    UNDOES = PluralLabel(
        "This undoes {count:,} ingest: {ingests}.", "This undoes {count:,} ingests: {ingests}."
    )
    TO_UNDO = PluralLabel(
        "turbine {turbine} ({ingest}, {count:,} row)",
        "turbine {turbine} ({ingest}, {count:,} rows)",
    )
    UNDONE_BEFORE = Label("turbine {turbine} ({ingest}, already undone)")
    REPLACED_ROWS_RESENT = PluralLabel(
        "It replaced {count:,} row of ingest {ingest} ({file}), which will be missing: its values "
        "are in no database, only in the original file. It is sent again.",
        "It replaced {count:,} rows of ingest {ingest} ({file}), which will be missing: their "
        "values are in no database, only in the original file. They are sent again.",
    )
    REPLACED_ROWS_LOST = PluralLabel(
        "It replaced {count:,} row of ingest {ingest} ({file}), which will be missing: its values "
        "are in no database, only in the original file. It comes back with: resume {ingest}",
        "It replaced {count:,} rows of ingest {ingest} ({file}), which will be missing: their "
        "values are in no database, only in the original file. They come back with: resume "
        "{ingest}",
    )
    UNRECORDED_POINTS_LOST = PluralLabel(
        "It also deletes {count:,} point that no recorded ingest wrote, which was at its "
        "timestamps before, with the same values or with values that it replaced. It cannot be "
        "brought back.",
        "It also deletes {count:,} points that no recorded ingest wrote, which were at its "
        "timestamps before, with the same values or with values that it replaced. They cannot "
        "be brought back.",
    )

    # The doctor, and users
    STEP_OK = Label("ok")
    STEP_FAILED = Label("FAILED")
    PASSWORD_NOTE = Label("shown only once: pass it on and have it changed")
