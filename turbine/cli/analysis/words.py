"""What ``analyse`` says."""

from turbine.words import Label, PluralLabel


class Words:
    # Help
    ANALYSE = Label("analyse a turbine: production, power curve, wind, losses, flags")
    ANALYSE_PRODUCTION = Label("energy and capacity factors by day, month or year")
    ANALYSE_POWER_CURVE = Label("measured power curve; two periods compared")
    ANALYSE_WIND = Label("rose, distribution, calendar, turbulence and shear of the wind")
    ANALYSE_LOSSES = Label("shortfall against the reference, and availability")
    ANALYSE_FLAGS = Label("rows that look wrong, with the rule that flags them")
    FIELD_HELP = Label("default: as noted with sites set, else {name}")
    DEFAULT = Label("default: %(default)s")
    START_HELP = Label("included; default: the first point")
    STOP_HELP = Label("not included; default: the end of the last row")
    ZONE_HELP = Label(
        "time zone of days, months, years and of times without an offset; default: %(default)s"
    )
    AGAINST_START_HELP = Label("start of a second period, B, to compare with; included")
    AGAINST_STOP_HELP = Label("end of a second period, B, to compare with; not included")
    CALM_HELP = Label("in m/s: rows below it are calms, without a direction; default: %(default)s")
    HEIGHTS_HELP = Label("heights in m of the two wind speeds, for the wind shear")
    NORMALISE_HELP = Label("normalise wind speeds to 1.225 kg/m³, by temperature and air pressure")
    WITHOUT_WAKES_HELP = Label(
        "leave out rows from the disturbed sectors of the site's other turbines"
    )
    TABLE_HELP = Label("the table to print, or to write with --csv; default: the first one")
    RULE_HELP = Label("change a rule's parameter; repeatable: {names}")
    CSV_HELP = Label("also write the table to this file")
    RATED_POWER_HELP = Label("in kW; default: as noted with sites set, else none")

    # Refusals, and notes
    NOTE = Label("note: {text}")
    PERIOD = Label("{first} to {last}")
    YES = Label("yes")
    NO = Label("no")
    NOT_A_CALM = Label("The calm limit must be a number from 0 to below {most:g} m/s.")
    CALM_EXAMPLE = Label("Write it in m/s: --calm 0.5")
    NOT_HEIGHTS = Label("The first height must be above 0 and below the second.")
    HEIGHTS_EXAMPLE = Label("Write them in m: --heights 40 80")
    HALF_A_PERIOD = Label("The second period needs both a start and a stop.")
    GIVE_BOTH = Label("Give both --against-start and --against-stop.")
    NOT_A_RULE = Label("--rule {text!r} is not a known parameter with a valid number.")
    RULES_ARE = Label("Write it as --rule cut_in_mps=3.5; the parameters are {names}.")
    NO_TABLE = Label("There is no table {name!r} for this series.")
    TABLES_ARE = Label("Its tables are {names}.")
    NOT_WRITTEN = Label("{file} cannot be written: {reason}")
    NO_CAPACITY_FACTOR = Label("Without --rated-power there are no capacity factors.")
    RULES_NEED_RATED = Label("Without --rated-power some rules cannot be checked.")
    NOTED_RATED = Label("The rated power is {rated_kw:,g} kW, as noted for the turbine.")
    PROPOSED_RATED = Label("The rows suggest a rated power of {rated_kw:,g} kW; is that right?")
    UNTIMED_ROWS = PluralLabel(
        "{count:,} row has no known duration, and is left out of everything that is weighted "
        "by time.",
        "{count:,} rows have no known duration, and are left out of everything that is "
        "weighted by time.",
    )
    NO_ESTIMATE = PluralLabel(
        "{count:,} entry has no estimate: one of its months has no rows.",
        "{count:,} entries have no estimate: one of their months has no rows.",
    )
    ESTIMATES_APART = Label(
        "Measured energy counts only the rows that exist. Estimates of what is missing are "
        "shown separately."
    )
    NORMALISED = Label(
        "Wind speeds are normalised from a mean air density of {density:.4g} to "
        "{reference:g} kg/m³."
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
        "There is no turbulence intensity: no field was named that holds the standard "
        "deviation within each row."
    )
    NO_DIRECTION = Label("There is no wind rose: the series has no wind direction.")
    UPPER_BOUND = Label(
        "The shortfall against the reference is an upper bound on the energy lost, not a "
        "proven loss."
    )
    OWN_REFERENCE = Label(
        "The reference is the period's own median power curve, because the series has no other."
    )
    NOTED_REFERENCE = Label("The reference is the power curve noted for the turbine.")
    AVAILABILITY_IS = Label(
        "Available means power above {idle:g} kW, in the time with wind from {cut_in:g} to "
        "below {cut_out:g} m/s. It is judged by power and wind alone, not by the turbine's "
        "state."
    )
    NOTHING_CHANGED = Label("A flag is a hint: it changes no value and leaves out no row.")
    MEASURED_ENERGY = Label("measured")
    KWH = Label("{energy:,.1f} kWh")
    DATA_RECOVERY = Label("data recovery")
    MONTH_MEAN_ESTIMATE = Label("estimate of the missing hours, by the month's mean")
    BY_WIND_ESTIMATE = Label("estimate of missing hours with wind speed, by the curve")
    CAPACITY_FACTOR = Label("capacity factor")
    CAPACITY_FACTORS = Label("{rows} present, {calendar} calendar, {scaled} scaled")
    FULL_LOAD = Label("full-load hours")
    AGAINST = Label("B against A")
    DIFFERENCE = Label(
        "{energy:+,.1f} kWh ± {uncertainty:,.1f} (at least) of {whole:,.1f} kWh, for the wind "
        "of both periods; {hours:,.1f} h compared, {left:,.1f} h left out"
    )
    MEAN_SPEED = Label("mean wind speed")
    SPEED = Label("{speed:.4g} m/s")
    DENSITY = Label("power density of the wind")
    POWER_DENSITY = Label("{power:,.1f} W/m² at {density:g} kg/m³")
    MEAN_DIRECTION = Label("mean direction")
    DIRECTION = Label(
        "{mean:.1f}°, R = {resultant:.3f}, circular deviation {std:.1f}°; most frequent {mode:g}°"
    )
    WEIBULL = Label("Weibull")
    LIKELIHOOD = Label("maximum likelihood")
    MOMENTS = Label("moments")
    FIT = Label(
        "{method}: k = {k:.4f}, A = {scale:.4f} m/s; largest difference of cumulative shares "
        "{ks:.4f}; {cube:.4f} of the energy in the measured wind"
    )
    SHEAR = Label("shear exponent")
    ALPHAS = Label("{of_means:.3f} from the mean speeds, {median:.3f} as the median of the rows")
    SHORTFALL = Label("shortfall (upper bound)")
    NET = Label("reference minus measured")
    RATIO = Label("measured / reference")
    TIME_BASED = Label("time-based availability")
    PRODUCTION_BASED = Label("production-based availability")
    BY_STATES = Label("availability by state")
    BY_STATES_IS = Label(
        "Availability by state: the hours in states noted as available, divided by the hours "
        "in states noted as available or unavailable. {hours:,.1f} h are in states for which "
        "nothing is noted."
    )
    FLAGGED = PluralLabel("{count:,} row. {rule}", "{count:,} rows. {rule}")
    NOT_CHECKED = Label("not checked. {reason}")

    # Columns of printed tables
    START_COLUMN = Label("start")
    PARTIAL_COLUMN = Label("partial")
    HOURS_COLUMN = Label("hours (h)")
    MEASURED_HOURS_COLUMN = Label("measured (h)")
    ROWS_COLUMN = Label("rows")
    UNDATED_COLUMN = Label("rows without duration")
    RECOVERY_COLUMN = Label("data recovery")
    MEASURED_KWH_COLUMN = Label("measured (kWh)")
    MONTH_MEAN_KWH_COLUMN = Label("estimate by month (kWh)")
    SCALED_KWH_COLUMN = Label("scaled (kWh)")
    BY_WIND_KWH_COLUMN = Label("estimate by wind (kWh)")
    BY_WIND_HOURS_COLUMN = Label("estimate by wind (h)")
    FULL_LOAD_HOURS_COLUMN = Label("full-load hours (h)")
    CF_ROWS_COLUMN = Label("CF present")
    CF_CALENDAR_COLUMN = Label("CF calendar")
    CF_SCALED_COLUMN = Label("CF scaled")
    BIN_COLUMN = Label("bin (m/s)")
    WIND_MPS_COLUMN = Label("wind speed (m/s)")
    MEAN_KW_COLUMN = Label("mean (kW)")
    MEDIAN_KW_COLUMN = Label("median (kW)")
    STD_KW_COLUMN = Label("std. deviation (kW)")
    UNCERTAINTY_KW_COLUMN = Label("std. uncertainty (kW)")
    THIN_COLUMN = Label("few rows")
    REFERENCE_KW_COLUMN = Label("reference (kW)")
    A_KW_COLUMN = Label("A (kW)")
    B_KW_COLUMN = Label("B (kW)")
    DIFFERENCE_KW_COLUMN = Label("B − A (kW)")
    DIFFERENCE_KWH_COLUMN = Label("B − A (kWh)")
    SECTOR_COLUMN = Label("sector")
    CENTRE_DEG_COLUMN = Label("centre (°)")
    FROM_MPS_COLUMN = Label("from (m/s)")
    TO_MPS_COLUMN = Label("to (m/s)")
    ENERGY_KWH_COLUMN = Label("energy (kWh)")
    SHARE_ROWS_COLUMN = Label("share of rows")
    SHARE_HOURS_COLUMN = Label("share of time")
    SHARE_ENERGY_COLUMN = Label("share of energy")
    SHARE_COLUMN = Label("share")
    WEIBULL_SHARE_COLUMN = Label("share by Weibull")
    MONTH_COLUMN = Label("month")
    HOUR_COLUMN = Label("hour")
    MEAN_MPS_COLUMN = Label("mean (m/s)")
    REACHED_MPS_COLUMN = Label("speed reached (m/s)")
    MEAN_TI_COLUMN = Label("mean TI")
    STD_TI_COLUMN = Label("std. deviation of TI")
    REPRESENTATIVE_TI_COLUMN = Label("TI + 1.28 σ")
    P90_TI_COLUMN = Label("90th percentile of TI")
    ALPHA_COLUMN = Label("shear exponent α")
    FLAG_COLUMN = Label("flag")
    SHORTFALL_KWH_COLUMN = Label("shortfall, at most (kWh)")
    CLASS_COLUMN = Label("IEC class {name}")
    NO_FLAG = Label("no flag")
