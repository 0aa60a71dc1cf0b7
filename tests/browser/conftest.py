"""Fixtures for browser tests: start servers with ``app_server``, open pages with ``open_page``.

    def test_something(app_server, open_page):
        server = app_server()                        # with the administrator "anna"; or ``shared``
        page = open_page(server, "/explore")         # logged in as her; user=None: as nobody

The app runs as people start it, on a free loopback port, with a data directory of its own.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from driving import Server, chromium, serving, settle
from logins import sign_in
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from turbine.access import Accounts

NO_BROWSER = "NOT TESTED IN A BROWSER"

expect.set_options(timeout=20_000)

AppServer = Callable[..., Server]
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.section("browser")
        terminalreporter.write_line(f"{NO_BROWSER}: no Chromium was found", red=True, bold=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a file's tests; each page has a context (cookies, storage) of its own.

    Not for all files: its event loop runs until it ends, and no other test's can beside it.
    """
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
        except Error as error:
            pytest.skip(f"{NO_BROWSER}: set TURBINE_TEST_CHROMIUM. {error.message[:200]}")
        yield started
        started.close()


@pytest.fixture
def app_server(tmp_path, request) -> Iterator[AppServer]:
    """Starts a fresh server: ``app_server({"NAME": "value"}, users=("anna", "bob"))``.

    The first user is an administrator; without users the server awaits its set-up.
    """
    failed_before = request.session.testsfailed
    servers: list[Server] = []
    with ExitStack() as stack:

        def start(
            environment: dict[str, str] | None = None, *, users: tuple[str, ...] = ("anna",)
        ) -> Server:
            folder = tmp_path / f"server{len(servers)}"
            folder.mkdir()
            for number, name in enumerate(users):
                sign_in(folder / "data", name, administrator=number == 0)
            servers.append(stack.enter_context(serving(folder, environment or {})))
            return servers[-1]

        yield start
    if request.session.testsfailed > failed_before:
        for server in servers:
            sys.stdout.write(f"-- {server.url} wrote:\n{server.log_text()}")


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Server]:
    """One server, with the administrator "anna", for those of a file's tests that leave nothing
    behind which another would see."""
    folder = tmp_path_factory.mktemp("shared")
    sign_in(folder / "data")
    with serving(folder, {}) as server:
        yield server


@pytest.fixture
def open_page(browser) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own, and waits until it is drawn:
    ``open_page(server, "/verify", user="anna", theme="dark", size=(390, 844))``.

    The context is ``page.context``; pages of one test share it with ``context=``.
    """
    with ExitStack() as stack:

        def start(
            server: Server,
            path: str = "/",
            *,
            user: str | None = "anna",
            theme: str = "light",
            size: tuple[int, int] = (1280, 900),
            context=None,
        ) -> Page:
            if context is None:
                context = browser.new_context(
                    color_scheme=theme, viewport={"width": size[0], "height": size[1]}
                )
                stack.callback(context.close)
                if user is not None:
                    cookie = Accounts(server.data_dir).cookie_name
                    token = sign_in(server.data_dir, user)
                    context.add_cookies([{"name": cookie, "value": token, "url": server.url}])
            page = context.new_page()
            page.goto(server.url + path)
            return settle(page)

        yield start
