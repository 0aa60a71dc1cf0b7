"""What a verification says."""

from turbine.words import Plural, Sentence


class Words:
    BAD_TOLERANCE = Sentence("{tolerance} is not a valid tolerance.")
    VALID_TOLERANCE = Sentence("Use 0 for an exact comparison, or a small positive number.")
    ROWS = Plural("{count:,} row", "{count:,} rows")
    TIMESTAMPS = Plural("{count:,} timestamp", "{count:,} timestamps")

    # Why rows of the file are missing or different
    UNDONE = Sentence("The ingest was undone: its points were deleted on purpose.")
    COLLAPSED = Plural(
        "The rule {rule!r} moved {rows} to {timestamps}: {count:,} row was overwritten by a later"
        " line of the same file. It is line {line:,}: line {by_line:,} now has its timestamp"
        " {timestamp}.",
        "The rule {rule!r} moved {rows} to {timestamps}: {count:,} rows were overwritten by later"
        " lines of the same file. The first is line {line:,}: line {by_line:,} now has its"
        " timestamp {timestamp}.",
    )
    NOT_SENT = Plural(
        "{count:,} row has not been sent yet. Resume the ingest.",
        "{count:,} rows have not been sent yet. Resume the ingest.",
    )
    STILL_RUNNING = Plural(
        "{count:,} row has not been sent yet: the ingest is still running. Verify again when "
        "it has finished.",
        "{count:,} rows have not been sent yet: the ingest is still running. Verify again when "
        "it has finished.",
    )
    REFUSED = Plural(
        "{count:,} row was refused by the database when it was sent. The ingest lists it with the"
        " reason; once that is fixed, resume sends it again.",
        "{count:,} rows were refused by the database when they were sent. The ingest lists each"
        " with the reason; once that is fixed, resume sends them again.",
    )
    REFUSED_IN_PART = Plural(
        "{count:,} of the different rows was refused by the database when it was sent, but the"
        " database kept some of its values.",
        "{count:,} of the different rows were refused by the database when they were sent, but the"
        " database kept some of their values.",
    )
    EXPIRED = Plural(
        "{count:,} row is older than the bucket's retention period, and the database dropped it.",
        "{count:,} rows are older than the bucket's retention period, and the database dropped"
        " them.",
    )
    REPLACED = Plural(
        "{count:,} row was replaced by ingest {by}, which has since been undone. Resume ingest"
        " {ingest} to bring it back.",
        "{count:,} rows were replaced by ingest {by}, which has since been undone. Resume ingest"
        " {ingest} to bring them back.",
    )
    VANISHED = Plural(
        "{count:,} row was acknowledged by the database and has gone since: deleted, or never"
        " durable. No record here explains it.",
        "{count:,} rows were acknowledged by the database and have gone since: deleted, or never"
        " durable. No record here explains it.",
    )
    VANISHED_IN_PART = Plural(
        "{count:,} row has values that the database acknowledged and that have gone since: deleted,"
        " or never durable. No record here explains it.",
        "{count:,} rows have values that the database acknowledged and that have gone since:"
        " deleted, or never durable. No record here explains it.",
    )
    OTHER_VALUES = Plural(
        "{count:,} row has different values from the file: something overwrote them. No record "
        "here explains it.",
        "{count:,} rows have different values from the file: something overwrote them. No "
        "record here explains it.",
    )
    UNEXPECTED = Plural(
        "There is {count:,} point in the period that no ingest recorded here explains: another"
        " program writes to this series.",
        "There are {count:,} points in the period that no ingest recorded here explains: another"
        " program writes to this series.",
    )

    # What else the database holds there
    DUPLICATES = Plural(
        "There is {count:,} point too many: the database holds more than one at the same timestamp,"
        " and every sum counts them all. Another program wrote it. Delete it there, or undo the"
        " ingest and ingest the file again.",
        "There are {count:,} points too many: the database holds more than one at the same"
        " timestamp, and every sum counts them all. Another program wrote them. Delete them there,"
        " or undo the ingest and ingest the file again.",
    )
    TAGGED = Plural(
        "There is {count:,} point with additional tags ({tags}): to the database it is another "
        "series, so the next write of the same row would add a second point beside it. Another "
        "program wrote it.",
        "There are {count:,} points with additional tags ({tags}): to the database these are "
        "other series, so the next write of the same row would add a second point beside each. "
        "Another program wrote them.",
    )
    NOT_FINITE = Plural(
        "There is {count:,} value in the database that is infinite or not a number, which no value"
        " of a file is. Something overwrote it.",
        "There are {count:,} values in the database that are infinite or not a number, which no"
        " value of a file is. Something overwrote them.",
    )
    ZERO_SIGNS = Plural(
        "There is {count:,} value that is -0.0 on one side and 0.0 on the other: equal as numbers,"
        " and not every database keeps the sign of a zero. Counted separately, not a failure.",
        "There are {count:,} values that are -0.0 on one side and 0.0 on the other: equal as"
        " numbers, and not every database keeps the sign of a zero. Counted separately, not a"
        " failure.",
    )
    OTHER_FIELDS = Sentence(
        "This turbine's points in the period have fields of another program, with this many"
        " values: {fields}. Counted separately, not a failure."
    )
    FIELD_COUNT = Sentence("{field!r} ({values:,})")
    OTHERS = Sentence("others")
