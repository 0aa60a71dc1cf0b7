"""Which pattern a text follows. Patterns are those of strftime, as far as it has words; beyond:

``%.f`` a fraction if there is one, ``%#z`` an offset, ``%Z`` a zone's short name, ``%N`` the number
of a day, ``%#H`` hour and minute as one number (5 is 0:05), ``%*`` whatever follows; ``|`` between
two patterns of which a text follows one; and, for numbers, ``epoch-s``, ``epoch-ms``, ``epoch-us``,
``epoch-ns`` (since 1970 in UTC), ``excel`` (days since 1899-12-30) and ``excel-1904`` (days since
1904-01-01, as a Mac's workbooks count them).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from turbine.readers.model import DateOrder
from turbine.readers.times.vocabulary import MONTHS, ZONES

Formats = tuple[tuple[DateOrder, str], ...]
"""The patterns that a text may follow, one for each order of its date."""

EPOCHS = {"epoch-s": 9, "epoch-ms": 6, "epoch-us": 3, "epoch-ns": 0}
"""Numbers since 1970 in UTC, and the digits that they lack to nanoseconds."""
EXCEL, EXCEL_1904 = "excel", "excel-1904"
EXCELS = {EXCEL: "1899-12-30", EXCEL_1904: "1904-01-01"}
"""The day from which each counts."""
NUMBERS = (*EPOCHS, *EXCELS)
CODES = re.compile(r"%(?:#[zH]|\.f|\*|-?[A-Za-z])")

_DATE = r"(?P<a>\d{1,4})(?P<s>[-./ ])(?P<b>\d{1,2}|[A-Za-z]{3})(?P=s)(?P<c>\d{4}|\d{1,2})"
_TIME = r"(?P<h>\d{1,2}):\d{2}(?P<sec>:\d{2}(?P<f>\.\d{1,9})?)?(?P<ap> ?[AaPp][Mm])?"
_OFFSET = r"(?P<o>Z| ?[+-]\d{2}(?::?\d{2})?)?"
_PATTERNS = {
    "stamp": re.compile(rf"{_DATE}(?P<j>,? +|T){_TIME}{_OFFSET}"),
    "date": re.compile(_DATE),
    "time": re.compile(_TIME),
}
_PLAIN = re.compile(
    r"(?:%Y|%y|%m|%d)([-./ ])(?:%m|%b|%d)\1(?:%Y|%y|%d)"
    r"(?:(?:T|, | )(?:%H:%M|%I:%M)(?::%S(?:%\.f)?)?(?: ?%p)?(?: ?%#z)?)?"
)
"""What polars reads by itself."""

# What else there is: each group is a code, what stands between them is as it is.
_NUMERIC_DAY = r"(?P<a>\d{1,4})(?P<s>[-./ ])(?P<bb>\d{1,2})(?P=s)(?P<c>\d{4}|\d{1,2})"
_SPELLED = (
    r"(?P<d>\d{1,2})(?:\.?\s(?:de\s)?|\.|-|/)(?P<b>[^\W\d_]{3,10})\.?"
    r"(?:,?\s(?:de\s|del\s)?|-|/)(?P<Y>\d{4})",
    r"(?P<b>[^\W\d_]{3,10})\.?\s(?P<d>\d{1,2})(?:,?\s(?P<Y>\d{4}))?",
    r"(?P<d>\d{1,2})\.?\s(?P<b>[^\W\d_]{3,10})\.?",
)
_DAY_OF_YEAR = r"(?P<Y>(?:19|20)\d{2})-(?P<j>[0-3]\d{2})"
_TIGHT_DAY = r"(?P<Y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"
_HOUR = (
    r"(?P<H>\d{1,2})(?P<t>[:.])(?P<M>[0-5]\d)(?:(?P=t)(?P<S>[0-5]\d)(?P<f>[.,]\d{1,9})?)?"
    r"(?:\s?(?P<p>[AaPp]\.?\s?[Mm]\.?))?"
)
_TIGHT_HOUR = r"(?P<H>[01]\d|2[0-4])(?:(?P<M>[0-5]\d)(?P<S>[0-5]\d)?)?"
_BEHIND = (
    r"(?:\s?\(?(?:(?:UTC|GMT)\s?(?=[+-]))?"
    r"(?P<o>Z|[+-]\d{2}(?::?\d{2})?|(?<=UTC)[+-]\d(?::\d{2})?|(?<=GMT)[+-]\d(?::\d{2})?)\)?)?"
    r"(?:\s\(?(?P<w>[A-Za-z]{2,5})\)?)?"
    r"(?:\s?\[(?P<z>[A-Za-z][\w/+-]*)\]|\s(?P<zz>[A-Z][A-Za-z]+(?:/[A-Z][\w+-]*)+))?"
)
"""An offset, a zone's short name, and its name in brackets (ISO 9557) or without."""
_TO = (  # a time: the 7 of "UTC -7" is none
    r"(?P<to>\s?(?:-|–|—|/|to|bis|hasta|a)\s?\d(?:\d?[:./-]\d|\d{3})[\d:.\sT/-]*(?:[AaPp][Mm])?)"
)
_JOINT = r"(?:,?\s|T|_|-)"
_OTHERS = tuple(
    re.compile(pattern)
    for pattern in (
        *(
            rf"{day}(?:{_JOINT}{_HOUR}{_BEHIND}{_TO}?)?"
            for day in (_NUMERIC_DAY, *_SPELLED, _DAY_OF_YEAR)
        ),
        rf"{_TIGHT_DAY}(?:{_JOINT}?{_TIGHT_HOUR}{_BEHIND})?",
        rf"{_TIGHT_DAY}{_JOINT}{_HOUR}{_BEHIND}{_TO}?",
    )
)
_RANGE = re.compile(rf"{_HOUR}{_TO}")
_LOUD_TIME = re.compile(_HOUR)
_ZONED_TIME = re.compile(_HOUR + _BEHIND)
_OFFSETS_OF_A_CLOCK = 4
"""A file with more offsets than these has the ends of its intervals behind a dash."""


_PASS = re.compile(r"(?<=\d)\s?[ABab](?=[:.\s]|$)")


def without_pass(text: str) -> str:
    """A time without the letter for the pass of a repeated hour: ``2A:00`` is 2:00."""
    return _PASS.sub("", text, count=1)


def is_plain(time_format: str) -> bool:
    """True for what polars reads by itself."""
    return _PLAIN.fullmatch(time_format) is not None


def kind(text: str) -> str | None:
    """``stamp``, ``date`` or ``time`` if the text looks like one (digits alone never do)."""
    text = " ".join(text.split())
    found = next((name for name, p in _PATTERNS.items() if p.fullmatch(text)), None)
    if found is None and (_RANGE.fullmatch(text) or _zoned(text)):
        return "time"
    if found is None and not text.isdigit() and (formats := _others(text)):
        return "stamp" if "%H" in formats[0][1] or "%I" in formats[0][1] else "date"
    if found is None and (bare := without_pass(text)) != text:
        return kind(bare)
    return found


def _zoned(text: str) -> bool:
    match = _ZONED_TIME.fullmatch(text)
    return match is not None and bool(match["o"] or (match["w"] or "").casefold() in ZONES)


def common_formats(texts: Iterable[str]) -> Formats:
    """The patterns of the commonest form among the texts; none if no text is a date. Where some
    rows write a fraction, all may."""
    stripped = [text.strip() for text in texts]
    found = [(text, f) for text in stripped if (f := _formats(text))]
    if not found:
        return ()
    counter = Counter(f for _, f in found)
    best = counter.most_common(1)[0][0]
    finer = tuple((order, pattern.replace("%S", "%S%.f")) for order, pattern in best)
    best = finer if finer in counter else best
    mine = [text for text, f in found if f == best]
    offsets = {_offset(text) for text in mine}
    if len(offsets) > _OFFSETS_OF_A_CLOCK and None not in offsets:
        return tuple((order, pattern.removesuffix("%#z") + "%*") for order, pattern in best)
    return _with_short_years(_with_midnights(best, found), mine)


def _with_midnights(best: Formats, found: Sequence[tuple[str, Formats]]) -> Formats:
    """Some programs leave out the time of midnight. (A date after the other times of its day is
    that of the day's sum.)"""
    dates = tuple((o, re.split(r",? ?(?:T|\s)%[HI]", p)[0]) for o, p in best)
    alone = [at for at, (_, formats) in enumerate(found) if formats == dates]
    if dates == best or not alone:
        return best
    texts = [text for text, _ in found]
    rising = sum((a < b) - (a > b) for a, b in pairwise(texts) if a[:8] == b[:8])
    late = -1 if rising > 0 else 1
    beside = [(texts[at], found[at + late]) for at in alone if 0 <= at + late < len(found)]
    if any(formats == best and text.startswith(day) for day, (text, formats) in beside):
        return best
    return tuple((o, f"{p}|{d}") for (o, p), (_, d) in zip(best, dates, strict=True))


def _with_short_years(best: Formats, texts: Sequence[str]) -> Formats:
    """A year of two digits may come first too, unless that would lie in the future."""
    if "%y" not in best[0][1] or best[0][0] == "year-first":
        return best
    firsts = [re.match(r"\d+", text) for text in texts]
    if any(f is None or not int(f[0]) <= date.today().year % 100 for f in firsts):  # noqa: DTZ011 - the century only
        return best
    day_first = dict(best).get("day-first", best[0][1])
    return (*best, ("year-first", day_first.translate(str.maketrans("dy", "yd"))))


def _offset(text: str) -> str | None:
    match = _PATTERNS["stamp"].fullmatch(text)
    return match["o"] if match else None


def _formats(text: str) -> Formats:
    match = _PATTERNS["stamp"].fullmatch(text) or _PATTERNS["date"].fullmatch(text)
    if match is None:
        bare = without_pass(text)
        return _others(" ".join(text.split())) or (_formats(bare) if bare != text else ())
    groups = match.groupdict()
    a, b, c, s = (groups[key] for key in "abcs")
    time = _time_format(groups)
    month = "%b" if b.isalpha() else "%m"
    if len(a) == 4:
        return (("year-first", f"%Y{s}{month}{s}%d{time}"),)
    year = "%Y" if len(c) == 4 else "%y"
    day_first: Formats = (("day-first", f"%d{s}{month}{s}{year}{time}"),)
    if month == "%b":
        return day_first
    return (*day_first, ("month-first", f"%m{s}%d{s}{year}{time}"))


def _time_format(groups: dict[str, str | None]) -> str:
    joint = groups.get("j")
    if joint is None:
        return ""
    text = ("T" if joint == "T" else ", " if "," in joint else " ") + (
        "%I:%M" if groups["ap"] else "%H:%M"
    )
    if groups["sec"]:
        text += ":%S" + ("%.f" if groups["f"] else "")
    if groups["ap"]:
        text += " %p" if groups["ap"].startswith(" ") else "%p"
    if offset := groups["o"]:
        text += " %#z" if offset.startswith(" ") else "%#z"
    return text


def _others(text: str) -> Formats:
    """By the forms that polars does not know."""
    for pattern in _OTHERS:
        match = pattern.fullmatch(text)
        if match is None or (match.groupdict().get("b") or "jan").casefold() not in MONTHS:
            continue
        groups = match.groupdict()
        if not (a := groups.get("a")):
            codes = {"d": "%d", "b": "%b", "Y": "%Y", "m": "%m", "j": "%j"}
            order: DateOrder = "year-first" if text[:4].isdigit() else "day-first"
            if groups.get("b") and text[0].isalpha():
                order = "month-first"
            return ((order, _coded(match, codes)),)
        if len(a) == 4:
            return (("year-first", _coded(match, {"a": "%Y", "bb": "%m", "c": "%d"})),)
        year = "%Y" if len(groups["c"]) == 4 else "%y"
        return (
            ("day-first", _coded(match, {"a": "%d", "bb": "%m", "c": year})),
            ("month-first", _coded(match, {"a": "%m", "bb": "%d", "c": year})),
        )
    return ()


def time_formats(texts: Iterable[str]) -> str:
    """The commonest pattern of times of day; empty if there is none."""
    found = Counter(
        _coded(match, {})
        for text in map(without_pass, texts)
        if (match := _RANGE.fullmatch(" ".join(text.split())) or _LOUD_TIME.fullmatch(text.strip()))
    )
    return found.most_common(1)[0][0] if found else ""


def is_time(text: str) -> bool:
    """True for a time of day, also with dots."""
    return bool(_LOUD_TIME.fullmatch(text) or _RANGE.fullmatch(text))


def _coded(match: re.Match[str], codes: dict[str, str]) -> str:
    """The text with a code in each group's place."""
    groups = match.groupdict()
    hour = "%I" if groups.get("p") else "%H"
    word = (groups.get("w") or "").casefold()
    codes = codes | {"H": hour, "M": "%M", "S": "%S", "f": "%.f", "p": "%p", "o": "%#z", "to": "%*"}
    if word in ZONES:
        codes["w"] = "%Z"
    if groups.get("o") or word in ZONES:  # else the name decides, and is to be the same in all rows
        codes |= {"z": "%*", "zz": "%*"}
    spans = sorted((match.span(name), code) for name, code in codes.items() if groups.get(name))
    text, at = "", 0
    for (start, stop), code in spans:
        text, at = text + match.string[at:start] + code, stop
    return text + match.string[at:]


def order_of(time_format: str) -> DateOrder:
    """Which order a pattern's date has."""
    codes = CODES.findall(time_format)
    month = "%m" if "%m" in codes else "%b"
    if month not in codes or "%d" not in codes or codes[0] in ("%Y", "%y"):
        return "year-first"
    return "day-first" if codes.index("%d") < codes.index(month) else "month-first"


def is_of_days(time_format: str) -> bool:
    """Whether the pattern is of dates alone, without a time of day."""
    return time_format not in NUMBERS and not re.search("%#?[HI]", time_format)


def has_offset(time_format: str) -> bool:
    """True if each stamp is a moment by itself, so that no zone is needed."""
    return time_format in EPOCHS or "%#z" in time_format or "%Z" in time_format


def lacks_year(time_format: str) -> bool:
    """True if only the person knows the year."""
    has_day = "%d" in time_format or "%j" in time_format
    return has_day and "%Y" not in time_format and "%y" not in time_format


def numbers_days(time_format: str) -> bool:
    """True if only the person knows the date of the first day."""
    return "%N" in time_format


_WORDS = {
    "%Y": "YYYY", "%y": "YY", "%m": "MM", "%b": "Mon", "%d": "DD", "%H": "hh", "%I": "hh",
    "%M": "mm", "%S": "ss", "%.f": ".fff", "%p": "AM/PM", "%#z": "±hh:mm", "%Z": "ZONE",
    "%N": "N", "%j": "DDD", "%#H": "hhmm", "%*": "…",
}  # fmt: skip


def readable(time_format: str) -> str:
    """The form as a person writes it: ``YYYY-MM-DD hh:mm:ss``."""
    return CODES.sub(lambda code: _WORDS[code[0]], time_format)
