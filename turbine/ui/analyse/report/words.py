"""What the report page says."""

from turbine.words import Label


class Words:
    # What of the address was ignored
    NO_SUCH_PART = Label("There is no part {part!r}; the parts are {parts}.")

    # Selectors
    REPORT = Label("Report")
    TURBINES = Label("Turbines")
    CHOOSE_A_TURBINE = Label("Choose a turbine")
    ALL_TURBINES = Label("All turbines")
    PARTS = Label("What to include")
    PRODUCTION = Label("Production")
    POWER_CURVE = Label("Power curve")
    WIND = Label("Wind")
    AVAILABILITY = Label("Availability and flags")
    COVERAGE = Label("Data coverage")
    VERIFICATION = Label("Verification")
    VERDICT = Label("Files against the database")
    COMPARE_NOW = Label("Compare now")
    LAST_VERDICT = Label("Last verdict")
    VERDICT_HELP = Label(
        "Comparing now checks every row and every value of each file behind the period against "
        "the database. The last verdict takes no time; it counts only if nothing can have "
        "changed the points since."
    )
    WITHOUT = Label("Leave out rows")
    NOTHING_LEFT_OUT = Label("None")
    WITHOUT_HELP = Label(
        "Rows with these flags count as missing everywhere in the report, and it says so."
    )
    NOTHING_CHOSEN = Label("Choose at least one turbine, and something to include.")

    # Making it
    MAKE = Label("Make the report")
    WHAT_IT_HAS = Label(
        "One HTML file that needs nothing else and prints on A4, and the same as PDF: the "
        "values and charts of these pages, for each turbine and for all together, with their "
        "definitions and the proof of the data behind them."
    )
    READING = Label("Reading {turbine} ({place} of {count})")
    DRAWING = Label("Drawing {turbine} ({place} of {count})")
    MAKE_PDF = Label("Make the PDF")
    SETTING = Label("Laying out the pages. With many turbines, this takes minutes.")
    OF_EARLIER = Label("The report below was made with other choices or older data. Make it again.")

    # What was made
    FILE_NAME = Label("report_{turbine}")
    DOWNLOAD_HTML = Label("Download HTML")
    DOWNLOAD_PDF = Label("Download PDF")
    PREVIEW = Label("Preview")
    PREVIEW_ALT = Label("The report as it is downloaded")
    TOO_LONG_TO_SHOW = Label(
        "The report is {size:.0f} MB, too large to be shown here: download it."
    )
