"""What the command line understands (the documentation is tested against it)."""

import argparse
from pathlib import Path
from typing import Any, get_args

import turbine
from turbine import readers
from turbine.explore.functions import Function
from turbine.model.channels import NAMES
from turbine.services.explorer import DEFAULT_ZONE
from turbine.settings.config import SETTINGS
from turbine.settings.places import COMMAND
from turbine.timing.windows import WINDOWS

_Commands = Any  # argparse keeps the type of its sub-parsers to itself


def build_parser() -> argparse.ArgumentParser:
    """All commands and options. What is parsed names its ``command``: ``ingest``, ``users add``…"""
    parser = argparse.ArgumentParser(
        prog=COMMAND,
        description="Wind turbine SCADA files into a database, with proof that nothing was lost.",
        epilog="Settings come from the environment: " + ", ".join(SETTINGS) + ".",
    )
    parser.add_argument("--version", action="version", version=f"Windproof {turbine.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="start the app", description="start the app")
    serve.add_argument("--port", type=int, default=8501, help="%(default)s")
    serve.add_argument(
        "--address", default="127.0.0.1", help="to listen on; %(default)s: this machine alone"
    )
    serve.set_defaults(command="serve")
    _add_profile(commands)
    _add_ingest(commands)
    _command(commands, "ingests", "list what was ingested")
    _add_aggregate(commands)
    verify = _command(commands, "verify", "compare the file with the database, row by row")
    verify.add_argument("ingest", metavar="INGEST")
    verify.add_argument("--tolerance", type=float, default=0.0, help="absolute; default 0: exact")
    resume = _command(commands, "resume", "count, and send what the database lacks")
    resume.add_argument("ingest", metavar="INGEST")
    undo = _command(commands, "undo", "delete exactly the points of an ingest")
    undo.add_argument("ingest", metavar="INGEST")
    undo.add_argument("--confirm", metavar="INGEST", help="the id again, instead of typing it")
    undo.add_argument(
        "--restore",
        action="store_true",
        help="then send again what it had replaced, from the original files",
    )
    _command(commands, "doctor", "find out what is wrong with the connection to the database")
    backup = _command(commands, "backup", "write the data directory into one file")
    backup.add_argument("file", metavar="FILE", type=Path, help="a new .zip")
    restore = _command(commands, "restore", "make the data directory from a backup")
    restore.add_argument("file", metavar="FILE", type=Path, help="what backup wrote")
    _add_users(commands)
    return parser


def _command(commands: _Commands, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name.split()[-1], help=text, description=text
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(command=name)
    return parser


def _add_file_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=".csv, .csv.gz or .zip")
    parser.add_argument("--member", help="which CSV of a zip that holds several")
    parser.add_argument(
        "--timezone", default=DEFAULT_ZONE, metavar="ZONE", help="of the file's clock; %(default)s"
    )
    for choice in readers.choices():
        parser.add_argument(
            f"--{choice.field.replace('_', '-')}",
            choices=None if choice.is_open else [value for value, _ in choice.options],
            help=str(choice.help) or None,
        )
    parser.add_argument("--date-order", choices=("day-first", "month-first", "year-first"))


def _add_profile(commands: _Commands) -> None:
    parser = _command(commands, "profile", "say what a file holds, storing nothing")
    _add_file_options(parser)


def _add_ingest(commands: _Commands) -> None:
    parser = _command(commands, "ingest", "put a file into the database")
    _add_file_options(parser)
    parser.add_argument(
        "--retime",
        default="end-now",
        metavar="RULE",
        help="end-now | whole-years[=N] | whole-weeks[=N] | keep | start-at=ISO; %(default)s",
    )
    parser.add_argument("--turbine", default="T1", metavar="TAG", help="%(default)s")
    parser.add_argument("--site", default="main", metavar="TAG", help="%(default)s")
    parser.add_argument("--measurement", default="scada", metavar="NAME", help="%(default)s")
    parser.add_argument(
        "--create-bucket", action="store_true", help="make the bucket where there is none"
    )
    parser.add_argument(
        "--replace", action="store_true", help="overwrite points that are on these stamps already"
    )


def _add_aggregate(commands: _Commands) -> None:
    parser = _command(commands, "aggregate", "windowed aggregates of one field")
    parser.add_argument("--turbine", required=True, metavar="TAG")
    parser.add_argument("--site", metavar="TAG")
    parser.add_argument("--measurement", metavar="NAME")
    parser.add_argument("--field", required=True, choices=NAMES)
    parser.add_argument("--window", required=True, choices=WINDOWS)
    parser.add_argument("--function", required=True, choices=get_args(Function))
    parser.add_argument("--start", metavar="ISO", help="included; default the first point")
    parser.add_argument("--stop", metavar="ISO", help="not included; default after the last point")
    parser.add_argument(
        "--zone", default="UTC", help="of days, weeks, months and times without offset; %(default)s"
    )


def _add_users(commands: _Commands) -> None:
    users = commands.add_parser("users", help="add a user, or reset a password")
    actions = users.add_subparsers(required=True, metavar="ACTION")
    add = _command(actions, "users add", "add a user")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--administrator", action="store_true", help="may manage users")
    reset = _command(actions, "users reset", "reset a password and end the user's sessions")
    reset.add_argument("name", metavar="NAME")
