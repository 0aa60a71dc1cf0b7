"""Encodings are told apart by their letters, and can be chosen."""

import pytest

from turbine.model.errors import FileError
from turbine.readers import detect, open_source
from turbine.readers.csv.encodings import encoding_of

ROW = "2020-01-13 00:00;7.5;812;250"
HEADERS = {
    "cp1252": ("Zeit", "Windgeschwindigkeit", "Leistung größer", "Richtung"),
    "cp1254": ("Tarih/Saat", "Rüzgar Hızı", "Aktif Güç", "Rüzgar Yönü"),
    "cp1250": ("Čas", "Rychlost větru", "Výkon", "Směr větru"),
    "iso8859-15": ("Heure", "Vitesse du vent", "Puissance (€)", "Direction"),
    "gb18030": ("时间", "风速", "有功功率", "风向"),
}


@pytest.mark.parametrize("encoding", HEADERS)
def test_each_is_known_by_its_letters(encoding):
    text = "\n".join([" (°);".join(HEADERS[encoding]), ROW, ""])
    assert encoding_of(text.encode(encoding), is_whole=True) == encoding


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Dirección del viento", "cp1252"),
        ("Densité (kg/m³);Température", "cp1252"),
        ("Effekt på nätet", "cp1252"),
        ("Druck (µbar) ±", "cp1252"),
        ("Sıcaklık", "cp1254"),
        ("Üretim İşletme", "cp1254"),
        ("Średnia prędkość", "cp1250"),
        ("Szélsebesség", "cp1250"),
        ("Теплота", "utf-8"),
    ],
)
def test_few_words_are_enough(text, encoding):
    assert encoding_of(text.encode(encoding), is_whole=True) == encoding


def test_the_person_chooses_another():
    data = "Zeit;Leistung;Бетер\n13.01.2020 00:00;1;2\n".encode("cp1251")
    chosen = detect(open_source(data, "a.csv"), encoding="cp1251").interpretation
    assert chosen.headers[2] == "Бетер"
    assert chosen.details.encoding == "cp1251"


@pytest.mark.parametrize("name", ["klingon", "rot13", "base64", ""])
def test_what_is_no_encoding_of_text_is_refused(name):
    source = open_source(b"Time,Power\n2020-01-13 00:00,1\n", "a.csv")
    if not name:
        assert detect(source, encoding=name).interpretation.details.encoding == "utf-8"
        return
    with pytest.raises(FileError, match="no text encoding"):
        detect(source, encoding=name)


@pytest.mark.parametrize("line", ["0", "two", "-1", "2.5", "²"])
def test_a_header_line_is_a_number(line):
    with pytest.raises(FileError, match="is not a line number"):
        detect(open_source(b"Time,Power\n2020-01-13 00:00,1\n", "a.csv"), header_line=line)


def test_a_damaged_character_does_not_change_the_encoding():
    data = "Tarih;Rüzgar Hızı (m/s);Güç (kW);Yönü (°);Sıcaklık\n".encode() + b"\xff\n"
    assert encoding_of(data, is_whole=True) == "utf-8"
