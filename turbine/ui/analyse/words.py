"""What the pages of analyses say."""

from turbine.words import Label, PluralLabel


class Words:
    # What of the address was ignored
    NO_SUCH_FLAG = Label("There is no flag {code!r}; the flags are {codes}.")
    NO_SUCH_RULE = Label(
        "{text!r} is not a parameter of the flags with a valid number; the parameters are {names}."
    )
    NO_SUCH_SERIES = Label("There are no points of {series!r}.")
    TOO_MANY_TURBINES = Label("One page shows at most {most} turbines.")

    # Selectors
    TURBINES = Label("Turbines")
    TURBINE = Label("Turbine")
    CHOOSE_A_TURBINE = Label("Choose a turbine")
    NO_TURBINE = Label("Choose at least one turbine.")
    FILTERS = Label("Filters")
    FILTERS_ON = PluralLabel("Filters ({count} on)", "Filters ({count} on)")
    FILTERS_HELP = Label(
        "Leave out rows that look wrong. They then count as missing everywhere; nothing "
        "changes in the database."
    )
    FLAG = PluralLabel("{title} ({count:,} row)", "{title} ({count:,} rows)")
    NOT_CHECKED = Label("Not checked. {reason}")
    LEFT_OUT = PluralLabel(
        "{count:,} row is left out by the filters.", "{count:,} rows are left out by the filters."
    )

    # What is selected
    NO_SUCH_PART = Label("{part!r} selects nothing.")
    TOO_MANY_PARTS = PluralLabel(
        "{count:,} part of the selection in the address is left out: at most {most} fit.",
        "{count:,} parts of the selection in the address are left out: at most {most} fit.",
    )
    HOW_TO_SELECT = Label(
        "Or drag on a chart over time or on the power curve, or click a sector, a bar or a cell: "
        "the other charts and pages follow."
    )
    FULL = Label("A selection has at most {most} parts: clear one first.")
    ADD_A_SELECTION = Label("Add a selection")
    ADD_BY = Label("Select by")
    KIND_BOX = Label("Wind speed and power")
    KIND_SECTOR = Label("Wind direction")
    KIND_SPEED = Label("Wind speed")
    KIND_CELL = Label("Months and hours of the day")
    KIND_TIME = Label("Stretch of time")
    ADD_FROM_MPS = Label("Wind speed from (m/s)")
    ADD_TO_MPS = Label("Wind speed below (m/s)")
    ADD_FROM_KW = Label("Power from (kW)")
    ADD_TO_KW = Label("Power below (kW)")
    ADD_CENTRE = Label("Middle of the sector (°)")
    ADD_WIDTH = Label("Width of the sector (°)")
    FIRST_MONTH = Label("First month")
    LAST_MONTH = Label("Last month")
    FIRST_HOUR = Label("First hour")
    LAST_HOUR = Label("Last hour")
    ADD = Label("Add")
    ADDED = Label("Added: {part}")
    ADDED_BEFORE = Label("Already selected: {part}")
    FILL_ALL = Label("Nothing was added: fill in every field.")
    NOT_ASCENDING = Label("Nothing was added: enter a lower *from*, or a higher *below*.")
    NO_SECTOR = Label(
        "Nothing was added: enter a middle from 0° to 360°, and a width of more than 0° and less "
        "than 360°."
    )
    NO_CELLS = Label(
        "Nothing was added: choose a first month and hour that do not come after the last ones. "
        "For a stretch across the new year or midnight, add two parts."
    )
    NO_SPAN = Label("Nothing was added: choose a start that is before the end.")
    DOES_NOT_COUNT = Label("This page shows all rows: the selection does not apply here.")
    CLEAR_ALL = Label("Clear all")
    SELECTED = PluralLabel(
        "{rows:,} of {count:,} row selected ({percent:.1f} %). Only these are shown, unless "
        "stated otherwise.",
        "{rows:,} of {count:,} rows selected ({percent:.1f} %). Only these are shown, unless "
        "stated otherwise.",
    )
    SELECTED_BY = Label("Selected: {parts}")
    SELECTED_LACKING = PluralLabel(
        "{count:,} row lacks a value that the selection needs, and is not selected.",
        "{count:,} rows lack a value that the selection needs, and are not selected.",
    )
    NONE_SELECTED = Label(
        "No selected row of {turbines} in this period has what this page needs. Clear a part "
        "of the selection, or choose another period."
    )
    CHIP_BOX = Label("Wind {from_mps:g} to {to_mps:g} m/s, power {from_kw:,g} to {to_kw:,g} kW")
    CHIP_SECTOR = Label("Sector {centre:g}° ± {half:g}°")
    CHIP_SPEEDS = Label("Wind {from_mps:g} to {to_mps:g} m/s")
    CHIP_CELL = Label("{month}, {first:02d}:00 to {last:02d}:59")
    CHIP_CELLS = Label("{first_month} to {last_month}, {first:02d}:00 to {last:02d}:59")
    CHIP_SPAN = Label("{start} to {stop}")
    SERIES_ALT = Label("Rows over time, those that are selected marked. Drag to select a period.")
    BOX_NOT_DRAWN = Label(
        "A box refers to the wind speed as measured: none is drawn here while it is normalised."
    )
    NOT_OF_BOTH = Label(
        "Selected boxes and spans of time do not apply while two periods are compared."
    )
    CURVE_AND_BOX = Label(
        "The curve is that of all rows, inside the box and outside: a curve of rows chosen by "
        "their power would say nothing. The rest of the selection applies."
    )

    # What is asked
    WHICH_FIELD = Label("**Which field of {turbine} is it?** Nothing is guessed from names.")
    CHOOSE_A_FIELD = Label("Choose a field")
    NO_FIELD_FITS = Label("No field fits")
    FIELDS_FIT = Label("Fields in {unit}, and those whose unit is not known.")
    NOTE_IT = Label("Note it for this turbine")
    OR_CHOOSE_ANOTHER = Label(
        "If {series} has no such field, this page has nothing to show for it: choose another "
        "turbine."
    )
    RATED_NOT_KNOWN = Label(
        "**What is the rated power of {turbine}?** It is not known, so there are no capacity "
        "factors and some flags are not checked. The rows show no plateau that would suggest "
        "it."
    )
    RATED_PROPOSED = Label(
        "**Is the rated power of {turbine} {rated_kw:,g} kW?** That is where its power levels "
        "off. Until it is noted, there are no capacity factors, and some flags are not checked."
    )
    NOTED_REFERENCE = Label("The reference for {turbine} is the power curve noted for it.")
    WHICH_REFERENCE = Label(
        "**Which reference power applies to {turbine}?** Its rows have a field with one, and a "
        "power curve is noted for it. Until you choose, the field is used."
    )
    FIELD_COUNTS = Label("The field in its rows")
    CURVE_COUNTS = Label("The noted curve")
    FIELD_OF = Label("{label} ({unit})")

    WHICH_HEIGHTS = Label("At what heights are the two wind speeds of {turbine} measured?")
    HEIGHTS_HELP = Label(
        "The wind shear needs both heights above ground. If both anemometers are at the same "
        "height, as on a nacelle, leave this empty."
    )
    HEIGHT_OF = Label("{field}: height (m)")

    # The frame
    NO_ROWS = Label(
        "No rows of {turbines} in this period have what this page needs. Choose another period "
        "or fewer filters."
    )
    NOT_COMPARED = Label(
        "Left out, as there are no rows in one of the periods: {turbines}. {b}; {a}."
    )
    NOTHING_COMPARED = Label(
        "There is nothing to compare. No rows in one of the periods: {turbines}. {b}; {a}."
    )
    YEARS_OF_ONE_PERIOD = Label("Year over year is available only when nothing is compared.")
    ONE_PERIOD_ONLY = Label("Parts of a period are available only when nothing is compared.")
    HOW_IT_IS_MADE = Label("How these values are calculated")
    WHAT_IS_KNOWN = Label("What is known about the turbines")
    WHICH_TABLE = Label("Which table")
    PLAIN_ROWS = PluralLabel("{count:,} row.", "{count:,} rows.")
    ROWS = PluralLabel(
        "{count:,} row. Times are in {zone}, with their UTC offset.",
        "{count:,} rows. Times are in {zone}, with their UTC offset.",
    )

    # Production
    PRODUCTION = Label("Production")
    BY = Label("By")
    BY_DAY = Label("Day")
    BY_MONTH = Label("Month")
    BY_YEAR = Label("Year")
    WHOLE_PERIOD = Label("Whole period")
    COMPARE = Label("Show")
    OVER_TIME = Label("Over time")
    YEAR_OVER_YEAR = Label("Year over year")
    ESTIMATE = Label("Estimate")
    ESTIMATE_HELP = Label(
        "For the missing hours. Drawn hatched on top of what was measured, and never part of "
        "it. The two are estimates of the same hours: do not add them."
    )
    BY_MONTH_MEAN = Label("By the month's mean")
    BY_CURVE = Label("By wind speed and curve")
    NONE = Label("None")
    ALL_TURBINES = Label("all")
    SUM_OF = Label("Sum of {turbines}")
    PRODUCTION_ALT = Label("Energy over time. The table below has the numbers.")
    START = Label("Start")
    PARTIAL = Label("Partial")
    MEASURED_KWH = Label("Measured energy (kWh)")
    RECOVERY = Label("Data recovery (%)")
    MONTH_MEAN_KWH = Label("Estimate of missing hours by the month's mean (kWh)")
    SCALED_KWH = Label("Measured plus that estimate (kWh)")
    BY_WIND_KWH = Label("Estimate by wind speed and curve (kWh)")
    BY_WIND_HOURS = Label("Missing hours with wind speed (h)")
    CF_ROWS = Label("Capacity factor, present (%)")
    CF_CALENDAR = Label("Capacity factor, calendar (%)")
    CF_SCALED = Label("Capacity factor, scaled (%)")
    FULL_LOAD_HOURS = Label("Full-load hours (h)")
    CALENDAR_HOURS = Label("Hours of the calendar (h)")
    MEASURED_HOURS = Label("Hours measured (h)")
    ROWS_WITH_POWER = Label("Rows with power")
    UNDATED = Label("Rows without duration")
    MONTH_MEAN_CARD = Label("Estimate, by month (kWh)")
    BY_WIND_CARD = Label("Estimate, by wind (kWh)")
    MEASURED_HELP = Label(
        "Power times duration of the rows that exist. A missing row adds nothing."
    )
    RECOVERY_HELP = Label("{measured:,.1f} of {hours:,.1f} hours have power.")
    MEAN_HELP = Label(
        "What the missing hours would have produced at the mean power of their month. An "
        "estimate, not part of the measured energy."
    )
    BY_WIND_HELP = Label(
        "{hours:,.1f} missing hours have a wind speed: what they would have produced by the "
        "measured power curve. Another estimate of the same hours: do not add the two."
    )
    CF_ROWS_HELP = Label("Measured energy divided by {rated_kw:,g} kW times the measured hours.")
    CF_CALENDAR_HELP = Label(
        "Measured energy divided by {rated_kw:,g} kW times all hours: what is missing counts "
        "as zero."
    )
    CF_SCALED_HELP = Label(
        "Measured energy plus the estimate by the month's mean, divided by {rated_kw:,g} kW "
        "times all hours."
    )
    FULL_LOAD_HELP = Label("Measured energy divided by {rated_kw:,g} kW.")
    ALL_ROWS_COMPARED = Label(
        "Two periods are compared over all their rows: the selection does not apply here."
    )
    SELECTED_KWH = Label("Energy of the selected rows (kWh)")
    SELECTED_KWH_HELP = Label("Power times duration of the selected rows.")
    SELECTED_SHARE = Label("Share of the measured energy (%)")
    SELECTED_SHARE_HELP = Label("All rows of the period together: {energy:,.0f} kWh.")
    SELECTED_HOURS = Label("Hours of the selected rows (h)")
    SELECTED_HOURS_HELP = Label("Of {measured:,.1f} h with power in the period.")
    RECOVERY_OF_ALL = Label("Data recovery, all rows (%)")
    CF_SELECTED = Label("Capacity factor, selected rows (%)")
    NO_ESTIMATE = PluralLabel(
        "{count:,} entry has no estimate: one of its months has no rows.",
        "{count:,} entries have no estimate: one of their months has no rows.",
    )
    B_AGAINST_A_BY_DAY = Label("B against A by day")
    B_AGAINST_A_BY_MONTH = Label("B against A by month")
    B_AGAINST_A_BY_YEAR = Label("B against A by year")
    TABLE_OF_A = Label("Period A")
    TABLE_OF_B = Label("Period B")
    START_A = Label("Start in A")
    START_B = Label("Start in B")
    PARTIAL_A = Label("Partial in A")
    PARTIAL_B = Label("Partial in B")
    MEASURED_A = Label("A, measured (kWh)")
    MEASURED_B = Label("B, measured (kWh)")
    MEASURED_DIFFERENCE = Label("B − A, measured (kWh)")
    MEASURED_SHARE = Label("B − A, measured, of A (%)")
    RECOVERY_A = Label("A, data recovery (%)")
    RECOVERY_B = Label("B, data recovery (%)")
    SCALED_A = Label("A, scaled (kWh)")
    SCALED_B = Label("B, scaled (kWh)")
    SCALED_DIFFERENCE = Label("B − A, scaled (kWh)")
    SCALED_SHARE = Label("B − A, scaled, of A (%)")
    MEAN_POWER_A = Label("A, mean power (kW)")
    MEAN_POWER_B = Label("B, mean power (kW)")
    MEAN_POWER_SHARE = Label("B − A, mean power, of A (%)")
    MEASURED_SHARE_HELP = Label(
        "B − A of what was measured. It also reflects what is missing, and how long the two "
        "periods last."
    )
    SCALED_SHARE_HELP = Label(
        "B − A with the missing hours of both at the mean power of their month: an estimate, of "
        "{a:,.0f} kWh in A and {b:,.0f} kWh in B."
    )
    MEAN_POWER_HELP = Label(
        "B − A of measured energy divided by measured hours: neither what is missing nor how "
        "long the periods last changes it much. A has {a:,.1f} kW, B {b:,.1f} kW."
    )
    RECOVERY_DIFFERS = Label(
        "{turbine}: A has power in {a:.1f} % of its hours and B in {b:.1f} %. The difference "
        "in measured energy is partly due to what is missing: see the scaled one beside it."
    )
    ALONE = PluralLabel(
        "{count:,} entry of one period has no counterpart in the other and is shown alone.",
        "{count:,} entries of one period have no counterpart in the other and are shown alone.",
    )
    PRODUCTION_DEFINITION = Label(
        "**Measured energy** is Σ P·Δt of the rows that exist, where Δt is how long a row "
        "lasts, judged by the step of its neighbours. A missing row adds nothing; negative "
        "power is consumption and counts as such. A row belongs to the day in which it begins, "
        "on the chosen clock.\n\n**Data recovery** is measured hours divided by calendar "
        "hours. *Partial* days, months and years are cut by the period, and all their values "
        "are for the part inside.\n\n**Estimates** of the missing hours are shown separately: "
        "at the mean power of their month, or, if there is a wind speed, through the power "
        "curve measured in this period.\n\n**Capacity factors** divide measured energy by the "
        "rated power times the measured hours (*present*) or times all hours (*calendar*: what "
        "is missing counts as zero), or divide measured energy plus the estimate by the "
        "month's mean by the rated power times all hours (*scaled*). **Full-load hours** are "
        "measured energy divided by rated power. Terms follow IEC 61400-26-1.\n\n**B against "
        "A** is B − A: of the measured energies, of the *scaled* ones (measured plus the "
        "estimate by the month's mean), and of the mean powers (measured energy divided by "
        "measured hours)."
    )

    # Power curve
    POWER_CURVE = Label("Power curve")
    PARTS = Label("Curves of")
    BY_SECTOR = Label("Wind directions")
    BY_SEASON = Label("Seasons")
    BY_SUN = Label("Day and night")
    AIR_DENSITY = Label("Air density")
    AS_MEASURED = Label("As measured")
    NORMALISE = Label("At 1.225 kg/m³")
    AIR_DENSITY_HELP = Label(
        "Converts each row's wind speed to the one that carries the same power at 1.225 kg/m³: "
        "v (ρ/ρ₀)^⅓, for turbines that control their power by pitch. Needs temperature and air "
        "pressure."
    )
    OTHERS_WAKES = Label("Wakes of other turbines")
    WAKES_STAY = Label("Included")
    WAKES_LEAVE = Label("Left out")
    WAKES_HELP = Label(
        "Leaves out rows whose wind comes from a sector disturbed by another turbine of the "
        "site. Needs the positions and rotor diameters of all of them."
    )
    WAKES_OUT = PluralLabel(
        "{turbine}: {count:,} row from the disturbed sectors of other turbines is left out. The "
        "table of wakes lists the sectors.",
        "{turbine}: {count:,} rows from the disturbed sectors of other turbines are left out. The "
        "table of wakes lists the sectors.",
    )
    UNDIRECTED = PluralLabel(
        "{turbine}: {count:,} row without a wind direction is left out too.",
        "{turbine}: {count:,} rows without a wind direction are left out too.",
    )
    WAKES = Label("Wakes")
    NEIGHBOUR = Label("Disturbed by")
    DISTANCE_M = Label("Distance (m)")
    DISTANCE_D = Label("Distance (rotor diameters)")
    BEARING = Label("Direction (°)")
    SECTOR_WIDTH = Label("Width of the sector (°)")
    SECTOR_FROM = Label("From (°)")
    SECTOR_TO = Label("To, clockwise (°)")
    NOT_NORMALISED = Label(
        "{turbine}: wind speeds are as measured, not normalised to one air density."
    )
    NORMALISED = Label(
        "{turbine}: wind speeds are normalised from a mean air density of {density:.4g} to "
        "{reference:g} kg/m³."
    )
    CURVE_ALT = Label("Power against wind speed. The table below has the numbers.")
    NOTHING_IN_COMMON = Label(
        "{turbines}: {a} and {b} have no wind speed in common with enough rows in both. Choose "
        "other periods."
    )
    BY_TURBINE = Label("B against A by turbine")
    A_KWH = Label("A, same wind (kWh)")
    B_KWH = Label("B, same wind (kWh)")
    B_MINUS_A_KWH = Label("B − A, same wind (kWh)")
    B_MINUS_A_HELP = Label(
        "In the same hours of wind, A would have produced {a:,.0f} kWh and B {b:,.0f} kWh. "
        "Standard uncertainty of the difference: {uncertainty:,.0f} kWh, at least."
    )
    B_MINUS_A_SHARE = Label("B − A, of A (%)")
    SHARE_HELP = Label("With a standard uncertainty of {uncertainty:.2f} % at least.")
    UNCERTAINTY_KWH = Label("Uncertainty (kWh)")
    UNCERTAINTY_HELP = Label(
        "Standard uncertainty of the difference in energy. It treats rows as independent; "
        "consecutive rows are not, so it is a lower bound."
    )
    HOURS_COMPARED = Label("Hours compared (h)")
    HOURS_LEFT_OUT = Label("Hours in bins that one lacks (h)")
    HOURS_HELP = Label("{left:,.1f} h are in bins that one of the two lacks, and count in no sum.")
    BINS = Label("Bins")
    BY_PART = Label("Bins by part")
    B_AGAINST_A = Label("B against A")
    PART_OF_PERIOD = Label("Part")
    BIN = Label("Bin (m/s)")
    BIN_ROWS = Label("Rows")
    MEAN_SPEED = Label("Mean wind speed (m/s)")
    MEAN_KW = Label("Mean power (kW)")
    MEDIAN_KW = Label("Median power (kW)")
    STD_KW = Label("Standard deviation (kW)")
    UNCERTAINTY_KW = Label("Standard uncertainty of the mean (kW)")
    IS_THIN = Label("Few rows")
    REFERENCE_KW = Label("Reference (kW)")
    HOURS_OF_BOTH = Label("Hours of both (h)")
    A_KW = Label("A (kW)")
    B_KW = Label("B (kW)")
    DIFFERENCE_KW = Label("B − A (kW)")
    DIFFERENCE_UNCERTAINTY_KW = Label("Standard uncertainty (kW)")
    DIFFERENCE_KWH = Label("B − A (kWh)")
    CURVE_DEFINITION = Label(
        "**Method of bins**: rows are sorted into bins of 0.5 m/s, centred on multiples of it, "
        "as in IEC 61400-12-1:2017. It is not a power performance test to that standard: the "
        "wind speed is the turbine's own, without site calibration, chosen sectors or a "
        "correction for turbulence.\n\nEach bin has mean, median, number of rows, standard "
        "deviation (n − 1) and the standard uncertainty of the mean (category A, σ/√n): "
        "consecutive rows are not independent, so it is a lower bound. A bin with less than "
        "half an hour of rows (at least three) is *thin*: it is drawn open and grey, and used "
        "for nothing else. Empty bins stay empty. The shading underneath shows how many rows "
        "lie there, on a logarithmic scale.\n\n**Air density**: if chosen, each row's wind "
        "speed is normalised to 1.225 kg/m³ with the density of dry air at its temperature and "
        "pressure, as in IEC 61400-12-1:2017; rows without one of them are left out.\n\n"
        "**Wakes of other turbines**: if chosen, rows are left out whose wind comes from a "
        "sector that another turbine of the site disturbs. By IEC 61400-12-1:2005, Annex A, "
        "that sector is α = 1.3 arctan(2.5 D/L + 0.15) + 10° wide, centred on the direction of "
        "that turbine, where D is its rotor diameter and L its distance, up to 20 D; nearer "
        "than 2 D, half the compass is left out. The vane's north is assumed to be about "
        "right, and no other obstacles are considered.\n\nThe **reference** is the mean over "
        "the same rows of the field with a theoretical power or, if there is none or you "
        "choose it, of the power curve noted for the turbine: linear between its points, with "
        "no values beyond them.\n\n**B against A**: the difference of the two means in each "
        "bin, weighted by the hours that the wind of both periods together spends there, so "
        "that a windier period does not count as a better turbine. Bins that one of them "
        "lacks, or that are thin, count in no sum.\n\n**Seasons** are quarters of the year, "
        "starting in December. **Day** is while the sun is up, by the turbine's position."
    )

    # Wind
    WIND = Label("Wind")
    SECTORS = Label("Sectors of the rose")
    EIGHT = Label("8")
    TWELVE = Label("12")
    SIXTEEN = Label("16")
    THIRTY_SIX = Label("36")
    WEIGHT = Label("Length of a sector")
    SHARE_OF_TIME = Label("Share of the time")
    WEIGHT_HOURS = Label("Hours")
    WEIGHT_ENERGY = Label("Energy")
    ROSE = Label("Wind rose")
    ROSE_OF = Label("Wind rose of {turbine}")
    DISTRIBUTION = Label("Distribution")
    CALENDAR = Label("Hour and month")
    CALENDAR_OF = Label("Hour and month, {turbine}")
    DURATION = Label("Duration")
    TURBULENCE = Label("Turbulence")
    TURBULENCE_OF = Label("Turbulence at {turbine}")
    PERIOD = Label("Period")
    ROSE_IN = Label("Wind rose of {turbine}, {period}")
    CALENDAR_IN = Label("Hour and month, {turbine}, {period}")
    TURBULENCE_IN = Label("Turbulence at {turbine}, {period}")
    BY_HOUR = Label("Hour of the day")
    MEANS_BY_MONTH = Label("Means of months")
    A_MEAN_SPEED = Label("A, mean wind speed (m/s)")
    B_MEAN_SPEED = Label("B, mean wind speed (m/s)")
    SPEED_DIFFERENCE = Label("B − A, mean wind speed (m/s)")
    SPEED_SHARE = Label("B − A, mean wind speed, of A (%)")
    A_WIND_POWER = Label("A, wind power density (W/m²)")
    B_WIND_POWER = Label("B, wind power density (W/m²)")
    WIND_POWER_SHARE = Label("B − A, wind power density, of A (%)")
    A_DIRECTION = Label("A, mean direction (°)")
    B_DIRECTION = Label("B, mean direction (°)")
    TURN = Label("From A to B, clockwise (°)")
    WIND_RECOVERY = Label("Hours with wind speed (%)")
    WIND_RECOVERY_HELP = Label("Hours of the rows with wind speed, of all hours of the period.")
    WIND_RECOVERY_DIFFERS = Label(
        "{turbine}: A has a wind speed in {a:.1f} % of its hours and B in {b:.1f} %. What is "
        "missing may have been windier or calmer than the rest."
    )
    CHART_ALT = Label("{title}. The table below has the numbers.")
    SECTOR = Label("Sector")
    CENTRE = Label("Centre (deg)")
    FROM_MPS = Label("From (m/s)")
    TO_MPS = Label("To (m/s)")
    HOURS = Label("Hours (h)")
    SHARE_OF_HOURS = Label("Share of the time (%)")
    ENERGY_KWH = Label("Energy (kWh)")
    SHARE_OF_ENERGY = Label("Share of the energy (%)")
    WEIBULL_SHARE = Label("Share by Weibull (%)")
    MONTH = Label("Month")
    HOUR = Label("Hour")
    SPEED_REACHED = Label("Wind speed reached (m/s)")
    MEAN_TI = Label("Mean turbulence intensity (%)")
    STD_TI = Label("Its standard deviation (%)")
    REPRESENTATIVE_TI = Label("Mean plus 1.28 deviations (%)")
    P90_TI = Label("Its 90th percentile (%)")
    MEAN_SPEED_HELP = Label("Weighted by the duration of each row.")
    MEAN_DIRECTION = Label("Mean direction (°)")
    MEAN_DIRECTION_HELP = Label(
        "The direction of the mean of unit vectors. R = {resultant:.3f}, circular deviation "
        "{std:.1f}°; the most frequent sector is the one around {mode:g}°."
    )
    STEADINESS = Label("Steadiness R")
    STEADINESS_HELP = Label(
        "1 means always the same direction; near 0, from all directions: then the mean "
        "direction says little."
    )
    WEIBULL_K = Label("Weibull k")
    WEIBULL_A = Label("Weibull A (m/s)")
    FIT_HELP = Label(
        "By maximum likelihood, for rows above 0 m/s ({zeros:,} are at 0). Largest difference "
        "of cumulative shares: {ks:.4f}. The fit has {cube:.1f} % of the energy in the "
        "measured wind."
    )
    WIND_POWER = Label("Wind power density (W/m²)")
    WIND_POWER_HELP = Label("½ ρ times the mean of v³, at {density:g} kg/m³.")
    NO_DIRECTION = Label("There is no wind rose for {turbines}: no field is the wind direction.")
    NO_FIT = Label(
        "The Weibull distribution is not fitted to rows that are selected by their wind speed."
    )
    NO_TURBULENCE = Label(
        "There is no turbulence intensity: no field holds the standard deviation of the wind "
        "speed within each row."
    )
    SHEAR = Label("Wind shear")
    SHEAR_BY_MONTH = Label("Wind shear by month of the year")
    SHEAR_EXPONENT = Label("Shear exponent α")
    NO_SHEAR = Label("There is no wind shear: no turbine has wind speeds at two known heights.")
    SHEAR_IS = PluralLabel(
        "**Wind shear at {turbine}**, from {lower:g} m to {upper:g} m: α = {of_means:.3f} from "
        "the mean speeds, {median:.3f} as the median, over {count:,} row.",
        "**Wind shear at {turbine}**, from {lower:g} m to {upper:g} m: α = {of_means:.3f} from "
        "the mean speeds, {median:.3f} as the median of the rows, over {count:,} rows.",
    )
    NO_SHEAR_ROWS = Label(
        "**Wind shear at {turbine}**: no row has at least 3 m/s at both {lower:g} m and "
        "{upper:g} m."
    )
    SHEAR_DEFINITION = Label(
        "α of the power law v₂/v₁ = (z₂/z₁)^α: from the mean speeds over all rows with at least "
        "3 m/s at both heights, and over those in each hour and in each month, over all years."
    )
    WIND_DEFINITION = Label(
        "**Rose**: sectors are centred on north, and 0° is within the first. Rows below 0.5 "
        "m/s are *calms*, whatever the vane says: they are in the centre, and in the table "
        "without a sector. Shares are of all the time in the rose, including calms; energy is "
        "Σ P·Δt of the rows that have power.\n\n**Distribution**: the share of the time in "
        "bins of 1 m/s, with the Weibull distribution f(v) = k/A (v/A)^(k−1) exp(−(v/A)^k) of "
        "maximum likelihood (Seguro and Lambert 2000), which cannot include rows at 0 m/s.\n\n"
        "**Mean direction** is that of the mean of unit vectors, and R the length of that mean "
        "(Fisher 1993).\n\n**Hour and month**: the mean of the rows in that hour of the chosen "
        "clock, in that month, over all years of the period. Monthly means are weighted by the "
        "duration of rows; months that the period cuts are drawn open. **Duration**: the "
        "highest speed that is reached or exceeded for each share of the time.\n\n**Turbulence "
        "intensity** is the standard deviation within each row's interval, as the turbine "
        "records it, divided by the mean speed, from 3 m/s upwards. The spread of ten-minute "
        "means is something else and is not turbulence. Class curves are those of the normal "
        "turbulence model of IEC 61400-1:2019."
    )

    # Flags
    FLAGGED_ROWS = Label("Flagged rows")
    SERIES_OF_ONE = Label("The series, gaps and flagged rows are those of one turbine: {turbine}.")
    FLAGGED_SHARE = Label("Flagged rows (%)")
    FLAGGED_HELP = PluralLabel(
        "Rows with a flag, out of {count:,} row in the period.",
        "Rows with a flag, out of {count:,} rows in the period.",
    )
    MISSING_ROWS = Label("Missing rows")
    MISSING_HELP = PluralLabel(
        "In {count:,} gap, by the step of the rows before it. What is missing at the beginning "
        "and end of the period counts.",
        "In {count:,} gaps, by the step of the rows before each. What is missing at the "
        "beginning and end of the period counts.",
    )
    ROWS_WITHOUT_STEP = PluralLabel(
        "{count:,} row has no known time step, so what is missing after it is not known.",
        "{count:,} rows have no known time step, so what is missing after them is not known.",
    )
    GAPS = Label("Gaps")
    GAP_FROM = Label("From")
    GAP_TO = Label("To")
    SHOW_A_DAY = Label("Zoom in on a day")
    WHOLE_AGAIN = Label("{first} to {last}: show the whole period")
    ZOOM_OUTSIDE = Label(
        "The requested detail is outside the chosen period, so the whole period is shown."
    )
    FLAGGED_SERIES = Label("Flagged rows of {turbine}")
    FLAGS_ALT = Label(
        "Power, wind speed and direction over time, with a mark at each flagged row and missing "
        "rows shaded. The tables below have the numbers."
    )
    A_ABOVE_B = Label(
        "A is drawn above B, at the dates of B and on the same scale. To zoom in on both, drag "
        "over the series, or click a marked row or a day of the calendar below."
    )
    SHARES_OF_ROWS = Label(
        "{turbine}: A has {a:,} rows and B {b:,}. Counts depend on how long each period is and on "
        "what is missing; shares are of the rows that each period has."
    )
    ANY_FLAG = Label("any flag")
    ROWS_BY_FLAG = Label("Flagged rows by flag")
    A_ROWS = Label("A, rows")
    B_ROWS = Label("B, rows")
    A_OF_ROWS = Label("A, share of its rows (%)")
    B_OF_ROWS = Label("B, share of its rows (%)")
    ROWS_DIFFERENCE = Label("B − A (percentage points)")
    COVERAGE_AND_GAPS = Label("Coverage and gaps of {turbine}")
    COVERAGE_ALT = Label("The share of the expected rows of each day.")
    ROWS_OF = Label("For rows that have a value of {field}.")
    HOW_TO_ZOOM = Label(
        "To zoom in, drag over the series, or click a marked row or a day of the calendar below."
    )
    NO_GAPS = Label("There is no gap in this period, nor at its ends.")
    LONGEST_GAPS = Label("The {count} longest gaps; the table below has more.")
    PICK_A_GAP = Label(
        "Tick the box before a gap (by keyboard: arrow keys, then Shift + Space) to zoom in on it "
        "in the series above."
    )
    TIME = Label("Time")
    PARAMETERS = Label("Parameters of the rules")
    PARAMETERS_CHANGED = PluralLabel(
        "Parameters of the rules ({count} changed)", "Parameters of the rules ({count} changed)"
    )
    PARAMETERS_HELP = Label(
        "Changes here apply to all views and are kept in their addresses, until they are noted "
        "for the turbines or undone. An empty field takes the noted value, or else the default."
    )
    PARAMETER_HELP = Label("For {flags}. Default: {usual:g}.")
    NOTE_PARAMETERS = Label("Note them for {turbines}")
    BACK_TO_NOTED = Label("Undo the changes")
    FORGET_PARAMETERS = Label("Remove what is noted for {turbines}")
    RULES_CHANGED = PluralLabel(
        "Flags use {count} changed parameter: {rules}. It can be changed on the page Flags.",
        "Flags use {count} changed parameters: {rules}. They can be changed on the page Flags.",
    )
    FLAGS_DEFINITION = Label(
        "**Flags** mark rows that look wrong by the rules in the table, from the turbine's own "
        "signals alone: they take no account of alarms, orders from the grid operator or ice "
        "detectors. They change nothing in the database; the filters leave their rows out of "
        "any view. A missing value is never flagged.\n\n**The series** shows every flagged row "
        "if the time shown is short. Over a long time, lines keep their highest and lowest "
        "points, and each flag keeps marks wherever it marks rows; the legend says how many "
        "are drawn.\n\n**Gaps** are found by the time step of the rows themselves. With a step "
        "of 10 minutes, a gap of 30 minutes lacks two rows. What is missing before the "
        "period's first row and after its last one is a gap too; of a gap that extends beyond "
        "the period, only the part inside counts.\n\n**Coverage** is rows found divided by "
        "rows expected on each day, on the chosen clock.\n\n**Two "
        "periods** are flagged and searched for gaps separately. B against A is the "
        "difference of the shares of their rows, in percentage points: counts cannot be "
        "compared where one period is longer or lacks more rows."
    )

    # Losses
    LOSSES = Label("Losses")
    LOSSES_ALT = Label("Losses and flags. The tables below have the numbers.")
    FLAG_TITLE = Label("Flag")
    FLAGS = Label("Flags")
    RULE = Label("Rule")
    NO_FLAG = Label("no flag")
    SHORTFALL_KWH = Label("Shortfall, at most (kWh)")
    SHARE_OF_SHORTFALL = Label("Share of it (%)")
    REFERENCE_KWH = Label("Energy of the reference (kWh)")
    SURPLUS_KWH = Label("Above the reference (kWh)")
    NET_KWH = Label("Reference − measured (kWh)")
    RATIO = Label("Measured / reference (%)")
    TIME_BASED = Label("Time-based availability (%)")
    PRODUCTION_BASED = Label("Production-based availability (%)")
    SHORTFALL_HELP = Label(
        "Over the rows below the reference: an upper bound on the energy lost, not a proven loss."
    )
    NET_HELP = Label("The shortfall, less the {surplus:,.0f} kWh of the rows above the reference.")
    RATIO_HELP = Label(
        "Measured energy divided by that of the reference: a ratio of sums over all rows."
    )
    AVAILABILITY_HELP = Label(
        "Share of the time with wind from {cut_in:g} to below {cut_out:g} m/s in which power "
        "is above {idle:g} kW. Judged by power and wind alone, without the turbine's state."
    )
    PRODUCTION_BASED_HELP = Label(
        "Measured energy divided by reference energy, in the same range of wind speed: a ratio "
        "of sums."
    )
    UPPER_BOUND = Label(
        "The shortfall against the reference is an upper bound on the energy lost. A flag is a "
        "hint: it changes no value."
    )
    OWN_REFERENCE = Label(
        "The reference for {turbines} is the period's own median power curve, without stopped "
        "rows, because no field holds another. A shortfall against it says nothing about a "
        "lasting weakness."
    )
    FLAGS_NOT_CHECKED = Label("Not checked for {turbine}: {titles}. The table of flags says why.")
    OWN_REFERENCE_OF_EACH = Label(
        "The reference for {turbines} is each period's own median power curve, without stopped "
        "rows, because no field holds another. A lasting change between A and B does not show."
    )
    LOSSES_RECOVERY_DIFFERS = Label(
        "{turbine}: A has power and a reference in {a:.1f} % of its hours and B in {b:.1f} %. "
        "Shares of the reference can be compared, energies only with care."
    )
    TIME_BASED_HELP = Label(
        "Share of the time within the turbine's range of wind speed in which it has power."
    )
    A_SHORTFALL = Label("A, shortfall, at most (kWh)")
    B_SHORTFALL = Label("B, shortfall, at most (kWh)")
    SHORTFALL_DIFFERENCE = Label("B − A, shortfall (kWh)")
    A_OF_REFERENCE = Label("A, shortfall / reference (%)")
    B_OF_REFERENCE = Label("B, shortfall / reference (%)")
    A_HOURS = Label("A, hours (h)")
    B_HOURS = Label("B, hours (h)")
    SHORTFALL_BY_FLAG = Label("Shortfall by flag")
    FLAGS_OVER_TIME = Label("Flags of {turbine} by day")
    NOTHING_FLAGGED = Label("No row is flagged.")
    STATES_OF = Label("Availability of {turbine} by state")
    WHICH_STATES = Label("Field of its states")
    NO_STATES = Label("none")
    STATE = Label("State")
    MEANING = Label("Means")
    AVAILABLE = Label("available")
    UNAVAILABLE = Label("not available")
    UNCOUNTED = Label("not counted")
    UNSAID = Label("not said")
    STATES_HELP = Label(
        "For each state, say whether the turbine is available in it, not available, or whether "
        "its time is not counted. This is noted for the turbine."
    )
    NOTE_STATES = Label("Note what they mean")
    MANY_STATES = Label(
        "{field} has {count:,} different values, too many for states. Choose another field."
    )
    BY_STATES = Label("Availability by state (%)")
    BY_STATES_HELP = Label(
        "{available:,.1f} h available of {counted:,.1f} h that count: available hours divided "
        "by available and unavailable hours. {uncounted:,.1f} h are in neither."
    )
    UNSAID_HOURS = Label("{hours:,.1f} h are in states whose meaning is not set.")
    UNSAID_HOURS_OF_BOTH = Label(
        "{a:,.1f} h of A and {b:,.1f} h of B are in states whose meaning is not set."
    )
    STATES_OF_BOTH_WITHOUT_STEP = Label(
        "{a:,} rows of A and {b:,} rows of B with a state have no known duration and are not "
        "counted."
    )
    STATES_WITHOUT_STEP = PluralLabel(
        "{count:,} row with a state has no known duration and is not counted.",
        "{count:,} rows with a state have no known duration and are not counted.",
    )
    LOSSES_DEFINITION = Label(
        "**Shortfall** is Σ (reference − power) Δt of the rows below the reference: the file's "
        "own theoretical power, the power curve noted for the turbine or, without either, the "
        "period's own median curve of rows that were not stopped. It is an *upper bound*: the "
        "reference may promise too much, and a nacelle's wind speed is not that of the free "
        "flow. A row counts once, with the first of its flags in the order shown; flags of the "
        "wind vane explain no energy.\n\n**Measured / reference** is a ratio of sums: the mean "
        "of the rows' ratios would give a calm hour the weight of a storm.\n\n**Availability** "
        "is judged by wind and power alone, between cut-in and cut-out (as noted for the "
        "turbine, otherwise 3 and 25 m/s): the share of the time with power, and measured "
        "energy divided by reference energy. IEC 61400-26-1 uses the turbine's state, which "
        "these rows do not have: this is neither its technical nor a contractual availability. "
        "**By state**, it is the hours in states noted as available, divided by the hours in "
        "states noted as available or unavailable; others count in neither.\n\n**Flags** and "
        "their rules are in the table. The filters can leave them out of every view."
    )
