"""The options of a file's clock."""

import argparse
from typing import get_args

from turbine.cli.words import Words
from turbine.readers.model import Detection, StampOf


def add_clock_options(parser: argparse.ArgumentParser) -> None:
    """How the times are written, and what they do not say."""
    parser.add_argument("--time-format", metavar="PATTERN", help=Words.TIME_FORMAT_HELP())
    parser.add_argument(
        "--time-columns", nargs="+", metavar="HEADER", help=Words.TIME_COLUMNS_HELP()
    )
    parser.add_argument("--stamp", choices=get_args(StampOf), help=Words.STAMP_HELP())
    parser.add_argument("--year", type=int, help=Words.YEAR_HELP())
    parser.add_argument("--first-day", metavar="DATE", help=Words.FIRST_DAY_HELP())


def asked(arguments: argparse.Namespace, detection: Detection) -> tuple[str, ...]:
    """What must be answered before the command goes on. What a file holds can be described in its
    own clock, whichever that is."""
    own = ("zone",) if arguments.command == "profile" else ()
    return tuple(name for name in detection.questions if name not in own)
