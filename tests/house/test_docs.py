"""README.md and docs/cli.md against the program: settings, commands, options, JSON keys."""

import argparse
import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from paths import ROOT
from scada import embedded_place

from turbine.cli.arguments import build_parser
from turbine.settings.config import SETTINGS
from turbine.timing.retime import KINDS

README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
PROGRAM = "python -m turbine "

CSV = """Date/Time,LV ActivePower (kW),Wind Speed (m/s)
01 01 2018 00:00,380.1,5.3
01 01 2018 00:10,453.8,5.7
01 01 2018 00:20,306.4,5.2
"""


def commands(parser: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, Any]]:
    """``users add NAME`` → its parser, for every command."""
    subs = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not subs:
        places = [a.metavar for a in parser._actions if not a.option_strings]
        yield " ".join([path.strip(), *map(str, places)]), parser
    for sub in subs:
        for name, child in sub.choices.items():
            yield from commands(child, f"{path} {name}")


COMMANDS = dict(commands(build_parser()))


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    return {o for a in parser._actions for o in a.option_strings} - {"-h", "--help"}


def sections(text: str) -> dict[str, str]:
    """``## heading`` → what stands under it."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def first_column(section: str, header: str) -> set[str]:
    """Every `code` in the first column of the table with that header."""
    table = section.partition(f"| {header} |")[2].partition("\n\n")[0]
    cells = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    return {code for cell in cells for code in re.findall(r"`([^`]+)`", cell)}


def test_the_readme_opens_with_the_two_commands():
    opening = README.split("\n## ")[0]
    assert re.search(r"^make run\b", opening, re.MULTILINE)
    assert re.search(r"^make test\b", opening, re.MULTILINE)
    assert "sudo apt-get install make python3-venv" in opening


def test_the_readme_lists_every_setting_as_the_program_knows_it():
    assert dict(re.findall(r"^\| `([A-Z_0-9]+)` \| (.+) \|$", README, re.MULTILINE)) == {
        name: str(meaning) for name, meaning in SETTINGS.items()
    }


def test_the_readme_explains_every_retiming_rule():
    rules = re.findall(r"^\| `([a-z-]+)(?:[\[=].*)?` \|", sections(README)["Retiming"], re.M)
    assert {*rules} == {*KINDS} - {"today"}
    assert "today's date" in README


def test_links_and_pictures_lead_somewhere():
    targets = re.findall(r"\]\(([^)#]+)|src=\"([^\"]+)\"", README)
    files = {a or b for a, b in targets}
    assert not {name for name in files if not (ROOT / name).exists()}


def test_every_command_has_an_example_in_the_readme_that_parses():
    lines = [line for line in README.splitlines() if line.startswith(PROGRAM)]
    assert len(lines) == len(COMMANDS)
    shown = {" ".join(shlex.split(line.removeprefix(PROGRAM))) for line in lines}
    for command in COMMANDS:
        words = " ".join(word for word in command.split() if word.islower())
        assert any(line.startswith(words) for line in shown), f"no example of {command}"


@pytest.mark.parametrize("text", [README, REFERENCE], ids=["README.md", "docs/cli.md"])
def test_every_example_parses(text):
    for line in text.splitlines():
        if line.startswith(PROGRAM) and "COMMAND" not in line:
            build_parser().parse_args(shlex.split(line.removeprefix(PROGRAM)))


def test_the_reference_has_every_command():
    assert {*sections(REFERENCE)} == {*COMMANDS}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_reference_has_every_option(command):
    documented = first_column(sections(REFERENCE)[command], "Option")
    assert documented == options_of(COMMANDS[command])


ANSWERING = {*COMMANDS} - {"serve"}
"""Commands that answer and end: all but the app itself."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Command → the object that it prints with ``--json``, each run on the embedded database."""
    folder = tmp_path_factory.mktemp("documented")
    place = embedded_place(folder / "data")
    file = folder / "T.csv"
    file.write_text(CSV, encoding="utf-8")

    def run(command: str, *arguments: str, typed: str = "") -> dict[str, Any]:
        words = [word for word in command.split() if word.islower()]
        objects[command] = place.answer(*words, *arguments, stdin=typed)
        return objects[command]

    objects: dict[str, dict[str, Any]] = {}
    ingest_id = run("ingest FILE", str(file), "--retime", "keep", "--timezone", "UTC")["ingest_id"]
    run("profile FILE", str(file), "--save-recipe", "a")
    run("ingests")
    asked = ["--turbine", "T1", "--field", "power_kw", "--window", "1h", "--function", "mean"]
    run("aggregate", *asked)
    for view in ("production", "power-curve", "wind", "losses", "flags"):
        run(f"analyse {view}", "--turbine", "T1")
    run("report", "--out", str(folder / "report.html"))
    run("verify INGEST", ingest_id)
    run("resume INGEST", ingest_id)
    run("undo INGEST", ingest_id, "--confirm", ingest_id)
    run("doctor")
    run("recipes rename NAME NEW", "a", "b")
    run("recipes list")
    run("recipes delete NAME", "b")
    run("sites set SITE", "main", "--turbine", "T1", "--rated-power-kw", "3600")
    run("sites list")
    run("sites remove SITE", "main", "--turbine", "T1")
    run("users add NAME", "anna", "--administrator", typed="correct horse battery staple\n")
    run("users reset NAME", "anna")
    run("backup FILE", str(folder / "backup.zip"))
    (folder / "data").rename(folder / "before")
    run("restore FILE", str(folder / "backup.zip"))
    return objects


def test_every_command_was_run(printed):
    assert {*printed} == ANSWERING


@pytest.mark.parametrize("command", sorted(ANSWERING))
def test_the_reference_has_every_key(printed, command):
    documented = {name: first_column(text, "Key") for name, text in sections(REFERENCE).items()}
    documented["resume INGEST"] = documented["ingest FILE"] - {
        "already",
        "notes",
        "open_end",
        "shards",
        "write_seconds",
        "warnings",
        "left_out",
    }
    assert {*printed[command]} == documented[command]


def test_the_reference_tells_the_keys_within_lists(printed):
    assert {*printed["ingests"]["ingests"][0]} == {*printed["resume INGEST"]}
    text = sections(REFERENCE)
    lists = {
        "aggregate": "windows",
        "analyse production": "periods",
        "analyse power-curve": "bins",
        "analyse losses": "flags",
        "analyse flags": "flags",
        "verify INGEST": "channels",
        "doctor": "steps",
    }
    for command, key in lists.items():
        row = next(line for line in text[command].splitlines() if line.startswith(f"| `{key}`"))
        assert {*printed[command][key][0]} == {*re.findall(r"`(\w+)`", row)} - {key}
