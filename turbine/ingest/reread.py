"""Reading an ingest's original file again, as it was read when the ingest was recorded."""

from concurrent.futures import ThreadPoolExecutor

from turbine import readers
from turbine.ingest.originals import Originals
from turbine.ingest.record import IngestRecord
from turbine.model.errors import IngestError
from turbine.readers import Scan


def reread(record: IngestRecord, originals: Originals) -> Scan:
    """The recorded file as it was read then. Raises IngestError if it is not the same."""
    original = originals.get(record.sha256, name=record.file_name, size=record.size)
    with ThreadPoolExecutor(1) as pool:
        intact = pool.submit(originals.check, original)
        try:
            scan = readers.scan(original, record.interpretation)
        finally:
            intact.result()  # damage explains whatever the reading ran into
    if scan.counts != record.counts:
        raise IngestError(
            f"{record.file_name} is not read as it was when ingest {record.id} was recorded: "
            f"{scan.counts.kept:,} rows are kept now, {record.counts.kept:,} were then.",
            hint="This version of Windproof reads it otherwise: undo the ingest and ingest "
            "the file again.",
        )
    return scan
