"""The proof as a picture: both sides on one time axis, closer in where the person asks for it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import streamlit as st

from turbine.charts.overlay import overlay
from turbine.charts.theme import CONFIG
from turbine.ingest.record import IngestRecord
from turbine.model.channels import BY_NAME
from turbine.model.frame import Stamps, stamps_of
from turbine.services.windproof import Windproof
from turbine.stores import kind_of, label
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import moment, rows
from turbine.ui.common.session import still_logged_in
from turbine.ui.verify import offenders as verify_offenders
from turbine.ui.verify.look import Look
from turbine.verify.compare import Verification

CHANNEL, FROM, TO, CHART = "verify_channel", "verify_from", "verify_to", "verify_chart"
_OF = "verify_of"
_AROUND = 36
"""Rows to either side of a chosen offender."""
_MINUTE = timedelta(minutes=1)


@st.fragment
def picture(services: Windproof, look: Look) -> None:
    """Channel, period, chart and offenders. Runs by itself: a zoom reads no verdict anew."""
    still_logged_in()
    found = look.found
    names = tuple(c.channel for c in found.channels)
    _keep_inside(found.record, names)
    st.subheader("The file and the database, one on the other", anchor=False)
    channel = _channel(names)
    start_ns, stop_ns = _period(found.record)
    if found.overwritten:
        st.info(
            f"{rows(found.overwritten)} cannot be drawn: of the rows on one stamp the chart shows "
            "the last line, which is the one that the database can hold.",
            icon=":material/layers:",
        )
    with reported():
        told, held = services.verification.sides(found, channel, start_ns, stop_ns)
        figure = overlay(
            told, held, channel=channel, zone="UTC", differing=_differing(found, channel)
        )
        st.plotly_chart(
            figure,
            key=CHART,
            on_select=lambda: _to_box(found.record),
            selection_mode="box",
            config=CONFIG,
            alt=f"{BY_NAME[channel].title}: the file's values as a band, the database's as dots on "
            "it, and their difference beneath. The numbers stand in the tables.",
        )
    st.caption(
        "The broad band is the file, the dots on it are the database, asked anew for this period. "
        "Drag across the chart to look closer. Far out it is thinned, but minima and maxima stay; "
        "close in every point is drawn."
    )
    verify_offenders.draw(found, on_choose=lambda: _to_offender(found))
    _queries(found)


def _keep_inside(record: IngestRecord, names: Sequence[str]) -> None:
    """Another ingest starts from its whole period."""
    if st.session_state.get(_OF) != record.id or FROM not in st.session_state:
        st.session_state[_OF] = record.id
        _whole(record)
    if st.session_state.get(CHANNEL) not in names:
        st.session_state[CHANNEL] = names[0]


def _channel(names: Sequence[str]) -> str:
    chosen = st.segmented_control(
        "Channel",
        names,
        key=CHANNEL,
        required=True,
        format_func=lambda name: f"{BY_NAME[name].title} ({BY_NAME[name].unit})",
    )
    return chosen or names[0]


def _period(record: IngestRecord) -> tuple[int, int]:
    first, last = _edges(record)
    now = datetime.now(UTC).replace(tzinfo=None) + _MINUTE
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, key in (("From (UTC)", FROM), ("To (UTC), not included", TO)):
            st.datetime_input(
                label,
                key=key,
                # The widget's own default, now, must lie within them although the state is set.
                min_value=min(first, now),
                max_value=max(last, now),
                step=_MINUTE,
                width=230,
            )
        st.button(
            "Whole period",
            key="verify_whole",
            icon=":material/zoom_out_map:",
            disabled=(st.session_state[FROM], st.session_state[TO]) == (first, last),
            on_click=_whole,
            args=(record,),
        )
    start_ns, stop_ns = _ns(st.session_state[FROM]), _ns(st.session_state[TO])
    if start_ns >= stop_ns:
        st.info("The period is empty: the whole one is shown.", icon=":material/info:")
        return record.first_ns, record.last_ns + 1
    return start_ns, stop_ns


def _edges(record: IngestRecord) -> tuple[datetime, datetime]:
    """The record's period in whole minutes, as a wall clock in UTC."""
    first = moment(record.first_ns).replace(second=0, microsecond=0, tzinfo=None)
    last = moment(record.last_ns).replace(second=0, microsecond=0, tzinfo=None)
    return first, last + _MINUTE


def _whole(record: IngestRecord) -> None:
    st.session_state[FROM], st.session_state[TO] = _edges(record)


def _to_box(record: IngestRecord) -> None:
    """Zoom to what was dragged across."""
    boxes = st.session_state[CHART].selection.box
    if boxes:
        _zoom(record, *sorted(_wall(x) for x in boxes[0]["x"]))


def _to_offender(found: Verification) -> None:
    """Zoom to the chosen offender, on its channel."""
    chosen = st.session_state[verify_offenders.OFFENDERS].selection.rows
    if not chosen:
        return
    row = verify_offenders.listed(found).row(chosen[0], named=True)
    around = timedelta(microseconds=_AROUND * (found.record.step_ns or 600 * 10**9) // 1_000)
    centre = row["time"].replace(tzinfo=None)
    _zoom(found.record, centre - around, centre + around)
    if row["channel"]:
        st.session_state[CHANNEL] = row["channel"]


def _zoom(record: IngestRecord, start: datetime, stop: datetime) -> None:
    first, last = _edges(record)
    start = max(start.replace(second=0, microsecond=0), first)
    stop = min(stop.replace(second=0, microsecond=0) + _MINUTE, last)
    if start < stop:
        st.session_state[FROM], st.session_state[TO] = start, stop


def _wall(x: float | str) -> datetime:
    """A place on the chart's axis, which is a wall clock in UTC."""
    if isinstance(x, str):
        return datetime.fromisoformat(x)
    return datetime.fromtimestamp(x / 1_000, UTC).replace(tzinfo=None)


def _ns(wall: datetime) -> int:
    return int(wall.replace(tzinfo=UTC).timestamp()) * 10**9


def _differing(found: Verification, channel: str) -> Stamps:
    return stamps_of(found.offenders.filter(kind="differing", channel=channel))


def _queries(found: Verification) -> None:
    with st.expander("Show the query", key="verify_query"):
        st.caption(
            "What the verification asked of "
            f"{plain(label(found.record.target))}"
            + (": the first piece and the last." if len(found.queries) > 1 else ".")
        )
        for text in found.queries:
            st.code(text, language=kind_of(found.record.target).syntax)
