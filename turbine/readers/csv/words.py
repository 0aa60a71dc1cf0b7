"""What reading a CSV says."""

from turbine.words import Plural, Sentence


class Words:
    OTHER_HEADER = Sentence(
        "Line {line} names the columns again, but in a different order or differently from the "
        "header."
    )
    SPLIT_FILE = Sentence("Split the file there, and ingest the parts one after the other.")

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
    SPACES = Sentence("spaces")
    BAR_OPTION = Sentence("bar |")
    DECIMAL = Sentence("Decimal sign")
    POINT_OPTION = Sentence("point: 3.14")
    DECIMAL_COMMA_OPTION = Sentence("comma: 3,14")
    WHICH_DECIMAL = Sentence(
        "Do the numbers have a **decimal point or a decimal comma**? The notes below say why "
        "the file does not show it. Choose the decimal sign above to continue."
    )
    ENCODING = Sentence("Encoding")
    ENCODING_HELP = Sentence(
        "of the file's text: utf-8, cp1252, cp1254, cp1250, iso8859-15…; detected if not given"
    )
    UTF8 = Sentence("UTF-8")
    WESTERN = Sentence("Western (cp1252, Latin-1)")
    TURKISH = Sentence("Turkish (cp1254, Latin-5)")
    CENTRAL = Sentence("Central European (cp1250)")
    LATIN9 = Sentence("Western with € (Latin-9)")
    UTF16_LE = Sentence("UTF-16, little-endian")
    UTF16_BE = Sentence("UTF-16, big-endian")
    NO_SUCH_ENCODING = Sentence("There is no text encoding {name!r}.")
    ENCODINGS_ARE = Sentence("Use a name such as utf-8, cp1252, cp1254, cp1250 or iso8859-15.")
    HEADER_LINE_LABEL = Sentence("Header line")
    HEADER_LINE_HELP = Sentence(
        "the line that holds the columns' names, counted from 1; detected if not given"
    )
    NO_LINE = Sentence("{line!r} is not a line number.")
    LINES_FROM_ONE = Sentence("Lines are counted from 1.")
    BAD_DELIMITER = Sentence("{delimiter!r} cannot be a delimiter.")
    ONE_CHARACTER = Sentence("Use one ASCII character.")

    # How a file was read.
    DIALECT = Sentence(
        "{encoding}, delimiter {delimiter!r}, decimal sign {decimal!r}, header in line "
        "{header_line}"
    )
    WITH_BOM = Sentence("{encoding} with a byte-order mark")
    DECIMAL_POINT = Sentence("Encoding {encoding}, delimiter {delimiter}, decimal point.")
    DECIMAL_COMMA = Sentence("Encoding {encoding}, delimiter {delimiter}, decimal comma.")
    DECIMAL_OPEN = Sentence("Encoding {encoding}, delimiter {delimiter}. {question}")
    CONTRADICTED = Sentence(
        "{point!r} is a number with a decimal point only, and {comma!r} with a decimal comma "
        "only: with either, the cells of the other kind cannot be read."
    )
    AMBIGUOUS = Sentence(
        "{text!r} is {point} with a decimal point and {comma} with a decimal comma: every number "
        "of this file can be read both ways."
    )
    AMBIGUOUS_COLUMN = Sentence(
        "{text!r} is {point} with a decimal point and {comma} with a decimal comma: every number "
        "of its column can be read both ways, and the other columns do not tell."
    )
    DECIMALS_DIFFER = Sentence("The numbers of {columns} have a decimal {sign}.")
    SIGN_POINT = Sentence("point")
    SIGN_COMMA = Sentence("comma")
    UNITS_IN_CELLS = Sentence("Units after numbers ({example!r}) are read.")
    NUMBERS_CUT = Sentence(
        "Spaces and apostrophes within numbers ({example!r}) are read as thousands separators."
    )
    OTHER_UNIT = Sentence("The unit after this number is not the column's unit, {unit}.")
    OTHER_UNIT_BESIDE = Sentence("The unit beside this number is not the column's unit.")
    EXPORT_SAYS = Sentence("{program} export. Above its table it says: {lines}.")
    HEADER_LINE = Sentence("The header is line {line:,}; the lines above it are not rows.")

    GROUPS = Sentence(
        "Line {line:,}, above the header, says which columns belong together: {groups}."
    )
    HEADER_LINES = Sentence(
        "Lines {first:,} to {last:,} are the header: units and statistics are taken from the "
        "lines below the names."
    )

    # What is no table.
    EMPTY = Sentence("{name} is empty.")
    NO_TEXT = Sentence("{name} has no text in its first lines.")
    EXPORT_AGAIN = Sentence("Export it again.")
    PDF = Sentence("{name} is a PDF, not a CSV.")
    OLD_WORKBOOK = Sentence("{name} is an old Excel workbook, not a CSV.")
    PICTURE = Sentence("{name} is a picture, not a CSV.")
    DATABASE = Sentence("{name} is a database, not a CSV.")
    EXPORT_AS_CSV = Sentence("Export it as CSV.")
    BINARY = Sentence("{name} is binary data, not a CSV.")
    LONG_LINE = Sentence("There is a line of more than {mib} MiB: this is not a CSV.")
    UPLOAD_EXPORT = Sentence("Upload the CSV file that the SCADA system exports.")
    NO_HEADER = Sentence("No header row was found; the first line is {line!r}.")
    NO_HEADER_WITH = Sentence(
        "No header row was found with the {delimiter} as delimiter; the first line is {line!r}."
    )
    CHOOSE_DELIMITER = Sentence("Choose another delimiter.")
    NEEDS_TABLE = Sentence(
        "The file must be a table with a row of column names, separated by comma, semicolon, "
        "tab, bar or spaces."
    )
    HEADER_ONLY = Sentence("{name} has a header but no data rows.")
    EXPORT_PERIOD = Sentence("Export it again for a period that has data.")
    NO_DATES = Sentence(
        "The column {column!r} holds no dates that can be read; it begins with {text!r}."
    )
    NO_TIME_COLUMN = Sentence("There is no time column; the columns are {columns}.")
    DATES_LOOK_LIKE = Sentence(
        "Dates look like 31 12 2018 23:50, 31.12.2018 23:50:00 or 2018-12-31T23:50:00+03:00."
    )
    NOT_IN_ORDER = Sentence("The dates cannot be {order}: the first is {text!r}.")
    POSSIBLE_ORDER = Sentence("They can be {order}.")
    POSSIBLE_ORDERS = Sentence("They can be one of {orders}.")
    QUOTED_LINES = Sentence("The quoted lines from line {line:,} on cannot be read one by one.")
    EXPORT_UNQUOTED = Sentence("Export the file without quotation marks.")

    # Why a row or a cell is not stored. Kept as codes, shown in a table.
    NUL_BYTE = Sentence("The line holds a NUL byte.")
    LONG_QUOTED = Sentence("The line is quoted, and longer than {most:,} characters.")
    QUOTE_NOT_CLOSED = Sentence("A quotation mark is not closed.")
    WIDTH = Plural(
        "The line has {count:,} cell, the header has {header_cells:,}.",
        "The line has {count:,} cells, the header has {header_cells:,}.",
    )
    INFINITE = Sentence("This is infinite, not a measurement.")
    TOO_LARGE = Sentence("This is too large for a 64-bit number.")
    TOO_MANY_DIGITS = Sentence("This number has more digits than a 64-bit number keeps.")
    LONG_STATE = Sentence("A state has {most} characters at most.")
    CONTROL_CHARACTER = Sentence("This holds a control character, which no state has.")
    NOT_A_NUMBER = Sentence("This is not a number.")
    NOT_A_NUMBER_WITH_COMMA = Sentence("This is not a number with a decimal comma.")
