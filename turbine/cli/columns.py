"""What the command line says of a file's columns: which are stored, as what, in which unit."""

import argparse

from turbine.cli.words import Words
from turbine.model.errors import ConfigError
from turbine.readers import Chosen, Detection, own_name, with_unit


def is_chosen(arguments: argparse.Namespace) -> bool:
    """Whether anything is said of them."""
    said = arguments.unit, arguments.ignore, arguments.map, arguments.only, arguments.turbine_column
    return any(said)


def chosen(arguments: argparse.Namespace, detection: Detection, others: Chosen) -> Chosen:
    """The same with what is said of the columns of a file that is read so."""
    turbine, headers = arguments.turbine_column, detection.interpretation.headers
    return others.but(
        fields=fields(arguments, detection),
        units=units(arguments, headers),
        turbine_column=column(turbine, headers) if turbine else None,
    )


def fields(arguments: argparse.Namespace, detection: Detection) -> dict[int, str]:
    """By 0-based column the field, or nothing for one that is not to be stored."""
    form, states = detection.interpretation, dict(detection.states)
    headers, stored = form.headers, dict(form.mapping)
    chosen = {column(header, headers): "" for header in arguments.ignore}
    for text in arguments.map:
        header, sign, name = text.rpartition("=")
        if not sign:
            raise ConfigError(Words.MAP_NEEDS_HEADER(text=text), hint=Words.MAP_EXAMPLE())
        chosen[column(header, headers)] = name.strip()
    for each, unit in units(arguments, headers).items():
        if name := chosen.get(each, stored.get(each, "")):
            chosen |= {each: renamed} if (renamed := with_unit(name, unit)) != name else {}
    if not arguments.only:
        return chosen
    by_field = {name: number for number, name in (stored | chosen).items() if name}
    kept = {
        by_field[text] if text in by_field else column(text, headers) for text in arguments.only
    }
    named = {
        each: states.get(each) or own_name(headers[each], each)
        for each in kept - stored.keys() - chosen.keys()
    }
    return {each: "" for each in stored if each not in kept} | named | chosen


def units(arguments: argparse.Namespace, headers: tuple[str, ...]) -> dict[int, str]:
    """By 0-based column the unit, of each ``HEADER=UNIT``."""
    chosen = {}
    for text in arguments.unit:
        header, sign, unit = text.rpartition("=")
        if not sign:
            raise ConfigError(Words.UNIT_NEEDS_HEADER(text=text), hint=Words.UNIT_EXAMPLE())
        chosen[column(header, headers)] = unit
    return chosen


def column(header: str, headers: tuple[str, ...]) -> int:
    """A column by its header, or by its number from 1: ``#3``."""
    number = header.removeprefix("#")
    is_number = header.startswith("#") and number.isascii() and number.isdigit()
    if header not in headers and is_number and 0 < int(number) <= len(headers):
        return int(number) - 1
    if header not in headers:
        raise ConfigError(
            Words.NO_SUCH_COLUMN(header=header), hint=Words.COLUMNS_ARE(columns=headers)
        )
    return headers.index(header)
