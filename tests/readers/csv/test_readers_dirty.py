"""Dirty files against a plain reader in Python: every row and cell is accounted for."""

import struct

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_reader import plain_scan

from turbine.model.errors import FileError
from turbine.model.frame import in_words, stamps_of
from turbine.readers import detect, open_source, reading, scan
from turbine.readers.csv import cells, lines
from turbine.readers.csv.dialect import CsvDialect
from turbine.readers.csv.lines import Block
from turbine.readers.csv.numbers import COUNTED
from turbine.readers.model import Interpretation

HEADERS = ("Date/Time", "LV ActivePower (kW)", "Remark", "Wind Speed (m/s)")


def form(*, delimiter=",", decimal=".", zone="Europe/Berlin", encoding="utf-8") -> Interpretation:
    return Interpretation(
        format="csv",
        details=CsvDialect(encoding=encoding, delimiter=delimiter, decimal=decimal, header_line=1),
        headers=HEADERS,
        time_columns=(0,),
        date_order="day-first",
        time_format="%d %m %Y %H:%M",
        zone=zone,
        mapping=((1, "power_kw"), (3, "wind_speed_mps")),
    )


# -- made files ----------------------------------------------------------------------------

stamps = st.one_of(
    st.builds(
        "{:02d} {:02d} 2018 {:02d}:{}0".format,
        st.integers(1, 3), st.integers(1, 2), st.integers(0, 1), st.integers(0, 2),
    ),
    st.sampled_from(
        [
            "25 03 2018 02:30", "28 10 2018 02:30", "28 10 2018 03:00", "", "x", "31 02 2018 00:00",
            "01 01 1500 00:00", "1 2 2018 3:4", " 05 05 2018 00:00 ", "01 01 2018 24:00",
        ]
    ),
)  # fmt: skip
numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(0, 3).map(str),
    st.sampled_from(
        [
            "", "nan", "NaN", "NULL", "n/a", "None", "-", "inf", "-Infinity", "1e400", "abc", " 7 ",
            "1_0", "0x1", "+.5", "5.", ".", "1e", "--1", "1.2.3", "٣", "1 2", "-nan", "−1",
            "1 024", "1'024.5", "1 024 5", "- 3",
        ]
    ),
)  # fmt: skip
remarks = st.sampled_from(
    ["", "ok", "ünïcode", '"a, b"', '"say ""hi"""', '5" pipe', '"open', "x;y"]
)


@st.composite
def rows(draw, decimal):
    kind = draw(st.integers(0, 11))
    if kind == 0:
        return draw(st.sampled_from(["", "   ", "Total", "\0", ",", ",,,", ",,,,,", '"', '""']))
    row = [draw(stamps), draw(numbers), draw(remarks), draw(numbers)]
    if decimal == ",":
        row = [cell.replace(".", ",") if draw(st.integers(0, 9)) else cell for cell in row]
    if kind == 1:
        row = draw(st.sampled_from([row[:2], row[:3], [*row, ""], [*row, "1"]]))
    if kind == 2:
        row[1] = f'"{row[1]}"'
    if kind == 3:
        row[3] += "\0"
    return row


@st.composite
def files(draw):
    delimiter, decimal = draw(st.sampled_from([(",", "."), (";", ","), ("\t", "."), ("|", ",")]))
    drawn = draw(st.lists(rows(decimal), max_size=25))
    ends = draw(st.sampled_from([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]]))
    text = delimiter.join(HEADERS)
    for row in drawn:
        line = delimiter.join(row) if isinstance(row, list) else row.replace(",", delimiter)
        text += draw(st.sampled_from(ends)) + line
    if draw(st.booleans()):
        text += ends[0]
    # The header must end where it ends, and there must be a row.
    return text + "\n" + delimiter.join(["28 12 2018 00:00", "1", "", "2"]), delimiter, decimal


@settings(max_examples=100, deadline=None)
@given(file=files(), block=st.sampled_from([1, 7, 64, 1 << 20]), in_memory=st.booleans())
def test_every_row_and_cell_is_accounted_for(file, block, in_memory):
    text, delimiter, decimal = file
    how = form(delimiter=delimiter, decimal=decimal)
    expected = plain_scan(text, how)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "KEPT_BYTES", 1 << 30 if in_memory else 0)
        patch.setattr(lines.after, "__kwdefaults__", {"block_bytes": block})
        patch.setattr(cells, "PIECE_BYTES", 100)
        scanned = scan(open_source(text.encode(), "dirty.csv"), how)
        blocks = list(scanned.blocks())
    rows = [
        (line, ns, *values)
        for frame in blocks
        for ns, (_, line, *values) in zip(stamps_of(frame), frame.rows(), strict=True)
    ]
    assert rows == expected["rows"]
    assert [row[1] for row in rows] == scanned.stamps.tolist()
    assert scanned.rejected["line"].to_list() == expected["rejected"]
    assert scanned.duplicates.rows() == expected["duplicates"]
    assert scanned.without_values.to_list() == expected["without_values"]
    shown = [
        (line, column, cell.replace("␀", "\0"))
        for line, column, cell, _ in scanned.bad_cells.rows()
    ]
    assert sorted(shown) == sorted(expected["bad"])
    counts = scanned.counts
    assert counts.add_up
    assert counts.blank_lines == expected["blank"]
    assert counts.kept == len(rows)
    assert counts.rejected == len(expected["rejected"])
    assert counts.duplicate == len(expected["duplicates"])
    assert counts.bad == len(expected["bad"])
    assert counts.values == sum(value is not None for row in rows for value in row[2:])


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    decimal=st.sampled_from([".", ","]),
    zone=st.sampled_from(["Europe/Berlin", "Europe/Istanbul", "UTC"]),
)
def test_both_paths_read_the_same(data, decimal, zone):
    """Whatever the clean path takes, the other reads alike, bit for bit."""
    how = form(delimiter=";", decimal=decimal, zone=zone)
    text = st.text(st.sampled_from("0123456789+-.,eE nainfIN_x\t"), max_size=8)
    number = st.one_of(numbers, text, st.floats(width=64).map(repr))
    drawn = data.draw(st.lists(st.tuples(stamps, number, number), min_size=1, max_size=4))
    body = "".join(f"{t};{a};;{b}\n" for t, a, b in drawn).replace(
        "." if decimal == "," else "\v", decimal
    )
    if data.draw(st.booleans()):
        lines_ = [";".join(f'"{cell}"' for cell in line.split(";")) for line in body.splitlines()]
        body = "".join(f"{line}\r\n" for line in lines_)
    block = Block(data=body.encode(), first_line=2, lines=len(drawn), bytes_read=0)
    clean, dirty = cells.parse_clean(block, how), cells.parse_dirty(block, how)
    if clean is not None:
        assert dirty.rejected.is_empty()
        assert dirty.bad_cells.is_empty()
        assert clean.schema == dirty.frame.schema
        assert bits(clean) == bits(dirty.frame)


def bits(frame: pl.DataFrame) -> list:
    return [
        tuple(struct.pack("d", value) if isinstance(value, float) else value for value in row)
        for row in frame.rows()
    ]


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=50),
    decimal=st.sampled_from([".", ","]),
    style=st.sampled_from(["{!r}", "{:.17g}", "{:.30e}"]),
)
def test_numbers_are_read_exactly(values, decimal, style):
    """On both paths, bit for bit as Python reads them."""
    how = form(delimiter=";", decimal=decimal, zone="UTC")
    texts = [style.format(value) for value in values]
    body = "".join(
        f"01 01 2018 {i // 60:02d}:{i % 60:02d};{text};;1\n".replace(".", decimal)
        for i, text in enumerate(texts)
    )
    block = Block(data=body.encode(), first_line=2, lines=len(texts), bytes_read=0)
    exact = [struct.pack("d", float(text)) for text in texts]
    clean = cells.parse_clean(block, how)
    assert (clean is None) == any(abs(value) >= COUNTED for value in values)  # one by one then
    for frame in (clean, cells.parse_dirty(block, how).frame):
        assert frame is None or [struct.pack("d", value) for value in frame["power_kw"]] == exact


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("block", [3, 64])
def test_characters_across_block_edges(monkeypatch, encoding, block):
    monkeypatch.setattr(lines.after, "__kwdefaults__", {"block_bytes": block})
    text = ",".join(HEADERS) + "\r\n01 01 2018 00:00,1,dûs,2\r\n01 01 2018 00:10,é,3,4"
    scanned = scan(open_source(text.encode(encoding), "f.csv"), form(encoding=encoding))
    assert scanned.counts.kept == 2
    assert scanned.bad_cells["text"].to_list() == ["é"]


def test_bytes_that_are_no_utf8_cost_their_cell_only():
    data = (
        ",".join(HEADERS).encode() + b"\n01 01 2018 00:00,1,caf\xe9,2\n01 01 2018 00:10,\xff,,2\n"
    )
    scanned = scan(open_source(data, "f.csv"), form())
    assert scanned.counts.kept == 2
    assert in_words(scanned.bad_cells).rows() == [
        (3, HEADERS[1], "\ufffd", "This is not a number.")
    ]


def test_a_clean_file_never_takes_the_long_way(monkeypatch):
    monkeypatch.setattr(cells, "parse_dirty", lambda *_: pytest.fail("took the long way"))
    body = "".join(f"01 02 2018 {h:02d}:{m:02d},{h}.5,a,\r\n" for h in range(24) for m in range(60))
    scanned = scan(open_source((",".join(HEADERS) + "\r\n" + body).encode(), "f.csv"), form())
    assert (scanned.counts.kept, scanned.counts.missing) == (1440, 1440)


def test_a_file_that_is_quoted_throughout_is_clean_too(monkeypatch):
    monkeypatch.setattr(cells, "parse_dirty", lambda *_: pytest.fail("took the long way"))
    rows = [HEADERS, *((f"01 02 2018 00:{m:02d}", str(m), "x", "") for m in range(60))]
    data = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()
    scanned = scan(open_source(data, "f.csv"), form())
    assert pl.concat(scanned.blocks())["power_kw"].to_list() == list(range(60))


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ('"01 02 2018 00:00","1","a,b","2"', True),
        ('"01 02 2018 00:00","1","""","2"', True),
        ('"01 02 2018 00:00","1","a"",""b","2"', True),
        ('"01 02 2018 00:00","1,"a","2"', False),
        ('"01 02 2018 00:00","1","a,"2"', False),
    ],
)
def test_quotation_marks_that_only_seem_regular(row, kept):
    data = "\n".join([",".join(HEADERS), '"01 02 2018 00:10","1","","2"', row]).encode()
    scanned = scan(open_source(data, "f.csv"), form())
    assert scanned.counts.kept == 1 + kept


def test_only_the_odd_piece_takes_the_long_way(monkeypatch):
    seen = []
    real = cells.parse_dirty
    monkeypatch.setattr(cells, "PIECE_BYTES", 1_000)
    monkeypatch.setattr(cells, "parse_dirty", lambda b, f: seen.append(b.lines) or real(b, f))
    body = "".join(f"01 02 2018 {h:02d}:{m:02d},{h}.5,a,1\n" for h in range(24) for m in range(60))
    body = body.replace("11:11,11.5", "11:11,bad")
    scanned = scan(open_source((",".join(HEADERS) + "\n" + body).encode(), "f.csv"), form())
    assert in_words(scanned.bad_cells).rows() == [
        (2 + 11 * 60 + 11, HEADERS[1], "bad", "This is not a number.")
    ]
    assert len(seen) == 1
    assert sum(seen) < 50


def test_detection_and_scan_agree_on_a_large_out_of_order_file(monkeypatch):
    """Repeats are found across blocks, also if the rows are read again to be compared."""
    monkeypatch.setattr(reading, "KEPT_BYTES", 0)
    monkeypatch.setattr(lines.after, "__kwdefaults__", {"block_bytes": 500})
    month = [f"{d:02d} 01 2018 {h:02d}:00" for d in range(1, 32) for h in range(24)]
    body = [f"{stamp},{i},,1" for i, stamp in enumerate(month)]
    again = body[::-1]
    again[3] = again[3].replace(",1", ",9")
    source = open_source("\n".join([",".join(HEADERS), *body, *again]).encode(), "f.csv")
    scanned = scan(source, detect(source).interpretation)
    n = len(body)
    assert (scanned.counts.kept, scanned.counts.duplicate, scanned.counts.rejected) == (n, n - 1, 1)
    assert in_words(scanned.rejected).rows() == [
        (n + 5, again[3], f"Line {n - 2} has other values for the same time.")
    ]
    assert pl.concat(scanned.blocks())["line"].to_list() == list(range(2, n + 2))
    assert scanned.step_ns == 3_600_000_000_000


def test_a_second_header_in_another_order_ends_the_reading():
    """What is below it would be stored under the wrong names."""
    body = "01 01 2018 00:00,1,2,3\n"
    again = ",".join([HEADERS[0], HEADERS[2], HEADERS[1], *HEADERS[3:]])
    for header, is_refused in ((",".join(HEADERS), False), (again, True)):
        text = "\n".join([",".join(HEADERS), body + header, body.replace("00:00", "00:10")])
        source = open_source(text.encode(), "f.csv")
        if is_refused:
            with pytest.raises(FileError, match="Line 3 names the columns again"):
                scan(source, form())
        else:
            assert scan(source, form()).counts.kept == 2
