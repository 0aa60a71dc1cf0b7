"""What a file holds, before anything is written: period, gaps, repeats, ranges, distributions.

Computed block by block from a scan, in memory that does not grow with the file (but for its
stamps). Limits mark what is suspect; nothing here changes or drops a value.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from turbine.channels import BY_NAME
from turbine.distributions import ChannelProfile, Grid, PowerCurve, Tally
from turbine.frame import Stamps
from turbine.readers.model import CONFLICT, OpenEnd, Scan

__all__ = ["MAX_GAPS", "ChannelProfile", "Gap", "PowerCurve", "Profile", "profile"]

MAX_GAPS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Neighbouring rows at least a step and a half apart."""

    after_ns: int
    """The last row before the gap."""
    before_ns: int
    """The first row after it."""
    missing: int
    """Steps without a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A file's profile. Times are ns UTC; a time zone is for whoever shows them."""

    rows: int
    kept: int
    rejected: int
    duplicates_identical: int
    duplicates_conflicting: int
    """Among the rejected: rows that disagree with an earlier one on their stamp."""
    blank_lines: int
    values: int
    missing_cells: int
    bad_cells: int
    first_ns: int | None
    last_ns: int | None
    step_ns: int
    expected_rows: int
    """Steps from the first to the last row, both counted."""
    out_of_order: int
    """Rows that are earlier than the row before them."""
    gap_count: int
    missing_steps: int
    gaps: tuple[Gap, ...]
    """The longest first, MAX_GAPS at most."""
    channels: tuple[ChannelProfile, ...]
    power_curve: PowerCurve | None
    """None where the file has no active power or no wind speed."""
    open_end: OpenEnd | None
    """The last line, where it has no line end."""

    @property
    def longest_gap(self) -> Gap | None:
        return self.gaps[0] if self.gaps else None

    def to_dict(self) -> dict[str, Any]:
        """For JSON; the period also as ISO text in UTC."""
        period = {"first": _iso(self.first_ns), "last": _iso(self.last_ns)}
        return asdict(self) | period


def profile(scan: Scan) -> Profile:
    """Profile the kept rows of a scan."""
    form, counts, stamps = scan.interpretation, scan.counts, scan.stamps
    tallies = [Tally(BY_NAME[name]) for name in form.channels]
    grid = Grid() if {"power_kw", "wind_speed_mps"} <= set(form.channels) else None
    for frame in scan.blocks():
        for tally in tallies:
            tally.add(frame[tally.channel.name])
        if grid is not None:
            grid.add(frame["wind_speed_mps"], frame["power_kw"])
    bad = dict(scan.bad_cells.group_by("column").len().iter_rows())
    headers = {name: form.headers[column] for column, name in form.mapping}
    ordered = _ascending(stamps)
    gaps = _gaps(ordered, scan.step_ns)
    return Profile(
        rows=counts.rows,
        kept=counts.kept,
        rejected=counts.rejected,
        duplicates_identical=counts.duplicate,
        duplicates_conflicting=int(scan.rejected["reason"].str.ends_with(CONFLICT).sum()),
        blank_lines=counts.blank_lines,
        values=counts.values,
        missing_cells=counts.missing,
        bad_cells=counts.bad,
        first_ns=int(ordered[0]) if len(ordered) else None,
        last_ns=int(ordered[-1]) if len(ordered) else None,
        step_ns=scan.step_ns,
        expected_rows=_expected(ordered, scan.step_ns),
        out_of_order=int(np.count_nonzero(stamps[1:] < stamps[:-1])),
        gap_count=len(gaps),
        missing_steps=sum(gap.missing for gap in gaps),
        gaps=tuple(gaps[:MAX_GAPS]),
        channels=tuple(t.result(bad=bad.get(headers[t.channel.name], 0)) for t in tallies),
        power_curve=None if grid is None else grid.result(),
        open_end=scan.open_end,
    )


def _iso(ns: int | None) -> str | None:
    if ns is None:
        return None
    text = np.datetime_as_string(np.datetime64(ns, "ns"))
    return f"{text.rstrip('0').rstrip('.') if ns % 1_000_000_000 else text[:19]}Z"


def _ascending(stamps: Stamps) -> Stamps:
    return stamps if (stamps[1:] > stamps[:-1]).all() else np.sort(stamps)


def _expected(ordered: Stamps, step_ns: int) -> int:
    if step_ns == 0:
        return len(ordered)
    return round((int(ordered[-1]) - int(ordered[0])) / step_ns) + 1


def _gaps(ordered: Stamps, step_ns: int) -> list[Gap]:
    """The longest first, of equal ones the earliest. A gap of 30 minutes at a step of 10 misses
    two rows, not three."""
    if step_ns == 0:
        return []
    steps = np.diff(ordered)
    at = np.flatnonzero(2 * steps >= 3 * step_ns)
    missing = (2 * steps[at] + step_ns) // (2 * step_ns) - 1
    longest = np.argsort(-steps[at], kind="stable")
    return [
        Gap(
            after_ns=int(ordered[at[i]]),
            before_ns=int(ordered[at[i] + 1]),
            missing=int(missing[i]),
        )
        for i in longest
    ]
