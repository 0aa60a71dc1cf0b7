"""What can be said of a site and of its turbines."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from turbine.model.errors import ConfigError
from turbine.sites import curve
from turbine.sites.words import Words
from turbine.timing.windows import load_zone
from turbine.words import Said

Facts = Mapping[str, float | str]
"""What is known of a turbine, by the names in FACTS: no name without a value."""

_LONGEST = 200
"""Characters of a field's name."""
_LONGEST_TEXT = 4_000
_PARAMETERS = re.compile(r"[a-z_]+=-?\d+(\.\d+)?(,[a-z_]+=-?\d+(\.\d+)?)*")
_BELOW, _ABOVE = -0.03, 1.03
"""Plausible power, as parts of the rated: a turbine that stands draws some, and gusts give more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that can be known of a turbine: a number within limits, the name of a field, or a
    text of some form."""

    name: str
    """With its unit; keys of the file, of JSON and of options."""
    label: Callable[[], Said]
    unit: str = ""
    lower: float = -math.inf
    upper: float = math.inf
    is_field: bool = False
    """The name of a stored field, not a number."""
    reads: Callable[[str], str | None] | None = None
    """Of a text that is neither: as it is kept, or None if it cannot be; ``hint``: how to write
    it."""
    hint: Callable[[], Said] | None = None

    def read(self, given: object) -> float | str | None:
        """The value of what a person typed or a file says; None for nothing. Raises
        ConfigError."""
        text = str(given).strip() if given is not None else ""
        if not text:
            return None
        if self.reads is not None:
            kept = self.reads(text) if len(text) <= _LONGEST_TEXT else None
            return self._refuse(text) if kept is None else kept
        if self.is_field:
            return text if len(text) <= _LONGEST else self._refuse(text)
        try:
            number = float(text)
        except ValueError:
            self._refuse(text)
        if not self.lower <= number <= self.upper:
            self._refuse(text)
        return number

    def _refuse(self, text: str) -> NoReturn:
        hint = (
            self.hint()
            if self.hint
            else Words.FIELD_NAMES(most=_LONGEST)
            if self.is_field
            else Words.BETWEEN(lower=self.lower, upper=self.upper, unit=self.unit)
        )
        raise ConfigError(Words.NOT_POSSIBLE(label=self.label(), text=text[:_LONGEST]), hint=hint)


def _parameters(text: str) -> str | None:
    """``name=number`` with commas or spaces between; what the names mean, flags know."""
    found = ",".join(text.replace(",", " ").split())
    return found if _PARAMETERS.fullmatch(found) else None


def _states(text: str) -> str | None:
    """JSON: each meaning with a list of states, none of them twice."""
    try:
        kept = json.loads(text)
        named = [state for states in kept.values() for state in states]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None
    texts = all(isinstance(state, str) for state in named)
    is_known = {*kept} <= {"available", "unavailable", "uncounted"}
    return text if is_known and texts and len({*named}) == len(named) else None


def _reference(text: str) -> str | None:
    return text if text in ("curve", "field") else None


FACTS = {
    fact.name: fact
    for fact in (
        Fact(name="rated_power_kw", label=Words.RATED_POWER, unit="kW", lower=0.1, upper=50_000.0),
        Fact(name="rotor_diameter_m", label=Words.ROTOR_DIAMETER, unit="m", lower=0.5, upper=500.0),
        Fact(name="hub_height_m", label=Words.HUB_HEIGHT, unit="m", lower=1.0, upper=500.0),
        Fact(name="wind_height_m", label=Words.WIND_HEIGHT, unit="m", lower=1.0, upper=500.0),
        Fact(
            name="second_wind_height_m",
            label=Words.SECOND_WIND_HEIGHT,
            unit="m",
            lower=1.0,
            upper=500.0,
        ),
        Fact(name="cut_in_mps", label=Words.CUT_IN, unit="m/s", lower=0.0, upper=20.0),
        Fact(name="cut_out_mps", label=Words.CUT_OUT, unit="m/s", lower=5.0, upper=60.0),
        Fact(name="latitude_deg", label=Words.LATITUDE, unit="°", lower=-90.0, upper=90.0),
        Fact(name="longitude_deg", label=Words.LONGITUDE, unit="°", lower=-180.0, upper=180.0),
        Fact(name="power_field", label=Words.POWER_FIELD, is_field=True),
        Fact(name="wind_speed_field", label=Words.WIND_SPEED_FIELD, is_field=True),
        Fact(name="wind_direction_field", label=Words.WIND_DIRECTION_FIELD, is_field=True),
        Fact(
            name="reference_curve",
            label=Words.REFERENCE_CURVE,
            reads=curve.read,
            hint=Words.AS_CURVE,
        ),
        Fact(name="reference", label=Words.REFERENCE, reads=_reference, hint=Words.AS_REFERENCE),
        Fact(name="state_field", label=Words.STATE_FIELD, is_field=True),
        Fact(name="states", label=Words.STATES, reads=_states, hint=Words.AS_STATES),
        Fact(
            name="flag_rules", label=Words.FLAG_RULES, reads=_parameters, hint=Words.AS_PARAMETERS
        ),
    )
}
"""All of them, by name, in the order in which they are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site, as its points are tagged."""

    zone: str = ""
    """Of its files' clock, an IANA name; "" if it is not known."""
    turbines: Mapping[str, Facts] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "zone": self.zone,
            "turbines": {name: dict(facts) for name, facts in self.turbines.items()},
        }


def checked_zone(text: str) -> str:
    """A site's zone; "" for none. Raises ConfigError for a name that is none."""
    zone = text.strip()
    if zone:
        load_zone(zone)
    return zone


def checked(given: Mapping[str, object]) -> Facts:
    """What of it is known. Raises ConfigError for what cannot be, and for unknown names."""
    for name in given:
        if name not in FACTS:
            raise ConfigError(
                Words.NO_SUCH_FACT(name=str(name)[:_LONGEST]), hint=Words.FACTS_ARE(names=(*FACTS,))
            )
    values = ((name, fact.read(given.get(name))) for name, fact in FACTS.items())
    facts = {name: value for name, value in values if value is not None}
    low, high = facts.get("cut_in_mps"), facts.get("cut_out_mps")
    if isinstance(low, float) and isinstance(high, float) and low >= high:
        raise ConfigError(Words.CUT_IN_ABOVE_CUT_OUT(lower=low, upper=high), hint=Words.SWAP_THEM())
    height = facts.get("wind_height_m")
    if height is not None and height == facts.get("second_wind_height_m"):
        raise ConfigError(Words.ONE_HEIGHT(height=height), hint=Words.TWO_HEIGHTS())
    return facts


def limits(facts: Facts) -> dict[str, tuple[float, float]]:
    """Field → the least and the most that is plausible of this turbine, in the field's unit.

    Of power from 3 % below zero to 3 % above the rated.
    """
    rated = facts.get("rated_power_kw")
    if not isinstance(rated, float):
        return {}
    names = {"power_kw", "theoretical_power_kw", str(facts.get("power_field", "power_kw"))}
    return dict.fromkeys(names, (_BELOW * rated, _ABOVE * rated))
