"""Reading files: format samples with their expected rows, and sentences for what is no table.

A new quirk is a new folder in samples: ``input.csv`` and ``expected.json``.
"""

import json
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from paths import T1
from samples import check_sample, iso, rows_of

from turbine import readers
from turbine.model.errors import FileError
from turbine.model.frame import in_words
from turbine.readers import Detection, FileScan, detect, open_source, restored, scan

SAMPLES = Path(__file__).parent / "samples"
HEADER = "Date/Time,LV ActivePower (kW),Wind Speed (m/s)"


def read(data: bytes, **changes) -> tuple[Detection, FileScan]:
    source = open_source(data, "file.csv")
    detection = detect(source, **{"zone": "Europe/Istanbul", **changes})
    return detection, scan(source, detection.interpretation)


@pytest.mark.parametrize("folder", sorted(p.name for p in SAMPLES.iterdir()))
def test_format(folder):
    check_sample(SAMPLES / folder)


def test_rejected_rows_keep_their_text():
    _, scanned = read(f"{HEADER}\r\n31 01 2018 00:00,1,2\r\nTotal,\0,9\r\n".encode())
    assert in_words(scanned.rejected).rows() == [(3, "Total,␀,9", "The line holds a NUL byte.")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"\n \n", "no text"),
        (HEADER.encode(), "has a header but no data rows"),
        (f"{HEADER}\n\n  \n".encode(), "has a header but no data rows"),
        (b"LV ActivePower (kW),Wind Speed (m/s)\n1,2\n3,4\n", "There is no time column"),
        (f"{HEADER}\nsoon,1,2\nlater,3,4\n".encode(), "holds no dates .* begins with 'soon'"),
        (b"hello\nworld\n", "No header row"),
        (b"31 01 2018 00:00,1,2\n31 01 2018 00:10,1,2\n", "No header row"),
        (bytes(range(256)) * 40, "is binary data"),
        (np.random.default_rng(3).bytes(20_000), "is binary data"),
        (b"%PDF-1.7\n1 0 obj", "is a PDF"),
        (b"PAR1" + bytes(100), "is damaged or not a Parquet file"),
    ],
)
def test_what_is_no_table_gets_a_sentence(data, sentence):
    with pytest.raises(FileError, match=sentence) as caught:
        detect(open_source(data, "file.csv"))
    assert caught.value.hint


def test_a_wrong_delimiter_is_reported():
    data = f"{HEADER}\n31 01 2018 00:00,1,2\n".encode()
    with pytest.raises(FileError, match="with the semicolon as delimiter"):
        detect(open_source(data, "file.csv"), delimiter=";")


@pytest.mark.parametrize("delimiter", ["", ", ", '"', "\n", "§"])
def test_an_impossible_delimiter_is_refused(delimiter):
    with pytest.raises(FileError, match="cannot be a delimiter"):
        read(f"{HEADER}\n31 01 2018 00:00,1,2\n".encode(), delimiter=delimiter)


@pytest.mark.parametrize("delimiter", ["^", " ", "~", "]", "\\"])
def test_any_other_delimiter_can_be_given(delimiter):
    rows = [
        "time,power_kw,wind_speed_mps,note",
        "2018-01-31T00:00,1,2,x",
        '2018-01-31T00:10,"3",4,"y,"',
    ]
    data = "\n".join(row.replace(",", delimiter) for row in rows).encode()
    _, scanned = read(data, delimiter=delimiter)
    assert [row[2] for row in rows_of(scanned)] == [[1.0, 2.0], [3.0, 4.0]]


def test_unknown_columns_are_asked_for_and_can_be_mapped():
    data = b"when,p,v\n31 01 2018 00:00,on,off\n"
    detection = detect(open_source(data, "f.csv"), zone="UTC")
    assert detection.questions == ("mapping",)
    assert detection.interpretation.headers == ("when", "p", "v")
    with pytest.raises(FileError, match=r"No column .* is mapped to a channel"):
        scan(open_source(data, "f.csv"), detection.interpretation)
    data = b"when,p,v\n31 01 2018 00:00,1,2\n"
    detection, scanned = read(data, mapping=((2, "wind_speed_mps"), (1, "power_kw")))
    assert detection.interpretation.mapping == ((1, "power_kw"), (2, "wind_speed_mps"))
    assert rows_of(scanned) == [[2, "2018-01-30T21:00:00Z", [1.0, 2.0]]]


@pytest.mark.parametrize(
    "mapping",
    [
        ((0, "power_kw"),),
        ((9, "power_kw"),),
        ((1, "Speed"),),
        ((1, "power_kw"), (2, "power_kw")),
        ((1, "power_kw"), (1, "wind_speed_mps")),
    ],
)
def test_an_impossible_mapping_is_refused(mapping):
    with pytest.raises(FileError):
        read(b"when,p,v\n31 01 2018 00:00,1,2\n", mapping=mapping)


def test_undecidable_dates_are_asked_for():
    data = f"{HEADER}\n05 06 2018 00:00,1,2\n05 06 2018 00:10,1,2\n".encode()
    detection = detect(open_source(data, "f.csv"), zone="UTC")
    assert detection.questions == ("date_order",)
    stamps = {"day-first": "2018-06-04T21:00:00Z", "month-first": "2018-05-05T21:00:00Z"}
    for order, stamp in stamps.items():
        detection, scanned = read(data, date_order=order)
        assert detection.questions == ()
        assert rows_of(scanned)[0][1] == stamp
    with pytest.raises(FileError, match="cannot be year-first"):
        read(data, date_order="year-first")


def test_dates_equal_in_both_orders_are_no_question():
    detection, scanned = read(f"{HEADER}\n06 06 2018 00:00,1,2\n06 06 2018 00:10,1,2\n".encode())
    assert detection.questions == ()
    assert rows_of(scanned)[0][1] == "2018-06-05T21:00:00Z"


def test_contradicting_dates_are_asked_for():
    rows = [f"{day:02d} 01 2018 00:00" for day in range(1, 20)]
    rows += [f"01 {day:02d} 2018 00:00" for day in range(13, 20)]
    detection = detect(
        open_source("\n".join([HEADER, *(f"{r},1,2" for r in rows)]).encode(), "f"), zone="UTC"
    )
    assert detection.questions == ("date_order",)
    assert detection.interpretation.date_order == "day-first"


def test_one_typing_error_does_not_turn_the_order():
    rows = [f"{day:02d} 01 2018 {hour:02d}:00" for day in range(1, 31) for hour in range(24)]
    rows[5] = "01 13 2018 05:00"
    detection, scanned = read("\n".join([HEADER, *(f"{r},1,2" for r in rows)]).encode())
    assert detection.interpretation.date_order == "day-first"
    assert detection.questions == ()
    assert scanned.rejected["line"].to_list() == [7]


def test_the_order_is_found_beyond_the_head():
    rows = [f"01 01 2018 {m // 60 % 24:02d}:{m % 60:02d},1.0000000000000,2" for m in range(1440)]
    rows = [row.replace("01 01", f"{day:02d} 01") for day in range(1, 12) for row in rows]
    rows.append("13 01 2018 00:00,1,2")
    data = "\n".join([HEADER, *rows]).encode()
    assert data.index(b"13 01 2018") > 512 << 10
    detection = detect(open_source(data, "f.csv"), zone="UTC")
    assert detection.interpretation.date_order == "day-first"
    assert "1 row can only be read that way" in " ".join(map(str, detection.notes))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_an_unknown_zone_is_refused(zone):
    data = f"{HEADER}\n31 01 2018 00:00,1,2\n".encode()
    with pytest.raises(FileError, match="There is no time zone"):
        read(data, zone=zone)


def test_a_header_line_can_be_given():
    data = f"x;y\n{HEADER}\n{HEADER}\n31 01 2018 00:00,1,2\n".encode()
    detection, scanned = read(data, header_line=3)
    assert detection.interpretation.details.header_line == 3
    assert rows_of(scanned) == [[4, "2018-01-30T21:00:00Z", [1.0, 2.0]]]
    detection, scanned = read(data)
    assert detection.interpretation.details.header_line == 2
    assert scanned.rejected["line"].to_list() == [3]


def test_decimal_sign_can_be_given():
    data = b"Date/Time;Power (kW)\n31 01 2018 00:00;1,5\n"
    _, scanned = read(data, decimal=".")
    assert scanned.counts.kept == 0
    assert in_words(scanned.rejected)["reason"].to_list() == ["No value is left in this row."]
    assert list(scanned.blocks()) == [] or all(block.is_empty() for block in scanned.blocks())


def test_no_row_kept_is_an_answer():
    _, scanned = read(f"{HEADER}\n31 01 2018 00:00,,\n31 01 2018 00:10,x,y\n".encode())
    assert (scanned.counts.rows, scanned.counts.kept) == (2, 0)
    assert (scanned.counts.without_values, scanned.counts.rejected) == (1, 1)
    assert scanned.counts.add_up
    assert len(scanned.stamps) == 0
    assert scanned.step_ns == 0


def test_interpretation_survives_json():
    detection, _ = read(f"{HEADER}\n31 01 2018 00:00,1,2\n".encode())
    form = detection.interpretation
    assert restored(json.loads(json.dumps(form.to_dict()))) == form


def test_preview_shows_the_first_rows():
    detection, _ = read(f"{HEADER}\n31 01 2018 00:00,1,2\n31 01 2018 00:10,3,4\n".encode())
    assert detection.preview == (("31 01 2018 00:00", "1", "2"), ("31 01 2018 00:10", "3", "4"))


def test_progress_reaches_the_size():
    data = f"{HEADER}\n31 01 2018 00:00,1,2\n".encode()
    source = open_source(data, "f.csv")
    seen: list[int] = []
    scan(source, detect(source).interpretation, seen.append)
    assert seen[-1] == len(data) == source.size


def test_every_rejected_reason_is_one_line():
    _, scanned = read((SAMPLES / "bad_stamps" / "input.csv").read_bytes())
    assert all(
        re.fullmatch(r"[^\n]{5,200}", reason) for reason in in_words(scanned.rejected)["reason"]
    )


@pytest.mark.skipif(not T1.exists(), reason=f"the real file is not at {T1}: set TURBINE_TEST_T1")
def test_t1():
    source = open_source(T1, "T1.csv")
    detection = detect(source)
    scanned = scan(source, detection.interpretation)
    assert detection.questions == ()
    assert detection.interpretation.channels == (
        "power_kw",
        "wind_speed_mps",
        "theoretical_power_kw",
        "wind_direction_deg",
    )
    assert detection.interpretation.not_stored == ()
    assert scanned.counts == readers.Counts(
        rows=50_530, kept=50_530, rejected=0, duplicate=0, cells=202_120, values=202_120, missing=0,
        bad=0, blank_lines=0,
    )  # fmt: skip
    assert iso(scanned.stamps[0]) == "2017-12-31T21:00:00Z"
    assert iso(scanned.stamps[-1]) == "2018-12-31T20:50:00Z"
    assert scanned.step_ns == 600_000_000_000
    frame = pl.concat(scanned.blocks())
    assert frame["line"].to_list() == list(range(2, 50_532))
    texts = [line.split(",") for line in T1.read_text(encoding="utf-8-sig").splitlines()[1:]]
    for column, name in detection.interpretation.mapping:
        assert frame[name].to_list() == [float(cells[column]) for cells in texts]
