"""The first look at all that is stored: what each turbine did of late, and the days of all."""

import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from turbine.ingest.ledger import Ledger
from turbine.ingest.record import IngestRecord
from turbine.ingest.summaries import Kept, Summaries
from turbine.model.channels import ordered
from turbine.model.deadline import QUESTION_S, acting, bound
from turbine.model.errors import ConfigError, StoreError, TurbineError
from turbine.model.series import Series
from turbine.services.analysis import Analysis
from turbine.services.explorer import Explorer
from turbine.services.fields import Fields
from turbine.services.measured import Question
from turbine.services.open_stores import OpenStores
from turbine.services.sites import Sites
from turbine.services.status import (
    FORMAT,
    SIGNALS,
    Recent,
    Status,
    by_day,
    kept_text,
    recent,
    restored,
)
from turbine.services.words import Words
from turbine.sites import Site
from turbine.stores.base import SeriesInfo, holding
from turbine.timing.latest import last_days
from turbine.wind.rows import Period

_log = logging.getLogger(__name__)
_AT_ONCE = 4
_DAYS = 30
_NEEDED = Fields(direction_deg="", reference_kw="", deviation_mps="")


class Overview:
    """What the target holds, as the database answers, or as it answered last.

    An answer is kept (:mod:`turbine.ingest.summaries`) together with the state that it is of, which
    is read first: with the changes of the series' ingests, what is noted of the turbine, and its
    zone. What another program writes is in no such state, so every answer has its age.
    """

    def __init__(
        self,
        stores: OpenStores,
        analysis: Analysis,
        explorer: Explorer,
        sites: Sites,
        ledger: Ledger,
        summaries: Summaries,
    ) -> None:
        self._stores, self._analysis, self._explorer = stores, analysis, explorer
        self._sites, self._ledger, self._summaries = sites, ledger, summaries

    @property
    def answers_years(self) -> bool:
        """Whether the database answers quickly: :attr:`Capabilities.answers_years`. True of one
        that must be asked which it is, and does not tell: whoever asks it hears why."""
        try:
            return self._stores.get().capabilities.answers_years
        except StoreError:
            return True

    @property
    def language(self) -> str:
        """In which the database is asked. Raises StoreError if it must say which it is, and does
        not."""
        return self._stores.get().capabilities.query_language

    def kept(self) -> tuple[dict[Series, Status], list[Series]]:
        """What is kept of each series and true as far as is known here, sorted; and the series of
        which something changed since, or nothing is kept. Asks no database. Raises ConfigError if
        the sites cannot be read."""
        found, lacking = dict[Series, Status](), []
        known, kept = self._known(), self._summaries.all(self._stores.target)
        for series in sorted({*known.touched, *kept}):
            its = kept.get(series)
            if its is None or its.version != self._version(series, known):
                lacking.append(series)
            elif its.text:
                found[series] = restored(series, its.text, its.asked_ns)
        return found, lacking

    @acting(Words.ALL_TURBINES(), QUESTION_S)
    def ask(self) -> dict[Series, Status]:
        """Ask for everything, and keep it."""
        known, began_ns = self._known(), time.time_ns()
        infos = [info for info in self._explorer.series() if info.fields]
        found = self._ask(known, infos, began_ns)
        gone = {*known.touched, *self._summaries.all(self._stores.target)} - found.keys()
        self._keep(known, began_ns, {series: found.get(series) for series in (*found, *gone)})
        return found

    @acting(Words.ALL_TURBINES(), QUESTION_S)
    def ask_about(self, *wanted: Series) -> None:
        """Ask for these alone, where ingests and earlier answers say that they are, and keep it."""
        known, began_ns = self._known(), time.time_ns()
        kept = self._summaries.all(self._stores.target)
        fields = self._explorer.own_fields()
        infos = []
        for series in wanted:
            its = kept.get(series)
            before = restored(series, its.text, 0).info if its and its.text else None
            own = fields.get(series, frozenset())
            if (info := self._found(series, before, own)) is not None:
                infos.append(info)
        found = self._ask(known, infos, began_ns)
        self._keep(known, began_ns, {series: found.get(series) for series in wanted})

    def after(self, record: IngestRecord) -> None:
        """An ingest has run, or was undone: keep what its database holds of the series now. Without
        an answer, what was kept is old, which whoever looks finds out: the ingest is what it is."""
        if record.target == self._stores.target:
            try:
                self.ask_about(record.series)
            except TurbineError:
                pass
            except Exception:  # a summary that fails is not a fault of the ingest
                _log.exception("the summary of %s is not kept", record.series)

    def field(self, info: SeriesInfo) -> str:
        """Whose rows are counted."""
        try:
            names = self._analysis.signals(info)
        except ConfigError:  # told where its figures would be
            names = {}
        return next((names[name] for name in SIGNALS if name in names), info.fields[0])

    def _known(self) -> "_Known":
        target = self._stores.target
        return _Known(
            touched=self._ledger.touched(target),
            zones=self._explorer.zones(),
            sites=self._sites.all(),
        )

    def _zone(self, series: Series, known: "_Known") -> str:
        return known.zones.get(series) or known.site(series).zone or "UTC"

    def _version(self, series: Series, known: "_Known") -> str:
        """Of all that a status depends on, as far as it is known here."""
        facts = known.site(series).turbines.get(series.turbine, {})
        touched, zone = known.touched.get(series, ""), self._zone(series, known)
        return repr((FORMAT, touched, zone, sorted(facts.items())))

    def _found(
        self, series: Series, before: SeriesInfo | None, own: frozenset[str]
    ) -> SeriesInfo | None:
        """The series, where its ingests and what was kept of it say that it may be."""
        spans = [
            (record.first_ns, record.last_ns)
            for record in self._ledger.of_series(series, self._stores.target)
        ]
        names = ordered({*own, *(before.fields if before else ())})
        if before is not None:
            spans.append((before.first_ns, before.last_ns))
        if not spans or not names:
            return None
        first_ns, last_ns = min(first for first, _ in spans), max(last for _, last in spans)
        stamps = self._stores.get().stamps(series, first_ns, last_ns + 1)
        if not len(stamps):
            return None
        ends = int(stamps[0]), int(stamps[-1])
        return SeriesInfo(series=series, first_ns=ends[0], last_ns=ends[1], fields=names)

    def _ask(
        self, known: "_Known", infos: Sequence[SeriesInfo], began_ns: int
    ) -> dict[Series, Status]:
        store = self._stores.get()

        def status(info: SeriesInfo) -> Status:
            zone = self._zone(info.series, known)
            start_ns, stop_ns = last_days(info.first_ns, info.last_ns, zone, None)
            stamps = store.stamps(info.series, start_ns, stop_ns, (self.field(info),))
            return Status(
                info=info,
                zone=zone,
                recent=self._recent(info, zone),
                days=by_day(stamps, Period(start_ns=start_ns, stop_ns=stop_ns, zone=zone)),
                asked_ns=began_ns,
            )

        with holding(store), ThreadPoolExecutor(_AT_ONCE, "overview") as pool:
            answers = pool.map(bound(status), infos)
            return {info.series: each for info, each in zip(infos, answers, strict=True)}

    def _recent(self, info: SeriesInfo, zone: str) -> Recent:
        start_ns, stop_ns = last_days(info.first_ns, info.last_ns, zone, _DAYS)
        period = Period(start_ns=start_ns, stop_ns=stop_ns, zone=zone)
        try:
            names = self._analysis.signals(info)
        except ConfigError as error:
            return Recent(period=period, problem=error.message)
        if not any(name in names for name in SIGNALS):
            return Recent(period=period)
        question = Question(
            turbine=info.series.turbine,
            start_ns=start_ns,
            stop_ns=stop_ns,
            zone=zone,
            fields=_NEEDED,
        )
        return recent(self._analysis.read(question, info))

    def _keep(self, known: "_Known", began_ns: int, found: Mapping[Series, Status | None]) -> None:
        self._summaries.put(
            self._stores.target,
            {
                series: Kept(
                    version=self._version(series, known),
                    asked_ns=began_ns,
                    text="" if status is None else kept_text(status),
                )
                for series, status in found.items()
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known here of all series, read before a database is asked."""

    touched: Mapping[Series, str]
    zones: Mapping[Series, str]
    sites: Mapping[str, Site]

    def site(self, series: Series) -> Site:
        """What is noted of the series' site; nothing if nothing is."""
        return self.sites.get(series.site, Site())
