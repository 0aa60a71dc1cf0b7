"""Which stored field of a series is which signal of an analysis."""

from dataclasses import asdict, dataclass

from turbine.model.channels import channel
from turbine.model.errors import ConfigError
from turbine.services.words import Words
from turbine.sites.facts import Facts
from turbine.stores.base import SeriesInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Which stored field is which signal. None: what is noted of the turbine, else the usual one;
    empty: none."""

    power_kw: str | None = None
    wind_mps: str | None = None
    direction_deg: str | None = None
    reference_kw: str | None = None
    temperature_c: str | None = None
    pressure_hpa: str | None = None
    deviation_mps: str | None = None
    """The wind speed's standard deviation within each row's interval."""
    second_wind_mps: str | None = None
    second_direction_deg: str | None = None


USUAL = {
    "power_kw": "power_kw",
    "wind_mps": "wind_speed_mps",
    "direction_deg": "wind_direction_deg",
    "reference_kw": "theoretical_power_kw",
    "temperature_c": "ambient_temperature_degc",
    "pressure_hpa": "air_pressure_hpa",
    "second_wind_mps": "wind_speed_2_mps",
    "second_direction_deg": "nacelle_position_deg",
}
"""Signal → the field that it is if nobody says otherwise."""
NOTED = {
    "power_kw": "power_field",
    "wind_mps": "wind_speed_field",
    "direction_deg": "wind_direction_field",
}
"""Signal → the fact of a turbine that names its field."""
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


def found_fields(wanted: Fields, info: SeriesInfo, facts: Facts) -> dict[str, str]:
    """Signal → stored field, of those that there are.

    Raises ConfigError for a field that was named and is not there, or is in another unit, and if
    there is none at all.
    """
    if names := known_fields(wanted, info, facts):
        return names
    raise ConfigError(Words.NO_SIGNALS(), hint=Words.NAME_ITS_FIELD(fields=info.fields))


def known_fields(wanted: Fields, info: SeriesInfo, facts: Facts) -> dict[str, str]:
    """The same, and empty if there is none."""
    names = {}
    numbers = tuple(name for name in info.fields if not channel(name).is_text)
    for name, given in asdict(wanted).items():
        noted = facts.get(NOTED.get(name, ""))
        named = given if given is not None else noted
        stored = str(named if named is not None else USUAL.get(name, ""))
        if stored in numbers:
            _check_unit(stored, UNITS[name], info)
            names[name] = stored
        elif given:
            raise ConfigError(
                Words.NO_SUCH_FIELD(field=stored), hint=Words.FIELDS_ARE(fields=numbers)
            )
    own = names.get("wind_mps", "").removesuffix("_mps") + "_std_mps"
    if wanted.deviation_mps is None and own in info.fields:
        names["deviation_mps"] = own  # of just that wind speed
    return names


def _check_unit(stored: str, needed: str, info: SeriesInfo) -> None:
    unit = channel(stored).unit
    if unit not in ("", needed):
        raise ConfigError(
            Words.OTHER_UNIT(field=stored, unit=unit, needed=needed),
            hint=Words.FIELDS_ARE(fields=info.fields),
        )
