"""Who may import whom. The rules are a table; every import of the product is held against it."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from typing import Any

import pytest
from source_tree import IMPORTS, ROOT, TREES, Import, within

CORE = (
    "turbine.readers",
    "turbine.retime",
    "turbine.profile",
    "turbine.sample",
    "turbine.wind",
    "turbine.lineprotocol",
)
BACKENDS = tuple(
    name
    for name in TREES
    if name.startswith("turbine.stores.")
    and name != "turbine.stores.base"
    and not name.startswith("turbine.stores._")
)
HTTP = ("requests", "httpx", "urllib3", "urllib.request", "http.client", "aiohttp", "socketserver")

# What may be imported only there. The reason is the failure's message.
ONLY = [
    (("streamlit", "streamlit_authenticator", "extra_streamlit_components"),
     ("app", "pages", "turbine.ui"),
     "everything else must work without a browser and without Streamlit"),
    (("plotly",), ("turbine.charts",),
     "pages receive figures and never build them"),
    (("duckdb", "influxdb_client", *HTTP), ("turbine.stores",),
     "a database's own language is spoken only in its store"),
    (("sqlite3",), ("turbine.ingest.ledger", "turbine.auth"),
     "the ledger and the accounts are the only files kept in SQLite"),
    (("bcrypt",), ("turbine.auth",),
     "one place hashes passwords"),
    (BACKENDS, ("turbine.stores",),
     "stores are opened by turbine.stores.open_store and known by turbine.stores.base"),
    (("turbine.ui",), ("app", "pages", "turbine.ui"),
     "the core does not know its shells"),
    (("turbine.cli", "turbine.arguments"), ("turbine.__main__", "turbine.cli"),
     "the core does not know its shells"),
    (("pages", "app"), (),
     "a page is run, never imported"),
    (("tests", "bench"), (),
     "the product does not know its tests"),
]  # fmt: skip

# What must not be imported there.
NEVER = [
    (CORE,
     ("turbine.stores", "turbine.ingest", "turbine.charts", "turbine.config", "turbine.services",
      "turbine.auth", "turbine.verify", "turbine.aggregate"),
     "the pure core knows neither databases nor settings"),
    (("turbine.charts",),
     ("turbine.stores", "turbine.ingest", "turbine.readers", "turbine.config", "turbine.services",
      "turbine.auth"),
     "a chart draws what it is given and fetches nothing"),
    (("turbine.stores",),
     ("turbine.ingest", "turbine.charts", "turbine.readers", "turbine.services", "turbine.auth",
      "turbine.verify", "turbine.aggregate"),
     "a store knows points, not where they come from or go"),
    (("turbine.auth",),
     ("turbine.stores", "turbine.ingest", "turbine.charts", "turbine.readers", "turbine.services"),
     "who may come in has nothing to do with the data"),
    (BACKENDS, BACKENDS,
     "a store never leans on another"),
]  # fmt: skip

# What these may import of turbine, and no more.
AT_MOST = [
    ("turbine.errors", ()),
    ("turbine.channels", ()),
    ("turbine.frame", ("turbine.errors", "turbine.channels")),
    ("turbine.windows", ("turbine.errors", "turbine.channels", "turbine.frame")),
    ("turbine.actor", ("turbine.errors",)),
    ("turbine.stores.base",
     ("turbine.errors", "turbine.channels", "turbine.frame", "turbine.windows")),
]  # fmt: skip


def named(rules: list[tuple[tuple[str, ...], tuple[str, ...], str]]) -> list[Any]:
    return [pytest.param(*rule, id=rule[-1].replace(" ", "-")) for rule in rules]


def told(found: list[Import], reason: str) -> str:
    lines = [f"  {each.importer}, line {each.line}: imports {each.imported}" for each in found]
    return "\n".join([f"{reason}:", *lines])


@pytest.mark.parametrize(("what", "where", "reason"), named(ONLY))
def test_is_imported_only_where_it_belongs(what, where, reason):
    found = [i for i in IMPORTS if within(i.imported, *what) and not within(i.importer, *where)]
    assert not found, told(found, reason)


@pytest.mark.parametrize(("who", "what", "reason"), named(NEVER))
def test_never_imports(who, what, reason):
    found = [
        i
        for i in IMPORTS
        if within(i.importer, *who) and within(i.imported, *what) and i.importer != i.imported
    ]
    assert not found, told(found, reason)


@pytest.mark.parametrize(("who", "allowed"), AT_MOST)
def test_imports_no_more_of_turbine_than(who, allowed):
    mine = [i for i in IMPORTS if i.importer == who and within(i.imported, "turbine")]
    found = [i for i in mine if i.imported not in allowed]
    assert not found, told(found, f"{who} lies beneath the rest")


def test_rules_and_modules_are_still_each_others():
    named = {name for where, _ in AT_MOST for name in [where]} | {*CORE}
    assert named <= {*TREES}, "a rule names a module that is gone"
    assert BACKENDS


def test_no_modules_import_each_other_in_a_circle():
    graph: dict[str, set[str]] = {name: set() for name in TREES}
    for each in IMPORTS:
        if each.at_load and each.imported in TREES:
            # A module brings its package's __init__ along.
            parts = each.imported.split(".")
            graph[each.importer] |= {".".join(parts[:n]) for n in range(1, len(parts) + 1)}
            graph[each.importer] -= packages_of(each.importer)
    TopologicalSorter(graph).prepare()


def packages_of(module: str) -> set[str]:
    """The module itself and the packages it lies in: those are under way when it is imported."""
    parts = module.split(".")
    return {".".join(parts[:n]) for n in range(1, len(parts) + 1)}


def test_only_config_reads_the_environment():
    found = [
        f"{name}, line {node.lineno}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if name != "turbine.config"
        and (
            (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb"))
            or (isinstance(node, ast.alias) and node.name in ("environ", "getenv"))
        )
    ]
    assert not found, f"settings come from turbine.config: {found}"


def loaded_by(module: str) -> set[str]:
    """Top-level packages in memory after importing ``module`` in a fresh interpreter."""
    code = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("turbine.cli", {"streamlit", "streamlit_authenticator", "plotly", "influxdb_client"}),
        ("turbine.services", {"streamlit", "plotly", "influxdb_client", "duckdb"}),
        ("turbine.readers", {"streamlit", "plotly", "influxdb_client", "duckdb", "sqlite3"}),
        ("turbine.stores", {"duckdb", "influxdb_client"}),
        ("turbine.charts", {"streamlit", "duckdb", "influxdb_client"}),
        ("turbine.config", {"duckdb", "influxdb_client", "streamlit"}),
    ],
)
def test_importing_brings_nothing_heavy_along(module, heavy):
    assert loaded_by(module) & heavy == set()
