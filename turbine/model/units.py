"""Units as files spell them, and their way to the one unit in which a quantity is stored.

How headers write units is the table here; pint converts, in exact fractions. (Its own parser is not
asked: it reads ``PS`` as petasiemens, ``U/min`` as enzyme units, and ``F`` as farad.)
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

STORED = {
    "power": "kW",
    "reactive power": "kvar",
    "apparent power": "kVA",
    "energy": "kWh",
    "speed": "m/s",
    "angle": "°",
    "rotation": "rpm",
    "temperature": "°C",
    "pressure": "hPa",
    "ratio": "%",
    "frequency": "Hz",
    "voltage": "V",
    "current": "A",
    "torque": "kNm",
    "density": "kg/m³",
    "length": "m",
    "time": "s",
    "irradiance": "W/m²",
    "reactive energy": "kvarh",
    "acceleration": "m/s²",
    "turning": "°/s",
    "flow": "l/min",
}
"""The unit of each quantity in the database."""
WORDS = {
    "kw": "kW",
    "kvar": "kvar",
    "kva": "kVA",
    "kwh": "kWh",
    "kvarh": "kvarh",
    "mps": "m/s",
    "mps2": "m/s²",
    "deg": "°",
    "degps": "°/s",
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
    "lpmin": "l/min",
}
"""The last word of a field's name, and the unit of its values: the stored one of each quantity."""

_SPELLINGS = {
    # unit: (quantity, pint's name, other spellings; compared without case, spaces and dots)
    "W": ("power", "watt", "watt watts"),
    "kW": ("power", "kilowatt", "kilowatt kilowatts kwh/h kwe kwel"),
    "MW": ("power", "megawatt", "megawatt megawatts mwatt mwh/h mwe mwel"),
    "GW": ("power", "gigawatt", "gigawatt"),
    "PS": ("power", "metric_horsepower", "cv"),
    "hp": ("power", "horsepower", "bhp"),
    "var": ("reactive power", "watt", "vars voltamperreactive"),
    "kvar": ("reactive power", "kilowatt", "kvars"),
    "Mvar": ("reactive power", "megawatt", "mvars"),
    "VA": ("apparent power", "watt", ""),
    "kVA": ("apparent power", "kilowatt", ""),
    "MVA": ("apparent power", "megawatt", ""),
    "Wh": ("energy", "watt_hour", ""),
    "kWh": ("energy", "kilowatt_hour", "kw*h kw·h kw-h"),
    "MWh": ("energy", "megawatt_hour", "mw*h mw·h"),
    "GWh": ("energy", "gigawatt_hour", ""),
    "MJ": ("energy", "megajoule", ""),
    "m/s": ("speed", "meter/second", "mps ms-1 ms^-1 ms⁻¹ m*s-1 m·s-1 m·s⁻¹ m/sec meter/s metre/s "
            "meterspersecond metrespersecond meters/second m/sn m/seg"),
    "mm/s": ("speed", "millimeter/second", "mms-1"),
    "km/h": ("speed", "kilometer/hour", "kmh kph km/hr kmph km/std kmh-1 km·h⁻¹"),
    "mph": ("speed", "mile/hour", "mi/h mileperhour milesperhour miles/hour miles/h"),
    "kn": ("speed", "knot", "kt kts knot knots knoten nudos"),
    "ft/s": ("speed", "foot/second", "fps ft/sec feet/second"),
    "°": ("angle", "degree", "deg degs degree degrees º ° ˚ grados derece °n °t degn "
            "degt degtrue °true"),
    "rad": ("angle", "radian", "radian radians"),
    "gon": ("angle", "grade", ""),
    "rpm": ("rotation", "revolution/minute", "1/min min-1 min^-1 min⁻¹ u/min r/min rev/min umin "
            "upm d/d tr/min"),
    "°C": ("temperature", "degC", "c degc ºc ˚c ℃ celsius degreec degreesc deg_c degcelsius "
            "grad_c"),
    "°F": ("temperature", "degF", "f degf ºf ˚f ℉ fahrenheit degreesf deg_f"),
    "K": ("temperature", "kelvin", "kelvin degk °k"),
    "Pa": ("pressure", "pascal", "pascal"),
    "hPa": ("pressure", "hectopascal", ""),
    "kPa": ("pressure", "kilopascal", ""),
    "MPa": ("pressure", "megapascal", ""),
    "mbar": ("pressure", "millibar", "mb millibar"),
    "bar": ("pressure", "bar", ""),
    "psi": ("pressure", "psi", ""),
    "mmHg": ("pressure", "mmHg", ""),
    "%": ("ratio", "percent", "percent pct prozent percentage porcentaje yüzde %rh %rf"),
    "p.u.": ("ratio", "dimensionless", "perunit"),
    "Hz": ("frequency", "hertz", "hertz"),
    "mHz": ("frequency", "millihertz", ""),
    "V": ("voltage", "volt", "volt volts"),
    "kV": ("voltage", "kilovolt", ""),
    "A": ("current", "ampere", "amp amps ampere amperes"),
    "kA": ("current", "kiloampere", ""),
    "mA": ("current", "milliampere", ""),
    "Nm": ("torque", "newton*meter", "n·m n*m n-m"),
    "kNm": ("torque", "kilonewton*meter", "kn·m kn*m kn-m"),
    "MNm": ("torque", "meganewton*meter", "mn·m"),
    "kg/m³": ("density", "kilogram/meter**3", "kg/m3 kg/m^3 kgm-3 kg·m⁻³ kg/㎥"),
    "g/m³": ("density", "gram/meter**3", "g/m3 g/m^3"),
    "m": ("length", "meter", "meter metre meters metres"),
    "mm": ("length", "millimeter", ""),
    "cm": ("length", "centimeter", ""),
    "km": ("length", "kilometer", ""),
    "ft": ("length", "foot", "feet"),
    "s": ("time", "second", "sec secs second seconds"),
    "ms": ("time", "millisecond", "msec"),
    "min": ("time", "minute", "minute minutes mins"),
    "h": ("time", "hour", "hr hrs hour hours"),
    "W/m²": ("irradiance", "watt/meter**2", "w/m2 w/m^2 wm-2 w/sqm"),
    "varh": ("reactive energy", "watt_hour", ""),
    "kvarh": ("reactive energy", "kilowatt_hour", ""),
    "Mvarh": ("reactive energy", "megawatt_hour", ""),
    "m/s²": ("acceleration", "meter/second**2", "m/s2 m/s^2 m/ss ms-2"),
    "mm/s²": ("acceleration", "millimeter/second**2", "mm/s2 mm/s^2 mm/ss"),
    "mg": ("acceleration", "millistandard_gravity", ""),
    "°/s": ("turning", "degree/second", "deg/s º/s deg/sec"),
    "rad/s": ("turning", "radian/second", ""),
    "l/min": ("flow", "liter/minute", "lpm"),
    "d": ("time", "day", "day days tage"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit that is understood."""

    name: str
    """As we write it."""
    quantity: str

    @property
    def stored(self) -> str:
        """The unit in which its quantity is stored."""
        return STORED[self.quantity]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """``(value - zero) * scale``: from a file's unit to the stored one."""

    scale: Fraction
    zero: Fraction

    def apply(self, values: Floats) -> Floats:
        """The same values in the stored unit, within one rounding per step."""
        moved = values - float(self.zero) if self.zero else values
        over, under = self.scale.numerator, self.scale.denominator
        with np.errstate(over="ignore"):  # infinite then, for the caller to see
            if max(over, under) > _EXACT:
                return moved * float(self.scale)
            return moved * float(over) / float(under)


_EXACT = 2**53


ALL_UNITS = tuple(_SPELLINGS)
"""Every unit that is understood, by our name for it."""


def understood(text: str) -> Unit | None:
    """The unit that a file's spelling means; None for one that is not in the table. What stands for
    an energy in its interval (``kWh/15min``) is that energy."""
    text = text.strip()
    return _TABLE.get(_bare(_PER.sub("", _LETTER_O.get(text, text))))


def interval_min(text: str) -> int:
    """The interval in minutes that an energy's unit names, as in ``kWh/15min``; 0: none."""
    match = _PER.search(text)
    return int(match["minutes"] or 0) if match else 0


def fits(found: Unit, stored: str) -> bool:
    """Whether values in this unit can be stored in ``stored``: a rotor's radians per second too."""
    return found.stored == stored or found.name in _ALSO.get(stored, ())


_PER = re.compile(
    r"(?<=[kmg]wh)\s*(?:/|\bper\b|\bpro\b)\s*"
    r"(?:(?P<minutes>\d{1,2})[ _-]*min(?:ute[ns]?)?\.?|interval[l]?|period)",
    re.IGNORECASE,
)
_LETTER_O = {"oC": "°C", "oF": "°F"}
_ALSO = {"rpm": ("rad/s", "°/s")}
"""Units of another quantity that a stored unit takes."""


def unit(name: str) -> Unit:
    """One of our own units by its name. Raises KeyError for others."""
    return Unit(name=name, quantity=_SPELLINGS[name][0])


def units_of(quantity: str) -> tuple[str, ...]:
    """The names of a quantity's units, the stored one first."""
    stored = STORED[quantity]
    own = (n for n, (q, _, _) in _SPELLINGS.items() if q == quantity and n != stored)
    return (stored, *own, *_ALSO.get(stored, ()))


@cache
def conversion(name: str, stored: str = "", *, is_spread: bool = False) -> Conversion:
    """From one of our units to ``stored``, else to the stored unit of its quantity. A spread (a
    standard deviation, a difference) has no zero of its own: 9 °F of spread are 5 °C."""
    quantity, source, _ = _SPELLINGS[name]
    target = _SPELLINGS[stored or STORED[quantity]][1]
    registry = _registry()
    if quantity != "temperature":
        scale = registry.Quantity(Fraction(1), source).to(target).magnitude
        return Conversion(scale=scale, zero=Fraction(0))
    step = {"degF": "delta_degF", "degC": "delta_degC", "kelvin": "kelvin"}[source]
    scale = registry.Quantity(Fraction(1), step).to("delta_degC").magnitude
    zero = registry.Quantity(Fraction(0), target).to(source).magnitude
    return Conversion(scale=scale, zero=Fraction(0) if is_spread else zero)


@cache
def _registry() -> Any:  # noqa: ANN401  # pint's registry type is generic in what it may hold
    import pint  # a third of a second, and most files need no conversion

    return pint.UnitRegistry(non_int_type=Fraction)


def _bare(text: str) -> str:
    """Without case (nobody writes milliwatts of a turbine), spaces, dots and brackets."""
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if c not in " .[]()")


def _table() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for name, (quantity, _, others) in _SPELLINGS.items():
        for spelling in (name, *others.split()):
            there = table.setdefault(_bare(spelling), Unit(name=name, quantity=quantity))
            if there.name != name:
                raise AssertionError(f"{spelling} means {there.name} and {name}")
    return table


_TABLE = _table()
