"""Work that no page waits for."""

import threading
from collections.abc import Callable
from contextlib import ExitStack

from turbine.audit import Action, AuditLog, Entry
from turbine.ingest.job import OnProgress, Progress
from turbine.model.actor import Actor
from turbine.model.errors import TurbineError


class Background:
    """Ingests that run in threads of their own, and how far each of them is."""

    def __init__(self, log: AuditLog) -> None:
        self._log = log
        self._progress: dict[str, Progress] = {}
        self._lock = threading.Lock()

    def start(
        self,
        actor: Actor,
        subject: str,
        check: Callable[[OnProgress], Progress],
        run: Callable[[Entry, OnProgress], object],
    ) -> None:
        """Have it run, unless it does already. ``check`` is asked here and now, so that what it
        raises reaches the caller, and says where it begins; what ``run`` raises is in the ledger,
        where every page reads it."""

        def note(progress: Progress) -> None:
            self._progress[subject] = progress

        def work() -> None:
            try:
                with action:
                    run(entry, note)
            except TurbineError:
                pass  # recorded
            finally:
                self._progress.pop(subject, None)

        with self._lock, ExitStack() as stack:
            if subject in self._progress:
                return
            entry = stack.enter_context(self._log.action(actor, Action.INGEST_RUN, subject))
            note(check(note))
            action = stack.pop_all()
        threading.Thread(target=work, name=f"ingest-{subject}", daemon=True).start()

    def progress(self, subject: str) -> Progress | None:
        """How far it is; None if it does not run in this process."""
        return self._progress.get(subject)
