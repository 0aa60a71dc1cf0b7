"""Wind roses: how often, how long and with what energy the wind blows from where."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from turbine.wind.arrays import Floats, Masks, Places, sums

SECTORS = (8, 12, 16, 36)
SPEED_CLASSES_MPS = (0.0, 3.0, 6.0, 9.0, 12.0, 15.0)
CALM_MPS = 0.5
"""Below this a vane follows no wind."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rose:
    """Shares are of all that is in the rose, calms among them."""

    frame: pl.DataFrame
    """One row per sector and speed class, also without a row in it, by both: ``sector`` (0 is
    centred on north, clockwise), ``centre_deg``, ``from_mps``, ``to_mps`` (null: no limit),
    ``rows``, ``hours``, ``energy_kwh`` (null without power), and the shares ``share_rows``,
    ``share_hours``, ``share_energy``."""
    calm: pl.DataFrame
    """The calms, which have no direction: one row of ``below_mps`` and the same six figures."""
    left_out: int
    """Rows without a direction (and not calm), a speed or a duration."""

    @property
    def with_calm(self) -> pl.DataFrame:
        """One table: calms are the row without a sector."""
        calm = self.calm.rename({"below_mps": "to_mps"}).with_columns(from_mps=pl.lit(0.0))
        return pl.concat([calm, self.frame], how="diagonal").select(self.frame.columns)


def sector_of(direction_deg: Floats, sectors: int) -> Places:
    """The sector of each direction, (n,): 0 is centred on north, [360 − w/2, w/2), clockwise.
    Directions are finite; 360 is 0, and any multiple of 360 may be added."""
    width = 360.0 / sectors
    turned = (direction_deg % 360.0 + width / 2) % 360.0
    return (turned // width).astype(np.int64) % sectors


def rose(
    rows: pl.DataFrame,
    *,
    sectors: int = 12,
    edges_mps: Sequence[float] = SPEED_CLASSES_MPS,
    calm_mps: float = CALM_MPS,
) -> Rose:
    """The rose of rows with ``direction_deg``, ``speed_mps``, ``hours`` and, if wanted,
    ``power_kw``; null where there is none.

    Speed classes are [edge, next edge), the last without a limit; the first edge is 0. Rows below
    ``calm_mps`` are calms, whatever their direction says, and the first class begins there; 0 means
    that there are none. Energy is Σ P·Δt of the rows that have power.

    Raises ValueError for no sector, edges that do not begin with 0 and ascend, or calms that are
    not within the first class.
    """
    if sectors < 1 or not len(edges_mps) or edges_mps[0] != 0 or not _ascends(edges_mps):
        raise ValueError("a rose has sectors, and classes of ascending speeds from 0 on")
    if not 0 <= calm_mps < [*edges_mps[1:], np.inf][0]:
        raise ValueError("calms are within the first class")
    speed, hours = rows["speed_mps"].to_numpy(), rows["hours"].to_numpy()
    direction = rows["direction_deg"].to_numpy()
    known = np.isfinite(speed) & (speed >= 0) & np.isfinite(hours)
    calm = known & (speed < calm_mps)
    shown = known & ~calm & np.isfinite(direction)
    power = rows["power_kw"].to_numpy() if "power_kw" in rows.columns else None
    edges = np.array(edges_mps, dtype=np.float64)
    sector = sector_of(direction[shown], sectors)
    place = sector * len(edges) + np.searchsorted(edges, speed[shown], side="right") - 1
    columns = _figures(place, shown, hours, power, sectors * len(edges))
    still = _figures(np.zeros(int(calm.sum()), dtype=np.int64), calm, hours, power, 1)
    frame = pl.DataFrame(
        {
            "sector": np.repeat(np.arange(sectors), len(edges)),
            "centre_deg": np.repeat(np.arange(sectors) * 360.0 / sectors, len(edges)),
            "from_mps": np.tile(np.maximum(edges, calm_mps), sectors),
            "to_mps": [*edges[1:].tolist(), None] * sectors,
        }
    )
    totals = {name: float(columns[name].sum() + still[name].sum()) for name in columns}
    return Rose(
        frame=_with_shares(frame, columns, totals),
        calm=_with_shares(pl.DataFrame({"below_mps": [float(calm_mps)]}), still, totals),
        left_out=int((~(shown | calm)).sum()),
    )


def _ascends(edges: Sequence[float]) -> bool:
    return all(a < b for a, b in pairwise(edges))


def _figures(
    place: Places, mask: Masks, hours: Floats, power: Floats | None, length: int
) -> dict[str, Floats]:
    if power is None:
        energy = np.full(length, np.nan)
    else:
        energy = sums(place, np.nan_to_num(power[mask] * hours[mask]), length)
    return {
        "rows": sums(place, np.ones(len(place)), length),
        "hours": sums(place, hours[mask], length),
        "energy": energy,
    }


def _with_shares(
    frame: pl.DataFrame, of: dict[str, Floats], totals: dict[str, float]
) -> pl.DataFrame:
    shares = [
        pl.Series(
            f"share_{name}",
            values / totals[name] if totals[name] > 0 else np.full(len(values), np.nan),
            nan_to_null=True,
        )
        for name, values in of.items()
    ]
    return frame.with_columns(
        pl.Series("rows", of["rows"].astype(np.int64)),
        pl.Series("hours", of["hours"]),
        pl.Series("energy_kwh", of["energy"], nan_to_null=True),
        *shares,
    )
