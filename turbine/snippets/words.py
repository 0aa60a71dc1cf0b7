"""What scripts say in their comments and on their axes."""

from turbine.words import Plural, Sentence


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
        "A row lasts for the usual interval between rows, and not beyond the next one."
    )
    OTHER_STEPS = Sentence(
        "The page found rows of different lengths, so its hours and energies differ slightly "
        "from those of this script."
    )
    OTHER_RUNS = Sentence(
        "The page found rows of different lengths, so its gaps, flatlines and jumps differ "
        "slightly from those of this script."
    )
    ALL_ROWS = Plural(
        "The page leaves out {count:,} row (filters, a selection). This script has it too.",
        "The page leaves out {count:,} rows (filters, a selection). This script has them too.",
    )
    MEASURED_ONLY = Sentence("Measured energy: a missing row adds nothing. Power is in kW.")
    BINS = Sentence("The method of bins: 0.5 m/s wide, centred on its multiples.")
    NORMALISED = Sentence(
        "The page normalises wind speeds by the density of the air. This script does not."
    )
    ONE_PERIOD = Sentence(
        "The page compares this period with another one. For that one, set START and STOP."
    )
    CIRCULAR = Sentence("Directions are angles: their mean is that of unit vectors.")
    CALMS = Sentence("Calms have no direction, only a share of the time.")
    UPPER_BOUND = Sentence(
        "The shortfall against the reference is an upper bound on the energy lost. The page "
        "also splits it by flag."
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
