"""What a file holds, before anything is written: period, gaps, repeats, ranges, distributions.

Computed block by block from a scan, in memory that does not grow with the file (but for its
stamps). Limits mark what is suspect; nothing here changes or drops a value.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from turbine.model.channels import Channel, channel
from turbine.model.frame import Stamps
from turbine.readers.distributions import ChannelProfile, Grid, PowerCurve, StateTally, Tally
from turbine.readers.model import Scan
from turbine.readers.open_end import OpenEnd
from turbine.readers.reasons import is_conflict
from turbine.timing.gaps import MAX_GAPS, Gap, gaps_of
from turbine.timing.spacing import Spacing
from turbine.timing.steps import steps_of

__all__ = ["MAX_GAPS", "ChannelProfile", "Gap", "PowerCurve", "Profile", "profile"]

NO_LIMITS: Mapping[str, tuple[float, float]] = {}
"""Those of the catalogue hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A file's profile. Times are ns UTC; a time zone is for whoever shows them."""

    rows: int
    kept: int
    rejected: int
    duplicates_identical: int
    duplicates_conflicting: int
    """Among the rejected: rows that disagree with an earlier one on their stamp."""
    without_values: int
    """Rows with a stamp in which no stored signal has a value."""
    blank_lines: int
    values: int
    missing_cells: int
    bad_cells: int
    first_ns: int | None
    last_ns: int | None
    step_ns: int
    expected_rows: int
    """Kept rows and those that the gaps lack."""
    out_of_order: int
    """Rows that are earlier than the row before them."""
    gap_count: int
    missing_steps: int
    gaps: tuple[Gap, ...]
    """The longest first, MAX_GAPS at most."""
    channels: tuple[ChannelProfile, ...]
    power_curve: PowerCurve | None
    """None if the file has no active power or no wind speed."""
    open_end: OpenEnd | None
    """The last line, if it has no line end."""

    @property
    def longest_gap(self) -> Gap | None:
        return self.gaps[0] if self.gaps else None

    def to_dict(self) -> dict[str, Any]:
        """For JSON; the period also as ISO text in UTC."""
        period = {"first": _iso(self.first_ns), "last": _iso(self.last_ns)}
        return asdict(self) | period


def profile(scan: Scan, limits: Mapping[str, tuple[float, float]] = NO_LIMITS) -> Profile:
    """Profile the kept rows of a scan. ``limits``: field → the least and the most that is plausible
    of this turbine, where more is known of it than of its signals."""
    form, counts, stamps = scan.interpretation, scan.counts, scan.stamps
    tallies = [
        StateTally(its) if (its := channel(name)).is_text else Tally(_limited(its, limits))
        for name in form.channels
    ]
    grid = Grid() if {"power_kw", "wind_speed_mps"} <= set(form.channels) else None
    for frame in scan.blocks():
        for tally in tallies:
            tally.add(frame[tally.channel.name])
        if grid is not None:
            grid.add(frame["wind_speed_mps"], frame["power_kw"])
    bad = dict(scan.bad_cells.group_by("column").len().iter_rows())
    headers = {name: form.headers[column] for column, name in form.mapping}
    ordered = _ascending(stamps)
    steps = steps_of(Spacing.of(ordered))
    missing_steps = int((steps.spacing.counts * (steps.slots - 1)).sum())
    return Profile(
        rows=counts.rows,
        kept=counts.kept,
        rejected=counts.rejected,
        duplicates_identical=counts.duplicate,
        duplicates_conflicting=int(is_conflict(scan.rejected["reason"]).sum()),
        without_values=counts.without_values,
        blank_lines=counts.blank_lines,
        values=counts.values,
        missing_cells=counts.missing,
        bad_cells=counts.bad,
        first_ns=int(ordered[0]) if len(ordered) else None,
        last_ns=int(ordered[-1]) if len(ordered) else None,
        step_ns=scan.step_ns,
        expected_rows=len(ordered) + missing_steps,
        out_of_order=int(np.count_nonzero(stamps[1:] < stamps[:-1])),
        gap_count=int(steps.spacing.counts[steps.slots > 1].sum()),
        missing_steps=missing_steps,
        gaps=tuple(gaps_of(steps)),
        channels=tuple(t.result(bad=bad.get(headers[t.channel.name], 0)) for t in tallies),
        power_curve=None if grid is None else grid.result(),
        open_end=scan.open_end,
    )


def _limited(of: Channel, limits: Mapping[str, tuple[float, float]]) -> Channel:
    lower, upper = limits.get(of.name, (of.lower, of.upper))
    return replace(of, lower=lower, upper=upper)


def _iso(ns: int | None) -> str | None:
    if ns is None:
        return None
    text = np.datetime_as_string(np.datetime64(ns, "ns"))
    return f"{text.rstrip('0').rstrip('.') if ns % 1_000_000_000 else text[:19]}Z"


def _ascending(stamps: Stamps) -> Stamps:
    return stamps if (stamps[1:] > stamps[:-1]).all() else np.sort(stamps)
