"""What the ledger keeps are codes with values: they are read in the reader's language."""

import csv
import json
import sqlite3
from contextlib import closing

import polars as pl
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from memory_store import MemoryDoor, MemoryStore, memory_registered
from scada import ACTOR, HEADER, Place, line, made_file, unpack_yesterday, until, utc_ns

from turbine.explore.export import csv_bytes
from turbine.ingest.preflight import OPEN_END
from turbine.ingest.record import State
from turbine.ingest.words import Words
from turbine.model.errors import IngestError, StoreUnreachableError
from turbine.model.frame import in_words
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings
from turbine.stores.base import Refusal, Written
from turbine.words import Text, keep, language, recall, speaking

FILE = made_file(20)
SPANISH = {
    Words.ORIGINAL_MISSING: "El archivo original {file} ya no está en el directorio de datos.",
    Words.RESTORE_ORIGINAL: "Restaure {path} desde una copia.",
    Words.STOPPED: "Se detuvo de forma inesperada. Vea el registro del servidor.",
    Words.SENT_NOT_COUNTED: "Todo se envió, pero no se contó.",
    Words.REPEATS_LINE: "La fila repite la línea {line}.",
    Words.REFUSED_SINCE: (
        "La base de datos había aceptado {count:,} fila que ahora rechaza.",
        "La base de datos había aceptado {count:,} filas que ahora rechaza.",
    ),
    Words.RESUME_ONCE_FIXED: "Reanude cuando esté corregido.",
    Words.OR_UNDO: "O deshaga lo que no quiera.",
    Words.ROWS_REJECTED: (
        "{rejected:,} de {count:,} fila rechazada",
        "{rejected:,} de {count:,} filas rechazadas",
    ),
    Words.NOT_COUNTED: "sin contar",
}


@pytest.fixture(autouse=True)
def spanish(tmp_path, monkeypatch):
    catalog = Catalog(locale="es")
    for sentence, text in SPANISH.items():
        if sentence.plural:  # Spanish has a third form, for millions
            catalog.add((sentence.text, sentence.plural), (*text, text[-1]))
        else:
            catalog.add(sentence.text, text)
    folder = tmp_path / "languages"
    folder.mkdir()
    with (folder / "es.po").open("wb") as file:
        write_po(file, catalog)
    monkeypatch.setattr(language, "LANGUAGES", folder)


@pytest.fixture
def memory(tmp_path):
    with memory_registered(tmp_path) as address:
        settings = Settings(data_dir=tmp_path / "data", store="memory")
        yield Place(settings=settings, door=MemoryDoor(address))


def kept(place: Place, query: str) -> list[str]:
    with closing(sqlite3.connect(place.settings.data_dir / "ledger.db")) as db:
        return [row[0] for row in db.execute(query)]


def in_spanish(text: str) -> str:
    with speaking("es"):
        return recall(text)


def test_an_error_is_read_in_the_readers_language(embedded):
    record = embedded.start(FILE)
    original = embedded.settings.data_dir / "originals" / f"{record.sha256}.csv.zst"
    original.rename(original.with_suffix(".away"))
    with speaking("es"), pytest.raises(Exception, match="El archivo original") as caught:
        embedded.windproof.ingests.run(ACTOR, record.id)
    failed = embedded.windproof.ingests.get(record.id)
    assert failed.state is State.FAILED
    assert "riginal file" not in failed.error, "no sentence"
    assert "archivo" not in failed.error, "in no language"
    assert kept(embedded, "SELECT error FROM ingests") == [failed.error]
    english = "The original file made.csv is no longer in the data directory. Restore "
    assert recall(failed.error).startswith(f"{english}{original.name} ")
    assert failed.summary()["error"] == recall(failed.error) == str(caught.value)
    spanish = "El archivo original made.csv ya no está en el directorio de datos. Restaure "
    assert in_spanish(failed.error).startswith(f"{spanish}{original.name} ")
    with speaking("es"):
        assert failed.summary()["error"] == in_spanish(failed.error)


def test_an_error_of_a_thread_is_read_in_the_readers_language(embedded, monkeypatch):
    record = embedded.start(FILE)

    def bug(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr("turbine.ingest.job.retimed", bug)
    monkeypatch.setattr("threading.excepthook", lambda _arguments: None)
    embedded.windproof.ingests.run_in_background(ACTOR, record.id)
    until(lambda: embedded.windproof.ingests.progress(record.id) is None, what="the end")
    (failed,) = embedded.windproof.ingests.all()
    assert recall(failed.error) == Words.STOPPED.text
    assert in_spanish(failed.error) == SPANISH[Words.STOPPED]


def test_an_error_within_a_sentence_is_read_too(embedded, monkeypatch):
    def fails(*_arguments):
        raise StoreUnreachableError("It timed out.", hint=Words.OR_UNDO())

    record = embedded.start(FILE)
    monkeypatch.setattr("turbine.ingest.job.count", fails)
    sent = embedded.windproof.ingests.run(ACTOR, record.id)
    assert sent.state is State.NOT_COUNTED
    with speaking("es"):
        assert str(sent.state.label) == "sin contar"
    assert recall(sent.error) == (
        "Everything was sent, but not counted. It timed out. Or undo what is not wanted."
    )
    assert in_spanish(sent.error) == (
        "Todo se envió, pero no se contó. It timed out. O deshaga lo que no quiera."
    )


def refusing(monkeypatch, *meanings: Text) -> None:
    """The store refuses the first rows of a batch, each with one of these meanings."""
    write = MemoryStore.write

    def choosy(store, series, frame):
        stamps = frame["time"].dt.epoch("ns")[: len(meanings)]
        refused = tuple(
            Refusal(time_ns=stamp_ns, reason="status 400", meaning=meaning)
            for stamp_ns, meaning in zip(stamps, meanings, strict=True)
        )
        stored = write(store, series, frame[len(meanings) :]).stored
        return Written(stored=stored, refused=refused)

    monkeypatch.setattr(MemoryStore, "write", choosy)


def downloaded(findings: pl.DataFrame) -> list[tuple[str, str, str]]:
    text = csv_bytes(in_words(findings)).decode()
    return [(row["kind"], row["line"], row["reason"]) for row in csv.DictReader(text.splitlines())]


def test_a_refused_row_is_downloaded_with_its_reason_in_words(memory, monkeypatch):
    rows = FILE.splitlines()
    refusing(monkeypatch, Words.OR_UNDO(), "")
    record = memory.ingest("\n".join([*rows, rows[5], ""]))
    assert (record.state, record.refused, record.counts.duplicate) == (State.DONE, 2, 1)
    raw = memory.windproof.ingests.findings(record.id)
    assert raw["reason"].to_list() == kept(memory, "SELECT reason FROM findings ORDER BY line")
    assert all("code" in reason or reason == keep("status 400") for reason in raw["reason"])
    assert "what is not wanted" not in "".join(raw["reason"])
    assert downloaded(raw) == [
        ("refused", "2", "status 400. Or undo what is not wanted."),
        ("refused", "3", "status 400"),
        ("duplicate", "22", "The row repeats line 6."),
    ]
    with speaking("es"):
        assert downloaded(raw) == [
            ("refused", "2", "status 400. O deshaga lo que no quiera."),
            ("refused", "3", "status 400"),
            ("duplicate", "22", "La fila repite la línea 6."),
        ]


def test_a_reason_is_read_within_the_error_of_its_ingest(memory, monkeypatch):
    record = memory.ingest(FILE)
    memory.door.remove(utc_ns(0), utc_ns(2))
    refusing(monkeypatch, Words.OR_UNDO(), Words.OR_UNDO())
    short = memory.windproof.ingests.run(ACTOR, record.id)
    assert short.state is State.SHORT
    assert recall(short.error) == (
        "The database had accepted 2 rows that it refuses now. status 400. Or undo what is not "
        "wanted. Resume once that is fixed."
    )
    assert in_spanish(short.error) == (
        "La base de datos había aceptado 2 filas que ahora rechaza. status 400. O deshaga lo que "
        "no quiera. Reanude cuando esté corregido."
    )
    why = memory.windproof.ingests.restore(ACTOR, record.id)
    with speaking("es"):
        assert str(why).endswith(f"2 rows missing. {recall(short.error)}")


def test_every_reason_is_kept_as_a_code(embedded):
    rows = [
        line(0, 1, 2, 3, 4),
        line(1, "abc", 2, 3, 4),
        "nonsense",
        line(0, 1, 2, 3, 4),
        line(0, 9, 2, 3, 4),
        line(2, 1, 2, 3, 4),
    ]
    record = embedded.ingest("\n".join([HEADER, *rows]))
    reasons = kept(embedded, "SELECT reason FROM findings")
    assert len(reasons) == 5
    for reason in reasons:
        (part,) = json.loads(reason)["said"]
        assert set(part) == {"code", "values"}
        assert recall(reason) not in reason
    end = embedded.windproof.ingests.open_end(record.id)
    assert end in reasons
    assert recall(end).startswith("Line 7 is the last and has no line end: ")
    planned = embedded.plan("\n".join([HEADER, *rows[:4]]))
    (check,) = [c for c in planned.preflight.checks() if c.title == OPEN_END]
    assert recall(keep(check.found)) == str(check.found)


def test_losses_are_said_in_the_readers_language(embedded):
    record = embedded.ingest(FILE + "garbage\n")
    assert record.summary()["losses"] == ["1 of 21 rows rejected"]
    with speaking("es"):
        assert record.summary()["losses"] == ["1 de 21 filas rechazadas"]


def test_sentences_of_yesterday_are_shown_as_they_are(tmp_path):
    """A version that kept sentences wrote them into the same columns."""
    folder = unpack_yesterday(tmp_path)
    error, reason = "It stopped unexpectedly. The server's log says why.", 'its cell is "{abc}"'
    with closing(sqlite3.connect(folder / "ledger.db")) as db, db:
        (id_,) = db.execute("SELECT id FROM ingests WHERE file_name = 'newer.csv'").fetchone()
        db.execute("UPDATE ingests SET state = 'failed', error = ? WHERE id = ?", (error, id_))
        db.execute("INSERT INTO findings VALUES (?, 'rejected', 7, '', '{abc}', ?)", (id_, reason))
    services = Windproof(Settings(data_dir=folder))
    record = services.ingests.get(id_)
    for tag in language.languages():
        with speaking(tag):
            assert recall(record.error) == record.summary()["error"] == error
            findings = in_words(services.ingests.findings(id_))
            assert findings.rows() == [("rejected", 7, "", "{abc}", reason)]
    restored = services.ingests.restore(ACTOR, id_)
    assert restored == "", "it is resumed as any other"


def test_nobody_keeps_a_sentence(embedded):
    """Neither in the ledger nor among the actions: not even of what was refused."""
    embedded.ingest(FILE)
    record = embedded.ingest(made_file(20, seed=2), replace=True)
    with pytest.raises(IngestError):
        embedded.windproof.ingests.cancel(ACTOR, record.id)
    with pytest.raises(IngestError):
        embedded.windproof.ingests.undo(ACTOR, record.id, confirmation="no")
    written = (embedded.settings.data_dir / "audit.db").read_bytes()
    assert b"IngestError" in written
    for sentence in (b"is not running", b"does not match", b"Type the"):
        assert sentence not in written
