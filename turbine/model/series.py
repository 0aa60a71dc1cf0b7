"""Whose points, and where they are stored: part of every ingest, question and result."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Series:
    """Whose points: a measurement and its two tags. With a timestamp, a point's identity."""

    measurement: str
    site: str
    turbine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where points go; kept with each ingest, so that verification reads the right database."""

    kind: str
    """Of database: a key of :data:`turbine.stores.registry.KINDS`."""
    address: str
    """A server's URL without credentials, or the database file's name within the data directory."""
    org: str = ""
    bucket: str = ""
    """InfluxDB's bucket, or 1.x's ``database`` or ``database/retention-policy``."""

    def to_dict(self) -> dict[str, str]:
        return asdict(self)


def names_of(series: Sequence[Series]) -> dict[Series, str]:
    """The turbines' own names; with their sites where two have one name."""
    times = Counter(each.turbine for each in series)
    return {
        each: each.turbine
        if times[each.turbine] == 1
        else " · ".join((each.turbine, each.site, each.measurement))
        for each in series
    }
