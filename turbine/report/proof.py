"""The proof: each ingest behind the period, what became of its rows, and its comparison."""

from collections.abc import Sequence

from turbine.report.document import Block, Column, Paragraph, Section, Table, Tone
from turbine.report.numbers import in_utc, number
from turbine.report.words import Words
from turbine.services.reported import Proof, Report


def verification(report: Report) -> list[Section]:
    """Each ingest behind the period: what became of its rows, and its comparison."""
    if "verification" not in report.asked.parts:
        return []
    text, tone = verdict_of(report)
    blocks: list[Block] = [
        Paragraph(text=text, tone=tone),
        Paragraph(text=Words.VERDICT_MEANING()),
    ]
    proofs = [(t.name, proof) for t in report.turbines for proof in t.proofs]
    if proofs:
        blocks += [_stored(proofs), _compared(proofs)]
    reasons = {
        str(reason) for _, proof in proofs for reason in (proof.line.reasons if proof.line else ())
    }
    blocks += [Paragraph(text=reason, tone="bad") for reason in sorted(reasons)]
    for each in report.turbines:
        if not each.proofs and each.rows:
            blocks.append(Paragraph(text=Words.NO_INGEST(turbine=each.name), tone="missing"))
        elif each.of_no_ingest:
            blocks.append(
                Paragraph(
                    text=Words.OF_NO_INGEST(turbine=each.name, count=each.of_no_ingest),
                    tone="missing",
                )
            )
    return [Section(title=Words.VERIFICATION(), blocks=blocks)]


def verdict_of(report: Report) -> tuple[str, Tone]:
    """One sentence over all ingests behind the period."""
    proofs = [proof for each in report.turbines for proof in each.proofs]
    lines = [proof.line for proof in proofs if proof.line is not None and proof.is_current]
    count = len(proofs)
    if not proofs:
        return Words.NOTHING_INGESTED(), "missing"
    if report.verdict == "FAIL":
        failed = sum(line.verdict == "FAIL" for line in lines)
        return Words.FAIL(failed=failed, count=count), "bad"
    if report.verdict is None:
        return Words.NOT_ALL_COMPARED(compared=len(lines), count=count), "missing"
    rows = sum(line.expected for line in lines)
    if tolerance := max(proof.tolerance for proof in proofs):
        return Words.PASS_WITHIN(rows=rows, count=count, tolerance=tolerance), "good"
    return Words.PASS(rows=rows, count=count), "good"


def _stored(proofs: Sequence[tuple[str, Proof]]) -> Table:
    counts = (
        Words.ROWS, Words.STORED, Words.REJECTED, Words.DUPLICATE, Words.WITHOUT_VALUES,
        Words.WAITING, Words.UNREADABLE_CELLS,
    )  # fmt: skip
    titles = [
        Column(title=Words.FILE(), weight=1.8),
        Column(title=Words.TURBINE(), weight=1.2),
        *(Column(title=label(), is_number=True) for label in counts),
    ]
    rows = [
        [
            record.file_name,
            name,
            *(
                number(count)
                for count in (
                    record.counts.rows,
                    record.stored,
                    record.rejected,
                    record.counts.duplicate,
                    record.counts.without_values,
                    record.waiting,
                    record.counts.bad,
                )
            ),
        ]
        for name, proof in proofs
        for record in [proof.record]
    ]
    return Table(caption=Words.WHAT_BECAME_OF_ROWS(), columns=titles, rows=rows)


def _compared(proofs: Sequence[tuple[str, Proof]]) -> Table:
    titles = [
        Column(title=Words.FILE(), weight=1.8),
        Column(title=Words.TURBINE(), weight=1.2),
        Column(title=Words.INGESTED(), weight=1.7),
        Column(title=Words.VERDICT()),
        *(
            Column(title=label(), is_number=True)
            for label in (Words.EXPECTED, Words.MISSING, Words.UNEXPECTED, Words.DIFFERING)
        ),
        Column(title=Words.COMPARED_AT(), weight=1.7),
    ]
    rows = [
        [
            proof.record.file_name,
            name,
            in_utc(proof.record.created),
            _told(proof),
            *(
                number(None if proof.line is None else getattr(proof.line, which))
                for which in ("expected", "missing", "unexpected", "differing")
            ),
            Words.NO_VALUE() if proof.at is None else in_utc(proof.at),
        ]
        for name, proof in proofs
    ]
    return Table(caption=Words.COMPARISON(), columns=titles, rows=rows)


def _told(proof: Proof) -> str:
    if proof.line is None:
        return str(proof.problem) or Words.NOT_COMPARED()
    said = Words.PASSED() if proof.line.verdict == "PASS" else Words.FAILED()
    return said if proof.is_current else Words.BEFORE_CHANGES(verdict=said)
