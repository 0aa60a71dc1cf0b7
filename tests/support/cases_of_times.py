"""Cases of clocks and of headers: see ``cases.py``."""

from case import HOUR, TEN_MIN, Answers, Case, Shown, every, in_utc, one

TIMES = (
    in_utc(
        "dst_autumn_in_order",
        one(
            every("2020-10-24T23:00", TEN_MIN, 24),
            power_kw=tuple(range(600, 624)),
            wind_speed_mps=tuple(n / 100 for n in range(700, 724)),
        ),
        answers=Answers(zone="Europe/Berlin"),
        says=("12 rows of the hour that Europe/Berlin repeats on 2020-10-25 were placed",),
    ),
    Case(
        file="dst_zone_column",
        right=(
            one(
                every("2024-10-26T23:00", HOUR, 4),
                power_kw=(10, 20, 30, 40), wind_speed_mps=(5,) * 4,
            ),
        ),
        says=("have the form YYYY-MM-DD hh:mm ZONE",),
    ),
    in_utc(
        "toa5",
        one(
            every("2020-01-01T00:00", TEN_MIN, 4), "SITE",
            wind_speed_80m_mps=(8.1, 8.4, None, 7.9),
            wind_direction_78m_deg=(250.3, 251.0, None, 249.2),
            ambient_temperature_degc=(4.2, 4.1, 4.0, 4.0),
        ),
        answers=Answers(zone="UTC", stamp="end"),
        asks=("stamp", "zone"),
        says=("The header is line 2",),
        left_out=("RECORD",),
    ),
    in_utc(
        "units_row",
        one(
            ("2020-02-01T00:00", "2020-02-01T00:10", "2020-02-13T00:20"),
            wind_speed_mps=(7.2, 7.9, 8.4), power_kw=(812.4, 902.4, 990.1),
            wind_direction_deg=(250, 251, 249),
        ),
    ),
    in_utc(
        "date_hour",
        one(every("2020-01-01T00:00", HOUR, 48), power_kw=tuple(range(0, 2_400, 100)) * 2),
    ),
    in_utc(
        "ymdhm",
        one(
            every("2020-01-01T00:00", TEN_MIN, 2), wind_speed_mps=(5, 6), power_kw=(100, 110)
        ),
    ),
    in_utc("hour24", one(every("2020-01-01T23:00", HOUR, 3), power_kw=(100, 200, 300))),
    Case(
        file="epoch_s",
        right=(
            one(
                every("2020-05-13T00:40", TEN_MIN, 3),
                power_kw=(47, 13, 167), wind_speed_mps=(5, 5, 5),
            ),
        ),
        says=("since 1970 in UTC",),
    ),
    in_utc(
        "excel_serial",
        one(
            every("2020-01-01T00:00", TEN_MIN, 3),
            power_kw=(47, 13, 167), wind_speed_mps=(5, 5, 5),
        ),
        says=("rounded to the second",),
    ),
    in_utc(
        "compact",
        one(every("2020-01-01T00:00", TEN_MIN, 2), power_kw=(47, 13), wind_speed_mps=(5, 5)),
    ),
    in_utc(
        "dwd",
        one(
            every("2022-05-31T23:00", HOUR, 2), wind_speed_mps=(1.7, 1.9),
            wind_direction_deg=(80, 80),
        ),
        rows=(2, 0, 0, 1),
        says=("Treated as no value: -999",),
        left_out=("STATIONS_ID", "QN_3", "eor"),
    ),
    in_utc("month_first_name", one(every("2024-01-01T00:00", TEN_MIN, 2), power_kw=(500, 510))),
    in_utc(
        "no_year",
        one(
            every("2019-01-01T00:00", HOUR, 2),
            power_kw=(1_766.6, 1_433.8), wind_speed_mps=(9.9, 9.2),
        ),
        answers=Answers(zone="UTC", year=2019),
        asks=("year", "zone"),
    ),
    in_utc(
        "from_to",
        one(
            ("2020-02-13T00:00", "2020-02-13T00:15", "2020-02-13T23:45"),
            power_kw=(1_234, 1_250, 1_300),
        ),
        left_out=("bis",),
        shown=(Shown(function="energy", values=(946,)),),  # three quarters of an hour
    ),
    in_utc(
        "end_stamped",
        one(
            every("2020-01-01T00:00", TEN_MIN, 288), power_kw=(600,) * 144 + (1_200,) * 144
        ),
        answers=Answers(zone="UTC", stamp="end"),
        asks=("stamp", "zone"),
        shown=(Shown(function="energy", window="1d", values=(14_400, 28_800), expected=144),),
    ),
    in_utc(
        "event_driven",
        one(
            tuple(
                f"2020-01-01T{time}"
                for time in ("00:00:00", "00:00:01", "00:00:02", "00:20:00", "00:45:00", "01:00:00")
            ),
            power_kw=(600, 601, 600, 590, 610, 600),
        ),
        shown=(
            Shown(function="energy", values=(None,), expected=None, note="irregular times"),
            Shown(function="energy-hold", values=(598.33,), within=0.005),
            Shown(function="energy-trapezoid", values=(599.59,), within=0.005),
        ),
    ),
    in_utc(
        "sdwpf",
        one(
            every("2020-04-30T16:10", TEN_MIN, 2), "1",
            wind_speed_mps=(6.17, 6.27), yaw_error_deg=(-3.99, -2.18),
            ambient_temperature_degc=(30.73, 30.6), nacelle_temperature_degc=(41.8, 41.63),
            nacelle_position_deg=(25.92, 20.91), pitch_angle_1_deg=(1, 1),
            pitch_angle_2_deg=(1, 1), pitch_angle_3_deg=(1, 1),
            reactive_power_kvar=(-0.25, -0.24), power_kw=(494.66, 509.76),
        ),
        one(
            every("2020-04-30T16:00", TEN_MIN, 2), "2",
            wind_speed_mps=(5.1, 5.3), yaw_error_deg=(1.2, 0.8),
            ambient_temperature_degc=(30.1, 30.2), nacelle_temperature_degc=(41.0, 41.1),
            nacelle_position_deg=(24.1, 24.1), pitch_angle_1_deg=(1, 1),
            pitch_angle_2_deg=(1, 1), pitch_angle_3_deg=(1, 1),
            reactive_power_kvar=(-0.25, -0.25), power_kw=(301.5, 322.5),
        ),
        rows=(4, 0, 0, 1),
        answers=Answers(zone="Asia/Shanghai", first_day="2020-05-01"),
        asks=("first_day", "zone"),
        says=("2 turbines: 1 and 2",),
    ),
    in_utc(
        "us_ampm",
        one(
            every("2019-11-01T00:00", HOUR, 4), power_kw=(12, 7, 1, 6), wind_speed_mps=(7, 0, 0, 6)
        ),
        answers=Answers(zone="UTC", date_order="month-first"),
        asks=("date_order", "zone"),
    ),
    # With the year that it comes after: tests/explore/test_rhythm.py, on every database.
    in_utc(
        "late",
        one(every("2019-01-02T00:00", HOUR, 2), power_kw=(100, 100), wind_speed_mps=(5, 5)),
    ),
    in_utc(
        "jitter",
        one(
            tuple(
                f"2020-01-01T{time}"
                for time in ("00:00:03", "00:10:01", "00:20:05", "00:29:58", "00:40:02", "00:50:00")
            ),
            power_kw=(600,) * 6, wind_speed_mps=(6,) * 6,
        ),
        shown=(Shown(function="energy", values=(600,), expected=6),),
    ),
)  # fmt: skip
