"""A backup: a zip file of what the data directory holds, copied so that the copies fit together.

The ledger comes first, then the embedded database, and nothing starts between the two: no ingest
or undo that the ledger does not know can change what the database holds. Those under way go on:
whatever the ledger says is acknowledged is in the database; what was stored in between is sent
again by *resume*, which is harmless. The kept files come after the ledger, which names them.
A backup holds passwords' hashes, the cookies' key and, if a server was connected in the app, its
token: it is for its owner alone (mode 0600).
"""

import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import turbine
from turbine.backup.words import Words
from turbine.ingest.ledger import starting
from turbine.model.errors import BackupError
from turbine.settings.data_dir import make_folder, part, private
from turbine.sqlite import copy
from turbine.stores import KINDS
from turbine.words import Said, Text

_FORMAT = 1
_MANIFEST = "manifest.json"
_Copy = Callable[[Path, Path], None]
_TOGETHER: dict[str, _Copy] = {"ledger.db": copy} | {
    kind.file: kind.copy for kind in KINDS.values() if kind.copy is not None
}
"""Copied in this order while nothing starts."""
_ALONE: dict[str, _Copy] = {"auth.db": copy, "audit.db": copy}
_WHOLE = ("connection.json", "sites.json")
"""Replaced as a whole when they change."""
_ORIGINALS, _RECIPES = "originals", "recipes"
_NAME = re.compile(
    rf"{_ORIGINALS}/[0-9a-f]{{64}}\.csv\.zst|{_RECIPES}/\w[\w .-]{{0,63}}\.toml|"
    + "|".join(map(re.escape, (*_TOGETHER, *_ALONE, *_WHOLE)))
)
_PART = ".windproof-backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a backup holds."""

    created: datetime
    version: str
    """Of the Windproof that made it."""
    files: int
    size_bytes: int
    """Unpacked."""


def back_up(data_dir: Path, target: Path) -> Contents:
    """Write the data directory into a new zip file. Raises BackupError, also for a file that is
    there already, and leaves nothing half-written."""
    target = target.absolute()
    if target.exists():
        raise BackupError(Words.TARGET_EXISTS(target=str(target)), hint=Words.NAME_A_NEW_FILE())
    cannot_write = partial(Words.CANNOT_WRITE, target=str(target))
    with _reported(cannot_write), part(target.parent, _PART) as beside:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, path in _copies(data_dir):
                packed = name.endswith(".zst")
                method = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
                with suppress(FileNotFoundError):  # discarded, or disconnected, since
                    archive.write(path, name, method)
            contents = _contents(archive)
            archive.writestr(_MANIFEST, json.dumps(_manifest(contents)))
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        try:
            os.link(beside, target)  # unlike a move, it never replaces what came in the meantime
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            beside.replace(target)
    return contents


def restore(source: Path, data_dir: Path) -> Contents:
    """Make the data directory from a backup. Raises BackupError for one that holds something
    already, for a file that is no backup, damaged or of a newer version: then nothing was done."""
    data_dir = data_dir.absolute()
    if data_dir.is_dir() and next(data_dir.iterdir(), None) is not None:
        raise BackupError(
            Words.DATA_DIR_NOT_EMPTY(data_dir=str(data_dir)), hint=Words.MOVE_IT_AWAY()
        )
    with _reported(partial(Words.CANNOT_RESTORE, source=str(source))), private():
        make_folder(data_dir.parent)
        with zipfile.ZipFile(source) as archive:
            contents = _checked(archive, source)
            beside = Path(tempfile.mkdtemp(prefix=f".{data_dir.name}.", dir=data_dir.parent))
            try:
                for entry in archive.infolist():
                    if entry.filename != _MANIFEST:
                        path = beside / entry.filename  # one of our own names: see _checked
                        path.parent.mkdir(exist_ok=True)
                        with archive.open(entry) as packed, path.open("xb") as file:
                            shutil.copyfileobj(packed, file, 1 << 20)  # checks the CRC
                with suppress(FileNotFoundError):
                    data_dir.rmdir()  # empty, or it fails
                beside.replace(data_dir)
            except BaseException:  # an interrupt too leaves nothing behind
                shutil.rmtree(beside, ignore_errors=True)
                raise
    return contents


def _copies(data_dir: Path) -> Iterator[tuple[str, Path]]:
    """The name of each part, and a file that holds it now and does not change."""
    with tempfile.TemporaryDirectory(prefix=_PART, dir=data_dir) as folder:
        with starting(data_dir):  # packing takes longer, and holds up nobody
            together = _copied(_TOGETHER, data_dir, Path(folder))
        yield from together
        yield from _copied(_ALONE, data_dir, Path(folder))
        yield from ((name, data_dir / name) for name in _WHOLE if (data_dir / name).is_file())
        folders = (_ORIGINALS, "*.csv.zst"), (_RECIPES, "*.toml")
        for path in (
            path for name, ends in folders for path in sorted((data_dir / name).glob(ends))
        ):
            name = f"{path.parent.name}/{path.name}"
            if _NAME.fullmatch(name):
                yield name, path


def _copied(copies: Mapping[str, _Copy], data_dir: Path, folder: Path) -> list[tuple[str, Path]]:
    """The names of those files that there are by their turn, and their copies in the folder."""
    copied = []
    for name, copy_file in copies.items():
        if (data_dir / name).is_file():
            copy_file(data_dir / name, folder / name)
            copied.append((name, folder / name))
    return copied


def _contents(archive: zipfile.ZipFile) -> Contents:
    return Contents(
        created=datetime.now(UTC),
        version=turbine.__version__,
        files=len(archive.infolist()),
        size_bytes=sum(entry.file_size for entry in archive.infolist()),
    )


def _manifest(contents: Contents) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "created": contents.created.isoformat(),
        "version": contents.version,
        "files": contents.files,
        "size_bytes": contents.size_bytes,
    }


def _checked(archive: zipfile.ZipFile, source: Path) -> Contents:
    """What the archive says it holds, if that is what it holds. Raises BackupError."""
    try:
        manifest = json.loads(archive.read(_MANIFEST))
        kept = int(manifest["format"])
        contents = Contents(
            created=datetime.fromisoformat(manifest["created"]),
            version=str(manifest["version"]),
            files=int(manifest["files"]),
            size_bytes=int(manifest["size_bytes"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise _no_backup(source) from error
    if kept > _FORMAT:
        raise BackupError(
            Words.NEWER_FORMAT(source=str(source), version=contents.version),
            hint=Words.USE_THAT_VERSION(version=turbine.__version__),
        )
    parts = [entry for entry in archive.infolist() if entry.filename != _MANIFEST]
    names = [entry.filename for entry in parts]
    if not all(_NAME.fullmatch(name) for name in names) or len({*names}) < len(names):
        raise _no_backup(source)
    if (len(parts), sum(entry.file_size for entry in parts)) != (
        contents.files,
        contents.size_bytes,
    ):
        raise _no_backup(source)
    return contents


def _no_backup(source: Path) -> BackupError:
    return BackupError(Words.NOT_A_BACKUP(source=str(source)), hint=Words.NAME_A_BACKUP())


@contextmanager
def _reported(failure: Callable[..., Said]) -> Iterator[None]:
    """Trouble with files as an error of ours; ``failure`` is the sentence, but for its reason."""
    try:
        yield
    except zipfile.BadZipFile as error:
        reason: Text = Words.DAMAGED(reason=str(error))
        raise BackupError(failure(reason=reason), hint=Words.TAKE_ANOTHER()) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise BackupError(failure(reason=reason), hint=Words.CHECK_FOLDER()) from error
