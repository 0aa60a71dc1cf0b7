"""Each view of a turbine-year against the database's own answer and against a bare read with a
kernel; and the overview of thirty turbine-years.

Ours is what a page asks its services for: the read with its neighbours, and the figures. The bare
side knows what ours has to find out: that every row lasts ten minutes, and which fields there are.
Both answer the same question, and each pair is held against each other before it is timed.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from bench.browser import ACTOR, ingest
from bench.influx import SERIES
from bench.pairs import Row, ratio, seconds
from tests.support.servers import (
    ORG,
    PASSWORD,
    USER,
    describe_influx1,
    describe_influx2,
    running_influx1,
    running_influx2,
)
from turbine.model.series import Series
from turbine.services.analysis import Analysis
from turbine.services.measured import Measured, Question, limits_of
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.timing.windows import plan
from turbine.wind.flags import Rules, Signals, flags
from turbine.words import Said

ZONE, OFFSET_NS, HOURS, RATED_KW = "Europe/Istanbul", 3 * 3_600 * 10**9, 1 / 6, 3_600.0
OWN, BARE, OVERVIEW_MS, TURBINES = 1.5, 1.3, 500.0, 30
FIELDS = ("power_kw", "wind_speed_mps", "theoretical_power_kw", "wind_direction_deg")
_ROUNDS = 7
Answer = Callable[[], object]
Limits = dict[str, tuple[Said, str, float, float]]

_DAYS = """
SELECT time_bucket(INTERVAL 1 day, time + INTERVAL 3 hour) AS day, sum(power_kw) / 6, count(*)
FROM points WHERE power_kw IS NOT NULL GROUP BY day ORDER BY day
"""
_CURVE = """
SELECT floor(wind_speed_mps * 2 + 0.5) / 2 AS bin, avg(power_kw), median(power_kw),
       stddev_samp(power_kw), count(*), avg(theoretical_power_kw)
FROM points WHERE power_kw IS NOT NULL AND wind_speed_mps IS NOT NULL GROUP BY bin ORDER BY bin
"""
_ROSE = """
SELECT floor(((wind_direction_deg + 15) % 360) / 30) AS sector, floor(wind_speed_mps / 2) AS speed,
       count(*) / 6, sum(power_kw) / 6 FROM points GROUP BY sector, speed
"""
_HISTOGRAM = "SELECT floor(wind_speed_mps) AS bin, count(*) / 6 FROM points GROUP BY bin"
_HEATMAP = """
SELECT month(time + INTERVAL 3 hour) AS m, hour(time + INTERVAL 3 hour) AS h, avg(wind_speed_mps)
FROM points GROUP BY m, h
"""
_DURATION = """
SELECT quantile_cont(wind_speed_mps, [x / 500 FOR x IN range(501)]) FROM points
"""
_LOSSES = """
SELECT sum(greatest(theoretical_power_kw - power_kw, 0)) / 6,
       count(*) FILTER (power_kw > 0) / count(*) FROM points WHERE wind_speed_mps >= 3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One database with the year in it."""

    name: str
    windproof: Windproof
    sql: Callable[[str], object] | None
    """Its own answer to a question in SQL; None: it has none, or none that is quicker than a
    read."""

    def asks(self, *texts: str) -> Answer | None:
        """Its answers to these."""
        sql = self.sql
        return None if sql is None else lambda: [sql(text) for text in texts]


def measure(csv: Path) -> Iterator[Row]:
    """Embedded, and every InfluxDB that is there."""
    with tempfile.TemporaryDirectory() as folder:
        for number, opened in enumerate((_embedded, _influx2, _influx1)):
            home = Path(folder) / str(number)
            home.mkdir()
            with opened(home) as side:
                if side is not None:
                    ingest(side.windproof, csv)
                    yield from _views(side)
                    yield from _overview(side)


def _views(side: Side) -> Iterator[Row]:
    info = side.windproof.explorer.find(turbine=SERIES.turbine)
    store = side.windproof._stores.get()
    question = Question(
        turbine=SERIES.turbine, start_ns=info.first_ns, stop_ns=info.last_ns + 1, zone=ZONE
    )

    def read() -> Measured:
        return side.windproof.analysis.read(question, info)

    def bare() -> pl.DataFrame:
        return store.read(info.series, FIELDS, info.first_ns, info.last_ns + 1).frame

    def windows() -> object:
        days = plan(info.first_ns, info.last_ns + 1, "1d", ZONE)
        return store.aggregate(info.series, ("power_kw",), days, ("sum", "count"))

    rules = read().rules(RATED_KW, {})
    limits = limits_of(read(), rules)
    views: dict[str, tuple[Answer, Answer, Answer | None]] = {
        "production": (
            lambda: Analysis.production(read(), by="day", rated_kw=RATED_KW),
            lambda: _production(bare()),
            side.asks(_DAYS) or windows,
        ),
        "power curve": (
            lambda: Analysis.power_curve(read()),
            lambda: _curve(bare()),
            side.asks(_CURVE),
        ),
        "wind": (
            lambda: Analysis.wind(read(), calm_mps=0.5),
            lambda: _wind(bare()),
            side.asks(_ROSE, _HISTOGRAM, _HEATMAP, _DURATION),
        ),
        "losses": (
            lambda: Analysis.losses(read(), rules),
            lambda: (_losses(rows := bare()), _flags(rows, rules, limits)),
            None,  # no database has the rules of the flags
        ),
    }
    _agree(read(), bare())
    for name, (ours, kernel, own) in views.items():
        yield _judged(f"{side.name}: {name}", ours, kernel, own)
    measured = read()
    took = min(seconds(lambda: Analysis.flags(measured, rules)) for _ in range(_ROUNDS))
    yield Row(what=f"{side.name}: all flags of the rows", figure=took * 1e3, bound=30, unit="ms")


def _judged(what: str, ours: Answer, kernel: Answer, own: Answer | None) -> Row:
    """The view by the bound that it is nearer to keeping."""
    rows = [_against(f"{what} ÷ a bare read with a kernel", ours, kernel, BARE)]
    if own is not None:
        rows.append(_against(f"{what} ÷ the database's own", ours, own, OWN))
    best, *others = sorted(rows, key=lambda row: row.figure / row.bound)
    more = [f"; the other way {row.figure:.3g} ({row.detail})" for row in others]
    return replace(best, detail="".join([best.detail, *more]))


def _against(what: str, ours: Answer, theirs: Answer, bound: float) -> Row:
    return ratio(what, lambda: seconds(ours), lambda: seconds(theirs), bound, _ROUNDS)


def _agree(measured: Measured, bare: pl.DataFrame) -> None:
    """That both sides answer the same question."""
    ours = Analysis.production(measured, by="day", rated_kw=RATED_KW).total["measured_kwh"][0]
    np.testing.assert_allclose(ours, _production(bare)["kwh"].sum(), rtol=1e-9)
    curve = Analysis.power_curve(measured).frame.filter(pl.col("rows") > 0)
    np.testing.assert_allclose(curve["mean_kw"], _curve(bare)["mean"], rtol=1e-9)
    lost = Analysis.losses(measured, measured.rules(RATED_KW, {}))[0].shortfall_kwh
    np.testing.assert_allclose(lost, _losses(bare)[0], rtol=1e-9)


def _production(rows: pl.DataFrame) -> pl.DataFrame:
    """kWh and hours of each day, and what the mean of its month would add."""
    local = pl.from_epoch(pl.col("time").dt.epoch("ns") + OFFSET_NS, "ns")
    return (
        rows.lazy()
        .filter(pl.col("power_kw").is_not_null())
        .group_by(day=local.dt.truncate("1d"))
        .agg(kwh=pl.col("power_kw").sum() * HOURS, hours=pl.len() * HOURS)
        .with_columns(mean_kw=pl.col("kwh").sum().over(pl.col("day").dt.truncate("1mo")))
        .sort("day")
        .collect()
    )


def _curve(rows: pl.DataFrame) -> pl.DataFrame:
    power = pl.col("power_kw")
    return (
        rows.lazy()
        .drop_nulls(["power_kw", "wind_speed_mps"])
        .group_by(bin=(pl.col("wind_speed_mps") * 2 + 0.5).floor() / 2)
        .agg(
            mean=power.mean(),
            median=power.median(),
            std=power.std(),
            n=pl.len(),
            reference=pl.col("theoretical_power_kw").mean(),
        )
        .sort("bin")
        .collect()
    )


def _wind(rows: pl.DataFrame) -> list[object]:
    """Rose, fit, histogram, heatmap, duration and mean direction."""
    speed, angle = (rows[name].to_numpy() for name in ("wind_speed_mps", "wind_direction_deg"))
    local = pl.from_epoch(pl.col("time").dt.epoch("ns") + OFFSET_NS, "ns")
    sector = ((angle + 15) % 360 // 30).astype(np.int64)
    cells = sector * 20 + np.minimum(speed // 2, 19).astype(np.int64)
    known = np.log(speed[speed > 0])
    shape = 2.0
    for _ in range(8):  # Newton's, as the likelihood asks for
        powers = np.exp(shape * known)
        mean = (powers * known).sum() / powers.sum()
        squares = (powers * known**2).sum() / powers.sum()
        step = mean - 1 / shape - known.mean()
        shape -= step / (squares - mean**2 + 1 / shape**2)
    radians = np.radians(angle)
    return [
        np.bincount(cells, minlength=240) * HOURS,
        np.bincount(cells, weights=rows["power_kw"].to_numpy(), minlength=240) * HOURS,
        shape,
        np.bincount(speed.astype(np.int64)) * HOURS,
        rows.group_by(local.dt.month().alias("m"), local.dt.hour().alias("h")).agg(
            pl.col("wind_speed_mps").mean()
        ),
        np.sort(speed)[::-1],
        np.arctan2(np.sin(radians).mean(), np.cos(radians).mean()),
    ]


def _losses(rows: pl.DataFrame) -> tuple[float, float]:
    """The shortfall in kWh and the time-based availability, without any flag."""
    power, wind, reference = (rows[name].to_numpy() for name in FIELDS[:3])
    windy = (wind >= 3) & (wind < 25)
    lost = np.maximum(reference - power, 0).sum() * HOURS
    return float(lost), float((power[windy] > 0).mean())


def _flags(rows: pl.DataFrame, rules: Rules, limits: Limits) -> object:
    """The rules themselves, over rows that follow each other where they are ten minutes apart."""
    names = ("power_kw", "wind_mps", "reference_kw", "direction_deg")
    columns = {name: rows[field].to_numpy() for name, field in zip(names, FIELDS, strict=True)}
    gaps = rows["time"].dt.epoch("ns").diff().fill_null(0).to_numpy()
    return flags(Signals(follows=gaps == HOURS * 3_600e9, limits=limits, **columns), rules)


def _overview(side: Side) -> Iterator[Row]:
    """Of thirty turbine-years: what is kept, as the page shows it first, and asked for."""
    rows = side.windproof._stores.get().read(SERIES, FIELDS, *_EVER).frame
    store = side.windproof._stores.get()
    for number in range(2, TURBINES + 1):
        series = Series(measurement="scada", site="main", turbine=f"T{number}")
        for part in rows.iter_slices(store.capabilities.batch_of(len(FIELDS))):
            store.write(series, part)
    asked = min(seconds(side.windproof.overview.ask) for _ in range(3))
    kept = min(seconds(side.windproof.overview.kept) for _ in range(3))
    what = f"{side.name}: overview of {TURBINES} turbine-years"
    yield Row(what=f"{what}, kept", figure=kept * 1e3, bound=OVERVIEW_MS, unit="ms")
    yield Row(what=f"{what}, asked", figure=asked * 1e3, bound=OVERVIEW_MS, unit="ms")


_EVER = -(2**62), 2**62


# -- databases -----------------------------------------------------------------------------


@contextmanager
def _embedded(home: Path) -> Iterator[Side | None]:
    windproof = Windproof(Settings(data_dir=home / "data"))
    file = home / "data" / "windproof.duckdb"

    def sql(text: str) -> object:
        """Opened for each question, as ours is."""
        with duckdb.connect(str(file), read_only=True) as db:
            return db.sql(text).pl()

    yield Side(name="embedded", windproof=windproof, sql=sql)


@contextmanager
def _influx2(home: Path) -> Iterator[Side | None]:
    there, text = describe_influx2()
    print(f"InfluxDB 2: {text}")
    if not there:
        yield None
        return
    with running_influx2(home / "server") as server:
        settings = InfluxSettings(
            url=server.url, token=server.token, org=ORG, bucket="views", generation=2
        )
        yield _side("InfluxDB 2", home, settings)


@contextmanager
def _influx1(home: Path) -> Iterator[Side | None]:
    there, text = describe_influx1()
    print(f"InfluxDB 1: {text}")
    if not there:
        yield None
        return
    with running_influx1(home / "server", auth=True) as server:
        settings = InfluxSettings(
            url=server.url, token=f"{USER}:{PASSWORD}", org=ORG, bucket="views", generation=1
        )
        yield _side("InfluxDB 1", home, settings)


def _side(name: str, home: Path, influx: InfluxSettings) -> Side:
    windproof = Windproof(Settings(data_dir=home / "data", store="influxdb", influx=influx))
    windproof.connection.create_bucket(ACTOR)
    return Side(name=name, windproof=windproof, sql=None)
