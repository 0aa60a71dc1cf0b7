"""Missing and flagged rows as tables."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from backdoors import SERIES
from made_rows import MINUTE, made

from turbine.model.frame import stamps_of
from turbine.services.analysis import Analysis
from turbine.services.measured import Measured
from turbine.services.quality import ANY, counts_against, flagged_rows, inventory
from turbine.wind.flags import Rules

STEP = 10 * MINUTE


def measured(**columns) -> Measured:
    rows = made(0, step_ns=STEP, **columns)
    return Measured(series=SERIES, names={n: n for n in columns}, stored=(*columns,), rows=rows)


def test_gaps_are_those_of_the_rows_with_power_and_the_longest_is_first():
    power = [None if n in (100, 400, 401, 402) else 5.0 for n in range(1_000)]
    found = inventory(measured(wind_mps=[8.0] * 1_000, power_kw=power))
    assert found.signal == "power_kw"
    assert found.gaps["missing"].to_list() == [3, 1]
    starts = stamps_of(found.gaps.rename({"start": "time"}))
    assert starts.tolist() == [400 * STEP, 100 * STEP]
    ends = stamps_of(found.gaps.rename({"stop": "time", "start": "_"}))
    assert ends.tolist() == [403 * STEP, 101 * STEP]
    assert found.windows["count"].sum() == 996
    assert (found.missing, found.undated) == (4, 0)


def test_missing_rows_are_all_of_those_in_the_period_and_no_others():
    rng = np.random.default_rng(1)
    there = rng.random(9_000) < 0.7
    start, stop = 3 * STEP, 8_500 * STEP - 1
    there[[2, 8_499, 8_500]], there[[3, 8_501]] = False, False
    given = measured(power_kw=[5.0 if each else None for each in there])
    period = replace(given.period, start_ns=start, stop_ns=stop)
    found = inventory(replace(given, rows=replace(given.rows, period=period)))
    assert found.missing == (~there[3:8_500]).sum()
    lacking = np.flatnonzero(~there)
    gaps = np.split(lacking, np.flatnonzero(np.diff(lacking) > 1) + 1)
    assert found.gaps.height == sum(each[-1] >= 3 and each[0] < 8_500 for each in gaps) > 1_000


def test_the_periods_ends_count_and_rows_that_are_left_out_are_there():
    given = measured(power_kw=[5.0] * 144)
    period = replace(given.period, start_ns=-6 * STEP, stop_ns=150 * STEP)
    left_out = stamps_of(given.rows.frame)[20:40]
    found = inventory(replace(given, rows=replace(given.rows, period=period, left_out=left_out)))
    assert found.gaps["missing"].to_list() == [6, 6]
    assert found.windows["count"].sum() == 144


def test_of_a_period_without_rows_nobody_knows_how_many_are_missing():
    found = inventory(measured(power_kw=[None] * 3))
    assert found.gaps["hours"].to_list() == [0.5]
    assert found.missing is None
    one = inventory(measured(power_kw=[5.0, None, None]))
    assert (one.undated, one.gaps.height) == (1, 0)


def test_a_flagged_row_names_all_of_its_flags():
    given = measured(wind_mps=[8.0, 30.0, 9.0, 9.1], power_kw=[0.0, 4.0, 0.0, 5.0])
    rows = flagged_rows(Analysis.flags(given, Rules()))
    assert rows["flags"].to_list() == ["stopped in wind", "jump", "stopped in wind, jump"]
    assert "wind_mps" in rows.columns
    assert flagged_rows(Analysis.flags(given, Rules(idle_kw=-1, jump_mps=90))).is_empty()


def test_counts_of_two_periods_are_those_of_pandas():
    noise = np.random.default_rng(3)
    sides = []
    for count in (500, 333):
        given = measured(
            wind_mps=[*noise.uniform(2, 60, count)], power_kw=[*noise.uniform(0, 9, count)]
        )
        sides.append(Analysis.flags(given, Rules(rated_kw=8.0)))
    found = counts_against(*sides).to_pandas().set_index("flag")
    for side, its in zip("ab", sides, strict=True):
        masks = pd.DataFrame({flag.code: flag.mask for flag in its.flags})
        masks[ANY] = masks.any(axis="columns")
        hours = its.rows["hours"].to_pandas()
        assert masks[["out_of_range", "jump", "above_rated"]].sum().all()
        for code in masks:
            assert found.loc[code, f"{side}_rows"] == masks[code].sum()
            assert found.loc[code, f"{side}_hours"] == pytest.approx(hours[masks[code]].sum())
            assert found.loc[code, f"{side}_share"] == pytest.approx(masks[code].mean())
    both = found["b_share"] - found["a_share"]
    assert found["difference"].to_list() == pytest.approx(both.to_list())
    assert [*found.index][-1] == ANY


def test_what_one_period_cannot_be_checked_for_has_no_difference():
    windy = Analysis.flags(measured(wind_mps=[8.0] * 20, power_kw=[5.0] * 20), Rules())
    calm = Analysis.flags(measured(power_kw=[5.0] * 20), Rules())
    lines = {line["flag"]: line for line in counts_against(windy, calm).to_dicts()}
    assert lines["flatline"]["a_rows"] == 20
    assert lines["flatline"]["b_rows"] is None
    assert lines["flatline"]["difference"] is None
