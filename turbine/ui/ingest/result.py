"""What became of every row and cell, as sums that add up."""

from functools import partial

import streamlit as st

from turbine.explore.export import csv_bytes
from turbine.ingest.record import IngestRecord, State
from turbine.readers.timestamps import readable
from turbine.services.windproof import Windproof
from turbine.stores import label
from turbine.ui.common.feedback import plain
from turbine.ui.common.formats import STATE_COLOURS, duration, period, rows, size_text
from turbine.words import counted

SHOWN_FINDINGS = 200


def headline(record: IngestRecord) -> None:
    """How it stands, in a sentence."""
    name = plain(record.file_name)
    if record.state is State.DONE and record.losses:
        st.warning(
            f"**{name} is stored, but not all of it**: {record.stored:,} of "
            f"{rows(record.counts.rows)} in {duration(record.seconds)}. "
            f"**Not stored: {'; '.join(record.losses)}.**",
            icon=":material/warning:",
        )
    elif record.state is State.DONE:
        st.success(
            f"**{name} is stored**: {rows(record.stored)} in {duration(record.seconds)}.",
            icon=":material/check_circle:",
        )
    elif record.state in (State.SHORT, State.GONE):
        st.error(
            f"**{name} is {record.state}**: the database holds {rows(record.held or 0)}, and "
            f"**{record.lacks:,}** are missing. Resume sends them again.",
            icon=":material/error:",
        )
    elif record.state is State.NOT_COUNTED:
        st.warning(
            f"**{name} was sent and is not counted**: {rows(record.stored)} were acknowledged. "
            f"{plain(record.error)} Resume counts, and sends what is missing.",
            icon=":material/warning:",
        )
    elif record.state is State.UNDOING:
        st.warning(
            f"**The undo of {name} is not finished.** {plain(record.error)} Resume finishes it.",
            icon=":material/warning:",
        )
    elif record.state is State.UNDONE:
        st.info(f"**{name} was undone**: its points are deleted.", icon=":material/undo:")
    elif record.state is State.FAILED:
        st.error(
            f"**{name} stopped** with {rows(record.waiting)} to go. {plain(record.error)}\n\n"
            "Nothing is lost: resume sends the rest.",
            icon=":material/error:",
        )
    else:
        st.warning(
            f"**{name} is {record.state}** with {rows(record.waiting)} to go. "
            "Nothing is lost: resume sends the rest.",
            icon=":material/pause_circle:",
        )


def sums(record: IngestRecord) -> None:
    """The conservation law: every data row and every cell has one place."""
    counts = record.counts
    stored = "stored and deleted again" if record.state is State.UNDONE else "stored"
    waiting = f" + {record.waiting:,} still to send" if record.waiting else ""
    st.subheader(
        f"{rows(counts.rows)} = {record.stored:,} {stored} + {record.rejected:,} rejected "
        f"+ {counts.duplicate:,} duplicate{waiting}",
        anchor=False,
    )
    st.markdown(
        f"{counted(counts.cells, 'cell')} of the kept rows = {counted(counts.values, 'value')} "
        f"+ {counts.missing:,} missing + {counts.bad:,} unreadable"
    )
    if not record.adds_up:
        st.error("These numbers do not add up. Verify this ingest.", icon=":material/error:")
    st.caption(_held(record))
    unstored = record.interpretation.not_stored
    if unstored:
        names = ", ".join(f"“{plain(name)}”" for name in unstored)
        st.caption(f"Columns of the file that are not stored: {names}.")


def _held(record: IngestRecord) -> str:
    if record.held is None:
        return "The database was not counted: that happens after the last batch, and on resume."
    text = (
        f"When last counted, the database held {record.held:,} of its "
        f"{rows(record.held + record.lacks)}."
    )
    if record.replaced:
        text += f" Values of {rows(record.replaced)} were replaced by a later ingest."
    if record.replaces:
        text += f" It replaced values of {counted(record.replaces, 'point')} of others."
    return text


def open_end(windproof: Windproof, record: IngestRecord) -> None:
    """The file's last line, if it has no line end."""
    if said := windproof.ingests.open_end(record.id):
        st.warning(plain(said), icon=":material/content_cut:")


def findings(windproof: Windproof, record: IngestRecord) -> None:
    """What is not stored, line by line, and the same as a file."""
    total = record.rejected + record.counts.bad + record.counts.duplicate
    if not total:
        st.caption("Every row and every cell with a value is stored: there is nothing to list.")
        return
    st.markdown(f"**Not stored, with the reason** ({total:,})")
    st.dataframe(
        windproof.ingests.findings(record.id, SHOWN_FINDINGS),
        hide_index=True,
        key="ingest_findings",
        alt="Rows and cells that are not stored, with line, text and reason",
    )
    if total > SHOWN_FINDINGS:
        st.caption(f"The first {SHOWN_FINDINGS:,}. The download has all of them.")
    st.download_button(
        "Download all as CSV",
        data=partial(_findings_csv, windproof, record.id),
        file_name=f"not-stored-{record.id}.csv",
        mime="text/csv",
        key="ingest_download_findings",
        icon=":material/download:",
        on_click="ignore",
    )


def _findings_csv(windproof: Windproof, ingest_id: str) -> bytes:
    return csv_bytes(windproof.ingests.findings(ingest_id))


def facts(record: IngestRecord) -> None:
    """Everything that is recorded of it."""
    form = record.interpretation
    columns = ", ".join(f"{form.headers[c]} → {name}" for c, name in form.mapping)
    told = {
        "Ingest": record.id,
        "State": str(record.state),
        "File": f"{record.file_name}, {size_text(record.size)}",
        "SHA-256": f"{record.sha256[:32]} {record.sha256[32:]}",
        "Period": period(record),
        "Rule": record.rule,
        "Exact shift": record.resolved.label
        + (f" ({record.resolved.shift_ns:,} ns)" if record.resolved.shift_ns else ""),
        "Series": f"{record.series.measurement}, site {record.series.site}, "
        f"turbine {record.series.turbine}",
        "Target": label(record.target),
        "Who, when": f"{record.actor} from {record.origin}, {record.created:%Y-%m-%d %H:%M:%S} UTC",
        "Read as": str(form.details.described),
        "Times": f"{form.date_order}, {readable(form.time_format)}, clock of {form.zone}",
        "Columns": columns,
        "Not stored": ", ".join(form.not_stored) or "every column is stored",
    }
    st.table(
        {"what": list(told), "recorded": [plain(value) for value in told.values()]},
        border="horizontal",
        hide_index=True,
        hide_header=True,
    )


def badges(record: IngestRecord) -> str:
    """The state as a coloured word, and what is not as it should be (Markdown)."""
    colour = STATE_COLOURS[record.state]
    if record.state is State.UNDONE:
        return f":{colour}-badge[{record.state}]"
    told = {
        "orange": [*record.losses, f"{record.replaced:,} replaced" if record.replaced else ""],
        "red": [f"{record.lacks:,} missing" if record.lacks else ""],
    }
    if record.state is State.DONE and record.losses:
        colour = "orange"
    parts = [f":{colour}-badge[{record.state}]"]
    parts += [f":{of}-badge[{text}]" for of, texts in told.items() for text in texts if text]
    return " ".join(parts)
