"""What is shipped: the requirements with their reasons, the two commands, the tree itself."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from paths import ROOT
from source_tree import IMPORTS, TREES

REQUIREMENT = re.compile(r' +"(?P<pin>[\w.-]+==[\w.]+)", +# (?P<reason>.+)')
LOCKED = re.compile(
    r"(?P<name>[\w.-]+)==(?P<version>[\w.]+)[^\n]*\\\n(?: +--hash=sha256:\w{64}.*\n)+"
)
NOT_IMPORTED = "not imported: "
OURS = {"turbine", "pages", "app"}
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)
DIRECT = {
    "requirements.txt": PROJECT["project"]["dependencies"],
    "requirements-dev.txt": PROJECT["dependency-groups"]["dev"],
}
"""The direct requirements, by the lock that holds them with all that they need."""


def reasons(pins: list[str]) -> dict[str, str]:
    """Distribution → reason, from the comment behind each pin in pyproject.toml."""
    said = {match["pin"]: match["reason"] for match in REQUIREMENT.finditer(PYPROJECT)}
    return {canonicalize_name(Requirement(pin).name): said[pin] for pin in pins}


def locked(name: str) -> dict[str, str]:
    """Distribution → version, of those that a lock holds with their hashes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = {canonicalize_name(match["name"]): match["version"] for match in LOCKED.finditer(text)}
    assert len(found) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)), "one has no hash"
    return found


RUNTIME = reasons(DIRECT["requirements.txt"])


def imported_distributions() -> dict[str, set[str]]:
    """Module outside the standard library that the product imports → what may have brought it."""
    brought_by = packages_distributions()
    tops = {each.imported.split(".")[0] for each in IMPORTS} - sys.stdlib_module_names - OURS
    return {top: {canonicalize_name(d) for d in brought_by.get(top, [])} for top in tops}


def test_every_import_is_a_requirement_of_our_own():
    missing = {top for top, found in imported_distributions().items() if not found & {*RUNTIME}}
    assert not missing, f"imported, but only there because something else needs it: {missing}"


def test_every_requirement_is_imported_or_says_why_not():
    imported = set().union(*imported_distributions().values())
    unused = {name for name in RUNTIME if name not in imported}
    said = {name for name, reason in RUNTIME.items() if reason.startswith(NOT_IMPORTED)}
    assert unused == said


@pytest.mark.parametrize("name", DIRECT)
def test_every_requirement_is_pinned_and_has_its_reason(name):
    assert all(len(reason) >= 10 for reason in reasons(DIRECT[name]).values())


@pytest.mark.parametrize("name", DIRECT)
def test_what_is_locked_and_tested_are_the_pinned_versions(name):
    pins = dict(pin.split("==") for pin in DIRECT[name])
    assert pins == {pin: version(pin) for pin in pins}
    assert {canonicalize_name(pin): found for pin, found in pins.items()}.items() <= locked(
        name
    ).items()


def test_both_locks_agree():
    assert locked("requirements.txt").items() <= locked("requirements-dev.txt").items()


# -- the commands --------------------------------------------------------------------------


def make(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments, *(f"{name}={value}" for name, value in variables.items())],
        cwd=ROOT,
        env={**os.environ, "MAKEFLAGS": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(shutil.which("make") is None, reason="no make: apt-get install make")
class TestMake:
    def test_an_old_python_is_refused_with_its_version(self, tmp_path):
        old = tmp_path / "old python"
        old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.10.1"\nexit 1\n')
        old.chmod(0o755)
        done = make("check", PYTHON=str(old), VENV=str(tmp_path / "venv"))
        assert done.returncode != 0
        assert "needs Python 3.11 or newer" in done.stderr
        assert "Python 3.10.1" in done.stderr
        assert not (tmp_path / "venv").exists()

    def test_a_python_without_venv_is_told_what_debian_lacks(self, tmp_path):
        bare = tmp_path / "bare"
        bare.write_text('#!/bin/sh\n[ "$1" = -c ]\n')
        bare.chmod(0o755)
        done = make("check", PYTHON=str(bare), VENV=str(tmp_path / "venv"))
        assert done.returncode != 0
        assert "sudo apt-get install make python3-venv" in done.stderr

    def test_run_starts_the_app_and_test_runs_every_check(self):
        run, test = make("--dry-run", "run").stdout, make("--dry-run", "test").stdout
        assert "streamlit run app.py" in run
        assert "requirements-dev.txt" not in run
        for check in ("ruff check", "ruff format --check", "mypy", "pytest"):
            assert f"-m {check}" in test

    def test_ci_runs_the_same_command_as_the_readme(self):
        ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
        assert ci.rstrip().endswith("exec make test </dev/null")
        assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


# -- the tree ------------------------------------------------------------------------------

MAX_LINES, MAX_TEST_LINES = 300, 400
LONGER = {
    "turbine/explore/aggregate.py": "one question, from its check to its dense answer",
    "turbine/ingest/words.py": "every sentence of ingests, from the plan to the undo",
    "turbine/readers/times/columns.py": "one table, and every way in which its columns write times",
    "turbine/readers/model.py": "all that reading can say of a file, each with its meaning",
    "turbine/readers/words.py": "every sentence that the formats share",
    "turbine/cli/ingesting.py": "one command: its questions, its answer, its losses",
    "turbine/cli/main.py": "the start of all commands, and those without a module of their own",
    "turbine/cli/words.py": "every sentence of the commands but analyse and report, in their order",
    "turbine/services/ingests.py": "one class: all that can be done with one ingest, in its order",
    "turbine/stores/base.py": "every promise that a store keeps, each with its meaning",
    "turbine/stores/influx/_flux.py": "every Flux text, and the CSV that answers it",
    "turbine/stores/duckdb/store.py": "one class: every promise of a store, in its order",
    "turbine/stores/influx/influx2.py": "one class: every promise of a store, in its order",
    "turbine/stores/influx/_influxql.py": "every InfluxQL text, and the JSON that answers it",
    "turbine/stores/influx/words.py": "every sentence of three generations of servers",
    "turbine/report/words.py": "every sentence that is printed, in the order of the pages",
    "turbine/verify/compare.py": "one comparison, read from top to bottom",
    "turbine/ui/analyse/words.py": "every sentence of the views, one view after the other",
    "turbine/ui/analyse/park/words.py": "every sentence of one page, in the order of its sections",
    "turbine/ui/ingest/words.py": "every sentence of one page, in the order in which it is shown",
}
"""File → why it may be longer."""
LONGER_TESTS = {
    "tests/browser/test_login.py": "the journeys of one login, which lead into each other",
    "tests/stores/contract/test_influxql.py": "InfluxQL's traps, played and on real servers",
    "tests/ui/pages/test_explore.py": "one page: what is chosen, and how it is answered",
    "tests/ui/pages/test_ingest.py": "one page of six steps, in their order",
    "tests/readers/test_turbines.py": "every way in which a file names its turbines, one by one",
    "tests/support/servers.py": "three generations of servers, found, started and asked in one way",
    "tests/explore/test_aggregate.py": "one request's options, each against the same rows",
    "tests/charts/test_charts.py": "every chart of the app, against the same results",
    "tests/cli/test_cli.py": "one command after the other",
    "tests/stores/test_doctor.py": "one examination, a failure for each of its steps",
    "tests/ingest/test_preflight.py": "one look before an ingest, a section for each of its checks",
}
"""The same of tests and measurements, which may have more lines."""


def lengths(*patterns: str) -> dict[str, int]:
    return {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for pattern in patterns
        for path in ROOT.glob(pattern)
    }


@pytest.mark.parametrize(
    ("patterns", "most", "longer"),
    [
        (("turbine/**/*.py", "pages/*.py"), MAX_LINES, LONGER),
        (("tests/**/*.py", "bench/*.py"), MAX_TEST_LINES, LONGER_TESTS),
    ],
    ids=["the app", "tests and measurements"],
)
def test_no_file_is_too_long_without_a_reason(patterns, most, longer):
    assert {path for path, length in lengths(*patterns).items() if length > most} == {*longer}


def test_everything_public_says_what_it_is():
    silent = [
        f"{module}.{node.name}"
        for module, tree in TREES.items()
        if module.startswith("turbine.")
        and module != "turbine.model.errors"  # its tree is drawn and explained at the top
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and node.name != "Words"  # explained by its module
        and ast.get_docstring(node) is None
    ]
    silent += [module for module, tree in TREES.items() if ast.get_docstring(tree) is None]
    assert not silent


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """The files that git knows, without the pictures."""
    git = ["git", "-C", ROOT, "ls-files", "-z"]
    done = subprocess.run(git, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout: clone the repository to have its list of files")
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix != ".png"]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_the_real_data_is_not_in_the_repository(tracked):
    assert not [path for path in tracked if path.name.casefold() == "t1.csv"]
    assert not [path for path in tracked if path.stat().st_size > 1_000_000]


# Hosts that a link or an example may name.
HOSTS = {
    "localhost", "127.0.0.1", "influxdb", "influx.example.com", "example.com", "app.example.com",
    "www.kaggle.com", "elsewhere", "www.w3.org", "schemas.openxmlformats.org",
    "$",  # a variable of the Compose file
}  # fmt: skip
URL = re.compile(r"https?://([^\s/:\"'`)>\]}\\{]+)")


def test_every_address_in_the_tree_is_a_known_one(tracked):
    found = {
        f"{path.relative_to(ROOT)}: {host}"
        for path in tracked
        for host in URL.findall(text_of(path).replace("\\.", "."))
        if host.rstrip(".,").split("@")[-1] not in HOSTS
    }
    assert not found


def test_no_path_of_this_machine_is_in_the_tree(tracked):
    own = [str(path) for path in (ROOT, Path(sys.prefix), Path.home()) if len(path.parts) > 1]
    found = {
        f"{path.relative_to(ROOT)}: {place}"
        for path in tracked
        for place in own
        if f"{place}/" in text_of(path)
    }
    assert not found
