"""Numbers and moments as the report writes them: the one place that knows how."""

import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from turbine.report.words import Words
from turbine.words import month_names
from turbine.words import number as spoken

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def number(value: float | None, decimals: int = 0) -> str:
    """With so many decimals; a dash for none."""
    if value is None or math.isnan(value):
        return Words.NO_VALUE()
    return spoken(value, f",.{decimals}f")


def short(value: float) -> str:
    """With the decimals that it has, and no more."""
    return spoken(value, ",.10g")


def percent(share: float | None, decimals: int = 2) -> str:
    """A share as a number of per cent."""
    return number(None if share is None else 100 * share, decimals)


def moment(ns: int, zone: str) -> str:
    """A moment on the zone's clock, with its offset from UTC."""
    local = (_EPOCH + timedelta(microseconds=ns // 1_000)).astimezone(ZoneInfo(zone))
    return written(local)


def written(local: datetime) -> str:
    """``2018-01-01 00:00 UTC+03:00``."""
    offset = f"{local:%z}"
    return Words.MOMENT(clock=f"{local:%Y-%m-%d %H:%M}", offset=f"{offset[:3]}:{offset[3:5]}")


def in_utc(moment: datetime) -> str:
    """A moment in UTC, where a column's title says so."""
    return f"{moment:%Y-%m-%d %H:%M}"


def month(start: datetime, zone: str) -> str:
    """A month of the zone's calendar by the moment at which it begins."""
    local = start.astimezone(ZoneInfo(zone))
    return Words.MONTH_OF_YEAR(month=month_names()[local.month], year=f"{local.year}")
