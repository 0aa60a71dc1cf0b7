"""The script of the report's production: that of the page Production, of the same turbines."""

from turbine.model.series import Target
from turbine.services.reported import Report
from turbine.snippets import Asked, Source, Wanted, reasons, script
from turbine.ui.analyse.report.words import Words
from turbine.ui.analyse.scripting import production_values
from turbine.ui.common.python import NoScript


def of_report(report: Report, target: Target) -> str | NoScript:
    """Energy, recovery and capacity factors by month, or why there is no script of them."""
    told = [each for each in report.turbines if each.production is not None]
    if not told:
        return NoScript(reason=reasons.NO_PRODUCTION())
    if any(each.left_out for each in told):
        return NoScript(reason=reasons.LEFT_OUT())
    asked = []
    for each in told:
        if each.lasting is None:
            return NoScript(reason=reasons.UNEVEN(turbine=each.name))
        asked.append(
            Asked(
                name=each.name,
                series=each.series,
                fields={"power_kw": each.fields["power_kw"]},
                start_ns=each.period.start_ns,
                stop_ns=each.period.stop_ns,
                lasting=each.lasting,
            )
        )
    own = told[0].period
    rated_kw = {each.name: each.rated_kw for each in told}
    wanted = Wanted(
        parts=("production", "production_time"),
        page=Words.REPORT(),
        start_ns=own.start_ns,
        stop_ns=own.stop_ns,
        zone=own.zone,
        values=production_values(rated_kw, "month", "month_mean_kwh"),
        notes=(reasons.ONLY_PRODUCTION(),),
    )
    return script(wanted, Source(language=report.language, target=target), asked)
