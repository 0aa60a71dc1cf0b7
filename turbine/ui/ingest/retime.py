"""The step *Retiming*: the rule that moves the file's times, shown on real rows before its use."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from turbine.ingest.groups import Read
from turbine.services.windproof import Windproof
from turbine.timing import retime
from turbine.timing.retime import Preview
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import clock
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.draft import Draft, RuleName
from turbine.ui.ingest.table import table
from turbine.ui.ingest.words import Words
from turbine.words import Label, Text, number

RULES: dict[RuleName, tuple[Label, Label]] = {
    "end-now": (Words.END_NOW, Words.END_NOW_CAPTION),
    "whole-years": (Words.WHOLE_YEARS, Words.WHOLE_YEARS_CAPTION),
    "whole-weeks": (Words.WHOLE_WEEKS, Words.WHOLE_WEEKS_CAPTION),
    "start-at": (Words.START_AT, Words.START_AT_CAPTION),
    "keep": (Words.KEEP, Words.KEEP_CAPTION),
    "today": (Words.TODAY, Words.TODAY_CAPTION),
}
_UNITS = {"years": Words.YEARS, "weeks": Words.WEEKS}


def step(windproof: Windproof, draft: Draft, reads: Sequence[Read]) -> bool:
    """Choose a rule and see what it does; False if it cannot be used."""
    zone = reads[0].split.interpretation.zone
    left, right = st.columns(2, gap="medium")
    with left:
        choose_rule(draft, zone)
    if not draft.rule:
        right.info(Words.CHOOSE_START(), icon=":material/schedule:")
        return False
    with reported():
        preview = ingest_work.preview(windproof, draft, reads)
        with right:
            show(preview)
        _table(preview, zone)
        return preview.refusal is None
    return False


def choose_rule(draft: Draft, zone: str) -> None:
    """The rules, and the number or start that the chosen one takes."""
    _mirror("rule_name", draft.rule_name)
    st.radio(
        Words.RULE(),
        list(RULES),
        key="ingest_rule_name",
        format_func=lambda name: RULES[name][0](),
        captions=[caption() for _, caption in RULES.values()],
        label_visibility="collapsed",
        on_change=_save,
        args=("rule_name",),
    )
    if draft.rule_name in ("whole-years", "whole-weeks"):
        _count(draft, draft.rule_name.removeprefix("whole-"))
    elif draft.rule_name == "start-at":
        _mirror("start_at", draft.start_at)
        st.datetime_input(
            Words.NEW_START(zone=plain(zone)),
            value=None,
            key="ingest_start_at",
            step=600,
            on_change=_save,
            args=("start_at",),
        )


def _count(draft: Draft, unit: str) -> None:
    _mirror(unit, getattr(draft, unit))
    st.number_input(
        _UNITS[unit](),
        value=None,
        step=1,
        format="%d",
        key=f"ingest_{unit}",
        placeholder=Words.AS_MANY_AS_FIT(),
        on_change=_save,
        args=(unit,),
    )


def _mirror(field: str, value: object) -> None:
    st.session_state[f"ingest_{field}"] = value


def _save(field: str) -> None:
    ingest_draft.change(**{field: st.session_state[f"ingest_{field}"]})


def show(preview: Preview) -> None:
    """The exact shift, or why it is refused; what would collide or lie in the future."""
    if preview.refusal is not None:
        _refuse(preview, preview.refusal)
    elif preview.resolved is not None:
        shift = plain(preview.resolved.label)
        moves = preview.resolved.shift_ns or preview.resolved.years
        st.markdown(Words.MOVES_BY(shift=shift) if moves else Words.STAYS())
    with st.grid(2, min_column_width=130):
        st.metric(
            Words.COLLISIONS(),
            number(preview.collisions, ","),
            border=True,
            help=Words.COLLISIONS_HELP(),
        )
        st.metric(
            Words.IN_THE_FUTURE(),
            number(preview.future, ","),
            border=True,
            help=Words.IN_THE_FUTURE_HELP(),
        )
    if preview.note:
        st.info(plain(preview.note), icon=":material/info:")
    if preview.future and preview.refusal is None:
        st.info(Words.FUTURE_ROWS(count=preview.future), icon=":material/schedule:")


def _table(preview: Preview, zone: str) -> None:
    old = [before for before, _ in preview.samples]
    new = [after for _, after in preview.samples]
    middle = [""] * (len(old) - 2)
    columns = {
        "row": [Words.FIRST(), *middle, Words.LAST()][: len(old)],
        "old": [clock(stamp, zone) for stamp in old],
        "new": [_or_none(stamp, zone) for stamp in new],
    }
    titles = {
        "row": Words.ROW(),
        "old": Words.IN_THE_FILE(zone=zone),
        "new": Words.NEW(zone=zone),
    }
    if zone != "UTC":
        columns |= {
            "old_utc": [clock(stamp) for stamp in old],
            "new_utc": [_or_none(stamp, "UTC") for stamp in new],
        }
        titles |= {"old_utc": Words.IN_THE_FILE(zone="UTC"), "new_utc": Words.NEW_AS_STORED()}
    table(pl.DataFrame(columns), titles, key="ingest_retime_preview", alt=Words.RETIMING_ALT())


def _or_none(stamp: int | None, zone: str) -> str:
    return Words.NO_SUCH_DATE() if stamp is None else clock(stamp, zone)


def _refuse(preview: Preview, refusal: Text) -> None:
    """Why the rule is refused, and rules that lose nothing, one click each."""
    st.error(Words.REFUSED_RULE(reason=plain(refusal)), icon=":material/block:")
    if preview.alternatives:
        st.markdown(Words.LOSSLESS_RULES())
        with st.container(horizontal=True):
            for text in preview.alternatives:
                st.button(name(text), key=f"ingest_rule_{text}", on_click=use, args=(text,))


def name(text: str) -> str:
    """What the page calls a rule."""
    rule = retime.parse(text)
    title = RULES[rule.kind][0]()
    if rule.number is None:
        return title
    return Words.RULE_WITH_NUMBER(rule=title, number=rule.number)


def use(text: str) -> None:
    """Choose another rule, as a click on it would."""
    rule = retime.parse(text)
    chosen: dict[str, object] = {"rule_name": rule.kind}
    if rule.kind in ("whole-years", "whole-weeks"):
        chosen[rule.kind.removeprefix("whole-")] = rule.number
    ingest_draft.change(**chosen)
