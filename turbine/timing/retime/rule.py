"""What a person asks for (:class:`Rule`) and what it becomes (:class:`Resolved`)."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, cast, get_args

import numpy as np

from turbine.model.errors import RetimeError
from turbine.model.frame import Stamps
from turbine.timing.wall_clock import DAY_NS, add_years, on_date
from turbine.timing.words import Words
from turbine.words import Said

Kind = Literal["end-now", "whole-years", "whole-weeks", "start-at", "keep", "today"]
KINDS: tuple[Kind, ...] = get_args(Kind)

SECOND_NS = 1_000_000_000

FIRST_YEAR, LAST_YEAR = 1678, 2261
"""The years that int64 nanoseconds cover completely, in any time zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a person asks for. ``str(rule)`` is the text that :func:`parse` reads."""

    kind: Kind
    number: int | None = None
    """Of years or weeks; None: as many as leave no row in the future."""
    start: str = ""
    """ISO, of ``start-at``; without an offset it is in the file's time zone."""

    def __str__(self) -> str:
        value = self.start or ("" if self.number is None else str(self.number))
        return f"{self.kind}={value}" if value else self.kind


def parse(text: str) -> Rule:
    """The rule of a text: ``end-now``, ``whole-years=7``, ``start-at=2024-01-01T00:00``."""
    kind, _, value = text.strip().partition("=")
    if kind not in KINDS or (value and kind not in ("whole-years", "whole-weeks", "start-at")):
        raise RetimeError(Words.NO_SUCH_RULE(text=text), hint=Words.RULES())
    if kind == "start-at":
        moment_of(value)
        return Rule(kind=kind, start=value)
    try:
        return Rule(kind=cast(Kind, kind), number=int(value) if value else None)
    except ValueError as error:
        not_whole = Words.NOT_WHOLE_WEEKS if kind == "whole-weeks" else Words.NOT_WHOLE_YEARS
        raise RetimeError(not_whole(text=value), hint=Words.WRITE_A_NUMBER(rule=kind)) from error


def moment_of(text: str) -> datetime:
    """The date and time that an ISO text names, perhaps with an offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise RetimeError(Words.NOT_A_TIME(text=text), hint=Words.WRITE_A_TIME()) from error
    if not FIRST_YEAR < moment.year < LAST_YEAR:
        raise RetimeError(
            Words.YEAR_OUT_OF_RANGE(year=moment.year),
            hint=Words.STORABLE_YEARS(first=FIRST_YEAR + 1, last=LAST_YEAR - 1),
        )
    return moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a rule becomes: kept with an ingest, part of its identity, exactly invertible."""

    kind: Kind
    shift_ns: int = 0
    """Added to every stamp."""
    years: int = 0
    """Added in local time of ``zone``; then ``shift_ns`` is 0."""
    zone: str = "UTC"
    date: str = ""
    """The classic mistake's date. :func:`resolve` never gives one: it cannot be inverted."""

    def apply(self, stamps: Stamps) -> Stamps:
        """The new stamps, row by row."""
        if self.date:
            return on_date(stamps, date.fromisoformat(self.date), self.zone)
        if self.years:
            return _years_later(stamps, self.years, self.zone)
        return stamps + self.shift_ns

    def invert(self, stamps: Stamps) -> Stamps:
        """The stamps that :meth:`apply` made these of."""
        if self.date:
            raise RetimeError(Words.DATES_LOST(date=self.date), hint=Words.READ_ORIGINAL())
        return replace(self, shift_ns=-self.shift_ns, years=-self.years).apply(stamps)

    @property
    def label(self) -> Said:
        """One line for a person."""
        if self.date:
            return Words.DATES_REPLACED(date=self.date)
        if self.years:
            return Words.YEARS_IN_ZONE(years=in_years(self.years), zone=self.zone)
        if self.shift_ns == 0:
            return Words.UNCHANGED()
        days, rest = divmod(abs(self.shift_ns), DAY_NS)
        minutes, rest = divmod(rest, 60 * SECOND_NS)
        seconds = f":{rest / SECOND_NS:012.9f}".rstrip("0").rstrip(".") if rest else ""
        return Words.SHIFT(
            sign="+" if self.shift_ns > 0 else "-",
            days=days,
            time=f"{minutes // 60:02d}:{minutes % 60:02d}{seconds}",
        )

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Resolved":
        """The inverse of :meth:`to_dict`."""
        return cls(**values)


def in_years(years: int) -> Said:
    """``+1 year``, ``-7 years``."""
    return Words.YEARS(count=abs(years), years=years)


def _years_later(stamps: Stamps, years: int, zone: str) -> Stamps:
    new, exists, _ = add_years(stamps, years, zone)
    if not exists.all():
        raise RetimeError(
            Words.NOT_AFTER_YEARS(
                count=int(np.count_nonzero(~exists)), zone=zone, years=in_years(years)
            ),
            hint=Words.OTHER_TIMESTAMPS(),
        )
    return new
