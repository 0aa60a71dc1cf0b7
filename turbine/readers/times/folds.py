"""The hour that a clock repeats in autumn: which of its two passes each row is in.

Formats give every stamp of it as its first moment. Here the rows' order decides: of the rows of one
series that stand together there, those before the clock goes back are the first pass (summer time),
those after it the second. So are rows that say it themselves (``2A:00``, ``2B:00``): the format has
given them their moments. What is no such order is rejected: each row would be an hour wrong or
right by chance.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from turbine.model.frame import TIME, Stamps, stamps_of
from turbine.readers.model import REJECTED_SCHEMA, Interpretation, Part, Scan
from turbine.readers.times.patterns import has_offset
from turbine.readers.words import Words
from turbine.timing.wall_clock import DAY_NS, repeated_hours, to_wall
from turbine.words import Text, keep

Texts = Callable[[pl.Series], pl.DataFrame]
"""``line`` and ``text`` of these lines."""

_NEAR_ROWS = 2_000
"""So near to its end a part may be cut within the hour: of hundreds of series, row by row."""
_SERIES = ("turbine", "site")
"""Columns of a frame that tell its series apart, if it holds several."""

_Flags = npt.NDArray[np.bool_]


def placed(parts: Iterator[Part], form: Interpretation, texts: Texts) -> Iterator[Part]:
    """The parts with the rows of repeated hours at their own moments, or rejected."""
    if not form.clock_rules or has_offset(form.time_format):
        yield from parts
        return
    held: Part | None = None
    for each in parts:
        part = each if held is None else _joined(held, each)
        held = None
        near = _inside(stamps_of(part.frame.tail(_NEAR_ROWS)), form.zone)
        if near:
            held = part
        else:
            yield _placed(part, form, texts)
    if held is not None:
        yield _placed(held, form, texts)


def notes(scans: Iterable[Scan]) -> list[Text]:
    """Which stored rows were placed so: all that are in both passes, since a row of only one could
    not be told apart, and was rejected."""
    placed_rows: Counter[tuple[str, str]] = Counter()
    for scan in scans:
        form, stamps = scan.interpretation, scan.stamps
        if not form.clock_rules or has_offset(form.time_format) or not len(stamps):
            continue
        named = scan.named
        for end, by in repeated_hours(int(named.min()), int(named.max()), form.zone):
            rows = int(((named >= end - by) & (named < end + by)).sum())
            wall = int(to_wall(np.array([end]), form.zone)[0])
            placed_rows[form.zone, str(np.datetime64(wall, "ns").astype("M8[D]"))] += rows
    return [
        Words.HOUR_PLACED(
            count=sum(rows for (its, _), rows in placed_rows.items() if its == zone),
            zone=zone,
            days=tuple(sorted(day for (its, day), n in placed_rows.items() if its == zone and n)),
        )
        for zone in dict.fromkeys(zone for (zone, _), rows in placed_rows.items() if rows)
    ]


def _inside(stamps: Stamps, zone: str) -> list[tuple[int, int]]:
    """The repeated hours in which there are rows: when each ends first, and its length."""
    if not len(stamps):
        return []
    hours = repeated_hours(int(stamps.min()), int(stamps.max()), zone)
    return [(end, by) for end, by in hours if ((stamps >= end - by) & (stamps < end)).any()]


def _joined(one: Part, two: Part) -> Part:
    return replace(
        two,
        frame=pl.concat([one.frame, two.frame], how="diagonal"),
        rejected=pl.concat([one.rejected, two.rejected], how="diagonal"),
        bad_cells=pl.concat([one.bad_cells, two.bad_cells]),
        rows=one.rows + two.rows,
        blank_lines=one.blank_lines + two.blank_lines,
    )


def _placed(part: Part, form: Interpretation, texts: Texts) -> Part:
    stamps = stamps_of(part.frame)
    hours = _inside(stamps, form.zone)
    if not hours:
        return part
    shift, is_open = np.zeros(len(stamps), np.int64), np.zeros(len(stamps), np.bool_)
    for rows in _series(part.frame):
        for end, by in hours:
            if ((stamps[rows] >= end) & (stamps[rows] < end + by)).any():
                continue  # no format puts a row there unless it says so: the others are the first
            for start, stop in _runs((stamps[rows] >= end - by) & (stamps[rows] < end)):
                second = _second_pass(stamps[rows], start, stop, by)
                run = rows[start:stop]
                if second is None:
                    is_open[run] = True
                else:
                    shift[run] = second * by
    time = pl.Series("time", stamps + shift).cast(TIME)
    frame = part.frame.with_columns(time)
    return (
        _without(replace(part, frame=frame), is_open, form, texts)
        if is_open.any()
        else replace(part, frame=frame)
    )


def _series(frame: pl.DataFrame) -> list[npt.NDArray[np.int64]]:
    """The rows of each series."""
    names = [name for name in _SERIES if name in frame.columns]
    if not names:
        return [np.arange(len(frame))]
    numbered = frame.select(names).with_row_index("row")
    groups = numbered.group_by(names, maintain_order=True).agg("row")["row"]
    return [group.cast(pl.Int64).to_numpy() for group in groups]


def _runs(inside: _Flags) -> list[tuple[int, int]]:
    """Where neighbouring rows are inside: each run's first row, and the row after it."""
    edges = np.flatnonzero(np.diff(inside.astype(np.int8), prepend=0, append=0))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _second_pass(stamps: Stamps, start: int, stop: int, by: int) -> _Flags | None:
    """Which rows of a run are in the second pass; None if their order does not tell."""
    run = stamps[start:stop]
    before, after = stamps[max(start - 1, 0) : start], stamps[stop : stop + 1]
    near = [int(each) for each in (*(run[0] - before), *(after - run[0])) if abs(each) < DAY_NS]
    steps = np.diff(run)
    descends = near[0] < 0 if near else int((steps < 0).sum()) > int((steps > 0).sum())
    if descends:
        turned = _second_pass_ascending(run[::-1], by)
        return None if turned is None else turned[::-1]
    return _second_pass_ascending(run, by)


def _second_pass_ascending(run: Stamps, by: int) -> _Flags | None:
    """Two passes are two rows at one time, or two ascending halves that go over the same times."""
    back = np.flatnonzero(np.diff(run) <= 0) + 1
    if len(back) != 1:
        return None
    cut = int(back[0])
    first, second = run[:cut], run[cut:]
    if len(run) > 2 and second[0] == first[-1]:
        return None  # a row that is there twice
    goes_back = first[-1] - second[0] >= by // 2 or second[0] <= first[0]
    if not (goes_back or np.isin(second, first).any()):
        return None  # rows that changed places
    return np.arange(len(run)) >= cut


def _without(part: Part, is_open: _Flags, form: Interpretation, texts: Texts) -> Part:
    """The same with the rows that are open rejected."""
    names = [name for name in _SERIES if name in part.frame.columns]
    lost = part.frame.filter(pl.Series(is_open)).select("line", *names)
    reason = pl.lit(keep(Words.TIME_REPEATED(zone=form.zone))).alias("reason")
    rejected = (
        texts(lost["line"])
        .join(lost, on="line")
        .select(*REJECTED_SCHEMA.names()[:2], reason, *names)
    )
    return replace(
        part,
        frame=part.frame.filter(pl.Series(~is_open)),
        rejected=pl.concat([part.rejected, rejected], how="diagonal").sort("line"),
        bad_cells=part.bad_cells.filter(~pl.col("line").is_in(lost["line"].implode())),
    )
