"""What of a file is not stored: said first, wherever an ingest is shown. Green is for no loss."""

from collections.abc import Callable, Sequence

import pytest
from apptest import click, metric, open_page, run, said, set_embedded
from scada import HEADER, Place, line, made_file, newest, until_done
from streamlit.testing.v1 import AppTest

from turbine.ingest.record import State

GOOD = [line(row, row + 0.5, 5, 6, 7) for row in range(48)]
FILES: dict[str, tuple[Sequence[str], tuple[str, ...]]] = {
    "whole": (GOOD, ()),
    "a repeated row": ([*GOOD, GOOD[0]], ()),
    "one row of many": ([*GOOD, "not a time,1,2,3,4"], ("1 of 49 rows rejected",)),
    "nearly all": (
        [*GOOD[:2], *(line(row, "?!", "-", "-", "-") for row in range(2, 48))],
        ("46 of 48 rows rejected",),
    ),
    "one cell": ([*GOOD[1:], line(0, "?!", 5, 6, 7)], ("1 cell unreadable",)),
    "every power": (
        [line(row, "?!", 5, 6, 7) for row in range(48)],
        ("48 cells unreadable", "no value of active power"),
    ),
    "an empty column": (
        [line(row, 1, "", 6, 7) for row in range(48)],
        ("no value of wind speed",),
    ),
}
EACH = pytest.mark.parametrize(("rows", "losses"), FILES.values(), ids=list(FILES))
LOSSY = pytest.mark.parametrize("rows", [rows for rows, losses in FILES.values() if losses])


@pytest.fixture
def on_page(embedded: Place, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    set_embedded(embedded, monkeypatch)
    return lambda **query: open_page("ingest", embedded.settings.data_dir, **query)


@EACH
def test_the_record_says_what_is_lost(embedded: Place, rows, losses) -> None:
    record = embedded.ingest("\n".join([HEADER, *rows]) + "\n")
    assert record.state is State.DONE
    assert tuple(map(str, record.losses)) == losses
    assert record.adds_up
    assert embedded.verify(record).verdict == "PASS", "an older count is compared without"


@EACH
def test_the_result_is_green_only_if_nothing_is_lost(embedded: Place, on_page, rows, losses):
    record = embedded.ingest("\n".join([HEADER, *rows]) + "\n")
    at = on_page(ingest=record.id)
    assert bool(at.success) is not bool(losses)
    assert all(loss in at.warning[0].value for loss in losses)
    listed = said(on_page())
    assert ("green-badge[done]" in listed) is not bool(losses)
    assert all(f":orange-badge[{loss}]" in listed for loss in losses)


@LOSSY
def test_the_same_file_again_is_not_green_either(embedded: Place, on_page, rows) -> None:
    text = "\n".join([HEADER, *rows]) + "\n"
    embedded.ingest(text)
    at = on_page()
    at.file_uploader[0].upload("made.csv", text.encode())
    click(run(at), "ingest_confirm")
    at.radio(key="ingest_rule_name").set_value("keep")
    run(at)
    assert "This ingest already exists" in said(at)
    assert not at.success


@LOSSY
def test_the_command_line_notes_a_loss(embedded: Place, rows, tmp_path) -> None:
    path = tmp_path / "made.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    options = "--turbine", "T1", "--retime", "keep", "--accept-losses"
    done = embedded.cli("ingest", str(path), *options)
    assert done.returncode == 0
    assert "note: not everything is stored: " in done.stdout


def test_most_of_a_channel_is_lost_only_with_consent(embedded: Place, on_page) -> None:
    at = on_page()
    rows, _ = FILES["every power"]
    at.file_uploader[0].upload("made.csv", ("\n".join([HEADER, *rows]) + "\n").encode())
    click(run(at), "ingest_confirm")
    assert any("No value of" in each.value for each in at.warning)
    assert at.button(key="ingest_start").disabled
    at.checkbox(key="ingest_accept_losses").check()
    run(at)
    click(at, "ingest_start")
    until_done(embedded)
    result = on_page(ingest=newest(embedded).id)
    assert any("No value of" in each.value for each in result.warning)


def test_marks_for_no_value_are_shown_and_can_be_kept(embedded: Place, on_page) -> None:
    at = on_page()
    rows = [*GOOD[:2], *(line(row, "-999", 5, 6, 7) for row in range(2, 9))]
    at.file_uploader[0].upload("made.csv", ("\n".join([HEADER, *rows]) + "\n").encode())
    run(at)
    marks = at.multiselect(key="ingest_missing")
    assert marks.value == ["LV ActivePower (kW)=-999"]
    assert any("Treated as no value" in each.value for each in at.warning)
    assert metric(at, "Missing cells") == "7"
    marks.set_value([])
    run(at)
    assert at.multiselect(key="ingest_missing").value == []
    assert metric(at, "Missing cells") == "0"
    assert not any("Treated as no value" in each.value for each in at.warning)
    at.multiselect(key="ingest_missing").set_value(["Power=-999"])
    run(at)
    assert "names no column" in at.error[0].value
    click(at, "ingest_start_over")
    assert metric(at, "Missing cells") == "7"


def test_without_a_loss_there_is_no_note(embedded: Place, tmp_path) -> None:
    path = tmp_path / "made.csv"
    path.write_text(made_file(20))
    done = embedded.cli("ingest", str(path), "--turbine", "T1", "--retime", "keep")
    assert "not everything" not in done.stdout


def test_a_ledger_from_before_is_read_and_compared(embedded: Place) -> None:
    rows = [line(row, 1, "", 6, 7) for row in range(48)]
    record = embedded.ingest("\n".join([HEADER, *rows]) + "\n")
    ledger = embedded.windproof._ledger
    with ledger._open() as db:
        db.execute("UPDATE ingests SET counts = json_remove(counts, '$.empty')")
    assert ledger.get(record.id).losses == ()
    assert embedded.verify(ledger.get(record.id)).verdict == "PASS"
