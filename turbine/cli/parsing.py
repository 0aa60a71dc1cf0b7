"""What argparse itself says, in the language that is spoken.

Its texts go through ``_`` and ``ngettext`` of its module, which know the catalogues of the machine
alone: none has them. (CPython, ``Lib/argparse.py``.) What another version words otherwise stays
English.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from turbine.cli.words import Words

_OWN = {
    label.text: label
    for label in (
        Words.ARGPARSE_USAGE,
        Words.ARGPARSE_ARGUMENTS,
        Words.ARGPARSE_OPTIONS,
        Words.ARGPARSE_HELP,
        Words.ARGPARSE_VERSION,
        Words.ARGPARSE_ERROR,
        Words.ARGPARSE_OF_ARGUMENT,
        Words.ARGPARSE_REQUIRED,
        Words.ARGPARSE_ONE_REQUIRED,
        Words.ARGPARSE_UNRECOGNIZED,
        Words.ARGPARSE_NOT_WITH,
        Words.ARGPARSE_EXPLICIT,
        Words.ARGPARSE_ONE,
        Words.ARGPARSE_AT_MOST_ONE,
        Words.ARGPARSE_AT_LEAST_ONE,
        Words.ARGPARSE_AMBIGUOUS,
        Words.ARGPARSE_INVALID,
        Words.ARGPARSE_CHOICE,
    )
}


@contextmanager
def argparse_speaks() -> Iterator[None]:
    """Within the block, argparse speaks the language too."""
    names = vars(argparse)
    before = {name: names[name] for name in ("_", "ngettext")}
    names.update(_=_text, ngettext=_counted)
    try:
        yield
    finally:
        names.update(before)


def _text(message: str) -> str:
    return _OWN[message]() if message in _OWN else message


def _counted(one: str, many: str, count: int) -> str:
    if one == Words.ARGPARSE_EXPECTED.text:
        return Words.ARGPARSE_EXPECTED(count=count)
    return one if count == 1 else many
