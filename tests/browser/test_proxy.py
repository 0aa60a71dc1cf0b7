"""The proxy of docker-compose.yml's profile ``tls``: its very Caddyfile, before the running app."""

import http.client
import json
import os
import select
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from certificates import certificate, saved
from driving import Server, log_in, serving, settle, upload_csv
from logins import PASSWORD, sign_in
from paths import ROOT
from playwright.sync_api import Browser, Page, expect
from scada import made_file
from servers import free_port

from turbine.access import Accounts
from turbine.model.errors import AuthError

CADDYFILE = ROOT / "docker" / "proxy" / "Caddyfile"
NAME = "windproof.example.com"
CLIENT = "127.0.0.2"
"""Another address of this machine than the one that the proxy itself comes from."""


@cache
def caddy() -> str:
    """TURBINE_TEST_CADDY, else the one on the PATH; skips where there is none."""
    found = os.environ.get("TURBINE_TEST_CADDY") or shutil.which("caddy")
    if found is None:
        pytest.skip(
            "no caddy on the PATH, and TURBINE_TEST_CADDY is not set: make test has one on Debian"
        )
    return found


def run_caddy(*arguments: str, **settings: str) -> str:
    done = subprocess.run(
        [caddy(), *arguments], env=os.environ | settings, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A running Caddy."""

    http: int
    https: int
    health: int
    folder: Path

    def get(
        self, path: str, *, host: str = "localhost", trusting: Path | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """An answer over TLS, once its certificate has proven good for this name."""
        authority = trusting or self.folder / "caddy/pki/authorities/local/root.crt"
        context = ssl.create_default_context(cafile=authority)
        connection = http.client.HTTPSConnection(host, self.https, timeout=20)
        with socket.create_connection(("127.0.0.1", self.https), timeout=20) as plain:
            connection.sock = context.wrap_socket(plain, server_hostname=host)
            connection.request("GET", path, headers=headers)
            return answer_of(connection)

    def get_plain(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=20)
        connection.request("GET", path, headers={"Host": host})
        return answer_of(connection)

    def log_text(self) -> str:
        return (self.folder / "caddy.log").read_text(encoding="utf-8")


def answer_of(connection: http.client.HTTPConnection) -> tuple[int, dict[str, str], bytes]:
    answer = connection.getresponse()
    found = {name.lower(): value for name, value in answer.getheaders()}
    body = answer.read()
    connection.close()
    return answer.status, found, body


@contextmanager
def proxying(app: Server, folder: Path, **settings: str) -> Iterator[Proxy]:
    """Caddy as its container starts it, with ports and folders of our own."""
    proxy = Proxy(http=free_port(), https=free_port(), health=free_port(), folder=folder)
    (folder / "certificates").mkdir(exist_ok=True)
    environment = {
        "PROXY_HTTP_PORT": str(proxy.http),
        "PROXY_HTTPS_PORT": str(proxy.https),
        "PROXY_HEALTH_PORT": str(proxy.health),
        "PROXY_CERTIFICATES": str(folder / "certificates"),
        "PROXY_APP": app.url.removeprefix("http://"),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "HOME": str(folder),
        **settings,
    }
    command = [caddy(), "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"]
    with (folder / "caddy.log").open("wb") as log:
        process = subprocess.Popen(command, env=os.environ | environment, stdout=log, stderr=log)
    try:
        await_health(proxy, process)
        yield proxy
    finally:
        process.terminate()
        process.wait(20)


def await_health(proxy: Proxy, process: subprocess.Popen) -> None:
    """Until the container's own health check would be content."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", proxy.health, timeout=5)
        try:
            connection.request("GET", "/")
            if answer_of(connection)[2] == b"ok":
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"caddy did not start:\n{proxy.log_text()}")


@contextmanager
def coming_from(address: str, port: int) -> Iterator[int]:
    """A port that carries each connection on to ``port``, as if made from that address."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            there = socket.create_connection(("127.0.0.1", port), source_address=(address, 0))
            with there:
                other = {self.request: there, there: self.request}
                while True:
                    for ready in select.select([*other], [], [])[0]:
                        data = ready.recv(1 << 16)
                        if not data:
                            return
                        other[ready].sendall(data)

    class Carrier(ThreadingTCPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A browser hangs up as it likes."""

    with Carrier(("127.0.0.1", 0), Handler) as carrier:
        Thread(target=carrier.serve_forever, daemon=True).start()
        yield carrier.server_address[1]
        carrier.shutdown()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as the Compose file sets it: it believes the proxy, and is told nothing of TLS."""
    caddy()
    folder = tmp_path_factory.mktemp("app")
    sign_in(folder / "data")
    with serving(folder, {"TURBINE_TRUSTED_PROXIES": "127.0.0.1"}) as server:
        yield server


@pytest.fixture(scope="module")
def proxy(app: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxying(app, tmp_path_factory.mktemp("proxy")) as running:
        yield running


@pytest.fixture
def private(browser: Browser):
    """A browser of its own that takes the proxy's private authority as good."""
    with browser.new_context(ignore_https_errors=True) as context:
        yield context


# -- its configuration -----------------------------------------------------------------------


def test_caddy_finds_its_file_valid_and_well_formed(tmp_path):
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(tmp_path))
    folder = {"PROXY_CERTIFICATES": str(tmp_path)}
    run_caddy("validate", "--config", str(CADDYFILE), "--adapter", "caddyfile", **homes, **folder)
    assert run_caddy("fmt", str(CADDYFILE), **homes) == CADDYFILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("host", ["localhost", NAME])
def test_it_answers_for_one_name_and_gets_the_certificate_by_caddys_own_rules(host):
    settings = {} if host == "localhost" else {"WINDPROOF_HOST": host}
    text = run_caddy("adapt", "--config", str(CADDYFILE), "--adapter", "caddyfile", **settings)
    apps = json.loads(text)["apps"]
    [server] = [s for s in apps["http"]["servers"].values() if s["listen"] == [":8443"]]
    assert [route["match"] for route in server["routes"]] == [[{"host": [host]}]]
    # No issuer is named: a private authority for localhost, a public one for a public name.
    assert apps["tls"] == {"certificates": {"load_folders": ["/certificates"]}}


# -- in use ----------------------------------------------------------------------------------


def test_the_page_comes_over_tls_and_plain_http_is_sent_there(proxy):
    status, headers, body = proxy.get("/")
    assert (status, b"<title>" in body) == (200, True)
    assert "strict-transport-security" not in headers  # it would hold for all of localhost
    assert "alt-svc" not in headers  # no HTTP/3: its port is not published
    status, headers, _ = proxy.get_plain("/explore?window=1d", "localhost")
    assert (status, headers["location"]) == (308, "https://localhost/explore?window=1d")


def test_nobody_gets_further_through_the_proxy_than_without(proxy):
    assert proxy.get("/media/x")[0] == 401
    assert proxy.get("/_stcore/metrics")[0] == 404
    with pytest.raises(ssl.SSLError):
        proxy.get("/", host="elsewhere")


def test_a_login_and_an_upload_go_through_and_the_cookie_is_secure(proxy, private):
    page = private.new_page()
    page.goto(f"https://localhost:{proxy.https}/ingest")
    log_in(settle(page), "anna", PASSWORD)
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    upload_csv(page, made_file(300))
    page.wait_for_function("document.cookie.includes('windproof_')")
    [cookie] = [c for c in private.cookies() if c["name"].startswith("windproof_")]
    assert (cookie["secure"], cookie["sameSite"]) == (True, "Strict")
    page.reload()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of 127.0.0.0/8")
def test_guesses_count_for_the_clients_own_address_whatever_it_claims(app, proxy, browser):
    for _ in range(4):
        with pytest.raises(AuthError, match="wrong"):
            Accounts(app.data_dir).authenticate("anna", "not it at all", CLIENT)
    with coming_from(CLIENT, proxy.https) as port:
        for number, said in enumerate(("password is wrong", "too many wrong attempts")):
            claimed = {
                "X-Forwarded-For": f"203.0.113.{number}",
                "X-Real-IP": f"203.0.113.{number}",
                "Forwarded": f"for=203.0.113.{number}",
                "X-Windproof-Address": f"203.0.113.{number}",
            }
            guess(browser, port, said, claimed)
    context = browser.new_context(ignore_https_errors=True)  # comes from 127.0.0.1
    page = context.new_page()
    page.goto(f"https://localhost:{proxy.https}/")
    log_in(settle(page), "anna", PASSWORD)
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    context.close()


def guess(browser: Browser, port: int, said: str, headers: dict[str, str]) -> None:
    context = browser.new_context(ignore_https_errors=True, extra_http_headers=headers)
    page: Page = context.new_page()
    page.goto(f"https://localhost:{port}/")
    log_in(settle(page), "anna", "not it at all")
    expect(page.get_by_role("alert")).to_contain_text(said)
    context.close()


def test_a_certificate_put_into_the_folder_is_shown_and_none_is_asked_for(app, tmp_path):
    authority = certificate("a private authority")
    trusted = saved(authority, tmp_path, "authority")
    (tmp_path / "certificates").mkdir()
    own = certificate(NAME, signed_by=authority, address=NAME)
    saved(own, tmp_path / "certificates", "own")
    with proxying(app, tmp_path, WINDPROOF_HOST=NAME) as proxy:
        status, headers, body = proxy.get("/", host=NAME, trusting=trusted)
        assert (status, b"<title>" in body) == (200, True)
        assert headers["strict-transport-security"] == "max-age=31536000"
        status, headers, _ = proxy.get_plain("/", NAME)
        assert (status, headers["location"]) == (308, f"https://{NAME}/")
        with pytest.raises(ssl.SSLError):
            proxy.get("/", host="localhost", trusting=trusted)
        log = proxy.log_text()
    assert "one or more matching certificates are already loaded" in log
    assert "obtaining certificate" not in log
