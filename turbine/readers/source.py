"""Where the bytes of a file come from: a path, memory, a .gz or a member of a .zip.

What a container claims about sizes is never believed: bytes are counted as they are unpacked.
"""

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from turbine.model.errors import FileError, UndecidedError
from turbine.readers import formats
from turbine.readers.model import INSIDE, Member, Source
from turbine.readers.unpacking import unpacked
from turbine.readers.words import Words

PATH_LIMIT_BYTES = 4 << 30
MEMORY_LIMIT_BYTES = 1 << 30
MAX_RATIO = 250
"""Unpacked ÷ packed. CSV packs 5 to 50 times; a bomb of zeros reaches 1,000."""
RATIO_FROM_BYTES = 32 << 20
"""Below this much unpacked data no ratio is suspicious."""
MAX_ENTRIES = 10_000
_MOST_LOOKED_AT = 1_000
"""So many of an archive's files are looked into; the rest are taken for tables."""

_GZIP, _ZIP = b"\x1f\x8b", b"PK"
# Whatever the standard library raises over a container that is cut or mangled.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opener:
    name: str
    size: int
    opener: Callable[[], BinaryIO]

    def open(self) -> BinaryIO:
        return self.opener()


def members(data: Path | bytes, name: str) -> tuple[Member, ...]:
    """The files of an upload that can be read: itself, the content of a .gz, or a .zip's members.

    Raises FileError if there is none.
    """
    magic = _container(data, name)
    if magic == _ZIP:
        return tuple(Member(name=i.filename, size=i.file_size) for i in _entries(data, name))
    if magic == _GZIP:
        return (Member(name=name.removesuffix(".gz"), size=_gzip_claim(data)),)
    return (Member(name=name, size=_length(data)),)


def tables(data: Path | bytes, name: str) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    """Of the files of an upload those that may hold measurements (all that can be read if none
    does), and the names of an archive's others: readmes, pictures, logs of events."""
    found = members(data, name)
    if _container(data, name) != _ZIP:
        return found, ()
    others = tuple(
        member
        for member in found[:_MOST_LOOKED_AT]
        if len(found) > 1 and not formats.may_hold_data(open_source(data, name, member.name))
    )
    kept = tuple(member for member in found if member not in others) or found
    names = {member.name for member in kept}
    left = (info.filename for info in _files(data, name) if info.filename not in names)
    return kept, tuple(left)


def open_source(
    data: Path | bytes, name: str, member: str | None = None, *, limit_bytes: int | None = None
) -> Source:
    """The file of an upload; ``member`` chooses one if a .zip holds several."""
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    limit = limit_bytes or (MEMORY_LIMIT_BYTES if isinstance(data, bytes) else PATH_LIMIT_BYTES)
    magic = _container(data, name)
    if magic == _ZIP:
        info = _choose(_entries(data, name), name, member)
        label = INSIDE.join((name, Path(info.filename).name))
        return _Opener(
            name=label,
            size=info.file_size,
            opener=lambda: unpacked(lambda: _open_zip(data, info.filename, label, limit)),
        )
    if magic == _GZIP:
        return _Opener(
            name=name,
            size=_gzip_claim(data),
            opener=lambda: unpacked(lambda: _open_gzip(data, name, limit)),
        )
    return _as_it_is(data, name)


def _as_it_is(data: Path | bytes, name: str) -> Source:
    return _Opener(name=name, size=_length(data), opener=lambda: _raw(data))


def _container(data: Path | bytes, name: str) -> bytes:
    """The first bytes of a container to unpack; nothing for a file that is to be read as it is,
    such as one whose format is a zip itself."""
    with _raw(data) as stream:
        magic = stream.read(2)
    is_packed = magic in (_ZIP, _GZIP) and not formats.is_certain(_as_it_is(data, name))
    return magic if is_packed else b""


def _raw(data: Path | bytes) -> BinaryIO:
    if isinstance(data, bytes):
        return io.BytesIO(data)
    try:
        return data.open("rb")
    except OSError as error:
        raise FileError(
            Words.CANNOT_OPEN(name=data.name, reason=error.strerror or str(error)),
            hint=Words.CHECK_PATH(),
        ) from error


def _length(data: Path | bytes) -> int:
    return len(data) if isinstance(data, bytes) else data.stat().st_size


def _gzip_claim(data: Path | bytes) -> int:
    """The unpacked size that the trailer names (modulo 4 GiB)."""
    with _raw(data) as stream:
        stream.seek(-min(4, _length(data)), io.SEEK_END)
        return int.from_bytes(stream.read(4), "little")


def _files(data: Path | bytes, name: str) -> list[zipfile.ZipInfo]:
    """The members of a .zip, without directories and the Mac's shadow files."""
    try:
        with _raw(data) as stream, zipfile.ZipFile(stream) as archive:
            return [info for info in archive.infolist() if _is_file(info)]
    except _BROKEN as error:
        raise _damaged(name, error) from error


def _entries(data: Path | bytes, name: str) -> list[zipfile.ZipInfo]:
    """The members of a .zip that can be read."""
    infos = _files(data, name)
    if len(infos) > MAX_ENTRIES:
        raise FileError(
            Words.TOO_MANY_FILES(archive=name, files=len(infos), most=MAX_ENTRIES),
            hint=Words.PACK_FEWER(),
        )
    if any(info.filename == "[Content_Types].xml" for info in infos):
        raise FileError(Words.OFFICE_DOCUMENT(name=name), hint=Words.SAVE_AS_CSV())
    readable = [info for info in infos if info.filename.lower().endswith(formats.suffixes())]
    if not readable:
        inside = tuple(repr(info.filename) for info in infos[:5])
        raise FileError(
            Words.NO_DATA_FILE(archive=name, files=inside)
            if inside
            else Words.EMPTY_ARCHIVE(archive=name),
            hint=Words.PACK_DATA_FILE(suffixes=formats.suffixes()),
        )
    return readable


def _is_file(info: zipfile.ZipInfo) -> bool:
    path = Path(info.filename)
    is_shadow = "__MACOSX" in path.parts or path.name.startswith("._")
    return not (info.is_dir() or is_shadow)


def _choose(infos: list[zipfile.ZipInfo], name: str, member: str | None) -> zipfile.ZipInfo:
    if member is None and len(infos) == 1:
        return infos[0]
    for info in infos:
        if info.filename == member:
            return info
    names = tuple(repr(info.filename) for info in infos[:10])
    if member is None:
        raise UndecidedError(
            Words.SEVERAL_FILES(archive=name, files=len(infos), names=names),
            hint=Words.CHOOSE_ONE(),
        )
    raise FileError(
        Words.NOT_IN_ARCHIVE(archive=name, member=member), hint=Words.ARCHIVE_CONTAINS(names=names)
    )


def _open_gzip(data: Path | bytes, name: str, limit: int) -> io.RawIOBase:
    raw = _raw(data)
    stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw))
    return _Bounded(stream, raw, name=name, packed=_length(data), limit=limit)


def _open_zip(data: Path | bytes, member: str, label: str, limit: int) -> io.RawIOBase:
    raw = _raw(data)
    try:
        archive = zipfile.ZipFile(raw)
        info = archive.getinfo(member)
        if info.flag_bits & 0x1:
            raise FileError(Words.PASSWORD(name=label), hint=Words.PACK_WITHOUT_PASSWORD())
        stream = cast(BinaryIO, archive.open(info))
    except _BROKEN as error:
        raw.close()
        raise _damaged(label, error) from error
    except FileError:
        raw.close()
        raise
    return _Bounded(stream, raw, name=label, packed=info.compress_size, limit=limit)


def _damaged(name: str, error: Exception) -> FileError:
    return FileError(Words.DAMAGED(name=name, reason=str(error)), hint=Words.PACK_AGAIN())


class _Bounded(io.RawIOBase):
    """Unpacks, counts what comes out, and stops if it grows out of all proportion."""

    def __init__(
        self, stream: BinaryIO, raw: BinaryIO, *, name: str, packed: int, limit: int
    ) -> None:
        self._stream, self._raw = stream, raw
        self._name, self._packed, self._limit = name, packed, limit
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # WriteableBuffer
        try:
            data = self._stream.read(len(buffer))
        except _BROKEN as error:
            raise _damaged(self._name, error) from error
        self._count += len(data)
        self._check()
        buffer[: len(data)] = data
        return len(data)

    def _check(self) -> None:
        if self._count > self._limit:
            raise FileError(
                Words.TOO_LARGE(name=self._name, gib=self._limit / (1 << 30)),
                hint=Words.UNPACK_YOURSELF(),
            )
        if self._count > RATIO_FROM_BYTES and self._count > MAX_RATIO * max(self._packed, 1):
            raise FileError(
                Words.ZIP_BOMB(name=self._name, ratio=MAX_RATIO), hint=Words.UNPACK_IF_GENUINE()
            )

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._raw.close()
        super().close()
