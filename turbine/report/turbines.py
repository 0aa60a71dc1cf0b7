"""The sections of one turbine."""

import polars as pl

from turbine.model.channels import channel
from turbine.report import charts, wind
from turbine.report.document import Block, Column, Fact, Facts, Paragraph, Pictures, Section, Table
from turbine.report.figures import by_month, columns, figures, partial_note
from turbine.report.numbers import moment, number, percent, short
from turbine.report.words import Words
from turbine.services import remarks
from turbine.services.measured import Curve, WindStudy
from turbine.services.reported import OfTurbine, Part
from turbine.wind.losses import Losses
from turbine.wind.power_curve import REFERENCE_DENSITY
from turbine.words import listed

GAPS = 10
"""The longest, listed."""


def sections(turbine: OfTurbine, parts: tuple[Part, ...], *, alone: bool) -> list[Section]:
    """All that the report says of it, on a page of its own unless it is alone."""
    made = {
        "production": _production,
        "power_curve": _power_curve,
        "wind": _wind,
        "availability": _availability,
        "coverage": _coverage,
    }
    found = [
        Section(title=turbine.name, blocks=[_known(turbine), *figures(turbine)], new_page=not alone)
    ]
    for part in parts:
        if part in made:
            title, blocks = made[part](turbine)
            if part in turbine.missing:
                missing = Words.NOT_SHOWN(reason=turbine.missing[part])
                blocks = [*blocks, Paragraph(text=missing, tone="missing")]
            found.append(Section(title=title, blocks=blocks, level=3))
    return found


def _known(turbine: OfTurbine) -> Facts:
    series = turbine.series
    rated = turbine.rated_kw
    signals = tuple(
        Words.FIELD(signal=channel(stored).title, field=stored)
        for stored in dict.fromkeys(turbine.fields.values())
    )
    facts = [
        Fact(label=Words.SITE(), value=series.site),
        Fact(label=Words.MEASUREMENT(), value=series.measurement),
        Fact(
            label=Words.RATED_POWER(),
            value=Words.NOT_KNOWN() if rated is None else Words.KW(power=short(rated)),
        ),
        Fact(label=Words.ROWS_OF_PERIOD(), value=number(turbine.rows)),
    ]
    if turbine.left_out:
        facts.append(Fact(label=Words.ROWS_LEFT_OUT(), value=number(turbine.left_out)))
    if signals:
        facts.append(Fact(label=Words.SIGNALS(), value=listed(signals)))
    return Facts(facts=facts)


def _production(turbine: OfTurbine) -> tuple[str, list[Block]]:
    title = Words.PRODUCTION_BY_MONTH()
    if turbine.production is None:
        return title, []
    its, zone = turbine.production, turbine.period.zone
    named = Words.OF_TURBINE(title=title, turbine=turbine.name)
    return title, [
        Pictures(pictures=[charts.production(its.frame, zone, title=named)]),
        by_month(its.frame, its.total, zone, caption=named),
        *partial_note(its),
    ]


def _power_curve(turbine: OfTurbine) -> tuple[str, list[Block]]:
    title = Words.POWER_CURVE()
    if turbine.curve is None:
        return title, []
    its = turbine.curve
    named = Words.OF_TURBINE(title=title, turbine=turbine.name)
    titles = (
        Words.BIN, Words.ROWS, Words.MEAN_SPEED_MPS, Words.MEAN_KW, Words.MEDIAN_KW, Words.STD_KW,
        Words.UNCERTAINTY_KW, Words.REFERENCE_KW,
    )  # fmt: skip
    names = ("mean_kw", "median_kw", "std_kw", "uncertainty_kw", "reference_kw")
    rows = [
        [
            Words.THIN_BIN(bin=number(row["bin_mps"], 1))
            if row["thin"]
            else number(row["bin_mps"], 1),
            number(row["rows"]),
            number(row["wind_mps"], 2),
            *(number(row[name], 1) for name in names),
        ]
        for row in its.frame.iter_rows(named=True)
    ]
    return title, [
        Pictures(pictures=[charts.curve(its.frame, title=named)]),
        *(Paragraph(text=text) for text in _curve_notes(turbine, its)),
        Table(caption=named, columns=columns(titles), rows=rows),
    ]


def _curve_notes(turbine: OfTurbine, its: Curve) -> list[str]:
    notes = [str(remarks.no_performance_test()), Words.AS_MEASURED()]
    if its.frame["reference_kw"].null_count() == its.frame.height:
        notes.append(Words.NO_REFERENCE())
    elif turbine.noted_reference:
        notes.append(Words.NOTED_REFERENCE())
    if its.left_out:
        notes.append(str(remarks.lacking(its.left_out)))
    return notes


def _wind(turbine: OfTurbine) -> tuple[str, list[Block]]:
    title = Words.WIND()
    if turbine.study is None:
        return title, []
    its = turbine.study
    pictures = []
    if its.rose is not None:
        named = Words.OF_TURBINE(title=Words.ROSE(), turbine=turbine.name)
        pictures.append(wind.rose(its.rose, title=named))
    named = Words.OF_TURBINE(title=Words.DISTRIBUTION(), turbine=turbine.name)
    pictures.append(wind.histogram(its.histogram, title=named))
    blocks: list[Block] = [Pictures(pictures=pictures), Facts(facts=_wind_facts(its))]
    if its.rose is None:
        blocks.append(Paragraph(text=Words.NO_ROSE(), tone="missing"))
    elif its.rose.left_out:
        blocks.append(Paragraph(text=str(remarks.lacking(its.rose.left_out))))
    return title, blocks


def _wind_facts(its: WindStudy) -> list[Fact]:
    facts = [
        Fact(label=Words.ROWS_WITH_WIND(), value=number(its.rows)),
        Fact(
            label=Words.POWER_OF_WIND(),
            value=Words.POWER_DENSITY(
                power=number(its.power_density_wpm2), density=number(REFERENCE_DENSITY, 3)
            ),
        ),
    ]
    if its.direction:
        facts.append(
            Fact(
                label=Words.MEAN_DIRECTION(),
                value=Words.DIRECTION(
                    mean=number(its.direction["mean_deg"], 1),
                    resultant=number(its.direction["resultant"], 3),
                ),
                meaning=Words.DIRECTION_MEANING(),
            )
        )
    if its.rose is not None:
        calm = its.rose.calm.row(0, named=True)
        facts.append(
            Fact(
                label=Words.CALMS(limit=number(calm["below_mps"], 1)),
                value=Words.PERCENT(share=percent(calm["share_hours"])),
                meaning=Words.CALMS_MEANING(rows=number(calm["rows"])),
            )
        )
    for fit in its.fits[:1]:
        facts.append(
            Fact(
                label=Words.WEIBULL(),
                value=Words.FIT(k=number(fit.k, 3), scale=number(fit.scale_mps, 3)),
                meaning=Words.FIT_MEANING(
                    ks=number(fit.ks, 4),
                    cube=percent(fit.cube_ratio, 1),
                    zeros=number(fit.zeros),
                ),
            )
        )
    return facts


def _availability(turbine: OfTurbine) -> tuple[str, list[Block]]:
    title = Words.LOSSES_AND_FLAGS()
    blocks: list[Block] = []
    if turbine.losses is not None:
        blocks += _losses(turbine, turbine.losses)
    if turbine.flags:
        rows = [
            [
                str(each.title),
                Words.NOT_CHECKED() if each.rows is None else number(each.rows),
                number(each.hours, 1),
                str(each.rule),
            ]
            for each in turbine.flags
        ]
        titles = [
            Column(title=Words.FLAG(), weight=1.6),
            Column(title=Words.ROWS(), is_number=True, weight=1.2),
            Column(title=Words.HOURS_H(), is_number=True),
            Column(title=Words.RULE(), weight=5.0),
        ]
        named = Words.OF_TURBINE(title=Words.FLAGS(), turbine=turbine.name)
        blocks += [
            Table(caption=named, columns=titles, rows=rows),
            Paragraph(text=Words.NOTHING_CHANGED()),
        ]
    return title, blocks


def _losses(turbine: OfTurbine, its: Losses) -> list[Block]:
    titles = {each.code: str(each.title) for each in turbine.flags}
    rows = [
        [
            titles.get(flag, Words.NO_FLAG()),
            number(rows),
            number(hours, 1),
            number(shortfall),
            percent(share),
        ]
        for flag, rows, hours, shortfall, share in its.frame.select(
            "flag", "rows", "hours", "shortfall_kwh", "share"
        ).iter_rows()
        if rows
    ]
    rows.append(
        [
            Words.ALL_SHORTFALLS(),
            *(number(float(its.frame[name].sum()), n) for name, n in (("rows", 0), ("hours", 1))),
            number(its.shortfall_kwh),
            percent(1.0 if its.shortfall_kwh > 0 else None),
        ]
    )
    titles_of = (Words.FLAG, Words.ROWS, Words.HOURS_H, Words.SHORTFALL_KWH, Words.SHARE_PERCENT)
    named = Words.OF_TURBINE(title=Words.SHORTFALL_BY_FLAG(), turbine=turbine.name)
    reference = Words.FIELD_REFERENCE()
    if turbine.own_reference:
        reference = Words.OWN_REFERENCE()
    elif turbine.noted_reference:
        reference = Words.NOTED_REFERENCE()
    return [
        Paragraph(text=Words.UPPER_BOUND()),
        Paragraph(text=reference),
        Paragraph(
            text=Words.AGAINST_REFERENCE(
                measured=number(its.measured_kwh),
                reference=number(its.reference_kwh),
                net=number(its.net_kwh),
                ratio=percent(its.ratio),
            )
        ),
        Table(caption=named, columns=columns(titles_of), rows=rows, has_sum=True),
    ]


def _coverage(turbine: OfTurbine) -> tuple[str, list[Block]]:
    title = Words.COVERAGE()
    if turbine.coverage is None:
        return title, []
    its, zone = turbine.coverage.gaps, turbine.period.zone
    blocks: list[Block] = [
        Paragraph(
            text=Words.GAPS_ARE(
                count=its.height,
                hours=number(float(its["hours"].sum()), 1),
                field=turbine.covered_field,
            )
        )
    ]
    if undated := turbine.coverage.undated:
        blocks.append(Paragraph(text=Words.ROWS_WITHOUT_STEP(count=undated)))
    if its.height:
        rows = [
            [
                moment(start, zone),
                moment(stop, zone),
                number(hours, 1),
                "–" if missing is None else number(missing),
            ]
            for start, stop, hours, missing in its.head(GAPS)
            .select(pl.col("start", "stop").dt.epoch("ns"), "hours", "missing")
            .iter_rows()
        ]
        titles = [
            Column(title=Words.FROM()),
            Column(title=Words.TO()),
            Column(title=Words.HOURS_H(), is_number=True),
            Column(title=Words.MISSING_ROWS(), is_number=True),
        ]
        named = Words.OF_TURBINE(title=Words.LONGEST_GAPS(), turbine=turbine.name)
        blocks.append(Table(caption=named, columns=titles, rows=rows))
    return title, blocks
