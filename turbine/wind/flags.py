"""Quality flags: what looks wrong in rows, each with its rule in words. Nothing is ever changed.

A flag is a hint for a person, from SCADA signals alone: it knows no alarm, no grid operator's order
and no ice detector, so it says *curtailed-looking*. A missing value is never flagged.

References
----------
Flatlines as in Greenbyte's data cleaning (six values within 0.001, zeros kept). Icing after the
idea of IEA Wind Task 19's T19IceLossMethod (cold, and for a while below the power of the ice-free
curve), with the constant drop of 25 % that it names as usual, not its percentiles of the curve.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from turbine.wind.arrays import Floats, Masks
from turbine.wind.words import Words
from turbine.words import Said, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The parameters of all rules, with what they are if nobody changes them."""

    rated_kw: float | None = None
    cut_in_mps: float = 3.0
    cut_out_mps: float = 25.0
    idle_kw: float = 0.0
    """At or below this a turbine does not run."""
    flat_rows: int = 6
    flat_within: float = 0.001
    above_rated_percent: float = 1.0
    curtailed_rows: int = 3
    curtailed_within_percent: float = 1.0
    curtailed_below_percent: float = 10.0
    jump_mps: float = 10.0
    icing_c: float = 1.0
    icing_share_percent: float = 75.0
    icing_rows: int = 3
    speeds_mps: float = 1.0
    speeds_percent: float = 10.0
    angle_deg: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Signals:
    """The columns that rules look at, (n,) each, NaN where there is no value; None: not there."""

    follows: Masks
    """Whether a row follows the one before it without a gap."""
    power_kw: Floats | None = None
    wind_mps: Floats | None = None
    reference_kw: Floats | None = None
    direction_deg: Floats | None = None
    temperature_c: Floats | None = None
    second_wind_mps: Floats | None = None
    second_direction_deg: Floats | None = None
    limits: Mapping[str, tuple[Said, str, float, float]] = field(default_factory=dict)
    """Of signals above, by the name they have here: label, unit, lowest and highest plausible
    value."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flag:
    """One rule, and the rows that it marks."""

    code: str
    """Such as ``stopped``: the same in every language."""
    title: Said
    rule: Said
    """In words, with its parameters."""
    mask: Masks
    """(n,)"""

    @property
    def rows(self) -> int:
        return int(self.mask.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class NotChecked:
    """A rule that these rows do not allow."""

    code: str
    title: Said
    reason: Said


def flags(signals: Signals, rules: Rules) -> tuple[tuple[Flag, ...], tuple[NotChecked, ...]]:
    """All rules over the rows: those that could be checked, and those that could not, with what
    they need. Both in the order in which a row's loss of energy is put down to them."""
    checked: list[Flag] = []
    left: list[NotChecked] = []
    for code, (title, rule) in _RULES.items():
        found = rule(signals, rules)
        if isinstance(found, Said):
            left.append(NotChecked(code=code, title=title(), reason=Words.NEEDS(what=found)))
        else:
            said, mask = found
            checked.append(Flag(code=code, title=title(), rule=said, mask=mask))
    return tuple(checked), tuple(left)


def runs_of(mask: Masks, follows: Masks, least: int) -> Masks:
    """Of marked rows, (n,), those in runs of at least ``least`` without a gap."""
    first = mask & ~(np.concatenate([[False], mask[:-1]]) & follows)
    run = np.cumsum(first)
    lengths = np.bincount(run[mask], minlength=int(run[-1]) + 1 if len(run) else 1)
    return mask & (lengths[run] >= least)


def steady(values: Floats, follows: Masks, least: int, within: float) -> Masks:
    """Rows, (n,), that stand in any ``least`` successive ones, without a gap or a missing value,
    whose highest and lowest differ by at most ``within``."""
    n = len(values)
    marked = np.zeros(n, dtype=np.bool_)
    if least < 1 or n < least:
        return marked
    # Not numpy's sliding windows, which cost as many steps as a window is long.
    highest, lowest, length = values, values, 1
    while length < least:
        shift = min(length, least - length)
        highest = np.maximum(highest[:-shift], highest[shift:])
        lowest = np.minimum(lowest[:-shift], lowest[shift:])
        length += shift
    joined = np.concatenate([[0], np.cumsum(follows)])
    # Of each span, every row but the first follows the one before it.
    whole = joined[least:] - joined[1 : n - least + 2] == least - 1
    level = whole & (highest - lowest <= within)  # never of a missing value
    change = np.zeros(n + 1, dtype=np.int64)
    change[:-least] += level
    change[least:] -= level
    return np.cumsum(change[:-1]) > 0


_SPEEDS, _VANE = ("wind_mps", "second_wind_mps"), ("direction_deg",)
"""Signals that never stay level. Power at its rated value may, temperatures do, and so does a
nacelle that holds its direction."""

Found = Said | tuple[Said, Masks]
"""The rule in words and its rows; or, what it lacks."""


def _out_of_range(signals: Signals, rules: Rules) -> Found:
    mask = np.zeros(len(signals.follows), dtype=np.bool_)
    limits = []
    for name, (label, unit, lower, upper) in signals.limits.items():
        if lower == -np.inf and upper == np.inf:
            continue
        values = getattr(signals, name)
        mask |= (values < lower) | (values > upper)
        limits.append(_limit(label, unit, lower, upper))
    if not limits:
        return Words.ANY_LIMIT()
    return Words.OUT_OF_RANGE_RULE(limits=tuple(limits)), mask


def _limit(label: Said, unit: str, lower: float, upper: float) -> Said:
    if upper == np.inf:
        return Words.LOWER_LIMIT(signal=label, lower=lower, unit=unit)
    if lower == -np.inf:
        return Words.UPPER_LIMIT(signal=label, upper=upper, unit=unit)
    return Words.LIMITS(signal=label, lower=lower, upper=upper, unit=unit)


def _flatline(signals: Signals, rules: Rules) -> Found:
    return _level(signals, rules, _SPEEDS) or Words.SPEED()


def _vane_flatline(signals: Signals, rules: Rules) -> Found:
    return _level(signals, rules, _VANE) or Words.DIRECTION()


def _level(signals: Signals, rules: Rules, names: tuple[str, ...]) -> tuple[Said, Masks] | None:
    mask = np.zeros(len(signals.follows), dtype=np.bool_)
    labels = []
    for name in (name for name in names if name in signals.limits):
        values = getattr(signals, name)
        labels.append(signals.limits[name][0])
        flat = steady(values, signals.follows, rules.flat_rows, rules.flat_within)
        mask |= flat & (np.abs(values) > rules.flat_within)
    if not labels:
        return None
    rule = Words.FLATLINE_RULE(
        signals=tuple(labels), count=rules.flat_rows, within=rules.flat_within
    )
    return rule, mask


def _stopped(signals: Signals, rules: Rules) -> Found:
    if signals.power_kw is None:
        return Words.POWER()
    if signals.wind_mps is None:
        return Words.SPEED()
    windy = (signals.wind_mps >= rules.cut_in_mps) & (signals.wind_mps < rules.cut_out_mps)
    rule = Words.STOPPED_RULE(
        idle_kw=rules.idle_kw, cut_in=rules.cut_in_mps, cut_out=rules.cut_out_mps
    )
    return rule, windy & (signals.power_kw <= rules.idle_kw)


def _above_rated(signals: Signals, rules: Rules) -> Found:
    if signals.power_kw is None:
        return Words.POWER()
    if rules.rated_kw is None:
        return Words.RATED_POWER()
    most = rules.rated_kw * (1 + rules.above_rated_percent / 100)
    rule = Words.ABOVE_RATED_RULE(percent=rules.above_rated_percent, rated_kw=rules.rated_kw)
    return rule, signals.power_kw > most


def _curtailed(signals: Signals, rules: Rules) -> Found:
    if signals.power_kw is None:
        return Words.POWER()
    if signals.reference_kw is None:
        return Words.REFERENCE()
    if rules.rated_kw is None:
        return Words.RATED_POWER()
    least, part = rules.curtailed_rows, rules.rated_kw / 100
    power = signals.power_kw
    below = power < signals.reference_kw - rules.curtailed_below_percent * part
    below &= power > rules.idle_kw
    held = np.where(below, power, np.nan)
    mask = steady(held, signals.follows, least, rules.curtailed_within_percent * part)
    rule = Words.CURTAILED_RULE(
        count=least,
        within=rules.curtailed_within_percent,
        below=rules.curtailed_below_percent,
        rated_kw=rules.rated_kw,
    )
    return rule, mask


def _jumps(signals: Signals, rules: Rules) -> Found:
    if signals.wind_mps is None:
        return Words.SPEED()
    speed = signals.wind_mps
    change = np.abs(np.diff(speed, prepend=speed[:1]))
    return Words.JUMPS_RULE(jump_mps=rules.jump_mps), (change > rules.jump_mps) & signals.follows


def _icing(signals: Signals, rules: Rules) -> Found:
    if signals.power_kw is None:
        return Words.POWER()
    if signals.wind_mps is None:
        return Words.SPEED()
    if signals.reference_kw is None:
        return Words.REFERENCE()
    if signals.temperature_c is None:
        return Words.TEMPERATURE()
    weak = signals.power_kw < signals.reference_kw * rules.icing_share_percent / 100
    weak &= (signals.power_kw > rules.idle_kw) & (signals.wind_mps >= rules.cut_in_mps)
    weak &= signals.temperature_c <= rules.icing_c
    rule = Words.ICING_RULE(
        count=rules.icing_rows,
        icing_c=rules.icing_c,
        share=rules.icing_share_percent,
        cut_in=rules.cut_in_mps,
    )
    return rule, runs_of(weak, signals.follows, rules.icing_rows)


def _speeds_disagree(signals: Signals, rules: Rules) -> Found:
    if signals.wind_mps is None or signals.second_wind_mps is None:
        return Words.SECOND_SPEED()
    apart = np.abs(signals.wind_mps - signals.second_wind_mps)
    larger = np.maximum(signals.wind_mps, signals.second_wind_mps)
    rule = Words.SPEEDS_DISAGREE_RULE(speed_mps=rules.speeds_mps, percent=rules.speeds_percent)
    return rule, (apart > rules.speeds_mps) & (apart > larger * rules.speeds_percent / 100)


def _directions_disagree(signals: Signals, rules: Rules) -> Found:
    if signals.direction_deg is None or signals.second_direction_deg is None:
        return Words.SECOND_DIRECTION()
    if signals.wind_mps is None:
        return Words.SPEED()
    turn = (signals.second_direction_deg - signals.direction_deg + 180.0) % 360.0 - 180.0
    rule = Words.DIRECTIONS_DISAGREE_RULE(angle_deg=rules.angle_deg, cut_in=rules.cut_in_mps)
    mask: Masks = (np.abs(turn) > rules.angle_deg) & (signals.wind_mps >= rules.cut_in_mps)
    return rule, mask


_RULES: dict[str, tuple[Sentence, Callable[[Signals, Rules], Found]]] = {
    "out_of_range": (Words.OUT_OF_RANGE, _out_of_range),
    "flatline": (Words.FLATLINE, _flatline),
    "stopped": (Words.STOPPED, _stopped),
    "curtailed": (Words.CURTAILED, _curtailed),
    "icing": (Words.ICING, _icing),
    "above_rated": (Words.ABOVE_RATED, _above_rated),
    "jump": (Words.JUMPS, _jumps),
    "speeds_disagree": (Words.SPEEDS_DISAGREE, _speeds_disagree),
    "vane_flatline": (Words.VANE_FLATLINE, _vane_flatline),
    "directions_disagree": (Words.DIRECTIONS_DISAGREE, _directions_disagree),
}
CODES = tuple(_RULES)
TITLES: dict[str, Sentence] = {code: title for code, (title, _) in _RULES.items()}
OF_DIRECTION = ("vane_flatline", "directions_disagree")
"""What is wrong with a vane explains no energy."""
