"""Answers for the explore page, each asked of the database once."""

from dataclasses import dataclass, replace

from turbine.explore.aggregate import AggregateRequest, Aggregation
from turbine.explore.functions import is_power
from turbine.services.windproof import Windproof
from turbine.timing.periods import Pair
from turbine.ui.common import comparing
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.memory import Remembered
from turbine.ui.common.series import TTL_S, querying
from turbine.ui.explore.choice import Choice, average_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Before:
    """Period A, which the one that is looked at is compared with."""

    pair: Pair
    means: Aggregation
    energies: Aggregation | None
    answer: Aggregation

    @property
    def is_empty(self) -> bool:
        return self.answer.frame["count"].sum() == 0


def answer(services: Windproof, request: AggregateRequest) -> Aggregation:
    """The aggregation, from memory if nothing was ingested since it was last asked for."""

    def ask() -> Aggregation:
        with querying():
            return services.explorer.aggregate(request)

    return _ANSWERS.get(repr((services.explorer.state(), request)), ask)


def whole_period(services: Windproof, choice: Choice) -> tuple[Aggregation, Aggregation | None]:
    """The period's means, and its energies if a power is among the channels."""
    base = replace(choice.request(), window="all", fill="gap", band=False)
    means = answer(services, replace(base, function=average_of(choice.channels)))
    powers = tuple(name for name in choice.channels if is_power(name))
    if not powers:
        return means, None
    return means, answer(services, replace(base, channels=powers, function="energy"))


def before(services: Windproof, choice: Choice, pair: Pair, entry: SeriesEntry) -> Before:
    """What is found in period A, and what about the two does not match is said."""
    comparing.said(pair, entry)
    of_a = choice.within(pair.a)
    means, energies = whole_period(services, of_a)
    return Before(
        pair=pair, means=means, energies=energies, answer=answer(services, of_a.request())
    )


_ANSWERS = Remembered[Aggregation](
    lambda answer: int(answer.frame.estimated_size()), most_bytes=128 << 20, ttl_s=TTL_S
)
