"""What the stores that take line protocol have in common: a batch in, columns out."""

import re
from collections.abc import Callable

import polars as pl

from turbine.errors import StoreError, StoreFullError
from turbine.frame import channels_of, empty, stamps_of
from turbine.lineprotocol import encode
from turbine.stores._http import RefusedError
from turbine.stores._reasons import meaning
from turbine.stores.base import Answer, Refusal, Series

Send = Callable[[bytes], dict[int, str]]
"""Posts lines; returns those that were refused by number (from 0) with the reason. Raises
RefusedError where the server does not number them."""
Read = Callable[[Series, tuple[str, ...], int, int], Answer]

_UNPARSED = re.compile(r"unable to parse '(.*)': (.*)")
_PARTIAL = "partial write: "


def put(series: Series, points: pl.DataFrame, send: Send, read: Read) -> list[Refusal]:
    """Send points until each is stored or refused by name; the refused ones."""
    if points.is_empty():
        return []
    body = encode(series.measurement, {"site": series.site, "turbine": series.turbine}, points)
    try:
        refused = send(body)
    except RefusedError as error:
        if _PARTIAL in error.reason:  # the others are stored
            return _missing(series, points, error.reason, read)
        if error.status == 413 and points.height > 1:
            return _halves(series, points, send, read)
        if error.status == 413:
            raise StoreFullError(str(error), hint="A proxy may limit requests.") from error
        return _without_guilty(series, points, body, error, send, read)
    stamps = stamps_of(points)
    return [_refusal(stamps[row], why) for row, why in refused.items()]


def _refusal(time_ns: int, reason: str) -> Refusal:
    """With what the server's words mean, where they are known to us."""
    plain = meaning(reason)
    return Refusal(time_ns=int(time_ns), reason=f"{reason}. {plain}" if plain else reason)


def _halves(series: Series, points: pl.DataFrame, send: Send, read: Read) -> list[Refusal]:
    middle = points.height // 2
    return put(series, points[:middle], send, read) + put(series, points[middle:], send, read)


def _without_guilty(
    series: Series, points: pl.DataFrame, body: bytes, error: RefusedError, send: Send, read: Read
) -> list[Refusal]:
    """After a 400, which refuses the whole batch and lists the lines that it is due to."""
    reasons = dict(_UNPARSED.findall(error.reason))
    if not reasons:
        raise error
    lines = body.decode().split("\n")
    guilty = pl.Series([line in reasons for line in lines])
    if not guilty.any():  # it names them in a way that is new to us
        if points.height > 1:
            return _halves(series, points, send, read)
        return [_refusal(stamps_of(points)[0], error.reason)]
    refused = [
        _refusal(stamp, reasons[line])
        for stamp, line in zip(stamps_of(points).tolist(), lines, strict=True)
        if line in reasons
    ]
    return refused + put(series, points.filter(~guilty), send, read)


def _missing(series: Series, points: pl.DataFrame, reason: str, read: Read) -> list[Refusal]:
    """After a partial write, which may not say which lines are stored: those not there now."""
    channels = tuple(channels_of(points))
    stamps = stamps_of(points)
    held = read(series, channels, int(stamps.min()), int(stamps.max()) + 1).frame
    as_sent = pl.all_horizontal(
        pl.col(name).is_null() | (pl.col(name) == pl.col(f"{name} held")).fill_null(False)
        for name in channels
    )
    both = points.join(held, on="time", how="left", suffix=" held", maintain_order="left")
    lost = stamps[both.select(~as_sent).to_series().to_numpy()]
    named = {unparsed.rpartition(" ")[2]: why for unparsed, why in _UNPARSED.findall(reason)}
    words = reason.removeprefix("failure writing points to database: ")
    return [_refusal(t, named.get(str(t), words)) for t in lost.tolist()]


def side_by_side(columns: list[pl.DataFrame]) -> pl.DataFrame:
    """Frames of a time and a value each, as one frame by time."""
    if not columns:
        return empty(())
    whole, *others = map(unambiguous, columns)
    for column in others:
        if whole["time"].equals(column["time"]):
            whole = whole.hstack(column.drop("time"))
        else:
            whole = whole.join(column, on="time", how="full", coalesce=True)
    return whole.sort("time")


def unambiguous(rows: pl.DataFrame) -> pl.DataFrame:
    """Raise StoreError where a time comes twice: further tags split what we take for one series."""
    if rows["time"].n_unique() < rows.height:
        raise StoreError(
            "The database holds several points of this turbine at one time.",
            hint="Something else wrote points with further tags into this measurement:"
            " use a measurement or a bucket of your own.",
        )
    return rows
