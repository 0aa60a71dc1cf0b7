"""The ledger: which file went where, which batches are acknowledged, what was not stored and why.

One SQLite file, safe for several processes. A batch is recorded after the database acknowledged
it: what a kill leaves unrecorded is sent again, which is harmless. Whether an ingest is running
is told by a file lock that the operating system drops with the process, never by a flag.
"""

from turbine.ingest.ledger.file import starting
from turbine.ingest.ledger.rows import (
    FINDINGS_SCHEMA,
    OPEN_END,
    REFUSED,
    REVOKED,
    WITHOUT_VALUES,
    pack,
    unpack,
)
from turbine.ingest.ledger.writer import Ledger, New

__all__ = [
    "FINDINGS_SCHEMA",
    "OPEN_END",
    "REFUSED",
    "REVOKED",
    "WITHOUT_VALUES",
    "Ledger",
    "New",
    "pack",
    "starting",
    "unpack",
]
