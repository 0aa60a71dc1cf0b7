"""What reading workbooks says."""

from turbine.words import Sentence


class Words:
    EXCEL = Sentence("Excel")
    SHEET = Sentence("Sheet")
    SHEET_HELP = Sentence("the sheet of a workbook to read; required if several hold a table")
    WHICH_SHEET = Sentence(
        "Several sheets of the workbook hold a table. **Which one is it?** Choose the sheet "
        "above to continue."
    )
    DETAILS = Sentence("sheet {sheet!r}, header in row {header_line}")
    ROWS = Sentence(
        "Sheet {sheet!r} of the workbook: line numbers are the row numbers of the sheet; dates "
        "and numbers are read as the workbook stores them, however it displays them."
    )
    PERCENTS = Sentence(
        "The sheet shows these columns as percentages, and they are read that way (0.85 is 85 "
        "%): {columns}."
    )
    MIXED = Sentence(
        "The sheet shows some numbers of these columns as percentages and others not. They are "
        "read as the workbook stores them (0.85 for 85 %): {columns}."
    )
    SWAPPED = Sentence(
        "Some of the times in {header!r} are dates, none after the 12th of a month, and others "
        "are text, such as {text!r}: the spreadsheet took days for months where it could, so "
        "its dates are wrong."
    )
    KEEP_AS_TEXT = Sentence(
        "Upload the original file, from before it was opened in the spreadsheet, or import it "
        "there with this column as text."
    )
    OTHER_SHEETS = Sentence("Other sheets are not read: {sheets}.")
    SHEET_OPEN = Sentence("Each of these sheets holds a table: {sheets}.")
    NO_SUCH_SHEET = Sentence("{name} has no sheet {sheet!r}.")
    SHEETS_ARE = Sentence("Its sheets are {sheets}.")
    EMPTY = Sentence("{name} has no sheet with cells.")
    EXPORT_AGAIN = Sentence("Export it again.")
    DAMAGED = Sentence("{name} is damaged or not a workbook: {reason}.")
    PASSWORD = Sentence("{name} is protected by a password.")
    SAVE_WITHOUT_PASSWORD = Sentence("Save it without a password.")
    BOMB = Sentence("{name} unpacks to more than {mib:,} MiB.")
    TOO_LARGE = Sentence(
        "A sheet of {name} reaches over {rows:,} rows and {columns:,} columns, more than the "
        "{most:,} cells that can be read at once."
    )
    SAVE_AS_CSV = Sentence("Save the sheet as CSV (UTF-8) and upload that.")
