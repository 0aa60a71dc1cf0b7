"""An attacker's program against the running app: the websocket, uploads and downloads, raw."""

import os
import re
import struct
import sys
from pathlib import Path

import pytest
from driving import Server, log_in
from logins import PASSWORD, sign_in
from playwright.sync_api import expect
from rawsocket import XSRF, RawBrowser
from scada import until
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus

from turbine.access import Accounts
from turbine.model.actor import machine_actor

NO_COOKIES = "Windproof needs cookies"
MB = 2**20


@pytest.fixture
def server(app_server) -> Server:
    return app_server(users=("anna", "bob"))


def with_login(server: Server, name: str = "anna") -> RawBrowser:
    """A browser that holds a login's cookie and its own."""
    browser = RawBrowser.with_page(server.url)
    browser.cookies[Accounts(server.data_dir).cookie_name] = sign_in(server.data_dir, name)
    return browser


def is_logged_in(words: list[str]) -> bool:
    return any(word.startswith("Logged in as") for word in words)


# -- taking over a session -----------------------------------------------------------------------


def test_nobody_takes_over_a_session_by_its_id(shared):
    anna, bob = with_login(shared), with_login(shared, "bob")
    with anna.tab() as tab:
        assert is_logged_in(tab.run())
        for _ in range(5):
            with RawBrowser(shared.url).tab(resume=tab.session) as thief:
                scripts, said = thief.run()  # the scripts know nothing of anybody
                assert scripts.startswith("<style>")
                assert said.startswith(NO_COOKIES)
                assert thief.session != tab.session
            with RawBrowser.with_page(shared.url).tab(resume=tab.session) as thief:
                assert "Password" in thief.run()
                assert thief.session != tab.session
            with bob.tab(resume=tab.session) as thief:
                assert "Logged in as **bob**" in thief.run()
                assert thief.session != tab.session
        assert "Logged in as **anna**" in tab.run(), "and hers is untouched"
        session = tab.session
    with RawBrowser.with_page(shared.url).tab(resume=session) as thief:
        assert "Password" in thief.run(), "nor once it has lost its connection"


def test_before_the_login_too(shared):
    with RawBrowser.with_page(shared.url).tab() as tab:
        tab.run()
        with RawBrowser.with_page(shared.url).tab(resume=tab.session) as thief:
            assert "Password" in thief.run()
            assert thief.session != tab.session
            assert is_logged_in(tab.log_in("anna", PASSWORD))
            assert not is_logged_in(thief.run())


@pytest.mark.parametrize("logged_in", [True, False])
def test_the_same_browser_resumes_its_session(shared, logged_in):
    browser = with_login(shared) if logged_in else RawBrowser.with_page(shared.url)
    with browser.tab() as tab:
        tab.run()
        with browser.tab() as second:  # another tab of it is another session
            second.run()
            assert second.session != tab.session
        with browser.tab(resume=tab.session) as again:
            assert is_logged_in(again.run()) == logged_in
            assert again.session == tab.session
    with browser.tab(resume=tab.session) as again:
        again.run()
        assert again.session == tab.session


def test_in_the_moment_before_the_cookie_the_session_resumes_and_files_pass(shared):
    browser = RawBrowser.with_page(shared.url)
    with browser.tab() as tab:
        assert is_logged_in(tab.log_in("anna", PASSWORD))
        assert browser.upload(tab.session) == 204
        assert browser.ask("GET", "/media/no-such-file")[0] == 404
    with browser.tab(resume=tab.session) as again:
        assert is_logged_in(again.run())
        assert again.session == tab.session


def test_a_session_is_over_once_somebody_logged_out_of_it(shared):
    browser = RawBrowser.with_page(shared.url)
    with browser.tab() as tab:
        tab.log_in("anna", PASSWORD)
        with browser.tab() as other:
            other.log_in("anna", PASSWORD)
            assert "Password" in tab.log_out()
            with browser.tab(resume=tab.session) as again:
                assert "Password" in again.run()
                assert again.session != tab.session
            assert browser.upload(tab.session) == 401
            assert is_logged_in(other.run()), "the other tab has a login of its own"
    with browser.tab(resume=tab.session) as again:
        assert "Password" in again.run()
        assert again.session != tab.session


def test_logging_out_in_one_tab_is_the_end_of_all_that_share_the_login(shared):
    browser = with_login(shared)
    with browser.tab() as tab, browser.tab() as other:
        tab.run()
        other.run()
        tab.log_out()
        with browser.tab(resume=other.session) as again:
            assert "Password" in again.run()
            assert again.session != other.session
        assert browser.upload(other.session) == 401
        assert "Password" in other.run()


def test_old_cookies_survive_a_restart_and_old_sessions_do_not(tmp_path):
    from driving import serving

    folder = tmp_path / "one"
    folder.mkdir()
    sign_in(folder / "data")
    with serving(folder, {}) as server:
        browser = with_login(server)
        with browser.tab() as tab:
            tab.run()
    with serving(folder, {}) as server:
        browser.url = server.url
        before = dict(browser.cookies)
        assert browser.ask("GET", "/")[0] == 200
        assert browser.cookies == before
        with browser.tab(resume=tab.session) as again:
            assert is_logged_in(again.run())
            assert again.session != tab.session
            assert browser.upload(again.session) == 204


def test_another_page_cannot_use_the_cookies(shared):
    browser = with_login(shared)
    port = int(shared.url.rpartition(":")[2])
    for origin in [
        f"http://127.0.0.1:{port + 1}",
        "http://127.0.0.1",
        "http://localhost:1",
        "null",
    ]:
        with pytest.raises(InvalidStatus), browser.tab(origin=origin):
            pass


def test_where_a_public_address_is_set_it_alone_counts(app_server):
    server = app_server({"TURBINE_PUBLIC_URL": "https://app.example.com:8443"})
    browser = RawBrowser.with_page(server.url)
    for origin in [server.url, "https://app.example.com", "http://app.example.com:8443"]:
        with pytest.raises(InvalidStatus), browser.tab(origin=origin):
            pass
    with browser.tab(origin="https://app.example.com:8443") as tab:
        assert "Password" in tab.run()


def test_ids_of_sessions_are_not_logged(shared):
    browser = with_login(shared)
    with browser.tab() as tab:
        tab.run()
        with browser.tab(resume=tab.session) as again:
            again.run()
    assert tab.session not in shared.log_text()


# -- the same in a real browser ------------------------------------------------------------------

KEEP_SOCKETS = """
window.sockets = [];
const Real = WebSocket;
window.WebSocket = class extends Real {
  constructor(...given) { super(...given); window.sockets.push(this); }
};
"""


def test_a_browser_resumes_its_session_when_the_network_is_back(shared, open_page, browser):
    with browser.new_context() as context:
        context.add_init_script(KEEP_SOCKETS)
        page = open_page(shared, "/account", user=None, context=context)
        page.route("**/component/**", lambda route: None)  # only the session knows of the login
        log_in(page, "anna", PASSWORD)
        expect(page.get_by_role("button", name="Log out")).to_be_visible()
        page.evaluate("sockets.at(-1).close()")
        page.wait_for_function("() => sockets.length > 1 && sockets.at(-1).readyState === 1")
        page.get_by_role("link", name="Verify").click()
        expect(page.get_by_role("heading", name="Verify", level=1)).to_be_visible()


def test_going_back_after_logging_out_shows_the_login(shared, open_page):
    page = open_page(shared, "/account")
    page.get_by_role("link", name="Verify").click()
    expect(page.get_by_role("heading", name="Verify", level=1)).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    form = page.get_by_role("button", name="Log in", exact=True)
    expect(form).to_be_visible()
    page.go_back()
    expect(form).to_be_visible()
    expect(page.get_by_role("heading", name="Account")).to_have_count(0)


# -- files ---------------------------------------------------------------------------------------


def test_files_of_a_session_are_its_browsers(shared):
    anna, bob = with_login(shared), with_login(shared, "bob")
    stolen = RawBrowser(shared.url, {**anna.cookies})  # the login's cookie without the browser's
    own = [name for name in stolen.cookies if name.endswith("_browser")]
    assert len(own) == 1
    del stolen.cookies[own[0]]
    with anna.tab() as tab, bob.tab() as other:
        tab.run()
        other.run()
        assert anna.upload(tab.session) == 204
        for stranger in (bob, stolen, RawBrowser.with_page(shared.url)):
            assert stranger.upload(tab.session) == 401
            assert stranger.upload(tab.session, method="DELETE") == 401
        assert bob.upload(other.session) == 204
        assert bob.ask("GET", "/media/x")[0] == 404
        assert stolen.ask("GET", "/media/x")[0] == 401
        assert RawBrowser.with_page(shared.url).ask("GET", "/media/x")[0] == 401
        assert anna.upload(tab.session, method="DELETE") == 204


def test_a_password_that_is_to_be_changed_opens_no_files(server):
    once = Accounts(server.data_dir).reset_password(machine_actor(), "bob")
    browser = RawBrowser.with_page(server.url)
    with browser.tab() as tab:
        words = tab.log_in("bob", once)
        assert any("Choose your own password" in word for word in words)
        assert browser.upload(tab.session) == 401
        assert browser.ask("GET", "/media/x")[0] == 401


# -- messages ------------------------------------------------------------------------------------

OTHERS = {
    "clear_cache": {"clear_cache": True},
    "set_run_on_save": {"set_run_on_save": True},
    "stop_script": {"stop_script": True},
    "load_git_info": {"load_git_info": True},
    "file_urls_request": {"file_urls_request": {"request_id": "1", "file_names": ["a.csv"]}},
    "app_heartbeat": {"app_heartbeat": True},
    "debug_shutdown_runtime": {"debug_shutdown_runtime": True},
    "debug_disconnect_websocket": {"debug_disconnect_websocket": True},
    "install_skills": {"backend_operation_request": {"install_skills": {}}},
    "deferred_file": {"backend_operation_request": {"deferred_file": {}}},
}


def test_all_kinds_of_messages_are_tried_here():
    kinds = {field.name for field in BackMsg.DESCRIPTOR.fields} - {"rerun_script"}
    assert kinds == {next(iter(message)) for message in OTHERS.values()}


@pytest.mark.parametrize("name", OTHERS)
def test_of_the_logged_out_no_other_message_passes(shared, name):
    with RawBrowser.with_page(shared.url).tab() as tab:
        assert "Password" in tab.run()
        tab.send(**OTHERS[name])
        assert tab.close_code() == 1008


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", 1008),  # a message of no kind
        (b"\xff\xff\xff", 1002),
        (b"\xc2\x3e\x03abc", 1008),  # a kind of the future
        ("text", 1008),
        (BackMsg(rerun_script={"query_string": "x" * 70_000}).SerializeToString(), 1009),
    ],
)
def test_what_is_no_message_of_the_login_page_closes_the_socket(shared, data, code):
    with RawBrowser.with_page(shared.url).tab() as tab:
        tab.run()
        tab.send(data)
        assert tab.close_code() == code


def test_a_strangers_long_frame_is_refused_before_it_is_read(shared):
    """Its first bytes say how long it is; nothing more is sent."""
    browser = RawBrowser.with_page(shared.url)
    with browser.tab() as tab:
        tab.run()
        tab.socket.socket.sendall(struct.pack("!BBQ4s", 0x82, 0xFF, 8 * MB, os.urandom(4)))
        assert tab.close_code() == 1009


def test_clear_cache_is_refused_for_the_logged_in_too(shared):
    browser = with_login(shared)
    with browser.tab() as tab:
        tab.run()
        tab.page = tab.pages["ingest"]
        before = tab.run()
        [sample] = [wid for label, wid in tab.widgets.items() if "sample" in label]
        drafted = tab.run({"id": sample, "trigger_value": True})
        assert drafted != before
        for message in (OTHERS["clear_cache"], OTHERS["install_skills"], OTHERS["set_run_on_save"]):
            tab.send(**message)
        assert tab.run() == drafted


def test_whoever_is_logged_in_may_send_what_pages_send(shared):
    with with_login(shared).tab() as tab:
        tab.run()
        tab.send(**OTHERS["file_urls_request"])
        tab.send(**OTHERS["app_heartbeat"])
        tab.send(rerun_script={"query_string": "x=" + "y" * 70_000})
        assert is_logged_in(tab.settle())


@pytest.mark.parametrize("logged_in", [True, False])
def test_a_state_that_is_no_widgets_does_not_reach_the_scripts(shared, logged_in):
    browser = with_login(shared) if logged_in else RawBrowser.with_page(shared.url)
    with browser.tab() as tab:
        before = tab.run()
        for name in ("windproof_token", "windproof_address", "windproof_browser", "anything", ""):
            assert tab.run({"id": name, "string_value": "x"}) == before
    assert "Traceback" not in shared.log_text()


# -- uploads on the disk -------------------------------------------------------------------------


def most_held(server: Server) -> int:
    """Bytes of memory that the server has had at most."""
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1_024


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the server's memory")
def test_an_upload_goes_to_the_disk_and_not_into_memory(server):
    anna, bob = with_login(server), with_login(server, "bob")
    folder = server.data_dir / "uploads"
    data = bytes(60 * MB)
    with anna.tab() as tab, bob.tab() as other:
        tab.run()
        other.run()
        assert anna.upload(tab.session) == 204
        before = most_held(server)
        assert anna.upload(tab.session, "large", data) == 204
        assert most_held(server) - before < 30 * MB
        assert bob.upload(other.session, data=b"a") == 204
        held = {path.stat().st_size: path.stat().st_mode & 0o777 for path in folder.iterdir()}
        assert held == {len(b"a,b\r\n"): 0o600, len(data): 0o600, 1: 0o600}
        for file in ("file-1", "large"):
            assert anna.upload(tab.session, file, method="DELETE") == 204
        until(lambda: [p.read_bytes() for p in folder.iterdir()] == [b"a"], what="hers are gone")
        assert bob.upload(other.session, method="DELETE") == 204
        until(lambda: list(folder.iterdir()) == [], what="all are gone")


def test_what_streamlit_refuses_does_not_stay_on_the_disk(server):
    anna = with_login(server)
    with anna.tab() as tab:
        tab.run()
        anna.cookies[XSRF] = "forged"
        assert anna.upload(tab.session) == 403
        assert list((server.data_dir / "uploads").iterdir()) == []
