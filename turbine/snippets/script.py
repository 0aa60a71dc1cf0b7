"""Scripts put together from templates: how the database is read, and what the view makes of it.

What a user named enters a script only as a literal of Python, and a query of the script as a bound
value or, an identifier, quoted by the script itself. Comments hold no names.
"""

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from pprint import pformat
from typing import Any

import numpy as np

from turbine.model.series import Series, Target
from turbine.snippets.words import Words
from turbine.words import Text

_TEMPLATES = Path(__file__).parent / "templates"
_PLACE = re.compile(r"^(?P<indent> *)(?P<line>@[A-Z_]+@)$|(?P<within>@[A-Z_]+@)", re.MULTILINE)
_WIDTH = 95
_NO_LINE = "\0"
_MODULES = {
    "SQL": ("duckdb", ("import duckdb",)),
    "Flux": ("influxdb-client", ("import os", "from influxdb_client import InfluxDBClient")),
    "InfluxQL": ("requests", ("import json", "import os", "import requests")),
}
"""Language → the package that speaks it, and the imports."""
_NUMPY = ("wind", "explore")
_SAID = {
    "PERIOD_NOTE": Words.PERIOD_NOTE,
    "LOCKED": Words.LOCKED,
    "TOKEN": Words.TOKEN,
    "LASTING_NOTE": Words.LASTING,
    "MEASURED_ONLY": Words.MEASURED_ONLY,
    "ESTIMATED": Words.ESTIMATED,
    "BINS": Words.BINS,
    "THIN": Words.THIN,
    "DENSITY": Words.DENSITY,
    "CIRCULAR": Words.CIRCULAR,
    "CALMS": Words.CALMS,
    "WEIGHT_NOTE": Words.WEIGHT,
    "UPPER_BOUND": Words.UPPER_BOUND,
    "RATIO": Words.RATIO,
    "ENERGY": Words.ENERGY,
    "TURBINE": Words.TURBINE,
    "WIND": Words.WIND,
    "POWER": Words.POWER,
    "STEADY": Words.STEADY,
    "WITH_ENDS": Words.WITH_ENDS,
    "SOME_RULES": Words.SOME_RULES,
    "RATED": Words.RATED,
    "REFERENCE_TURBINE": Words.REFERENCE_TURBINE,
    "COMMON_ROWS": Words.COMMON_ROWS,
    "WINDOWS_NOTE": Words.WINDOWS,
    "SIXTEEN": Words.SIXTEEN,
    "RUNNING": Words.RUNNING,
    "RESTARTS": Words.RESTARTS,
    "HELD": Words.HELD,
    "TRAPEZOIDS": Words.TRAPEZOIDS,
    "RECENT": Words.RECENT,
}
"""Places of templates that hold sentences: comments, and titles of axes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where points are, and how the database is asked."""

    language: str
    """As a store's ``query_language``: SQL, Flux or InfluxQL."""
    target: Target


Lasting = Sequence[tuple[int, int]]
"""From which moment on (ns, UTC) rows last how many ns, wherever that changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One turbine, in one period."""

    name: str
    """Unlike that of the others."""
    series: Series
    fields: Mapping[str, str]
    """Signal → stored field."""
    start_ns: int
    """Included."""
    stop_ns: int
    """Not included."""
    lasting: Lasting = ()
    """Of its rows; empty where the figure does not go by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Python as it is."""

    text: str
    has_places: bool = False
    """Whether it is of a template: then no name of a user's is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The figure that a script makes."""

    parts: tuple[str, ...]
    """The names of its templates, the view's first."""
    page: str
    """The title of the page that has it."""
    start_ns: int
    """Included."""
    stop_ns: int
    """Not included."""
    zone: str
    values: Mapping[str, Any] = field(default_factory=dict)
    """What the places of the templates hold."""
    lasting: Mapping[tuple[str, str], Lasting] = field(default_factory=dict)
    """Those that are not turbines' own, by what the template asks for them by."""
    notes: tuple[Text, ...] = ()
    """What the script does not show, and the page does."""


def script(wanted: Wanted, source: Source, turbines: Sequence[Asked]) -> str:
    """The script, as a person may read, change and run it."""
    package, imports = _MODULES[source.language]
    names = ["numpy"] if wanted.parts[0] in _NUMPY else []
    head = Words.HEAD(page=wanted.page, packages=" ".join([*names, "pandas", "plotly", package]))
    plain = [line for line in imports if line in ("import json", "import os")]
    others = [line for line in imports if line not in plain]
    numpy = [f"import {name} as np" for name in names]
    own = [*plain, *others, *numpy, "import pandas as pd", "import plotly.express as px"]
    lasting: dict[object, Lasting] = {e.name: e.lasting for e in turbines if e.lasting}
    for key, its in wanted.lasting.items():
        lasting[key] = its
    known: dict[str, Any] = {
        "HEAD": Code(text="\n".join(_comment(text, "") for text in (head, *wanted.notes))),
        "IMPORTS": Code(text="\n".join(own)),
        "START": moment(wanted.start_ns),
        "STOP": moment(wanted.stop_ns),
        "ZONE": wanted.zone,
        "TURBINES": Code(text="\n".join(_turbine(each, wanted) for each in turbines)),
        "LASTING": Code(text="\n".join(_lasting(key, its) for key, its in lasting.items())),
        "ADDRESS": source.target.address.rstrip("/"),
        "ORG": source.target.org,
        "BUCKET": source.target.bucket,
        **wanted.values,
    }
    middle = ("hours",) if lasting else ()
    parts = ("head", source.language, *middle, *wanted.parts)
    return "\n\n".join(_filled(template(part), known) for part in parts)


def moment(ns: int) -> str:
    """In UTC, as pandas and databases read it."""
    return str(np.datetime64(ns, "ns")).rstrip("0").removesuffix(".")


def duration(ns: int) -> str:
    """As pandas reads it."""
    units = {"min": 60 * 10**9, "s": 10**9, "ns": 1}
    return next(f"{ns // size}{unit}" for unit, size in units.items() if not ns % size)


@cache
def template(name: str) -> str:
    """The text of a template, with its places."""
    return (_TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")


def _filled(text_with_places: str, known: Mapping[str, Any]) -> str:
    """Each place with its value: code as it is (of none, its line goes), a text of ours as a
    comment if it has a line of its own, and anything else as a literal."""

    def value(match: re.Match[str]) -> str:
        name = (match["line"] or match["within"]).strip("@")
        found = known[name] if name in known else _SAID[name]()
        if isinstance(found, Code):
            text = _filled(found.text, known) if found.has_places else found.text
            return text or _NO_LINE
        if match["line"]:
            return _comment(found, match["indent"])
        if isinstance(found, dict):
            return pformat(found, width=_WIDTH, sort_dicts=False)
        if isinstance(found, int | float | list):
            return repr(found)
        return repr(str(found))

    return _PLACE.sub(value, text_with_places).replace(f"{_NO_LINE}\n", "")


def _comment(text: Text, indent: str) -> str:
    """Whatever is in the text, nothing of it leaves the comment."""
    sign = f"{indent}# "
    return textwrap.fill(
        " ".join(str(text).split()), _WIDTH, initial_indent=sign, subsequent_indent=sign
    )


def _turbine(asked: Asked, wanted: Wanted) -> str:
    its = {
        "measurement": asked.series.measurement,
        "site": asked.series.site,
        "turbine": asked.series.turbine,
        "fields": dict(asked.fields),
    }
    lines = "".join(f"        {name!r}: {value!r},\n" for name, value in its.items())
    of_all = {"start": wanted.start_ns, "stop": wanted.stop_ns}
    for name, ns in (("start", asked.start_ns), ("stop", asked.stop_ns)):
        value = name.upper() if ns == of_all[name] else repr(moment(ns))
        lines += f"        {name!r}: {value},\n"
    return f"    {asked.name!r}: {{\n{lines}    }},"


def _lasting(key: object, its: Lasting) -> str:
    pairs = ", ".join(f"{moment(since)!r}: {duration(ns)!r}" for since, ns in its)
    return f"    {key!r}: {{{pairs}}},"
