"""Every sentence that a person reads stands in its package's words.py, and fits its values."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from paths import ROOT
from pseudo import KEYWORDS
from source_tree import TREES

from turbine.words import Label, Plural, PluralLabel, Sentence

PROSE = re.compile(r"[A-Za-z’'{}]{2,}[,;:.]? (?:\W )?[A-Za-z{}]{2,}")
CODE = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|ALTER|DROP|FROM|WHERE|BEGIN|ORDER BY|GROUP BY|"
    r"SHOW|ATTACH|DETACH|COPY|CHECKPOINT|LIMIT|JOIN|VALUES|REFERENCES|UNION|CASE|WHEN|USE|DURATION|"
    r"NULL)\b|\|>|^\s*<|"
    r"\{[^{}]*:[^{}]*;|=>|\$\{|:material/[a-z_]+:$"
)
LOGGING = ("debug", "info", "warning", "error", "exception", "critical", "log")
BUGS = ("ValueError", "TypeError", "RuntimeError", "AssertionError", "NotImplementedError",
        "LookupError", "KeyError", "OSError", "argparse.ArgumentTypeError")  # fmt: skip
QUERIES = (
    "turbine.stores.duckdb._sql",
    "turbine.stores.influx._flux",
    "turbine.stores.influx._influxql",
    "turbine.snippets.explore",
    "turbine.snippets.script",
    "turbine.snippets.views",
)
"""Whose texts are those of a query language, or Python: only what their errors say is held to the
rule."""
COMMANDS = ("users add", "users reset", "sites list", "sites set", "sites remove", "recipes list",
            "recipes rename", "recipes delete")  # fmt: skip
ALLOWED: dict[str, tuple[str, ...]] = {
    # Kinds in the ledger.
    "turbine.ingest.ledger.rows": ("open end", "refused since", "without values"),
    "turbine.ingest.record": ("not counted",),  # a state in the ledger
    "turbine.readers.missing": ("WORDS",),  # what files say
    "turbine.access.accounts": ("set-up code", "login {} {}", "device {}"),
    "turbine.access.devices": ("name {}", "nonce {}"),
    "turbine.model.actor": ("uid {}",),
    "turbine.cli.arguments": COMMANDS,
    "turbine.cli.main": COMMANDS,
    "turbine.charts.locale": ("_PLOTLY",),  # Plotly's sentences → ours
    # What headers and cells say.
    "turbine.model.headings": ("_WORDS", "_INSIDE"),
    "turbine.model.matching": ("_NOISE",),
    "turbine.model.units": ("STORED", "_SPELLINGS"),
    "turbine.readers.csv.encodings": ("_WORDS",),
    "turbine.readers.times.vocabulary": ("_MONTHS", "_PARTS"),
    "turbine.readers.units": ("_LOW", "_HIGH"),
    "turbine.readers.kinds": ("_DEVICE", "_ROW", "_QUALITY"),
    **{
        f"turbine.model.catalogue.{each}": ("aliases", "energy", "label")
        for each in ("electrical", "machine", "main", "temperatures", "weather")
    },
    # What databases say, by which their errors are told apart.
    "turbine.stores.duckdb._errors": ("LOCKED", "_FULL", "_READ_ONLY", "_DENIED", "_DAMAGED"),
    "turbine.stores.explain": ("_MEANINGS",),
    "turbine.stores.influx._http": (
        "_BAD_TOKEN", "_NO_ORGANISATION", "_NO_POLICY", "_DISK_FULL", "_SHARD_GIVEN_UP",
        "FILE_LIMIT",
    ),
    "turbine.stores.influx._pool": ("timed out",),  # as Python's sockets do
    "turbine.stores.influx._sending": ("_PARTIAL", "_FAILURE"),
    "turbine.stores.influx._influxql_client": ("text/plain; charset=utf-8",),
    "turbine.stores.duckdb.store": ("count {}",),  # a column
    "turbine.charts.places": ("textposition",),
    "turbine.report.drawing": ("FONT",),
    "turbine.readers.sample": (
        "Date/Time,LV ActivePower (kW),Wind Speed (m/s),Theoretical_Power_Curve (KWh),"
        "Wind Direction (°)",
    ),
}  # fmt: skip
"""Of a module: keyword arguments, constants, or texts, that are data and no sentences."""


def text_of(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
        return "".join(map(str, parts))
    return None


def is_exempt(node: ast.AST, allowed: tuple[str, ...]) -> bool:
    """What holds no sentences for persons: doc strings, log messages, patterns, bugs."""
    if isinstance(node, ast.Expr) and text_of(node.value) is not None:
        return True
    if isinstance(node, ast.keyword):
        return node.arg in allowed
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) in allowed
    if isinstance(node, ast.Assert):
        return True
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    return (
        called.startswith("re.")
        or called in BUGS
        or ("log" in called.lower().split(".")[0] and called.rpartition(".")[2] in LOGGING)
    )


def is_prose(text: str) -> bool:
    """Whether it has words of its own, and is no code."""
    words = re.search(r"[A-Za-z]{2}", re.sub(r"\{.*?\}", "", text))
    return bool(words and PROSE.search(text) and not CODE.search(text))


def errors(tree: ast.AST) -> ast.Module:
    """The errors that are made in a module, and nothing else."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = [ast.Expr(call) for call in calls if ast.unparse(call.func).endswith("Error")]
    return ast.Module(body=list(made), type_ignores=[])


def prose_of(module: str) -> Iterator[tuple[int, str]]:
    """The sentences in a module, with their lines."""
    tree = TREES[module]
    return prose(errors(tree) if module in QUERIES else tree, ALLOWED.get(module, ()))


def prose(node: ast.AST, allowed: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The sentences in a tree, with their lines."""
    for child in ast.iter_child_nodes(node):
        if is_exempt(child, allowed):
            continue
        text = text_of(child)
        if text is None:
            yield from prose(child, allowed)
        elif is_prose(text) and text not in allowed:
            yield getattr(child, "lineno", 0), text
        elif isinstance(child, ast.JoinedStr):
            yield from (
                each
                for value in child.values
                if isinstance(value, ast.FormattedValue)
                for each in prose(value, allowed)
            )


@pytest.mark.parametrize("module", TREES)
def test_sentences_stand_in_words(module):
    if module.endswith(".words") or module.startswith("turbine.words"):
        return
    found = [f"  line {line}: {text!r}" for line, text in prose_of(module)]
    assert not found, "\n".join([f"{module} holds sentences; they belong into words.py:", *found])


WORDS = [name for name in TREES if name.endswith(".words") and name != "turbine.words"]


def calls(module: str, words: set[str]) -> Iterator[tuple[str, ast.Call]]:
    """The module's calls of a package's sentences, by the names it has them under: the name and
    the call."""
    for node in ast.walk(TREES[module]):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in words
        ):
            yield node.func.attr, node


@pytest.mark.parametrize("module", WORDS)
def test_each_call_gives_just_the_values_of_its_sentence(module):
    words = vars(import_module(module).Words)
    package = module.removesuffix(".words")
    wrong = []
    for user in TREES:
        if not (user == package or user.startswith(f"{package}.")):
            continue
        imported = {
            each.asname or each.name
            for node in ast.walk(TREES[user])
            if isinstance(node, ast.ImportFrom) and node.module == module
            for each in node.names
            if each.name == "Words"
        }
        for name, call in calls(user, imported):
            given = {keyword.arg for keyword in call.keywords}
            if None not in given and given | needed(words[name]) != words[name].places | needed(
                words[name]
            ):
                wrong.append(f"{user}, line {call.lineno}: {name} has {sorted(words[name].places)}")
            elif None not in given and not needed(words[name]) <= given:
                wrong.append(f"{user}, line {call.lineno}: {name} counts")
    assert not wrong, "\n".join(wrong)


def needed(sentence: Sentence | Plural | Label | PluralLabel) -> set[str]:
    return {"count"} if sentence.plural else set()


@pytest.mark.parametrize("module", WORDS)
def test_each_sentence_is_used(module):
    words = {
        name for name, each in vars(import_module(module).Words).items() if hasattr(each, "places")
    }
    package = module.removesuffix(".words")
    used = {
        node.attr
        for user in TREES
        if user.startswith(f"{package}.") or user == package
        for node in ast.walk(TREES[user])
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Words"
    }
    assert words, f"{module} has no class Words with sentences"
    assert words <= used, f"never said: {sorted(words - used)}"


def test_babel_finds_every_sentence(tmp_path):
    from babel.messages.extract import extract_from_dir

    messages = {
        message for _, _, message, _, _ in extract_from_dir(ROOT / "turbine", keywords=KEYWORDS)
    }
    found = {each if isinstance(each, str) else each[0] for each in messages}
    there = {
        each.text
        for module in WORDS
        for each in vars(import_module(module).Words).values()
        if hasattr(each, "places")
    }
    assert there <= found, sorted(there - found)[:10]
