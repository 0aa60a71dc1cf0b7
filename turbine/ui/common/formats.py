"""Sizes, times and names as a person reads them on the ingest page."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from turbine.ingest.record import IngestRecord, State
from turbine.words import counted

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))

STATE_COLOURS = {
    State.RUNNING: "blue",
    State.INTERRUPTED: "orange",
    State.CANCELLED: "orange",
    State.FAILED: "red",
    State.DONE: "green",
    State.SHORT: "red",
    State.NOT_COUNTED: "orange",
    State.GONE: "red",
    State.UNDOING: "orange",
    State.UNDONE: "grey",
}


def size_text(size: int) -> str:
    """``4.0 MB``, ``12.3 kB``, ``560 bytes``."""
    if size < 1_000:
        return f"{size} bytes"
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{size / 1e3:,.1f} kB"


def duration(seconds: float) -> str:
    """The two largest units: ``4 d 8 h``, ``10 min``, ``1.5 s``."""
    if seconds < 60:
        return f"{seconds:,.3g} s"
    rest, parts = round(seconds), []
    for unit, length in _UNITS:
        count, rest = divmod(rest, length)
        if count:
            parts.append(f"{count:,} {unit}")
    return " ".join(parts[:2])


def moment(stamp_ns: int, zone: str = "UTC") -> datetime:
    """A stamp on a zone's clock, to the microsecond."""
    return (_EPOCH + timedelta(microseconds=stamp_ns // 1_000)).astimezone(ZoneInfo(zone))


def clock(stamp_ns: int, zone: str = "UTC") -> str:
    """``2018-01-01 00:00``, with seconds only where there are some."""
    local = moment(stamp_ns, zone)
    return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"


def period(record: IngestRecord) -> str:
    """The record's first and last stored stamp."""
    return f"{clock(record.first_ns)} → {clock(record.last_ns)} UTC"


def rows(number: int) -> str:
    """``1 row``, ``50,530 rows``."""
    return counted(number, "row")
