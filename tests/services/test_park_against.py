"""A park in period B against period A, held against pandas."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from made_rows import made

from turbine.model.series import Series
from turbine.services.measured import Measured
from turbine.services.park import Park, park
from turbine.services.park_against import months_of_both, sums_of_both, turbines_of_both
from turbine.services.park_views import by_month, summed, turbines
from turbine.timing.periods import Pair, Span, pair_of
from turbine.wind.rows import Period

ZONE = "Europe/Istanbul"
FIRST = pd.Timestamp("2019-01-01", tz=ZONE)
LAST = pd.Timestamp("2021-01-01", tz=ZONE)  # with a leap year
HOURS = int((LAST - FIRST) / pd.Timedelta("1h"))
INDEX = pd.date_range(FIRST, periods=HOURS, freq="h")


@pytest.fixture(scope="module")
def powers() -> pd.DataFrame:
    """Two years of hours of two turbines; T1 gives a tenth less in the second, T0 lacks more."""
    random = np.random.default_rng(7)
    wind = random.gamma(4, 2, HOURS)
    found = {}
    for n in range(2):
        power = np.clip((wind - 3) * 200 + random.normal(0, 20, HOURS), 0, 2_000)
        later = np.arange(HOURS) >= 8_760
        power = np.where(later & (n == 1), 0.9 * power, power)
        power[random.random(HOURS) < np.where(later & (n == 0), 0.3, 0.05)] = np.nan
        found[f"T{n}"] = power
    return pd.DataFrame(found, index=INDEX)


def of(powers: pd.DataFrame, span: Span) -> Park:
    period = Period(start_ns=span.start_ns, stop_ns=span.stop_ns, zone=ZONE)
    members = []
    for name, column in powers.items():
        power = [None if np.isnan(each) else each for each in column]
        rows = made(INDEX[0].value, period.stop_ns, zone=ZONE, power_kw=power)
        members.append(
            Measured(
                series=Series(measurement="scada", site="main", turbine=name),
                names={"power_kw": "power_kw"},
                stored=(),
                rows=rows,
                facts={"rated_power_kw": 2_000.0},
            )
        )
    return park(members, period)


@pytest.fixture(scope="module")
def pair() -> Pair:
    b = Span(start_ns=INDEX[8_760].value, stop_ns=LAST.value)
    found = pair_of("year", b, ZONE)
    assert found is not None
    assert found.a == Span(start_ns=FIRST.value, stop_ns=b.start_ns)
    return found


@pytest.fixture(scope="module")
def both(powers, pair) -> tuple[Park, Park]:
    return of(powers, pair.a), of(powers, pair.b)


@pytest.fixture(scope="module")
def years(powers) -> tuple[pd.DataFrame, pd.DataFrame]:
    return powers[powers.index.year == 2019], powers[powers.index.year == 2020]


def test_each_turbine_has_both_periods_and_the_difference(both, years):
    found = turbines_of_both(turbines(both[0], 0), turbines(both[1], 0))
    a, b = years
    assert found["turbine"].to_list() == ["T0", "T1"]
    for name, figure in (
        ("measured_kwh", lambda year: year.sum()),
        ("recovery", lambda year: year.notna().mean()),
        ("cf_rows", lambda year: year.mean() / 2_000),
        ("cf_calendar", lambda year: year.fillna(0).mean() / 2_000),
        ("common_measured_kwh", lambda year: year.dropna().sum()),
        ("common_ratio", lambda year: year.dropna().sum() / year.dropna()["T0"].sum()),
    ):
        before, after = figure(a), figure(b)
        assert found[f"a_{name}"].to_list() == pytest.approx(before.to_list()), name
        assert found[f"b_{name}"].to_list() == pytest.approx(after.to_list()), name
        assert found[f"difference_{name}"].to_list() == pytest.approx((after - before).to_list())
    monthly = [
        (year.groupby(year.index.month).mean() * year.index.month.value_counts().sort_index().
         to_numpy()[:, None]).sum() for year in years
    ]  # fmt: skip
    assert found["a_scaled_kwh"].to_list() == pytest.approx(monthly[0].to_list())
    difference = (monthly[1] - monthly[0]).to_list()
    assert found["difference_scaled_kwh"].to_list() == pytest.approx(difference)


@pytest.mark.parametrize(("by", "places"), [("day", 366), ("month", 12), ("year", 1)])
def test_sums_of_the_same_dates_stand_together_and_a_leap_day_alone(both, years, pair, by, places):
    found = sums_of_both(summed(both[0], by), summed(both[1], by), pair, by)
    assert found.height == places
    form = {"day": "%m-%d", "month": "%m", "year": ""}[by]
    for side, year in zip("ab", years, strict=True):
        keys = year.index.strftime(form)
        energy = year.sum(axis=1).groupby(keys).sum()
        recovery = year.notna().mean(axis=1).groupby(keys).mean()
        mine = found.drop_nulls(f"{side}_start")
        assert mine[f"{side}_measured_kwh"].to_list() == pytest.approx(energy.to_list())
        assert mine[f"{side}_recovery"].to_list() == pytest.approx(recovery.to_list())
        share = year.notna().mean(axis=1)
        estimate = (year.sum(axis=1) / share).where(share > 0, 0.0).groupby(keys).sum()
        assert mine[f"{side}_scaled_kwh"].to_list() == pytest.approx(estimate.to_list())
    alone = found.filter(pl.col("a_start").is_null())
    assert alone.height == (by == "day")
    assert alone["measured_difference_kwh"].null_count() == alone.height
    rest = found.drop_nulls("a_start")
    assert rest["measured_difference_kwh"].to_list() == pytest.approx(
        (rest["b_measured_kwh"] - rest["a_measured_kwh"]).to_list()
    )


def test_each_month_against_the_reference_is_compared_with_the_same_month(both, years, pair):
    found = months_of_both(by_month(both[0], 0), by_month(both[1], 0), pair)
    assert found.height == 2 * 12
    ratios = []
    for year in years:
        common = year.dropna().groupby(year.dropna().index.month).sum()
        ratios.append(common["T1"] / common["T0"])
    mine = found.filter(pl.col("turbine") == 1)
    assert mine["place"].to_list() == list(range(12))
    assert mine["a_ratio"].to_list() == pytest.approx(ratios[0].to_list())
    assert mine["b_ratio"].to_list() == pytest.approx(ratios[1].to_list())
    assert mine["difference_ratio"].to_list() == pytest.approx((ratios[1] - ratios[0]).to_list())
    assert mine["difference_ratio"].mean() == pytest.approx(-0.1, abs=0.01)
    itself = found.filter(pl.col("turbine") == 0)
    assert itself["difference_ratio"].to_list() == pytest.approx([0.0] * 12)


def test_before_and_after_a_date_months_stand_by_their_number(powers):
    whole = Span(start_ns=FIRST.value, stop_ns=INDEX[8_760].value)
    pair = pair_of("date", whole, ZONE, day=pd.Timestamp("2019-09-01").date())
    assert pair is not None
    a, b = of(powers, pair.a), of(powers, pair.b)
    found = months_of_both(by_month(a, None), by_month(b, None), pair)
    mine = found.filter(pl.col("turbine") == 0)
    starts = mine.select(pl.col("a_start", "b_start").dt.convert_time_zone(ZONE).dt.month())
    assert starts["a_start"].to_list() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert starts["b_start"].to_list() == [9, 10, 11, 12, None, None, None, None]
    assert mine["difference_ratio"].null_count() == 4
