"""What backup and restore say."""

from turbine.words import Sentence


class Words:
    TARGET_EXISTS = Sentence("{target} already exists.")
    NAME_A_NEW_FILE = Sentence("Name a new file: a backup is never overwritten.")
    DATA_DIR_NOT_EMPTY = Sentence("The data directory {data_dir} is not empty.")
    MOVE_IT_AWAY = Sentence(
        "Stop the app and move the folder away, or set TURBINE_DATA_DIR to a new one."
    )
    NEWER_FORMAT = Sentence("{source} was written by Windproof {version}, in a newer format.")
    USE_THAT_VERSION = Sentence("Restore it with that version; this is {version}.")
    NOT_A_BACKUP = Sentence("{source} is not a Windproof backup, or it was changed.")
    NAME_A_BACKUP = Sentence("Name a file that `backup` wrote.")
    CANNOT_WRITE = Sentence("The backup {target} cannot be written: {reason}.")
    CANNOT_RESTORE = Sentence("The backup {source} cannot be restored: {reason}.")
    DAMAGED = Sentence("it is damaged, or not a zip file ({reason})")
    TAKE_ANOTHER = Sentence("Use another backup: nothing from this one was restored.")
    CHECK_FOLDER = Sentence("Check the free space and the permissions of that folder.")
