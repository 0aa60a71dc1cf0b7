"""Containers: what is taken out of them, and what they may not do."""

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest
from json_lines import JsonLines
from scada import ACTOR

from turbine.model.errors import FileError
from turbine.readers import (
    FORMATS,
    Member,
    detect,
    members,
    open_source,
    recognised,
    scan,
    tables,
    unpacking,
)
from turbine.readers import source as module
from turbine.readers.model import Certainty, Source

CSV = b"Date/Time,Power (kW)\n31 01 2018 00:00,1\n31 01 2018 00:10,2\n"


def zipped(files: dict[str, bytes], **options) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def content(source) -> bytes:
    with source.open() as stream:
        return stream.read()


@pytest.fixture(params=["bytes", "path"])
def upload(request, tmp_path):
    """The same upload in memory and on disk."""

    def make(data: bytes) -> bytes | Path:
        if request.param == "bytes":
            return data
        path = tmp_path / "upload"
        path.write_bytes(data)
        return path

    return make


def test_a_csv_is_its_own_member(upload):
    data = upload(CSV)
    assert members(data, "a.csv") == (Member(name="a.csv", size=len(CSV)),)
    source = open_source(data, "a.csv")
    assert (source.name, source.size) == ("a.csv", len(CSV))
    assert content(source) == content(source) == CSV


def test_gzip(upload):
    data = upload(gzip.compress(CSV))
    assert members(data, "a.csv.gz") == (Member(name="a.csv", size=len(CSV)),)
    source = open_source(data, "a.csv.gz")
    assert content(source) == content(source) == CSV
    assert source.size == len(CSV)


def test_gzip_of_several_parts(upload):
    data = upload(gzip.compress(CSV) + gzip.compress(b"31 01 2018 00:20,3\n"))
    assert content(open_source(data, "a.csv.gz")) == CSV + b"31 01 2018 00:20,3\n"


def test_zip_takes_the_csv_members_only(upload):
    inside = {
        "data/T1.csv": CSV,
        "__MACOSX/data/._T1.csv": b"\0\5",
        "data/._T2.csv": b"\0\5",
        "readme.md": b"hello",
        "folder.csv/": b"",
        "B.TXT": CSV + CSV,
    }
    data = upload(zipped(inside))
    listed = members(data, "a.zip")
    assert [(m.name, m.size) for m in listed] == [
        ("data/T1.csv", len(CSV)),
        ("B.TXT", 2 * len(CSV)),
    ]
    source = open_source(data, "a.zip", "data/T1.csv")
    assert source.name == "a.zip: T1.csv"
    assert content(source) == content(source) == CSV
    with pytest.raises(FileError, match="contains 2 data files"):
        open_source(data, "a.zip")
    with pytest.raises(FileError, match=r"does not contain 'C\.csv'"):
        open_source(data, "a.zip", "C.csv")


def test_the_only_member_needs_no_choice(upload):
    source = open_source(upload(zipped({"T1.csv": CSV})), "archive.zip")
    scanned = scan(source, detect(source).interpretation)
    assert scanned.counts.kept == 2


LOG = b"Time,Event\n2020-01-01 00:00:03,On\n2020-01-01 00:07:00,Off\n2020-01-03 05:00:11,On\n"
OTHERS = {
    "readme.txt": b"Data of one year, ten minutes.\nSee the licence, please.\n",
    "note.txt": b"Data of one year\nfrom 2020 on\n",
    "columns.csv": b"Name,Unit,Meaning\nWs_avg,m/s,mean wind speed\nP_avg,kW,mean power\n",
    "events.csv": LOG,
    "map.png": b"\x89PNG",
}


def test_what_is_no_table_in_an_archive_is_named_and_left_out():
    data = zipped({"folder/": b"", **OTHERS, "a/T1.csv": CSV, "T2.csv": CSV})
    found, others = tables(data, "a.zip")
    assert [member.name for member in found] == ["a/T1.csv", "T2.csv"]
    assert set(others) == {*OTHERS}
    assert tables(zipped(OTHERS), "a.zip")[0] == members(zipped(OTHERS), "a.zip")
    broken = {"T1.csv": CSV, "T2.csv": b"Date/Time,Power (kW)\nyesterday,5\n"}
    assert tables(zipped(broken), "a.zip")[1] == (), "its own reading says what is wrong"
    assert tables(CSV, "a.csv") == (members(CSV, "a.csv"), ())


@pytest.mark.parametrize("inside", [{}, {"readme.md": b"x", "T1.ods": b"y"}])
def test_a_zip_without_csv_names_what_is_inside(upload, inside):
    with pytest.raises(FileError, match="contains no data file") as caught:
        members(upload(zipped(inside)), "a.zip")
    assert all(name in str(caught.value) for name in inside)


def test_an_office_document_is_named_as_one():
    data = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    with pytest.raises(FileError, match="is an office document"):
        members(data, "T1.docx")


def test_a_password_is_reported():
    data = bytearray(zipped({"T1.csv": CSV}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1  # the flag of an encrypted member
    source = open_source(bytes(data), "a.zip")
    with pytest.raises(FileError, match="protected by a password"):
        content(source)


@pytest.mark.parametrize("pack", [lambda b: zipped({"T1.csv": b}), gzip.compress])
def test_more_bytes_than_the_limit(pack):
    noise = random.Random(1).randbytes(300_000)
    source = open_source(pack(noise), "a", limit_bytes=200_000)
    with pytest.raises(FileError, match="unpacks to more than"):
        content(source)


@pytest.mark.parametrize("pack", [lambda b: zipped({"T1.csv": b}), gzip.compress])
def test_a_bomb_is_stopped_early(pack):
    source = open_source(pack(bytes(48 << 20)), "a")
    unpacked: list[int] = []
    with source.open() as stream, pytest.raises(FileError, match="zip bomb"):
        unpacked.extend(len(chunk) for chunk in iter(lambda: stream.read(1 << 20), b""))
    assert 0 < sum(unpacked) <= module.RATIO_FROM_BYTES


def test_a_lie_about_the_size_is_not_believed():
    data = zipped({"T1.csv": bytes(100_000)})
    lie = data.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lie != data
    source = open_source(lie, "a.zip", limit_bytes=50_000)
    with pytest.raises(FileError):
        content(source)


@pytest.mark.parametrize(
    "data",
    [
        zipped({"T1.csv": CSV * 100})[:-30],
        zipped({"T1.csv": CSV, "T2.csv": CSV})[:200],
        b"PK\x03\x04 nothing more",
        b"PK",
    ],
)
def test_a_broken_zip(upload, data):
    with pytest.raises(FileError, match="damaged"):
        content(open_source(upload(data), "a.zip"))


@pytest.mark.parametrize("cut", [10, 30, 60])
def test_a_broken_gzip(upload, cut):
    data = gzip.compress(random.Random(1).randbytes(100))[:cut]
    with pytest.raises(FileError, match="damaged"):
        content(open_source(upload(data), "a.csv.gz"))


def test_a_changed_byte_is_noticed(upload):
    data = bytearray(zipped({"T1.csv": random.Random(1).randbytes(1_000)}))
    data[200] ^= 0xFF
    with pytest.raises(FileError, match="damaged"):
        content(open_source(upload(bytes(data)), "a.zip"))


def test_a_missing_path_is_reported(tmp_path):
    with pytest.raises(FileError, match=r"none\.csv cannot be opened: No such file"):
        open_source(tmp_path / "none.csv", "none.csv")


def test_a_folder_is_reported(tmp_path):
    with pytest.raises(FileError, match="cannot be opened: Is a directory"):
        open_source(tmp_path, "folder")


def test_an_empty_upload(upload):
    with pytest.raises(FileError, match="is empty"):
        detect(open_source(upload(b""), "a.csv"))


# -- random access -------------------------------------------------------------------------


@pytest.mark.parametrize("pack", [lambda b: b, lambda b: zipped({"T1.csv": b}), gzip.compress])
def test_any_byte_can_be_reached_in_any_order(upload, pack):
    data = random.Random(1).randbytes(3 << 20)
    source = open_source(upload(pack(data)), "a")
    with source.open() as stream:
        assert stream.read(4) == data[:4]
        assert stream.seek(-8, io.SEEK_END) == len(data) - 8
        assert stream.read() == data[-8:]
        assert stream.seek(5) == 5
        assert stream.read(1 << 20) == data[5 : 5 + (1 << 20)]
        assert stream.seek(-5, io.SEEK_CUR) == stream.tell() == 1 << 20
        assert stream.read(10) == data[1 << 20 : (1 << 20) + 10]


def test_a_packed_file_holds_a_zip_whose_index_stands_at_the_end(upload):
    inner = zipped({"inside": CSV * 1_000})
    with open_source(upload(gzip.compress(inner)), "a.gz").open() as stream:
        assert zipfile.ZipFile(stream).read("inside") == CSV * 1_000


def test_reading_on_needs_no_temporary_file(upload, monkeypatch):
    monkeypatch.setattr(unpacking.tempfile, "TemporaryFile", lambda: pytest.fail("unpacked whole"))
    with open_source(upload(gzip.compress(CSV)), "a.gz").open() as stream:
        assert stream.tell() == 0
        assert stream.seek(0) == 0
        assert stream.read(5) == CSV[:5]
        assert stream.seek(0, io.SEEK_CUR) == 5
        assert stream.read() == CSV[5:]


def test_a_bomb_is_stopped_by_random_access_too():
    with (
        open_source(gzip.compress(bytes(48 << 20)), "a").open() as stream,
        pytest.raises(FileError, match="zip bomb"),
    ):
        stream.seek(0, io.SEEK_END)


def test_a_full_disk_is_reported(monkeypatch):
    def full() -> io.BytesIO:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(unpacking.tempfile, "TemporaryFile", full)
    with (
        open_source(gzip.compress(CSV), "a.gz").open() as stream,
        pytest.raises(FileError, match=r"cannot be unpacked to .*: No space left"),
    ):
        stream.seek(-1, io.SEEK_END)


class Boxed(JsonLines):
    """A format whose files are zips themselves."""

    name = "boxed"
    suffixes = (".box",)

    def recognise(self, source: Source, name: str) -> Certainty | None:
        with source.open() as stream:
            if stream.read(2) != b"PK":
                return None
            names = zipfile.ZipFile(stream).namelist()
        return Certainty.CERTAIN if "box" in names else None


def test_a_format_that_is_a_zip_itself_is_not_unpacked(upload, monkeypatch):
    monkeypatch.setitem(FORMATS, "boxed", Boxed())
    box = zipped({"box": b"", "T1.csv": CSV})
    for data, name in [(box, "a.box"), (zipped({"a.box": box}), "a.zip"), (gzip.compress(box), "")]:
        source = open_source(upload(data), name)
        assert content(source) == box
        assert recognised(source).name == "boxed"
    assert members(upload(box), "a.box") == (Member(name="a.box", size=len(box)),)
    assert recognised(open_source(upload(zipped({"T1.csv": CSV})), "a.zip")).name == "csv"


def test_kept_bytes_have_random_access_too(embedded):
    original = embedded.windproof.files.keep(ACTOR, open_source(CSV, "a.csv"))
    with original.open() as stream:
        assert stream.seek(-3, io.SEEK_END) == len(CSV) - 3
        assert stream.read() == CSV[-3:]
        stream.seek(0)
        assert stream.read() == CSV
