"""What the explore page shows: numbers, chart, table, and how they were asked for."""

from collections.abc import Mapping

import numpy as np
import polars as pl
import streamlit as st

from turbine.charts.coverage import coverage as coverage_chart
from turbine.charts.diurnal import day as day_chart
from turbine.charts.trend import trend as trend_chart
from turbine.explore.aggregate import Aggregation
from turbine.explore.coverage import coverage_of
from turbine.explore.export import ascii_label, with_facts
from turbine.explore.export import table as windows_table
from turbine.explore.files import Origin
from turbine.explore.functions import energy_label, holds_words, quantity
from turbine.model.channels import channel
from turbine.ui.common.chart import chart
from turbine.ui.common.choosing import to_wall
from turbine.ui.common.feedback import plain
from turbine.ui.common.table import file_name, query, table
from turbine.ui.common.taking import Subject, charts_of
from turbine.ui.explore.choice import Choice
from turbine.ui.explore.words import Words
from turbine.wind.diurnal import diurnal_profile
from turbine.words import number


def numbers(means: Aggregation, energies: Aggregation | None) -> None:
    """The period in a row of cards."""
    with st.container(key="explore_numbers"), st.grid(min_column_width=220):
        for name, function in means.functions.items():
            row = means.of(name).row(0, named=True)
            steadiness = row["resultant"]
            help_text = (
                Words.DIRECTION_HELP(steadiness=steadiness)
                if function == "circular_mean" and steadiness is not None
                else Words.MEAN_HELP()
            )
            if holds_words(name, function):
                _states_card(name, row["word"])
                continue
            _card(quantity(name), row["value"], help_text)
        for name in energies.functions if energies else ():
            whole = energies.of(name).row(0, named=True) if energies else {}
            kwh, found, expected = whole["value"], whole["count"], whole["expected"]
            _card(energy_label(name), kwh, Words.ENERGY_HELP())
            if kwh is not None and expected and 0 < found < expected:
                title = Words.SCALED(energy=energy_label(name))
                _card(title, kwh * expected / found, Words.SCALED_HELP())
        row = coverage_of(means.frame).row(0, named=True)
        help_text = (
            Words.COVERAGE_UNKNOWN()
            if row["percent"] is None
            else Words.COVERAGE_HELP(found=row["count"], count=row["expected"] or 0)
        )
        _card(Words.COVERAGE(), row["percent"], help_text)


def _states_card(name: str, word: str | None) -> None:
    text = Words.NO_VALUE() if word is None else plain(word)
    st.metric(quantity(name), text, border=True, help=Words.MOST_FREQUENT_HELP())


def _card(label: str, value: float | None, help_text: str) -> None:
    decimals = 0 if value is not None and abs(value) >= 1_000 else 1
    text = Words.NO_VALUE() if value is None else number(value, f",.{decimals}f")
    st.metric(label, text, border=True, help=help_text)


def picture(result: Aggregation, choice: Choice) -> None:
    """The picture of the answer."""
    length_ns = int(np.diff(result.windows.edges)[-1])
    zone = choice.zone
    words = [name for name, function in result.functions.items() if holds_words(name, function)]
    functions = {n: f for n, f in result.functions.items() if n not in words}
    if not functions:
        return
    frame = result.frame.filter(~pl.col("channel").is_in(words)) if words else result.frame
    if choice.show == "coverage":
        figure = coverage_chart(result.frame, zone=zone, length_ns=length_ns)
    elif choice.show == "day":
        figure = day_chart(diurnal_profile(frame, zone), functions, zone=zone)
    else:
        figure = trend_chart(frame, functions, zone=zone, length_ns=length_ns)
    title = Words.CHART_TITLE(titles=tuple(str(text) for text in result.labels.values()))
    charts_of(Subject(title=title, turbines=(choice.series.turbine,), span=choice))
    chart(figure, key=f"explore_chart_{choice.show}", alt=_alt(choice))


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


def notes(result: Aggregation) -> None:
    """What was left out or done otherwise, and an answer without rows."""
    if result.omitted:
        reasons = plain(" ".join(map(str, result.omitted.values())))
        st.info(Words.LEFT_OUT(reasons=reasons), icon=":material/info:")
    for note in result.notes:
        st.caption(plain(str(note)))
    if result.frame["count"].sum() == 0:
        st.info(Words.NO_ROWS(), icon=":material/info:")


def rows(result: Aggregation, choice: Choice, facts: Mapping[str, float | str]) -> None:
    """The table, and its download, which has the turbine's ``facts`` too."""
    shown = _day_table(result, choice) if choice.show == "day" else windows_table(result)
    notes = [str(each) for each in (*result.omitted.values(), *result.notes)]
    is_cut = choice.show != "day" and bool(result.frame["cut"].any())
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
            queries=tuple(result.queries),
        ),
        page="explore",
        name=file_name(choice.series.turbine, choice),
        exported=lambda frame: with_facts(frame, facts),
    )
    captions = [Words.ROWS(count=len(shown), zone=plain(choice.zone))]
    if is_cut:
        captions.append(Words.TRUNCATED_WINDOWS())
    st.caption(" ".join(captions))


def how(result: Aggregation, choice: Choice) -> None:
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
    query(result.queries, result.language, page="explore")


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
