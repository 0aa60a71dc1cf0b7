"""The catalogue of signals: stored name, unit, plausible limits, headers found in the wild.

A stored name carries its unit, so that a query reads without this table. Limits mark what is
suspect in a profile; they never change or drop a value.
"""

import unicodedata
from dataclasses import dataclass

from turbine.model.headings import heading
from turbine.words import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One signal of a turbine."""

    name: str
    """The field name in the database, with its unit."""
    label: Sentence
    """What a person calls it."""
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

    def __post_init__(self) -> None:
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
