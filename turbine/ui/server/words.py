"""What the server answers outside of a session, and what it prints when it starts."""

from turbine.words import Plural, Sentence


class Words:
    # On the console
    CANNOT_START = Sentence("Windproof cannot start. {reason}")
    SETUP_CODE = Sentence("Windproof's set-up code, for the first administrator: {code}")
    NOT_A_PROXY = Sentence("TURBINE_TRUSTED_PROXIES contains {entry!r}, which is not an address.")
    PROXY_EXAMPLES = Sentence(
        "List addresses or networks separated by commas, such as 10.0.0.2,172.18.0.0/16."
    )

    # Requests that are refused
    LOG_IN_FIRST = Sentence("Log in first.")
    NOT_FOUND = Sentence("Not found.")
    OTHER_PAGE = Sentence("This request comes from another page.")
    TOO_MANY_COOKIES = Plural(
        "Your browser sends {count:,} byte of cookies to this host, and Windproof accepts "
        "{limit:,}. Most belong to other programs on the same host, on any port. Clear the cookies "
        "of this host in your browser's settings, then reload this page.",
        "Your browser sends {count:,} bytes of cookies to this host, and Windproof accepts "
        "{limit:,}. Most belong to other programs on the same host, on any port. Clear the cookies "
        "of this host in your browser's settings, then reload this page.",
    )

    # Uploads that are refused
    FILE_TOO_LARGE = Sentence("A file may have {megabytes} MB.")
    PAGE_HOLDS_TOO_MUCH = Sentence("This page has too many uploads: reload it.")
    PAGES_HOLD_TOO_MUCH = Sentence("Your pages have too many uploads: close one.")
    SERVER_BUSY = Sentence("Others are uploading: try again in a few minutes.")
    TOO_SLOW = Sentence("The upload was too slow, or stopped: try again.")
    LONGER_THAN_ALLOWED = Sentence("The upload is longer than allowed.")
    NOT_ONE_FILE = Sentence("An upload is a form with one file.")
    CUT_OFF = Sentence("The upload was cut off: try again.")
    DISK_FULL = Sentence("The server's disk has too little room for this file.")
    CANNOT_STORE = Sentence("The server cannot store this file: {reason}.")
