"""How the server starts, and what it says where it cannot."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from driving import cookie_header, serving
from paths import ROOT
from playwright.sync_api import expect


def start(**environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py"],
        cwd=ROOT,
        env={**os.environ, "STREAMLIT_SERVER_PORT": "0", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_setting_that_cannot_be_is_one_sentence(tmp_path):
    done = start(TURBINE_DATA_DIR=str(tmp_path), TURBINE_STORE="oracle")
    assert done.returncode != 0
    assert "Windproof cannot start. TURBINE_STORE is 'oracle'." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_directory_that_cannot_be_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    done = start(TURBINE_DATA_DIR=str(tmp_path / "file"))
    assert done.returncode != 0
    assert "Windproof cannot start. The data directory" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_proxy_that_cannot_be_is_one_sentence(tmp_path):
    done = start(TURBINE_DATA_DIR=str(tmp_path), TURBINE_TRUSTED_PROXIES="the-proxy")
    assert done.returncode != 0
    assert "Windproof cannot start. TURBINE_TRUSTED_PROXIES" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads Linux's table of sockets")
def test_the_server_listens_on_loopback_alone(app_server):
    port = int(app_server().url.rpartition(":")[2])
    lines = [
        line.split()
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        if Path(table).exists()
        for line in Path(table).read_text(encoding="ascii").splitlines()
    ]
    listening = [line[1] for line in lines if line[3] == "0A"]
    assert [b for b in listening if b.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]


def test_the_script_does_not_run_without_its_guard(tmp_path, open_page):
    """Uploads would be open to everybody behind ``streamlit run turbine/ui/main.py``."""
    with serving(tmp_path, {}, script="turbine/ui/main.py") as server:
        page = open_page(server, "/account", user="anna")
        expect(page.get_by_role("alert")).to_contain_text("This address is not guarded")
        expect(page.get_by_role("heading")).to_have_count(0)


def test_a_page_whose_websocket_could_not_open_says_why(app_server, open_page):
    """Cookies of other programs on this host: their servers' ports do not tell them apart."""
    server = app_server()
    page = open_page(server, "/account")
    context = page.context
    url = server.url

    def fill_up(length: int) -> None:
        rest = length - len(cookie_header(context)) - len("; a=; b=; c=")
        for name in "abc":
            value = "x" * (rest // 3 + (rest % 3 if name == "a" else 0))
            context.add_cookies([{"name": name, "value": value, "url": url}])

    fill_up(8_000)
    assert len(cookie_header(context)) == 8_000
    page.reload()
    expect(page.get_by_role("heading", name="Account")).to_be_visible()
    for name in "abc":
        context.clear_cookies(name=name)
    fill_up(8_001)
    page.reload()
    expect(page.locator("body")).to_contain_text("sends 8,001 bytes of cookies to this host")
    expect(page.locator("body")).to_contain_text("Clear the cookies of this host")
