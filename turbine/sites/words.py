"""What is said of sites and turbines."""

from turbine.words import Sentence


class Words:
    # What can be known of a turbine
    RATED_POWER = Sentence("Rated power")
    ROTOR_DIAMETER = Sentence("Rotor diameter")
    HUB_HEIGHT = Sentence("Hub height")
    WIND_HEIGHT = Sentence("Height of the wind speed")
    SECOND_WIND_HEIGHT = Sentence("Height of the second wind speed")
    CUT_IN = Sentence("Cut-in wind speed")
    CUT_OUT = Sentence("Cut-out wind speed")
    LATITUDE = Sentence("Latitude")
    LONGITUDE = Sentence("Longitude")
    POWER_FIELD = Sentence("Field of the power")
    WIND_SPEED_FIELD = Sentence("Field of the wind speed")
    WIND_DIRECTION_FIELD = Sentence("Field of the wind direction")
    REFERENCE_CURVE = Sentence("Reference power curve")
    REFERENCE = Sentence("Which reference, if it has both")
    STATE_FIELD = Sentence("Field of its states")
    STATES = Sentence("What its states mean")
    FLAG_RULES = Sentence("Parameters of its flags")

    # What cannot be
    NOT_POSSIBLE = Sentence("{label} cannot be {text!r}.")
    BETWEEN = Sentence("Give a number from {lower:g} to {upper:g} {unit}.")
    AS_CURVE = Sentence(
        "Write wind speeds in m/s, rising, each with its power in kW: 3:0,4:88.5,12:3600."
    )
    AS_REFERENCE = Sentence("Write curve for the noted one, or field for the one in its rows.")
    AS_STATES = Sentence(
        'Write them as {{"available": ["Run"], "unavailable": ["Fault"], "uncounted": ["Test"]}}, '
        "each state once."
    )
    AS_PARAMETERS = Sentence("Write them as flat_rows=12,jump_mps=8.")
    FIELD_NAMES = Sentence("A field's name has {most} characters at most.")
    NO_SUCH_FACT = Sentence("{name!r} is not a known fact about turbines.")
    FACTS_ARE = Sentence("There are {names}.")
    ONE_HEIGHT = Sentence("Both wind speeds cannot be at {height:g} m: that gives no wind shear.")
    TWO_HEIGHTS = Sentence(
        "Give two different heights, or leave them empty if both are at the same height."
    )
    CUT_IN_ABOVE_CUT_OUT = Sentence(
        "A turbine does not start at {lower:g} m/s and stop at {upper:g} m/s."
    )
    SWAP_THEM = Sentence("The cut-in wind speed is the lower of the two.")

    # The file
    UNREADABLE = Sentence("{path} is damaged or cannot be read.")
    MOVE_AWAY = Sentence("Restore it from a backup, or move it away and enter the sites again.")
    NEWER_FILE = Sentence(
        "{path} has version {version}, and this Windproof knows {latest} at most."
    )
    START_NEWER_VERSION = Sentence("Start the newer version.")
    NOT_SAVED = Sentence("The sites cannot be saved in {folder}: {reason}.")
    STILL_VALID = Sentence("What was saved before still applies.")
