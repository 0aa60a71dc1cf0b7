"""Parquet, Feather and Arrow's streams."""

import io
from datetime import datetime
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from apptest import set_embedded
from pyarrow import parquet
from samples import check_sample
from scada import Place

from turbine.model.errors import FileError
from turbine.readers import detect, open_source, restored, scan
from turbine.readers.columnar import format as columnar

SAMPLES = Path(__file__).parent / "samples"
START = datetime(2018, 1, 1)  # noqa: DTZ001  # a naive column


@pytest.mark.parametrize("folder", sorted(path.name for path in SAMPLES.iterdir()))
def test_sample(folder: str) -> None:
    check_sample(SAMPLES / folder)


def made(rows: int) -> pl.DataFrame:
    minutes = pl.int_range(rows, eager=True) * 10
    time = pl.select(pl.lit(START) + pl.duration(minutes=minutes)).to_series()
    return pl.DataFrame({"time": time, "power_kw": [float(row) for row in range(rows)]})


def written(frame: pl.DataFrame, **options: int) -> bytes:
    target = io.BytesIO()
    frame.write_parquet(target, **options)
    return target.getvalue()


def test_it_goes_the_whole_way(embedded: Place, monkeypatch, tmp_path) -> None:
    set_embedded(embedded, monkeypatch)
    path = tmp_path / "a.parquet"
    path.write_bytes(written(made(36)))
    done = embedded.answer("ingest", str(path), "--retime", "keep", "--timezone", "UTC")
    assert (done["state"], done["stored"]) == ("done", 36)
    assert embedded.answer("verify", done["ingest_id"])["verdict"] == "PASS"
    assert embedded.cli("profile", str(path), "--delimiter", ";").returncode == 1


def test_batches_are_one_file(monkeypatch) -> None:
    monkeypatch.setattr(columnar, "BATCH_CELLS", 14)
    monkeypatch.setattr("turbine.readers.reading.KEPT_BYTES", 0)
    frame = made(100)
    again = pl.concat([frame, frame[3:4].with_columns(power_kw=9.0)])
    source = open_source(written(again, row_group_size=33), "a.parquet")
    scanned = scan(source, detect(source, zone="UTC").interpretation)
    blocks = pl.concat(scanned.blocks())
    assert blocks["power_kw"].to_list() == frame["power_kw"].to_list()
    assert blocks["line"].to_list() == [*range(1, 101)]
    assert scanned.rejected.select("line", "text").rows() == [(101, "2018-01-01T00:30:00\t9")]


def test_what_is_kept_is_read_back() -> None:
    form = detect(open_source(written(made(3)), "a.parquet"), zone="UTC").interpretation
    assert restored(form.to_dict()) == form
    assert form.identity()["format"] == "parquet"


def test_two_columns_of_one_name_are_two() -> None:
    names = ["time", "power_kw", "power_kw"]
    arrays = [made(2)["time"].to_arrow(), pa.array([1.0, 2.0]), pa.array([3.0, 4.0])]
    target = io.BytesIO()
    table = pa.Table.from_arrays(arrays, names=names)
    with pa.ipc.new_file(target, table.schema) as writer:
        writer.write_table(table)
    source = open_source(target.getvalue(), "a.arrow")
    found = detect(source, zone="UTC", mapping=((2, "power_kw"),))
    assert pl.concat(scan(source, found.interpretation).blocks())["power_kw"].to_list() == [3, 4]


@pytest.mark.parametrize("cut", [5, 100, -9])
def test_a_damaged_file_is_named(cut: int) -> None:
    data = written(made(50))
    with pytest.raises(FileError, match="is damaged or not a Parquet file"):
        detect(open_source(data[:cut], "a.parquet"))


def test_damage_within_is_found_if_the_file_has_sums() -> None:
    target = io.BytesIO()
    parquet.write_table(made(50_000).to_arrow(), target, write_page_checksum=True)
    data = bytearray(target.getvalue())
    data[2_000:9_000] = b"\xaa" * 7_000
    source = open_source(bytes(data), "a.parquet")
    with pytest.raises(FileError, match="is damaged or not a Parquet file"):
        scan(source, detect(source, zone="UTC").interpretation)


def test_a_table_without_a_time_says_so() -> None:
    with pytest.raises(FileError, match="There is no time column"):
        detect(open_source(written(made(3).drop("time").with_columns(a=1)), "a.parquet"))
