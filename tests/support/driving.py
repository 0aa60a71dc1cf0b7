"""The real app on a free port, and a real browser in front of it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from paths import ROOT
from playwright.sync_api import BrowserContext, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_START_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The app, running as ``streamlit run app.py`` starts it."""

    url: str
    """Without a slash at its end."""
    data_dir: Path
    log: Path
    pid: int = 0

    def log_text(self) -> str:
        """What it has written to its console so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def setup_code(self) -> str:
        """The one-time code on the console of a server without users."""
        found = re.search(r"set-up code.*: (\S+)", self.log_text())
        assert found, f"no code in the log:\n{self.log_text()}"
        return found[1]

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of one request outside the browser."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, data=body, method=method, headers=names)
        try:
            answer = _DIRECT.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            found = {name.lower(): value for name, value in answer.headers.items()}
            return answer.status, found, answer.read()


@contextmanager
def serving(
    folder: Path, environment: Mapping[str, str], *, script: str = "app.py"
) -> Iterator[Server]:
    """Start the app with its data in ``folder``/data and stop it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "server.log"
    server = Server(url=f"http://127.0.0.1:{port}", data_dir=folder / "data", log=log)
    own = {k: v for k, v in os.environ.items() if not k.startswith(("TURBINE_", "INFLUXDB_"))}
    given = {
        "TURBINE_DATA_DIR": str(server.data_dir),
        "STREAMLIT_SERVER_PORT": str(port),
        **environment,
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script],
            cwd=ROOT,
            env=own | given,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _await_start(server, process)
        yield replace(server, pid=process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_start(server: Server, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            # The body counts: unknown paths answer 200 too.
            if server.ask("GET", "/_stcore/health")[2] == b"ok":
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{server.log_text()}")


def chromium() -> str | None:
    """The browser's path: TURBINE_TEST_CHROMIUM, else one on the PATH."""
    return os.environ.get("TURBINE_TEST_CHROMIUM") or next(
        (
            path
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (path := shutil.which(name))
        ),
        None,
    )


def settle(page: Page) -> Page:
    """Wait until the script behind the page has run to its end."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return page


def log_in(page: Page, name: str, password: str) -> None:
    """Type into the login form and send it."""
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()


def upload_csv(page: Page, text: str) -> None:
    """Choose a file on the ingest page, and wait until it has been read."""
    file = {"name": "made.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".st-key-ingest_confirm")).to_be_visible()


def cookie_header(context: BrowserContext) -> str:
    """All the browser's cookies, as it would send them."""
    return "; ".join(f"{c['name']}={c['value']}" for c in context.cookies())


def session_of(
    server: Server, open_page: Callable[..., Page], user: str | None
) -> tuple[str, BrowserContext]:
    """The id that Streamlit gives a browser's session, as its own frontend learns it."""
    first = open_page(server, "/account", user=user)
    found: list[str] = []

    def read(payload: bytes) -> None:
        message = ForwardMsg.FromString(payload)
        if message.WhichOneof("type") == "new_session":
            found.append(message.new_session.initialize.session_id)

    page = first.context.new_page()
    page.on("websocket", lambda socket: socket.on("framereceived", read))
    page.goto(f"{server.url}/account")
    settle(page)
    return found[0], first.context
