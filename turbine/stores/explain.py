"""What a server's reasons mean, and what a store cannot do, explained in plain sentences."""

import re
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache

from turbine.model.errors import StoreError, StoreMissingError
from turbine.model.series import Series
from turbine.model.similar import similar
from turbine.stores.base import BUCKET, Capabilities, SeriesInfo, Store
from turbine.stores.words import Words
from turbine.words import Text

JANUARY_1970 = 0, 31 * 86_400 * 10**9
"""[start, stop) of what holds the seconds, ms and µs of this century, read as ns."""
_ID = re.compile(r"[0-9a-f]{16}")
OTHER_TYPE, LEAVE_STATES_OUT = Words.OTHER_TYPE(), Words.LEAVE_STATES_OUT()
_MEANINGS = (
    (r"\b1970-01-\d\dT", Words.IN_1970()),
    (r"retention policy", Words.OLDER_THAN_RETENTION()),
    (r"field type conflict|invalid column type", OTHER_TYPE),
    (r"No fields were provided|trailing content", Words.VALUE_NOT_READ()),
    (r"bad timestamp", Words.BAD_TIMESTAMP()),
)


@lru_cache(maxsize=100)  # asked of every row of a refused batch
def meaning(reason: str) -> Text:
    """The server's reason in plain words, with what to do; empty if it is new to us."""
    return next((text for pattern, text in _MEANINGS if re.search(pattern, reason)), "")


def no_bucket(store: Store) -> StoreMissingError:
    """What is said if the store's bucket does not exist, or not for this token to see."""
    capabilities, target = store.capabilities, store.target
    container, name = capabilities.container, target.bucket
    by_id = container == BUCKET
    hint = bucket_hint(container)
    with suppress(StoreError):  # which is about something else
        if _ID.fullmatch(name) and not by_id:
            hint = Words.NAMES_ONLY(product=capabilities.product)
        elif _ID.fullmatch(name) and store.info().org_id == name:
            hint = Words.ID_OF_ORGANISATION()
        hint = suggesting(hint, name, store.bucket_names())
    missing = Words.NO_BUCKET_OR_ID if by_id else Words.NO_BUCKET
    return StoreMissingError(
        missing(address=target.address, container=container, name=name), hint=hint
    )


def suggesting(hint: Text, name: str, names: Iterable[str]) -> Text:
    """The hint, and before it the one of these names that was probably meant."""
    meant = similar(name, names)
    return Words.DID_YOU_MEAN(name=meant, hint=hint) if meant else hint


def bucket_hint(container: Text) -> Text:
    """What to do about a bucket or database that is missing."""
    return Words.CORRECT_OR_CREATE(container=container)


def no_deletion(capabilities: Capabilities, series: Series) -> tuple[Text, Text]:
    """What is said if single points cannot be deleted, and what the server can do instead."""
    return (
        Words.NO_DELETION(product=capabilities.product),
        Words.DROP_INSTEAD(measurement=series.measurement, container=capabilities.container),
    )


def in_1970(known: Iterable[SeriesInfo]) -> Text:
    """A sentence on the turbines whose first point is dated January 1970; empty for none."""
    early = [repr(info.series.turbine) for info in known if info.first_ns in range(*JANUARY_1970)]
    if not early:
        return ""
    return Words.CHECK_1970(turbines=tuple(early[:5]), reason=Words.IN_1970())
