"""Put a file into the embedded database and prove that it is there.

    python examples/ingest_and_verify.py FILE [FOLDER]

FOLDER is the data directory; without it, a new one that is forgotten at the end.
"""

import sys
import tempfile
from pathlib import Path

from turbine.model.actor import machine_actor
from turbine.model.series import Series
from turbine.readers import open_source
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings


def main(file: Path, folder: Path) -> int:
    """Ingest, compare, and say what was found; 1 unless every row and value is there."""
    windproof, actor = Windproof(Settings(data_dir=folder)), machine_actor()

    # Keep the bytes first: verification reads them again, not what was parsed here.
    original = windproof.files.keep(actor, open_source(file, file.name))
    detection = windproof.files.detect(original)
    if detection.questions:
        print("The file leaves open:", ", ".join(detection.questions))
        return 1
    scan = windproof.files.scan(original, detection.interpretation)

    # A plan writes nothing. Retiming moves the last row to now, by one shift.
    series = Series(measurement="scada", site="example", turbine="T1")
    plan = windproof.ingests.plan(original, scan, rule="end-now", series=series)
    record = windproof.ingests.start(actor, plan)
    record = windproof.ingests.run(actor, record.id, scan=scan)
    print(
        f"{scan.counts.rows:,} rows: {record.stored:,} stored, {scan.counts.rejected:,} rejected, "
        f"{scan.counts.duplicate:,} duplicate."
    )

    found = windproof.verification.verify(actor, record.id)
    print(f"{found.verdict}: {found.found:,} of {found.expected:,} rows are there.")
    for channel in found.channels:
        equal = channel.found - channel.differing
        print(f"  {channel.channel}: {equal:,} of {channel.expected:,} values are equal.")
    return 0 if found.verdict == "PASS" else 1


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
    with tempfile.TemporaryDirectory() as made:
        sys.exit(main(Path(sys.argv[1]), Path(made)))
