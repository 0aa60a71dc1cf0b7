"""What a server's reasons for refusing points mean, in plain sentences."""

import re
from collections.abc import Iterable

from turbine.stores.base import SeriesInfo

_MONTH_NS = 31 * 86_400 * 10**9  # seconds, ms and µs of this century, read as ns, all lie below
_IN_1970 = (
    "Those points lie in January 1970: seconds, or another coarser unit, were sent as nanoseconds."
)
_MEANINGS = (
    (r"\b1970-01-\d\dT", _IN_1970),
    (
        r"retention policy",
        "The points are older than the database keeps them: choose a bucket that keeps them"
        " longer, or a rule that brings them nearer to now.",
    ),
    (
        r"field type conflict|invalid column type",
        "Something else stored that field as another type: use another measurement or bucket, or"
        " remove what is there.",
    ),
    (
        r"No fields were provided|trailing content",
        "InfluxDB 3 could not read a value of the batch (none, NaN, infinite, or without a digit"
        " beside the point) and stored nothing of it; it does not say which.",
    ),
    (r"bad timestamp", "A line does not end in a time in nanoseconds; line ends may be \\r\\n."),
)


def meaning(reason: str) -> str:
    """The server's reason in plain words, with what to do; empty where it is new to us."""
    return next((words for pattern, words in _MEANINGS if re.search(pattern, reason)), "")


def in_1970(found: Iterable[SeriesInfo]) -> str:
    """A sentence on the turbines whose first point lies in January 1970; empty for none."""
    early = [repr(info.series.turbine) for info in found if 0 <= info.first_ns < _MONTH_NS]
    return f"Look at the points of {', '.join(early[:5])}. {_IN_1970}" if early else ""
