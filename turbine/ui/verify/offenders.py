"""The rows and values that do not match: listed, chosen, downloaded."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from turbine.explore.export import local
from turbine.explore.files import Origin
from turbine.explore.functions import quantity
from turbine.ui.common.feedback import plain
from turbine.ui.common.table import downloads
from turbine.ui.verify.words import Words
from turbine.verify.compare import Verification

OFFENDERS = "verify_offenders"
SHOWN = 500
"""As many are listed; all of them are in the download."""

_ZONE = "UTC"
"""Of the database's stamps; the file's are on its own clock."""
_KINDS = {
    "missing": Words.MISSING_ROW,
    "overwritten": Words.OVERWRITTEN_ROW,
    "unexpected": Words.UNEXPECTED_POINT,
    "differing": Words.DIFFERENT_VALUE,
    "duplicate": Words.DUPLICATE_POINT,
    "tagged": Words.ADDITIONAL_TAGS,
}


def listed(result: Verification) -> pl.DataFrame:
    """Those that are shown, as OFFENDERS_SCHEMA has them."""
    return result.offenders.head(SHOWN)


def table(result: Verification, offenders: pl.DataFrame) -> pl.DataFrame:
    """For people: the file's line and stamp, on its own clock, beside the database's."""
    zone = result.record.interpretation.zone
    kinds = {kind: label() for kind, label in _KINDS.items()}
    units = {name: quantity(name) for name in offenders["channel"].drop_nulls().unique()}
    return offenders.select(
        pl.col("kind").replace(kinds).alias(Words.MISMATCH()),
        pl.col("line").alias(Words.FILE_LINE()),
        pl.col("file_time").dt.convert_time_zone(zone).alias(Words.FILE_TIMESTAMP(zone=zone)),
        pl.col("time").alias(Words.DATABASE_TIMESTAMP()),
        pl.col("channel").replace(units).alias(Words.FIELD()),
        _side(offenders, "file").alias(Words.FILE_VALUE()),
        _side(offenders, "stored").alias(Words.DATABASE_VALUE()),
        (pl.col("stored_value") - pl.col("file_value")).alias(Words.DIFFERENCE()),
        pl.col("by_line").alias(Words.OVERWRITTEN_BY_LINE()),
    )


def _side(offenders: pl.DataFrame, side: str) -> pl.Expr:
    """The values of one side: as numbers, unless there are states among them."""
    value, text = pl.col(f"{side}_value"), pl.col(f"{side}_text")
    texts = offenders["file_text", "stored_text"]
    are_numbers = all(column.null_count() == len(column) for column in texts)
    return value if are_numbers else pl.coalesce(text, value.cast(pl.String))


def draw(result: Verification, *, on_choose: Callable[[], None]) -> None:
    """The first of them; choosing one calls ``on_choose``."""
    count = result.offenders.height
    if not count:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(Words.MISMATCHES(), anchor=False)
        downloads(
            lambda: table(result, result.offenders),
            _origin(result),
            rows=count,
            name=f"verify_{result.record.id}",
            key="verify_download",
        )
    shown = local(table(result, listed(result)), _ZONE)
    captions = [Words.CHOOSE_A_ROW(zone=plain(result.record.interpretation.zone))]
    if len(shown) < count:
        captions.insert(0, Words.FIRST_SHOWN(shown=len(shown), total=count))
    st.caption(" ".join(captions))
    st.dataframe(
        # As text: every digit counts here, and an empty cell stays blank.
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


def _origin(result: Verification) -> Origin:
    return Origin(
        turbines=(result.record.series.turbine,),
        start_ns=result.record.first_ns,
        stop_ns=result.record.last_ns + 1,
        zone=_ZONE,
        queries=result.queries,
    )
