"""A file on its way in: kept by its hash, detected, read; and discarded if it is not wanted."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from turbine import readers
from turbine.audit import Action, AuditLog
from turbine.ingest.ledger import Ledger
from turbine.ingest.originals import Original, Originals
from turbine.model.actor import Actor
from turbine.model.errors import FileError, TurbineError
from turbine.readers import Choice, Interpretation, Scan, Source
from turbine.readers.keys import is_whole
from turbine.services.words import Words
from turbine.words import together

Whole = TypeVar("Whole")
"""What a file is read to."""


_CHUNK = 1 << 20


class Files:
    """The files of one data directory, and how they are read."""

    def __init__(self, ledger: Ledger, originals: Originals, log: AuditLog) -> None:
        self._ledger, self._originals, self._log = ledger, originals, log

    def keep(
        self,
        actor: Actor,
        source: Source,
        progress: Callable[[int], None] = lambda _bytes: None,
    ) -> Original:
        """Keep the file's bytes by their hash; everything after works on what was kept."""
        with self._log.action(actor, Action.FILE_KEEP, file=source.name) as entry:
            original = self._originals.keep(source, progress)
            entry.subject = original.sha256
            return original

    def examine(self, source: Source) -> Original:
        """What :meth:`keep` would give, without keeping anything: for a plan, which nothing can be
        started from."""
        digest, size = hashlib.sha256(), 0
        with source.open() as stream:
            while data := stream.read(_CHUNK):
                digest.update(data)
                size += len(data)
        return Original(name=source.name, size=size, sha256=digest.hexdigest(), path=Path())

    def keep_and_read(
        self,
        actor: Actor,
        path: Path,
        member: str | None,
        read: Callable[[Source], Whole],
        *,
        in_memory: bool = True,
    ) -> tuple[Original, Whole]:
        """Keep a file and read it with ``read``: both at once if its bytes fit into memory (so
        that it can't change in between), else one after the other, from what was kept."""
        data = _small(path) if in_memory else None
        if data is None:
            original = self.keep(actor, readers.open_source(path, path.name, member))
            with self.or_discard(actor, original):
                return original, read(original)
        source = readers.open_source(data, path.name, member)
        with ThreadPoolExecutor(1, "keep") as pool:
            kept = pool.submit(self.keep, actor, source)
            try:
                whole = read(source)
            except BaseException:  # an interrupt too keeps no file that nobody reads
                with self.or_discard(actor, kept.result()):
                    raise
            return kept.result(), whole

    @contextmanager
    def or_discard(self, actor: Actor, original: Original) -> Iterator[None]:
        """If the block fails, the file need not have been kept, unless an ingest refers to it
        by then."""
        try:
            yield
        except BaseException:  # an interrupt too
            with suppress(TurbineError):
                self.discard(actor, original)
            raise

    def discard(self, actor: Actor, original: Original) -> None:
        """Free the space of a file that was kept first for this, and that no ingest refers to.
        Raises IngestError."""
        with (
            self._log.action(actor, Action.FILE_DISCARD, original.sha256) as entry,
            self._ledger.starting(),
        ):
            needed = self._ledger.refers_to(original.sha256)
            entry.details["needed"] = needed
            if not needed:
                self._originals.discard(original)

    def original(self, sha256: str, *, name: str, size: int) -> Original:
        """A file kept before."""
        return self._originals.get(sha256, name=name, size=size)

    def choices(self, source: Source) -> tuple[Choice, ...]:
        """What a person may change of how the file is read that only its format has."""
        return readers.recognised(source).choices

    detect = staticmethod(readers.detect)
    split = staticmethod(readers.split)

    def scan(
        self,
        source: Source,
        interpretation: Interpretation,
        progress: Callable[[int], None] | None = None,
        *,
        propose: bool = False,
    ) -> Scan:
        """Read the whole file, which is of one series. ``propose``: take marks for no value that
        are found in it. Raises FileError if it is of several series."""
        if not is_whole(interpretation):
            return readers.scan(source, interpretation, progress, propose=propose)
        split = readers.split(source, interpretation, progress, propose=propose)
        if not split.is_single:
            raise FileError(Words.SEVERAL_TURBINES(turbines=together(*split.notes)))
        [scan] = split.scans or split.empty
        return scan


def _small(path: Path) -> bytes | None:
    """The file's bytes if they fit into memory; None also if it cannot be read: whoever reads it
    next says why."""
    try:
        fits = path.is_file() and path.stat().st_size <= readers.IN_MEMORY_BYTES
        return path.read_bytes() if fits else None
    except OSError:
        return None
