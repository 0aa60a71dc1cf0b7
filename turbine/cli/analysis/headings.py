"""The columns of printed tables as a person reads them; CSV and JSON keep their codes."""

from turbine.cli.analysis.words import Words
from turbine.wind.flags import TITLES
from turbine.wind.losses import OTHER
from turbine.words import Label

_COLUMNS: dict[str, Label] = {
    "start": Words.START_COLUMN,
    "partial": Words.PARTIAL_COLUMN,
    "hours": Words.HOURS_COLUMN,
    "measured_hours": Words.MEASURED_HOURS_COLUMN,
    "rows": Words.ROWS_COLUMN,
    "undated_rows": Words.UNDATED_COLUMN,
    "recovery": Words.RECOVERY_COLUMN,
    "measured_kwh": Words.MEASURED_KWH_COLUMN,
    "month_mean_kwh": Words.MONTH_MEAN_KWH_COLUMN,
    "scaled_kwh": Words.SCALED_KWH_COLUMN,
    "by_wind_kwh": Words.BY_WIND_KWH_COLUMN,
    "by_wind_hours": Words.BY_WIND_HOURS_COLUMN,
    "full_load_hours": Words.FULL_LOAD_HOURS_COLUMN,
    "cf_rows": Words.CF_ROWS_COLUMN,
    "cf_calendar": Words.CF_CALENDAR_COLUMN,
    "cf_scaled": Words.CF_SCALED_COLUMN,
    "bin_mps": Words.BIN_COLUMN,
    "wind_mps": Words.WIND_MPS_COLUMN,
    "mean_kw": Words.MEAN_KW_COLUMN,
    "median_kw": Words.MEDIAN_KW_COLUMN,
    "std_kw": Words.STD_KW_COLUMN,
    "uncertainty_kw": Words.UNCERTAINTY_KW_COLUMN,
    "thin": Words.THIN_COLUMN,
    "reference_kw": Words.REFERENCE_KW_COLUMN,
    "a_kw": Words.A_KW_COLUMN,
    "b_kw": Words.B_KW_COLUMN,
    "difference_kw": Words.DIFFERENCE_KW_COLUMN,
    "difference_kwh": Words.DIFFERENCE_KWH_COLUMN,
    "sector": Words.SECTOR_COLUMN,
    "centre_deg": Words.CENTRE_DEG_COLUMN,
    "from_mps": Words.FROM_MPS_COLUMN,
    "to_mps": Words.TO_MPS_COLUMN,
    "energy_kwh": Words.ENERGY_KWH_COLUMN,
    "share_rows": Words.SHARE_ROWS_COLUMN,
    "share_hours": Words.SHARE_HOURS_COLUMN,
    "share_energy": Words.SHARE_ENERGY_COLUMN,
    "share": Words.SHARE_COLUMN,
    "weibull_share": Words.WEIBULL_SHARE_COLUMN,
    "month": Words.MONTH_COLUMN,
    "hour": Words.HOUR_COLUMN,
    "mean": Words.MEAN_MPS_COLUMN,
    "value": Words.REACHED_MPS_COLUMN,
    "mean_ti": Words.MEAN_TI_COLUMN,
    "std_ti": Words.STD_TI_COLUMN,
    "representative_ti": Words.REPRESENTATIVE_TI_COLUMN,
    "p90_ti": Words.P90_TI_COLUMN,
    "alpha": Words.ALPHA_COLUMN,
    "flag": Words.FLAG_COLUMN,
    "shortfall_kwh": Words.SHORTFALL_KWH_COLUMN,
}


def heading(column: str) -> str:
    """What stands above a column: its unit is in it."""
    if column.startswith("iec_"):
        name = column.removeprefix("iec_").removesuffix("_ti").replace("_plus", "+").upper()
        return Words.CLASS_COLUMN(name=name)
    return _COLUMNS[column]() if column in _COLUMNS else column


def flag_title(code: str) -> str:
    """A flag by its title."""
    return Words.NO_FLAG() if code == OTHER else str(TITLES[code]())
