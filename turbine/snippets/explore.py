"""What the explorer's script makes of each field and window, in pandas' own names."""

from collections.abc import Mapping
from typing import Any

from turbine.snippets.script import Code

_WINDOWS = {
    "1w": {"rule": "W-MON", "label": "left", "closed": "left"},
    "1mo": {"rule": "MS"},
    "1q": {"rule": "QS"},
    "1y": {"rule": "YS"},
}
_METHODS = {
    "mean": "mean()",
    "min": "min()",
    "max": "max()",
    "sum": "sum(min_count=1)",
    "count": "count()",
    "median": "median()",
    "stddev": "std()",
    "stderr": "sem()",
    "first": "first()",
    "last": "last()",
    "circular_mean": "apply(circular_mean)",
}


def values_of(
    functions: Mapping[str, str],
    labels: Mapping[str, str],
    window: str,
    *,
    signed: Mapping[str, bool],
    changes_clock: bool,
) -> dict[str, Any] | None:
    """The places of the template: ``functions`` and ``labels`` (of the table's columns) by field;
    ``signed`` by angle: whether it goes from −180° to 180°. None if pandas has no such window or
    function, or sets it elsewhere (hours across a clock change)."""
    rule = _window(window, changes_clock=changes_clock)
    columns = [
        _column(name, function, labels[name], signed=signed.get(name, False))
        for name, function in functions.items()
    ]
    if rule is None or None in columns:
        return None
    return {"WINDOW": rule, "COLUMNS": Code(text="\n".join(filter(None, columns)))}


def _window(window: str, *, changes_clock: bool) -> dict[str, str] | None:
    if window in _WINDOWS:
        return _WINDOWS[window]
    if window == "1d":
        return {"rule": "D"}
    number, unit = window.rstrip("minh"), window.lstrip("0123456789")
    minutes = int(number) * {"min": 1, "h": 60}[unit] if unit in ("min", "h") else 0
    if not minutes or 1_440 % minutes or (changes_clock and minutes > 60):
        return None
    return {"rule": window}


def _column(name: str, function: str, label: str, *, signed: bool) -> str | None:
    values = f"rows[{name!r}].dropna()"
    end = ""
    if function == "energy":
        made = f"({values} * hours({values})).resample(**window).sum(min_count=1)"
    elif function[0] == "p" and function[1:].replace(".", "").isdigit():
        made = f"{values}.resample(**window).quantile({float(function[1:]) / 100!r})"
    elif function in _METHODS:
        made = f"{values}.resample(**window).{_METHODS[function]}"
        end = " % 360" if function == "circular_mean" and not signed else ""
    else:
        return None
    return f"        {label!r}: {made}{end},"
