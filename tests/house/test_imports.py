"""Who may import whom. The rules are a table; every import of the product is held against it."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from typing import Any

import pytest
from paths import ROOT
from source_tree import IMPORTS, TREES, Import, within

ROOMS = {
    "words": (),
    "model": (),
    "timing": ("model",),
    "sqlite": ("model",),
    "audit": ("model", "sqlite"),
    "settings": ("model",),
    "access": ("model", "sqlite", "audit"),
    "sites": ("model", "timing", "settings"),
    "wind": ("model", "timing"),
    "readers": ("model", "timing"),
    "stores": ("model", "timing", "settings", "wind"),
    "ingest": ("model", "timing", "sqlite", "settings", "readers", "stores"),
    "backup": ("model", "sqlite", "settings", "stores", "ingest"),
    "explore": ("model", "timing", "wind", "stores"),
    "verify": ("model", "readers", "stores", "ingest"),
    "charts": ("model", "timing", "readers", "explore"),
    "snippets": ("model",),
    "services": (
        "model", "timing", "audit", "settings", "wind", "readers", "stores", "ingest", "explore",
        "verify", "sites",
    ),
    "report": ("model", "wind", "charts", "services"),
    "cli": (
        "model", "timing", "audit", "settings", "access", "wind", "readers", "stores", "ingest",
        "backup", "explore", "services", "sites", "report",
    ),
    "ui": (
        "model", "timing", "settings", "access", "wind", "readers", "stores", "ingest", "explore",
        "verify", "charts", "snippets", "services", "sites", "report",
    ),
}  # fmt: skip
"""What each package may import of the others. Read from the top, no arrow goes up."""

EVERYWHERE = "turbine.words"
"""What every package may import: how anything is said."""

UI_ROOMS = {
    "server": (),
    "common": ("server",),
    "overview": ("common",),
    "ingest": ("common",),
    "explore": ("common",),
    "analyse": ("common",),
    "verify": ("common",),
    "sites": ("common",),
    "database": ("common",),
    "account": ("common",),
}
"""The same within ``turbine.ui``: a page knows what pages share, and no other page."""

PRINTING = {"matplotlib", "jinja2", "weasyprint"}
BACKENDS = ("turbine.stores.duckdb", "turbine.stores.influx")
HTTP = ("requests", "httpx", "urllib3", "urllib.request", "http.client", "aiohttp", "socketserver")

# What may be imported only there. The reason is the failure's message.
ONLY = [
    (("streamlit", "streamlit_authenticator", "extra_streamlit_components"),
     ("app", "pages", "turbine.ui"),
     "everything else must work without a browser and without Streamlit"),
    (("plotly",), ("turbine.charts",),
     "pages receive figures and never build them"),
    (("matplotlib", "jinja2", "markupsafe", "weasyprint"), ("turbine.report",),
     "one package sets what is printed"),
    (("duckdb", "influxdb_client", *HTTP), BACKENDS,
     "a database's own language is spoken only in its store"),
    (("sqlite3",),
     ("turbine.sqlite", "turbine.audit", "turbine.access", "turbine.ingest.ledger",
      "turbine.ingest.summaries"),
     "the ledger, its summary, the accounts and the audit are the only files kept in SQLite"),
    (("bcrypt",), ("turbine.access",),
     "one place hashes passwords"),
    (BACKENDS, ("turbine.stores.registry", *BACKENDS),
     "stores are opened by their registry entry and known by turbine.stores.base"),
    (("turbine.ui",), ("app", "pages", "turbine.ui"),
     "the core does not know its shells"),
    (("turbine.cli",), ("turbine.__main__", "turbine.cli"),
     "the core does not know its shells"),
    (("pint",), ("turbine.model.units",),
     "one table says what headers mean by a unit, and is converted exactly"),
    (("python_calamine",), ("turbine.readers.excel",),
     "what a workbook claims is checked before its library believes it"),
    (("xlsxwriter",), ("turbine.explore.workbook",),
     "one place knows what Excel can hold"),
    (("platformdirs",), ("turbine.settings.places",),
     "one place knows where things are"),
    (("pages", "app"), (),
     "a page is run, never imported"),
    (("tests", "bench"), (),
     "the product does not know its tests"),
]  # fmt: skip

# What must not be imported there.
NEVER = [
    (("turbine.stores.base",), BACKENDS,
     "the interface knows none that keeps it"),
    (("turbine.stores.duckdb",), ("turbine.stores.influx",),
     "a store never leans on another"),
    (("turbine.stores.influx",), ("turbine.stores.duckdb",),
     "a store never leans on another"),
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


def room(module: str, inside: str) -> str:
    """The part of ``inside`` that the module lies in: ``stores`` of ``turbine.stores.base``."""
    return module.removeprefix(f"{inside}.").split(".")[0]


@pytest.mark.parametrize(
    ("inside", "rooms"), [("turbine", ROOMS), ("turbine.ui", UI_ROOMS)], ids=["turbine", "ui"]
)
class TestRooms:
    def test_no_arrow_goes_up(self, inside, rooms):
        above = {name: list(rooms)[: list(rooms).index(name)] for name in rooms}
        assert all(set(allowed) <= set(above[name]) for name, allowed in rooms.items())

    def test_each_imports_what_the_table_allows(self, inside, rooms):
        found = [
            each
            for each in IMPORTS
            if within(each.importer, *(f"{inside}.{name}" for name in rooms))
            and within(each.imported, inside)
            and each.imported != inside
            and not within(each.imported, EVERYWHERE)
            and (to := room(each.imported, inside)) != (at := room(each.importer, inside))
            and to not in rooms[at]
        ]
        assert not found, told(found, f"the table of {inside} does not allow it")

    def test_the_table_has_every_package(self, inside, rooms):
        there = {
            path.parent.name for path in ROOT.glob(f"{inside.replace('.', '/')}/*/__init__.py")
        }
        assert there == {*rooms}

    def test_what_is_allowed_is_needed(self, inside, rooms):
        used = {
            (room(each.importer, inside), room(each.imported, inside))
            for each in IMPORTS
            if within(each.importer, inside) and within(each.imported, inside)
        }
        assert {(at, to) for at, allowed in rooms.items() for to in allowed} <= used


def test_private_modules_are_their_packages_own():
    found = [
        each
        for each in IMPORTS
        for parts in [each.imported.split(".")]
        for n, part in enumerate(parts)
        if parts[0] == "turbine"
        and part.startswith("_")
        and not part.startswith("__")
        and not within(each.importer, ".".join(parts[:n]))
    ]
    assert not found, told(found, "a module with an underscore belongs to the package around it")


def test_sentences_are_their_packages_own():
    found = [
        each
        for each in IMPORTS
        if each.imported.startswith("turbine.")
        and each.imported.endswith(".words")
        and each.imported != EVERYWHERE
        and not within(each.importer, each.imported.removesuffix(".words"))
    ]
    assert not found, told(found, "a package says what its own words.py holds")


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
        if name != "turbine.settings.config"
        and (
            (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb"))
            or (isinstance(node, ast.alias) and node.name in ("environ", "getenv"))
        )
    ]
    assert not found, f"settings come from turbine.settings.config: {found}"


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
        (
            "turbine.cli.main",
            {"streamlit", "plotly", "influxdb_client", "bcrypt", "cryptography", *PRINTING},
        ),
        ("turbine.services.windproof", {"streamlit", "plotly", "influxdb_client", "duckdb"}),
        ("turbine.readers", {"streamlit", "plotly", "influxdb_client", "duckdb", "sqlite3"}),
        ("turbine.stores", {"duckdb", "influxdb_client"}),
        ("turbine.explore.files", {"xlsxwriter"}),
        ("turbine.charts", {"streamlit", "duckdb", "influxdb_client"}),
        ("turbine.settings.config", {"duckdb", "influxdb_client", "streamlit"}),
    ],
)
def test_importing_brings_nothing_heavy_along(module, heavy):
    assert loaded_by(module) & heavy == set()
