"""How long a server may make us wait: whatever it writes into Retry-After, never a traceback."""

import math
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from turbine.model.errors import StoreBusyError
from turbine.stores import _retry
from turbine.stores.influx._http import refusal

ZONES = st.sampled_from(["", " GMT", " UTC", " -0000", " +0000", " +9999", " Z", " XYZ"])
NUMBERS = st.one_of(
    st.integers().map(str), st.floats().map(str), st.text("0123456789²①٣", min_size=1)
)
DATES = st.builds(
    "{:%a, %d %b %Y %H:%M:%S}{}".format,
    st.datetimes(),
    ZONES,
)


def asked(header: str) -> float | None:
    """What the error of a throttled write says of the wait."""
    error = refusal("http://127.0.0.1:9", "write points", 429, {"Retry-After": header}, b"")
    assert isinstance(error, StoreBusyError)
    return error.retry_after_s


@given(header=st.one_of(st.text(), NUMBERS, DATES))
@example("²")
@example("١٢")
@example("-5")
@example("nan")
@example("9" * 5_000)
@example("Wed, 21 Oct 2015 07:28:00")
@example("Wed, 21 Oct 2015 07:28:00 -0000")
@example("Wed, 21 Oct 9999 07:28:00 +9999")
def test_any_header_is_a_wait_or_none(header: str) -> None:
    wait_s = asked(header)
    assert wait_s is None or (wait_s >= 0 and math.isfinite(wait_s))


@pytest.mark.parametrize("zone", ["GMT", "+0000", "-0000", ""])
def test_a_date_is_told_in_universal_time_whatever_its_zone(zone: str) -> None:
    text = f"{datetime.now(UTC) + timedelta(minutes=5):%a, %d %b %Y %H:%M:%S} {zone}".strip()
    assert asked(text) == pytest.approx(300, abs=5)


def test_a_date_of_another_zone_and_one_that_is_past() -> None:
    there = datetime.now(UTC).astimezone().replace(microsecond=0) + timedelta(seconds=90)
    assert asked(format_datetime(there)) == pytest.approx(90, abs=5)
    assert asked("Wed, 21 Oct 2015 07:28:00 GMT") == 0


@pytest.mark.parametrize(
    "header", ["9" * 400, "86400", "nan", "²", "-1", "Fri, 31 Dec 9999 23:59:59"]
)
def test_the_pause_stays_within_the_deadline(header: str, pauses: list[float]) -> None:
    def busy() -> None:
        raise refusal("http://127.0.0.1:9", "write points", 503, {"Retry-After": header}, b"")

    with pytest.raises(StoreBusyError):
        _retry.retrying(busy, deadline_s=20.0)
    assert sum(pauses) <= 20
