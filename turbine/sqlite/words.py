"""What opening one of our SQLite files says."""

from turbine.words import Sentence


class Words:
    NEWER_SCHEMA = Sentence(
        "{file} was written by a newer version of Windproof: its schema is {schema}, and this "
        "version only knows schemas up to {latest}."
    )
    START_NEWER_VERSION = Sentence(
        "Start the newer version again, or restore a backup of the data directory."
    )
