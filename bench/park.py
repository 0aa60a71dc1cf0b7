"""Thirty turbine-years (1.6 M rows of ten minutes) in the embedded database: a park's page."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import polars as pl

from bench.made import turbine_year
from bench.pairs import Row, ratio, seconds
from turbine.model.series import Series
from turbine.services.fields import Fields
from turbine.services.measured import Measured, Question
from turbine.services.park import Park
from turbine.services.park_views import by_month, pairs, summed, turbines
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings
from turbine.stores import open_store
from turbine.stores.base import SeriesInfo, holding
from turbine.stores.duckdb.store import DuckDBStore
from turbine.wind.park import median_curve
from turbine.wind.power_curve import power_curve
from turbine.wind.rows import Period

TURBINES, ROUNDS = 30, 5
_SQL = """
SELECT turbine, floor((wind_speed_mps + 0.25) / 0.5) * 0.5 AS bin_mps, count(*), avg(power_kw),
  median(power_kw), stddev_samp(power_kw), avg(wind_speed_mps)
FROM points WHERE power_kw IS NOT NULL AND wind_speed_mps IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""


def measure() -> Iterator[Row]:
    """First in a process that has read nothing yet, then again and again."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        services = Windproof(settings)
        _fill(settings)
        infos = services.explorer.series()
        period = Period(
            start_ns=min(i.first_ns for i in infos), stop_ns=max(i.last_ns for i in infos) + 1
        )
        yield _timed("park power curve", lambda: _curves(services, infos, period), 1.5)
        yield _timed("all figures of a park's page", lambda: _figures(services, infos, period), 1.5)
        park = services.parks.read(infos, period)
        yield _timed("another reference, another period of the sum", lambda: _views(park), 0.5)
        grid = park.grid
        kept = sum(each.nbytes for each in (grid.kwh, grid.hours, grid.wind_mps, grid.starts))
        yield Row(what="kept of a park, its grid", figure=kept / 1e6, bound=50, unit="MB")
        store = DuckDBStore(settings.data_dir / settings.target.address)

        def theirs() -> pl.DataFrame:
            with store._open() as connection:
                return connection.sql(_SQL).pl()

        yield ratio(
            "park power curve ÷ DuckDB's own answer in SQL",
            lambda: _nothing(_curves(services, infos, period)),
            lambda: _nothing(theirs()),
            1.5,
            rounds=ROUNDS,
        )
        _agrees(services, infos, period, theirs())


def _timed(what: str, work: Callable[[], object], bound: float) -> Row:
    first = seconds(work)
    began = time.process_time()
    again = statistics.median(seconds(work) for _ in range(ROUNDS))
    busy = (time.process_time() - began) / ROUNDS
    return Row(
        what=f"{what}, {TURBINES} turbine-years",
        figure=max(first, again),
        bound=bound,
        unit="s",
        detail=f"first {first * 1e3:,.0f} ms, then {again * 1e3:,.0f} ms, "
        f"{busy * 1e3:,.0f} ms of a processor",
    )


def _nothing(_: object) -> None:
    """The whole call counts."""


def _fill(settings: Settings) -> None:
    store = open_store(settings)
    rows = 0
    for number in range(TURBINES):
        series = Series(measurement="scada", site="north", turbine=f"WTG{number + 1:02}")
        frame = turbine_year(number)
        rows += store.write(series, frame).stored
    print(f"made: {TURBINES} turbines, {rows:,} rows")


def _curves(
    services: Windproof, infos: Sequence[SeriesInfo], period: Period
) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """Each turbine's curve, and the park's."""
    fields = Fields(direction_deg="", reference_kw="", deviation_mps="")

    def read(info: SeriesInfo) -> Measured:
        question = Question(
            turbine=info.series.turbine,
            start_ns=period.start_ns,
            stop_ns=period.stop_ns,
            fields=fields,
        )
        return services.analysis.read(question, info)

    def curve(info: SeriesInfo) -> pl.DataFrame:
        rows = read(info).rows.inside
        return power_curve(rows["wind_mps"].to_numpy(), rows["power_kw"].to_numpy())

    with holding(open_store(services.settings)), ThreadPoolExecutor(4) as pool:
        curves = [*pool.map(curve, infos)]
    return curves, median_curve(curves)


def _figures(services: Windproof, infos: Sequence[SeriesInfo], period: Period) -> None:
    _views(services.parks.read(infos, period))


def _views(park: Park) -> None:
    turbines(park, None)
    by_month(park, None)
    summed(park, "month")
    pairs(park, "power")


def _agrees(
    services: Windproof, infos: Sequence[SeriesInfo], period: Period, theirs: pl.DataFrame
) -> None:
    """The two answers are the same numbers."""
    curves, _ = _curves(services, infos, period)
    ours = pl.concat(curves).select("rows", "mean_kw", "median_kw").to_numpy()
    np.testing.assert_allclose(ours, theirs.to_numpy()[:, 2:5].astype(float), rtol=1e-9)
