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
_MODULES = {
    "SQL": ("duckdb", ("import duckdb",)),
    "Flux": ("influxdb-client", ("import os", "from influxdb_client import InfluxDBClient")),
    "InfluxQL": ("requests", ("import json", "import os", "import requests")),
}
"""Language → the package that speaks it, and the imports."""
_NUMPY = ("wind", "explore")
_WITHOUT_HOURS = ("power_curve", "flags")
_SAID = {
    "PERIOD_NOTE": Words.PERIOD_NOTE,
    "LOCKED": Words.LOCKED,
    "TOKEN": Words.TOKEN,
    "LASTING": Words.LASTING,
    "MEASURED_ONLY": Words.MEASURED_ONLY,
    "BINS": Words.BINS,
    "CIRCULAR": Words.CIRCULAR,
    "CALMS": Words.CALMS,
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
}
"""Places of templates that hold sentences: comments, and titles of axes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where points are, and how the database is asked."""

    language: str
    """As a store's ``query_language``: SQL, Flux or InfluxQL."""
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One turbine."""

    name: str
    """Unlike that of the others."""
    series: Series
    fields: Mapping[str, str]
    """Signal → stored field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Python as it is: nobody's text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The figure that a script makes."""

    view: str
    """The name of its template."""
    page: str
    """The title of the page that has it."""
    start_ns: int
    """Included."""
    stop_ns: int
    """Not included."""
    zone: str
    values: Mapping[str, Any] = field(default_factory=dict)
    """What the places of the template hold."""
    left_out: int = 0
    """Rows that the page leaves out, and the script does not."""
    is_uneven: bool = False
    """Whether rows last differently from each other."""
    is_normalised: bool = False
    """Whether the page goes by wind speeds at a reference density."""
    is_compared: bool = False
    """Whether the page compares this period with another."""

    @property
    def notes(self) -> list[Text]:
        """What differs from the page."""
        notes: list[Text] = [Words.ALL_ROWS(count=self.left_out)] if self.left_out else []
        other = Words.OTHER_RUNS if self.view == "flags" else Words.OTHER_STEPS
        notes += [other()] if self.is_uneven else []
        notes += [Words.NORMALISED()] if self.is_normalised else []
        return notes + ([Words.ONE_PERIOD()] if self.is_compared else [])


def script(wanted: Wanted, source: Source, turbines: Sequence[Asked]) -> str:
    """The script, as a person may read, change and run it."""
    package, imports = _MODULES[source.language]
    names = ["numpy"] if wanted.view in _NUMPY else []
    head = Words.HEAD(page=wanted.page, packages=" ".join([*names, "pandas", "plotly", package]))
    plain = [line for line in imports if line in ("import json", "import os")]
    others = [line for line in imports if line not in plain]
    numpy = [f"import {name} as np" for name in names]
    own = [*plain, *others, *numpy, "import pandas as pd", "import plotly.express as px"]
    known: dict[str, Any] = {
        "HEAD": Code(text="\n".join(_comment(text, "") for text in (head, *wanted.notes))),
        "IMPORTS": Code(text="\n".join(own)),
        "START": moment(wanted.start_ns),
        "STOP": moment(wanted.stop_ns),
        "ZONE": wanted.zone,
        "TURBINES": Code(text="\n".join(map(_turbine, turbines))),
        "ADDRESS": source.target.address.rstrip("/"),
        "ORG": source.target.org,
        "BUCKET": source.target.bucket,
        **wanted.values,
    }
    middle = () if wanted.view in _WITHOUT_HOURS else ("hours",)
    parts = ("head", source.language, *middle, wanted.view)
    return "\n\n".join(_filled(_template(part), known) for part in parts)


def moment(ns: int) -> str:
    """In UTC, as pandas and databases read it."""
    return str(np.datetime64(ns, "ns")).rstrip("0").removesuffix(".")


@cache
def _template(name: str) -> str:
    return (_TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")


def _filled(template: str, known: Mapping[str, Any]) -> str:
    """Each place with its value: code as it is, a text of ours as a comment if it has a line of its
    own, and anything else as a literal."""

    def value(match: re.Match[str]) -> str:
        name = (match["line"] or match["within"]).strip("@")
        found = known[name] if name in known else _SAID[name]()
        if isinstance(found, Code):
            return found.text
        if match["line"]:
            return _comment(found, match["indent"])
        if isinstance(found, dict):
            return pformat(found, width=_WIDTH, sort_dicts=False)
        return repr(found if isinstance(found, int | float) else str(found))

    return _PLACE.sub(value, template)


def _comment(text: Text, indent: str) -> str:
    """Whatever is in the text, nothing of it leaves the comment."""
    sign = f"{indent}# "
    return textwrap.fill(
        " ".join(str(text).split()), _WIDTH, initial_indent=sign, subsequent_indent=sign
    )


def _turbine(asked: Asked) -> str:
    its = {
        "measurement": asked.series.measurement,
        "site": asked.series.site,
        "turbine": asked.series.turbine,
        "fields": dict(asked.fields),
    }
    lines = "".join(f"        {name!r}: {value!r},\n" for name, value in its.items())
    return f"    {asked.name!r}: {{\n{lines}    }},"
