"""The table and its CSV, read back by another program."""

import csv
import gettext
import io
import sys
import unicodedata

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from turbine.explore.aggregate import AggregateRequest, aggregate
from turbine.explore.export import csv_bytes, local, table
from turbine.model.frame import to_time
from turbine.model.series import Series
from turbine.stores.duckdb.store import DuckDBStore
from turbine.words import sentences

SERIES = Series(measurement="scada", site="=1+1", turbine="T1")
STEP_NS = 600 * 10**9
SPRING_NS = 1_521_849_600 * 10**9  # 24 March 2018: the clock of Madrid changes on the 25th


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> DuckDBStore:
    store = DuckDBStore(tmp_path_factory.mktemp("data") / "points.duckdb")
    rows = 3 * 144
    frame = pl.DataFrame(
        {
            "time": to_time(SPRING_NS + np.arange(rows, dtype=np.int64) * STEP_NS),
            "power_kw": np.linspace(-3, 3_600, rows) / 3,
            "wind_direction_deg": np.linspace(300, 420, rows) % 360,
        }
    )
    store.write(SERIES, frame.filter(pl.int_range(rows).is_between(100, 130).not_()))
    return store


def read(store: DuckDBStore, **wanted) -> tuple[list[dict[str, str]], pl.DataFrame]:
    request = AggregateRequest(
        series=SERIES,
        channels=("power_kw", "wind_direction_deg"),
        start_ns=SPRING_NS,
        stop_ns=SPRING_NS + 3 * 144 * STEP_NS,
        **wanted,
    )
    result = aggregate(store, request)
    text = csv_bytes(local(table(result), "UTC")).decode("ascii")  # which it is not on
    return list(csv.DictReader(io.StringIO(text))), result.frame


def test_stamps_carry_the_offset_that_held_at_the_time(store):
    rows, _ = read(store, window="1d", zone="Europe/Madrid")
    assert [row["Start (Europe/Madrid)"] for row in rows] == [
        "2018-03-24T00:00:00+01:00",
        "2018-03-25T00:00:00+01:00",
        "2018-03-26T00:00:00+02:00",
        "2018-03-27T00:00:00+02:00",
    ]
    assert rows[1]["Rows expected"] == "138"


def test_every_window_is_a_row_and_every_double_comes_back_whole(store):
    rows, frame = read(store, window="1h")
    power = frame.filter(pl.col("channel") == "power_kw")
    assert len(rows) == 72
    texts = [row["Active power mean (kW)"] for row in rows]
    assert [float(t) if t else None for t in texts] == power["value"].to_list()
    assert texts.count("") == 4
    assert [int(row["Active power rows found"]) for row in rows] == power["count"].to_list()
    assert 0 <= float(rows[0]["Wind direction steadiness (0 to 1)"]) <= 1
    assert "Wind direction circular mean (deg)" in rows[0]


def test_bands_and_filled_windows_have_columns(store):
    rows, _ = read(store, window="1h", band=True, fill="previous")
    assert float(rows[0]["Active power percentile 10, exceedance P90 (kW)"]) < float(
        rows[0]["Active power percentile 90, exceedance P10 (kW)"]
    )
    assert [row["Active power filled in"] for row in rows].count("true") == 4
    assert "Wind direction percentile 10, exceedance P90 (°)" not in rows[0]


def test_a_count_is_only_one_column(store):
    rows, _ = read(store, window="1d", function="count")
    assert list(rows[0]) == [
        "Start (UTC)",
        "Active power rows found",
        "Wind direction rows found",
        "Rows expected",
        "Data coverage (%)",
        "Truncated",
    ]
    assert float(rows[0]["Data coverage (%)"]) == pytest.approx(100 * 113 / 144)


def test_channels_of_different_steps_have_their_own_expected_rows(tmp_path):
    store = DuckDBStore(tmp_path / "points.duckdb")
    minutes = SPRING_NS + np.arange(1_440) * 60 * 10**9
    speed = pl.DataFrame({"time": to_time(minutes), "wind_speed_mps": 5.0})
    store.write(SERIES, speed)
    store.write(SERIES, speed[::10].select("time", pl.lit(600.0).alias("power_kw")))
    request = AggregateRequest(
        series=SERIES, channels=("power_kw", "wind_speed_mps"), start_ns=SPRING_NS,
        stop_ns=SPRING_NS + 86_400 * 10**9, window="all",
    )  # fmt: skip
    [row] = table(aggregate(store, request)).to_dicts()
    assert row["Active power rows expected"] == row["Active power rows found"] == 144
    assert row["Wind speed rows expected"] == 1_440
    assert row["Data coverage (%)"] == 100
    assert row["Truncated"] is False


def test_headers_and_notes_are_in_the_language_of_whoever_reads_them(store, monkeypatch):
    request = AggregateRequest(
        series=SERIES, channels=("power_kw", "wind_direction_deg"), start_ns=SPRING_NS,
        stop_ns=SPRING_NS + 86_400 * 10**9, window="1h", fill="zero", band=True,
    )  # fmt: skip
    result = aggregate(store, request)
    assert [*map(str, result.notes)] == [
        "Wind direction is an angle: its circular mean is shown.",
        "Empty windows of wind direction stay empty, since zero would mean north.",
    ]
    english = table(result).columns
    other = gettext.NullTranslations()
    monkeypatch.setattr(other, "gettext", lambda text: f"«{text}»")
    monkeypatch.setattr(sentences, "translations", lambda: other)
    assert all(column.startswith("«") for column in table(result).columns)
    assert all(str(note).startswith("«") for note in result.notes)
    monkeypatch.undo()
    assert table(result).columns == english


@pytest.mark.parametrize("evil", ["=cmd()", "+1", "-1", "@x", "\t=1", "\r=1", '=a,b\n"c'])
def test_no_text_is_left_for_a_spreadsheet_to_run(evil):
    frame = pl.DataFrame({evil: [evil, "T1 = fine"], "number": [-1.5, 2.0]})
    rows = list(csv.reader(io.StringIO(csv_bytes(frame).decode(), newline="")))
    assert rows[0] == ["'" + evil, "number"]
    assert rows[1] == ["'" + evil, "-1.5"]
    assert rows[2][0] == "T1 = fine"


BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and a symbol to Unicode, and nothing to the eye."""
# What one library's Unicode does not have yet, another's may.
EVERY = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) not in "CnCs"]


def unseen(character: str) -> bool:
    return character in BLANK_LETTERS or unicodedata.category(character)[0] in "ZCM"


def begins_a_formula(text: str) -> bool:
    """By Unicode's own tables: what is left of it when all is gone that the eye does not see."""
    if text[:1] in ("\t", "\r", "\n"):
        return True
    left = next((c for c in text if not unseen(c)), "")
    plain = unicodedata.normalize("NFKC", left)[:1]
    return plain in ("=", "+", "@", "-", "\u2212") or (
        plain != "" and unicodedata.category(plain) == "Pd"
    )


def exported(texts: list[str]) -> list[str]:
    frame = pl.DataFrame({"text": texts, "number": [-1.5] * len(texts)})
    _, *rows = csv.reader(io.StringIO(csv_bytes(frame).decode(), newline=""))
    assert {number for _, number in rows} == {"-1.5"}
    return [text for text, _ in rows]


@given(st.lists(st.text(alphabet=st.sampled_from(EVERY), max_size=6), min_size=1, max_size=20))
@example([" =1", "＝1", "\u00a0＋1", "\u200b\ufeff−1", "\u3164﹫x", " \t-1", "\u0301=1"])
@example(["é=1", "T1", "", " ", "1 = 1"])
def test_a_text_gets_an_apostrophe_exactly_when_it_could_be_taken_for_a_formula(texts):
    assert exported(texts) == ["'" * begins_a_formula(text) + text for text in texts]


def test_no_character_of_unicode_hides_a_formula_or_looks_like_one_unseen():
    for texts in (EVERY, [f"{c}=1" for c in EVERY]):
        assert exported(texts) == ["'" * begins_a_formula(text) + text for text in texts]


@pytest.mark.parametrize("sign", [";", "\t", "|", ","])
def test_a_program_that_cuts_cells_by_another_sign_finds_no_formula_within_a_text(sign):
    evil = f"T1{sign}=cmd()"
    text = csv_bytes(pl.DataFrame({evil: [evil]})).decode()
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    assert rows == [[evil], [evil]]
