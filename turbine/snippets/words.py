"""What scripts say in their comments and on their axes."""

from turbine.words import Sentence


class Words:
    HEAD = Sentence(
        "The values of the page {page} with pandas, from the database. It needs: pip install "
        "{packages}"
    )
    PERIOD_NOTE = Sentence("UTC. The start is included, the end is not.")
    LOCKED = Sentence(
        "In the data directory. Only one program at a time can open it, and the running app is "
        "one: stop the app, or read a copy (python -m turbine backup copy.zip contains the "
        "file)."
    )
    TOKEN = Sentence(
        "The token is in the environment, not in this text. For InfluxDB 1 it is user:password."
    )
    LASTING = Sentence(
        "How long a row lasts from each of these times (UTC) on. The page finds this from the "
        "distances between rows."
    )
    MEASURED_ONLY = Sentence("Measured energy: a missing row adds nothing. Power is in kW.")
    BINS = Sentence("The method of bins: 0.5 m/s wide, centred on its multiples.")
    THIN = Sentence("Bins with fewer rows than that are thin: half an hour of rows, and three.")
    DENSITY = Sentence(
        "The wind speed that holds the same power at 1.225 kg/m³; density in kg/m³, of dry air."
    )
    ESTIMATED = Sentence(
        "An estimate, never part of what was measured: missing hours at their month's mean power."
    )
    TWO_PERIODS = Sentence(
        "Both periods of the page, A and B, side by side. The page also gives their difference."
    )
    MORE_CHARTS = Sentence("The page has further charts, which this script does not make.")
    NO_WORDS = Sentence("Fields that hold words are on the page alone.")
    CIRCULAR = Sentence("Directions are angles: their mean is that of unit vectors.")
    CALMS = Sentence("Calms have no direction, only a share of the time.")
    WEIGHT = Sentence("The length of a bar: share_hours, hours or energy_kwh.")
    UPPER_BOUND = Sentence(
        "The shortfall against the reference is an upper bound on the energy lost. The page "
        "also splits it by flag, and gives the availability."
    )
    RATIO = Sentence("A ratio of sums, not a mean of ratios.")
    ENERGY = Sentence("Energy (kWh)")
    TURBINE = Sentence("Turbine")
    WIND = Sentence("Wind speed (m/s)")
    POWER = Sentence("Power (kW)")
    STEADY = Sentence(
        "Rows within at least so many consecutive ones, without a gap, that differ by no more "
        "than this. Zeros are not flagged."
    )
    WITH_ENDS = Sentence("What is missing at the beginning and end of the period counts too.")
    SOME_RULES = Sentence(
        "Curtailment, icing and sensors that disagree are flagged only by the page."
    )
    RATED = Sentence("Rated power; 1 for each turbine if any of them is not known.")
    REFERENCE_TURBINE = Sentence("The turbine to compare with; empty: the median of all.")
    COMMON_ROWS = Sentence("Intervals in which all turbines have a row: only these are compared.")
    WINDOWS = Sentence("The first and the last window of each period, by their start.")
    SIXTEEN = Sentence("The centre of one of sixteen sectors; of several, the first from north.")
    RUNNING = Sentence(
        "Differences of a running sum at the edges of windows, in each of which it rises steadily "
        "from row to row. Nothing is known before the first row and after the last one."
    )
    RESTARTS = Sentence("A counter that falls below half began again at zero.")
    HELD = Sentence("Each value holds until the next one: in the unit of the values times hours.")
    TRAPEZOIDS = Sentence("Along straight lines between the values.")
    RECENT = Sentence("The last 30 days of each turbine, as far as it has rows. Power is in kW.")

    # Why there is no script
    ANGLES_FILLED = Sentence(
        "There is no Python script for angles filled along a line: they go the shorter way round."
    )
    NO_SUCH_FUNCTION = Sentence("There is no Python script for the column {field}.")
    NOT_FOLLOWED = Sentence("There is no Python script for what is chosen here.")
    BY_WIND = Sentence(
        "There is no Python script for the estimate by wind: choose the one by the month's mean,"
        " or none."
    )
    BY_SUN = Sentence(
        "There is no Python script for day and night: it would have to compute where the sun is."
    )
    WAKES = Sentence(
        "There is no Python script without the sectors in other turbines' wakes: include them."
    )
    SELECTED = Sentence("There is no Python script for selected rows: clear the selection.")
    LEFT_OUT = Sentence("There is no Python script while filters leave rows out: switch them off.")
    OWN_REFERENCE = Sentence(
        "There is no Python script, because the reference of {turbine} is a curve and not a field."
    )
    LACKS = Sentence("There is no Python script, because {turbine} has no field for {signal}.")
    UNEVEN = Sentence(
        "There is no Python script, because the length of {turbine}'s rows changes too often, or"
        " some have no known duration."
    )
    RANK = Sentence("There is no Python script for this ranking.")
    IRREGULAR = Sentence(
        "There is no Python script for this park: its rows differ in length, or do not begin at "
        "the same times."
    )
    TWO_PARKS = Sentence(
        "There is no Python script for a park in two periods: choose no period to compare with."
    )
    NO_REFERENCE = Sentence(
        "There is no Python script, because {turbine} has no rows to compare with."
    )
    NO_SCRIPT_OF_DAY = Sentence(
        "There is no Python script for this picture: choose the one over time."
    )
    ONLY_WORDS = Sentence("There is no Python script for fields that hold words.")
    SPREAD = Sentence(
        "There is no Python script, because some rows last longer than a window or have no known "
        "duration."
    )
    CLOCK = Sentence("There is no Python script for these windows across a change of the clock.")
    NO_PRODUCTION = Sentence(
        "There is no Python script for a report without production: include it."
    )
    ONLY_PRODUCTION = Sentence(
        "The report's production by month. The pages of its other parts have scripts of these."
    )
    NO_CARDS = Sentence("There is no Python script, because neither power nor wind speed is known.")
    NO_DATABASE = Sentence("There is no Python script while the database does not answer.")
    NOT_ALL = Sentence("Turbines of which neither power nor wind speed is known are not in it.")
