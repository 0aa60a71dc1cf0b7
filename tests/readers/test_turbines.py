"""Rows of several turbines in one file: told apart, each with its own sum, or asked about."""

import itertools
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from workbooks import workbook

from turbine.model.errors import FileError, UndecidedError
from turbine.readers import detect, open_source, restored, scan, split
from turbine.readers.turbines import named_above, named_by_files, with_columns
from turbine.words import recall_all

HEADER = "Time,{name},Power (kW),Wind Speed (m/s)"


def source(*rows: str, name: str = "Turbine", end: str = "\n"):
    text = "\n".join([HEADER.format(name=name), *rows]) + end
    return open_source(text.encode(), "made.csv")


def row(step: int, turbine: object, power: object = 1, speed: object = 2) -> str:
    return f"2020-01-01 00:{step * 10:02}:00,{turbine},{power},{speed}"


def read(file, **changes):
    form = detect(file, zone="UTC", **changes).interpretation
    return split(file, form, one_turbine=changes.get("one_turbine", False))


@pytest.mark.parametrize(
    "name",
    [
        "turbine", "Wind_turbine_name", "TurbID", "WTG", "device", "DeviceName", "asset_id", "unit",
        "Anlage", "Anlagen-Nr.", "aerogenerador", "türbin", "Türbin No", "WT", "Turbine.Number",
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(name):
    file = source(*(row(step, 7 + turbine) for turbine in (1, 2) for step in range(3)), name=name)
    found = read(file)
    assert [each.interpretation.turbine for each in found.scans] == ["8", "9"]
    assert [each.counts.rows for each in found.scans] == [3, 3]


@pytest.mark.parametrize("name", ["Turbine Power", "Unit of power", "Turbine temperature", "Units"])
def test_other_columns_are_not(name):
    found = read(source(row(0, 5), row(1, 6), name=name))
    assert found.interpretation.key_columns == {}


def test_a_column_of_units_names_no_turbine():
    assert (
        detect(source(row(0, "kW"), row(1, "kW"), name="Unit")).interpretation.turbine_column
        is None
    )


def test_nor_does_one_in_which_some_are_empty():
    found = detect(source(row(0, "kW"), row(1, ""), name="Unit"))
    assert found.interpretation.turbine_column is None


def test_a_column_that_tells_the_times_apart_is_found():
    file = source(
        *(row(s, f"K{t}", t * 10 + s) for t in range(3) for s in range(5)), name="Kennung"
    )
    found = read(file)
    assert [each.interpretation.turbine for each in found.scans] == ["K0", "K1", "K2"]
    assert "'Kennung'" in str(found.notes[0])


def test_times_that_repeat_without_such_a_column_are_asked_about():
    rows = [row(s, "x", t * 10 + s) for t in range(3) for s in range(5)]
    with pytest.raises(UndecidedError, match="10 of 15 rows"):
        read(source(*rows, name="Kennung"))
    found = read(source(*rows, name="Kennung"), one_turbine=True)
    assert (found.scans[0].counts.kept, found.scans[0].counts.rejected) == (5, 10)


@pytest.mark.parametrize(("names", "is_found"), [((1, 2, 3), False), (("K1", "K2", "K3"), True)])
def test_numbers_beside_dates_may_be_hours_and_are_asked_about(names, is_found):
    rows = [f"2020-01-0{d},{n},{i},1" for d in (1, 2, 3, 4) for i, n in enumerate(names)]
    file = source(*rows, name="HE")
    if is_found:
        assert [each.interpretation.turbine for each in read(file).scans] == list(names)
    else:
        with pytest.raises(UndecidedError, match="8 of 12 rows"):
            read(file)


def test_a_second_column_of_times_names_no_turbine():
    rows = (row(s, f"2020-01-02 0{p}:00:00", p) for p in range(3) for s in range(5))
    with pytest.raises(UndecidedError, match="10 of 15 rows"):
        read(source(*rows, name="valid"))


@pytest.mark.parametrize("line", ["Turbine: WTG02", "# WEA = 7,,,", "Turbine 2,,,"])
def test_a_turbine_named_among_the_rows_is_asked_about(line):
    file = source(row(0, "x"), row(1, "x"), line, row(2, "x"), name="Note")
    with pytest.raises(UndecidedError, match=r"Line 4 of made\.csv names a turbine"):
        read(file)
    assert read(file, one_turbine=True).scans[0].counts.kept == 3


def test_a_column_of_signals_is_no_turbine():
    rows = [row(s, t, i * 10 + s) for i, t in enumerate(["Power", "Wind speed"]) for s in range(5)]
    with pytest.raises(FileError, match="signals, named by 'Signal'"):
        read(source(*rows, name="Signal"))


def test_rows_of_one_turbine_that_contradict_each_other_are_asked_about():
    """Turbine 1 of two parks, whose column nobody knows."""
    file = source(*(row(step, 1, 10 * step + park) for park in (0, 1) for step in range(4)))
    form = detect(file, zone="UTC").interpretation
    assert form.turbine_column == 1
    with pytest.raises(UndecidedError, match="4 of 8 rows"):
        split(file, form, is_found=True)
    assert split(file, form).scans[0].counts.rejected == 4, "as the person says"


def test_a_chosen_column_is_taken_and_is_no_signal():
    rows = [row(s, 1, 5, t) for t in range(2) for s in range(3)]
    found = read(source(*rows), turbine_column=3)
    assert [each.interpretation.turbine for each in found.scans] == ["0", "1"]
    assert found.interpretation.channels == ("power_kw",)
    with pytest.raises(FileError, match="holds times"):
        read(source(*rows), turbine_column=0)


def test_rows_without_a_turbine_are_of_no_series():
    file = source(
        row(0, "A"), row(1, ""), "oops", row(1, "A", "x", "y"), f"no,B{',1' * 2}", row(2, "B")
    )
    found = read(file)
    counts = {each.interpretation.turbine: each.counts for each in found.scans}
    assert (counts["A"].rows, counts["A"].rejected, counts["A"].kept) == (2, 1, 1)
    assert (counts["B"].rows, counts["B"].rejected, counts["B"].kept) == (2, 1, 1)
    assert found.left["line"].to_list() == [3, 4]
    assert "does not say which turbine" in recall_all(found.left["reason"])[0]
    assert found.rows == 6


def test_repeats_are_compared_within_a_series():
    found = read(source(row(0, "A"), row(0, "B"), row(0, "A"), row(0, "B", 7)))
    [a, b] = found.scans
    assert (a.counts.duplicate, a.counts.rejected) == (1, 0)
    assert (b.counts.duplicate, b.counts.rejected) == (0, 1)
    assert b.rejected["line"].to_list() == [5]


def test_the_last_line_is_of_its_series():
    file = source(row(0, "A"), row(0, "B"), row(1, "A", 5, 12), end="")
    ends = {each.interpretation.turbine: each.open_end for each in read(file).scans}
    assert (ends["A"].line, ends["B"]) == (4, None)
    form = read(file).scans[0].interpretation
    assert scan(file, form).open_end.line == 4
    left = read(source(row(0, "A"), row(1, ""), end=""))
    assert (left.scans[0].open_end, left.open_end.line) == (None, 3)


def test_sites_and_turbines_are_told_apart():
    text = "Time,Park,WTG,Power (kW)\n" + "".join(
        f"2020-01-01 00:{step}0,{park},{wtg},{step}\n"
        for park in ("North", "South") for wtg in (1, 2) for step in range(2)
    )  # fmt: skip
    found = read(open_source(text.encode(), "made.csv"))
    names = [(each.interpretation.site, each.interpretation.turbine) for each in found.scans]
    assert names == [*itertools.product(("North", "South"), ("1", "2"))]


rows = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["A", "B", "C", ""]),
        st.sampled_from(["1", "2", "", "x"]),
        st.sampled_from(["1", ""]),
    ),
    min_size=1,
    max_size=30,
).filter(lambda cells: any(name for _, name, _, _ in cells))  # none at all: no column of names


@given(rows, st.booleans())
@example([*[(0, "", "1", "1")] * 4, (0, "", "1", ""), (0, "A", "1", "")], False)
def test_the_sum_adds_up_and_each_series_is_read_again_alike(cells, in_memory):
    file = source(*(row(*each) for each in cells))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("turbine.readers.reading.IN_MEMORY_BYTES", 1 << 30 if in_memory else 0)
        # Chosen by the person: of a column that is mostly empty it would be asked.
        form = with_columns(detect(file, zone="UTC").interpretation, turbine=1, site=None)
        found = split(file, form)
        assert found.rows == len(cells)
        for each in (*found.scans, *found.empty):
            assert each.counts.add_up
            form = restored(each.interpretation.to_dict())
            assert form == each.interpretation
            again = scan(file, form)
            assert again.counts == each.counts
            assert np.array_equal(again.stamps, each.stamps)
            assert again.rejected.equals(each.rejected)
            assert again.bad_cells.equals(each.bad_cells)
            assert again.duplicates.equals(each.duplicates)
            for one, other in zip(again.blocks(), each.blocks(), strict=True):
                assert one.equals(other)


def test_what_was_kept_before_there_were_turbines_is_read_alike():
    form = detect(source(row(0, 1), name="X")).interpretation
    kept = {k: v for k, v in form.to_dict().items() if "turbine" not in k and "site" not in k}
    assert restored(kept) == form
    assert "turbine" not in form.identity()
    assert replace(form, turbine="A").identity()["turbine"] == "A"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("# Turbine: Kelmarsh 1", "Kelmarsh 1"),
        ("Turbine: Penmanshiel 02;;", "Penmanshiel 02"),
        ("# Turbine type: Senvion MM92", ""),
        ("Windturbine = T-7", "T-7"),
        ("# Time zone: UTC", ""),
        ("Turbine;WTG04;;", "WTG04"),
        ('"Turbine","WTG04"', "WTG04"),
        ("Turbine;Power;;", ""),
    ],
)
def test_a_preamble_names_the_turbine(line, name):
    assert named_above([line]) == name


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["A.csv", "B.csv"], ("A", "B")),
        (["Kelmarsh_1_2016.csv", "Kelmarsh_2_2016.csv"], ("1", "2")),
        (["park.zip: WT01.csv", "park.zip: WT02.csv"], ("WT01", "WT02")),
        (["part1.csv", "part2.csv"], ()),
        (["power.csv", "wind.csv"], ()),
        (["T1_2016.csv", "T1_2017.csv"], ()),
        (["T1_2016.csv", "T2_2017.csv"], ()),
        (["T1_Jan.csv.gz", "T1_Feb.csv.gz"], ()),
        (["T1_2016-03.csv", "T1_2016-04.csv"], ()),
        (["T1_2016_03_01.csv", "T1_2016_03_02.csv"], ()),
        (["T1_03-2016.csv", "T1_04-2016.csv"], ()),
        (["T1_Ocak.csv", "T1_Mart.csv"], ()),
        (["T1_KW12.csv", "T1_KW13.csv"], ()),
        (["2016_WTG_01.csv", "2016_WTG_02.csv"], ("WTG_01", "WTG_02")),
        (["Vestas WTG01_2020 (1).csv", "Vestas WTG02_2021.csv"], ("WTG01", "WTG02")),
        (["Vestas WTG01_2020 (1).csv"], ("WTG01",)),
        (["park.zip: a/WEA 7 - Kopie.csv.gz"], ("WEA 7",)),
        (["WTG01_2020.csv", "WTG01_2021.csv"], ()),
        (["WTG01 against WTG02.csv"], ()),
        (["A.csv", "B (1).csv"], ("A", "B")),
        (["T1.csv"], ()),
    ],
)
def test_files_names_tell_turbines_if_nothing_else_differs(files, names):
    assert named_by_files(files) == names


SIDES = [
    (["Power.A01", "Wind.A01"], ["Power.B01", "Wind.B01"], ("A01", "B01")),
    (["R80711 P_avg", "R80711 Ws_avg"], ["R80721 P_avg", "R80721 Ws_avg"], ("R80711", "R80721")),
    (["E-82 #1 Power", "E-82 #1 Wind"], ["E-82 #2 Power", "E-82 #2 Wind"], ("#1", "#2")),
    (["WTG01_Power", "WTG01_WindSpeed"], ["WTG02_Power", "WTG02_WindSpeed"], ("WTG01", "WTG02")),
    (["Power_T1 (kW)", "T1 Wind speed"], ["Power_T2 (kW)", "T2 Wind speed"], ("T1", "T2")),
    (["pow_000", "ws_000"], ["pow_001", "ws_001"], ("000", "001")),
    (["N.T1.ActivePower", "N.T1.WindSpeed"], ["N.T2.ActivePower", "N.T2.WindSpeed"], ("T1", "T2")),
    (["WTG1_Power (1)", "WTG1_Wind (2)"], ["WTG2_Power (3)", "WTG2_Wind (4)"], ("WTG1", "WTG2")),
    (["WTG1|Power|Avg", "WTG1|Wind|Avg"], ["WTG2|Power|Avg", "WTG2|Wind|Avg"], ("WTG1", "WTG2")),
]


ABOVE = [
    (";WTG01;WTG01;WTG02;WTG02", "Time;Power;Wind;Power;Wind", ("WTG01", "WTG02")),
    (";Nord 1;;Nord 2;", "Time;Power;Wind;Power;Wind", ("Nord 1", "Nord 2")),
    (";A;;B;", "Time;Power;Wind;Power;Wind", ("A", "B")),
    (";WTG01;;WTG02;", ";Power;Wind;Power;Wind\nTime;kW;m/s;kW;m/s", ("WTG01", "WTG02")),
    ("Turbine;1;;2", "Time;Power;Wind;Power;Wind", ("1", "2")),
    (";Power (kW);;Wind (m/s);", "Time;WTG01;WTG02;WTG01;WTG02", ("WTG01", "WTG02")),
]


@pytest.mark.parametrize("is_workbook", [False, True])
@pytest.mark.parametrize(("above", "header", "names"), ABOVE)
def test_turbines_in_a_line_above_the_header_are_side_by_side(above, header, names, is_workbook):
    is_by_turbine = header.count("Power") > 1
    cells = ["100.5", "5", "200.5", "6"] if is_by_turbine else ["100.5", "200.5", "5", "6"]
    lines = [
        above.split(";"),
        *(line.split(";") for line in header.splitlines()),
        *([f"2020-01-01 0{h}:00", *cells] for h in (0, 1)),
    ]
    data = "\n".join(";".join(line) for line in [["Park"], *lines]).encode()
    file = open_source(workbook({"1": [["Park"], *lines]}) if is_workbook else data, "made")
    detected = detect(file, zone="UTC")
    assert detected.questions == ()
    assert any("Line 2, above the header" in str(note) for note in detected.notes)
    found = split(file, detected.interpretation, series=detected.series)
    assert tuple(each.interpretation.turbine for each in found.scans) == names
    kept = [pl.concat(each.blocks()).select("power_kw", "wind_speed_mps") for each in found.scans]
    assert [each.row(0) for each in kept] == [(100.5, 5.0), (200.5, 6.0)]


@pytest.mark.parametrize(
    ("above", "header", "headers"),
    [
        (";Generator;;Gearbox;", "Time;Temp;Speed;Temp;Speed",
         ["Generator Temp", "Generator Speed", "Gearbox Temp", "Gearbox Speed"]),
        (";80 m;;100 m;", "Time;Wind speed;Wind dir;Wind speed;Wind dir",
         ["80 m Wind speed", "80 m Wind dir", "100 m Wind speed", "100 m Wind dir"]),
        (";Mean;;Max;", "Time;Power;Wind;Power;Wind",
         ["Power Mean", "Wind Mean", "Power Max", "Wind Max"]),
        ("Park;A;;B;", "Time;Power;Wind;Foo;Bar", ["Power", "Wind", "Foo", "Bar"]),
        ("From;2020-01-01;;2021-01-01;", "Time;Power;Wind;Power;Wind", ["Power", "Wind"] * 2),
    ],
)  # fmt: skip
def test_a_line_above_the_header_groups_columns_if_that_is_needed(above, header, headers):
    text = f"{above}\n{header}\n2020-01-01 00:00;100;5;200;6\n"
    detected = detect(open_source(text.encode(), "made.csv"), zone="UTC")
    assert list(detected.interpretation.headers[1:]) == headers
    assert detected.series == ()


@pytest.mark.parametrize(("first", "second", "names"), SIDES)
def test_turbines_side_by_side_are_unfolded(first, second, names):
    text = ",".join(["Time", *first, *second]) + "\n"
    text += "2020-01-01 00:00,100,5,200,6\n2020-01-01 00:10,110,5,,\n"
    file = open_source(text.encode(), "made.csv")
    detected = detect(file, zone="UTC")
    assert detected.questions == ()
    found = split(file, detected.interpretation, series=detected.series)
    assert tuple(each.interpretation.turbine for each in found.scans) == names
    for each, power, kept in zip(found.scans, (100.0, 200.0), (2, 1), strict=True):
        assert each.interpretation.channels == ("power_kw", "wind_speed_mps")
        assert next(each.blocks())["power_kw"][0] == power
        assert (each.counts.rows, each.counts.kept) == (2, kept)
        form = restored(each.interpretation.to_dict())
        assert scan(file, form).counts == each.counts
    refused = detect(file, zone="UTC", one_turbine=True)
    assert refused.series == ()


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        (["WTG01.ActivePower", "WTG01.WindSpeed", "WTG01.OilTemp"], ["WTG01"]),
        (["T1 Power", "T1 Wind speed"], []),  # may as well be a sensor
        (["WTG01.ActivePower", "Mast.WindSpeed"], []),
    ],
)
def test_the_turbine_that_all_columns_name_is_no_part_of_their_fields(headers, names):
    text = ",".join(["Time", *headers]) + "\n2020-01-01 00:00" + ",105" * len(headers) + "\n"
    detected = detect(open_source(text.encode(), "made.csv"), zone="UTC")
    assert [name for name, _ in detected.series] == names
    assert all("power_kw" in dict(own).values() for _, own in detected.series)


def test_an_empty_column_of_one_turbine_leaves_them_side_by_side():
    text = (
        "Time,WTG1 Power,WTG1 Wind speed,WTG2 Power,WTG2 Wind speed\n2020-01-01 00:00,100,5,90,\n"
    )
    file = open_source(text.encode(), "made.csv")
    series = detect(file, zone="UTC").series
    assert [name for name, _ in series] == ["WTG1", "WTG2"]
    assert [field for _, field in series[1][1]] == ["power_kw"]


@pytest.mark.parametrize(
    "headers",
    [
        ["WTG01_Power", "WTG02_Power", "WTG01_WindSpeed"],
        ["T1 Power (kW)", "T2 Power (kW)", "Total Power (kW)"],
        ["WTG01 Power", "WTG02 Power", "Mast wind speed"],
        ["WEA 1 Zustand", "WEA 2 Zustand", "Außentemperatur"],
    ],
)
def test_turbines_side_by_side_with_other_columns_are_asked_about(headers):
    text = ",".join(["Time", *headers]) + "\n2020-01-01 00:00" + ",5.5" * len(headers) + "\n"
    file = open_source(text.encode(), "made.csv")
    with pytest.raises(UndecidedError, match="several turbines"):
        read(file)
    assert [each.counts.kept for each in read(file, one_turbine=True).scans] == [1]
    alone = read(file, fields={2: "", 3: ""})
    assert [each.counts.kept for each in alone.scans] == [1]


@pytest.mark.parametrize(
    "headers",
    [
        ["Power", "Bearing temperature 1", "Bearing temperature 2"],
        ["Pitch angle 1", "Pitch angle 2", "Pitch angle 3"],
        ["Wind speed 1", "Wind speed 2"],
        ["Voltage L1", "Voltage L2", "Power"],
        ["Temp T1", "Temp T2"],
        ["WTG01_Power", "WTG02_Power", "WTG01_WindSpeed"],
        ["pow_000", "pow_001", "tower_height"],
        ["Power M1", "Power M2", "Current M1", "Current M2"],
    ],
)
def test_other_numbers_in_headers_are_no_turbines(headers):
    text = ",".join(["Time", *headers]) + "\n2020-01-01 00:00" + ",5.5" * len(headers) + "\n"
    assert detect(open_source(text.encode(), "made.csv"), zone="UTC").series == ()
