"""What the explore page shows: numbers, chart, table, and how they were asked for."""

import numpy as np
import polars as pl
import streamlit as st

from turbine.charts.coverage import coverage as coverage_chart
from turbine.charts.diurnal import day as day_chart
from turbine.charts.theme import CONFIG
from turbine.charts.trend import trend as trend_chart
from turbine.explore.aggregate import Aggregation
from turbine.explore.coverage import coverage_of
from turbine.explore.export import ascii_label, csv_bytes, table
from turbine.model.channels import BY_NAME
from turbine.ui.common.feedback import plain
from turbine.ui.explore.choice import Choice, to_wall
from turbine.wind.diurnal import day_course
from turbine.words import counted


def numbers(means: Aggregation, energies: Aggregation | None) -> None:
    """The period in a row of cards."""
    with st.container(key="explore_numbers"), st.grid(min_column_width=220):
        for name, function in means.functions.items():
            row = means.of(name).row(0, named=True)
            steadiness = row["resultant"]
            told = "The mean over the period."
            if function == "circular_mean" and steadiness is not None:
                told = (
                    f"The mean direction over the period. Its steadiness is {steadiness:.2f}: 1 "
                    "is always the same direction, near 0 is from everywhere."
                )
            _card(f"{BY_NAME[name].title} ({BY_NAME[name].unit})", row["value"], told)
        for name in energies.functions if energies else ():
            kwh = energies.of(name)["value"].item() if energies else None
            title = BY_NAME[name].title.replace("power", "energy")
            _card(
                f"{title} (kWh)",
                kwh,
                "Power times time, of the rows that are there. Missing ones are not made up for.",
            )
        row = coverage_of(means.frame).row(0, named=True)
        told = f"{row['count']:,} of {counted(row['expected'] or 0, 'value')} are there."
        if row["percent"] is None:
            told = "There are no rows that tell how many there could be."
        _card("Coverage (%)", row["percent"], told)


def _card(label: str, value: float | None, told: str) -> None:
    decimals = 0 if value is not None and abs(value) >= 1_000 else 1
    text = "no value" if value is None else f"{value:,.{decimals}f}"
    st.metric(label, text, border=True, help=told)


def chart(result: Aggregation, choice: Choice) -> None:
    """The picture of the answer."""
    length_ns = int(np.diff(result.windows.edges)[-1])
    zone = choice.zone
    if choice.show == "coverage":
        figure = coverage_chart(result.frame, zone=zone, length_ns=length_ns)
    elif choice.show == "day":
        figure = day_chart(day_course(result.frame, zone), result.functions, zone=zone)
    else:
        figure = trend_chart(result.frame, result.functions, zone=zone, length_ns=length_ns)
    st.plotly_chart(figure, key=f"explore_chart_{choice.show}", config=CONFIG, alt=_alt(choice))


def _alt(choice: Choice) -> str:
    titles = ", ".join(BY_NAME[name].title for name in choice.channels)
    start, stop = (to_wall(ns, choice.zone) for ns in (choice.start_ns, choice.stop_ns))
    return f"{titles} from {start:%d %b %Y} to {stop:%d %b %Y}. The table below has the numbers."


def said(result: Aggregation) -> None:
    """What was left out or done otherwise, and an answer that holds nothing."""
    if result.omitted:
        reasons = plain(" ".join(map(str, result.omitted.values())))
        st.info(f"**Left out.** {reasons}", icon=":material/info:")
    for note in result.notes:
        st.caption(plain(str(note)))
    if result.frame["count"].sum() == 0:
        st.info("There is no row in this period. Choose another one.", icon=":material/info:")


def rows(result: Aggregation, choice: Choice) -> None:
    """The table, and its download."""
    made = _day_table(result, choice) if choice.show == "day" else table(result)
    start, stop = (to_wall(ns, choice.zone) for ns in (choice.start_ns, choice.stop_ns - 1))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Table", anchor=False)
        st.download_button(
            "Download CSV",
            lambda: csv_bytes(made),
            file_name=f"{_safe(choice.series.turbine)}_{start:%Y%m%d}_{stop:%Y%m%d}.csv",
            mime="text/csv",
            key="explore_download",
            icon=":material/download:",
            on_click="ignore",
        )
    numbers_shown = {
        name: st.column_config.NumberColumn(format="%.2f")
        for name, kind in made.schema.items()
        if kind == pl.Float64
    }
    st.dataframe(
        made.to_arrow(),  # which is what is sent: a frame would go by way of pandas
        key="explore_table",
        height=320,
        hide_index=True,
        column_config=numbers_shown,
        lazy=True,
    )
    told = f"{counted(len(made), 'row')}. Times are in {plain(choice.zone)}, with their UTC offset."
    if choice.show != "day" and coverage_of(result.frame)["cut"].any():
        told += " Coverage is that of whole windows; the period or the data cut some of them."
    st.caption(told)


def how(result: Aggregation, choice: Choice) -> None:
    """The query's text, its time and its traffic."""
    st.caption(
        f"{counted(len(result.windows.labels), 'window')} from "
        f"{counted(len(result.queries), 'query', 'queries')}: "
        f"{counted(result.rows, 'row')} moved in "
        f"{result.seconds * 1_000:,.0f} ms. Days, weeks and months are those of "
        f"{plain(choice.zone)}; weeks start on Monday."
    )
    with st.expander(f"Show the query ({result.language})", key="explore_query"):
        for text in result.queries:
            st.code(text, language="sql" if result.language == "SQL" else None)


def _day_table(result: Aggregation, choice: Choice) -> pl.DataFrame:
    course = day_course(result.frame, choice.zone)
    made = pl.DataFrame({f"Hour of the day ({choice.zone})": range(24)})
    hour = made.columns[0]
    for name, text in result.labels.items():
        title = BY_NAME[name].title
        part = course.filter(pl.col("channel") == name).select(
            pl.col("hour").cast(pl.Int64).alias(hour),
            pl.col("value").alias(ascii_label(text)),
            pl.col("count").alias(f"{title} rows found"),
            pl.col("expected").alias(f"{title} rows expected"),
        )
        made = made.join(part, on=hour, how="left", maintain_order="left")
    return made


def _safe(name: str) -> str:
    """A part of a file name."""
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in name)
