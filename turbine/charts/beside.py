"""Energy of one period beside that of another, and of years beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from turbine.charts import theme
from turbine.charts.figure import Figure, Part, Row, stacked, trace
from turbine.charts.literal import literal
from turbine.charts.points import compact
from turbine.charts.production import ESTIMATES, LENGTH, details, hatched, of_recovery, with_key
from turbine.charts.words import Words
from turbine.model.frame import floats, stamps_of
from turbine.timing.periods import Pair, aligned
from turbine.words import month_names

_TITLES = {"day": Words.DAYS_SINCE, "month": Words.MONTHS_SINCE, "year": Words.YEARS_SINCE}
_TEXTS, _TICKS, _MOST_NAMED = 40, 31, 12
Axis = tuple[Part, str]
"""Where the places' names are, and the axis' title."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Bars:
    """One of the bars that stand side by side at a place."""

    name: str
    colour: str
    frame: pl.DataFrame
    """As :func:`turbine.wind.production.production` gives it, with ``place`` and ``text``."""


def two_periods(
    frames: Mapping[str, tuple[pl.DataFrame, pl.DataFrame]],
    pair: Pair,
    names: tuple[str, str],
    *,
    by: Literal["day", "month", "year"],
    estimate: str = "none",
) -> Figure:
    """Measured energy of A beside B, with an estimate of what is missing hatched on top; of several
    turbines, one below the other. Of a single one with the data recovery below.

    ``frames``: by turbine, A and B as :func:`turbine.wind.production.production` gives them;
    ``names``: of A and B. What a period cuts is dotted and marked.
    """
    panels: dict[str, list[_Bars]] = {}
    axis: Axis = {}, ""
    for turbine, (a, b) in frames.items():
        stamps = [stamps_of(each.select(time="start")) for each in (a, b)]
        places = aligned(pair, stamps[0], stamps[1], LENGTH[by]).with_row_index("place", 1)
        texts = [dated(each, by, pair.zone) for each in (a, b)]
        axis = axis_of(places, texts, pair, by)
        colours = (theme.earlier(theme.BLUE), theme.BLUE)
        panels[turbine] = [
            _Bars(name=literal(name), colour=colour, frame=placed(frame, places, side))
            for name, colour, frame, side in zip(names, colours, texts, "ab", strict=True)
        ]
    return _figure(panels, axis, estimate)


def year_over_year(
    monthly: Mapping[str, pl.DataFrame], *, zone: str, estimate: str = "none"
) -> Figure:
    """The same months of several years side by side, the newest in the strongest colour; of several
    turbines, one below the other.

    ``monthly``: by turbine, as :func:`turbine.wind.production.production` gives it by month.
    """
    local = pl.col("start").dt.convert_time_zone(zone)
    of_months = {
        turbine: dated(frame.filter(pl.col("rows") > 0), "month", zone).with_columns(
            local.dt.year().alias("year"), local.dt.month().alias("place")
        )
        for turbine, frame in monthly.items()
    }
    years = pl.concat(frame["year"] for frame in of_months.values()).unique().sort().to_list()
    colours = dict(zip(years, theme.ages(len(years)), strict=True))
    panels = {
        turbine: [
            _Bars(name=str(year), colour=colour, frame=frame.filter(pl.col("year") == year))
            for year, colour in colours.items()
        ]
        for turbine, frame in of_months.items()
    }
    names = month_names()
    months = list(range(1, 13))
    ticks: Part = {"tickvals": months, "ticktext": [names[n] for n in months], "range": [0.5, 12.5]}
    return _figure(panels, (ticks, Words.MONTH(zone=zone)), estimate, recovery=False)


def dated(frame: pl.DataFrame, by: str, zone: str) -> pl.DataFrame:
    """With ``text``: the day, month or year of each row."""
    local = pl.col("start").dt.convert_time_zone(zone)
    if by == "month":
        names = month_names()
        dates = frame.select(local.dt.month().alias("month"), local.dt.year().alias("year"))
        texts = [f"{names[month]} {year}" for month, year in dates.iter_rows()]
        return frame.with_columns(text=pl.Series(texts, dtype=pl.String))
    return frame.with_columns(text=local.dt.strftime("%Y-%m-%d" if by == "day" else "%Y"))


def placed(frame: pl.DataFrame, places: pl.DataFrame, side: str) -> pl.DataFrame:
    """The rows of A or B with their ``place``."""
    found = places.select("place", pl.col(side).cast(pl.UInt32)).drop_nulls()
    return found.join(frame.with_row_index(side), on=side, maintain_order="left")


def axis_of(places: pl.DataFrame, texts: Sequence[pl.DataFrame], pair: Pair, by: str) -> Axis:
    """By the calendar, the places have names; otherwise they are counted."""
    within = [0.5, places.height + 0.5]
    if pair.years is None and (by == "day" or places.height > _MOST_NAMED):
        return {"range": within}, _TITLES[by]()
    names = month_names()
    starts = [
        places[side].cast(pl.UInt32).to_frame("row").join(
            frame.with_row_index("row").select(
                "row", pl.col("start").dt.convert_time_zone(pair.zone)
            ),
            on="row", how="left", maintain_order="left",
        )["start"]
        for side, frame in zip("ab", texts, strict=True)
    ]  # fmt: skip
    ticks, said = [], []
    for place, (a, b) in enumerate(zip(starts[0], starts[1], strict=True), 1):
        day = b or a
        if by == "year" or pair.years is None:
            form = "%Y" if by == "year" else "%Y-%m"
            text = "<br>".join("–" if each is None else f"{each:{form}}" for each in (a, b))
        elif by == "month" or (places.height > _TICKS and day.day == 1):
            text = names[day.month]
        elif places.height > _TICKS or (place - 1) % 5:
            continue
        else:
            text = f"{day.day} {names[day.month]}"
        ticks.append(place)
        said.append(text)
    title = Words.DATE(zone=pair.zone) if pair.years is not None else _TITLES[by]()
    return {"range": within, "tickvals": ticks, "ticktext": said}, title


def _figure(
    panels: Mapping[str, Sequence[_Bars]], axis: Axis, estimate: str, *, recovery: bool = True
) -> Figure:
    rows = []
    for turbine, group in panels.items():
        traces = [
            part
            for place, bars in enumerate(group)
            for part in _bars(bars, place, len(group), estimate)
        ]
        title = Words.ENERGY() if len(panels) == 1 else Words.ENERGY_OF(turbine=literal(turbine))
        yaxis: Part = {"title": {"text": title}, "rangemode": "tozero"}
        rows.append(Row(traces=traces, yaxis=yaxis, height=3))
    if recovery and len(panels) == 1:
        lines = [_recovery(bars) for group in panels.values() for bars in group]
        rows.append(Row(traces=lines, yaxis=of_recovery()))
    ticks, title = axis
    return stacked(
        rows,
        xaxis={"showgrid": False, **ticks},
        title=title,
        height=480 if len(panels) == 1 else 110 + 190 * len(panels),
        spacing=0.06 if len(rows) <= 3 else 0.03,
        barmode="overlay",
        showlegend=True,
        hovermode="closest",
    )


def _bars(bars: _Bars, place: int, count: int, estimate: str) -> list[Part]:
    frame, width = bars.frame, 0.86 / count
    where: Part = {
        "x": frame["place"].cast(pl.Int32).to_numpy(),
        "width": width,
        "offset": -0.43 + width * place,
    }
    partial = frame["partial"].to_list()
    measured = floats(frame, "measured_kwh")
    custom = [[text, *rest] for text, rest in zip(frame["text"], details(frame), strict=True)]
    said = Words.PRODUCED(
        period="%{customdata[0]}",
        energy="%{y:,.0f}",
        recovery="%{customdata[1]}",
        remark="%{customdata[2]}",
    )
    marks = [Words.PART() if each else "" for each in partial]
    found = with_key(
        trace(
            "bar",
            **where,
            y=compact(measured),
            name=bars.name,
            marker=theme.parts(partial, bars.colour),
            customdata=custom,
            **({"text": marks} if len(frame) <= _TEXTS else {}),
            textposition="inside",
            insidetextanchor="start",
            hovertemplate=said + theme.NO_BOX,
        )
    )
    if estimate in ESTIMATES:
        title = ESTIMATES[estimate]()
        filled = floats(frame, estimate)
        found.append(
            hatched(
                where,
                measured,
                filled,
                title,
                bars.colour,
                customdata=[
                    list(each) for each in zip(frame["text"], filled.tolist(), strict=True)
                ],
                hovertemplate=Words.ESTIMATED_IN(
                    period="%{customdata[0]}", how=title, energy="%{customdata[1]:,.0f}"
                )
                + theme.NO_BOX,
            )
        )
    return found


def _recovery(bars: _Bars) -> Part:
    percent = 100 * floats(bars.frame, "recovery")
    return trace(
        "scatter",
        x=bars.frame["place"].cast(pl.Int32).to_numpy(),
        y=compact(percent),
        name=bars.name,
        legendgroup=bars.name,
        showlegend=False,
        mode="lines",
        line={"shape": "hvh", "width": 2, "color": bars.colour},
        customdata=bars.frame["text"].to_list(),
        hovertemplate=Words.RECOVERED_IN(period="%{customdata}", percent="%{y:.1f}") + theme.NO_BOX,
    )
