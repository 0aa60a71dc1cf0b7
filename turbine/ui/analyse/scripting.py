"""The scripts of the views that have one."""

from collections.abc import Callable, Mapping
from typing import Any

from turbine.services.measured import Measured
from turbine.snippets import Asked, Source, Wanted, script
from turbine.ui.analyse.view import Shown, View
from turbine.ui.common.python import python
from turbine.wind.roses import CALM_MPS

_RULES = {"day": "D", "month": "MS", "year": "YS"}
_SIGNALS = {
    "production": ("power_kw",),
    "power_curve": ("power_kw", "wind_mps"),
    "wind": ("wind_mps", "direction_deg"),
    "losses": ("power_kw", "reference_kw"),
}
"""View → what its script reads: there is none of a turbine that lacks one of these."""
_VALUES: Mapping[str, Callable[[Mapping[str, str]], dict[str, Any]]] = {
    "production": lambda options: {"RULE": _RULES[options["by"]]},
    "wind": lambda options: {"SECTORS": int(options["sectors"]), "CALM": CALM_MPS},
}


def draw(view: View, shown: Shown) -> None:
    """The script of the view, if it has one."""
    signals = _SIGNALS.get(view.name, ())
    turbines = [turbine for turbine in shown.turbines if {*signals} <= turbine.whole.names.keys()]
    if not signals or len(turbines) < len(shown.turbines):
        return
    choice = shown.choice
    wanted = Wanted(
        view=view.name,
        page=view.title(),
        start_ns=choice.start_ns,
        stop_ns=choice.stop_ns,
        zone=choice.zone,
        values=_VALUES[view.name](choice.options) if view.name in _VALUES else {},
        left_out=sum(_left_out(turbine.measured) for turbine in turbines),
        is_uneven=any(_is_uneven(turbine.measured, signals[0]) for turbine in turbines),
        is_compared=shown.earlier is not None,
        is_normalised=choice.options.get("density", "none") != "none",
    )
    asked = [
        Asked(
            name=turbine.name,
            series=turbine.whole.series,
            fields={name: turbine.whole.names[name] for name in signals},
        )
        for turbine in turbines
    ]
    target = shown.services.settings.target
    source = Source(language=turbines[0].whole.language, target=target)
    python(script(wanted, source, asked), page=view.name)


def _left_out(measured: Measured) -> int:
    left_out = measured.rows.left_out
    return 0 if left_out is None else len(left_out)


def _is_uneven(measured: Measured, signal: str) -> bool:
    """Whether rows last differently, or tell no duration: in the script each lasts the same."""
    hours = measured.having(signal)["hours"]
    return hours.n_unique() > 1 or hours.has_nulls()
