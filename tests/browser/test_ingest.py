"""The ingest page in a real browser: what only one can tell."""

import pytest
from driving import upload_csv
from playwright.sync_api import expect
from scada import embedded_place, made_file

from turbine.model.series import Series


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_an_opened_ingest_is_scrolled_into_view(app_server, open_page, size):
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


def test_a_name_that_is_too_long_is_refused_not_cut(app_server, open_page):
    page = open_page(app_server(), "/ingest")
    upload_csv(page, made_file(20))
    page.locator(".st-key-ingest_confirm button").click()
    field = page.locator(".st-key-ingest_turbine input")
    for name, is_good in (("W" * 65, False), ("V" * 64, True)):
        field.focus()
        field.select_text()
        page.keyboard.insert_text(name)  # as a paste does
        field.press("Enter")
        told = page.get_by_text(f"The turbine tag '{name}' cannot be used.")
        start = page.locator(".st-key-ingest_start button")
        if is_good:
            expect(
                page.get_by_text(f"of turbine {name} at site main will be written to")
            ).to_be_visible()
            expect(start).to_be_enabled()
        else:
            expect(told).to_be_visible()
            expect(start).to_have_count(0)
