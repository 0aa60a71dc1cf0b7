"""Reading an ingest's original file again, as it was read when the ingest was recorded."""

from concurrent.futures import ThreadPoolExecutor

from turbine import readers
from turbine.ingest.originals import Originals
from turbine.ingest.record import IngestRecord
from turbine.ingest.words import Words
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
    if not scan.counts.agree(record.counts):
        raise IngestError(
            Words.READ_DIFFERENTLY(
                count=scan.counts.kept,
                then=record.counts.kept,
                file=record.file_name,
                ingest=record.id,
            ),
            hint=Words.UNDO_AND_INGEST(),
        )
    return scan
