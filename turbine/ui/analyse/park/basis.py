"""What a ranking is of, in a sentence: turbines are comparable only over the same moments."""

import streamlit as st

from turbine.ui.analyse.park.answer import Answer
from turbine.ui.analyse.park.both import Both
from turbine.ui.analyse.park.choice import OF_CALENDAR
from turbine.ui.analyse.park.words import Words


def ranked(answer: Answer, rank: str, rows: str, both: Both | None) -> None:
    """Say what is ranked by: which rows, in one period or in two."""
    sides = (answer,) if both is None else (both.a, both.b)
    parks, is_selected = [each.park for each in sides], bool(answer.park.selection)
    common = [p.common_wind if rank == "mean_mps" else int(p.common.sum()) for p in parks]
    if rank in OF_CALENDAR:
        st.caption(Words.OF_CALENDAR_SELECTED() if is_selected else Words.OF_CALENDAR())
    elif rows == "own":
        _own(sides, is_selected=is_selected)
    elif not all(park.common.any() for park in parks):
        st.warning(Words.NOTHING_COMMON(), icon=":material/warning:")
    elif both is not None:
        said = Words.COMMON_OF_BOTH_WIND if rank == "mean_mps" else Words.COMMON_OF_BOTH
        st.caption(said(a=common[0], b=common[1]))
    elif is_selected:
        st.caption(Words.RANKED_BY_SELECTED(common=common[0]))
    elif rank == "mean_mps":
        st.caption(Words.RANKED_BY_COMMON_WIND(common=common[0]))
    else:
        st.caption(Words.RANKED_BY_COMMON(common=common[0]))


def _own(sides: tuple[Answer, ...], *, is_selected: bool) -> None:
    found = [each.turbines()["recovery"].drop_nulls() for each in sides]
    recoveries = [100 * float(value) for each in found for value in each]
    if is_selected:
        st.caption(Words.RANKED_BY_OWN_SELECTED())
    elif recoveries:
        st.caption(Words.RANKED_BY_OWN(low=min(recoveries), high=max(recoveries)))
