"""What the database holds: its series, their zones, and windowed aggregates of them."""

from operator import attrgetter

from turbine.explore.aggregate import AggregateRequest, Aggregation, aggregate
from turbine.ingest.ledger import Ledger
from turbine.model.channels import channel
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import NotFoundError
from turbine.model.series import Series, natural
from turbine.model.similar import similar
from turbine.services.known_steps import KnownSteps
from turbine.services.open_stores import OpenStores
from turbine.services.words import Words
from turbine.stores import doctor
from turbine.stores.base import SeriesInfo
from turbine.words import Sentence, Text, together

_FIELDS = 12
"""Named in a sentence."""


class Explorer:
    """Questions to the database that points go to now. Raises StoreError if it does not answer."""

    def __init__(self, stores: OpenStores, ledger: Ledger) -> None:
        self._stores, self._ledger = stores, ledger
        self._known_steps = KnownSteps()

    def state(self) -> tuple[str, ...]:
        """Different after every change of the target and of any ingest, in this process or
        another: an answer of the database is valid as long as it is the same, as far as our own
        writes go."""
        target = self._stores.target
        named = (target.kind, target.address, target.org, target.bucket)
        return (*named, self._ledger.points_version())

    @acting(Words.TURBINE_LIST(), QUESTION_S)
    def series(self, measurement: str | None = None) -> list[SeriesInfo]:
        """The series that the target holds, of one measurement or of all, sorted."""
        store = self._stores.get()
        infos = [] if store.bucket() is None else store.series(measurement)
        shown = [info for info in infos if info.series.measurement != doctor.MEASUREMENT]
        return sorted(shown, key=attrgetter("series"))

    def zones(self) -> dict[Series, str]:
        """The zone of every series that was ingested here: its newest file's that says one."""
        return self._ledger.zones(self._stores.target)

    def own_fields(self) -> dict[Series, frozenset[str]]:
        """What was ingested here of every series: its other fields are another program's."""
        return self._ledger.fields(self._stores.target)

    def check_field(self, info: SeriesInfo, name: str) -> None:
        """Raise NotFoundError if the series has no such field; says which may be meant."""
        if name in info.fields:
            return
        titles = {channel(field).title: field for field in info.fields}
        meant = similar(name, info.fields) or titles.get(similar(name, titles), "")
        some = info.fields[:_FIELDS]
        listed = Words.FIELDS(
            names=some if len(info.fields) <= _FIELDS else (*some, Words.OTHERS())
        )
        raise NotFoundError(
            Words.NO_FIELD(turbine=info.series.turbine, name=name),
            hint=together(Words.DID_YOU_MEAN(name=meant), listed) if meant else listed,
        )

    def name(
        self, *, turbine: str, site: str | None = None, measurement: str | None = None
    ) -> Series | None:
        """The series that is meant, by its full name or as the only one of that site that was
        ingested here; None if only the database can tell. Asks no server."""
        if site is None:
            return None
        if measurement is not None:
            return Series(measurement=measurement, site=site, turbine=turbine)
        known = self._ledger.series(self._stores.target, turbine=turbine, site=site)
        return known[0] if len(known) == 1 else None

    @acting(Words.TURBINE_SEARCH(), QUESTION_S)
    def find(
        self, *, turbine: str, site: str | None = None, measurement: str | None = None
    ) -> SeriesInfo:
        """The one series of that turbine. Raises NotFoundError if there is none, or several."""
        infos = self.series(measurement)
        of_turbine = [info for info in infos if info.series.turbine == turbine]
        matches = [info for info in of_turbine if site in (None, info.series.site)]
        if not infos and measurement is not None:
            raise NotFoundError(
                Words.NO_POINTS_IN_MEASUREMENT(measurement=measurement), hint=Words.CHECK_NAME()
            )
        if not of_turbine:
            raise NotFoundError(
                Words.NO_POINTS(turbine=turbine),
                hint=_names(Words.TURBINES, turbine, {info.series.turbine for info in infos}),
            )
        if not matches:
            raise NotFoundError(
                Words.NO_POINTS_AT_SITE(turbine=turbine, site=site),
                hint=_names(Words.SITES, site or "", {info.series.site for info in of_turbine}),
            )
        if len(matches) > 1:
            series = tuple(
                Words.SERIES(site=each.series.site, measurement=each.series.measurement)
                for each in matches
            )
            raise NotFoundError(
                Words.SEVERAL_SERIES(turbine=turbine, series=series), hint=Words.CHOOSE_SERIES()
            )
        return matches[0]

    @acting(Words.AGGREGATE(), QUESTION_S)
    def aggregate(self, request: AggregateRequest) -> Aggregation:
        """Windowed aggregates, computed by the database if it can."""
        key = (self.state(), request.series, request.start_ns, request.stop_ns)
        known = self._known_steps.of(key)
        result = aggregate(self._stores.get(), request, known=known)
        self._known_steps.keep(key, known)
        return result


def _names(sentence: Sentence, name: str, known: set[str]) -> Text:
    """Those that exist; before them, the one that was probably meant."""
    if not known:
        return Words.INGEST_FIRST()
    names = sorted(known, key=natural)
    listed = sentence(names=tuple(names))
    if not (nearest := similar(name, names)):
        return listed
    meant = Words.DID_YOU_MEAN(name=nearest)
    return meant if len(names) == 1 else together(meant, listed)
