"""What logging in and managing users say."""

from turbine.words import Plural, Sentence


class Words:
    # Logging in
    WRONG_LOGIN = Sentence("The name or the password is wrong.")
    ASK_FOR_PASSWORD = Sentence("Forgotten? An administrator can set a new password.")
    PASSWORD_CHANGED = Sentence("The password was changed in the meantime.")
    LOG_IN_AGAIN = Sentence("Log in again.")

    # Too many attempts
    TOO_MANY = Sentence("There were too many wrong attempts.")
    WAIT_MINUTES = Plural("Try again in {count} minute.", "Try again in {count} minutes.")
    WAIT_SECONDS = Plural("Try again in {count} second.", "Try again in {count} seconds.")
    PLACE_KEPT = Plural(
        "After that, this page keeps your place for {count} minute.",
        "After that, this page keeps your place for {count} minutes.",
    )

    # The first administrator
    WRONG_CODE = Sentence("The set-up code is wrong.")
    WHERE_CODE_IS = Sentence("It is in the server's console or log. Each start makes a new one.")
    ALREADY_SET_UP = Sentence("The first administrator already exists.")
    LOG_IN_INSTEAD = Sentence("Log in instead.")

    # Names and passwords
    NAME_EMPTY = Sentence("The name is empty.")
    NOT_A_NAME = Sentence("This is not a valid user name.")
    NAME_RULES = Sentence(
        "A name has 1 to 64 letters (a–z), digits or . _ @ + -, and starts with a letter or a "
        "digit."
    )
    NAME_TAKEN = Sentence("There is already a user {name!r}.")
    CHOOSE_ANOTHER_NAME = Sentence("Choose another name.")
    NO_SUCH_USER = Sentence("There is no user {name!r}.")
    CHECK_USERS = Sentence("Check the list of users.")
    PASSWORD_TOO_SHORT = Plural(
        "The new password has {count} character.", "The new password has {count} characters."
    )
    MINIMUM_LENGTH = Sentence("It needs at least {minimum}; several words in a row are good.")
    PASSWORD_TOO_EASY = Sentence("The new password is too easy to guess.")
    PASSWORD_UNCHANGED = Sentence("The new password is the same as the current one.")
    CHOOSE_ANOTHER_PASSWORD = Sentence("Choose another one.")
    WRONG_PASSWORD = Sentence("The current password is wrong.")
    TYPE_IT_AGAIN = Sentence("Type it again.")

    # What only administrators may do
    MAY_NOT_END_SESSIONS = Sentence("{name} may not end the sessions of all users.")
    MAY_NOT_LIST_USERS = Sentence("{name} may not see the list of users.")
    MAY_NOT_ADD_USERS = Sentence("{name} may not add users.")
    MAY_NOT_RESET_PASSWORDS = Sentence("{name} may not reset passwords.")

    # The user database
    UNUSABLE_DATA_DIR = Sentence("The data directory {folder} cannot be used: {reason}.")
    SET_DATA_DIR = Sentence("Set TURBINE_DATA_DIR to a folder that this user may write to.")
    UNUSABLE_DATABASE = Sentence("The user database {path} cannot be used: {reason}.")
    CHECK_DATA_DIR = Sentence(
        "Check the data directory: its disk may be full, the file damaged, or the user that runs "
        "Windproof may lack permission."
    )
