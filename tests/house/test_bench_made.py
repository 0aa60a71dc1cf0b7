"""The files that the benchmarks make have the shape of those that they stand for."""

import polars as pl

from bench import made
from turbine.readers import detect, open_source, scan


def test_the_made_year_is_as_wide_as_a_greenbyte_export(tmp_path):
    assert (made.GREENBYTE_ROWS, made.GREENBYTE_COLUMNS) == (365 * 144, 299)
    headers = made.greenbyte_headers()
    assert len({header.lower() for header in headers}) == 299
    path = made.greenbyte(tmp_path / "year.csv", rows=400)
    assert 4_200 < path.stat().st_size / 400 < 4_500, "227 MB a year, and the headers"
    frame = pl.read_csv(path, skip_rows=9)
    assert frame.shape == (400, 299)
    source = open_source(path, path.name)
    assert scan(source, detect(source).interpretation).counts.kept == 400


def test_the_made_park_has_a_row_for_each_turbine_and_step(tmp_path):
    path = made.sdwpf(tmp_path / "park.csv", turbines=3, days=2)
    frame = pl.read_csv(path)
    assert frame.columns[:4] == ["TurbID", "Day", "Tmstamp", "Wspd"]
    assert frame.shape == (3 * 2 * 144, 13)
    assert frame.row(0)[:3] == (1, 1, "00:00")
    assert frame.row(-1)[:3] == (3, 2, "23:50")
    assert frame["Wspd"].null_count() == 3
