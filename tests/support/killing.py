"""Kill a process at its n-th change of state: of the ledger, of the users, or of the database.

Everything that an action does outside its own memory goes through a few methods. Before each of
them is a point at which a power cut may come; after the one before it is the same point.
"""

import os
import signal
from collections.abc import Callable
from itertools import count

from forked import forked

from turbine.ingest.ledger import Ledger
from turbine.ingest.summaries import Summaries
from turbine.services.windproof import Windproof
from turbine.stores.duckdb.store import DuckDBStore
from turbine.stores.influx.influx1 import Influx1Store
from turbine.stores.influx.influx2 import Influx2Store
from turbine.stores.influx.influx3 import Influx3Store

LEDGER = (
    *("add", "acknowledge", "answer_again", "set_state", "set_counted", "set_undone"),
    *("keep_erased", "forget_erased", "ask_to_cancel", "keep_verdict"),
)
STORE = ("write", "delete", "erase", "put_back", "create_bucket", "set_shard")


def _watch(owner: type, name: str, points: "count[int]", fatal: int) -> None:
    method = getattr(owner, name)

    def watched(*arguments: object, **options: object) -> object:
        if next(points) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return method(*arguments, **options)

    setattr(owner, name, watched)


def _work(fatal: int, settings: object, action: Callable[[Windproof], None], rows: int) -> None:
    points = count()
    windproof = Windproof(settings)
    for owner in (DuckDBStore, Influx1Store, Influx2Store, Influx3Store):
        for name in STORE:
            _watch(owner, name, points, fatal)
    store = windproof._stores.get()
    kind, capabilities = type(store), store.capabilities
    kind.capabilities = type(capabilities)(  # type: ignore[attr-defined] # of a class
        **{name: getattr(capabilities, name) for name in capabilities.__slots__}
        | {"batch_rows": rows, "in_flight": 1}
    )
    for name in LEDGER:
        _watch(Ledger, name, points, fatal)
    _watch(Summaries, "put", points, fatal)
    action(windproof)


def killed_at(
    fatal: int, settings: object, action: Callable[[Windproof], None], *, rows: int
) -> bool:
    """Do it in another process with batches of so many rows, killed at that point; False if it
    came to its end before. Fails if the action itself did."""
    process = forked(_work, fatal, settings, action, rows)
    process.join(120)
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0
