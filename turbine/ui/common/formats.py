"""Sizes and times as a person reads them on a page."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from turbine.ingest.record import IngestRecord
from turbine.ui.common.words import Words

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = (
    (Words.DAYS, 86_400),
    (Words.HOURS, 3_600),
    (Words.MINUTES, 60),
    (Words.SECONDS, 1),
)


def size_text(size: int) -> str:
    """``4.0 MB``, ``12.3 kB``, ``560 bytes``."""
    if size < 1_000:
        return Words.BYTES(count=size)
    if size < 100_000:
        return Words.KILOBYTES(size=size / 1e3)
    return Words.MEGABYTES(size=size / 1e6)


def duration(seconds: float) -> str:
    """The two largest units: ``4 d 8 h``, ``10 min``, ``1.5 s``."""
    if seconds < 60:
        return Words.SECONDS(number=seconds)
    rest, parts = round(seconds), []
    for unit, length in _UNITS:
        number, rest = divmod(rest, length)
        if number:
            parts.append(unit(number=number))
    if len(parts) == 1:
        return parts[0]
    return Words.TWO_UNITS(larger=parts[0], smaller=parts[1])


def moment(stamp_ns: int, zone: str = "UTC") -> datetime:
    """A timestamp in a time zone, to the microsecond."""
    return (_EPOCH + timedelta(microseconds=stamp_ns // 1_000)).astimezone(ZoneInfo(zone))


def clock(stamp_ns: int, zone: str = "UTC") -> str:
    """``2018-01-01 00:00``, with seconds only if there are any."""
    local = moment(stamp_ns, zone)
    return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"


def period(record: IngestRecord) -> str:
    """The record's first and last stored timestamp."""
    return Words.PERIOD(first=clock(record.first_ns), last=clock(record.last_ns))


def rows(number: int) -> str:
    """``1 row``, ``50,530 rows``."""
    return Words.ROWS(count=number)
