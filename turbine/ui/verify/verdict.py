"""The verdict in words and numbers: what was compared, what was found, and why it is so."""

import polars as pl
import streamlit as st

from turbine.model.channels import channel
from turbine.services.windproof import Windproof
from turbine.stores import label
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import duration, period
from turbine.ui.verify.comparison import Comparison
from turbine.ui.verify.words import Words
from turbine.verify.compare import ChannelResult, Verdict, Verification
from turbine.words import number

# As large as a title, of which a page has one.
_LARGE = "<style>.st-key-verify_verdict h2 { font-size: 2.1rem }</style>"


def verdict(comparison: Comparison, services: Windproof) -> None:
    """PASS or FAIL, the counts, and what exactly was compared."""
    result = comparison.result
    with st.container(border=True, key="verify_verdict"):
        headline(result.verdict)
        st.markdown(_summary(result))
        _numbers(result)
        st.caption("  \n".join(_compared(comparison, services)))


def headline(verdict: Verdict | None) -> None:
    """PASS or FAIL, as large as a title."""
    st.html(_LARGE)
    text = {"PASS": Words.PASS, "FAIL": Words.FAIL, None: Words.NO_VERDICT}[verdict]
    st.header(text(), anchor=False)


def no_verdict() -> None:
    """If one of the two sides cannot be read: the reason is in the box below."""
    headline(None)
    st.markdown(Words.NOT_COMPARED())


def reasons(result: Verification) -> None:
    """Why it is not as it should be, as far as that is known."""
    if result.reasons:
        listed = "\n".join(f"- {plain(str(reason))}" for reason in result.reasons)
        st.warning(f"{Words.WHY()}\n{listed}", icon=":material/help:")


def channels(result: Verification) -> None:
    """Each channel's values, counted."""
    st.subheader(Words.FIELD_BY_FIELD(), anchor=False)
    table = pl.DataFrame(
        [
            {
                Words.FIELD(): channel(c.channel).title,
                Words.VALUES_EXPECTED(): c.expected,
                Words.FOUND(): c.found,
                Words.MISSING(): c.missing,
                Words.UNEXPECTED(): c.unexpected,
                Words.DIFFERENT(): c.differing,
                Words.LARGEST_DIFFERENCE(): _largest(c),
            }
            for c in result.channels
        ]
    )
    st.dataframe(
        table,
        key="verify_channels",
        hide_index=True,
        column_config={
            name: st.column_config.NumberColumn(format="localized")
            for name, kind in table.schema.items()
            if kind == pl.Int64
        },
    )


def _largest(c: ChannelResult) -> str:
    its = channel(c.channel)
    return "" if its.is_text else " ".join((number(c.largest_difference, ".4g"), its.unit))


def _summary(result: Verification) -> str:
    if result.verdict == "PASS":
        rows = Words.ROWS(count=result.expected)
        values = Words.VALUES(count=sum(c.expected for c in result.channels))
        if result.tolerance:
            return Words.ALL_WITHIN_TOLERANCE(rows=rows, values=values, tolerance=result.tolerance)
        return Words.ALL_EXACT(rows=rows, values=values)
    sentences = [Words.ROWS_FOUND(count=result.expected, found=result.found)]
    if result.missing:
        sentences.append(Words.ROWS_MISSING(count=result.missing))
    if result.unexpected:
        sentences.append(Words.POINTS_UNEXPECTED(count=result.unexpected))
    if result.differing:
        sentences.append(Words.ROWS_DIFFERENT(count=result.differing))
    if result.strangers.duplicates:
        sentences.append(Words.POINTS_DUPLICATE(count=result.strangers.duplicates))
    if result.strangers.tagged:
        sentences.append(Words.POINTS_TAGGED(count=result.strangers.tagged))
    return " ".join(sentences)


def _numbers(result: Verification) -> None:
    cards = (
        (Words.EXPECTED, result.expected, Words.EXPECTED_HELP),
        (Words.FOUND, result.found, Words.FOUND_HELP),
        (Words.MISSING, result.missing, Words.MISSING_HELP),
        (Words.UNEXPECTED, result.unexpected, Words.UNEXPECTED_HELP),
        (Words.DIFFERENT, result.differing, Words.DIFFERENT_HELP),
        (Words.DUPLICATE, result.strangers.duplicates, Words.DUPLICATE_HELP),
    )
    with st.container(key="verify_numbers"), st.grid(3, min_column_width=150):
        for title, count, help_text in cards:
            st.metric(title(), number(count, ","), border=True, help=help_text())


def _compared(comparison: Comparison, services: Windproof) -> list[str]:
    """What was compared with what, how and when; and what was counted separately."""
    result, record = comparison.result, comparison.result.record
    sides = [
        Words.DATABASE_AND_PERIOD(
            database=plain(str(label(record.target))), period=plain(period(record))
        )
    ]
    if record.target != services.connection.target:
        sides.append(
            Words.WRITING_ELSEWHERE(database=plain(str(label(services.connection.target))))
        )
    how = [
        Words.LAST_CHECKED(
            time=f"{comparison.began:%Y-%m-%d %H:%M:%S}", duration=duration(comparison.seconds)
        ),
        Words.TOLERATED(tolerance=result.tolerance) if result.tolerance else Words.BIT_FOR_BIT(),
    ]
    counts = record.counts
    replaced = counts.kept - result.expected
    balance = Words.BALANCE(
        count=counts.rows,
        expected=result.expected,
        replaced=replaced,
        rejected=counts.rejected,
        duplicate=counts.duplicate,
        without=counts.without_values,
    )
    lines = [" ".join(sides), " ".join(how), balance]
    if replaced:
        lines.append(Words.ROWS_REPLACED(count=replaced))
    if result.others:
        lines.append(Words.POINTS_OF_OTHERS(count=result.others))
    return [*lines, *(plain(str(note)) for note in result.notes)]
