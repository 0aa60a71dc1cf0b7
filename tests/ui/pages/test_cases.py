"""Small files as people really have them, by page: asked about, answered, stored rightly. What is
right stands in ``tests/support/cases.py``."""

from datetime import date
from math import isnan

import pytest
from apptest import click, has, open_page, run, said, set_embedded
from case import Case, Shown
from cases import BY_NAME, CASES
from paths import CASES as FOLDER
from scada import Place, embedded_place, until
from streamlit.testing.v1 import AppTest

from turbine.model.series import Series

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the cases are not at {FOLDER}: put them there"
)

WIDGETS = {
    "zone": "selectbox",
    "stamp": "selectbox",
    "date_order": "selectbox",
    "decimal": "selectbox",
    "year": "number_input",
    "first_day": "date_input",
}
"""By what is asked the kind of the widget that answers it."""
CONSENTS = ("replace", "accept_losses")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One data directory for all: each case has a site of its own."""
    return embedded_place(tmp_path_factory.mktemp("place") / "data")


def asked(at: AppTest) -> set[str]:
    """What the page leaves open."""
    lacking = {
        name
        for name, kind in WIDGETS.items()
        if has(at, f"ingest_{name}") and getattr(at, kind)(key=f"ingest_{name}").value is None
    }
    units = [box for box in at.selectbox if str(box.key).startswith("ingest_unit_")]
    return lacking | ({"units"} if any(box.value is None for box in units) else set())


def column(at: AppTest, header: str) -> str:
    """The number of a column."""
    [key] = [str(box.key) for box in at.selectbox if box.label == header]
    return key.removeprefix("ingest_column_")


def answer(at: AppTest, case: Case) -> AppTest:
    """Choose all that is asked of how the file is read, and what the person wants otherwise."""
    given = case.answers
    for name, kind in WIDGETS.items():
        if (value := getattr(given, name)) is not None:
            value = date.fromisoformat(value) if name == "first_day" else value
            getattr(at, kind)(key=f"ingest_{name}").set_value(value)
    for header, unit in given.units.items():
        at.selectbox(key=f"ingest_unit_{column(at, header)}").set_value(unit)
    for header, name in given.fields.items():
        box = at.selectbox(key=f"ingest_column_{column(at, header)}")
        box.options.append(name)  # typed, not chosen
        box.set_value(name)
    run(at)
    if given.missing is not None:
        at.multiselect(key="ingest_missing").set_value(list(given.missing))
        run(at)
    return at


def ingest(at: AppTest, case: Case) -> str:
    """Upload, answer, confirm and start; all that was said on the way."""
    at.file_uploader[0].upload(case.path.name, case.path.read_bytes())
    run(at)
    texts = [said(at)]
    open_ones = {*case.asks} - {*CONSENTS}
    if open_ones:
        assert asked(at) == open_ones
        assert len(at.warning) >= len(open_ones), "a question for each"
        assert not has(at, "ingest_confirm")
    answer(at, case)
    texts.append(said(at))
    click(at, "ingest_confirm")
    at.text_input(key="ingest_site").set_value(case.name)
    at.radio(key="ingest_rule_name").set_value("keep")
    texts.append(said(run(at)))
    for name in CONSENTS:
        if name in case.asks:
            assert at.button(key="ingest_start").disabled
            at.checkbox(key=f"ingest_{name}").check()
            run(at)
    click(at, "ingest_start")
    until(lambda: "without values" in said(run(at)), what="the page shows the result")
    return "\n".join(texts)


BY_PAGE = [case for case in CASES if "replace" in case.asks or not case.answers.replace]
"""The page offers to replace only what is there."""


def stored(place: Place, case: Case, site: str) -> None:
    """By the command line, unless it is there."""
    command = "ingest", str(case.path), "--retime", "keep", "--site", site
    assert place.cli(*command, *case.answers.options).returncode == 0


@pytest.mark.parametrize("case", BY_PAGE, ids=[case.name for case in BY_PAGE])
def test_what_is_open_is_asked_and_what_is_right_is_stored(
    place: Place, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_embedded(place, monkeypatch)
    for earlier in map(BY_NAME.get, case.after):
        stored(place, earlier, case.name)
    at = open_page("ingest", place.settings.data_dir)
    texts = ingest(at, case)
    assert [text for text in case.says if text not in texts] == []
    rows, rejected, duplicate, without = case.counts
    summed = f"= {rows} stored + {rejected} rejected + {duplicate} duplicate + {without} without"
    for text in (summed, *case.said, *(f"“{header.strip()}”" for header in case.left_out)):
        assert text in said(at)
    for right in case.right:
        series = Series(measurement="scada", site=case.name, turbine=right.turbine)
        assert place.door.get(series) == pytest.approx(right.values, rel=4e-16, abs=0)


EXPLORED = [(case, shown) for case in CASES for shown in case.shown]


@pytest.mark.parametrize(
    ("case", "shown"), EXPLORED, ids=[f"{c.name}-{s.function}" for c, s in EXPLORED]
)
def test_what_is_right_is_explored(
    place: Place, case: Case, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_embedded(place, monkeypatch)
    stored(place, case, case.name)
    at = open_page(
        "explore", place.settings.data_dir, site=case.name, fields=shown.field,
        function=shown.function, window=shown.window, zone="UTC",
    )  # fmt: skip
    rows = at.dataframe[0].value
    assert [None if isnan(each) else each for each in rows.iloc[:, 1]] == shown.about
    assert shown.note in said(at)
    if shown.expected is not ...:
        expected = [None if isnan(each) else each for each in rows["Rows expected"]]
        assert {*expected} == {shown.expected}
