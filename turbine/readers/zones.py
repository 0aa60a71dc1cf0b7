"""On which clock a file's stamps stand: what the file says is taken, what it leaves open said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

from turbine.model.headings import heading
from turbine.readers import timestamps
from turbine.readers.model import Interpretation
from turbine.readers.words import Words
from turbine.words import Text

_KAGGLE = {"lvactivepower", "theoreticalpowercurve"}
"""Columns that only the Kaggle data set has together. Its clock is UTC+3 all year, as Istanbul's
is since September 2016."""
ASSUMED_ZONE = "Europe/Istanbul"
"""Of a file that says nothing of its clock; it is said that this is assumed."""

_OF_ZONE = re.compile(r"time[\s_-]*zone\W{0,3}(?P<zone>[A-Za-z][\w/+:-]*)", re.IGNORECASE)
_UTC = re.compile(
    r"(?<![A-Za-z])(?:UTC|GMT|Zulu)(?![A-Za-z])\s*(?:(?P<sign>[+-])\s*(?P<hours>\d{1,2})"
    r"(?::?00)?)?(?!\s*[+-]?\s*[\d:])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The zone of a file's clock, and why."""

    name: str
    note: Text


def decide(form: Interpretation, above: Sequence[str], given: str | None) -> Zone:
    """Decide it by the person's word, by offsets in the stamps, by the headers of the time's
    columns, by what stands above the table. Raises FileError if the person's is unknown."""
    if given is not None:
        timestamps.check_zone(given)
    if timestamps.has_offset(form.time_format):
        return Zone(name=given or ASSUMED_ZONE, note=Words.OWN_OFFSET())
    if given is not None:
        return Zone(name=given, note=Words.ZONE_CHOSEN(zone=given))
    for header in (form.headers[column] for column in form.time_columns):
        if (zone := _utc(header)) is not None:
            return Zone(name=zone, note=Words.ZONE_IN_HEADER(header=header, zone=zone))
    for line in above:
        if (zone := _named(line)) is not None:
            return Zone(name=zone, note=Words.ZONE_ABOVE(line=line.strip()[:100], zone=zone))
    if {heading(header).name for header in form.headers} >= _KAGGLE:
        return Zone(name=ASSUMED_ZONE, note=Words.ZONE_OF_KAGGLE(zone=ASSUMED_ZONE))
    return Zone(name=ASSUMED_ZONE, note=Words.ZONE_ASSUMED(zone=ASSUMED_ZONE))


def _named(line: str) -> str | None:
    match = _OF_ZONE.search(line)
    if match is None:
        return None
    if (zone := _utc(line[match.start("zone") :])) is not None:
        return zone
    known = {name.casefold(): name for name in available_timezones()}
    return known.get(match["zone"].casefold())


def _utc(text: str) -> str | None:
    """``UTC``, ``GMT+1``, ``UTC+03:00``; an offset of whole hours has a zone of its own, whose
    sign POSIX turns around."""
    match = _UTC.search(text)
    if match is None:
        return None
    hours = int(match["hours"] or 0)
    if hours == 0:
        return "UTC"
    zone = f"Etc/GMT{'-' if match['sign'] == '+' else '+'}{hours}"
    return zone if zone in available_timezones() else None
