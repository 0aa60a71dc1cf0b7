"""One signal of a turbine: what is known of it."""

from collections.abc import Callable
from dataclasses import dataclass

from turbine.model.headings import Statistic
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
    aliases: tuple[str, ...] = ()
    """Headers seen in files, without unit; a statistic in one belongs to its name there."""
    iec: str = ""
    """Its data class in IEC 61400-25-2, logical node first; empty where there is none that fits."""
    misnamed: str = ""
    """A header known to name a wrong unit: its values are in the unit above all the same."""
    angular: bool = False
    """True for an angle in degrees: no arithmetic mean, sum or order."""
    energy: Sentence | None = None
    """Of a power in kW: what a person calls its sum times the step, in kWh."""
    statistic: Statistic = Statistic.MEAN
    """What a value says of its interval."""
    signal: str = ""
    """The name of the catalogue's signal of which it is one, or a statistic; empty: of none, or the
    signal itself."""
    is_text: bool = False
    """True for states in words: no unit, no limits, no arithmetic."""
    is_known: bool = True
    """False for a field that the catalogue does not have: its label is made from its name."""

    def __post_init__(self) -> None:
        if not isinstance(self.label, Sentence):
            return
        self.label.named(f"signal.{self.name}")
        if self.energy is not None:
            self.energy.named(f"signal.{self.name}.energy")

    @property
    def signed(self) -> bool | None:
        """Of an angle, whether it is one on both sides of zero, whose means are in (−180, 180]
        and not in [0, 360). None: its limits do not say."""
        if self.upper <= 180.0:
            return True
        return False if self.lower >= 0.0 else None

    @property
    def power(self) -> bool:
        """Whether it is a power in kW: its sum times the step is an energy."""
        return self.energy is not None

    @property
    def title(self) -> str:
        """The label in the current language."""
        return str(self.label())


def spelled(text: str) -> tuple[str, ...]:
    """Headers, one a line or between semicolons."""
    parts = (part.strip() for line in text.splitlines() for part in line.split(";"))
    return tuple(part for part in parts if part)
