"""Where points go: who answers, what it can do, whether it works, and how it is changed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from turbine.audit import Action, AuditLog
from turbine.ingest import standing
from turbine.ingest.count import Read, recount
from turbine.ingest.ledger import Ledger
from turbine.ingest.record import IngestRecord, State
from turbine.model.actor import Actor
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import ConfigError
from turbine.model.series import Target
from turbine.services.open_stores import OpenStores
from turbine.services.words import Words
from turbine.settings import config
from turbine.settings import connection_file as saved
from turbine.stores import doctor, open_store, overview
from turbine.stores.base import Bucket, Capabilities, ServerInfo
from turbine.stores.doctor import Step
from turbine.stores.shards import SHARD_S
from turbine.words import Text


class Connection:
    """The database that points go to now. Raises StoreError if it does not answer."""

    def __init__(self, stores: OpenStores, ledger: Ledger, read: Read, log: AuditLog) -> None:
        self._stores, self._ledger, self._read, self._log = stores, ledger, read, log

    @property
    def target(self) -> Target:
        """Where points go now. Asks no server."""
        return self._stores.target

    @acting(Words.WHO_ANSWERS(), QUESTION_S)
    def info(self) -> ServerInfo:
        """Who answers at the target."""
        return self._stores.get().info()

    @acting(Words.BUCKET_SEARCH(), QUESTION_S)
    def bucket(self) -> Bucket | None:
        """The target's bucket, None if it does not exist."""
        return self._stores.get().bucket()

    @acting(Words.WHO_ANSWERS(), QUESTION_S)
    def capabilities(self) -> Capabilities:
        """What the target's database can do."""
        return self._stores.get().capabilities

    @acting(Words.OVERVIEW(), QUESTION_S)
    def overview(self) -> overview.Overview:
        """Who answers at the target, and what it holds."""
        return overview.overview(self._stores.get(), leave_out=doctor.MEASUREMENT)

    @acting(Words.BUCKET_CREATION(), QUESTION_S)
    def create_bucket(
        self,
        actor: Actor,
        name: str | None = None,
        *,
        retention_s: int = 0,
        shard_s: int = SHARD_S,
    ) -> Bucket:
        """Create a bucket on the target's server: the target's own, or one of another name, which
        must not exist yet. Points are kept forever, in shards that fit years, unless told
        otherwise. Raises ConfigError if it exists."""
        with self._log.action(
            actor,
            Action.BUCKET_CREATE,
            name or self.target.bucket,
            address=self.target.address,
            retention_s=retention_s,
            shard_s=shard_s,
        ):
            if name is None:
                return self._stores.get().create_bucket(retention_s=retention_s, shard_s=shard_s)
            target = replace(self.target, bucket=name)
            store = open_store(self._stores.settings, target)
            try:
                if (existing := store.bucket()) is not None:
                    container = store.capabilities.container
                    raise ConfigError(
                        Words.BUCKET_EXISTS(container=container, name=existing.name),
                        hint=Words.CHOOSE_ANOTHER_NAME(),
                    )
                return store.create_bucket(retention_s=retention_s, shard_s=shard_s)
            finally:
                store.close()

    def change(self, actor: Actor, changes: Mapping[str, str]) -> None:
        """Change where points go, from now on and after a restart: see
        :func:`turbine.settings.config.change`. A running ingest goes on where it began."""
        # Of the values, only what is known to be no secret: the address once it is accepted.
        names = sorted(set(changes) & set(config.CHANGEABLE))
        with self._log.action(actor, Action.CONNECTION_CHANGE, settings=names) as entry:
            actor.require_administrator(Words.MAY_NOT_CHANGE(name=actor.name))
            settings, kept = config.change(self._stores.settings, changes)
            entry.subject = settings.target.address
            saved.write(settings.data_dir, kept)
            self._stores.adopt(settings)

    # -- the doctor ------------------------------------------------------------------------

    def doctor(self, actor: Actor, changes: Mapping[str, str] | None = None) -> Iterator[Step]:
        """The connection, examined step by step; the first step that fails is the last. With
        ``changes``, the connection as it would be after :meth:`change`."""
        if not changes:
            return self._examined(actor)
        actor.require_administrator(Words.MAY_NOT_TEST(name=actor.name))
        try:
            settings, _ = config.change(self._stores.settings, changes)
        except ConfigError as error:
            return iter([doctor.refused(doctor.SETTINGS, error)])
        return doctor.examine(settings)

    def _examined(self, actor: Actor) -> Iterator[Step]:
        ok = True
        for step in doctor.examine(self._stores.settings):
            yield step
            ok = ok and step.ok
        if ok:
            yield doctor.timed(Words.HOLDS_INGESTS(), lambda: self._completeness(actor))

    def _completeness(self, actor: Actor) -> tuple[Text, Text]:
        """Raises IngestError if an ingest is not complete."""
        return standing.whole(self.compare_ledger(actor)), ""

    @acting(Words.LEDGER_COMPARISON(), QUESTION_S, by_answers=True)
    def compare_ledger(self, actor: Actor) -> list[IngestRecord]:
        """Count every ingest in the target that was sent, and give those that are not complete:
        rows are missing, were not sent yet, are being deleted, or could not be counted. A count
        that differs from what was known is recorded."""
        incomplete = []
        for record in self._ledger.of_target(self.target):
            if not record.state.is_sent:
                incomplete.append(record)
                continue
            recount(
                record.id,
                self._ledger,
                self._stores.get(record.target),
                self._read,
                lambda ingest_id, changes: self._log.action(
                    actor, Action.INGEST_RECOUNT, ingest_id, **changes
                ),
            )
            counted = self._ledger.get(record.id)
            incomplete += [counted] if counted.state is not State.DONE else []
        return incomplete
