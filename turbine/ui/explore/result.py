"""What the explore page shows: numbers, chart, table, and how they were asked for."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
import streamlit as st

from turbine.charts.coverage import coverage as coverage_chart
from turbine.charts.diurnal import day as day_chart
from turbine.charts.trend import trend as trend_chart
from turbine.charts.windows import Earlier
from turbine.explore.aggregate import Aggregation
from turbine.explore.coverage import coverage_of, percent_of_all
from turbine.explore.export import ascii_label, with_facts
from turbine.explore.export import table as windows_table
from turbine.explore.files import Origin
from turbine.explore.functions import energy_label, holds_words, quantity
from turbine.model.channels import channel
from turbine.timing.periods import onto_b
from turbine.ui.common import comparing
from turbine.ui.common.choosing import to_wall
from turbine.ui.common.feedback import plain
from turbine.ui.common.numbers import against, written
from turbine.ui.common.table import file_name, query, table
from turbine.ui.common.taking import Subject, charts_of
from turbine.ui.explore import zoom
from turbine.ui.explore.answer import Before
from turbine.ui.explore.both import hours_of_both, windows_of_both
from turbine.ui.explore.choice import Choice
from turbine.ui.explore.words import Words
from turbine.wind.diurnal import diurnal_profile
from turbine.wind.statistics import turned

_TOLD_PERCENT = 1.0
"""A difference of coverages that is said."""


def unless_empty(before: Before) -> Before | None:
    """Period A; None if it has no row, which is said."""
    if before.is_empty:
        st.info(Words.NOTHING_IN_A(), icon=":material/info:")
        return None
    return before


def numbers(means: Aggregation, energies: Aggregation | None, before: Before | None = None) -> None:
    """The period in a row of cards; with ``before``, B and its difference from A."""
    with st.container(key="explore_numbers"), st.grid(min_column_width=220):
        for name, function in means.functions.items():
            row = means.of(name).row(0, named=True)
            was = _whole(before.means, name) if before else {}
            steadiness = row["resultant"]
            help_text = (
                Words.DIRECTION_HELP(steadiness=steadiness)
                if function == "circular_mean" and steadiness is not None
                else Words.MEAN_HELP()
            )
            if holds_words(name, function):
                _states_card(name, row["word"])
                continue
            _card(quantity(name), row["value"], help_text, was.get("value"), channel(name).angular)
        for name in energies.functions if energies else ():
            its = _whole(energies, name) if energies else {}
            was = _whole(before.energies, name) if before and before.energies else {}
            _card(energy_label(name), its["value"], Words.ENERGY_HELP(), was.get("value"))
            if _is_scaled(its) or _is_scaled(was):
                title = Words.SCALED(energy=energy_label(name))
                _card(title, _scaled(its), Words.SCALED_HELP(), _scaled(was))
        row = _coverage(means)
        help_text = (
            Words.COVERAGE_UNKNOWN()
            if row["percent"] is None
            else Words.COVERAGE_HELP(found=row["count"], count=row["expected"] or 0)
        )
        was = _coverage(before.means) if before else {}
        _card(Words.COVERAGE(), row["percent"], help_text, was.get("percent"))


def _whole(result: Aggregation, name: str) -> dict[str, Any]:
    return result.of(name).row(0, named=True)


def _coverage(means: Aggregation) -> dict[str, Any]:
    return coverage_of(means.frame).row(0, named=True)


def _is_scaled(row: Mapping[str, Any]) -> bool:
    """Whether rows are missing, and some are there."""
    if row.get("value") is None or not row["expected"]:
        return False
    return bool(0 < row["count"] < row["expected"])


def _scaled(row: Mapping[str, Any]) -> float | None:
    """What the energy would be if the missing rows were like the others."""
    if not _is_scaled(row):
        return row.get("value")
    return float(row["value"] * row["expected"] / row["count"])


def _states_card(name: str, word: str | None) -> None:
    text = Words.NO_VALUE() if word is None else plain(word)
    st.metric(plain(quantity(name)), text, border=True, help=Words.MOST_FREQUENT_HELP())


def _card(
    label: str,
    value: float | None,
    help_text: str,
    before: float | None = None,
    angular: bool = False,
) -> None:
    turn = None
    if angular and value is not None and before is not None:
        turn = turned(before, value)
    st.metric(
        plain(label),  # of a field that is named by a file's header
        written(value),
        against(value, before, difference=turn),
        delta_color="off",  # more is not always better
        delta_arrow="off",
        border=True,
        help=help_text,
    )


def picture(result: Aggregation, choice: Choice, before: Before | None = None) -> None:
    """The picture of the answer; with ``before``, of period A too."""
    length_ns = int(np.diff(result.windows.edges)[-1])
    zone = choice.zone
    words = [name for name, function in result.functions.items() if holds_words(name, function)]
    functions = {n: f for n, f in result.functions.items() if n not in words}
    if not functions:
        return
    frame = result.frame.filter(~pl.col("channel").is_in(words)) if words else result.frame
    earlier = None if before is None else _earlier(before, words)
    if choice.show == "coverage":
        figure = coverage_chart(result.frame, zone=zone, length_ns=length_ns, earlier=earlier)
    elif choice.show == "day":
        of_a = None if before is None else diurnal_profile(before.answer.frame, zone)
        figure = day_chart(diurnal_profile(frame, zone), functions, zone=zone, earlier=of_a)
    else:
        figure = trend_chart(frame, functions, zone=zone, length_ns=length_ns, earlier=earlier)
    title = Words.CHART_TITLE(titles=tuple(str(text) for text in result.labels.values()))
    charts_of(Subject(title=title, turbines=(choice.series.turbine,), span=choice))
    zoom.draw(figure, choice, result.windows.edges, alt=_alt(choice))


def _earlier(before: Before, words: list[str]) -> Earlier:
    its = before.answer
    return Earlier(
        frame=its.frame.filter(~pl.col("channel").is_in(words)),
        length_ns=int(np.diff(its.windows.edges)[-1]),
        pair=before.pair,
        window=its.request.window,
    )


def states(result: Aggregation) -> None:
    """How often each state is there in the period."""
    for name, counts in result.states.items():
        total = sum(count for _, count in counts)
        if not total:
            continue
        st.subheader(plain(quantity(name)), anchor=False)
        st.dataframe(
            pl.DataFrame(
                [
                    {
                        Words.STATE(): word,
                        Words.STATE_ROWS(): count,
                        Words.STATE_SHARE(): 100 * count / total,
                    }
                    for word, count in counts
                ]
            ),
            key=f"explore_states_{name}",
            hide_index=True,
            column_config={Words.STATE_SHARE(): st.column_config.NumberColumn(format="%.1f")},
        )


def _alt(choice: Choice) -> str:
    first, last = (to_wall(ns, choice.zone) for ns in (choice.start_ns, choice.stop_ns))
    return Words.CHART_ALT(
        titles=tuple(channel(name).label() for name in choice.channels),
        first=f"{first:%Y-%m-%d}",
        last=f"{last:%Y-%m-%d}",
    )


def notes(result: Aggregation, choice: Choice, before: Before | None = None) -> None:
    """What was left out or done otherwise, and an answer without rows; of A what differs."""
    if result.omitted:
        reasons = plain(" ".join(map(str, result.omitted.values())))
        st.info(Words.LEFT_OUT(reasons=reasons), icon=":material/info:")
    of_a = () if before is None else before.answer.notes
    for note in dict.fromkeys(map(str, (*result.notes, *of_a))):
        st.caption(plain(note))
    if before is not None:
        _compared_notes(result, choice, before)
    if result.frame["count"].sum() == 0:
        st.info(Words.NO_ROWS(), icon=":material/info:")


def _compared_notes(result: Aggregation, choice: Choice, before: Before) -> None:
    a, b = (percent_of_all(coverage_of(each.frame)) for each in (before.answer, result))
    if a is not None and b is not None and abs(a - b) > _TOLD_PERCENT:
        st.info(Words.COVERAGE_DIFFERS(a=a, b=b), icon=":material/info:")
    if choice.show != "day":
        labels = before.answer.windows.labels, result.windows.labels
        _, there = onto_b(before.pair, *labels, result.request.window)
        if left := int((~there).sum()):
            st.caption(Words.NO_PLACE(count=left))
    if result.request.band:
        st.caption(Words.BAND_OF_B())


def rows(
    result: Aggregation,
    choice: Choice,
    facts: Mapping[str, float | str],
    before: Before | None = None,
) -> None:
    """The table, and its download, which has the turbine's ``facts`` too."""
    is_day = choice.show == "day"
    shown = _day_table(result, choice) if is_day else windows_table(result)
    if before is not None:
        its = before.answer
        if is_day:
            hour = Words.HOUR_OF_DAY(zone=choice.zone)
            shown = hours_of_both(result, (_day_table(its, choice), shown), hour)
        else:
            shown = windows_of_both(result, its, before.pair, (windows_table(its), shown))
    notes = [str(each) for each in (*result.omitted.values(), *result.notes)]
    of_a = () if before is None else before.answer.queries
    notes += [] if before is None else comparing.sentences(before.pair)
    is_cut = not is_day and bool(result.frame["cut"].any())
    if is_cut:
        notes.append(Words.TRUNCATED_WINDOWS())
    table(
        shown,
        Origin(
            turbines=(choice.series.turbine,),
            start_ns=choice.start_ns,
            stop_ns=choice.stop_ns,
            zone=choice.zone,
            notes=tuple(notes),
            queries=(*result.queries, *of_a),
        ),
        page="explore",
        name=file_name(choice.series.turbine, choice),
        exported=lambda frame: with_facts(frame, facts),
    )
    captions = [Words.ROWS(count=len(shown), zone=plain(choice.zone))]
    if is_cut:
        captions.append(Words.TRUNCATED_WINDOWS())
    st.caption(" ".join(captions))


def how(result: Aggregation, choice: Choice, before: Before | None = None) -> None:
    """The query's text, its time and its traffic."""
    st.caption(
        Words.HOW(
            windows=Words.WINDOWS(count=len(result.windows.labels)),
            queries=Words.QUERIES(count=len(result.queries)),
            rows=Words.ROWS_TRANSFERRED(count=result.rows),
            milliseconds=result.seconds * 1_000,
            zone=plain(choice.zone),
        )
    )
    of_a = () if before is None else before.answer.queries
    query((*result.queries, *of_a), result.language, page="explore")


def _day_table(result: Aggregation, choice: Choice) -> pl.DataFrame:
    profile = diurnal_profile(result.frame, choice.zone)
    hour = Words.HOUR_OF_DAY(zone=choice.zone)
    by_hour = pl.DataFrame({hour: range(24)})
    for name, text in result.labels.items():
        title = channel(name).label()
        part = profile.filter(pl.col("channel") == name).select(
            pl.col("hour").cast(pl.Int64).alias(hour),
            pl.col("value").alias(ascii_label(str(text))),
            pl.col("count").alias(Words.ROWS_FOUND(title=title)),
            pl.col("expected").alias(Words.ROWS_EXPECTED(title=title)),
        )
        by_hour = by_hour.join(part, on=hour, how="left", maintain_order="left")
    return by_hour
