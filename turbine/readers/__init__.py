"""Reading SCADA files: find out how (:func:`detect`), then read them whole (:func:`scan`)."""

from turbine.readers.detection import detect
from turbine.readers.model import (
    BAD_CELLS_SCHEMA,
    REJECTED_SCHEMA,
    Counts,
    DateOrder,
    Detection,
    Interpretation,
    Member,
    OpenEnd,
    Scan,
)
from turbine.readers.scada_csv import IN_MEMORY_BYTES, FileScan, scan
from turbine.readers.source import Source, members, open_source

__all__ = [
    "BAD_CELLS_SCHEMA",
    "IN_MEMORY_BYTES",
    "REJECTED_SCHEMA",
    "Counts",
    "DateOrder",
    "Detection",
    "FileScan",
    "Interpretation",
    "Member",
    "OpenEnd",
    "Scan",
    "Source",
    "detect",
    "members",
    "open_source",
    "scan",
]
