"""Options that say what of a file's columns and cells is stored, by command line."""

import pytest
from scada import Place

pytestmark = pytest.mark.usefixtures("zone_of_the_site")

COLUMNS = """Time,wind_speed,active_power,Note
2020-01-01 00:00,6,500,calm
2020-01-01 00:10,6.2,510,calm
"""
MARKS = """Time,Power (kW),Wind Direction
2020-01-01 00:00,100,90
2020-01-01 00:10,-999,-999
2020-01-01 00:20,120,9999
2020-01-01 00:30,140,110
"""
BAD = "Time,Wind Speed (m/s),Active Power (kW)\n" + "".join(
    f"2020-01-01 0{hour}:00,{hour},ON\n" for hour in range(6)
)


def made(text: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("file", [text], indirect=True, ids=["made"])


@pytest.fixture
def file(tmp_path, request) -> str:
    (tmp_path / "made.csv").write_text(request.param)
    return str(tmp_path / "made.csv")


def ingested(place: Place, file: str, *options: str) -> dict:
    return place.answer("ingest", file, "--retime", "keep", *options)


@made(COLUMNS)
def test_columns_are_mapped_and_chosen_by_option(embedded, file):
    options = ("--map", "wind_speed=mast_speed_mps", "--only", "active_power", "--only", "#2")
    done = ingested(embedded, file, *options)
    assert done["mapping"] == {"wind_speed": "mast_speed_mps", "active_power": "power_kw"}
    done = ingested(embedded, file, "--ignore", "active_power", "--turbine", "T2")
    assert done["not_stored"] == ["active_power", "Note"]


@made(COLUMNS)
@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--map", "wind_speed=Wind Speed"), "cannot be called 'Wind Speed'"),
        (("--only", "wind"), "no column 'wind'"),
        (("--ignore", "Pwr"), "no column 'Pwr'"),
        (("--unit", "Pwr=MW"), "no column 'Pwr'"),
    ],
)
def test_a_column_that_is_not_there_is_said(embedded, file, options, why):
    wrong = embedded.cli("ingest", file, *options)
    assert (wrong.returncode, why in wrong.stderr) == (1, True)


@made(MARKS)
def test_codes_for_no_value_can_be_kept(embedded, file):
    assert "Wind Direction=9999" in ingested(embedded, file)["missing"]
    kept = embedded.answer("profile", file, "--missing", "none")
    assert (kept["kept"], kept["without_values"]) == (4, 0)
    one = embedded.answer("profile", file, "--missing=-999", "--missing", "Wind Direction=9999")
    assert (one["kept"], one["without_values"], one["missing_cells"]) == (3, 1, 1)


@made(BAD)
def test_a_channel_that_cannot_be_read_is_said_aloud_and_listed(embedded, file, tmp_path):
    found = tmp_path / "findings.csv"
    profiled = embedded.cli("profile", file)
    assert profiled.stderr.startswith("WARNING: No value of 'Active Power (kW)' can be read")
    assert "\nWARNING: No value of" in profiled.stdout
    strict = embedded.cli("ingest", file, "--accept-losses", "--strict", "--findings", str(found))
    assert strict.returncode == 3
    assert "line 2, Active Power (kW): 'ON': This is not a number." in strict.stderr
    assert len(found.read_text(encoding="utf-8-sig").splitlines()) == 1 + 6
    assert embedded.windproof.ingests.all() == []
    done = ingested(embedded, file, "--accept-losses")
    assert (done["stored"], len(done["left_out"]), len(done["warnings"])) == (6, 5, 1)
    options = "--ignore", "Active Power (kW)", "--strict", "--turbine", "T2"
    alone = ingested(embedded, file, *options)
    assert (alone["left_out"], alone["warnings"], alone["losses"]) == ([], [], [])
