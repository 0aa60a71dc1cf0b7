"""A format's samples: a folder for each quirk, with the file and what is expected of it."""

import json
from pathlib import Path

import numpy as np
import polars as pl

from turbine.model.frame import check, in_words, stamps_of
from turbine.readers import FileScan, detect, open_source, scan

ZONE = "Europe/Istanbul"
"""Of samples that say nothing of their clock."""


def check_sample(folder: Path) -> None:
    """``input.*`` is read as ``expected.json`` says."""
    (path,) = folder.glob("input.*")
    source = open_source(path, path.name)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    said = expected.get("detect", {})
    detection = detect(source, **said)
    if "zone" in detection.questions:
        detection = detect(source, **{"zone": ZONE, **said})
    scanned = scan(source, detection.interpretation)

    read_as = {"format": detection.interpretation.format} | detection.interpretation.identity()
    form = json.loads(json.dumps(read_as))
    assert {key: form[key] for key in expected["interpretation"]} == expected["interpretation"]
    assert detection.questions == ()
    assert set(expected.get("notes", ())) <= set(map(str, detection.notes))
    if "not_stored" in expected:
        notes = " ".join(map(str, detection.notes))
        assert list(detection.interpretation.not_stored) == expected["not_stored"]
        assert all(repr(name) in notes for name in expected["not_stored"])
    assert rows_of(scanned) == expected["rows"]
    counts = {key: getattr(scanned.counts, key) for key in expected["counts"]}
    assert counts == expected["counts"]
    assert scanned.counts.add_up
    assert lines_match(scanned.rejected, expected["rejected"])
    assert lines_match(scanned.bad_cells, expected["bad_cells"])
    assert [list(pair) for pair in scanned.duplicates.rows()] == expected["duplicates"]
    if "step_s" in expected:
        assert scanned.step_ns == expected["step_s"] * 1_000_000_000


def rows_of(scanned: FileScan) -> list:
    """The kept rows as [line, UTC stamp, values], checked against ``stamps`` on the way."""
    blocks = list(scanned.blocks())
    for block in blocks:
        check(block)
        assert block.columns == ["time", "line", *scanned.interpretation.channels]
    stamps = np.concatenate([stamps_of(block) for block in blocks])
    assert stamps.tolist() == scanned.stamps.tolist()
    return [
        [line, iso(ns), list(values)]
        for block in blocks
        for ns, (_, line, *values) in zip(stamps_of(block), block.rows(), strict=True)
    ]


def iso(ns: int) -> str:
    unit = "ns" if ns % 1_000_000_000 else "s"
    return f"{np.datetime_as_string(np.datetime64(int(ns), 'ns'), unit=unit)}Z"


def lines_match(frame: pl.DataFrame, expected: list) -> bool:
    """Line and all but the reason are equal; the reason holds the expected words."""
    rows = [[row[0], *row[2:]] if frame.width == 3 else list(row) for row in in_words(frame).rows()]
    assert [row[:-1] for row in rows] == [row[:-1] for row in expected]
    return all(words[-1] in row[-1] for row, words in zip(rows, expected, strict=True))
