"""A park's figures are the same from every database."""

from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from backdoors import SERIES

from turbine.audit import AuditLog
from turbine.model.frame import to_time
from turbine.model.series import Series
from turbine.services.analysis import Analysis
from turbine.services.park import Parks
from turbine.services.park_views import turbines
from turbine.services.sites import Sites
from turbine.wind.rows import Period

START, STEP, ROWS = 1_514_764_800 * 10**9, 600 * 10**9, 288


def test_three_turbines_with_gaps_of_their_own(backend, tmp_path):
    random = np.random.default_rng(4)
    power = random.normal(500, 100, (3, ROWS))
    there = random.random((3, ROWS)) > 0.1
    there[:, [0, -1]] = True
    stamps = START + STEP * np.arange(ROWS, dtype=np.int64)
    for number in range(3):
        frame = pl.DataFrame(
            {"time": to_time(stamps), "power_kw": power[number], "wind_speed_mps": power[number]}
        ).filter(there[number])
        name = f"T{number} <b>"
        series = Series(measurement=SERIES.measurement, site=SERIES.site, turbine=name)
        assert backend.store.write(series, frame).stored == frame.height
    stores = SimpleNamespace(get=lambda: backend.store)
    analysis = Analysis(stores, None, Sites(tmp_path, AuditLog(tmp_path)))
    infos = backend.store.series()
    its = Parks(stores, analysis).read(infos, Period(start_ns=START, stop_ns=int(stamps[-1]) + 1))
    common = there.all(axis=0)
    assert its.common.sum() == common.sum()
    found = turbines(its, 0)
    own = [power[n][there[n]].sum() / 6 for n in range(3)]
    assert found["measured_kwh"].to_list() == pytest.approx(own)
    shared = power[:, common].sum(axis=1)
    assert found["common_ratio"].to_list() == pytest.approx((shared / shared[0]).tolist())
