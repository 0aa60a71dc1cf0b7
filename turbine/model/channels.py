"""The catalogue of signals: stored name, unit, plausible limits, headers found in the wild.

A stored name carries its unit, so that a query reads without this table. Limits mark what is
suspect in a profile; they never change or drop a value.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from turbine.model.headings import Statistic, heading
from turbine.model.words import Words
from turbine.words import Said, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One signal of a turbine."""

    name: str
    """The field name in the database, with its unit."""
    label: Callable[[], Said]
    """What a person calls it: in the catalogue a sentence without values."""
    unit: str
    """Shown on axes: kW, m/s, °."""
    lower: float
    """Below this a value is suspect (unit as above)."""
    upper: float
    """Above this a value is suspect (unit as above)."""
    aliases: tuple[str, ...]
    """Headers seen in files, without unit and statistic; compared by :func:`match`."""
    misnamed: str = ""
    """A header known to name a wrong unit: its values are in the unit above all the same."""
    angular: bool = False
    """True for an angle in degrees: no arithmetic mean, sum or order."""
    energy: Sentence | None = None
    """Of a power in kW: what a person calls its sum times the step, in kWh."""
    statistic: Statistic = Statistic.MEAN
    """What a value says of its interval."""
    is_known: bool = True
    """False for a field that the catalogue does not have: its label is made from its name."""

    def __post_init__(self) -> None:
        if not isinstance(self.label, Sentence):
            return
        self.label.named(f"signal.{self.name}")
        if self.energy is not None:
            self.energy.named(f"signal.{self.name}.energy")

    @property
    def power(self) -> bool:
        """Whether it is a power in kW: its sum times the step is an energy."""
        return self.energy is not None

    @property
    def title(self) -> str:
        """The label in the current language."""
        return str(self.label())


CHANNELS: tuple[Channel, ...] = (
    Channel(
        name="power_kw",
        label=Sentence("Active power"),
        unit="kW",
        lower=-100.0,
        upper=3_700.0,
        aliases=(
            "LV ActivePower (kW)",
            "Active Power",
            "Power",
            "P_avg",
            "Leistung",
            "Wirkleistung",
            "Potencia",
            "Potencia activa",
            "Aktif Güç",
        ),
        energy=Sentence("Active energy"),
    ),
    Channel(
        name="wind_speed_mps",
        label=Sentence("Wind speed"),
        unit="m/s",
        lower=0.0,
        upper=50.0,
        aliases=(
            "Wind Speed",
            "Ws_avg",
            "Windgeschwindigkeit",
            "Velocidad del viento",
            "Velocidad de viento",
            "Rüzgar Hızı",
        ),
    ),
    Channel(
        # The Kaggle header says kWh; it is the power curve's value in kW: its plateau of 3,600 is
        # the rated power, on the same scale as the active power.
        name="theoretical_power_kw",
        label=Sentence("Theoretical power"),
        unit="kW",
        lower=0.0,
        upper=3_700.0,
        aliases=(
            "Theoretical Power Curve",
            "Theoretical Power",
        ),
        misnamed="Theoretical_Power_Curve (KWh)",
        energy=Sentence("Theoretical energy"),
    ),
    Channel(
        name="wind_direction_deg",
        label=Sentence("Wind direction"),
        unit="°",
        lower=0.0,
        upper=360.0,
        aliases=(
            "Wind Direction",
            "Wa_avg",
            "Windrichtung",
            "Dirección del viento",
            "Dirección de viento",
            "Rüzgar Yönü",
        ),
        angular=True,
    ),
)

BY_NAME: dict[str, Channel] = {channel.name: channel for channel in CHANNELS}
NAMES: tuple[str, ...] = tuple(BY_NAME)

UNITS = {
    "kw": "kW",
    "kvar": "kvar",
    "kva": "kVA",
    "kwh": "kWh",
    "mps": "m/s",
    "deg": "°",
    "rpm": "rpm",
    "degc": "°C",
    "hpa": "hPa",
    "pct": "%",
    "hz": "Hz",
    "v": "V",
    "a": "A",
    "knm": "kNm",
    "kgpm3": "kg/m³",
    "m": "m",
    "s": "s",
    "wpm2": "W/m²",
}
"""The last word of a field's name, and the unit of its values: the stored one of each quantity."""
SAFE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
"""The names that we give to fields: the same in every database, with or without regard to case."""
RESERVED = frozenset(("time", "line", "tags", "measurement", "site", "turbine"))
"""Names that are no field's: of columns that frames and databases have beside them."""
_STATISTICS = {each.value: each for each in Statistic if each is not Statistic.MEAN}


@lru_cache(maxsize=4_096)
def channel(name: str) -> Channel:
    """The signal of a field, whatever its name: the catalogue's, or one made from the name.

    ``<signal>[_<which>][_<statistic>][_<unit>]``: ``bearing_temperature_2_max_degc`` is the maximum
    of *Bearing temperature 2* in °C. A name that is not of this form, of a field that another
    program wrote, is its own label.
    """
    if name in BY_NAME:
        return BY_NAME[name]
    *words, last = name.split("_")
    unit = UNITS.get(last, "") if words and SAFE_NAME.fullmatch(name) else ""
    words = words if unit else [*words, last]
    statistic = _STATISTICS.get(words[-1], Statistic.MEAN) if words[1:] else Statistic.MEAN
    stem = words if statistic is Statistic.MEAN else words[:-1]
    mean = BY_NAME.get("_".join([*stem, last] if unit else stem))
    label = mean.label() if mean else Words.OWN_FIELD(name=_title(name, stem))
    if statistic is not Statistic.MEAN:
        label = Words.STATISTIC_OF(signal=label, statistic=statistic.label)
    return Channel(
        name=name,
        label=lambda: label,
        unit=unit,
        lower=float("-inf"),
        upper=float("inf"),
        aliases=(),
        angular=unit == UNITS["deg"] and statistic is not Statistic.STD,
        statistic=statistic,
        is_known=False,
    )


def _title(name: str, words: list[str]) -> str:
    text = " ".join(words)
    return text[:1].upper() + text[1:] if SAFE_NAME.fullmatch(name) else name


def ordered(names: Iterable[str]) -> tuple[str, ...]:
    """The catalogue's in its order, then all others by name."""
    place = {name: number for number, name in enumerate(NAMES)}
    return tuple(sorted(set(names), key=lambda name: (place.get(name, len(place)), name)))


def normalise(header: str) -> str:
    """A header without case, spaces, punctuation and unit: what two spellings have in common."""
    text = unicodedata.normalize("NFKC", header).casefold()
    bare = text.split("(")[0].split("[")[0]
    return "".join(character for character in bare if character.isalnum())


_ABBREVIATED = 2
"""So short a name tells only beside a statistic: ``P_avg`` is a power, ``p`` may be a pressure."""
_BY_ALIAS = {heading(alias).name: c for c in CHANNELS for alias in (*c.aliases, c.name)}


def match(header: str) -> Channel | None:
    """The channel whose mean a header names, or None: a maximum, a deviation or a set point is
    another signal than the mean."""
    parts = heading(header)
    is_clear = len(parts.name) > _ABBREVIATED or parts.statistic is not None
    return _BY_ALIAS.get(parts.name) if parts.is_mean and is_clear else None
