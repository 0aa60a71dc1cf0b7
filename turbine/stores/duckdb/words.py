"""What the embedded database says."""

from turbine.words import Sentence


class Words:
    LOCKED = Sentence("Another process is using the embedded database {file}: {reason}")
    TRY_AGAIN_OR_CLOSE = Sentence(
        "Windproof releases it between operations: try again in a moment, or close the program "
        "that has it open."
    )
    OUT_OF_SPACE = Sentence("The embedded database {file} has run out of space: {reason}")
    MAKE_SPACE = Sentence("Make space on the disk of {folder}, then try again.")
    MAY_NOT_WRITE = Sentence("The embedded database {path} may not be written: {reason}")
    GIVE_PERMISSION = Sentence(
        "Give the user that runs Windproof permission to write there, or set TURBINE_DATA_DIR to "
        "another folder."
    )
    UNREADABLE = Sentence("The embedded database {path} cannot be read: {reason}")
    RESTORE = Sentence(
        "Restore the file from a backup, or move it away and ingest again: Windproof keeps the "
        "original files."
    )
    FAILED = Sentence("The embedded database {file} failed: {reason}")
    NEWER_SCHEMA = Sentence(
        "The embedded database {path} was written by a newer version of Windproof: its schema is "
        "{version}, and this version knows {known}."
    )
    USE_NEWER_VERSION = Sentence(
        "Start the newer version again, restore a backup of the data directory, or set "
        "TURBINE_DATA_DIR to another folder."
    )

    # The steps of the connection test, and facts.
    FILE = Sentence("File")
    FILE_OPENS = Sentence("file opens")
    FILE_OPENED = Sentence("{path}, {size_mb:,.1f} MB, {product} {version}.")
    DISK_SPACE = Sentence("free disk space")
    FREE = Sentence("{free_gb:,.1f} GB are free on the disk of {folder}.")
    ONLY_FREE = Sentence("Only {free_gb:,.1f} GB are free on the disk of {folder}.")
    FREE_MORE = Sentence(
        "Free at least {least_mb:.0f} MB there, or set TURBINE_DATA_DIR to a folder on another "
        "disk."
    )
