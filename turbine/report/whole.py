"""What stands before and behind the turbines: what the report is of, all of them together, and the
definitions."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from turbine import __version__
from turbine.model.series import natural
from turbine.report import charts
from turbine.report.document import Block, Fact, Facts, Paragraph, Pictures, Section, Table
from turbine.report.figures import by_month, columns, partial_note
from turbine.report.numbers import moment, number, percent, written
from turbine.report.proof import verdict_of
from turbine.report.words import Words
from turbine.services.reported import OfTurbine, Report
from turbine.wind.flags import TITLES
from turbine.wind.losses import Availability, available_together
from turbine.wind.parameters import written as written_rules
from turbine.wind.production import Production, together
from turbine.words import listed

_TITLES = {
    "production": Words.PRODUCTION_BY_MONTH,
    "power_curve": Words.POWER_CURVE,
    "wind": Words.WIND,
    "availability": Words.LOSSES_AND_FLAGS,
    "coverage": Words.COVERAGE,
    "verification": Words.VERIFICATION,
}


def title(report: Report) -> str:
    """Of the page."""
    names = tuple(each.name for each in report.turbines)
    if len(names) == 1:
        return Words.TITLE_OF_ONE(turbine=names[0])
    return Words.TITLE_OF_SEVERAL(count=len(names))


def head(report: Report) -> list[Block]:
    """What the report is of."""
    asked, period = report.asked, report.period
    facts = [
        Fact(
            label=Words.PERIOD(),
            value=Words.FROM_TO(
                start=moment(period.start_ns, period.zone), stop=moment(period.stop_ns, period.zone)
            ),
            meaning=Words.PERIOD_MEANING(zone=period.zone),
        ),
        Fact(
            label=Words.SITES(),
            value=listed(sorted({t.series.site for t in report.turbines}, key=natural)),
        ),
        Fact(label=Words.TURBINES(), value=listed([each.name for each in report.turbines])),
        Fact(label=Words.DATABASE(), value=str(report.database)),
        Fact(
            label=Words.MADE(),
            value=Words.MADE_WITH(moment=written(report.made), version=__version__),
        ),
    ]
    if "verification" in asked.parts:
        facts.append(Fact(label=Words.VERIFICATION(), value=verdict_of(report)[0]))
    blocks: list[Block] = [Facts(facts=facts)]
    if asked.without:
        flags = tuple(TITLES[code]() for code in asked.without)
        rows = sum(each.left_out for each in report.turbines)
        blocks.append(Paragraph(text=Words.FILTERED(flags=flags, count=rows), tone="note"))
    if asked.rules:
        changed = Words.RULES_CHANGED(count=len(asked.rules), rules=written_rules(asked.rules))
        blocks.append(Paragraph(text=changed, tone="note"))
    if lacking := [part for part in _TITLES if part not in asked.parts]:
        names = tuple(_TITLES[part]() for part in lacking)
        blocks.append(Paragraph(text=Words.PARTS_LEFT_OUT(parts=names)))
    return blocks


def all_together(report: Report) -> list[Section]:
    """Sums over several turbines, and what is best seen beside each other."""
    several = len(report.turbines) > 1
    found = _together(report) if several else []
    if shown := {t.name: t.coverage.windows for t in report.turbines if t.coverage is not None}:
        days = 1 if report.window == "1d" else 7
        chart = charts.coverage(shown, report.period, days, title=Words.COVERAGE_OF_ALL())
        by = Words.COVERAGE_BY_DAY() if days == 1 else Words.COVERAGE_BY_WEEK()
        blocks: list[Block] = [Pictures(pictures=[chart]), Paragraph(text=by)]
        found.append(Section(title=Words.COVERAGE(), blocks=blocks, level=3 if several else 2))
    return found


def _together(report: Report) -> list[Section]:
    has_figures = {"production", "availability", "wind"} & {*report.asked.parts}
    figures: list[Block] = [_key_figures(report)] if has_figures else []
    lacking = tuple(t.name for t in report.turbines if t.production is None)
    if lacking and "production" in report.asked.parts:
        figures.append(Paragraph(text=Words.NOT_IN_SUM(turbines=lacking), tone="missing"))
    found = [Section(title=Words.TOGETHER(), blocks=figures)]
    producing = [t.production for t in report.turbines if t.production is not None]
    if len(producing) > 1:
        named = Words.PRODUCTION_OF_ALL()
        months, zone = _months(producing), report.period.zone
        blocks = [
            Pictures(pictures=[charts.production(months.frame, zone, title=named)]),
            by_month(months.frame, months.total, zone, caption=named),
            *partial_note(months),
        ]
        found.append(Section(title=Words.PRODUCTION_BY_MONTH(), blocks=blocks, level=3))
    curves = {t.name: t.curve.frame for t in report.turbines if t.curve is not None}
    if 1 < len(curves) <= charts.MOST_CURVES:
        drawn = Pictures(pictures=[charts.curves(curves, title=Words.CURVES_OF_ALL())])
        found.append(Section(title=Words.POWER_CURVE(), blocks=[drawn], level=3))
    elif len(curves) > 1:
        told = Paragraph(text=Words.TOO_MANY_CURVES(most=charts.MOST_CURVES))
        found.append(Section(title=Words.POWER_CURVE(), blocks=[told], level=3))
    return found


def _months(results: Sequence[Production]) -> Production:
    """The sum of several turbines, by month."""
    starts = pl.concat(each.frame["start"] for each in results).unique().sort()
    by_start = [
        together(
            [
                replace(each, total=month)
                for each in results
                if (month := each.frame.filter(pl.col("start") == start)).height
            ]
        )
        for start in starts
    ]
    return replace(results[0], frame=pl.concat(by_start), total=together(results))


def _key_figures(report: Report) -> Table:
    """A row for each turbine, and one for all."""
    titles = (
        Words.TURBINE, Words.MEASURED_KWH, Words.RECOVERY_PERCENT, Words.CF_ROWS_PERCENT,
        Words.CF_CALENDAR_PERCENT, Words.CF_SCALED_PERCENT, Words.FULL_LOAD_HOURS,
        Words.TIME_BASED_PERCENT, Words.PRODUCTION_BASED_PERCENT, Words.SHORTFALL_KWH,
        Words.MEAN_SPEED_MPS,
    )  # fmt: skip
    rows = []
    for each in report.turbines:
        total = None if each.production is None else each.production.total
        rows.append([each.name, *_energies(total), *_rest(each)])
    rows.append([Words.ALL(), *_of_all(report)])
    return Table(caption=Words.KEY_FIGURES(), columns=columns(titles), rows=rows, has_sum=True)


def _energies(total: pl.DataFrame | None) -> list[str]:
    names = ("measured_kwh", "recovery", "cf_rows", "cf_calendar", "cf_scaled", "full_load_hours")
    its = dict.fromkeys(names) if total is None else total.row(0, named=True)
    return [
        number(its["measured_kwh"], 1),
        percent(its["recovery"], 3),
        *(percent(its[name]) for name in ("cf_rows", "cf_calendar", "cf_scaled")),
        number(its["full_load_hours"], 1),
    ]


def _rest(each: OfTurbine) -> list[str]:
    return [
        *_available(each.availability),
        number(None if each.losses is None else each.losses.shortfall_kwh),
        number(None if each.study is None else each.study.mean_mps, 2),
    ]


def _available(its: Availability | None) -> list[str]:
    names = ("time_based", "production_based")
    return [percent(None if its is None else getattr(its, name)) for name in names]


def _of_all(report: Report) -> list[str]:
    producing = [t.production for t in report.turbines if t.production is not None]
    available = [t.availability for t in report.turbines if t.availability is not None]
    shortfalls = [t.losses.shortfall_kwh for t in report.turbines if t.losses is not None]
    return [
        *_energies(together(producing) if producing else None),
        *_available(available_together(available) if available else None),
        number(sum(shortfalls) if shortfalls else None),
        Words.NO_VALUE(),
    ]


def definitions(report: Report) -> Section:
    """How the figures are made."""
    parts = report.asked.parts
    said = {
        "production": (Words.ENERGY_IS, Words.CAPACITY_FACTORS_ARE),
        "power_curve": (Words.CURVE_IS,),
        "wind": (Words.WIND_IS,),
        "availability": (Words.AVAILABILITY_IS, Words.FLAGS_ARE),
        "coverage": (Words.COVERAGE_IS, Words.CUT_DAYS),
    }
    texts = [label() for part in parts for label in said.get(part, ())]
    texts.append(Words.SUMS_ARE())
    return Section(title=Words.DEFINITIONS(), blocks=[Paragraph(text=text) for text in texts])
