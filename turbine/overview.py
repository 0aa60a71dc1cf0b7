"""What a database says of itself, and what of ours it holds."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from turbine.stores.base import Bucket, Capabilities, SeriesInfo, ServerInfo, Store
from turbine.windows import plan

_COUNTED = 50
_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A series, and how much of it there is."""

    info: SeriesInfo
    points: int | None
    """Values of its fullest channel, which is the number of points wherever one channel is never
    empty; None where it was not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A look at a target."""

    server: ServerInfo
    capabilities: Capabilities
    bucket: Bucket | None
    """None where it does not exist: then nothing else is known."""
    size_bytes: int | None
    holdings: tuple[Holding, ...] = ()
    """Sorted. The first 50 are counted: each costs a query."""


def look(store: Store, *, leave_out: str) -> Overview:
    """Ask for everything; ``leave_out`` is a measurement that is nobody's data. Raises
    StoreError."""
    server, capabilities, bucket = store.info(), store.capabilities, store.bucket()
    if bucket is None:
        return Overview(server=server, capabilities=capabilities, bucket=None, size_bytes=None)
    held = [info for info in store.series() if info.series.measurement != leave_out]
    with ThreadPoolExecutor(_AT_ONCE, "count") as pool:
        counted = pool.map(lambda info: _points(store, info), held[:_COUNTED])
        points = [*counted, *(None for _ in held[_COUNTED:])]
    return Overview(
        server=server,
        capabilities=capabilities,
        bucket=bucket,
        size_bytes=store.size_bytes(),
        holdings=tuple(
            Holding(info=info, points=count) for info, count in zip(held, points, strict=True)
        ),
    )


def _points(store: Store, info: SeriesInfo) -> int:
    windows = plan(info.first_ns, info.last_ns + 1, "all")
    counts = store.aggregate(info.series, info.fields, windows, ("count",)).frame["count"]
    return int(counts.max() or 0)  # type: ignore[arg-type] # of whole numbers
