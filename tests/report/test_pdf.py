"""The report on paper, read back by another library."""

import builtins
import io
from dataclasses import replace

import pytest
from printed import needs_pango
from pypdf import PdfReader
from samples import ZONE
from scada import ACTOR, SERIES, embedded_place, made_file

from turbine.model.errors import ConfigError
from turbine.report import pdf
from turbine.report.page import html
from turbine.services.reported import Asked

NAME = "T1 <& Ünicode"


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> PdfReader:
    place = embedded_place(tmp_path_factory.mktemp("pdf"))
    series = replace(SERIES, turbine=NAME)
    place.ingest(made_file(400), series=series)
    report = place.windproof.reports.gather(ACTOR, Asked(series=(series,), zone=ZONE))
    return PdfReader(io.BytesIO(pdf.pdf(html(report))))


def text_of(read: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


@needs_pango
def test_it_has_the_words_and_figures_of_the_page(read):
    text = text_of(read)
    assert read.metadata.title == f"Report on {NAME}"
    for said in (
        f"Report on {NAME}",
        "2018-01-01 00:00 UTC+03:00",
        "PASS: 400 rows",
        "Definitions",
    ):
        assert said in text, said


@needs_pango
def test_its_pages_are_a4_and_count_themselves(read):
    count = len(read.pages)
    assert 3 <= count <= 8
    for place, page in enumerate(read.pages, 1):
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
        assert f"{place} / {count}" in page.extract_text()
    assert f"Report on {NAME}" in read.pages[1].extract_text(), "the running title"


@needs_pango
def test_its_fonts_are_in_it(read):
    fonts = [
        font.get_object()
        for page in read.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    ]
    assert fonts
    for font in fonts:
        (descendant,) = font["/DescendantFonts"]
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"].get_object()


@needs_pango
def test_it_is_tagged_and_says_its_language(read):
    catalogue = read.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en"


@needs_pango
def test_nothing_is_fetched_from_elsewhere():
    page = pdf.pdf('<p>here</p><img src="file:///etc/hostname" alt="not fetched">')
    (only,) = PdfReader(io.BytesIO(page)).pages
    assert "here" in only.extract_text()


def test_without_its_library_it_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0': error 0x7e.  Additionally, …")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ConfigError, match=r"libpango-1\.0-0") as caught:
        pdf.pdf("<p>nothing</p>")
    assert "apt-get install libpango-1.0-0" in str(caught.value.hint)


@needs_pango
def test_one_is_made_at_a_time_and_who_waits_may_leave(monkeypatch):
    asked = []

    def leaves() -> None:
        asked.append("waiting")
        if len(asked) == 2:
            raise InterruptedError

    monkeypatch.setattr(pdf, "_ASKS_AGAIN_S", 0.01)
    with pdf._alone, pytest.raises(InterruptedError):
        pdf.pdf("<p>one</p>", while_waiting=leaves)
    assert len(asked) == 2
    assert pdf.pdf("<p>one</p>", while_waiting=leaves).startswith(b"%PDF-"), "the turn is free"
    assert not pdf._alone.locked()
