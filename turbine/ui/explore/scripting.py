"""The script that makes the explorer's table with pandas."""

import numpy as np

from turbine.explore.aggregate import Aggregation
from turbine.explore.coverage import around
from turbine.explore.functions import Function, holds_words, label
from turbine.explore.integrals import is_integral
from turbine.model.channels import channel
from turbine.model.series import Target
from turbine.services.lasting import lasting_by
from turbine.snippets import Asked, Source, Wanted, reasons, script
from turbine.snippets import explore as code
from turbine.snippets.explore import Column, Rule
from turbine.snippets.script import Lasting, moment
from turbine.timing.wall_clock import to_wall
from turbine.timing.windows import SECOND_NS, Windows, length_of
from turbine.ui.common.python import NoScript, python
from turbine.ui.explore.choice import Choice
from turbine.ui.explore.words import Words
from turbine.words import Text

_HOUR_S, _DAY_S = 3_600, 86_400


def draw(
    result: Aggregation, choice: Choice, target: Target, before: Aggregation | None = None
) -> None:
    """The script of what is shown, or why there is none. ``before``: the answer of period A;
    ``choice`` is then of B alone."""
    reason = why_not(result, choice, before)
    made = NoScript(reason=reason) if reason else of_answer(result, choice, target, before)
    python(made, page="explore")


def why_not(result: Aggregation, choice: Choice, before: Aggregation | None = None) -> Text | None:
    """Why there is no script; None if there is."""
    columns = _columns(result, choice)
    if choice.show != "time":
        return reasons.NO_SCRIPT_OF_DAY()
    if not columns:
        return reasons.ONLY_WORDS()
    if reason := code.why_not(columns, choice.fill):
        return reason
    for each in _both(result, before):
        if code.needs_lasting(columns) and None in [_lasting(each, c.field) for c in columns]:
            return reasons.SPREAD()
        is_other = _rule(each.windows, choice) != _rule(result.windows, choice)
        if is_other or _windows(each.windows, choice) is None:
            return reasons.CLOCK()
    return None


def of_answer(
    result: Aggregation, choice: Choice, target: Target, before: Aggregation | None = None
) -> str:
    """The script, where there is one."""
    columns, name = _columns(result, choice), choice.series.turbine
    sides = {name: result}
    if before is not None:
        sides = {f"{name} · A": before, f"{name} · B": result}
    fields = {column.field: column.field for column in columns}
    asked, windows, periods = [], {}, {}
    lasting: dict[tuple[str, str], Lasting] = {}
    for side, its in sides.items():
        start_ns, stop_ns = its.request.start_ns, its.request.stop_ns
        periods[side] = moment(start_ns), moment(stop_ns)
        windows[side] = _windows(its.windows, choice) or ("", "")
        if code.needs_neighbours(columns):
            start_ns, stop_ns = around(start_ns, stop_ns)
        asked.append(
            Asked(
                name=side, series=choice.series, fields=fields, start_ns=start_ns, stop_ns=stop_ns
            )
        )
        if code.needs_lasting(columns):
            lasting |= {(side, field): _lasting(its, field) or () for field in fields}
    notes = [reasons.TWO_PERIODS()] if before is not None else []
    notes += [reasons.NO_WORDS()] if len(columns) < len(_shown(result, choice)) else []
    wanted = Wanted(
        parts=("explore",),
        page=Words.TITLE(),
        start_ns=result.request.start_ns,
        stop_ns=result.request.stop_ns,
        zone=choice.zone,
        values=code.values_of(
            columns,
            _rule(result.windows, choice),
            windows=windows,
            periods=periods,
            fill=choice.fill,
        ),
        lasting=lasting,
        notes=tuple(notes),
    )
    return script(wanted, Source(language=result.language, target=target), asked)


def _both(result: Aggregation, before: Aggregation | None) -> list[Aggregation]:
    return [result] if before is None else [before, result]


def _shown(result: Aggregation, choice: Choice) -> list[tuple[str, Function]]:
    """What the table has: of a band its ends too."""
    found = []
    for name, function in result.functions.items():
        found.append((name, function))
        has_band = result.request.band and bool(result.of(name)["low"].count())
        found += [(name, end) for end in ("p10", "p90")] if has_band else []
    return found


def _columns(result: Aggregation, choice: Choice) -> list[Column]:
    return [
        Column(
            field=name,
            function=function,
            label=label(name, function),
            angular=channel(name).angular,
            signed=channel(name).signed,
        )
        for name, function in _shown(result, choice)
        if not holds_words(name, function)
    ]


def _lasting(result: Aggregation, name: str) -> Lasting | None:
    steps, asked = result.steps[name], result.request
    if is_integral("energy", steps, result.windows):
        return None
    return lasting_by(steps, asked.start_ns, asked.stop_ns)


def _rule(windows: Windows, choice: Choice) -> Rule:
    length = length_of(choice.window)
    if length is None:
        return Rule()
    fixed_s = length.fixed_s
    is_fixed = fixed_s and (np.diff(windows.edges) == fixed_s * SECOND_NS).all()
    return Rule(unit=length.unit, count=length.count, fixed_s=fixed_s if is_fixed else None)


def _windows(windows: Windows, choice: Choice) -> tuple[str, str] | None:
    """The first window's start and the last one's; None if pandas would count others."""
    length, ends = length_of(choice.window), windows.labels[[0, -1]]
    if length is None or _rule(windows, choice).fixed_s is not None:
        return moment(int(ends[0])), moment(int(ends[1]))
    first, last = (moment(int(wall)) for wall in to_wall(ends, choice.zone))
    if length.fixed_s is None:
        return first[:10], last[:10]
    seconds = to_wall(ends, choice.zone) // SECOND_NS % _DAY_S
    is_aligned = not (seconds % length.fixed_s).any()
    divides = not length.fixed_s % _HOUR_S or not _HOUR_S % length.fixed_s
    return (first, last) if is_aligned and divides else None
