"""In which encoding a text is: by its mark, by UTF-16's zeros, as UTF-8, else by its letters.

Two known Chinese words tell GB 18030. The single-byte encodings differ in few characters. Each byte
beyond ASCII speaks for those in which it is a letter of the languages that use them, or a sign that
stands beside numbers and units, and against those in which it is none; known words speak louder.
Western (cp1252) is what nothing speaks against.
"""

import codecs
import re

from turbine.model.errors import FileError
from turbine.readers.csv.words import Words

UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}

_LETTERS = {
    "cp1252": "äöüßÄÖÜéèêëàâçîïôûùœÉÈÀÇáíóúñÁÍÓÚÑãõÃåøæÅØÆìò",
    "cp1254": "ğışĞİŞçöüÇÖÜâîû",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűŐŰľĺŕôäöüßÄÖÜ",
    "iso8859-15": "äöüßÄÖÜéèêëàâçîïôûùœŒšžŠŽáíóúñåøæ€",
}
"""Letters of the languages that are written in each, the likeliest encoding first."""
_SIGNS = "°²³µ·±§–—−’‘“”…º€ "
_WORDS = {
    "cp1254": "rüzgar hızı güç gücü yönü sıcaklık sıcaklığı saat türbin üretim açısı",
    "cp1250": "prędkość kierunek wiatru średnia moc czynna rychlost větru směr výkon teplota szél "
    "szélsebesség teljesítmény čas",
    "cp1252": "leistung windgeschwindigkeit größe dirección vitesse puissance température récept "
    "velocità hastighed vindhastighet effekt mätning",
}
_CHINESE = ("时间", "日期", "风速", "风向", "功率", "有功", "转速", "温度", "机组", "发电")
_KNOWN = {encoding: frozenset(words.split()) for encoding, words in _WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_WORD_WEIGHT = 10
_C1 = re.compile(rb"[\x80-\x9f]")


def encoding_of(data: bytes, *, is_whole: bool) -> str:
    """A Python codec. ``data`` is the file's head, or all of it."""
    if data[:2] in UTF16:
        return UTF16[data[:2]]
    odd, even = data[1::2].count(0), data[0::2].count(0)
    if max(odd, even) * 4 > len(data) and min(odd, even) * 10 < max(odd, even):
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        # A head may end in the middle of a character.
        (data if is_whole else data[: data.rfind(b"\n") + 1 or None]).decode("utf-8")
    except UnicodeDecodeError:
        if _is_nearly_utf8(data):
            return "utf-8"
        if sum(word.encode("gb18030") in data for word in _CHINESE) > 1:
            return "gb18030"
        return max(_LETTERS, key=lambda encoding: _speaks_for(data, encoding))
    return "utf-8"


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether a few damaged characters are all that speaks against it: in no other encoding do
    letters look like its sequences."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return sum(not each.isascii() for each in text) - damaged >= 4 * damaged


def _speaks_for(data: bytes, encoding: str) -> int:
    if encoding == "iso8859-15" and _C1.search(data):
        return -len(data)  # controls there
    text = data.decode(encoding, "replace")
    letters, known = _LETTERS[encoding], _KNOWN.get(encoding, frozenset())
    score = 0
    for word in set(_WORD.findall(text)):
        if not word.isascii():
            score += _WORD_WEIGHT * (word.casefold().replace("i̇", "i") in known)
            score += sum(1 if each in letters else -2 for each in word if not each.isascii())
    signs = {each for each in text if not each.isascii() and not each.isalpha()}
    return score + sum(1 if each in _SIGNS else -1 for each in signs)


def checked_encoding(name: str) -> str:
    """A person's. Raises FileError if it is none of text."""
    try:
        info = codecs.lookup(name)
        codecs.getincrementaldecoder(name)()
        is_text = isinstance("".encode(name), bytes) and "a;\n".encode(name).decode(name) == "a;\n"
    except (LookupError, UnicodeError, ValueError, TypeError):
        is_text = False
    if not is_text:
        raise FileError(Words.NO_SUCH_ENCODING(name=name), hint=Words.ENCODINGS_ARE())
    return {"utf-16": "utf-16-le", "iso8859-1": "cp1252"}.get(info.name, info.name)
