"""Step 3: what the file holds, before anything is written."""

from functools import partial

import polars as pl
import streamlit as st

from turbine.charts import profile as charts
from turbine.charts.theme import CONFIG
from turbine.explore.export import csv_bytes
from turbine.ingest.rows import not_stored
from turbine.readers import Scan
from turbine.readers.profile import ChannelProfile, Profile
from turbine.services.windproof import Windproof
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import clock, duration, rows
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.step import done_step, open_step
from turbine.words import counted

SHOWN_ROWS = 100
_COUNTED = ("Values", "Missing", "Bad", "Negative", "Suspect")
_MEASURED = ("Smallest", "Mean", "Largest")
_COUNT = st.column_config.NumberColumn(format="localized", width=64)
_MEASURE = st.column_config.NumberColumn(format="%.2f", width=68)


def step(windproof: Windproof, draft: Draft, scan: Scan) -> None:
    """The open step: numbers, pictures, lists, and the way on."""
    with (
        open_step(3, "Profile", "What is in the file. Nothing is changed, cleaned or filled in."),
        reported(),
    ):
        found = ingest_work.profile(windproof, draft, scan)
        zone = scan.interpretation.zone
        _numbers(found)
        _period(found, zone)
        _open_end(found)
        _channels(found)
        _pictures(found, zone)
        _not_stored(draft, scan)
        if scan.counts.kept:
            st.button(
                "Looks right: choose where and when",
                key="ingest_confirm",
                type="primary",
                icon=":material/arrow_downward:",
                on_click=partial(ingest_draft.change, confirmed=True),
            )
        else:
            st.error(
                "No row can be stored. Look at the reasons above: the delimiter, the decimal sign "
                "or the date order in step 2 may need changing.",
                icon=":material/block:",
            )


def done(windproof: Windproof, draft: Draft, scan: Scan) -> None:
    """The closed step."""
    found = ingest_work.profile(windproof, draft, scan)
    done_step(
        3,
        "Profile",
        f"{rows(found.rows)} · every {duration(found.step_ns / 1e9)} · "
        f"{counted(found.gap_count, 'gap')} · {found.rejected:,} rejected",
        back="Review",
        key="ingest_profile_again",
        on_back=partial(ingest_draft.change, confirmed=False),
    )


def _numbers(found: Profile) -> None:
    longest = found.longest_gap
    with st.grid(min_column_width=150):
        st.metric("Rows", f"{found.rows:,}", border=True, help="Data rows of the file.")
        st.metric(
            "Step",
            duration(found.step_ns / 1e9) if found.step_ns else "none",
            border=True,
            help="The commonest distance between two rows.",
        )
        st.metric(
            "Gaps",
            f"{found.gap_count:,}",
            border=True,
            help="Places where at least one row is missing.",
        )
        st.metric(
            "Missing steps",
            f"{found.missing_steps:,}",
            border=True,
            help="Rows that the gaps would have held. They stay gaps: nothing is filled in.",
        )
        st.metric(
            "Longest gap",
            duration((longest.before_ns - longest.after_ns) / 1e9) if longest else "none",
            border=True,
        )
        st.metric(
            "Duplicates",
            f"{found.duplicates_identical + found.duplicates_conflicting:,}",
            border=True,
            help=f"{rows(found.duplicates_identical)} the same as an earlier one; "
            f"{rows(found.duplicates_conflicting)} with an earlier one's time and other values.",
        )
        st.metric(
            "Missing cells",
            f"{found.missing_cells:,}",
            border=True,
            help="Empty or NaN: no value to store.",
        )
        st.metric(
            "Rejected rows",
            f"{found.rejected:,}",
            border=True,
            help="Rows whose time or shape cannot be read, or that hold no value.",
        )


def _period(found: Profile, zone: str) -> None:
    if found.first_ns is None or found.last_ns is None:
        return
    share = found.kept / found.expected_rows if found.expected_rows else 1.0
    order = (
        f" Out of order: {rows(found.out_of_order)}; that is no problem."
        if found.out_of_order
        else ""
    )
    st.markdown(
        f"**{clock(found.first_ns, zone)} → {clock(found.last_ns, zone)}** on the clock of "
        f"{plain(zone)}: {found.kept:,} of {found.expected_rows:,} possible rows "
        f"({share:.1%}).{order}"
    )


def _open_end(found: Profile) -> None:
    if found.open_end is not None:
        st.warning(plain(str(found.open_end)), icon=":material/content_cut:")


def _channels(found: Profile) -> None:
    st.dataframe(
        pl.DataFrame([_channel(c) for c in found.channels]),
        hide_index=True,
        column_config=dict.fromkeys(_COUNTED, _COUNT) | dict.fromkeys(_MEASURED, _MEASURE),
        key="ingest_profile_channels",
        alt="Values, missing and suspect values of each channel",
    )
    st.caption(
        "Bad cells hold no number. Suspect values lie outside the channel's plausible limits. "
        "They are stored as they are: a small negative power, for example, is what the turbine "
        "itself uses."
    )


def _channel(c: ChannelProfile) -> dict[str, str | int | float | None]:
    return {
        "Channel": f"{c.title} ({c.unit})",
        "Values": c.values,
        "Missing": c.missing,
        "Bad": c.bad,
        "Smallest": c.min,
        "Mean": c.mean,
        "Largest": c.max,
        "Negative": c.negative,
        "Suspect": c.below + c.above,
        "Plausible": f"{c.lower:,g} to {c.upper:,g}",
    }


def _pictures(found: Profile, zone: str) -> None:
    with st.grid(2, min_column_width=280):
        for channel in found.channels:
            if channel.values:
                st.plotly_chart(
                    charts.histogram(channel),
                    key=f"ingest_histogram_{channel.name}",
                    config=CONFIG,
                    alt=f"How often each {channel.title.lower()} occurs",
                )
    with st.grid(2, min_column_width=320) as grid:
        if found.power_curve is not None and found.power_curve.cells:
            with grid.cell():
                st.markdown("**Power against wind speed**")
                st.plotly_chart(
                    charts.power_curve(found.power_curve),
                    key="ingest_power_curve",
                    config=CONFIG,
                    alt="Active power against wind speed, stronger where there are more rows",
                )
        if found.gaps:
            with grid.cell():
                _gaps(found, zone)


def _gaps(found: Profile, zone: str) -> None:
    st.markdown(f"**{counted(found.gap_count, 'gap')}, the longest first**")
    st.plotly_chart(
        charts.gaps(found, zone=zone),
        key="ingest_gap_chart",
        config=CONFIG,
        alt="The period of the file with its gaps",
    )
    st.dataframe(
        pl.DataFrame(
            {
                f"From ({zone})": [clock(g.lacks_ns, zone) for g in found.gaps],
                "Missing rows": [g.missing for g in found.gaps],
                "Length": [duration((g.before_ns - g.after_ns) / 1e9) for g in found.gaps],
            }
        ),
        hide_index=True,
        height=230,
        key="ingest_gap_list",
        alt="Gaps of the file, the longest first",
    )


def _not_stored(draft: Draft, scan: Scan) -> None:
    counts = scan.counts
    total = counts.rejected + counts.duplicate + counts.bad
    if not total:
        return
    with st.expander(
        f"Not stored: {counted(counts.rejected, 'rejected row')}, "
        f"{counted(counts.duplicate, 'duplicate row')}, {counted(counts.bad, 'unreadable cell')}",
        expanded=True,
        key="ingest_not_stored",
    ):
        st.dataframe(
            not_stored(scan).head(SHOWN_ROWS),
            hide_index=True,
            key="ingest_not_stored_list",
            alt="Rows and cells that will not be stored, with line, text and reason",
        )
        if total > SHOWN_ROWS:
            st.caption(f"The first {SHOWN_ROWS:,}. The download has all of them.")
        st.download_button(
            "Download as CSV",
            data=lambda: csv_bytes(not_stored(scan)),
            file_name=f"not-stored-{draft.original.sha256[:8]}.csv",
            mime="text/csv",
            key="ingest_download_not_stored",
            icon=":material/download:",
            on_click="ignore",
        )
