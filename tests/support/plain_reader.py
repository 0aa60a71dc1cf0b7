"""A CSV read one line and one cell at a time: what a scan should find, in plain Python."""

import itertools
import math
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from turbine.readers.csv.numbers import MISSING
from turbine.readers.model import Interpretation

EPOCH = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))


def plain_scan(text: str, how: Interpretation) -> dict:
    """What a scan should find, one line and one cell at a time."""
    read, kept, rejected, bad, duplicates = [], {}, [], [], []
    without_values, blank = [], 0
    physical = re.split(r"\r\n|\n|\r", text)
    if physical[-1] == "":
        physical.pop()
    for number, line in enumerate(physical[1:], start=2):
        if not line.strip(" "):
            blank += 1
            continue
        row = plain_row(line, how)
        if row is None:
            rejected.append(number)
            continue
        read.append((number, *row))
    for number, stamp, values, flaws in plain_passes(read, rejected):
        if values == (None, None):
            (rejected if flaws else without_values).append(number)
            continue
        if stamp in kept:
            first, known = kept[stamp]
            if known == values:
                duplicates.append((number, first))
            else:
                rejected.append(number)
            continue
        kept[stamp] = (number, values)
        bad += [(number, how.headers[column], cell) for column, cell in flaws]
    return {
        "rows": [(line, stamp, *values) for stamp, (line, values) in kept.items()],
        "rejected": sorted(rejected),
        "bad": bad,
        "duplicates": duplicates,
        "without_values": without_values,
        "blank": blank,
    }


def plain_passes(read: list, rejected: list) -> Iterator[tuple]:
    """Two neighbours in the repeated hour are its two passes (these files have one time in it), the
    later first if the rows beside them descend; one, or more than two, are open."""
    groups = [(p, list(rows)) for p, rows in itertools.groupby(read, key=lambda row: row[1])]
    for i, (passes, rows) in enumerate(groups):
        before = [passes[0] - other[-1] for other, _ in groups[max(i - 1, 0) : i]]
        after = [other[0] - passes[0] for other, _ in groups[i + 1 : i + 2]]
        near = [step for step in before + after if abs(step) < 86_400 * 10**9]
        if near and near[0] < 0:
            passes = passes[::-1]
        if len(passes) == 1:
            yield from ((number, passes[0], *rest) for number, _, *rest in rows)
        elif len(rows) == 2:
            yield from ((n, at, *rest) for at, (n, _, *rest) in zip(passes, rows, strict=True))
        else:
            rejected += [number for number, *_ in rows]


def plain_row(line: str, how: Interpretation):
    split = plain_split(line, how.details.delimiter)
    if split is None or "\0" in line or len(split) != len(how.headers):
        return None
    stamp = plain_stamp(split[0].strip(), how.zone)
    if stamp is None:
        return None
    values, flaws = [], []
    for column in (1, 3):
        text = split[column].strip()
        value = plain_number(text, how.details.decimal)
        values.append(value)
        if value is None and text.lower() not in MISSING:
            flaws.append((column, split[column]))
    return stamp, tuple(values), flaws


def plain_split(line: str, delimiter: str) -> list[str] | None:
    """A small state machine: a quoted cell ends with a mark before a delimiter or the end."""
    scanned, position = [], 0
    while True:
        if line[position : position + 1] == '"':
            end = position + 1
            while True:
                end = line.find('"', end)
                if end < 0:
                    return None
                if line[end + 1 : end + 2] != '"':
                    break
                end += 2
            if line[end + 1 : end + 2] not in ("", delimiter):
                return None
            scanned.append(line[position + 1 : end].replace('""', '"'))
            position = end + 1
        else:
            end = line.find(delimiter, position)
            end = len(line) if end < 0 else end
            scanned.append(line[position:end])
            position = end
        if position >= len(line):
            return scanned
        position += 1


def plain_stamp(text: str, zone: str) -> tuple[int, ...] | None:
    """In ns; two if the zone's clock shows it twice."""
    if not re.fullmatch(r"\d\d? \d\d? \d{4} \d\d?:\d\d?", text):
        return None
    midnight = text.endswith(" 24:00")
    text = text.replace(" 24:00", " 00:00")
    try:
        wall = datetime.strptime(text, "%d %m %Y %H:%M")  # noqa: DTZ007  # a wall clock
    except ValueError:
        return None
    wall += timedelta(days=midnight)
    if not 1678 <= wall.year <= 2261:
        return None
    both = {
        wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(EPOCH.tzinfo) for fold in (0, 1)
    }
    both = {at for at in both if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall}
    if not both:
        return None
    return tuple((at - EPOCH) // timedelta(microseconds=1) * 1_000 for at in sorted(both))


def plain_number(text: str, decimal: str) -> float | None:
    mark, other = re.escape(decimal), "." if decimal == "," else ","
    text = re.sub(r"^[-−–]\s?(?=[0-9.,])", "-", text)
    if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(( [0-9]{3})+|('[0-9]{3})+)([.,][0-9]*)?", text):
        text = re.sub("[ ']", "", text)
    if re.fullmatch(rf"[+-]?[1-9][0-9]{{0,2}}({re.escape(other)}[0-9]{{3}})+({mark}[0-9]*)?", text):
        text = text.replace(other, "")
    if not re.fullmatch(rf"[+-]?([0-9]+{mark}?[0-9]*|{mark}[0-9]+)([eE][+-]?[0-9]+)?", text):
        return None
    value = float(text.replace(",", "."))
    return value if math.isfinite(value) else None
