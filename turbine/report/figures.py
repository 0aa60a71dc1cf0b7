"""The numbers that are read first, each with its definition, and energy month by month."""

from collections.abc import Sequence

import polars as pl

from turbine.report.document import Block, Column, Fact, Facts, Paragraph, Table
from turbine.report.numbers import month, number, percent, short
from turbine.report.words import Words
from turbine.services import remarks
from turbine.services.reported import OfTurbine
from turbine.wind.production import Production
from turbine.words import Label

_WEIGHTS = {
    Words.MEASURED_KWH: 1.7,
    Words.ESTIMATE_KWH: 1.4,
    Words.SHORTFALL_KWH: 1.4,
    Words.TIME_BASED_PERCENT: 1.15,
    Words.PRODUCTION_BASED_PERCENT: 1.3,
}
"""Of columns with long numbers."""


def figures(turbine: OfTurbine) -> list[Block]:
    """The numbers that are read first, each with its definition; and what is not known."""
    facts: list[Fact] = []
    blocks: list[Block] = []
    if turbine.production is not None:
        total = turbine.production.total.row(0, named=True)
        facts += [
            Fact(
                label=Words.MEASURED_ENERGY(),
                value=Words.KWH(energy=number(total["measured_kwh"], 1)),
                meaning=Words.MEASURED_MEANING(),
            ),
            Fact(
                label=Words.RECOVERY(),
                value=Words.PERCENT(share=percent(total["recovery"], 3)),
                meaning=Words.RECOVERY_MEANING(
                    measured=number(total["measured_hours"], 1), hours=number(total["hours"], 1)
                ),
            ),
        ]
        if turbine.rated_kw is None:
            blocks.append(Paragraph(text=_no_rated(turbine), tone="missing"))
        else:
            facts += _factors(total, short(turbine.rated_kw))
        if undated := total["undated_rows"]:
            blocks.append(Paragraph(text=str(remarks.undated(int(undated))), tone="note"))
    if turbine.availability is not None and turbine.losses is not None:
        facts += [
            Fact(
                label=Words.TIME_BASED(),
                value=Words.PERCENT(share=percent(turbine.availability.time_based)),
                meaning=Words.TIME_BASED_MEANING(
                    cut_in=turbine.rules.cut_in_mps,
                    cut_out=turbine.rules.cut_out_mps,
                    idle=turbine.rules.idle_kw,
                ),
            ),
            Fact(
                label=Words.PRODUCTION_BASED(),
                value=Words.PERCENT(share=percent(turbine.availability.production_based)),
                meaning=Words.PRODUCTION_BASED_MEANING(),
            ),
            Fact(
                label=Words.SHORTFALL(),
                value=Words.AT_MOST_KWH(energy=number(turbine.losses.shortfall_kwh)),
                meaning=Words.SHORTFALL_MEANING(),
            ),
        ]
    if turbine.study is not None:
        facts.append(
            Fact(
                label=Words.MEAN_SPEED(),
                value=Words.SPEED(speed=number(turbine.study.mean_mps, 2)),
                meaning=Words.MEAN_SPEED_MEANING(),
            )
        )
    return [Facts(facts=facts, large=True), *blocks] if facts else blocks


def _factors(total: dict[str, float | None], rated_kw: str) -> list[Fact]:
    named = (
        ("cf_rows", Words.CF_ROWS, Words.CF_ROWS_MEANING),
        ("cf_calendar", Words.CF_CALENDAR, Words.CF_CALENDAR_MEANING),
        ("cf_scaled", Words.CF_SCALED, Words.CF_SCALED_MEANING),
    )
    return [
        *(
            Fact(
                label=label(),
                value=Words.PERCENT(share=percent(total[name])),
                meaning=meaning(rated=rated_kw),
            )
            for name, label, meaning in named
        ),
        Fact(
            label=Words.FULL_LOAD(),
            value=Words.HOURS(hours=number(total["full_load_hours"], 1)),
            meaning=Words.FULL_LOAD_MEANING(rated=rated_kw),
        ),
    ]


def _no_rated(turbine: OfTurbine) -> str:
    if turbine.proposed_kw is None:
        return Words.NO_RATED()
    return Words.NO_RATED_PROPOSED(rated=short(turbine.proposed_kw))


def by_month(frame: pl.DataFrame, total: pl.DataFrame, zone: str, *, caption: str) -> Table:
    """Energy of each month and of the period, as :class:`turbine.wind.production.Production`."""
    titles = (
        Words.MONTH, Words.MEASURED_KWH, Words.RECOVERY_PERCENT, Words.ESTIMATE_KWH,
        Words.CF_ROWS_PERCENT, Words.CF_CALENDAR_PERCENT, Words.CF_SCALED_PERCENT,
        Words.FULL_LOAD_HOURS,
    )  # fmt: skip
    rows = []
    for place, row in enumerate(pl.concat([frame, total]).iter_rows(named=True)):
        name = Words.WHOLE_PERIOD() if place == frame.height else month(row["start"], zone)
        is_marked = row["partial"] and place < frame.height
        rows.append(
            [
                Words.PARTIAL(month=name) if is_marked else name,
                number(row["measured_kwh"], 1),
                percent(row["recovery"], 3),
                number(row["month_mean_kwh"], 1),
                *(percent(row[each]) for each in ("cf_rows", "cf_calendar", "cf_scaled")),
                number(row["full_load_hours"], 1),
            ]
        )
    return Table(caption=caption, columns=columns(titles), rows=rows, has_sum=True)


def partial_note(its: Production) -> list[Block]:
    """What the star means, if there is one."""
    return [Paragraph(text=Words.PARTIAL_NOTE())] if its.frame["partial"].any() else []


def columns(titles: Sequence[Label]) -> list[Column]:
    """Of a table of numbers, but for its first column."""
    return [
        Column(
            title=title(), is_number=place > 0, weight=_WEIGHTS.get(title, 1.0 if place else 1.4)
        )
        for place, title in enumerate(titles)
    ]
