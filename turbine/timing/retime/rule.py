"""What a person asks for (:class:`Rule`) and what it came to (:class:`Resolved`)."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, cast, get_args

import numpy as np

from turbine.model.errors import RetimeError
from turbine.model.frame import Stamps
from turbine.timing.wall_clock import DAY_NS, add_years, on_date

Kind = Literal["end-now", "whole-years", "whole-weeks", "start-at", "keep", "today"]
KINDS: tuple[Kind, ...] = get_args(Kind)

SECOND_NS = 1_000_000_000

FIRST_YEAR, LAST_YEAR = 1678, 2261
"""The years that int64 nanoseconds hold whole, in any zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a person asks for. ``str(rule)`` is the text that :func:`parse` reads."""

    kind: Kind
    number: int | None = None
    """Of years or weeks; None: as many as leave no row in the future."""
    start: str = ""
    """ISO, of ``start-at``; without an offset it is on the file's clock."""

    def __str__(self) -> str:
        value = self.start or ("" if self.number is None else str(self.number))
        return f"{self.kind}={value}" if value else self.kind


def parse(text: str) -> Rule:
    """The rule of a text: ``end-now``, ``whole-years=7``, ``start-at=2024-01-01T00:00``."""
    kind, _, value = text.strip().partition("=")
    if kind not in KINDS or (value and kind not in ("whole-years", "whole-weeks", "start-at")):
        raise RetimeError(
            f"There is no retiming rule {text!r}.",
            hint="It can be end-now, whole-years[=N], whole-weeks[=N], keep or start-at=ISO.",
        )
    if kind == "start-at":
        moment_of(value)
        return Rule(kind=kind, start=value)
    try:
        return Rule(kind=cast(Kind, kind), number=int(value) if value else None)
    except ValueError as error:
        raise RetimeError(
            f"{value!r} is no whole number of {kind.removeprefix('whole-')}.",
            hint=f"Write {kind}=7, or {kind} alone for as many as leave no row in the future.",
        ) from error


def moment_of(text: str) -> datetime:
    """The date and time that an ISO text names, perhaps with an offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise RetimeError(
            f"{text!r} is no date and time.", hint="Write it like 2024-01-01T00:00."
        ) from error
    if not FIRST_YEAR < moment.year < LAST_YEAR:
        raise RetimeError(
            f"The year {moment.year} is out of reach.",
            hint=f"Years from {FIRST_YEAR + 1} to {LAST_YEAR - 1} can be stored.",
        )
    return moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a rule came to: kept with an ingest, part of its identity, exactly invertible."""

    kind: Kind
    shift_ns: int = 0
    """Added to every stamp."""
    years: int = 0
    """Added on the clock of ``zone``; then ``shift_ns`` is 0."""
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
            raise RetimeError(
                f"Rows put on {self.date} cannot be put back: their own dates are lost.",
                hint="Read the dates from the original file.",
            )
        return replace(self, shift_ns=-self.shift_ns, years=-self.years).apply(stamps)

    @property
    def label(self) -> str:
        """One line for a person."""
        if self.date:
            return f"every date replaced by {self.date}"
        if self.years:
            plural = "" if abs(self.years) == 1 else "s"
            return f"{self.years:+d} year{plural} on the clock of {self.zone}"
        if self.shift_ns == 0:
            return "as in the file"
        days, rest = divmod(abs(self.shift_ns), DAY_NS)
        minutes, rest = divmod(rest, 60 * SECOND_NS)
        text = f"{days:,} d {minutes // 60:02d}:{minutes % 60:02d}"
        seconds = f":{rest / SECOND_NS:012.9f}".rstrip("0").rstrip(".") if rest else ""
        return f"{'+' if self.shift_ns > 0 else '-'}{text}{seconds}"

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Resolved":
        """The inverse of :meth:`to_dict`."""
        return cls(**values)


def _years_later(stamps: Stamps, years: int, zone: str) -> Stamps:
    new, exists, _ = add_years(stamps, years, zone)
    if not exists.all():
        raise RetimeError(
            f"{np.count_nonzero(~exists):,} of these stamps do not exist {years:+d} years later "
            f"in {zone}.",
            hint="These are not the stamps that the rule was resolved for.",
        )
    return new
