"""Headers of several levels as pandas writes them: nothing of them becomes a row, no turbine is
lost."""

import pytest

from turbine.readers import Split, detect, open_source, split

NAMES = "Power (kW),Wind speed (m/s)"
STATISTICS = "mean,std"


def read(*header: str, cells: int = 4) -> Split:
    rows = [
        ",".join(
            [f"2020-01-01 00:{10 * row:02}:00", *(f"{row}{column}.5" for column in range(cells))]
        )
        for row in range(3)
    ]
    source = open_source("\n".join([*header, *rows, ""]).encode(), "p.csv")
    detection = detect(source, zone="UTC")
    assert detection.questions == ()
    return split(source, detection.interpretation, series=detection.series)


TURBINES = {"WTG01": ("power_kw", "wind_speed_mps"), "WTG02": ("power_kw", "wind_speed_mps")}
AGGREGATED = {"": ("power_kw", "power_std_kw", "wind_speed_mps", "wind_speed_std_mps")}


@pytest.mark.parametrize(
    ("header", "series"),
    [
        ((",WTG01,WTG01,WTG02,WTG02", f",{NAMES},{NAMES}", "time,,,,"), TURBINES),
        (("a,WTG01,WTG01,WTG02,WTG02", f"b,{NAMES},{NAMES}", "time,,,,"), TURBINES),
        ((",WTG01,WTG01,WTG02,WTG02", f",{NAMES},{NAMES}"), TURBINES),
        (
            # df.pivot(index="time", columns="turbine")
            (
                ",Power (kW),Power (kW),Wind speed (m/s),Wind speed (m/s)",
                "turbine,WTG01,WTG02,WTG01,WTG02",
                "time,,,,",
            ),
            TURBINES,
        ),
        (
            # df.groupby(…).agg(["mean", "std"])
            (
                ",Power (kW),Power (kW),Wind speed (m/s),Wind speed (m/s)",
                f",{STATISTICS},{STATISTICS}",
                "time,,,,",
            ),
            AGGREGATED,
        ),
        (
            (
                "signal,Power,Power,Wind,Wind",
                "unit,kW,kW,m/s,m/s",
                "stat,mean,std,mean,std",
                "time,,,,",
            ),
            AGGREGATED,
        ),
    ],
)
def test_each_level_is_a_part_of_the_header(header, series):
    found = read(*header)
    assert {
        each.interpretation.turbine: each.interpretation.channels for each in found.scans
    } == series
    assert all((each.counts.rows, each.counts.kept) == (3, 3) for each in found.scans)


def test_statistics_of_signals_of_turbines():
    names = "Power (kW),Power (kW),Wind speed (m/s),Wind speed (m/s)"
    turbines = ",".join(["WTG01"] * 4 + ["WTG02"] * 4)
    found = read(
        f",{turbines}",
        f",{names},{names}",
        f",{','.join([STATISTICS] * 4)}",
        f"time{',' * 8}",
        cells=8,
    )
    assert [each.interpretation.channels for each in found.scans] == [*AGGREGATED.values()] * 2


def test_the_index_may_have_levels_too():
    text = (
        ",,Power (kW),Power (kW)\n,,mean,std\nturbine,time,,\n"
        "T1,2020-01-01 00:00,1,2\nT1,2020-01-01 00:10,3,4\nT2,2020-01-01 00:00,5,6\n"
    )
    source = open_source(text.encode(), "p.csv")
    found = split(source, detect(source, zone="UTC").interpretation)
    assert [(each.interpretation.turbine, each.counts.kept) for each in found.scans] == [
        ("T1", 2), ("T2", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("first", ["2020-01-01 00:00,,", "Time,local,", "Date,,"])
def test_other_lines_with_empty_cells_are_none(first):
    """A row without values, and lines above a header."""
    is_row = first[0].isdigit()
    head = [first] if not is_row else []
    rows = [first] if is_row else []
    text = "\n".join([*head, f"Time,{NAMES}", *rows, "2020-01-01 00:10,1,2", ""])
    source = open_source(text.encode(), "p.csv")
    (scan,) = split(source, detect(source, zone="UTC").interpretation).scans
    assert scan.interpretation.headers == ("Time", "Power (kW)", "Wind speed (m/s)")
    assert (scan.counts.kept, scan.counts.without_values) == (1, int(is_row))
