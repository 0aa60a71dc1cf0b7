"""What the sites page says."""

from turbine.words import Label


class Words:
    TITLE = Label("Sites")
    CAPTION = Label(
        "What files do not say of their turbines. Plausible limits of power follow the rated "
        "power, and a site's time zone is proposed for its files."
    )
    NOTHING_YET = Label("Nothing is known of any site yet.")
    SITE = Label("Site")
    TURBINE = Label("Turbine")
    TYPE_A_NAME = Label("Type a name, as its points are tagged")
    TIME_ZONE = Label("Time zone")
    TIME_ZONE_HELP = Label("Of the clock in the site's files.")
    NOT_KNOWN = Label("not known")
    SAVE_ZONE = Label("Save the time zone")
    SAVE = Label("Save")
    REMOVE = Label("Remove")
    SAVED = Label("What is known of {name} is saved.")
    REMOVED = Label("What was known of {name} is removed. Its points stay.")
    WITH_UNIT = Label("{label} ({unit})")
