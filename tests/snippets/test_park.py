"""The park's script gives its ranking and its sum, or it is said why there is none."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from scada import HEADER, SERIES, START, Place, made_file, utc_ns
from scripted import noisy_rows, readable, run, same, with_rated

from turbine.services import park_views
from turbine.services.park import Counting, Park
from turbine.ui.analyse.park import scripting
from turbine.ui.analyse.park.choice import OPTIONS, RANKS, Choice
from turbine.ui.common.comparing import Against
from turbine.ui.common.python import NoScript
from turbine.wind.rows import Period

ZONE = "Europe/Istanbul"
HOSTILE = replace(SERIES, turbine="""T"1' ${x} ö # $site""", site='a "site"; DROP')
START_NS = 1_514_754_000 * 10**9  # 2018-01-01 in Istanbul
STOP_NS = START_NS + 40 * 86_400 * 10**9
_OF_PARK = ("measured_kwh", "recovery", "full_load_hours", "cf_rows", "cf_calendar")
_COMMON = ("measured_kwh", "full_load_hours", "cf_rows")


def choice_of(period: Period, **options: str) -> Choice:
    usual = {option.name: next(iter(option.values)) for option in OPTIONS}
    return Choice(
        place=(HOSTILE.site, HOSTILE.measurement), left=(), start_ns=period.start_ns,
        stop_ns=period.stop_ns, zone=period.zone, without=(), rules={}, against=Against(),
        reference=options.pop("reference", ""), options=usual | options,
    )  # fmt: skip


def park_of(place: Place, period: Period, *without: str) -> Park:
    services = place.windproof
    return services.parks.read(services.explorer.series(), period, Counting(without=without))


def reason(place: Place, park: Park, choice: Choice) -> str:
    made = scripting.of_park(park, choice, place.settings.target)
    assert isinstance(made, NoScript), made
    return str(made.reason)


def test_the_parks_script_gives_its_table_and_its_sum(place: Place, tmp_path: Path) -> None:
    whole = noisy_rows().splitlines()
    second = replace(HOSTILE, turbine="T2")
    place.ingest("\n".join(whole), series=HOSTILE)
    place.ingest("\n".join([HEADER, *whole[700:2_000], *whole[2_900:5_400], ""]), series=second)
    for series, size in ((HOSTILE, 3_600.0), (second, 2_000.0)):
        with_rated(place, series, size)
    period = Period(start_ns=START_NS, stop_ns=STOP_NS, zone=ZONE)
    park = park_of(place, period)
    texts = {}
    for reference in ("", "T2"):
        choice = choice_of(period, reference=reference)
        made = scripting.of_park(park, choice, place.settings.target)
        assert isinstance(made, str), made
        texts[reference] = made
    texts["sum"] = texts[""] + "\ntable = over_time\n"
    for rank in (*_OF_PARK,):
        made = scripting.of_park(park, choice_of(period, rank=rank, rows="own"),
                                 place.settings.target)  # fmt: skip
        assert isinstance(made, str), made
        texts[rank] = made
    tables = run(texts, tmp_path, readable(place, tmp_path))
    for reference, column in (("", None), ("T2", [m.series for m in park.members].index(second))):
        by_name = {row["turbine"]: row for row in park_views.turbines(park, column).to_dicts()}
        table = tables[reference]
        ours = [by_name[name] for name in table["turbine"]]
        assert len(ours) == 2
        for name in (*_OF_PARK, *(f"common_{each}" for each in _COMMON), "common_ratio"):
            same(table[name], [row[name] for row in ours])
        assert 0 < ours[1]["common_ratio"] < ours[0]["common_ratio"], "the best first"
    for rank in _OF_PARK:
        assert tables[rank][rank] == sorted(tables[rank][rank], reverse=True)
    same(tables["sum"]["measured_kwh"], park_views.summed(park, "month")["measured_kwh"].to_list())


@pytest.mark.parametrize("moved_s", [0, 240])
def test_a_park_of_other_moments_has_no_script(embedded: Place, moved_s: int) -> None:
    moved = START + timedelta(seconds=moved_s)
    embedded.ingest(made_file(288))
    embedded.ingest(made_file(288, start=moved), series=replace(SERIES, turbine="T2"))
    period = Period(start_ns=utc_ns(0), stop_ns=utc_ns(288))
    park = park_of(embedded, period)
    made = scripting.of_park(park, choice_of(period), embedded.settings.target)
    if not moved_s:
        assert isinstance(made, str)
    else:
        assert "differ in length" in reason(embedded, park, choice_of(period))


def test_what_the_parks_script_would_not_show_has_none(embedded: Place) -> None:
    embedded.ingest(made_file(288), series=HOSTILE)
    period = Period(start_ns=utc_ns(0), stop_ns=utc_ns(288))
    park = park_of(embedded, period)
    for rank in RANKS:
        for rows in ("common", "own"):
            choice = choice_of(period, rank=rank, rows=rows)
            made = scripting.of_park(park, choice, embedded.settings.target)
            told = rows in scripting.RANKS.get(rank, ()) and rank not in scripting.OF_RATED
            assert isinstance(made, str) == told, "its rated power is not known"
    of_nobody = choice_of(period, reference="nobody")
    assert "compare with" in reason(embedded, park, of_nobody)
    left = park_of(embedded, period, "stopped")
    assert left.left_rows
    assert "filters" in reason(embedded, left, choice_of(period))
