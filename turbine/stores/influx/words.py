"""What the InfluxDB stores, and the connection test of a server, say."""

from turbine.words import Sentence


class Words:
    # What a request is for: completes "would not …" and "allowed to …".
    IDENTIFY = Sentence("say who it is")
    FIND_ORGANISATION = Sentence("look up the organisation")
    LIST_BUCKETS = Sentence("list buckets")
    FIND_BUCKET = Sentence("look up the bucket")
    CREATE_BUCKET = Sentence("create a bucket")
    CREATE_DATABASE = Sentence("create a database")
    CHANGE_BUCKET = Sentence("change the bucket")
    REPORT_METRICS = Sentence("report its metrics")
    WRITE_POINTS = Sentence("write points")
    DELETE_POINTS = Sentence("delete points")
    QUERY = Sentence("query")

    # No answer, or a broken one.
    THE_ANSWER = Sentence("The answer")
    UNREACHABLE = Sentence("{url} cannot be reached to {doing}: {reason}.")
    CHECK_SERVER_RUNS = Sentence("Check that the server runs, and the address of the connection.")
    NOT_IN_TIME = Sentence("{url} did not answer in time when asked to {doing}.")
    MAY_BE_OVERLOADED = Sentence(
        "It may be overloaded: try again, or raise the timeout of the connection."
    )
    ENDLESS = Sentence("{url} gives an endless answer when asked to {doing}: {reason}.")
    LONGER_THAN = Sentence("it is longer than {limit_mb:,} MB")
    NO_INFLUXDB_DOES = Sentence(
        "No InfluxDB does. A proxy or another program may be there: check its log."
    )
    BROKE_OFF = Sentence("The answer from {url} broke off before its end.")
    WHAT_BREAKS_OFF = Sentence(
        "Try again; the server may have stopped midway, limit the rows of an answer, or be behind "
        "a proxy that cuts long answers."
    )
    NO_FRAME = Sentence(
        "The answer from {url} has neither a length nor chunks: nothing shows whether it is "
        "complete."
    )
    SPEAK_HTTP_1_1 = Sentence(
        "A proxy in between may speak HTTP/1.0 to this machine: let it speak HTTP/1.1, or connect "
        "to the server's own address."
    )

    # An answer that is not InfluxDB's.
    NOT_INFLUXDB = Sentence("What answers at {url} does not behave like InfluxDB: {reason}.")
    CHECK_ADDRESS = Sentence(
        "Check the address of the connection: a proxy or another program may be there."
    )
    CHECK_ADDRESS_OR_SET_GENERATION = Sentence(
        "Check the address of the connection: a proxy or another program may be there. If it is an "
        "InfluxDB, set the generation of the connection to 1, 2 or 3."
    )
    NO_VERSION = Sentence("it does not say its version")
    HTTP_STATUS = Sentence("HTTP {status}, {reason}")
    STATUS_OF_WRITE = Sentence("HTTP {status} ({content_type}) in answer to a write")
    STATUS_OF_DELETION = Sentence("HTTP {status} ({content_type}) in answer to a deletion")
    TYPE_OF_ANSWER = Sentence("{content_type} in answer to a query")
    NOTHING_ANSWERED = Sentence("nothing in answer to a query")
    NOT_AN_OBJECT = Sentence("{type} instead of an object")
    NOT_A_LIST = Sentence("{type} instead of a list")
    HTML_PAGE = Sentence("an HTML page came back")
    NO_REASON = Sentence("no reason given")
    OTHER_GENERATION = Sentence(
        "{url} is InfluxDB {version}, but the connection is set to InfluxDB 2."
    )
    ASK_THE_SERVER = Sentence(
        "Unset the generation of the connection, so that the server is asked."
    )

    # A refusal.
    WOULD_NOT = Sentence("{url} would not {doing}: {reason} (HTTP {status}).")
    TOKEN_REFUSED = Sentence("{url} does not accept the token.")
    CHECK_TOKEN = Sentence(
        "Check the token of the connection: it may be mistyped, revoked, or for another server. "
        "For InfluxDB 1 it is user:password."
    )
    TOKEN_LACKS_RIGHT = Sentence("Use a token that is allowed to {doing} there.")
    TOKEN_CHARACTER = Sentence("The token holds a character that no token has.")
    COPIED_AROUND_TOKEN = Sentence(
        "Check the token of the connection: other text may have been copied with it."
    )
    NO_TOKEN = Sentence("No token is set, but InfluxDB 2 requires one.")
    SET_TOKEN = Sentence("Set the token of the connection.")
    NO_TOKENS_IN_1 = Sentence("InfluxDB 1 uses a user name and password, not a token.")
    SET_USER_PASSWORD = Sentence(
        "Set the token of the connection to user:password, or to nothing if the server needs none."
    )
    NO_ORGANISATION = Sentence("No organisation is set.")
    SET_ORGANISATION = Sentence("Set the organisation of the connection to its name or ID.")
    CORRECT_ORGANISATION = Sentence(
        "Set the organisation of the connection to the name or ID of one on that server."
    )
    SERVER_DISK_FULL = Sentence("Make space on the server's disk, then try again.")
    SERVER_DISK_WAS_FULL = Sentence(
        "Make space on the server's disk and restart InfluxDB: until then the shard stays closed."
    )
    FILE_LIMIT = Sentence(
        "Start the server with a higher --query-file-limit (and the memory for it)."
    )
    TRY_LATER = Sentence("Try again later.")
    CHECK_LOG = Sentence("Check the server's log; try again later.")
    PROXY_LIMIT = Sentence("A proxy may limit requests.")
    QUERY_FAILED = Sentence("The query failed: {reason}")
    QUERY_FAILED_MIDWAY = Sentence("The query failed midway: {reason}")
    NAME_MISSING = Sentence("The server has nothing with that name: {reason}.")
    INFINITE = Sentence("The field holds an infinite number, and the server cannot read it back.")
    DROP_TABLE = Sentence(
        "Another program wrote it: drop the table on the server and ingest again."
    )

    # Buckets and databases.
    MAY_NOT_SEE_ORGANISATION = Sentence(
        "The token may not see the organisation {name!r}, so it can create no bucket there."
    )
    HAVE_BUCKET_CREATED = Sentence(
        "Use a token that may create buckets, or have the bucket created for you."
    )
    CREATED_BUT_MISSING = Sentence("The database {name!r} was created, but it is missing.")
    NAME_NOT_ALLOWED = Sentence("InfluxDB 3 allows no database named {name!r}.")
    ALLOWED_NAMES = Sentence("Name it with ASCII letters, digits, - and _, without spaces.")
    CREATES_NO_DATABASE = Sentence(
        "This InfluxDB does not create databases through the interface of InfluxDB 3 Core."
    )
    CREATE_BY_ITS_TOOLS = Sentence("Create {name!r} with the product's own tools, then try again.")
    TOO_MANY_DATABASES = Sentence("InfluxDB 3 Core allows no further database: {reason}.")
    USE_EXISTING_DATABASE = Sentence(
        "Connect to an existing database, or drop one that nobody needs."
    )

    # Points.
    NAME_CANNOT_BE_STORED = Sentence("The {title} {name!r} cannot be stored: {reason}.")
    MEASUREMENT = Sentence("measurement")
    SITE = Sentence("site")
    TURBINE = Sentence("turbine")
    FIELD = Sentence("field")
    IS_EMPTY = Sentence("it is empty")
    HOLDS_CONTROL_CHARACTER = Sentence("it holds a line break or another control character")
    ENDS_IN_BACKSLASH = Sentence("it ends in a backslash")
    HOLDS_BACKSLASH = Sentence("a measurement cannot hold a backslash")
    STARTS_WITH_HASH = Sentence("it starts with #")
    CHOOSE_ANOTHER_NAME = Sentence(
        "Choose another name: letters, digits, spaces and most signs are fine."
    )
    TYPE_CANNOT_BE_RESTORED = Sentence(
        "A field on these points has the type {type!r}, which cannot be written back."
    )
    TYPES_CANNOT_BE_RESTORED = Sentence(
        "The field {field!r} on these points is stored as {types}: it could not be written back as "
        "it is."
    )
    REMOVE_FIELD_FIRST = Sentence("Nothing was deleted. Remove that field on the server first.")
    NOT_WRITTEN_BACK = Sentence("A point could not be written back: {reason}")
    IN_OTHER_POLICY = Sentence(
        "The database {database!r} also holds points of turbine {turbine!r} in its retention "
        "policy {policy!r}, and InfluxDB 1 would delete those too."
    )
    KEEP_POLICIES_APART = Sentence(
        "Nothing was deleted. Keep the turbines of each retention policy apart, or delete on the "
        "server."
    )

    # Certificates.
    NO_CERTIFICATE_IN_FILE = Sentence("The CA certificate file {file!r} contains no certificate.")
    CERTIFICATE_FILE_UNREADABLE = Sentence(
        "The CA certificate file {file!r} cannot be read: {reason}."
    )
    NAME_PEM_FILE = Sentence(
        "Name a file of certificates in PEM format that the user running Windproof can read."
    )
    NO_TLS = Sentence("{url} did not set up TLS: {reason}.")
    CHECK_TLS_PORT = Sentence(
        "Check that the port is the server's https port: it may speak plain http."
    )
    EXPIRED = Sentence("The certificate of {url} has expired.")
    RENEW = Sentence("Renew it on the server.")
    NOT_YET_VALID = Sentence("The certificate of {url} is not valid yet.")
    CHECK_CLOCKS = Sentence("Check the clocks of both machines.")
    SELF_SIGNED = Sentence("The certificate of {url} is self-signed: nobody vouches for it.")
    TRUST_CERTIFICATE = Sentence(
        "If it is the server's, set the CA certificate file of the connection to a copy of it."
    )
    FOR_OTHER_NAME = Sentence("The certificate of {url} was made for another name.")
    USE_THAT_NAME = Sentence("Use the name that it was made for in the address of the connection.")
    UNKNOWN_AUTHORITY = Sentence(
        "The certificate of {url} was signed by an authority that this machine does not know "
        "({reason})."
    )
    TRUST_AUTHORITY = Sentence(
        "Set the CA certificate file of the connection to the file of the authority that signed it."
    )
    NOT_ACCEPTED = Sentence("The certificate of {url} is not accepted: {reason}.")
    REISSUE = Sentence("Have it, or its authority's own certificate, reissued without that fault.")

    # The steps of the connection test: address and TLS.
    ADDRESS = Sentence("Address")
    ADDRESS_REACHABLE = Sentence("address reachable")
    ACCEPTS_CONNECTIONS = Sentence("{host}, port {port}, accepts connections.")
    NO_SUCH_HOST = Sentence("There is no host named {host!r}.")
    CHECK_SPELLING = Sentence(
        "Check its spelling in the address of the connection; it may only be known in another "
        "network."
    )
    REFUSES_CONNECTIONS = Sentence(
        "{host} refuses connections to port {port}: no program listens there."
    )
    CHECK_PORT = Sentence(
        "Check the port in the address of the connection (InfluxDB 1 and 2 listen on 8086, 3 on "
        "8181), and that the server runs."
    )
    HOST_UNREACHABLE = Sentence("{host}, port {port}, cannot be reached: {reason}.")
    HOST_SILENT = Sentence("{host}, port {port}, cannot be reached: no answer.")
    CHECK_FIREWALL = Sentence(
        "Check the address of the connection, and whether a firewall is in between."
    )
    TLS = Sentence("TLS")
    NO_TLS_USED = Sentence("Not used: the address begins with http.")
    NO_TLS_RISK = Sentence(
        "Fine on one machine; elsewhere, others can read the token and the points on their way."
    )
    ANY_CERTIFICATE = Sentence("{protocol}, and any certificate is accepted.")
    CHECK_CERTIFICATE = Sentence(
        "Have the connection verify the certificate: until then, nobody can say who answers."
    )
    GOOD_CERTIFICATE = Sentence("{protocol}, and the certificate is good.")
    PLAIN_HTTP = Sentence("{url} begins with https, but the server there speaks plain http.")
    USE_HTTP_OR_SET_UP_TLS = Sentence(
        "Set the address of the connection to {address}, or set up TLS on the server."
    )
    SPEAKS_HTTPS = Sentence("{url} begins with http, but the server there speaks https.")
    USE_ADDRESS = Sentence("Set the address of the connection to {address}.")
    SILENT_TLS = Sentence(
        "{url} accepts the connection and then never answers ({waited_s:g} s waited while setting "
        "up TLS)."
    )
    SILENT = Sentence(
        "{url} accepts the connection and then never answers ({waited_s:g} s waited for it to say "
        "who it is)."
    )
    MAY_HANG = Sentence(
        "It may hang or be overloaded: restart the server, or check that the address of the "
        "connection has the port of InfluxDB and not of another program."
    )

    # Who answers.
    EDITION = Sentence("Edition")
    NOT_SAID = Sentence("not said")
    IS_INFLUXDB = Sentence("is an InfluxDB")
    VERSION_ANSWERS = Sentence("InfluxDB {version} answers.")
    SAYS_OTHER_GENERATION = Sentence(
        "The generation of the connection is set to {set}, but the server says {found}: unset it "
        "if anything fails."
    )
    SAYS_NO_GENERATION = Sentence(
        "The generation of the connection is set to {set}, and the server does not say: unset it "
        "if anything fails."
    )
    NO_VERSION_ANSWERED = Sentence(
        "{url} answers, but not as an InfluxDB: it does not say its version (HTTP {status})."
    )
    CHECK_HOST_OR_SET_GENERATION = Sentence(
        "Check host and port in the address of the connection. If it is an InfluxDB, set the "
        "generation of the connection to 1, 2 or 3."
    )
    NO_HTTP = Sentence("{url} accepts the connection but does not answer in HTTP: {reason}.")
    OTHER_PROGRAM_ON_PORT = Sentence(
        "Another program may listen on that port: check it in the address of the connection."
    )
    REDIRECTS = Sentence("{url} redirects to {location}.")
    USE_OWN_ADDRESS = Sentence("Set the address of the connection to the server's own.")
    ANSWERS_HTML = Sentence("{url} answers with an HTML page (HTTP {status}): no InfluxDB does.")
    ANSWERS_HTML_TITLED = Sentence(
        "{url} answers with an HTML page titled {title!r} (HTTP {status}): no InfluxDB does."
    )
    WHAT_ANSWERS_HTML = Sentence(
        "A proxy, a login page or another program is there: check host and port in the address of "
        "the connection, and let this machine past the proxy."
    )

    # What the token may see.
    TOKEN_ACCEPTED = Sentence("token accepted")
    IS_ACCEPTED = Sentence("The token is accepted.")
    NONE_NEEDED = Sentence("The server needs none.")
    ORGANISATION_FOUND = Sentence("organisation found")
    NO_ORGANISATIONS = Sentence("InfluxDB {generation} has no organisations.")
    SEES_NO_ORGANISATION = Sentence(
        "The token may see no organisation: {name!r} is used without a check."
    )
    HAS_ID = Sentence("{name!r} has the ID {id}.")
    BUCKET_FOUND = Sentence("bucket found")
    BUCKET_KEEPS = Sentence("{name!r} keeps points {duration}.")
    BUCKET_WITH_ID_KEEPS = Sentence("{name!r} has the ID {id} and keeps points {duration}.")
    OLDER_WOULD_BE_DROPPED = Sentence(
        "The server would drop points older than {duration}: choose one that keeps them longer, "
        "unless everything you ingest is newer."
    )
    MAY_READ = Sentence("may read")
    QUERY_ANSWERED = Sentence("A query was answered.")
    LIST_NOT_ANSWERED = Sentence("The list of turbines was not answered: {reason}")
