"""What the stores, and the connection test of any kind of database, say."""

from turbine.words import Sentence


class Words:
    # What holds the points.
    BUCKET = Sentence("bucket")
    DATABASE = Sentence("database")
    FILE = Sentence("file")
    FOREVER = Sentence("forever")
    FOR_DURATION = Sentence("for {duration}")
    EMBEDDED = Sentence("the embedded database ({file})")
    BUCKET_AT = Sentence("{bucket!r} at {address}")
    BUCKET_OF_ORG_AT = Sentence("{bucket!r} of {org!r} at {address}")
    UNKNOWN_KIND_AT = Sentence("{name} at {address}")

    # A target that cannot be opened.
    NOT_IN_DATA_DIR = Sentence(
        "The embedded database {name!r} is not a file in the data directory."
    )
    ONLY_IN_FOLDER = Sentence("Only files directly in {folder} are opened.")
    CONNECTED_ELSEWHERE = Sentence(
        "The points are at {address}, but the connection is to {connected}."
    )
    NO_SERVER_CONNECTED = Sentence("The points are at {address}, but no InfluxDB is connected.")
    CONNECT_THAT_SERVER = Sentence(
        "Set the address of the connection to {address}, with a token for that server. Where new "
        "points go is a setting of its own."
    )
    UNKNOWN_KIND = Sentence(
        "The points are in a database of the kind {kind!r}, which this version of Windproof does "
        "not know."
    )
    USE_THAT_VERSION = Sentence("Start the version that wrote them.")

    # A bucket that is missing.
    NO_BUCKET = Sentence("{address} shows no {container} named {name!r} to this token.")
    NO_BUCKET_OR_ID = Sentence(
        "{address} shows no {container} with the name or ID {name!r} to this token."
    )
    NAMES_ONLY = Sentence("That looks like an ID, but {product} knows only names.")
    ID_OF_ORGANISATION = Sentence(
        "That is the ID of the organisation: set the bucket of the connection to the bucket's own."
    )
    CORRECT_OR_CREATE = Sentence(
        "Correct the name, or create the {container} on the Database page or with ingest "
        "--create-bucket. A token that may not read it does not see it either."
    )
    DID_YOU_MEAN = Sentence("Did you mean {name!r}? {hint}")

    # What a server refuses, and what its words mean.
    REFUSED_ROW = Sentence("{reason}. {meaning}")
    IN_1970 = Sentence(
        "Those points are dated January 1970: seconds, or another coarser unit, were sent as "
        "nanoseconds."
    )
    CHECK_1970 = Sentence("Check the points of {turbines}. {reason}")
    OTHER_TYPE = Sentence(
        "Another program stored that field as another type: use another measurement or bucket, or "
        "remove the existing points."
    )
    LEAVE_STATES_OUT = Sentence("Leave these columns out, or choose another database.")
    OLDER_THAN_RETENTION = Sentence(
        "The points are older than the retention allows: choose a bucket that keeps points longer, "
        "or a rule that moves them closer to now."
    )
    VALUE_NOT_READ = Sentence(
        "InfluxDB 3 could not read a value in the batch (none, NaN, infinite, or without a digit "
        "next to the decimal point) and stored nothing of it; it does not say which."
    )
    BAD_TIMESTAMP = Sentence(
        "A line does not end with a time in nanoseconds; its line end may be \\r\\n."
    )
    NO_DELETION = Sentence("{product} cannot delete single points.")
    DROP_INSTEAD = Sentence(
        "On the server, the whole table {measurement!r} or the whole {container} can be dropped, "
        "with everybody's points in it."
    )

    # What comes back.
    NOT_NUMBERS = Sentence("The database holds values of another type in {fields}.")
    OTHER_PROGRAM = Sentence(
        "Another program wrote it, or created the field: use a measurement of your own."
    )
    SEVERAL_POINTS = Sentence("The database holds several points of this turbine at the same time.")
    FURTHER_TAGS = Sentence(
        "Another program wrote them, or wrote points with additional tags into this "
        "measurement: verify the ingest to see which, and use a measurement or bucket of your "
        "own."
    )
    NOT_UNDERSTOOD = Sentence("The answer cannot be understood: {reason}")

    # The steps of the connection test that every kind of database has.
    CONNECTION_TEST = Sentence("The connection test")
    SETTINGS_VALID = Sentence("settings valid")
    POINTS_GO_TO = Sentence("Points go to {target}.")
    ANSWERS = Sentence("answers")
    PRODUCT_ANSWERS = Sentence("{product} {version} answers.")
    MAY_WRITE = Sentence("may write")
    POINT_WRITTEN = Sentence("One test point was written to the measurement {measurement}.")
    POINT_REFUSED = Sentence("The test point was refused: {reason}.")
    CHECK_CLOCK = Sentence("Check the clock of the server and its retention.")
    READ_BACK_EQUAL = Sentence("read back equal")
    POINT_EQUAL = Sentence("The test point came back, bit for bit.")
    POINT_MISSING = Sentence("The test point was acknowledged, but it is missing.")
    READS_LAG = Sentence(
        "Reads may go to another database than writes, or the server lags behind its "
        "acknowledgements: check its log."
    )
    POINT_DIFFERENT = Sentence("The test point holds {values}, but {sent!r} was sent.")
    VALUES_CHANGED = Sentence(
        "Something between here and the database changes values: do not ingest."
    )
    DELETED_AGAIN = Sentence("deleted again")
    POINT_DELETED = Sentence("The test point was deleted.")
    POINT_STAYS = Sentence(
        "{product} cannot delete single points: the test point stays in the measurement "
        "{measurement}."
    )
    POINT_NOT_DELETED = Sentence("The test point was deleted, but it still exists.")
    CANNOT_UNDO = Sentence("An ingest could not be undone here: check the server's log.")
