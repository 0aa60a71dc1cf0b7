"""The synthetic year: like a real file, and the same each time."""

import hashlib

import numpy as np
import polars as pl
import pytest

from turbine.readers import detect, open_source, sample, scan
from turbine.readers.profile import profile


@pytest.fixture(scope="module")
def year():
    source = sample.source()
    return scan(source, detect(source).interpretation)


def test_equal_seeds_give_equal_bytes_and_others_do_not():
    assert sample.make(seed=1, days=20) == sample.make(seed=1, days=20)
    assert sample.make(seed=1, days=20) != sample.make(seed=2, days=20)
    digest = hashlib.sha256(sample.make()).hexdigest()
    with sample.source().open() as stream:
        assert hashlib.sha256(stream.read()).hexdigest() == digest


def test_its_name_says_what_it_is():
    assert "synthetic" in sample.source().name


def test_it_has_the_form_of_the_real_file():
    data = sample.make(days=1)
    assert data.startswith(b"\xef\xbb\xbfDate/Time,LV ActivePower (kW),")
    assert data.splitlines(keepends=True)[1].startswith(b"01 01 2018 00:00,")
    assert data.endswith(b"\r\n")


def test_nothing_of_it_is_rejected(year):
    counts = year.counts
    assert counts.kept == counts.rows == counts.values / 4
    assert year.interpretation.not_stored == ()
    assert year.step_ns == 600_000_000_000


def test_it_has_what_a_real_year_has(year):
    profiled = profile(year)
    assert profiled.expected_rows == 365 * 144
    assert 5 <= profiled.gap_count <= sample.GAPS
    assert 0.01 < profiled.missing_steps / profiled.expected_rows < 0.1
    power, speed, theory, direction = profiled.channels
    assert power.negative > 0
    assert power.above == speed.above == theory.above == direction.above == 0
    assert speed.below == direction.below == 0
    assert speed.mean == pytest.approx(7.3, abs=1)
    assert power.max <= sample.RATED_KW + 18


def test_its_power_follows_the_wind_but_for_stops_and_curtailment(year):
    frame = pl.concat(year.blocks())
    power, theory = frame["power_kw"].to_numpy(), frame["theoretical_power_kw"].to_numpy()
    speed = frame["wind_speed_mps"].to_numpy()
    assert np.allclose(theory, sample.power_curve_kw(speed))
    windy = theory > 2_500
    assert 0.005 < np.mean(power[windy] <= 0) < 0.1
    assert 0.002 < np.mean((power[windy] > 0) & (power[windy] < 2_001)) < 0.1
    assert np.corrcoef(power, theory)[0, 1] > 0.9


@pytest.mark.parametrize("days", [1, 2, 30, 800])
def test_any_length(days):
    source = open_source(sample.make(days=days), "f.csv")
    scanned = scan(source, detect(source, date_order="day-first").interpretation)
    assert scanned.counts.kept == scanned.counts.rows > 0
    assert (scanned.stamps[-1] - scanned.stamps[0]) // scanned.step_ns + 1 == days * 144
