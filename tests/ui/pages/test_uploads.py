"""What the ingest page makes of an upload that the guard has taken to the disk."""

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from apptest import choose, click, metric, open_page, run, said, set_embedded
from scada import Place, made_file

from turbine.ui.common import uploads

STUB = b"what Streamlit holds"


@dataclass
class Disk:
    """What the guard has taken from Anna, under whatever key."""

    path_: Path
    dropped: list[tuple[str, str]] = field(default_factory=list)

    def path(self, key: tuple[str, str], user: str, stub: bytes) -> Path | None:
        return self.path_ if (user, stub) == ("anna", STUB) else None

    def drop(self, key: tuple[str, str]) -> None:
        self.dropped.append(key)


@pytest.fixture
def disk(monkeypatch, tmp_path, embedded: Place) -> Disk:
    set_embedded(embedded, monkeypatch)
    disk = Disk(tmp_path / "upload0")
    monkeypatch.setattr(uploads, "ARRIVALS", disk)
    return disk


def upload(embedded: Place, name: str, content: bytes, user: str = "anna"):
    at = open_page("ingest", embedded.settings.data_dir, user)
    at.file_uploader[0].upload(name, content)
    return run(at)


def test_the_file_behind_the_stub_is_kept_and_let_go(embedded, disk):
    text = made_file(50)
    disk.path_.write_text(text, encoding="utf-8")
    at = upload(embedded, "made.csv", STUB)
    assert metric(at, "Rows") == "50"
    assert "made.csv" in said(at)
    assert len(disk.dropped) == 1
    assert at.file_uploader == []
    assert "1,024 MB" in said(open_page("ingest", embedded.settings.data_dir))


def test_an_archive_stays_on_the_disk_while_the_person_chooses(embedded, disk):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", made_file(10))
        archive.writestr("b.csv", made_file(20))
    disk.path_.write_bytes(packed.getvalue())
    at = upload(embedded, "both.zip", STUB)
    assert disk.dropped == []
    choose(at, "ingest_member", at.selectbox(key="ingest_member").options[1])
    click(at, "ingest_read_member")
    assert metric(at, "Rows") == "20"
    assert len(disk.dropped) == 1


def test_somebody_elses_stub_is_a_small_file_like_any_other(embedded, disk):
    disk.path_.write_text(made_file(50), encoding="utf-8")
    at = upload(embedded, "made.csv", STUB, user="bob")
    assert "50" not in [each.value for each in at.metric]
    assert "20 bytes" in said(at)


def test_a_file_that_is_gone_is_said(embedded, disk):
    at = upload(embedded, "made.csv", STUB)
    assert [box.value for box in at.error]
