"""What a case is: a small file beside the repository (``paths.CASES``), what a person answers when
asked about it, and what is right.

``cases.py`` has them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import EllipsisType

import pytest
from backdoors import Values
from paths import CASES

OPTIONS = {
    "zone": "--timezone",
    "stamp": "--stamp",
    "date_order": "--date-order",
    "decimal": "--decimal",
    "year": "--year",
    "first_day": "--first-day",
    "units": "--unit",
    "replace": "--replace",
    "accept_losses": "--accept-losses",
}
"""By what is asked the option that answers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person says of a file, by what is asked. None or empty: nothing."""

    zone: str | None = None
    stamp: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    year: int | None = None
    first_day: str | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    """By header."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """By header; empty: it is not stored."""
    missing: tuple[str, ...] | None = None
    """Marks for no value, instead of those that are found."""
    replace: bool = False
    accept_losses: bool = False

    @property
    def options(self) -> list[str]:
        """The same on the command line."""
        given = []
        for name, option in OPTIONS.items():
            value = getattr(self, name)
            if value is True:
                given.append(option)
            elif isinstance(value, str | int) and value is not False:
                given.append(f"{option}={value}")
        given += [f"--unit={header}={unit}" for header, unit in self.units.items()]
        given += [f"--map={header}={name}" for header, name in self.fields.items()]
        marks = ("none",) if self.missing == () else self.missing or ()
        return [*given, *(f"--missing={mark}" for mark in marks)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """All that the database has of one series afterwards."""

    stamps: tuple[str, ...]
    """Each row's start in UTC."""
    fields: Mapping[str, tuple[float | None, ...]]
    """By stored name its values on these stamps."""
    turbine: str = "T1"

    @property
    def values(self) -> Values:
        epoch = datetime(1970, 1, 1)  # noqa: DTZ001 - as the stamps, which are all UTC
        ns = [
            round((datetime.fromisoformat(text) - epoch).total_seconds()) * 10**9
            for text in self.stamps
        ]
        assert all(len(column) == len(ns) for column in self.fields.values())
        return {
            (stamp_ns, name): value
            for name, column in self.fields.items()
            for stamp_ns, value in zip(ns, column, strict=True)
            if value is not None
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the explorer shows of the case's only series."""

    field: str = "power_kw"
    function: str
    window: str = "all"
    values: tuple[float | None, ...]
    within: float = 0.0
    expected: int | EllipsisType | None = ...
    """Rows that each window would have; None: that is to be unknown."""
    note: str = ""

    @property
    def about(self) -> list[object]:
        """The values, to be compared with what is found."""
        within = {"abs": self.within} if self.within else {"rel": 1e-14, "abs": 0}
        return [each if each is None else pytest.approx(each, **within) for each in self.values]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    file: str
    rows: tuple[int, int, int, int] | None = None
    """Stored, rejected, duplicate and without values; None: each row of ``right`` is stored."""
    right: tuple[Right, ...]
    answers: Answers = Answers()
    asks: tuple[str, ...] = ()
    """Until these are answered nothing is stored."""
    says: tuple[str, ...] = ()
    """To be read before anything is stored."""
    said: tuple[str, ...] = ()
    """To be read afterwards."""
    left_out: tuple[str, ...] = ()
    """Headers of columns that are not stored."""
    after: tuple[str, ...] = ()
    """Cases that the same turbine had before, by their names."""
    shown: tuple[Shown, ...] = ()
    variant: str = ""

    @property
    def name(self) -> str:
        return "-".join(filter(None, (self.file, self.variant)))

    @property
    def path(self) -> Path:
        return CASES / f"{self.file}.csv"

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return self.rows or (sum(len(right.stamps) for right in self.right), 0, 0, 0)


def every(start: str, step_s: int, count: int) -> tuple[str, ...]:
    """So many stamps, a step apart."""
    first = datetime.fromisoformat(start)
    return tuple((first + timedelta(seconds=step_s * n)).isoformat() for n in range(count))


def one(stamps: tuple[str, ...], turbine: str = "T1", **fields: tuple[float | None, ...]) -> Right:
    """A series of these fields."""
    return Right(stamps=stamps, fields=fields, turbine=turbine)


TEN_MIN, HOUR = 600, 3_600
UTC, ZONE = Answers(zone="UTC"), ("zone",)


def in_utc(
    file: str, *right: Right, answers: Answers = UTC, asks: tuple[str, ...] = ZONE, **more: object
) -> Case:
    """A file that leaves its zone open, and nothing else unless ``asks`` says so."""
    return Case(file=file, right=right, answers=answers, asks=asks, **more)  # type: ignore[arg-type] # fields by name
