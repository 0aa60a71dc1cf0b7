"""The verdict in words and numbers: what was compared, what was found, and why it is so."""

import polars as pl
import streamlit as st

from turbine.model.channels import BY_NAME
from turbine.services.windproof import Windproof
from turbine.stores import label
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import duration, period, rows
from turbine.ui.verify.look import Look
from turbine.verify.compare import Verification
from turbine.words import counted

# As large as a title, of which a page has one.
_LARGE = "<style>.st-key-verify_verdict h2 { font-size: 2.1rem }</style>"


def verdict(look: Look, services: Windproof) -> None:
    """PASS or FAIL, the counts, and what exactly was looked at."""
    found = look.found
    with st.container(border=True, key="verify_verdict"):
        st.html(_LARGE)
        if found.verdict == "PASS":
            st.header(":green[:material/verified: PASS]", anchor=False)
        else:
            st.header(":red[:material/gpp_bad: FAIL]", anchor=False)
        st.markdown(_sentence(found))
        _numbers(found)
        st.caption("  \n".join(_looked_at(look, services)))


def no_verdict() -> None:
    """Where one of the two sides cannot be read: the reason stands in the box beneath."""
    st.header(":gray[:material/help: No verdict]", anchor=False)
    st.markdown("The file and the database could not be compared. This says nothing about either.")


def reasons(found: Verification) -> None:
    """Why it is not as it should be, as far as that is known."""
    if found.reasons:
        listed = "\n".join(f"- {plain(str(reason))}" for reason in found.reasons)
        st.warning(f"Why:\n{listed}", icon=":material/help:")


def channels(found: Verification) -> None:
    """Each channel's values, counted."""
    st.subheader("Channel by channel", anchor=False)
    table = pl.DataFrame(
        [
            {
                "Channel": BY_NAME[c.channel].title,
                "Values expected": c.expected,
                "Found": c.found,
                "Missing": c.missing,
                "Unexpected": c.unexpected,
                "Differing": c.differing,
                "Largest difference": f"{c.largest_difference:.4g} {BY_NAME[c.channel].unit}",
            }
            for c in found.channels
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


def _sentence(found: Verification) -> str:
    values = sum(c.expected for c in found.channels)
    if found.verdict == "PASS":
        how = (
            f"none off by more than {found.tolerance:g}"
            if found.tolerance
            else "exactly as the file has them"
        )
        return (
            f"All **{rows(found.expected)}** and all **{counted(values, 'value')}** of the file "
            f"are in the database, {how}."
        )
    parts = [f"**{found.found:,} of {rows(found.expected)}** are in the database"]
    if found.missing:
        parts.append(f"**{rows(found.missing)}** missing")
    if found.unexpected:
        parts.append(f"**{counted(found.unexpected, 'point')}** too many")
    if found.differing:
        parts.append(f"**{rows(found.differing)}** with another value")
    if found.strangers.duplicates:
        parts.append(f"**{counted(found.strangers.duplicates, 'second point')}** on one stamp")
    if found.strangers.tagged:
        parts.append(f"**{counted(found.strangers.tagged, 'point')}** with further tags")
    return "; ".join(parts) + "."


def _numbers(found: Verification) -> None:
    told = {
        "Expected": (found.expected, "Rows of the file that the database must hold."),
        "Found": (found.found, "Of these, the rows that it holds."),
        "Missing": (found.missing, "Rows of the file that it does not hold."),
        "Unexpected": (
            found.unexpected,
            "Points in the period that neither this file nor another recorded ingest explains.",
        ),
        "Differing": (found.differing, "Rows that it holds with at least one other value."),
        "Duplicate": (
            found.strangers.duplicates,
            "Points on a stamp that holds another one: whatever is added up counts both.",
        ),
    }
    with st.container(key="verify_numbers"), st.grid(3, min_column_width=150):
        for label, (count, words) in told.items():
            st.metric(label, f"{count:,}", border=True, help=words)


def _looked_at(look: Look, services: Windproof) -> list[str]:
    found, record = look.found, look.found.record
    asked = f"Asked: {plain(label(record.target))}, {plain(period(record))}."
    if record.target != services.connection.target:
        asked += f" New points go elsewhere now: {plain(label(services.connection.target))}."
    how = (
        f"Values may differ by {found.tolerance:g}, in each channel's own unit."
        if found.tolerance
        else "Doubles were compared bit for bit (a zero's sign is counted apart)."
    )
    counts = record.counts
    replaced = counts.kept - found.expected
    lines = [
        asked,
        f"Looked at {look.at:%Y-%m-%d %H:%M:%S} UTC, in {duration(look.seconds)}. {how}",
        f"The file has {rows(counts.rows)} = {found.expected:,} expected + {replaced:,} replaced "
        f"+ {counts.rejected:,} rejected + {counts.duplicate:,} duplicate.",
    ]
    if replaced:
        lines.append(
            f"{rows(replaced)} of this file were replaced by another ingest: counted apart, and "
            "no failure."
        )
    if found.others:
        lines.append(
            f"{counted(found.others, 'point')} of other recorded ingests are in the period: "
            "counted apart, and no failure."
        )
    return [*lines, *(plain(str(note)) for note in found.notes)]
