"""What ``analyse`` understands."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from turbine.cli.analysis.words import Words
from turbine.services.fields import USUAL
from turbine.wind.parameters import PARAMETERS
from turbine.wind.production import BY
from turbine.wind.roses import CALM_MPS, SECTORS

RULES = tuple(PARAMETERS)
"""The rules' parameters that ``--rule`` may change."""
TABLES = ("rose", "histogram", "heatmap", "duration", "turbulence", "shear")
"""What ``analyse wind`` can write as CSV."""
OPTIONS = {
    "power_kw": "--power-field",
    "wind_mps": "--wind-field",
    "direction_deg": "--direction-field",
    "reference_kw": "--reference-field",
    "temperature_c": "--temperature-field",
    "pressure_hpa": "--pressure-field",
    "deviation_mps": "--deviation-field",
    "second_wind_mps": "--second-wind-field",
    "second_direction_deg": "--second-direction-field",
}
"""Signal → the option that names its field."""
_USES = {
    "production": ("power_kw", "wind_mps"),
    "power-curve": (
        *("power_kw", "wind_mps", "direction_deg", "reference_kw", "temperature_c"),
        "pressure_hpa",
    ),
    "wind": ("wind_mps", "direction_deg", "power_kw", "deviation_mps", "second_wind_mps"),
    "losses": tuple(name for name in OPTIONS if name not in ("pressure_hpa", "deviation_mps")),
    "flags": tuple(name for name in OPTIONS if name not in ("pressure_hpa", "deviation_mps")),
}
_Commands = Any  # argparse keeps the type of its sub-parsers to itself
_Command = Callable[[_Commands, str, str], argparse.ArgumentParser]


def add_analyse(commands: _Commands, command: _Command) -> None:
    """Add ``analyse`` and its views; ``command`` adds one to the commands of a parser."""
    parser = commands.add_parser("analyse", help=Words.ANALYSE(), description=Words.ANALYSE())
    views = parser.add_subparsers(required=True, metavar="VIEW")
    production = _view(views, command, "production", Words.ANALYSE_PRODUCTION())
    production.add_argument("--by", choices=BY, default="month", help=Words.DEFAULT())
    _add_rated(production)
    curve = _view(views, command, "power-curve", Words.ANALYSE_POWER_CURVE())
    curve.add_argument("--against-start", metavar="ISO", help=Words.AGAINST_START_HELP())
    curve.add_argument("--against-stop", metavar="ISO", help=Words.AGAINST_STOP_HELP())
    curve.add_argument("--normalise", action="store_true", help=Words.NORMALISE_HELP())
    curve.add_argument("--without-wakes", action="store_true", help=Words.WITHOUT_WAKES_HELP())
    wind = _view(views, command, "wind", Words.ANALYSE_WIND())
    wind.add_argument("--sectors", type=int, choices=SECTORS, default=12, help=Words.DEFAULT())
    wind.add_argument(
        "--calm", type=float, default=CALM_MPS, metavar="SPEED", help=Words.CALM_HELP()
    )
    wind.add_argument(
        "--heights", type=float, nargs=2, metavar=("LOWER", "UPPER"), help=Words.HEIGHTS_HELP()
    )
    wind.add_argument("--table", choices=TABLES, help=Words.TABLE_HELP())
    for name, text in (("losses", Words.ANALYSE_LOSSES()), ("flags", Words.ANALYSE_FLAGS())):
        view = _view(views, command, name, text)
        _add_rated(view)
        view.add_argument(
            "--rule",
            action="append",
            default=[],
            metavar="NAME=NUMBER",
            help=Words.RULE_HELP(names=RULES),
        )


def _view(views: _Commands, command: _Command, name: str, text: str) -> argparse.ArgumentParser:
    parser = command(views, name, text)
    parser.set_defaults(command="analyse", view=name)
    parser.add_argument("--turbine", required=True, metavar="TAG")
    parser.add_argument("--site", metavar="TAG")
    parser.add_argument("--measurement", metavar="NAME")
    parser.add_argument("--start", metavar="ISO", help=Words.START_HELP())
    parser.add_argument("--stop", metavar="ISO", help=Words.STOP_HELP())
    parser.add_argument("--zone", default="UTC", help=Words.ZONE_HELP())
    for signal in _USES[name]:
        usual = USUAL.get(signal)
        parser.add_argument(
            OPTIONS[signal],
            metavar="FIELD",
            help=Words.FIELD_HELP(name=usual) if usual else None,
        )
    parser.add_argument("--csv", type=Path, metavar="FILE", help=Words.CSV_HELP())
    return parser


def _add_rated(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rated-power", type=float, metavar="KW", help=Words.RATED_POWER_HELP())
