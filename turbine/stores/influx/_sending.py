"""Sending line protocol: each point of a batch ends as stored, or as refused by name."""

import re
from collections.abc import Callable

import polars as pl

from turbine.model.errors import StoreFullError
from turbine.model.frame import STORED, channels_of, empty, stamps_of
from turbine.model.series import Series
from turbine.stores._columns import NotNumbersError, side_by_side
from turbine.stores.base import Answer, Refusal
from turbine.stores.explain import meaning
from turbine.stores.influx._doubt import Doubt
from turbine.stores.influx._http import RefusedError
from turbine.stores.influx.line_protocol import encode
from turbine.stores.influx.words import Words

Send = Callable[[bytes, Doubt], dict[int, str]]
"""Posts lines, and notes what is in doubt; returns those that were refused by number (from 0) with
the reason. Raises RefusedError if the server does not number them."""
Read = Callable[[Series, tuple[str, ...], int, int], Answer]

_UNPARSED = re.compile(r"unable to parse '(.*)': (.*)")
_PARTIAL = "partial write: "
_FAILURE = "failure writing points to database: "
_FIRST_NS, _LAST_NS = -9_223_372_036_854_775_806, 9_223_372_036_854_775_806  # of InfluxDB's time


def put(series: Series, points: pl.DataFrame, send: Send, read: Read) -> list[Refusal]:
    """Send points until each is stored or refused by name; the refused ones, of which none is
    stored as it was sent."""
    doubt = Doubt()
    refused = _send(series, points, send, doubt)
    return doubt.settled(refused, lambda some: _lost(series, points, some, read))


def _send(series: Series, points: pl.DataFrame, send: Send, doubt: Doubt) -> list[Refusal]:
    """Send points until the server has answered for each; those that it may have refused."""
    if points.is_empty():
        return []
    body = encode(series.measurement, {"site": series.site, "turbine": series.turbine}, points)
    try:
        refused = send(body, doubt)
    except RefusedError as error:
        if _PARTIAL in error.reason:  # the others are stored
            doubt.of_partial_write()
            return _any_of(points, error.reason)
        if error.status == 413 and points.height > 1:
            return _halves(series, points, send, doubt)
        if error.status == 413:
            raise StoreFullError(error.texts[0], hint=Words.PROXY_LIMIT()) from error
        return _without_guilty(series, points, body, error, send, doubt)
    stamps = stamps_of(points)
    return [_refusal(stamps[row], reason) for row, reason in refused.items()]


def _refusal(time_ns: int, reason: str) -> Refusal:
    """With what the server's words mean, if they are known to us."""
    return Refusal(time_ns=int(time_ns), reason=reason, meaning=meaning(reason))


def _halves(series: Series, points: pl.DataFrame, send: Send, doubt: Doubt) -> list[Refusal]:
    middle = points.height // 2
    parts = points[:middle], points[middle:]
    return [refusal for part in parts for refusal in _send(series, part, send, doubt)]


def _without_guilty(
    series: Series,
    points: pl.DataFrame,
    body: bytes,
    error: RefusedError,
    send: Send,
    doubt: Doubt,
) -> list[Refusal]:
    """After a 400, which refuses the whole batch and lists the lines that caused it."""
    reasons = dict(_UNPARSED.findall(error.reason))
    if not reasons:
        raise error
    lines = body.decode().split("\n")
    guilty = pl.Series([line in reasons for line in lines])
    if not guilty.any():  # it names them in a way that is new to us
        if points.height > 1:
            return _halves(series, points, send, doubt)
        return [_refusal(stamps_of(points)[0], error.reason)]
    refused = [
        _refusal(stamp, reasons[line])
        for stamp, line in zip(stamps_of(points).tolist(), lines, strict=True)
        if line in reasons
    ]
    return refused + _send(series, points.filter(~guilty), send, doubt)


def _any_of(points: pl.DataFrame, reason: str) -> list[Refusal]:
    """After a partial write, which may not say which lines are stored: any may be refused."""
    named = {unparsed.rpartition(" ")[2]: why for unparsed, why in _UNPARSED.findall(reason)}
    common = reason.removeprefix(_FAILURE)
    return [_refusal(t, named.get(str(t), common)) for t in stamps_of(points).tolist()]


def _lost(
    series: Series, points: pl.DataFrame, refused: list[Refusal], read: Read
) -> list[Refusal]:
    """Those of the refused that the database does not hold as they were sent."""
    if not refused:
        return []
    named = [refusal.time_ns for refusal in refused]
    points = points.filter(pl.col("time").dt.epoch("ns").is_in(named))
    channels, stamps = channels_of(points), stamps_of(points)
    # A time that a server cannot hold is not stored, and cannot be asked for.
    period = max(int(stamps.min()), _FIRST_NS), min(int(stamps.max()), _LAST_NS) + 1
    stored = _stored(series, channels, period, read)
    as_sent = pl.all_horizontal(
        pl.col(name).is_null() | (pl.col(name) == pl.col(name + STORED)).fill_null(False)
        for name in channels
    )
    both = points.join(stored, on="time", how="left", suffix=STORED, maintain_order="left")
    lost = set(stamps[both.select(~as_sent).to_series().to_numpy()].tolist())
    return [refusal for refusal in refused if refusal.time_ns in lost]


def _stored(
    series: Series, channels: list[str], period: tuple[int, int], read: Read
) -> pl.DataFrame:
    """What the database holds there; nothing of a channel that is not a number to it, which is a
    reason to refuse what is sent."""
    try:
        return read(series, tuple(channels), *period).frame
    except NotNumbersError:
        if len(channels) == 1:
            return empty(channels)
        return side_by_side([_stored(series, [name], period, read) for name in channels])
