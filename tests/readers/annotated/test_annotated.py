"""InfluxDB's annotated CSV."""

from pathlib import Path

import polars as pl
import pytest
from apptest import set_embedded
from samples import check_sample
from scada import Place

from turbine.model.errors import FileError
from turbine.readers import detect, open_source, recognised, restored, scan
from turbine.readers.splitting import split

SAMPLES = Path(__file__).parent / "samples"
TABLE = (SAMPLES / "a_table_for_each_field" / "input.csv").read_bytes().decode()


@pytest.mark.parametrize("folder", sorted(path.name for path in SAMPLES.iterdir()))
def test_sample(folder: str) -> None:
    check_sample(SAMPLES / folder)


def test_only_what_is_annotated_is_recognised() -> None:
    names = {
        text: recognised(open_source(text.encode(), "a.csv")).name
        for text in (TABLE, f"\ufeff{TABLE}", "#group A\nTime,Power\n", "# datatype,x\n")
    }
    assert list(names.values()) == ["annotated", "annotated", "csv", "csv"]


def test_what_is_kept_is_read_back() -> None:
    form = detect(open_source(TABLE.encode(), "a.csv")).interpretation
    assert restored(form.to_dict()) == form


@pytest.mark.parametrize("between", [[], [""]])
def test_a_second_value_of_one_field_is_told(between: list[str]) -> None:
    lines = [*TABLE.strip().split("\r\n"), *between]
    again = [*lines, lines[4].replace("500.5", "501"), ""]
    source = open_source("\r\n".join(again).encode(), "a.csv")
    scanned = scan(source, detect(source, one_turbine=True).interpretation)
    assert (scanned.counts.kept, scanned.counts.rejected) == (2, 1)
    assert scanned.rejected["line"].to_list() == [len(lines) + 1]
    assert "501" in scanned.rejected["text"][0]


def test_turbines_as_tags_stay_apart() -> None:
    other = TABLE.replace(",A\r\n", ",B\r\n").replace("500.5", "900.5")
    source = open_source((TABLE + other).encode(), "a.csv")
    found = split(source, detect(source).interpretation)
    first = {
        scan.interpretation.turbine: pl.concat(scan.blocks())["power_kw"][0] for scan in found.scans
    }
    assert first == {"A": 500.5, "B": 900.5}
    assert [scan.counts.without_values for scan in found.scans] == [1, 1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("#datatype,string,string\n#group,true,true\n#default,,\n,error,reference\n,no bucket,8\n",
         "the error of its query: no bucket"),
        (TABLE.partition("\r\n,,0")[0], "has no lines of data"),
        ("#group,false\n", "has no lines of data"),
    ],
)  # fmt: skip
def test_what_holds_no_data_gets_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        detect(open_source(text.encode(), "a.csv"))


def test_blocks_do_not_matter(monkeypatch) -> None:
    source = open_source(TABLE.encode(), "a.csv")
    form = detect(source, one_turbine=True).interpretation
    whole = pl.concat(scan(source, form).blocks())
    monkeypatch.setattr("turbine.readers.annotated.format.PART_ROWS", 1)
    monkeypatch.setattr("turbine.readers.scanning.IN_MEMORY_BYTES", 0)
    assert pl.concat(scan(source, form).blocks()).equals(whole)


def test_it_goes_the_whole_way(embedded: Place, monkeypatch, tmp_path) -> None:
    set_embedded(embedded, monkeypatch)
    path = tmp_path / "a.csv"
    path.write_bytes(TABLE.encode())
    done = embedded.answer("ingest", str(path), "--retime", "keep")
    assert (done["state"], done["stored"]) == ("done", 2)
    assert embedded.answer("verify", done["ingest_id"])["verdict"] == "PASS"
