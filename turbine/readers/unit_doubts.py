"""Why a unit that a header names, or leaves open, may not be the one that is meant."""

import re
from collections.abc import Sequence
from itertools import pairwise

from turbine.model.channel import Channel
from turbine.model.channels import UNITS, channel
from turbine.model.headings import Statistic
from turbine.model.units import Unit, interval_min, understood
from turbine.readers.kinds import MINUS
from turbine.readers.units_in_cells import beside
from turbine.readers.words import Words
from turbine.words import Text

_MINUTE_NS = 60 * 10**9
_NAMED_ABOVE = ("power", "energy", "speed", "temperature")
_UNIT_WORD = re.compile(r"(?<![\w.,/-])(?<!\d )[^\W\d][^\s,;:()\[\]]+")
_COUNTED, _COUNTS = ("energy_kwh", "energy_export_kwh", "energy_import_kwh"), 5
_DIRECTION, _NEAR_DEG = "wind_direction_deg", 60.0
_ASCII = str.maketrans({",": ".", **dict.fromkeys(MINUS, "-")})
_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?")
_DIFFERENCES = frozenset(("dt", "diff", "difference", "differenz", "diferencia", "fark", "rise"))
_COLDEST_K = 150.0
"""Nothing at a turbine is as cold."""


def doubt_of(  # what is known of one column
    column: int,
    name: str,
    headers: Sequence[str],
    said: str,
    rows: Sequence[Sequence[str]],
    step_ns: int,
) -> Text:
    """Why a unit that is understood may not be meant; empty: nothing speaks against it."""
    header, units, found = headers[column], beside(headers, column, rows), understood(said)
    if name == _DIRECTION and _are_relative(column, rows):
        return Words.MAY_BE_RELATIVE(header=header, title=channel(name).label())
    if name in _COUNTED and _are_counted(_values(column, rows)):
        counter = name.replace("_kwh", "_counter_kwh")
        return Words.MAY_BE_COUNTER(header=header, field=counter, title=channel(name).label())
    if step_ns and interval_min(said) * _MINUTE_NS not in (0, step_ns):
        return Words.OTHER_INTERVAL(header=header, unit=said, minutes=step_ns / _MINUTE_NS)
    if _may_be_share(channel(name), column, said, rows):
        return Words.MAY_BE_SHARE(header=header)
    kelvins = _values(column, rows) if found is not None and found.name == "K" else []
    if kelvins and max(kelvins) < _COLDEST_K and not is_spread(channel(name)):
        return Words.MAY_BE_DIFFERENCE(header=header)
    if len(units) > 1:
        return Words.UNITS_BESIDE(header=header, column=headers[column + 1], units=tuple(units))
    return ""


def told_above(header: str, stored: Unit, lines: Sequence[str]) -> Text:
    """Why a column without a unit may not be in the stored one: a line above the header names
    another, and no size in it (``V90-2.0 MW``)."""
    for line in lines:
        for word in _UNIT_WORD.findall(line):
            found = understood(word)
            if found and found.quantity == stored.quantity in _NAMED_ABOVE and found != stored:
                return Words.UNIT_ABOVE(header=header, unit=found.name, line=line.strip())
    return ""


def _are_counted(values: Sequence[float]) -> bool:
    """Whether they only rise, and by little of what they are, as a meter's do."""
    is_rising = all(one <= other for one, other in pairwise(values))
    return len(values) >= _COUNTS and is_rising and 0 < values[-1] - values[0] < 0.01 * values[0]


def _are_relative(column: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a direction's first values are on both sides of zero and none is far from it, as
    angles between wind and nacelle are."""
    values = _values(column, rows)
    return bool(values) and min(values) < 0 and max(map(abs, values)) < _NEAR_DEG


def _may_be_share(signal: Channel, column: int, said: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether what the header says to be percent, of something that is mostly more than one, has
    first values of up to one, as shares have: a workbook shows 0.98 as 98 %."""
    found, values = understood(said), _values(column, rows)
    is_percent = found is not None and found.name == signal.unit == UNITS["pct"]
    is_large = (signal.lower, signal.upper) == (0.0, 100.0)
    return is_percent and is_large and 0 < max(values, default=0) <= 1 and min(values) >= 0


def _values(column: int, rows: Sequence[Sequence[str]]) -> list[float]:
    cells = (row[column].strip().translate(_ASCII) for row in rows if column < len(row))
    return [float(cell) for cell in cells if _PLAIN.fullmatch(cell)]


def is_spread(signal: Channel) -> bool:
    """Whether it has no zero of its own: a deviation, and ``Delta T`` or a difference."""
    words = signal.name.split("_")
    is_difference = any(word in _DIFFERENCES or word.startswith("delta") for word in words)
    return signal.statistic is Statistic.STD or is_difference
