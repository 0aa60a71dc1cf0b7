"""The databases that could hold the points, measured side by side: ``python -m bench databases``.

Each in turn is started on loopback in a folder of its own; those that are not here are named. One
turbine's year is written, then twenty (the year of each begins elsewhere, so that they differ),
and each is asked the same questions. An answer that differs from the file's rows ends the
comparison: a figure for a wrong answer is worth nothing.
"""

import os
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from bench import relational, stored
from bench.contender import Candidate, Contender, Size
from bench.pairs import seconds
from turbine.model.channels import FIRST as NAMES
from turbine.model.frame import stamps_of
from turbine.readers import detect, open_source, scan

SCALES = (1, 20)
WRITES = 5
"""Years written again for a single turbine."""
WEEK_NS = 7 * 86_400 * 1_000_000_000
HEADER = (
    "Database",
    "rows/s written",
    "MB on disk",
    "MB of log",
    "bytes/row",
    "hourly mean, ms",
    "last value, ms",
    "a week of rows, ms",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Several runs of one thing."""

    runs: tuple[float, ...]

    def text(self, scale: float = 1.0) -> str:
        """Median (lowest–highest), to three digits; of a single run its figure alone."""
        if len(self.runs) == 1:
            return digits(self.runs[0] * scale)
        low, middle, high = min(self.runs), statistics.median(self.runs), max(self.runs)
        return f"{digits(middle * scale)} ({digits(low * scale)}–{digits(high * scale)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was measured of one database at one scale."""

    name: str
    rows: int
    """Held, all turbines together."""
    written: Spread
    """Rows per second, of each turbine's year."""
    size: Size
    asked: dict[str, Spread]
    """Question → seconds."""

    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        return (
            self.name,
            self.written.text(),
            digits(self.size.data / 1e6),
            digits(self.size.log / 1e6),
            digits(self.size.data / self.rows),
            *(spread.text(1e3) for spread in self.asked.values()),
        )


def measure(csv: Path, scales: Sequence[int] = SCALES) -> None:
    """Print the tables, ready to be pasted into a document."""
    year = read(csv)
    everyone = candidates()
    here = [each for each in everyone if not each.missing]
    results: dict[int, list[Found]] = {
        scale: [_measured(each, year, scale) for each in here if scale <= each.most]
        for scale in scales
    }
    moment = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    print(
        f"\nMeasured {moment}, {os.cpu_count()} cores, {year.height:,} rows × {len(NAMES)} fields."
    )
    for line in skipped(everyone):
        print(line)
    for scale, found in results.items():
        print(f"\n**{scale} turbine{'s' if scale > 1 else ''}, {scale * year.height:,} rows**\n")
        print(table(HEADER, [each.cells() for each in found]))


def candidates() -> list[Candidate]:
    """All that are compared, in the order of the tables."""
    return [*stored.candidates(), *relational.candidates()]


def read(csv: Path) -> pl.DataFrame:
    """The file's rows: ``time`` and the channels."""
    source = open_source(csv, csv.name)
    found = scan(source, detect(source, zone="UTC").interpretation)
    return pl.concat(found.blocks()).select("time", *NAMES).sort("time")


def of_turbine(year: pl.DataFrame, number: int) -> pl.DataFrame:
    """The same stamps, the values begun ``number`` weeks later: as compressible, yet different."""
    shift = number * 7 * 144
    return year.with_columns(
        pl.concat([year[name].tail(-shift), year[name].head(shift)]) if shift else year[name]
        for name in NAMES
    )


def _measured(candidate: Candidate, year: pl.DataFrame, scale: int) -> Found:
    print(f"{scale} × {candidate.name} …", flush=True)
    turbines = {f"T{number:02}": of_turbine(year, number) for number in range(scale)}
    with tempfile.TemporaryDirectory() as folder, candidate.start(Path(folder)) as contender:
        written = Spread(runs=tuple(_writing(contender, turbines)))
        size = contender.size()
        *_, (turbine, rows) = turbines.items()
        asked = _asking(contender, turbine, rows)
    rows_held = scale * year.height
    return Found(name=candidate.name, rows=rows_held, written=written, size=size, asked=asked)


def _writing(contender: Contender, turbines: dict[str, pl.DataFrame]) -> Iterator[float]:
    """Rows per second of each turbine's year; a single one is written several times."""
    for _ in range(min(WRITES, contender.rounds) if len(turbines) == 1 else 1):
        contender.fresh()
        for turbine, rows in turbines.items():
            yield rows.height / seconds(partial(contender.write, turbine, rows))


def _asking(contender: Contender, turbine: str, rows: pl.DataFrame) -> dict[str, Spread]:
    start, end = int(stamps_of(rows)[0]), int(stamps_of(rows)[-1])
    stop = end + 1_000_000_000  # not one nanosecond: PostgreSQL would round it away
    week = start + 26 * WEEK_NS, start + 27 * WEEK_NS
    inside = pl.col("time").dt.epoch("ns").is_between(*week, closed="left")
    questions = {
        "hourly": (contender.hourly, (start, stop), hourly(rows)),
        "last": (contender.last, (start, stop), rows.select(NAMES).tail(1)),
        "week": (contender.rows, week, rows.filter(inside)),
    }
    return {
        name: _asked(partial(ask, turbine, *period), expected, contender.rounds)
        for name, (ask, period, expected) in questions.items()
    }


def _asked(ask: Callable[[], pl.DataFrame], expected: pl.DataFrame, rounds: int) -> Spread:
    """The first answer is held against the expected one, and its time is not counted."""
    check(ask(), expected)
    return Spread(runs=tuple(seconds(ask) for _ in range(rounds)))


def hourly(rows: pl.DataFrame) -> pl.DataFrame:
    """What every database must answer: the mean power of each hour."""
    hours = rows.group_by(pl.col("time").dt.truncate("1h"), maintain_order=True)
    return hours.agg(pl.col("power_kw").mean())


def check(answer: pl.DataFrame, expected: pl.DataFrame) -> None:
    """Raise AssertionError where an answer differs by more than rounding."""
    assert_frame_equal(answer, expected, rel_tol=1e-9, abs_tol=1e-9)


def skipped(candidates: Sequence[Candidate]) -> list[str]:
    """A line for each that is not here, with the reason."""
    return [f"Skipped: {each.name} ({each.missing})." for each in candidates if each.missing]


def digits(value: float) -> str:
    """A number with three digits that count, and commas by the thousand."""
    if value >= 100:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.3g}"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column to the left, the figures to the right."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
