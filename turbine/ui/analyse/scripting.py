"""The scripts of the views: each makes the view's figure as it is chosen, or there is none, and it
is said why."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from turbine.explore.coverage import around
from turbine.services.lasting import Lasting, lasting_of
from turbine.services.measured import Measured, least_rows_of, limits_of, title_of
from turbine.services.quality import counted
from turbine.snippets import Asked, Source, Wanted, reasons, script
from turbine.snippets.script import moment
from turbine.snippets.views import DENSITY, PARTS, coloured, curve_parts
from turbine.ui.analyse.sides import all_of
from turbine.ui.analyse.view import Shown, Turbine, View
from turbine.ui.common.python import NoScript, python
from turbine.wind.flags import Rules
from turbine.wind.roses import CALM_MPS
from turbine.words import Sentence, Text

RULES = {"day": "D", "month": "MS", "year": "YS"}
"""Of pandas, for spans of the calendar."""
Followed = Mapping[str, Mapping[str, Sentence | None]]
"""Option → value → why there is no script; None: the script follows it."""
FOLLOWED: Mapping[str, Followed] = {
    "production": {
        "by": dict.fromkeys(RULES),
        "compare": {"time": None, "years": None},
        "estimate": {"month_mean_kwh": None, "by_wind_kwh": reasons.BY_WIND, "none": None},
    },
    "power_curve": {
        "parts": {"none": None, "sector": None, "season": None, "sun": reasons.BY_SUN},
        "density": {"none": None, "standard": None},
        "wakes": {"in": None, "out": reasons.WAKES},
    },
    "wind": {
        "sectors": dict.fromkeys(("8", "12", "16", "36")),
        "weight": dict.fromkeys(("share_hours", "hours", "energy_kwh")),
    },
    "losses": {},
    "flags": {},
}
"""By view. Whatever else is chosen, there is no script."""
ZOOMS = ("zoom",)
"""Options that only show a part of the same figure."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """A turbine in one period."""

    name: str
    turbine: Turbine

    @property
    def whole(self) -> Measured:
        return self.turbine.whole


def draw(view: View, shown: Shown) -> None:
    """The script of what is shown, or why there is none."""
    python(of_view(view, shown), page=view.name)


def of_view(view: View, shown: Shown) -> str | NoScript:
    """The script of what is shown, or why there is none."""
    sides = _sides(shown)
    signals = {side.name: _signals(view, shown, side.whole) for side in sides}
    if reason := _why_not(view, shown, sides, signals):
        return NoScript(reason=reason)
    asked = []
    for side in sides:
        lasting = _lasting(view, side.whole)
        if lasting is None:
            return NoScript(reason=reasons.UNEVEN(turbine=side.name))
        period = side.whole.period
        start_ns, stop_ns = period.start_ns, period.stop_ns
        if view.name == "flags":  # gaps are told by the rows around it too
            start_ns, stop_ns = around(start_ns, stop_ns)
        asked.append(
            Asked(
                name=side.name,
                series=side.whole.series,
                fields={name: side.whole.names[name] for name in signals[side.name]},
                start_ns=start_ns,
                stop_ns=stop_ns,
                lasting=lasting,
            )
        )
    own = sides[-1].whole.period
    notes = [reasons.TWO_PERIODS()] if shown.earlier else []
    notes += [reasons.MORE_CHARTS()] if view.name in ("wind", "losses") else []
    wanted = Wanted(
        parts=_parts(view, shown),
        page=view.title(),
        start_ns=own.start_ns,
        stop_ns=own.stop_ns,
        zone=shown.choice.zone,
        values=_VALUES[view.name](shown, sides) if view.name in _VALUES else {},
        notes=tuple(notes),
    )
    source = Source(
        language=shown.turbines[0].whole.language, target=shown.services.settings.target
    )
    return script(wanted, source, asked)


def _sides(shown: Shown) -> list[_Side]:
    if shown.earlier is None:
        return [_Side(name=each.name, turbine=each) for each in shown.turbines]
    return [
        _Side(name=f"{each.name} · {side}", turbine=each)
        for side, turbines in (("A", shown.earlier.turbines), ("B", shown.turbines))
        for each in turbines
    ]


def _why_not(
    view: View, shown: Shown, sides: list[_Side], signals: Mapping[str, tuple[str, ...]]
) -> Text | None:
    followed = FOLLOWED.get(view.name, {})
    for name, value in shown.choice.options.items():
        if name in ZOOMS:
            continue
        reason = followed.get(name, {}).get(value, reasons.NOT_FOLLOWED)
        if reason is not None:
            return reason()
    if view.selects and shown.turbines[0].selection:
        return reasons.SELECTED()
    lefts = [each.whole.rows.left_out for each in all_of(shown)]
    of_all = view.name == "flags"  # whatever is left out
    if not of_all and any(each is not None and len(each) for each in lefts):
        return reasons.LEFT_OUT()
    for side in sides:
        if view.name == "losses" and "reference_kw" not in side.whole.names:
            return reasons.OWN_REFERENCE(turbine=side.name)
        if lacking := [each for each in signals[side.name] if each not in side.whole.names]:
            return reasons.LACKS(turbine=side.name, signal=title_of(lacking[0]))
    return None


def _signals(view: View, shown: Shown, measured: Measured) -> tuple[str, ...]:
    """What the script reads."""
    options = shown.choice.options
    if view.name == "wind":
        by_energy = options["weight"] == "energy_kwh"
        has_power = by_energy or "power_kw" in measured.names
        return ("wind_mps", "direction_deg", *(("power_kw",) if has_power else ()))
    if view.name == "power_curve":
        return (
            *("power_kw", "wind_mps"),
            *(("direction_deg",) if options["parts"] == "sector" and not shown.earlier else ()),
            *(("temperature_c", "pressure_hpa") if options["density"] == "standard" else ()),
        )
    if view.name == "flags":
        first = counted(measured)
        return (first, *(name for name in measured.names if name != first))
    return {"production": ("power_kw",), "losses": ("power_kw", "reference_kw")}.get(view.name, ())


def _lasting(view: View, measured: Measured) -> Lasting | None:
    """How long rows last, where the figure goes by it; None if a script cannot tell it."""
    if view.name == "power_curve":
        return ()
    if view.name == "flags":
        every, of_gaps = (
            lasting_of(measured, *signals, beyond=True) for signals in ((), (counted(measured),))
        )
        is_one = every and of_gaps and len(every) == len(of_gaps) == 1
        same = every[0][1] == of_gaps[0][1] if every and of_gaps and is_one else every == of_gaps
        return every if same else None
    return lasting_of(measured, "wind_mps" if view.name == "wind" else "power_kw")


def _parts(view: View, shown: Shown) -> tuple[str, ...]:
    if view.name == "production":
        is_years = shown.choice.options["compare"] == "years" and shown.earlier is None
        return "production", "production_years" if is_years else "production_time"
    return (view.name,)


def constants(measured: Measured, rules: Rules) -> dict[str, Any]:
    """The parameters in force, with the limits of signals; None: no limit."""
    limits = {
        name: tuple(each if math.isfinite(each) else None for each in (lower, upper))
        for name, (_, _, lower, upper) in limits_of(measured, rules).items()
    }
    bound = {name: each for name, each in limits.items() if each != (None, None)}
    return {**{name: getattr(rules, name) for name in _CONSTANTS}, "limits": bound}


def production_values(
    rated_kw: Mapping[str, float | None], by: str, estimate: str
) -> dict[str, Any]:
    """The places of the template."""
    shown = ["measured_kwh", *([estimate] if estimate != "none" else [])]
    return {"RATED_KW": dict(rated_kw), "RULE": RULES[by], "SHOWN": shown}


def _of_production(shown: Shown, sides: list[_Side]) -> dict[str, Any]:
    options = shown.choice.options
    rated_kw = {side.name: side.turbine.rated_kw for side in sides}
    return production_values(rated_kw, options["by"], options["estimate"])


def _of_curve(shown: Shown, sides: list[_Side]) -> dict[str, Any]:
    parts = "none" if shown.earlier else shown.choice.options["parts"]
    least = {
        side.name: least_rows_of(side.turbine.measured.having("power_kw", "wind_mps"))
        for side in sides
    }
    return {
        "LEAST_ROWS": least,
        "WIND_CODE": DENSITY[shown.choice.options["density"]],
        "PART_CODE": PARTS[parts],
        "CURVE_PARTS": curve_parts(parts),
        "COLOURS": coloured(parts),
    }


def _of_wind(shown: Shown, sides: list[_Side]) -> dict[str, Any]:
    options = shown.choice.options
    return {"SECTORS": int(options["sectors"]), "CALM": CALM_MPS, "WEIGHT": options["weight"]}


def _of_flags(shown: Shown, sides: list[_Side]) -> dict[str, Any]:
    return {
        "RULES": {side.name: constants(side.whole, side.turbine.rules) for side in sides},
        "PERIODS": {
            side.name: (moment(side.whole.period.start_ns), moment(side.whole.period.stop_ns))
            for side in sides
        },
    }


_VALUES: Mapping[str, Callable[[Shown, list[_Side]], dict[str, Any]]] = {
    "production": _of_production,
    "power_curve": _of_curve,
    "wind": _of_wind,
    "flags": _of_flags,
}
