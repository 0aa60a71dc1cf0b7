"""What the ingest page says, in the order in which it is shown."""

from turbine.words import Label, PluralLabel


class Words:
    TITLE = Label("Ingest")
    SUBTITLE = Label("From your turbines' files into the database, with every row accounted for.")

    # Steps and what is shown instead of them once an ingest has begun
    STEP = Label("{number} · {title}")
    DONE_STEP = Label(
        ":green[:material/check_circle:] **{number} · {title}** &nbsp; {summary}",
    )
    FILE = Label("File")
    FILE_CAPTION = Label(
        "Upload the file just as your SCADA system exported it. Nothing is written to the "
        "database until you start the ingest at the end."
    )
    FORMAT = Label("Format")
    FORMAT_CAPTION = Label("What Windproof detected. Change what is not right.")
    PROFILE = Label("Profile")
    PROFILE_CAPTION = Label("What is in the file. Nothing is changed, cleaned or filled in.")
    TARGET = Label("Target")
    TARGET_CAPTION = Label("The database, and the names under which the points are stored.")
    RETIMING = Label("Retiming")
    RETIMING_CAPTION = Label("Moves the times of an old file, so that it looks like live data.")
    PLAN = Label("Plan")
    PLAN_CAPTION = Label("What will happen. Nothing has been written yet.")
    RUNNING = Label("Running")
    RUNNING_CAPTION = Label(
        "The server sends the rows in batches. A batch counts once the database has answered."
    )
    RESULT = Label("Result")
    RESULT_CAPTION = Label("Every row and every cell is accounted for in these sums.")
    REVIEW = Label("Review")

    # File
    UPLOAD = Label("SCADA files (text, Excel, Parquet, also in .gz or .zip)")
    UPLOAD_LIMIT = Label(
        "The limit here is {megabytes:,} MB. The command line has none: `{command} ingest FILE`"
    )
    LEFT_OUT = Label("Not read, because they contain no table of measured values: {files}.")
    ARCHIVE = PluralLabel(
        "The archive holds {count:,} data file. Which one do you want to read?",
        "The archive holds {count:,} data files. Which one do you want to read?",
    )
    CHOOSE_A_FILE = Label("Choose a file")
    MEMBER = Label("{name} ({size})")
    READ_FILE = Label("Read this file")
    SAMPLE = Label("Try it with sample data")
    SAMPLE_CAPTION = Label("No file at hand? This is a synthetic year of one turbine.")
    SAVING = Label("Saving {name} …")
    SYNTHETIC_FILE = Label("{name} :orange-badge[synthetic]")
    FILE_SUMMARY = Label("{file} · {size} · SHA-256 `{digest}…`")
    OTHER_FILE = Label("Choose another file")

    # Work that takes a while
    DETECTING = Label("Reading the start of the file …")
    READING = Label("Reading the whole file …")
    PROFILING = Label("Searching for gaps and outliers …")
    PLANNING = Label("Comparing with the database …")

    # Format
    DATE_ORDER = Label("Date order")
    DAY_FIRST = Label("day first")
    DAY_FIRST_OPTION = Label("day first: 31/12/2018")
    MONTH_FIRST = Label("month first")
    MONTH_FIRST_OPTION = Label("month first: 12/31/2018")
    YEAR_FIRST = Label("year first")
    YEAR_FIRST_OPTION = Label("year first: 2018-12-31")
    TIME_ZONE = Label("Time zone of the file")
    STAMP = Label("Each time is")
    STAMP_START = Label("the start of its interval")
    STAMP_MIDDLE = Label("the middle of its interval")
    STAMP_END = Label("the end of its interval")
    WHICH_STAMP = Label(
        "Is **{time}** the **start or the end** of the interval that the row is about? The "
        "notes below say why it is probably the end. Choose it above to continue: starts are "
        "stored."
    )
    WHICH_ZONE = Label(
        "In which **time zone** is **{time}**? The file does not say, or not clearly, and "
        "every time depends on it: ask whoever exported the file, and whether its clock keeps "
        "summer time. Choose the zone above to continue; it is remembered for the site."
    )
    YEAR = Label("Year of the times")
    WHICH_YEAR = Label("**{time}** has no year. Type it above to continue.")
    FIRST_DAY = Label("Date of day 1")
    WHICH_FIRST_DAY = Label(
        "**{time}** counts days and does not say which date day 1 is. Choose it above to continue."
    )
    TIMES_ELSEWHERE = Label("The times are in other columns, or have another form")
    TIME_COLUMNS = Label("Columns that hold the time, in their order")
    AS_FOUND = Label("As found")
    TIME_FORMAT = Label("How the times are written (a pattern of strftime)")
    TIME_FORMAT_EXAMPLE = Label("%d.%m.%Y %H:%M")
    CHOOSE = Label("Choose")
    AS_DETECTED = Label("Reset to what was detected")
    FOLLOW_RECIPE = Label("Read it as saved under **{name}**")
    FOLLOW_RECIPE_HELP = Label(
        "A file with these columns was read this way and saved: its clock, columns, units and "
        "no-value marks are used. All of it can be changed."
    )
    RECIPE_FOLLOWED = Label("Read as saved under **{name}**.")
    SAVE_RECIPE = Label("Save how this file is read")
    SAVE_RECIPE_CAPTION = Label(
        "The next file with these columns can be read in the same way, here and with --recipe."
    )
    RECIPE_NAME = Label("Name")
    RECIPE_REPLACED = Label("What was saved under **{name}** is replaced.")
    RECIPE_SAVED = Label("Saved under **{name}**.")
    SAVE = Label("Save")
    SAVED_RECIPES = Label("Saved ways to read a file")
    NEW_RECIPE_NAME = Label("New name")
    RENAME = Label("Rename")
    DELETE_RECIPE = Label("Delete {name}")
    WHICH_DATE_ORDER = Label(
        "In which order are day, month and year in **{date}**? The notes below say what the file "
        "leaves open. Choose the date order above to continue."
    )
    WHICH_UNITS = Label(
        "In which unit are the values of **{columns}**? The notes below say why the file does "
        "not show it. Choose it under the column below, or leave the column out, to continue."
    )
    UNIT_OF = Label("Unit of {column} in the file")
    WHICH_COLUMNS = Label(
        "No column has a name that Windproof knows. Choose below which signal each column is."
    )
    WHICH_OF_RIVALS = Label(
        "Several columns would be stored as the same field. Choose below which one, or give each "
        "its own field, to continue."
    )
    WHICH_RIVAL = Label("Which column is {field}?")
    NUMBERED_COLUMN = Label("{name} (column {number})")
    COLUMNS_TABLE_CAPTION = Label(
        "Each row is a column of the file. Untick what is not to be stored; a field's name can be "
        "changed."
    )
    SEARCH_COLUMNS = Label("Search the columns")
    STORE_SHOWN = PluralLabel("Store the {count:,} shown", "Store all {count:,} shown")
    LEAVE_SHOWN = PluralLabel("Leave out the {count:,} shown", "Leave out all {count:,} shown")
    STORE = Label("Store")
    COLUMN_IN_FILE = Label("Column in the file")
    EXAMPLES = Label("Examples")
    FIELD_IN_DATABASE = Label("Field in the database")
    FIELD_HELP = Label(
        "Small letters, digits and _. It ends with the unit in which it is stored, such as _kw or "
        "_degc."
    )
    UNIT_IN_FILE = Label("Unit in the file")
    STORED_COLUMNS = PluralLabel(
        "Columns: {stored} of {count} is stored, besides the time",
        "Columns: {stored} of {count} are stored, besides the time",
    )
    NO_VALUE_MARKS = Label("Treated as no value")
    NO_VALUE_PLACEHOLDER = Label("Nothing: add a word or number, such as -999")
    NO_VALUE_HELP = Label(
        "Words and numbers that the file writes when it has no value: as header=text for one "
        "column, otherwise for every column. Remove anything that was measured."
    )
    COLUMNS_CAPTION = Label(
        "Above each list is the column's name in the file; in it, the field's name in the "
        "database. A column that is “not stored” stays in the file only."
    )
    FIELD_OPTION = Label("{name} ({title:lower})")
    UNNAMED_COLUMN = Label("column {number}, without a name")
    COLUMN_NOT_STORED = Label("not stored")
    TIME = Label("time")
    PREVIEW_ALT = Label("The first rows of the file, as text")
    FIRST_ROW = Label(
        "Line {line} was read as **{time}** in the time zone {zone}, which is **{utc} UTC**. The "
        "database stores UTC."
    )
    FORMAT_SUMMARY = Label("{format} · {order} · {zone} · {signals}")
    FORMAT_SUMMARY_UNSTORED = Label(
        "{format} · {order} · {zone} · {signals} · {unstored} not stored"
    )
    COUNTED_SIGNALS = PluralLabel("{count} signal", "{count} signals")

    # Profile: numbers
    ROWS = Label("Rows")
    ROWS_HELP = Label("Data rows in the file.")
    TIME_STEP = Label("Time step")
    TIME_STEP_HELP = Label("The most common interval between two rows.")
    GAPS = Label("Gaps")
    GAPS_HELP = Label("Places where at least one row is missing.")
    MISSING_ROWS = Label("Missing rows")
    MISSING_ROWS_HELP = Label("Rows that the gaps would have. Nothing is filled in.")
    LONGEST_GAP = Label("Longest gap")
    DUPLICATES = Label("Duplicates")
    DUPLICATES_HELP = Label(
        "{identical} identical to an earlier one, {conflicting} with the time of an earlier one "
        "but other values."
    )
    MISSING_CELLS = Label("Missing cells")
    MISSING_CELLS_HELP = Label("Empty or NaN: no value to store.")
    REJECTED_ROWS = Label("Rejected rows")
    REJECTED_ROWS_HELP = Label(
        "Rows whose time or structure cannot be read, or that have no value and a cell that "
        "cannot be read."
    )
    ROWS_WITHOUT_VALUES = Label("Without values")
    ROWS_WITHOUT_VALUES_HELP = Label(
        "Rows with a time but no value of any stored signal: not a fault, just nothing to store."
    )
    NONE = Label("none")
    FILE_PERIOD = Label(
        "**{first} → {last}** ({zone}): {kept:,} of {expected:,} expected rows ({share:.1%})."
    )
    OUT_OF_ORDER = PluralLabel(
        "{count:,} row is out of order, which is not a problem.",
        "{count:,} rows are out of order, which is not a problem.",
    )
    SENTENCES = Label("{first} {second}")

    # Profile: signals
    SIGNAL = Label("Signal")
    SIGNAL_WITH_UNIT = Label("{title} ({unit})")
    VALUES = Label("Values")
    MISSING = Label("Missing")
    BAD = Label("Bad")
    SMALLEST = Label("Min")
    MEAN = Label("Mean")
    LARGEST = Label("Max")
    NEGATIVE = Label("Negative")
    SUSPECT = Label("Suspect")
    PLAUSIBLE = Label("Plausible")
    MORE_SIGNALS = PluralLabel(
        "One more signal is in the table above.", "{count:,} more signals are in the table above."
    )
    FROM_TO = Label("{lower:,g} to {upper:,g}")
    SIGNALS_ALT = Label("Values, missing and suspect values of each signal")
    STATES_ALT = Label("How often each state occurs")
    SIGNALS_CAPTION = Label(
        "Bad cells are not numbers. Suspect values are outside the signal's plausible limits. They "
        "are stored unchanged: a small negative power, for example, is what the turbine itself "
        "consumes."
    )

    # Profile: charts
    HISTOGRAM_ALT = Label("How often each {title:lower} occurs")
    POWER_CURVE = Label("**Power against wind speed**")
    POWER_CURVE_ALT = Label("Active power against wind speed, stronger where there are more rows")
    GAP_LIST = PluralLabel("**{count:,} gap**", "**{count:,} gaps, the longest first**")
    GAP_CHART_ALT = Label("The period of the file with its gaps")
    GAP_LIST_ALT = Label("Gaps of the file, the longest first")
    FROM = Label("From ({zone})")
    LENGTH = Label("Length")

    # Profile: the way on, and the closed step
    CONTINUE = Label("Looks right: continue")
    NO_ROW = Label(
        "No row can be stored. Check the reasons above: the format in step {step} may be wrong."
    )
    PROFILE_SUMMARY = Label("{rows} · every {step} · {gaps} · {rejected}")
    COUNTED_GAPS = PluralLabel("{count:,} gap", "{count:,} gaps")

    # Rows and cells that are not stored
    COUNTED_REJECTED = PluralLabel("{count:,} rejected row", "{count:,} rejected rows")
    COUNTED_DUPLICATES = PluralLabel("{count:,} duplicate row", "{count:,} duplicate rows")
    COUNTED_BAD = PluralLabel("{count:,} unreadable cell", "{count:,} unreadable cells")
    COUNTED_WITHOUT_VALUES = PluralLabel(
        "{count:,} row without values", "{count:,} rows without values"
    )
    NOT_STORED = Label("Not stored: {rejected}, {duplicates}, {bad}, {without}")
    NOT_STORED_ALT = Label("Rows and cells that are not stored, with line, text and reason")
    KIND = Label("Kind")
    REJECTED = Label("rejected")
    DUPLICATE = Label("duplicate")
    CELL = Label("cell")
    WITHOUT_VALUES = Label("without values")
    REFUSED_BY_DATABASE = Label("refused")
    REVOKED_BY_DATABASE = Label("refused later")
    LINE = Label("Line")
    COLUMN = Label("Column")
    TEXT = Label("Text")
    REASON = Label("Reason")
    FIRST_FINDINGS = Label("Only the first {number:,} are shown. The download has all of them.")

    # Target
    SITE = Label("Site")
    SITE_HELP = Label("The wind farm, or any name for the location.")
    TURBINE = Label("Turbine")
    TURBINE_HELP = Label("The turbine's name. Each turbine has its own series.")
    MEASUREMENT = Label("Measurement")
    MEASUREMENT_HELP = Label("The kind of data: InfluxDB's name for what belongs together.")
    POINTS_GO_TO = Label(":material/database: Points are written to **{target}**")
    NO_CONTAINER = Label(
        "There is no {container} **{name}** on this server. A {container} is InfluxDB's container "
        "of points. If the name is misspelled, correct it on the Database page."
    )
    CREATE_FOREVER = Label(
        "The name is right: create the {container} {name}, which keeps its points forever"
    )
    CREATE_FOREVER_IN_SHARDS = Label(
        "The name is right: create the {container} {name}, which keeps its points forever (in "
        "shards of {length})"
    )
    CREATE = Label("Create the {container}")

    # Retiming: rules
    RULE = Label("Rule")
    RULE_WITH_NUMBER = Label("{rule}: {number}")
    END_NOW = Label("End now")
    END_NOW_CAPTION = Label(
        "The last row falls on the latest whole time step before now; all intervals stay the same."
    )
    WHOLE_YEARS = Label("Whole years")
    WHOLE_YEARS_CAPTION = Label("The same day and hour in another year: seasons and days stay.")
    WHOLE_WEEKS = Label("Whole weeks")
    WHOLE_WEEKS_CAPTION = Label("Weekdays and hours stay; the date moves by whole weeks.")
    START_AT = Label("Start at")
    START_AT_CAPTION = Label("The first row falls on a time of your choice.")
    KEEP = Label("Keep")
    KEEP_CAPTION = Label("The times stay as they are in the file.")
    TODAY = Label("Today's date (the classic mistake)")
    TODAY_CAPTION = Label("Every row gets today's date. Try it to see what goes wrong.")
    CHOOSE_START = Label("Choose the first row's new time.")
    NEW_START = Label("New time of the first row ({zone})")
    YEARS = Label("Number of years")
    WEEKS = Label("Number of weeks")
    AS_MANY_AS_FIT = Label("as many as leave no row in the future")

    # Retiming: what the rule does
    MOVES_BY = Label("Every timestamp moves by **{shift}**.")
    STAYS = Label("Every timestamp stays **as it is in the file**.")
    REFUSED_RULE = Label("**This rule is refused.** {reason}")
    LOSSLESS_RULES = Label("These rules lose nothing:")
    COLLISIONS = Label("Collisions")
    COLLISIONS_HELP = Label(
        "Rows that would get the timestamp of another row, or a date that does not exist. A "
        "database keeps one point per timestamp: the others would be overwritten."
    )
    IN_THE_FUTURE = Label("In the future")
    IN_THE_FUTURE_HELP = Label("Rows whose new time is after now.")
    FUTURE_ROWS = PluralLabel(
        "{count:,} row will be in the future. It is stored, but many tools query data only up to "
        "now and will not show it yet.",
        "{count:,} rows will be in the future. They are stored, but many tools query data only up "
        "to now and will not show them yet.",
    )
    ROW = Label("Row")
    FIRST = Label("first")
    LAST = Label("last")
    FIRST_TIME = Label("First (UTC)")
    LAST_TIME = Label("Last (UTC)")
    IN_THE_FILE = Label("In the file ({zone})")
    NEW = Label("New ({zone})")
    NEW_AS_STORED = Label("New, as stored (UTC)")
    NO_SUCH_DATE = Label("no such date")
    RETIMING_ALT = Label("Old and new times of the first, the last and a few rows between")

    # Plan
    START = Label("Start ingest")
    RULE_FIRST = Label("Choose a rule that loses nothing; then the ingest can start.")
    DATABASE_FIRST = Label("The database is not ready; see step {step}.")
    PLANNED_ROWS = PluralLabel(
        "**{count:,} row** of turbine **{turbine}** at site **{site}** will be written to "
        "{target}.",
        "**{count:,} rows** of turbine **{turbine}** at site **{site}** will be written to "
        "{target}.",
    )
    PLANNED_TIMES = Label("Their times in the database: **{first}** to **{last}** UTC.")
    WILL_NOT_BE_STORED = Label(
        "Not stored: {rejected}, {duplicates} and {without}. Each is listed with its line and "
        "reason."
    )
    LOSSES_OF = Label("Turbine {turbine}: {losses}")
    ACCEPT_LOSSES = Label("Store it without them")
    CHECK = Label(":small[{icon} **{title}** &nbsp; {finding}]")
    USE_RULE = Label("Use {rule}")
    LONGER_RETENTION = Label("Create a {container} with a longer retention")
    RUNS_ON_THE_SERVER = Label("It runs on the server: you can reload or close this page.")
    CANCEL_RESUME_UNDO = Label("You can cancel, resume or undo it at any time.")
    CANCEL_RESUME = Label("You can cancel or resume it at any time.")

    # Plan: points that would be replaced
    TAKEN = Label("Some of these timestamps already have other points.")
    OVERLAP = Label(
        "Ingest **{id}** of file {file} wrote {fields} on **{stamps:,}** of these timestamps."
    )
    FOREIGN = PluralLabel(
        "**{count:,} point** on these timestamps has other values and belongs to no recorded "
        "ingest.",
        "**{count:,} points** on these timestamps have other values and belong to no recorded "
        "ingest.",
    )
    OVERWRITES = Label(
        "A database keeps one value of a field per timestamp, so they would be overwritten; fields "
        "that this file does not have stay."
    )
    EMPTIED = PluralLabel(
        "**{count:,} value** would be deleted because this file has none there.",
        "**{count:,} values** would be deleted because this file has none there.",
    )
    AVOIDED_BY = Label("Another turbine or another rule avoids this.")
    BESIDE = Label(
        "The rule `{rule}` moves this file by the same shift as ingest {id}, so that the two "
        "files keep their distance in time."
    )
    REPLACE = Label("Replace {points}")
    POINTS_OF_INGEST = PluralLabel(
        "{count:,} point of ingest {id}", "{count:,} points of ingest {id}"
    )
    POINTS_OF_NONE = PluralLabel(
        "{count:,} point of no recorded ingest", "{count:,} points of no recorded ingest"
    )

    # Plan: the same ingest was recorded before
    EXISTS = Label(
        "This ingest already exists: **{id}** of {created} UTC has the same file, times and names."
    )
    NOTHING_TO_SEND = Label("Nothing needs to be sent.")

    # An ingest under way
    UNDER_WAY = Label("**{file}** · ingest {id} · into {target}")
    PROGRESS = PluralLabel("{done:,} of {count:,} row", "{done:,} of {count:,} rows")
    OTHER_PROCESS = Label("{progress} · another process runs it")
    WAITING = Label("Waiting for the database's first answer")
    COUNTING = Label("Every row is answered · counting the rows in the database")
    QUIET = Label(":orange[:material/warning:] The database has not answered since {since} (UTC)")
    QUIET_UNTIL = Label(
        ":orange[:material/warning:] The database has not answered since {since}; trying again "
        "until {until} (UTC)"
    )
    SPEED = Label("{rows_per_s:,.0f} rows/s · about {duration} left")
    CANCEL = Label("Cancel")
    CANCELLING = Label("It stops after the batches in progress; resume sends the rest.")
    STARTED_BY = Label(
        "Started by {actor} at {created} UTC. Reloading or closing this page does not stop it."
    )

    # How an ingest stands
    STORED = PluralLabel(
        "**{file} is stored**: {count:,} row in {duration}.",
        "**{file} is stored**: {count:,} rows in {duration}.",
    )
    STORED_WITH_LOSSES = PluralLabel(
        "**{file} is stored, but not all of it**: {stored:,} of {count:,} row in {duration}. **Not "
        "stored: {losses}.**",
        "**{file} is stored, but not all of it**: {stored:,} of {count:,} rows in {duration}. "
        "**Not stored: {losses}.**",
    )
    REFUSED = PluralLabel(
        "The database refused {count:,} row. Resume sends it again.",
        "The database refused {count:,} rows. Resume sends them again.",
    )
    ROWS_MISSING = PluralLabel(
        "**{count:,} row of {file} is missing**: the database has {held:,} of {sent:,}. Resume "
        "sends it again.",
        "**{count:,} rows of {file} are missing**: the database has {held:,} of {sent:,}. Resume "
        "sends them again.",
    )
    ALL_ROWS_MISSING = PluralLabel(
        "**{file} is gone from the database**: its {count:,} row is missing. Resume sends it "
        "again.",
        "**{file} is gone from the database**: all {count:,} rows are missing. Resume sends them "
        "again.",
    )
    SENT_NOT_COUNTED = PluralLabel(
        "**{file} was sent but not counted**: the database acknowledged {count:,} row. {reason} "
        "Resume counts, and sends what is missing.",
        "**{file} was sent but not counted**: the database acknowledged {count:,} rows. {reason} "
        "Resume counts, and sends what is missing.",
    )
    UNDO_UNFINISHED = Label(
        "**The undo of {file} is not finished.** {reason} *Finish the undo* completes it."
    )
    UNDONE = Label("**{file} was undone**: its points are deleted.")
    STOPPED = PluralLabel(
        "**{file} stopped** with {count:,} row to go. {reason}\n\nNothing is lost: resume sends "
        "the rest.",
        "**{file} stopped** with {count:,} rows to go. {reason}\n\nNothing is lost: resume sends "
        "the rest.",
    )
    INTERRUPTED = PluralLabel(
        "**{file} was interrupted** with {count:,} row to go. Nothing is lost: resume sends the "
        "rest.",
        "**{file} was interrupted** with {count:,} rows to go. Nothing is lost: resume sends the "
        "rest.",
    )
    CANCELLED = PluralLabel(
        "**{file} was cancelled** with {count:,} row to go. Nothing is lost: resume sends the "
        "rest.",
        "**{file} was cancelled** with {count:,} rows to go. Nothing is lost: resume sends the "
        "rest.",
    )
    BEING_SENT = PluralLabel(
        "**{file} is being sent**: {count:,} row to go.",
        "**{file} is being sent**: {count:,} rows to go.",
    )
    BADGE_STATE = Label("{state}: {number:,}")

    # Result: sums
    ROW_SUM = PluralLabel(
        "{count:,} row = {stored} + {rejected} + {duplicates} + {without}",
        "{count:,} rows = {stored} + {rejected} + {duplicates} + {without}",
    )
    ROW_SUM_WAITING = PluralLabel(
        "{count:,} row = {stored} + {rejected} + {duplicates} + {without} + {waiting}",
        "{count:,} rows = {stored} + {rejected} + {duplicates} + {without} + {waiting}",
    )
    SUM_STORED = Label("{number:,} stored")
    SUM_STORED_DELETED = Label("{number:,} stored, then deleted")
    SUM_REJECTED = Label("{number:,} rejected")
    SUM_DUPLICATE = Label("{number:,} duplicate")
    SUM_WITHOUT_VALUES = Label("{number:,} without values")
    SUM_WAITING = Label("{number:,} still to send")
    CELL_SUM = PluralLabel(
        "{count:,} cell of the kept rows = {values} + {missing:,} missing + {bad:,} unreadable",
        "{count:,} cells of the kept rows = {values} + {missing:,} missing + {bad:,} unreadable",
    )
    COUNTED_VALUES = PluralLabel("{count:,} value", "{count:,} values")
    DOES_NOT_ADD_UP = Label("These numbers do not add up. Verify this ingest.")
    NEVER_COUNTED = Label(
        "The database has not been counted: that happens after the last batch, and on resume."
    )
    LAST_COUNT = PluralLabel(
        "When last counted, the database had {held:,} of its {count:,} row.",
        "When last counted, the database had {held:,} of its {count:,} rows.",
    )
    WERE_REPLACED = PluralLabel(
        "Values of {count:,} row were replaced by a later ingest.",
        "Values of {count:,} rows were replaced by a later ingest.",
    )
    REPLACED_OTHERS = PluralLabel(
        "It replaced values of {count:,} earlier point.",
        "It replaced values of {count:,} earlier points.",
    )
    UNSTORED_COLUMNS = PluralLabel(
        "Column of the file that is not stored: {names}.",
        "Columns of the file that are not stored: {names}.",
    )
    QUOTED = Label("“{name}”")
    NOTHING_LOST = Label("Every row and every cell with a value is stored.")
    FINDINGS = Label("**Not stored, with the reason** ({number:,})")

    # Result: everything that is recorded
    DETAILS = Label("Details")
    INGEST = Label("Ingest")
    STATE = Label("State")
    FILE_AND_SIZE = Label("{name}, {size}")
    CHECKSUM = Label("SHA-256")
    PERIOD = Label("Period")
    SHIFT = Label("Exact shift")
    SHIFT_IN_NS = Label("{shift} ({shift_ns:,} ns)")
    SERIES = Label("Series")
    SERIES_OF = Label("{measurement}, site {site}, turbine {turbine}")
    STARTED = Label("Started")
    STARTED_FROM = Label("{created} UTC by {actor}, from {origin}")
    READ_AS = Label("Read as")
    TIMES = Label("Times")
    READ_TIMES = Label("{order}, {form}, time zone {zone}")
    COLUMNS = Label("Columns")
    BECOMES_CONVERTED = Label("{header} → {name} ({unit} → {stored})")
    BECOMES = Label("{header} → {name}")
    UNSTORED = Label("Not stored")
    EVERY_COLUMN_STORED = Label("every column is stored")

    # Past ingests
    PAST_INGESTS = Label("Past ingests")
    NO_OTHERS = Label("There are no other ingests.")
    NO_INGESTS = Label("There are no ingests yet.")
    SHOW_ALL = Label("Show all {number:,}")
    CARD_TITLE = Label("**{file}** &nbsp; {badges}")
    CARD = Label(
        "{rows} · {period} · rule {rule}  \n"
        "turbine {turbine}, site {site} · in {target}  \n"
        "{id} · by {actor}, {created} UTC · SHA-256 {digest}"
    )
    UPLOAD_CARD = PluralLabel(
        "{count:,} series: {turbines} · {rows} · rule {rule}  \nin {target} · {id} · by {actor}, "
        "{created} UTC",
        "{count:,} series: {turbines} · {rows} · rule {rule}  \nin {target} · {id} · by {actor}, "
        "{created} UTC",
    )
    STORED_OF = PluralLabel("{stored:,} of {count:,} row", "{stored:,} of {count:,} rows")
    NONE_AFTER_UNDO = PluralLabel(
        "none of {count:,} row after the undo", "none of {count:,} rows after the undo"
    )
    RESUME = Label("Resume")
    FINISH_UNDO = Label("Finish the undo")
    VERIFY = Label("Verify")
    EXPLORE = Label("Explore")
    UNDO = Label("Undo")
    ANOTHER = Label("Ingest another file")

    # Undo
    UNDO_TITLE = Label("Undo this ingest")
    UNDO_UPLOAD_TITLE = Label("Undo this upload")
    UNDO_WHICH = Label("Turbines whose ingests are undone")
    CLOSES_RECORD = Label(
        "Turbine {turbine}: the database has no points of ingest {id}, and this only closes its "
        "record."
    )
    DELETES = PluralLabel(
        "Turbine {turbine}: this deletes the **{count:,} point** that ingest {id} of {file} wrote "
        "to {target}, and then counts what is left.",
        "Turbine {turbine}: this deletes the **{count:,} points** that ingest {id} of {file} wrote "
        "to {target}, and then counts what is left.",
    )
    LATER_STAYS = PluralLabel(
        "A later ingest replaced its values on **{count:,} timestamp**; the new ones stay.",
        "A later ingest replaced its values on **{count:,} timestamps**; the new ones stay.",
    )
    WILL_LACK = PluralLabel(
        "It replaced **{count:,} row** of ingest {id} ({file}), which will be missing: the old "
        "values are in no database, only in the original file.",
        "It replaced **{count:,} rows** of ingest {id} ({file}), which will be missing: the old "
        "values are in no database, only in the original file.",
    )
    LOSES = PluralLabel(
        "It also deletes **{count:,} point** that no recorded ingest wrote, which was on its "
        "timestamps before it, with the same values or with others that it replaced. It "
        "**cannot be restored**.",
        "It also deletes **{count:,} points** that no recorded ingest wrote, which were on its "
        "timestamps before it, with the same values or with others that it replaced. They "
        "**cannot be restored**.",
    )
    CAN_BE_INGESTED_AGAIN = Label(
        "The original file and the record stay, so you can ingest it again."
    )
    RESTORE_REPLACED = Label("Restore what it replaced, from the original files")
    TYPE_THE_ID = Label("Type its ID, {id}, to confirm")
    DELETE_POINTS = Label("Delete its points")
    DELETED = PluralLabel("{count:,} row of {id} deleted.", "{count:,} rows of {id} deleted.")

    # Several files and series
    READ_ALL_FILES = PluralLabel("Read {count:,} file", "Read all {count:,} files together")
    FILES_SUMMARY = PluralLabel(
        "{count:,} files: {names} · {size}", "{count:,} files: {names} · {size}"
    )
    OTHER_FILE_ASKS = Label(
        "{file} cannot be read like the first file: it needs an answer of its own. Upload it alone."
    )
    TURBINE_COLUMN = Label("Column that names the turbine")
    AS_HEADERS_SAY = Label("As the headers say")
    ONE_TURBINE = Label("None: all rows are from one turbine")
    ROWS_TO_STORE = Label("Rows to store")
    STORED_ROWS = Label("Stored")
    HELD_ROWS = Label("In the database")
    SERIES_ALT = Label("The turbines with their rows and periods")
    ROWS_OF_NO_SERIES = PluralLabel(
        "{count:,} row names no turbine that could be read, and is not stored.",
        "{count:,} rows name no turbine that could be read, and are not stored.",
    )
    PROFILE_OF = Label("Show the profile of")
    AS_THE_FILE_SAYS = Label("as the file says")
    SERIES_SUMMARY = PluralLabel("{count:,} series, {rows}", "{count:,} series, {rows}")
    PLANNED_SERIES = PluralLabel(
        "**{rows:,} rows** of {count:,} series go to {target}, as an ingest of its own.",
        "**{rows:,} rows** of {count:,} series go to {target}, each series as an ingest of its "
        "own, one after the other. All are moved by the same shift.",
    )
    REPLACE_ALL = PluralLabel(
        "Replace {count:,} point that is there already",
        "Replace {count:,} points that are there already",
    )
    RECORDED_AS = Label("already ingested: {id}")
    IN_THE_WAY = Label("something prevents it")
    CAN_START = Label("ready")
    UPLOAD_UNDER_WAY = PluralLabel(
        "Upload `{id}`: {done:,} of {count:,} series sent.",
        "Upload `{id}`: {done:,} of {count:,} series sent.",
    )
    UPLOAD_FAILED = Label("Turbine {turbine} stopped, and so did those after it: {reason}")
    UPLOAD_UNDONE = PluralLabel(
        "Turbine {turbines} was undone: its points are deleted, and resume leaves it alone.",
        "Turbines {turbines} were undone: their points are deleted, and resume leaves them alone.",
    )
    UPLOAD_OPEN = PluralLabel(
        "{count:,} series is not complete. Resume sends what is missing.",
        "{count:,} series are not complete. Resume sends what is missing, one after the other.",
    )
    UPLOAD_STORED = PluralLabel(
        "{stored:,} rows of {count:,} series are stored.",
        "{stored:,} rows of {count:,} series are stored.",
    )
    UPLOAD_STORED_WITH_LOSSES = PluralLabel(
        "{stored:,} rows of {count:,} series are stored, but not everything: {rejected}, {bad}.",
        "{stored:,} rows of {count:,} series are stored, but not everything: {rejected}, {bad}.",
    )
    UPLOAD_SUM = PluralLabel(
        "{count:,} row = {stored:,} stored + {rejected:,} rejected + {duplicates:,} duplicate + "
        "{without:,} without values",
        "{count:,} rows = {stored:,} stored + {rejected:,} rejected + {duplicates:,} duplicate + "
        "{without:,} without values",
    )
    UPLOAD_SUM_WAITING = PluralLabel(
        "{count:,} row = {stored:,} stored + {rejected:,} rejected + {duplicates:,} duplicate + "
        "{without:,} without values + {waiting:,} still to send + {undone:,} undone",
        "{count:,} rows = {stored:,} stored + {rejected:,} rejected + {duplicates:,} duplicate + "
        "{without:,} without values + {waiting:,} still to send + {undone:,} undone",
    )
    RESUME_REST = PluralLabel("Resume {count:,} series", "Resume {count:,} series")
    SERIES_TO_SHOW = Label("Turbine")
