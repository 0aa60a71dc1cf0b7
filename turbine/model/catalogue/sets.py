"""Sets of columns whose short names mean something only together.

- SDWPF (Baidu KDD Cup 2022): ``Wdir`` is the angle between the wind and the nacelle.
- DWD's hourly and ten-minute wind: ``F`` and ``D`` are its speed and direction.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Columns that are always there, and the fields of those that are known."""

    marks: frozenset[str]
    """Headers, in small letters: a file that has them all is of this kind."""
    fields: dict[str, str]
    """By header, in small letters."""


SETS: tuple[Known, ...] = (
    Known(
        marks=frozenset(("wspd", "wdir", "ndir", "patv")),
        fields={
            "wspd": "wind_speed_mps",
            "wdir": "yaw_error_deg",
            "etmp": "ambient_temperature_degc",
            "itmp": "nacelle_temperature_degc",
            "ndir": "nacelle_position_deg",
            "pab1": "pitch_angle_1_deg",
            "pab2": "pitch_angle_2_deg",
            "pab3": "pitch_angle_3_deg",
            "prtv": "reactive_power_kvar",
            "patv": "power_kw",
        },
    ),
    Known(
        marks=frozenset(("stations_id", "mess_datum", "f", "d")),
        fields={"f": "wind_speed_mps", "d": "wind_direction_deg"},
    ),
    Known(
        marks=frozenset(("stations_id", "mess_datum", "ff_10", "dd_10")),
        fields={"ff_10": "wind_speed_mps", "dd_10": "wind_direction_deg"},
    ),
)
