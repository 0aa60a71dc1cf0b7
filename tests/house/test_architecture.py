"""docs/architecture.md against the product: its table, and its paths as they are walked."""

import re
from collections.abc import Callable

import pytest
from paths import ROOT
from scada import Place, embedded_place, made_file
from test_imports import ROOMS
from tracing import traced

from turbine.explore.aggregate import AggregateRequest

TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FILE = made_file(300)


def steps(path: str) -> list[str]:
    """The functions that the document names on that path, in its order."""
    section = TEXT.partition(f"## The path of one {path}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\d+\. `([\w.]+)`", section, re.MULTILINE)


def ingest(place: Place) -> None:
    place.ingest(FILE)


def ask(place: Place) -> None:
    info = place.windproof.explorer.find(turbine="T1")
    request = AggregateRequest(
        series=info.series,
        channels=("power_kw",),
        start_ns=info.first_ns,
        stop_ns=info.last_ns + 1,
    )
    place.windproof.explorer.aggregate(request)


def verify(place: Place) -> None:
    (record,) = place.windproof.ingests.all()
    place.verify(record)


@pytest.mark.parametrize(
    ("path", "action"), [("ingest", ingest), ("question", ask), ("verification", verify)]
)
def test_the_path_is_walked_as_it_is_drawn(path: str, action: Callable[[Place], None], tmp_path):
    place = embedded_place(tmp_path)
    if action is not ingest:
        place.ingest(FILE)
    with traced() as called:
        action(place)
    drawn = steps(path)
    assert len(drawn) >= 6
    assert [name for name in called if name in drawn] == drawn


def test_the_table_is_the_one_that_imports_are_held_to():
    rows = re.findall(r"^\| `(\w+)` \| .+ \| (.+) \|$", TEXT, re.MULTILINE)
    drawn = {
        name: () if allowed == "nothing of ours" else tuple(allowed.split(", "))
        for name, allowed in rows
    }
    assert drawn == ROOMS
