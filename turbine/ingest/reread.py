"""Reading an ingest's original file again, as it was read when the ingest was recorded."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from turbine import readers
from turbine.ingest.originals import Originals
from turbine.ingest.record import IngestRecord
from turbine.ingest.words import Words
from turbine.model.errors import IngestError
from turbine.readers import Scan
from turbine.readers.keys import key_of


def reread_together(records: Sequence[IngestRecord], originals: Originals) -> dict[str, Scan]:
    """The scans of those ingests that are series of the same file, by id: each such file is read
    once. Of a file with one of them alone there is none. Raises IngestError."""
    scans: dict[str, Scan] = {}
    together: dict[tuple[str, str], list[IngestRecord]] = {}
    for record in records:
        form = record.interpretation
        if form.key_columns:
            whole = replace(form, turbine="", site="")
            key = record.sha256, json.dumps(whole.to_dict())
            together.setdefault(key, []).append(record)
    for same in together.values():
        if len(same) == 1:
            continue
        first = same[0]
        original = originals.get(first.sha256, name=first.file_name, size=first.size)
        originals.check(original)
        split = readers.split(original, replace(first.interpretation, turbine="", site=""))
        found = {key_of(scan.interpretation): scan for scan in split.scans}
        for record in same:
            if (scan := found.get(key_of(record.interpretation))) is not None:
                scans[record.id] = _as_recorded(scan, record)
    return scans


def reread(record: IngestRecord, originals: Originals) -> Scan:
    """The recorded file as it was read then. Raises IngestError if it is not the same."""
    original = originals.get(record.sha256, name=record.file_name, size=record.size)
    with ThreadPoolExecutor(1) as pool:
        intact = pool.submit(originals.check, original)
        try:
            scan = readers.scan(original, record.interpretation)
        finally:
            intact.result()  # damage explains whatever the reading ran into
    return _as_recorded(scan, record)


def _as_recorded(scan: Scan, record: IngestRecord) -> Scan:
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
