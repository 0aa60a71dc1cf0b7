"""Which browser a request comes from, whose session it names, and which page asks."""

import pytest
from guarding import BROWSER, OTHER, UPLOAD, ask, of_browser, scope_of

from turbine.model.actor import machine_actor
from turbine.ui.server.guard import VOUCHER
from turbine.ui.server.origin import Origins

# -- whose session it is -------------------------------------------------------------------------


@pytest.mark.parametrize("path", [UPLOAD, "/media/a.csv"])
def test_uploads_and_downloads_may_come_before_the_cookie_of_their_login(
    guarded, accounts, token, pairing, path
):
    guard, inner = guarded()
    pairing.log_in("session-1", BROWSER, token)
    mine = of_browser(accounts)
    for cookie in [mine, f"{mine}; {accounts.cookie_name}=of-an-earlier-login"]:
        assert ask(guard, scope_of(path, "PUT", cookie=cookie)).status == 200
    for cookie in ["", of_browser(accounts, OTHER), of_browser(accounts, "")]:
        assert ask(guard, scope_of(path, "PUT", cookie=cookie)).status == 401
    accounts.close_session(token)
    assert ask(guard, scope_of(path, "PUT", cookie=mine)).status == 401
    assert [seen["path"] for seen in inner.asked] == [path, path]


def test_an_arriving_login_vouches_for_its_own_session_alone(guarded, accounts, token, pairing):
    guard, _ = guarded()
    pairing.log_in("session-1", BROWSER, token)
    for path in ["/_stcore/upload_file/session-2/f", "/_stcore/upload_file/new/f", "/media/a"]:
        status = ask(guard, scope_of(path, "PUT", cookie=of_browser(accounts))).status
        assert status == (200 if path == "/media/a" else 401)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "GET"])
def test_a_session_is_its_own_browsers_whoever_is_logged_in(guarded, accounts, token, method):
    guard, inner = guarded()
    login = f"{accounts.cookie_name}={token}"
    for browser in [of_browser(accounts, OTHER), of_browser(accounts, "c" * 43), "x=1"]:
        assert ask(guard, scope_of(UPLOAD, method, cookie=f"{browser}; {login}")).status == 401
    unknown = "/_stcore/upload_file"
    mine = f"{of_browser(accounts)}; {login}"
    for path in [unknown, f"{unknown}/", f"{unknown}/never-was/f"]:
        assert ask(guard, scope_of(path, method, cookie=mine)).status == 401
    assert inner.asked == []
    assert ask(guard, scope_of(UPLOAD, method, cookie=mine)).status == 200


def test_a_login_without_a_browser_of_its_own_gets_no_file(guarded, accounts, token, pairing):
    guard, inner = guarded()
    login = f"{accounts.cookie_name}={token}"
    for browser in ["", of_browser(accounts, "c" * 43)]:
        assert ask(guard, scope_of("/media/a", cookie=f"{browser}; {login}")).status == 401
    pairing.log_in("session-1", BROWSER, token)
    pairing.log_in("session-2", BROWSER, token)
    pairing.log_out(token)  # in all tabs
    cookie = f"{of_browser(accounts)}; {login}"
    assert ask(guard, scope_of("/media/a", cookie=cookie)).status == 401
    assert ask(guard, scope_of(UPLOAD, "PUT", cookie=cookie)).status == 401
    assert inner.asked == []


@pytest.mark.parametrize("path", [UPLOAD, "/media/a.csv"])
@pytest.mark.parametrize("by_cookie", [True, False])
def test_whoever_must_change_the_password_gets_no_further(
    guarded, accounts, pairing, path, by_cookie
):
    guard, inner = guarded()
    once = accounts.reset_password(machine_actor(), "anna")
    token = accounts.open_session(accounts.authenticate("anna", once, "192.0.2.7"))
    cookie = of_browser(accounts)
    if by_cookie:
        cookie += f"; {accounts.cookie_name}={token}"
    else:
        pairing.log_in("session-1", BROWSER, token)
    assert ask(guard, scope_of(path, "PUT", cookie=cookie)).status == 401
    assert inner.asked == []


# -- the browser's own cookie --------------------------------------------------------------------


def given_to(guard, path: str = "/", method: str = "GET", **asked: str) -> str:
    return ask(guard, scope_of(path, method, **asked)).headers.get("set-cookie", "")


def test_each_browser_gets_a_cookie_of_its_own_with_the_first_page(guarded, accounts):
    guard, _ = guarded()
    first, second = given_to(guard), given_to(guard, "/explore", sec_fetch_site="none")
    name, _, value = first.partition(";")[0].partition("=")
    assert name == f"{accounts.cookie_name}_browser"
    assert len(value) == 43
    assert value not in second
    parts = {part.strip() for part in first.split(";")[1:]}
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= parts
    assert "Secure" not in parts
    assert given_to(guard, cookie=f"{name}={value}") == ""
    for bad in ["", "x", value + "x", "é" * 43]:
        assert given_to(guard, cookie=f"{name}={bad}"), "what is not ours is replaced"


def test_a_browser_that_holds_its_cookie_back_on_a_link_from_elsewhere_keeps_it(guarded):
    guard, _ = guarded()
    assert given_to(guard, "/explore", sec_fetch_site="cross-site") == ""
    assert given_to(guard, "/_stcore/host-config", sec_fetch_site="same-origin")
    for path in ["/_stcore/health", "/media/a", "/component/x/index.html", "/static/js/a.js"]:
        assert given_to(guard, path) == ""
    assert given_to(guard, "/", "HEAD") == ""


@pytest.mark.parametrize(
    ("origins", "scope"),
    [
        (Origins(https=True), {}),
        (Origins(("https://app.example.com",)), {}),
        (Origins(), {"scheme": "https"}),
        (Origins(), {"headers": [(b"x-forwarded-proto", b"https")]}),
    ],
)
def test_over_tls_the_cookie_is_secure_and_nobody_elses_to_set(guarded, accounts, origins, scope):
    guard, _ = guarded(origins=origins)
    [cookie] = ask(guard, scope_of("/") | scope).headers["set-cookie"].splitlines()
    assert cookie.startswith(f"__Host-{accounts.cookie_name}_browser=")
    assert "Secure" in [part.strip() for part in cookie.split(";")]
    name = cookie.partition("=")[0]
    planted = scope_of("/", cookie=of_browser(accounts))
    planted["headers"] += scope.get("headers", [])
    assert "set-cookie" in ask(guard, planted | {**scope, "headers": planted["headers"]}).headers
    kept = scope_of("/", cookie=f"{of_browser(accounts, OTHER)}; {name}={BROWSER}")
    assert "set-cookie" not in ask(guard, kept).headers


# -- the page that asks --------------------------------------------------------------------------

HOST = "app.example.com"
NEAR = ["http://app.example.com:81", f"http://{HOST}.evil", "null", "file://", "ws://x"]


def socket_passes(guard, inner, **headers: str) -> bool:
    before = len(inner.asked)
    ask(guard, scope_of("/_stcore/stream", kind="websocket", **headers))
    return len(inner.asked) > before


@pytest.mark.parametrize("origin", [*NEAR, "https://app.example.com:8443"])
def test_only_our_own_page_may_connect_and_send(guarded, cookie, origin):
    """Without a public address, its own is what Host says."""
    guard, inner = guarded()
    host = HOST
    assert not socket_passes(guard, inner, origin=origin, host=host)
    asked = scope_of(UPLOAD, "PUT", cookie=cookie, origin=origin, host=host)
    assert ask(guard, asked).status == 403
    for own in ["http://app.example.com", f"https://{HOST.upper()}"]:
        assert socket_passes(guard, inner, origin=own, host=host)
        assert (
            ask(guard, scope_of(UPLOAD, "PUT", cookie=cookie, origin=own, host=host)).status == 200
        )
    assert socket_passes(guard, inner, host=host), "a program names no page"
    assert not socket_passes(guard, inner, origin="http://app.example.com")


@pytest.mark.parametrize(
    "origin", [*NEAR, "http://app.example.com", "https://app.example.com:8443", "https://elsewhere"]
)
def test_where_the_public_address_is_set_host_does_not_count(guarded, cookie, origin):
    public = ("https://app.example.com", "http://localhost:8501")
    guard, inner = guarded(origins=Origins(public))
    for host in ["app.example.com", "elsewhere", origin.partition("//")[2]]:
        assert not socket_passes(guard, inner, origin=origin, host=host)
    for own in public:
        assert socket_passes(guard, inner, origin=own, host="elsewhere:8501")
        asked = scope_of(UPLOAD, "PUT", cookie=cookie, origin=own, host="elsewhere:8501")
        assert ask(guard, asked).status == 200
    hosts = [
        v
        for seen in inner.asked
        if seen["type"] == "websocket"
        for k, v in seen["headers"]
        if k == b"host"
    ]
    assert hosts == [b"app.example.com", b"localhost:8501"], "Streamlit compares it once more"


def test_the_scripts_learn_which_browser_it_is_and_nobody_can_claim_it(guarded, accounts):
    guard, inner = guarded()
    for cookie in [of_browser(accounts), "x=1"]:
        asked = {"cookie": cookie, "x_windproof_browser": f"{VOUCHER} {OTHER}"}
        ask(guard, scope_of("/_stcore/stream", kind="websocket", **asked))
    said = [v for seen in inner.asked for k, v in seen["headers"] if k == b"x-windproof-browser"]
    assert said == [f"{VOUCHER} {BROWSER}".encode(), f"{VOUCHER} ".encode()]
