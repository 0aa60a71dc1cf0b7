"""Names that others chose, of sites, turbines, files and columns, in a real browser."""

from driving import settle
from playwright.sync_api import Page, expect
from scada import HEADER, embedded_place, line, made_file

from turbine.model.series import Series

SITE, TURBINE = "www.example.com", "a@example.com"
FILE = "at (http://example.com/x) [b](//example.com) <i>.csv"


def links_away(page: Page) -> list[str]:
    """Addresses of links that lead to another host, or to a mail program."""
    return page.evaluate(
        "() => [...document.links].filter(a => a.host !== location.host).map(a => a.href)"
    )


def test_names_are_text_and_lead_nowhere(app_server, open_page):
    server = app_server()
    series = Series(measurement="WWW.example.com", site=SITE, turbine=TURBINE)
    text = made_file(20) + line(20, "https://example.com", 1, 2, 3) + "\n"
    record = embedded_place(server.data_dir).ingest(text, series=series, name=FILE)
    for address, names in (
        ("/ingest", (SITE, TURBINE, FILE)),
        (f"/ingest?ingest={record.id}", (FILE,)),
        (f"/verify?ingest={record.id}", ()),
        ("/explore?turbine=www.example.com", (SITE,)),
        ("/database", ()),
        ("/overview", (SITE, TURBINE, FILE)),
    ):
        page = open_page(server, address)
        for name in names:
            expect(page.get_by_text(name).first).to_be_visible()
        for details in page.locator("details summary").all():
            details.click()
        settle(page)
        assert links_away(page) == [], address


def test_a_files_name_and_headers_are_text_before_it_is_ingested(app_server, open_page):
    page = open_page(app_server(), "/ingest")
    header = HEADER.replace("Wind Direction (°)", SITE)
    text = header + made_file(20).removeprefix(HEADER)
    file = {"name": FILE, "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".st-key-ingest_confirm")).to_be_visible()
    for details in page.locator("details summary").all():
        details.click()
    expect(page.get_by_text(FILE).first).to_be_visible()
    expect(page.get_by_text(SITE).filter(visible=True).first).to_be_visible()
    page.locator(".st-key-ingest_confirm button").click()
    page.locator(".st-key-ingest_site input").fill(SITE)
    page.locator(".st-key-ingest_turbine input").fill(TURBINE)
    page.locator(".st-key-ingest_turbine input").press("Enter")
    expect(
        page.get_by_text(f"of turbine {TURBINE} at site {SITE} will be written to")
    ).to_be_visible()
    assert links_away(page) == []


def test_a_turbines_name_is_text_in_a_chart_too(app_server, open_page):
    server = app_server()
    name = "A<b>1</b> %{y} &amp; [x](//example.com)"
    series = Series(measurement="scada", site="main", turbine=name)
    embedded_place(server.data_dir).ingest(made_file(20), series=series)
    page = open_page(server, "/overview")
    tick = page.locator(".js-plotly-plot .ytick text").filter(has_text=name)
    expect(tick).to_be_visible()
    page.locator(".js-plotly-plot .nsewdrag").first.hover()
    expect(page.locator(".hoverlayer text").filter(has_text=name)).to_be_visible()
