"""Periods that begin at a midnight of a zone's calendar and end with the newest row."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from turbine.timing.windows import LAST_NS, SECOND_NS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE_NS = 60 * SECOND_NS


def last_days(first_ns: int, last_ns: int, zone: str, days: int | None) -> tuple[int, int]:
    """[start, stop) of so many whole days of the zone, up to the newest row at ``last_ns`` (to the
    end of its minute), as far as rows reach back; None for all of them."""
    stop_ns = min((last_ns // _MINUTE_NS + 1) * _MINUTE_NS, LAST_NS)
    if days is None:
        return first_ns, stop_ns
    last = (_EPOCH + timedelta(microseconds=last_ns // 1_000)).astimezone(ZoneInfo(zone))
    midnight = last.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    first = (midnight - timedelta(days=days - 1)).replace(tzinfo=ZoneInfo(zone))
    start_ns = (first.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1) * 1_000
    return max(start_ns, first_ns), stop_ns
