"""The explorer's script gives its table, or it is said why there is none."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scada import SERIES, Place
from scripted import Table, noisy_rows, of, readable, run, same

from turbine.explore.aggregate import Aggregation
from turbine.explore.functions import FUNCTIONS, label, resolve
from turbine.model.channels import channel
from turbine.model.errors import ConfigError
from turbine.ui.common.comparing import Against
from turbine.ui.explore.choice import SHOWS, Choice
from turbine.ui.explore.scripting import of_answer, why_not
from turbine.wind.fill import FILLS

ZONE = "Europe/Istanbul"
HOSTILE = replace(SERIES, turbine="""T"1' ${x} ö # $site""", site='a "site"; DROP')
START_NS = 1_514_754_000 * 10**9  # 2018-01-01 in Istanbul
HOUR_NS = 3_600 * 10**9
FIELDS = ("power_kw", "wind_speed_mps", "wind_direction_deg", "theoretical_power_kw")


def choice(**more: Any) -> Choice:
    usual: dict[str, Any] = {
        "series": HOSTILE, "channels": FIELDS, "start_ns": START_NS + 5 * HOUR_NS,
        "stop_ns": START_NS + 40 * 24 * HOUR_NS, "window": "1d", "function": "mean", "zone": ZONE,
        "fill": "gap", "band": False, "show": "time", "against": Against(),
    }  # fmt: skip
    return Choice(**usual | more)


def answer(place: Place, what: Choice) -> Aggregation:
    return place.windproof.explorer.aggregate(what.request())


def script(place: Place, what: Choice) -> tuple[str, Aggregation]:
    found = answer(place, what)
    assert why_not(found, what) is None
    return of_answer(found, what, place.settings.target), found


def equals(table: Table, found: Aggregation) -> None:
    for name, function in found.functions.items():
        same(table[label(name, function)], found.of(name)["value"].to_list())


def test_every_function_is_the_tables(place: Place, tmp_path: Path) -> None:
    place.ingest(noisy_rows(), series=HOSTILE)
    made = {}
    is_quick = place.settings.store == "duckdb"
    asked = (*FUNCTIONS, "p97.5", "p2.5") if is_quick else ("mean", "energy", "mode_sector", "p90")
    for function in asked:
        try:
            resolve(FIELDS, function)
        except ConfigError:
            continue  # of counters and words alone
        made[function] = script(place, choice(function=function))
    integrals = {"circular_stddev", "mean-hold", "energy-trapezoid"} if is_quick else set()
    assert {"mode_sector", "energy", *integrals} <= {*made}
    tables = run({name: text for name, (text, _) in made.items()}, tmp_path,
                 readable(place, tmp_path))  # fmt: skip
    for function, (_, found) in made.items():
        equals(tables[function], found)


WINDOWS = ("10min", "7min", "45min", "1h", "3h", "36h", "1d", "2d", "10d", "1w", "1mo", "1q", "1y",
           "all")  # fmt: skip


@pytest.mark.parametrize("zone", [ZONE, "Europe/Madrid", "America/Sao_Paulo", "Asia/Kathmandu"])
def test_every_window_is_the_tables(embedded: Place, tmp_path: Path, zone: str) -> None:
    """Across two changes of the clock, at midnight in São Paulo, and in a zone of 5:45."""
    rows = noisy_rows(30).splitlines()
    moved = [row.replace(" 01 2018", " 03 2018").replace(" 02 2018", " 10 2018") for row in rows]
    embedded.ingest("\n".join([*moved, ""]), series=HOSTILE)
    embedded.ingest(
        "\n".join([rows[0], *(row.replace(" 01 2018", " 11 2018") for row in rows[1:]), ""]),
        series=HOSTILE,
    )
    start_ns = START_NS + 75 * 24 * HOUR_NS + 7 * 60 * 10**9
    made, refused = {}, []
    for window in WINDOWS:
        days = 8 if "min" in window else 270
        spans = [start_ns] if days > 8 else [start_ns, start_ns + 230 * 24 * HOUR_NS]
        for start in spans:
            what = choice(
                window=window, zone=zone, start_ns=start, stop_ns=start + days * 24 * HOUR_NS,
                function="sum", channels=("power_kw",),
            )  # fmt: skip
            found = answer(embedded, what)
            if reason := why_not(found, what):
                assert "change of the clock" in str(reason)
                refused.append(window)
            else:
                text = of_answer(found, what, embedded.settings.target)
                made[f"{window} {start}"] = text, found
    assert {*refused} <= {"45min"}
    readable(embedded, tmp_path)
    tables = run({name: text for name, (text, _) in made.items()}, tmp_path, "")
    for name, (_, found) in made.items():
        equals(tables[name], found)
        starts = [each[:16] for each in tables[name]["start"]]
        ours = found.of("power_kw")["time"].dt.strftime("%Y-%m-%dT%H:%M").to_list()
        assert starts == ours, name


@pytest.mark.parametrize("fill", FILLS)
def test_what_fills_a_window_is_the_tables(embedded: Place, tmp_path: Path, fill: str) -> None:
    rows = noisy_rows(10).splitlines()
    embedded.ingest("\n".join([*rows[:400], *rows[700:], ""]), series=HOSTILE)
    made = {}
    for function in ("mean", "stddev", "count", "circular_mean", "energy"):
        what = choice(
            function=function, fill=fill, window="10min" if function == "stddev" else "1h"
        )
        found = answer(embedded, what)
        if reason := why_not(found, what):
            assert fill == "linear"
            assert "angles" in str(reason)
        else:
            made[function] = of_answer(found, what, embedded.settings.target), found
    assert len(made) >= 3
    readable(embedded, tmp_path)
    tables = run({name: text for name, (text, _) in made.items()}, tmp_path, "")
    for function, (_, found) in made.items():
        equals(tables[function], found)


def test_a_band_and_two_periods_are_the_tables(embedded: Place, tmp_path: Path) -> None:
    embedded.ingest(noisy_rows(), series=HOSTILE)
    band = script(embedded, choice(band=True))
    b = choice(start_ns=START_NS + 20 * 24 * HOUR_NS, function="energy", channels=("power_kw",))
    a = replace(b, start_ns=START_NS, stop_ns=START_NS + 20 * 24 * HOUR_NS)
    of_a, of_b = answer(embedded, a), answer(embedded, b)
    assert why_not(of_b, b, of_a) is None
    both = of_answer(of_b, b, embedded.settings.target, of_a)
    readable(embedded, tmp_path)
    tables = run({"band": band[0], "both": both}, tmp_path, "")
    equals(tables["band"], band[1])
    for name in ("power_kw", "wind_speed_mps"):
        for end, column in (("p10", "low"), ("p90", "high")):
            same(tables["band"][label(name, end)], band[1].of(name)[column].to_list())
    for side, found in (("A", of_a), ("B", of_b)):
        equals(of(tables["both"], turbine=f"{HOSTILE.turbine} · {side}"), found)


def test_counters_are_the_tables(embedded: Place, tmp_path: Path) -> None:
    total = [100 + 7.5 * n if n < 900 else 3 * (n - 900) for n in range(2_000) if n % 10 < 8]
    stamps = [row.split(",")[0] for row in noisy_rows(20).splitlines()[1:]]
    lines = ["Date/Time,Total active energy (kWh)",
             *(f"{s},{t}" for s, t in zip(stamps, total, strict=False)), ""]  # fmt: skip
    embedded.ingest("\n".join(lines), series=HOSTILE)
    [field] = embedded.windproof.explorer.series()[0].fields
    made = script(embedded, choice(channels=(field,), function="increase"))
    readable(embedded, tmp_path)
    equals(run({"rise": made[0]}, tmp_path, "")["rise"], made[1])


def test_an_angle_of_either_kind_is_the_tables(embedded: Place, tmp_path: Path) -> None:
    stamps = [row.split(",")[0] for row in noisy_rows(6).splitlines()[1:]]
    lines = ["Date/Time,odd_deg", *(f"{s},{n % 50 - 25 * (n < 400)}" for n, s in enumerate(stamps))]
    embedded.ingest("\n".join([*lines, ""]), series=HOSTILE, fields={1: "odd_deg"})
    assert channel("odd_deg").signed is None
    what = choice(channels=("odd_deg",), function="circular_mean", window="1h")
    text, found = script(embedded, what)
    readable(embedded, tmp_path)
    equals(run({"angle": text}, tmp_path, "")["angle"], found)
    assert (found.of("odd_deg")["value"].drop_nulls() < 0).any()


def test_what_the_explorers_script_would_not_show_has_none(embedded: Place) -> None:
    embedded.ingest(noisy_rows(5), series=HOSTILE)
    for show in SHOWS:
        what = choice(show=show, window="1h")
        assert (why_not(answer(embedded, what), what) is None) == (show == "time")
    short = choice(window="5min", function="energy", channels=("power_kw",))
    assert "longer than a window" in str(why_not(answer(embedded, short), short))
