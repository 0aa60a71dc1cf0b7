"""What the command line understands (the documentation is tested against it)."""

import argparse
from pathlib import Path
from typing import Any

import turbine
from turbine import readers
from turbine.cli.analysis.arguments import add_analyse
from turbine.cli.clock import add_clock_options
from turbine.cli.report.arguments import add_report
from turbine.cli.sites import add_curve, add_facts
from turbine.cli.words import Words
from turbine.explore.functions import FUNCTIONS, PERCENTILES
from turbine.ingest.groups import DEFAULT_SITE, DEFAULT_TURBINE
from turbine.settings.config import SETTINGS
from turbine.settings.places import COMMAND

_Commands = Any  # argparse keeps the type of its sub-parsers to itself


def build_parser() -> argparse.ArgumentParser:
    """All commands and options, in the language that is spoken now. What is parsed names its
    ``command``: ``ingest``, ``users add``…"""
    parser = argparse.ArgumentParser(
        prog=COMMAND,
        description=Words.DESCRIPTION(),
        epilog=Words.EPILOG(names=tuple(SETTINGS)),
    )
    parser.add_argument(
        "--version", action="version", version=Words.VERSION(version=turbine.__version__)
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help=Words.SERVE(), description=Words.SERVE())
    serve.add_argument("--port", type=int, default=8501, help=Words.DEFAULT())
    serve.add_argument("--address", default="127.0.0.1", help=Words.ADDRESS_HELP())
    serve.set_defaults(command="serve")
    _add_profile(commands)
    _add_ingest(commands)
    _command(commands, "ingests", Words.INGESTS())
    _add_aggregate(commands)
    add_analyse(commands, _command)
    add_report(commands, _command)
    verify = _command(commands, "verify", Words.VERIFY())
    verify.add_argument("ingest", metavar="INGEST")
    verify.add_argument("--tolerance", type=float, default=0.0, help=Words.TOLERANCE_HELP())
    resume = _command(commands, "resume", Words.RESUME())
    resume.add_argument("ingest", metavar="INGEST")
    undo = _command(commands, "undo", Words.UNDO())
    undo.add_argument("ingest", metavar="INGEST")
    undo.add_argument("--confirm", metavar="INGEST", help=Words.CONFIRM_HELP())
    undo.add_argument(
        "--turbine", action="append", default=[], metavar="TAG", help=Words.UNDO_TURBINE_HELP()
    )
    undo.add_argument(
        "--restore",
        action="store_true",
        help=Words.RESTORE_HELP(),
    )
    _command(commands, "doctor", Words.DOCTOR())
    backup = _command(commands, "backup", Words.BACKUP())
    backup.add_argument("file", metavar="FILE", type=Path, help=Words.NEW_FILE_HELP())
    restore = _command(commands, "restore", Words.RESTORE())
    restore.add_argument("file", metavar="FILE", type=Path, help=Words.BACKUP_FILE_HELP())
    _add_recipes(commands)
    _add_sites(commands)
    _add_users(commands)
    return parser


def _command(commands: _Commands, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name.split()[-1], help=text, description=text
    )
    parser.add_argument("--json", action="store_true", help=Words.JSON_HELP())
    parser.set_defaults(command=name)
    return parser


def _add_file_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--member", help=Words.MEMBER_HELP())
    parser.add_argument("--timezone", metavar="ZONE", help=Words.TIMEZONE_HELP())
    parser.add_argument(
        "--unit", action="append", default=[], metavar="HEADER=UNIT", help=Words.UNIT_HELP()
    )
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="HEADER", help=Words.IGNORE_HELP()
    )
    parser.add_argument("--recipe", metavar="NAME", help=Words.RECIPE_HELP())
    parser.add_argument("--save-recipe", metavar="NAME", help=Words.SAVE_RECIPE_HELP())
    parser.add_argument(
        "--map", action="append", default=[], metavar="HEADER=FIELD", help=Words.MAP_HELP()
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="HEADER|FIELD", help=Words.ONLY_HELP()
    )
    parser.add_argument("--missing", action="append", metavar="TEXT", help=Words.MISSING_HELP())
    of_turbine = parser.add_mutually_exclusive_group()
    of_turbine.add_argument("--turbine-column", metavar="HEADER", help=Words.TURBINE_COLUMN_HELP())
    of_turbine.add_argument("--one-turbine", action="store_true", help=Words.ONE_TURBINE_HELP())
    parser.add_argument("--findings", metavar="FILE", type=Path, help=Words.FINDINGS_HELP())
    parser.add_argument("--strict", action="store_true", help=Words.STRICT_HELP())
    for choice in readers.choices():
        parser.add_argument(
            f"--{choice.field.replace('_', '-')}",
            choices=None if choice.is_open else [value for value, _ in choice.options],
            help=str(choice.help) or None,
        )
    parser.add_argument("--date-order", choices=("day-first", "month-first", "year-first"))
    add_clock_options(parser)


def _add_profile(commands: _Commands) -> None:
    parser = _command(commands, "profile", Words.PROFILE())
    parser.add_argument("file", metavar="FILE", type=Path, help=Words.FILE_HELP())
    _add_file_options(parser)


def _add_ingest(commands: _Commands) -> None:
    parser = _command(commands, "ingest", Words.INGEST_A_FILE())
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help=Words.FILES_HELP())
    _add_file_options(parser)
    parser.add_argument(
        "--retime",
        default="end-now",
        metavar="RULE",
        help=Words.RETIME_HELP(),
    )
    parser.add_argument("--turbine", metavar="TAG", help=Words.TURBINE_HELP(name=DEFAULT_TURBINE))
    parser.add_argument("--site", metavar="TAG", help=Words.SITE_HELP(name=DEFAULT_SITE))
    parser.add_argument("--measurement", default="scada", metavar="NAME", help=Words.DEFAULT())
    parser.add_argument("--create-bucket", action="store_true", help=Words.CREATE_BUCKET_HELP())
    parser.add_argument("--accept-losses", action="store_true", help=Words.ACCEPT_LOSSES_HELP())
    parser.add_argument("--dry-run", action="store_true", help=Words.DRY_RUN_HELP())
    parser.add_argument("--replace", action="store_true", help=Words.REPLACE_HELP())


def _add_aggregate(commands: _Commands) -> None:
    parser = _command(commands, "aggregate", Words.AGGREGATE())
    parser.add_argument("--turbine", required=True, metavar="TAG")
    parser.add_argument("--site", metavar="TAG")
    parser.add_argument("--measurement", metavar="NAME")
    parser.add_argument("--field", required=True, metavar="NAME", help=Words.FIELD_HELP())
    parser.add_argument("--window", required=True, metavar="WINDOW", help=Words.WINDOW_HELP())
    parser.add_argument(
        "--function",
        required=True,
        metavar="NAME",
        help=Words.FUNCTION_HELP(names=tuple(n for n in FUNCTIONS if n not in PERCENTILES)),
    )
    parser.add_argument("--start", metavar="ISO", help=Words.START_HELP())
    parser.add_argument("--stop", metavar="ISO", help=Words.STOP_HELP())
    parser.add_argument("--zone", default="UTC", help=Words.ZONE_HELP())


def _add_recipes(commands: _Commands) -> None:
    recipes = commands.add_parser("recipes", help=Words.RECIPES())
    actions = recipes.add_subparsers(required=True, metavar="ACTION")
    _command(actions, "recipes list", Words.RECIPES_LIST())
    rename = _command(actions, "recipes rename", Words.RECIPES_RENAME())
    rename.add_argument("name", metavar="NAME")
    rename.add_argument("new", metavar="NEW")
    delete = _command(actions, "recipes delete", Words.RECIPES_DELETE())
    delete.add_argument("name", metavar="NAME")


def _add_sites(commands: _Commands) -> None:
    sites = commands.add_parser("sites", help=Words.SITES())
    actions = sites.add_subparsers(required=True, metavar="ACTION")
    _command(actions, "sites list", Words.SITES_LIST())
    change = _command(actions, "sites set", Words.SITES_SET())
    change.add_argument("site", metavar="SITE")
    change.add_argument("--zone", metavar="ZONE", help=Words.SITE_ZONE_HELP())
    change.add_argument("--turbine", metavar="TAG", help=Words.FACTS_TURBINE_HELP())
    add_facts(change)
    add_curve(change)
    remove = _command(actions, "sites remove", Words.SITES_REMOVE())
    remove.add_argument("site", metavar="SITE")
    remove.add_argument("--turbine", metavar="TAG", help=Words.REMOVE_TURBINE_HELP())


def _add_users(commands: _Commands) -> None:
    users = commands.add_parser("users", help=Words.USERS())
    actions = users.add_subparsers(required=True, metavar="ACTION")
    add = _command(actions, "users add", Words.USERS_ADD())
    add.add_argument("name", metavar="NAME")
    add.add_argument("--administrator", action="store_true", help=Words.ADMINISTRATOR_HELP())
    reset = _command(actions, "users reset", Words.USERS_RESET())
    reset.add_argument("name", metavar="NAME")
