"""The rows of a question that a selection picks, and those behind the chart that makes it."""

from dataclasses import dataclass

from turbine.model.frame import stamps_of
from turbine.services.measured import Measured
from turbine.wind.selection import Selection

_SIGNALS = ("wind_mps", "power_kw", "direction_deg")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picked:
    """A turbine's rows and those of them that are selected."""

    measured: Measured
    """The selected ones: the others count as missing."""
    rows: int
    """How many that are."""
    of: int
    """How many rows there are."""
    lacking: int
    """Rows without a signal that the selection goes by: they are not selected."""


def picked(whole: Measured, selection: Selection) -> Picked:
    """The rows that are selected; of no selection, all."""
    inside = whole.rows.inside
    if not selection:
        return Picked(measured=whole, rows=inside.height, of=inside.height, lacking=0)
    rows = inside.select("time", *(name for name in _SIGNALS if name in inside.columns))
    found = selection.over(rows, whole.period.zone)
    return Picked(
        measured=whole.leaving_out(stamps_of(rows)[~found.mask]),
        rows=int(found.mask.sum()),
        of=rows.height,
        lacking=found.lacking,
    )
