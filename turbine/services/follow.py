"""How far several ingests are that run one after the other."""

import time
from collections.abc import Sequence
from dataclasses import replace

from turbine.ingest.job import OnProgress, Progress
from turbine.ingest.record import IngestRecord


class Follow:
    """One progress of several ingests."""

    def __init__(self, records: Sequence[IngestRecord], on_progress: OnProgress) -> None:
        self._on_progress, self._started = on_progress, time.monotonic()
        self._done = {record.id: record.stored + record.refused for record in records}
        self._before = sum(self._done.values())
        self._total = sum(record.counts.kept for record in records)

    @property
    def so_far(self) -> Progress:
        return Progress(done=self._before, total=self._total, rows_per_s=0)

    def within(self, record: IngestRecord) -> OnProgress:
        def note(progress: Progress) -> None:
            self._done[record.id] = progress.done
            done = sum(self._done.values())
            passed = time.monotonic() - self._started
            rate = (done - self._before) / passed if passed else 0.0
            self._on_progress(replace(progress, done=done, total=self._total, rows_per_s=rate))

        return note
