"""A file of 300 columns in a real browser: the table is searched, typed into and ticked."""

from driving import settle
from playwright.sync_api import Page, expect
from scada import embedded_place, newest, until

from turbine.ingest.record import State

COUNT = 298
HEADER = ["Time UTC", "Power (kW)", *(f"Cabinet {n} humidity (%)" for n in range(COUNT))]
ROW_PX, HEAD_PX = 35, 35
"""Of the table, which is drawn on a canvas: its cells are found by their places."""


def wide() -> str:
    cells = ",".join(f"{n / 10}" for n in range(COUNT))
    rows = [f"2020-01-01 00:{10 * n:02},{100 + n},{cells}" for n in range(6)]
    return "\n".join([",".join(HEADER), *rows, ""])


def cell(page: Page, row: int, share: float) -> tuple[float, float]:
    """The middle of a row of the table, ``share`` of its width from the left."""
    box = page.locator(".st-key-ingest_columns [data-testid=stDataFrame]").bounding_box()
    assert box is not None
    return box["x"] + share * box["width"], box["y"] + HEAD_PX + (row + 0.5) * ROW_PX


def search(page: Page, text: str, found: int) -> None:
    field = page.locator(".st-key-ingest_columns_search input")
    field.fill(text)
    field.press("Enter")
    expect(page.get_by_text(f"Leave out all {found} shown")).to_be_visible()
    settle(page)
    page.locator(".st-key-ingest_columns [data-testid=stDataFrame]").scroll_into_view_if_needed()


def edit(page: Page, place: tuple[float, float], text: str, becomes: str) -> None:
    page.mouse.dblclick(*place)
    field = page.locator("#portal textarea, #portal input").first
    field.fill(text)
    field.press("Enter")
    expect(page.locator(".st-key-ingest_columns")).to_contain_text(becomes)
    settle(page)


def test_columns_are_renamed_and_left_out_in_the_table(app_server, open_page):
    server = app_server()
    page = open_page(server, "/ingest", size=(1280, 1400))
    file = {"name": "wide.csv", "mimeType": "text/csv", "buffer": wide().encode()}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".st-key-ingest_confirm")).to_be_visible()
    settle(page)
    page.locator(".st-key-ingest_columns summary").click()
    search(page, "cabinet 29", 11)
    edit(page, cell(page, 0, 0.65), "Damp Inside!", "damp_inside")
    page.mouse.click(*cell(page, 1, 0.065))
    expect(page.get_by_text("of 299 are stored")).to_contain_text("298 of 299")
    settle(page)
    page.get_by_role("button", name="Looks right").click()
    page.locator(".st-key-ingest_start button").click()
    expect(page.get_by_role("heading", name="Result")).to_be_visible()
    place = embedded_place(server.data_dir)
    until(lambda: newest(place).state is State.DONE, what="the ingest ended")
    record = newest(place)
    assert record.interpretation.not_stored == ("Cabinet 129 humidity (%)",)
    assert place.door.value("damp_inside", record.first_ns) == 2.9
    assert place.door.value("cabinet_290_humidity_pct", record.first_ns) == 29.0
