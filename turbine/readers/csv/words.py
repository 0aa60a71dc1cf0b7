"""What reading a CSV says."""

from turbine.words import Sentence


class Words:
    CSV = Sentence("CSV")

    # What a person may change.
    DELIMITER = Sentence("Delimiter")
    DELIMITER_HELP = Sentence("one character; detected if not given")
    COMMA = Sentence("comma")
    SEMICOLON = Sentence("semicolon")
    TAB = Sentence("tab")
    BAR = Sentence("bar")
    COMMA_OPTION = Sentence("comma ,")
    SEMICOLON_OPTION = Sentence("semicolon ;")
    BAR_OPTION = Sentence("bar |")
    DECIMAL = Sentence("Decimal sign")
    POINT_OPTION = Sentence("point: 3.14")
    DECIMAL_COMMA_OPTION = Sentence("comma: 3,14")
    WHICH_DECIMAL = Sentence(
        "Do the numbers have a **decimal point or a decimal comma**? The notes below say why the "
        "file does not tell. Choose the decimal sign above to go on."
    )

    # How a file was read.
    DIALECT = Sentence(
        "{encoding}, delimiter {delimiter!r}, decimal sign {decimal!r}, header in line "
        "{header_line}"
    )
