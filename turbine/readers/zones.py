"""On which clock a file's stamps stand: what the file says is taken, what it leaves open said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from turbine.model.headings import heading
from turbine.readers.columns import names_time
from turbine.readers.model import Interpretation
from turbine.readers.times.patterns import has_offset
from turbine.readers.times.vocabulary import ZONES, pair_of, zone_named
from turbine.readers.timestamps import check_zone
from turbine.readers.words import Words
from turbine.words import Text

_KAGGLE = {"lvactivepower", "theoreticalpowercurve"}
"""Columns that only the Kaggle data set has together. Its clock is UTC+3 all year, as Istanbul's
is since September 2016."""
_ZONE_OF_KAGGLE = "Europe/Istanbul"
"""Of the Kaggle data set alone."""
UTC = "UTC"

_OF_ZONE = re.compile(
    r"(?:time[\s_-]*zone(?:[\s_-]+name)?|zeitzone|zona\s+horaria|huso\s+horario|saat\s+dilimi"
    r"|fuseau\s+horaire|fuso\s+orario|\b(?:time\s+in|(?:times|time\s?stamps)(?:\s+are)?"
    r"(?:\s+given)?(?:\s+in)?|zeitangaben(?:\s+in)?)(?=\s+(?:UTC|GMT|CET|MEZ|[a-z]+/[a-z])))"
    r"[^\w+]{0,9}(?P<zone>[\w+].*)",
    re.IGNORECASE,
)
_UTC = re.compile(
    r"(?:(?<![A-Za-z])|(?<=time)|(?<=date)|(?<=stamp))(?:UTC|GMT|Zulu)(?:(?![A-Za-z])|(?=time))"
    r"(?:\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?00)?(?![\d:])(?:\s*(?:h|hrs?|hours?|std))?)?",
    re.IGNORECASE,
)
_ALL_YEAR = re.compile(
    r"(?:\bno|\bwithout|\bohne|\bsin)\s+(?:DST|daylight\s+saving\w*|summer\s*time|sommerzeit"
    r"|horario\s+de\s+verano)|\ball\s+year\b|\bganzj\S+hrig\b|\bwinterzeit\b|\bnormalzeit\b",
    re.IGNORECASE,
)
"""What says that a clock is never put forward."""
_IANA = re.compile(r"[A-Za-z]+(?:/[A-Za-z][\w+-]*)+")
_WORD = re.compile(r"[A-Za-z][\w-]+")
_BEFORE = re.compile(r"\b(?:not|since|diff\w*|offset)\b", re.IGNORECASE)
_AFTER = re.compile(
    r"[\d½]|\b(?:plus|minus|offset|standard|local|summer|DST|BST|CEST|time[\s_-]*zone)\b",
    re.IGNORECASE,
)
"""What makes another clock of the ``UTC`` beside it: ``UTC plus 3``, ``UTC+5.5``, ``not UTC``."""
_PLACE = re.compile(
    r"\b(?!Start|End|Begin|Time|Date|Stamp|Interval|Period|Hour|Mean|Average|Coordinated|Standard\b)"
    r"[A-ZÀ-Þ][a-zß-ÿ]{3,}"
)
"""Behind an offset the name of a place, whose clock may keep summer time, as Windows calls zones:
``(UTC+01:00) Amsterdam, Berlin``."""
_NO_SHORT = {"utc", "gmt", "ut", "zulu", "est", "west"}
_SHORT = re.compile(
    rf"(?<![A-Za-z])(?:(?i:{'|'.join(sorted(ZONES.keys() - _NO_SHORT, key=len, reverse=True))})"
    r"|BST|CST|EST|IST|WEST)(?![A-Za-z])"
)
"""A clock's short name: by itself it does not say whether summer time is kept."""
_ETC = re.compile(r"Etc/GMT([+-]\d+)")
_BARE = re.compile(r"(?<=[(\[])(?=[+-]\d\d:?\d\d[)\]])")
"""Where an offset stands alone in brackets: ``(+03:00)``."""
_SIGNS = str.maketrans("−–±", "--+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The zone of a file's clock, and why."""

    name: str
    note: Text
    is_open: bool = False
    """Only the person knows it."""


def decide(
    form: Interpretation,
    above: Sequence[str],
    given: str | None,
    remembered: str | None = None,
    *,
    cells: Sequence[str] = (),
) -> Zone:
    """Decide it by the person's word, by offsets in the stamps, by the zone's name in them (the
    first rows' time ``cells``), by the headers of the time's columns, by what stands above the
    table, by what is ``remembered`` of the site. Raises FileError if the person's is unknown."""
    if given is not None:
        check_zone(given)
    named = _of_cells(cells)
    if has_offset(form.time_format):
        name = given or (named.name if named else None) or remembered or UTC
        return Zone(name=name, note=Words.OWN_OFFSET(zone=shown(name)))
    if given is not None:
        return Zone(name=given, note=Words.ZONE_CHOSEN(zone=shown(given)))
    headers = [form.headers[column] for column in form.time_columns]
    lines = [line.strip()[:100] for line in above if _OF_ZONE.search(line)]
    said = named or _of_headers(headers) or _above(lines)
    if said is not None:
        return said
    if is_kaggle(form.headers) and not lines:
        return Zone(name=_ZONE_OF_KAGGLE, note=Words.ZONE_OF_KAGGLE(zone=_ZONE_OF_KAGGLE))
    if remembered is not None:
        return Zone(name=remembered, note=Words.ZONE_REMEMBERED(zone=shown(remembered)))
    for text in (*headers, *lines, *cells, *above):
        if text in lines or _UTC.search(text) or _SHORT.search(text):
            return Zone(name=UTC, note=Words.ZONE_UNCLEAR(text=text.strip()[:100]), is_open=True)
    return Zone(name=UTC, note=Words.ZONE_OPEN(), is_open=True)


def is_kaggle(headers: Sequence[str]) -> bool:
    """True for the columns of the Kaggle data set."""
    return {heading(header).name for header in headers} >= _KAGGLE


def _of_cells(cells: Sequence[str]) -> Zone | None:
    found: dict[str, str] = {}
    for cell in cells:
        # A date's slashes make no zone's name, and the list of zones takes ten milliseconds.
        zone = pair_of(cell) or _known(_IANA.findall(cell)) if _IANA.search(cell) else None
        if zone is not None:
            found.setdefault(zone, cell)
    if len(found) != 1:
        return None
    [(zone, cell)] = found.items()
    return Zone(name=zone, note=Words.ZONE_IN_CELLS(text=cell, zone=zone))


def _of_headers(headers: Sequence[str]) -> Zone | None:
    for header in headers:
        if (zone := _of_header(header)) is not None:
            return Zone(name=zone, note=Words.ZONE_IN_HEADER(header=header, zone=shown(zone)))
    return None


def _above(lines: Sequence[str]) -> Zone | None:
    named = {zone: line for line in reversed(lines) if (zone := _named(line)) is not None}
    if len(named) != 1:
        return None
    [(zone, line)] = named.items()
    return Zone(name=zone, note=Words.ZONE_ABOVE(line=line, zone=shown(zone)))


def _of_header(header: str) -> str | None:
    # "Date/Time" looks like a zone's name.
    names = [name for name in _IANA.findall(header) if not names_time(name)]
    return _by_name(header, names) or _utc(_BARE.sub("UTC", header))


def _named(line: str) -> str | None:
    """By what stands after *time zone*."""
    match = _OF_ZONE.search(line)
    text = match["zone"] if match else ""
    if _UTC.match(text):
        return _utc(text)
    return _by_name(text, _IANA.findall(text) or _WORD.findall(text)[:1])


def _by_name(text: str, names: Sequence[str]) -> str | None:
    """By a zone's name, its names in winter and summer, or its winter's if that is all year."""
    return _known(names) or pair_of(text) or _all_year(text)


def _known(names: Sequence[str]) -> str | None:
    """The one that the time zone database has."""
    found = {zone for name in names if (zone := zone_named(name)) is not None}
    return found.pop() if len(found) == 1 else None


def _all_year(text: str) -> str | None:
    """``CET, no DST``: a short name's own offset."""
    if not _ALL_YEAR.search(text):
        return None
    words = {match[0].casefold() for match in _SHORT.finditer(text)}
    minutes = [ZONES.get(word, 1) for word in words]
    return None if len(words) != 1 or minutes[0] % 60 else _etc(minutes[0] // 60)


def _utc(text: str) -> str | None:
    """``UTC``, ``GMT+1``, ``UTC+03:00``; an offset of whole hours has a zone of its own."""
    text = _ALL_YEAR.sub("", text.translate(_SIGNS))
    match = _UTC.search(text)
    if match is None or _BEFORE.search(text[: match.start()]) or _AFTER.search(text[match.end() :]):
        return None
    if match["sign"] and _PLACE.search(text[match.end() :]):
        return None
    hours = int(match["hours"] or 0)
    return _etc(-hours if match["sign"] == "-" else hours)


def _etc(hours: int) -> str | None:
    """The zone that is so far ahead of UTC all year: POSIX turns the sign around."""
    return zone_named(f"Etc/GMT{-hours:+d}") if hours else UTC


def shown(zone: str) -> Text:
    """A zone's name for a person: with its offset, if that stands turned around in the name."""
    if (match := _ETC.fullmatch(zone)) is None:
        return zone
    return Words.ALL_YEAR(zone=zone, offset=match[1].translate(str.maketrans("+-", "-+")))
