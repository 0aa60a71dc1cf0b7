"""What reading a file says, whatever its format."""

from turbine.words import Plural, Sentence


class Words:
    # Where a file comes from.
    CANNOT_OPEN = Sentence("{name} cannot be opened: {reason}.")
    CHECK_PATH = Sentence("Check the path and the permissions.")
    TOO_MANY_FILES = Sentence("{archive} contains {files:,} files, more than {most:,}.")
    PACK_FEWER = Sentence("Pack only the data files.")
    OFFICE_DOCUMENT = Sentence("{name} is an office document, not a CSV.")
    SAVE_AS_CSV = Sentence("Open it in the spreadsheet program and save it as CSV (UTF-8).")
    NO_DATA_FILE = Sentence("{archive} contains no data file, only {files}.")
    EMPTY_ARCHIVE = Sentence("{archive} contains no data file: it is empty.")
    PACK_DATA_FILE = Sentence(
        "Files with these endings can be read: {suffixes}. Pack one, or upload it directly."
    )
    SEVERAL_FILES = Sentence("{archive} contains {files:,} data files: {names}.")
    CHOOSE_ONE = Sentence("Choose one (on the command line with --member).")
    NOT_IN_ARCHIVE = Sentence("{archive} does not contain {member!r}.")
    ARCHIVE_CONTAINS = Sentence("It contains {names}.")
    PASSWORD = Sentence("{name} is protected by a password.")
    PACK_WITHOUT_PASSWORD = Sentence(
        "Unpack it and upload the file itself, or pack it again without a password."
    )
    DAMAGED = Sentence("{name} is damaged or uses an unknown compression: {reason}.")
    PACK_AGAIN = Sentence("Pack it again (deflate or gzip), or upload the file itself.")
    TOO_LARGE = Sentence("{name} unpacks to more than {gib:,.3g} GiB.")
    UNPACK_YOURSELF = Sentence("Unpack it yourself and use the command line.")
    ZIP_BOMB = Sentence(
        "{name} unpacks to more than {ratio} times its size: it looks like a zip bomb."
    )
    UNPACK_IF_GENUINE = Sentence("If it is genuine, unpack it yourself and upload the file itself.")
    CANNOT_UNPACK = Sentence("The file cannot be unpacked to {folder}: {reason}.")
    CANNOT_SPOOL = Sentence("The rows cannot be kept in {folder}: {reason}.")
    CHECK_SPACE = Sentence("Check the free space and the permissions.")

    # Formats.
    NO_SUCH_DETAIL = Sentence("{name} is read as {format}, which has no {detail}.")
    LEAVE_IT_OUT = Sentence("Leave it out.")
    UNKNOWN_FORMAT = Sentence("This version of Windproof cannot read the format {format!r}.")
    USE_OTHER_VERSION = Sentence("Use the version that ingested the file, or a newer one.")

    # Columns.
    UNNAMED_COLUMN = Sentence("column {column}")
    RIVALS = Sentence(
        "The columns {columns} would all be stored as {field}: choose one, and give each of "
        "the others another field or leave it out."
    )
    OWN_NAME = Sentence("{header} as {field}")
    OWN_FIELDS = Sentence("Stored under names of their own, since no known signal fits: {fields}.")
    UNIT_AS_TEXT = Sentence("{unit} of {header}")
    UNITS_UNREAD = Sentence(
        "These units are not understood, and the values are stored as they are: {columns}."
    )
    TEXT_COLUMNS = Sentence("These columns hold text and will not be stored: {columns}.")
    STATE_COLUMNS = Sentence(
        "These columns hold states in words and will not be stored unless you say so: {columns}."
    )
    TOO_MANY_STATES = Sentence(
        "The column {header!r} holds more than {most} different texts: they are not states, "
        "and are not stored."
    )
    LEAVE_COLUMN_OUT = Sentence("Leave the column out.")
    CODE_COLUMNS = Sentence(
        "These columns name rows, devices or quality codes, not measurements, and will not be "
        "stored: {columns}."
    )
    EMPTY_COLUMNS = Sentence("These columns are empty and will not be stored: {columns}.")
    FORMAT_DESCRIBED = Sentence("{format}: {details}")
    EVENT_LOG = Sentence(
        "{name} is an event log: it has text ({columns}), no regular time step and no measurements."
    )
    SIGNALS_IN_ROWS = Sentence(
        "The rows of {name} belong to different signals, named by {column!r}: its signals are "
        "in rows, not in columns."
    )
    EXPORT_WIDE = Sentence(
        "Export it with a column for each signal, or turn it around first (a pivot table)."
    )
    HOURS_ACROSS = Sentence(
        "{name} has a row for each day and a column for each time of day, from {first!r} to "
        "{last!r}; it does not say which signal these are."
    )
    EXPORT_LONG = Sentence(
        "Export it with a row for each time, and a column for each signal. If the columns are "
        "something else, say which (--map 'HEADER=field' on the command line)."
    )
    NEEDS_MEASUREMENTS = Sentence(
        "Upload an export of measured values. If this is one, say which column is stored as "
        "which field, with --map on the command line."
    )
    BAD_FIELD = Sentence("A field cannot be called {name!r}.")
    GOOD_FIELD = Sentence(
        "Use small letters without accents, digits and _, beginning with a letter. Names that "
        "every table has, such as time or turbine, are reserved."
    )
    NO_VALUE_COLUMN = Sentence(
        "Column {column} cannot be mapped to {channel}: it is not a column of values."
    )
    COLUMNS = Plural("There is {count:,} column.", "There are {count:,} columns.")
    MAPPED_TWICE = Sentence("A column or a channel is mapped twice.")
    MAP_ONCE = Sentence("Map one column to one channel.")
    UNSTORED = Sentence("These columns will not be stored: {columns}.")
    NOTHING_MAPPED = Sentence("No column of {name} is mapped to a channel. Its columns: {columns}.")
    MAP_COLUMNS = Sentence("Choose which column holds which channel.")
    NO_ROWS = Sentence("{name} has no data rows.")
    EXPORT_AGAIN = Sentence("Export it again for a period that has data.")

    # Turbines.
    TURBINE_COLUMN = Sentence("The column {header!r} names the turbine of each row.")
    SITE_COLUMN = Sentence("The column {header!r} names the site of each row.")
    TURBINE_COLUMN_FOUND = Sentence(
        "The column {header!r} tells the turbines apart: every time repeats once for each of its "
        "values."
    )
    SIDE_BY_SIDE = Plural(
        "The columns belong to {count:,} turbine, {first}: each row holds one of its rows.",
        "The columns belong to {count:,} turbines side by side, {first} to {last}: each row "
        "holds one row of each.",
    )
    SIDES_DIFFER = Sentence(
        "{name} has columns of several turbines, {first} to {last}, but also other columns, or "
        "not the same ones for each: it is not clear what belongs to which turbine."
    )
    CHOOSE_SIDE = Sentence(
        "Leave out all columns but those of one turbine, and store one after the other; or say "
        "that all rows are from one."
    )
    NO_TURBINE_COLUMN = Sentence("Column {column} cannot name the turbine: it does not exist.")
    TURBINE_IS_TIME = Sentence("The column {header!r} holds times, not names of turbines.")
    TOO_MANY_TURBINES = Sentence(
        "{columns} cannot name the turbine of a row: there are more than {most:,} different values."
    )
    NO_TURBINE = Sentence("The row does not say which turbine it belongs to.")
    STAMPS_REPEAT = Plural(
        "{count:,} of {rows:,} rows of {name} has a time that an earlier row has with other "
        "values: the rows seem to come from several turbines.",
        "{count:,} of {rows:,} rows of {name} have a time that an earlier row has with other "
        "values: the rows seem to come from several turbines.",
    )
    TURBINE_AMONG_ROWS = Sentence(
        "Line {line:,} of {name} names a turbine among the rows: {text!r}. The rows below it "
        "may belong to another turbine than those above it: if so, split the file there."
    )
    MOSTLY_NAMELESS = Sentence(
        "{count:,} of {rows:,} rows of {name} do not say which turbine they belong to. Perhaps "
        "only the first row of each turbine has its name: if so, fill it in below."
    )
    CHOOSE_TURBINE_COLUMN = Sentence(
        "Choose the column that names the turbine, or say that all rows are from one."
    )
    TURBINES_FOUND = Plural(
        "{count:,} turbine: {names}.",
        "{count:,} turbines: {names}.",
    )
    TURBINES_FOUND_MORE = Plural(
        "{turbines:,} turbines: {names} and {count:,} more.",
        "{turbines:,} turbines: {names} and {count:,} more.",
    )

    # Times.
    BAD_TIME_FORMAT = Sentence("{text!r} is not a pattern of a date and time.")
    TIME_FORMATS_ARE = Sentence(
        "Patterns are those of strftime, such as %d.%m.%Y %H:%M, with %N for the number of a day, "
        "%#H for hour and minute as one number, %Z for a zone's short name and %* for what "
        "follows; or one of {names}."
    )
    NO_TIMES_IN = Sentence("The columns {columns} hold no dates that can be read: {text!r}.")
    TWO_TABLES = Sentence(
        "Columns {first} and {second} are both called {header!r}, and their times differ: the file "
        "has several tables side by side, each with its own times."
    )
    STORE_TABLES_APART = Sentence(
        "Put each table into a file of its own; files with other signals of the same turbine "
        "are ingested one after the other."
    )
    GIVE_TIME_FORMAT = Sentence("Give the pattern in which the times are written.")
    NO_SUCH_TIME_COLUMN = Sentence("The file has no column {header!r}.")
    COLUMNS_ARE = Sentence("The columns are {columns}.")
    TIMES_ARE = Sentence("Times have the form {form}.")
    EPOCH_TIMES = Sentence("Times are numbers ({form}) since 1970 in UTC.")
    EXCEL_TIMES = Sentence(
        "Times are days as Excel counts them (since {day}), rounded to the second."
    )
    YEAR_OPEN = Sentence("The times do not say their year.")
    YEAR_GIVEN = Sentence("Times are in the year {year}, as chosen.")
    BAD_YEAR = Sentence("{year} cannot be the year of the times.")
    FOUR_DIGITS = Sentence("A year has four digits, from 1970 to 2199.")
    FIRST_DAY_OPEN = Sentence("The times count days, and do not say the date of day 1.")
    FIRST_DAY_GIVEN = Sentence("Day 1 is {day}, as chosen.")
    BAD_FIRST_DAY = Sentence("{day!r} is not a date.")
    DAY_LIKE = Sentence("Write it like 2020-05-01.")
    NO_SUCH_ZONE = Sentence("There is no time zone {zone!r}.")
    USE_IANA_ZONE = Sentence("Use an IANA name such as Europe/Berlin or UTC.")
    DAY_FIRST = Sentence("day-first")
    MONTH_FIRST = Sentence("month-first")
    YEAR_FIRST = Sentence("year-first")
    ORDER = Sentence("Dates are {order}.")
    ORDER_BY_ROWS = Plural(
        "Dates are {order}: {count:,} row can only be read that way.",
        "Dates are {order}: {count:,} rows can only be read that way.",
    )
    ROWS_AGAINST = Plural(
        "{count:,} row can only be read {other}.", "{count:,} rows can only be read {other}."
    )
    STEPS_AGAINST = Sentence("But {other} makes the steps between rows more regular.")
    ORDER_UNKNOWN = Sentence("Every date can be read {orders}, and nothing shows which is right.")
    ORDER_BY_STEPS = Sentence(
        "Every date can be read {orders}; {order} makes the steps between rows more regular, so "
        "that is assumed."
    )

    # What of its interval a time names.
    STAMP_START = Sentence("Each time is taken as the start of its interval.")
    STAMP_START_CHOSEN = Sentence("Each time is the start of its interval, as chosen.")
    STAMP_MIDDLE_CHOSEN = Sentence(
        "Each time is the middle of its interval, as chosen: the start is stored."
    )
    STAMP_END_CHOSEN = Sentence(
        "Each time is the end of its interval, as chosen: the start is stored."
    )
    STAMP_START_SAID = Sentence("Each time is the start of its interval, as {text!r} says.")
    STAMP_MIDDLE_SAID = Sentence(
        "Each time is the middle of its interval, as {text!r} says: the start is stored."
    )
    STAMP_END_SAID = Sentence(
        "Each time is the end of its interval, as {text!r} says: the start is stored."
    )
    STAMP_END_SHOWN = Sentence(
        "The first row is one step after midnight, and the last is at midnight: each time is "
        "probably the end of its interval."
    )
    STAMP_END_LIKELY = Sentence(
        "Loggers of this kind write the end of the interval: each time is probably that, and not "
        "its start."
    )
    NO_STEP = Sentence(
        "The rows have no time step, so it is not known when the intervals that end at their "
        "times begin."
    )
    MOVED_BY_THEIR_STEPS = Sentence(
        "Not all rows have the same step: each time is moved to the start of its interval by the "
        "step of the rows around it ({minutes} minutes)."
    )
    STEPS_OVERLAP = Sentence(
        "Where the rows' step changes from {minutes:g} to {other:g} minutes, the intervals "
        "would overlap: the times there do not all mark the same point of their intervals."
    )
    IRREGULAR = Sentence(
        "Some rows are at irregular times: if a time is the middle or the end of an interval, "
        "it is not known when that interval begins."
    )
    STAMPS_ARE_STARTS = Sentence(
        "Take the times as starts, or split the file and store its parts separately."
    )

    # The clock.
    OWN_OFFSET = Sentence(
        "Each time is unambiguous (its offset from UTC is known), so the time zone is not "
        "used; days are those of {zone}."
    )
    ZONE_CHOSEN = Sentence("Times are in {zone} local time, as chosen.")
    ZONE_IN_HEADER = Sentence("Times are in {zone} local time: the header says {header!r}.")
    ZONE_ABOVE = Sentence("Times are in {zone} local time: a line above the header says {line!r}.")
    ZONE_IN_CELLS = Sentence("Times are in {zone} local time: they say so themselves, as {text!r}.")
    ALL_YEAR = Sentence("{zone} (UTC{offset} all year)")
    ZONE_OF_KAGGLE = Sentence(
        "Times are in {zone} local time: these are the columns of the Kaggle data set, whose "
        "clock is UTC+3 all year."
    )
    ZONE_REMEMBERED = Sentence(
        "Times are in {zone} local time, as known for this site. Choose another if that is wrong."
    )
    ZONE_UNCLEAR = Sentence(
        "{text!r} does not say clearly in which time zone the times are. Every time depends on it."
    )
    SEVERAL_ZONES = Sentence("The column {header!r} names several time zones: {zones}.")
    SPLIT_BY_ZONE = Sentence(
        "Put the rows of each zone into a file of their own, and ingest one after the other."
    )
    ZONE_OPEN = Sentence(
        "The file does not say in which time zone its times are. Every time depends on it."
    )

    # Units.
    CONVERTED = Sentence("The values of {header!r} are converted from {unit} to {stored}.")
    UNIT_ASSUMED = Sentence("{header!r} names no unit: its values are taken as {unit}.")
    UNIT_OPEN = Sentence(
        "{header!r} names no unit, and its largest value among the first rows is {largest}: "
        "that may be a different unit from the one in which {title:lower} is stored."
    )
    UNIT_ABOVE = Sentence(
        "{header!r} names no unit, but a line above the header names {unit}: {line!r}. It may be "
        "that of these values. Choose the unit."
    )
    UNIT_BESIDE = Sentence(
        "{header!r} is in {unit}, as {column!r} beside it says in the first rows."
    )
    UNITS_BESIDE = Sentence(
        "{column!r} beside {header!r} says several units: {units}. The rows would have to be "
        "converted one by one."
    )
    UNIT_DOES_NOT_FIT = Sentence("{header!r} is in {unit}, which is not a unit of {title:lower}.")
    OTHER_INTERVAL = Sentence(
        "{header!r} is in {unit}, but the rows are {minutes:g} minutes apart: its values may be an "
        "energy of each row in kWh, or a rate."
    )
    MISNAMED = Sentence(
        "{header!r} says kWh and means {unit}: its values follow the power curve, up to the rated "
        "power."
    )
    NO_SUCH_UNIT = Sentence("{header!r} cannot be in {unit!r}: it is stored as {title:lower}.")
    UNIT_OF_UNSTORED = Sentence("{column} has no unit {unit!r}: the column is not stored.")
    UNITS_ARE = Sentence("It can be in {units}.")
    NAME_HAS_NO_UNIT = Sentence(
        "The field's name says no unit: give it a name that ends with one, such as _kw or _degc."
    )
    UNIT_KEPT = Sentence(
        "{header!r} is in {unit}, and the field {field} has no unit: the values are stored as they "
        "are."
    )

    # Marks for no value.
    MISSING_TAKEN = Plural(
        "Treated as no value: {mark} in {columns} ({count:,} cell).",
        "Treated as no value: {mark} in {columns} ({count:,} cells).",
    )
    MISSING_TAKEN_OF_MANY = Plural(
        "Treated as no value: {mark} in {columns:,} columns ({count:,} cell).",
        "Treated as no value: {mark} in {columns:,} columns ({count:,} cells).",
    )
    MISSING_CHOSEN = Sentence("Treated as no value, as chosen: {marks}.")
    MISSING_OF_NO_COLUMN = Sentence("{text!r} names no column before the equals sign.")
    MISSING_NONE = Sentence("No code or word is treated as no value, as chosen.")

    # Why a row is not stored. Kept as codes, shown in a table.
    TIME_EMPTY = Sentence("The time is empty.")
    TIME_UNREADABLE = Sentence("The time does not have the form {form}, or is not a date.")
    TIME_SKIPPED = Sentence(
        "This time does not exist in {zone}: its clock skips that hour in spring. A file that "
        "has it uses another clock, perhaps standard time all year. Find out which, and read "
        "the file in a zone with that clock: every row of the summer depends on it."
    )
    HOUR_PLACED = Plural(
        "{count:,} row of the hour that {zone} repeats on {days} was placed by its order, or by "
        "the A or B of its time: first summer time, then winter time.",
        "{count:,} rows of the hour that {zone} repeats on {days} were placed by their order, or "
        "by the A or B of their times: first summer time, then winter time.",
    )
    TIME_REPEATED = Sentence(
        "This time occurs twice in {zone}, because its clock repeats that hour in autumn, and the "
        "order of the rows does not show which of the two is meant: the row would be right, or an "
        "hour wrong. Export the file in UTC, with offsets or with a column for the zone, to keep "
        "the row."
    )
    NO_VALUE = Sentence("No value is left in this row.")
    CONFLICT = Sentence("Line {line} has other values for the same time.")

    TOO_LARGE_CONVERTED = Sentence(
        "The value is too large for a 64-bit number in the unit that is stored."
    )

    MAY_BE_SHARE = Sentence(
        "{header!r} is in % according to its header, but its first values are not above 1: "
        "they may be fractions of 1 (p.u.). Choose the unit."
    )
    MAY_BE_DIFFERENCE = Sentence(
        "{header!r} is in K, but its first values are below 150: they may be temperature "
        "differences. Choose K if they are not, and °C if they are to be stored as they are."
    )
    MAY_BE_COUNTER = Sentence(
        "The first values of {header!r} only rise, and slowly: they may be the readings of a "
        "meter (the field {field}) rather than the {title:lower} of each row. Choose the field "
        "or, if they belong to each row, the unit."
    )
    MAY_BE_RELATIVE = Sentence(
        "The first values of {header!r} lie around 0°: they may be angles between wind and "
        "nacelle (the field yaw_error_deg) rather than {title:lower}. Choose the field or, if "
        "they are not, the unit."
    )

    # The last line.
    OPEN_END = Sentence(
        "Line {line:,} is the last and has no line end: {text!r}. Many programs write files that "
        "way. But if the file was cut off there, its last number has lost digits, or the line has "
        "lost cells: compare it with the source."
    )
    CELLS_LACKING = Sentence("It has {cells} of {header_cells} cells.")
    SHORTER = Plural(
        "It is shorter than the line before it: {characters:,} characters instead of at least "
        "{shortest:,}.",
        "It is shorter than each of the {count:,} lines before it: {characters:,} characters "
        "instead of at least {shortest:,}.",
    )


Words.NO_VALUE.named("readers.csv.no_value")  # where it once stood: ledgers hold this code
