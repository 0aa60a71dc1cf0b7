"""The options ``--recipe`` and ``--save-recipe``, and the commands ``recipes``. An option that is
given beside a recipe is taken before it."""

import argparse
from pathlib import Path

from turbine import readers
from turbine.audit import AuditLog
from turbine.cli.output import show
from turbine.model.actor import Actor, machine_actor
from turbine.readers import AS_FOUND, Chosen, Interpretation
from turbine.services.recipes import CHOSEN, CLOCK, TURBINE, Recipes
from turbine.services.windproof import Windproof
from turbine.settings.config import load

_EXCLUSIVE = {TURBINE: "one_turbine", "one_turbine": TURBINE}


def apply(arguments: argparse.Namespace) -> None:
    """Take from ``--recipe`` what the command line leaves open. Raises ConfigError."""
    if not getattr(arguments, "recipe", None):
        return
    recipe = _recipes().read(arguments.recipe)
    options = (*CLOCK, *CHOSEN, TURBINE, *(choice.field for choice in readers.choices()))
    for name in options:
        other = _EXCLUSIVE.get(name)
        is_open = getattr(arguments, name) in (None, False)
        if name in recipe and is_open and not (other and getattr(arguments, other)):
            setattr(arguments, name, recipe[name])
    said = {text.rpartition("=")[0] for text in arguments.map} | {*arguments.ignore}
    for header, field in recipe.get("columns", {}).items():
        if header not in said and field:
            arguments.map.append(f"{header}={field}")
        elif header not in said:
            arguments.ignore.append(header)
    units = {text.rpartition("=")[0] for text in arguments.unit}
    wanted = {*recipe.get("columns", {})} - said
    if arguments.only:
        wanted = {h for h in wanted if not {h, recipe["columns"][h]}.isdisjoint(arguments.only)}
    arguments.unit += [
        f"{header}={unit}"
        for header, unit in recipe.get("units", {}).items()
        if header in wanted and header not in units
    ]


def chosen(arguments: argparse.Namespace) -> Chosen:
    """What the options say of how a file is read, but of its columns."""
    said = {name: getattr(arguments, option) for option, name in CLOCK.items()}
    names = (*CHOSEN, *(choice.field for choice in readers.choices()))
    said |= {name: getattr(arguments, name) for name in names}
    lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    return AS_FOUND.but(**said | lists)


def save(arguments: argparse.Namespace, form: Interpretation, chosen: Chosen) -> Path:
    """Write how a file was understood. Raises ConfigError if it cannot be written."""
    return _recipes().save(machine_actor(), arguments.save_recipe, form, chosen)


def _recipes() -> Recipes:
    data_dir = load().data_dir
    return Recipes(data_dir, AuditLog(data_dir))


def list_command(arguments: argparse.Namespace, windproof: Windproof, _actor: Actor) -> int:
    """The names of those that are saved."""
    names = windproof.recipes.names()
    show(arguments, {"recipes": names}, {})
    for name in () if arguments.json else names:
        print(name)
    return 0


def rename_command(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    """Call one otherwise."""
    windproof.recipes.rename(actor, arguments.name, arguments.new)
    result = {"name": arguments.new}
    show(arguments, result, result)
    return 0


def delete_command(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    """Forget one."""
    windproof.recipes.delete(actor, arguments.name)
    result = {"name": arguments.name}
    show(arguments, result, result)
    return 0
