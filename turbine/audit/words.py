"""What the audit log says if it cannot be written."""

from turbine.words import Sentence


class Words:
    NOT_RECORDED = Sentence("The action cannot be recorded in {path}: {reason}.")
    NOTHING_DONE = Sentence(
        "Nothing was done. Check the free space and the permissions of the data directory."
    )
