"""Questions to the ledger: each is one query, and what it asks for is filtered there."""

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

import polars as pl

from turbine.ingest.ledger.file import LedgerFile
from turbine.ingest.ledger.rows import FINDINGS_SCHEMA, OPEN_END, unpack, verified
from turbine.ingest.ownership import Claim, Ownership
from turbine.ingest.record import IngestRecord, State, Upload
from turbine.ingest.words import Words
from turbine.model.errors import NotFoundError
from turbine.model.frame import Stamps, ascending
from turbine.model.series import Series, Target
from turbine.readers import restored
from turbine.readers.counts import Counts
from turbine.readers.times.patterns import has_offset
from turbine.settings.places import COMMAND
from turbine.timing.retime import Resolved

_SELECT = """
SELECT i.*, v.*, coalesce(b.stored, 0) AS stored, coalesce(b.refused, 0) AS refused,
       EXISTS (SELECT 1 FROM replaced r WHERE r.ingest = i.id) AS is_claimed
FROM ingests i
LEFT JOIN (SELECT ingest, sum(stored) AS stored, sum(refused) AS refused
           FROM batches GROUP BY ingest) b ON b.ingest = i.id
LEFT JOIN verdicts v ON v.ingest = i.id
"""
_CLAIMS = """
SELECT r.by, r.fields, r.stamps, i.state = 'undone' AS undone
FROM replaced r JOIN ingests i ON i.id = r.by WHERE r.ingest = ?
"""
_OF_SERIES = """
WHERE i.turbine = ? AND i.measurement = ? AND i.site = ? AND i.target = ? AND i.state <> 'undone'
"""
_SENT = ", ".join(f"'{state.value}'" for state in State if state.is_sent)
_EVER = -(2**63), 2**63 - 1


class LedgerReader(LedgerFile):
    """What the ledger knows."""

    def get(self, ingest_id: str) -> IngestRecord:
        """One ingest. Raises NotFoundError."""
        for record in self._records("WHERE i.id = ?", (ingest_id,)):
            return record
        raise NotFoundError(
            Words.NO_SUCH_INGEST(ingest=ingest_id), hint=Words.LIST_INGESTS(command=COMMAND)
        )

    def all(self) -> list[IngestRecord]:
        """Every ingest, the newest first."""
        return self._records("ORDER BY i.created DESC, i.rowid DESC", ())

    def of_series(
        self, series: Series, target: Target, period: tuple[int, int] = _EVER
    ) -> list[IngestRecord]:
        """The ingests of one series in one target that are not undone and have stamps in the
        period (first and last, ns), the oldest first."""
        return self._records(
            _OF_SERIES + " AND i.last_ns >= ? AND i.first_ns <= ? ORDER BY i.created, i.rowid",
            (*_named(series, target), *period),
        )

    def sent_of_series(self, series: Series, target: Target) -> frozenset[str]:
        """Those of them that are wholly sent, by id."""
        with self._open() as db:
            rows = db.execute(
                f"SELECT i.id FROM ingests i {_OF_SERIES} AND i.state IN ({_SENT})",  # noqa: S608 - our own
                _named(series, target),
            ).fetchall()
        return frozenset(row["id"] for row in rows)

    def of_target(self, target: Target) -> list[IngestRecord]:
        """The ingests in one target that are not undone, the newest first: what the database is to
        be compared with."""
        return self._records(
            "WHERE i.target = ? AND i.state <> 'undone' ORDER BY i.created DESC, i.rowid DESC",
            (_json(target),),
        )

    def of_upload(self, upload_id: str) -> list[IngestRecord]:
        """The ingests of one upload, in their order."""
        return self._records("WHERE i.upload = ? ORDER BY i.rowid", (upload_id,))

    def upload(self, upload_id: str) -> Upload:
        """What is known of an upload beside its ingests. Raises NotFoundError."""
        with self._open() as db:
            row = db.execute("SELECT * FROM uploads WHERE id = ?", (upload_id,)).fetchone()
        if row is None:
            raise NotFoundError(
                Words.NO_SUCH_INGEST(ingest=upload_id), hint=Words.LIST_INGESTS(command=COMMAND)
            )
        return Upload(**row)

    def by_fingerprint(self, fingerprint: str) -> IngestRecord | None:
        """The ingest of this identity, if it is recorded and not undone."""
        where = "WHERE i.fingerprint = ? AND i.state <> 'undone' ORDER BY i.created, i.rowid"
        return next(iter(self._records(f"{where} LIMIT 1", (fingerprint,))), None)

    def refers_to(self, sha256: str) -> bool:
        """Whether any ingest is of a file of these bytes."""
        with self._open() as db:
            row = db.execute("SELECT 1 FROM ingests WHERE sha256 = ?", (sha256,)).fetchone()
        return row is not None

    def series(self, target: Target, *, turbine: str, site: str) -> list[Series]:
        """The series of that turbine that were ingested into one target."""
        with self._open() as db:
            rows = db.execute(
                "SELECT DISTINCT measurement, site, turbine FROM ingests"
                " WHERE turbine = ? AND site = ? AND target = ? AND state <> 'undone'",
                (turbine, site, _json(target)),
            ).fetchall()
        return [Series(**row) for row in rows]

    def zones(self, target: Target) -> dict[Series, str]:
        """The zone of the newest file of every series that was ingested into one target. Stamps
        with offsets say none, unless a person did."""
        with self._open() as db:
            rows = db.execute(
                "SELECT measurement, site, turbine, json_extract(interpretation, '$.zone') AS zone,"
                " json_extract(interpretation, '$.time_format') AS form"
                " FROM ingests WHERE target = ? AND state <> 'undone' ORDER BY created, rowid",
                (_json(target),),
            ).fetchall()
        return {
            Series(measurement=r["measurement"], site=r["site"], turbine=r["turbine"]): r["zone"]
            for r in rows
            if r["zone"] != "UTC" or not has_offset(r["form"])
        }

    def fields(self, target: Target) -> dict[Series, frozenset[str]]:
        """All fields that were ingested into one target, by series."""
        with self._open() as db:
            rows = db.execute(
                "SELECT DISTINCT measurement, site, turbine,"
                " json_extract(interpretation, '$.mapping') AS mapping"
                " FROM ingests WHERE target = ? AND state <> 'undone'",
                (_json(target),),
            ).fetchall()
        fields: dict[Series, set[str]] = {}
        for r in rows:
            series = Series(measurement=r["measurement"], site=r["site"], turbine=r["turbine"])
            fields.setdefault(series, set()).update(name for _, name in json.loads(r["mapping"]))
        return {series: frozenset(names) for series, names in fields.items()}

    def touched(self, target: Target) -> dict[Series, str]:
        """Of every series that was ever ingested into one target: another text after everything
        that may have changed what the database holds of it, or found it changed."""
        with self._open() as db:
            rows = db.execute(
                "SELECT measurement, site, turbine, count(*) AS count, sum(touched) AS touched"
                " FROM ingests WHERE target = ? GROUP BY measurement, site, turbine",
                (_json(target),),
            ).fetchall()
        return {
            Series(measurement=r["measurement"], site=r["site"], turbine=r["turbine"]): (
                f"{r['count']}.{r['touched']}"
            )
            for r in rows
        }

    def stamps(self, ingest_id: str) -> Stamps:
        """The new stamps of the ingest's kept rows, in file order."""
        with self._open() as db:
            row = db.execute("SELECT packed FROM stamps WHERE ingest = ?", (ingest_id,)).fetchone()
        return unpack(row["packed"])

    def ownership(self, ingest_id: str) -> Ownership:
        """What of the ingest is its own, and what others brought since."""
        with self._open() as db:
            row = db.execute(
                "SELECT interpretation, packed FROM ingests JOIN stamps ON ingest = id"
                " WHERE id = ?",
                (ingest_id,),
            ).fetchone()
            claims = db.execute(_CLAIMS, (ingest_id,)).fetchall()
        return Ownership(
            stamps=ascending(unpack(row["packed"])),
            fields=restored(json.loads(row["interpretation"])).channels,
            claims=tuple(
                Claim(
                    by=c["by"],
                    fields=tuple(c["fields"].split()),
                    stamps=unpack(c["stamps"]),
                    undone=bool(c["undone"]),
                )
                for c in claims
            ),
        )

    def replaced_by(self, ingest_id: str) -> list[str]:
        """The ingests, not undone, whose stamps this one took over, the oldest first."""
        with self._open() as db:
            rows = db.execute(
                "SELECT i.id FROM ingests i JOIN replaced r ON r.ingest = i.id"
                " WHERE r.by = ? AND i.state <> ? ORDER BY i.created, i.rowid",
                (ingest_id, State.UNDONE.value),
            ).fetchall()
        return [row["id"] for row in rows]

    def acknowledged(self, ingest_id: str) -> list[int]:
        """The batches that the database answered for, by number."""
        with self._open() as db:
            rows = db.execute("SELECT seq FROM batches WHERE ingest = ?", (ingest_id,)).fetchall()
        return [row["seq"] for row in rows]

    def open_end(self, ingest_id: str) -> str:
        """What is kept about the file's last line if it has no line end; else empty."""
        with self._open() as db:
            row = db.execute(
                "SELECT reason FROM findings WHERE ingest = ? AND kind = ?", (ingest_id, OPEN_END)
            ).fetchone()
        return str(row["reason"]) if row else ""

    def findings(self, ingest_id: str, limit: int | None = None) -> pl.DataFrame:
        """What is not stored, with line, text and reason (FINDINGS_SCHEMA), by line."""
        with self._open() as db:
            rows = db.execute(
                'SELECT kind, line, "column", text, reason FROM findings WHERE ingest = ? '
                "ORDER BY line, rowid LIMIT ?",
                (ingest_id, -1 if limit is None else limit),
            ).fetchall()
        return pl.DataFrame([tuple(row) for row in rows], schema=FINDINGS_SCHEMA, orient="row")

    def cancel_asked(self, ingest_id: str) -> bool:
        """Whether somebody asked the ingest to stop."""
        with self._open() as db:
            row = db.execute("SELECT cancel FROM ingests WHERE id = ?", (ingest_id,)).fetchone()
        return bool(row and row["cancel"])

    def erased(self, ingest_id: str) -> list[bytes]:
        """What was deleted by, or about to be, and is not known to be written back."""
        with self._open() as db:
            rows = db.execute(
                "SELECT lines FROM erased WHERE ingest = ? ORDER BY rowid", (ingest_id,)
            ).fetchall()
        return [row["lines"] for row in rows]

    def _records(self, where: str, values: tuple[Any, ...]) -> list[IngestRecord]:
        with self._open() as db:
            rows = db.execute(_SELECT + where, values).fetchall()
        return [self._record(row) for row in rows]

    def _record(self, row: sqlite3.Row) -> IngestRecord:
        state = State(row["state"])
        if state is State.RUNNING and not self._is_locked(row["id"]):
            state = State.INTERRUPTED
        return IngestRecord(
            id=row["id"],
            fingerprint=row["fingerprint"],
            created=datetime.fromisoformat(row["created"]).astimezone(UTC),
            actor=row["actor"],
            origin=row["origin"],
            file_name=row["file_name"],
            sha256=row["sha256"],
            size=row["size"],
            interpretation=restored(json.loads(row["interpretation"])),
            rule=row["rule"],
            resolved=Resolved.from_dict(json.loads(row["resolved"])),
            series=Series(measurement=row["measurement"], site=row["site"], turbine=row["turbine"]),
            target=Target(**json.loads(row["target"])),
            counts=_counts(json.loads(row["counts"])),
            batch_rows=row["batch_rows"],
            first_ns=row["first_ns"],
            last_ns=row["last_ns"],
            step_ns=row["step_ns"],
            state=state,
            stored=row["stored"],
            refused=row["refused"],
            replaces=row["replaces"],
            unrecorded=row["unrecorded"],
            replaced=len(self.ownership(row["id"]).replaced) if row["is_claimed"] else 0,
            seconds=row["seconds"],
            held=row["held"],
            lacks=row["lacks"],
            error=row["error"],
            upload=row["upload"],
            touched=row["touched"],
            verified=None if row["verdict"] is None else verified(row),
        )


def _named(series: Series, target: Target) -> tuple[str, str, str, str]:
    return series.turbine, series.measurement, series.site, _json(target)


def _json(target: Target) -> str:
    """As it lies in the table: always the same text."""
    return json.dumps(target.to_dict(), sort_keys=True)


def _counts(values: dict[str, Any]) -> Counts:
    lists = {name: tuple(values.get(name, ())) for name in ("empty", "mostly_bad")}
    return Counts(**{**values, **lists})
