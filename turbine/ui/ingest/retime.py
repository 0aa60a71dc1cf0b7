"""Step 5: the rule that moves the file's times to today, shown on real rows before it is used."""

import polars as pl
import streamlit as st

from turbine.readers import Scan
from turbine.services.windproof import Windproof
from turbine.timing import retime
from turbine.timing.retime import Preview
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import clock, rows
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.draft import Draft, RuleName

RULES: dict[RuleName, tuple[str, str]] = {
    "end-now": (
        "End now",
        "The last row lands at the latest whole step before now; every distance stays.",
    ),
    "whole-years": (
        "Whole years",
        "Same day and hour in another year: seasons and days stay where they are.",
    ),
    "whole-weeks": ("Whole weeks", "Weekdays and hours stay; the date moves by whole weeks."),
    "start-at": ("Start at", "The first row lands at a time of your choice."),
    "keep": ("Keep", "The times stay as the file has them."),
    "today": (
        "Today's date (the classic mistake)",
        "Every row gets today's date. Try it to see what goes wrong.",
    ),
}


def step(windproof: Windproof, draft: Draft, scan: Scan) -> bool:
    """Choose a rule and see what it does; False while it cannot be used."""
    left, right = st.columns(2, gap="medium")
    with left:
        choose_rule(draft)
    if not draft.rule:
        right.info("Choose the first row's new time.", icon=":material/schedule:")
        return False
    with reported():
        preview = ingest_work.preview(windproof, draft, scan)
        with right:
            show(preview)
        _table(preview, scan.interpretation.zone)
        return preview.refusal is None
    return False


def choose_rule(draft: Draft) -> None:
    """The rules, and the number or start that the chosen one takes."""
    _mirror("rule_name", draft.rule_name)
    st.radio(
        "Rule",
        list(RULES),
        key="ingest_rule_name",
        format_func=lambda name: RULES[name][0],
        captions=[caption for _, caption in RULES.values()],
        label_visibility="collapsed",
        on_change=_take,
        args=("rule_name",),
    )
    if draft.rule_name in ("whole-years", "whole-weeks"):
        _count(draft, draft.rule_name.removeprefix("whole-"))
    elif draft.rule_name == "start-at":
        _mirror("start_at", draft.start_at)
        st.datetime_input(
            f"The first row's new time, on the clock of {plain(draft.zone)}",
            value=None,
            key="ingest_start_at",
            step=600,
            on_change=_take,
            args=("start_at",),
        )


def _count(draft: Draft, unit: str) -> None:
    _mirror(unit, getattr(draft, unit))
    st.number_input(
        f"How many {unit}",
        value=None,
        step=1,
        format="%d",
        key=f"ingest_{unit}",
        placeholder="as many as leave no row in the future",
        on_change=_take,
        args=(unit,),
    )


def _mirror(field: str, value: object) -> None:
    st.session_state[f"ingest_{field}"] = value


def _take(field: str) -> None:
    ingest_draft.change(**{field: st.session_state[f"ingest_{field}"]})


def show(preview: Preview) -> None:
    """The exact shift, or why it is refused; what would collide or lie in the future."""
    if preview.refusal is not None:
        _refuse(preview, preview.refusal)
    elif preview.resolved is not None:
        moved = preview.resolved.label
        st.markdown(
            f"Every stamp moves by **{plain(moved)}**."
            if preview.resolved.shift_ns or preview.resolved.years
            else "Every stamp stays **as it is in the file**."
        )
    with st.grid(2, min_column_width=130):
        st.metric("Collisions", f"{preview.collisions:,}", border=True, help=_COLLISION)
        st.metric("In the future", f"{preview.future:,}", border=True, help=_FUTURE)
    if preview.note:
        st.info(plain(preview.note), icon=":material/info:")
    if preview.future and preview.refusal is None:
        st.info(
            f"{rows(preview.future).capitalize()} will lie in the future. They are stored, but "
            "many tools ask for data until now and will not show them yet.",
            icon=":material/schedule:",
        )


_COLLISION = (
    "Rows that would land on a stamp that another row takes, or that have no date. A database "
    "keeps one point per stamp: the others would be overwritten."
)
_FUTURE = "Rows whose new time is after now."


def _table(preview: Preview, zone: str) -> None:
    old = [before for before, _ in preview.samples]
    new = [after for _, after in preview.samples]
    middle = [""] * (len(old) - 2)
    columns = {
        "Row": ["first", *middle, "last"][: len(old)],
        f"In the file ({zone})": [clock(stamp, zone) for stamp in old],
        f"New ({zone})": [_or_none(stamp, zone) for stamp in new],
    }
    if zone != "UTC":
        columns |= {
            "In the file (UTC)": [clock(stamp) for stamp in old],
            "New, as stored (UTC)": [_or_none(stamp, "UTC") for stamp in new],
        }
    st.dataframe(
        pl.DataFrame(columns),
        hide_index=True,
        key="ingest_retime_preview",
        alt="Old and new times of the first, the last and a few rows between",
    )


def _or_none(stamp: int | None, zone: str) -> str:
    return "no such date" if stamp is None else clock(stamp, zone)


def _refuse(preview: Preview, refusal: str) -> None:
    """Why the rule is refused, and rules that lose nothing, one click each."""
    st.error(f"**This rule is refused.** {plain(refusal)}", icon=":material/block:")
    if preview.alternatives:
        st.markdown("These rules lose nothing:")
        with st.container(horizontal=True):
            for text in preview.alternatives:
                st.button(name(text), key=f"ingest_rule_{text}", on_click=use, args=(text,))


def name(text: str) -> str:
    """What the page calls a rule."""
    rule = retime.parse(text)
    number = "" if rule.number is None else f": {rule.number}"
    return RULES[rule.kind][0] + number


def use(text: str) -> None:
    """Take another rule up, as a click on it would."""
    rule = retime.parse(text)
    chosen: dict[str, object] = {"rule_name": rule.kind}
    if rule.kind in ("whole-years", "whole-weeks"):
        chosen[rule.kind.removeprefix("whole-")] = rule.number
    ingest_draft.change(**chosen)
