"""What ``report`` says."""

from turbine.words import Label


class Words:
    # Help
    REPORT = Label("write a printable report, as HTML or PDF")
    TURBINES_HELP = Label("one or several; default: all that the database holds")
    SITE_HELP = Label("only turbines of this site")
    MEASUREMENT_HELP = Label("only series of this measurement")
    START_HELP = Label("included; default: the first point of any turbine")
    STOP_HELP = Label("not included; default: the end of the last row of any turbine")
    ZONE_HELP = Label(
        "time zone of days and months, and of times without an offset; default: %(default)s"
    )
    OUT_HELP = Label("the file to write, .html or .pdf; an existing one is replaced")
    FORMAT_HELP = Label("default: by the file's extension")
    PARTS_HELP = Label("what to include: {names}; default: all")
    WITHOUT_HELP = Label("leave out rows with these flags: {names}; they count as missing")
    NO_VERIFY_HELP = Label("do not compare the files with the database now")

    # Refusals
    NO_FORMAT = Label("{file} ends in neither .html nor .pdf.")
    GIVE_FORMAT = Label("Name the format: --format html or --format pdf.")
    NOT_WRITTEN = Label("{file} cannot be written: {reason}")
    CHOOSE_ANOTHER_FILE = Label("Choose another file, or make its folder first.")
    NO_SERIES = Label("The database holds no turbines at site {site!r}.")
    NO_SERIES_AT_ALL = Label("The database holds no turbines.")
    INGEST_FIRST = Label("Ingest a file first; the command ingests lists those there are.")

    # What was done
    GATHERING = Label("reading {name} ({place} of {count})")
    WRITING = Label("drawing {name} ({place} of {count})")
    SETTING = Label("laying out the pages")
    WRITTEN = Label("written")
    TURBINES = Label("turbines")
    VERDICT = Label("verification")
    NO_VERDICT = Label("no verdict")
