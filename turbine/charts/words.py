"""What figures say: their axes, legends and hovers, in the language of whoever sees them."""

from turbine.words import Label


class Words:
    # Axes
    TIME = Label("Time ({zone})")
    HOUR_OF_DAY = Label("Hour of the day ({zone})")
    QUANTITY = Label("{name} ({unit})")
    DIFFERENCE = Label("Difference ({unit})")
    PLAIN_DIFFERENCE = Label("Difference")
    ROWS = Label("Rows")
    NORTH = Label("N")
    NORTH_0 = Label("N 0°")
    EAST_90 = Label("E 90°")
    SOUTH_180 = Label("S 180°")
    WEST_270 = Label("W 270°")

    # What Plotly says: buttons and tips
    DOWNLOAD_PICTURE = Label("Download as a picture")
    ZOOM = Label("Zoom")
    PAN = Label("Move")
    BOX_SELECT = Label("Select a box")
    ZOOM_IN = Label("Zoom in")
    ZOOM_OUT = Label("Zoom out")
    RESET_AXES = Label("Show everything")
    DOUBLE_CLICK = Label("Double-click to zoom back out")
    DOUBLE_CLICK_LEGEND = Label("Double-click in the legend to see one alone")
    PREPARING_PICTURE = Label("Preparing the picture")
    PICTURE_DOWNLOADED = Label("The picture is downloaded")
    PICTURE_FAILED = Label("The picture could not be downloaded")

    # Data coverage
    DATA_COVERAGE = Label("Data coverage (%)")
    FOUND_BY_EXPECTED = Label("Data coverage (rows found ÷ expected)")
    COMPLETE = Label("Complete")
    MOST = Label("90 % or more")
    SOME = Label("50 to 90 %")
    LITTLE = Label("Less than 50 %")
    COVERED = Label("{percent} % data coverage {remark}")
    ROWS_FOUND = Label("{percent} %, {found} of {expected} rows {remark}")
    TRUNCATED = Label("(truncated by the period or the data)")

    COVERED_ON = Label("{turbine}, {day}: {percent} % of the expected rows")
    NO_STEP_ON = Label("{turbine}, {day}: rows, but without a regular time step")
    NO_STEP = Label("No regular step")
    LOCAL_TIME = Label("Time (each site's own clock)")

    # Positions
    LATITUDE = Label("Latitude")
    LONGITUDE = Label("Longitude")
    STANDS_AT = Label("{turbine}, {site}: {latitude}°, {longitude}°")

    # Trends and diurnal profiles
    FILLED = Label("{signal}: filled in")
    PERCENTILES = Label("{signal}: 10th to 90th percentile")

    # Production
    ENERGY = Label("Energy (kWh)")
    RECOVERY = Label("Data recovery (%)")
    MEASURED = Label("Measured")
    BY_MONTHS_MEAN = Label("Estimate of missing hours, by the month's mean")
    BY_WIND = Label("Estimate of missing hours, by their wind speed")
    PRODUCED = Label("{period}: {energy} kWh measured, data recovery {recovery} {remark}")
    ESTIMATED = Label("{how}: {energy} kWh")
    RECOVERED = Label("{percent} % data recovery")
    PART = Label("part")
    MONTH = Label("Month ({zone})")
    AT = Label("{value} at {date}")
    NAME_SIDE = Label("{name}, {side}")
    ENERGY_OF = Label("{turbine} (kWh)")
    DATE = Label("Date ({zone})")
    DAYS_SINCE = Label("Days since the start of each period")
    MONTHS_SINCE = Label("Months since the start of each period")
    YEARS_SINCE = Label("Years since the start of each period")
    ESTIMATED_IN = Label("{period}: {energy} kWh. {how}")
    RECOVERED_IN = Label("{period}: {percent} % data recovery")

    SELECTED = Label("{name}: selected rows")

    # Power curves
    POWER = Label("Power (kW)")
    WIND_SPEED = Label("Wind speed (m/s)")
    BIN_MEAN = Label("Mean of the bin")
    BIN_MEDIAN = Label("Median of the bin")
    DEVIATION = Label("± standard deviation")
    REFERENCE = Label("Reference")
    THIN = Label("{name}: few rows")
    KILOWATTS = Label("{name}: {power} kW")
    IN_BIN = Label(
        "{name}, bin {wind_speed} m/s: {power} ± {uncertainty} kW, deviation {deviation} kW, "
        "{rows} rows"
    )
    B_MINUS_A = Label("B − A, ± standard uncertainty")
    DIFFERS = Label("{wind_speed} m/s: {power} kW, {energy} kWh")

    # Wind
    NORTH_EAST = Label("NE")
    EAST = Label("E")
    SOUTH_EAST = Label("SE")
    SOUTH = Label("S")
    SOUTH_WEST = Label("SW")
    WEST = Label("W")
    NORTH_WEST = Label("NW")
    SPEED_CLASS = Label("{low:g} to {high:g} m/s")
    FROM_SPEED = Label("from {low:g} m/s")
    IN_SECTOR = Label("{direction}°, {speeds}: {value} {unit}")
    CALM = Label("calm<br>{value}")
    OF_THE_TIME = Label("{speeds} m/s: {percent} % of the time")
    WEIBULL = Label("Weibull, maximum likelihood")
    WEIBULL_SHARE = Label("{percent} % by Weibull")
    TIME_SHARE = Label("Share of the time (%)")
    REACHED = Label("{speed} m/s or more for {percent} % of the time, {hours} h")
    MEAN_AT_HOUR = Label("{name}, {hour}: {speed} m/s")
    SHEAR_AT = Label("{name}, {when}: {alpha} from {rows} rows")
    SHEAR_EXPONENT = Label("Shear exponent α")
    MEAN_IN_MONTH = Label("{month}: {speed} m/s in {hours} h {remark}")
    OF_HOUR = Label("{month}, {hour}:00: {speed} m/s, {rows} rows")
    TURBULENCE = Label("Turbulence intensity (%)")
    MEAN_TI = Label("Mean")
    REPRESENTATIVE_TI = Label("Mean + 1.28 σ")
    TI = Label("{name}: {percent} %")
    IEC_CLASS = Label("IEC 61400-1 class {name}")

    # Losses and flags
    SHORTFALL = Label("Shortfall against the reference, at most (kWh)")
    SHORT = Label("{flag}: {energy} kWh in {hours} h, {percent} % of all")
    FLAGGED_SHARE = Label("{name}, {flag}: {percent} % of the rows, {rows} rows, {hours} h")
    SHARE_OF_ROWS = Label("Share of the rows (%)")
    FLAGGED_ON = Label("{flag}, {day}: {hours} h")
    FLAGGED = Label("{flag}, {day}: {hours} h")
    WIND_DIRECTION = Label("Wind direction (°)")
    FLAGGED_ROW = Label("{flag}, {time}: {value}")

    # A park
    RANKED = Label("{turbine}, {title}: {value}, data recovery {percent} %")
    HAS_RECOVERY = Label("{turbine}: {percent} % data recovery")
    PARK_PRODUCED = Label(
        "{period}: {energy} kWh measured, {percent} % of the hours, {count} of {turbines} turbines "
        "have rows {remark}"
    )
    SCALED_TO_ALL = Label("Estimate for turbines without rows")
    CORRELATED = Label("{a} with {b}: r = {r}, {rows} rows")
    DEVIATES = Label(
        "{turbine}, {period}: {percent} % from the reference, {energy} kWh in {rows} common rows"
    )
    CHANGES = Label(
        "{turbine}, {period}: {points} percentage points, from {a} % to {b} % of the reference"
    )
    DAILY = Label("{turbine}, {day}: {energy} kWh")
    AT_SPEED = Label("{name}, {wind_speed} m/s: {power} kW")
    PARK_MEDIAN = Label("Median of the park")

    # A file's profile
    BIN = Label("{low} to {high} {unit}: {rows} rows")
    CELL = Label("{wind_speed}, {power}: {rows} rows")
    GAP = Label("From {start}: {rows} missing rows")

    # The file against the database
    FILE = Label("File")
    DATABASE = Label("Database")
    DATABASE_MINUS_FILE = Label("Database − file")
    MISSING = Label("Missing from the database")
    UNEXPECTED = Label("Not in the file")
    DIFFERENT = Label("Different value")
    DRAWN = Label("{kind} ({count:,})")
    PARTLY_DRAWN = Label("{kind} ({drawn:,} of {count:,} drawn)")
    DRAWN_OF_BOTH = Label("{kind} (A {a:,}, B {b:,})")
    PARTLY_DRAWN_OF_BOTH = Label("{kind} (A {a_drawn:,} of {a:,}, B {b_drawn:,} of {b:,} drawn)")
