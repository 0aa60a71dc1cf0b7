"""What `pip install .` gives: a wheel, installed beside nothing else of ours, and its command."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest
from paths import ROOT

import turbine

HOSTILE = """
[client]
showErrorDetails = "full"
[server]
address = "0.0.0.0"
enableXsrfProtection = false
"""
OPTIONS = """
import sys
from streamlit import config
config._main_script_path = sys.argv[1]
names = ("client.showErrorDetails", "server.enableXsrfProtection", "runner.postScriptGC")
print(*(config.get_option(name) for name in names))
"""
EVERY_PAGE = """
import os
from pathlib import Path

from logins import STATE_KEY, sign_in
from streamlit.testing.v1 import AppTest

from turbine.settings.places import HOME, PACKAGE, default_data_dir
from turbine.ui.main import LISTED

assert HOME.name == "site", HOME
token = sign_in(default_data_dir(), "anna", administrator=True)
for name, title, _ in LISTED:
    at = AppTest.from_file(PACKAGE / "ui" / "main.py", default_timeout=60)
    at.session_state[STATE_KEY] = token
    at.switch_page(f"../site/pages/{name}.py").run()
    assert [found.value for found in at.title] == [title()] and not at.exception, name
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as pip builds it, but with the build tool that is installed here."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps"]
    subprocess.run(
        [*pip, "--no-build-isolation", "--quiet", "--wheel-dir", folder, ROOT], check=True
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that it is installed into."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps"]
    subprocess.run([*pip, "--quiet", "--target", folder, wheel], check=True)
    return folder


@pytest.fixture
def environment(site: Path, tmp_path: Path) -> dict[str, str]:
    """A home with settings of Streamlit's own that are not ours; no checkout is near."""
    for folder in (tmp_path / "home", tmp_path / "here"):
        (folder / ".streamlit").mkdir(parents=True)
        (folder / ".streamlit" / "config.toml").write_text(HOSTILE)
    dropped = ("TURBINE_", "INFLUXDB_", "STREAMLIT_", "XDG_", "PYTEST")
    return {k: v for k, v in os.environ.items() if not k.startswith(dropped)} | {
        "HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(site),
        "XDG_DATA_HOME": str(tmp_path / "share"),
    }


def run(
    *arguments: object, cwd: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(argument) for argument in arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_wheel_has_everything_and_nothing_else_at_its_top(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"turbine", f"windproof-{turbine.__version__}.dist-info"}
    shipped = {
        *(f"pages/{page.name}" for page in ROOT.glob("pages/*.py")),
        "app.py",
        "docs/why-influxdb.md",
        "docs/why-influxdb.es.md",
        ".streamlit/config.toml",
    }
    assert {f"turbine/site/{name}" for name in shipped} <= names
    assert "turbine/ui/common/assets/windproof.svg" in names
    assert "turbine/words/languages/es.po" in names
    assert not [name for name in names if "__pycache__" in name or name.endswith("secrets.toml")]


def test_the_command_works_from_any_folder(site, environment, tmp_path):
    command = site / "bin" / "windproof"
    done = run(command, "--version", cwd=tmp_path / "here", environment=environment)
    assert (done.returncode, done.stdout.strip()) == (0, f"Windproof {turbine.__version__}")
    file = tmp_path / "here" / "made.csv"
    file.write_text("Date/Time,LV ActivePower (kW)\n01 01 2018 00:00,1\n01 01 2018 00:10,2\n")
    ingest = ("ingest", file, "--retime", "keep", "--timezone", "UTC")
    done = run(command, *ingest, cwd=tmp_path, environment=environment)
    assert done.returncode == 0, done.stderr
    listed = run(command, "ingests", cwd=tmp_path / "home", environment=environment)
    assert "made.csv" in listed.stdout
    assert (tmp_path / "share" / "windproof" / "ledger.db").is_file()
    assert not list(site.rglob("*.db")), "data is not kept among the code"
    unknown = run(command, "verify", "nothing", cwd=tmp_path, environment=environment)
    assert "List them: windproof ingests" in unknown.stderr


def test_every_page_opens_as_it_is_installed(site, environment, tmp_path):
    environment["PYTHONPATH"] += f"{os.pathsep}{ROOT / 'tests' / 'support'}"
    done = run(sys.executable, "-c", EVERY_PAGE, cwd=tmp_path, environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr


def test_serve_starts_the_app_with_its_own_settings(site, environment, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(site / "bin" / "windproof"), "serve", "--port", str(port)],
            cwd=tmp_path / "here",
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        answer, deadline = b"", time.monotonic() + 60
        while answer != b"ok" and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.2)
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health") as health:
                    answer = health.read()
            except OSError:
                continue
    finally:
        process.terminate()
        process.wait(timeout=20)
    said = (tmp_path / "log").read_text()
    assert answer == b"ok", said
    assert f"http://127.0.0.1:{port}" in said, "and not all addresses, as the home would have it"
    assert "set-up code" in said
    app = site / "turbine" / "site" / "app.py"
    done = run(sys.executable, "-c", OPTIONS, app, cwd=tmp_path / "here", environment=environment)
    assert done.stdout.split() == ["none", "True", "False"]


def test_a_port_that_is_none_is_one_sentence(site, environment, tmp_path):
    command = site / "bin" / "windproof"
    done = run(command, "serve", "--port", 70_000, cwd=tmp_path, environment=environment)
    assert (done.returncode, done.stderr) == (
        1, "turbine: 70000 is not a port. A port is a number from 1 to 65535.\n",
    )  # fmt: skip
