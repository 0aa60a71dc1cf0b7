"""What Plotly itself says on a chart, in another language."""

from turbine.charts.figure import Figure
from turbine.charts.locale import config
from turbine.charts.theme import CONFIG
from turbine.words import ENGLISH, speaking
from turbine.words import language as languages_of


def test_in_english_a_chart_takes_nothing_along():
    with speaking(ENGLISH):
        assert config(CONFIG) is CONFIG
        assert Figure([], {}).parts["layout"]["separators"] == ".,"


def test_another_language_brings_its_dates_its_words_and_its_numbers(tmp_path, monkeypatch):
    (tmp_path / "es.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Zoom in"\nmsgstr "Acercar"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(languages_of, "LANGUAGES", tmp_path)
    with speaking("es"):
        given = config(CONFIG)
        layout = Figure([], {}).parts["layout"]
    assert given["displaylogo"] is False
    assert given["locale"] == "es"
    its = given["locales"]["es"]
    assert its["dictionary"]["Zoom in"] == "Acercar"
    assert its["format"]["months"][0] == "enero"
    assert its["format"]["days"][0] == "domingo"
    assert len(its["format"]["shortMonths"]) == 12
    assert len(its["format"]["shortDays"]) == 7
    assert layout["separators"] == ",."
