"""What the overview page says."""

from turbine.words import Label, PluralLabel


class Words:
    TITLE = Label("Overview")

    # What is stored
    SITES = Label("Sites")
    TURBINES = Label("Turbines")
    SIGNALS = Label("Signals")
    ROWS = Label("Rows")
    SIGNALS_HELP = Label("Fields that hold numbers, over all turbines: {names}.")
    ROWS_HELP = Label(
        "Rows with a value of power, as the database holds them; for a turbine without such a "
        "field, rows with wind speed, or else with its first field."
    )
    FROM_TO = Label("From the first row of any turbine to the last one: {first} → {last} UTC.")

    ASKED = Label("As the database answered {age} ago, at {time} UTC.")
    KEPT_ASKING = Label(
        "As the database answered {age} ago, at {time} UTC. It is being asked again now …"
    )
    KEPT = Label(
        "Kept from {time} UTC, {age} ago, and brought up to date by each ingest since. What "
        "another program has written since is not in it."
    )
    ASK_NOW = Label("Ask the database now")

    # A turbine
    HEADING = Label("**{turbine}** · {site}")
    VALUE = Label("{value:,.4g} {unit}")
    LARGE_VALUE = Label("{value:,.0f} {unit}")
    NO_VALUE = Label("–")
    LAST_VALUE_HELP = Label(
        "The newest row with a value. The bars are the means of the days below; a day without a "
        "row has no bar."
    )
    AGE = Label("{time} ({zone}), {age} ago")
    AHEAD = Label("{time} ({zone}), {age} from now")
    NO_VALUE_LATELY = Label("No rows of {field} in these days.")
    ENERGY = Label("Measured energy")
    CAPACITY_FACTOR = Label("Capacity factor, present")
    AVAILABILITY = Label("Time-based availability")
    RECOVERY = Label("Data recovery")
    KILOWATT_HOURS = Label("{value:,.0f} kWh")
    PERCENT = Label("{value:.1f} %")
    RATED_UNKNOWN = Label("rated power not known")
    DAYS = PluralLabel("{first} → {last}: {count} day", "{first} → {last}: {count} days")
    NO_SIGNAL = Label(
        "Its power and wind speed fields are not known. The page Production asks for them."
    )
    LAST_INGEST = Label(":small[Last ingest {created} UTC: {file}] {badges} {verdict}")
    NOT_INGESTED_HERE = Label("None of its data was ingested here.")
    EXPLORE = Label("Explore")
    PRODUCTION = Label("Production")
    VERIFY = Label("Verify")

    # How it is made
    HOW_IT_IS_MADE = Label("How these values are calculated")
    DEFINITION = Label(
        "A turbine's values cover the last 30 days of its site's calendar, up to its newest "
        "row, or as far back as its rows reach.\n\n- **Measured energy**: Σ power × duration "
        "of the rows that exist; a missing row adds nothing.\n- **Capacity factor, present**: "
        "that energy / (rated power × hours with a row).\n- **Time-based availability**: of "
        "the hours with cut-in ≤ wind speed < cut-out (3 and 25 m/s unless the page Sites says "
        "otherwise), the share with power above 0. It is judged by wind and power alone, not "
        "by the turbine's state.\n- **Data recovery**: hours with power / hours of the "
        "calendar.\n\nThey are those of the pages Production and Losses for the same days. "
        "They are saved with each ingest and undo, and shown at once, with their age: what "
        "another program writes is seen when the database is asked again. A database that "
        "answers quickly is asked whenever the page is opened and they are older than a minute."
    )

    # Coverage
    COVERAGE = Label("Data coverage of all turbines")
    COVERAGE_BY_DAY = Label(
        "Each day of the site's own clock: rows found ÷ rows expected by the rows' own steps. "
        "Click a day to open it in the explorer."
    )
    COVERAGE_BY_WEEK = Label(
        "Each week of the site's own clock: rows found ÷ rows expected by the rows' own steps. "
        "Click a week to open it in the explorer."
    )
    TURBINE = Label("Turbine")
    DAY = Label("Day")
    SHOW_DAY = Label("Open in the explorer")
    COVERAGE_ALT = Label("A calendar: the share of expected rows of each turbine, by day or week")

    # Map
    MAP = Label("Where they are")
    MAP_ALT = Label("Turbines by longitude and latitude")
    NO_POSITION = PluralLabel(
        "{count} turbine has no position yet: note it on the page Sites.",
        "{count} turbines have no position yet: note it on the page Sites.",
    )
