"""The explore page in a real browser: what only one can tell."""

import csv
import re

from driving import settle
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook
from scada import embedded_place, made_file

DAYS = 12


def y_title(page: Page, text: str) -> None:
    expect(page.locator(".js-plotly-plot .ytitle")).to_have_text([text])


def test_a_view_survives_reload_link_and_back_and_its_table_downloads_whole(app_server, open_page):
    server = app_server()
    embedded_place(server.data_dir).ingest(made_file(DAYS * 144))
    page = open_page(server, "/explore")
    y_title(page, "Active power mean (kW)")
    start = page.url

    page.get_by_text("Hourly wind speed and spread").click()
    y_title(page, "Wind speed mean (m/s)")
    expect(page).to_have_url(re.compile("fields=wind_speed_mps"))
    link = page.url
    page.reload()
    y_title(page, "Wind speed mean (m/s)")
    assert page.url == link
    with page.expect_download() as got:
        page.get_by_role("button", name="Download CSV").click()
    rows = list(csv.DictReader(got.value.path().read_text(encoding="ascii").splitlines()))
    assert len(rows) == 7 * 24
    assert rows[0]["Start (Europe/Istanbul)"] == "2018-01-06T00:00:00+03:00"
    assert float(rows[0]["Wind speed percentile 90, exceedance P10 (m/s)"]) > 0
    assert got.value.suggested_filename == "T1_20180106_20180112_168_rows.csv"
    with page.expect_download() as got:
        page.get_by_role("button", name="Download Excel").click()
    sheet, about = CalamineWorkbook.from_path(str(got.value.path())).sheet_names
    assert (sheet, about) == ("Table", "About")

    other = open_page(server, link.removeprefix(server.url), context=page.context)
    y_title(other, "Wind speed mean (m/s)")
    other.goto(start)
    settle(other)
    y_title(other, "Active power mean (kW)")
    other.go_back()
    y_title(other, "Wind speed mean (m/s)")


def test_going_to_another_page_and_back_keeps_the_view(app_server, open_page):
    server = app_server()
    embedded_place(server.data_dir).ingest(made_file(DAYS * 144))
    page = open_page(server, "/explore")
    y_title(page, "Active power mean (kW)")
    page.get_by_text("Daily energy").click()
    y_title(page, "Active power energy (kWh)")
    page.get_by_role("link", name="Account").click()
    expect(page.get_by_role("heading", name="Account", level=1)).to_be_visible()
    page.get_by_role("link", name="Explore").click()
    y_title(page, "Active power energy (kWh)")
    expect(page).to_have_url(re.compile("function=energy"))
    window = page.get_by_role("combobox", name="Window")
    window.fill("90 min")
    window.press("Enter")
    expect(page).to_have_url(re.compile("window=90min"))
    window.fill("a fortnight")
    window.press("Enter")
    expect(page.get_by_text("There is no window 'a fortnight'")).to_be_visible()


def test_no_table_is_taken_away_but_by_the_pages_own_download(app_server, open_page):
    """Streamlit's own export hands a spreadsheet the formulas that a file's cells may hold."""
    server = app_server()
    record = embedded_place(server.data_dir).ingest(made_file(144) + "=cmd|' /C calc'!A0,1,2,3,4\n")
    for address in (
        "/explore",
        f"/ingest?ingest={record.id}",
        f"/verify?ingest={record.id}",
        "/database",
        "/account",
    ):
        page = open_page(server, address)
        page.get_by_test_id("stDataFrame").first.hover()
        expect(page.get_by_role("button", name="Fullscreen").first).to_be_visible()
        expect(page.get_by_role("button", name="Download as CSV")).to_have_count(0)


def test_a_drag_over_time_leads_to_its_period_and_a_button_back(app_server, open_page):
    server = app_server()
    embedded_place(server.data_dir).ingest(made_file(DAYS * 144))
    page = open_page(server, "/explore")
    y_title(page, "Active power mean (kW)")
    settle(page)
    start = page.url
    box = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.4, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, y, steps=4)
    page.mouse.move(box["x"] + box["width"] * 0.6, y, steps=4)
    page.mouse.up()
    back = page.get_by_role("button", name="Back to")
    expect(back).to_be_visible()
    settle(page)
    y_title(page, "Active power mean (kW)")
    assert page.url != start
    back.click()
    expect(back).to_have_count(0)
    settle(page)
    assert page.url == start
