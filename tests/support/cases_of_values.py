"""Cases of turbines, signals, units and numbers: see ``cases.py``."""

from math import degrees

from case import HOUR, TEN_MIN, Answers, Case, Shown, every, in_utc, one

_FEBRUARY = (*every("2020-02-01T00:00", TEN_MIN, 3), "2020-02-13T00:30")
_THOUSANDS = (812.4, 1_024.5, 1_910.0, 950.2)
_SPEEDS = (7.2, 8.1, 11.3, 7.9)
_PART_1 = (100.0, 110.0, 120.0, 130.0, 140.0, 150.0)
_BOTH_PARTS = (*_PART_1[:4], 240.0, 250.0, 200.0, 210.0)
_EIGHT = every("2021-01-01T00:00", TEN_MIN, 8)
_OTHER_SIGNAL = one(
    _EIGHT, power_kw=_BOTH_PARTS, wind_speed_mps=(5.0, 6.0, 7.0, 8.0, 9.0, 10.0, None, None)
)
_SENTINEL_MARKS = ("-999", "9999", "99.99")

VALUES = (
    in_utc(
        "two_turbines_mixed",
        one(
            every("2020-01-01T00:00", TEN_MIN, 6), "A",
            power_kw=(1_000, 1_001, None, None, 1_004, 1_005),
            wind_speed_mps=(9, 9, None, None, 9, 9),
        ),
        one(
            every("2020-01-01T00:00", TEN_MIN, 6), "B",
            power_kw=(10, 11, 12, 13, 14, 15), wind_speed_mps=(2,) * 6,
        ),
        rows=(10, 0, 0, 2),
        says=("2 turbines: A and B",),
    ),
    Case(
        file="lhb",
        right=(
            one(
                every("2014-01-01T00:00", TEN_MIN, 2), "R1",
                power_kw=(642.78, 441.06), wind_speed_mps=(7.12, 6.39),
                wind_direction_deg=(181.34, 179.82), pitch_angle_deg=(-1.0, -1.0),
                ambient_temperature_degc=(4.69, 4.94), rotor_speed_rpm=(14.2, 13.1),
            ),
            one(
                ("2014-01-01T00:00",), "R2",
                power_kw=(600.0,), wind_speed_mps=(7.01,), wind_direction_deg=(181.0,),
                pitch_angle_deg=(-0.9,), ambient_temperature_degc=(4.7,), rotor_speed_rpm=(14.0,),
            ),
        ),
        says=("2 turbines: R1 and R2",),
    ),
    in_utc(
        "unit_mw",
        one(
            every("2020-01-01T00:00", TEN_MIN, 6),
            power_kw=(2_500, 2_600, 2_400, 2_500, 2_500, 2_500),
            wind_speed_mps=(12, 12.5, 11.5, 12, 12, 12),
        ),
        says=("from MW to kW",),
        shown=(Shown(function="energy", values=(2_500,), expected=6),),
    ),
    in_utc(
        "unit_kmh",
        one(
            every("2020-01-01T00:00", TEN_MIN, 3),
            wind_speed_mps=(10, 12, 8), power_kw=(800, 1_200, 500),
        ),
        says=("from km/h to m/s",),
        shown=(Shown(field="wind_speed_mps", function="mean", values=(10,), expected=3),),
    ),
    in_utc(
        "unit_rad",
        one(
            every("2020-01-01T00:00", HOUR, 2),
            wind_speed_mps=(9.1, 8.2), wind_direction_deg=(degrees(3.14159), degrees(3.0)),
        ),
        says=("from rad to °",),
    ),
    in_utc(
        "unit_pct",
        one(every("2020-01-01T00:00", HOUR, 2), wind_speed_mps=(9.1, 8.2), power_pct=(55, 41)),
    ),
    in_utc(
        "unit_pu",
        one(
            every("2020-01-01T00:00", HOUR, 3),
            wind_speed_mps=(9.1, 8.2, 7.3), power_kw=(550, 410, 300),
        ),
        answers=Answers(zone="UTC", units={"Power": "MW"}),
        asks=("zone", "units"),
    ),
    in_utc(
        "unit_pu",
        one(
            every("2020-01-01T00:00", HOUR, 3),
            wind_speed_mps=(9.1, 8.2, 7.3), power_pu=(0.55, 0.41, 0.30),
        ),
        variant="per unit",
        answers=Answers(zone="UTC", fields={"Power": "power_pu"}),
        asks=(),
    ),
    Case(
        file="header_utc",
        right=(
            one(
                every("2020-01-01T00:00", TEN_MIN, 3),
                wind_speed_mps=(9, 8, 8.5), power_kw=(1_100, 800, 900),
            ),
        ),
        says=("UTC",),
    ),
    Case(
        file="greenbyte",
        rows=(3, 0, 0, 1),
        right=(
            one(
                ("2020-01-01T00:00", "2020-01-01T00:10", "2020-01-01T00:30"), "Example 1",
                wind_speed_mps=(7.2, 7.5, 8.1), wind_speed_std_mps=(0.8, 0.9, 1.1),
                wind_direction_deg=(245.3, 247.1, 249.2),
                nacelle_position_deg=(244.8, 246.0, 247.2),
                power_kw=(812.4, 891.3, 1_024.5), power_max_kw=(900.1, 950, 1_100),
                rotor_speed_rpm=(14.2, 14.8, 15.3), pitch_angle_a_deg=(0.1, 0.1, 0.0),
                ambient_temperature_degc=(5.2, 5.1, 5.0),
            ),
        ),
        says=("# Time zone: UTC",),
    ),
    in_utc(
        "turkish",
        one(
            every("2020-02-12T21:00", TEN_MIN, 2),
            power_kw=(812.4, 902.4), wind_speed_mps=(7.2, 7.9), wind_direction_deg=(250, 251),
        ),
        answers=Answers(zone="Europe/Istanbul"),
        says=("Encoding cp1254",),
    ),
    in_utc(
        "suffix_after_unit",
        one(
            every("2020-02-13T00:00", TEN_MIN, 2),
            power_max_kw=(1_900, 1_500), power_kw=(1_100, 800),
            wind_speed_std_mps=(0.9, 0.8), wind_speed_mps=(9, 8),
        ),
        shown=(
            Shown(function="mean", values=(950,), expected=2),
            Shown(field="wind_speed_mps", function="mean", values=(8.5,), expected=2),
        ),
    ),
    in_utc(
        "setpoint",
        one(
            every("2020-02-13T00:00", TEN_MIN, 2),
            power_setpoint_kw=(2_000, 2_000), wind_speed_mps=(9, 8),
        ),
    ),
    in_utc(
        "thousands_de",
        one(_FEBRUARY, power_kw=_THOUSANDS, wind_speed_mps=_SPEEDS),
        says=("decimal comma",),
        shown=(Shown(function="mean", values=(1_174.275,)),),
    ),
    in_utc(
        "thousands_only",
        one(every("2020-02-13T00:00", TEN_MIN, 4), power_kw=(812, 1_024, 1_910, 950)),
        answers=Answers(zone="UTC", decimal=","),
        asks=("decimal", "zone"),
        shown=(Shown(function="mean", values=(1_174,), expected=4),),
    ),
    in_utc(
        "thousands_en",
        one(
            every("2020-02-01T00:00", TEN_MIN, 4), power_kw=_THOUSANDS, wind_speed_mps=_SPEEDS
        ),
        says=("decimal point",),
    ),
    in_utc(
        "sentinel",
        one(
            every("2020-01-01T00:00", 2 * TEN_MIN, 3), power_kw=(100, 120, 140),
            wind_speed_mps=(5, 6, 7), wind_direction_deg=(90, 100, 110),
        ),
        rows=(3, 0, 0, 2),
        says=tuple(f"Treated as no value: {mark} in" for mark in _SENTINEL_MARKS),
        shown=(Shown(field="wind_speed_mps", function="mean", values=(6,)),),
    ),
    in_utc(
        "sentinel",
        one(
            every("2020-01-01T00:00", TEN_MIN, 5), power_kw=(100, -999, 120, 9_999, 140),
            wind_speed_mps=(5, -999, 6, 99.99, 7),
            wind_direction_deg=(90, -999, 100, 9_999, 110),
        ),
        variant="kept",
        answers=Answers(zone="UTC", missing=()),
    ),
    in_utc("part1", one(_EIGHT[:6], power_kw=_PART_1)),
    in_utc(
        "part2",
        one(_EIGHT, power_kw=_BOTH_PARTS),
        rows=(4, 0, 0, 0),
        answers=Answers(zone="UTC", replace=True),
        asks=("replace",),
        after=("part1",),
    ),
    in_utc(
        "part2_more_channels",
        _OTHER_SIGNAL,
        rows=(6, 0, 0, 0),
        asks=(),
        after=("part1", "part2"),
    ),
    in_utc(
        "part2_more_channels",
        _OTHER_SIGNAL,
        variant="replacing",
        rows=(6, 0, 0, 0),
        answers=Answers(zone="UTC", replace=True),
        asks=(),
        after=("part1", "part2"),
    ),
    in_utc(
        "all_bad_channel",
        one(every("2020-01-01T00:00", HOUR, 6), wind_speed_mps=(5, 6, 7, 8, 9, 10)),
        answers=Answers(zone="UTC", accept_losses=True),
        asks=("accept_losses",),
        says=("No value of 'Active Power (kW)' can be read",),
        said=("No value of 'Active Power (kW)' can be read",),
    ),
    in_utc(
        "multiline_header",
        one(
            every("2020-01-01T00:00", TEN_MIN, 3),
            wind_speed_mps=(5, 6, 6), power_kw=(100, 110, 120),
        ),
    ),
    Case(
        file="influx_annotated",
        right=(one(("2020-01-01T00:10", "2020-01-01T00:20"), power_kw=(500, 510)),),
        left_out=("_measurement",),
    ),
    in_utc(
        "common_names",
        one(
            every("2020-01-01T00:00", TEN_MIN, 2),
            wind_speed_mps=(6, 6.2), power_kw=(500, 510), wind_direction_deg=(250, 251),
            ambient_temperature_degc=(4.5, 4.4), rotor_speed_rpm=(12.1, 12.2),
            pitch_angle_deg=(0.5, 0.5), nacelle_position_deg=(248, 249),
        ),
        says=tuple(
            f"'{header}' names no unit: its values are taken as {unit}"
            for header, unit in (
                ("wind_speed", "m/s"), ("active_power", "kW"), ("wind_direction", "°"),
                ("ambient_temperature", "°C"), ("rotor_speed", "rpm"),
            )
        ),
    ),
)  # fmt: skip
