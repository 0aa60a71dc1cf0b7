"""The ingest page in a real browser: what only one can tell."""

import pytest
from driving import upload_csv
from playwright.sync_api import expect
from scada import embedded_place, made_file

from turbine.model.series import Series


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_what_was_opened_is_in_sight_however_far_down_the_page_was(app_server, open_page, size):
    server = app_server()
    place = embedded_place(server.data_dir)
    for number in range(8):
        series = Series(measurement="scada", site="main", turbine=f"T{number + 2}")
        place.ingest(made_file(10), series=series)
    page = open_page(server, "/ingest", size=size)
    upload_csv(page, made_file(20_000))
    page.locator(".st-key-ingest_confirm button").click()
    start = page.locator(".st-key-ingest_start button")
    start.scroll_into_view_if_needed()
    start.click()
    running = page.get_by_role("heading", name="Running")
    expect(running.or_(page.get_by_role("heading", name="Result")).first).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Result")).to_be_in_viewport()

    last = page.get_by_role("button", name="Details").last
    last.scroll_into_view_if_needed()
    last.click()
    title = page.get_by_role("heading", name="Ingest", exact=True)
    expect(title).to_be_in_viewport()
    page.wait_for_timeout(700)  # once, and not for good
    page.get_by_role("button", name="Details").last.scroll_into_view_if_needed()
    expect(title).not_to_be_in_viewport()
