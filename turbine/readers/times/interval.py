"""Which moment of its interval a stamp names. Stored times are starts.

The file's own words are taken (``period ending``, ``bis``). Where its rows show the end (the first
is one step after midnight, the last at midnight), or it is of a logger that writes ends, the person
is asked. Otherwise a stamp is the start, which is said.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from turbine.model.errors import FileError
from turbine.model.frame import TIME, Stamps, stamps_of
from turbine.readers.model import Detection, Interpretation, Rhythm, Scan, StampOf
from turbine.readers.times.vocabulary import names_end
from turbine.readers.words import Words
from turbine.timing.spacing import Spacing
from turbine.timing.steps import steps_of
from turbine.timing.wall_clock import DAY_NS
from turbine.words import Sentence, Text

Frames = Callable[[], Iterator[pl.DataFrame]]
"""Rows that can be had again and again."""

_ENDING = re.compile(
    r"\b(?:(?:period|interval|hour|time)[\s_-]*end(?:ing|s)?|end[\s_-]*of[\s_-]*(?:the[\s_-]*)?"
    r"(?:\d+[\s_-]*min(?:utes?)?[\s_-]*)?(?:period|interval)|intervall[\s_-]*ende)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\btime ?stamps? (?:indicates?|marks?|denotes?) the (?P<which>start|beginning|middle|end) of "
    r"(?:the |each )?(?:time step|interval|period)\b",
    re.IGNORECASE,
)
"""As Windographer writes it."""
_ENOUGH = 3
"""So few rows have no step."""
_STAMPS_THE_END = ("toa5",)
"""Formats of loggers that stamp the end of the interval."""
_SAID: dict[StampOf, Sentence] = {
    "start": Words.STAMP_START_SAID,
    "middle": Words.STAMP_MIDDLE_SAID,
    "end": Words.STAMP_END_SAID,
}


def rhythm_of(first: pl.Series, last: Callable[[], pl.Series]) -> Rhythm:
    """Of the first rows' times; ``last`` gives the last ones', if they matter."""
    ordered = np.unique(first.drop_nulls().dt.epoch("ns").to_numpy())
    if len(ordered) < 2:
        return Rhythm()
    steps, counts = np.unique(np.diff(ordered), return_counts=True)
    step = int(steps[counts.argmax()])
    if int(ordered[0]) % DAY_NS != step:
        return Rhythm(step_ns=step)
    latest = last().dt.epoch("ns").max()
    at_midnight = isinstance(latest, int) and latest % DAY_NS == 0
    return Rhythm(step_ns=step, shows_end=at_midnight)


def decide(
    detection: Detection, given: StampOf | None
) -> tuple[Interpretation, list[Text], list[str]]:
    """The interpretation with what the stamps name, the notes, and what is to be asked. Raises
    FileError for a middle or an end of rows without a step."""
    form, rhythm = detection.interpretation, detection.rhythm
    if given is not None:
        notes = {"start": Words.STAMP_START_CHOSEN, "middle": Words.STAMP_MIDDLE_CHOSEN,
                 "end": Words.STAMP_END_CHOSEN}  # fmt: skip
        return _with(form, given, rhythm.step_ns), [notes[given]()], []
    headers = (form.headers[column] for column in form.time_columns)
    for text in (*headers, *detection.above):
        if (stamp := _said(text)) or (text in form.headers and names_end(text)):
            said = _SAID[stamp or "end"](text=text.strip()[:100])
            return _with(form, stamp or "end", rhythm.step_ns), [said], []
    if rhythm.shows_end:
        return _with(form, "end", rhythm.step_ns), [Words.STAMP_END_SHOWN()], ["stamp"]
    if form.format in _STAMPS_THE_END and rhythm.step_ns:
        return _with(form, "end", rhythm.step_ns), [Words.STAMP_END_LIKELY()], ["stamp"]
    return form, [Words.STAMP_START()], []


def _said(text: str) -> StampOf | None:
    """What a line says of the stamps; None: nothing."""
    if match := _NAMED.search(text):
        which = match["which"].casefold()
        return "end" if which == "end" else "middle" if which == "middle" else "start"
    return "end" if _ENDING.search(text) else None


def _with(form: Interpretation, stamp: StampOf, step_ns: int) -> Interpretation:
    if stamp == "start":
        return form
    if not step_ns:
        raise FileError(Words.NO_STEP(), hint=Words.STAMPS_ARE_STARTS())
    return replace(form, stamp=stamp, interval_ns=step_ns)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Before:
    """How many ns before their own stamps intervals start, wherever that changes."""

    since: Stamps
    """From which stamp on, ascending."""
    by: Stamps

    def of(self, stamps: Stamps) -> Stamps:
        """Of rows with these stamps."""
        return self._at(self.since, stamps)

    def of_starts(self, starts: Stamps) -> Stamps:
        """Of rows whose intervals start then."""
        return self._at(self.since - self.by, starts)

    def started(self, frames: Frames) -> Iterator[pl.DataFrame]:
        """The same rows with the starts of their intervals."""
        for frame in frames():
            stamps = stamps_of(frame)
            yield frame.with_columns(pl.Series("time", stamps - self.of(stamps)).cast(TIME))

    def _at(self, since: Stamps, moments: Stamps) -> Stamps:
        if len(self.by) == 1:
            return self.by
        by: Stamps = self.by[np.maximum(np.searchsorted(since, moments, side="right") - 1, 0)]
        return by


def before(stamps: Stamps, form: Interpretation) -> Before:
    """For all rows of a series: one step, or the step of each row's own stretch if the rows' step
    changes. Raises FileError where it is not known, or where the intervals would overlap."""
    part = {"start": 0, "middle": 2, "end": 1}[form.stamp]
    one = form.interval_ns // part if part else 0
    alike = Before(since=np.zeros(1, np.int64), by=np.array([one]))
    if not part or len(stamps) < _ENOUGH:
        return alike
    ordered = np.unique(stamps)
    steps = steps_of(Spacing.of(ordered))
    off = np.abs(steps.steps - form.interval_ns) * 20 > form.interval_ns
    if not int(steps.spacing.counts[off].sum()):
        return alike
    # Backwards, as ends are: a row's step is its distance from the one before it.
    found = steps_of(Spacing.of(-ordered[::-1]))
    own = np.append(np.repeat(found.steps, found.spacing.counts), found.steps[-1])[::-1]
    if not own.all():
        raise FileError(Words.IRREGULAR(), hint=Words.STAMPS_ARE_STARTS())
    starts = ordered - own // part
    if (overlaps := np.flatnonzero(np.diff(starts) <= 0)).size:
        steps_there = own[overlaps[0] : overlaps[0] + 2] / 60e9
        raise FileError(
            Words.STEPS_OVERLAP(minutes=steps_there[0], other=steps_there[1]),
            hint=Words.STAMPS_ARE_STARTS(),
        )
    changes = np.flatnonzero(np.diff(own, prepend=0))
    return Before(since=ordered[changes], by=own[changes] // part)


def notes(scans: Iterable[Scan]) -> list[Text]:
    """What a person is told of series whose rows were not all moved by one step."""
    moved = set[int]()
    for scan in scans:
        if scan.interpretation.stamp != "start":
            by = scan.named - scan.stamps
            moved |= set(np.unique(by).tolist() if (by != by[:1]).any() else by[:1].tolist())
    several = tuple(f"{ns / 60e9:g}" for ns in sorted(moved))
    return [Words.MOVED_BY_THEIR_STEPS(minutes=several)] if len(several) > 1 else []
