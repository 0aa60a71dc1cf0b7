"""``analyse wind``."""

import argparse
from dataclasses import asdict
from typing import Any

from turbine.cli.analysis.tables import Told, rows_of
from turbine.cli.analysis.words import Words
from turbine.model.errors import ConfigError
from turbine.services import remarks
from turbine.services.analysis import Analysis
from turbine.services.measured import Measured, WindStudy
from turbine.wind.power_curve import REFERENCE_DENSITY
from turbine.wind.roses import Rose


def wind(arguments: argparse.Namespace, measured: Measured) -> Told:
    """Rose, distribution, calendar, duration; turbulence and shear if there are signals."""
    study = Analysis.wind(
        measured,
        sectors=arguments.sectors,
        calm_mps=arguments.calm,
        heights_m=tuple(arguments.heights) if arguments.heights else None,
    )
    notes = [] if study.turbulence is not None else [Words.NO_TURBULENCE()]
    if study.rose is None:
        notes.append(Words.NO_DIRECTION())
    elif study.rose.left_out:
        notes.append(str(remarks.lacking(study.rose.left_out)))
    if undated := measured.having("wind_mps")["hours"].null_count():
        notes.append(Words.UNTIMED_ROWS(count=undated))
    tables = {
        "rose": None if study.rose is None else study.rose.with_calm,
        "histogram": study.histogram,
        "heatmap": study.heatmap,
        "duration": study.duration,
        "turbulence": study.turbulence,
        "shear": None if study.shear is None else study.shear.by_hour,
    }
    found = {name: table for name, table in tables.items() if table is not None}
    name = arguments.table or next(iter(found))
    if name not in found:
        raise ConfigError(Words.NO_TABLE(name=name), hint=Words.TABLES_ARE(names=tuple(found)))
    own = {
        "rows": study.rows,
        "undated_rows": undated,
        "hours": study.hours,
        "mean_mps": study.mean_mps,
        "power_density_wpm2": study.power_density_wpm2,
        "direction": study.direction or None,
        "weibull": [asdict(fit) for fit in study.fits],
        "rose": study.rose and _rose(study.rose),
        "shear": study.shear
        and asdict(study.shear)
        | {name: rows_of(getattr(study.shear, name)) for name in ("by_hour", "by_month")},
        **{
            name: None if (table := tables[name]) is None else rows_of(table)
            for name in ("histogram", "heatmap", "duration", "turbulence")
        },
    }
    return Told(own=own, lines=_wind_lines(study), notes=notes, csv=found[name], table=found[name])


def _wind_lines(study: WindStudy) -> dict[str, Any]:
    if not study.rows:
        return {"rows": 0}
    lines: dict[str, Any] = {
        "rows": study.rows,
        Words.MEAN_SPEED(): Words.SPEED(speed=study.mean_mps) if study.hours else None,
        Words.DENSITY(): Words.POWER_DENSITY(
            power=study.power_density_wpm2, density=REFERENCE_DENSITY
        )
        if study.hours
        else None,
        Words.WEIBULL(): [
            Words.FIT(
                method=Words.LIKELIHOOD() if fit.method == "likelihood" else Words.MOMENTS(),
                k=fit.k,
                scale=fit.scale_mps,
                ks=fit.ks,
                cube=fit.cube_ratio,
            )
            for fit in study.fits
        ],
    }
    if study.direction and study.direction["resultant"] >= 0:  # there are values
        its = study.direction
        lines[Words.MEAN_DIRECTION()] = Words.DIRECTION(
            mean=its["mean_deg"],
            resultant=its["resultant"],
            std=its["std_deg"],
            mode=its["mode_deg"],
        )
    if study.shear is not None and study.shear.rows:
        lines[Words.SHEAR()] = Words.ALPHAS(
            of_means=study.shear.alpha_of_means, median=study.shear.alpha_median
        )
    return lines


def _rose(rose: Rose) -> dict[str, Any]:
    (calm,) = rows_of(rose.calm)
    return {"classes": rows_of(rose.frame), "calm": calm, "left_out": rose.left_out}
