"""What views show, without their pages, and their scripts run in a process of their own."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scada import ACTOR, HEADER, Place, line

from turbine.model.series import Series, Target
from turbine.services.analysis import Analysis
from turbine.services.measured import Question
from turbine.services.selecting import picked
from turbine.timing.periods import Span, pair_of
from turbine.ui.analyse.choice import Choice
from turbine.ui.analyse.view import Earlier, Shown, Turbine, View
from turbine.ui.common.comparing import Against
from turbine.ui.common.entry import SeriesEntry
from turbine.wind.selection import NOTHING, Selection

RUN = """
import json, sys
from plotly.basedatatypes import BaseFigure
BaseFigure.show = lambda figure: made.append(len(figure.to_dict()["data"]))
found = {}
for view, text in json.load(sys.stdin).items():
    made, names = [], {}
    exec(compile(text, view, "exec"), names)
    found[view] = [names["table"].reset_index().to_json(date_format="iso"), made]
print("found", json.dumps(found))
"""
Table = dict[str, list[Any]]


def noisy_rows(days: int = 45) -> str:
    """A file with gaps and rows of every flag that scripts tell."""
    noise = np.random.default_rng(7)
    count = 45 * 144
    speed = noise.uniform(0, 18, count)
    power = np.clip(speed**3, 0, 3_600) + noise.normal(0, 40, count)
    angle = noise.normal(0, 40, count) % 360
    kept = noise.random(count) > 0.03
    kept[2_300:2_340] = True
    kept[2_335] = False
    speed[2_300:2_330], power[2_310:2_315] = 8.123, 0  # stands still, and is stopped for a while
    speed[2_333:2_338], angle[3_000:3_100] = 9, 77  # too few without a gap
    power[2_320] = 9_999
    lines = [
        line(int(n), f"{power[n]:.3f}", f"{speed[n]:.3f}", f"{speed[n] ** 3:.3f}", angle[n])
        for n in np.flatnonzero(kept)
        if n < days * 144
    ]
    for n in range(50, 60):  # the anemometer is off, the vane is not
        cells = lines[n].split(",")
        lines[n] = ",".join([*cells[:2], "", cells[3], "200.5"])
    return "\n".join([HEADER, *lines, ""])


def shown_of(
    place: Place,
    series: Collection[Series],
    period: tuple[int, int],
    zone: str,
    *,
    options: Mapping[str, str] | None = None,
    without: tuple[str, ...] = (),
    selection: Selection = NOTHING,
    against: str = "none",
) -> Shown:
    """What a view of these turbines draws from."""
    services = place.windproof
    infos = {info.series: info for info in services.explorer.series()}

    def turbines(span: Span) -> tuple[Turbine, ...]:
        found = []
        for each in series:
            question = Question(
                turbine=each.turbine, site=each.site, measurement=each.measurement,
                start_ns=span.start_ns, stop_ns=span.stop_ns, zone=zone,
            )  # fmt: skip
            measured = services.analysis.read(question)
            rules = measured.rules(None, {})
            flagged = Analysis.flags(measured, rules)
            whole = measured.without(flagged, without)
            found.append(
                Turbine(
                    name=each.turbine, entry=SeriesEntry(info=infos[each]), whole=whole,
                    picked=picked(whole, selection), flagged=flagged, rules=rules,
                    selection=selection,
                )
            )  # fmt: skip
        return tuple(found)

    choice = Choice(
        series=tuple(series), start_ns=period[0], stop_ns=period[1], zone=zone, without=without,
        selection=selection, rules={}, options=options or {}, against=Against(kind=against),
    )  # fmt: skip
    own = Span(start_ns=period[0], stop_ns=period[1])
    pair = pair_of(against, own, zone)
    earlier = None
    if pair is not None:
        earlier = Earlier(pair=pair, turbines=turbines(pair.a), names=("A", "B"))
    return Shown(
        choice=choice, turbines=turbines(own), services=services, actor=ACTOR, earlier=earlier
    )


def usual(view: View, **others: str) -> dict[str, str]:
    """The options of a view as they are first, but for these."""
    return {option.name: next(iter(option.values), "") for option in view.options} | others


def readable(place: Place, folder: Path) -> str:
    """The token that scripts need; of a file that this process has open, as the app would, a copy
    is in the folder."""
    target: Target = place.settings.target
    if target.kind == "duckdb":
        assert place.cli("backup", str(folder / "copy.zip")).returncode == 0
        with zipfile.ZipFile(folder / "copy.zip") as archive:
            archive.extract(target.address, folder)
    return place.settings.influx.token if place.settings.influx else ""


def run(texts: Mapping[str, str], folder: Path, token: str) -> dict[str, Table]:
    """The tables of these scripts, by column. Warnings are errors, and each makes a figure."""
    assert not token or not any(token in text for text in texts.values())
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN],
        input=json.dumps(texts),
        env={**os.environ, "INFLUXDB_V2_TOKEN": token},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    found = json.loads(done.stdout.rpartition("found ")[2])
    assert all(sum(made) >= 1 for _, made in found.values()), "a figure each"
    return {
        view: {name: [*column.values()] for name, column in json.loads(table).items()}
        for view, (table, _) in found.items()
    }


def same(given: list[Any], ours: list[Any]) -> None:
    """Equal numbers, and none at the same places."""
    expected = [np.nan if value is None else value for value in ours]
    np.testing.assert_allclose(np.array(given, dtype=float), expected, rtol=1e-9, atol=1e-9)


def of(table: Table, **where: str) -> Table:
    """The rows with these texts."""
    kept = [
        all(table[name][row] == text for name, text in where.items())
        for row in range(len(next(iter(table.values()))))
    ]
    return {name: [v for v, k in zip(c, kept, strict=True) if k] for name, c in table.items()}


def with_rated(place: Place, series: Series, rated_kw: float) -> Series:
    """The same, with its rated power noted."""
    known = place.windproof.sites.facts(series.site, series.turbine)
    given = {**known, "rated_power_kw": rated_kw}
    place.windproof.sites.set_turbine(ACTOR, series.site, series.turbine, given)
    return replace(series)
