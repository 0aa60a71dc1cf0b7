"""What the database says of itself, and what of ours it holds."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl
import streamlit as st

from turbine.model.channels import channel
from turbine.model.errors import TurbineError
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings
from turbine.stores import label
from turbine.stores.overview import Holding, Overview
from turbine.timing.durations import lasting
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import duration, moment, size_text
from turbine.ui.database.words import Words

_FIELDS = 6
"""Named of each series."""
_TTL_S = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """An overview, when it was asked for, and how long that took."""

    overview: Overview
    at: datetime
    """UTC."""
    seconds: float


def title() -> None:
    """The page's title."""
    st.title(Words.TITLE(), anchor=False)


def unreachable() -> None:
    """There is no overview: its reason stands above."""
    st.caption(Words.TEST_FINDS_CAUSE())


def heading(services: Windproof) -> bool:
    """The section's title; True if the person wants it refreshed."""
    st.subheader(Words.WHERE_POINTS_GO(), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/database: **{plain(str(label(services.connection.target)))}**")
        return st.button(Words.REFRESH(), key="database_again", icon=":material/refresh:")


def snapshot(services: Windproof, *, refresh: bool) -> Snapshot:
    """The overview, cached for a minute unless something was ingested: a failure too, since
    finding it out may have taken long. Raises TurbineError."""
    state = tuple((r.id, r.state.value, r.stored) for r in services.ingests.all())
    if refresh:
        forget()
    answer = _snapshot(services.settings, state, services)
    if isinstance(answer, TurbineError):
        raise answer
    return answer


def forget() -> None:
    """Have it asked for again."""
    _snapshot.clear()


@st.cache_resource(ttl=_TTL_S, max_entries=8, hash_funcs={Settings: hash}, show_spinner=False)
def _snapshot(
    settings: Settings, state: tuple[object, ...], _services: Windproof
) -> Snapshot | TurbineError:
    at, began = datetime.now(UTC), time.perf_counter()
    # Here and not in the decorator, whose text would be of one language for all.
    with st.spinner(Words.QUERYING(), show_time=True):
        try:
            overview = _services.connection.overview()
        except TurbineError as error:
            return error
    return Snapshot(overview=overview, at=at, seconds=time.perf_counter() - began)


def show(shot: Snapshot) -> None:
    """The facts one by one, and a table of the series."""
    with st.container(border=True, key="database_facts"), st.grid(3, min_column_width=230):
        for title, text, explanation in _facts(shot.overview):
            with st.container(gap=None):
                st.caption(title, help=explanation or None)
                st.markdown(text)
    if shot.overview.bucket is not None:
        _series(shot.overview.holdings)
    st.caption(Words.QUERIED(time=f"{shot.at:%H:%M:%S}", duration=duration(shot.seconds)))


def _facts(overview: Overview) -> list[tuple[str, str, str]]:
    """Of each its title, its text and its explanation."""
    server, can, bucket = overview.server, overview.capabilities, overview.bucket
    container = str(can.container)
    container_title = container[:1].upper() + container[1:]
    product = Words.PRODUCT(product=plain(server.product), version=plain(server.version))
    facts = [(Words.SERVER(), product, "")]
    facts += [(str(title), plain(str(text)), "") for title, text in server.details.items()]
    if server.org:
        organisation = _named(server.org, server.org_id)
        facts.append((Words.ORGANISATION(), organisation, Words.ORGANISATION_HELP()))
    if bucket is None:
        missing = (container_title, Words.DOES_NOT_EXIST(), Words.DOES_NOT_EXIST_HELP())
        return [*facts, missing]
    if can.creates_buckets:  # a file was named already
        facts.append((container_title, _named(bucket.name, bucket.id), ""))
    facts.append((Words.RETENTION(), str(bucket.keeps), Words.RETENTION_HELP()))
    if can.has_shards:
        shards = (
            Words.SHARD_DURATION_OF(duration=lasting(bucket.shard_s))
            if bucket.shard_s
            else Words.NOT_REPORTED()
        )
        facts.append((Words.SHARDS(), shards, Words.SHARDS_HELP()))
    size = Words.NOT_REPORTED() if overview.size_bytes is None else size_text(overview.size_bytes)
    help_text = Words.SIZE_ON_DISK_HELP(container=container)
    return [*facts, (Words.SIZE_ON_DISK(), size, help_text)]


def _named(name: str, identifier: str) -> str:
    if identifier and identifier != name:
        return Words.NAME_AND_ID(name=plain(name), identifier=identifier)
    return f"**{plain(name)}**"


def _series(holdings: tuple[Holding, ...]) -> None:
    if not holdings:
        st.info(Words.NO_POINTS(), icon=":material/inbox:")
        return
    points = Words.POINTS_COUNT(count=sum(holding.points or 0 for holding in holdings))
    series = Words.SERIES_COUNT(count=len(holdings))
    st.markdown(Words.POINTS_IN_SERIES(points=points, series=series))
    table = pl.DataFrame(
        [
            {
                Words.TURBINE(): holding.info.series.turbine,
                Words.SITE(): holding.info.series.site,
                Words.MEASUREMENT(): holding.info.series.measurement,
                Words.POINTS(): holding.points,
                Words.FIRST(): moment(holding.info.first_ns).replace(tzinfo=None),
                Words.LAST(): moment(holding.info.last_ns).replace(tzinfo=None),
                Words.FIELDS(): _fields(holding.info.fields),
            }
            for holding in holdings
        ],
        schema_overrides={Words.POINTS(): pl.Int64},
    )
    st.dataframe(
        table,
        key="database_series",
        hide_index=True,
        column_config={
            Words.POINTS(): st.column_config.NumberColumn(
                format="localized", help=Words.POINTS_HELP()
            )
        },
    )


def _fields(names: Sequence[str]) -> str:
    """The first few of them."""
    titles = tuple(channel(name).title for name in names[:_FIELDS])
    more = len(names) - len(titles)
    return Words.FIELDS_AND_MORE(fields=titles, count=more) if more else ", ".join(titles)
