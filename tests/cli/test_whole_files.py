"""Files that commands write: whole or not at all."""

import os
import threading

import pytest

from turbine.cli import files
from turbine.cli.files import write_whole


def test_a_file_is_new_or_replaced_with_its_permissions(tmp_path):
    path = tmp_path / "a report.html"
    before = os.umask(0o022)
    try:
        write_whole(path, b"one")
    finally:
        os.umask(before)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"one", 0o644)
    path.chmod(0o640)
    write_whole(path, b"two")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"two", 0o640)
    assert [*tmp_path.iterdir()] == [path], "nothing is left beside it"


def test_on_a_full_disk_the_earlier_file_stays(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_bytes(b"earlier")

    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"later")
    assert path.read_bytes() == b"earlier"
    assert [*tmp_path.iterdir()] == [path]


def test_a_pipe_and_a_link_stay_what_they_are(tmp_path):
    pipe, link, target = tmp_path / "pipe", tmp_path / "link", tmp_path / "target"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"through")
    reader.join()
    assert read == [b"through"]
    link.symlink_to(target)
    write_whole(link, b"behind")
    assert link.is_symlink()
    assert target.read_bytes() == b"behind"
