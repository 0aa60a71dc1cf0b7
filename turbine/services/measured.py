"""What an analysis asks for and gives: signals and their stored fields, rows, results."""

from dataclasses import asdict, dataclass, field

import polars as pl

from turbine.model.channels import channel
from turbine.model.errors import ConfigError
from turbine.model.series import Series
from turbine.services.words import Words
from turbine.stores.base import SeriesInfo
from turbine.wind import weibull
from turbine.wind.flags import Flag, NotChecked
from turbine.wind.production import proposed_rated_kw
from turbine.wind.roses import Rose
from turbine.wind.rows import Period, Rows
from turbine.wind.turbulence import Shear


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Which stored field is which signal; empty: none."""

    power_kw: str = "power_kw"
    wind_mps: str = "wind_speed_mps"
    direction_deg: str = "wind_direction_deg"
    reference_kw: str = "theoretical_power_kw"
    temperature_c: str = ""
    pressure_hpa: str = ""
    deviation_mps: str = ""
    """The wind speed's standard deviation within each row's interval."""
    second_wind_mps: str = ""
    second_direction_deg: str = ""


UNITS: dict[str, str] = {
    "power_kw": "kW",
    "wind_mps": "m/s",
    "direction_deg": "°",
    "reference_kw": "kW",
    "temperature_c": "°C",
    "pressure_hpa": "hPa",
    "deviation_mps": "m/s",
    "second_wind_mps": "m/s",
    "second_direction_deg": "°",
}
"""What each signal has to be in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which rows of which series."""

    turbine: str
    site: str | None = None
    measurement: str | None = None
    start_ns: int | None = None
    """Included; None: the first point."""
    stop_ns: int | None = None
    """Not included; None: the end of the last row."""
    zone: str = "UTC"
    fields: Fields = field(default_factory=Fields)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """The rows of a question: a column for each signal that the series has, by the names of
    :class:`Fields`."""

    series: Series
    names: dict[str, str]
    """Signal → stored field."""
    stored: tuple[str, ...]
    """All fields of the series."""
    rows: Rows

    @property
    def period(self) -> Period:
        return self.rows.period

    def having(self, *signals: str) -> pl.DataFrame:
        """As :meth:`Rows.having`. Raises ConfigError for a signal that the series lacks."""
        for name in signals:
            if name not in self.names:
                raise ConfigError(
                    Words.LACKS_SIGNAL(signal=_TITLES[name]()),
                    hint=Words.NAME_ITS_FIELD(fields=self.stored),
                )
        return self.rows.having(*signals)

    def proposed_rated_kw(self) -> float | None:
        """The rated power that the rows suggest: to be asked about, never taken."""
        return proposed_rated_kw(self.rows.column("power_kw"))


_TITLES = {
    "power_kw": Words.POWER,
    "wind_mps": Words.WIND_SPEED,
    "direction_deg": Words.WIND_DIRECTION,
    "reference_kw": Words.REFERENCE_POWER,
    "temperature_c": Words.TEMPERATURE,
    "pressure_hpa": Words.PRESSURE,
    "deviation_mps": Words.DEVIATION,
    "second_wind_mps": Words.SECOND_WIND_SPEED,
    "second_direction_deg": Words.SECOND_DIRECTION,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """A measured power curve."""

    frame: pl.DataFrame
    """As :func:`turbine.wind.power_curve.power_curve`, with ``reference_kw``: the reference's mean
    in each bin, null without one."""
    rows: int
    left_out: int
    """Rows of the period that lack power, wind speed or, if it is normalised, the air's density."""
    density: float | None
    """The mean density in kg/m³ if wind speeds were normalised to 1.225 kg/m³."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WindStudy:
    """The wind of a period."""

    rows: int
    hours: float
    mean_mps: float
    """Weighted by how long rows last."""
    power_density_wpm2: float
    """½ ρ mean(v³) with ρ = 1.225 kg/m³."""
    direction: dict[str, float]
    """``mean_deg``, ``resultant`` (R), ``std_deg``, ``mode_deg``; empty without a direction."""
    rose: Rose | None
    fits: tuple[weibull.Weibull, ...]
    histogram: pl.DataFrame
    heatmap: pl.DataFrame
    duration: pl.DataFrame
    turbulence: pl.DataFrame | None
    shear: Shear | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flagged:
    """Rows and what looks wrong in them."""

    rows: pl.DataFrame
    """``time``, ``hours`` and each signal, null where there is none."""
    flags: tuple[Flag, ...]
    not_checked: tuple[NotChecked, ...]
    own_reference: bool
    """Whether the reference is the period's own median curve, for want of a field."""


def found_fields(wanted: Fields, info: SeriesInfo) -> dict[str, str]:
    """Signal → stored field, of those that there are.

    Raises ConfigError for a field that was named and is not there, or is in another unit, and if
    there is none at all.
    """
    usual = asdict(Fields())
    names = {}
    for name, stored in asdict(wanted).items():
        if stored in info.fields:
            unit = channel(stored).unit
            if unit not in ("", UNITS[name]):
                raise ConfigError(
                    Words.OTHER_UNIT(field=stored, unit=unit, needed=UNITS[name]),
                    hint=Words.FIELDS_ARE(fields=info.fields),
                )
            names[name] = stored
        elif stored and stored != usual[name]:
            raise ConfigError(
                Words.NO_SUCH_FIELD(field=stored), hint=Words.FIELDS_ARE(fields=info.fields)
            )
    if not names:
        raise ConfigError(Words.NO_SIGNALS(), hint=Words.NAME_ITS_FIELD(fields=info.fields))
    return names
