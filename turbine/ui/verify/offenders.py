"""The rows and values that are not as they should be: listed, chosen, taken away."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from turbine.explore.export import csv_bytes
from turbine.model.channels import BY_NAME
from turbine.ui.common.feedback import plain
from turbine.verify.compare import Verification

OFFENDERS = "verify_offenders"
SHOWN = 500
"""As many are listed; all of them are in the download."""

_ISO = "%Y-%m-%dT%H:%M:%S%.f%:z"
_KINDS = {
    "missing": "Row missing",
    "overwritten": "Row overwritten",
    "unexpected": "Unexpected",
    "differing": "Other value",
    "duplicate": "Second point",
    "tagged": "Further tags",
}


def listed(found: Verification) -> pl.DataFrame:
    """Those that are shown, as OFFENDERS_SCHEMA has them."""
    return found.offenders.head(SHOWN)


def table(found: Verification, offenders: pl.DataFrame) -> pl.DataFrame:
    """For people: the file's line and stamp, on its own clock, beside the database's."""
    zone = found.record.interpretation.zone
    units = {name: f"{channel.title} ({channel.unit})" for name, channel in BY_NAME.items()}
    return offenders.select(
        pl.col("kind").replace(_KINDS).alias("What"),
        pl.col("line").alias("File line"),
        pl.col("file_time")
        .dt.convert_time_zone(zone)
        .dt.strftime(_ISO)
        .alias(f"File stamp ({zone})"),
        pl.col("time").dt.strftime(_ISO).alias("Database stamp (UTC)"),
        pl.col("channel").replace(units).alias("Channel"),
        pl.col("file_value").alias("File value"),
        pl.col("stored_value").alias("Database value"),
        (pl.col("stored_value") - pl.col("file_value")).alias("Difference"),
        pl.col("by_line").alias("Stamp held by line"),
    )


def draw(found: Verification, *, on_choose: Callable[[], None]) -> None:
    """The first of them; choosing one calls ``on_choose``."""
    count = found.offenders.height
    if not count:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Offenders", anchor=False)
        st.download_button(
            f"Download all {count:,} as CSV",
            lambda: csv_bytes(table(found, found.offenders)),
            file_name=f"verify_{found.record.id}.csv",
            mime="text/csv",
            key="verify_download",
            icon=":material/download:",
            on_click="ignore",
        )
    shown = table(found, listed(found))
    zone = plain(found.record.interpretation.zone)
    first = f"The first {len(shown):,} of {count:,}, by time. " if len(shown) < count else ""
    st.caption(
        f"{first}Choose a row to see it in the chart. The database stamp of a missing row is where "
        f"it ought to be. File stamps are on the clock of {zone}."
    )
    st.dataframe(
        # As text: every digit counts here, and what is not there stays blank.
        shown.select(
            pl.col(name).cast(pl.String).fill_null("")
            for name in shown.columns
            if shown[name].null_count() < len(shown)
        ),
        key=OFFENDERS,
        hide_index=True,
        height=min(38 * (len(shown) + 1), 400),
        on_select=on_choose,
        selection_mode="single-row",
    )
