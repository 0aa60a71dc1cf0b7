"""What the app says around its pages."""

from turbine.words import Label


class Words:
    NOT_GUARDED = Label("This address is not guarded. Start Windproof with: streamlit run app.py")
    COOKIES_NEEDED = Label(
        "Windproof needs cookies to tell your browser from others. Allow them for this address, "
        "then reload the page."
    )

    # Groups of pages and pages, as the sidebar lists them
    DATA = Label("Data")
    ANALYSIS = Label("Analysis")
    SETTINGS = Label("Settings")
    OVERVIEW = Label("Overview")
    INGEST = Label("Ingest")
    EXPLORE = Label("Explore")
    PRODUCTION = Label("Production")
    POWER_CURVE = Label("Power curve")
    WIND = Label("Wind")
    LOSSES = Label("Losses")
    FLAGS = Label("Flags")
    REPORT = Label("Report")
    PARK = Label("Park")
    VERIFY = Label("Verify")
    SITES = Label("Sites")
    DATABASE = Label("Database")
    WHY_INFLUXDB = Label("Why InfluxDB")
    ACCOUNT = Label("Account")
