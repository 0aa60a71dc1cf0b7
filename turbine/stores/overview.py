"""What a database says of itself, and what of ours it holds."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from turbine.model import deadline
from turbine.model.deadline import bound
from turbine.model.errors import StoreUnreachableError
from turbine.stores.base import Bucket, Capabilities, SeriesInfo, ServerInfo, Store
from turbine.timing.windows import plan

_COUNTED = 50
_AT_ONCE = 4
_FIELDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A series, and how much of it there is."""

    info: SeriesInfo
    points: int | None
    """Values of the fullest of its first fields, which is the number of points wherever one of
    these is never empty; None if it was not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What is in a target."""

    server: ServerInfo
    capabilities: Capabilities
    bucket: Bucket | None
    """None if it does not exist: then nothing else is known."""
    size_bytes: int | None
    holdings: tuple[Holding, ...] = ()
    """Sorted. The first 50 are counted, as far as time allows: each costs a query."""


def overview(store: Store, *, leave_out: str) -> Overview:
    """Ask for everything; ``leave_out`` is a measurement that is nobody's data. Raises
    StoreError."""
    server, capabilities, bucket = store.info(), store.capabilities, store.bucket()
    if bucket is None:
        return Overview(server=server, capabilities=capabilities, bucket=None, size_bytes=None)
    size_bytes = store.size_bytes()
    known = [info for info in store.series() if info.series.measurement != leave_out]
    with ThreadPoolExecutor(_AT_ONCE, "count") as pool:
        counts = pool.map(bound(partial(_points, store)), known[:_COUNTED])
        points = [*counts, *(None for _ in known[_COUNTED:])]
    return Overview(
        server=server,
        capabilities=capabilities,
        bucket=bucket,
        size_bytes=size_bytes,
        holdings=tuple(
            Holding(info=info, points=count) for info, count in zip(known, points, strict=True)
        ),
    )


def _points(store: Store, info: SeriesInfo) -> int | None:
    windows = plan(info.first_ns, info.last_ns + 1, "all")
    try:
        fields = info.fields[:_FIELDS]
        counts = store.aggregate(info.series, fields, windows, ("count",)).frame["count"]
    except StoreUnreachableError:
        if deadline.left_s() > 0:
            raise
        return None
    return int(counts.max() or 0)  # type: ignore[arg-type] # of whole numbers
