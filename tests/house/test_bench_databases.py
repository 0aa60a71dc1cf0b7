"""The comparison of databases: what needs no server."""

import contextlib

import polars as pl
import pytest
from paths import ROOT

from bench import databases, relational
from bench.contender import Candidate, Size, used
from bench.databases import Found, Spread, candidates, check, digits, hourly, of_turbine, table
from turbine.readers import sample


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    file = tmp_path_factory.mktemp("bench") / "made.csv"
    file.write_bytes(sample.make(days=30))
    return databases.read(file)


def test_every_database_of_the_comparison_is_measured_or_named_with_the_reason():
    products = [each.name.split(" ")[0] for each in candidates()]
    assert products == ["InfluxDB"] * 4 + ["DuckDB", "SQLite", "PostgreSQL"]
    absent = [each for each in candidates() if each.missing]
    assert len(databases.skipped(candidates())) == len(absent)


def test_an_absent_database_is_named_with_the_reason():
    there = Candidate(name="One", start=contextlib.nullcontext)
    absent = Candidate(name="Two", start=contextlib.nullcontext, missing="not on the PATH")
    assert databases.skipped([there, absent]) == ["Skipped: Two (not on the PATH)."]


def test_the_row_has_a_cell_for_each_title():
    found = Found(
        name="One 1.0",
        rows=1_000_000,
        written=Spread(runs=(90_000.0, 300_400.0, 200_000.0)),
        size=Size(data=31_400_000, log=16_384),
        asked={name: Spread(runs=(0.0123, 0.0119, 0.014)) for name in ("a", "b", "c")},
    )
    cells = found.cells()
    assert len(cells) == len(databases.HEADER)
    assert cells[:6] == (
        *("One 1.0", "200,000 (90,000–300,000)", "31.4", "0.0164", "31.4"),
        "12.3 (11.9–14)",
    )
    assert Spread(runs=(0.619,)).text(1e3) == "619"


def test_the_document_shows_the_tables_that_the_comparison_prints():
    text = (ROOT / "docs" / "why-influxdb.md").read_text(encoding="utf-8")
    title, rule = table(databases.HEADER, []).splitlines()
    for scale in databases.SCALES:
        _, found, rest = text.partition(f"**{scale} turbine")
        assert found
        lines = rest.partition("\n\n")[2].partition("\n\n")[0].splitlines()
        assert lines[:2] == [title, rule]
        names = [line.split(" | ")[0].removeprefix("| ") for line in lines[2:]]
        assert [name.split(" ")[0] for name in names] == [
            each.name.split(" ")[0] for each in candidates() if scale <= each.most
        ]


def test_the_table_is_markdown():
    assert table(("Name", "ms"), [("One", "1.5")]) == (
        "| Name | ms |\n| --- | ---: |\n| One | 1.5 |"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(123_456, "123,000"), (999.6, "1,000"), (12.34, "12.3"), (0.0881, "0.0881"), (0, "0")],
)
def test_three_digits_count(value, text):
    assert digits(value) == text


def test_turbines_share_their_stamps_and_values_but_not_their_rows(month):
    other = of_turbine(month, 2)
    assert other["time"].equals(month["time"])
    assert other["power_kw"].sort().equals(month["power_kw"].sort())
    assert not other["power_kw"].equals(month["power_kw"])
    assert of_turbine(month, 0).equals(month)


def test_a_wrong_answer_ends_the_comparison(month):
    right = hourly(month)
    check(right.with_columns(pl.col("power_kw") * (1 + 1e-12)), right)
    with pytest.raises(AssertionError, match="power_kw"):
        check(right.with_columns(pl.col("power_kw") * (1 + 1e-6)), right)
    with pytest.raises(AssertionError, match="height"):
        check(right.head(-1), right)


def test_sqlite_answers_what_the_file_says(month, tmp_path):
    """The whole way, with the one database that needs no server."""
    [sqlite] = [each for each in relational.candidates() if each.name.startswith("SQLite")]
    with sqlite.start(tmp_path) as contender:
        contender.fresh()
        for number in range(2):
            contender.write(f"T{number:02}", of_turbine(month, number))
        databases._asking(contender, "T01", of_turbine(month, 1))
        with pytest.raises(AssertionError):
            databases._asking(contender, "T00", of_turbine(month, 1))
        assert contender.size().data > 0


def test_the_size_is_what_the_disk_gives_and_not_the_length(tmp_path):
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(10_000_000)
    (tmp_path / "full").write_bytes(b"x" * 100_000)
    assert 100_000 <= used(tmp_path) < 1_000_000
    assert used(tmp_path / "absent") == 0
