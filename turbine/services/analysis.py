"""What wind engineers look at: production, power curve, wind, losses and flags of one series.

A series' fields are read once (:meth:`Analysis.read`); the rest computes. The rules are in
``turbine/wind``.
"""

from collections.abc import Mapping
from dataclasses import fields, replace

import numpy as np
import polars as pl

from turbine.explore.coverage import around
from turbine.model.deadline import QUESTION_S, acting
from turbine.model.errors import ConfigError
from turbine.model.frame import Stamps, floats, stamps_of
from turbine.services.explorer import Explorer
from turbine.services.fields import Fields, found_fields, known_fields
from turbine.services.measured import (
    Curve,
    Flagged,
    Measured,
    Question,
    WindStudy,
    least_rows_of,
    limits_of,
)
from turbine.services.open_stores import OpenStores
from turbine.services.reference_curves import with_noted
from turbine.services.sites import Sites
from turbine.services.wind_study import wind_study
from turbine.services.words import Words
from turbine.stores.base import SeriesInfo
from turbine.timing.windows import FIRST_NS, LAST_NS, load_zone
from turbine.wind.arrays import Floats
from turbine.wind.energy import HOUR_NS
from turbine.wind.flags import OF_DIRECTION, Rules, Signals, flags
from turbine.wind.losses import Availability, Losses, availability, losses
from turbine.wind.power_curve import (
    Comparison,
    compare,
    hours_by_bin,
    power_at,
    power_curve,
)
from turbine.wind.production import By, Production, production, with_wind
from turbine.wind.rows import Period, Rows, beside
from turbine.wind.states import States, meanings_of, states


class Analysis:
    """Raises NotFoundError for an unknown series, ConfigError for a signal that it lacks."""

    def __init__(self, stores: OpenStores, explorer: Explorer, sites: Sites) -> None:
        self._stores, self._explorer, self._sites = stores, explorer, sites

    @acting(Words.ANALYSIS(), QUESTION_S)
    def read(self, question: Question, info: SeriesInfo | None = None) -> Measured:
        """The rows of a question, with neighbours that tell how long the first and last last.
        ``info``: its series, if that is known: to look for it would ask the database."""
        load_zone(question.zone)
        info = info or self._explorer.find(
            turbine=question.turbine, site=question.site, measurement=question.measurement
        )
        facts = self._sites.facts(info.series.site, info.series.turbine)
        names = found_fields(question.fields, info, facts)
        start = info.first_ns if question.start_ns is None else question.start_ns
        stop = info.last_ns + 1 if question.stop_ns is None else question.stop_ns
        start, stop = max(start, FIRST_NS), min(stop, LAST_NS)
        if start >= stop:
            raise ConfigError(Words.EMPTY_PERIOD(), hint=Words.CHOOSE_LATER_STOP())
        wanted = tuple(dict.fromkeys(names.values()))
        store = self._stores.get()
        answer = store.read(info.series, wanted, *around(start, stop))
        columns = [pl.col(stored).alias(name) for name, stored in names.items()]
        rows = Rows(
            frame=answer.frame.select("time", *columns),
            period=Period(start_ns=start, stop_ns=stop, zone=question.zone),
        )
        if question.stop_ns is None or info.last_ns < question.stop_ns:
            # The last row lasts beyond its stamp, and all of it is measured.
            rows = replace(rows, period=replace(rows.period, stop_ns=max(stop, _end(rows))))
        measured = Measured(
            series=info.series,
            names=names,
            stored=info.fields,
            rows=rows,
            facts=facts,
            query=answer.query,
            language=store.capabilities.query_language,
        )
        # A field that is named now counts more than what was noted once.
        return measured if question.fields.reference_kw else with_noted(measured)

    @acting(Words.ANALYSIS(), QUESTION_S)
    def states(self, measured: Measured, field: str | None = None) -> States | None:
        """The states of these rows by a field, else by the one that is noted of the turbine; None
        without one. Raises ConfigError for a field that the series does not have."""
        noted = str(measured.facts.get("state_field", ""))
        name = field or noted
        if not name:
            return None
        if name not in measured.stored:
            raise ConfigError(
                Words.NO_SUCH_FIELD(field=name), hint=Words.FIELDS_ARE(fields=measured.stored)
            )
        period = measured.period
        answer = self._stores.get().read(
            measured.series, (name,), *around(period.start_ns, period.stop_ns)
        )
        frame = answer.frame.select("time", pl.col(name).alias("state"))
        rows = Rows(frame=frame, period=period, left_out=measured.rows.left_out)
        said = str(measured.facts.get("states", "")) if name == noted else ""
        return states(rows.having("state"), meanings_of(said))

    def signals(self, info: SeriesInfo) -> dict[str, str]:
        """Signal → stored field, as noted of the turbine or by its usual name. Raises ConfigError
        for one that is in another unit."""
        facts = self._sites.facts(info.series.site, info.series.turbine)
        return known_fields(Fields(), info, facts)

    @staticmethod
    def production(measured: Measured, *, by: By, rated_kw: float | None) -> Production:
        """Energy by day, month or year; through the wind too, where there is wind without power."""
        rows = measured.having("power_kw")
        if "wind_mps" in measured.names:
            both = measured.having("power_kw", "wind_mps")
            curve = power_curve(
                floats(both, "wind_mps"), floats(both, "power_kw"), least_rows=least_rows_of(both)
            )
            rows = with_wind(rows, measured.having("wind_mps"), curve)
        return production(rows, measured.period, by=by, rated_kw=rated_kw)

    @staticmethod
    def power_curve(measured: Measured) -> Curve:
        """The curve of the period, with the reference's mean in each bin."""
        rows = measured.having("power_kw", "wind_mps")
        wind = floats(rows, "wind_mps")
        curve = power_curve(wind, floats(rows, "power_kw"), least_rows=least_rows_of(rows))
        reference = np.full(curve.height, np.nan)
        if measured.has_reference and rows.height:
            given = beside(rows, measured.rows.inside.select("time", "reference_kw"))
            by_bin = power_curve(wind, floats(given, "reference_kw"), least_rows=1)
            joined = curve.join(by_bin, on="bin_mps", how="left", maintain_order="left")
            reference = joined["mean_kw_right"].to_numpy()
        return Curve(
            frame=curve.with_columns(pl.Series("reference_kw", reference, nan_to_null=True)),
            rows=rows.height,
            left_out=measured.rows.inside.height - rows.height,
        )

    @staticmethod
    def compare(a: Measured, b: Measured) -> Comparison:
        """The curve of B against that of A, both on the wind of the two together."""
        curves, winds, hours = [], [], []
        for each in (a, b):
            rows = each.having("power_kw", "wind_mps")
            wind = floats(rows, "wind_mps")
            least = least_rows_of(rows)
            curves.append(power_curve(wind, floats(rows, "power_kw"), least_rows=least))
            winds.append(wind)
            hours.append(floats(rows, "hours"))
        distribution = hours_by_bin(np.concatenate(winds), np.concatenate(hours))
        return compare(curves[0], curves[1], distribution)

    @staticmethod
    def wind(
        measured: Measured,
        *,
        sectors: int = 12,
        calm_mps: float,
        heights_m: tuple[float, float] | None = None,
    ) -> WindStudy:
        """Rose, distribution, calendar and duration of the wind, and what else there are signals
        for. ``heights_m``: of the wind speed and of the second one, else as they are noted."""
        return wind_study(measured, sectors=sectors, calm_mps=calm_mps, heights_m=heights_m)

    @staticmethod
    def flags(measured: Measured, rules: Rules) -> Flagged:
        """Every rule over every row of the period."""
        rows = beside(measured.having(), measured.rows.inside)
        given = [*measured.names, *(["reference_kw"] if measured.noted_reference else [])]
        columns: dict[str, Floats] = {name: floats(rows, name) for name in given}
        own = "reference_kw" not in columns and {"power_kw", "wind_mps"} <= columns.keys()
        if own:
            columns["reference_kw"] = own_reference(columns, rules, least_rows_of(rows))
        known = {each.name for each in fields(Signals)}
        signals = Signals(
            follows=Rows.follows(rows),
            limits=limits_of(measured, rules),
            **{name: values for name, values in columns.items() if name in known},
        )
        checked, left = flags(signals, rules)
        if own:
            reference = pl.Series("reference_kw", columns["reference_kw"], nan_to_null=True)
            rows = rows.with_columns(reference)
        return Flagged(rows=rows, flags=checked, not_checked=left, own_reference=own)

    @staticmethod
    def losses(
        measured: Measured,
        rules: Rules,
        only: Stamps | None = None,
        *,
        known: Flagged | None = None,
    ) -> tuple[Losses, Availability, Flagged]:
        """The shortfall by flags, and the availability, against the reference field or, without
        one, the period's own median curve of rows that were not stopped. ``only`` of some rows:
        flags and reference go by all. ``known``: the flags of these rows by these rules, if they
        are at hand."""
        measured.needs("power_kw", "wind_mps")
        found = known or Analysis.flags(measured, rules)
        if only is not None:
            found = found.only(only)
        rows = found.rows
        if measured.rows.frame["power_kw"].has_nulls():
            # How long rows last is told from those that have power.
            lasting = measured.having("power_kw").select("time", "hours")
            rows = beside(rows.drop("hours"), lasting)
        available = availability(
            rows,
            cut_in_mps=rules.cut_in_mps,
            cut_out_mps=rules.cut_out_mps,
            idle_kw=rules.idle_kw,
        )
        masks = {f.code: f.mask for f in found.flags if f.code not in OF_DIRECTION}
        return losses(rows, masks), available, found


def _end(rows: Rows) -> int:
    """The end of the last row, if it tells how long it lasts."""
    last = rows.having().tail(1)
    if last.is_empty() or last["hours"][0] is None:
        return rows.period.stop_ns
    return int(stamps_of(last)[0]) + round(float(last["hours"][0]) * HOUR_NS)


def own_reference(columns: Mapping[str, Floats], rules: Rules, least_rows: int) -> Floats:
    """The median curve of these rows that were not stopped, at each of them, (n,) in kW."""
    power, wind = columns["power_kw"], columns["wind_mps"]
    stopped = (wind >= rules.cut_in_mps) & (power <= rules.idle_kw)
    curve = power_curve(wind, np.where(stopped, np.nan, power), least_rows=least_rows)
    return power_at(curve, wind, "median_kw")
