"""What a report holds: the pages' own figures, why some are not there, and the proof."""

from dataclasses import replace

import pytest
from samples import ZONE
from scada import ACTOR, HEADER, SERIES, Place, line, made_file, utc_ns

from turbine.model.errors import ConfigError, NotFoundError
from turbine.services.analysis import Analysis
from turbine.services.measured import Question
from turbine.services.reference_curves import checked
from turbine.services.reported import Asked, OfTurbine, Report
from turbine.verify.compare import Verification

OTHER = replace(SERIES, turbine="T2", site="south")
# A day, of which an hour stands still in wind and six hours are missing.
DAY = "\n".join(
    [
        HEADER,
        *(line(n, 0 if 60 <= n < 66 else 100, 8 + n % 5, 120, 90) for n in range(72)),
        *(line(n, 100, 8 + n % 5, 120, 90) for n in range(108, 144)),
        "",
    ]
)


def gather(place: Place, **asked) -> Report:
    asked = {"series": (SERIES,), "zone": ZONE, **asked}
    return place.windproof.reports.gather(ACTOR, Asked(**asked))


def only(place: Place, **asked) -> OfTurbine:
    (found,) = gather(place, **asked).turbines
    return found


def test_figures_are_those_of_the_pages(embedded):
    embedded.ingest(DAY)
    embedded.windproof.sites.set_turbine(ACTOR, "main", "T1", {"rated_power_kw": 200.0})
    its = only(embedded)
    measured = embedded.windproof.analysis.read(Question(turbine="T1", zone=ZONE))
    total = Analysis.production(measured, by="month", rated_kw=200.0).total
    assert its.production.total.equals(total)
    losses, available, _ = Analysis.losses(measured, measured.rules(None, {}))
    assert (its.losses.shortfall_kwh, its.availability) == (losses.shortfall_kwh, available)
    assert its.curve.frame.equals(Analysis.power_curve(measured).frame)
    assert its.study.rose.frame.equals(Analysis.wind(measured, calm_mps=0.5).rose.frame)
    assert its.missing == {}
    assert (its.rows, its.left_out, its.rated_kw) == (108, 0, 200.0)
    assert its.coverage.gaps["hours"].to_list() == pytest.approx([6.0])
    assert its.coverage.windows["count"].to_list() == [108]
    stopped = next(flag for flag in its.flags if flag.code == "stopped")
    assert (stopped.rows, stopped.hours) == (6, pytest.approx(1.0))


def test_rows_with_a_flag_are_left_out_on_request_but_not_of_the_coverage(embedded):
    embedded.ingest(DAY)
    its = only(embedded, without=("stopped",))
    assert its.left_out == 6
    assert its.production.total["measured_hours"][0] == pytest.approx(17.0)
    assert its.coverage.windows["count"].to_list() == [108]


def test_changed_parameters_of_flags_count_in_all_that_goes_by_them(embedded):
    embedded.ingest(DAY)
    # Winds are 8 to 12 m/s: from 10.5 m/s on, only some of the rows at a standstill count.
    usual, changed = (
        only(embedded),
        only(embedded, without=("stopped",), rules={"cut_in_mps": 10.5}),
    )
    assert (usual.rules.cut_in_mps, changed.rules.cut_in_mps) == (3.0, 10.5)
    [stopped] = [flag for flag in changed.flags if flag.code == "stopped"]
    assert changed.left_out == stopped.rows == 2
    assert changed.availability.time_based == 1
    assert usual.availability.time_based < 1


def test_which_reference_counts_is_known(embedded):
    head = "Date/Time,LV ActivePower (kW),Wind Speed (m/s)"
    cells = (line(n, 100, 8 + n % 5) for n in range(72))
    embedded.ingest("\n".join([head, *cells, ""]))
    its = only(embedded)
    assert (its.own_reference, its.noted_reference) == (True, False)
    curve = checked([(0.0, 0.0), (5.0, 150.0), (25.0, 150.0)])
    embedded.windproof.sites.set_turbine(ACTOR, "main", "T1", {"reference_curve": curve})
    its = only(embedded)
    assert (its.own_reference, its.noted_reference) == (False, True)
    assert its.losses.shortfall_kwh == pytest.approx(50 * 12)


def test_parts_that_are_not_asked_for_are_not_there_and_need_no_reason(embedded):
    embedded.ingest(DAY)
    its = only(embedded, parts=("wind",))
    assert its.study is not None
    assert (its.production, its.curve, its.losses, its.coverage) == (None,) * 4
    assert (its.proofs, its.missing) == ((), {})


def test_a_part_says_what_it_lacks(embedded):
    cells = (line(n, 8 + n % 5) for n in range(144))
    embedded.ingest("\n".join(["Date/Time,Wind Speed (m/s)", *cells, ""]))
    its = only(embedded)
    assert "no field for power" in str(its.missing["production"])
    assert {*its.missing} == {"production", "power_curve", "availability"}
    assert its.study.rose is None
    assert its.covered_field == "wind_speed_mps"


def test_a_turbine_without_a_row_in_the_period_has_reasons_and_no_zeros(embedded):
    embedded.ingest(DAY)
    embedded.ingest(made_file(6), series=OTHER)
    report = gather(
        embedded, series=(SERIES, OTHER), start_ns=utc_ns(72), stop_ns=utc_ns(144), verify=False
    )
    first, second = report.turbines
    assert first.production.total["rows"][0] == 36
    assert (second.name, second.rows, second.production) == ("T2", 0, None)
    assert {str(reason) for reason in second.missing.values()} >= {"The period has no rows."}
    assert second.proofs == ()


def test_without_signals_the_proof_is_all_there_is(embedded):
    cells = (line(n, 8 + n % 5) for n in range(12))
    embedded.ingest("\n".join(["Date/Time,Rotor speed (rpm)", *cells, ""]))
    its = only(embedded)
    assert {*its.missing} == {"production", "power_curve", "wind", "availability", "coverage"}
    assert len(its.proofs) == 1


def test_files_are_compared_with_the_database_as_it_is_now(embedded):
    record = embedded.ingest(DAY)
    assert gather(embedded).verdict == "PASS"
    embedded.door.remove(utc_ns(3), utc_ns(4))
    report = gather(embedded)
    (proof,) = report.turbines[0].proofs
    assert report.verdict == "FAIL"
    assert (proof.line.verdict, proof.line.missing, proof.record.id) == ("FAIL", 1, record.id)


def test_the_last_verdict_is_told_on_request_unless_points_may_have_changed(embedded):
    record = embedded.ingest(DAY)
    assert gather(embedded, verify=False).verdict is None, "it was never compared"
    result: Verification = embedded.verify(record)
    report = gather(embedded, verify=False)
    (proof,) = report.turbines[0].proofs
    assert report.verdict == result.verdict == "PASS"
    assert (proof.line.expected, proof.is_current) == (108, True)
    embedded.windproof._ledger.set_counted(record.id, held=107, lacks=1)
    report = gather(embedded, verify=False)
    (proof,) = report.turbines[0].proofs
    assert (report.verdict, proof.line.verdict, proof.is_current) == (None, "PASS", False)


def test_what_cannot_be_compared_is_told_and_no_verdict(embedded):
    embedded.ingest(DAY)
    for path in (embedded.settings.data_dir / "originals").rglob("*"):
        if path.is_file():
            path.unlink()
    report = gather(embedded)
    (proof,) = report.turbines[0].proofs
    assert report.verdict is None
    assert proof.line is None
    assert str(proof.problem)


def test_rows_of_no_ingest_are_counted(embedded):
    embedded.ingest(DAY)
    embedded.door.put(utc_ns(200), power_kw=1.0)
    assert only(embedded).of_no_ingest == 1


def test_what_makes_no_sense_is_refused(embedded):
    embedded.ingest(DAY)
    with pytest.raises(ConfigError, match="at least one turbine"):
        gather(embedded, series=())
    with pytest.raises(NotFoundError, match="T9"):
        gather(embedded, series=(SERIES, replace(SERIES, turbine="T9")))
    with pytest.raises(ConfigError):
        gather(embedded, start_ns=utc_ns(10), stop_ns=utc_ns(10))
    with pytest.raises(ConfigError, match="Nowhere"):
        gather(embedded, zone="Europe/Nowhere")


def test_each_database_gives_the_same_report(place):
    place.ingest(DAY)
    report = gather(place)
    (its,) = report.turbines
    assert report.verdict == "PASS"
    assert its.production.total["measured_kwh"][0] == pytest.approx(1_700.0)
    assert (its.rows, its.of_no_ingest) == (108, 0)
