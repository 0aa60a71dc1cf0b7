"""What an analysis asks for and gives: rows, and results."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl

from turbine.model.channels import channel
from turbine.model.errors import ConfigError
from turbine.model.frame import Stamps, stamps_of
from turbine.model.series import Series
from turbine.services.fields import UNITS, Fields
from turbine.services.words import Words
from turbine.sites.facts import FACTS, Facts, limits
from turbine.wind import weibull
from turbine.wind.flags import Flag, NotChecked, Rules
from turbine.wind.parameters import parse
from turbine.wind.power_curve import LEAST_ROWS
from turbine.wind.production import proposed_rated_kw
from turbine.wind.roses import Rose
from turbine.wind.rows import Period, Rows
from turbine.wind.turbulence import Shear
from turbine.words import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which rows of which series."""

    turbine: str
    site: str | None = None
    measurement: str | None = None
    start_ns: int | None = None
    """Included; None: the first point."""
    stop_ns: int | None = None
    """Not included; None: the end of the last row."""
    zone: str = "UTC"
    fields: Fields = field(default_factory=Fields)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """The rows of a question: a column for each signal that the series has, by the names of
    :class:`Fields`."""

    series: Series
    names: dict[str, str]
    """Signal → stored field."""
    stored: tuple[str, ...]
    """All fields of the series."""
    rows: Rows
    facts: Facts = field(default_factory=dict)
    """What is noted of the turbine."""
    query: str = ""
    """What the database was asked, in its own ``language``."""
    language: str = ""

    @property
    def has_reference(self) -> bool:
        """Whether there is a reference power, from a field or from the curve that is noted."""
        return "reference_kw" in self.rows.frame.columns

    @property
    def noted_reference(self) -> bool:
        """Whether it is from the curve that is noted of the turbine."""
        return self.has_reference and "reference_kw" not in self.names

    @property
    def period(self) -> Period:
        return self.rows.period

    def having(self, *signals: str) -> pl.DataFrame:
        """As :meth:`Rows.having`. Raises ConfigError for a signal that the series lacks."""
        self.needs(*signals)
        return self.rows.having(*signals)

    def needs(self, *signals: str) -> None:
        """Raises ConfigError for a signal that the series lacks."""
        for name in (each for each in signals if each not in self.names):
            lacking = Words.LACKS_SIGNAL(signal=title_of(name))
            raise ConfigError(lacking, hint=Words.NAME_ITS_FIELD(fields=self.stored))

    def rated_kw(self, given: float | None) -> float | None:
        """The rated power as given, else as noted of the turbine; None if neither is."""
        noted = self.facts.get("rated_power_kw")
        return given if given is not None or not isinstance(noted, float) else noted

    def rules(self, rated_kw: float | None, changes: Mapping[str, Any]) -> Rules:
        """The rules with these parameters, else what is noted of the turbine, else the usual."""
        noted = {n: self.facts[n] for n in ("cut_in_mps", "cut_out_mps") if n in self.facts}
        kept, _ = parse(str(self.facts.get("flag_rules", "")))
        rules = Rules(rated_kw=self.rated_kw(rated_kw))
        return replace(rules, **{**noted, **kept, **changes})

    def without(self, found: "Flagged", codes: Collection[str]) -> "Measured":
        """The same without the rows that any of these flags marks: they count as missing in every
        figure. ``found`` is what :meth:`Analysis.flags` says of these rows."""
        masks = [flag.mask for flag in found.flags if flag.code in codes]
        stamps = stamps_of(found.rows)
        return self.leaving_out(stamps[np.logical_or.reduce(masks)]) if masks else self

    def leaving_out(self, stamps: Stamps) -> "Measured":
        """The same without these rows and those that are left out already: they count as missing
        in every figure."""
        before = self.rows.left_out
        whole = stamps if before is None else np.union1d(before, stamps)
        return replace(self, rows=replace(self.rows, left_out=whole))

    def proposed_rated_kw(self) -> float | None:
        """What the rows suggest and can be noted (no watts): to be asked about, never taken."""
        proposed, its = proposed_rated_kw(self.rows.column("power_kw")), FACTS["rated_power_kw"]
        return proposed if proposed and its.lower <= proposed <= its.upper else None


_TITLES = {
    "power_kw": Words.POWER,
    "wind_mps": Words.WIND_SPEED,
    "direction_deg": Words.WIND_DIRECTION,
    "reference_kw": Words.REFERENCE_POWER,
    "temperature_c": Words.TEMPERATURE,
    "pressure_hpa": Words.PRESSURE,
    "deviation_mps": Words.DEVIATION,
    "second_wind_mps": Words.SECOND_WIND_SPEED,
    "second_direction_deg": Words.SECOND_DIRECTION,
}


def title_of(signal: str) -> Said:
    """What people call it."""
    return _TITLES[signal]()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """A measured power curve."""

    frame: pl.DataFrame
    """As :func:`turbine.wind.power_curve.power_curve`, with ``reference_kw``: the reference's mean
    in each bin, null without one."""
    rows: int
    left_out: int
    """Rows of the period that lack power or wind speed (normalised: or the air's density)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WindStudy:
    """The wind of a period."""

    rows: int
    hours: float
    mean_mps: float
    """Weighted by how long rows last."""
    power_density_wpm2: float
    """½ ρ mean(v³) with ρ = 1.225 kg/m³."""
    direction: dict[str, float]
    """``mean_deg``, ``resultant`` (R), ``std_deg``, ``mode_deg``; empty without a direction."""
    rose: Rose | None
    fits: tuple[weibull.Weibull, ...]
    histogram: pl.DataFrame
    heatmap: pl.DataFrame
    by_hour: pl.DataFrame
    by_month: pl.DataFrame
    duration: pl.DataFrame
    turbulence: pl.DataFrame | None
    shear: Shear | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flagged:
    """Rows and what looks wrong in them."""

    rows: pl.DataFrame
    """``time``, ``hours`` and each signal, null where there is none."""
    flags: tuple[Flag, ...]
    not_checked: tuple[NotChecked, ...]
    own_reference: bool
    """Whether the reference is the period's own median curve, for lack of a field."""

    def only(self, stamps: Stamps) -> "Flagged":
        """The same of these rows alone, each marked by its neighbours of before."""
        kept = np.isin(stamps_of(self.rows), stamps)
        flags = (replace(each, mask=each.mask[kept]) for each in self.flags)
        return replace(self, rows=self.rows.filter(pl.Series(kept)), flags=tuple(flags))


def limits_of(measured: Measured, rules: Rules) -> dict[str, tuple[Said, str, float, float]]:
    """Signal → label, unit and plausible limits: the catalogue's; of power, by the rated power, as
    turbines differ in size."""
    found = {}
    for name, stored in measured.names.items():
        if name in ("reference_kw", "deviation_mps", "pressure_hpa"):
            continue
        its = channel(stored)
        lower, upper = its.lower, its.upper
        if name == "power_kw":
            noted = {} if rules.rated_kw is None else {"rated_power_kw": rules.rated_kw}
            lower, upper = limits(noted).get("power_kw", (lower, math.inf))
        found[name] = (its.label(), UNITS[name], lower, upper)
    return found


def least_rows_of(rows: pl.DataFrame) -> int:
    """Half an hour of rows, and three at least."""
    median = rows["hours"].median()
    if not isinstance(median, float) or median <= 0:
        return LEAST_ROWS
    return max(LEAST_ROWS, math.ceil(0.5 / median))
