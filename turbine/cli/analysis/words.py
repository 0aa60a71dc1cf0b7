"""What ``analyse`` says."""

from turbine.words import Label, PluralLabel


class Words:
    # Help
    ANALYSE = Label("look at a turbine as people in wind do")
    ANALYSE_PRODUCTION = Label("energy and capacity factors by day, month or year")
    ANALYSE_POWER_CURVE = Label("measured power curve; two periods compared")
    ANALYSE_WIND = Label("rose, distribution, calendar, turbulence and shear of the wind")
    ANALYSE_LOSSES = Label("energy short of the reference, and availability")
    ANALYSE_FLAGS = Label("rows that look wrong, each with the rule")
    FIELD_HELP = Label("default: as noted with sites set, else {name}")
    DEFAULT = Label("default: %(default)s")
    START_HELP = Label("included; default: the first point")
    STOP_HELP = Label("not included; default: the end of the last row")
    ZONE_HELP = Label(
        "time zone of days, months, years and of times without an offset; default: %(default)s"
    )
    AGAINST_START_HELP = Label("of a second period, B, to compare with; included")
    AGAINST_STOP_HELP = Label("of a second period, B, to compare with; not included")
    CALM_HELP = Label("in m/s: below it a row is a calm, without direction; default: %(default)s")
    HEIGHTS_HELP = Label("in m, of the wind speed and of the second wind speed, for the shear")
    NORMALISE_HELP = Label("wind speeds normalised to 1.225 kg/m³, by temperature and air pressure")
    WITHOUT_WAKES_HELP = Label(
        "leave out rows from the disturbed sectors of the site's other turbines"
    )
    TABLE_HELP = Label("the table to print, or to write with --csv; default: the first there is")
    RULE_HELP = Label("change a rule's parameter; repeatable: {names}")
    CSV_HELP = Label("write the table to this file too")
    RATED_POWER_HELP = Label("in kW; default: as noted with sites set, else none")

    # Refusals, and notes
    NOTE = Label("note: {text}")
    PERIOD = Label("{first} to {last}")
    YES = Label("yes")
    NO = Label("no")
    NOT_A_CALM = Label("The limit of calms is a number from 0 to below {most:g} m/s.")
    CALM_EXAMPLE = Label("Write it in m/s: --calm 0.5")
    NOT_HEIGHTS = Label("The first height is above 0 and below the second one.")
    HEIGHTS_EXAMPLE = Label("Write them in m: --heights 40 80")
    HALF_A_PERIOD = Label("The second period has a start and a stop.")
    GIVE_BOTH = Label("Give both --against-start and --against-stop.")
    NOT_A_RULE = Label("--rule {text!r} names no parameter with a number that fits.")
    RULES_ARE = Label("Write it as --rule cut_in_mps=3.5; the parameters are {names}.")
    NO_TABLE = Label("There is no table {name!r} of this series.")
    TABLES_ARE = Label("Its tables are {names}.")
    NOT_WRITTEN = Label("{file} cannot be written: {reason}")
    NO_CAPACITY_FACTOR = Label("Without --rated-power there are no capacity factors.")
    RULES_NEED_RATED = Label("Without --rated-power some rules cannot be checked.")
    NOTED_RATED = Label("The rated power is {rated_kw:,g} kW, as noted of the turbine.")
    PROPOSED_RATED = Label("The rows suggest a rated power of {rated_kw:,g} kW; is that right?")
    UNDATED_ROWS = PluralLabel(
        "{count:,} row tells no duration: it has no energy, and nobody knows what is missing.",
        "{count:,} rows tell no duration: they have no energy, and nobody knows what is missing.",
    )
    UNTIMED_ROWS = PluralLabel(
        "{count:,} row tells no duration, and is in no figure that weighs by time.",
        "{count:,} rows tell no duration, and are in no figure that weighs by time.",
    )
    NO_ESTIMATE = PluralLabel(
        "{count:,} entry has no estimate: a month in it has no row at all.",
        "{count:,} entries have no estimate: a month in them has no row at all.",
    )
    ESTIMATES_APART = Label(
        "Measured energy is that of the rows that exist. Estimates of what is missing stand apart."
    )
    NO_PERFORMANCE_TEST = Label(
        "A curve by the method of bins, from the turbine's own signals: no power performance test."
    )
    NORMALISED = Label(
        "Wind speeds are normalised from a mean air density of {density:.4g} to "
        "{reference:g} kg/m³."
    )
    ROWS_LEFT_OUT = PluralLabel(
        "{count:,} row lacks a value that is needed, and is left out.",
        "{count:,} rows lack a value that is needed, and are left out.",
    )
    WAKES_OUT = PluralLabel(
        "{count:,} row from the disturbed sectors of other turbines is left out.",
        "{count:,} rows from the disturbed sectors of other turbines are left out.",
    )
    UNDIRECTED = PluralLabel(
        "{count:,} row without a wind direction is left out too.",
        "{count:,} rows without a wind direction are left out too.",
    )
    WAKE = Label("wake of {turbine}")
    WAKE_SECTOR = Label(
        "{start:.1f}° to {stop:.1f}°, {distance_m:,.0f} m or {distance_d:.1f} rotor diameters away"
    )
    NO_TURBULENCE = Label(
        "There is no turbulence intensity: no field with the deviation within each row is named."
    )
    NO_DIRECTION = Label("There is no rose: the series has no wind direction.")
    UPPER_BOUND = Label(
        "What is short of the reference is an upper bound of what was lost, not a loss that is "
        "proven."
    )
    OWN_REFERENCE = Label(
        "The reference is the period's own median power curve: the series has no other one."
    )
    NOTED_REFERENCE = Label("The reference is the power curve that is noted of the turbine.")
    AVAILABILITY_IS = Label(
        "Available means: power above {idle:g} kW, of the time with {cut_in:g} to below "
        "{cut_out:g} m/s; from power and wind alone, without the turbine's state."
    )
    NOTHING_CHANGED = Label("A flag is a hint: it changes no value, and leaves no row out.")
    MEASURED_ENERGY = Label("measured")
    KWH = Label("{energy:,.1f} kWh")
    DATA_RECOVERY = Label("data recovery")
    MONTH_MEAN_ESTIMATE = Label("estimate of the missing hours, by the month's mean")
    BY_WIND_ESTIMATE = Label("estimate of missing hours with wind speed, by the curve")
    CAPACITY_FACTOR = Label("capacity factor")
    CAPACITY_FACTORS = Label(
        "{rows} of the rows there are, {calendar} of the calendar, {scaled} scaled"
    )
    FULL_LOAD = Label("full-load hours")
    AGAINST = Label("B against A")
    DIFFERENCE = Label(
        "{energy:+,.1f} kWh ± {uncertainty:,.1f} (at least) of {whole:,.1f} kWh, on the wind of "
        "both; {hours:,.1f} h compared, {left:,.1f} h left out"
    )
    MEAN_SPEED = Label("mean wind speed")
    SPEED = Label("{speed:.4g} m/s")
    DENSITY = Label("power density of the wind")
    POWER_DENSITY = Label("{power:,.1f} W/m² at {density:g} kg/m³")
    MEAN_DIRECTION = Label("mean direction")
    DIRECTION = Label(
        "{mean:.1f}°, R = {resultant:.3f}, circular deviation {std:.1f}°; most often {mode:g}°"
    )
    WEIBULL = Label("Weibull")
    LIKELIHOOD = Label("maximum likelihood")
    MOMENTS = Label("moments")
    FIT = Label(
        "{method}: k = {k:.4f}, A = {scale:.4f} m/s; largest difference {ks:.4f}, "
        "{cube:.4f} of the rows' energy in the wind"
    )
    SHEAR = Label("shear exponent")
    ALPHAS = Label("{of_means:.3f} of the means, {median:.3f} median")
    SHORTFALL = Label("short of the reference (upper bound)")
    NET = Label("reference minus measured")
    RATIO = Label("measured of the reference")
    TIME_BASED = Label("availability by time")
    PRODUCTION_BASED = Label("availability by production")
    BY_STATES = Label("availability by states")
    BY_STATES_IS = Label(
        "By states: hours in those noted as available, over those in states noted as available or "
        "not; {hours:,.1f} h are in states of which nothing is noted."
    )
    FLAGGED = PluralLabel("{count:,} row. {rule}", "{count:,} rows. {rule}")
    NOT_CHECKED = Label("not checked. {reason}")
