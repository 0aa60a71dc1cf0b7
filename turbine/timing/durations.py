"""Durations in words."""

from turbine.timing.words import Words
from turbine.words import Said


def lasting(seconds: int) -> Said:
    """A duration as people say it: ``52 weeks``, ``7 days``, ``36 hours``."""
    for unit, length_s, least in ((Words.WEEKS, 604_800, 2), (Words.DAYS, 86_400, 1)):
        count, rest = divmod(seconds, length_s)
        if count >= least and not rest:
            return unit(count=count)
    for unit, length_s in ((Words.MINUTES, 60), (Words.SECONDS, 1)):
        if seconds < 3_600 and seconds % length_s == 0:
            return unit(count=seconds // length_s)
    hours, rest = divmod(seconds, 3_600)
    return Words.PARTS_OF_HOURS(hours=seconds / 3_600) if rest else Words.HOURS(count=hours)
