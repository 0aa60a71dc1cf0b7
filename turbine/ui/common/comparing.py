"""What a period is compared with: to and from the address, and as selectors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from turbine.timing.periods import KINDS, Kind, Pair, Span, pair_of, previous, remarks
from turbine.timing.wall_clock import DAY_NS
from turbine.ui.common import selectors
from turbine.ui.common.choosing import (
    FIRST_YEAR,
    LAST_YEAR,
    Spanning,
    iso,
    one_of,
    period_from,
    to_ns,
    to_wall,
)
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.feedback import plain
from turbine.ui.common.words import Words
from turbine.words import Label

PARAMS = ("against", "date", "against_start", "against_stop")
_KINDS: dict[Kind, Label] = {
    "none": Words.NOTHING,
    "previous": Words.PERIOD_BEFORE,
    "year": Words.YEAR_BEFORE,
    "date": Words.BEFORE_AND_AFTER,
    "custom": Words.OWN_PERIOD,
}
_SHORT = timedelta(days=7)
_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What the chosen period is compared with."""

    kind: Kind = "none"
    day: date | None = None
    """Of ``date``: the first one of B."""
    own: Span | None = None
    """Of ``custom``: period A."""

    def to_params(self) -> dict[str, str]:
        """For the address."""
        found: dict[str, str] = {"against": self.kind}
        if self.kind == "date" and self.day is not None:
            found["date"] = self.day.isoformat()
        if self.kind == "custom" and self.own is not None:
            found |= {
                "against_start": iso(self.own.start_ns),
                "against_stop": iso(self.own.stop_ns),
            }
        return found

    def pair(self, span: Spanning) -> Pair | None:
        """A and B of this period; None if nothing is compared. Raises ConfigError as
        :func:`turbine.timing.periods.pair_of`."""
        chosen = Span(start_ns=span.start_ns, stop_ns=span.stop_ns)
        return pair_of(self.kind, chosen, span.zone, day=self.day, own=self.own)


def parse(
    params: Mapping[str, str], period: tuple[int, int], zone: str, notes: list[str]
) -> Against:
    """What an address compares this period with."""
    kind = one_of(params, "against", KINDS, "none", notes)
    if kind == "date":
        usual = _middle(period, zone)
        given = params.get("date", "")
        day = one_of(params, "date", (_iso_date(given), ""), usual.isoformat(), notes)
        return Against(kind=kind, day=date.fromisoformat(day) if day else usual)
    if kind == "custom":
        names = "against_start", "against_stop"
        start, stop = period_from(params, zone, _previous(period, zone), notes, names=names)
        return Against(kind=kind, own=Span(start_ns=start, stop_ns=stop))
    return Against(kind=kind)


def state_of(page: str, against: Against, zone: str) -> dict[str, object]:
    """The state of the selectors."""
    own = against.own
    return {
        f"{page}_against": against.kind,
        f"{page}_date": against.day,
        f"{page}_against_start": None if own is None else to_wall(own.start_ns, zone),
        f"{page}_against_stop": None if own is None else to_wall(own.stop_ns, zone),
    }


def kind(page: str, *, shown: bool = True) -> Kind:
    """The selector of what it is compared with. Where it is not ``shown``, since nothing is
    compared there, what was chosen is kept."""
    if not shown:
        kept: Kind = st.session_state.get(f"{page}_against", "none")
        st.session_state[f"{page}_against"] = kept
        return kept
    chosen: Kind = selectors.select(
        Words.COMPARE_WITH(),
        f"{page}_against",
        _KINDS,
        help=Words.COMPARE_HELP(),
    )
    return chosen


def draw(
    page: str,
    kind: Kind,
    period: tuple[int, int],
    entry: SeriesEntry,
    zone: str,
    *,
    enabled: bool = True,
) -> Against:
    """The fields of a date or of a period of one's own, where that is chosen. Where it is not
    ``enabled``, what was chosen is kept, and not shown."""
    if not enabled:
        return _kept(page, kind, zone)
    if kind == "date":
        key = f"{page}_date"
        if st.session_state.get(key) is None:
            st.session_state[key] = _middle(period, zone)
        day: date = st.date_input(
            Words.FIRST_DAY_OF_B(),
            key=key,
            min_value=_FIRST,
            max_value=_LAST,
            format="YYYY-MM-DD",
            width=220,
        )
        return Against(kind=kind, day=day)
    if kind == "custom":
        start, stop = selectors.between(
            (f"{page}_against_start", f"{page}_against_stop"),
            (Words.A_FROM(zone=plain(zone)), Words.A_TO(zone=plain(zone))),
            _previous(period, zone),
            entry,
            zone,
        )
        return Against(kind=kind, own=Span(start_ns=start, stop_ns=stop))
    return Against(kind=kind)


def _kept(page: str, kind: Kind, zone: str) -> Against:
    for name in ("date", "against_start", "against_stop"):
        st.session_state[f"{page}_{name}"] = st.session_state.get(f"{page}_{name}")
    day = st.session_state[f"{page}_date"]
    start, stop = (st.session_state[f"{page}_against_{end}"] for end in ("start", "stop"))
    if kind == "custom" and start is not None and stop is not None:
        return Against(kind=kind, own=Span(start_ns=to_ns(start, zone), stop_ns=to_ns(stop, zone)))
    return Against(kind=kind, day=day if kind == "date" else None)


def names(pair: Pair) -> tuple[str, str]:
    """A and B with their days; of a few days, with their hours."""
    found = []
    for side, span in (("A", pair.a), ("B", pair.b)):
        first, last = to_wall(span.start_ns, pair.zone), to_wall(span.stop_ns - 1, pair.zone)
        form = "%Y-%m-%d %H:%M" if last - first < _SHORT else "%Y-%m-%d"
        found.append(Words.SPAN(side=side, first=f"{first:{form}}", last=f"{last:{form}}"))
    return found[0], found[1]


def sentences(pair: Pair) -> list[str]:
    """Which period is compared with which, and how."""
    a_name, b_name = names(pair)
    return [Words.AGAINST(b=b_name, a=a_name), *map(str, remarks(pair))]


def said(pair: Pair, entry: SeriesEntry) -> None:
    """Say which period is compared with which, and what about them does not match."""
    first, last = entry.info.first_ns, entry.info.last_ns
    a_name, b_name = names(pair)
    notes = sentences(pair)
    for name, each in ((a_name, pair.a), (b_name, pair.b)):
        if each.start_ns < first - DAY_NS or each.stop_ns > last + DAY_NS:
            days = [f"{to_wall(ns, pair.zone):%Y-%m-%d}" for ns in (first, last)]
            notes.append(Words.BEYOND_DATA(side=name, first=days[0], last=days[1]))
    st.caption(" ".join(map(plain, notes)))


def _middle(period: tuple[int, int], zone: str) -> date:
    """The day in its middle, at least its second one."""
    start, stop = period
    first = to_wall(start, zone).date()
    return max(to_wall((start + stop) // 2, zone).date(), first + timedelta(days=1))


def _previous(period: tuple[int, int], zone: str) -> tuple[int, int]:
    start, stop = period
    if start >= stop:
        return period
    span = previous(Span(start_ns=start, stop_ns=stop), zone)
    return span.start_ns, span.stop_ns


def _iso_date(text: str) -> str:
    """The text, if it is a date that there may be rows of."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if _FIRST <= day <= _LAST else ""
