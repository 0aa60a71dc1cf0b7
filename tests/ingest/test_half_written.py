"""What a killed process leaves half-written is swept, and never what another one is writing; a
file that came to nothing does not stay on the disk."""

import shutil
import subprocess
import sys
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from apptest import click, open_page, run, set_embedded
from paths import ROOT
from scada import ACTOR, SERIES, made_file, until_done

from turbine.model.errors import IngestError, TurbineError
from turbine.readers import open_source
from turbine.services.windproof import Windproof
from turbine.settings import connection_file as saved
from turbine.settings.data_dir import part, sweep

Usage = namedtuple("Usage", "free")

KEEPER = """
import sys, time
from pathlib import Path
from turbine.ingest.originals import Originals

class Slow:
    name, size = "slow.csv", 0
    def open(self):
        return self
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    def read(self, _size):
        print("reading", flush=True)
        sys.stdin.readline()
        self.read = lambda _size: b""
        return b"a,b\\n1,2\\n"

print(Originals(Path(sys.argv[1])).keep(Slow()).sha256, flush=True)
"""


def names(place) -> list[str]:
    return sorted(path.name for path in (place.settings.data_dir / "originals").iterdir())


@pytest.fixture
def keeper(embedded):
    """Another process that keeps a file, and waits in the middle of it."""
    folder = embedded.settings.data_dir / "originals"
    with subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "reading\n"
        yield process
        process.kill()


def test_a_file_that_another_process_keeps_right_now_is_left_alone(embedded, keeper):
    (being_written,) = names(embedded)
    Windproof(embedded.settings)
    assert names(embedded) == [being_written]
    sha256 = keeper.communicate("\n")[0].strip()
    assert names(embedded) == [f"{sha256}.csv.zst"]


def test_what_a_kill_left_is_swept_at_the_next_start(embedded, keeper):
    record = embedded.ingest(made_file(20))
    keeper.kill()
    keeper.wait()
    assert len(names(embedded)) == 2
    (embedded.settings.data_dir / "originals" / "tmpold").write_bytes(b"of an older version")
    Windproof(embedded.settings)
    assert names(embedded) == [f"{record.sha256}.csv.zst"]
    assert embedded.verify(record).verdict == "PASS"


def test_settings_that_a_kill_left_half_written_do_not_stay(embedded):
    folder = embedded.settings.data_dir
    (folder / ".connection.json.abcd").write_text('{"INFLUXDB_V2_TOKEN": "secret"')
    saved.write(folder, {"INFLUXDB_V2_BUCKET": "b"})
    assert [path.name for path in folder.glob(".connection*")] == []
    assert saved.read(folder) == {"INFLUXDB_V2_BUCKET": "b"}


def test_a_part_is_gone_after_its_block_unless_it_was_moved(tmp_path):
    with part(tmp_path, "tmp") as path:
        sweep(tmp_path, "tmp")
        path.write_text("whole")
        path.replace(tmp_path / "whole")
    with pytest.raises(ZeroDivisionError), part(tmp_path, "tmp"):
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.iterdir()] == ["whole"]


# -- what came to nothing ------------------------------------------------------------------


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "made.csv"
    path.write_text(made_file(300))
    return path


def no_space(monkeypatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(free=1_000))


def test_a_refusal_for_space_leaves_no_original(embedded, csv, monkeypatch):
    no_space(monkeypatch)
    refused = embedded.cli("ingest", str(csv))
    assert refused.returncode == 1
    assert "on the disk of the data directory, and 0.0 MB is free" in refused.stderr
    assert names(embedded) == []


@pytest.mark.parametrize("large", [False, True])
def test_whatever_else_is_refused_leaves_none_either(embedded, csv, monkeypatch, large):
    if large:
        monkeypatch.setattr("turbine.readers.IN_MEMORY_BYTES", 0)
    csv.write_text("no table at all\n" * 100)
    assert embedded.cli("ingest", str(csv)).returncode == 1
    csv.write_text(made_file(300))
    assert embedded.cli("ingest", str(csv), "--retime", "today").returncode == 1
    assert embedded.cli("ingest", str(csv), "--turbine", "a\\b").returncode == 1
    assert names(embedded) == []


def test_an_original_that_an_ingest_refers_to_stays(embedded, csv, monkeypatch):
    record = embedded.ingest(csv.read_bytes())
    no_space(monkeypatch)
    assert embedded.cli("ingest", str(csv), "--turbine", "T2").returncode == 1
    assert names(embedded) == [f"{record.sha256}.csv.zst"]
    kept = embedded.windproof.files.keep(ACTOR, open_source(csv, "made.csv"))
    assert kept.made is None
    embedded.windproof.files.discard(ACTOR, kept)
    assert names(embedded) == [f"{record.sha256}.csv.zst"]


def test_bytes_that_somebody_else_kept_before_are_not_discarded(embedded, csv):
    draft = embedded.windproof.files.keep(ACTOR, open_source(csv, "made.csv"))
    assert embedded.cli("ingest", str(csv), "--retime", "today").returncode == 1
    with draft.open() as stream:
        assert stream.read() == csv.read_bytes()


def test_bytes_that_somebody_else_keeps_meanwhile_are_not_pulled_from_under_them(embedded, csv):
    """Two processes ingest the same file: one is refused after the other kept it too."""
    first = embedded.plan(csv.read_bytes())
    second = Windproof(embedded.settings)
    kept = second.files.keep(ACTOR, open_source(csv, "made.csv"))
    scan = second.files.scan(kept, second.files.detect(kept).interpretation)
    plan = second.ingests.plan(kept, scan, rule="keep", series=SERIES)
    embedded.windproof.files.discard(ACTOR, first.original)
    record = second.ingests.start(ACTOR, plan)
    assert second.ingests.run(ACTOR, record.id).state == "done"
    assert embedded.verify(record).verdict == "PASS"


def test_whoever_kept_it_first_still_starts_after_the_other_was_refused(embedded, csv):
    first = embedded.plan(csv.read_bytes())
    second = Windproof(embedded.settings)
    second.files.discard(ACTOR, second.files.keep(ACTOR, open_source(csv, "made.csv")))
    assert embedded.windproof.ingests.start(ACTOR, first)


def test_in_whatever_order_they_keep_and_discard_who_goes_on_has_the_bytes(embedded):
    files = embedded.windproof.files

    def give_up(data):
        other = Windproof(embedded.settings).files
        other.discard(ACTOR, other.keep(ACTOR, open_source(data, "a.csv")))

    with ThreadPoolExecutor(3) as pool:
        for n in range(15):
            data = f"a,b\n{n},2\n".encode()
            others = [pool.submit(give_up, data) for _ in range(3)]
            kept = files.keep(ACTOR, open_source(data, "a.csv"))
            assert [other.result() for other in others] == [None] * 3
            with kept.open() as stream:
                assert stream.read() == data


def test_an_ingest_whose_original_was_discarded_does_not_start(embedded):
    plan = embedded.plan(made_file(20))
    embedded.windproof.files.discard(ACTOR, plan.original)
    with pytest.raises(TurbineError, match="is no longer in the data directory"):
        embedded.windproof.ingests.start(ACTOR, plan)
    assert embedded.windproof.ingests.all() == []


def test_what_cannot_be_removed_is_told(embedded, monkeypatch):
    kept = embedded.windproof.files.keep(ACTOR, open_source(b"a,b\n1,2\n", "a.csv"))

    def refuse(_path, missing_ok=False):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(IngestError, match="cannot be removed: Permission denied"):
        embedded.windproof.files.discard(ACTOR, kept)


def test_another_file_on_the_page_frees_the_space(embedded, monkeypatch):
    set_embedded(embedded, monkeypatch)
    at = open_page("ingest", embedded.settings.data_dir)
    at.file_uploader[0].upload("made.csv", made_file(33, seed=4711).encode())
    run(at)
    assert len(names(embedded)) == 1
    click(at, "ingest_other_file")
    assert names(embedded) == []
    at.file_uploader[0].upload("made.csv", made_file(30).encode())
    click(run(at), "ingest_confirm")
    click(at, "ingest_start")
    until_done(embedded)
    again = open_page("ingest", embedded.settings.data_dir)
    again.file_uploader[0].upload("made.csv", made_file(30).encode())
    click(run(again), "ingest_other_file")
    assert len(names(embedded)) == 1, "an ingest refers to it"
