"""The command line: its answers, exit codes, and one sentence for every error."""

import gzip
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace

import commands
import pytest
from paths import ROOT, T1
from scada import HEADER, NO_REPLACING, Place, embedded_place, line, made_file, newest, utc_ns

from turbine import words
from turbine.access import Accounts
from turbine.cli.main import main
from turbine.words import language

PASSWORD = "correct horse battery staple"
FILE = made_file(300)

needs_t1 = pytest.mark.skipif(
    not T1.is_file(), reason=f"the real file is not at {T1}: set TURBINE_TEST_T1"
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "made.csv"
    path.write_text(FILE)
    return str(path)


def refused(place: Place, *arguments: str, code: int = 1) -> str:
    """The one sentence on standard error of a command that fails."""
    done = place.cli(*arguments)
    assert done.returncode == code, done.stderr
    assert all(line.startswith("note: ") for line in done.stdout.splitlines())
    assert done.stderr.startswith("turbine: ")
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    return done.stderr.removeprefix("turbine: ").strip()


def test_a_file_goes_in_is_proven_and_comes_out_again(place, file):
    done = place.answer("ingest", file, "--retime", "keep", "--turbine", "T1", "--site", "main")
    assert {"ingest_id", "rows", "stored", "rejected", "duplicate", "seconds"} < done.keys()
    assert (done["rows"], done["stored"], done["rejected"], done["duplicate"]) == (300, 300, 0, 0)
    assert (done["first"], done["last"]) == ("2017-12-31T21:00:00Z", "2018-01-02T22:50:00Z")
    assert (done["state"], done["already"], done["held"]) == ("done", False, 300)
    assert done["origin"].startswith("cli@")
    again = place.answer("ingest", file, "--retime", "keep")
    assert (again["ingest_id"], again["already"]) == (done["ingest_id"], True)
    verified = place.answer("verify", done["ingest_id"])
    assert (verified["verdict"], verified["expected"], verified["found"]) == ("PASS", 300, 300)
    assert [verified[k] for k in ("missing", "unexpected", "differing")] == [0, 0, 0]
    place.door.remove(utc_ns(0), utc_ns(1))
    failed = place.answer("verify", done["ingest_id"], code=1)
    assert (failed["verdict"], failed["missing"]) == ("FAIL", 1)
    undo = ("undo", done["ingest_id"], "--confirm", done["ingest_id"])
    if not place.deletes:
        assert "cannot delete single points. On the server, the whole table" in refused(
            place, *undo
        )
        return
    undone = place.answer(*undo)
    assert (undone["deleted"], undone["left"]) == (299, 0)
    assert place.door.count() == 0
    assert [i["state"] for i in place.answer("ingests")["ingests"]] == ["undone"]


def test_the_same_answers_in_words(embedded, file):
    done = embedded.process("ingest", file, "--retime", "keep")
    assert (done.returncode, done.stderr) == (0, "")
    assert "300 = 300 stored + 0 rejected + 0 duplicate + 0 without values" in done.stdout
    listed = embedded.cli("ingests").stdout
    ingest_id = listed.split()[0]
    assert f"{ingest_id}  done" in listed
    verified = embedded.cli("verify", ingest_id)
    assert (verified.returncode, verified.stderr) == (0, "")
    assert "verdict: PASS" in verified.stdout
    embedded.door.remove(utc_ns(0), utc_ns(1))
    failed = embedded.process("verify", ingest_id)
    assert (failed.returncode, failed.stderr) == (1, "")
    assert "verdict: FAIL" in failed.stdout
    assert "1 row was acknowledged by the database and has gone since" in failed.stdout


def test_without_an_ingest_there_is_nothing_to_list(embedded):
    assert embedded.answer("ingests") == {"ingests": []}
    assert "Nothing has been ingested yet" in embedded.cli("ingests").stdout


def test_a_profile_stores_nothing(embedded, file):
    found = embedded.answer("profile", file)
    assert (found["rows"], found["kept"], found["gap_count"]) == (300, 300, 0)
    assert found["interpretation"]["mapping"][0] == [1, "power_kw"]
    assert not embedded.settings.data_dir.joinpath("windproof.duckdb").exists()
    told = embedded.cli("profile", file)
    assert told.returncode == 0
    assert "rows: 300" in told.stdout


def test_packed_files_and_members(embedded, tmp_path):
    packed = tmp_path / "made.csv.gz"
    packed.write_bytes(gzip.compress(FILE.encode()))
    assert embedded.answer("ingest", str(packed), "--retime", "keep")["stored"] == 300
    archive = tmp_path / "two.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("a.csv", FILE)
        target.writestr("b.csv", made_file(20))
    both = embedded.answer("ingest", str(archive), "--retime", "keep")
    stored = {each["turbine"]: each["stored"] for each in both["ingests"]}
    assert stored == {"a": 300, "b": 20}, "what tells the files apart names their turbines"
    one = ("ingest", str(archive), "--member", "b.csv", "--turbine", "T2")
    assert embedded.answer(*one)["stored"] == 20
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as target:
        target.writestr("readme.txt", "Of one year.")
        target.writestr("a.csv", FILE)
    found = embedded.answer("profile", str(tmp_path / "one.zip"))
    assert found["kept"] == 300
    assert any("readme.txt" in note for note in found["notes"])


# -- in which language ---------------------------------------------------------------------

SPANISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "list the ingests"
msgstr "listar las ingestas"

msgid "Nothing has been ingested yet. Start with: {command} ingest FILE"
msgstr "Aún no hay ingestas. Empiece con: {command} ingest FILE"

msgid "{text!r} is not a time."
msgstr "{text!r} no es una hora."
"""


@pytest.fixture
def spanish(embedded, tmp_path, monkeypatch):
    """The command line, in this process, where Spanish is spoken too."""
    languages = tmp_path / "languages"
    languages.mkdir()
    (languages / "es.po").write_text(SPANISH, encoding="utf-8")
    monkeypatch.setattr(language, "LANGUAGES", languages)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in embedded.environ.items():
        if name.startswith("TURBINE_"):
            monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.parametrize(
    ("environment", "answer"),
    [
        ({"LANG": "es_ES.UTF-8"}, "Aún no hay ingestas"),
        ({"LC_MESSAGES": "es", "LANG": "en_US.UTF-8"}, "Aún no hay ingestas"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "es_ES.UTF-8"}, "Nothing has been ingested yet"),
        ({"LANG": "C.UTF-8"}, "Nothing has been ingested yet"),
        ({}, "Nothing has been ingested yet"),
    ],
)
def test_it_speaks_the_language_of_the_environment(spanish, capsys, environment, answer):
    for name, value in environment.items():
        spanish.setenv(name, value)
    assert main(["ingests"]) == 0
    assert answer in capsys.readouterr().out
    assert main(["ingests", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ingests": []}
    assert words.current() == "en", "only the command spoke it"


def test_a_verdict_is_said_in_the_language_and_kept_as_a_code(monkeypatch, embedded):
    record = embedded.ingest(made_file(3))
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    assert "veredicto: CORRECTO" in embedded.cli("verify", record.id).stdout
    assert embedded.answer("verify", record.id)["verdict"] == "PASS"


def test_help_and_errors_are_in_the_language_of_the_environment(spanish, embedded, capsys):
    spanish.setenv("LANG", "es_ES.UTF-8")
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "listar las ingestas" in capsys.readouterr().out
    embedded.ingest(FILE)
    asked = ("--turbine", "T1", "--field", "power_kw", "--window", "1h", "--function", "mean")
    assert main(["aggregate", *asked, "--start", "soon"]) == 1
    assert capsys.readouterr().err.startswith("turbine: 'soon' no es una hora.")


def test_argparse_speaks_spanish_too(monkeypatch, capsys):
    for name, value in {"LC_ALL": "es_ES.UTF-8", "COLUMNS": "200"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    assert shown.startswith("uso: ")
    assert {"argumentos posicionales:", "opciones:"} <= set(shown.splitlines())
    for arguments, said in (
        (["verify"], "faltan los siguientes argumentos: INGEST"),
        (["nothing"], "argumento COMMAND: opción no válida: 'nothing' (se puede elegir entre "),
        (
            ["verify", "x", "--tolerance", "a"],
            "argumento --tolerance: valor no válido para float",
        ),
        (["verify", "x", "--tolerance"], "argumento --tolerance: se esperaba un argumento"),
        (["analyse", "wind", "--heights", "1"], "argumento --heights: se esperaban 2 argumentos"),
        (["ingests", "--nothing"], "error: argumentos no reconocidos: --nothing"),
    ):
        with pytest.raises(SystemExit):
            main(arguments)
        assert said in capsys.readouterr().err
    monkeypatch.setenv("LC_ALL", "C")
    with pytest.raises(SystemExit):
        main(["--help"])
    assert capsys.readouterr().out.startswith("usage: ")


# -- aggregate -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """The real file under the rule ``keep``, in the embedded database."""
    place = embedded_place(tmp_path_factory.mktemp("year") / "data")
    place.ingest(T1.read_bytes(), name="T1.csv")
    return place


def windows(place: Place, **options: str) -> list[dict]:
    asked = {"turbine": "T1", "field": "power_kw", "function": "mean"} | options
    options = [word for name, value in asked.items() for word in (f"--{name}", value)]
    return place.answer("aggregate", *options)["windows"]


@needs_t1
class TestAggregate:
    def test_a_year_has_8760_hours(self, year):
        found = windows(year, window="1h")
        assert len(found) == 8_760
        assert found[0]["start"] == "2017-12-31T21:00:00Z"
        assert found[0].keys() == {"start", "value", "count", "expected", "cut"}
        assert sum(w["count"] for w in found) == 50_530
        assert sum(w["expected"] for w in found) == 52_560
        assert all((w["value"] is None) == (w["count"] == 0) for w in found)

    def test_weeks_start_on_monday(self, year):
        found = windows(year, window="1w", function="count")
        assert len(found) == 54
        assert found[0]["start"] == "2017-12-25T00:00:00Z"
        # Three hours of the first week are in the data; the second lacks 21 rows.
        assert [w["value"] for w in found][:2] == [18, 987]
        assert {w["expected"] for w in found} == {1_008}
        assert [w["start"][:10] for w in found if w["cut"]] == ["2017-12-25", "2018-12-31"]
        assert sum(w["value"] for w in found) == 50_530

    def test_days_are_those_of_the_zone(self, year):
        found = windows(year, window="1d", function="count", zone="Europe/Istanbul")
        assert len(found) == 365
        assert {w["start"][10:] for w in found} == {"T21:00:00Z"}
        assert all(w["expected"] == 144 for w in found)
        in_utc = windows(year, window="1d", function="count")
        assert (len(in_utc), in_utc[0]["count"], in_utc[0]["expected"]) == (366, 18, 144)

    def test_months_and_everything(self, year):
        found = windows(year, window="1mo", function="energy", zone="Europe/Istanbul")
        assert [w["start"] for w in found][:2] == ["2017-12-31T21:00:00Z", "2018-01-31T21:00:00Z"]
        whole = windows(year, window="all", function="energy", zone="Europe/Istanbul")
        assert sum(w["value"] for w in found) == pytest.approx(whole[0]["value"], rel=1e-9)
        assert (whole[0]["count"], whole[0]["expected"]) == (50_530, 52_560)

    def test_start_is_included_and_stop_is_not(self, year):
        some = {"window": "1h", "function": "count", "start": "2018-06-01T00:10Z"}
        found = windows(year, **some, stop="2018-06-01T02:00Z")
        assert [(w["start"], w["value"]) for w in found] == [
            ("2018-06-01T00:00:00Z", 5),
            ("2018-06-01T01:00:00Z", 6),
        ]
        one_more = windows(year, **some, stop="2018-06-01T02:00:00.000001Z")
        assert [w["value"] for w in one_more] == [5, 6, 1]

    def test_a_time_without_offset_is_read_in_the_zone(self, year):
        some = {"window": "all", "start": "2018-06-01T03:00", "stop": "2018-06-01T04:00"}
        here = windows(year, **some, zone="Europe/Istanbul")
        there = windows(year, window="all", start="2018-06-01T00:00Z", stop="2018-06-01T01:00Z")
        assert here == there
        assert here[0]["start"] == "2018-06-01T00:00:00Z"
        assert windows(year, **some)[0]["value"] != here[0]["value"]

    def test_an_angle_has_a_circular_mean_and_no_other(self, year):
        found = windows(year, window="1d", field="wind_direction_deg", function="circular_mean")
        assert all(0 <= w["value"] < 360 for w in found if w["count"])
        asked = ("--turbine", "T1", "--field", "wind_direction_deg", "--window", "1d")
        said = refused(year, "aggregate", *asked, "--function", "mean")
        assert said.startswith("Wind direction has no mean, since it is an angle.")

    def test_in_words(self, year):
        asked = ("--turbine", "T1", "--field", "power_kw", "--window", "1mo", "--function", "max")
        told = year.cli("aggregate", *asked).stdout.splitlines()
        assert len(told) == 13
        assert told[1].split()[0] == "2018-01-01T00:00:00Z"
        assert told[0].endswith("  18 of 4464  (truncated)")
        assert told[1].endswith(" of 4464")

    def test_a_reader_that_has_seen_enough_is_no_error(self, year):
        asked = "--turbine T1 --field power_kw --window 10min --function mean"
        done = subprocess.run(
            f"{sys.executable} -m turbine aggregate {asked} | head -1",
            shell=True,
            env=year.environ,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.stdout.startswith("2017-12-31T21:00:00Z")
        assert done.stderr == ""


# -- users ---------------------------------------------------------------------------------


def test_users_are_added_and_reset(embedded):
    added = embedded.cli("users", "add", "grace", "--json", stdin=f"{PASSWORD}\n")
    assert (added.returncode, added.stderr) == (0, "")
    assert json.loads(added.stdout) == {"name": "grace", "administrator": False}
    accounts = Accounts(embedded.settings.data_dir)
    assert accounts.authenticate("grace", PASSWORD, "test").name == "grace"
    new = embedded.answer("users", "reset", "grace")
    assert accounts.authenticate("grace", new["password"], "test").name == "grace"
    told = embedded.cli("users", "reset", "grace").stdout
    assert "shown only once" in told


def test_users_that_cannot_be(embedded):
    weak = embedded.cli("users", "add", "grace", stdin="short\n")
    assert (weak.returncode, weak.stdout) == (1, "")
    assert len(weak.stderr.splitlines()) == 1
    assert embedded.cli("users", "add", "grace", stdin=f"{PASSWORD}\n").returncode == 0
    twice = embedded.cli("users", "add", "grace", stdin=f"{PASSWORD}\n")
    assert (twice.returncode, "grace" in twice.stderr) == (1, True)
    assert PASSWORD not in twice.stderr
    assert "nobody" in refused(embedded, "users", "reset", "nobody")


# -- bad input -----------------------------------------------------------------------------


def test_files_that_are_none(embedded, tmp_path):
    assert "cannot be opened" in refused(embedded, "ingest", str(tmp_path / "gone.csv"))
    assert refused(embedded, "ingest", str(tmp_path))
    for name, text, said in (
        ("empty.csv", "", "empty"),
        ("header.csv", HEADER + "\n", "has a header but no data rows"),
        ("no_time.csv", "a,b\n1,2\n3,4\n", "no time column; the columns are 'a' and 'b'"),
        ("no_value.csv", "\n".join([HEADER, line(0, *"xxxx"), ""]), "cannot be stored"),
        ("no_csv.zip", "PK\x05\x06" + "\0" * 18, "contains no data file"),
    ):
        path = tmp_path / name
        path.write_text(text)
        assert said in refused(embedded, "ingest", str(path))
    assert embedded.windproof.ingests.all() == []


def test_names_that_are_no_text(embedded, tmp_path):
    odd = tmp_path / os.fsdecode(b"\xff{0}.csv")
    odd.write_text(FILE)
    assert embedded.process("ingest", str(odd), "--retime", "keep").returncode == 0
    assert newest(embedded).file_name == "\ufffd{0}.csv"
    for arguments in (("ingest", str(odd), "--turbine", "\udcff"), ("verify", "\udcff")):
        done = embedded.cli(*arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert "is not text" in done.stderr
    done = embedded.cli("backup", str(tmp_path / "\udcff.zip"))
    assert done.returncode == 0, done.stderr


def test_choices_that_make_no_sense(embedded, file):
    assert "no time zone 'Mars/Base'" in refused(
        embedded, "ingest", file, "--timezone", "Mars/Base"
    )
    assert "no retiming rule 'tomorrow'" in refused(
        embedded, "ingest", file, "--retime", "tomorrow"
    )
    said = refused(embedded, "ingest", file, "--retime", "today")
    assert "300 rows on 144 timestamps, and 156 would be lost" in said
    assert "end-now" in said
    assert "cannot be used" in refused(embedded, "ingest", file, "--turbine", " ")
    embedded.ingest(FILE)
    asked = ("--field", "power_kw", "--window", "1h", "--function", "mean")
    nobody = refused(embedded, "aggregate", "--turbine", "T9", *asked)
    assert nobody == "There are no points of turbine 'T9'. Turbines with points: T1."
    some = ("aggregate", "--turbine", "T1", *asked)
    other = ("aggregate", "--turbine", "T1", *asked[2:], "--field")
    said = refused(embedded, *other, "power_kW; DROP")
    assert said.startswith("Turbine 'T1' has no field 'power_kW; DROP' with numbers.")
    assert "Its fields are power_kw, " in said
    assert "Did you mean 'power_kw'?" in refused(embedded, *other, "Power_kw")
    assert "Did you mean 'wind_speed_mps'?" in refused(embedded, *other, "Wind sped")
    at = (
        "--site",
        "main",
        "--measurement",
        "scada",
        "--start",
        "2018-01-01",
        "--stop",
        "2018-01-02",
    )
    assert "has no field 'none'" in refused(embedded, *other, "none", *at)
    assert "'soon' is not a time" in refused(embedded, *some, "--start", "soon")
    assert "no time zone" in refused(embedded, *some, "--zone", "Nowhere/At/All")
    backwards = ("--start", "2018-01-02", "--stop", "2018-01-01")
    assert "period is empty" in refused(embedded, *some, *backwards)


def test_a_date_that_can_be_read_both_ways_is_asked(embedded, tmp_path):
    path = tmp_path / "undecided.csv"
    path.write_text("Date/Time,Wind Speed (m/s)\n03/04/2018 00:00,1\n04/05/2018 00:00,2\n")
    ingest = ("ingest", str(path), "--retime", "keep", "--timezone", "Europe/Istanbul")
    said = refused(embedded, *ingest)
    assert "can be read in more than one way: date_order" in said
    assert "--date-order" in said
    done = embedded.answer(*ingest, "--date-order", "month-first")
    assert (done["first"], done["stored"]) == ("2018-03-03T21:00:00Z", 2)


def test_a_time_zone_that_nothing_tells_is_asked_once_and_remembered(embedded, tmp_path):
    path = tmp_path / "january.csv"
    path.write_text("Time,Power (kW)\n2018-01-31 00:00,1\n2018-01-31 00:10,2\n")
    ingest = ("--retime", "keep", "--site", "hill")
    said = refused(embedded, "ingest", str(path), *ingest)
    assert "more than one way: zone" in said
    assert "--timezone" in said
    assert "kept" in embedded.answer("profile", str(path)), "it stores nothing: nothing is asked"
    done = embedded.answer("ingest", str(path), *ingest, "--timezone", "Europe/Berlin")
    assert done["first"] == "2018-01-30T23:00:00Z"
    path.write_text("Time,Power (kW)\n2018-02-01 00:00,1\n2018-02-01 00:10,2\n")
    assert embedded.answer("ingest", str(path), *ingest)["first"] == "2018-01-31T23:00:00Z"
    refused(embedded, "ingest", str(path), "--retime", "keep", "--site", "valley")
    embedded.ingest(FILE)  # Kaggle's clock was taken for its columns: it says nothing of others
    assert "more than one way: zone" in refused(embedded, "ingest", str(path), "--retime", "keep")


def test_a_decimal_sign_that_nothing_tells_is_asked(embedded, tmp_path):
    path = tmp_path / "undecided.csv"
    path.write_text("Datum;Power (kW)\n13.02.2020 00:00;812\n13.02.2020 00:10;1.024\n")
    for command in ("profile", "ingest"):
        said = refused(embedded, command, str(path), "--timezone", "UTC")
        assert "can be read in more than one way: decimal" in said
        assert "'1.024' is 1.024 with a decimal point and 1024 with a decimal comma" in said
        assert "--decimal" in said
    assert embedded.answer("ingests")["ingests"] == []
    asked = ("ingest", str(path), "--retime", "keep", "--decimal", ",", "--timezone", "UTC")
    assert embedded.answer(*asked)["stored"] == 2
    total = ("--field", "power_kw", "--window", "all", "--function", "sum")
    (window,) = embedded.answer("aggregate", "--turbine", "T1", *total)["windows"]
    assert window["value"] == 1_836


def test_ingests_that_are_unknown(embedded):
    for command in ("resume", "undo"):
        said = refused(embedded, command, "20180101-abcdef")
        assert said.startswith("There is no ingest '20180101-abcdef'.")
    assert refused(embedded, "verify", "20180101-abcdef", code=2)


def test_undo_wants_the_id_again(embedded):
    record = embedded.ingest(FILE)
    for confirmation in ((), ("--confirm", "yes")):
        said = refused(embedded, "undo", record.id, *confirmation)
        assert said.startswith("The confirmation does not match.")
    assert embedded.door.count() == 300


def test_what_cannot_be_looked_at_exits_2(embedded):
    record = embedded.ingest(FILE)
    assert "is not a valid tolerance" in refused(
        embedded, "verify", record.id, "--tolerance", "-1", code=2
    )
    next((embedded.settings.data_dir / "originals").iterdir()).unlink()
    assert "no longer in the data directory" in refused(embedded, "verify", record.id, code=2)


def test_overlaps_name_the_other_ingest(place, file):
    first = place.ingest(FILE)
    shifted = ("ingest", file, "--retime", "start-at=2018-01-01T00:10")
    said = refused(place, *shifted)
    taken = f"Ingest {first.id} (made.csv) already has values at 299 of them."
    assert taken in said
    if not place.deletes:
        assert NO_REPLACING in said
        assert refused(place, *shifted, "--replace") == said
        return
    assert "--replace" in said
    done = place.answer(*shifted, "--replace")
    assert (done["stored"], done["replaces"]) == (300, 299)
    older = place.answer("ingests")["ingests"][1]
    assert (older["ingest_id"], older["replaced"]) == (first.id, 299)


def test_wrong_usage_is_told_by_argparse(embedded):
    asked = ((), ("users",), ("ingest",), ("aggregate", "--turbine", "T1"))
    for done in (*(embedded.cli(*arguments) for arguments in asked), embedded.process()):
        assert (done.returncode, done.stdout) == (2, "")
        assert "usage: python -m turbine" in done.stderr


def test_settings_that_contradict_each_other(embedded, tmp_path):
    def run(**environ: str) -> str:
        done = commands.run(embedded.environ | environ, "ingests")
        assert (done.returncode, done.stdout) == (1, "")
        assert len(done.stderr.splitlines()) == 1
        return done.stderr

    assert "INFLUXDB_V2_URL is not set" in run(TURBINE_STORE="influxdb")
    (tmp_path / "a file").touch()
    assert "cannot be used" in run(TURBINE_DATA_DIR=str(tmp_path / "a file" / "data"))


# -- InfluxDB ------------------------------------------------------------------------------


@pytest.mark.server
class TestInfluxDB:
    def test_a_missing_bucket_is_made_only_when_asked(self, influx, file):
        other = replace(influx.settings.influx, bucket=f"{influx.door.container} typo")
        place = Place(settings=replace(influx.settings, influx=other), door=influx.door)
        said = refused(place, "ingest", file)
        assert f"no bucket with the name or ID '{other.bucket}'" in said
        assert "--create-bucket" in said
        assert place.answer("ingest", file, "--create-bucket")["stored"] == 300
        server = influx.door.server
        (made,) = server.json("GET", "/api/v2/buckets", name=other.bucket)["buckets"]
        (rule,) = made["retentionRules"]
        assert (rule["everySeconds"], rule["shardGroupDurationSeconds"]) == (0, 52 * 7 * 86_400)
        server.drop_bucket(made["id"])

    def test_a_server_that_is_away_or_refuses_the_token(self, influx, file):
        record = influx.ingest(FILE)
        for change, said in (
            ({"url": "http://127.0.0.1:9"}, "127.0.0.1:9"),
            ({"token": "wrong" * 8}, "token"),
        ):
            other = replace(influx.settings.influx, **change)
            place = Place(settings=replace(influx.settings, influx=other), door=influx.door)
            told = refused(place, "ingest", file)
            assert said in told
            assert influx.settings.influx.token not in told
            assert "wrong" * 8 not in told
            assert said in refused(place, "verify", record.id, code=2)

    def test_the_ingests_own_database_is_asked_also_when_another_is_configured(self, influx):
        record = influx.ingest(FILE)
        environ = influx.environ | {"TURBINE_STORE": "duckdb"}
        done = commands.run(environ, "verify", record.id, "--json")
        assert json.loads(done.stdout)["verdict"] == "PASS"
        without = {k: v for k, v in environ.items() if not k.startswith("INFLUXDB_")}
        done = commands.run(without, "verify", record.id, "--json")
        assert (done.returncode, done.stdout) == (2, "")
        assert f"The points are at {influx.settings.influx.url}" in done.stderr


def test_nothing_is_written_outside_the_data_directory(embedded, file):
    before = {p for p in ROOT.rglob("*") if ".git" not in p.parts and "__pycache__" not in p.parts}
    embedded.answer("ingest", file, "--retime", "keep")
    assert embedded.settings.data_dir.joinpath("ledger.db").exists()
    new = {p for p in ROOT.rglob("*") if ".git" not in p.parts and "__pycache__" not in p.parts}
    assert not {p for p in new - before if p.suffix in (".db", ".duckdb", ".zst", ".lock")}
