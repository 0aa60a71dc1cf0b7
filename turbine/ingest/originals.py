"""The uploaded bytes, kept compressed under their SHA-256, so that proof can go back to them."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

from turbine.errors import IngestError, NotFoundError
from turbine.readers import Source

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """Kept bytes: a Source that reads the file as it was uploaded (unpacked)."""

    name: str
    size: int
    """Bytes, unpacked."""
    sha256: str
    path: Path

    def open(self) -> BinaryIO:
        """The file's own bytes, from the start."""
        return cast(BinaryIO, pa.CompressedInputStream(pa.OSFile(str(self.path)), "zstd"))


class Originals:
    """A folder of kept files. Keeping the same bytes again costs no room."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(
        self, source: Source, progress: Callable[[int], None] = lambda _bytes: None
    ) -> Original:
        """Store the source's bytes. Raises IngestError where the disk refuses them."""
        digest = hashlib.sha256()
        size = 0
        try:
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as part:
                try:
                    with source.open() as stream, pa.CompressedOutputStream(part, "zstd") as packed:
                        while chunk := stream.read(_CHUNK):
                            digest.update(chunk)
                            packed.write(chunk)
                            size += len(chunk)
                            progress(size)
                    with Path(part.name).open("rb") as written:
                        os.fsync(written.fileno())
                    sha256 = digest.hexdigest()
                    Path(part.name).replace(self._path(sha256))
                except BaseException:
                    with suppress(OSError):
                        Path(part.name).unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise IngestError(
                f"The file could not be kept: {error.strerror or error}.",
                hint="Make room in the data directory and send the file again. Nothing was stored.",
            ) from error
        return Original(name=source.name, size=size, sha256=sha256, path=self._path(sha256))

    def get(self, sha256: str, *, name: str, size: int) -> Original:
        """The kept file of that hash. Raises NotFoundError where it is gone."""
        path = self._path(sha256)
        if not path.is_file():
            raise NotFoundError(
                f"The original bytes of {name} are not in the data directory any more.",
                hint=f"Put back {path.name} from a backup: resume and verification read it.",
            )
        return Original(name=name, size=size, sha256=sha256, path=path)

    def check(self, original: Original) -> None:
        """Raise IngestError where the kept bytes are not those of the hash any more."""
        digest = hashlib.sha256()
        try:
            with original.open() as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
            intact = digest.hexdigest() == original.sha256
        except OSError:
            intact = False
        if not intact:
            raise IngestError(
                f"The kept bytes of {original.name} are damaged: their hash has changed.",
                hint=f"Put back {original.path.name} from a backup, or ingest the file again.",
            )

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.csv.zst"
