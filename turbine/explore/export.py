"""Tables as a person takes them away: units in the header, stamps with their UTC offset."""

import polars as pl

from turbine.explore.aggregate import Aggregation
from turbine.explore.coverage import coverage_of
from turbine.model.channels import BY_NAME

_ISO = "%Y-%m-%dT%H:%M:%S%:z"
# What a spreadsheet would take for a formula (and run) if a text cell begins with it: = + - @ and
# what normalises to them (full-width, small, raised), any dash, behind whatever the eye does not
# see: spaces, controls, marks, blank letters. A spreadsheet of some language skips or converts it.
_UNSEEN = r"[\p{Z}\p{C}\p{M}\x{115F}\x{1160}\x{2800}\x{3164}\x{FFA0}]"
_SIGN = (
    r"[=\x{207C}\x{208C}\x{2A75}\x{2A76}\x{FE66}\x{FF1D}"
    r"+\x{207A}\x{208A}\x{FB29}\x{FE62}\x{FF0B}"
    r"\p{Pd}\x{207B}\x{208B}\x{2212}"
    r"@\x{FE6B}\x{FF20}]"
)
_FORMULA = rf"^(?:{_UNSEEN}*{_SIGN}|[\t\r\n])"


def table(result: Aggregation) -> pl.DataFrame:
    """One row per window: its start in the asked zone, then each channel's value and rows found,
    the rows that the whole window could hold, the share of them that is there, and whether the
    period or the data cut the window.

    Columns are named for people: ``Active power mean (kW)``. Angles are in ``deg``, so that the
    header stays ASCII and reads right in any program.
    """
    zone = result.request.zone
    first = result.of(next(iter(result.functions)))
    local = first["time"].dt.convert_time_zone(zone).dt.strftime(_ISO)
    columns = [local.alias(f"Start ({zone})")]
    for name in result.functions:
        columns += _columns(result, name)
    expected = {name: result.of(name)["expected"] for name in result.functions}
    shared = first["expected"].alias("Rows expected")
    if all(shared.equals(own) for own in expected.values()):
        columns.append(shared)
    else:
        columns += [own.alias(f"{BY_NAME[n].title} rows expected") for n, own in expected.items()]
    windows = coverage_of(result.frame)
    columns += [windows["percent"].alias("Coverage (%)"), windows["cut"].alias("Cut")]
    return pl.DataFrame(columns)


def _columns(result: Aggregation, name: str) -> list[pl.Series]:
    frame, title = result.of(name), BY_NAME[name].title
    function = result.functions[name]
    columns = []
    if function != "count":
        columns.append(frame["value"].alias(ascii_label(result.labels[name])))
    if result.request.band and frame["low"].null_count() < len(frame):
        unit = BY_NAME[name].unit
        columns.append(frame["low"].alias(f"{title} 10th percentile ({unit})"))
        columns.append(frame["high"].alias(f"{title} 90th percentile ({unit})"))
    if function == "circular_mean":
        columns.append(frame["resultant"].alias(f"{title} steadiness (0 to 1)"))
    columns.append(frame["count"].alias(f"{title} rows found"))
    if result.request.fill != "gap":
        columns.append(frame["filled"].alias(f"{title} filled in"))
    return columns


def ascii_label(text: str) -> str:
    """A label with its degree sign spelt out."""
    return text.replace("(°)", "(deg)")


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """The table as CSV (UTF-8, every row, doubles in full), safe to open in a spreadsheet.

    A text that a spreadsheet would run as a formula, in a cell or in the header, gets an
    apostrophe before it, which makes it plain text there. Texts stand in quotation marks, so that
    a program that cuts cells by another sign finds none within them. Numbers stay numbers.
    """
    text = pl.col(pl.String)
    guarded = frame.with_columns(text.str.replace(f"({_FORMULA})", "'${1}"))
    header = pl.Series(frame.columns).str.replace(f"({_FORMULA})", "'${1}")
    renamed = guarded.rename(dict(zip(frame.columns, header, strict=True)))
    return renamed.write_csv(quote_style="non_numeric").encode()
