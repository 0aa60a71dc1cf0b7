"""Small files as people really have them, by command line on every database: stored rightly, or
asked about. What is right stands in ``tests/support/cases.py``."""

import re

import pytest
from case import OPTIONS, Answers, Case
from cases import BY_NAME, CASES
from paths import CASES as FOLDER
from scada import Place

from turbine.model.series import Series

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the cases are not at {FOLDER}: put them there"
)


def ingest(place: Place, case: Case, answers: Answers, site: str = "main"):
    command = "ingest", str(case.path), "--retime", "keep", "--site", site
    return place.cli(*command, *answers.options)


def ingested(place: Place, case: Case, site: str):
    done = ingest(place, case, case.answers, site)
    assert done.returncode == 0, done.stderr
    return done


def test_every_file_of_the_folder_is_a_case() -> None:
    files = {path.stem for path in FOLDER.iterdir() if path.name != "README.md"}
    assert files == {case.file for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_is_right_is_said_stored_and_proven(shared_place: Place, case: Case) -> None:
    place, site = shared_place, case.name
    earlier = [BY_NAME[name] for name in case.after]
    if any(each.answers.replace for each in (*earlier, case)) and not place.deletes:
        pytest.skip("this database replaces nothing: tests/ingest/test_replace.py")
    for each in earlier:
        ingested(place, each, site)
    done = ingested(place, case, site)
    assert [text for text in case.says if text not in done.stderr + done.stdout] == []
    assert [text for text in case.said if text not in done.stdout] == []
    records = [each for each in place.windproof.ingests.all() if each.series.site == site]
    own = records[: len(case.right)]
    rows = [(r.stored, r.rejected, r.counts.duplicate, r.counts.without_values) for r in own]
    assert tuple(map(sum, zip(*rows, strict=True))) == case.counts
    assert own[0].interpretation.not_stored == case.left_out
    for right in case.right:
        series = Series(measurement="scada", site=site, turbine=right.turbine)
        assert place.door.get(series) == pytest.approx(right.values, rel=4e-16, abs=0)
    for each in records:
        assert place.answer("verify", each.id)["verdict"] == "PASS"
    for shown in case.shown:
        answer = place.answer(
            "aggregate", "--site", site, "--turbine", case.right[0].turbine,
            "--field", shown.field, "--function", shown.function, "--window", shown.window,
        )  # fmt: skip
        windows = answer["windows"]
        assert [each["value"] for each in windows] == shown.about
        if shown.expected is not ...:
            assert {each["expected"] for each in windows} == {shown.expected}
        assert shown.note in " ".join(answer["notes"])


ASKING = [case for case in CASES if case.asks]


@pytest.mark.parametrize("case", ASKING, ids=[case.name for case in ASKING])
def test_what_is_open_is_asked_and_nothing_is_stored(embedded: Place, case: Case) -> None:
    for earlier in case.after:
        ingested(embedded, BY_NAME[earlier], "main")
    before = embedded.windproof.ingests.all()
    # What the plan asks comes after what the file leaves open.
    read = {"zone", "stamp", "date_order", "decimal", "year", "first_day", "units"} & {*case.asks}
    done = ingest(embedded, case, Answers() if read else Answers(zone=case.answers.zone))
    named = re.findall("--[a-z-]+", done.stderr)
    asked = {name for name, option in OPTIONS.items() if option in named}
    assert (done.returncode, asked) == (1, {*case.asks})
    assert embedded.windproof.ingests.all() == before
