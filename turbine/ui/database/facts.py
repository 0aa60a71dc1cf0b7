"""What the database says of itself, and what of ours it holds."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl
import streamlit as st

from turbine.model.channels import BY_NAME
from turbine.model.errors import TurbineError
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings
from turbine.stores import label
from turbine.stores.overview import Holding, Overview
from turbine.timing.durations import lasting
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import duration, moment, size_text
from turbine.words import counted

_TTL_S = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """An overview, when it was asked for, and how long that took."""

    found: Overview
    at: datetime
    """UTC."""
    seconds: float


def heading(services: Windproof) -> bool:
    """The section's title; True where the person wants it looked at again."""
    st.subheader("Where points go", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/database: **{plain(label(services.connection.target))}**")
        return st.button("Refresh", key="database_again", icon=":material/refresh:")


def look(services: Windproof, *, anew: bool) -> Seen:
    """The overview, remembered for a minute unless something was ingested: a failure too, since
    finding it out may have taken long. Raises TurbineError."""
    state = tuple((r.id, r.state.value, r.stored) for r in services.ingests.all())
    if anew:
        forget()
    found = _look(services.settings, state, services)
    if isinstance(found, TurbineError):
        raise found
    return found


def forget() -> None:
    """Have it looked at anew."""
    _look.clear()


@st.cache_resource(
    ttl=_TTL_S,
    max_entries=8,
    hash_funcs={Settings: hash},
    show_spinner="Asking the database what it holds …",
    show_time=True,
)
def _look(
    settings: Settings, state: tuple[object, ...], _services: Windproof
) -> Seen | TurbineError:
    at, began = datetime.now(UTC), time.perf_counter()
    try:
        found = _services.connection.overview()
    except TurbineError as error:
        return error
    return Seen(found=found, at=at, seconds=time.perf_counter() - began)


def show(seen: Seen) -> None:
    """The facts one by one, and a table of the series."""
    with st.container(border=True, key="database_facts"), st.grid(3, min_column_width=230):
        for title, text, explanation in _facts(seen.found):
            with st.container(gap=None):
                st.caption(title, help=explanation or None)
                st.markdown(text)
    if seen.found.bucket is not None:
        _series(seen.found.holdings)
    st.caption(f"Asked at {seen.at:%H:%M:%S} UTC, in {duration(seen.seconds)}.")


def _facts(found: Overview) -> list[tuple[str, str, str]]:
    server, can, bucket = found.server, found.capabilities, found.bucket
    container = str(can.container).capitalize()
    facts = [("Server", f"**{plain(server.product)}** {plain(server.version)}", "")]
    facts += [(str(title), plain(text), "") for title, text in server.details.items()]
    if server.org:
        facts.append(
            (
                "Organisation",
                _named(server.org, server.org_id),
                "InfluxDB 2 takes either, the name or the ID, where an organisation is asked for.",
            )
        )
    if bucket is None:
        return [*facts, (container, ":orange[does not exist]", "Create it below, or correct it.")]
    if can.creates_buckets:  # a file was named already
        facts.append((container, _named(bucket.name, bucket.id), ""))
    facts.append(
        (
            "Keeps points",
            str(bucket.keeps),
            "The retention: what is older is dropped by the server, without a word.",
        )
    )
    if can.has_shards:
        facts.append(
            (
                "Shards",
                f"of {lasting(bucket.shard_s)}" if bucket.shard_s else "the server does not say",
                "InfluxDB files points by time. A backfilled year is written 3.5 times faster into"
                " shards of 52 weeks than into those of a week.",
            )
        )
    size = "the server does not say" if found.size_bytes is None else size_text(found.size_bytes)
    facts.append(
        ("On disk", size, f"The whole {can.container}. A server may count it every few seconds.")
    )
    return facts


def _named(name: str, identifier: str) -> str:
    shown = f"**{plain(name)}**"
    return f"{shown} · ID `{identifier}`" if identifier and identifier != name else shown


def _series(holdings: tuple[Holding, ...]) -> None:
    if not holdings:
        st.info("It holds no points of ours yet.", icon=":material/inbox:")
        return
    total = sum(held.points or 0 for held in holdings)
    st.markdown(f"**{counted(total, 'point')}** in {counted(len(holdings), 'series', 'series')}:")
    table = pl.DataFrame(
        [
            {
                "Turbine": held.info.series.turbine,
                "Site": held.info.series.site,
                "Measurement": held.info.series.measurement,
                "Points": held.points,
                "First (UTC)": moment(held.info.first_ns).replace(tzinfo=None),
                "Last (UTC)": moment(held.info.last_ns).replace(tzinfo=None),
                "Fields": ", ".join(BY_NAME[name].title for name in held.info.fields),
            }
            for held in holdings
        ],
        schema_overrides={"Points": pl.Int64},
    )
    st.dataframe(
        table,
        key="database_series",
        hide_index=True,
        column_config={
            "Points": st.column_config.NumberColumn(
                format="localized",
                help="Values of the fullest field. Where it is empty, it was not counted.",
            )
        },
    )
