"""What all pages say: the login, the sidebar, errors, and units."""

from turbine.words import Label, PluralLabel


class Words:
    # Sizes, durations, times, rows
    BYTES = PluralLabel("{count} byte", "{count} bytes")
    KILOBYTES = Label("{size:,.1f} kB")
    MEGABYTES = Label("{size:,.1f} MB")
    DAYS = Label("{number:,} d")
    HOURS = Label("{number} h")
    MINUTES = Label("{number} min")
    SECONDS = Label("{number:.3g} s")
    TWO_UNITS = Label("{larger} {smaller}")
    PERIOD = Label("{first} → {last} UTC")
    ROWS = PluralLabel("{count:,} row", "{count:,} rows")

    # Errors
    TRY_AGAIN = Label("Try again")
    WITH_WARNING = Label(":material/warning: {message}")

    # Login and first start
    WHAT_IT_IS = Label("Wind turbine data into the database, with proof that nothing was lost.")
    LOG_IN = Label("Log in")
    LOG_OUT = Label("Log out")
    NAME = Label("Name")
    PASSWORD = Label("Password")
    WELCOME = Label("Welcome. Create the first administrator, who can then add other people.")
    SETUP_CODE = Label("Set-up code")
    WHERE_THE_CODE_IS = Label("The server printed it when it started: see its console or log.")
    REPEAT_PASSWORD = Label("Repeat password")
    CREATE_ADMINISTRATOR = Label("Create administrator")

    # Passwords
    REPLACE_PASSWORD = Label("Choose your own password. The one-time password works only once.")
    CURRENT_PASSWORD = Label("Current password")
    NEW_PASSWORD = Label("New password")
    REPEAT_NEW_PASSWORD = Label("Repeat new password")
    CHANGE_PASSWORD = Label("Change password")
    PASSWORD_ADVICE = Label(
        "At least {length} characters. A few words in a row are easy to remember."
    )
    PASSWORDS_DIFFER = Label("The two passwords differ.")
    TYPE_TWICE = Label("Type the same one twice.")

    # Sidebar
    WRITING_TO = Label("Writing to {target}")
    LOGGED_IN_AS = Label("Logged in as **{name}**")
