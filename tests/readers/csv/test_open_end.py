"""A last line without its end is said, wherever a person looks, and is never refused for it."""

import contextlib
import gzip
import io
import random
import zipfile

import polars as pl
import pytest
from apptest import click, open_page, run, said, set_embedded
from hypothesis import given, settings
from hypothesis import strategies as st
from scada import ACTOR, HEADER, line, made_file, until

from turbine import readers
from turbine.model.errors import FileError
from turbine.readers import OpenEnd, detect, open_source, scan
from turbine.readers.csv import reading
from turbine.words import recall

ROWS = [line(row, 1500.5 + row, 7.25, 1600.5, 226.2) for row in range(5)]
WHOLE = "\n".join([HEADER, *ROWS, ""])
CUT = WHOLE.removesuffix("6.2\n")


def read(data: str | bytes, name: str = "T1.csv"):
    source = open_source(data.encode() if isinstance(data, str) else data, name)
    return scan(source, detect(source).interpretation)


def test_a_file_cut_inside_its_last_number_says_so_with_the_line_and_its_text():
    scanned = read(CUT)
    assert scanned.counts.kept == 5
    assert scanned.open_end == OpenEnd(
        line=6,
        text="01 01 2018 00:40,1504.5,7.25,1600.5,22",
        cells=5,
        header_cells=5,
        characters=38,
        compared=4,
        shortest=41,
    )
    assert str(scanned.open_end) == (
        "Line 6 is the last and has no line end: '01 01 2018 00:40,1504.5,7.25,1600.5,22'. Many "
        "programs write files that way. But if the file was cut off there, its last number has "
        "lost digits, or the line has lost cells: compare it with the source. It is shorter than "
        "each of the 4 lines before it: 38 characters instead of at least 41."
    )
    frame = pl.concat(scanned.blocks())
    assert frame["wind_direction_deg"].to_list() == [226.2] * 4 + [22.0], "stored as it stands"


def test_a_line_that_lost_cells_is_rejected_and_reported():
    scanned = read(WHOLE.removesuffix(",226.2\n"))
    assert (scanned.counts.kept, scanned.counts.rejected) == (4, 1)
    assert " It has 4 of 5 cells. It is shorter than each of" in str(scanned.open_end)


def test_a_last_line_like_the_others_is_reported_without_suspicion():
    told = str(read(WHOLE.removesuffix("\n")).open_end)
    assert told.startswith("Line 6 is the last and has no line end")
    assert "shorter" not in told
    assert "cells." not in told.partition("source.")[2]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\n  ", "\n\t\n"])
def test_a_line_end_of_any_kind_is_no_open_end(end):
    text = "\n".join([HEADER, *ROWS])
    assert read(text.replace("\n", "\r\n" if end == "\r\n" else "\n") + end).open_end is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "cp1252"])
def test_every_encoding_has_its_ends(encoding):
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    assert read(mark + WHOLE.encode(encoding)).open_end is None
    assert read(mark + CUT.encode(encoding)).open_end == read(CUT).open_end


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 400), st.integers(64, 3_000))
def test_the_end_is_found_whatever_the_blocks(cut, block_bytes):
    data = made_file(40).encode()[:-cut]
    whole = read(data).open_end
    with pytest.MonkeyPatch.context() as patch:
        after = reading.after
        patch.setattr(reading, "after", lambda *a: after(*a, block_bytes=block_bytes))
        assert read(data).open_end == whole
    if data.endswith(b"\n"):
        assert whole is None
    else:
        assert whole is not None
        assert whole.text == data.decode().splitlines()[-1]
        assert whole.line == len(data.decode().splitlines())


def test_only_the_lines_right_before_are_compared_in_a_large_file():
    header, *rows = made_file(5_000).splitlines()
    scanned = read("\n".join([header, *rows])).open_end
    assert scanned.line == 5_001
    assert 200 < scanned.compared < 2_000
    assert scanned.shortest == min(map(len, rows[-1 - scanned.compared : -1]))


# -- containers that are cut ---------------------------------------------------------------


def zipped(method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("T1.csv", made_file(3_000))
    return buffer.getvalue()


PACKED = gzip.compress(made_file(3_000).encode())


@pytest.mark.parametrize("left", [5, 15, 1_000, len(PACKED) - 9, len(PACKED) - 8, len(PACKED) - 1])
def test_a_cut_gzip_is_an_error_and_never_a_shorter_file(left, embedded):
    with pytest.raises(FileError, match="damaged"):
        read(PACKED[:left], "T1.csv.gz")
    with pytest.raises(FileError, match="damaged"):
        embedded.windproof.files.keep(ACTOR, open_source(PACKED[:left], "T1.csv.gz"))
    assert list((embedded.settings.data_dir / "originals").iterdir()) == []


def test_a_gzip_member_that_is_cut_behind_a_whole_one_is_an_error():
    first, second = made_file(100).encode(), made_file(100, seed=2).encode()
    with pytest.raises(FileError, match="damaged"):
        read(gzip.compress(first) + gzip.compress(second)[:-30], "T1.csv.gz")


METHODS = [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@pytest.mark.parametrize("on_disk", [False, True])
@pytest.mark.parametrize("method", [None, *METHODS])
def test_a_mangled_container_is_an_error_of_ours_or_none(method, on_disk, tmp_path):
    data = zipped(method) if method is not None else PACKED
    chance = random.Random(method)
    for _ in range(300):
        broken = bytearray(data)
        place = chance.choice([chance.randrange(len(data)), len(data) - chance.randrange(1, 100)])
        match chance.randrange(4):
            case 0:
                broken[place] ^= chance.randrange(1, 256)
            case 1:
                del broken[place : place + chance.randrange(1, 100)]
            case 2:
                broken[place:place] = chance.randbytes(20)
            case _:
                del broken[place:]
        upload = bytes(broken)
        if on_disk:
            (tmp_path / "upload").write_bytes(upload)
            upload = tmp_path / "upload"
        with contextlib.suppress(FileError):
            readers.members(upload, "upload")
            with open_source(upload, "upload").open() as stream:
                stream.read()


@pytest.mark.parametrize("method", METHODS)
def test_a_cut_zip_or_member_is_an_error(method):
    data = zipped(method)
    for left in (3, 1_000, len(data) // 2, len(data) - 30, len(data) - 1):
        with pytest.raises(FileError, match="damaged"):
            read(data[:left], "T1.zip")
    lost = data[:10_000] + data[10_100:]  # a hole in the member, and a whole directory
    with pytest.raises(FileError, match="damaged"):
        read(lost, "T1.zip")
    short = bytearray(data)
    at = data.rindex(b"PK\x01\x02")
    short[at + 20 : at + 24] = (10_000).to_bytes(4, "little")  # the directory claims fewer bytes
    with pytest.raises(FileError, match="damaged"):
        read(bytes(short), "T1.zip")


def test_what_is_cut_within_a_whole_container_is_reported_as_of_any_file():
    assert read(gzip.compress(CUT.encode()), "T1.csv.gz").open_end == read(CUT).open_end


# -- where it is said ----------------------------------------------------------------------


def test_the_command_line_says_it_before_and_after_and_in_json(embedded, tmp_path):
    file = tmp_path / "cut.csv"
    file.write_text(CUT)
    said = "Line 6 is the last and has no line end"
    profiled = embedded.cli("profile", str(file)).stdout
    assert profiled.count(said) == 1
    assert embedded.answer("profile", str(file))["open_end"]["text"].endswith(",22")
    told = embedded.cli("ingest", str(file), "--retime", "keep").stdout.splitlines()
    lines = [i for i, text in enumerate(told) if said in text]
    assert len(lines) == 2, told
    assert told[lines[0]].startswith("note: End of the file: ")
    assert lines[0] < next(i for i, t in enumerate(told) if t.startswith("ingest:")) < lines[1]
    again = embedded.answer("ingest", str(file), "--retime", "keep")
    assert (again["already"], again["open_end"]["line"]) == (True, 6)
    file.write_text(WHOLE)
    assert embedded.answer("profile", str(file))["open_end"] is None
    assert said not in embedded.cli("ingest", str(file), "--turbine", "T2").stdout


def test_the_record_keeps_it_apart_from_what_is_not_stored(embedded):
    record = embedded.ingest(CUT)
    windproof = embedded.windproof
    assert recall(windproof.ingests.open_end(record.id)) == str(read(CUT).open_end)
    assert windproof.ingests.findings(record.id).is_empty()
    assert embedded.verify(record).verdict == "PASS"
    short = embedded.ingest(CUT.removesuffix(",22"), rule="whole-weeks=1")
    for limit in (None, 1, 5):
        assert windproof.ingests.findings(short.id, limit)["kind"].to_list() == ["rejected"]
    assert windproof.ingests.open_end(embedded.ingest(WHOLE, rule="whole-weeks=2").id) == ""


def test_the_pages_say_it_before_and_after(embedded, monkeypatch):
    set_embedded(embedded, monkeypatch)
    at = open_page("ingest", embedded.settings.data_dir)
    at.file_uploader[0].upload("cut.csv", CUT.encode())
    run(at)
    sentence = "Line 6 is the last and has no line end"
    assert said(at).count(sentence) == 1, "in the profile"
    click(at, "ingest_confirm")
    assert said(at).count(sentence) == 1, "in the plan"
    click(at, "ingest_start")
    until(
        lambda: "Every row and every cell" in said(run(at)),
        what="the page shows the result",
    )
    assert said(at).count(sentence) == 1, "in the result"
    whole = embedded.ingest(WHOLE, rule="whole-weeks=1")
    assert sentence not in said(open_page("ingest", embedded.settings.data_dir, ingest=whole.id))
