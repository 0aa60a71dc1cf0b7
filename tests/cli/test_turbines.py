"""Files of several turbines, and several files, by command line."""

import zipfile
from pathlib import Path

import pytest
from scada import Place

pytestmark = pytest.mark.usefixtures("zone_of_the_site")


@pytest.fixture
def mixed(tmp_path: Path) -> str:
    """Rows of two turbines, of which one has no values in two rows."""
    rows = [f"2020-01-01 00:{step}0,{name}" for name in "AB" for step in range(6)]
    cells = ["" if n in (2, 3) else str(n) for n in range(12)]
    lines = [f"{row},{cell}" for row, cell in zip(rows, cells, strict=True)]
    file = tmp_path / "mixed.csv"
    file.write_text("\n".join(["Time,Turbine,Power (kW)", *lines, ""]))
    return str(file)


def together(place: Place, *arguments: str) -> dict[str, dict]:
    """The ingests of several series by their turbines; each is proven, and the total adds up."""
    done = place.answer("ingest", *arguments, "--retime", "keep", "--timezone", "UTC")
    for each in (*done["ingests"], done["total"]):
        parts = ("stored", "rejected", "duplicate", "without_values", "waiting")
        assert each["rows"] == sum(each[part] for part in parts)
    for each in done["ingests"]:
        assert place.answer("verify", each["ingest_id"])["verdict"] == "PASS"
    assert done["total"]["stored"] == sum(each["stored"] for each in done["ingests"])
    return {each["turbine"]: each for each in done["ingests"]}


def values(place: Place, done: dict, field: str) -> list[float | None]:
    """What the database holds of an ingest's series, step by step."""
    step = "10min"
    windows = place.answer(
        "aggregate", "--turbine", done["turbine"], "--field", field, "--window", step,
        "--function", "mean",
    )["windows"]  # fmt: skip
    return [window["value"] for window in windows]


def test_turbines_side_by_side_become_series(embedded, tmp_path):
    header = ",".join(["Time", *(f"{s}_{n:03}" for s in ("pow", "ws", "wd") for n in range(3))])
    rows = [f"2020-01-01 00:{step}0,{100 + step},{200 + step},,5,6,,180,190," for step in range(4)]
    file = tmp_path / "flasc.csv"
    file.write_text("\n".join([header, *rows, "2020-01-01 00:40,104,204,304,5,6,7,1,2,3", ""]))
    done = together(embedded, str(file))
    assert {name: each["stored"] for name, each in done.items()} == {"000": 5, "001": 5, "002": 1}
    fields = {"power_kw", "wind_speed_mps", "wind_direction_deg"}
    assert {*done["001"]["mapping"].values()} == fields
    again = embedded.cli("ingest", str(file), "--retime", "keep", "--timezone", "UTC")
    assert "not stored: every column is stored" in again.stdout
    assert values(embedded, done["001"], "power_kw") == [200, 201, 202, 203, 204]
    embedded.answer("undo", done["001"]["ingest_id"], "--confirm", done["001"]["ingest_id"])
    assert values(embedded, done["000"], "power_kw") == [100, 101, 102, 103, 104]
    tried = embedded.answer(
        "ingest", str(file), "--retime", "keep", "--timezone", "UTC", "--dry-run", "--one-turbine"
    )
    assert [each["turbine"] for each in tried["ingests"]] == ["T1"]


def test_several_files_and_archives_go_in_together(embedded, tmp_path):
    header = "Time,Power (kW)\n"
    for name in ("A", "B"):
        (tmp_path / f"{name}.csv").write_text(f"{header}2020-01-01 00:00,{ord(name)}\n")
    files = [str(tmp_path / f"{name}.csv") for name in "AB"]
    done = together(embedded, *files)
    assert {name: each["file"] for name, each in done.items()} == {"A": "A.csv", "B": "B.csv"}
    with zipfile.ZipFile(tmp_path / "park.zip", "w") as archive:
        for name in ("C", "D"):
            archive.writestr(f"{name}.csv", f"{header}2020-01-01 00:00,{ord(name)}\n")
    done = together(embedded, str(tmp_path / "park.zip"))
    assert done.keys() == {"C", "D"}
    for part in (1, 2):
        (tmp_path / f"part{part}.csv").write_text(f"{header}2020-01-0{part} 00:00,5\n")
    parts = [str(tmp_path / f"part{part}.csv") for part in (1, 2)]
    refused = embedded.cli("ingest", *parts, "--retime", "keep", "--timezone", "UTC")
    assert (refused.returncode, "--turbine" in refused.stderr) == (1, True)
    done = embedded.answer(
        "ingest", *parts, "--retime", "keep", "--timezone", "UTC", "--turbine", "E"
    )
    assert [each["turbine"] for each in done["ingests"]] == ["E", "E"]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(embedded, mixed, tmp_path):
    trial = "ingest", mixed, "--retime", "keep", "--timezone", "UTC", "--dry-run"
    tried = embedded.answer(*trial)
    assert (tried["ready"], tried["total"]["kept"]) == (True, 10)
    assert [each["turbine"] for each in tried["ingests"]] == ["A", "B"]
    assert "Times are in UTC local time, as chosen." in tried["notes"]
    assert embedded.windproof.ingests.all() == []
    assert [*embedded.settings.data_dir.joinpath("originals").iterdir()] == []
    together(embedded, mixed)
    Path(mixed).write_text(Path(mixed).read_text().replace(",A,1\n", ",A,7\n"))
    refused = embedded.answer(*trial, code=1)
    assert "already has values at 4" in refused["ingests"][0]["obstacles"][0]


def test_one_of_several_turbines_can_be_chosen(embedded, mixed):
    chosen = "ingest", mixed, "--retime", "keep", "--timezone", "UTC", "--turbine"
    done = embedded.answer(*chosen, "B")
    assert (done["turbine"], done["rows"], done["stored"]) == ("B", 6, 6)
    assert "Each time is taken as the start of its interval." in done["notes"]
    assert any("4 rows" in note or "turbine" in note for note in done["notes"])
    refused = embedded.cli(*chosen, "C")
    assert (refused.returncode, "'A' and 'B'" in refused.stderr) == (1, True)
    assert len(embedded.windproof.ingests.all()) == 1


def test_a_file_that_is_there_is_not_sent_again(embedded, mixed):
    together(embedded, mixed)
    again = embedded.answer("ingest", mixed, "--retime", "keep", "--timezone", "UTC")
    assert [each["already"] for each in again["ingests"]] == [True, True]


def test_rows_without_a_turbine_are_said_aloud_and_asked_about_if_most_are(embedded, tmp_path):
    """The name stands in the first row of each only, as merged cells leave it."""
    rows = [f"2020-01-01 00:{s}0,{name if not s else ''},{s}" for name in "AB" for s in range(5)]
    file = tmp_path / "named_once.csv"
    file.write_text("\n".join(["Time,Turbine,Power (kW)", *rows, ""]))
    options = "ingest", str(file), "--retime", "keep", "--timezone", "UTC"
    refused = embedded.cli(*options)
    assert (refused.returncode, "8 of 10 rows" in refused.stderr) == (1, True)
    done = embedded.cli(*options, "--turbine-column", "Turbine")
    assert "WARNING: 8 of 10 rows do not say which turbine" in done.stderr
