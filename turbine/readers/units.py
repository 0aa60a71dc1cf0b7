"""In which unit each column is, and its values in the unit that is stored.

What the header says is taken, converted if need be, and told. What it leaves open is taken as the
stored unit only if the values can hardly be anything else; otherwise the person is asked.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Given
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from turbine.model.channel import Channel
from turbine.model.channels import BY_NAME, FIRST, channel
from turbine.model.errors import FileError
from turbine.model.headings import Statistic, heading
from turbine.model.units import (
    Unit,
    conversion,
    fits,
    understood,
    unit,
    units_of,
)
from turbine.readers.columns import Mapping
from turbine.readers.model import Interpretation, Part, unnamed
from turbine.readers.unit_doubts import doubt_of, is_spread, told_above
from turbine.readers.units_in_cells import beside, unit_in
from turbine.readers.words import Words
from turbine.words import Text, keep

_LOW = {
    "power": 20.0,
    "reactive power": 20.0,
    "apparent power": 20.0,
    "energy": 20.0,
    "angle": 6.2832,
    "voltage": 100.0,
    "pressure": 500.0,
    "ratio": 1.0,
    "torque": 1.0,
}
"""Up to this, values without a unit may as well be in MW or per unit, or in rad…"""
_HIGH = {
    "power": 30_000.0,
    "reactive power": 30_000.0,
    "apparent power": 30_000.0,
    "speed": 60.0,
    "pressure": 1_100.0,
    "temperature": 180.0,
    "torque": 20_000.0,
}
"""Above this, a turbine's power without a unit is hardly in kW, nor a wind speed in m/s…"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """What was decided on the units of a file's columns."""

    converted: Mapping = ()
    """(0-based column, unit) of those that are not in the stored unit."""
    open: tuple[int, ...] = ()
    """Columns of which only the person knows the unit."""
    notes: tuple[Text, ...] = ()


def decide(  # noqa: PLR0913  # what is known of the columns, most of it by keyword
    headers: Sequence[str],
    mapping: Mapping,
    largest: Given[int, float],
    given: Given[int, str],
    *,
    first_row: Sequence[str] = (),
    rows: Sequence[Sequence[str]] = (),
    step_ns: int = 0,
    above: Sequence[str] = (),
) -> Units:
    """Decide the unit of each mapped column. ``largest`` are the largest magnitudes among the
    first rows, by column, ``given`` the units that the person chose, ``rows`` the first rows. Many
    programs write units in a row of their own below the header: ``first_row``. ``step_ns``: between
    rows, 0 if that is not known. ``above``: the lines above the header. Raises FileError if one
    that the person chose cannot be."""
    if other := [column for column in given if column not in dict(mapping)]:
        raise FileError(
            Words.UNIT_OF_UNSTORED(unit=given[other[0]], column=_name(headers, other[0])),
            hint=Words.LEAVE_IT_OUT(),
        )
    converted, is_open = [], []
    notes: list[Text] = []
    sizes = _by_signal(mapping, largest)
    for column, name in mapping:
        signal, header = channel(name), headers[column]
        found = _given(signal, header, given.get(column))
        own_column = beside(headers, column, rows)
        said = heading(header).unit or unit_in(first_row[column : column + 1])
        said = said or "".join(own_column[:1])
        if not signal.unit:
            if said and not _is_bare(said):
                notes.append(Words.UNIT_KEPT(header=header, unit=said, field=name))
            continue
        if found is None:
            found, note = _found(signal, header, said, sizes.get(_family(name)))
            doubt = doubt_of(column, name, headers, said, rows, step_ns) if found else ""
            if found is not None and not said:
                doubt = doubt or told_above(header, found, above)
            found, note = (None, doubt) if doubt else (found, note)
            if said in own_column and not doubt:
                beside_it = headers[column + 1]
                notes.append(Words.UNIT_BESIDE(header=header, unit=said, column=beside_it))
            notes.append(note)
        if found is None:
            is_open.append(column)
        elif found.name != signal.unit:
            converted.append((column, found.name))
            notes.append(Words.CONVERTED(header=header, unit=found.name, stored=signal.unit))
    return Units(
        converted=tuple(converted), open=tuple(is_open), notes=tuple(note for note in notes if note)
    )


def together(decided: Iterable[Units]) -> Units:
    """What was decided on several mappings of one file. What is said of the first is true of
    all."""
    parts = list(decided)
    return Units(
        converted=tuple(sorted(each for part in parts for each in part.converted)),
        open=tuple(sorted(each for part in parts for each in part.open)),
        notes=parts[0].notes,
    )


def _name(headers: Sequence[str], column: int) -> Text:
    header = headers[column] if column < len(headers) else ""
    return repr(header) if header else unnamed(column)


def _by_signal(mapping: Mapping, largest: Given[int, float]) -> dict[str, float]:
    """The largest magnitude of each signal: its maximum, its deviation and those of its several
    sensors are hardly in other units than its mean, nor is a reactive power in others than the
    active."""
    sizes: dict[str, float] = {}
    for column, name in mapping:
        if column in largest and _told(channel(name)):
            family = _family(name)
            sizes[family] = max(largest[column], sizes.get(family, 0.0))
    return sizes


def _family(name: str) -> str:
    signal = channel(name).signal or name
    return FIRST[0] if signal in _POWERS else signal


def _told(signal: Channel) -> bool:
    """Whether its size tells its unit: an angle's that is never large does not."""
    stored = unit(signal.unit).quantity if signal.unit else ""
    if signal.statistic is Statistic.COUNTER:
        return False
    if stored == "angle":
        base = BY_NAME.get(signal.signal or signal.name)
        return base is not None and (base.lower, base.upper) == (0.0, 360.0)
    if stored == "pressure" and signal.lower < 0:  # of oil, in which unit ever
        return True
    return stored in _LOW or stored in _HIGH


_POWERS = ("reactive_power_kvar", "apparent_power_kva")


def may_be_other(name: str) -> bool:
    """Whether values of this field, without a unit, may be in another than the stored one."""
    return _told(channel(name))


def _is_bare(text: str) -> bool:
    """A unit of what has none: per unit, or a dash; but ``0.1 °C`` is one."""
    found = understood(text)
    return found.quantity == "ratio" if found else not any(map(str.isdigit, text))


def _given(channel: Channel, header: str, name: str | None) -> Unit | None:
    if name is None:
        return None
    possible = units_of(unit(channel.unit).quantity) if channel.unit else ()
    known = understood(name)
    if known is not None and known.name in possible:
        return known
    if name not in possible:
        raise FileError(
            Words.NO_SUCH_UNIT(header=header, unit=name, title=channel.label()),
            hint=Words.UNITS_ARE(units=possible) if possible else Words.NAME_HAS_NO_UNIT(),
        )
    return unit(name)


def _found(
    channel: Channel, header: str, said: str, largest: float | None
) -> tuple[Unit | None, Text]:
    """The unit by what the file says, or by the size of the values; None if that is not certain."""
    stored = unit(channel.unit)
    if not said:
        if _is_doubtful(stored.quantity, largest):
            return None, Words.UNIT_OPEN(
                header=header, title=channel.label(), largest=f"{largest:g}"
            )
        return stored, Words.UNIT_ASSUMED(header=header, unit=stored.name)
    found = understood(said)
    if found is not None and fits(found, stored.name):
        return found, ""
    if header == channel.misnamed:
        return stored, Words.MISNAMED(header=header, unit=stored.name)
    return None, Words.UNIT_DOES_NOT_FIT(header=header, unit=said, title=channel.label())


def _is_doubtful(quantity: str, largest: float | None) -> bool:
    return (
        largest is not None
        and largest > 0
        and not _LOW.get(quantity, 0.0) < largest <= _HIGH.get(quantity, float("inf"))
    )


def in_stored_units(part: Part, form: Interpretation) -> Part:
    """The same with the values of converted columns in the unit that is stored. A value that is
    too large then for a 64-bit number is a bad cell, as one would be that is so in the file."""
    if not form.units or part.frame.is_empty():
        return part
    frame, flaws = part.frame, [part.bad_cells]
    names, converted = dict(form.mapping), list[pl.Series]()
    for column, name in form.units:
        values = frame[names[column]]
        signal = channel(names[column])
        to_stored = conversion(name, signal.unit, is_spread=is_spread(signal))
        stored = to_stored.apply(values.to_numpy())
        too_large = np.isinf(stored)
        if too_large.any():
            flaws.append(
                pl.DataFrame({"line": frame["line"], "text": values.cast(pl.String)})
                .filter(pl.Series(too_large))
                .select(
                    "line",
                    pl.lit(form.headers[column]).alias("column"),
                    "text",
                    pl.lit(keep(Words.TOO_LARGE_CONVERTED())).alias("reason"),
                )
            )
            stored = np.where(too_large, np.nan, stored)
        converted.append(pl.Series(names[column], stored))
    # All at once: there may be hundreds, and each call costs more than its column.
    frame = frame.with_columns(pl.DataFrame(converted).select(pl.all().fill_nan(None)))
    return replace(part, frame=frame, bad_cells=pl.concat(flaws))
