"""What every database must do for Windproof, and nothing of how.

Callers state intent; Flux, InfluxQL and SQL exist only inside the stores. A store writes points
that are *identical when sent again* (series and stamp are their identity) and reads them back
exactly. What one store cannot do is in its :class:`Capabilities`; nobody asks which it is.
"""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

import polars as pl

from turbine.model.frame import Stamps
from turbine.model.series import Series, Target
from turbine.stores.words import Words
from turbine.timing.durations import lasting
from turbine.timing.windows import Windows
from turbine.words import Text

PushFunction = Literal["mean", "min", "max", "sum", "count", "first", "last"]
"""What a store computes itself. All else is one shared kernel over a raw read."""


ALL_TIME = -(2**63) + 2, 2**63 - 1
"""[start, stop) of all that InfluxDB knows, which no store exceeds."""

BUCKET, DATABASE, FILE = Words.BUCKET(), Words.DATABASE(), Words.FILE()
"""What holds the points, as a person calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What this store can do, and how it likes to be fed."""

    product: str
    """Shown to a person: ``DuckDB``, ``InfluxDB 2``."""
    query_language: str
    """As a person calls it: ``SQL``, ``Flux``."""
    batch_rows: int
    """Rows in one write, at most: see :meth:`batch_of`."""
    in_flight: int
    """Writes under way at once."""
    deletes_points: bool = True
    """False if single points can't be deleted, so that undo must say so beforehand."""
    overwrites: bool = True
    """False if a value written over another may lose against it."""
    creates_buckets: bool = True
    """False if the container creates itself (an embedded file)."""
    batch_cells: int = 150_000
    """Rows times fields in one write, at most. In line protocol a value and its field's name take
    up to 65 bytes, and servers and proxies take bodies of 10 MB."""
    max_fields: int | None = None
    """Fields that a measurement can have, whoever wrote them; None for any number."""
    value_bytes: int = 0
    """Bytes that a value takes on this machine's disk; 0 if the points are on a server."""
    container: Text = BUCKET
    """What a person calls the container of the points here: a bucket, a database, a file."""
    has_shards: bool = True
    """Whether the container is cut into shards, whose length can be set."""
    holds_texts: bool = True
    """False if a field cannot be a text, so that states in words are not stored."""
    pays_pushing: bool = True
    """False if a query costs the same, however little comes back: then one query for the rows
    answers everything."""

    answers_years: bool = True
    """False if a question over years of many series takes tens of seconds: then a page that looks
    at everything shows what was kept, and asks when it is told to."""

    def batch_of(self, fields: int) -> int:
        """Rows of so many fields in one write."""
        return max(1, min(self.batch_rows, self.batch_cells // max(1, fields)))

    def row_bytes(self, fields: int) -> int:
        """Bytes that a row of so many fields takes on this machine's disk, with its stamp."""
        return self.value_bytes * (fields + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """The container of the points, as the server describes it."""

    name: str
    id: str = ""
    retention_s: int = 0
    """0: points are kept forever."""
    shard_s: int = 0
    """Length of a shard; 0 if the server has none or does not say."""

    @property
    def keeps(self) -> Text:
        """How long it keeps points: ``forever``, ``for 30 days``."""
        if self.retention_s:
            return Words.FOR_DURATION(duration=lasting(self.retention_s))
        return Words.FOREVER()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One point that the server would not take."""

    time_ns: int
    reason: str
    """In the server's words."""
    meaning: Text = ""
    """What that means and what to do, if we know."""

    @property
    def text(self) -> Text:
        """Both."""
        if self.meaning:
            return Words.REFUSED_ROW(reason=self.reason, meaning=self.meaning)
        return self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A write that the database acknowledged: every point of it is stored or refused."""

    stored: int
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesInfo:
    """A series in the database."""

    series: Series
    first_ns: int
    last_ns: int
    fields: tuple[str, ...]
    """All fields that hold numbers, whoever wrote them, and those of states that hold texts: the
    catalogue's in its order, then the others by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Rows that came back, and what it took."""

    frame: pl.DataFrame
    query: str
    """The text sent, with its bound values readable, without what only proves that the answer is
    whole: for showing, never for sending again."""
    rows: int
    """Rows that the database handed over."""
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerInfo:
    """Who answers."""

    product: str
    version: str
    org: str = ""
    org_id: str = ""
    details: dict[Text, Text] = field(default_factory=dict)
    """Further facts for a person, title → value."""


@runtime_checkable
class Holdable(Protocol):
    """A store that is dear to open, and can be held open for several operations."""

    def held(self) -> AbstractContextManager[None]:
        """Within the block, nobody opens or closes it. Nobody else may get in meanwhile."""
        ...


def holding(store: object) -> AbstractContextManager[None]:
    """Hold the store open if it can be."""
    return store.held() if isinstance(store, Holdable) else nullcontext()


class Store(Protocol):
    """A database of wind turbine points. Safe to use from several threads at once.

    Every method raises only the :class:`turbine.model.errors.StoreError` family. Transient refusals
    (a time-out, 429, 5xx, a locked file) are tried again inside, with jittered back-off and a
    deadline, before they are raised.
    """

    @property
    def target(self) -> Target: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def info(self) -> ServerInfo:
        """Who answers; raises what is wrong if nobody does or the token is refused."""
        ...

    def bucket(self) -> Bucket | None:
        """The configured bucket, or None if there is none (then :meth:`create_bucket`)."""
        ...

    def bucket_names(self) -> list[str]:
        """Names that the bucket could have: those that the token may see, a hundred or all of
        them, in one cheap query."""
        ...

    def create_bucket(self, *, retention_s: int = 0, shard_s: int = 0) -> Bucket:
        """Create the configured bucket: points are kept forever unless told otherwise. An
        existing bucket is left as it is."""
        ...

    def set_shard(self, shard_s: int) -> None:
        """Set the shard duration for data to come; does nothing if the store has none."""
        ...

    def size_bytes(self) -> int | None:
        """Bytes that the bucket takes on the server's disk, as the server counts them (it may
        count only now and then); None if it does not tell, or not this token."""
        ...

    def write(self, series: Series, frame: pl.DataFrame) -> Written:
        """Send one batch: a canonical frame of unique stamps (any order), at most
        :meth:`Capabilities.batch_of` rows long. Null values are not sent. A point on an existing
        stamp replaces the fields it has and keeps the others. Returns after the
        acknowledgement."""
        ...

    def series(
        self, measurement: str | None = None, *, period: tuple[int, int] = ALL_TIME
    ) -> list[SeriesInfo]:
        """The series that hold a point in [start, stop), sorted by their names' characters, with
        their first and last time in it; of one measurement, or of all. Over all time it may cost
        minutes."""
        ...

    def fields(self, measurement: str) -> frozenset[str]:
        """All fields of the measurement, of any type, whoever wrote them. One cheap query."""
        ...

    def foreign_types(
        self, measurement: str, channels: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]] | None:
        """Those of the channels that the measurement holds as something other than doubles (states:
        texts), with those types in the database's words (``integer``, ``string``): it refuses, or
        changes, what is written beside them. None if the server does not tell. One cheap query."""
        ...

    def stamps(
        self, series: Series, start_ns: int, stop_ns: int, channels: tuple[str, ...] = ()
    ) -> Stamps:
        """The distinct stamps in [start, stop) of points that hold one of these channels (of any
        field, if none is named), ascending. An absent series has none."""
        ...

    def read(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        """The raw points in [start, stop): a canonical frame of ``time`` and exactly these
        channels, sorted, unique; empty if there are none. A channel that the database does not
        know is null. Doubles come back bit for bit (if the database keeps the sign of zero), texts
        character by character."""
        ...

    def points(
        self, series: Series, channels: tuple[str, ...], start_ns: int, stop_ns: int
    ) -> Answer:
        """As :meth:`read`, but no points are merged: every point as the database holds it, behind
        its ``time`` the further ``tags`` that it has (``name=value,…`` by name; empty for the
        series' own point). A time may come more than once. Sorted by time and tags."""
        ...

    def other_fields(
        self, series: Series, start_ns: int, stop_ns: int, known: Collection[str]
    ) -> dict[str, int]:
        """Fields other than the known ones that hold something, of any type, on the series' points
        in [start, stop): how many values each, by name. One query if there are none."""
        ...

    def aggregate(
        self,
        series: Series,
        channels: tuple[str, ...],
        windows: Windows,
        functions: tuple[PushFunction, ...],
    ) -> Answer:
        """Aggregates computed by the database, of the points in [windows.start, windows.stop);
        not of states.

        Frame: ``channel`` (String), ``time`` (the window's UTC start, unclipped: one of
        ``windows.labels``), then one column per function (``count`` Int64, the rest Float64),
        sorted by channel (in the order asked) and time. Windows without a point of a channel are
        absent."""
        ...

    def delete(self, series: Series, ranges: list[tuple[int, int]]) -> None:
        """Delete every point of the series in these [start, stop) ranges. Raises StoreError
        if ``deletes_points`` is False."""
        ...

    def erase(
        self,
        series: Series,
        channels: tuple[str, ...],
        stamps: Stamps,
        keep: Callable[[bytes], None],
    ) -> None:
        """Remove the values of these channels on exactly these stamps (ascending), and nothing
        else: other fields and other points stay, and a point without any value is gone.

        A store that can only delete whole points hands what must stay to ``keep`` before it
        deletes, and writes it back after: whoever is interrupted calls :meth:`put_back` with what
        was kept. Raises StoreError if ``deletes_points`` is False."""
        ...

    def put_back(self, kept: bytes) -> None:
        """Write back what :meth:`erase` gave to keep. Harmless if it was written already."""
        ...

    def close(self) -> None:
        """Give connections back. The store is not used afterwards."""
        ...
