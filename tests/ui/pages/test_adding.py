"""Adding to a selection by a form, on the page of a view."""

import pytest
from apptest import open_page, said, set_embedded
from scada import HEADER, Place, line
from streamlit.testing.v1 import AppTest

from turbine.wind.selection import MOST_PARTS

PAGE = "power_curve"
ROWS = [line(n, 100 if n % 3 else 0, 4 + n % 9, 120, n * 7 % 360) for n in range(288)]


@pytest.fixture
def at(embedded: Place, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page, without a selection."""
    set_embedded(embedded, monkeypatch)
    embedded.ingest("\n".join([HEADER, *ROWS, ""]))
    return open_page(PAGE, embedded.settings.data_dir)


def add(at: AppTest, kind: str, **fields: object) -> str:
    """Fill in the form and send it: the selection as it is then in the address."""
    at.selectbox(key=f"{PAGE}_add_kind").set_value(kind).run()
    for name, value in fields.items():
        key = f"{PAGE}_add_{name}"
        widgets = at.selectbox if name.startswith(("first_", "last_")) else at.number_input
        widgets(key=key).set_value(value)
    at.button(key=f"{PAGE}_add_send").click().run()
    assert not at.exception
    return at.query_params["select"]


def test_each_kind_is_added_as_a_pick_would_make_it(at):
    box = {"from_mps": 4, "to_mps": 9.5, "from_kw": -5, "to_kw": 120}
    assert add(at, "box", **box) == "box_4_9.5_-5_120"
    assert "Added: Wind 4 to 9" in " ".join(each.value for each in at.success)
    assert add(at, "sector", centre_deg=360, width_deg=30) == "box_4_9.5_-5_120,sector_0_30"
    text = add(at, "speed", from_mps=3, to_mps=7)
    assert text.endswith("sector_0_30,speed_3_7")
    cell = {"first_month": 1, "last_month": 2, "first_hour": 6, "last_hour": 17}
    assert add(at, "cell", **cell).endswith(",cell_1_2_6_17")
    text = add(at, "time")
    assert text.endswith(",time_20171231T210000Z_20180102T205100Z"), "the period that is shown"
    assert len(at.query_params["select"].split(",")) == 5
    assert "of 288 rows selected" in said(at)


@pytest.mark.parametrize(
    ("kind", "fields", "wrong"),
    [
        ("box", {"from_mps": 9, "to_mps": 4, "from_kw": 0, "to_kw": 1}, "a lower"),
        ("box", {"from_mps": 4, "to_mps": 9, "from_kw": 0}, "every field"),
        ("speed", {"from_mps": 4, "to_mps": 4}, "a lower"),
        ("sector", {"centre_deg": 361, "width_deg": 30}, "360°"),
        ("sector", {"centre_deg": 0, "width_deg": 0}, "360°"),
        ("cell", {"first_month": 11, "last_month": 2}, "new year"),
        ("cell", {"first_hour": 22, "last_hour": 3}, "midnight"),
    ],
)
def test_what_selects_nothing_is_refused_with_what_to_do(at, kind, fields, wrong):
    assert add(at, kind, **fields) == ""
    assert [wrong in each.value for each in at.warning] == [True]


def test_a_span_that_ends_before_it_begins_is_refused(at):
    add(at, "time")
    ends = at.session_state[f"{PAGE}_add_start"], at.session_state[f"{PAGE}_add_stop"]
    at.session_state[f"{PAGE}_add_start"], at.session_state[f"{PAGE}_add_stop"] = ends[::-1]
    before = at.query_params["select"]
    at.button(key=f"{PAGE}_add_send").click().run()
    assert at.query_params["select"] == before
    assert ["before the end" in each.value for each in at.warning] == [True]


def test_a_part_is_added_once_and_only_as_long_as_there_is_room(at):
    add(at, "speed", from_mps=3, to_mps=4)
    assert add(at, "speed", from_mps=3, to_mps=4) == "speed_3_4"
    assert ["Already selected" in each.value for each in at.warning] == [True]
    full = ",".join(f"speed_{n}_{n + 1}" for n in range(MOST_PARTS))
    at.query_params["select"] = f"{full},speed_30_31"
    at.run()
    assert ["1 part of the selection" in each.value for each in at.warning] == [True]
    assert add(at, "speed", from_mps=40, to_mps=50) == full
    assert ["at most 24" in each.value for each in at.warning] == [True]
    at.button(key=f"{PAGE}_clear_speed_0_1").click().run()
    assert add(at, "speed", from_mps=40, to_mps=50).endswith(",speed_40_50")


def test_only_what_the_turbines_signals_allow_is_offered(embedded, monkeypatch):
    set_embedded(embedded, monkeypatch)
    rows = [f"{row.rpartition(',')[0]}," for row in ROWS]
    embedded.ingest("\n".join([HEADER, *rows, ""]))
    at = open_page(PAGE, embedded.settings.data_dir)
    offered = at.selectbox(key=f"{PAGE}_add_kind").options
    assert offered == [
        "Wind speed and power", "Wind speed", "Months and hours of the day", "Stretch of time",
    ]  # fmt: skip
    at = open_page("flags", embedded.settings.data_dir)
    assert not [each for each in at.selectbox if each.key == "flags_add_kind"]
