"""Which column of a file names the turbine of each row, and what the file calls its only one."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from turbine.model import channels, units
from turbine.model.errors import FileError
from turbine.readers.chosen import Chosen
from turbine.readers.field_notes import without
from turbine.readers.model import Detection, Interpretation
from turbine.readers.times.content import kind_of
from turbine.readers.words import Words
from turbine.words import Text

_TURBINE = frozenset(
    (
        "aero", "aerogenerador", "aerogenerator", "anlage", "anlagen", "asset", "device",
        "eolienne", "machine", "maquina", "turb", "turbin", "turbina", "turbine",
        "turbinen", "unit", "wea", "wec", "windturbine", "windenergieanlage", "windkraftanlage",
        "wka", "wt", "wtg", "wtgs",
    )
)  # fmt: skip
_SITE = frozenset(
    (
        "farm", "park", "parque", "parqueeolico", "plant", "saha", "santral", "site", "standort",
        "windfarm", "windpark", "windplant",
    )
)  # fmt: skip
_FILLERS = frozenset(
    (
        "adi", "bezeichnung", "code", "de", "del", "id", "identifier", "key", "label", "la", "name",
        "no", "nombre", "nr", "num", "number", "nummer", "numero", "the",
    )
)  # fmt: skip
_CUTS = re.compile(r"[^0-9A-Za-z]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])")
_FRACTION = re.compile(r"[+-]?\d*[.,]\d+")
_ABOVE = re.compile(
    r"^[#;%*\s\"']*(?:wind\s*)?(?:turbine|turbina|anlage|wtg|wea|aerogenerador|türbin)"
    r"(?:\s*(?:name|id))?\s*[\"']?(?:[:=]|(?P<cell>(?:[:=]\s*[\"']?)?[,;\t][\"']?))"
    r"\s*(?P<name>[^\s,;\"'][^,;\"'\t]*)(?(cell)[,;\"'\s]*$)",
    re.IGNORECASE,
)
"""``Turbine: WTG01``; or two cells of a line, and no third: ``Turbine;WTG01``."""
_IN_FILE = re.compile(
    r"(?<![A-Za-z0-9])(?:WTG|WTGS|WT|WEA|WEC|WKA|Turbine|Turb|Anlage|Aerogenerador|Türbin)"
    r"[ _-]?\d{1,3}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
"""A turbine in a file's name, or alone in a line."""
_COPY = re.compile(r"(?:\s*\(\d+\)|[ _-]+(?:copy|kopie|copia|kopya))+$", re.IGNORECASE)
"""What browsers and desktops add to a second file of the same name."""
_WORDS = re.compile(r"[^\W_]+")
_OF_PERIOD = re.compile(
    r"\d{4,}|(?:part|teil|parte|q|jan|feb|mar|apr|may|mai|jun|jul|aug|sep|okt|oct|nov|dec|dez|"
    r"ene|abr|ago|dic|oca|[sş]ub|nis|haz|tem|a[gğ]u|eyl|eki|kas|ara|week|woche|semana|hafta)\w*|"
    r"kw[ _-]?\d{1,2}",
    re.IGNORECASE,
)
"""A word of a file's name that may say which time it is of, or which part."""
_YEAR, _MONTH = re.compile(r"(?:19|20)\d\d"), re.compile(r"0[1-9]|1[0-2]")
LONGEST_NAME = 64


def decide(detection: Detection, given: Chosen) -> Detection:
    """The same with the columns that name turbine and site: by the person's word, else by their
    headers. Raises FileError for a column that is none."""
    form = detection.interpretation
    named = detection.turbine or named_above(detection.above)
    if given.one_turbine:
        return replace(detection, turbine=named)
    turbine, site = given.turbine_column, None
    if turbine is not None and not 0 <= turbine < len(form.headers):
        raise FileError(
            Words.NO_TURBINE_COLUMN(column=turbine + 1), hint=Words.COLUMNS(count=len(form.headers))
        )
    if turbine is None:
        turbine = _first(detection, _TURBINE)
    if turbine in form.time_columns:
        raise FileError(Words.TURBINE_IS_TIME(header=form.headers[turbine]))
    site = _first(detection, _SITE)
    if turbine is None and site is None:
        return replace(detection, turbine=named)
    chosen = with_columns(form, turbine=turbine, site=site if site != turbine else None)
    keys = {repr(form.headers[c]) for c in (turbine, site) if c is not None}
    return replace(
        detection,
        interpretation=chosen,
        notes=(*without(detection.notes, keys), *_notes(chosen)),
        states=tuple(each for each in detection.states if each[0] not in (turbine, site)),
        turbine=named,
    )


def with_columns(form: Interpretation, *, turbine: int | None, site: int | None) -> Interpretation:
    """The same with these columns as names, and as nothing else."""
    keys = {turbine, site}
    return replace(
        form,
        turbine_column=turbine,
        site_column=site,
        mapping=tuple((column, name) for column, name in form.mapping if column not in keys),
        units=tuple((column, unit) for column, unit in form.units if column not in keys),
    )


def named_above(lines: Sequence[str]) -> str:
    """What a preamble calls the turbine: ``# Turbine: Kelmarsh 1``. Empty if it does not."""
    names = {match["name"].strip() for line in lines if (match := _ABOVE.match(line))}
    names = {name for name in names if channels.match(name) is None}
    name = names.pop() if len(names) == 1 else ""
    return name if len(name) <= LONGEST_NAME else ""


def named_among_rows(line: str) -> bool:
    """Whether a line among the rows is the name of a turbine: ``Turbine: WTG02``, ``WTG02;;``."""
    return bool(named_above([line]) or _IN_FILE.fullmatch(line.strip(" \t,;\"'#")))


def named_by_files(files: Sequence[str]) -> tuple[str, ...]:
    """The names of turbines in files' names: ``WTG01`` in ``Vestas WTG01_2020 (1).csv``, else what
    alone tells several apart, unless that may as well be a date or the number of a part. Empty if
    they tell nothing."""
    stems = [_COPY.sub("", re.sub(r"(?:\.\w{1,5}){1,2}$", "", file)) for file in files]
    said = [set(_IN_FILE.findall(stem)) for stem in stems]
    if all(len(names) == 1 for names in said) and len(set.union(*said)) == len(files):
        return tuple(names.pop() for names in said)
    cut = [_WORDS.findall(stem) for stem in stems]
    if len({len(words) for words in cut}) != 1:
        return ()
    places = list(zip(*cut, strict=True))
    differ = [at for at, place in enumerate(places) if len(set(place)) > 1]
    if len(differ) != 1 or len(set(places[differ[0]])) < len(files):
        return ()
    words = places[differ[0]]
    is_period = any(_OF_PERIOD.fullmatch(word) for word in words) or _is_date(places, differ[0])
    is_signal = any(channels.match(word) is not None for word in words)  # power.csv, wind.csv
    return () if is_period or is_signal else words


def _is_date(places: Sequence[Sequence[str]], at: int) -> bool:
    """Whether the numbers in one place of several names are months or days beside a year:
    ``2016_03``, ``2016-03-01``, ``03.2016``."""
    if not all(word.isdecimal() for word in places[at]):
        return False
    before = ["".join(place[0] for place in places[max(at - n, 0) : at]) for n in (1, 2)]
    after = places[at + 1][0] if at + 1 < len(places) else ""
    is_month = all(_MONTH.fullmatch(word) for word in places[at])
    return (
        _YEAR.fullmatch(before[0]) is not None
        or re.fullmatch(_YEAR.pattern + r"\d\d", before[1]) is not None
        or (is_month and _YEAR.fullmatch(after) is not None)
    )


def may_be_names(cells: Sequence[str]) -> bool:
    """True for a column's cells that can be names or numbers of turbines: no fractions, no times,
    no signals."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return (
        kind_of(filled) is None
        and bool(filled)
        and not any(_FRACTION.fullmatch(cell) or channels.match(cell) for cell in filled)
    )


def cells_of(detection: Detection, column: int) -> list[str]:
    """A column's cells of the first rows."""
    return [row[column] for row in detection.preview if column < len(row)]


def _first(detection: Detection, words: frozenset[str]) -> int | None:
    """The first column with such a header; one of texts before one of numbers."""
    form = detection.interpretation
    found = [
        column
        for column, header in enumerate(form.headers)
        if column not in form.time_columns
        and names(header, words)
        and may_be_names(cells_of(detection, column))
        and not _are_units(header, cells_of(detection, column))
    ]
    texts = (c for c in found if not all(_is_number(t) for t in cells_of(detection, c)))
    return next(texts, found[0] if found else None)


def _are_units(header: str, cells: Sequence[str]) -> bool:
    """True for a column *Unit* of signals' units."""
    is_unit = "unit" in header.casefold()
    filled = [cell for cell in cells if cell.strip()]
    return is_unit and all(units.understood(cell) is not None for cell in filled)


def _is_number(text: str) -> bool:
    return text.strip().isdecimal()


def names(header: str, words: frozenset[str]) -> bool:
    """True for *Wind_turbine_name*, *TurbID*, *Anlagen-Nr.*: a known word and fillers alone."""
    folded = unicodedata.normalize("NFKD", header.replace("ı", "i"))
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    parts = [part.casefold() for part in _CUTS.split(plain) if part]
    whole = "".join(parts)
    core = "".join(part for part in parts if part not in _FILLERS)
    if core in words:
        return True
    return any(whole == word + filler for word in words for filler in _FILLERS)


def names_series(header: str) -> bool:
    """True for the header of a column of turbines or of sites."""
    return names(header, _TURBINE) or names(header, _SITE)


def _notes(form: Interpretation) -> Iterator[Text]:
    if form.turbine_column is not None:
        yield Words.TURBINE_COLUMN(header=form.headers[form.turbine_column])
    if form.site_column is not None:
        yield Words.SITE_COLUMN(header=form.headers[form.site_column])
