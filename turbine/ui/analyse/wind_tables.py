"""The tables of the wind page."""

import polars as pl

from turbine.services.measured import WindStudy
from turbine.ui.analyse.words import Words

TABLES = {
    "rose": (
        Words.ROSE,
        {
            "sector": Words.SECTOR,
            "centre_deg": Words.CENTRE,
            "from_mps": Words.FROM_MPS,
            "to_mps": Words.TO_MPS,
            "rows": Words.BIN_ROWS,
            "hours": Words.HOURS,
            "share_hours": Words.SHARE_OF_HOURS,
            "energy_kwh": Words.ENERGY_KWH,
            "share_energy": Words.SHARE_OF_ENERGY,
        },
    ),
    "histogram": (
        Words.DISTRIBUTION,
        {
            "from_mps": Words.FROM_MPS,
            "to_mps": Words.TO_MPS,
            "rows": Words.BIN_ROWS,
            "hours": Words.HOURS,
            "share": Words.SHARE_OF_HOURS,
            "weibull_share": Words.WEIBULL_SHARE,
        },
    ),
    "heatmap": (
        Words.CALENDAR,
        {
            "month": Words.MONTH,
            "hour": Words.HOUR,
            "mean": Words.MEAN_SPEED,
            "rows": Words.BIN_ROWS,
        },
    ),
    "by_hour": (
        Words.BY_HOUR,
        {"hour": Words.HOUR, "mean": Words.MEAN_SPEED, "rows": Words.BIN_ROWS},
    ),
    "by_month": (
        Words.MEANS_BY_MONTH,
        {
            "start": Words.START,
            "partial": Words.PARTIAL,
            "mean": Words.MEAN_SPEED,
            "hours": Words.HOURS,
            "recovery": Words.WIND_RECOVERY,
            "rows": Words.BIN_ROWS,
        },
    ),
    "duration": (
        Words.DURATION,
        {"share": Words.SHARE_OF_HOURS, "hours": Words.HOURS, "value": Words.SPEED_REACHED},
    ),
    "shear_by_hour": (
        Words.SHEAR,
        {"hour": Words.HOUR, "alpha": Words.SHEAR_EXPONENT, "rows": Words.BIN_ROWS},
    ),
    "shear_by_month": (
        Words.SHEAR_BY_MONTH,
        {"month": Words.MONTH, "alpha": Words.SHEAR_EXPONENT, "rows": Words.BIN_ROWS},
    ),
    "turbulence": (
        Words.TURBULENCE,
        {
            "bin_mps": Words.BIN,
            "rows": Words.BIN_ROWS,
            "mean_ti": Words.MEAN_TI,
            "std_ti": Words.STD_TI,
            "representative_ti": Words.REPRESENTATIVE_TI,
            "p90_ti": Words.P90_TI,
            "thin": Words.IS_THIN,
        },
    ),
}
"""What a study has → its title, and its columns."""
SHARES = (
    "share_hours", "share_energy", "share", "weibull_share", "mean_ti", "std_ti",
    "representative_ti", "p90_ti", "recovery",
)  # fmt: skip

_of_months = TABLES["by_month"]
OF_SELECTED = {
    "by_month": (_of_months[0], {k: v for k, v in _of_months[1].items() if k != "recovery"})
}
"""What is otherwise of selected rows: their recovery would be that of the selection."""


def table_of(study: WindStudy, name: str) -> pl.DataFrame | None:
    """A table of the study by its name; None if it has none."""
    if name == "shear_by_hour":
        return None if study.shear is None else study.shear.by_hour
    if name == "shear_by_month":
        return None if study.shear is None else study.shear.by_month
    if name == "rose":
        return None if study.rose is None else study.rose.with_calm
    found: pl.DataFrame | None = getattr(study, name)
    return found
