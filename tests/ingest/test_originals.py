"""Kept bytes: by their hash, once, and never half."""

import errno
import hashlib
import io
import os
from dataclasses import dataclass

import pytest

from turbine.ingest.originals import Originals
from turbine.model.errors import FileError, IngestError, NotFoundError
from turbine.readers import open_source

DATA = b"a,b\n1,2\n" * 300_000


@pytest.fixture
def originals(tmp_path):
    return Originals(tmp_path / "originals")


def files(tmp_path):
    return sorted(p.name for p in (tmp_path / "originals").iterdir())


def test_bytes_come_back_as_they_were(originals, tmp_path):
    seen = []
    kept = originals.keep(open_source(DATA, "a.csv"), seen.append)
    assert (kept.name, kept.size) == ("a.csv", len(DATA))
    assert kept.sha256 == hashlib.sha256(DATA).hexdigest()
    for _ in range(2):
        with kept.open() as stream:
            assert stream.read() == DATA
    assert seen == sorted(seen)
    assert seen[-1] == len(DATA)
    assert files(tmp_path) == [f"{kept.sha256}.csv.zst"]
    assert kept.path.stat().st_size < len(DATA) / 100
    assert kept.path.stat().st_mode & 0o077 == 0


def test_the_same_bytes_are_kept_once(originals, tmp_path):
    first = originals.keep(open_source(DATA, "a.csv"))
    second = originals.keep(open_source(DATA, "b.csv"))
    assert (first.path, second.name) == (second.path, "b.csv")
    assert len(files(tmp_path)) == 1
    again = originals.get(first.sha256, name="a.csv", size=len(DATA))
    assert again == first
    originals.check(again)


@dataclass
class Broken:
    name: str = "broken.gz"
    size: int = 0

    def open(self):
        class Stream(io.BytesIO):
            def read(self, size=-1):
                if self.tell():
                    raise FileError("The container is damaged.")
                return super().read(100)

        return Stream(DATA)


def test_a_file_that_breaks_off_leaves_nothing_behind(originals, tmp_path):
    with pytest.raises(FileError, match="damaged"):
        originals.keep(Broken())
    assert files(tmp_path) == []


def test_a_full_disk_is_said_and_leaves_nothing_behind(originals, tmp_path, monkeypatch):
    def full(_file):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(IngestError, match="No space left on device") as caught:
        originals.keep(open_source(DATA, "a.csv"))
    assert "Free some space" in caught.value.hint
    assert files(tmp_path) == []


def test_what_is_gone_is_named(originals):
    with pytest.raises(NotFoundError, match=r"original file a\.csv") as caught:
        originals.get("0" * 64, name="a.csv", size=1)
    assert f"{'0' * 64}.csv.zst" in caught.value.hint


@pytest.mark.parametrize("damage", ["a flipped bit", "an end that is missing", "other bytes"])
def test_damage_is_found(originals, damage):
    kept = originals.keep(open_source(DATA, "a.csv"))
    packed = bytearray(kept.path.read_bytes())
    if damage == "a flipped bit":
        packed[len(packed) // 2] ^= 1
    elif damage == "an end that is missing":
        packed = packed[:-20]
    else:
        packed = originals.keep(open_source(b"other", "o.csv")).path.read_bytes()
    kept.path.write_bytes(packed)
    with pytest.raises(IngestError, match=r"saved copy of a\.csv is damaged"):
        originals.check(kept)
