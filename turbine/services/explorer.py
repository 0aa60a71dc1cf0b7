"""What the database holds: its series, their zones, and windowed aggregates of them."""

from turbine.explore.aggregate import AggregateRequest, Aggregation, aggregate
from turbine.ingest.ledger import Ledger
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import NotFoundError
from turbine.model.series import Series
from turbine.services.known_steps import KnownSteps
from turbine.services.open_stores import OpenStores
from turbine.stores import doctor
from turbine.stores.base import SeriesInfo

DEFAULT_ZONE = "Europe/Istanbul"
"""Of a site of which no file says another one."""


class Explorer:
    """Questions to the database that points go to now. Raises StoreError if it does not answer."""

    def __init__(self, stores: OpenStores, ledger: Ledger) -> None:
        self._stores, self._ledger = stores, ledger
        self._known_steps = KnownSteps()

    def state(self) -> tuple[str, ...]:
        """Another one after every change of the target and of any ingest, in this process or
        another: an answer of the database stands as long as it does, as far as it is ours."""
        target = self._stores.target
        named = (target.kind, target.address, target.org, target.bucket)
        return (*named, self._ledger.version())

    @acting("The list of turbines", QUESTION_S)
    def series(self, measurement: str | None = None) -> list[SeriesInfo]:
        """The series that the target holds, of one measurement or of all."""
        store = self._stores.get()
        held = [] if store.bucket() is None else store.series(measurement)
        return [info for info in held if info.series.measurement != doctor.MEASUREMENT]

    def zones(self) -> dict[Series, str]:
        """The site's zone of every series that was ingested here: that of its newest file."""
        return self._ledger.zones(self._stores.target)

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

    @acting("The search for the turbine", QUESTION_S)
    def find(
        self, *, turbine: str, site: str | None = None, measurement: str | None = None
    ) -> SeriesInfo:
        """The one series of that turbine. Raises NotFoundError if there is none, or several."""
        held = self.series(measurement)
        found = [
            info
            for info in held
            if info.series.turbine == turbine
            and site in (None, info.series.site)
            and measurement in (None, info.series.measurement)
        ]
        if not found:
            known = sorted({info.series.turbine for info in held})
            raise NotFoundError(
                f"There are no points of turbine {turbine!r}.",
                hint=f"There are: {', '.join(known)}." if known else "Ingest a file first.",
            )
        if len(found) > 1:
            sites = ", ".join(f"{i.series.site} / {i.series.measurement}" for i in found)
            raise NotFoundError(
                f"Turbine {turbine!r} has several series: {sites}.",
                hint="Say which with --site and --measurement.",
            )
        return found[0]

    @acting("The aggregate", QUESTION_S)
    def aggregate(self, request: AggregateRequest) -> Aggregation:
        """Windowed aggregates, computed by the database where it can."""
        key = (self.state(), request.series, request.start_ns, request.stop_ns)
        known = self._known_steps.of(key)
        found = aggregate(self._stores.get(), request, known=known)
        self._known_steps.keep(key, known)
        return found
