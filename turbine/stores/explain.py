"""What a server's reasons mean, and what a store cannot do, explained in plain sentences."""

import re
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache

from turbine.model.errors import StoreError, StoreMissingError
from turbine.model.series import Series
from turbine.stores.base import Capabilities, SeriesInfo, Store

JANUARY_1970 = 0, 31 * 86_400 * 10**9
"""[start, stop) of what holds the seconds, ms and µs of this century, read as ns."""
_ID = re.compile(r"[0-9a-f]{16}")
_IN_1970 = (
    "Those points lie in January 1970: seconds, or another coarser unit, were sent as nanoseconds."
)
OTHER_TYPE = (
    "Something else stored that field as another type: use another measurement or bucket, or remove"
    " what is there."
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
        OTHER_TYPE,
    ),
    (
        r"No fields were provided|trailing content",
        "InfluxDB 3 could not read a value of the batch (none, NaN, infinite, or without a digit"
        " beside the point) and stored nothing of it; it does not say which.",
    ),
    (r"bad timestamp", "A line does not end in a time in nanoseconds; line ends may be \\r\\n."),
)


@lru_cache(maxsize=100)  # asked of every row of a refused batch
def meaning(reason: str) -> str:
    """The server's reason in plain words, with what to do; empty where it is new to us."""
    return next((words for pattern, words in _MEANINGS if re.search(pattern, reason)), "")


def no_bucket(store: Store) -> StoreMissingError:
    """What is said where the store's bucket is not there, or not for this token to see."""
    capabilities, target = store.capabilities, store.target
    what, name = capabilities.container, target.bucket
    by_id = what == "bucket"
    hint = bucket_hint(what)
    if _ID.fullmatch(name) and not by_id:
        hint = f"That looks like an ID, and {capabilities.product} knows names only."
    elif _ID.fullmatch(name):
        with suppress(StoreError):  # which is about something else
            if store.info().org_id == name:
                hint = "That is the ID of the organisation: set INFLUXDB_V2_BUCKET to the bucket."
    return StoreMissingError(
        f"{target.address} shows this token no {what} of the"
        f" {'name or ID' if by_id else 'name'} {name!r}.",
        hint=hint,
    )


def bucket_hint(what: str) -> str:
    """What to do about a bucket or database that is missing."""
    return (
        f"Correct INFLUXDB_V2_BUCKET, or create the {what}: the Database page and ingest"
        " --create-bucket do it. A token that may not read it does not see it either."
    )


def no_deletion(capabilities: Capabilities, series: Series) -> tuple[str, str]:
    """What is said where single points cannot be deleted, and what the server can do instead."""
    return (
        f"{capabilities.product} cannot delete single points.",
        f"On the server, the whole table {series.measurement!r} or the whole"
        f" {capabilities.container} can be dropped, with everybody's points in it.",
    )


def in_1970(found: Iterable[SeriesInfo]) -> str:
    """A sentence on the turbines whose first point lies in January 1970; empty for none."""
    early = [repr(info.series.turbine) for info in found if info.first_ns in range(*JANUARY_1970)]
    return f"Look at the points of {', '.join(early[:5])}. {_IN_1970}" if early else ""
