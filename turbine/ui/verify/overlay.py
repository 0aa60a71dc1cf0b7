"""The proof as a picture: both sides on one time axis, closer in if the person asks for it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import streamlit as st

from turbine.charts.overlay import overlay
from turbine.explore.functions import quantity
from turbine.ingest.record import IngestRecord
from turbine.model.channels import channel as signal_of
from turbine.model.frame import Stamps, stamps_of
from turbine.services.windproof import Windproof
from turbine.stores import kind_of, label
from turbine.ui.common.chart import Pick, chart
from turbine.ui.common.feedback import plain, reported
from turbine.ui.common.formats import moment
from turbine.ui.common.session import still_logged_in
from turbine.ui.common.taking import Subject, charts_of
from turbine.ui.verify import offenders as verify_offenders
from turbine.ui.verify.words import Words
from turbine.verify.compare import Verification
from turbine.wind.rows import Period

CHANNEL, FROM, TO, CHART = "verify_channel", "verify_from", "verify_to", "verify_chart"
_OF = "verify_of"
_BUTTONS = 6
"""At most so many fields are buttons; more are a list to search in."""
_AROUND = 36
"""Rows to either side of a chosen offender."""
_MINUTE = timedelta(minutes=1)


@st.fragment
def picture(services: Windproof, result: Verification) -> None:
    """Channel, period, chart and offenders. Runs by itself: a zoom makes no new verdict."""
    still_logged_in()
    if names := tuple(c.channel for c in result.channels if not signal_of(c.channel).is_text):
        _overlay(services, result, names)
    verify_offenders.draw(result, on_choose=lambda: _to_offender(result, names))
    _queries(result)


def _overlay(services: Windproof, result: Verification, names: Sequence[str]) -> None:
    _keep_inside(result.record, names)
    st.subheader(Words.OVERLAY(), anchor=False)
    channel = _channel(names)
    start_ns, stop_ns = _period(result.record)
    if result.overwritten:
        st.info(Words.ROWS_NOT_DRAWN(count=result.overwritten), icon=":material/layers:")
    with reported():
        file, database = services.verification.sides(result, channel, start_ns, stop_ns)
        figure = overlay(
            file, database, channel=channel, zone="UTC", differing=_differing(result, channel)
        )
        span = Period(start_ns=start_ns, stop_ns=stop_ns)
        turbines = (result.record.series.turbine,)
        charts_of(Subject(title=Words.OVERLAY(), turbines=turbines, span=span))
        chart(
            figure,
            key=CHART,
            on_pick=lambda pick: _to_box(result.record, pick),
            alt=Words.CHART_ALT(title=signal_of(channel).label()),
        )
    st.caption(Words.CHART_CAPTION())


def _keep_inside(record: IngestRecord, names: Sequence[str]) -> None:
    """Another ingest starts from its whole period."""
    if st.session_state.get(_OF) != record.id or FROM not in st.session_state:
        st.session_state[_OF] = record.id
        _whole(record)
    if st.session_state.get(CHANNEL) not in names:
        st.session_state[CHANNEL] = names[0]


def _channel(names: Sequence[str]) -> str:
    if len(names) > _BUTTONS:
        return st.selectbox(Words.FIELD(), names, key=CHANNEL, format_func=quantity) or names[0]
    chosen = st.segmented_control(
        Words.FIELD(),
        names,
        key=CHANNEL,
        required=True,
        format_func=quantity,
    )
    return chosen or names[0]


def _period(record: IngestRecord) -> tuple[int, int]:
    first, last = _edges(record)
    now = datetime.now(UTC).replace(tzinfo=None) + _MINUTE
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for title, key in ((Words.FROM(), FROM), (Words.TO(), TO)):
            st.datetime_input(
                title,
                key=key,
                # The widget's own default, now, must lie within them although the state is set.
                min_value=min(first, now),
                max_value=max(last, now),
                step=_MINUTE,
                width=230,
            )
        st.button(
            Words.WHOLE_PERIOD(),
            key="verify_whole",
            icon=":material/zoom_out_map:",
            disabled=(st.session_state[FROM], st.session_state[TO]) == (first, last),
            on_click=_whole,
            args=(record,),
        )
    start_ns, stop_ns = _ns(st.session_state[FROM]), _ns(st.session_state[TO])
    if start_ns >= stop_ns:
        st.info(Words.PERIOD_EMPTY(), icon=":material/info:")
        return record.first_ns, record.last_ns + 1
    return start_ns, stop_ns


def _edges(record: IngestRecord) -> tuple[datetime, datetime]:
    """The record's period in whole minutes, as a wall clock in UTC."""
    first = moment(record.first_ns).replace(second=0, microsecond=0, tzinfo=None)
    last = moment(record.last_ns).replace(second=0, microsecond=0, tzinfo=None)
    return first, last + _MINUTE


def _whole(record: IngestRecord) -> None:
    st.session_state[FROM], st.session_state[TO] = _edges(record)


def _to_box(record: IngestRecord, pick: Pick) -> None:
    """Zoom to what was dragged across."""
    if pick.x is not None:
        _zoom(record, *(_wall(x) for x in pick.x))


def _to_offender(result: Verification, names: Sequence[str]) -> None:
    """Zoom to the chosen offender, on its channel."""
    chosen = st.session_state[verify_offenders.OFFENDERS].selection.rows
    if not chosen:
        return
    row = verify_offenders.listed(result).row(chosen[0], named=True)
    around = timedelta(microseconds=_AROUND * (result.record.step_ns or 600 * 10**9) // 1_000)
    centre = row["time"].replace(tzinfo=None)
    _zoom(result.record, centre - around, centre + around)
    if row["channel"] in names:
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


def _differing(result: Verification, channel: str) -> Stamps:
    return stamps_of(result.offenders.filter(kind="differing", channel=channel))


def _queries(result: Verification) -> None:
    database = plain(str(label(result.record.target)))
    with st.expander(Words.SHOW_QUERY(), key="verify_query"):
        st.caption(
            Words.FIRST_AND_LAST_QUERY(database=database)
            if len(result.queries) > 1
            else Words.QUERY_OF(database=database)
        )
        for text in result.queries:
            st.code(text, language=kind_of(result.record.target).syntax)
