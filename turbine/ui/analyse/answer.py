"""The rows of the turbines that are chosen, each read from the database once for all views."""

from collections.abc import Sequence
from itertools import count

from turbine.model.series import Series, names_of
from turbine.services.analysis import Analysis
from turbine.services.measured import Flagged, Measured, Question
from turbine.services.selecting import picked
from turbine.services.windproof import Windproof
from turbine.ui.analyse.choice import Choice
from turbine.ui.analyse.view import Turbine
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.common.memory import Remembered
from turbine.ui.common.series import TTL_S, querying

_MOST_BYTES = 256 << 20
"""A year of ten minutes takes 4 MB: room for sixty of them, or for one of seconds."""


def turbines(
    services: Windproof, choice: Choice, entries: Sequence[SeriesEntry]
) -> tuple[Turbine, ...]:
    """Each with its rows, without those of the flags that are left out, and those selected."""
    by_series = {entry.info.series: entry for entry in entries}
    names = names_of(choice.series)
    found = []
    for series in choice.series:
        measured, flagged = rows(services, choice, series)
        whole = measured.without(flagged, choice.without)
        found.append(
            Turbine(
                name=names[series],
                entry=by_series[series],
                picked=picked(whole, choice.selection),
                whole=whole,
                flagged=flagged,
                selection=choice.selection,
                rules=measured.rules(None, choice.rules),
            )
        )
    return tuple(found)


def rows(services: Windproof, choice: Choice, series: Series) -> tuple[Measured, Flagged]:
    """All rows of one of them, from memory if nothing was ingested and noted since, and their
    flags by the parameters that are chosen, else what is noted of the turbine."""
    question = Question(
        turbine=series.turbine,
        site=series.site,
        measurement=series.measurement,
        start_ns=choice.start_ns,
        stop_ns=choice.stop_ns,
        zone=choice.zone,
    )
    facts = services.sites.facts(series.site, series.turbine)
    key = repr((services.explorer.state(), question, facts))

    def read() -> Measured:
        with querying():
            return services.analysis.read(question)

    number, measured = _ROWS.get(key, lambda: (next(_READS), read()))
    rules = measured.rules(None, choice.rules)
    # Those of this very read: another one may have found other rows.
    flags = _FLAGS.get(f"{number} {rules!r}", lambda: Analysis.flags(measured, rules))
    return measured, flags


def _flags_bytes(found: Flagged) -> int:
    return int(found.rows.estimated_size()) + sum(flag.mask.nbytes for flag in found.flags)


_READS = count()
_ROWS = Remembered[tuple[int, Measured]](
    lambda read: int(read[1].rows.frame.estimated_size()), most_bytes=_MOST_BYTES, ttl_s=TTL_S
)
_FLAGS = Remembered[Flagged](_flags_bytes, most_bytes=_MOST_BYTES, ttl_s=TTL_S)
