"""What the settings mean, and what is wrong with them."""

from turbine.words import Sentence


class Words:
    # Kinds of databases
    EMBEDDED_CHOICE = Sentence("{kind} (embedded)")
    EMBEDDED = Sentence("Embedded database")
    INFLUXDB = Sentence("InfluxDB server")
    OR = Sentence("{others} or {last}")

    # The meaning of each setting, and its default
    STORE = Sentence("{choices}; duckdb unless INFLUXDB_V2_URL is set")
    DATA_DIR = Sentence(
        "where the database, ledger, original files and users are kept; data/ of a checkout"
    )
    TRUSTED_PROXIES = Sentence(
        "addresses whose X-Forwarded-For is trusted, separated by commas; none"
    )
    PUBLIC_URL = Sentence(
        "the app's public addresses, separated by commas: only their pages may connect;"
        " what Host says"
    )
    HTTPS = Sentence(
        "1 if all connections use TLS: sends HSTS, and the login cookie is always Secure; 0"
    )
    INFLUX_GENERATION = Sentence("InfluxDB 1, 2 or 3, if the server should not be asked")
    INFLUX_URL = Sentence("the server's address, such as http://localhost:8086")
    INFLUX_TOKEN = Sentence("its token (InfluxDB 1: user:password, or nothing if it asks for none)")
    INFLUX_TOKEN_FILE = Sentence("a file that contains the token, instead")
    INFLUX_ORG = Sentence("the organisation, by name or ID (InfluxDB 2 only)")
    INFLUX_BUCKET = Sentence(
        "the bucket, by name or ID (InfluxDB 1: database or database/policy); windproof"
    )
    INFLUX_TIMEOUT = Sentence(
        "milliseconds to wait for a response, and for each 256 KB of it; 30000"
    )
    INFLUX_VERIFY_SSL = Sentence("0 accepts any certificate (never in production); 1")
    INFLUX_SSL_CA_CERT = Sentence("a CA bundle for a private certificate")

    # What the Database page calls those that are typed there
    ADDRESS = Sentence("Address")
    TOKEN = Sentence("Token")
    TIMEOUT = Sentence("Timeout")

    # Values that cannot be meant
    INVALID = Sentence("{setting} is {value!r}.")
    POSSIBLE = Sentence("It can be {choices}.")
    ZERO_OR_ONE = Sentence("It can be 1 or 0.")
    MILLISECONDS = Sentence("It must be a whole number of milliseconds.")
    GENERATIONS = Sentence("It can be 1, 2 or 3; without it, the server is asked.")
    NOT_A_SERVER = Sentence("{setting} is {value!r}, which is not the address of a server.")
    SERVER_EXAMPLES = Sentence(
        "It should look like http://localhost:8086 or https://influx.example.com."
    )
    HOLDS_A_SECRET = Sentence("{setting} contains a user name or password.")
    MOVE_THE_SECRET = Sentence("Put the secret into {token} and leave only the address.")
    HAS_A_PATH = Sentence("{setting} has a path: {path!r}.")
    ONLY_THE_SERVER = Sentence("Give only the server: {address}")
    NOT_A_PAGE = Sentence("TURBINE_PUBLIC_URL contains {value!r}, which is not a page's address.")
    PAGE_EXAMPLES = Sentence(
        "It should look like https://app.example.com or http://localhost:8501."
    )
    MISSING = Sentence("The database is {kind}, but {setting} is not set.")
    SET_IT = Sentence("Set {setting}, or choose another database.")

    # Changes in the app
    FIXED = Sentence("{name} cannot be changed in the app.")
    CHANGE_OUTSIDE = Sentence(
        "It is set by the environment or by .streamlit/secrets.toml: change it there."
    )
    OTHER_SERVER = Sentence(
        "The address has changed, and the saved token is only for the previous server."
    )
    TYPE_TOKEN = Sentence("Type the token of the new server too.")

    # Files
    UNREADABLE_TOKEN = Sentence("INFLUXDB_V2_TOKEN_FILE cannot be read: {reason}.")
    NAME_TOKEN_FILE = Sentence("Name a file that contains the token and that this user may read.")
    UNREADABLE_SECRETS = Sentence("{file} cannot be read: {reason}.")
    USE_TOML = Sentence("It must be a TOML file of settings.")
    NOT_SAVED = Sentence("The settings cannot be saved in {folder}: {reason}.")
    STILL_VALID = Sentence(
        "The previous settings still apply. Check the free space and the folder's owner."
    )
    NEWER_CONNECTION = Sentence(
        "{path} was written by a newer version of Windproof: its version is {version}, and this "
        "version only knows versions up to {latest}."
    )
    START_NEWER_VERSION = Sentence(
        "Start the newer version again, or remove the file and enter the settings again."
    )
    UNREADABLE_CONNECTION = Sentence("{path} cannot be read.")
    REMOVE_CONNECTION = Sentence(
        "It contains the settings made in the app: remove it, and enter them again."
    )
    UNUSABLE_DATA_DIR = Sentence("The data directory {folder} cannot be used: {reason}.")
    GIVE_PERMISSION = Sentence(
        "Give the user that runs Windproof permission to read and write there, or set"
        " TURBINE_DATA_DIR to another folder."
    )
    DISK_GONE = Sentence(
        "Its disk may have been unmounted: mount it again, then restart Windproof."
    )
