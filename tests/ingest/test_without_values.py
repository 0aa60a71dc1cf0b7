"""Rows with a stamp and no value, in ledgers of before they were counted apart."""

import json
import sqlite3

from scada import ACTOR, HEADER, line

from turbine.ingest.record import State


def test_a_ledger_that_counts_rows_without_values_as_rejected_stays_right(embedded):
    record = embedded.ingest("\n".join([HEADER, line(0, 1, 2, 3, 4), line(1, "", "", "", ""), ""]))
    counts = {name: getattr(record.counts, name) for name in record.counts.__slots__}
    assert (counts["rejected"], counts.pop("without_values")) == (0, 1)
    with sqlite3.connect(embedded.settings.data_dir / "ledger.db") as db:
        db.execute("UPDATE ingests SET counts = ?", (json.dumps(counts | {"rejected": 1}),))
    old = embedded.windproof.ingests.get(record.id)
    assert (old.adds_up, old.rejected, old.counts.without_values) == (True, 1, 0)
    assert embedded.verify(old).verdict == "PASS"
    again = embedded.windproof.ingests.run(ACTOR, old.id)
    assert (again.state, again.held) == (State.DONE, 1)
