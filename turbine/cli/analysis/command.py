"""``analyse``: production, power curve, wind, losses and flags, as lines, JSON or CSV."""

import argparse
import math
from collections.abc import Callable
from dataclasses import asdict, replace

from turbine.cli.analysis import views
from turbine.cli.analysis.arguments import OPTIONS, RULES
from turbine.cli.analysis.tables import Told, print_table, write
from turbine.cli.analysis.wind import wind
from turbine.cli.analysis.words import Words
from turbine.cli.moments import moment
from turbine.cli.output import show
from turbine.ingest.record import iso
from turbine.model.actor import Actor
from turbine.model.errors import ConfigError
from turbine.services.fields import Fields
from turbine.services.measured import Measured, Question
from turbine.services.windproof import Windproof
from turbine.sites import FACTS
from turbine.wind.parameters import read
from turbine.wind.roses import SPEED_CLASSES_MPS


def analyse_command(arguments: argparse.Namespace, windproof: Windproof, _actor: Actor) -> int:
    """One view of one series. Raises TurbineError for what cannot be shown."""
    # All that can be said without the database comes first.
    FACTS["rated_power_kw"].read(getattr(arguments, "rated_power", None))
    options = {s: getattr(arguments, o[2:].replace("-", "_"), "") for s, o in OPTIONS.items()}
    question = Question(
        turbine=arguments.turbine,
        site=arguments.site,
        measurement=arguments.measurement,
        start_ns=arguments.start and moment(arguments.start, arguments.zone),
        stop_ns=arguments.stop and moment(arguments.stop, arguments.zone),
        zone=arguments.zone,
        fields=Fields(**options),
    )
    tell = _prepared(arguments, windproof, question)
    measured = windproof.analysis.read(question)
    told = tell(measured)
    if arguments.csv is not None:
        write(arguments.csv, told.csv, measured.period.zone)
    period = measured.period
    answer = {
        **asdict(measured.series),
        "fields": measured.names,
        "zone": period.zone,
        "start": iso(period.start_ns),
        "stop": iso(period.stop_ns),
        "notes": told.notes,
    }
    if arguments.json:
        show(arguments, answer | told.own, {})
        return 0
    for note in told.notes:
        print(Words.NOTE(text=note))
    between = Words.PERIOD(first=iso(period.start_ns), last=iso(period.stop_ns))
    show(arguments, {}, {"period": between} | told.lines)
    if told.table is not None:
        print_table(told.table, period.zone)
    return 0


def _prepared(
    arguments: argparse.Namespace, windproof: Windproof, question: Question
) -> Callable[[Measured], Told]:
    """How the view is told, from its options."""
    analysis = windproof.analysis
    if arguments.view in ("losses", "flags"):
        changes = _changes(arguments)
        if arguments.view == "flags":
            return lambda measured: views.flags(measured, arguments.rated_power, changes)
        return lambda measured: views.with_states(
            views.losses(measured, arguments.rated_power, changes), analysis.states(measured)
        )
    if arguments.view == "power-curve":
        other = _other(arguments, question)
        normalise, leave = arguments.normalise, windproof if arguments.without_wakes else None

        def tell_curve(measured: Measured) -> Told:
            curve = views.chosen(measured, leave, normalise=normalise)
            return views.power_curve(
                curve,
                views.chosen(analysis.read(other), leave, normalise=normalise) if other else None,
            )

        return tell_curve
    if arguments.view == "wind":
        most = SPEED_CLASSES_MPS[1]
        if not 0 <= arguments.calm < most:
            raise ConfigError(Words.NOT_A_CALM(most=most), hint=Words.CALM_EXAMPLE())
        if arguments.heights and not 0 < arguments.heights[0] < arguments.heights[1] < math.inf:
            raise ConfigError(Words.NOT_HEIGHTS(), hint=Words.HEIGHTS_EXAMPLE())
        return lambda measured: wind(arguments, measured)
    return lambda measured: views.production(measured, arguments.by, arguments.rated_power)


def _other(arguments: argparse.Namespace, question: Question) -> Question | None:
    """The period to compare with."""
    start, stop = arguments.against_start, arguments.against_stop
    if start is None and stop is None:
        return None
    if start is None or stop is None:
        raise ConfigError(Words.HALF_A_PERIOD(), hint=Words.GIVE_BOTH())
    zone = arguments.zone
    return replace(question, start_ns=moment(start, zone), stop_ns=moment(stop, zone))


def _changes(arguments: argparse.Namespace) -> dict[str, float]:
    """The rules' parameters that were given."""
    changes: dict[str, float] = {}
    for text in arguments.rule:
        value = read(text)
        if value is None:
            raise ConfigError(Words.NOT_A_RULE(text=text), hint=Words.RULES_ARE(names=RULES))
        changes[text.partition("=")[0].strip()] = value
    return changes
