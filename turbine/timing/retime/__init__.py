"""Moving a file's stamps in time without losing one.

A rule is what a person asks for; resolved against the stamps and the clock, it becomes either one
constant shift or a number of calendar years in the file's time zone. Both are exactly invertible,
which is checked before anything is written. A rule that would put two rows on one stamp is refused
with numbers.
"""

from turbine.timing.retime.outcome import Preview, preview, resolve
from turbine.timing.retime.rule import KINDS, Kind, Resolved, Rule, parse

__all__ = [
    "KINDS",
    "Kind",
    "Preview",
    "Resolved",
    "Rule",
    "parse",
    "preview",
    "resolve",
]
