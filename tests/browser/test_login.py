"""The way in and out, in a real browser in front of the real server."""

import re
from pathlib import Path

import pytest
from driving import Server, cookie_header, log_in, session_of, settle, upload_csv
from logins import PASSWORD
from paths import ROOT
from playwright.sync_api import BrowserContext, Page, expect
from scada import embedded_place, made_file

from turbine.access import Accounts
from turbine.model.actor import machine_actor
from turbine.model.errors import AuthError

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
LOGIN = [
    "Windproof",
    "Wind turbine data into the database, with proof that nothing was lost.",
    "Name",
    "Password",
    "visibility",  # an icon's name
    "Log in",
    "English",
    "Español",
]
"""Every word that somebody who is not logged in may read."""
UNKNOWN_PAGE = (
    "The page that you have requested does not seem to exist. Running the app's main page."
)
NEW = "seven windy hills"


def expect_app(page: Page, heading: str | re.Pattern[str] = re.compile("")) -> None:
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)


def expect_words(page: Page, *texts: str) -> None:
    """Exactly these texts are on the page, and Streamlit's skip link."""
    pattern = r"\s*".join(map(re.escape, texts))
    body = page.locator("body")
    expect(body).to_have_text(
        re.compile(rf"^\s*(Skip to main content)?\s*{pattern}\s*$"), use_inner_text=True
    )


def expect_login(page: Page) -> None:
    expect_words(page, *LOGIN)


def login_cookies(context: BrowserContext) -> list[dict]:
    return [
        cookie
        for cookie in context.cookies()
        if cookie["name"].startswith("windproof") and not cookie["httpOnly"]
    ]


def device_cookie(page: Page, server: Server, *, unlike: dict | None = None) -> dict:
    """The browser's device cookie for Anna, once it has come, or another one has."""
    name = Accounts(server.data_dir).devices.cookie_name("anna")
    for _ in range(100):
        for cookie in page.context.cookies():
            if cookie["name"] == name and cookie != unlike:
                return cookie
        page.wait_for_timeout(100)
    raise AssertionError("no device cookie came")


def await_cookie(page: Page, *, kept: bool) -> None:
    """Wait until the browser has the login's cookie, or has it no more."""
    page.wait_for_function(
        "kept => document.cookie.includes('windproof_') === kept", arg=kept, timeout=15_000
    )


def open_page_in(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    return settle(page)


# -- logged out ----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/explore"])
def test_the_first_request_of_all_shows_the_login_and_nothing_else(app_server, open_page, address):
    page = open_page(app_server(), address, user=None)
    expect_login(page)
    page.reload()
    expect_login(settle(page))


def test_an_address_that_does_not_exist_shows_the_login(shared, open_page):
    page = open_page(shared, "/nonsense", user=None)
    expect_words(page, *LOGIN, "Page not found", UNKNOWN_PAGE)


def test_a_deep_link_arrives_after_the_login(shared, open_page):
    for name in PAGES:
        page = open_page(shared, f"/{name}?from=a-shared-link", user=None)
        expect_login(page)
        log_in(page, " Anna ", PASSWORD)
        expect_app(page, re.compile(name.replace("_", " "), re.IGNORECASE))
        assert f"/{name}?from=a-shared-link" in page.url
        page.context.close()


def test_strangers_can_neither_send_nor_fetch(shared, open_page):
    session, stranger = session_of(shared, open_page, user=None)
    boundary = "b0undary"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="f"; filename="x.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\na,b\r\n\r\n--{boundary}--\r\n"
    ).encode()

    def upload(cookies: str, session: str) -> int:
        xsrf = re.search(r"_streamlit_xsrf=([^;]+)", cookies)[1]
        return shared.ask(
            "PUT",
            f"/_stcore/upload_file/{session}/file-1",
            body,
            Cookie=cookies,
            X_Xsrftoken=xsrf,
            Content_Type=f"multipart/form-data; boundary={boundary}",
        )[0]

    assert upload(cookie_header(stranger), session) == 401
    session, known = session_of(shared, open_page, user="anna")
    assert upload(cookie_header(known), session) == 204, "the same request must work with a login"

    missing = "/media/0123456789abcdef.csv"
    assert shared.ask("GET", missing)[0] == 401
    assert shared.ask("GET", missing, Cookie=cookie_header(known))[0] == 404
    assert shared.ask("GET", "/_stcore/metrics", Cookie=cookie_header(known))[0] == 404
    assert shared.ask("GET", "/_stcore/health")[2] == b"ok"


def test_an_upload_need_not_wait_for_the_cookie(shared, open_page):
    page = open_page(shared, "/ingest", user=None)
    page.route("**/component/**", lambda route: None)  # what writes it is still on its way
    log_in(page, "anna", PASSWORD)
    expect_app(page, "Ingest")
    upload_csv(page, made_file(300))
    assert not login_cookies(page.context)


def test_headers_guard_every_answer(shared):
    for path in ["/", "/account", "/_stcore/health", "/_stcore/metrics", "/media/x"]:
        headers = shared.ask("GET", path)[1]
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"


def test_the_browser_finds_nothing_to_complain_of_and_asks_no_foreign_host(
    app_server, open_page, browser
):
    server = app_server()
    embedded_place(server.data_dir).ingest(made_file(500))
    context = browser.new_context()
    complaints, hosts = [], set()
    context.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    context.on("request", lambda request: hosts.add(request.url.partition("?")[0]))
    context.on("weberror", lambda error: complaints.append(f"error: {error.error}"))
    page = open_page(server, "/account", user=None, context=context)
    log_in(page, "anna", PASSWORD)
    expect_app(page, "Account")
    await_cookie(page, kept=True)
    for name in PAGES:
        page.goto(f"{server.url}/{name}")
        expect_app(settle(page))
        if name == "explore":
            expect(page.locator(".js-plotly-plot").first).to_be_visible()
    context.close()
    assert {u for u in hosts if not u.startswith((server.url, "data:", "blob:"))} == set()
    assert [text for text in complaints if "Content Security Policy" in text] == []
    assert [text for text in complaints if text.startswith("error") and "404" not in text] == []


def test_a_download_is_for_whoever_is_logged_in(app_server, open_page):
    server = app_server()
    embedded_place(server.data_dir).ingest(made_file(500))
    page = open_page(server, "/explore")
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    button = page.locator(".st-key-explore_download button")
    with page.expect_download() as started:
        button.click()
    content = Path(started.value.path()).read_bytes()
    assert content.count(b"\n") > 1
    [media] = {url.removeprefix(server.url) for url in addresses if "/media/" in url}
    assert server.ask("GET", media)[0] == 401
    status, headers, body = server.ask("GET", media, Cookie=cookie_header(page.context))
    assert (status, body, headers["cache-control"]) == (200, content, "private, no-store")


# -- in and out ----------------------------------------------------------------------------------


def test_wrong_names_and_wrong_passwords_hear_the_same(shared, open_page):
    page = open_page(shared, user=None)
    for name, password in [("anna", "not it at all"), ("eve", PASSWORD), ("", "")]:
        log_in(page, name, password)
        expect(page.get_by_role("alert")).to_have_text(
            re.compile(
                r"^error\s*The name or the password is wrong\.\s*"
                r"Forgotten\? An administrator can set a new password\.$"
            )
        )
        page.reload()
        expect_login(page)


def wrong_before(server: Server, address: str) -> None:
    """Four wrong attempts for Anna from this address, which leaves one."""
    for _ in range(4):
        with pytest.raises(AuthError, match="wrong"):
            Accounts(server.data_dir).authenticate("anna", "not it at all", address)


def expect_too_many(page: Page) -> None:
    log_in(page, "anna", PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("too many wrong attempts")


def fail_once(page: Page) -> None:
    log_in(page, "anna", "not it at all")
    expect(page.get_by_role("alert")).to_contain_text("password is wrong")


def test_attempts_are_counted_across_browsers(app_server, open_page):
    server = app_server()
    wrong_before(server, "127.0.0.1")
    fail_once(open_page(server, user=None))
    expect_too_many(open_page(server, user=None))


def test_the_address_comes_from_the_connection_not_from_the_client(app_server, open_page, browser):
    server = app_server()
    wrong_before(server, "127.0.0.1")
    for number, attempt in enumerate((fail_once, expect_too_many)):
        claimed = f"203.0.113.{number}"
        context = browser.new_context(
            extra_http_headers={"X-Forwarded-For": claimed, "X-Windproof-Address": claimed}
        )
        attempt(open_page(server, user=None, context=context))
        context.close()


def test_behind_a_trusted_proxy_each_address_counts_for_itself(app_server, open_page, browser):
    server = app_server({"TURBINE_TRUSTED_PROXIES": "127.0.0.1"})
    wrong_before(server, "203.0.113.66")
    attacker = browser.new_context(extra_http_headers={"X-Forwarded-For": "203.0.113.66"})
    fail_once(open_page(server, user=None, context=attacker))
    expect_too_many(open_page(server, user=None, context=attacker))
    attacker.close()
    anna = browser.new_context(extra_http_headers={"X-Forwarded-For": "192.0.2.7"})
    page = open_page(server, "/account", user=None, context=anna)
    log_in(page, "anna", PASSWORD)
    expect_app(page, "Account")
    anna.close()


def test_a_reload_keeps_the_login_for_a_day(shared, open_page):
    page = open_page(shared, "/account", user=None)
    log_in(page, "anna", PASSWORD)
    expect_app(page, "Account")
    await_cookie(page, kept=True)
    [cookie] = login_cookies(page.context)
    now = page.evaluate("Date.now() / 1000")
    assert 86_000 < cookie["expires"] - now <= 86_400
    assert cookie["sameSite"] == "Strict"
    assert not cookie["secure"]
    page.reload()
    expect_app(page, "Account")
    second = open_page_in(page.context, page.url)
    expect_app(second, "Account")


def test_behind_tls_the_cookie_is_secure(app_server, open_page):
    server = app_server({"TURBINE_HTTPS": "1"})
    page = open_page(server, "/account", user=None)
    log_in(page, "anna", PASSWORD)
    expect_app(page, "Account")
    await_cookie(page, kept=True)
    assert [cookie["secure"] for cookie in login_cookies(page.context)] == [True]
    assert device_cookie(page, server)["secure"]


def test_logging_out_ends_it_for_copies_and_other_tabs_too(shared, open_page, browser):
    page = open_page(shared, "/account", user=None)
    log_in(page, "anna", PASSWORD)
    expect_app(page, "Account")
    await_cookie(page, kept=True)
    copied = login_cookies(page.context)
    other_tab = open_page_in(page.context, page.url)
    expect_app(other_tab, "Account")

    page.get_by_role("button", name="Log out").click()
    expect_login(page)
    await_cookie(page, kept=False)
    page.reload()
    expect_login(page)

    other_tab.get_by_role("button", name="Change password").click()
    expect_login(other_tab)

    thief = browser.new_context()
    thief.add_cookies(copied)
    expect_login(open_page(shared, "/account", user=None, context=thief))
    header = f"{copied[0]['name']}={copied[0]['value']}"
    assert shared.ask("GET", "/media/x", Cookie=header)[0] == 401
    thief.close()


def test_a_browser_that_has_logged_in_is_known_by_a_device_cookie(app_server, open_page, browser):
    server = app_server()
    page = open_page(server, "/account", user=None)
    log_in(page, "anna", PASSWORD)
    expect_app(page, "Account")
    device = device_cookie(page, server)
    flags = {name: device[name] for name in ("httpOnly", "sameSite", "secure", "path")}
    assert flags == {"httpOnly": True, "sameSite": "Strict", "secure": False, "path": "/"}
    assert 179 < (device["expires"] - page.evaluate("Date.now() / 1000")) / 86_400 <= 180
    assert device["name"] not in page.evaluate("document.cookie")

    page.get_by_role("button", name="Log out").click()
    expect_login(page)
    await_cookie(page, kept=False)
    assert device_cookie(page, server) == device, "it survives logging out"

    wrong_before(server, "127.0.0.1")
    stranger = open_page(server, user=None)
    fail_once(stranger)
    expect_too_many(stranger)
    for at in (page, open_page_in(page.context, f"{server.url}/account")):
        log_in(at, "anna", PASSWORD)
        expect_app(at, "Account")
        at.get_by_role("button", name="Log out").click()
        expect_login(at)


def test_a_copied_login_cookie_brings_no_device(shared, open_page, browser):
    page = open_page(shared, "/account", user=None)
    log_in(page, "anna", PASSWORD)
    expect_app(page, "Account")
    device = device_cookie(page, shared)
    header = "; ".join(f"{c['name']}={c['value']}" for c in login_cookies(page.context))
    status, headers, _ = shared.ask("GET", "/windproof-device.css", Cookie=header)
    assert (status, "set-cookie" in headers) == (200, False)
    thief = browser.new_context()
    thief.add_cookies(login_cookies(page.context))
    expect_app(open_page(shared, "/account", user=None, context=thief), "Account")
    assert device["name"] not in {cookie["name"] for cookie in thief.cookies()}
    thief.close()


def test_logging_in_again_at_once_keeps_the_new_login(shared, open_page):
    page = open_page(shared, "/account", user=None)
    for _ in range(2):
        log_in(page, "anna", PASSWORD)
        expect_app(page, "Account")
        await_cookie(page, kept=True)
        page.get_by_role("button", name="Log out").click()
        expect_login(page)
    last = page.evaluate("document.cookie")  # of the login before, if it is not removed yet
    log_in(page, "anna", PASSWORD)
    expect_app(page, "Account")
    is_new = "last => document.cookie.includes('windproof_') && document.cookie !== last"
    page.wait_for_function(is_new, arg=last, timeout=15_000)
    page.reload()
    expect_app(page, "Account")


# -- passwords -----------------------------------------------------------------------------------


def fill_change(page: Page, old: str, new: str, again: str | None = None) -> None:
    page.get_by_label("Current password", exact=True).fill(old)
    page.get_by_label("New password", exact=True).fill(new)
    page.get_by_label("Repeat new password", exact=True).fill(new if again is None else again)
    page.get_by_role("button", name="Change password").click()


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(app_server, open_page):
    server = app_server()
    elsewhere = open_page(server, "/account")
    page = open_page(server, "/account", user=None)
    log_in(page, "anna", PASSWORD)
    expect_app(page, "Account")
    await_cookie(page, kept=True)
    fill_change(page, "not it at all", NEW)
    expect(page.get_by_role("alert")).to_contain_text("current password is wrong")
    fill_change(page, PASSWORD, NEW, again="something else")
    expect(page.get_by_role("alert")).to_contain_text("differ")
    before = login_cookies(page.context)
    known = device_cookie(page, server)
    fill_change(page, PASSWORD, NEW)
    page.wait_for_function("old => !document.cookie.includes(old)", arg=before[0]["value"])
    expect_app(page, "Account")
    device_cookie(page, server, unlike=known)
    page.reload()
    expect_app(page, "Account")
    elsewhere.get_by_role("button", name="Change password").click()
    expect_login(elsewhere)
    log_in(elsewhere, "anna", NEW)
    expect_app(elsewhere, "Account")


def test_an_administrator_adds_a_person_who_chooses_a_password(app_server, open_page):
    server = app_server()
    page = open_page(server, "/account")
    form = page.get_by_test_id("stForm").filter(has_text="Add a user")
    form.get_by_label("Name", exact=True).fill("Bob")
    form.get_by_role("button", name="Add").click()
    once = page.get_by_test_id("stCode").inner_text().strip()
    page.get_by_role("button", name="I have saved it").click()
    expect(page.get_by_text(once)).to_have_count(0)

    bob = open_page(server, "/account", user=None)
    log_in(bob, "bob", once)
    expect(bob.get_by_text("Choose your own password.")).to_be_visible()
    expect(bob.get_by_role("button", name="Log out")).to_be_visible()
    assert "You are" not in bob.locator("body").inner_text()
    fill_change(bob, once, NEW)
    expect_app(bob, "Account")
    expect(bob.get_by_text("You are bob, a user.")).to_be_visible()
    expect(bob.get_by_text("Users")).to_have_count(0)

    Accounts(server.data_dir).reset_password(machine_actor(), "bob")
    bob.get_by_role("button", name="Change password").click()
    expect_login(bob)


# -- first start ---------------------------------------------------------------------------------


def test_the_first_start_asks_for_the_code_on_the_console(app_server, open_page):
    server = app_server(users=())
    page = open_page(server, "/account", user=None)
    expect(page.get_by_role("button", name="Create administrator")).to_be_visible()
    expect(page.get_by_text("Account")).to_have_count(0)
    code = server.setup_code()
    assert code not in page.content()

    def fill(code: str) -> None:
        page.get_by_label("Set-up code", exact=True).fill(code)
        page.get_by_label("Name", exact=True).fill("Anna")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("Repeat password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Create administrator").click()

    fill("aaaa-bbbb-cccc")
    expect(page.get_by_role("alert")).to_contain_text("set-up code is wrong")
    fill(code)
    expect_app(page, "Account")
    expect(page.get_by_text("You are anna, an administrator.")).to_be_visible()
    await_cookie(page, kept=True)
    page.reload()
    expect_app(page, "Account")
    expect_login(open_page(server, user=None))


def test_a_server_with_users_shows_no_code(shared):
    assert "set-up" not in shared.log_text()


def test_the_chosen_language_is_kept(shared, open_page):
    page = open_page(shared, "/account", user=None)
    for language, button in (("Español", "Iniciar sesión"), ("English", "Log in")):
        before = page.context.cookies()
        page.get_by_role("radio", name=language).click()
        expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()
        for _ in range(100):
            if page.context.cookies() != before:
                break
            page.wait_for_timeout(100)
        page.reload()
        expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()
