"""What reading Parquet and Arrow says."""

from turbine.words import Sentence


class Words:
    PARQUET = Sentence("Parquet")
    ARROW = Sentence("Arrow (Feather)")
    ROWS = Sentence(
        "{format}: line numbers are row numbers, counted from 1; numbers, times and their "
        "zones are those of the file's schema."
    )
    NOT_FLAT = Sentence(
        "These columns hold neither numbers nor times nor text, and cannot be stored: {columns}."
    )
    DAMAGED = Sentence("{name} is damaged or not a {format} file: {reason}.")
    EXPORT_AGAIN = Sentence("Export it again.")
    NO_COLUMNS = Sentence("{name} has no columns that can be read.")
