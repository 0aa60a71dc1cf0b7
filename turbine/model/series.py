"""Whose points, and where they are stored: part of every ingest, question and result."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

Natural = tuple[tuple[str | tuple[int, str], ...], str]

_NUMBERS = re.compile(r"(\d+)", re.ASCII)


def natural(name: str) -> Natural:
    """The key that sorts names as people do: T2 before T10, and t3 after T2."""
    # Texts and numbers alternate, and a text comes first: like is compared with like. A longer
    # number is a larger one; int() refuses one of thousands of digits.
    parts = _NUMBERS.split(name.casefold())
    return tuple(
        (len(number := part.lstrip("0")), number) if at % 2 else part
        for at, part in enumerate(parts)
    ), name


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Whose points: a measurement and its two tags. With a timestamp, a point's identity. They
    sort as people sort names (:func:`natural`)."""

    measurement: str
    site: str
    turbine: str

    def __lt__(self, other: "Series") -> bool:
        return self._place < other._place

    @property
    def _place(self) -> tuple[Natural, ...]:
        return tuple(map(natural, (self.measurement, self.site, self.turbine)))


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
