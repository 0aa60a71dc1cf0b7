"""Tables as a person downloads them: units in the header, stamps with their UTC offset."""

from collections.abc import Mapping

import polars as pl
import polars.selectors as cs

from turbine.explore.aggregate import Aggregation
from turbine.explore.coverage import coverage_of
from turbine.explore.functions import holds_words, label
from turbine.explore.words import Words
from turbine.model.channels import channel

_ISO = "%Y-%m-%dT%H:%M:%S%.f%:z"
# What a spreadsheet would take for a formula (and run) if a text cell starts with it: = + - @ and
# what normalises to them (full-width, small, raised), any dash, after anything invisible: spaces,
# controls, marks, blank letters. A spreadsheet in some language skips or converts these.
_UNSEEN = r"[\p{Z}\p{C}\p{M}\x{115F}\x{1160}\x{2800}\x{3164}\x{FFA0}]"
_SIGN = (
    r"[=\x{207C}\x{208C}\x{2A75}\x{2A76}\x{FE66}\x{FF1D}"
    r"+\x{207A}\x{208A}\x{FB29}\x{FE62}\x{FF0B}"
    r"\p{Pd}\x{207B}\x{208B}\x{2212}"
    r"@\x{FE6B}\x{FF20}]"
)
_FORMULA = rf"^(?:{_UNSEEN}*{_SIGN}|[\t\r\n])"


def table(result: Aggregation) -> pl.DataFrame:
    """One row per window: its start on the requested zone's clock, then each channel's value and
    rows found, the rows expected in the whole window, the data coverage, and whether the period or
    the data truncate the window.

    Columns are named for people, in the current language: ``Active power mean (kW)``. Angles are
    in ``deg``, so that the header has no degree sign and reads correctly in any program.
    """
    zone = result.request.zone
    first = result.of(next(iter(result.functions)))
    start = first["time"].dt.convert_time_zone(zone)
    columns = [start.alias(str(Words.START(zone=zone)))]
    for name in result.functions:
        columns += _columns(result, name)
    expected = {name: result.of(name)["expected"] for name in result.functions}
    shared = first["expected"].alias(str(Words.ROWS_EXPECTED()))
    if all(shared.equals(own) for own in expected.values()):
        columns.append(shared)
    else:
        columns += [
            own.alias(str(Words.SIGNAL_ROWS_EXPECTED(signal=channel(name).label())))
            for name, own in expected.items()
        ]
    windows = coverage_of(result.frame)
    columns.append(windows["percent"].alias(str(Words.DATA_COVERAGE())))
    columns.append(windows["cut"].alias(str(Words.TRUNCATED())))
    return pl.DataFrame(columns)


def _columns(result: Aggregation, name: str) -> list[pl.Series]:
    frame, signal = result.of(name), channel(name).label()
    function = result.functions[name]
    columns = []
    if function != "count":
        values = frame["word" if holds_words(name, function) else "value"]
        columns.append(values.alias(ascii_label(result.labels[name])))
    if function == "energy":
        scaled = frame["value"] * frame["expected"] / frame["count"]
        title = ascii_label(str(Words.SIGNAL_SCALED(energy=result.labels[name])))
        columns.append(scaled.alias(title))
    if result.request.band and frame["low"].null_count() < len(frame):
        low, high = (label(name, percentile) for percentile in ("p10", "p90"))
        columns += [frame["low"].alias(low), frame["high"].alias(high)]
    if function == "circular_mean":
        columns.append(frame["resultant"].alias(str(Words.SIGNAL_STEADINESS(signal=signal))))
    columns.append(frame["count"].alias(str(Words.SIGNAL_ROWS_FOUND(signal=signal))))
    if result.request.fill != "gap":
        columns.append(frame["filled"].alias(str(Words.SIGNAL_FILLED(signal=signal))))
    return columns


def with_facts(frame: pl.DataFrame, facts: Mapping[str, float | str]) -> pl.DataFrame:
    """The table with what is known of its turbine, by label: a column for each, the same in every
    row, so that the file stays a plain table. A column that is there already stays as it is."""
    labels = {ascii_label(label): value for label, value in facts.items()}
    return frame.with_columns(
        pl.lit(value).alias(label) for label, value in labels.items() if label not in frame.columns
    )


def ascii_label(text: str) -> str:
    """A label with its degree sign written out."""
    return text.replace("(°)", "(deg)")


def on_clock(frame: pl.DataFrame, zone: str) -> pl.DataFrame:
    """The table with its moments in UTC on the zone's clock; those on another clock stay there."""
    return frame.with_columns(cs.datetime(time_zone="UTC").dt.convert_time_zone(zone))


def local(frame: pl.DataFrame, zone: str) -> pl.DataFrame:
    """The same with moments as texts, with their UTC offset."""
    return on_clock(frame, zone).with_columns(cs.datetime(time_zone="*").dt.strftime(_ISO))


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """The table as CSV (UTF-8, every row, doubles in full), safe to open in a spreadsheet.

    A text that a spreadsheet would run as a formula, in a cell or in the header, gets an
    apostrophe before it, which makes it plain text there. Texts are quoted, so that a program that
    separates cells by another sign finds none in them. Numbers stay numbers.
    """
    text = pl.col(pl.String)
    guarded = frame.with_columns(text.str.replace(f"({_FORMULA})", "'${1}"))
    header = pl.Series(frame.columns).str.replace(f"({_FORMULA})", "'${1}")
    renamed = guarded.rename(dict(zip(frame.columns, header, strict=True)))
    return renamed.write_csv(quote_style="non_numeric").encode()
