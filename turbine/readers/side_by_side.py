"""Turbines side by side: columns whose headers differ in the name or number of a turbine alone.

``WTG01_Power, WTG02_Power``, ``Power_T1, Power_T2`` or ``pow_000 … pow_006``; or the turbines
stand in a line above the header, over their columns. Every column of
values names one, each has the same signals, and power or wind speed is among them. So bearings,
blades, phases and second anemometers, which have numbers too, are not taken for turbines.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Given
from dataclasses import replace
from itertools import takewhile

from turbine.model.channels import channel
from turbine.model.matching import named
from turbine.readers.columns import Mapping
from turbine.readers.model import Detection, Interpretation
from turbine.readers.names import own_name, unnumbered
from turbine.readers.words import Words

Series = tuple[tuple[str, Mapping], ...]
"""Each turbine's name, and the field of each of its columns."""

_NAMED = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:WTG|WT|WEA|WEC|WKA|Turbine|Turb|Anlage)[ _-]?\d{1,3}|(?-i:T\d{1,3}))"
    r"(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_SHORT = re.compile(r"T\d+")
"""May as well be a sensor, such as of temperature."""
_NUMBERED = re.compile(r"(?<![A-Za-z0-9])\d{3}(?![A-Za-z0-9])")
_HEIGHT = re.compile(r"\d+(?:[.,]\d+)? *m", re.IGNORECASE)
_CODE = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{1,3}\d{1,6}|#\d{1,3})(?![A-Za-z0-9])")
"""May as well be a part of one: turbines have both signals that are sure."""
_SURE = {"power_kw", "wind_speed_mps"}
"""What every turbine has, and no part of one."""


def unfold(detection: Detection) -> Series:
    """The turbines, if the columns are of several side by side; else nothing."""
    form = detection.interpretation
    if form.key_columns:
        return ()
    if series := _of_groups(form, detection.groups):
        return series
    for pattern in (_NAMED, _NUMBERED, _CODE):
        if series := _unfold(form, pattern):
            return series
    return ()


def named_in(form: Interpretation) -> tuple[str, ...]:
    """The turbines, if columns of several would be stored as one's: they have the same signal of
    each, but not all are of turbines, or not all turbines have all signals."""
    turbines: dict[str, set[str]] = {}
    headers = unnumbered(form.headers, form.time_columns)
    for column, name in form.mapping:
        header = headers[column]
        found = _NAMED.findall(header)
        if len(found) == 1 and _has_number(name, found[0]):
            rest = _rest(header, found[0])
            if not _SHORT.fullmatch(found[0]) or _field(rest) in _SURE:
                turbines.setdefault(found[0], set()).add(rest)
    shared = {
        one
        for one, signals in turbines.items()
        if any(signals & others for other, others in turbines.items() if other != one)
    }
    return tuple(sorted(shared))


def mappings(
    detection: Detection, chosen: Given[int, str]
) -> Iterator[tuple[Mapping, Given[int, str]]]:
    """Each turbine's mapping, and what was chosen of its columns; one for all if they are of
    one."""
    if not detection.series:
        yield detection.interpretation.mapping, chosen
    for _, mapping in detection.series:
        own = {column for column, _ in mapping}
        yield mapping, {column: unit for column, unit in chosen.items() if column in own}


def of_each(form: Interpretation, series: Series) -> Iterator[Interpretation]:
    """How each turbine is read."""
    for turbine, mapping in series:
        own = {column for column, _ in mapping}
        yield replace(
            form,
            mapping=mapping,
            turbine=turbine,
            units=tuple((column, unit) for column, unit in form.units if column in own),
            missing=tuple((column, mark) for column, mark in form.missing if column in own),
        )


def told(detection: Detection, series: Series) -> Detection:
    """The same, saying so."""
    names = [name for name, _ in series]
    note = Words.SIDE_BY_SIDE(count=len(names), first=names[0], last=names[-1])
    return replace(detection, series=series, notes=(*detection.notes, note))


def _of_groups(form: Interpretation, groups: Sequence[str]) -> Series:
    """Groups that a line above the header names, if no column is outside and none was renamed, and
    they are no heights or sensors."""
    turbines: dict[str, dict[str, int]] = {}
    if any(_HEIGHT.fullmatch(group) or named(group) for group in groups):
        return ()
    for column, name in form.mapping if groups else ():
        if not groups[column] or channel(name).is_known:
            return ()
        rest = form.headers[column].removeprefix(groups[column]).strip()
        turbines.setdefault(groups[column], {})[rest] = column
    for column in form.unused if groups else ():
        if groups[column] in turbines:
            rest = form.headers[column].removeprefix(groups[column]).strip()
            turbines[groups[column]].setdefault(rest, -1)
    return _series(turbines)


def _unfold(form: Interpretation, pattern: re.Pattern[str]) -> Series:
    turbines: dict[str, dict[str, int]] = {}
    headers = unnumbered(form.headers, form.time_columns)
    for column, name in form.mapping:
        header = headers[column]
        found = pattern.findall(header)
        if len(found) != 1 or not _has_number(name, found[0]):
            return ()
        signals = turbines.setdefault(found[0], {})
        if signals.setdefault(_rest(header, found[0]), column) != column:
            return ()
    for header in _empty(form, headers):
        found = pattern.findall(header)
        if len(found) == 1 and found[0] in turbines:
            turbines[found[0]].setdefault(_rest(header, found[0]), -1)
    series = _series(turbines, least=2 if any(map(_SHORT.fullmatch, turbines)) else 1)
    if pattern is not _NAMED and len(series) < 2:
        return ()
    if pattern is _CODE and any(_SURE - {name for _, name in own} for _, own in series):
        return ()
    return series


def _series(turbines: Given[str, Given[str, int]], least: int = 2) -> Series:
    """Each turbine's columns by what is left of their headers (-1: not stored); nothing if they
    have not all the same, or no signal that is sure to be of a turbine."""
    sets = {frozenset(signals) for signals in turbines.values()}
    if len(turbines) < least or len(sets) != 1:
        return ()
    fields = _fields(sorted(sets.pop()))
    if len({*fields.values()}) < len(fields) or _SURE.isdisjoint(fields.values()):
        return ()
    return tuple(
        (
            turbine,
            tuple(
                sorted((column, fields[rest]) for rest, column in signals.items() if column >= 0)
            ),
        )
        for turbine, signals in turbines.items()
    )


def _fields(rests: Sequence[str]) -> dict[str, str]:
    """The field of each; without what all begin with (``PARK``) if that is needed."""
    fields = {rest: _field(rest) for rest in rests}
    if _SURE.isdisjoint(fields.values()):
        words = [re.split(r"(?<=\W)(?=\w)", rest) for rest in rests]
        places = zip(*words, strict=False)
        shared = len(list(takewhile(lambda place: len(set(place)) == 1, places)))
        fields = {
            rest: _field("".join(own[shared:])) for rest, own in zip(rests, words, strict=True)
        }
    return fields


def _empty(form: Interpretation, headers: Sequence[str]) -> list[str]:
    """Headers of what is not stored: of a turbine that stood still a column may be empty."""
    stored = {column for column, _ in form.mapping}
    others = (column for column in range(len(form.headers)) if column not in stored)
    return [headers[column] for column in others if column not in form.time_columns]


def _has_number(field: str, turbine: str) -> bool:
    """Whether a field's name is made from such a header, and not by a person."""
    number = int(re.sub(r"\D", "", turbine))
    return re.search(rf"(?<!\d)0*{number}(?!\d)", field) is not None


def _rest(header: str, turbine: str) -> str:
    """The header without the turbine."""
    return " ".join(header.replace(turbine, " ", 1).replace("_", " ").split()).strip(" -.:,/")


def _field(header: str) -> str:
    """A short one, such as ``ws``, is known beside a statistic alone; here others stand by it."""
    match = named(header) or named(f"{header}_avg")
    return match.field if match else own_name(header, 0)
