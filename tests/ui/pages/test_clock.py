"""What the page asks of a file's clock: each widget's answer reaches the reading."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from apptest import has, open_page, run, said, set_embedded
from scada import Place
from streamlit.testing.v1 import AppTest


@dataclass(frozen=True, kw_only=True)
class Case:
    """A file that leaves one thing open."""

    rows: tuple[str, ...]
    asked: str
    widget: Callable[[AppTest], Any]
    answer: object
    first: str
    """When its first row was, in UTC."""


DAY = [f"2020-01-01 {i // 6:02d}:{i % 6}0,{i}" for i in range(1, 144)] + ["2020-01-02 00:00,144"]
CASES = {
    "zone": Case(
        rows=("Time,Power (kW)", "2020-07-01 00:00,1", "2020-07-01 00:10,2"),
        asked="time zone",
        widget=lambda at: at.selectbox(key="ingest_zone"),
        answer="Europe/Berlin",
        first="2020-06-30 22:00",
    ),
    "stamp": Case(
        rows=("Time UTC,Power (kW)", *DAY),
        asked="the end of its interval",
        widget=lambda at: at.selectbox(key="ingest_stamp"),
        answer="end",
        first="2020-01-01 00:00",
    ),
    "year": Case(
        rows=("Time UTC,Power (kW)", '"Jan 1, 12:00 am",1', '"Jan 1, 01:00 am",2'),
        asked="do not say their year",
        widget=lambda at: at.number_input(key="ingest_year"),
        answer=2019,
        first="2019-01-01 00:00",
    ),
    "first day": Case(
        rows=("Day,Time UTC,Power (kW)", "1,00:00,5", "1,00:10,6", "2,00:00,7"),
        asked="the date of day 1",
        widget=lambda at: at.date_input(key="ingest_first_day"),
        answer=date(2020, 5, 1),
        first="2020-05-01 00:00",
    ),
    "columns": Case(
        rows=("Sent,Measured,Power (kW)", "2021-01-01 00:00Z,2020-01-01 00:00Z,5"),
        asked="Each time is unambiguous",
        widget=lambda at: at.multiselect(key="ingest_time_columns"),
        answer=["Measured"],
        first="2020-01-01 00:00",
    ),
    "format": Case(
        rows=("Time,Power (kW)", "07/02/2020 5h UTC,1", "07/02/2020 6h UTC,1"),
        asked="holds no dates that can be read",
        widget=lambda at: at.text_input(key="ingest_time_format"),
        answer="%m/%d/%Y %Hh %Z",
        first="2020-07-02 05:00",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_the_answer_reaches_the_reading(embedded: Place, monkeypatch, case: Case) -> None:
    set_embedded(embedded, monkeypatch)
    at = open_page("ingest", embedded.settings.data_dir)
    at.file_uploader[0].upload("made.csv", ("\n".join(case.rows) + "\n").encode())
    run(at)
    assert case.asked in said(at)
    assert f"{case.first} UTC" not in said(at)
    case.widget(at).set_value(case.answer)
    run(at)
    assert f"{case.first} UTC" in said(at)
    assert has(at, "ingest_confirm")
    assert case.widget(at).value == case.answer
