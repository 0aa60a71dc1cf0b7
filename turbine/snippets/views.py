"""Lines of the views' scripts that depend on what is chosen there."""

from turbine.snippets.script import Code

DENSITY = {
    "none": Code(text=""),
    "standard": Code(
        text="""\
    @DENSITY@
    density = 100 * rows["pressure_hpa"] / (287.05 * (rows["temperature_c"] + 273.15))
    rows["wind_mps"] *= (density / 1.225) ** (1 / 3)""",
        has_places=True,
    ),
}
"""By the value of the option."""
PARTS = {
    "none": Code(text=""),
    "sector": Code(
        text="""\
    sector = (rows["direction_deg"] % 360 + 22.5) % 360 // 45 * 45
    bins.insert(0, sector.rename("sector_deg"))"""
    ),
    "season": Code(
        text="""\
    seasons = pd.Series(rows.index.month % 12 // 3, rows.index).map(SEASONS.get)
    bins.insert(0, seasons.rename("season"))"""
    ),
}
_COLUMNS = {"sector": "sector_deg", "season": "season"}


def curve_parts(parts: str) -> Code:
    """What parts are called."""
    seasons = 'SEASONS = {0: "Dec-Feb", 1: "Mar-May", 2: "Jun-Aug", 3: "Sep-Nov"}'
    return Code(text=seasons if parts == "season" else "")


def coloured(parts: str) -> Code:
    """How the curves are told apart."""
    if parts not in _COLUMNS:
        return Code(text='color="turbine"')
    return Code(text=f'color="{_COLUMNS[parts]}", facet_col="turbine"')
