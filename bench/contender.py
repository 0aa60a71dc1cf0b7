"""What the comparison asks of each database, and nothing of how."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Bytes that the points take on the disk."""

    data: int
    """Tables and indices."""
    log: int
    """What the write-ahead log takes beside them."""


class Contender(Protocol):
    """One database that runs. Periods are [start, stop) in ns UTC, times are Datetime in ns UTC."""

    rounds: int
    """How often each question is asked, and the first turbine's year written at the most."""

    def fresh(self) -> None:
        """An empty place for points; the one before is dropped."""

    def write(self, turbine: str, rows: pl.DataFrame) -> None:
        """Store a turbine's rows, ``time`` and all channels; returns when all are acknowledged."""

    def size(self) -> Size:
        """What the place takes, once it has settled."""

    def hourly(self, turbine: str, start_ns: int, stop_ns: int) -> pl.DataFrame:
        """``time`` (start of the hour) and ``power_kw``: the mean of each hour that has rows."""

    def last(self, turbine: str, start_ns: int, stop_ns: int) -> pl.DataFrame:
        """One row: the latest value of each channel."""

    def rows(self, turbine: str, start_ns: int, stop_ns: int) -> pl.DataFrame:
        """``time`` and all channels, in order of time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A database that may be here: where ``missing`` says nothing, it can be started."""

    name: str
    start: Callable[[Path], AbstractContextManager[Contender]]
    """Starts it in an empty folder of its own, and stops it afterwards."""
    missing: str = ""
    most: int = 1_000_000
    """Turbines that it is measured with at the most."""


def used(path: Path) -> int:
    """Bytes on the disk of a file, or of all in a folder (of a sparse file not its length); 0 where
    there is none."""
    found = 0
    for each in (path, *path.rglob("*")) if path.is_dir() else (path,):
        with suppress(FileNotFoundError):  # a server may tidy up meanwhile
            found += each.stat().st_blocks * 512
    return found
