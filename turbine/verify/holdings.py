"""What the ledger knows about the stamps of an ingest's period: whose they are now."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from turbine.ingest.count import refused_lines
from turbine.ingest.ledger import REFUSED, Ledger
from turbine.ingest.ownership import NONE, union
from turbine.ingest.record import IngestRecord, State
from turbine.model.frame import Stamps


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Holdings:
    """What the ledger knows about the ingest's rows and the stamps in its period."""

    taken: Mapping[str, Stamps]
    """By field: the stamps of this ingest at which others have it now, ascending."""
    theirs: Mapping[str, Stamps]
    """By field: all stamps at which it is other ingests', ascending; of these ``taken``."""
    lost: Mapping[str, Mapping[str, Stamps]]
    """By ingest, undone since, and by field: the stamps that it had replaced and that are this
    ingest's again."""
    refused_lines: Stamps
    """Lines of the file that the database refused when they were last sent."""
    never_accepted: Stamps
    """… of these, those that it had never accepted before."""
    acknowledged: Stamps
    """Numbers of the batches that the database answered for."""


def holdings(record: IngestRecord, ledger: Ledger) -> Holdings:
    """Found in the ledger alone."""
    own = ledger.ownership(record.id)
    period = record.first_ns, record.last_ns
    others = [
        ledger.ownership(other.id)
        for other in ledger.of_series(record.series, record.target, period)
        if other.id != record.id
    ]
    fields = {field for other in others for field in other.fields}
    brought = {f: union(o.stamps for o in others if f in o.fields) for f in sorted(fields)}
    taken = {field: own.taken(field) for field in own.fields}
    if record.state is State.UNDONE:  # what others brought is theirs, before or since
        taken = {f: np.intersect1d(own.stamps, brought.get(f, NONE)) for f in own.fields}
    elsewhere = {
        f: np.setdiff1d(stamps, own.stamps) if f in own.fields else stamps
        for f, stamps in brought.items()
    }
    return Holdings(
        taken=taken,
        theirs={f: union([stamps, taken.get(f, NONE)]) for f, stamps in elsewhere.items()},
        lost={c.by: own.lost_fields(c.by) for c in own.claims if c.undone},
        refused_lines=np.array(refused_lines(ledger, record.id), dtype=np.int64),
        never_accepted=np.array(refused_lines(ledger, record.id, (REFUSED,)), dtype=np.int64),
        acknowledged=np.array(ledger.acknowledged(record.id), dtype=np.int64),
    )
