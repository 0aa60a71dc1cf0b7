"""What planning, sending, counting and undoing an ingest say."""

from turbine.words import Plural, Sentence


class Words:
    ROWS = Plural("{count:,} row", "{count:,} rows")

    # Actions, each at the beginning of a sentence
    THE_INGEST = Sentence("The ingest")
    THE_COUNT = Sentence("Counting the rows")
    THE_UNDO = Sentence("The undo")
    WRITING_BACK = Sentence("Writing back what was deleted")

    # States, each within a sentence
    RUNNING = Sentence("running")
    INTERRUPTED = Sentence("interrupted")
    CANCELLED = Sentence("cancelled")
    FAILED = Sentence("failed")
    DONE = Sentence("done")
    SHORT = Sentence("short")
    NOT_COUNTED = Sentence("not counted")
    GONE = Sentence("gone")
    UNDOING = Sentence("undoing")
    UNDONE = Sentence("undone")

    # What a file has and the database does not get
    ROWS_REJECTED = Plural(
        "{rejected:,} of {count:,} row rejected", "{rejected:,} of {count:,} rows rejected"
    )
    CELLS_UNREADABLE = Plural("{count:,} cell unreadable", "{count:,} cells unreadable")
    NO_VALUE_OF = Sentence("no value of {signals}")
    SIGNAL = Sentence("{title:lower}")
    WITHOUT_VALUES = Sentence("None of the stored signals has a value in this row.")
    REPEATS_LINE = Sentence("The row repeats line {line}.")

    # Losses that are said loudly
    LOSSES_TITLE = Sentence("Losses")
    MANY_ROWS_LOST = Plural(
        "{rejected:,} of {count:,} row of the file ({share:.1%}) cannot be stored.",
        "{rejected:,} of {count:,} rows of the file ({share:.1%}) cannot be stored.",
    )
    CHANNEL_LOST = Plural(
        "No value of {header!r} can be read: {count:,} cell is not a number, such as {example!r}.",
        "No value of {header!r} can be read: {count:,} cells are not numbers, such as {example!r}.",
    )
    CHANNEL_MOSTLY_LOST = Plural(
        "Most values of {header!r} cannot be read: {count:,} cell is not a number, such as "
        "{example!r}.",
        "Most values of {header!r} cannot be read: {count:,} cells are not numbers, such as "
        "{example!r}.",
    )
    ACCEPT_LOSSES = Sentence(
        "Nothing was written. Check how the file is read, leave the column out (--ignore), or"
        " accept the losses (--accept-losses on the command line)."
    )

    # The plan
    NOTHING_TO_STORE = Plural(
        "{file} has {count:,} data row, which cannot be stored.",
        "{file} has {count:,} data rows, and none can be stored.",
    )
    CHECK_REASONS = Sentence(
        "Check the reasons of the rejected rows: the file may have to be read differently."
    )
    NO_SUCH_TURBINE = Sentence("No rows are from turbine {turbine!r}. The turbines are {names}.")
    MORE = Sentence("{count:,} more")
    NAME_ONE_TURBINE = Sentence("Name one of them, or none: then all are stored.")
    SAME_TWICE = Plural(
        "{first} and {second} both have {count:,} row of turbine {turbine} at the same time.",
        "{first} and {second} both have {count:,} rows of turbine {turbine} at the same times.",
    )
    ONE_AFTER_THE_OTHER = Sentence(
        "Store them one after the other, and say which replaces the other's values; or name the "
        "turbines if they are two."
    )
    MEASUREMENT_UNFIT = Sentence("The measurement {name!r} cannot be used.")
    SITE_UNFIT = Sentence("The site tag {name!r} cannot be used.")
    TURBINE_UNFIT = Sentence("The turbine tag {name!r} cannot be used.")
    FIT_NAMES = Sentence(
        "Use 1 to 64 characters, without line breaks or backslashes, and with no space at either"
        " end."
    )

    # Titles of the checks before an ingest starts
    BUCKET_TITLE = Sentence("Bucket")
    OPEN_END_TITLE = Sentence("End of the file")
    RETENTION_TITLE = Sentence("Retention")
    TYPES_TITLE = Sentence("Field types")
    WIDTH_TITLE = Sentence("Number of fields")
    POINTS_TITLE = Sentence("Existing points")
    SHARDS_TITLE = Sentence("Shards")
    UNDO_TITLE = Sentence("Undo")
    SPACE_TITLE = Sentence("Disk space")

    # Checks: bucket, retention and field types
    NO_BUCKET = Sentence("It does not exist.")
    KEEPS_FOREVER = Sentence("The {container} keeps points forever.")
    KEEPS_ALL = Sentence("The {container} keeps points for {duration}, and every row is newer.")
    EXPIRED = Plural(
        "The {container} {name!r} keeps points for {duration}: {remaining:,} of {count:,} row"
        " ({part} of {period}) would remain.",
        "The {container} {name!r} keeps points for {duration}: {remaining:,} of {count:,} rows"
        " ({part} of {period}) would remain.",
    )
    DAYS = Sentence("{number} days")
    HOURS = Sentence("{number} hours")
    CHOOSE_RULE = Plural(
        "Choose the rule {rules}, or a {container} that keeps points longer.",
        "Choose one of the rules {rules}, or a {container} that keeps points longer.",
    )
    NO_RULE_HELPS = Sentence(
        "No rule helps: choose a {container} that keeps points for more than {period}, or a"
        " shorter file."
    )
    TYPES_UNKNOWN = Sentence("The server does not report its field types.")
    TYPES_FIT = Sentence("No field of measurement {measurement!r} is stored as another type.")
    FIELD_AS = Sentence("{field} as {types}")
    OTHER_TYPES = Sentence(
        "{target} stores {fields} in measurement {measurement!r}: it takes no other type there."
    )
    NO_TEXTS = Sentence("{product} cannot store text, but these would be stored as text: {fields}.")
    OTHER_FIELDS = Plural("{count:,} other field", "{count:,} other fields")
    WIDTH_FITS = Plural(
        "{count:,} new field for measurement {measurement!r}, which has {there:,} and can have"
        " {most:,}.",
        "{count:,} new fields for measurement {measurement!r}, which has {there:,} and can have"
        " {most:,}.",
    )
    TOO_WIDE = Plural(
        "The file brings {count:,} new field, and measurement {measurement!r} has {there:,} of the"
        " {most:,} that {product} can hold.",
        "The file brings {count:,} new fields, and measurement {measurement!r} has {there:,} of the"
        " {most:,} that {product} can hold.",
    )
    NARROWER = Sentence("Leave out at least {excess:,} of them, or use a separate measurement.")

    # Checks: existing points
    NO_OTHER_POINTS = Sentence("There are no other points at these times.")
    SAME_VALUES = Plural(
        "{count:,} point that no recorded ingest wrote has exactly these values: writing it again"
        " changes nothing.",
        "{count:,} points that no recorded ingest wrote have exactly these values: writing them"
        " again changes nothing.",
    )
    TIMESTAMPS = Plural(
        "The file has {count:,} timestamp for turbine {turbine!r}, from {first} to {last}.",
        "The file has {count:,} timestamps for turbine {turbine!r}, from {first} to {last}.",
    )
    TAKEN_BY = Sentence("Ingest {ingest} ({file}) already has values at {timestamps:,} of them.")
    FIELDS_TAKEN_BY = Sentence(
        "Ingest {ingest} ({file}) already has values of {fields} at {timestamps:,} of them."
    )
    TAKEN_BY_OTHERS = Sentence(
        "At {timestamps:,} of them there are other values, which no recorded ingest wrote."
    )
    NO_COUNTERPART = Plural(
        "{count:,} existing value has no counterpart in this file.",
        "{count:,} existing values have no counterpart in this file.",
    )
    NO_RELIABLE_REPLACING = Sentence(
        "{product} does not replace values reliably: old ones could survive beside the new ones."
    )
    OLD_VALUES_STAY = Sentence("{product} cannot delete points, so the old values would stay.")
    CHOOSE_OTHER_NAMES = Sentence(
        "Choose another turbine tag, measurement or rule. Nothing was written."
    )
    CONFIRM_REPLACING = Sentence(
        "Nothing was written. Undo the other ingest, choose another turbine or rule, or confirm"
        " that these points are to be replaced (--replace on the command line)."
    )
    GOES_BESIDE = Sentence(
        "The rule {rule} moves this file by the same shift as ingest {ingest}, so that the two "
        "files keep their distance in time."
    )
    TAKEN_BY_UNFINISHED = Sentence(
        "Ingest {ingest} ({state}) has {timestamps:,} of these timestamps: what it has yet to send"
        " or delete would spoil the new points."
    )
    FINISH_OTHER = Sentence("Wait until it has finished, resume it, or undo it; then start again.")
    WILL_BE_REPLACED = Sentence(
        "The values of {fields} will be replaced there, and no other field."
    )
    WILL_BE_DELETED = Plural(
        "{count:,} existing value has no counterpart in this file, and will be deleted.",
        "{count:,} existing values have no counterpart in this file, and will be deleted.",
    )

    # Checks: shards, undo and disk space
    SHARDS = Plural("{count:,} shard of {duration}.", "{count:,} shards of {duration}.")
    LONGER_SHARDS = Sentence(
        "With shards of {duration}, there would be {shards:,}: the {container} gets longer ones if"
        " the token may change that."
    )
    MANY_SHARDS = Sentence("So many make writing slower, and are many open files for the server.")
    GB = Sentence("{size:,.1f} GB")
    MB = Sentence("{size:,.1f} MB")
    NO_UNDO = Sentence("It cannot be undone afterwards: {reason} {instead}")
    SPACE = Sentence("About {needed} is needed, and {free} is free.")
    SPACE_TIGHT = Sentence("About {needed} is needed, and {free} is free. Free some space soon.")
    NO_SPACE = Sentence(
        "The ingest needs about {needed} on the disk of the data directory, and {free} is free."
    )
    MAKE_SPACE = Sentence(
        "Free some space there, or set TURBINE_DATA_DIR to a folder on another disk."
    )

    # The start
    MORE_TAKEN = Sentence(
        "Another ingest has taken some of these timestamps since the plan was shown: {taken:,}"
        " points would be replaced, not {shown:,}."
    )
    CHECK_PLAN = Sentence("Check the plan again before you confirm it.")
    UNDO_INTERRUPTED = Sentence("The undo of ingest {ingest}, from this file, was interrupted.")
    FINISH_UNDO = Sentence("Finish it first: resume {ingest}. Then ingest the file again.")

    # Sending, and how it ended
    WAS_UNDONE = Sentence("Ingest {ingest} was undone.")
    INGEST_AGAIN = Sentence("Ingest the file again instead.")
    STOPPED = Sentence("It stopped unexpectedly. See the server's log.")
    SENT_NOT_COUNTED = Sentence("Everything was sent, but not counted.")
    REFUSED_SINCE = Plural(
        "The database had accepted {count:,} row that it refuses now.",
        "The database had accepted {count:,} rows that it refuses now.",
    )
    RESUME_ONCE_FIXED = Sentence("Resume once that is fixed.")
    ANSWERED_IN_PART = Plural(
        "The database answered for {answered:,} of {count:,} row of one batch.",
        "The database answered for {answered:,} of {count:,} rows of one batch.",
    )
    RESUME_TO_SEND = Sentence("Resume the ingest to send them again.")

    # Undo
    CANNOT_UNDO = Sentence("Ingest {ingest} cannot be undone: {reason}")
    ALREADY_UNDONE = Sentence("Ingest {ingest} is already undone.")
    POINTS_LEFT = Plural(
        "The database still holds {count:,} point of ingest {ingest}.",
        "The database still holds {count:,} points of ingest {ingest}.",
    )
    UNDO_AGAIN = Sentence("Run undo again. If they remain, see the server's log.")

    # Whether every ingest is complete
    ALL_COMPLETE = Sentence("Every ingest is complete.")
    FINISHED_COMPLETE = Sentence("Every ingest that has finished is complete. Running: {ingests}.")
    INCOMPLETE = Sentence("Ingest {ingest} ({file}): {state}.")
    LACKS_ROWS = Plural(
        "Ingest {ingest} ({file}): {state}, {count:,} row missing.",
        "Ingest {ingest} ({file}): {state}, {count:,} rows missing.",
    )
    ROWS_TO_SEND = Plural(
        "Ingest {ingest} ({file}): {state}, {count:,} row to go.",
        "Ingest {ingest} ({file}): {state}, {count:,} rows to go.",
    )
    LACKS_AND_TO_SEND = Sentence(
        "Ingest {ingest} ({file}): {state}, {missing} missing and {waiting} to go."
    )
    RESUME_SENDS_MISSING = Sentence(
        "Resume {ingests}: the missing rows are sent again from the original file."
    )
    RESUME_COUNTS = Sentence(
        "Resume {ingests}: the rows are counted, and the missing ones are sent again from the"
        " original file."
    )
    RESUME_SENDS_REST = Sentence("Resume {ingests}: the rows that were not sent yet are sent.")
    RESUME_FINISHES_UNDO = Sentence(
        "Resume {ingests}: this finishes the undo and deletes the remaining points."
    )
    OR_UNDO = Sentence("Or undo what is not wanted.")

    # The ledger
    NO_SUCH_INGEST = Sentence("There is no ingest {ingest!r}.")
    LIST_INGESTS = Sentence("List them: {command} ingests")
    ALREADY_RUNNING = Sentence("Ingest {ingest} is already running.")
    WAIT_OR_CANCEL = Sentence("Wait until it has finished, or cancel it first.")
    CANNOT_LOCK = Sentence("No file in {folder} can be locked: {reason}.")
    CANNOT_USE_LEDGER = Sentence("The ledger cannot be read or written: {reason} ({path}).")
    CHECK_DATA_DIR = Sentence("Check the free space and the permissions of the data directory.")

    # The original files
    CANNOT_KEEP = Sentence("The file could not be saved in {folder}: {reason}.")
    FREE_SPACE = Sentence(
        "Free some space there, or give the user that runs Windproof permission to write "
        "there, and send the file again. Nothing was stored."
    )
    ORIGINAL_MISSING = Sentence("The original file {file} is no longer in the data directory.")
    RESTORE_ORIGINAL = Sentence("Restore {path} from a backup: resume and verification read it.")
    ORIGINAL_DAMAGED = Sentence("The saved copy of {file} is damaged: its hash has changed.")
    RESTORE_OR_INGEST = Sentence("Restore {path} from a backup, or ingest the file again.")
    CANNOT_REMOVE = Sentence("The saved copy of {file} cannot be removed: {reason}.")
    REMOVE_YOURSELF = Sentence("It is no longer needed: remove {path} yourself.")
    CANNOT_READ = Sentence("The saved copy of {file} cannot be read: {reason}.")
    CHECK_ORIGINAL = Sentence(
        "Check the permissions of {path} and its disk; or restore it from a backup, or ingest the"
        " file again."
    )
    READ_DIFFERENTLY = Plural(
        "{file} is not read as it was when ingest {ingest} was recorded: {count:,} row is kept now,"
        " not {then:,}.",
        "{file} is not read as it was when ingest {ingest} was recorded: {count:,} rows are kept"
        " now, not {then:,}.",
    )
    UNDO_AND_INGEST = Sentence(
        "This version of Windproof reads it differently: undo the ingest and ingest the file again."
    )
