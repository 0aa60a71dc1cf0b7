"""Energy of period B against period A, as measured and as if nothing were missing.

A difference of measured energies is also one of what is missing, and of how long the two last.
Beside it stand the difference of the scaled energies (the missing hours at their month's mean
power) and that of the mean powers (measured energy over measured hours), which neither touches.
"""

import numpy as np
import polars as pl

from turbine.model.frame import floats, stamps_of
from turbine.timing.periods import Pair, aligned
from turbine.wind.arrays import Floats, frame_of, ratio
from turbine.wind.production import WINDOWS, By

_SIDES = ("measured_kwh", "scaled_kwh", "recovery", "measured_hours")


def differences_by(a: pl.DataFrame, b: pl.DataFrame, pair: Pair, by: By) -> pl.DataFrame:
    """:func:`energy_differences` of the days, months or years that stand at the same place."""
    stamps = [stamps_of(each.select(time="start")) for each in (a, b)]
    return energy_differences(a, b, aligned(pair, stamps[0], stamps[1], WINDOWS[by]))


def energy_differences(
    a: pl.DataFrame, b: pl.DataFrame, places: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Of each place, B − A.

    ``a``, ``b``: as :attr:`turbine.wind.production.Production.frame`, or its total; ``places``: as
    :func:`turbine.timing.periods.aligned` gives them, or None: row by row. Returns a row per place:

    - ``a_start``, ``b_start``, ``a_partial``, ``b_partial``: as they are; null where one of the
      periods has nothing there, and so is then all that is of both;
    - ``a_measured_kwh``, ``b_measured_kwh``, ``measured_difference_kwh``,
      ``measured_difference_share`` (of A), and the same of ``scaled``;
    - ``a_recovery``, ``b_recovery``;
    - ``a_mean_kw``, ``b_mean_kw``, ``mean_difference_share`` (of A): measured kWh / measured hours.
    """
    if places is None:
        places = pl.DataFrame({"a": range(a.height), "b": range(b.height)})
    sides = {
        side: places.select(pl.col(side).cast(pl.UInt32))
        .join(
            frame.with_row_index(side).select(side, "start", "partial", *_SIDES),
            on=side,
            how="left",
            maintain_order="left",
        )
        for side, frame in (("a", a), ("b", b))
    }  # fmt: skip

    def of(side: str, name: str) -> Floats:
        return floats(sides[side], name)

    found: dict[str, pl.Series | Floats] = {}
    for side, frame in sides.items():
        found |= {f"{side}_{name}": frame[name] for name in ("start", "partial")}
        found[f"{side}_recovery"] = of(side, "recovery")
        found[f"{side}_mean_kw"] = ratio(of(side, "measured_kwh"), of(side, "measured_hours"))
    for name in ("measured", "scaled"):
        before, after = (of(side, f"{name}_kwh") for side in "ab")
        found |= {
            f"a_{name}_kwh": before,
            f"b_{name}_kwh": after,
            f"{name}_difference_kwh": after - before,
            f"{name}_difference_share": _of_a(after - before, before),
        }
    a_kw, b_kw = (np.asarray(found[f"{side}_mean_kw"]) for side in "ab")
    found["mean_difference_share"] = _of_a(b_kw - a_kw, a_kw)
    return frame_of(found)


def _of_a(difference: Floats, a: Floats) -> Floats:
    """NaN unless A is above 0: a share of nothing, or of a consumption, says nothing."""
    return ratio(difference, np.where(a > 0, a, np.nan))
