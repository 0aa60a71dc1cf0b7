"""How long rows last, in as few words as it can be told: for a script outside of here."""

from dataclasses import replace

import numpy as np

from turbine.model.frame import Stamps, stamps_of
from turbine.services.measured import Measured
from turbine.timing.steps import Steps
from turbine.timing.windows import FIRST_NS, LAST_NS
from turbine.wind.energy import HOUR_NS

MOST_CHANGES = 24
"""Of durations that a script lists."""
Lasting = tuple[tuple[int, int], ...]
"""From which moment on (ns, UTC) rows last how many ns, wherever that changes."""


def lasting_of(measured: Measured, *signals: str, beyond: bool = False) -> Lasting | None:
    """Of the rows with these signals, also if they are left out; ``beyond``: also of those around
    the period. None if some tell no duration, or it changes too often to be listed."""
    rows = replace(measured.rows, left_out=None)
    if beyond:
        rows = replace(rows, period=replace(rows.period, start_ns=FIRST_NS, stop_ns=LAST_NS))
    found = rows.having(*signals)
    if found["hours"].has_nulls():
        return None
    return _told(stamps_of(found), np.rint(found["hours"].to_numpy() * HOUR_NS).astype(np.int64))


def lasting_by(steps: Steps, start_ns: int, stop_ns: int) -> Lasting | None:
    """The same by known steps, of the rows of a period."""
    since, lasting_ns = steps.lasting()
    first = max(int(np.searchsorted(since, start_ns, side="right")) - 1, 0)
    stop = int(np.searchsorted(since, stop_ns))
    if not lasting_ns[first:stop].all():
        return None
    return _told(since[first:stop], lasting_ns[first:stop])


def _told(stamps: Stamps, lasting_ns: Stamps) -> Lasting | None:
    changes = np.flatnonzero(np.diff(lasting_ns, prepend=-1))
    if len(changes) > MOST_CHANGES:
        return None
    return tuple(zip(stamps[changes].tolist(), lasting_ns[changes].tolist(), strict=True))
