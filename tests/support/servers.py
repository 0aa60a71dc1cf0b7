"""Real database servers for the tests: found or started here, spoken to without the product's code.

A server is looked for, never assumed. What was found and what was not stands in the summary of
every test run (``tests/conftest.py``).
"""

import base64
import json
import os
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

USER, PASSWORD, ORG = "tester", "only-for-tests", "windproof tests"
_DIRECT = urllib.request.build_opener(
    urllib.request.ProxyHandler({}),
    urllib.request.HTTPSHandler(context=ssl._create_unverified_context()),  # all is on loopback
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Influx2:
    """An InfluxDB 2 that answers, by plain HTTP."""

    url: str
    token: str
    org: str

    def ask(
        self, method: str, path: str, body: object = None, *, token: str | None = None, **query: str
    ) -> tuple[int, bytes]:
        """Status and body of one request; ``body`` is sent as it is (bytes) or as JSON."""
        raw = isinstance(body, bytes)
        data = body if raw or body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.url}{path}?{urllib.parse.urlencode(query)}",
            data=data,
            method=method,
            headers={
                "Authorization": f"Token {token or self.token}",
                "Content-Type": "text/plain" if raw else "application/json",
            },
        )
        return _answer(request)

    def json(self, method: str, path: str, body: object = None, **query: str) -> dict:
        """The JSON of a request that must succeed."""
        status, answer = self.ask(method, path, body, **query)
        assert status < 300, (status, answer)
        return json.loads(answer or b"{}")

    def org_id(self) -> str:
        return self.json("GET", "/api/v2/orgs", org=self.org)["orgs"][0]["id"]

    def make_bucket(self, name: str, *, retention_s: int = 0) -> str:
        """The ID of a new bucket."""
        rules = [{"type": "expire", "everySeconds": retention_s}] if retention_s else []
        body = {"orgID": self.org_id(), "name": name, "retentionRules": rules}
        return self.json("POST", "/api/v2/buckets", body)["id"]

    def drop_bucket(self, bucket_id: str) -> None:
        self.ask("DELETE", f"/api/v2/buckets/{bucket_id}")

    def make_token(self, *permissions: tuple[str, str, str]) -> str:
        """A token for (action, resource type, bucket ID) and nothing else."""
        org_id = self.org_id()
        body = {
            "orgID": org_id,
            "permissions": [
                {"action": action, "resource": {"type": kind, "id": bucket, "orgID": org_id}}
                for action, kind, bucket in permissions
            ],
        }
        return self.json("POST", "/api/v2/authorizations", body)["token"]

    def flux(self, text: str) -> str:
        """The answer to a Flux text, as CSV without annotations."""
        body = {"query": text, "type": "flux", "dialect": {"annotations": [], "header": True}}
        status, answer = self.ask("POST", "/api/v2/query", body, org=self.org)
        assert status == 200, answer
        return answer.decode()

    def write(self, bucket: str, lines: bytes) -> None:
        query = {"org": self.org, "bucket": bucket, "precision": "ns"}
        status, answer = self.ask("POST", "/api/v2/write", lines, **query)
        assert status == 204, answer


@cache
def find_influxd2() -> tuple[Path | None, str]:
    """An ``influxd`` of version 2 and how it calls itself; or None and why there is none."""
    named = os.environ.get("TURBINE_TEST_INFLUXD2")
    found = named or shutil.which("influxd")
    if not found:
        return None, "no influxd on the PATH, and TURBINE_TEST_INFLUXD2 is not set"
    version = _said(found, "version")
    if "InfluxDB v2." not in version:
        return None, f"{found} is no InfluxDB 2: {version}"
    return Path(found), version.partition(" (")[0]


def external_influx2() -> Influx2 | None:
    """The server that TURBINE_TEST_INFLUX_URL names, with its token and organisation."""
    url = os.environ.get("TURBINE_TEST_INFLUX_URL")
    token = os.environ.get("TURBINE_TEST_INFLUX_TOKEN")
    if not url or not token:
        return None
    return Influx2(
        url=url.rstrip("/"), token=token, org=os.environ.get("TURBINE_TEST_INFLUX_ORG", ORG)
    )


def describe_influx2() -> tuple[bool, str]:
    """Whether tests have an InfluxDB 2, and which or why not."""
    if server := external_influx2():
        return True, f"the running server at {server.url}"
    binary, text = find_influxd2()
    return binary is not None, f"{text}, {binary}" if binary else text


@contextmanager
def running_influx2(
    directory: Path, *flags: str, port: int = 0, chain: Path | None = None
) -> Iterator[Influx2]:
    """A fresh server of our own on a loopback port, set up and stopped again; over TLS with the
    certificate and key of ``chain``."""
    binary, why = find_influxd2()
    assert binary, why
    if chain:
        flags += (f"--tls-cert={chain}", f"--tls-key={chain}")
    server = Influx2(url=_address(chain, port), token="t" * 40, org=ORG)
    with started_influxd2(binary, directory, server.url, *flags):
        setup = {"username": USER, "password": PASSWORD, "token": server.token}
        server.json("POST", "/api/v2/setup", setup | {"org": ORG, "bucket": "made by setup"})
        yield server


@contextmanager
def started_influxd2(
    binary: Path, directory: Path, url: str, *flags: str
) -> Iterator[subprocess.Popen]:
    """The process alone: it can be killed, and started again on the same directory."""
    directory.mkdir(parents=True, exist_ok=True)
    command = [
        str(binary),
        f"--bolt-path={directory / 'influxd.bolt'}",
        f"--engine-path={directory / 'engine'}",
        f"--http-bind-address={urllib.parse.urlsplit(url).netloc}",
        "--reporting-disabled",
        "--log-level=error",
        *flags,
    ]
    with _started("influxd", command, directory, f"{url}/health") as process:
        yield process


@contextmanager
def _started(
    name: str,
    command: list[str],
    directory: Path,
    probe: str,
    environment: dict[str, str] | None = None,
) -> Iterator[subprocess.Popen]:
    """A process that answers at ``probe``."""
    path = directory / f"{name}.log"
    with path.open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        _await(name, probe, process, path)
        yield process
    finally:
        process.terminate()
        process.wait(30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Influx1:
    """An InfluxDB 1 (or what answers as one) by plain HTTP."""

    url: str
    headers: dict[str, str]

    def ask(
        self, method: str, path: str, body: bytes | None = None, **query: str
    ) -> tuple[int, bytes]:
        """Status and body of one request."""
        request = urllib.request.Request(
            f"{self.url}{path}?{urllib.parse.urlencode(query)}",
            data=body,
            method=method,
            headers=self.headers,
        )
        return _answer(request)

    def influxql(self, text: str, database: str = "", *, csv: bool = False, **query: str) -> str:
        """The answer to statements that must succeed, as JSON or as CSV."""
        kind = {"Accept": "application/csv"} if csv else {}
        fields = urllib.parse.urlencode({"q": text, "db": database, "epoch": "ns", **query})
        asking = Influx1(url=self.url, headers=self.headers | kind)
        status, answer = asking.ask("POST", "/query", fields.encode())
        assert status == 200, answer
        assert b'"error"' not in answer, answer
        return answer.decode()

    def write(self, database: str, lines: bytes, **query: str) -> None:
        status, answer = self.ask("POST", "/write", lines, db=database, precision="ns", **query)
        assert status == 204, answer


@cache
def find_influxd1() -> tuple[Path | None, str]:
    """An ``influxd`` of version 1: a 2.x of the same name may come first on the PATH."""
    named = os.environ.get("TURBINE_TEST_INFLUXD1")
    folders = [*os.get_exec_path(), "/usr/bin"]
    found = [named] if named else [f"{folder}/influxd" for folder in dict.fromkeys(folders)]
    for candidate in found:
        version = _said(candidate, "version")
        if "InfluxDB v1." in version:
            return Path(candidate), version.partition(" (")[0]
    if named:
        return None, f"{named} is no InfluxDB 1"
    return None, "no influxd 1.x on the PATH, and TURBINE_TEST_INFLUXD1 is not set"


def describe_influx1() -> tuple[bool, str]:
    """Whether tests have an InfluxDB 1, and which or why not."""
    binary, text = find_influxd1()
    return binary is not None, f"{text}, {binary}" if binary else text


@contextmanager
def running_influx1(
    directory: Path, *, auth: bool = False, storage: str = "", chain: Path | None = None
) -> Iterator[Influx1]:
    """A fresh server of our own on a loopback port; with ``auth``, USER is its administrator; over
    TLS with the certificate and key of ``chain``."""
    binary, why = find_influxd1()
    assert binary, why
    server = Influx1(url=_address(chain), headers={})
    tls = f'https-enabled = true\n  https-certificate = "{chain}"' if chain else ""
    with started_influxd1(binary, directory, server.url, auth=auth, limits=tls, storage=storage):
        if auth:
            made = f"CREATE USER {USER} WITH PASSWORD '{PASSWORD}' WITH ALL PRIVILEGES"
            server.influxql(made)
            secret = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            server = Influx1(url=server.url, headers={"Authorization": f"Basic {secret}"})
        yield server


@contextmanager
def started_influxd1(
    binary: Path,
    directory: Path,
    url: str,
    *,
    auth: bool = False,
    limits: str = "",
    storage: str = "",
) -> Iterator[subprocess.Popen]:
    """The process alone: it can be killed, and started again on the same directory."""
    directory.mkdir(parents=True, exist_ok=True)
    config = directory / "influxdb.conf"
    config.write_text(
        f"""reporting-disabled = true
bind-address = "127.0.0.1:{free_port()}"
[meta]
  dir = "{directory / "meta"}"
[data]
  dir = "{directory / "data"}"
  wal-dir = "{directory / "wal"}"
  {storage}
[http]
  bind-address = "{urllib.parse.urlsplit(url).netloc}"
  auth-enabled = {str(auth).lower()}
  log-enabled = false
  {limits}
[monitor]
  store-enabled = false
[logging]
  level = "error"
"""
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith("INFLUXDB_")}
    command = [str(binary), "run", "-config", str(config)]
    with _started("influxd", command, directory, f"{url}/ping", environment) as process:
        yield process


@dataclass(frozen=True, slots=True, kw_only=True)
class Influx3(Influx1):
    """An InfluxDB 3 Core by plain HTTP."""

    @property
    def token(self) -> str:
        return self.headers["Authorization"].removeprefix("Bearer ")

    def make(self, database: str) -> None:
        body = json.dumps({"db": database}).encode()
        asking = Influx3(url=self.url, headers=self.headers | {"Content-Type": "application/json"})
        status, answer = asking.ask("POST", "/api/v3/configure/database", body)
        assert status == 200, answer

    def drop_table(self, database: str, table: str) -> None:
        """Its name is free at once."""
        status, answer = self.ask(
            "DELETE", "/api/v3/configure/table", db=database, table=table, hard_delete_at="now"
        )
        assert status == 200, answer

    def drop(self, database: str) -> None:
        self.ask("DELETE", "/api/v3/configure/database", db=database, hard_delete_at="now")

    def write(self, database: str, lines: bytes, **query: str) -> None:
        status, answer = self.ask(
            "POST", "/api/v3/write_lp", lines, db=database, precision="nanosecond", **query
        )
        assert status == 204, answer

    def sql(self, database: str, text: str) -> str:
        """The answer to a SQL text, as CSV; nothing where there is no such table."""
        status, answer = self.ask("GET", "/api/v3/query_sql", db=database, q=text, format="csv")
        assert status == 200 or b"not found" in answer, answer
        return answer.decode() if status == 200 else ""


@cache
def find_influxdb3() -> tuple[Path | None, str]:
    """An ``influxdb3`` and how it calls itself; or None and why there is none."""
    found = os.environ.get("TURBINE_TEST_INFLUXDB3") or shutil.which("influxdb3")
    if not found:
        return None, "no influxdb3 on the PATH, and TURBINE_TEST_INFLUXDB3 is not set"
    version = _said(found, "--version")
    if "InfluxDB 3" not in version:
        return None, f"{found} is no InfluxDB 3: {version}"
    return Path(found), version.partition(", revision")[0]


def describe_influx3() -> tuple[bool, str]:
    """Whether tests have an InfluxDB 3, and which or why not."""
    binary, text = find_influxdb3()
    return binary is not None, f"{text}, {binary}" if binary else text


@contextmanager
def running_influx3(
    directory: Path,
    *,
    chain: Path | None = None,
    file_limit: int = 100_000,
    snapshot_size: int = 600,
) -> Iterator[Influx3]:
    """A fresh server of our own on a loopback port, which wants a token; over TLS with the
    certificate and key of ``chain``. A query may read so many files, and about so many writes lie
    in the log before they become files."""
    binary, why = find_influxdb3()
    assert binary, why
    directory.mkdir(parents=True, exist_ok=True)
    url = _address(chain)
    command = [
        str(binary),
        "serve",
        "--node-id=tests",
        "--object-store=file",
        f"--data-dir={directory / 'data'}",
        f"--http-bind={urllib.parse.urlsplit(url).netloc}",
        "--wal-flush-interval=50ms",
        f"--query-file-limit={file_limit}",
        f"--wal-snapshot-size={snapshot_size}",
        "--disable-telemetry-upload",
        "--log-filter=error",
        # Without its makers' own planner, a build from source refuses each aggregate else.
        "--datafusion-config=datafusion.execution.skip_physical_aggregate_schema_check:true",
    ]
    if chain:
        command += [f"--tls-cert={chain}", f"--tls-key={chain}"]
    with _started("influxdb3", command, directory, f"{url}/ping"):
        status, answer = Influx3(url=url, headers={}).ask(
            "POST", "/api/v3/configure/token/admin", b""
        )
        assert status == 201, answer
        token = json.loads(answer)["token"]
        yield Influx3(url=url, headers={"Authorization": f"Bearer {token}"})


def _answer(request: urllib.request.Request) -> tuple[int, bytes]:
    """Status and body."""
    try:
        with _DIRECT.open(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def _said(program: str, *arguments: str) -> str:
    """What it prints, or why it does not run."""
    try:
        run = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=30)
    except OSError as error:
        return f"it does not run ({error.strerror})"
    return (run.stdout or run.stderr).strip()


def _address(chain: Path | None, port: int = 0) -> str:
    return f"http{'s' if chain else ''}://127.0.0.1:{port or free_port()}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(name: str, probe: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, f"{name} ended:\n{log.read_text()}"
        try:
            with _DIRECT.open(probe, timeout=5):
                return
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 401:  # it answers, and wants to know who asks
                return
            time.sleep(0.05)
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{name} did not answer within a minute:\n{log.read_text()}")
