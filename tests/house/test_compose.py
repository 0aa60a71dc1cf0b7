"""docker-compose.yml, Dockerfile and their scripts, as far as that goes without a Docker engine."""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address, ip_network
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from paths import ROOT

from turbine.settings.config import SETTINGS

COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
MAKE_SECRETS = ROOT / "docker" / "make-secrets.sh"
HEALTHCHECK = ROOT / "docker" / "healthcheck.py"
PROXY = ROOT / "docker" / "proxy"
SERVERS = ("influxdb", "app", "proxy")
VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def services(compose) -> dict[str, Any]:
    return compose["services"]


def with_defaults(text: str) -> str:
    """As Compose reads it where nothing is set."""
    return VARIABLE.sub(lambda found: found[2], text)


def test_the_file_follows_the_compose_specification():
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, COMPOSE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_docker_compose_itself_accepts_the_file():
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], check=False).returncode:
        pytest.skip("no docker compose: install its plugin (`config` needs no engine)")
    subprocess.run([docker, "compose", "--file", COMPOSE, "config", "--quiet"], check=True)


def test_everything_published_is_on_loopback_only(services):
    published = {name: service.get("ports", []) for name, service in services.items()}
    proxy = published.pop("proxy")
    assert published == {
        "secrets": [],
        "influxdb": ["127.0.0.1:8086:8086"],
        "app": ["127.0.0.1:8501:8501"],
    }
    assert [with_defaults(port) for port in proxy] == ["127.0.0.1:80:8080", "127.0.0.1:443:8443"]
    assert all(port.startswith("${WINDPROOF_LISTEN:-") for port in proxy)


def test_each_service_starts_when_the_one_before_is_ready(services):
    assert "depends_on" not in services["secrets"]
    assert services["influxdb"]["depends_on"] == {
        "secrets": {"condition": "service_completed_successfully"}
    }
    assert services["app"]["depends_on"] == {"influxdb": {"condition": "service_healthy"}}
    assert services["proxy"]["depends_on"] == {"app": {"condition": "service_healthy"}}
    assert all("test" in services[name]["healthcheck"] for name in SERVERS)


def test_every_service_is_locked_down(services):
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert not service.get("privileged"), name
    assert services["secrets"]["cap_add"] == ["CHOWN"]
    assert services["secrets"]["network_mode"] == "none"
    assert not any(services[name].get("cap_add") for name in SERVERS)
    assert not any(services[name]["user"].startswith("0") for name in SERVERS)
    assert len({services[name]["user"] for name in SERVERS}) == len(SERVERS)


def test_no_secret_and_no_host_folder_stands_in_the_file(services, compose):
    for name, service in services.items():
        for key, value in service.get("environment", {}).items():
            secret = "PASSWORD" in key or "TOKEN" in key
            assert not secret or (key.endswith("_FILE") and value.startswith("/secrets/")), key
        for volume in map(with_defaults, service["volumes"]):
            known = volume.partition(":")[0] in compose["volumes"]
            assert known, f"{name} mounts a host folder: {volume}"
    mounts = {name: service["volumes"] for name, service in services.items()}
    assert "secrets:/secrets:ro" in mounts["app"]
    assert "secrets:/secrets:ro" in mounts["influxdb"]
    assert not any("secrets" in mount for mount in mounts["proxy"])


def test_influxdb_is_pinned_keeps_points_for_ever_and_matches_the_app(services):
    influxdb, app = services["influxdb"], services["app"]
    assert influxdb["image"] == "influxdb:2.9"  # `latest` is another product by now
    theirs, ours = influxdb["environment"], app["environment"]
    assert theirs["DOCKER_INFLUXDB_INIT_RETENTION"] == "0"
    assert theirs["DOCKER_INFLUXDB_INIT_ORG"] == ours["INFLUXDB_V2_ORG"]
    assert theirs["DOCKER_INFLUXDB_INIT_BUCKET"] == ours["INFLUXDB_V2_BUCKET"]
    assert theirs["DOCKER_INFLUXDB_INIT_ADMIN_TOKEN_FILE"] == ours["INFLUXDB_V2_TOKEN_FILE"]
    assert ours.keys() <= SETTINGS.keys()


def test_the_users_of_compose_and_dockerfile_agree(services):
    _, app_gid = services["app"]["user"].split(":")
    assert f"groupadd --gid {app_gid} " in DOCKERFILE
    assert "USER windproof" in DOCKERFILE
    influxdb_uid, _ = services["influxdb"]["user"].split(":")
    assert services["secrets"]["command"][-2:] == [influxdb_uid, app_gid]
    assert services["secrets"]["command"][1] == str(MAKE_SECRETS.relative_to(ROOT))


def copied() -> list[str]:
    return [line.split()[1] for line in DOCKERFILE.splitlines() if line.startswith("COPY")]


EVERY_PAGE = """
import os
from pathlib import Path

from logins import STATE_KEY, sign_in
from streamlit.testing.v1 import AppTest

from turbine.ui.main import LISTED

token = sign_in(Path(os.environ["TURBINE_DATA_DIR"]), "anna", administrator=True)
for name, title, _ in LISTED:
    at = AppTest.from_file("turbine/ui/main.py", default_timeout=60)
    at.session_state[STATE_KEY] = token
    at.switch_page(f"../../pages/{name}.py").run()
    print(name, [found.value for found in at.title], [found.value for found in at.exception])
    assert [found.value for found in at.title] == [title()] and not at.exception
"""


def test_every_page_opens_on_what_the_image_holds(tmp_path):
    for path in copied():
        source, target = ROOT / path, tmp_path / "app" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    run = subprocess.run(
        [sys.executable, "-c", EVERY_PAGE],
        cwd=tmp_path / "app",
        env={
            **{name: text for name, text in os.environ.items() if name != "INFLUXDB_V2_URL"},
            "PYTHONPATH": f"{tmp_path / 'app'}{os.pathsep}{ROOT / 'tests/support'}",
            "TURBINE_DATA_DIR": str(tmp_path / "data"),
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_image_holds_what_the_dockerfile_copies_and_nothing_else():
    assert all((ROOT / path).exists() for path in copied())
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in ignore if line and not line.startswith("#")]
    assert rules[0] == "*"
    allowed = [rule.removeprefix("!") for rule in rules if rule.startswith("!")]
    assert all(path.startswith(tuple(allowed)) for path in copied())
    assert ".streamlit/secrets.toml" in rules


# -- the profile "tls" -----------------------------------------------------------------------


def test_only_the_profile_starts_the_proxy(services):
    profiles = {name: service.get("profiles") for name, service in services.items()}
    assert profiles == {"secrets": None, "influxdb": None, "app": None, "proxy": ["tls"]}


def test_the_app_believes_the_proxy_and_nobody_else(services, compose):
    addresses = {
        name: services[name]["networks"]["front"]["ipv4_address"] for name in ("app", "proxy")
    }
    assert services["app"]["environment"]["TURBINE_TRUSTED_PROXIES"] == addresses["proxy"]
    assert len({*addresses.values()}) == 2
    [subnet] = compose["networks"]["front"]["ipam"]["config"]
    gateway, *others = ip_network(subnet["subnet"]).hosts()  # the gateway: whoever is on the host
    assert {*map(ip_address, addresses.values())} <= {*others} - {gateway}


def test_only_pages_that_the_file_serves_may_connect(services):
    app, proxy = services["app"], services["proxy"]
    host = proxy["environment"]["WINDPROOF_HOST"]
    assert any(port.endswith(":443:8443") for port in proxy["ports"])
    loopback, port, _ = app["ports"][0].split(":")
    assert app["environment"]["TURBINE_PUBLIC_URL"].split(",") == [
        f"https://{host}",
        f"http://localhost:{port}",
        f"http://{loopback}:{port}",
    ]


def test_the_proxy_reaches_the_app_and_not_the_database(services):
    assert {*services["proxy"]["networks"]} == {"front"}
    assert {*services["app"]["networks"]} == {"default", "front"}
    assert "networks" not in services["influxdb"]  # so it is in "default" alone


def test_every_variable_of_the_file_has_a_default_and_is_explained_at_its_top(services):
    text = COMPOSE.read_text(encoding="utf-8")
    found = dict(VARIABLE.findall(text))
    assert found == {
        "WINDPROOF_HOST": "localhost",
        "WINDPROOF_LISTEN": "127.0.0.1",
        "WINDPROOF_CERTIFICATES": "certificates",
    }
    top = text.partition("\nname:")[0]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"#   {name}" in top and f"`{name}" in readme for name in found)


def test_the_proxys_image_is_pinned_and_needs_no_privilege(services):
    dockerfile = (PROXY / "Dockerfile").read_text(encoding="utf-8")
    assert re.match(r"FROM caddy:2\.\d+\n", dockerfile)
    assert "setcap -r /usr/bin/caddy" in dockerfile
    user = services["proxy"]["user"]
    assert f"chown -R {user} /data" in dockerfile
    assert f"USER {user}" in dockerfile
    assert services["proxy"]["build"] == str(PROXY.relative_to(ROOT))


def test_compose_and_caddyfile_name_the_same_ports_and_folders(services):
    caddyfile = (PROXY / "Caddyfile").read_text(encoding="utf-8")
    defaults = dict(re.findall(r"\{\$(\w+):([^}]+)\}", caddyfile))
    proxy = services["proxy"]
    inside = {port.rpartition(":")[2] for port in proxy["ports"]}
    assert inside == {defaults["PROXY_HTTP_PORT"], defaults["PROXY_HTTPS_PORT"]}
    assert f"127.0.0.1:{defaults['PROXY_HEALTH_PORT']}/" in proxy["healthcheck"]["test"][1]
    assert any(f":{defaults['PROXY_CERTIFICATES']}:ro" in mount for mount in proxy["volumes"])
    assert defaults["PROXY_APP"] == f"app:{services['app']['ports'][0].rpartition(':')[2]}"
    assert proxy["environment"].keys() <= defaults.keys()
    assert defaults["WINDPROOF_HOST"] == "localhost"


# -- scripts ---------------------------------------------------------------------------------


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "made secrets"
    folder.mkdir()
    make_secrets(folder)
    return folder


def make_secrets(folder: Path) -> None:
    """Run the script as the compose file does: root with no privilege but CHOWN, where we can."""
    command: list[str | Path] = ["sh", MAKE_SECRETS, folder, *map(str, owners())]
    if os.getuid() == 0 and shutil.which("setpriv"):
        limits = ["--inh-caps=-all", "--bounding-set=-all,+chown", "--no-new-privs"]
        command = ["setpriv", *limits, *command]
    subprocess.run(command, check=True, capture_output=True)


def owners() -> tuple[int, int]:
    return (1000, 10001) if os.getuid() == 0 else (os.getuid(), os.getgid())


@pytest.mark.skipif(os.name == "nt", reason="the script runs in a Linux container")
class TestMakeSecrets:
    def test_owner_and_mode_let_the_app_read_the_token_and_only_that(self, made):
        found = {path.name: path.stat() for path in made.iterdir()}
        assert {name: stat.S_IMODE(status.st_mode) for name, status in found.items()} == {
            "influxdb-password": 0o400,
            "influxdb-token": 0o440,
        }
        assert {(status.st_uid, status.st_gid) for status in found.values()} == {owners()}

    def test_secrets_are_long_and_differ(self, made, tmp_path):
        other = tmp_path / "other"
        other.mkdir()
        make_secrets(other)
        texts = [path.read_text() for folder in (made, other) for path in folder.iterdir()]
        assert len(set(texts)) == 4
        assert all(len(bytes.fromhex(text)) == 32 for text in texts)

    def test_a_second_start_keeps_them(self, made):
        before = {path.name: path.read_bytes() for path in made.iterdir()}
        make_secrets(made)
        assert {path.name: path.read_bytes() for path in made.iterdir()} == before

    def test_a_killed_first_start_does_not_stop_the_second(self, made):
        (made / "influxdb-token").rename(made / ".influxdb-token")
        make_secrets(made)
        assert {path.name for path in made.iterdir()} == {"influxdb-password", "influxdb-token"}


@pytest.fixture
def health_body() -> Iterator[list[bytes]]:
    """What a server on the app's port answers to every path, with status 200."""
    body = [b"ok"]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body[0])

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        body.append(str(server.server_port).encode())
        Thread(target=server.serve_forever, daemon=True).start()
        yield body
        server.shutdown()


@pytest.mark.parametrize(("answer", "healthy"), [(b"ok", True), (b"<html>", False)])
def test_the_health_check_believes_the_body_and_not_the_status(health_body, answer, healthy):
    health_body[0] = answer
    port = health_body[1].decode()
    script = HEALTHCHECK.read_text(encoding="utf-8").replace(":8501/", f":{port}/")
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert (done.returncode == 0) is healthy
    assert 'CMD ["python", "docker/healthcheck.py"]' in DOCKERFILE
