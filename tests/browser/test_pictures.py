"""Charts are taken away as pictures that the browser draws, and as pages."""

from dataclasses import replace
from pathlib import Path

import pytest
from driving import Server, settle
from playwright.sync_api import Page
from scada import SERIES, embedded_place, made_file

NAME = "T 1 <b>%</b> ö"
ROSE = f"Wind rose of {NAME}"
SUBTITLE = f"{NAME}: 2018-01-01 to 2018-01-20 (Europe/Istanbul)"
FILE = "T_1__b____b__ö_wind_rose_T_1__b____b__ö_20180101_20180120"


@pytest.fixture(scope="module")
def server(shared: Server) -> Server:
    embedded_place(shared.data_dir).ingest(
        made_file(20 * 144), series=replace(SERIES, turbine=NAME)
    )
    return shared


def wind(page: Page) -> Page:
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    return page


def taken(page: Page, kind: str, folder: Path) -> Path:
    """By the keyboard alone, of the first chart of the page."""
    page.locator("[class*=st-key-taking_] button").first.focus()
    page.keyboard.press("Enter")
    button = page.locator(f"[class*=st-key-take_{kind}_] button")
    with page.expect_download() as got:
        button.focus()
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    path = folder / got.value.suggested_filename
    got.value.save_as(path)
    return path


def test_a_drawing_has_a_background_a_title_and_what_it_is_of(server, open_page, tmp_path):
    page = wind(open_page(server, "/wind", theme="dark", size=(400, 850)))
    path = taken(page, "svg", tmp_path)
    assert path.name == f"{FILE}.svg"
    page.locator("[class*=st-key-taking_] button").first.click()
    colour = "element => getComputedStyle(element).color"
    opened = page.locator("[class*=st-key-taking_] button").first.evaluate(colour)
    assert opened == page.get_by_test_id("stApp").evaluate(colour), "too dark to be read"
    page.goto(path.as_uri())
    texts = page.evaluate("() => [...document.querySelectorAll('text')].map(t => t.textContent)")
    assert {ROSE, SUBTITLE} <= {*texts}
    ground = "() => getComputedStyle(document.querySelector('rect')).fill"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.evaluate("() => document.documentElement.width.baseVal.value") == 800
    ink = "() => getComputedStyle(document.querySelector('.legendtext')).fill"
    assert page.evaluate(ink) == "rgb(49, 51, 63)"


def test_a_picture_leaves_the_chart_of_the_page_as_it_is(server, open_page, tmp_path):
    page = wind(open_page(server, "/wind"))
    looks = "() => JSON.stringify(document.querySelector('.js-plotly-plot').layout)"
    before = page.evaluate(looks)
    path = taken(page, "png", tmp_path)
    assert path.name == f"{FILE}.png"
    assert path.read_bytes().startswith(b"\x89PNG")
    assert page.evaluate(looks) == before
    # Plotly's own camera takes the same picture.
    chart = page.locator(".js-plotly-plot").first
    chart.hover()
    with page.expect_download() as got:
        chart.locator(".modebar-btn[data-title^='Download plot']").click()
    assert got.value.suggested_filename == path.name
    assert Path(got.value.path()).read_bytes() == path.read_bytes()


def test_a_page_opens_without_a_network(server, open_page, tmp_path):
    page = wind(open_page(server, "/wind"))
    path = taken(page, "html", tmp_path)
    assert path.name == f"{FILE}.html"
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.locator(".main-svg").first.wait_for()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert page.locator(".gtitle").first.text_content() == ROSE


def test_every_chart_of_a_page_is_taken_by_its_own_menu(server, open_page, tmp_path):
    page = wind(open_page(server, "/wind"))
    charts = page.locator(".js-plotly-plot").count()
    menus = page.locator("[class*=st-key-taking_] button")
    assert menus.count() == charts >= 4
    menus.nth(charts - 1).click()
    with page.expect_download() as got:
        page.locator("[class*=st-key-take_svg_] button").click()
    name = page.locator(".js-plotly-plot").last.evaluate(
        "chart => chart._context.toImageButtonOptions.filename"
    )
    assert got.value.suggested_filename == f"{name}.svg" != f"{FILE}.svg"
    settle(page)
