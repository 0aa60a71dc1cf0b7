"""What reading annotated CSV says."""

from turbine.words import Plural, Sentence


class Words:
    ANNOTATED = Sentence("InfluxDB annotated CSV")
    ROWS = Plural(
        "InfluxDB annotated CSV: {count:,} line of data. Values with the same time and the "
        "same tags form one row, numbered by its first line.",
        "InfluxDB annotated CSV: {count:,} lines of data. Values with the same time and the "
        "same tags form one row, numbered by its first line.",
    )
    TAGS = Sentence("Its tags are columns too: {tags}.")
    QUERY_FAILED = Sentence("{name} holds no data but the error of its query: {error}")
    REPEAT_QUERY = Sentence("Repeat the query, and export its result.")
    NO_DATA = Sentence("{name} has no lines of data.")
    TOO_MANY = Sentence("{name} has more than {most:,} lines of data.")
    EXPORT_PARTS = Sentence("Export it in shorter periods.")
