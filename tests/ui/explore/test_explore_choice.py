"""The explore page's choice: to the address and back, and what an address may hold."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbine.explore.aggregate import AggregateRequest
from turbine.explore.functions import functions_for
from turbine.model.series import Series
from turbine.stores.base import SeriesInfo
from turbine.timing.periods import Span
from turbine.ui.common.choosing import PERIODS, period_of, preset_of, to_ns, to_wall
from turbine.ui.common.comparing import Against
from turbine.ui.common.entry import SeriesEntry
from turbine.ui.explore.choice import BANDED, SHOWS, default, parse
from turbine.ui.explore.controls import WINDOW_LABELS
from turbine.wind.fill import FILLS

MINUTE_NS = 60 * 10**9
ZONE = "Europe/Istanbul"
FIELDS = ("power_kw", "wind_speed_mps", "theoretical_power_kw", "wind_direction_deg")


def ns(text: str, zone: str = ZONE) -> int:
    moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return round(moment.timestamp()) * 10**9


def entry(
    turbine: str = "T1", *, first: str = "2018-01-01", last: str = "2018-12-31T14:30"
) -> SeriesEntry:
    info = SeriesInfo(
        series=Series(measurement="scada", site="main", turbine=turbine),
        first_ns=ns(first),
        last_ns=ns(last),
        fields=FIELDS,
    )
    return SeriesEntry(info=info, known_zones=(ZONE,))


def test_fields_of_any_name_survive_the_address_and_stand_in_their_order():
    theirs = ("oil, of the gear %2C", "temp_b_degc", "power_2_kw", "temp_a_degc", *FIELDS)
    info = replace(entry().info, fields=theirs)
    some = replace(entry(), info=info, own=frozenset((*FIELDS, "power_2_kw", "temp_a_degc")))
    assert some.names == (*FIELDS, "power_2_kw", "temp_a_degc", "temp_b_degc", theirs[0])
    assert some.title("temp_a_degc") == "Temp a · °C"
    assert some.title(theirs[0]) == f"{theirs[0]} (from another program)"
    asked = {**default(some).to_params(), "fields": "oil%2C of the gear %252C,temp_a_degc"}
    choice, notes = parse(asked, [some])
    assert (choice.channels, notes) == (("temp_a_degc", theirs[0]), [])
    assert choice.to_params() == {**asked, "fields": "temp_a_degc,oil%2C of the gear %252C"}


@pytest.mark.parametrize(
    "against",
    [
        Against(kind="previous"),
        Against(kind="date", day=date(2018, 6, 1)),
        Against(kind="custom", own=Span(start_ns=ns("2017-01-01"), stop_ns=ns("2017-02-01"))),
    ],
)
def test_what_it_is_compared_with_survives_the_address(against):
    choice = replace(default(entry()), against=against)
    assert parse(choice.to_params(), [entry()]) == (choice, [])
    compared = replace(choice, show="coverage", against=Against(kind="year"))
    assert compared.pair, "coverage is compared too"


def test_more_fields_than_one_chart_shows_are_left_out_with_a_note():
    five = (*FIELDS, "temp_a_degc")
    wide = replace(entry(), info=replace(entry().info, fields=five))
    choice, notes = parse({"fields": ",".join(five)}, [wide])
    assert (choice.channels, notes) == (FIELDS, ["One chart shows at most 4 fields."])


@given(
    channels=st.sets(st.sampled_from(FIELDS), min_size=1),
    start=st.integers(-(10**9), 2 * 10**9),
    minutes=st.integers(1, 10**7),
    window=st.sampled_from([*WINDOW_LABELS]),
    zone=st.sampled_from(["UTC", ZONE]),
    fill=st.sampled_from(FILLS),
    show=st.sampled_from(list(SHOWS)),
    data=st.data(),
)
def test_every_choice_survives_the_address(
    channels, start, minutes, window, zone, fill, show, data
):
    asked = tuple(name for name in FIELDS if name in channels)
    params = {
        **default(entry()).to_params(),
        "fields": ",".join(asked),
        "start": to_wall(start * 10**9, "UTC").isoformat() + "Z",
        "stop": to_wall((start + minutes * 60) * 10**9, "UTC").isoformat() + "Z",
        "window": window,
        "zone": zone,
        "fill": fill,
        "show": show,
        "function": data.draw(st.sampled_from(functions_for(asked))),
    }
    params["band"] = "1" if params["function"] in BANDED and data.draw(st.booleans()) else "0"
    choice, notes = parse(params, [entry()])
    assert notes == []
    assert choice.to_params() == params
    assert isinstance(choice.request(), AggregateRequest)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"turbine": "<b>T9"}, "points of '<b>T9'"),
        ({"site": "elsewhere"}, "no points"),
        ({"fields": "power_kw,nonsense"}, "nonsense"),
        ({"fields": ",,,"}, None),
        ({"window": "7s"}, "'7s' is not a valid window"),
        ({"function": "DROP"}, "'DROP' is not a valid function"),
        ({"function": "energy", "fields": "wind_speed_mps"}, "no energy"),
        ({"function": "mean", "fields": "wind_direction_deg"}, "no mean"),
        ({"zone": "Mars/Olympus"}, "is not a valid zone"),
        ({"fill": ""}, "is not a valid fill"),
        ({"show": "pie"}, "is not a valid show"),
        ({"band": "yes"}, "is not a valid band"),
        ({"start": "yesterday"}, "not a valid period"),
        ({"start": "2018-01-02"}, "not a valid period"),
        ({"start": "2018-02-01", "stop": "2018-01-01"}, "not a valid period"),
        ({"start": "0001-01-01", "stop": "9999-12-31T23:59"}, "not a valid period"),
        ({"start": "1600-01-01", "stop": "2018-01-01"}, "not a valid period"),
        ({"utm_source": "mail"}, None),
    ],
)
def test_what_an_address_cannot_mean_is_ignored_with_a_note(wrong, says):
    choice, notes = parse(wrong, [entry()])
    assert any(says in note for note in notes) if says else notes == []
    assert choice.request().start_ns < choice.request().stop_ns
    again, more = parse(choice.to_params(), [entry()])
    assert (again, more) == (choice, [])


def test_times_without_an_offset_are_the_zones():
    params = {"start": "2018-03-01T06:00", "stop": "2018-03-02T00:00+00:00", "zone": ZONE}
    choice, _ = parse(params, [entry()])
    assert choice.start_ns == ns("2018-03-01T03:00", "UTC")
    assert choice.stop_ns == ns("2018-03-02", "UTC")


def test_a_newcomer_sees_the_newest_data():
    older, newer = entry("T1"), entry("T2", first="2026-01-01", last="2026-06-01")
    choice, notes = parse({}, [older, newer])
    assert notes == []
    assert choice.series.turbine == "T2"
    assert choice.channels == ("power_kw",)
    assert choice.stop_ns == newer.info.last_ns + MINUTE_NS
    assert parse({"turbine": "T1"}, [older, newer])[0].series.turbine == "T1"


def test_presets_are_whole_local_days_up_to_the_newest_row_and_no_longer_than_the_data():
    series = entry()
    assert period_of("7d", series, ZONE) == (ns("2018-12-25"), ns("2018-12-31T14:31"))
    assert period_of("7d", series, "UTC")[0] == ns("2018-12-25", "UTC")
    assert period_of("all", series, ZONE) == (ns("2018-01-01"), ns("2018-12-31T14:31"))
    short = entry(first="2018-12-30T05:00")
    assert period_of("30d", short, ZONE) == (ns("2018-12-30T05:00"), ns("2018-12-31T14:31"))


@pytest.mark.parametrize("preset", [p for p in PERIODS if p not in ("custom", "all")])
def test_a_presets_period_is_recognised(preset):
    series = entry(first="2016-01-01")
    start_ns, stop_ns = period_of(preset, series, ZONE)
    params = {**default(series).to_params(), "start": "2018-01-01", "stop": "2018-02-01"}
    assert preset_of(parse(params, [series])[0], series) == "custom"
    params |= {"start": to_wall(start_ns, "UTC").isoformat() + "Z"}
    params |= {"stop": to_wall(stop_ns, "UTC").isoformat() + "Z"}
    assert preset_of(parse(params, [series])[0], series) == preset


def test_the_wall_clock_goes_there_and_back():
    assert to_ns(to_wall(ns("2018-07-01T12:34"), ZONE), ZONE) == ns("2018-07-01T12:34")


def test_the_diurnal_profile_and_the_coverage_ask_what_they_need():
    params = {"function": "energy", "window": "1w", "fill": "zero", "fields": "power_kw"}
    by_day = parse({**params, "show": "day"}, [entry()])[0].request()
    assert (by_day.window, by_day.function, by_day.fill) == ("1h", "mean", "gap")
    covered = parse({**params, "show": "coverage"}, [entry()])[0].request()
    assert (covered.window, covered.function, covered.fill) == ("1w", "count", "gap")
    angle = parse({"fields": "wind_direction_deg", "show": "day"}, [entry()])[0].request()
    assert angle.function == "circular_mean"


def test_days_are_those_of_the_files_clock_else_the_sites_else_utc():
    some = replace(entry(), known_zones=("Europe/Berlin", "Europe/Lisbon"))
    assert (some.zone, some.zones) == ("Europe/Berlin", ("Europe/Berlin", "Europe/Lisbon", "UTC"))
    assert (replace(some, known_zones=()).zone, default(replace(some, known_zones=())).zone) == (
        "UTC",
        "UTC",
    )
