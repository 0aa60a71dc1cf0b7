"""What a printed report is of: the figures of the pages, turbine by turbine, and the proof of them.

Every figure comes from the same function as on its page (:class:`turbine.services.analysis`). Of
each turbine only figures are kept, not its rows, so that thirty of a year are no more than one.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import numpy as np

from turbine.ingest.ledger import Ledger
from turbine.ingest.record import IngestRecord
from turbine.model.actor import Actor
from turbine.model.errors import ConfigError, TurbineError
from turbine.model.frame import stamps_of
from turbine.model.series import Series, names_of
from turbine.services.analysis import Analysis
from turbine.services.explorer import Explorer
from turbine.services.fields import Fields
from turbine.services.lasting import lasting_of
from turbine.services.measured import Flagged, Measured, Question
from turbine.services.open_stores import OpenStores
from turbine.services.proofs import SUMS, Line, line
from turbine.services.quality import inventory
from turbine.services.reported import Asked, FlagLine, OfTurbine, Part, Proof, Report
from turbine.services.verification import Verifier
from turbine.services.words import Words
from turbine.stores import label
from turbine.stores.base import SeriesInfo, holding
from turbine.timing.windows import Window, load_zone
from turbine.verify.compare import Verdict
from turbine.wind.roses import CALM_MPS
from turbine.wind.rows import Period
from turbine.words import Text

_A_YEAR_OR_SO_NS = 400 * 86_400 * 10**9
"""Of a longer period, the calendar shows weeks."""
_T = TypeVar("_T")
OnProgress = Callable[[int, int, str], None]
"""Turbines that are done, all of them, and the name of the next one."""


class Reports:
    """Makes them. Raises NotFoundError for a series that the database does not hold, ConfigError
    for a period or zone that makes no sense, StoreError if the database does not answer."""

    def __init__(
        self,
        stores: OpenStores,
        explorer: Explorer,
        analysis: Analysis,
        verifier: Verifier,
        ledger: Ledger,
    ) -> None:
        self._stores, self._explorer, self._analysis = stores, explorer, analysis
        self._verifier, self._ledger = verifier, ledger

    def gather(
        self,
        actor: Actor,
        asked: Asked,
        *,
        on_progress: OnProgress = lambda _done, _all, _name: None,
    ) -> Report:
        """All figures."""
        load_zone(asked.zone)
        infos, names = self._infos(asked.series), names_of(asked.series)
        start = min(i.first_ns for i in infos) if asked.start_ns is None else asked.start_ns
        stop = max(i.last_ns for i in infos) + 1 if asked.stop_ns is None else asked.stop_ns
        period = Period(start_ns=start, stop_ns=stop, zone=asked.zone)
        window: Window = "1d" if stop - start <= _A_YEAR_OR_SO_NS else "1w"
        turbines = []
        with holding(self._stores.get()):
            for done, info in enumerate(infos):
                name = names[info.series]
                on_progress(done, len(infos), name)
                turbines.append(self._turbine(actor, asked, info, name, period, window))
        return Report(
            asked=asked,
            # The last row lasts beyond its stamp.
            period=replace(period, stop_ns=max(each.period.stop_ns for each in turbines)),
            made=datetime.now(UTC),
            language=self._stores.get().capabilities.query_language,
            database=label(self._stores.target),
            window=window,
            turbines=tuple(turbines),
        )

    def _infos(self, series: Sequence[Series]) -> list[SeriesInfo]:
        if not series:
            raise ConfigError(Words.NO_TURBINES(), hint=Words.NAME_A_TURBINE())
        if len(series) == 1:
            (only,) = series
            named = {n: getattr(only, n) for n in ("turbine", "site", "measurement")}
            return [self._explorer.find(**named)]
        there = {info.series: info for info in self._explorer.series()}
        return [
            there.get(each)
            or self._explorer.find(
                turbine=each.turbine, site=each.site, measurement=each.measurement
            )
            for each in series
        ]

    def _turbine(
        self,
        actor: Actor,
        asked: Asked,
        info: SeriesInfo,
        name: str,
        period: Period,
        window: Window,
    ) -> OfTurbine:
        question = Question(
            turbine=info.series.turbine,
            site=info.series.site,
            measurement=info.series.measurement,
            start_ns=period.start_ns,
            stop_ns=period.stop_ns,
            zone=period.zone,
            fields=Fields(),
        )
        try:
            measured = self._analysis.read(question, info)
        except ConfigError as error:
            if period.start_ns >= period.stop_ns:
                raise
            missing: dict[Part, Text] = {
                part: error.message for part in asked.parts if part != "verification"
            }
            found = OfTurbine(
                name=name, series=info.series, period=period, facts={}, missing=missing
            )
        else:
            found = of_turbine(measured, asked, name, window)
        if "verification" not in asked.parts:
            return found
        records = self._ledger.of_series(
            info.series, self._stores.target, (period.start_ns, period.stop_ns - 1)
        )
        return replace(
            found,
            proofs=tuple(self._proof(actor, record, asked.verify) for record in records),
            of_no_ingest=found.rows and _outside(measured, records),
        )

    def _proof(self, actor: Actor, record: IngestRecord, verify: bool) -> Proof:
        if not verify:
            return _kept(record)
        began = datetime.now(UTC)
        try:
            result = self._verifier.verify(actor, record.id)
        except TurbineError as error:
            return Proof(record=record, problem=error.message, at=began)
        return Proof(record=record, line=line(result), at=began)


def _kept(record: IngestRecord) -> Proof:
    """What the last verification came to."""
    its = record.verified
    if its is None:
        return Proof(record=record)
    counts = {name: getattr(its, name) for name in SUMS}
    found: Verdict = "PASS" if its.verdict == "PASS" else "FAIL"
    return Proof(
        record=record,
        line=Line(record=record, verdict=found, **counts),
        at=its.when,
        is_current=its.is_current,
        tolerance=its.tolerance,
    )


def of_turbine(measured: Measured, asked: Asked, name: str, window: Window) -> OfTurbine:
    """The figures of these rows, without their proof."""
    rules = measured.rules(None, asked.rules)
    flagged = Analysis.flags(measured, rules)
    kept = measured.without(flagged, asked.without)
    missing: dict[Part, Text] = {}

    def part(which: Part, figures: Callable[[], _T], *signals: str) -> _T | None:
        """What a part shows, unless it is not wanted, lacks a signal or has no row."""
        if which not in asked.parts:
            return None
        try:
            if kept.having(*signals).is_empty():
                fields = tuple(kept.names[signal] for signal in signals)
                missing[which] = Words.NO_ROWS_WITH(fields=fields) if fields else Words.NO_ROWS()
                return None
            return figures()
        except ConfigError as error:
            missing[which] = error.message
            return None

    lost = part("availability", lambda: Analysis.losses(kept, rules), "power_kw", "wind_mps")
    coverage = part("coverage", lambda: inventory(measured, window))
    rated = measured.rated_kw(None)
    return OfTurbine(
        name=name,
        series=measured.series,
        period=measured.period,
        facts=measured.facts,
        fields=measured.names,
        rows=measured.rows.inside.height,
        left_out=0 if kept.rows.left_out is None else len(kept.rows.left_out),
        rated_kw=rated,
        proposed_kw=measured.proposed_rated_kw() if "power_kw" in measured.names else None,
        production=part(
            "production",
            lambda: Analysis.production(kept, by="month", rated_kw=rated),
            "power_kw",
        ),
        lasting=lasting_of(measured, "power_kw") if "power_kw" in measured.names else None,
        curve=part("power_curve", lambda: Analysis.power_curve(kept), "power_kw", "wind_mps"),
        study=part("wind", lambda: Analysis.wind(kept, calm_mps=CALM_MPS), "wind_mps"),
        losses=lost[0] if lost else None,
        availability=lost[1] if lost else None,
        rules=rules,
        own_reference=lost[2].own_reference if lost else False,
        noted_reference=measured.noted_reference,
        flags=flag_lines(flagged),
        covered_field=measured.names[coverage.signal] if coverage else "",
        coverage=coverage,
        missing=missing,
    )


def flag_lines(flagged: Flagged) -> tuple[FlagLine, ...]:
    """Each rule with what it marks; those that could not be checked too."""
    hours = flagged.rows["hours"].fill_null(0.0).to_numpy()
    checked = (
        FlagLine(
            code=f.code,
            title=f.title,
            rows=f.rows,
            hours=float(hours[f.mask].sum()),
            rule=f.rule,
        )
        for f in flagged.flags
    )
    left = (
        FlagLine(code=f.code, title=f.title, rows=None, hours=None, rule=f.reason)
        for f in flagged.not_checked
    )
    return (*checked, *left)


def _outside(measured: Measured, records: Sequence[IngestRecord]) -> int:
    stamps = stamps_of(measured.rows.inside)
    inside = np.zeros(len(stamps), dtype=np.bool_)
    for record in records:
        inside |= (stamps >= record.first_ns) & (stamps <= record.last_ns)
    return int((~inside).sum())
