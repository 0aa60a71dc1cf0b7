"""Reading SCADA files: find out how (:func:`detect`), then read them whole (:func:`scan`)."""

from turbine.readers.chosen import AS_FOUND, Chosen
from turbine.readers.counts import Counts
from turbine.readers.fields import open_notes
from turbine.readers.formats import (
    FORMATS,
    Format,
    choices,
    described,
    detect,
    format_of,
    recognised,
    restored,
    suffixes,
    title,
)
from turbine.readers.model import (
    BAD_CELLS_SCHEMA,
    REJECTED_SCHEMA,
    Choice,
    DateOrder,
    Detection,
    Interpretation,
    Member,
    Scan,
    Source,
)
from turbine.readers.names import is_name, own_name, with_unit
from turbine.readers.open_end import OpenEnd
from turbine.readers.scanning import IN_MEMORY_BYTES, FileScan, scan
from turbine.readers.source import members, open_source, tables
from turbine.readers.splitting import Split, split
from turbine.readers.unpacking import unpacked

__all__ = [
    "AS_FOUND",
    "BAD_CELLS_SCHEMA",
    "FORMATS",
    "IN_MEMORY_BYTES",
    "REJECTED_SCHEMA",
    "Choice",
    "Chosen",
    "Counts",
    "DateOrder",
    "Detection",
    "FileScan",
    "Format",
    "Interpretation",
    "Member",
    "OpenEnd",
    "Scan",
    "Source",
    "Split",
    "choices",
    "described",
    "detect",
    "format_of",
    "is_name",
    "members",
    "open_notes",
    "open_source",
    "own_name",
    "recognised",
    "restored",
    "scan",
    "split",
    "suffixes",
    "tables",
    "title",
    "unpacked",
    "with_unit",
]
