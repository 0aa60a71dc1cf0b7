"""The result of an ingest: what became of every row and cell, as sums that add up."""

from collections.abc import Iterator

import streamlit as st

from turbine.ingest.record import IngestRecord, State
from turbine.model.actor import Actor
from turbine.model.channels import channel
from turbine.readers import described
from turbine.readers.timestamps import readable
from turbine.services.windproof import Windproof
from turbine.stores import label
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import period, size_text
from turbine.ui.ingest import findings as ingest_findings
from turbine.ui.ingest import losses as ingest_losses
from turbine.ui.ingest import past as ingest_past
from turbine.ui.ingest.reading import order_text
from turbine.ui.ingest.state import headline
from turbine.ui.ingest.step import open_part
from turbine.ui.ingest.words import Words
from turbine.words import Label, Text, listed, recall


def part(windproof: Windproof, actor: Actor, record: IngestRecord) -> None:
    """The ingest that the page is about, once it has ended."""
    with open_part(Words.RESULT(), Words.RESULT_CAPTION()):
        headline(record)
        sums(record)
        ingest_losses.of_records(windproof, [record])
        open_end(windproof, record)
        findings(windproof, record)
        with st.container(horizontal=True, vertical_alignment="center"):
            ingest_past.actions(windproof, actor, record, shown=True)
        with st.expander(Words.DETAILS(), key="ingest_details"):
            facts(record)


def sums(record: IngestRecord) -> None:
    """The conservation law: every data row and every cell has one place."""
    counts = record.counts
    st.subheader(_row_sum(record), anchor=False)
    st.markdown(
        Words.CELL_SUM(
            count=counts.cells,
            values=Words.COUNTED_VALUES(count=counts.values),
            missing=counts.missing,
            bad=counts.bad,
        )
    )
    if not record.adds_up:
        st.error(Words.DOES_NOT_ADD_UP(), icon=":material/error:")
    st.caption(" ".join(_last_count(record)))
    if unstored := record.interpretation.not_stored:
        names = tuple(Words.QUOTED(name=plain(name)) for name in unstored)
        st.caption(Words.UNSTORED_COLUMNS(count=len(unstored), names=names))


def _row_sum(record: IngestRecord) -> str:
    stored = Words.SUM_STORED_DELETED if record.state is State.UNDONE else Words.SUM_STORED
    terms = {
        "stored": stored(number=record.stored),
        "rejected": Words.SUM_REJECTED(number=record.rejected),
        "duplicates": Words.SUM_DUPLICATE(number=record.counts.duplicate),
        "without": Words.SUM_WITHOUT_VALUES(number=record.counts.without_values),
    }
    rows = record.counts.rows
    if not record.waiting:
        return Words.ROW_SUM(count=rows, **terms)
    waiting = Words.SUM_WAITING(number=record.waiting)
    return Words.ROW_SUM_WAITING(count=rows, **terms, waiting=waiting)


def _last_count(record: IngestRecord) -> Iterator[str]:
    if record.held is None:
        yield Words.NEVER_COUNTED()
        return
    yield Words.LAST_COUNT(count=record.held + record.lacks, held=record.held)
    if record.replaced:
        yield Words.WERE_REPLACED(count=record.replaced)
    if record.replaces:
        yield Words.REPLACED_OTHERS(count=record.replaces)


def open_end(windproof: Windproof, record: IngestRecord) -> None:
    """The file's last line, if it has no line end."""
    if warning := recall(windproof.ingests.open_end(record.id)):
        st.warning(plain(warning), icon=":material/content_cut:")


def findings(windproof: Windproof, record: IngestRecord) -> None:
    """What is not stored, line by line, and the same as a file."""
    counts = record.counts
    total = record.rejected + counts.bad + counts.duplicate + counts.without_values
    if not total:
        st.caption(Words.NOTHING_LOST())
        return
    st.markdown(Words.FINDINGS(number=total))
    ingest_findings.recorded(windproof, record.id, total=total)


def facts(record: IngestRecord) -> None:
    """Everything that is recorded."""
    form = record.interpretation
    units = dict(form.units)
    columns = (
        Words.BECOMES_CONVERTED(
            header=form.headers[c], name=name, unit=units[c], stored=channel(name).unit
        )
        if c in units
        else Words.BECOMES(header=form.headers[c], name=name)
        for c, name in form.mapping
    )
    shift = str(record.resolved.label)
    if record.resolved.shift_ns:
        shift = Words.SHIFT_IN_NS(shift=shift, shift_ns=record.resolved.shift_ns)
    values: dict[Label, Text] = {
        Words.INGEST: record.id,
        Words.STATE: str(record.state.label),
        Words.FILE: Words.FILE_AND_SIZE(name=record.file_name, size=size_text(record.size)),
        Words.CHECKSUM: " ".join((record.sha256[:32], record.sha256[32:])),
        Words.PERIOD: period(record),
        Words.RULE: record.rule,
        Words.SHIFT: shift,
        Words.SERIES: Words.SERIES_OF(
            measurement=record.series.measurement,
            site=record.series.site,
            turbine=record.series.turbine,
        ),
        Words.TARGET: label(record.target),
        Words.STARTED: Words.STARTED_FROM(
            created=f"{record.created:%Y-%m-%d %H:%M:%S}",
            actor=record.actor,
            origin=record.origin,
        ),
        Words.READ_AS: described(form),
        Words.TIMES: Words.READ_TIMES(
            order=order_text(form.date_order), form=readable(form.time_format), zone=form.zone
        ),
        Words.COLUMNS: listed(tuple(columns)),
        Words.UNSTORED: listed(form.not_stored) or Words.EVERY_COLUMN_STORED(),
    }
    st.table(
        {
            "title": [title() for title in values],
            "value": [plain(value) for value in values.values()],
        },
        border="horizontal",
        hide_index=True,
        hide_header=True,
    )
