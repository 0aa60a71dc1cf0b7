"""A backup is whole, also beside a running ingest, and comes back as it was."""

import json
import shutil
import stat
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from scada import ACTOR, Place, embedded_place, made_file

from turbine.access import Accounts
from turbine.backup import back_up, restore
from turbine.ingest.record import State
from turbine.model.errors import BackupError
from turbine.services.windproof import Windproof
from turbine.settings import connection_file

PASSWORD = "correct horse battery staple"


@pytest.fixture
def full(tmp_path: Path) -> Place:
    """A data directory with all that there can be."""
    place = embedded_place(tmp_path / "data")
    place.ingest(made_file(300))
    place.ingest(made_file(50, step_s=60), rule="end-now")
    Accounts(place.settings.data_dir).add_user(ACTOR, "anna", PASSWORD, administrator=True)
    connection_file.write(place.settings.data_dir, {"INFLUXDB_V2_TOKEN": "kept-token"})
    return place


def elsewhere(place: Place, folder: Path) -> Place:
    return Place(
        settings=replace(place.settings, data_dir=folder),
        door=replace(place.door, path=folder / "windproof.duckdb"),
    )


def test_what_was_backed_up_comes_back(full, tmp_path):
    backup = tmp_path / "backup.zip"
    made = back_up(full.settings.data_dir, backup)
    assert (made.files, stat.S_IMODE(backup.stat().st_mode)) == (7, 0o600)
    restored = restore(backup, tmp_path / "new")
    assert restored == made
    place = elsewhere(full, tmp_path / "new")
    records = place.windproof.ingests.all()
    assert records == full.windproof.ingests.all()
    assert {place.verify(record).verdict for record in records} == {"PASS"}
    assert place.door.count() == full.door.count() == 350
    assert connection_file.read(tmp_path / "new") == {"INFLUXDB_V2_TOKEN": "kept-token"}
    Accounts(tmp_path / "new").authenticate("anna", PASSWORD, "127.0.0.1")
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (tmp_path / "new").rglob("*")}
    assert modes == {0}
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")], "nothing is left"
    assert not [p for p in full.settings.data_dir.iterdir() if p.name.startswith(".windproof")]


def test_a_backup_beside_running_ingests_loses_nothing_that_the_ledger_has(tmp_path):
    place = embedded_place(tmp_path / "data")
    over, taken = threading.Event(), list[Path]()

    def ingesting() -> None:
        number = 0
        while not over.is_set():
            number += 1
            place.ingest(made_file(40, seed=number), replace=number > 1)

    worker = threading.Thread(target=ingesting)
    worker.start()
    try:
        while len(place.windproof.ingests.all()) < 8:
            backup = tmp_path / f"{len(taken)}.zip"
            back_up(place.settings.data_dir, backup)
            taken.append(tmp_path / f"restored {len(taken)}")
            restore(backup, taken[-1])
    finally:
        over.set()
        worker.join()
    finished = 0
    for folder in taken[-4:]:
        copy = elsewhere(place, folder).windproof
        for record in reversed(copy.ingests.all()):
            if record.state.can_resume:
                record = copy.ingests.run(ACTOR, record.id)
            assert record.state is State.DONE
            assert copy.verification.verify(ACTOR, record.id).verdict == "PASS"
            finished += 1
    assert finished > 8, "in four backups of up to eight ingests"


def test_the_command_line_backs_up_and_a_restore_ends_all_logins(full, tmp_path):
    accounts = Accounts(full.settings.data_dir)
    token = accounts.open_session(accounts.authenticate("anna", PASSWORD, "127.0.0.1"))
    assert accounts.actor_of(token, "127.0.0.1")
    found = full.answer("backup", str(tmp_path / "b.zip"))
    assert (found["files"], found["version"]) == (7, "0.1.0")
    shutil.rmtree(full.settings.data_dir)
    assert full.answer("restore", str(tmp_path / "b.zip"))["files"] == 7
    assert Accounts(full.settings.data_dir).actor_of(token, "127.0.0.1") is None
    assert len(full.answer("ingests")["ingests"]) == 2


def test_nothing_is_overwritten(full, tmp_path):
    backup = tmp_path / "backup.zip"
    backup.write_text("mine")
    with pytest.raises(BackupError, match="already exists"):
        back_up(full.settings.data_dir, backup)
    assert backup.read_text() == "mine"
    back_up(full.settings.data_dir, tmp_path / "real.zip")
    with pytest.raises(BackupError, match="is not empty"):
        restore(tmp_path / "real.zip", full.settings.data_dir)
    assert full.door.count() == 350
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "real.zip", tmp_path / "empty")
    assert Windproof(replace(full.settings, data_dir=tmp_path / "empty")).ingests.all()


def damaged(path: Path, way: str) -> None:
    data = path.read_bytes()
    middle = len(data) // 3
    bytes_of = {
        "cut": data[:-200],
        "changed": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
        "no zip": b"Date/Time,Power\n",
    }
    if way in bytes_of:
        path.write_bytes(bytes_of[way])
    elif way == "gone":
        path.unlink()
    else:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in rewritten(parts, way).items():
                archive.writestr(name, content)


def rewritten(parts: dict[str, bytes], way: str) -> dict[str, bytes]:
    """The parts of a backup that somebody put together."""
    ledger, manifest = parts["ledger.db"], json.loads(parts["manifest.json"])
    newer = json.dumps(manifest | {"format": 2, "version": "9.9"}).encode()
    without = {name: content for name, content in parts.items() if name != "ledger.db"}
    return {
        "newer": parts | {"manifest.json": newer},
        "no manifest": {name: parts[name] for name in parts if name != "manifest.json"},
        "a part less": without,
        "climbs out": without | {"../climbed": ledger},
        "another's": without | {"originals/x.csv.zst": ledger},
    }[way]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("cut", "damaged, or not a zip file"),
        ("changed", "damaged|changed"),
        ("no zip", "damaged, or not a zip file"),
        ("gone", "No such file"),
        ("newer", r"written by Windproof 9\.9, in a newer format"),
        ("no manifest", "is not a Windproof backup, or it was changed"),
        ("a part less", "is not a Windproof backup, or it was changed"),
        ("climbs out", "is not a Windproof backup, or it was changed"),
        ("another's", "is not a Windproof backup, or it was changed"),
    ],
)
def test_what_is_no_whole_backup_is_refused_and_nothing_is_made(full, tmp_path, way, said):
    backup = tmp_path / "backup.zip"
    back_up(full.settings.data_dir, backup)
    damaged(backup, way)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(BackupError, match=said) as caught:
        restore(backup, tmp_path / "new")
    assert caught.value.hint
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_folder_that_may_not_be_written_is_one_sentence(full, tmp_path):
    with pytest.raises(BackupError, match="cannot be written"):
        back_up(full.settings.data_dir, tmp_path / "nowhere" / "b.zip")
