"""Files of several turbines, several files, and the next file of a turbine, by command line."""

import zipfile

import pytest
from paths import CASES
from scada import Place

pytestmark = [
    pytest.mark.skipif(not CASES.is_dir(), reason=f"the cases are not at {CASES}"),
    pytest.mark.usefixtures("zone_of_the_site"),
]


def ingested(place: Place, name: str, *options: str) -> dict:
    """The ingest's answer; it is proven."""
    done = place.answer(
        "ingest", str(CASES / f"{name}.csv"), "--retime", "keep", "--timezone", "UTC", *options
    )
    assert place.answer("verify", done["ingest_id"])["verdict"] == "PASS"
    return done


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


def test_rows_of_two_turbines_never_meet(embedded):
    done = together(embedded, str(CASES / "two_turbines_mixed.csv"))
    assert {name: each["rows"] for name, each in done.items()} == {"A": 6, "B": 6}
    assert values(embedded, done["A"], "power_kw") == [1000, 1001, None, None, 1004, 1005]
    assert values(embedded, done["B"], "power_kw") == [10, 11, 12, 13, 14, 15]
    again = embedded.answer(
        "ingest", str(CASES / "two_turbines_mixed.csv"), "--retime", "keep", "--timezone", "UTC"
    )
    assert [each["already"] for each in again["ingests"]] == [True, True]


def test_turbines_of_la_haute_borne_are_two(embedded):
    done = together(embedded, str(CASES / "lhb.csv"))
    assert {name: each["stored"] for name, each in done.items()} == {"R1": 2, "R2": 1}
    assert {each["first"] for each in done.values()} == {"2014-01-01T00:00:00Z"}
    assert values(embedded, done["R1"], "power_kw") == [642.78, 441.06]


def test_turbines_side_by_side_become_series(embedded, tmp_path):
    header = ",".join(["Time", *(f"{s}_{n:03}" for s in ("pow", "ws", "wd") for n in range(3))])
    rows = [f"2020-01-01 00:{step}0,{100 + step},{200 + step},,5,6,,180,190," for step in range(4)]
    file = tmp_path / "flasc.csv"
    file.write_text("\n".join([header, *rows, "2020-01-01 00:40,104,204,304,5,6,7,1,2,3", ""]))
    done = together(embedded, str(file))
    assert {name: each["stored"] for name, each in done.items()} == {"000": 5, "001": 5, "002": 1}
    fields = {"power_kw", "wind_speed_mps", "wind_direction_deg"}
    assert {*done["001"]["mapping"].values()} == fields
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


def test_a_dry_run_says_what_would_happen_and_writes_nothing(embedded):
    file = str(CASES / "two_turbines_mixed.csv")
    tried = embedded.answer("ingest", file, "--retime", "keep", "--timezone", "UTC", "--dry-run")
    assert (tried["ready"], tried["total"]["kept"]) == (True, 10)
    assert [each["turbine"] for each in tried["ingests"]] == ["A", "B"]
    assert "Times are in UTC local time, as chosen." in tried["notes"]
    assert embedded.windproof.ingests.all() == []
    assert [*embedded.settings.data_dir.joinpath("originals").iterdir()] == []
    ingested(embedded, "part1")
    refused = embedded.answer(
        "ingest",
        str(CASES / "part2.csv"),
        "--retime",
        "keep",
        "--timezone",
        "UTC",
        "--dry-run",
        code=1,
    )
    assert "already has values at 2" in refused["ingests"][0]["obstacles"][0]


def test_turbines_with_numbers_as_names_are_apart(embedded):
    done = together(
        embedded, str(CASES / "sdwpf.csv"), "--first-day", "2020-05-01", "--timezone", "UTC"
    )
    assert {name: each["rows"] for name, each in done.items()} == {"1": 3, "2": 2}
    assert (done["1"]["without_values"], done["1"]["stored"]) == (1, 2)
    assert values(embedded, done["2"], "power_kw") == [301.5, 322.5]
    assert "wind_direction_deg" not in done["1"]["mapping"].values()


def test_one_of_several_turbines_can_be_chosen(embedded):
    file = str(CASES / "two_turbines_mixed.csv")
    done = embedded.answer(
        "ingest", file, "--retime", "keep", "--timezone", "UTC", "--turbine", "B"
    )
    assert (done["turbine"], done["rows"], done["stored"]) == ("B", 6, 6)
    assert "Each time is taken as the start of its interval." in done["notes"]
    assert any("4 rows" in note or "turbine" in note for note in done["notes"])
    refused = embedded.cli(
        "ingest", file, "--retime", "keep", "--timezone", "UTC", "--turbine", "C"
    )
    assert (refused.returncode, "'A' and 'B'" in refused.stderr) == (1, True)
    assert len(embedded.windproof.ingests.all()) == 1


def test_the_next_file_of_a_turbine_replaces_only_what_it_brings(embedded):
    first = ingested(embedded, "part1")
    refused = embedded.cli(
        "ingest", str(CASES / "part2.csv"), "--retime", "keep", "--timezone", "UTC"
    )
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    second = ingested(embedded, "part2", "--replace")
    assert values(embedded, second, "power_kw") == [100, 110, 120, 130, 240, 250, 200, 210]
    assert embedded.answer("verify", first["ingest_id"])["verdict"] == "PASS"


@pytest.mark.parametrize("options", [(), ("--replace",)])
def test_other_signals_of_the_same_times_are_added(embedded, options):
    ingested(embedded, "part1")
    ingested(embedded, "part2", "--replace")
    done = ingested(embedded, "part2_more_channels", *options)
    assert values(embedded, done, "power_kw") == [100, 110, 120, 130, 240, 250, 200, 210]
    assert values(embedded, done, "wind_speed_mps")[:6] == [5, 6, 7, 8, 9, 10]
    for each in embedded.windproof.ingests.all():
        assert embedded.answer("verify", each.id)["verdict"] == "PASS"


def test_the_angle_to_the_nacelle_is_no_wind_direction(embedded):
    file = str(CASES / "sdwpf.csv")
    done = together(embedded, file, "--first-day", "2020-05-01", "--timezone", "UTC")
    assert {name: each["rows"] for name, each in done.items()} == {"1": 3, "2": 2}
    windows = embedded.answer(
        "aggregate", "--turbine", "1", "--field", "yaw_error_deg", "--window", "all",
        "--function", "first",
    )["windows"]  # fmt: skip
    assert [window["value"] for window in windows] == [-3.99]
    mapping = done["1"]["mapping"]
    assert (mapping["Wdir"], mapping["Ndir"]) == ("yaw_error_deg", "nacelle_position_deg")
    assert "wind_direction_deg" not in mapping.values()
