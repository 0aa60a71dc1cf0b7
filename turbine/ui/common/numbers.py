"""Numbers as a person reads them: alone, and of B against A."""

import math

from turbine.ui.common.words import Words
from turbine.words import number


def written(value: float | None, decimals: int | None = None, *, signed: bool = False) -> str:
    """The number; *no value* for None and NaN. ``decimals`` None: none of thousands, one of
    less."""
    if value is None or math.isnan(value):
        return Words.NO_VALUE()
    if decimals is None:
        decimals = 0 if abs(value) >= 1_000 else 1
    return number(value, f"{'+' if signed else ''},.{decimals}f")


def against(
    value: float | None,
    before: float | None,
    decimals: int | None = None,
    *,
    difference: float | None = None,
) -> str | None:
    """B − A and A, for the line below a number; None without a number of A. ``difference``: where
    it is not ``value`` − ``before``, as of angles."""
    if before is None or math.isnan(before):
        return None
    if difference is None:
        difference = (math.nan if value is None else value) - before
    return Words.CARD_AGAINST(
        difference=written(difference, decimals, signed=True), before=written(before, decimals)
    )
