"""A command's result: one JSON object, or lines for a person."""

import argparse
import json
import math
from collections.abc import Mapping
from typing import Any

from turbine.cli.words import Words
from turbine.words import Label, Said, Text, number

_TITLES: dict[str, Label] = {
    "administrator": Words.ADMINISTRATOR_TITLE,
    "bad_cells": Words.BAD_CELLS_TITLE,
    "blank_lines": Words.BLANK_LINES_TITLE,
    "channels": Words.CHANNELS_TITLE,
    "created": Words.CREATED_TITLE,
    "deleted": Words.DELETED_TITLE,
    "differing": Words.DIFFERING_TITLE,
    "distinct_stamps": Words.DISTINCT_STAMPS_TITLE,
    "duplicates": Words.DUPLICATES_TITLE,
    "duplicates_conflicting": Words.DUPLICATES_CONFLICTING_TITLE,
    "duplicates_identical": Words.DUPLICATES_IDENTICAL_TITLE,
    "error": Words.ERROR_TITLE,
    "expected": Words.EXPECTED_TITLE,
    "expected_rows": Words.EXPECTED_ROWS_TITLE,
    "file": Words.FILE_TITLE,
    "files": Words.FILES_TITLE,
    "first": Words.FIRST_TITLE,
    "found": Words.FOUND_TITLE,
    "gap_count": Words.GAP_COUNT_TITLE,
    "gaps": Words.GAPS_TITLE,
    "held": Words.HELD_TITLE,
    "ingest_id": Words.INGEST_TITLE,
    "kept": Words.KEPT_TITLE,
    "last": Words.LAST_TITLE,
    "left_out": Words.LEFT_OUT_TITLE,
    "left": Words.LEFT_TITLE,
    "missing": Words.MISSING_TITLE,
    "missing_cells": Words.MISSING_CELLS_TITLE,
    "missing_steps": Words.MISSING_STEPS_TITLE,
    "name": Words.NAME_TITLE,
    "not_finite": Words.NOT_FINITE_TITLE,
    "not_restored": Words.NOT_RESTORED_TITLE,
    "not_stored": Words.NOT_STORED_TITLE,
    "notes": Words.NOTE_TITLE,
    "open_end": Words.OPEN_END_TITLE,
    "of_no_series": Words.OF_NO_SERIES_TITLE,
    "others": Words.OTHERS_TITLE,
    "out_of_order": Words.OUT_OF_ORDER_TITLE,
    "overwritten": Words.OVERWRITTEN_TITLE,
    "password": Words.PASSWORD_TITLE,
    "period": Words.PERIOD_TITLE,
    "reasons": Words.REASONS_TITLE,
    "rejected": Words.REJECTED_TITLE,
    "replaced": Words.REPLACED_TITLE,
    "restored": Words.RESTORED_TITLE,
    "rows": Words.ROWS_TITLE,
    "seconds": Words.SECONDS_TITLE,
    "site": Words.SITE_TITLE,
    "size_bytes": Words.SIZE_BYTES_TITLE,
    "state": Words.STATE_TITLE,
    "tagged": Words.TAGGED_TITLE,
    "target": Words.TARGET_TITLE,
    "tolerance": Words.TOLERANCE_TITLE,
    "total": Words.TOTAL_TITLE,
    "turbine": Words.TURBINE_TITLE,
    "unexpected": Words.UNEXPECTED_TITLE,
    "values": Words.VALUES_TITLE,
    "verdict": Words.VERDICT_TITLE,
    "version": Words.VERSION_TITLE,
    "without_values": Words.WITHOUT_VALUES_TITLE,
    "zero_signs": Words.ZERO_SIGNS_TITLE,
}
"""What a person reads before a value, by its key."""


def note(arguments: argparse.Namespace, *texts: Text) -> None:
    """Tell a person what was decided; with ``--json`` it is kept for the result's ``notes``."""
    if arguments.json:
        arguments.notes = [*noted(arguments), *map(str, texts)]
        return
    for text in texts:
        print(Words.NOTE(text=text), flush=True)


def noted(arguments: argparse.Namespace) -> list[str]:
    """What was told so far, if it was not printed."""
    return getattr(arguments, "notes", [])


def show(
    arguments: argparse.Namespace, result: Mapping[str, Any], lines: Mapping[str, Any]
) -> None:
    """Print ``result`` as JSON if that was asked for, else each of ``lines``: a key of a title (or
    a title), and a value or several."""
    if arguments.json:
        print(json.dumps(_plain(result), ensure_ascii=False, allow_nan=False))
        return
    for name, value in lines.items():
        title = _TITLES[name]() if name in _TITLES else name
        if isinstance(value, list | tuple):
            for part in value:
                print(title, part, sep=": ")
        elif value is not None and not isinstance(value, dict):
            print(title, _text(value), sep=": ")


def verdict_for_people(verdict: str | None) -> str:
    """PASS or FAIL in the person's language; JSON keeps the code."""
    if verdict is None:
        return Words.NOT_COMPARED()
    return Words.PASS() if verdict == "PASS" else Words.FAIL()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return Words.YES() if value else Words.NO()
    return number(value, ",") if isinstance(value, int) else str(value)


def _plain(value: object) -> object:
    """The same as JSON can have it: sentences as text, and null for what is infinite or not a
    number."""
    if isinstance(value, Said):
        return str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value
