"""What computations on wind data say: names, and rules in words."""

from turbine.words import Plural, Sentence


class Words:
    # Parameters of quality flags
    CUT_IN = Sentence("Cut-in wind speed")
    CUT_OUT = Sentence("Cut-out wind speed")
    IDLE = Sentence("Stopped at or below")
    FLAT_ROWS = Sentence("Rows that do not change, at least")
    FLAT_WITHIN = Sentence("Variation, at most")
    LEAST_ROWS = Sentence("Consecutive rows, at least")
    WITHIN_OF_RATED = Sentence("Variation, at most, as a share of the rated power")
    BELOW_OF_RATED = Sentence("Below the reference by more than this share of the rated power")
    COLD = Sentence("Temperature, at most")
    SHARE_OF_REFERENCE = Sentence("Power below this share of the reference")
    ABOVE = Sentence("Above the rated power by more than")
    CHANGE = Sentence("Changes by more than")
    APART = Sentence("Differ by more than")
    APART_SHARE = Sentence("And by more than this share of the larger one")

    # Quality flags
    OUT_OF_RANGE = Sentence("out of range")
    OUT_OF_RANGE_RULE = Sentence("Outside the plausible limits: {limits}.")
    LIMITS = Sentence("{signal} from {lower:g} to {upper:g} {unit}")
    LOWER_LIMIT = Sentence("{signal} at least {lower:g} {unit}")
    UPPER_LIMIT = Sentence("{signal} at most {upper:g} {unit}")
    FLATLINE = Sentence("flatline")
    FLATLINE_RULE = Plural(
        "{signals}: at least {count} row without a gap that varies by {within:g} or less; "
        "zeros are exempt.",
        "{signals}: at least {count} rows without a gap that vary by {within:g} or less; zeros "
        "are exempt.",
    )
    VANE_FLATLINE = Sentence("direction flatline")
    STOPPED = Sentence("stopped in wind")
    STOPPED_RULE = Sentence(
        "Power at or below {idle_kw:g} kW at a wind speed from {cut_in:g} to below {cut_out:g} m/s."
    )
    ABOVE_RATED = Sentence("above rated")
    ABOVE_RATED_RULE = Sentence(
        "Power more than {percent:g} % above the rated power of {rated_kw:,g} kW."
    )
    CURTAILED = Sentence("curtailed-looking")
    CURTAILED_RULE = Plural(
        "At least {count} running row without a gap whose power stays within {within:g} % of the "
        "rated power of {rated_kw:,g} kW, and more than {below:g} % of it below the reference.",
        "At least {count} running rows without a gap whose power stays within {within:g} % of the "
        "rated power of {rated_kw:,g} kW, and more than {below:g} % of it below the reference.",
    )
    JUMPS = Sentence("jump")
    JUMPS_RULE = Sentence(
        "Wind speed differs by more than {jump_mps:g} m/s from the row before, without a gap."
    )
    ICING = Sentence("icing-looking")
    ICING_RULE = Plural(
        "At least {count} running row without a gap at {icing_c:g} °C or below whose power is "
        "below {share:g} % of the reference, at {cut_in:g} m/s or more.",
        "At least {count} running rows without a gap at {icing_c:g} °C or below whose power is "
        "below {share:g} % of the reference, at {cut_in:g} m/s or more.",
    )
    SPEEDS_DISAGREE = Sentence("anemometers disagree")
    SPEEDS_DISAGREE_RULE = Sentence(
        "Two wind speeds differ by more than {speed_mps:g} m/s and by more than {percent:g} %."
    )
    DIRECTIONS_DISAGREE = Sentence("directions disagree")
    DIRECTIONS_DISAGREE_RULE = Sentence(
        "Two directions differ by more than {angle_deg:g}° at {cut_in:g} m/s or more."
    )
    NEEDS = Sentence("Needs {what}.")
    RATED_POWER = Sentence("the rated power")
    REFERENCE = Sentence("a reference power")
    POWER = Sentence("power")
    SPEED = Sentence("wind speed")
    TEMPERATURE = Sentence("outside temperature")
    DIRECTION = Sentence("wind direction")
    SECOND_SPEED = Sentence("a second wind speed")
    SECOND_DIRECTION = Sentence("two directions")
    ANY_LIMIT = Sentence("a signal with limits")
