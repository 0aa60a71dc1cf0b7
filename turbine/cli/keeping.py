"""Backup and restore of the data directory."""

import argparse
from dataclasses import asdict

from turbine.audit import Action, AuditLog
from turbine.backup import Contents, back_up, restore
from turbine.cli.output import show
from turbine.model.actor import Actor
from turbine.settings.config import load


def backup_command(arguments: argparse.Namespace, actor: Actor) -> int:
    """Write a backup, also while the app runs."""
    data_dir = load().data_dir
    with AuditLog(data_dir).action(actor, Action.BACKUP, arguments.file.name):
        contents = back_up(data_dir, arguments.file)
    _show(arguments, contents)
    return 0


def restore_command(arguments: argparse.Namespace, actor: Actor) -> int:
    """Make the data directory from a backup; whoever was logged in then logs in again."""
    data_dir = load().data_dir
    contents = restore(arguments.file, data_dir)
    from turbine.access import Accounts  # here: its cryptography is slow to import

    with AuditLog(data_dir).action(actor, Action.RESTORE, arguments.file.name):
        Accounts(data_dir).end_all_sessions(actor)
    _show(arguments, contents)
    return 0


def _show(arguments: argparse.Namespace, contents: Contents) -> None:
    result = asdict(contents) | {
        "file": str(arguments.file),
        "created": contents.created.isoformat(timespec="seconds"),
    }
    show(arguments, result, result)
