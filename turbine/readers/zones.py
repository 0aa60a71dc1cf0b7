"""On which clock a file's stamps stand: what the file says is taken, what it leaves open said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from turbine.model.headings import heading
from turbine.readers.columns import names_time
from turbine.readers.model import Interpretation
from turbine.readers.times.patterns import has_offset
from turbine.readers.timestamps import check_zone
from turbine.readers.words import Words
from turbine.words import Text

_KAGGLE = {"lvactivepower", "theoreticalpowercurve"}
"""Columns that only the Kaggle data set has together. Its clock is UTC+3 all year, as Istanbul's
is since September 2016."""
_ZONE_OF_KAGGLE = "Europe/Istanbul"
"""Of the Kaggle data set alone."""
UTC = "UTC"

_OF_ZONE = re.compile(r"time[\s_-]*zone(?:[\s_-]+name)?[^\w+]{0,9}(?P<zone>[\w+].*)", re.IGNORECASE)
_UTC = re.compile(
    r"(?:(?<![A-Za-z])|(?<=time)|(?<=date)|(?<=stamp))(?:UTC|GMT|Zulu)(?:(?![A-Za-z])|(?=time))"
    r"(?:\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?00)?(?![\d:]))?",
    re.IGNORECASE,
)
_IANA = re.compile(r"[A-Za-z]+(?:/[A-Za-z][\w+-]*)+")
_WORD = re.compile(r"[A-Za-z][\w-]+")
_BEFORE = re.compile(r"\b(?:not|since|diff\w*|offset)\b", re.IGNORECASE)
_AFTER = re.compile(
    r"[\d½]|\b(?:plus|minus|offset|standard|local|summer|DST|BST|CEST|time[\s_-]*zone)\b",
    re.IGNORECASE,
)
"""What makes another clock of the ``UTC`` beside it: ``UTC plus 3``, ``UTC+5.5``, ``not UTC``."""
_SIGNS = str.maketrans("−–±", "--+")
_NO_ZONES = frozenset(("Factory", "localtime"))
"""Names in the time zone database that say nothing of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The zone of a file's clock, and why."""

    name: str
    note: Text
    is_open: bool = False
    """Only the person knows it."""


def decide(
    form: Interpretation, above: Sequence[str], given: str | None, remembered: str | None = None
) -> Zone:
    """Decide it by the person's word, by offsets in the stamps, by the headers of the time's
    columns, by what stands above the table, by what is ``remembered`` of the site. Raises FileError
    if the person's is unknown."""
    if given is not None:
        check_zone(given)
    if has_offset(form.time_format):
        name = given or remembered or UTC
        return Zone(name=name, note=Words.OWN_OFFSET(zone=name))
    if given is not None:
        return Zone(name=given, note=Words.ZONE_CHOSEN(zone=given))
    for header in (form.headers[column] for column in form.time_columns):
        if (zone := _of_header(header)) is not None:
            return Zone(name=zone, note=Words.ZONE_IN_HEADER(header=header, zone=zone))
    lines = [line.strip()[:100] for line in above if _OF_ZONE.search(line)]
    named = {zone: line for line in reversed(lines) if (zone := _named(line)) is not None}
    if len(named) == 1:
        [(zone, line)] = named.items()
        return Zone(name=zone, note=Words.ZONE_ABOVE(line=line, zone=zone))
    if is_kaggle(form.headers) and not lines:
        return Zone(name=_ZONE_OF_KAGGLE, note=Words.ZONE_OF_KAGGLE(zone=_ZONE_OF_KAGGLE))
    if remembered is not None:
        return Zone(name=remembered, note=Words.ZONE_REMEMBERED(zone=remembered))
    unclear = [form.headers[c] for c in form.time_columns if _UTC.search(form.headers[c])]
    for text in (*unclear, *lines):
        return Zone(name=UTC, note=Words.ZONE_UNCLEAR(text=text), is_open=True)
    return Zone(name=UTC, note=Words.ZONE_OPEN(), is_open=True)


def is_kaggle(headers: Sequence[str]) -> bool:
    """True for the columns of the Kaggle data set."""
    return {heading(header).name for header in headers} >= _KAGGLE


def _of_header(header: str) -> str | None:
    # "Date/Time" looks like a zone's name, and the list of zones takes ten milliseconds.
    names = [name for name in _IANA.findall(header) if not names_time(name)]
    return _known(names) or _utc(header)


def _named(line: str) -> str | None:
    """By what stands after *time zone*."""
    match = _OF_ZONE.search(line)
    text = match["zone"] if match else ""
    if _UTC.match(text):
        return _utc(text)
    return _known(_IANA.findall(text) or _WORD.findall(text)[:1])


def _known(names: list[str]) -> str | None:
    """The one that the time zone database has."""
    found = {_zones()[name] for each in names if (name := each.casefold()) in _zones()}
    return found.pop() if len(found) == 1 else None


@cache
def _zones() -> dict[str, str]:
    """The names of all zones, by the same without case."""
    return {name.casefold(): name for name in available_timezones() - _NO_ZONES}


def _utc(text: str) -> str | None:
    """``UTC``, ``GMT+1``, ``UTC+03:00``; an offset of whole hours has a zone of its own, whose
    sign POSIX turns around."""
    text = text.translate(_SIGNS)
    match = _UTC.search(text)
    if match is None or _BEFORE.search(text[: match.start()]) or _AFTER.search(text[match.end() :]):
        return None
    hours = int(match["hours"] or 0)
    if hours == 0:
        return "UTC"
    zone = f"Etc/GMT{'-' if match['sign'] == '+' else '+'}{hours}"
    return _zones().get(zone.casefold())
