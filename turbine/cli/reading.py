"""A file on the command line: how it is to be read, and what is in it."""

import argparse
from functools import partial
from pathlib import Path

from turbine import readers
from turbine.cli import columns, recipes
from turbine.cli.clock import asked
from turbine.cli.output import note
from turbine.cli.words import Words
from turbine.model.errors import UndecidedError
from turbine.readers import Detection, Source, Split, missing
from turbine.readers.times import folds, interval


def members_of(arguments: argparse.Namespace, path: Path) -> list[str | None]:
    """What is to be read of a file: the member that was chosen, else of an archive all that may
    hold measurements, and what is left out is told; None: the file itself."""
    if arguments.member:
        return [arguments.member]
    members, others = readers.tables(path, path.name)
    if others:
        note(arguments, Words.LEFT_OUT(archive=path.name, files=others))
    if len(members) == 1 and not others:
        return [None]
    return [member.name for member in members]


def read(
    arguments: argparse.Namespace, source: Source, *, in_memory: bool = True
) -> tuple[Split, Detection]:
    """The whole file as the options say, and how that was decided, which is printed. Raises
    UndecidedError, with the options, if something is left open."""
    recipes.apply(arguments)
    chosen = recipes.chosen(arguments)
    detect = partial(readers.detect, known_zone=getattr(arguments, "known_zone", None))
    detection = detect(source, chosen, reads_logs=bool(arguments.map))
    if columns.is_chosen(arguments):
        chosen = columns.chosen(arguments, detection, chosen)
        detection = detect(source, chosen)
    if open_ones := asked(arguments, detection):
        ambiguous = Words.AMBIGUOUS_FILE(file=source.name, questions=open_ones)
        raise UndecidedError(
            " ".join([ambiguous, *map(str, readers.open_notes(detection))]), hint=_hint(open_ones)
        )
    unmapped = dict(detection.states).keys() - dict(detection.interpretation.mapping).keys()
    note(arguments, *detection.notes, *([Words.MAP_STATES()] if unmapped else []))
    try:
        split = readers.split(
            source,
            detection.interpretation,
            one_turbine=chosen.one_turbine,
            is_found=chosen.turbine_column is None,
            propose=chosen.missing is None,
            in_memory=in_memory,
            series=detection.series,
        )
    except UndecidedError as error:
        hint = Words.TURBINE_COLUMN_HINT(columns=detection.interpretation.headers)
        raise UndecidedError(error.message, hint=hint) from error
    if arguments.save_recipe:
        path = recipes.save(arguments, split.interpretation, chosen)
        note(arguments, Words.RECIPE_SAVED(path=str(path)))
    taken = missing.notes(split.interpretation, split.marks)
    change = [Words.CHANGE_MISSING()] if taken else []
    placed = (*folds.notes(split.scans), *interval.notes(split.scans))
    note(arguments, *taken, *change, *placed, *split.notes)
    return split, detection


_OPTIONS = {"zone": "--timezone", "units": "--unit", "mapping": "--map"}
"""Of questions whose options are not called as they are."""


def _hint(questions: tuple[str, ...]) -> str:
    options = tuple(_OPTIONS.get(each, f"--{each.replace('_', '-')}") for each in questions)
    if {"units", "mapping"}.isdisjoint(questions):
        return Words.AMBIGUOUS_FILE_HINT(options=options)
    return Words.AMBIGUOUS_COLUMNS_HINT(options=options)
