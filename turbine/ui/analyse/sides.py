"""Period A beside period B: the rows of both, and what is said of how they are compared."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from turbine.model.actor import Actor
from turbine.services.windproof import Windproof
from turbine.timing.periods import Pair, Span
from turbine.ui.analyse import answer
from turbine.ui.analyse.choice import Choice
from turbine.ui.analyse.view import Earlier, Shown, Turbine, View
from turbine.ui.analyse.words import Words
from turbine.ui.common import comparing
from turbine.ui.common.entry import SeriesEntry, spanning
from turbine.ui.common.feedback import plain, reported
from turbine.wind.selection import NOTHING, Selection


def shown(
    view: View,
    services: Windproof,
    actor: Actor,
    choice: Choice,
    entries: Sequence[SeriesEntry],
) -> Shown:
    """What the view draws from: with ``earlier``, if a period is compared and has rows. Says what
    about the two does not match, and which turbines are left out."""
    compared = None
    with reported():
        compared = _both(view, services, choice, entries) if view.compares else None
    if compared is not None:
        pair, sides = compared
        names = comparing.names(pair)
        kept, left = _with_rows(view, sides)
        left_out(tuple(map(plain, left)), names, all_of_them=not kept)
        if kept:
            a, b = (tuple(each for each in side if each.name in kept) for side in sides)
            comparing.said(pair, spanning([each.entry for each in b]))
            if _counting(view, choice) != choice.selection:
                said = Words.NOT_OF_BOTH if view.compares_selected else Words.ALL_ROWS_COMPARED
                st.caption(said())
            earlier = Earlier(pair=pair, turbines=a, names=names)
            return Shown(choice=choice, turbines=b, services=services, actor=actor, earlier=earlier)
    alone = answer.turbines(services, choice, entries)
    return Shown(choice=choice, turbines=alone, services=services, actor=actor)


def left_out(turbines: tuple[str, ...], names: tuple[str, str], *, all_of_them: bool) -> None:
    """Say which turbines have no rows in one of the periods, if any; ``names``: of A and B."""
    if turbines:
        say = Words.NOTHING_COMPARED if all_of_them else Words.NOT_COMPARED
        st.info(say(turbines=turbines, a=names[0], b=names[1]), icon=":material/info:")


def all_of(shown: Shown) -> tuple[Turbine, ...]:
    """The turbines of both periods."""
    return (*(shown.earlier.turbines if shown.earlier else ()), *shown.turbines)


def _both(
    view: View, services: Windproof, choice: Choice, entries: Sequence[SeriesEntry]
) -> tuple[Pair, tuple[tuple[Turbine, ...], tuple[Turbine, ...]]] | None:
    """The two periods, and the turbines of A and of B. The newest row lasts beyond its stamp, and A
    is as long as that."""
    pair = choice.against.pair(choice)
    if pair is None:
        return None
    choice = replace(choice, selection=_counting(view, choice))
    b = answer.turbines(services, _within(choice, pair.b), entries)
    ends = max(each.measured.period.stop_ns for each in b)
    pair = choice.against.pair(replace(choice, stop_ns=max(choice.stop_ns, ends))) or pair
    return pair, (answer.turbines(services, _within(choice, pair.a), entries), b)


def _counting(view: View, choice: Choice) -> Selection:
    """What of the selection counts of two periods: a box cuts a curve off, and no row of another
    period lies in a stretch of time."""
    return choice.selection.but("box", "time") if view.compares_selected else NOTHING


def _within(choice: Choice, span: Span) -> Choice:
    return replace(choice, start_ns=span.start_ns, stop_ns=span.stop_ns)


def _with_rows(view: View, sides: tuple[tuple[Turbine, ...], ...]) -> tuple[list[str], list[str]]:
    """The names of the turbines that both periods have rows of, and of the others."""
    empty = {
        each.name for side in sides for each in side if each.measured.having(*view.needs).is_empty()
    }
    names = [each.name for each in sides[-1]]
    return [name for name in names if name not in empty], [n for n in names if n in empty]
