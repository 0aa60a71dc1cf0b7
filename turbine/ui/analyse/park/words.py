"""What the park page says."""

from turbine.words import Label, PluralLabel


class Words:
    PARK = Label("Park")
    WHICH_PARK = Label("Park")
    SITE = PluralLabel("{site} ({count} turbine)", "{site} ({count} turbines)")
    SITE_AND_MEASUREMENT = PluralLabel(
        "{site}, {measurement} ({count} turbine)", "{site}, {measurement} ({count} turbines)"
    )
    NO_SUCH_PARK = Label("There are no turbines of {park}.")
    NO_SUCH_TURBINE = Label("There is no turbine {turbine} in this park.")
    LEAVE_OUT = Label("Turbines to leave out")
    LEAVE_OUT_HELP = Label(
        "They are left out of everything on this page: the sum, the median and the rows common "
        "to all."
    )
    ALL_TAKE_PART = Label("All take part")
    FILTERS = Label("Rows to leave out")
    FILTERS_HELP = Label(
        "Rows with these flags count as missing everywhere. Their rules are those of the page "
        "Flags, with what is noted for each turbine."
    )
    EVERY_ROW_COUNTS = Label("Every row counts")
    LEFT_OUT = PluralLabel(
        "{count:,} row is left out by the filters.", "{count:,} rows are left out by the filters."
    )
    NOT_CHECKED = Label("{flag} could not be checked for {turbines}: a signal is missing.")
    NONE_LEFT = Label("Every turbine is left out. Let at least one take part.")

    # Options
    REFERENCE = Label("Reference")
    PARK_MEDIAN = Label("Median of the park")
    REFERENCE_HELP = Label(
        "What each turbine is compared with whenever both have rows: one turbine, or the "
        "median of those that have rows at that time."
    )
    RANK = Label("Rank by")
    ROWS = Label("Rows")
    COMMON_ROWS = Label("Common to all")
    OWN_ROWS = Label("All of each turbine")
    ROWS_HELP = Label(
        "Turbines with different gaps can be compared only over the intervals that all of them "
        "have."
    )
    BY = Label("By")
    BY_DAY = Label("Day")
    BY_MONTH = Label("Month")
    BY_YEAR = Label("Year")
    SHOW = Label("Show")
    CURVES_APART = Label("Power curves, one per turbine")
    CURVES_TOGETHER = Label("Power curves on one axis")
    DAILY_ENERGY = Label("Daily energy, one per turbine")
    SIGNAL = Label("Signal")
    POWER = Label("Power")
    WIND_SPEED = Label("Wind speed")

    # Figures of a turbine
    TURBINE = Label("Turbine")
    RATED_KW = Label("Rated power (kW)")
    ROW_COUNT = Label("Rows")
    HOURS = Label("Hours measured (h)")
    SCALED_OF_TURBINE = Label("Scaled energy, by month's mean (kWh)")
    RECOVERY = Label("Data recovery (%)")
    MEASURED_KWH = Label("Measured energy (kWh)")
    FULL_LOAD_HOURS = Label("Full-load hours (h)")
    CF_ROWS = Label("Capacity factor, present (%)")
    CF_CALENDAR = Label("Capacity factor, calendar (%)")
    CF_SCALED = Label("Capacity factor, scaled (%)")
    TIME_BASED = Label("Time-based availability (%)")
    PRODUCTION_BASED = Label("Production-based availability (%)")
    MEAN_MPS = Label("Mean wind speed (m/s)")
    RATIO = Label("Energy / reference (%)")
    DIFFERENCE_KWH = Label("Measured − reference (kWh)")
    REFERENCE_KWH = Label("Energy of the reference (kWh)")
    INTERVALS = Label("Rows in common with the reference")
    COMMON_HOURS = Label("Hours, common rows (h)")
    COMMON_KWH = Label("Energy, common rows (kWh)")
    COMMON_FULL_LOAD = Label("Full-load hours, common rows (h)")
    COMMON_CF = Label("Capacity factor, common rows (%)")
    COMMON_TIME_BASED = Label("Time-based availability, common rows (%)")
    COMMON_PRODUCTION_BASED = Label("Production-based availability, common rows (%)")
    COMMON_MPS = Label("Mean wind speed, common rows (m/s)")
    COMMON_RATIO = Label("Energy / reference, common rows (%)")
    ALONE = Label("Rows that only it lacks")
    OF_A = Label("{title}, A")
    OF_B = Label("{title}, B")
    DIFFERENCE_OF = Label("{title}, B − A")
    POINTS_OF = Label("{title}, B − A in percentage points")

    # Cards
    SUM_KWH = Label("Measured energy of the park (kWh)")
    SUM_HELP = Label("The sum over {turbines} turbines of the rows that exist.")
    SCALED_KWH = Label("Estimate for all turbines (kWh)")
    SCALED_HELP = Label(
        "As if the turbines without rows had run like the others at that time. For the "
        "{hours:,.1f} h in which any turbine has rows, out of {calendar:,.1f} h."
    )
    RECOVERY_HELP = Label("{measured:,.1f} of {hours:,.1f} turbine hours have power.")
    WITH_ROWS = Label("Turbines with rows")
    WITH_ROWS_HELP = Label("Of {turbines} turbines whose power is known.")
    CF_HELP = Label(
        "Measured energy over the rated power of all {turbines} turbines, {rated_kw:,g} kW "
        "together, times the hours that each was measured."
    )

    # What the figures rest on
    COMMON = Label(
        "{common:,} of {every:,} intervals of {minutes:g} min are common to all {turbines} "
        "turbines with rows ({percent:.1f} %); for wind speed, {wind:,}."
    )
    COMMON_SELECTED = Label(
        "{common:,} of {every:,} intervals of {minutes:g} min are selected for all {turbines} "
        "turbines with selected rows ({percent:.1f} %); for wind speed, {wind:,}."
    )
    COMMON_OF_PERIOD = Label(
        "{period}: {common:,} of {every:,} intervals of {minutes:g} min are common to all "
        "{turbines} turbines ({percent:.1f} %); for wind speed, {wind:,}."
    )
    MOSTLY_LACKS = PluralLabel(
        "{turbine} alone keeps {count:,} interval from being common.",
        "{turbine} alone keeps {count:,} intervals from being common.",
    )
    NOTHING_COMMON = Label(
        "No interval is common to all turbines with rows. Leave one out, or rank by all rows "
        "of each turbine."
    )
    DIFFERENT_STEPS = Label(
        "Rows last {shortest:g} to {longest:g} min: turbines are compared over intervals of "
        "{longest:g} min that their rows fill."
    )
    SHIFTED = Label(
        "Rows of {turbines} begin at different times from those of the others: each counts in "
        "the interval that contains its middle."
    )
    NO_POWER = Label(
        "The power field of {turbines} is not known, so they are left out here. It can be set "
        "on the page Sites."
    )
    NOT_READ = Label("{turbine} is left out here: {reason}")
    WITHOUT_ROWS = Label("{turbines}: no rows with power in this period.")
    NONE_SELECTED = Label("{turbines}: no row with power is selected.")
    NO_DIRECTION_TO_SELECT = Label(
        "{turbines}: no wind direction, so no row is in a selected sector."
    )
    NO_WIND_TO_SELECT = Label(
        "{turbines}: no wind speed, so no row is in a selected box or range of wind speeds."
    )
    NOTHING_SELECTED = Label(
        "No row with power is selected in this period. Clear a part of the selection, or choose "
        "another period."
    )
    NO_WIND = Label("{turbines}: no wind speed, so no power curve and no availability.")
    SIZES_DIFFER = Label(
        "Turbines differ in rated power ({low:,g} to {high:,g} kW): the reference is scaled to "
        "each by its rated power. A ranking by energy favours the large ones; full-load hours "
        "do not."
    )
    SIZES_UNKNOWN = Label(
        "The rated power of {turbines} is not known: all turbines are compared as if they were "
        "the same size."
    )
    OTHERS = PluralLabel("{count} other", "{count} others")
    ONE_TURBINE = Label(
        "A single turbine has nothing to be compared with: it is its own median, at 100 %."
    )
    NO_ROWS = Label("No turbine of this park has rows with power in this period.")

    # Sections
    RANKING = Label("Ranking")
    RANKED_BY_COMMON = Label("Over the {common:,} intervals that all turbines with rows have.")
    RANKED_BY_COMMON_WIND = Label(
        "Over the {common:,} intervals in which all turbines with a wind speed have one."
    )
    RANKED_BY_OWN = Label(
        "Over all rows of each turbine. Data recovery is from {low:.1f} to {high:.1f} %: "
        "turbines with different gaps are not directly comparable."
    )
    OF_CALENDAR = Label(
        "Relative to the calendar, over all rows of each turbine: common rows do not apply."
    )
    OF_CALENDAR_SELECTED = Label(
        "Relative to the calendar, over all rows of each turbine, selected or not."
    )
    RANKED_BY_SELECTED = Label(
        "Over the {common:,} intervals that are selected for all turbines with selected rows."
    )
    RANKED_BY_OWN_SELECTED = Label(
        "Over all selected rows of each turbine: different times may be selected for each, so "
        "turbines cannot be compared by this."
    )
    COMMON_OF_BOTH = Label(
        "Over the intervals that all turbines have in each period: {a:,} in A, {b:,} in B."
    )
    COMMON_OF_BOTH_WIND = Label(
        "Over the intervals in which all turbines with a wind speed have one: {a:,} in A, {b:,} in "
        "B."
    )
    OPEN_TURBINE = Label("Open a turbine")
    AGAINST = Label("Against {reference}, by month")
    AGAINST_MEDIAN = Label("Against the median of the park, by month")
    TO_REFERENCE = Label("The reference is {turbine}.")
    TO_MEDIAN = Label("The reference is the median of the park.")
    REFERENCE_LEFT_OUT = Label(
        "{turbine} takes no part here, so the reference is the median of the park."
    )
    AGAINST_NOTE = Label(
        "Measured energy divided by that of the reference, minus 100 %, over the rows that "
        "both have. Blue is above, orange below."
    )
    REFERENCE_OF_ALL = Label(
        "The selected rows of each turbine, against all rows of the reference at the same times."
    )
    CHANGES_NOTE = Label(
        "Measured over the reference's energy in B, less the same in A, in percentage points, each "
        "over the rows that both have. Blue: more than in A, orange: less."
    )
    MONTHS = Label("{b} against {a}")
    SUM = Label("Sum of the park")
    SUM_SELECTED = Label(
        "The energy of the selected rows over that of all, which is pale. Data recovery is that of "
        "all rows."
    )
    SMALL_MULTIPLES = Label("Turbine by turbine")
    CURVES_ON_ONE_RANGE = Label(
        "kW against m/s, all on the same scale. The median of the park is orange."
    )
    DAYS_ON_ONE_RANGE = Label("kWh per day, all on the same scale.")
    CURVES_OF_BOTH = Label("kW against m/s, all on the same scale. Period A is paler and dashed.")
    DAYS_OF_BOTH = Label("kWh per day of B, all on the same scale. Period A is paler and dashed.")
    MEDIANS_OF_BOTH = Label("The curves are those of period B; the medians, of both periods.")
    NO_CURVE = Label("No turbine has wind speed and power together.")
    CORRELATION = Label("Correlation")
    CORRELATION_NOTE = Label(
        "Pearson's r over the rows that both have, at least {least}; empty if there are fewer."
    )
    CORRELATION_OF_B = Label("For period B alone: correlations of two periods are not compared.")
    CORRELATION_SELECTED = Label(
        "For the selected rows. Rows selected by wind or power vary little, which alone makes r "
        "smaller."
    )
    NO_WIND_AT_ALL = Label("No turbine of this park has a wind speed.")
    CHART_ALT = Label("{title}. The table below has the numbers.")

    # Tables
    WHICH_TABLE = Label("Table of")
    TURBINES = Label("Turbines")
    OVER_TIME = Label("Sum over time")
    BY_MONTH_TABLE = Label("Against the reference by month")
    PAIRS = Label("Correlation of pairs")
    BINS = Label("Power curves")
    START = Label("Start")
    PARTIAL = Label("Partial")
    COVERAGE = Label("Turbine hours measured (%)")
    COUNT_WITH_ROWS = Label("Turbines with rows")
    ESTIMATE_KWH = Label("Estimate for all turbines (kWh)")
    ESTIMATE_HOURS = Label("Hours with any row (h)")
    MONTH = Label("Month")
    MONTH_A = Label("Month in A")
    MONTH_B = Label("Month in B")
    RATIO_A = Label("A, energy / reference (%)")
    RATIO_B = Label("B, energy / reference (%)")
    RATIO_POINTS = Label("B − A, energy / reference, in percentage points")
    INTERVALS_A = Label("A, rows in common with the reference")
    INTERVALS_B = Label("B, rows in common with the reference")
    ESTIMATE_A = Label("A, estimate for all turbines (kWh)")
    ESTIMATE_B = Label("B, estimate for all turbines (kWh)")
    ESTIMATE_DIFFERENCE = Label("B − A, estimate for all turbines (kWh)")
    ESTIMATE_SHARE = Label("B − A, estimate for all turbines, of A (%)")
    MEAN_POWER_A = Label("A, mean power of a turbine (kW)")
    MEAN_POWER_B = Label("B, mean power of a turbine (kW)")
    OTHER = Label("Other turbine")
    R = Label("r")
    BIN = Label("Bin (m/s)")
    BIN_ROWS = Label("Rows")
    BIN_MPS = Label("Mean wind speed (m/s)")
    MEAN_KW = Label("Mean power (kW)")
    MEDIAN_KW = Label("Median power (kW)")
    STD_KW = Label("Standard deviation (kW)")
    IS_THIN = Label("Few rows")
    TABLE_ROWS = PluralLabel("{count:,} row.", "{count:,} rows.")

    WHAT_IS_KNOWN = Label("What is known about the turbines")
    HOW_IT_IS_MADE = Label("How these values are calculated")
    DEFINITION = Label(
        "A **park** is all turbines of one site and measurement. A turbine's own values "
        "(energy, data recovery, capacity factors, availability) are those of the pages "
        "Production and Losses for this period, up to the end of the last row of any "
        "turbine.\n\n**Common rows**: turbines are put on one grid of intervals, as long as "
        "the longest step of any of them; a turbine has an interval if its rows fill it (99 % "
        "of it). The common intervals are those that every turbine with any rows has. Over all "
        "rows of each, a turbine whose gaps fall in windy weeks looks weak; over common rows "
        "it does not.\n\n**Reference**: a turbine or, at each moment, the median of the "
        "turbines that have rows then, if these are more than half. It includes the turbine "
        "itself. If the rated power of all is known, it is scaled to that of each turbine. "
        "*Energy / reference* is a ratio of sums over the rows that both have.\n\n**Sum**: "
        "measured energy of the rows that exist. The estimate for all turbines divides each "
        "interval's energy by the share of the rated power that was measured in it; hours in "
        "which no turbine has rows are not estimated.\n\n**Correlation** is Pearson's, for "
        "each pair of turbines over the rows that both have. **Power curves** follow the "
        "method of bins (0.5 m/s), without bins of too few rows and without normalising by "
        "density; the median of the park is the median of the turbines' means, if more than "
        "half of them have the bin. The wind speed is each turbine's own: this is not a power "
        "performance test."
    )
