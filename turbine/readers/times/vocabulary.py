"""Words in and above stamps: months, zones and their short names, what time columns are called."""

import re
from functools import cache
from zoneinfo import available_timezones

from turbine.model.channels import normalise

_MONTHS = (
    "jan january januar jänner jaenner ene enero janvier janv oca ocak gen gennaio",
    "feb february februar febr febrero février fevrier fév fev şub şubat subat febbraio",
    "mar march mär märz maerz mrz marzo mars mart",
    "apr april abr abril avril avr nis nisan aprile",
    "may mai mayo mayıs mayis maggio mag",
    "jun june juni junio juin haz haziran giugno giu",
    "jul july juli julio juillet juil tem temmuz luglio lug",
    "aug august ago agosto août aout ağu ağustos agustos",
    "sep sept september septiembre setiembre septembre eyl eylül eylul settembre set",
    "oct october okt oktober octubre octobre eki ekim ott ottobre",
    "nov november noviembre novembre kas kasım kasim",
    "dec december dez dezember dic diciembre décembre decembre déc ara aralık aralik dicembre",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
"""English, German, Spanish, French, Turkish and Italian, in small letters."""

ZONES = {
    "utc": 0, "gmt": 0, "ut": 0, "zulu": 0, "wet": 0, "west": 60,
    "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "eet": 120, "oez": 120, "eest": 180,
    "oesz": 180, "trt": 180, "msk": 180, "edt": -240, "est": -300, "cdt": -300, "mdt": -360,
    "mst": -420, "pdt": -420, "pst": -480, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "jst": 540,
}  # fmt: skip
"""Minutes ahead of UTC. Words that name several clocks (CST, IST, BST) are none of them."""

_PAIR = re.compile(
    r"(?<![A-Za-z])(?P<a>[A-Z]{3,4})\s?(?:[/,&-]|or|and|oder|und)\s?(?P<b>[A-Z]{3,4})(?![A-Za-z])",
    re.IGNORECASE,
)
_PAIRS = {
    frozenset(("cet", "cest")): "CET", frozenset(("mez", "mesz")): "CET",
    frozenset(("wet", "west")): "WET", frozenset(("est", "edt")): "EST5EDT",
    frozenset(("pst", "pdt")): "PST8PDT",
}  # fmt: skip
"""A clock's names in winter and summer say its rules, where all that use them keep the same."""
_NO_ZONES = frozenset(("Factory", "localtime", "CET", "EET", "EST", "HST", "MET", "MST", "WET"))
"""Names in the time zone database that say nothing of the file: a clock that is called CET may be
on summer time in summer, or not."""

_PARTS = {
    "Y": "year jahr año ano anio yıl yil yr yy yyyy année",
    "m": "month monat mes ay mon mm monthofyear mois",
    "d": "day tag día dia gün gun dd dayofmonth jour",
    "H": "hour hours hr hrs hh stunde std hora horas saat heure",
    "M": "minute minutes min mins minuten minuto minutos dakika",
    "j": "doy dayofyear yearday yday julianday julian jday jd tagdesjahres jourdelannee",
    "T": "hhmm hourminute hourmin hrmn",
    "S": "second seconds sec secs sekunde sekunden segundo segundos saniye",
}
_SOUNDS = (
    "time", "date", "datum", "stamp", "zeit", "fecha", "tarih", "zaman", "epoch", "unix",
    "horodat", "datetime", "tmstmp", "dttm", "yyyymm",
)  # fmt: skip
_ENDS = frozenset(
    (
        "bis", "to", "end", "ende", "endtime", "enddate", "timeend", "dateend", "fin", "hasta",
        "until", "endzeit", "timestampend", "endtimestamp", "dateto", "timeto", "datumbis",
        "zeitbis", "intervalend", "periodend", "bitis", "periodending", "hourending",
    )
)  # fmt: skip
_STARTS = frozenset(
    (
        "von", "from", "start", "begin", "beginn", "starttime", "startdate", "timestart",
        "datestart", "inicio", "desde", "startzeit", "timestampstart", "starttimestamp",
        "datefrom", "timefrom", "datumvon", "zeitvon", "intervalstart", "periodstart",
        "baslangic",
    )
)  # fmt: skip
_CLOCKS = ("time", "timeofday", "clock", "zeit", "uhrzeit", "hora", "saat", "ora", "heure")
_OF_PART = {_word: part for part, words in _PARTS.items() for _word in words.split()}


def part_of(header: str) -> str | None:
    """Which part of a stamp a column is called: Y, m, d, H, M or S; j, the day of the year; T, the
    hour and minute as one number."""
    return _OF_PART.get(normalise(header))


def names_clock(header: str) -> bool:
    """True for the header of a time of day."""
    return normalise(header) in _CLOCKS or part_of(header) in ("H", "T")


def sounds_like_time(header: str) -> bool:
    """True for a header with a word for time or date in it: ``MESS_DATUM``, ``unix_ts``."""
    name = normalise(header)
    return any(word in name for word in _SOUNDS) or name in ("ts", "t", "hora", "saat", "uhr")


def names_end(header: str) -> bool:
    """True for the header of the end of an interval."""
    return normalise(header) in _ENDS


def names_start(header: str) -> bool:
    """True for the header of the start of an interval."""
    return normalise(header) in _STARTS


def pair_of(text: str) -> str | None:
    """The zone of a clock that is called by its names in winter and summer: ``CET/CEST``."""
    found = (
        _PAIRS.get(frozenset((m["a"].casefold(), m["b"].casefold()))) for m in _PAIR.finditer(text)
    )
    return next((zone for zone in found if zone in _available()), None)


def zone_named(text: str) -> str | None:
    """The zone that the time zone database has under this name, in capitals or not."""
    return _zones().get(text.casefold())


@cache
def _available() -> frozenset[str]:
    return frozenset(available_timezones())  # which reads them all from the disk


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in _available() - _NO_ZONES}
