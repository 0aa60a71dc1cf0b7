"""Charts that stand beside a view's own, to select from and to see what is selected."""

from turbine.charts.selected import pickable, with_sectors
from turbine.charts.series import Signal, series
from turbine.charts.wind import rose
from turbine.services.wind_study import rose_of
from turbine.ui.analyse import picking
from turbine.ui.analyse.view import Shown, Turbine
from turbine.ui.analyse.words import Words
from turbine.ui.common.chart import chart
from turbine.ui.common.feedback import plain
from turbine.wind.roses import CALM_MPS

_SECTORS = 12


def over_time(shown: Shown, page: str, signal: Signal = "power_kw") -> None:
    """The rows of the turbines over time, the selected ones marked: a drag selects a period."""
    choice = shown.choice
    rows = {t.name: t.whole.rows.inside.select("time", signal).drop_nulls() for t in shown.turbines}
    selected = {
        t.name: t.measured.rows.inside.select("time", signal).drop_nulls() for t in shown.turbines
    }
    figure = series(
        rows,
        selected if choice.selection else None,
        signal=signal,
        zone=choice.zone,
        period=(choice.start_ns, choice.stop_ns),
    )
    chart(
        pickable(figure, picking.spans(choice), drag="across"),
        key=f"{page}_series",
        alt=Words.SERIES_ALT(),
        title=Words.OVER_TIME(),
        on_pick=picking.across(page, choice.zone),
    )


def wind_rose(shown: Shown, page: str, turbine: Turbine) -> None:
    """The rose of the selected rows: a click selects a sector. Nothing without directions."""
    if not {"direction_deg", "wind_mps"} <= turbine.whole.names.keys():
        return
    its = rose_of(turbine.but("sector"), _SECTORS, CALM_MPS)
    figure = rose(its.frame, its.calm.row(0, named=True), weight="share_hours")
    chart(
        with_sectors(figure, picking.sectors(shown.choice)),
        key=f"{page}_rose",
        alt=Words.CHART_ALT(title=Words.ROSE()),
        title=Words.ROSE_OF(turbine=plain(turbine.name)),
        on_pick=picking.sector(page, _SECTORS),
    )
