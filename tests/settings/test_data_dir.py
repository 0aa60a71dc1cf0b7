"""Whatever is wrong with the data directory, a person reads it in a sentence, never in a trace.

Each state of the directory is met by every command, in a process to which something can be
forbidden, unlike to a privileged one.
"""

import ctypes
import os
import resource
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import bcrypt
import pytest
from commands import run
from forked import CONTEXT, forked
from scada import ACTOR, embedded_place, made_file

from turbine.access import Accounts
from turbine.settings import connection_file as saved

VERSION_3 = 0x20080522
"""Of Linux's sets of capabilities."""


@dataclass(frozen=True, slots=True)
class Ended:
    words: list[str]
    code: int | None
    out: str
    err: str
    trace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A data directory with an ingest in it, and the file beside it."""

    data: Path
    ingest_id: str
    file: Path

    def run(self, *, file_bytes: int | None = None) -> dict[str, Ended]:
        """Every command, by its name. ``file_bytes`` is how large a file may get (a full disk)."""
        commands = [
            ["profile", str(self.file)],
            ["ingests"],
            ["verify", self.ingest_id],
            ["aggregate", "--turbine", "T1", "--field", "power_kw", "--window", "all",
             "--function", "mean"],
            ["resume", self.ingest_id],
            ["doctor"],
            ["ingest", str(self.file), "--turbine", "T2", "--retime", "keep"],
            ["undo", self.ingest_id, "--confirm", self.ingest_id],
            ["users", "add", "bob"],
            ["users", "reset", "ada"],
        ]  # fmt: skip
        ours, theirs = CONTEXT.Pipe()
        environ = {"PATH": os.environ["PATH"], "TURBINE_DATA_DIR": str(self.data)}
        process = forked(run_all, theirs, environ, commands, file_bytes)
        theirs.close()
        ended = [Ended(*each) for each in ours.recv()]
        process.join()
        ours.close()
        return {" ".join(e.words[: 1 + (e.words[0] == "users")]): e for e in ended}


def run_all(
    answer: Connection,
    environ: dict[str, str],
    commands: list[list[str]],
    file_bytes: int | None,
) -> None:
    """Answers how each ended, in a process that may do little."""
    sys.dont_write_bytecode = True  # it might come to half of a module
    salt = bcrypt.gensalt
    bcrypt.gensalt = lambda _rounds: salt(4)  # quick
    limit(file_bytes)
    answer.send([ended(environ, words) for words in commands])


def ended(environ: dict[str, str], words: list[str]) -> tuple[object, ...]:
    """The fields of Ended."""
    try:
        done = run(environ, *words, stdin="a long enough password 1\n")
    except BaseException:  # a thread's failure is told by the test
        return words, None, "", "", traceback.format_exc()
    return words, done.returncode, done.stdout, done.stderr, ""


def limit(file_bytes: int | None) -> None:
    """Give up what root may do beyond its modes, and larger files."""
    head, none = (ctypes.c_uint32 * 2)(VERSION_3, 0), (ctypes.c_uint32 * 6)()
    assert ctypes.CDLL(None).capset(head, none) == 0
    if file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory as a killed process leaves it: with SQLite's log beside the ledger."""
    folder = tmp_path_factory.mktemp("template")
    place = embedded_place(folder / "data")
    record = place.ingest(made_file(300))
    Accounts(folder / "data", rounds=4).add_user(
        ACTOR, "ada", "a long enough password", administrator=True
    )
    saved.write(folder / "data", {"INFLUXDB_V2_BUCKET": "b"})
    (folder / "id").write_text(record.id)
    (folder / "new.csv").write_text(made_file(3_000, seed=2))
    shutil.copytree(folder / "data", folder / "killed")
    assert {"ledger.db-wal", "ledger.db-shm"} <= {p.name for p in (folder / "killed").iterdir()}
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Iterator[Folder]:
    data = tmp_path / "data"
    shutil.copytree(template / "killed", data)
    ingest_id = (template / "id").read_text()
    yield Folder(data=data, ingest_id=ingest_id, file=template / "new.csv")
    for path in (data, *data.rglob("*")):
        path.chmod(0o700)  # pytest wants to remove them


def nothing(folder: Path) -> None:
    """Nothing is wrong."""


def read_only(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)


def no_writing_to_the_folder_itself(folder: Path) -> None:
    folder.chmod(0o555)


def no_entry(folder: Path) -> None:
    folder.chmod(0)


def is_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.touch()


def originals(folder: Path) -> Path:
    return next((folder / "originals").iterdir())


PARTS: dict[str, Callable[[Path], Path]] = {
    "ledger.db": lambda folder: folder / "ledger.db",
    "auth.db": lambda folder: folder / "auth.db",
    "windproof.duckdb": lambda folder: folder / "windproof.duckdb",
    "connection.json": lambda folder: folder / "connection.json",
    "locks": lambda folder: folder / "locks",
    "originals": lambda folder: folder / "originals",
    "an original": originals,
}


def forbidden(path: Path) -> None:
    path.chmod(0)


def not_to_be_written(path: Path) -> None:
    path.chmod(0o555 if path.is_dir() else 0o444)


def of_the_wrong_kind(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
        path.touch()
    else:
        path.unlink()
        path.mkdir()


def garbage(path: Path) -> None:
    for file in path.iterdir() if path.is_dir() else [path]:
        file.write_bytes(b"garbage " * 1_000)


def halved(path: Path) -> None:
    for file in path.iterdir() if path.is_dir() else [path]:
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def check_reports(ended: dict[str, Ended]) -> None:
    """Every command reported how it ended, in one sentence if it failed."""
    traces = {name: e.trace for name, e in ended.items() if e.trace}
    assert not traces, "\n".join(f"{name}:\n{trace}" for name, trace in traces.items())
    for name, e in ended.items():
        assert e.code in (0, 1, 2), name
        if e.code and name not in ("doctor", "verify"):
            assert e.err.startswith("turbine: "), (name, e)
            assert len(e.err.splitlines()) <= 2, (name, e)


def test_without_a_fault_every_command_works(folder):
    ended = folder.run()
    check_reports(ended)
    assert {e.code for e in ended.values()} == {0}


@pytest.mark.parametrize("wrong", [read_only, no_writing_to_the_folder_itself, no_entry, is_a_file])
def test_a_folder_that_cannot_be_written_is_reported(folder, wrong):
    wrong(folder.data)
    ended = folder.run()
    check_reports(ended)
    for name in ("ingest", "users add"):
        assert ended[name].code
        assert str(folder.data) in ended[name].err, "it names the folder"
    assert ended["profile"].code == 0, "which needs no data directory"
    if wrong is read_only:  # then what exists can still be read
        assert {ended[name].code for name in ("ingests", "verify", "aggregate")} == {0}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "wrong", [forbidden, not_to_be_written, of_the_wrong_kind, garbage, halved]
)
def test_a_part_that_is_out_of_order_is_reported(folder, part, wrong):
    wrong(PARTS[part](folder.data))
    check_reports(folder.run())


@pytest.mark.parametrize("file_bytes", [0, 5_000, 40_000, 150_000, 1_000_000])
def test_a_full_disk_is_reported(folder, file_bytes):
    check_reports(folder.run(file_bytes=file_bytes))
    known = {record.sha256 for record in embedded_place(folder.data).windproof.ingests.all()}
    kept = {path.name.partition(".")[0] for path in (folder.data / "originals").iterdir()}
    assert kept <= known, "every file belongs to an ingest"
