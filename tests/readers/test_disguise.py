"""One table in many disguises gives the same points, to the bit; in other units within 4 ulp."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import workbook

from turbine.readers import detect, open_source, scan

SIGNALS = ("power_kw", "wind_speed_mps", "wind_direction_deg")
HEADERS = ("Active Power (kW)", "Wind Speed (m/s)", "Wind Direction (°)")
OTHER_UNITS = ("Active Power (MW)", "Wind Speed (km/h)", "Wind Direction (deg)")
TO_OTHER_UNITS = (Decimal("0.001"), Decimal("3.6"), Decimal(1))

Row = tuple[datetime, tuple[Decimal | None, ...]]
Rows = list[Row]


def numbers(digits: int) -> st.SearchStrategy[Decimal | None]:
    whole = st.integers(-(10**digits) + 1, 10**digits - 1)
    found = st.builds(lambda m, e: Decimal(m).scaleb(e), whole, st.integers(-digits, 2))
    return st.one_of(st.none(), found)


def tables(digits: int = 15) -> st.SearchStrategy[Rows]:
    """Rows of ten minutes: the first has all of its values."""
    start = datetime(2019, 5, 13, tzinfo=UTC)
    cells = st.tuples(*[numbers(digits)] * len(SIGNALS))
    rows = st.lists(cells, min_size=1, max_size=6)
    return rows.map(
        lambda found: [
            (start + timedelta(minutes=10 * row), values)
            for row, values in enumerate([(Decimal(5), Decimal("7.25"), Decimal(250)), *found])
        ]
    )


def plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def text(
    rows: Rows,
    stamp: Callable[[datetime], str],
    *,
    sign: str = ".",
    delimiter: str = ",",
    order: tuple[int, ...] = (0, 1, 2, 3),
    headers: tuple[str, ...] = HEADERS,
) -> bytes:
    lines = [("Date/Time", *headers)]
    lines += [
        (stamp(time), *(plain(v).replace(".", sign) for v in values)) for time, values in rows
    ]
    return "".join(delimiter.join(line[i] for i in order) + "\n" for line in lines).encode()


def frame(rows: Rows) -> pl.DataFrame:
    """Typed: doubles and moments."""
    columns = {"Date/Time": [time for time, _ in rows]}
    for place, header in enumerate(HEADERS):
        values = [row[1][place] for row in rows]
        columns[header] = [None if v is None else float(v) for v in values]
    return pl.DataFrame(columns, schema_overrides=dict.fromkeys(HEADERS, pl.Float64))


def packed(table: pl.DataFrame, how: str) -> bytes:
    target = io.BytesIO()
    getattr(table, how)(target)
    return target.getvalue()


def book(rows: Rows) -> bytes:
    cells = [[time.replace(tzinfo=None), *map(_cell, values)] for time, values in rows]
    return workbook({"Data": [["Export"], [], ["Date/Time", *HEADERS], *cells]})


def _cell(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor


def annotated(rows: Rows) -> bytes:
    lines = ["#group,false,false,false,false,true", "#datatype,string,long,dateTime:RFC3339,double"]
    lines = [
        f"{lines[1]},string",
        lines[0],
        "#default,_result,,,,",
        ",result,table,_time,_value,_field",
    ]
    for place, name in enumerate(SIGNALS):
        lines += [f",,{place},{iso(time)}Z,{plain(values[place])},{name}" for time, values in rows]
    return "\n".join([*lines, ""]).encode()


def iso(time: datetime) -> str:
    return time.replace(tzinfo=None).isoformat(timespec="seconds")


def german(time: datetime) -> str:
    return f"{time:%d.%m.%Y %H:%M}"


def eastern(time: datetime) -> str:
    return time.astimezone(timezone(timedelta(hours=5, minutes=30))).isoformat()


def istanbul(time: datetime) -> str:
    return iso(time.astimezone(ZoneInfo("Europe/Istanbul")))


UTC_ZONE = {"zone": "UTC"}
DISGUISES: dict[str, tuple[Callable[[Rows], bytes], dict]] = {
    "semicolons.csv": (lambda r: text(r, iso, delimiter=";"), UTC_ZONE | {"decimal": "."}),
    "german.csv": (
        lambda r: text(r, german, delimiter=";", sign=","),
        UTC_ZONE | {"decimal": ",", "date_order": "day-first"},
    ),
    "tabs.txt": (
        lambda r: text(r, iso, delimiter="\t", order=(3, 1, 0, 2)), UTC_ZONE | {"decimal": "."}
    ),
    "latin.csv": (
        lambda r: text(r, iso).decode().encode("cp1252"), UTC_ZONE | {"decimal": "."}
    ),
    "wide.csv": (
        lambda r: text(r, iso).decode().encode("utf-16"), UTC_ZONE | {"decimal": "."}
    ),
    "offsets.csv": (lambda r: text(r, eastern), {"decimal": "."}),
    "istanbul.csv": (lambda r: text(r, istanbul), {"zone": "Europe/Istanbul", "decimal": "."}),
    "book.xlsx": (book, UTC_ZONE),
    "moments.parquet": (lambda r: packed(frame(r), "write_parquet"), {}),
    "naive.parquet": (
        lambda r: packed(
            frame(r).with_columns(pl.col("Date/Time").dt.replace_time_zone(None)), "write_parquet"
        ),
        UTC_ZONE,
    ),
    "moments.feather": (lambda r: packed(frame(r), "write_ipc"), {}),
    "tables.csv": (annotated, {}),
}  # fmt: skip


def points(data: bytes, name: str, **details: object) -> pl.DataFrame:
    source = open_source(data, name)
    found = detect(source, missing=["none"], **details)
    assert found.questions == (), [str(note) for note in found.notes]
    scanned = scan(source, found.interpretation)
    assert scanned.counts.add_up
    assert len(scanned.rejected) == len(scanned.bad_cells) == 0
    return pl.concat(scanned.blocks()).select("time", *SIGNALS)


def base(rows: Rows) -> pl.DataFrame:
    return points(text(rows, iso), "plain.csv", zone="UTC", decimal=".")


@pytest.mark.parametrize("name", DISGUISES)
@settings(max_examples=8, deadline=None)
@given(rows=tables())
def test_a_disguise_changes_no_bit(name: str, rows: Rows) -> None:
    disguised, details = DISGUISES[name]
    expected = base(rows)
    found = points(disguised(rows), name, **details)
    assert found["time"].to_list() == expected["time"].to_list()
    for signal in SIGNALS:
        assert found[signal].to_numpy().tobytes() == expected[signal].to_numpy().tobytes()
    values = [[None if v is None else float(v) for v in row] for _, row in rows]
    kept = [row for row in values if any(v is not None for v in row)]
    assert [list(row) for row in expected.select(SIGNALS).rows()] == kept


@settings(max_examples=20, deadline=None)
@given(rows=tables(13))
def test_other_units_are_within_four_ulp(rows: Rows) -> None:
    other = [(time, tuple(map(_times, values, TO_OTHER_UNITS))) for time, values in rows]
    found = points(text(other, iso, headers=OTHER_UNITS), "other.csv", zone="UTC", decimal=".")
    expected = base(rows)
    for signal in SIGNALS:
        ours, theirs = found[signal].to_numpy(), expected[signal].to_numpy()
        assert (np.isnan(ours) == np.isnan(theirs)).all()
        off = np.abs(ours - theirs) / np.spacing(np.abs(theirs))
        assert np.nanmax(off, initial=0.0) <= 4
