"""What the explorer's script makes of each field and window, in pandas' own names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from turbine.snippets.script import Code, template
from turbine.snippets.words import Words
from turbine.words import Text

_CALENDAR = {"d": "{}D", "w": "W-MON", "mo": "MS", "q": "QS", "y": "YS"}
_METHODS = {
    "mean": "mean()",
    "min": "min()",
    "max": "max()",
    "sum": "sum(min_count=1)",
    "count": "count().reindex(starts, fill_value=0)",
    "median": "median()",
    "stddev": "std()",
    "stderr": "sem()",
    "first": "first()",
    "last": "last()",
    "circular_stddev": 'agg(circular, statistic="deviation")',
    "mode_sector": "agg(most_frequent_sector)",
}
_OF_EDGES = {
    "increase": "increase({values}, edges)",
    "energy-hold": "held({values}, edges)",
    "energy-trapezoid": "trapezoids({values}, edges)",
    "mean-hold": "held({values}, edges) / held({values} ** 0, edges)",
}
_HELPERS = {
    "circular_mean": ("explore_circular",),
    "circular_stddev": ("explore_circular",),
    "mode_sector": ("explore_sector",),
    "increase": ("explore_integrals", "explore_increase"),
    "energy-hold": ("explore_integrals", "explore_held"),
    "mean-hold": ("explore_integrals", "explore_held"),
    "energy-trapezoid": ("explore_integrals", "explore_trapezoid"),
}
_NEEDS_NEIGHBOURS = (*_OF_EDGES,)
_FILLS = {
    "previous": "{column}.ffill()",
    "linear": '{column}.interpolate("time", limit_area="inside")',
    "zero": "0.0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the table."""

    field: str
    """As stored."""
    function: str
    label: str
    angular: bool = False
    signed: bool | None = False
    """Whether an angle goes from −180° to 180°; None: if one is negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How windows follow one another."""

    unit: str = ""
    """Empty: one for all."""
    count: int = 1
    fixed_s: int | None = None
    """How long they are, where no clock is changed."""


def needs_neighbours(columns: Sequence[Column]) -> bool:
    """Whether rows before and after the period count too."""
    return any(column.function in _NEEDS_NEIGHBOURS for column in columns)


def needs_lasting(columns: Sequence[Column]) -> bool:
    """Whether it counts how long rows last."""
    return any(column.function == "energy" for column in columns)


def why_not(columns: Sequence[Column], fill: str) -> Text | None:
    """Why there is no script; None if there is."""
    for column in columns:
        if fill == "linear" and column.angular and column.function != "count":
            return Words.ANGLES_FILLED()
        if _made(column) is None:
            return Words.NO_SUCH_FUNCTION(field=column.label)
    return None


def values_of(
    columns: Sequence[Column],
    rule: Rule,
    *,
    windows: Mapping[str, tuple[str, str]],
    periods: Mapping[str, tuple[str, str]],
    fill: str = "gap",
) -> dict[str, Any]:
    """The places of the template. ``windows``: the first and the last start, by the zone's clock,
    but in UTC where they have a fixed length or are one; ``periods``, in UTC: each by turbine."""
    names = dict.fromkeys(name for column in columns for name in _HELPERS.get(column.function, ()))
    edges = ""
    if needs_neighbours(columns):
        edges = "\n".join(
            (
                '    start, stop = pd.DatetimeIndex(PERIODS[name], tz="UTC").tz_convert(ZONE)',
                "    edges = starts.append(pd.DatetimeIndex([stop])).to_series().clip(lower=start)",
                "    edges = pd.DatetimeIndex(edges)",
            )
        )
    return {
        "WINDOWS": dict(windows),
        "STARTS_CODE": Code(text=_starts(rule)),
        "PERIODS": dict(periods),
        "HELPERS": Code(text="\n\n".join(f"{template(name)}\n" for name in names), has_places=True),
        "EDGES_CODE": Code(text=edges),
        "COLUMNS": Code(text="\n".join(f"            {_line(column)}" for column in columns)),
        "FILL_CODE": Code(text=_filling(columns, fill)),
    }


def _starts(rule: Rule) -> str:
    if not rule.unit:
        return '    return pd.DatetimeIndex([first], tz="UTC").tz_convert(ZONE)'
    if rule.fixed_s is not None:
        made = f'pd.date_range(first, last, freq="{rule.fixed_s}s", tz="UTC").tz_convert(ZONE)'
        return f"    return {made}"
    freq = _CALENDAR.get(rule.unit, "{}" + rule.unit).format(rule.count)
    return "\n".join(
        (
            f'    walls = pd.date_range(first, last, freq="{freq}")',
            "    local = walls.tz_localize(",
            '        ZONE, ambiguous=np.full(len(walls), True), nonexistent="shift_forward"',
            "    )",
            "    return local.unique().sort_values()",
        )
    )


def _line(column: Column) -> str:
    return f"{column.label!r}: {_made(column)},"


def _made(column: Column) -> str | None:
    values, function = f"rows[{column.field!r}].dropna()", column.function
    if function == "energy":
        key = f"(name, {column.field!r})"
        return f"by_window({values} * hours({values}, {key})).sum(min_count=1)"
    if function == "circular_mean":
        return f'by_window({values}).agg(circular, statistic="mean", signed={column.signed!r})'
    if function == "spread":
        return f"by_window({values}).max() - by_window({values}).min()"
    if function in _OF_EDGES:
        return _OF_EDGES[function].format(values=values)
    if function[0] == "p" and function[1:].replace(".", "").isdigit():
        return f"by_window({values}).quantile({float(function[1:]) / 100!r})"
    return f"by_window({values}).{_METHODS[function]}" if function in _METHODS else None


def _filling(columns: Sequence[Column], fill: str) -> str:
    """Of windows without a row; an angle is never filled with zero, which is north."""
    if fill == "gap":
        return ""
    lines = []
    for column in columns:
        if column.function == "count" or (fill == "zero" and column.angular):
            continue
        of = f"tables[name][{column.label!r}]"
        empty = f"by_window(rows[{column.field!r}].dropna()).size().reindex(starts).isna()"
        lines.append(f"    {of} = {of}.mask({empty}, {_FILLS[fill].format(column=of)})")
    return "\n".join(lines)
