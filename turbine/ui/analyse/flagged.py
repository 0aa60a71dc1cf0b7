"""What the pages Losses and Flags both show of flags."""

from dataclasses import dataclass
from typing import Self

import polars as pl
import streamlit as st

from turbine.charts.losses import flagged_days_of_both
from turbine.services.measured import Flagged
from turbine.services.quality import Inventory, flagged_rows, inventory
from turbine.ui.analyse.view import Earlier, Turbine
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain
from turbine.wind.calendar import hours_by_day
from turbine.wind.flags import CODES

RULES = {
    "title": Words.FLAG_TITLE,
    "rows": Words.BIN_ROWS,
    "hours": Words.HOURS,
    "rule": Words.RULE,
}
"""The columns of :func:`rule_lines`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """What the page Flags shows of a turbine in one period."""

    turbine: Turbine
    rows: pl.DataFrame
    """Those with a flag."""
    lacking: Inventory

    @classmethod
    def of(cls, turbine: Turbine) -> Self:
        rows = flagged_rows(turbine.flagged)
        return cls(turbine=turbine, rows=rows, lacking=inventory(turbine.whole))

    @property
    def every(self) -> int:
        """All rows."""
        return self.turbine.flagged.rows.height

    @property
    def percent(self) -> float | None:
        """The share of rows with a flag; None without a row."""
        return 100 * self.rows.height / self.every if self.every else None

    @property
    def edges(self) -> list[tuple[int, int]]:
        """The gaps, [start, stop) in ns."""
        return [*self.lacking.gaps.select(pl.col("start", "stop").dt.epoch("ns")).iter_rows()]


def rule_lines(flagged: Flagged) -> pl.DataFrame:
    """Each flag with its rule in words, and how many rows and hours it marks."""
    hours = flagged.rows["hours"].fill_null(0.0)
    lines = [
        (
            str(flag.title),
            flag.rows,
            float(hours.filter(pl.Series(flag.mask)).sum()),
            str(flag.rule),
        )
        for flag in flagged.flags
    ]
    left = [
        (str(flag.title), None, None, Words.NOT_CHECKED(reason=flag.reason))
        for flag in flagged.not_checked
    ]
    return pl.DataFrame(
        [*lines, *left],
        schema={"title": pl.String, "rows": pl.Int64, "hours": pl.Float64, "rule": pl.String},
        orient="row",
    )


def of_both(a: pl.DataFrame, b: pl.DataFrame) -> pl.DataFrame:
    """The lines of A and then those of B, with ``_side``."""
    sides = (each.with_columns(_side=pl.lit(side)) for side, each in (("A", a), ("B", b)))
    return pl.concat(sides, how="vertical_relaxed")


def titles_of(*flagged: Flagged) -> dict[str, str]:
    """The flags that mark a row of any of them, in their order."""
    titles = {flag.code: str(flag.title) for each in flagged for flag in each.flags if flag.rows}
    return {code: titles[code] for code in CODES if code in titles}


def days_of_both(
    earlier: Earlier,
    turbines: tuple[Turbine, Turbine],
    flagged: tuple[Flagged, Flagged],
    *,
    page: str,
) -> None:
    """The hours that each flag marks of each day, of A and B on one axis."""
    name = turbines[1].name
    title = Words.FLAGS_OVER_TIME(turbine=plain(name))
    titles = titles_of(*flagged)
    if not titles:
        st.subheader(title, anchor=False)
        st.caption(Words.NOTHING_FLAGGED())
        return
    days = []
    for turbine, each in zip(turbines, flagged, strict=True):
        marks = [pl.Series(flag.code, flag.mask) for flag in each.flags if flag.code in titles]
        rows = each.rows.select("time", "hours").with_columns(marks)
        days.append(hours_by_day(rows, turbine.whole.period))
    figure = flagged_days_of_both((days[0], days[1]), titles, earlier.pair)
    chart(figure, key=f"{page}_days_{name}", alt=Words.LOSSES_ALT(), title=title)
