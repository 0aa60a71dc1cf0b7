"""The script of the turbines' cards."""

from collections.abc import Mapping

from turbine.model.errors import StoreError
from turbine.model.series import Series
from turbine.services.windproof import Windproof
from turbine.snippets import Asked, Source, Wanted, reasons, script
from turbine.ui.common.python import NoScript
from turbine.ui.overview.answer import Statuses, facts
from turbine.ui.overview.words import Words


def of_cards(
    services: Windproof, statuses: Statuses, names: Mapping[Series, str]
) -> str | NoScript:
    """Last value, energy, capacity factor and recovery of the last 30 days, or why there is no
    script of them. Raises ConfigError."""
    asked, rated_kw = [], {}
    noted = facts(services, statuses)
    for series, status in statuses.items():
        recent = status.recent
        if not recent.field:
            continue
        signal = "value" if recent.measured_kwh is None else "power_kw"
        if recent.lasting is None:
            return NoScript(reason=reasons.UNEVEN(turbine=names[series]))
        rated_kw[names[series]] = noted[series].get("rated_power_kw")
        asked.append(
            Asked(
                name=names[series],
                series=series,
                fields={signal: recent.field},
                start_ns=recent.period.start_ns,
                stop_ns=recent.period.stop_ns,
                lasting=recent.lasting,
            )
        )
    if not asked:
        return NoScript(reason=reasons.NO_CARDS())
    try:
        source = Source(language=services.overview.language, target=services.settings.target)
    except StoreError:
        return NoScript(reason=reasons.NO_DATABASE())
    wanted = Wanted(
        parts=("overview",),
        page=Words.TITLE(),
        start_ns=min(each.start_ns for each in asked),
        stop_ns=max(each.stop_ns for each in asked),
        zone=next(iter(statuses.values())).zone,
        values={"RATED_KW": rated_kw},
        notes=(reasons.NOT_ALL(),) if len(asked) < len(statuses) else (),
    )
    return script(wanted, source, asked)
