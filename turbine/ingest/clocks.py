"""On which clock a site's files were read before."""

from collections.abc import Iterable

from turbine.ingest.record import IngestRecord, State
from turbine.readers.times.patterns import has_offset
from turbine.readers.zones import is_kaggle


def remembered_zone(
    records: Iterable[IngestRecord], *, site: str, turbine: str | None
) -> str | None:
    """The zone of the newest ingest (they come first) of this turbine, else of its site; None if
    there is none. What was undone does not count, nor what needed no zone, nor the Kaggle file: its
    clock was taken for its columns, and says nothing of others."""
    of_site = [
        record
        for record in records
        if record.series.site == site
        and record.state not in (State.UNDOING, State.UNDONE)
        and not has_offset(record.interpretation.time_format)
        and not is_kaggle(record.interpretation.headers)
    ]
    own = [record for record in of_site if record.series.turbine == turbine]
    return next((record.interpretation.zone for record in (*own, *of_site)), None)
