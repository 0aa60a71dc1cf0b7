"""Points as InfluxDB's line protocol, in a form that 1.x, 2.x and 3.x all read alike.

Values are written as polars casts them: the shortest decimal that is this very double again,
always with a digit on both sides of a point; texts in quotation marks. A line ends in its time in
nanoseconds.
"""

import unicodedata
from collections.abc import Iterable, Mapping

import polars as pl

from turbine.model.channels import channel
from turbine.model.errors import StoreError
from turbine.model.frame import channels_of
from turbine.stores.influx.words import Words
from turbine.words import Text

_TITLES = {
    "measurement": Words.MEASUREMENT(),
    "site": Words.SITE(),
    "turbine": Words.TURBINE(),
    "field": Words.FIELD(),
}


def encode(measurement: str, tags: Mapping[str, str], frame: pl.DataFrame) -> bytes:
    """One line per row of a canonical frame that has a value, in the frame's order, joined by \\n.

    Null values are left out, and with them a row that has nothing else. Raises StoreError for
    names that line protocol cannot carry (see :func:`check_names`), and for texts with control
    characters, such as the end of a line.
    """
    channels = channels_of(frame)
    check_names(measurement, tags, channels)
    _check_texts(frame)
    key = ",".join(
        [escape(measurement, ", "), *(f"{name}={escape(tags[name], ', =')}" for name in tags)]
    )
    fields = [pl.lit(f",{escape(name, ', =')}=") + _value(name) for name in channels]
    lines = (
        frame.lazy()
        .select("time", fields=pl.concat_str(pl.lit(""), *fields, ignore_nulls=True).str.slice(1))
        .filter(pl.col("fields") != "")
        .select(
            pl.concat_str(pl.lit(f"{key} "), "fields", pl.lit(" "), pl.col("time").cast(pl.Int64))
        )
        .select(pl.first().str.join("\n").cast(pl.Binary))
        .collect()
    )
    return bytes(lines.item())


def _value(name: str) -> pl.Expr:
    """As :func:`text_value` for states, else the number."""
    value = pl.col(name)
    if not channel(name).is_text:
        return value.cast(pl.String)
    escaped = value.str.replace_all("\\", "\\\\", literal=True)
    return pl.lit('"') + escaped.str.replace_all('"', '\\"', literal=True) + pl.lit('"')


def text_value(text: str) -> str:
    """A text as a field's value."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _check_texts(frame: pl.DataFrame) -> None:
    for name in frame.select(pl.col(pl.String)).columns:
        odd = frame[name].filter(frame[name].str.contains(r"\p{Cc}"))
        if len(odd):
            raise StoreError(
                Words.NAME_CANNOT_BE_STORED(
                    title=Words.FIELD(), name=odd[0], reason=Words.HOLDS_CONTROL_CHARACTER()
                )
            )


def check_names(measurement: str, tags: Mapping[str, str], fields: Iterable[str] = ()) -> None:
    """Raise StoreError for a name that would not come back from a server as it was.

    Line protocol has no escape for a line break or for a backslash: a tag's or a field's last
    backslash would escape what follows it, and a measurement's can make its points unreadable (on
    2.9, in silence). A measurement's leading # makes the line a comment.
    """
    named = (("field", name) for name in fields)
    for title, name in (("measurement", measurement), *tags.items(), *named):
        if reason := _unfit(title, name):
            raise StoreError(
                Words.NAME_CANNOT_BE_STORED(
                    title=_TITLES.get(title, title), name=name, reason=reason
                ),
                hint=Words.CHOOSE_ANOTHER_NAME(),
            )


def _unfit(title: str, name: str) -> Text:
    if not name:
        return Words.IS_EMPTY()
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        return Words.HOLDS_CONTROL_CHARACTER()
    if title != "measurement":
        return Words.ENDS_IN_BACKSLASH() if name.endswith("\\") else ""
    if "\\" in name:
        return Words.HOLDS_BACKSLASH()
    return Words.STARTS_WITH_HASH() if name.startswith("#") else ""


def escape(name: str, characters: str) -> str:
    """The name with a backslash before each of these characters."""
    return "".join(f"\\{c}" if c in characters else c for c in name)
