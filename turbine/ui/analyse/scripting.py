"""The scripts of the views that have one."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from turbine.services.measured import Measured, limits_of
from turbine.snippets import Asked, Source, Wanted, script
from turbine.ui.analyse.view import Shown, Turbine, View
from turbine.ui.common.python import python
from turbine.wind.flags import Rules
from turbine.wind.roses import CALM_MPS

RULES = {"day": "D", "month": "MS", "year": "YS"}
"""Of pandas, for spans of the calendar."""
_SIGNALS = {
    "production": ("power_kw",),
    "power_curve": ("power_kw", "wind_mps"),
    "wind": ("wind_mps", "direction_deg"),
    "losses": ("power_kw", "reference_kw"),
}
"""View → what its script reads: there is none of a turbine that lacks one of these."""
_COUNTED = ("power_kw", "wind_mps", "direction_deg")
_FLAGGED = (*_COUNTED, "temperature_c", "second_wind_mps", "second_direction_deg")
"""What the script of flags reads, as far as it has values. Gaps are those of the first."""
_CONSTANTS = (
    "rated_kw",
    "above_rated_percent",
    "cut_in_mps",
    "cut_out_mps",
    "idle_kw",
    "flat_rows",
    "flat_within",
    "jump_mps",
)
"""Parameters of the rules that pandas says shortly."""
_VALUES: Mapping[str, Callable[[Shown], dict[str, Any]]] = {
    "production": lambda shown: {"RULE": RULES[shown.choice.options["by"]]},
    "wind": lambda shown: {"SECTORS": int(shown.choice.options["sectors"]), "CALM": CALM_MPS},
    "flags": lambda shown: {
        "RULES": {
            each.name: constants(each.whole, each.rules, _flagged(each)) for each in shown.turbines
        }
    },
}


def draw(view: View, shown: Shown) -> None:
    """The script of the view, if it has one."""
    signals = {turbine.name: _signals(view, turbine) for turbine in shown.turbines}
    if not all(signals.values()):
        return
    of_all = view.name == "flags"  # whatever is left out or selected
    choice = shown.choice
    wanted = Wanted(
        view=view.name,
        page=view.title(),
        start_ns=choice.start_ns,
        stop_ns=choice.stop_ns,
        zone=choice.zone,
        values=_VALUES[view.name](shown) if view.name in _VALUES else {},
        left_out=0 if of_all else sum(_left_out(each.measured) for each in shown.turbines),
        is_uneven=any(
            _is_uneven(each.whole if of_all else each.measured, signals[each.name][0])
            for each in shown.turbines
        ),
        is_compared=shown.earlier is not None,
        is_normalised=choice.options.get("density", "none") != "none",
    )
    asked = [
        Asked(
            name=turbine.name,
            series=turbine.whole.series,
            fields={name: turbine.whole.names[name] for name in signals[turbine.name]},
        )
        for turbine in shown.turbines
    ]
    target = shown.services.settings.target
    source = Source(language=shown.turbines[0].whole.language, target=target)
    python(script(wanted, source, asked), page=view.name)


def constants(measured: Measured, rules: Rules, signals: tuple[str, ...]) -> dict[str, Any]:
    """The parameters in force, with the limits of these signals; None: no limit."""
    limits = {
        name: tuple(each if math.isfinite(each) else None for each in (lower, upper))
        for name, (_, _, lower, upper) in limits_of(measured, rules).items()
        if name in signals
    }
    bound = {name: each for name, each in limits.items() if each != (None, None)}
    return {**{name: getattr(rules, name) for name in _CONSTANTS}, "limits": bound}


def _signals(view: View, turbine: Turbine) -> tuple[str, ...]:
    """What the script reads of the turbine; nothing: there is no script."""
    needed = _flagged(turbine) if view.name == "flags" else _SIGNALS.get(view.name, ())
    return needed if {*needed} <= turbine.whole.names.keys() else ()


def _flagged(turbine: Turbine) -> tuple[str, ...]:
    """Signals with values; none of them if that whose gaps count has none."""
    there = [name for name in _FLAGGED if name in turbine.whole.names]
    found = tuple(name for name in there if turbine.flagged.rows[name].count())
    return found if found[:1] == tuple(there[:1]) and {*found} & {*_COUNTED} else ()


def _left_out(measured: Measured) -> int:
    left_out = measured.rows.left_out
    return 0 if left_out is None else len(left_out)


def _is_uneven(measured: Measured, signal: str) -> bool:
    """Whether rows last differently, or tell no duration: in the script each lasts the same."""
    hours = measured.having(signal)["hours"]
    return hours.n_unique() > 1 or hours.has_nulls()
