"""Which moment of its interval a stamp names. Stored times are starts.

The file's own words are taken (``period ending``, ``bis``). Where its rows show the end (the first
is one step after midnight, the last at midnight), or it is of a logger that writes ends, the person
is asked. Otherwise a stamp is the start, which is said.
"""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl

from turbine.model.errors import FileError
from turbine.model.frame import TIME, Stamps
from turbine.readers.model import Detection, Interpretation, Part, Rhythm, StampOf
from turbine.readers.times.vocabulary import names_end
from turbine.readers.words import Words
from turbine.timing.spacing import Spacing
from turbine.timing.steps import steps_of
from turbine.timing.wall_clock import DAY_NS
from turbine.words import Sentence, Text

_ENDING = re.compile(
    r"\b(?:(?:period|interval|hour|time)[\s_-]*end(?:ing|s)?|end[\s_-]*of[\s_-]*(?:the[\s_-]*)?"
    r"(?:period|interval)|intervall[\s_-]*ende)\b",
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


def started(part: Part, form: Interpretation) -> Part:
    """The part with the starts of the intervals."""
    if form.stamp == "start":
        return part
    time = (part.frame["time"].cast(pl.Int64) - before(form)).cast(TIME)
    return replace(part, frame=part.frame.with_columns(time))


def before(form: Interpretation) -> int:
    """How many ns before its stamp an interval starts."""
    if form.stamp == "start":
        return 0
    return form.interval_ns if form.stamp == "end" else form.interval_ns // 2


def check_steps(stamps: Stamps, form: Interpretation) -> None:
    """Raise FileError where rows have another step than the one that all were moved by."""
    if form.stamp == "start" or len(stamps) < _ENOUGH:
        return
    steps = steps_of(Spacing.of(np.unique(stamps)))
    rows = steps.spacing.counts
    off = np.abs(steps.steps - form.interval_ns) * 20 > form.interval_ns
    if int(rows[off].sum()):
        other = int(steps.steps[off][0])
        minutes = form.interval_ns / 60e9
        raise FileError(
            Words.STEP_CHANGES(minutes=minutes, other=other / 60e9)
            if other
            else Words.IRREGULAR(minutes=minutes),
            hint=Words.STAMPS_ARE_STARTS(),
        )
