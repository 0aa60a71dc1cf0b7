"""Selecting on charts in a real browser: picked, followed, reloaded, cleared, and gone."""

import re

from driving import settle
from playwright.sync_api import Locator, Page, expect
from scada import embedded_place, made_file

DAYS = 6
CURVE, SERIES = "power_curve_chart", "power_curve_series"


def chart(page: Page, key: str) -> Locator:
    """A chart to pick on: its key ends with how often it was."""
    return page.locator(f"[class*='st-key-{key}_']")


def drag(page: Page, key: str, across: tuple[float, float], down: tuple[float, float]) -> None:
    """Draw a box; places are fractions of the plot's width and height."""
    settle(page)  # what is drawn again under a drag ends it
    plot = chart(page, key).locator(".nsewdrag").first
    box = plot.bounding_box()
    assert box is not None
    xs = [box["x"] + box["width"] * each for each in across]
    ys = [box["y"] + box["height"] * each for each in down]
    page.mouse.move(xs[0], ys[0])
    page.mouse.down()
    page.mouse.move(sum(xs) / 2, sum(ys) / 2)
    page.mouse.move(xs[1], ys[1])
    page.mouse.up()


def chips(page: Page) -> Locator:
    return page.locator(".st-key-power_curve_chips .stButton button")


def drawn(page: Page, key: str) -> Locator:
    """The shapes on a chart: ours, and Plotly's own mark of a drag."""
    return chart(page, key).locator(".shapelayer path, .selectionlayer path")


def dots(page: Page) -> Locator:
    """The selected rows on the line of all."""
    return chart(page, SERIES).locator(".scatterlayer .trace").nth(1).locator(".js-line")


def test_a_box_is_followed_kept_cleared_and_does_not_come_back(app_server, open_page):
    server = app_server()
    embedded_place(server.data_dir).ingest(made_file(DAYS * 144))
    page = open_page(server, "/power_curve", size=(1280, 1_900))
    expect(dots(page)).to_have_count(0)
    drag(page, CURVE, (0.3, 0.6), (0.4, 0.7))
    first = chips(page)
    expect(first).to_have_text([re.compile(r"^Wind \d.* m/s, power \d.* kW")])
    expect(dots(page).first).to_be_attached()
    expect(drawn(page, CURVE)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"select=box_\d"))
    said = page.get_by_text(re.compile(r"^[\d,]+ of 864 rows selected"))
    count = said.inner_text()

    address, title = page.url, first.text_content() or ""
    page.reload()
    expect(said).to_have_text(count)
    expect(drawn(page, CURVE)).to_have_count(1)
    assert page.url == address

    # Another box takes the place of the first one; a stretch of time stands beside it.
    before = dots(page).count()
    drag(page, CURVE, (0.5, 0.9), (0.2, 0.7))
    expect(first).not_to_have_text([title])
    expect(dots(page)).not_to_have_count(before)
    expect(drawn(page, CURVE)).to_have_count(1)
    drag(page, SERIES, (0.2, 0.5), (0.3, 0.6))
    expect(chips(page)).to_have_count(3)
    expect(drawn(page, SERIES)).to_have_count(1)

    page.get_by_role("link", name="Wind").click()
    there = page.locator(".st-key-wind_chips .stButton button")
    expect(there).to_have_count(3)
    there.last.click()
    expect(there).to_have_count(0)
    page.get_by_role("link", name="Power curve").click()
    expect(dots(page)).to_have_count(0)
    expect(drawn(page, CURVE)).to_have_count(0)

    # The same box again, cleared by its chip; nothing brings it back.
    for _ in range(2):
        drag(page, CURVE, (0.3, 0.6), (0.4, 0.7))
        expect(chips(page)).to_have_text([title])
        chips(page).click()
        expect(chips(page)).to_have_count(0)
        expect(drawn(page, CURVE)).to_have_count(0)
    page.reload()
    settle(page)
    expect(dots(page)).to_have_count(0)
    expect(chips(page)).to_have_count(0)
