"""A period in parts, if the server would open too many files for the whole (InfluxDB 3 Core)."""

from collections.abc import Callable

from turbine.model import deadline
from turbine.stores.influx._http import FileLimitError
from turbine.stores.influx._influxql_client import T
from turbine.timing.windows import SECOND_NS


def in_parts(ask: Callable[[int, int], list[T]], start_ns: int, stop_ns: int) -> list[T]:
    """The results of ``ask`` in [start, stop), in order: asked for the whole first, then for parts
    whose length follows what the server accepts. Raises FileLimitError if not even a second may be
    read, so that no part is ever left out."""
    results: list[T] = []
    part_ns = stop_ns - start_ns
    while start_ns < stop_ns:
        end_ns = min(start_ns + part_ns, stop_ns)
        try:
            results += ask(start_ns, end_ns)
        except FileLimitError:
            if end_ns - start_ns <= SECOND_NS:
                raise
            part_ns = (end_ns - start_ns) // 2
        else:
            start_ns, part_ns = end_ns, 2 * part_ns
            if start_ns < stop_ns:
                deadline.renew()
    return results
