"""What the services say."""

from turbine.words import Plural, Sentence


class Words:
    # Actions, each at the beginning of a sentence
    WHO_ANSWERS = Sentence("Identifying the server")
    BUCKET_SEARCH = Sentence("The search for the bucket")
    OVERVIEW = Sentence("The overview of the database")
    BUCKET_CREATION = Sentence("Creating the bucket")
    LEDGER_COMPARISON = Sentence("The comparison with the ledger")
    TURBINE_LIST = Sentence("The list of turbines")
    TURBINE_SEARCH = Sentence("The search for the turbine")
    AGGREGATE = Sentence("The aggregate")
    ALL_TURBINES = Sentence("The overview of the turbines")
    PARK = Sentence("The values of the park")
    PLAN = Sentence("The plan")
    START = Sentence("The start of the ingest")
    VERIFICATION = Sentence("The verification")
    OVERLAY = Sentence("The overlay")

    # Turbines
    SEVERAL_TURBINES = Sentence("The file holds rows of several turbines. {turbines}")

    # Sites
    NO_NAME = Sentence("A site and a turbine need names.")
    NAME_AS_TAGGED = Sentence("Use the names that their points are tagged with.")
    UNKNOWN_SITE = Sentence("Nothing is known about {name!r}.")
    LIST_SITES = Sentence("The list of sites shows those about which something is known.")

    # Recipes
    RECIPE_NOT_WRITTEN = Sentence("The recipe {path} cannot be written: {reason}.")
    RECIPE_UNREADABLE = Sentence("The recipe {path} cannot be read: {reason}.")
    NO_SUCH_RECIPE = Sentence("There is no recipe {path}.")
    RECIPES_ARE = Sentence("There are {names}.")
    RECIPE_FIRST = Sentence("Save one with --save-recipe NAME.")
    RECIPE_EXISTS = Sentence("There is a recipe {name!r} already.")
    DELETE_RECIPE_FIRST = Sentence("Choose another name, or delete that one first.")
    RECIPE_NAME = Sentence("A recipe cannot be called {name!r}.")
    RECIPE_NAMES = Sentence(
        "Use letters, digits, spaces, dots and - only, or a file that ends with .toml."
    )
    RECIPE_NOT_MEANT = Sentence("The recipe {path} has a value for {key!r} that is not valid.")

    # Reports
    NO_TURBINES = Sentence("A report needs at least one turbine.")
    NAME_A_TURBINE = Sentence("Name one or several.")
    NO_ROWS = Sentence("The period has no rows.")
    NO_ROWS_WITH = Sentence("The period has no rows with {fields}.")

    # The connection
    BUCKET_EXISTS = Sentence("The {container} {name!r} already exists.")
    CHOOSE_ANOTHER_NAME = Sentence("Choose another name. The existing one was not changed.")
    MAY_NOT_CHANGE = Sentence("{name} may not change the connection.")
    MAY_NOT_TEST = Sentence("{name} may not test another connection.")
    HOLDS_INGESTS = Sentence("holds what was ingested")

    # The series of a turbine
    NO_POINTS = Sentence("There are no points of turbine {turbine!r}.")
    NO_POINTS_AT_SITE = Sentence("There are no points of turbine {turbine!r} at site {site!r}.")
    NO_POINTS_IN_MEASUREMENT = Sentence("There are no points in measurement {measurement!r}.")
    DID_YOU_MEAN = Sentence("Did you mean {name!r}?")
    TURBINES = Sentence("Turbines with points: {names}.")
    SITES = Sentence("Sites with points: {names}.")
    NO_FIELD = Sentence("Turbine {turbine!r} has no field {name!r} with numbers.")
    FIELDS = Sentence("Its fields are {names}.")
    OTHERS = Sentence("others")
    INGEST_FIRST = Sentence("Ingest a file first.")
    CHECK_NAME = Sentence("Check its name, or ingest a file first.")
    SERIES = Sentence("{site} / {measurement}")
    SEVERAL_SERIES = Sentence("Turbine {turbine!r} has several series: {series}.")
    CHOOSE_SERIES = Sentence("Choose one with --site and --measurement.")

    # Analyses
    ANALYSIS = Sentence("The analysis")
    EMPTY_PERIOD = Sentence("The period is empty: its start is not before its stop.")
    CHOOSE_LATER_STOP = Sentence("Choose a stop after the start (the stop itself is not included).")
    LACKS_SIGNAL = Sentence("The series has no field for {signal}, or none was named.")
    NO_SIGNALS = Sentence("The series has none of the fields that were asked for.")
    NAME_ITS_FIELD = Sentence("Name it with the option for its field. The series has {fields}.")
    NO_SUCH_FIELD = Sentence("The series has no field {field!r}.")
    FIELDS_ARE = Sentence("It has {fields}.")
    OTHER_UNIT = Sentence("The field {field!r} is in {unit}, and {needed} is needed.")
    POWER = Sentence("power")
    WIND_SPEED = Sentence("wind speed")
    WIND_DIRECTION = Sentence("wind direction")
    REFERENCE_POWER = Sentence("reference power")
    TEMPERATURE = Sentence("outside temperature")
    PRESSURE = Sentence("air pressure")
    DEVIATION = Sentence("the standard deviation of wind speed")
    SECOND_WIND_SPEED = Sentence("a second wind speed")
    SECOND_DIRECTION = Sentence("a second direction")

    # Curves of parts of a period
    SECTOR = Sentence("around {centre:g}°")
    DEC_TO_FEB = Sentence("December to February")
    MAR_TO_MAY = Sentence("March to May")
    JUN_TO_AUG = Sentence("June to August")
    SEP_TO_NOV = Sentence("September to November")
    DAY = Sentence("daytime")
    NIGHT = Sentence("night-time")
    NO_POSITION = Sentence("Day and night need the turbine's position, which is not known.")
    NOTE_POSITION = Sentence("Note its latitude and longitude on the page Sites.")

    # The wakes of other turbines
    NO_OTHER_TURBINE = Sentence(
        "{turbine} is the only turbine known at its site, so it is not known whose wakes reach it."
    )
    NOTE_THE_OTHERS = Sentence(
        "Note the position and rotor diameter of its neighbours on the page Sites."
    )
    WAKES_NEED = Sentence("The wake sectors need more facts about {turbines}: {facts}.")
    NOTE_ON_SITES = Sentence(
        "Note them on the page Sites. A neighbour without them would be ignored in silence."
    )
    SAME_PLACE = Sentence("{turbine} is at the same position as {others}.")
    CORRECT_POSITIONS = Sentence("Correct their latitudes and longitudes on the page Sites.")

    # Parameters of flags
    NO_SUCH_RULE = Sentence(
        "{text!r} is not a parameter of the flags with a valid number; the parameters are {names}."
    )
    CORRECT_RULES = Sentence("Correct it or leave it out: nothing was noted.")

    # Reference curves
    UNIT_OPEN = Sentence("The file does not say in which unit its {signal} is.")
    SAY_THE_UNIT = Sentence("Say it, or write it into the header: wind speed (m/s), power (kW).")
    NO_CURVE = Plural(
        "{count:,} point is not a power curve.",
        "{count:,} points are not a power curve.",
    )
    CURVES_ARE = Sentence(
        "Give a table of at least two points with wind speed and power. The wind speeds must "
        "rise, within 0 to 100 m/s; powers must be within -1,000 to 50,000 kW."
    )
    NOT_A_NUMBER = Sentence("{text!r} is not a number.")
    SIGN_OPEN = Sentence(
        "The file does not show whether the sign in {text!r} separates decimals or thousands."
    )
    ONE_SIGN = Sentence(
        "Write numbers without thousands separators, and separate columns with semicolons."
    )
    CURVE_UNREADABLE = Sentence("The file of the power curve cannot be read: {reason}.")

    # Ingests
    NOT_RUNNING = Sentence("Ingest {ingest} is not running: its state is {state}.")
    WRONG_CONFIRMATION = Sentence("The confirmation does not match.")
    TYPE_ID = Sentence("Type the ingest's ID, {ingest}, to delete its points.")
    TYPE_UPLOAD_ID = Sentence("Type the upload's ID, {upload}, to delete its points.")
    NOT_COMPLETE = Sentence("Ingest {ingest}: {state}.")
    LACKS_ROWS = Plural(
        "Ingest {ingest}: {state}, {count:,} row missing.",
        "Ingest {ingest}: {state}, {count:,} rows missing.",
    )

    # What is said of rows on pages, by the command and in print
    ROWS_LACK_A_VALUE = Plural(
        "{count:,} row lacks a required value and is left out.",
        "{count:,} rows lack a required value and are left out.",
    )
    NO_PERFORMANCE_TEST = Sentence(
        "A curve by the method of bins from the turbine's own signals, not a power performance "
        "test."
    )
    UNDATED_ROWS = Plural(
        "{count:,} row has no known duration: it adds no energy, and what is missing cannot be "
        "counted.",
        "{count:,} rows have no known duration: they add no energy, and what is missing cannot "
        "be counted.",
    )
