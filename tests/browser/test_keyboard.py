"""By the keyboard alone, in a real browser: keys that people press, and where the focus is."""

import re

import pytest
from driving import Server, settle
from logins import PASSWORD
from playwright.sync_api import Page, expect
from scada import embedded_place, made_file

DAYS = 4


@pytest.fixture(scope="module")
def server(shared: Server) -> Server:
    embedded_place(shared.data_dir).ingest(made_file(DAYS * 144))
    return shared


def is_within(page: Page, selector: str) -> bool:
    return page.evaluate("selector => !!document.activeElement.closest(selector)", selector)


def walk(page: Page, selector: str, *, most: int = 80) -> None:
    """Press Tab until the focus is within."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if is_within(page, selector):
            return
    raise AssertionError(f"no way to {selector}")


def test_from_the_login_to_a_selection_and_to_its_end(server, open_page):
    page = open_page(server, "/power_curve", user=None)
    keys = page.keyboard
    walk(page, ".st-key-login_name")
    keys.type("anna")
    walk(page, ".st-key-login_password")
    keys.type(PASSWORD)
    keys.press("Enter")
    chips = page.locator(".st-key-power_curve_chips [data-testid=stButton] button")
    expect(page.locator(".st-key-power_curve_add")).to_be_visible(timeout=60_000)
    settle(page)

    # Opened by a key, the form has the focus, also after a step back and forth.
    walk(page, ".st-key-power_curve_add")
    keys.press("Enter")
    form = page.get_by_role("dialog", name="Add a selection")
    expect(form.get_by_label("Select by")).to_be_focused()
    expect(form.get_by_label("Power below")).to_be_visible()
    keys.press("Shift+Tab")
    expect(page.locator(".st-key-power_curve_add button")).to_be_focused()
    keys.press("Tab")
    for number in ("5", "15", "0", "-3"):
        keys.press("Tab")
        keys.type(number)
    keys.press("Enter")
    expect(form.get_by_role("alert")).to_have_text(re.compile("enter a lower from"))
    expect(form.get_by_label("Power below")).to_be_focused()
    expect(chips).to_have_count(0)
    keys.press("ControlOrMeta+A")
    keys.type("900")
    walk(page, ".st-key-power_curve_add_send", most=2)
    keys.press("Space")
    expect(chips).to_have_text([re.compile("^Wind 5 to 15 m/s, power 0 to 900 kW")])
    expect(page).to_have_url(re.compile("select=box_5_15_0_900&"))
    settle(page)
    assert is_within(page, ".st-key-power_curve_add_send"), "the focus stays"

    # Another kind; then what was open is closed, and the focus is at its button.
    for _ in range(5):
        keys.press("Shift+Tab")
    expect(form.get_by_label("Select by")).to_be_focused()
    for _ in range(3):
        keys.press("ArrowDown")
    keys.press("Enter")
    expect(form.get_by_label("First month")).to_be_visible()
    expect(form.get_by_label("Select by")).to_be_focused()
    keys.press("Escape")
    expect(form).to_have_count(0)
    expect(page.locator(".st-key-power_curve_add button")).to_be_focused()

    keys.press("Tab")
    expect(chips).to_be_focused()
    keys.press("Enter")
    expect(chips).to_have_count(0)
    expect(page).to_have_url(re.compile("select=&"))
    settle(page)
    keys.press("Tab")
    assert is_within(page, "[class*=st-key-taking_]"), "on from where the chip was"


def test_from_the_overview_to_a_day(server, open_page):
    page = open_page(server, "/overview")
    walk(page, ".st-key-overview_day [role=spinbutton]")
    page.keyboard.type("20180102")
    walk(page, ".st-key-overview_show_day", most=4)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Explore", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile("start=2018-01-01T21%3A00%3A00Z&stop=2018-01-02T21"))


def test_a_screen_reader_is_told_the_language_of_the_session(server, open_page, browser):
    with browser.new_context(locale="es-ES") as context:
        page = open_page(server, "/", context=context)
        html = page.locator("html")
        expect(html).to_have_attribute("lang", "es")
        page.get_by_text("English", exact=True).click()
        expect(html).to_have_attribute("lang", "en")
        page.get_by_text("Español", exact=True).click()
        expect(html).to_have_attribute("lang", "es")
