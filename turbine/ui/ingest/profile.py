"""The step *Profile*: what is in the file, before anything is written."""

from collections.abc import Sequence
from functools import partial

import polars as pl
import streamlit as st

from turbine.charts import profile as charts
from turbine.ingest.groups import Read
from turbine.ingest.rows import not_stored
from turbine.model.channels import ordered
from turbine.readers import Scan
from turbine.readers.profile import ChannelProfile, Profile
from turbine.services.windproof import Windproof
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import clock, duration, rows
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest import findings as ingest_findings
from turbine.ui.ingest import series as ingest_series
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.step import Step, done_step, open_step
from turbine.ui.ingest.table import table
from turbine.ui.ingest.words import Words
from turbine.words import Label, number

MAX_HISTOGRAMS = 12
_TEXTS = {"signal": Words.SIGNAL, "plausible": Words.PLAUSIBLE}
_COUNTS = {
    "values": Words.VALUES,
    "missing": Words.MISSING,
    "bad": Words.BAD,
    "negative": Words.NEGATIVE,
    "suspect": Words.SUSPECT,
}
_MEASURES = {"min": Words.SMALLEST, "mean": Words.MEAN, "max": Words.LARGEST}


def step(windproof: Windproof, draft: Draft, reads: Sequence[Read]) -> None:
    """The open step: numbers, charts, lists, and the way on."""
    with open_step(Step.PROFILE), reported():
        if not ingest_series.scans(reads):
            st.error(Words.NO_ROW(step=Step.FORMAT.value), icon=":material/block:")
            return
        scan = ingest_series.choose(reads)
        profile = ingest_work.profile(windproof, draft, scan)
        zone = scan.interpretation.zone
        _numbers(profile)
        _period(profile, zone)
        _open_end(profile)
        _signals(profile)
        _states(profile)
        _charts(profile, zone)
        _not_stored(draft, scan)
        if any(read.split.scans for read in reads):
            st.button(
                Words.CONTINUE(),
                key="ingest_confirm",
                type="primary",
                icon=":material/arrow_downward:",
                on_click=partial(ingest_draft.change, confirmed=True),
            )
        else:
            st.error(Words.NO_ROW(step=Step.FORMAT.value), icon=":material/block:")


def done(windproof: Windproof, draft: Draft, reads: Sequence[Read]) -> None:
    """The closed step."""
    found = ingest_series.scans(reads)
    if len(found) > 1:
        total = sum(read.split.rows for read in reads)
        summary = Words.SERIES_SUMMARY(count=len(found), rows=rows(total))
    else:
        profile = ingest_work.profile(windproof, draft, found[0][1])
        summary = Words.PROFILE_SUMMARY(
            rows=rows(profile.rows),
            step=duration(profile.step_ns / 1e9),
            gaps=Words.COUNTED_GAPS(count=profile.gap_count),
            rejected=Words.COUNTED_REJECTED(count=profile.rejected),
        )
    done_step(
        Step.PROFILE,
        summary,
        back=Words.REVIEW(),
        key="ingest_profile_again",
        on_back=partial(ingest_draft.change, confirmed=False),
    )


def _numbers(profile: Profile) -> None:
    gap = profile.longest_gap
    with st.grid(min_column_width=150):
        _number(Words.ROWS, profile.rows, Words.ROWS_HELP())
        _number(
            Words.TIME_STEP,
            duration(profile.step_ns / 1e9) if profile.step_ns else Words.NONE(),
            Words.TIME_STEP_HELP(),
        )
        _number(Words.GAPS, profile.gap_count, Words.GAPS_HELP())
        _number(Words.MISSING_ROWS, profile.missing_steps, Words.MISSING_ROWS_HELP())
        _number(
            Words.LONGEST_GAP,
            duration((gap.before_ns - gap.after_ns) / 1e9) if gap else Words.NONE(),
        )
        identical, conflicting = profile.duplicates_identical, profile.duplicates_conflicting
        _number(
            Words.DUPLICATES,
            identical + conflicting,
            Words.DUPLICATES_HELP(identical=rows(identical), conflicting=rows(conflicting)),
        )
        _number(Words.MISSING_CELLS, profile.missing_cells, Words.MISSING_CELLS_HELP())
        _number(Words.REJECTED_ROWS, profile.rejected, Words.REJECTED_ROWS_HELP())
        _number(Words.ROWS_WITHOUT_VALUES, profile.without_values, Words.ROWS_WITHOUT_VALUES_HELP())


def _number(label: Label, value: int | str, explanation: str | None = None) -> None:
    shown = value if isinstance(value, str) else number(value, ",")
    st.metric(label(), shown, border=True, help=explanation)


def _period(profile: Profile, zone: str) -> None:
    if profile.first_ns is None or profile.last_ns is None:
        return
    expected = profile.expected_rows
    text = Words.FILE_PERIOD(
        first=clock(profile.first_ns, zone),
        last=clock(profile.last_ns, zone),
        zone=plain(zone),
        kept=profile.kept,
        expected=expected,
        share=profile.kept / expected if expected else 1.0,
    )
    if profile.out_of_order:
        order = Words.OUT_OF_ORDER(count=profile.out_of_order)
        text = Words.SENTENCES(first=text, second=order)
    st.markdown(text)


def _open_end(profile: Profile) -> None:
    if profile.open_end is not None:
        st.warning(plain(str(profile.open_end)), icon=":material/content_cut:")


def _signals(profile: Profile) -> None:
    number = st.column_config.NumberColumn
    table(
        pl.DataFrame([_signal(c) for c in profile.channels]),
        {name: title() for name, title in _TEXTS.items()}
        | {n: number(title(), format="localized", width=64) for n, title in _COUNTS.items()}
        | {n: number(title(), format="%.2f", width=68) for n, title in _MEASURES.items()},
        key="ingest_profile_channels",
        alt=Words.SIGNALS_ALT(),
    )
    st.caption(Words.SIGNALS_CAPTION())


def _states(profile: Profile) -> None:
    """How often each state in words is there."""
    found = [
        {"signal": c.title, "state": state, "rows": count}
        for c in profile.channels
        for state, count in c.states
    ]
    if found:
        table(
            pl.DataFrame(found),
            {"signal": Words.SIGNAL(), "state": Words.STATE(), "rows": Words.ROWS()},
            height=min(38 * (len(found) + 1), 230),
            key="ingest_profile_states",
            alt=Words.STATES_ALT(),
        )


def _signal(c: ChannelProfile) -> dict[str, str | int | float | None]:
    return {
        "signal": Words.SIGNAL_WITH_UNIT(title=c.title, unit=c.unit) if c.unit else c.title,
        "values": c.values,
        "missing": c.missing,
        "bad": c.bad,
        "min": c.min,
        "mean": c.mean,
        "max": c.max,
        "negative": c.negative,
        "suspect": c.below + c.above,
        "plausible": None
        if c.lower is None or c.upper is None
        else Words.FROM_TO(lower=c.lower, upper=c.upper),
    }


def _charts(profile: Profile, zone: str) -> None:
    by_name = {c.name: c for c in profile.channels if c.values and not c.states}
    shown = [by_name[name] for name in ordered(by_name)]
    with st.grid(2, min_column_width=280):
        for channel in shown[:MAX_HISTOGRAMS]:
            chart(
                charts.histogram(channel),
                key=f"ingest_histogram_{channel.name}",
                alt=Words.HISTOGRAM_ALT(title=channel.title),
            )
    if more := len(shown[MAX_HISTOGRAMS:]):
        st.caption(Words.MORE_SIGNALS(count=more))
    with st.grid(2 if profile.gaps else 1, min_column_width=320) as grid:
        if profile.power_curve is not None and profile.power_curve.cells:
            with grid.cell():
                st.markdown(Words.POWER_CURVE())
                chart(
                    charts.power_curve(profile.power_curve),
                    key="ingest_power_curve",
                    alt=Words.POWER_CURVE_ALT(),
                )
        if profile.gaps:
            with grid.cell():
                _gaps(profile, zone)


def _gaps(profile: Profile, zone: str) -> None:
    st.markdown(Words.GAP_LIST(count=profile.gap_count))
    chart(
        charts.gaps(profile, zone=zone),
        key="ingest_gap_chart",
        alt=Words.GAP_CHART_ALT(),
    )
    table(
        pl.DataFrame(
            {
                "from": [clock(g.lacks_ns, zone) for g in profile.gaps],
                "missing": [g.missing for g in profile.gaps],
                "length": [duration((g.before_ns - g.after_ns) / 1e9) for g in profile.gaps],
            }
        ),
        {
            "from": Words.FROM(zone=zone),
            "missing": Words.MISSING_ROWS(),
            "length": Words.LENGTH(),
        },
        height=230,
        key="ingest_gap_list",
        alt=Words.GAP_LIST_ALT(),
    )


def _not_stored(draft: Draft, scan: Scan) -> None:
    counts = scan.counts
    total = counts.rejected + counts.duplicate + counts.bad + counts.without_values
    if not total:
        return
    title = Words.NOT_STORED(
        rejected=Words.COUNTED_REJECTED(count=counts.rejected),
        duplicates=Words.COUNTED_DUPLICATES(count=counts.duplicate),
        bad=Words.COUNTED_BAD(count=counts.bad),
        without=Words.COUNTED_WITHOUT_VALUES(count=counts.without_values),
    )
    with st.expander(title, expanded=True, key="ingest_not_stored"):
        found = not_stored(scan)
        ingest_findings.show(
            found.head(ingest_findings.SHOWN),
            lambda: found,
            total=total,
            name=draft.original.sha256[:8],
            key="not_stored_list",
        )
