"""How a file was understood, under a name: a TOML file that another machine understands too.

It holds what the options of ``profile`` and ``ingest`` say, by the headers of the columns. An
option that is given beside it is taken before it.
"""

import argparse
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from turbine import readers
from turbine.cli.words import Words
from turbine.model.errors import ConfigError
from turbine.readers import Interpretation
from turbine.settings.config import load

FOLDER, SUFFIX = "recipes", ".toml"
_NAME = re.compile(r"\w[\w .-]{0,63}")
_CLOCK = {"timezone": "zone", "date_order": "date_order", "stamp": "stamp", "year": "year",
          "first_day": "first_day"}  # fmt: skip
"""Options of the same meaning whatever the format, and their names in an interpretation."""


def apply(arguments: argparse.Namespace) -> None:
    """Take from ``--recipe`` what the command line leaves open. Raises ConfigError."""
    if not getattr(arguments, "recipe", None):
        return
    recipe = _read(_path(arguments.recipe))
    for name in (*_CLOCK, *(choice.field for choice in readers.choices())):
        if name in recipe and getattr(arguments, name) is None:
            setattr(arguments, name, recipe[name])
    said = {text.rpartition("=")[0] for text in arguments.map} | {*arguments.ignore}
    for header, field in recipe.get("columns", {}).items():
        if header not in said and field:
            arguments.map.append(f"{header}={field}")
        elif header not in said:
            arguments.ignore.append(header)
    units = {text.rpartition("=")[0] for text in arguments.unit}
    arguments.unit += [f"{h}={u}" for h, u in recipe.get("units", {}).items() if h not in units]


def save(name: str, form: Interpretation) -> Path:
    """Write how a file was understood. Raises ConfigError if it cannot be written."""
    path = _path(name)
    fields, details = dict(form.mapping), form.details.to_dict()
    options = {option: getattr(form, name) for option, name in _CLOCK.items()}
    options |= {c.field: details[c.field] for c in readers.choices() if c.field in details}
    tables = {
        "columns": {
            _header(form, column): fields.get(column, "")
            for column in range(len(form.headers))
            if column not in (*form.time_columns, form.turbine_column, form.site_column)
        },
        "units": {_header(form, column): unit for column, unit in form.units},
    }
    lines = [f"{key} = {_toml(value)}" for key, value in options.items() if value not in (None, "")]
    for title, table in tables.items():
        lines += ["", f"[{title}]", *(f"{_toml(key)} = {_toml(v)}" for key, v in table.items())]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    except OSError as error:
        raise ConfigError(Words.RECIPE_NOT_WRITTEN(path=str(path), reason=str(error))) from error
    return path


def _header(form: Interpretation, column: int) -> str:
    """A header that names one column; ``#3`` where it does not."""
    header = form.headers[column]
    return header if form.headers.count(header) == 1 and header else f"#{column + 1}"


def _toml(value: object) -> str:
    """A number, or a basic string: JSON's escapes are TOML's."""
    text = str(value) if isinstance(value, Path) else value
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _path(name: str) -> Path:
    if name.endswith(SUFFIX):
        return Path(name)
    if not _NAME.fullmatch(name):
        raise ConfigError(Words.RECIPE_NAME(name=name), hint=Words.RECIPE_NAMES())
    return load().data_dir / FOLDER / f"{name}{SUFFIX}"


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        there = tuple(sorted(each.stem for each in path.parent.glob(f"*{SUFFIX}")))
        hint = Words.RECIPES_ARE(names=there) if there else Words.RECIPE_FIRST()
        raise ConfigError(Words.NO_SUCH_RECIPE(path=str(path)), hint=hint) from error
    except (OSError, ValueError) as error:
        raise ConfigError(Words.RECIPE_UNREADABLE(path=str(path), reason=str(error))) from error
