"""Times as they are written on the command line."""

from datetime import UTC, datetime, timedelta

from turbine.cli.words import Words
from turbine.model.errors import TurbineError
from turbine.timing.windows import load_zone

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(text: str, zone: str) -> int:
    """An ISO time in ns UTC; without an offset it is the zone's. Raises TurbineError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise TurbineError(Words.NOT_A_TIME(text=text), hint=Words.TIME_EXAMPLES()) from error
    if found.tzinfo is None:
        found = found.replace(tzinfo=load_zone(zone))
    return (found - _EPOCH) // timedelta(microseconds=1) * 1_000
