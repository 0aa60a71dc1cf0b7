"""The real file's checked figures, where they are: made by other libraries, definitions inside."""

import json
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

import polars as pl
import pytest
from paths import SHARED, T1

from turbine.model.frame import TIME
from turbine.wind.rows import Period, Rows

REFERENCE = SHARED / "data/t1-reference.json"
needs_oracle = pytest.mark.skipif(
    not (T1.is_file() and REFERENCE.is_file()),
    reason=f"the real file or its checked figures are not at {T1} and {REFERENCE}: "
    "set TURBINE_TEST_T1, and put the figures there",
)
ZONE = "Etc/GMT-3"  # the file's clock: UTC+3 all year


@cache
def reference() -> Any:
    return json.loads(REFERENCE.read_text(encoding="utf-8"))


def ns(*moment: int, hours: int = 3) -> int:
    """A moment of a clock so many hours ahead of UTC."""
    local = datetime(*moment, tzinfo=timezone(timedelta(hours=hours)))  # type: ignore[arg-type]  # a tuple of ints
    return int((local - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 10**9


@cache
def t1() -> Rows:
    """The real file, read by polars alone, over its calendar year."""
    names = ["time", "power_kw", "wind_mps", "reference_kw", "direction_deg"]
    frame = pl.read_csv(T1, new_columns=names)
    local = pl.col("time").str.to_datetime("%d %m %Y %H:%M", time_unit="ns")
    return Rows(
        frame=frame.with_columns((local - pl.duration(hours=3)).dt.replace_time_zone("UTC")).cast(
            {"time": TIME}
        ),
        period=Period(start_ns=ns(2018, 1, 1), stop_ns=ns(2019, 1, 1), zone=ZONE),
    )
