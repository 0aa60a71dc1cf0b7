"""What the verify page says."""

from turbine.words import Label, PluralLabel


class Words:
    TITLE = Label("Verify")
    CAPTION = Label(
        "Reads the stored file and the database again and compares every row and every value: "
        "nothing is sampled."
    )
    NOTHING_INGESTED = Label(
        "Nothing has been ingested yet, so there is nothing to verify. Ingest a turbine's file "
        "first, or try it with sample data."
    )
    GO_TO_INGEST = Label("Go to Ingest")
    COMPARING = Label("Reading the file and the database again and comparing every row …")

    # What is verified, and how
    INGEST = Label("Ingest")
    INGEST_ENTRY = Label("{file} → {turbine} ({site}), {first} to {last} UTC, {state}, {ingest}")
    UPLOAD_ENTRY = PluralLabel(
        "{file}, upload {upload}: its {count:,} series",
        "{file}, upload {upload}: all {count:,} series",
    )
    UNKNOWN_INGEST = Label("There is no ingest {ingest}. The newest one is shown.")
    TOLERANCE = Label("Tolerance (0: exact)")
    TOLERANCE_HELP = Label(
        "How far a value in the database may be from the file's, in the field's own unit: kW, m/s, "
        "degrees."
    )
    RUN_AGAIN = Label("Run again")
    STILL_RUNNING = Label(
        "This ingest is still running: rows that have not been sent yet count as missing."
    )

    # The verdict
    PASS = Label(":green[:material/verified: PASS]")
    FAIL = Label(":red[:material/gpp_bad: FAIL]")
    NO_VERDICT = Label(":gray[:material/help: No verdict]")
    NOT_COMPARED = Label(
        "The file and the database could not be compared. This says nothing about either."
    )
    ALL_EXACT = Label(
        "All **{rows}** and all **{values}** of the file are in the database, exactly as in the "
        "file."
    )
    ALL_WITHIN_TOLERANCE = Label(
        "All **{rows}** and all **{values}** of the file are in the database, none off by more "
        "than {tolerance:g}."
    )
    ROWS = PluralLabel("{count:,} row", "{count:,} rows")
    VALUES = PluralLabel("{count:,} value", "{count:,} values")
    ROWS_FOUND = PluralLabel(
        "**{found:,} of {count:,} row** is in the database.",
        "**{found:,} of {count:,} rows** are in the database.",
    )
    ROWS_MISSING = PluralLabel("**{count:,} row** is missing.", "**{count:,} rows** are missing.")
    POINTS_UNEXPECTED = PluralLabel(
        "**{count:,} point** is unexpected.", "**{count:,} points** are unexpected."
    )
    ROWS_DIFFERENT = PluralLabel(
        "**{count:,} row** has a different value.", "**{count:,} rows** have different values."
    )
    POINTS_DUPLICATE = PluralLabel(
        "**{count:,} duplicate point** has the timestamp of another one.",
        "**{count:,} duplicate points** have the timestamp of another one.",
    )
    POINTS_TAGGED = PluralLabel(
        "**{count:,} point** has additional tags.", "**{count:,} points** have additional tags."
    )
    WHY = Label("Why:")

    # An upload
    UPLOAD_SUMS = PluralLabel(
        "{count:,} series: **{found:,} of {expected:,} rows** are in the database, {missing:,} "
        "missing, {unexpected:,} unexpected, {differing:,} different.",
        "{count:,} series: **{found:,} of {expected:,} rows** are in the database, {missing:,} "
        "missing, {unexpected:,} unexpected, {differing:,} different.",
    )
    UPLOAD_ROWS = PluralLabel(
        "The upload has {count:,} row = {stored:,} stored + {rejected:,} rejected + {duplicate:,} "
        "duplicate + {without:,} without values + {waiting:,} still to send + {undone:,} undone.",
        "The upload has {count:,} rows = {stored:,} stored + {rejected:,} rejected + {duplicate:,} "
        "duplicate + {without:,} without values + {waiting:,} still to send + {undone:,} undone.",
    )
    REASON_OF = Label("Turbine {turbine}: {reason}")
    SERIES_BY_SERIES = Label("Series by series")
    CHOOSE_A_SERIES = Label("Choose a row to see that series alone, with its fields and its chart.")
    TURBINE = Label("Turbine")
    SITE = Label("Site")
    VERDICT = Label("Verdict")
    FILE = Label("File")
    WAS_UNDONE = Label("undone: left out")
    WITHOUT_VERDICT = Label("not compared")

    # Its numbers
    EXPECTED = Label("Expected")
    EXPECTED_HELP = Label("Rows of the file that must be in the database.")
    FOUND = Label("Found")
    FOUND_HELP = Label("Of these, the rows that are in the database.")
    MISSING = Label("Missing")
    MISSING_HELP = Label("Rows of the file that are not in the database.")
    UNEXPECTED = Label("Unexpected")
    UNEXPECTED_HELP = Label(
        "Points in the period that neither this file nor another recorded ingest explains."
    )
    DIFFERENT = Label("Different")
    DIFFERENT_HELP = Label("Rows in the database with at least one different value.")
    DUPLICATE = Label("Duplicate")
    DUPLICATE_HELP = Label(
        "Points with the timestamp of another one: sums and counts include both."
    )

    # What was compared
    DATABASE_AND_PERIOD = Label("Database: {database}. Period: {period}.")
    WRITING_ELSEWHERE = Label("New points now go to another database: {database}.")
    LAST_CHECKED = Label("Last checked {time} UTC, in {duration}.")
    TOLERATED = Label("Values may differ by {tolerance:g}, in each field's own unit.")
    BIT_FOR_BIT = Label(
        "Numbers were compared bit for bit (the sign of a zero is counted separately)."
    )
    BALANCE = PluralLabel(
        "The file has {count:,} row = {expected:,} expected + {replaced:,} replaced + "
        "{rejected:,} rejected + {duplicate:,} duplicate + {without:,} without values.",
        "The file has {count:,} rows = {expected:,} expected + {replaced:,} replaced + "
        "{rejected:,} rejected + {duplicate:,} duplicate + {without:,} without values.",
    )
    ROWS_REPLACED = PluralLabel(
        "{count:,} row of this file was replaced by another ingest: counted separately, not a "
        "failure.",
        "{count:,} rows of this file were replaced by another ingest: counted separately, not a "
        "failure.",
    )
    POINTS_OF_OTHERS = PluralLabel(
        "{count:,} point of another recorded ingest is in the period: counted separately, not a "
        "failure.",
        "{count:,} points of other recorded ingests are in the period: counted separately, not a "
        "failure.",
    )

    # Field by field
    FIELD_BY_FIELD = Label("Field by field")
    FIELD = Label("Field")
    VALUES_EXPECTED = Label("Values expected")
    LARGEST_DIFFERENCE = Label("Largest difference")

    # The chart
    OVERLAY = Label("The file and the database overlaid")
    CHART_ALT = Label(
        "{title}: the file's values as a band, the database's as dots on it, and their difference "
        "below. The tables have the numbers."
    )
    CHART_CAPTION = Label(
        "The broad band is the file, the dots on it are the database, queried again for this "
        "period. Drag across the chart to zoom in. A long period is thinned out, but keeps its "
        "minima and maxima; zoomed in, every point is drawn."
    )
    ROWS_NOT_DRAWN = PluralLabel(
        "{count:,} row cannot be drawn: of the rows with one timestamp the chart shows the last "
        "line, which is the one that the database can hold.",
        "{count:,} rows cannot be drawn: of the rows with one timestamp the chart shows the last "
        "line, which is the one that the database can hold.",
    )
    FROM = Label("From (UTC)")
    TO = Label("To (UTC), not included")
    WHOLE_PERIOD = Label("Whole period")
    PERIOD_EMPTY = Label("The period is empty: the whole one is shown.")

    # Mismatches
    MISMATCHES = Label("Mismatches")
    FIRST_SHOWN = Label("The first {shown:,} of {total:,}, by time.")
    CHOOSE_A_ROW = Label(
        "Choose a row by the box before it, or by the arrow keys and Shift + Space, to see it in "
        "the chart. The database timestamp of a missing row is where it should be. File "
        "timestamps are in {zone}."
    )
    MISSING_ROW = Label("Missing row")
    OVERWRITTEN_ROW = Label("Overwritten row")
    UNEXPECTED_POINT = Label("Unexpected point")
    DIFFERENT_VALUE = Label("Different value")
    DUPLICATE_POINT = Label("Duplicate point")
    ADDITIONAL_TAGS = Label("Additional tags")
    MISMATCH = Label("Mismatch")
    FILE_LINE = Label("File line")
    FILE_TIMESTAMP = Label("File timestamp ({zone})")
    DATABASE_TIMESTAMP = Label("Database timestamp (UTC)")
    FILE_VALUE = Label("File value")
    DATABASE_VALUE = Label("Database value")
    DIFFERENCE = Label("Difference")
    OVERWRITTEN_BY_LINE = Label("Overwritten by line")

    # The query
    SHOW_QUERY = Label("Show the query")
    QUERY_OF = Label("What the verification asked {database}.")
    FIRST_AND_LAST_QUERY = Label(
        "What the verification asked {database}: the first part and the last."
    )
