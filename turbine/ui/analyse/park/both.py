"""Period A beside period B: the park of the same turbines in each, and what is said of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from turbine.model.series import Series
from turbine.services.windproof import Windproof
from turbine.timing.periods import Pair, Span
from turbine.ui.analyse import sides
from turbine.ui.analyse.park.answer import Answer, read
from turbine.ui.analyse.park.choice import Choice
from turbine.ui.analyse.park.naming import some
from turbine.ui.analyse.words import Words
from turbine.ui.common import comparing
from turbine.ui.common.entry import SeriesEntry, spanning
from turbine.ui.common.feedback import reported
from turbine.wind.selection import NOTHING


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Both:
    """The park in period A and in B: the same turbines in the same order, each with a row in
    both."""

    pair: Pair
    names: tuple[str, str]
    """Of A and B, with their days."""
    a: Answer
    b: Answer


def compared(services: Windproof, choice: Choice, entries: Sequence[SeriesEntry]) -> Both | None:
    """Both periods; None if none is compared, or if no turbine has rows in both. Of all rows:
    recovery is a part of the comparison. Says what about the two does not match, and which turbines
    are left out: a sum over others than before would say nothing."""
    with reported():
        pair = choice.against.pair(choice)
        if pair is None:
            return None
        b = _within(services, choice, pair.b, entries)
        # The newest row lasts beyond its stamp, and A is as long as that.
        stop_ns = max(choice.stop_ns, b.park.period.stop_ns)
        pair = choice.against.pair(replace(choice, stop_ns=stop_ns)) or pair
        a = _within(services, choice, pair.a, entries)
        names, having = comparing.names(pair), [_having(each) for each in (a, b)]
        left = [m.series.turbine for m in b.park.members if not all(m.series in h for h in having)]
        sides.left_out(some(left), names, all_of_them=len(left) == len(b.park.members))
        if len(left) == len(b.park.members):
            return None
        chosen = [entry for entry in entries if entry.info.series.turbine not in left]
        if left:
            a, b = (_within(services, choice, span, chosen) for span in (pair.a, pair.b))
        comparing.said(pair, spanning(chosen))
        if choice.selection:
            st.caption(Words.ALL_ROWS_COMPARED())
        return Both(pair=pair, names=names, a=a, b=b)
    return None


def _within(
    services: Windproof, choice: Choice, span: Span, entries: Sequence[SeriesEntry]
) -> Answer:
    its = replace(choice, start_ns=span.start_ns, stop_ns=span.stop_ns, selection=NOTHING)
    return read(services, its, entries)


def _having(answer: Answer) -> set[Series]:
    """The turbines that have rows."""
    rows = answer.park.own_rows["rows"].to_list()
    return {m.series for m, count in zip(answer.park.members, rows, strict=True) if count}
