"""What a printed report says."""

from turbine.words import Label, PluralLabel, Sentence


class Words:
    # Its head
    TITLE_OF_ONE = Label("Report on {turbine}")
    TITLE_OF_SEVERAL = PluralLabel("Report on {count} turbine", "Report on {count} turbines")
    PERIOD = Label("Period")
    FROM_TO = Label("{start} to {stop}")
    PERIOD_MEANING = Label("The end is not included. Days and months are those of {zone}.")
    MOMENT = Label("{clock} UTC{offset}")
    MONTH_OF_YEAR = Label("{month} {year}")
    SITES = Label("Sites")
    TURBINES = Label("Turbines")
    DATABASE = Label("Database")
    MADE = Label("Created")
    MADE_WITH = Label("{moment}, with Windproof {version}")
    FILTERED = PluralLabel(
        "Rows with these flags are left out and count as missing: {flags} ({count:,} row).",
        "Rows with these flags are left out and count as missing: {flags} ({count:,} rows).",
    )
    RULES_CHANGED = PluralLabel(
        "Flags use {count} parameter that differs from what is noted for the turbines: {rules}.",
        "Flags use {count} parameters that differ from what is noted for the turbines: {rules}.",
    )
    PARTS_LEFT_OUT = Label("Left out of this report, as requested: {parts}.")
    NOT_SHOWN = Label("Not shown. {reason}")
    NO_VALUE = Label("–")
    OF_TURBINE = Label("{title}, {turbine}")

    # A turbine
    SITE = Label("Site")
    MEASUREMENT = Label("Measurement")
    RATED_POWER = Label("Rated power")
    NOT_KNOWN = Label("not known")
    ROWS_OF_PERIOD = Label("Rows in the period")
    ROWS_LEFT_OUT = Label("Rows left out by flags")
    SIGNALS = Label("Signals")
    FIELD = Label("{signal} ({field})")

    # Figures
    KWH = Label("{energy} kWh")
    AT_MOST_KWH = Label("at most {energy} kWh")
    KW = Label("{power} kW")
    PERCENT = Label("{share} %")
    HOURS = Label("{hours} h")
    SPEED = Label("{speed} m/s")
    MEASURED_ENERGY = Label("Measured energy")
    MEASURED_MEANING = Label(
        "Power times duration of the rows that exist; missing rows add nothing."
    )
    RECOVERY = Label("Data recovery")
    RECOVERY_MEANING = Label("{measured} of {hours} hours have power.")
    CF_ROWS = Label("Capacity factor, present")
    CF_ROWS_MEANING = Label("Measured energy divided by {rated} kW times the measured hours.")
    CF_CALENDAR = Label("Capacity factor, calendar")
    CF_CALENDAR_MEANING = Label(
        "Measured energy divided by {rated} kW times all hours: what is missing counts as zero."
    )
    CF_SCALED = Label("Capacity factor, scaled")
    CF_SCALED_MEANING = Label(
        "Measured energy plus the estimate by the month's mean, divided by {rated} kW times "
        "all hours."
    )
    FULL_LOAD = Label("Full-load hours")
    FULL_LOAD_MEANING = Label("Measured energy divided by {rated} kW.")
    NO_RATED = Label(
        "The rated power is not known: there are no capacity factors and no full-load hours, and "
        "some flags are not checked."
    )
    NO_RATED_PROPOSED = Label(
        "The rated power is not known: there are no capacity factors and no full-load hours, "
        "and some flags are not checked. The rows suggest {rated} kW, which is not used unless "
        "it is noted."
    )
    TIME_BASED = Label("Time-based availability")
    TIME_BASED_MEANING = Label(
        "Share of the hours with wind from {cut_in:g} to below {cut_out:g} m/s in which power "
        "is above {idle:g} kW."
    )
    PRODUCTION_BASED = Label("Production-based availability")
    PRODUCTION_BASED_MEANING = Label(
        "Measured energy divided by reference energy in the same hours."
    )
    SHORTFALL = Label("Shortfall")
    SHORTFALL_MEANING = Label("An upper bound on the energy lost, not a proven loss.")
    MEAN_SPEED = Label("Mean wind speed")
    MEAN_SPEED_MEANING = Label("Weighted by the duration of each row.")

    # Together
    TOGETHER = Label("All turbines together")
    KEY_FIGURES = Label("Key figures")
    TURBINE = Label("Turbine")
    ALL = Label("All")
    NOT_IN_SUM = Label("Not in the sums, as they have no power in this period: {turbines}.")
    PRODUCTION_OF_ALL = Label("Production by month, all turbines")
    CURVES_OF_ALL = Label("Power curves of all turbines")
    TOO_MANY_CURVES = Label(
        "More than {most} curves cannot be told apart in one chart: each turbine's own follows."
    )
    COVERAGE_OF_ALL = Label("Data coverage of everything stored")

    # Production
    PRODUCTION_BY_MONTH = Label("Production by month")
    PRODUCTION_CAPTION = Label(
        "{title}. An asterisk marks a month that the period covers only in part."
    )
    MEASURED = Label("Measured")
    ESTIMATE_ON_TOP = Label("Estimate of missing hours, by the month's mean")
    ENERGY_KWH = Label("Energy (kWh)")
    MONTH = Label("Month")
    PARTIAL = Label("{month} *")
    PARTIAL_NOTE = Label(
        "* The period covers only part of this month; its values are for that part."
    )
    WHOLE_PERIOD = Label("Whole period")
    MEASURED_KWH = Label("Measured (kWh)")
    RECOVERY_PERCENT = Label("Data recovery (%)")
    ESTIMATE_KWH = Label("Estimate of missing hours (kWh)")
    CF_ROWS_PERCENT = Label("CF present (%)")
    CF_CALENDAR_PERCENT = Label("CF calendar (%)")
    CF_SCALED_PERCENT = Label("CF scaled (%)")
    FULL_LOAD_HOURS = Label("Full-load hours (h)")

    # Power curve
    POWER_CURVE = Label("Power curve")
    CURVE_CAPTION = Label("{title}. Below it, the number of rows in each bin.")
    CURVES_CAPTION = Label("{title}: the mean of each bin with enough rows.")
    POWER_KW = Label("Power (kW)")
    WIND_SPEED = Label("Wind speed (m/s)")
    DEVIATION = Label("± standard deviation")
    BIN_MEAN = Label("Mean of the bin")
    THIN_BINS = Label("Few rows")
    REFERENCE = Label("Reference")
    ROWS = Label("Rows")
    BIN = Label("Bin (m/s)")
    THIN_BIN = Label("{bin} (few rows)")
    MEAN_SPEED_MPS = Label("Mean wind speed (m/s)")
    MEAN_KW = Label("Mean (kW)")
    MEDIAN_KW = Label("Median (kW)")
    STD_KW = Label("Standard deviation (kW)")
    UNCERTAINTY_KW = Label("Standard uncertainty (kW)")
    REFERENCE_KW = Label("Reference (kW)")
    AS_MEASURED = Label(
        "Wind speeds are as measured, not normalised to one air density; no sector is left out."
    )
    NO_REFERENCE = Label("The series has no reference power, so the curve is shown on its own.")

    # Wind
    WIND = Label("Wind")
    ROSE = Label("Wind rose")
    ROSE_CAPTION = Label("{title}: share of the time, by the direction the wind comes from.")
    DISTRIBUTION = Label("Distribution of wind speed")
    HISTOGRAM_CAPTION = Label("{title}, in bins of 1 m/s.")
    TIME_SHARE = Label("Share of the time (%)")
    WEIBULL = Label("Weibull, maximum likelihood")
    CALM = Label("calm\n{percent} %")
    SPEED_CLASS = Label("{low:g} to {high:g} m/s")
    FROM_SPEED = Label("from {low:g} m/s")
    NORTH = Label("N")
    NORTH_EAST = Label("NE")
    EAST = Label("E")
    SOUTH_EAST = Label("SE")
    SOUTH = Label("S")
    SOUTH_WEST = Label("SW")
    WEST = Label("W")
    NORTH_WEST = Label("NW")
    ROWS_WITH_WIND = Label("Rows with wind speed")
    POWER_OF_WIND = Label("Wind power density")
    POWER_DENSITY = Label("{power} W/m² at {density} kg/m³")
    MEAN_DIRECTION = Label("Mean direction")
    DIRECTION = Label("{mean}°, R = {resultant}")
    DIRECTION_MEANING = Label(
        "The mean of unit vectors. R is 1 if the wind always comes from there, near 0 if it "
        "comes from everywhere."
    )
    CALMS = Label("Calms, below {limit} m/s")
    CALMS_MEANING = Label("{rows} rows, in the centre of the rose.")
    FIT = Label("k = {k}, A = {scale} m/s")
    FIT_MEANING = Label(
        "Fitted to rows above 0 m/s ({zeros} are at 0). Largest difference of cumulative "
        "shares: {ks}. The fit has {cube} % of the energy in the measured wind."
    )
    NO_ROSE = Label("There is no wind rose: no field is the wind direction.")

    # Losses, availability, flags
    LOSSES_AND_FLAGS = Label("Availability, shortfall and flags")
    UPPER_BOUND = Label(
        "The shortfall against the reference is an upper bound on the energy lost, not a "
        "proven loss."
    )
    OWN_REFERENCE = Label(
        "The reference is the period's own median power curve, because the series has no other."
    )
    NOTED_REFERENCE = Label("The reference is the power curve noted for the turbine.")
    FIELD_REFERENCE = Label("The reference is the theoretical power that is stored with the rows.")
    AGAINST_REFERENCE = Label(
        "Measured: {measured} kWh of {reference} kWh, or {ratio} %; the difference is {net} kWh."
    )
    SHORTFALL_BY_FLAG = Label("Shortfall by flag")
    FLAG = Label("Flag")
    FLAGS = Label("Flags")
    NO_FLAG = Label("no flag")
    ALL_SHORTFALLS = Label("All")
    HOURS_H = Label("Hours (h)")
    SHORTFALL_KWH = Label("Shortfall, at most (kWh)")
    SHARE_PERCENT = Label("Share (%)")
    TIME_BASED_PERCENT = Label("Available, time (%)")
    PRODUCTION_BASED_PERCENT = Label("Available, production (%)")
    RULE = Label("Rule")
    NOT_CHECKED = Label("not checked")
    NOTHING_CHANGED = Label(
        "A flag is a hint: it changes no value. A row may have several; its shortfall counts once, "
        "with the first."
    )

    # Coverage
    COVERAGE = Label("Data coverage")
    COVERAGE_CAPTION = Label(
        "{title}. The higher the box, the more of the expected rows are there."
    )
    COMPLETE = Label("Complete")
    MOST = Label("90 % or more")
    SOME = Label("50 to 90 %")
    LITTLE = Label("Less than 50 %")
    COVERAGE_BY_DAY = Label("Each day of the period. No box means no rows.")
    COVERAGE_BY_WEEK = Label("Each week of the period. No box means no rows.")
    GAPS_ARE = PluralLabel(
        "{count:,} gap of {hours} hours in total, judged by the rows with {field}. What is "
        "missing at the beginning and end of the period counts.",
        "{count:,} gaps of {hours} hours in total, judged by the rows with {field}. What is "
        "missing at the beginning and end of the period counts.",
    )
    ROWS_WITHOUT_STEP = PluralLabel(
        "{count:,} row has no known time step, so what is missing after it is not known.",
        "{count:,} rows have no known time step, so what is missing after them is not known.",
    )
    LONGEST_GAPS = Label("Longest gaps")
    MISSING_ROWS = Label("Missing rows")
    FROM = Label("From")
    TO = Label("To")

    # Verification
    VERIFICATION = Label("Verification")
    VERDICT = Label("Verdict")
    PASS = PluralLabel(
        "PASS: {rows:,} rows of {count} file are in the database, each value as in the file.",
        "PASS: {rows:,} rows of {count} files are in the database, each value as in its file.",
    )
    PASS_WITHIN = PluralLabel(
        "PASS: {rows:,} rows of {count} file are in the database, each value within {tolerance:g}.",
        "PASS: {rows:,} rows of {count} files are in the database, each value within "
        "{tolerance:g}.",
    )
    FAIL = PluralLabel(
        "FAIL: {failed} of {count} file is not in the database as it was read.",
        "FAIL: {failed} of {count} files are not in the database as they were read.",
    )
    NOT_ALL_COMPARED = PluralLabel(
        "No verdict: {compared} of {count} file was compared with the database as it is now.",
        "No verdict: {compared} of {count} files were compared with the database as it is now.",
    )
    NOTHING_INGESTED = Label("No verdict: no recorded ingest covers this period.")
    VERDICT_MEANING = Label(
        "A verdict is about a whole file: every row and every value in it, compared with what "
        "the database held at that moment. It does not cover what has changed since."
    )
    WHAT_BECAME_OF_ROWS = Label("What happened to the rows of each file")
    COMPARISON = Label("Each file against the database")
    FILE = Label("File")
    STORED = Label("Stored")
    REJECTED = Label("Rejected")
    DUPLICATE = Label("Duplicate")
    WITHOUT_VALUES = Label("Without values")
    WAITING = Label("Not sent")
    UNREADABLE_CELLS = Label("Unreadable cells")
    INGESTED = Label("Ingested (UTC)")
    EXPECTED = Label("Expected")
    MISSING = Label("Missing")
    UNEXPECTED = Label("Not in the file")
    DIFFERING = Label("Different")
    COMPARED_AT = Label("Compared (UTC)")
    PASSED = Label("PASS")
    FAILED = Label("FAIL")
    NOT_COMPARED = Label("not compared")
    BEFORE_CHANGES = Label("{verdict}, before later changes")
    NO_INGEST = Label(
        "{turbine}: no ingest of these rows is recorded here, so nothing can prove them."
    )
    OF_NO_INGEST = PluralLabel(
        "{turbine}: {count:,} row of the period is outside the time of every recorded ingest, "
        "so no verdict covers it.",
        "{turbine}: {count:,} rows of the period are outside the time of every recorded "
        "ingest, so no verdict covers them.",
    )

    # Definitions
    DEFINITIONS = Label("Definitions")
    ENERGY_IS = Label(
        "Measured energy is Σ P·Δt of the rows that exist, where Δt is how long a row lasts, "
        "judged by the step of its neighbours. A missing row adds nothing; negative power is "
        "consumption and counts as such. A row belongs to the month in which it begins. Data "
        "recovery is measured hours divided by calendar hours. Estimates of missing hours are "
        "shown separately and are never part of what was measured."
    )
    CAPACITY_FACTORS_ARE = Label(
        "Capacity factors (CF) divide measured energy by the rated power times the measured "
        "hours (present) or times all hours (calendar: what is missing counts as zero), or "
        "divide measured energy plus the estimate by the month's mean by the rated power times "
        "all hours (scaled). Full-load hours are measured energy divided by rated power."
    )
    CURVE_IS = Label(
        "Power curves follow the method of bins: 0.5 m/s, centred on multiples of it, as in "
        "IEC 61400-12-1:2017, but they are not a power performance test to that standard. The "
        "standard uncertainty is σ/√n; consecutive rows are not independent, so it is a lower "
        "bound. A bin with less than half an hour of rows (at least three) is marked. The "
        "reference is averaged over the same rows."
    )
    WIND_IS = Label(
        "Sectors of the rose are centred on north. Rows below 0.5 m/s are calms, whatever the "
        "vane says. Shares are of all the time in the rose, including calms. The mean "
        "direction is that of the mean unit vector, never the mean of degrees."
    )
    AVAILABILITY_IS = Label(
        "Availability is an operational estimate from wind and power alone, without the turbine's "
        "state: neither technical nor contractual availability. Ratios are ratios of sums."
    )
    FLAGS_ARE = Label(
        "Flags mark rows that look wrong, each by the rule beside it, from SCADA signals "
        "alone. They take no account of alarms or of the grid operator's orders."
    )
    COVERAGE_IS = Label(
        "Coverage is rows found divided by rows expected, by the rows' own step, of everything "
        "stored. Rows that the report leaves out by flags are not missing there."
    )
    CUT_DAYS = Label("A day or week that the period cuts is compared with a whole one.")
    SUMS_ARE = Label(
        "Values of several turbines are sums, and ratios of sums. The hours of a turbine whose "
        "rows are missing count as missing."
    )

    # PDF
    NO_PANGO = Sentence("There is no PDF here: the library Pango is not installed ({reason}).")
    INSTALL_PANGO = Sentence(
        "Install it; on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
        "libharfbuzz-subset0. Until then, print the HTML from a browser."
    )
