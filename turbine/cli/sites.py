"""What is known of sites and turbines: list, set, remove."""

import argparse
from pathlib import Path

from turbine.cli.output import show
from turbine.cli.words import Words
from turbine.model.actor import Actor
from turbine.model.errors import ConfigError
from turbine.model.units import units_of
from turbine.services.reference_curves import from_file
from turbine.services.windproof import Windproof
from turbine.sites import FACTS, Facts, Site


def add_facts(parser: argparse.ArgumentParser) -> None:
    """An option for each thing that can be known of a turbine."""
    for fact in FACTS.values():
        text = Words.FACT_HELP if fact.unit else Words.FIELD_FACT_HELP
        parser.add_argument(
            _option(fact.name),
            metavar="FIELD" if fact.is_field else "TEXT" if fact.reads else "NUMBER",
            help=text(label=fact.label(), unit=fact.unit),
        )


def add_curve(parser: argparse.ArgumentParser) -> None:
    """Options for a power curve from a file."""
    parser.add_argument("--curve-file", type=Path, metavar="FILE", help=Words.CURVE_FILE_HELP())
    for quantity, text in (("speed", Words.SPEED_UNIT_HELP), ("power", Words.POWER_UNIT_HELP)):
        parser.add_argument(f"--{quantity}-unit", choices=units_of(quantity), help=text())


def list_command(arguments: argparse.Namespace, windproof: Windproof, _actor: Actor) -> int:
    """All that is known."""
    sites = windproof.sites.all()
    if arguments.json:
        show(arguments, {"sites": {name: site.to_dict() for name, site in sites.items()}}, {})
        return 0
    for name, site in sites.items():
        _print(name, site)
    return 0


def set_command(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    """Note what is given; the rest stays, and an empty text forgets."""
    sites, site, turbine = windproof.sites, arguments.site, arguments.turbine
    given = {name: text for name in FACTS if (text := getattr(arguments, name)) is not None}
    if arguments.curve_file is not None:
        given["reference_curve"] = from_file(
            arguments.curve_file, speed_unit=arguments.speed_unit, power_unit=arguments.power_unit
        )
    if given and turbine is None:
        raise ConfigError(Words.FACTS_OF_WHICH(), hint=Words.NAME_THE_TURBINE())
    if turbine is None and arguments.zone is None:
        raise ConfigError(Words.NOTHING_TO_SET(), hint=Words.GIVE_ZONE_OR_TURBINE())
    if arguments.zone is not None:
        sites.set_zone(actor, site, arguments.zone)
    if turbine is not None:
        sites.set_turbine(actor, site, turbine, {**sites.facts(site, turbine), **given})
    known = sites.all()[site.strip()]
    result = {"site": site.strip()} | known.to_dict()
    show(arguments, result, {})
    if not arguments.json:
        _print(result["site"], known)
    return 0


def remove_command(arguments: argparse.Namespace, windproof: Windproof, actor: Actor) -> int:
    """Forget a site, or one turbine of it; its points stay."""
    windproof.sites.remove(actor, arguments.site, arguments.turbine)
    result = {"site": arguments.site, "turbine": arguments.turbine}
    show(arguments, result, result)
    return 0


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _print(name: str, site: Site) -> None:
    print(Words.SITE_LINE(name=name, zone=site.zone or "–"))
    for turbine, facts in site.turbines.items():
        print(Words.TURBINE_LINE(name=turbine, facts=_told(facts)))


def _told(facts: Facts) -> tuple[str, ...]:
    return tuple(
        Words.FACT(
            label=FACTS[name].label(),
            value=f"{value:g}" if isinstance(value, float) else value,
            unit=FACTS[name].unit,
        ).strip()
        for name, value in facts.items()
    )
