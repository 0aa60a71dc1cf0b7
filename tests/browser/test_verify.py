"""The verify page in a real browser: closer in by dragging and by an offender, and taken away."""

import re

import polars as pl
from driving import settle
from playwright.sync_api import Page, expect
from scada import DuckDBDoor, Place, made_file, utc_ns

from turbine.settings.config import Settings

ROWS = 20_000


def place_of(server) -> Place:
    """The server's data directory, with a back door."""
    folder = server.data_dir
    door = DuckDBDoor(folder / "windproof.duckdb")
    return Place(settings=Settings(data_dir=folder), door=door)


def drawn(page: Page) -> list[dict]:
    """Each trace of the chart as the browser holds it: its name and how many points."""
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    return page.evaluate(
        """() => document.querySelector('.js-plotly-plot')._fullData.map(
            trace => ({name: trace.name, points: trace.x.length}))"""
    )


def dots(page: Page) -> int:
    return next(trace["points"] for trace in drawn(page) if trace["name"] == "Database")


def period(page: Page) -> str:
    return " ".join(
        page.locator(f".st-key-{key}").inner_text() for key in ("verify_from", "verify_to")
    )


def drag(page: Page, start: float, stop: float) -> None:
    """Across the upper chart, from and to these parts of its width."""
    settle(page)  # or the chart may be drawn again meanwhile
    page.locator(".js-plotly-plot").first.scroll_into_view_if_needed()
    box = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (start + stop) / 2, y, steps=4)
    page.mouse.move(box["x"] + box["width"] * stop, y, steps=4)
    page.mouse.up()


def test_close_in_every_point_is_drawn_and_offenders_are_jumped_to(app_server, open_page, tmp_path):
    server = app_server()
    place = place_of(server)
    record = place.ingest(made_file(ROWS))
    page = open_page(server, f"/verify?ingest={record.id}")
    expect(page.get_by_text("PASS").first).to_be_visible()
    assert 1_000 < dots(page) < ROWS
    place.door.remove(utc_ns(9_000), utc_ns(9_003))
    place.door.put(utc_ns(15_000), wind_speed_mps=99.0)
    page.locator(".st-key-verify_again button").click()
    expect(page.get_by_text("FAIL").first).to_be_visible()

    # Dragging asks the server for the narrower period: it draws every point of it.
    whole = page.locator(".st-key-verify_whole button")
    expect(whole).to_be_disabled()
    drag(page, 0.44, 0.46)
    expect(whole).to_be_enabled()
    settle(page)
    page.wait_for_function(
        """() => document.querySelector('.js-plotly-plot')._fullData[1].x.length < 1000"""
    )
    assert 200 < dots(page) < 900
    missing = next(t for t in drawn(page) if t["name"].startswith("Missing from the database"))
    assert missing == {"name": "Missing from the database (3)", "points": 3}
    whole.click()
    expect(whole).to_be_disabled()

    # Choosing the offender after the three missing rows goes to its channel and its time.
    settle(page)
    table = page.locator(".st-key-verify_offenders canvas").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 12, box["y"] + 35 * 4 + 17)
    expect(whole).to_be_enabled()
    settle(page)
    chosen = page.locator(".st-key-verify_channel [aria-checked=true]")
    expect(chosen).to_have_text(re.compile("Wind speed"))
    page.wait_for_function(
        """() => document.querySelector('.js-plotly-plot').data.some(
            trace => trace.name === 'Different value (1)')"""
    )
    assert dots(page) in (73, 74)  # 36 rows to either side

    # All of them as a file.
    with page.expect_download() as download:
        page.locator(".st-key-verify_download button").click()
    path = tmp_path / "offenders.csv"
    download.value.save_as(path)
    taken = pl.read_csv(path)
    assert taken["Mismatch"].to_list() == ["Missing row"] * 3 + ["Different value"]
    assert taken["File line"].to_list() == [9_002, 9_003, 9_004, 15_002]
    assert taken["Database value"].to_list() == [None, None, None, 99.0]
    assert taken["File timestamp (Europe/Istanbul)"][0] == "2018-03-04T12:00:00+03:00"
    assert taken["Database timestamp (UTC)"][0] == "2018-03-04T09:00:00+00:00"
