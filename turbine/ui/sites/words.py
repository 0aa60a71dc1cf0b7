"""What the sites page says."""

from turbine.words import Label, PluralLabel


class Words:
    TITLE = Label("Sites")
    CAPTION = Label(
        "What the files do not say about their turbines. Plausible limits of power follow from "
        "the rated power, and a site's time zone is proposed for its files."
    )
    NOTHING_YET = Label("Nothing is known about any site yet.")
    SITE = Label("Site")
    TURBINE = Label("Turbine")
    TYPE_A_NAME = Label("Type a name, as its points are tagged")
    TIME_ZONE = Label("Time zone")
    TIME_ZONE_HELP = Label("Of the clock in the site's files.")
    NOT_KNOWN = Label("not known")
    SAVE_ZONE = Label("Save the time zone")
    SAVE = Label("Save")
    REMOVE = Label("Remove")
    SAVED = Label("What is known about {name} is saved.")
    REMOVED = Label("What was known about {name} is removed. Its points stay.")
    OF_THE_ROWS = Label("The field in its rows")
    NOTED_HERE = Label("The curve noted here")
    CURVE = Label("Reference power curve")
    CURVE_POINTS = PluralLabel(
        "Reference power curve ({count} point)", "Reference power curve ({count} points)"
    )
    CURVE_HELP = Label(
        "Wind speeds and powers, as the manufacturer gives them. It is the reference if the "
        "rows have none, linear between its points, with no values beyond them; if they have "
        "one, choose above which of the two to use."
    )
    CURVE_SPEED = Label("Wind speed (m/s)")
    CURVE_POWER = Label("Power (kW)")
    CURVE_FILE = Label("Or take it from a CSV file with two columns")
    SPEED_UNIT = Label("Unit of its wind speeds")
    POWER_UNIT = Label("Unit of its powers")
    AS_THE_HEADER_SAYS = Label("as its header says")
    SAVE_CURVE = Label("Save the curve")
    FORGET_CURVE = Label("Remove the curve")
    TAKE_FILE = Label("Take the file's curve")
    CURVE_SAVED = PluralLabel(
        "The reference power curve of {name} is saved: {count} point.",
        "The reference power curve of {name} is saved: {count} points.",
    )
    CURVE_FORGOTTEN = Label("The reference power curve of {name} is removed.")
    WITH_UNIT = Label("{label} ({unit})")
