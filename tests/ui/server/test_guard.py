"""The ASGI guard, called as a server would call it, around an app that answers everything."""

import asyncio
import base64
import hashlib
import time
from pathlib import Path

import jwt
import pytest
from guarding import BROWSER, GOOD, MB, UPLOAD, ask, call, of_browser, scope_of

from turbine.access import SESSION_S, Accounts
from turbine.model.actor import machine_actor
from turbine.ui.server import device
from turbine.ui.server.guard import VOUCHER, Guard
from turbine.ui.server.headers import SCRIPTS
from turbine.ui.server.origin import Origins
from turbine.words import language

# -- who may do what -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "GET", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("path", [UPLOAD, "/media/a.csv", "/media"])
def test_uploads_and_downloads_need_a_login(guarded, cookie, method, path):
    guard, inner = guarded()
    assert ask(guard, scope_of(path, method)).status == 401
    assert ask(guard, scope_of(path, method, cookie=cookie + "x")).status == 200
    assert ask(guard, scope_of(path, method, cookie="windproof=x; " + cookie)).status == 200
    assert [seen["path"] for seen in inner.asked] == [path, path]


def test_a_refused_request_never_reaches_the_app(guarded, accounts, cookie, token):
    guard, inner = guarded()
    name = accounts.cookie_name
    claims = jwt.decode(token, accounts.cookie_key, ["HS256"])
    never_opened = jwt.encode(claims | {"jti": "x"}, accounts.cookie_key)
    mine = of_browser(accounts)
    for value in ["", "x", token[:-3], token.swapcase(), never_opened]:
        assert ask(guard, scope_of(UPLOAD, "PUT", cookie=f"{mine}; {name}={value}")).status == 401
    assert ask(guard, scope_of(UPLOAD, "PUT", cookie=f"{mine}; other={token}")).status == 401
    accounts.close_session(token)
    assert ask(guard, scope_of(UPLOAD, "PUT", cookie=cookie)).status == 401
    assert inner.asked == []


def test_an_old_session_ends_at_the_guard_too(guarded, tmp_path, accounts, cookie):
    guard, inner = guarded(accounts=Accounts(tmp_path, now=lambda: time.time() + SESSION_S))
    assert ask(guard, scope_of("/media/a.csv", cookie=cookie)).status == 401
    assert inner.asked == []


@pytest.mark.parametrize("path", ["/", "/ingest", "/_stcore/host-config", UPLOAD, device.PATH])
def test_more_cookies_than_the_websocket_can_take_are_said(guarded, cookie, path):
    guard, inner = guarded()
    ask(guard, scope_of(path, cookie=f"{cookie}; a=".ljust(8_000, "x")))
    before = len(inner.asked)
    answer = ask(guard, scope_of(path, cookie=f"{cookie}; a=".ljust(8_001, "x")))
    assert (answer.status, len(inner.asked)) == (431, before)
    assert b"8,001 bytes of cookies" in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/script-health-check",
        "/_stcore/agent/openapi.json",
        "/_stcore/health/x",
        "/_stcore",
    ],
)
def test_the_servers_innards_are_nobodys(guarded, cookie, path):
    guard, inner = guarded()
    assert ask(guard, scope_of(path, cookie=cookie)).status == 404
    assert inner.asked == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ingest",
        "/media-and-more",
        "/static/media/font.woff2",
        "/_stcore/health",
        "/_stcore/host-config",
        "/component/extra_streamlit_components.CookieManager.cookie_manager/index.html",
    ],
)
def test_what_the_login_itself_needs_is_open(guarded, path):
    guard, _ = guarded()
    assert ask(guard, scope_of(path)).status == 200


def test_a_base_path_changes_nothing(guarded, cookie):
    guard, _ = guarded(base_path="/wind/")
    for path, status in [(UPLOAD, 401), ("/media/a", 401), ("/_stcore/metrics", 404)]:
        assert ask(guard, scope_of(f"/wind{path}", "PUT")).status == status
    assert ask(guard, scope_of(f"/wind{UPLOAD}", "PUT", cookie=cookie)).status == 200
    assert ask(guard, scope_of("/wind/explore")).status == 200


def test_the_url_that_the_client_claims_does_not_count(guarded):
    guard, inner = guarded()
    scope = scope_of(UPLOAD, "PUT", host="evil/_stcore/health?")
    assert ask(guard, scope | {"raw_path": b"/_stcore/health"}).status == 401
    assert inner.asked == []


def test_the_lifespan_passes():
    seen = []

    async def inner(scope, receive, send):
        seen.append(scope["type"])

    guard = object.__new__(Guard)
    guard._app = inner
    ask(guard, {"type": "lifespan"})
    assert seen == ["lifespan"]


# -- headers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), ("/media/a", 401), ("/_stcore/metrics", 404)]
)
def test_security_headers_stand_on_every_answer(guarded, path, status):
    guard, _ = guarded()
    answer = ask(guard, scope_of(path))
    assert answer.status == status
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert "strict-transport-security" not in answer.headers


def test_inline_scripts_run_in_the_cookie_component_alone(guarded):
    guard, _ = guarded()

    def scripts(path: str) -> str:
        policy = ask(guard, scope_of(path)).headers["content-security-policy"]
        return policy.partition("script-src")[2].partition(";")[0]

    assert "'unsafe-inline'" in scripts("/component/x/index.html")
    for path in ["/", "/component-like", "/explore"]:
        assert "'unsafe-inline'" not in scripts(path)


def test_the_hashes_are_those_of_streamlits_own_script_and_ours(guarded):
    import streamlit

    index = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    script = index.partition(b"<script>")[2].partition(b"</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    guard, _ = guarded()
    policy = ask(guard, scope_of("/")).headers["content-security-policy"]
    assert f"'sha256-{digest}'" in policy
    for each in SCRIPTS:
        own = base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()
        assert f"'sha256-{own}'" in policy
    assert policy.count("sha256-") == 1 + len(SCRIPTS), "no other script may run"


def test_tls_is_insisted_on_where_it_is_set(guarded):
    guard, _ = guarded(origins=Origins(https=True))
    assert "max-age" in ask(guard, scope_of("/")).headers["strict-transport-security"]


def test_downloads_stay_out_of_caches(guarded, cookie):
    guard, _ = guarded()
    answer = ask(guard, scope_of("/media/a.csv", cookie=cookie))
    assert answer.headers["cache-control"] == "private, no-store"


# -- the device cookie ---------------------------------------------------------------------------


def test_a_login_is_handed_its_device_cookie_once(guarded, accounts, cookie, token):
    guard, inner = guarded()
    answers = [ask(guard, scope_of(device.PATH, cookie=cookie)) for _ in range(2)]
    name, value = accounts.devices.of_login(token).name, accounts.devices.of_login(token).value
    first, *attributes = answers[0].headers.pop("set-cookie").split("; ")
    nonce = accounts.devices.nonce(first.removeprefix(f"{name}="), "anna", 1)
    assert nonce == accounts.devices.nonce(value, "anna", 1) != ""
    assert {*attributes} == {"HttpOnly", "Max-Age=15552000", "Path=/", "SameSite=strict"}
    assert (
        answers[0] == answers[1] == ask(guard, scope_of(device.PATH, cookie=of_browser(accounts)))
    ), "nobody hears more"
    assert (answers[0].status, answers[0].body) == (200, b"")
    assert answers[0].headers["content-type"] == "text/css; charset=utf-8"
    assert answers[0].headers["cache-control"] == "no-store"
    assert inner.asked == []


def test_nobody_else_is_handed_one(guarded, accounts, cookie, token):
    guard, _ = guarded()
    accounts.close_session(token)
    for value in ["", cookie, f"{accounts.cookie_name}=x", f"other={token}"]:
        assert "set-cookie" not in ask(guard, scope_of(device.PATH, cookie=value)).headers


@pytest.mark.parametrize(
    ("settings", "extra", "secure"),
    [
        ({}, {}, False),
        ({"origins": Origins(https=True)}, {}, True),
        ({}, {"x_forwarded_proto": "https"}, True),
        ({}, {"x_forwarded_proto": "http"}, False),
    ],
)
def test_the_device_cookie_is_secure_behind_tls(guarded, cookie, settings, extra, secure):
    guard, _ = guarded(**settings)
    answer = ask(guard, scope_of(device.PATH, cookie=cookie, **extra))
    assert ("Secure" in answer.headers["set-cookie"].split("; ")) == secure


def test_the_device_cookie_stays_within_the_base_path(guarded, cookie):
    guard, _ = guarded(base_path="/wind/")
    answer = ask(guard, scope_of(f"/wind{device.PATH}", cookie=cookie))
    assert "Path=/wind" in answer.headers["set-cookie"].split("; ")


# -- the peer's address --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_the_address_reaches_the_scripts_and_cannot_be_claimed(guarded, kind):
    guard, inner = guarded()
    ask(guard, scope_of("/_stcore/stream", kind=kind, x_windproof_address=f"{VOUCHER} 10.9.9.9"))
    claimed = [v for k, v in inner.asked[0]["headers"] if k == b"x-windproof-address"]
    assert claimed == [f"{VOUCHER} 192.0.2.7".encode()]


# -- bounds of uploads ---------------------------------------------------------------------------


def put(cookie: str, path: str = UPLOAD, **headers: str) -> dict:
    return scope_of(path, "PUT", cookie=cookie, **headers)


def test_an_upload_of_full_size_passes(guarded, cookie, arrivals):
    guard, _ = guarded()
    chunks = [b"x" * MB] * 10
    assert ask(guard, put(cookie, content_length=str(10 * MB)), chunks).status == 200
    assert arrivals.held() == {"session-1": 10 * MB}


def test_an_upload_that_announces_too_much_is_not_read(guarded, cookie):
    guard, inner = guarded()
    answer = ask(guard, put(cookie, content_length=str(12 * MB)))
    assert (answer.status, answer.body) == (413, b"A file may have 10 MB.")
    assert inner.asked == []


@pytest.mark.parametrize(
    ("announced", "why"),
    [
        ({}, b"A file may have 10 MB."),
        ({"content_length": str(3 * MB)}, b"The upload is longer than allowed."),
    ],
)
def test_an_upload_longer_than_announced_or_allowed_is_cut_off(
    guarded, cookie, arrivals, announced, why
):
    guard, _ = guarded()
    answer = ask(guard, put(cookie, **announced), [b"x" * (MB // 2)] * 24)
    assert (answer.status, answer.body) == (413, why)
    assert arrivals.held() == {}
    assert ask(guard, put(cookie), [b"x"]).status == 200, "its room is free again"


def test_a_browser_holds_two_files_at_most(guarded, cookie):
    held = {"session-1": 11 * MB}
    guard, _ = guarded(held=lambda: held)
    assert ask(guard, put(cookie, content_length=str(10 * MB))).status == 200
    held["session-1"] = 13 * MB
    assert ask(guard, put(cookie, content_length=str(10 * MB))).status == 413
    assert ask(guard, put(cookie, content_length=str(8 * MB))).status == 200


def test_all_browsers_hold_four_at_most(guarded, cookie):
    held = {f"other-{n}": 10 * MB for n in range(4)}
    guard, inner = guarded(held=lambda: held)
    assert ask(guard, put(cookie, content_length=str(5 * MB))).status == 503
    assert inner.asked == []
    del held["other-3"]
    assert ask(guard, put(cookie, content_length=str(5 * MB))).status == 200


def test_what_is_still_on_its_way_counts(guarded, accounts, pairing):
    guard, inner = guarded()
    cookies = []
    for user in ("bob", "carla", "dora"):
        accounts.add_user(machine_actor(), user, GOOD)
        token = accounts.open_session(accounts.authenticate(user, GOOD, "192.0.2.7"))
        cookies.append(f"{of_browser(accounts)}; {accounts.cookie_name}={token}")

    async def scenario() -> tuple[list[int], list[int]]:
        inner.hold = asyncio.Event()
        for n in range(6):
            pairing.connect(f"s{n}", BROWSER)
        scopes = [put(cookies[n // 2], f"/_stcore/upload_file/s{n}/f") for n in range(6)]
        running = [asyncio.create_task(call(guard, scope, [b"x"])) for scope in scopes]
        done, pending = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        while len(done) < 2:
            more, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            done |= more
        refused = [task.result().status for task in done]
        inner.hold.set()
        return refused, [(await task).status for task in pending]

    refused, passed = asyncio.run(scenario())
    assert refused == [503, 503]
    assert passed == [200] * 4


def test_a_user_holds_half_of_it_at_most_in_all_browsers(guarded, cookie, pairing):
    held: dict[str, int] = {}
    guard, _ = guarded(held=lambda: held)
    for session in ("a1", "a2", "a3"):
        pairing.connect(session, BROWSER)
    for session in ("a1", "a2"):
        path = f"/_stcore/upload_file/{session}/f"
        assert ask(guard, put(cookie, path, content_length=str(9 * MB))).status == 200
        held[session] = 9 * MB
    again = put(cookie, "/_stcore/upload_file/a3/f", content_length=str(9 * MB))
    assert ask(guard, again).status == 413
    del held["a1"]
    assert ask(guard, again).status == 200


def test_removing_an_upload_needs_no_room(guarded, cookie):
    guard, _ = guarded(held=lambda: {"session-1": 100 * MB})
    assert ask(guard, scope_of(UPLOAD, "DELETE", cookie=cookie)).status == 200


# -- in which language ---------------------------------------------------------------------------

SPANISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Log in first."
msgstr "Inicie sesión primero."

msgid "A file may have {megabytes} MB."
msgstr "Un archivo puede tener {megabytes} MB."
"""


@pytest.mark.parametrize(
    ("accepted", "refusal", "too_large"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "Inicie sesión primero.", "Un archivo puede tener 10 MB."),
        ("de, es;q=0.5", "Inicie sesión primero.", "Un archivo puede tener 10 MB."),
        ("en,es", "Log in first.", "A file may have 10 MB."),
        ("de", "Log in first.", "A file may have 10 MB."),
        ("", "Log in first.", "A file may have 10 MB."),
    ],
)
def test_a_refusal_is_in_the_language_of_the_request(
    guarded, cookie, tmp_path, monkeypatch, accepted, refusal, too_large
):
    (tmp_path / "es.po").write_text(SPANISH, encoding="utf-8")
    monkeypatch.setattr(language, "LANGUAGES", tmp_path)
    guard, _ = guarded()
    header = {"accept-language": accepted}
    assert ask(guard, scope_of("/media/a.csv", **header)).body.decode() == refusal
    length = {"content-length": str(12 * MB)}
    large = ask(guard, scope_of(UPLOAD, "PUT", cookie=cookie, **header, **length))
    assert (large.status, large.body.decode()) == (413, too_large)
