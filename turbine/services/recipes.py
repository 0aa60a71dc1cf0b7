"""How a file was understood, under a name: a TOML file that another machine understands too.

It holds what a person decided or confirmed, by the headers of the columns. What is found in each
file by itself (marks for no value, columns and pattern of the times) is held only if it was chosen:
the next file may hold others, and they are found there.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from turbine import readers
from turbine.audit import Action, AuditLog
from turbine.model.actor import Actor
from turbine.model.channels import channel
from turbine.model.errors import ConfigError, TurbineError
from turbine.readers import AS_FOUND, Chosen, Interpretation, Source
from turbine.readers.missing import NONE
from turbine.services.words import Words
from turbine.settings.data_dir import make_folder, replace_file, sweep

FOLDER, SUFFIX = "recipes", ".toml"
Recipe = Mapping[str, Any]
"""By the names of options: texts, lists of them, and the tables ``columns`` and ``units``."""

CLOCK = {"timezone": "zone", "date_order": "date_order", "stamp": "stamp", "year": "year",
         "first_day": "first_day"}  # fmt: skip
"""Options of the same meaning whatever the format, and their names in an interpretation."""
CHOSEN = ("time_columns", "time_format", "missing", "one_turbine")
"""Options that are kept only if a person chose them."""
TURBINE = "turbine_column"
_WRITTEN = ("time_columns", "time_format", "date_order")
_LISTS, _TABLES = ("headers", "time_columns", "missing"), ("columns", "units")
_NAME = re.compile(r"\w[\w .-]{0,63}")
_PART = ".recipe."


class Recipes:
    """The recipes of one data directory, and those in files of their own."""

    def __init__(self, data_dir: Path, log: AuditLog) -> None:
        self._data_dir, self._log = data_dir, log

    def all(self) -> dict[str, Recipe]:
        """By name, in its order; those that cannot be read are left out."""
        found = {}
        for path in sorted((self._data_dir / FOLDER).glob(f"*{SUFFIX}")):
            try:
                found[path.stem] = _read(path)
            except ConfigError:
                continue
        return found

    def read(self, name: str) -> Recipe:
        """A saved one, or that of a ``.toml`` file. Raises ConfigError."""
        return _read(self._path(name))

    def fitting(self, source: Source) -> dict[str, Chosen]:
        """By name those of files with these columns, as if a person had chosen all of it."""
        own = [choice.field for choice in readers.recognised(source).choices]
        plain, found = _detected(source, AS_FOUND), {}
        for name, recipe in self.all().items():
            details = {field: str(recipe[field]) for field in own if field in recipe}
            written = {key: recipe[key] for key in _WRITTEN if key in recipe}
            form = plain
            if form is None or not _fits(recipe, form):
                form = _detected(source, Chosen(details=details, **written))
            if form is not None and _fits(recipe, form):
                found[name] = _chosen(recipe, form.headers).but(details=details)
        return found

    def save(
        self, actor: Actor, name: str, form: Interpretation, chosen: Chosen = AS_FOUND
    ) -> Path:
        """Write how a file was understood, and what was chosen of it. A saved one of this name is
        replaced. Raises ConfigError if it cannot be written. A ``.toml`` file is not part of
        the data directory: it leaves no trace in the audit."""
        path = self._path(name)
        is_own = not name.endswith(SUFFIX)
        if is_own:
            make_folder(self._data_dir)
        with self._log.action(actor, Action.RECIPE_SAVE, name) if is_own else nullcontext():
            try:
                if is_own:
                    path.parent.mkdir(exist_ok=True, mode=0o700)
                    sweep(path.parent, _PART)
                    replace_file(path, _text(form, chosen), _PART)
                else:
                    path.write_text(_text(form, chosen), encoding="utf-8")
            except OSError as error:
                raise ConfigError(
                    Words.RECIPE_NOT_WRITTEN(path=str(path), reason=error.strerror or str(error))
                ) from error
        return path

    def names(self) -> list[str]:
        """Of all that are saved, also those that cannot be read."""
        return sorted(path.stem for path in (self._data_dir / FOLDER).glob(f"*{SUFFIX}"))

    def rename(self, actor: Actor, name: str, new: str) -> None:
        """Call a saved one otherwise. Raises ConfigError, also if there is one of the new name."""
        with self._log.action(actor, Action.RECIPE_RENAME, name, to=new):
            path, to = self._saved(name), self._own(new)
            if to.exists():
                raise ConfigError(Words.RECIPE_EXISTS(name=new), hint=Words.DELETE_RECIPE_FIRST())
            path.rename(to)

    def delete(self, actor: Actor, name: str) -> None:
        """Forget a saved one; ingests that followed it stay as they are. Raises ConfigError."""
        with self._log.action(actor, Action.RECIPE_DELETE, name):
            self._saved(name).unlink()

    def _saved(self, name: str) -> Path:
        path = self._own(name)
        if not path.is_file():
            raise _none(path)
        return path

    def _own(self, name: str) -> Path:
        if not _NAME.fullmatch(name) or name.endswith(SUFFIX):
            raise ConfigError(Words.RECIPE_NAME(name=name), hint=Words.RECIPE_NAMES())
        return self._data_dir / FOLDER / f"{name}{SUFFIX}"

    def _path(self, name: str) -> Path:
        if name.endswith(SUFFIX):
            return Path(name)
        return self._own(name)


def header(headers: Sequence[str], column: int) -> str:
    """A header that names one column; ``#3`` where it does not."""
    text = headers[column]
    return text if headers.count(text) == 1 and text else f"#{column + 1}"


def _detected(source: Source, chosen: Chosen) -> Interpretation | None:
    try:
        return readers.detect(source, chosen).interpretation
    except TurbineError:
        return None


def _fits(recipe: Recipe, form: Interpretation) -> bool:
    """Whether it is of a file with these columns."""
    if "headers" in recipe:
        return tuple(recipe["headers"]) == form.headers
    apart = (*form.time_columns, *form.key_columns.values())
    others = {header(form.headers, c) for c in range(len(form.headers)) if c not in apart}
    return others == {*recipe.get("columns", {})}


def _chosen(recipe: Recipe, headers: Sequence[str]) -> Chosen:
    """What it says, with the columns by their numbers."""
    numbers = {header(headers, column): column for column in range(len(headers))}
    said: dict[str, Any] = {
        name: {numbers[text]: value for text, value in recipe.get(table, {}).items()
               if text in numbers}
        for name, table in (("fields", "columns"), ("units", "units"))
    }  # fmt: skip
    said |= {name: recipe[option] for option, name in CLOCK.items() if option in recipe}
    said |= {name: recipe[name] for name in CHOSEN if name in recipe}
    said |= {name: tuple(said[name]) for name in _LISTS if name in said}
    return Chosen(turbine_column=numbers.get(recipe.get(TURBINE, "")), **said)


def _text(form: Interpretation, chosen: Chosen) -> str:
    fields, details, headers = dict(form.mapping), form.details.to_dict(), form.headers
    options = {option: getattr(form, name) for option, name in CLOCK.items()}
    own = readers.format_of(form).choices
    options |= {c.field: details[c.field] for c in own if c.field in details}
    options |= {name: getattr(chosen, name) for name in CHOSEN}
    if chosen.missing == ():
        options["missing"] = [NONE]
    if form.turbine_column is not None:
        options[TURBINE] = header(headers, form.turbine_column)
    units = {c: unit for c, name in fields.items() if (unit := channel(name).unit)}
    units |= dict(form.units)
    apart = (*form.time_columns, *form.key_columns.values())
    options["headers"] = list(headers)
    tables = {
        "columns": {header(headers, c): fields.get(c, "") for c in range(len(headers))
                    if c not in apart},
        "units": {header(headers, c): units[c] for c in sorted(units)},
    }  # fmt: skip
    return "\n".join(_lines(options, tables))


def _lines(options: Mapping[str, Any], tables: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for key, value in options.items():
        if value not in (None, "", False) and value != ():
            yield f"{key} = {_toml(value)}"
    for title, table in tables.items():
        yield from ("", f"[{title}]", *(f"{_toml(k)} = {_toml(v)}" for k, v in table.items()))
    yield ""


def _toml(value: object) -> str:
    """A number, a truth, a basic string or a list of these: JSON's are TOML's."""
    return json.dumps(value, ensure_ascii=False, default=str).replace("\x7f", "\\u007f")


def _read(path: Path) -> Recipe:
    try:
        recipe = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise _none(path) from error
    except (OSError, ValueError) as error:
        raise ConfigError(Words.RECIPE_UNREADABLE(path=str(path), reason=str(error))) from error
    for key, value in recipe.items():
        if not _is_meant(key, value):
            raise ConfigError(Words.RECIPE_NOT_MEANT(path=str(path), key=key))
    return recipe


def _none(path: Path) -> ConfigError:
    there = tuple(sorted(each.stem for each in path.parent.glob(f"*{SUFFIX}")))
    hint = Words.RECIPES_ARE(names=there) if there else Words.RECIPE_FIRST()
    return ConfigError(Words.NO_SUCH_RECIPE(path=str(path)), hint=hint)


def _is_meant(key: str, value: object) -> bool:
    if key in _TABLES:
        return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
    if key in _LISTS:
        return isinstance(value, list) and all(isinstance(text, str) for text in value)
    if key == "year":
        return isinstance(value, int)
    if key == "one_turbine":
        return isinstance(value, bool)
    is_text = key in (*CLOCK, *CHOSEN, TURBINE)
    return not is_text or isinstance(value, str)
