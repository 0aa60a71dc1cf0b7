"""What ``report`` understands."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from turbine.cli.report.words import Words
from turbine.services.reported import PARTS
from turbine.wind.flags import CODES

_Commands = Any  # argparse keeps the type of its sub-parsers to itself
FORMATS = ("html", "pdf")


def add_report(
    commands: _Commands, command: Callable[[_Commands, str, str], argparse.ArgumentParser]
) -> None:
    """Add ``report``; ``command`` adds one to the commands of a parser."""
    parser = command(commands, "report", Words.REPORT())
    parser.add_argument("--turbine", nargs="+", metavar="TAG", help=Words.TURBINES_HELP())
    parser.add_argument("--site", metavar="TAG", help=Words.SITE_HELP())
    parser.add_argument("--measurement", metavar="NAME", help=Words.MEASUREMENT_HELP())
    parser.add_argument("--start", metavar="ISO", help=Words.START_HELP())
    parser.add_argument("--stop", metavar="ISO", help=Words.STOP_HELP())
    parser.add_argument("--zone", default="UTC", help=Words.ZONE_HELP())
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=Words.OUT_HELP())
    parser.add_argument("--format", choices=FORMATS, help=Words.FORMAT_HELP())
    parser.add_argument(
        "--parts", nargs="+", choices=PARTS, default=PARTS, metavar="PART",
        help=Words.PARTS_HELP(names=PARTS),
    )  # fmt: skip
    parser.add_argument(
        "--without", nargs="+", choices=CODES, default=(), metavar="FLAG",
        help=Words.WITHOUT_HELP(names=CODES),
    )  # fmt: skip
    parser.add_argument("--no-verify", action="store_true", help=Words.NO_VERIFY_HELP())
