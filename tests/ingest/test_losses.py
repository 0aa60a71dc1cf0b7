"""Which losses are said loudly, and which need consent."""

import pytest
from scada import HEADER, Place, line

from turbine.ingest.losses import losses_of
from turbine.model.errors import IngestError

GOOD = [line(row, row, 5, 6, 7) for row in range(100)]


def bad(row: int) -> str:
    return line(row, "?!", 5, 6, 7)


def empty(row: int) -> str:
    return line(row, "", 5, 6, 7)


@pytest.mark.parametrize(
    ("rows", "loud", "needs_consent"),
    [
        (GOOD, 0, False),
        ([*GOOD, "no time,1,2,3,4"], 0, False),  # one of 101
        ([*GOOD, "no time,1,2,3,4", "no,1,2,3,4"], 1, False),
        ([*GOOD[:40], *(line(row, 1) for row in range(40, 81))], 1, True),
        ([*GOOD[:50], *map(bad, range(50, 100))], 0, False),  # just half
        ([*GOOD[:49], *map(bad, range(49, 100))], 1, True),
        # Most cells of the column are empty, and most of the others unreadable.
        ([*GOOD[:2], *map(bad, range(2, 5)), *map(empty, range(5, 99))], 1, True),
    ],
)  # fmt: skip
def test_what_is_loud_and_what_needs_consent(embedded: Place, rows, loud, needs_consent):
    plan = embedded.plan("\n".join([HEADER, *rows, ""]))
    found = losses_of(plan.scan)
    assert (len(found), any(loss.is_most for loss in found)) == (loud, needs_consent)
    assert plan.preflight.must_accept == needs_consent
    if needs_consent:
        with pytest.raises(IngestError, match="--accept-losses"):
            plan.preflight.refuse(replace=False)
    plan.preflight.refuse(replace=False, accept_losses=True)


def test_what_most_of_is_bad_is_kept(embedded: Place):
    record = embedded.ingest("\n".join([HEADER, *GOOD[:1], *map(bad, range(1, 4)), ""]))
    assert record.counts.mostly_bad == ("power_kw",)
