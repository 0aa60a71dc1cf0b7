"""Line protocol against golden bytes and a small parser of its own."""

import json
import math
import struct
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbine.model.channels import FIRST as NAMES
from turbine.model.errors import StoreError
from turbine.model.frame import to_time
from turbine.stores.influx.line_protocol import check_names, encode

GOLDENS = sorted((Path(__file__).parent / "data" / "lineprotocol").glob("*.lp"))

Row = tuple[str, dict[str, str], dict[str, float], int]


def frame(rows: list[tuple[int, list[float | None]]]) -> pl.DataFrame:
    """Rows of a stamp in ns and the catalogue's channels in order (short rows: null)."""
    stamps = to_time(np.array([stamp for stamp, _ in rows], dtype=np.int64))
    columns = {
        name: pl.Series([dict(enumerate(v)).get(i) for _, v in rows], dtype=pl.Float64)
        for i, name in enumerate(NAMES)
    }
    return pl.DataFrame({"time": stamps, **columns})


def unescaped(text: str, stop: str) -> tuple[str, str]:
    """The part before the first of the ``stop`` characters that no backslash precedes, and the
    rest with it. A backslash before one of ``, =`` and space hides it and vanishes; before
    anything else it is a character like others."""
    taken = ""
    i = 0
    while i < len(text):
        if text[i] == "\\" and i + 1 < len(text) and text[i + 1] in ", =":
            taken += text[i + 1]
            i += 2
        elif text[i] in stop:
            return taken, text[i:]
        else:
            taken += text[i]
            i += 1
    return taken, ""


def parse(line: str) -> Row:
    """One line, read from left to right as the servers' grammar has it."""
    measurement, rest = unescaped(line, ", ")
    tags = {}
    while rest.startswith(","):
        key, rest = unescaped(rest[1:], "=")
        tags[key], rest = unescaped(rest[1:], ", ")
    fields, _, stamp = rest[1:].partition(" ")
    values = dict(pair.split("=") for pair in fields.split(","))
    assert stamp.lstrip("-").isdigit(), stamp
    return measurement, tags, {name: number(text) for name, text in values.items()}, int(stamp)


def number(text: str) -> float:
    """A float of InfluxDB 3's grammar, the narrowest: digits on both sides of a point, no i, no +
    before the digits, neither NaN nor infinity."""
    mantissa, _, exponent = text.partition("e")
    whole, point, fraction = mantissa.removeprefix("-").partition(".")
    assert whole.isdigit(), text
    assert not point or fraction.isdigit(), text
    assert "e" not in text or exponent.lstrip("+-").isdigit(), text
    return float(text)


def bits(value: float) -> bytes:
    return struct.pack("<d", value)


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda path: path.stem)
def test_bytes_are_the_golden_ones(golden: Path) -> None:
    case = json.loads(golden.with_suffix(".json").read_text("utf-8"))
    rows = [
        (stamp, [None if v is None else float(v) for v in values])
        for stamp, *values in case["rows"]
    ]
    assert encode(case["measurement"], case["tags"], frame(rows)) == golden.read_bytes()


def test_there_are_goldens() -> None:
    assert len(GOLDENS) >= 4


any_double = st.integers(0, 2**64 - 1).map(lambda i: struct.unpack("<d", struct.pack("<Q", i))[0])
finite = any_double.filter(math.isfinite)
names = st.text(
    st.one_of(st.sampled_from(" ,=\"'\\${}#é漢😀"), st.characters(exclude_categories=("Cs", "Cc"))),
    min_size=1,
)
stamps = st.integers(-(2**63) + 2, 2**63 - 2)


@given(
    rows=st.lists(
        st.tuples(stamps, st.lists(st.none() | finite, min_size=4, max_size=4)),
        unique_by=lambda row: row[0],
    ),
    measurement=names.filter(lambda name: "\\" not in name and not name.startswith("#")),
    site=names.filter(lambda name: not name.endswith("\\")),
    turbine=names.filter(lambda name: not name.endswith("\\")),
)
def test_what_is_encoded_parses_to_the_same(
    rows: list[tuple[int, list[float | None]]], measurement: str, site: str, turbine: str
) -> None:
    tags = {"site": site, "turbine": turbine}
    text = encode(measurement, tags, frame(rows)).decode()
    parsed = [parse(line) for line in text.split("\n")] if text else []
    wanted = [
        (
            measurement,
            tags,
            {n: bits(v) for n, v in zip(NAMES, values, strict=True) if v is not None},
            t,
        )
        for t, values in rows
    ]
    rows = [
        (m, t, {n: bits(v) for n, v in fields.items()}, stamp) for m, t, fields, stamp in parsed
    ]
    assert rows == [row for row in wanted if row[2]]


def test_a_hundred_thousand_random_doubles_come_back_bit_for_bit() -> None:
    raw = np.random.default_rng(3).integers(0, 2**64, 120_000, dtype=np.uint64).view(np.float64)
    values = raw[np.isfinite(raw)][:100_000]
    stamps = to_time(np.arange(len(values), dtype=np.int64))
    lines = encode("m", {}, pl.DataFrame({"time": stamps, "power_kw": values})).split(b"\n")
    back = np.array([number(line.split(b"=")[1].split(b" ")[0].decode()) for line in lines])
    assert (back.view(np.uint64) == values.view(np.uint64)).all()


def test_the_line_column_and_rows_without_a_value_are_not_sent() -> None:
    rows = frame([(1, [1.5]), (2, []), (3, [None, 2.0])]).with_columns(line=pl.lit(7, pl.UInt32))
    assert encode("m", {}, rows) == b"m power_kw=1.5 1\nm wind_speed_mps=2.0 3"


def test_no_rows_and_no_channels_are_no_bytes() -> None:
    assert encode("m", {}, frame([])) == b""
    assert encode("m", {}, frame([(1, [1.0])]).select("time")) == b""


@pytest.mark.parametrize(
    ("measurement", "turbine", "said"),
    [
        ("", "T1", "The measurement '' cannot be stored: it is empty"),
        ("m", "", "The turbine '' cannot be stored: it is empty"),
        ("m", "T1\\", "ends in a backslash"),
        ("a\\,b", "T1", "a measurement cannot hold a backslash"),
        ("#m", "T1", "it starts with #"),
        ("m", "T1\nm power_kw=1", "control character"),
        ("m\r", "T1", "control character"),
        ("m", "T\x00", "control character"),
        ("m", "T\ud800", "control character"),
    ],
)
def test_names_that_would_not_come_back_are_refused(
    measurement: str, turbine: str, said: str
) -> None:
    with pytest.raises(StoreError, match=said.replace("\\", "\\\\")) as caught:
        check_names(measurement, {"turbine": turbine})
    assert caught.value.hint
    with pytest.raises(StoreError):
        encode(measurement, {"turbine": turbine}, frame([(1, [1.0])]))


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("Run", '"Run"'),
        ('a "b"', '"a \\"b\\""'),
        ("\\", '"\\\\"'),
        ("a, b=c", '"a, b=c"'),
        ("7", '"7"'),
    ],
)
def test_states_are_quoted_and_what_would_end_them_is_escaped(word, written):
    points = pl.DataFrame(
        {"time": to_time(np.array([1])), "status_text": [word], "power_kw": [2.5]}
    )
    line = encode("scada", {"site": "a"}, points).decode()
    assert line == f"scada,site=a status_text={written},power_kw=2.5 1"


@pytest.mark.parametrize("word", ["a\nb", "a\rb", "\x00", "\x7f"])
def test_a_state_with_a_control_character_is_refused(word):
    points = pl.DataFrame({"time": to_time(np.array([1])), "status_text": [word]})
    with pytest.raises(StoreError, match="control character"):
        encode("scada", {"site": "a"}, points)
