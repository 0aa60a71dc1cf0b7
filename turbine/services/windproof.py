"""What a person can do, for the pages and the command line alike: one service for each job.

Thin: a service knows where things are (ledger, originals, databases) and in which order they are
asked; the rules live in the modules that it calls. What only reads takes no actor. What changes
something does, and leaves a row in :mod:`turbine.audit`, also if it is refused.
"""

from functools import partial

from turbine.audit import AuditLog
from turbine.ingest.clocks import remembered_zone
from turbine.ingest.ledger import Ledger
from turbine.ingest.originals import Originals
from turbine.ingest.reread import reread
from turbine.ingest.summaries import Summaries
from turbine.services.analysis import Analysis
from turbine.services.connection import Connection
from turbine.services.explorer import Explorer
from turbine.services.files import Files
from turbine.services.ingests import Ingests
from turbine.services.open_stores import OpenStores
from turbine.services.overview import Overview
from turbine.services.park import Parks
from turbine.services.recipes import Recipes
from turbine.services.reports import Reports
from turbine.services.sites import Sites
from turbine.services.uploads import Uploads
from turbine.services.verification import Verifier
from turbine.settings.config import Settings
from turbine.settings.data_dir import make_folder, make_private, private

# What Windproof keeps in the data directory; a person may keep more there.
_OWN = (
    "windproof.*",
    "ledger.*",
    "auth.*",
    "audit.*",
    "connection.*",
    "sites.*",
    "summary.*",
    "recipes",
    "originals",
    "uploads",
    "locks",
)


class Windproof:
    """All services over one data directory. Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        make_folder(settings.data_dir)
        make_private(*(path for name in _OWN for path in settings.data_dir.glob(name)))
        with private():
            self._ledger = Ledger(settings.data_dir)
            self._originals = Originals(settings.data_dir / "originals")
        self._stores = OpenStores(settings)
        log, read = AuditLog(settings.data_dir), partial(reread, originals=self._originals)
        self.connection = Connection(self._stores, self._ledger, read, log)
        self.files = Files(self._ledger, self._originals, log)
        self.ingests = Ingests(self._stores, self._ledger, self._originals, log)
        self.verification = Verifier(self._stores, self._ledger, read, log)
        self.uploads = Uploads(self.ingests, self.verification, self._ledger, self._originals, log)
        self.explorer = Explorer(self._stores, self._ledger)
        self.sites = Sites(settings.data_dir, log)
        self.recipes = Recipes(settings.data_dir, log)
        self.analysis = Analysis(self._stores, self.explorer, self.sites)
        self.overview = Overview(
            self._stores,
            self.analysis,
            self.explorer,
            self.sites,
            self._ledger,
            Summaries(settings.data_dir),
        )
        self.ingests.after = self.overview.after
        self.parks = Parks(self._stores, self.analysis)
        self.reports = Reports(
            self._stores, self.explorer, self.analysis, self.verification, self._ledger
        )

    def known_zone(self, site: str, turbine: str | None) -> str | None:
        """The time zone of the site's files: as it was set, else as one was read last."""
        return self.sites.zone(site) or remembered_zone(
            self.ingests.all(), site=site, turbine=turbine
        )

    @property
    def settings(self) -> Settings:
        """Those that hold now."""
        return self._stores.settings

    def adopt(self, settings: Settings) -> None:
        """Work with these settings of the same data directory from now on."""
        self._stores.adopt(settings)
