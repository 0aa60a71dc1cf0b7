"""Sentences, languages, and how they are kept."""

import pickle

import pytest

from turbine import words
from turbine.model.channels import BY_NAME
from turbine.model.errors import FileError
from turbine.words import (
    Label,
    Plural,
    PluralLabel,
    Sentence,
    keep,
    month_names,
    number,
    recall,
    recall_all,
    speaking,
    texts_of,
    together,
)
from turbine.words import language as languages_of


class Words:
    LINE = Sentence("Line {line:,} is {text!r}.")
    ROWS = Plural("{count:,} row is missing.", "{count:,} rows are missing.")
    BOTH = Sentence("{first} And {title:lower}: {names}.")
    START = Label("Start {name}")
    FILES = PluralLabel("{count} file", "{count} files")


SPANISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Line {line:,} is {text!r}."
msgstr "La línea {line:,} es {text!r}."

msgid "{count:,} row is missing."
msgid_plural "{count:,} rows are missing."
msgstr[0] "Falta {count:,} fila."
msgstr[1] "Faltan {count:,} filas."

msgid "Active power"
msgstr "Potencia activa"

msgid "{others} and {last}"
msgstr "{others} y {last}"
"""


@pytest.fixture
def spanish(tmp_path, monkeypatch):
    (tmp_path / "es.po").write_text(SPANISH, encoding="utf-8")
    monkeypatch.setattr(languages_of, "LANGUAGES", tmp_path)


def test_a_sentence_becomes_text_when_it_is_shown(spanish):
    said = Words.LINE(line=1234, text="a{b}")
    assert str(said) == "Line 1,234 is 'a{b}'."
    with speaking("es"):
        assert f"{said}" == "La línea 1.234 es 'a{b}'."
        assert Words.START(name="x") == "Start x", "what is not translated stays English"
    assert str(said) == "Line 1,234 is 'a{b}'."


def test_doubled_braces_are_braces_without_values_too():
    assert Label('Like {{"a": 1}}.')() == str(Sentence('Like {{"a": 1}}.')()) == 'Like {"a": 1}.'
    assert Label("like %(prog)s {")() == "like %(prog)s {"


@pytest.fixture
def unwarned():
    """Each fault is logged once."""
    languages_of.note_fault.cache_clear()


@pytest.mark.usefixtures("unwarned")
@pytest.mark.parametrize(
    "template",
    ["La {linea}", "La {line:q}", "La {", "La }", "La {0}", "La {}", "La {line.x}", "La {line!x}"],
)
def test_a_translation_that_does_not_fit_is_said_in_english(
    template, tmp_path, monkeypatch, caplog
):
    wrong = SPANISH.replace("La línea {line:,} es {text!r}.", template)
    (tmp_path / "es.po").write_text(wrong, encoding="utf-8")
    monkeypatch.setattr(languages_of, "LANGUAGES", tmp_path)
    with speaking("es"):
        assert str(Words.LINE(line=1234, text="x")) == "Line 1,234 is 'x'."
        assert str(Words.ROWS(count=1)) == "Falta 1 fila.", "the others are said"
    assert "cannot be used" in caplog.text


@pytest.mark.usefixtures("unwarned")
@pytest.mark.parametrize(
    "data",
    [
        SPANISH.replace("(n != 1)", "(n != ").encode(),
        SPANISH.replace("(n != 1)", "n/0").encode(),
        SPANISH.encode("utf-16"),
        SPANISH.encode() + b"\ngarbage {}",
        bytes(range(256)),
    ],
    ids=["plural", "division", "encoding", "syntax", "binary"],
)
def test_a_damaged_language_is_english(data, tmp_path, monkeypatch, caplog, capsys):
    (tmp_path / "es.po").write_bytes(data)
    monkeypatch.setattr(languages_of, "LANGUAGES", tmp_path)
    with speaking("es"):
        assert str(Words.ROWS(count=2)) == "2 rows are missing."
        assert Words.START(name="x") == "Start x"
    assert "cannot be used" in caplog.text
    assert not capsys.readouterr().out, "what --json prints is not disturbed"


def test_a_language_may_be_named_as_pybabel_names_it(tmp_path, monkeypatch):
    (tmp_path / "pt_BR.po").write_text(SPANISH, encoding="utf-8")
    monkeypatch.setattr(languages_of, "LANGUAGES", tmp_path)
    assert languages_of.best(["pt-BR"]) == languages_of.best(["pt_BR.UTF-8"]) == "pt_BR"


def test_plurals_follow_the_language(spanish):
    assert [str(Words.ROWS(count=n)) for n in (0, 1, 2)] == [
        "0 rows are missing.",
        "1 row is missing.",
        "2 rows are missing.",
    ]
    with speaking("es"):
        assert str(Words.ROWS(count=1)) == "Falta 1 fila."
        assert str(Words.ROWS(count=2)) == "Faltan 2 filas."
    assert Words.FILES(count=1) == "1 file"


def test_numbers_are_written_as_the_language_does(spanish):
    specs = (",.1f", ",", "g", ".1%")
    english = ["1,234,567.9", "1,234,567.891", "1.23457e+06", "123456789.1%"]
    assert [number(1234567.891, spec) for spec in specs] == english
    with speaking("es"):
        swapped = str.maketrans(",.", ".,")
        assert [number(1234567.891, spec) for spec in specs] == [
            text.translate(swapped) for text in english
        ]
        assert number(float("nan"), ",.1f") == "nan"
        assert str(Words.LINE(line=1234567, text="1.5,2")) == "La línea 1.234.567 es '1.5,2'."
        assert Words.FILES(count=1234) == "1234 files", "as it stands, without a format"


def test_a_language_that_nobody_knows_writes_numbers_as_english(tmp_path, monkeypatch):
    (tmp_path / "qqx.po").write_text(SPANISH, encoding="utf-8")
    monkeypatch.setattr(languages_of, "LANGUAGES", tmp_path)
    with speaking("qqx"):
        assert number(1234.5, ",.1f") == "1,234.5"


def test_sentences_nest_and_list(spanish):
    said = Words.BOTH(
        first=Words.ROWS(count=2), title=BY_NAME["power_kw"].label(), names=("a", "b", "c")
    )
    assert str(said) == "2 rows are missing. And active power: a, b and c."
    with speaking("es"):
        assert str(said) == "Faltan 2 filas. And potencia activa: a, b y c."


def test_what_is_said_can_be_compared_and_kept_in_sets():
    assert Words.ROWS(count=2) == Words.ROWS(count=2) != Words.ROWS(count=3)
    assert len({Words.ROWS(count=2), Words.ROWS(count=2)}) == 1


def test_a_change_reaches_every_text():
    said = Words.BOTH(first=Words.LINE(line=1, text="secret"), title="secret", names=("secret",))
    assert "secret" not in str(said.changed(lambda text: text.replace("secret", "***")))


def test_an_error_is_said_in_the_language_it_is_read_in(spanish):
    error = FileError(Words.LINE(line=1, text="x"), hint=Words.ROWS(count=1))
    assert (error.message, error.hint) == ("Line 1 is 'x'.", "1 row is missing.")
    with speaking("es"):
        assert str(error) == "La línea 1 es 'x'. Falta 1 fila."


class TestKept:
    @pytest.fixture(autouse=True)
    def as_a_package(self, monkeypatch):
        from turbine.words import sentences

        for name, sentence in vars(Words).items():
            if hasattr(sentence, "code"):
                monkeypatch.setattr(sentence, "code", f"words.sentences.{name.lower()}")
        real = sentences.sentence_of
        known = {each.code: each for each in vars(Words).values() if hasattr(each, "code")}
        for module in (sentences, words.kept):
            monkeypatch.setattr(module, "sentence_of", lambda code: known.get(code) or real(code))

    def test_codes_and_values_are_kept_and_no_sentence(self, spanish):
        kept = keep(
            Words.LINE(line=7, text='"\u2028ñ'), "as the server said", "", Words.ROWS(count=2)
        )
        assert "missing" not in kept
        assert recall(kept) == "Line 7 is '\"\\u2028ñ'. as the server said 2 rows are missing."
        with speaking("es"):
            assert recall(kept).startswith("La línea 7")

    def test_nothing_is_kept_as_nothing(self):
        assert keep() == keep("", "") == recall("") == ""

    def test_nested_values_come_back(self):
        said = Words.BOTH(first=Words.ROWS(count=1), title="T", names=("a", "b"))
        assert recall(keep(said)) == str(said)

    def test_a_signals_name_is_kept_as_a_code_too(self, spanish):
        power = BY_NAME["power_kw"].label()
        kept = keep(Words.BOTH(first="x", title=power, names=()))
        assert "Active power" not in kept
        with speaking("es"):
            assert "potencia activa" in recall(kept)
        assert pickle.loads(pickle.dumps(power)) == power

    def test_it_can_be_pickled(self):
        said = Words.LINE(line=1, text="x")
        assert pickle.loads(pickle.dumps(said)) == said

    @pytest.mark.parametrize(
        "text",
        [
            "It stopped.",
            '{"said": [',
            '{"said": [{"code": 1}]}',
            '{"said": [{"values": {}}]}',
            "{}",
        ],
    )
    def test_a_text_of_yesterday_is_shown_as_it_is(self, text):
        assert recall(text) == text

    @pytest.mark.parametrize("code", ["readers.gone", "os.path", "..", "no.such_package.x", "X"])
    def test_an_unknown_code_is_shown_with_its_values(self, code):
        assert recall(f'{{"said": [{{"code": "{code}", "values": {{"line": 3}}}}]}}') == (
            f"{code} (line: 3)"
        )

    def test_what_was_kept_can_be_kept_within_another(self, spanish):
        first = keep(Words.ROWS(count=1), "as the server said")
        both = keep(Words.LINE(line=7, text="x"), *texts_of(first), *texts_of("of yesterday"))
        assert recall(both) == "Line 7 is 'x'. 1 row is missing. as the server said of yesterday"
        with speaking("es"):
            assert recall(both).startswith("La línea 7 es 'x'. Falta 1 fila. as")

    @pytest.mark.parametrize("text", ["", "It stopped.", '{"said": [', '{"said": [{"code": 1}]}'])
    def test_a_text_of_yesterday_is_one_text(self, text):
        assert "".join(map(str, texts_of(text))) == text

    def test_sentences_beside_each_other_are_one(self, spanish):
        text = together("", Words.ROWS(count=1), "", "as the server said")
        assert recall(keep(text)) == str(text) == "1 row is missing. as the server said"
        with speaking("es"):
            assert str(text) == "Falta 1 fila. as the server said"
        assert together("", "a") == "a"
        assert together() == ""

    def test_many_that_are_alike(self):
        kept = keep(Words.ROWS(count=2))
        assert recall_all([kept, None, kept, "x"]) == [
            "2 rows are missing.", None, "2 rows are missing.", "x",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["es"], "es"), (["es-MX"], "es"), (["es_ES.UTF-8"], "es"), (["C", "es"], "en"),
        (["de", "es"], "es"), (["en-GB", "es"], "en"), ([], "en"), ([""], "en"), (["../x"], "en"),
    ],
)  # fmt: skip
def test_the_best_language(spanish, wanted, found):
    assert words.best(wanted) == found
    assert words.languages() == ("en", "es")


def test_months_are_named_in_the_language_and_in_english_where_it_has_none():
    with speaking("es"):
        assert [month_names()[month] for month in (1, 12)] == ["ene", "dic"]
    for tag in ("en", "xx", "pt-BR-of-mine-alone"):
        with speaking(tag):
            assert [month_names()[month] for month in (1, 12)] == ["Jan", "Dec"]
    with speaking("pt-BR"):
        assert month_names()[2] == "fev."
