"""A backup is whole, also beside a running ingest, and comes back as it was."""

import json
import shutil
import stat
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from filelock import FileLock, Timeout
from scada import ACTOR, Place, embedded_place, made_file

from turbine.access import Accounts
from turbine.backup import back_up, restore
from turbine.ingest.record import State
from turbine.model.errors import BackupError
from turbine.readers import open_source
from turbine.services.windproof import Windproof
from turbine.settings import connection_file
from turbine.stores.duckdb.store import DuckDBStore

PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with all that there can be."""
    folder = tmp_path_factory.mktemp("full") / "data"
    place = embedded_place(folder)
    place.ingest(made_file(300))
    place.ingest(made_file(50, step_s=60), rule="end-now")
    Accounts(folder, rounds=4).add_user(ACTOR, "anna", PASSWORD, administrator=True)
    connection_file.write(folder, {"INFLUXDB_V2_TOKEN": "kept-token"})
    place.windproof.sites.set_zone(ACTOR, "main", "Europe/Istanbul")
    form = place.windproof.ingests.all()[0].interpretation
    place.windproof.recipes.save(ACTOR, "mast A", form)
    return folder


@pytest.fixture
def full(made: Path, tmp_path: Path) -> Place:
    """A copy of it."""
    return embedded_place(shutil.copytree(made, tmp_path / "data"))


def elsewhere(place: Place, folder: Path) -> Place:
    return Place(
        settings=replace(place.settings, data_dir=folder),
        door=replace(place.door, path=folder / "windproof.duckdb"),
    )


def test_what_was_backed_up_comes_back(full, tmp_path):
    backup = tmp_path / "backup.zip"
    made = back_up(full.settings.data_dir, backup)
    assert (made.files, stat.S_IMODE(backup.stat().st_mode)) == (9, 0o600)
    restored = restore(backup, tmp_path / "new")
    assert restored == made
    place = elsewhere(full, tmp_path / "new")
    records = place.windproof.ingests.all()
    assert records == full.windproof.ingests.all()
    assert {place.verify(record).verdict for record in records} == {"PASS"}
    assert place.door.count() == full.door.count() == 350
    assert connection_file.read(tmp_path / "new") == {"INFLUXDB_V2_TOKEN": "kept-token"}
    assert place.windproof.sites.zone("main") == "Europe/Istanbul"
    assert place.windproof.recipes.all() == full.windproof.recipes.all() != {}
    Accounts(tmp_path / "new").authenticate("anna", PASSWORD, "127.0.0.1")
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (tmp_path / "new").rglob("*")}
    assert modes == {0}
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")], "nothing is left"
    assert not [p for p in full.settings.data_dir.iterdir() if p.name.startswith(".windproof")]


def completed(windproof: Windproof) -> list[State]:
    """The states of all ingests, the newest first, once each that can be resumed has been; each
    that is done is proven."""
    for record in windproof.ingests.all():  # an undo gives back to those before
        if windproof.ingests.get(record.id).can_resume:
            windproof.ingests.run(ACTOR, record.id)
    records = windproof.ingests.all()
    done = [record.id for record in records if record.state is State.DONE]
    assert {windproof.verification.verify(ACTOR, each).verdict for each in done} <= {"PASS"}
    return [record.state for record in records]


def undo_newest(place: Place) -> None:
    place.undo(place.windproof.ingests.all()[0])


@pytest.mark.parametrize(
    "begin",
    [
        lambda place: place.ingest(made_file(40, seed=2), replace=True),
        lambda place: place.ingest(made_file(40, start=datetime(2019, 1, 1))),  # noqa: DTZ001 - the file's own clock
        undo_newest,
    ],
    ids=["replaces", "adds", "undoes"],
)
def test_what_wants_to_begin_between_the_copies_waits(tmp_path, monkeypatch, begin):
    place = embedded_place(tmp_path / "data")
    place.ingest(made_file(40))
    acquire, copy_to, waited = FileLock.acquire, DuckDBStore.copy_to, []

    def meanwhile(store: DuckDBStore, target: Path) -> None:
        """Copy, after the ledger was; what would have to wait until later raises instead."""
        with monkeypatch.context() as impatient:
            impatient.setattr(FileLock, "acquire", lambda lock, timeout=0: acquire(lock, 0))
            try:
                begin(place)
            except Timeout as error:
                waited.append(Path(error.lock_file).name)
        copy_to(store, target)

    with monkeypatch.context() as between:
        between.setattr(DuckDBStore, "copy_to", meanwhile)
        back_up(place.settings.data_dir, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "new")
    restored = elsewhere(place, tmp_path / "new")
    assert completed(restored.windproof) == [State.DONE]
    assert restored.door.count() == 40, "the database has nothing that the ledger does not know"
    assert waited == ["start.lock"]
    begin(place)


@pytest.mark.parametrize(
    ("step", "act", "states"),
    [
        (
            "write",
            lambda place: place.ingest(made_file(40, seed=3), replace=True),
            [State.DONE, State.DONE, State.DONE],
        ),
        ("erase", undo_newest, [State.UNDONE, State.DONE]),
    ],
    ids=["ingest", "undo"],
)
@pytest.mark.parametrize("late", [False, True], ids=["before the points", "after the points"])
def test_what_is_under_way_ends_beside_the_copies(tmp_path, monkeypatch, step, act, states, late):
    place = embedded_place(tmp_path / "data")
    place.ingest(made_file(60))
    place.ingest(made_file(40, seed=2), replace=True)
    change, copy_to = getattr(DuckDBStore, step), DuckDBStore.copy_to
    begun, copying = threading.Event(), threading.Event()

    def delayed(store: DuckDBStore, *arguments: object) -> object:
        begun.set()
        assert copying.wait(60)
        return change(store, *arguments)

    def copy_later(store: DuckDBStore, target: Path) -> None:
        if late:
            copy_to(store, target)
        copying.set()
        work.result(60)
        if not late:
            copy_to(store, target)

    monkeypatch.setattr(DuckDBStore, step, delayed)
    monkeypatch.setattr(DuckDBStore, "copy_to", copy_later)
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(act, place)
        assert begun.wait(60)
        back_up(place.settings.data_dir, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "new")
    restored = elsewhere(place, tmp_path / "new")
    assert completed(restored.windproof) == states
    assert restored.door.count() == 60


def test_backups_beside_running_ingests_lose_nothing_that_the_ledger_has(tmp_path):
    place = embedded_place(tmp_path / "data")
    ingests, over = place.windproof.ingests, threading.Event()

    def ingesting() -> None:
        for number in count(1):
            if over.is_set():
                break
            record = place.ingest(made_file(40, seed=number), replace=number > 1)
            if number % 3 == 0:
                place.undo(record)

    restored: list[Place] = []
    with ThreadPoolExecutor(1) as pool:
        worker = pool.submit(ingesting)
        try:
            for number in range(4):
                while len(ingests.all()) < 2 * number:
                    assert not worker.done(), worker.exception()
                    time.sleep(0.01)
                back_up(place.settings.data_dir, tmp_path / f"{number}.zip")
                restore(tmp_path / f"{number}.zip", tmp_path / f"restored {number}")
                restored.append(elsewhere(place, tmp_path / f"restored {number}"))
        finally:
            over.set()
        worker.result()
    for number, copied in enumerate(restored):
        states = completed(copied.windproof)
        assert {*states} <= {State.DONE, State.UNDONE}
        assert len(states) >= 2 * number


def test_a_file_that_is_discarded_meanwhile_is_left_out(full, tmp_path, monkeypatch):
    files, write = full.windproof.files, zipfile.ZipFile.write
    unused = files.keep(ACTOR, open_source(made_file(5).encode(), "unused.csv"))

    def discard_first(archive: zipfile.ZipFile, path: Path, *arguments: object) -> None:
        if path == unused.path:
            files.discard(ACTOR, unused)
        write(archive, path, *arguments)

    monkeypatch.setattr(zipfile.ZipFile, "write", discard_first)
    made = back_up(full.settings.data_dir, tmp_path / "backup.zip")
    assert not unused.path.exists()
    assert made.files == restore(tmp_path / "backup.zip", tmp_path / "new").files == 9


def test_the_command_line_backs_up_and_a_restore_ends_all_logins(full, tmp_path):
    accounts = Accounts(full.settings.data_dir)
    token = accounts.open_session(accounts.authenticate("anna", PASSWORD, "127.0.0.1"))
    assert accounts.actor_of(token, "127.0.0.1")
    found = full.answer("backup", str(tmp_path / "b.zip"))
    assert (found["files"], found["version"]) == (9, "0.1.0")
    shutil.rmtree(full.settings.data_dir)
    assert full.answer("restore", str(tmp_path / "b.zip"))["files"] == 9
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


@pytest.mark.parametrize("name", ["ledger.db", "auth.db", "audit.db"])
def test_a_damaged_file_is_named_and_leaves_no_backup(full, tmp_path, name):
    (full.settings.data_dir / name).write_bytes(b"SQLite format 3\0" + b"\xff" * 5_000)
    with pytest.raises(BackupError, match=name.replace(".", r"\.")):
        back_up(full.settings.data_dir, tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()
