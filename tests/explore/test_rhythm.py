"""Energy and coverage through the services, on every database: the step comes from the rows."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from paths import T1
from scada import HEADER, Place, made_file

from turbine.explore.aggregate import AggregateRequest, Aggregation
from turbine.explore.coverage import percent_of_all
from turbine.explore.functions import Function
from turbine.timing.windows import Window

LATE = """Date/Time,Active Power (kW),Wind Speed (m/s)
2019-01-02 00:00,100,5
2019-01-02 01:00,100,5
"""
JITTER = """Date/Time,Power (kW),Wind Speed (m/s)
2020-01-01 00:00:03,600,6
2020-01-01 00:10:01,600,6
2020-01-01 00:20:05,600,6
2020-01-01 00:29:58,600,6
2020-01-01 00:40:02,600,6
2020-01-01 00:50:00,600,6
"""
EVENTS = """Timestamp,Active Power (kW)
2020-01-01 00:00:00,600
2020-01-01 00:00:01,601
2020-01-01 00:00:02,600
2020-01-01 00:20:00,590
2020-01-01 00:45:00,610
2020-01-01 01:00:00,600
"""
ENERGY = (
    "--turbine", "T1", "--field", "power_kw", "--window", "all", "--function", "energy",
)  # fmt: skip
needs_t1 = pytest.mark.skipif(
    not T1.exists(), reason=f"the real file is not at {T1}: set TURBINE_TEST_T1"
)


def elsewhere(place: Place, folder: Path) -> Place:
    """The same database, from a data directory that knows of no ingest."""
    folder.mkdir()
    if place.settings.store == "duckdb":
        shutil.copy(place.settings.data_dir / "windproof.duckdb", folder)
    return replace(place, settings=replace(place.settings, data_dir=folder))


def ask(
    place: Place,
    function: Function = "energy",
    window: Window = "all",
    channel: str = "power_kw",
    **period: int,
) -> Aggregation:
    info = place.windproof.explorer.find(turbine="T1")
    request = AggregateRequest(
        series=info.series,
        channels=(channel,),
        start_ns=period.get("start_ns", info.first_ns),
        stop_ns=period.get("stop_ns", info.last_ns + 1),
        window=window,
        function=function,
        zone="Europe/Istanbul",
    )
    return place.windproof.explorer.aggregate(request)


def kwh(place: Place) -> float:
    """The energy of everything, asked twice: from rows first, by the database then."""
    first, second = (ask(place).frame["value"].item() for _ in range(2))
    assert second == pytest.approx(first, rel=1e-12)
    return first


def power_of(text: str) -> np.ndarray:
    return pl.read_csv(text.encode())["LV ActivePower (kW)"].to_numpy()


@needs_t1
def test_two_hourly_rows_after_a_year_of_ten_minutes_change_nothing_of_it(place, tmp_path):
    if not place.windproof.connection.capabilities().pays_pushing:
        pytest.skip("a backfilled year takes InfluxDB 3 Core minutes: the shorter files try it")
    place.ingest(T1.read_bytes(), name="T1.csv")
    year = kwh(place)
    assert year == pytest.approx(11_012_881.55, abs=0.005)
    place.ingest(LATE, name="late.csv")
    for each in (place, elsewhere(place, tmp_path / "fresh")):
        assert kwh(each) == pytest.approx(11_013_081.55, abs=0.005)
        months = ask(each, "count", "1mo").frame
        assert months["count"].to_list()[0] == 3_817
        assert months["expected"].to_list()[:12] == [
            144 * days for days in (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        ]
        # A day without a row at ten minutes, then hourly ones to the end of the month.
        assert months["expected"].to_list()[12] == 144 + 30 * 24
        assert months["cut"].to_list() == [False] * 12 + [True]


@pytest.mark.parametrize(
    ("rows", "step_s"), [(2_880, 3_600), (5_000, 60), (400, 600), (40, 86_400)]
)
def test_a_file_of_any_step_has_its_energy_from_any_data_directory(place, tmp_path, rows, step_s):
    text = made_file(rows, step_s=step_s)
    place.ingest(text)
    right = power_of(text).sum() * step_s / 3_600
    for each in (place, elsewhere(place, tmp_path / "fresh")):
        assert kwh(each) == pytest.approx(right, rel=1e-12)
        whole = ask(each, "count").frame.row(0, named=True)
        assert (whole["count"], whole["expected"], whole["cut"]) == (rows, rows, False)


def two_steps() -> tuple[str, float]:
    """Ten days of ten minutes, then two of one minute; and its energy."""
    ten = made_file(1_440, seed=1)
    start = np.datetime64("2018-01-11T00:00").item()
    one = made_file(2_880, seed=2, step_s=60, start=start)
    energy = power_of(ten).sum() / 6 + power_of(one).sum() / 60
    return ten + one.removeprefix(f"{HEADER}\n"), energy


def test_a_file_that_goes_from_ten_minutes_to_one_has_no_gaps_and_its_energy(place, tmp_path):
    text, right = two_steps()
    place.ingest(text)
    for each in (place, elsewhere(place, tmp_path / "fresh")):
        assert kwh(each) == pytest.approx(right, rel=1e-12)
        days = ask(each, "count", "1d").frame
        assert days["expected"].to_list() == days["count"].to_list() == [144] * 10 + [1_440] * 2
        energies = ask(each, "energy", "1d").frame["value"]
        assert energies.sum() == pytest.approx(right, rel=1e-12)


def test_channels_of_different_steps_have_each_their_own(place):
    """Power every ten minutes, wind speed every minute, in one series."""
    ten = "\n".join(f"2018-01-01 {m // 60:02d}:{m % 60:02d},600" for m in range(0, 1_440, 10))
    one = "\n".join(f"2018-01-01 {m // 60:02d}:{m % 60:02d},5" for m in range(1_440) if m % 10)
    place.ingest(f"Date/Time,Active Power (kW)\n{ten}\n")
    place.ingest(f"Date/Time,Wind Speed (m/s)\n{one}\n", name="wind.csv")
    assert kwh(place) == pytest.approx(14_400, rel=1e-12)
    power = ask(place, "count", stop_ns=ask(place).request.start_ns + 86_400 * 10**9)
    assert power.frame.select("count", "expected").row(0) == (144, 144)
    both = place.windproof.explorer.aggregate(
        replace(power.request, channels=("power_kw", "wind_speed_mps"), function="mean"),
    )
    assert both.frame["count"].to_list() == [144, 1_296]
    assert both.frame["expected"].to_list() == [144, 1_440]


def test_a_clock_that_is_seconds_off_has_a_whole_hour(place):
    place.ingest(JITTER)
    assert kwh(place) == pytest.approx(600, rel=1e-12)
    assert ask(place).frame.select("count", "expected").row(0) == (6, 6)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (EVENTS, "The rows of active power have irregular times"),
        ("\n".join(EVENTS.splitlines()[:2]), "Active power has a single row"),
    ],
    ids=["events", "one row"],
)
def test_without_a_step_there_is_neither_energy_nor_data_coverage(place, text, why):
    place.ingest(text + "\n")
    for function in ("energy", "mean", "count"):
        result = ask(place, function)
        assert result.frame["expected"].to_list() == [None]
        assert (result.frame["value"].to_list() == [None]) == (function == "energy")
        note, *more = map(str, result.notes)
        is_chosen = text == EVENTS and function == "energy"
        assert [each.split(":")[0][:11] for each in more] == ["If you know"] * is_chosen
        assert note.startswith(why)
        assert note.endswith("neither energy nor data coverage can be calculated.")
    answer = place.answer("aggregate", *ENERGY)
    assert answer["notes"][0] == note
    assert answer["windows"][0]["value"] is answer["windows"][0]["expected"] is None
    printed = place.cli("aggregate", *ENERGY)
    assert printed.stdout.splitlines()[0] == f"note: {note}"
    count = result.frame["count"].item()
    assert printed.stdout.endswith(f"  {count} row\n" if count == 1 else f"  {count} rows\n")


def test_a_short_period_has_the_step_of_its_neighbours(place):
    text = made_file(200, step_s=3_600)
    place.ingest(text)
    start_ns = place.windproof.ingests.all()[0].first_ns + 50 * 3_600 * 10**9
    one = ask(place, start_ns=start_ns, stop_ns=start_ns + 3_600 * 10**9).frame
    assert one["value"].item() == pytest.approx(power_of(text)[50])
    assert one.select("count", "expected").row(0) == (1, 1)


def test_daily_rows_have_a_step_even_if_only_one_is_requested(place):
    text = made_file(20, step_s=86_400)
    place.ingest(text)
    start_ns = place.windproof.ingests.all()[0].first_ns + 5 * 86_400 * 10**9
    one = ask(place, start_ns=start_ns, stop_ns=start_ns + 3_600 * 10**9).frame
    assert one["value"].item() == pytest.approx(power_of(text)[5])


def test_a_row_that_outlasts_windows_shares_its_energy_among_them(place):
    """Hourly rows in windows of twenty minutes: a third in each."""
    text = made_file(50, step_s=3_600)
    place.ingest(text)
    thirds = ask(place, window="20min")
    expected = [kwh / 3 for kwh in power_of(text) for _ in range(3)]
    # The period ends with the stamp of the last row, and so do the windows.
    assert thirds.frame["value"].to_list() == pytest.approx(expected[:148])
    assert thirds.frame["count"].to_list()[:4] == [1, 0, 0, 1]
    assert any("spread evenly" in str(note) for note in thirds.notes)


def test_coverage_is_of_the_whole_window_and_truncated_ones_are_marked(place):
    place.ingest(made_file(3 * 144))
    info = place.windproof.explorer.find(turbine="T1")
    month = ask(place, "count", "1mo", "wind_speed_mps").frame
    assert month.select("count", "expected", "cut").row(0) == (432, 4_464, True)
    day_ns = 86_400 * 10**9
    days = ask(
        place, "mean", "1d",
        start_ns=info.first_ns + day_ns // 2, stop_ns=info.first_ns + 5 * day_ns,
    ).frame  # fmt: skip
    assert days["count"].to_list() == [72, 144, 144, 0, 0]
    assert days["expected"].to_list() == [144] * 5
    assert days["cut"].to_list() == [True, False, False, False, False]


def test_an_undone_and_another_ingest_are_seen_at_once(place):
    place.ingest(made_file(48, step_s=3_600))
    assert ask(place, "count", "1d").frame["expected"].to_list() == [24, 24]
    later = made_file(144, start=np.datetime64("2018-01-03T00:00").item())
    place.ingest(later, name="later.csv")
    assert ask(place, "count", "1d").frame["expected"].to_list() == [24, 24, 144]


def test_two_centuries_between_two_rows_are_one_gap(place):
    rows = ["1850-01-01 00:00", "1850-01-01 00:10", "1850-01-01 00:20", "2050-01-01 00:00"]
    place.ingest("\n".join(["Date/Time,Active Power (kW)", *(f"{r},600" for r in rows), ""]))
    assert kwh(place) == pytest.approx(400)
    whole = ask(place, "mean").frame.row(0, named=True)
    assert (whole["value"], whole["count"], whole["expected"]) == (600, 4, 10_519_051)
    months = ask(place, "count", "1mo").frame
    assert months["count"].sum() == 4
    assert months["expected"].min() == 4_032


@pytest.mark.parametrize("window", ["all", "1mo"])
def test_the_whole_range_of_time_can_be_queried(place, window):
    rows = ["1678-01-02 00:00", "2261-12-30 00:00"]
    place.ingest("\n".join(["Date/Time,Active Power (kW)", *(f"{r},600" for r in rows), ""]))
    for _ in range(2):  # from the rows, then by the database
        result = ask(place, "mean", window, start_ns=-(2**63), stop_ns=2**63).frame
        assert result["count"].sum() == 2
        assert result["value"].drop_nulls().unique().to_list() == [600]
        assert result["expected"].null_count() == len(result)
    energy = ask(place, "energy", window, start_ns=-(2**63), stop_ns=2**63).frame
    assert energy["value"].null_count() == len(energy)
    [holding] = place.windproof.connection.overview().holdings
    assert holding.points == 2


def test_coverage_of_all_windows_is_a_ratio_of_sums():
    windows = pl.DataFrame({"count": [1, 0], "expected": [1, 9]})
    assert percent_of_all(windows) == 10.0
    assert percent_of_all(windows.clear()) is None
