"""Every page in another language: nothing that we say is left in English."""

import json
from collections.abc import Iterable, Iterator
from zoneinfo import available_timezones

import pseudo
import pytest
from apptest import choose, click, open_page, run, set_embedded
from scada import HEADER, Place, line, made_file, newest, until_done
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node

from turbine.model.channels import CHANNELS
from turbine.ui.explore.views import VIEWS
from turbine.words import language

SHOWN = {
    "label", "body", "help", "placeholder", "options", "text", "caption", "title", "name", "alt",
    "hovertemplate", "sectionHeader", "formatted_options", "pageName", "unit", "delta",
}  # fmt: skip
"""Fields, of Streamlit's messages and of Plotly's figures, that a person reads."""

DATA = {
    "windproof", "duckdb", "influxdb", "influx", "csv", "html", "json", "zip", "gzip", "png", "utc",
    "kwh", "min", "scada", "main", "made", "anna", "bob", "europe", "istanbul", "sql", "time",
    "yyyy", "material", "colon", "http", "localhost", "mph",
    "rad", "gon",
}  # fmt: skip
"""Names, units and what the files and databases hold."""


@pytest.fixture(scope="module")
def languages(tmp_path_factory):
    """A folder with the made language."""
    folder = tmp_path_factory.mktemp("languages")
    pseudo.write(folder)
    return folder


@pytest.fixture
def everywhere(languages, monkeypatch):
    """The made language is the browser's."""
    monkeypatch.setattr(language, "LANGUAGES", languages)
    monkeypatch.setattr(ContextProxy, "locale", property(lambda _: f"{pseudo.TAG}-XX"))
    with language.speaking(pseudo.TAG):  # what AppTest asks for between two runs
        yield
    language._asked.clear()


@pytest.fixture
def on_page(everywhere, embedded: Place, monkeypatch):
    set_embedded(embedded, monkeypatch)
    return lambda page, **query: open_page(page, embedded.settings.data_dir, **query)


def nodes(block: Node) -> Iterator[Node]:
    yield block
    if isinstance(block, Block):
        for child in block.children.values():
            yield from nodes(child)


def texts(value: object, name: str = "") -> Iterator[str]:
    """What a person reads of a message or of a figure."""
    if isinstance(value, str) and value and name in ("spec", "columns"):
        value = json.loads(value)
    if isinstance(value, str):
        if name in SHOWN:
            yield value
        return
    for key, each in parts(value, name):
        yield from texts(each, key)


def parts(value: object, name: str) -> Iterator[tuple[str, object]]:
    """What a message, a figure or a list consists of, with the field's name."""
    if isinstance(value, dict):
        yield from ((key, each) for key, each in value.items() if key not in ("x", "y", "z"))
    elif hasattr(value, "ListFields"):
        yield from ((field.name, each) for field, each in value.ListFields())
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        yield from ((name, each) for each in value)


def english(at: AppTest, *data: str) -> list[str]:
    """The texts on the page that have words of no sentence in them."""
    known = DATA | {word.lower() for text in data for word in pseudo.words_of(text)}
    found = []
    for node in nodes(at._tree):
        shown = list(texts(getattr(node, "proto", None)))
        if getattr(node, "type", "") in ("arrow_data_frame", "dataframe"):
            titled = json.loads(getattr(node.proto, "columns", "") or "{}")
            shown += [
                str(column)
                for column in node.value.columns
                if not titled.get(str(column), {}).get("label")
            ]
        found += [
            text for text in shown if any(w.lower() not in known for w in pseudo.words_of(text))
        ]
    return found


NAMES = tuple(c.name for c in CHANNELS)
FILE = (HEADER, "Date/Time", *NAMES, *available_timezones())


def check(at: AppTest, *data: str) -> None:
    left = english(at, *FILE, *data)
    assert not left, "\n".join(dict.fromkeys(left))


def test_the_login(everywhere, tmp_path, monkeypatch):
    monkeypatch.setenv("TURBINE_DATA_DIR", str(tmp_path))
    at = open_page("ingest", tmp_path, None)
    check(at)


@pytest.mark.parametrize("page", ["ingest", "explore", "verify", "report", "database", "account"])
def test_an_empty_page(on_page, page, embedded):
    check(on_page(page), str(embedded.settings.data_dir))


BAD = "\n".join(
    [
        HEADER,
        *(line(n, 1, 2, 3, 4) for n in range(5)),
        "no time,1,2,3,4",
        line(3, 7, 7, 7, 7),
        line(4, 1, 2, 3, 4),
        line(6, "x", 2, 3, 4),
    ]
)


@pytest.mark.parametrize("text", [made_file(300), BAD], ids=["good", "bad"])
def test_an_ingest_and_what_comes_after(on_page, embedded, text):
    at = on_page("ingest")
    at.file_uploader[0].upload("made.csv", text.encode())
    check(run(at), text[-300:])
    check(click(at, "ingest_confirm"), text[-300:])
    click(at, "ingest_start")
    until_done(embedded)
    check(run(at), text[-300:], newest(embedded).id)
    for page in (
        "verify",
        "explore",
        "production",
        "power_curve",
        "wind",
        "losses",
        "database",
        "ingest",
    ):
        check(on_page(page), text[-300:], str(embedded.settings.data_dir), newest(embedded).id)


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_every_view_of_the_explorer(on_page, embedded, view):
    embedded.ingest(made_file(144 * 40))
    at = on_page("explore")
    at.pills(key="explore_view").set_value(view)
    check(run(at))
    if view == VIEWS[0].name:
        for function in ("median", "stddev", "energy"):
            choose(at, "explore_function", function)
            check(at)


def test_an_error_is_in_the_language_too(on_page, embedded):
    at = on_page("ingest")
    at.file_uploader[0].upload("made.csv", b"not a table")
    check(run(at), "not a table")


def test_the_report(on_page, embedded):
    embedded.ingest(made_file(12))
    at = on_page("report", parts="coverage", verdict="last")
    check(click(at, "report_make"), "T1")
