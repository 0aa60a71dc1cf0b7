"""A file's clock, settled after its format has read the first rows: zone, year, first day."""

from dataclasses import replace
from datetime import date

from turbine.model.errors import FileError
from turbine.readers.chosen import Chosen
from turbine.readers.model import Detection, Interpretation
from turbine.readers.times import interval
from turbine.readers.times.patterns import (
    EPOCHS,
    EXCELS,
    is_plain,
    lacks_year,
    numbers_days,
    readable,
)
from turbine.readers.words import Words
from turbine.readers.zones import decide as decide_zone
from turbine.words import Text

FIRST_YEAR, LAST_YEAR = 1970, 2199


def with_clock(detection: Detection, given: Chosen, known_zone: str | None) -> Detection:
    """The same with what no format decides for itself; ``known_zone`` is what is known of the
    site. Raises FileError for what cannot be."""
    form, notes, questions = detection.interpretation, [*_form_notes(detection)], []
    if lacks_year(form.time_format):
        if given.year is None:
            questions.append("year")
            notes.append(Words.YEAR_OPEN())
        else:
            form = replace(form, year=_year(given.year))
            notes.append(Words.YEAR_GIVEN(year=str(given.year)))
    if numbers_days(form.time_format):
        if given.first_day:
            form = replace(form, first_day=_day(given.first_day))
            notes.append(Words.FIRST_DAY_GIVEN(day=form.first_day))
        else:
            questions.append("first_day")
            notes.append(Words.FIRST_DAY_OPEN())
    cells = [row[c] for row in detection.preview for c in form.time_columns if c < len(row)]
    zone = decide_zone(form, detection.above, given.zone, known_zone, cells=cells)
    if zone.is_open:
        questions.append("zone")
    form, more, asked = interval.decide(replace(detection, interpretation=form), given.stamp)
    return replace(
        detection,
        interpretation=replace(form, zone=zone.name),
        notes=(*detection.notes, *notes, *more, zone.note),
        questions=(*detection.questions, *questions, *asked),
    )


def _form_notes(detection: Detection) -> list[Text]:
    form: Interpretation = detection.interpretation
    if form.time_format in EXCELS:
        return [Words.EXCEL_TIMES(day=EXCELS[form.time_format])]
    if form.time_format in EPOCHS:
        return [Words.EPOCH_TIMES(form=form.time_format)]
    plain = all(is_plain(each) for each in form.time_format.split("|"))
    return [] if plain else [Words.TIMES_ARE(form=readable(form.time_format))]


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FileError(Words.BAD_YEAR(year=str(year)), hint=Words.FOUR_DIGITS())
    return year


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise FileError(Words.BAD_FIRST_DAY(day=text), hint=Words.DAY_LIKE()) from error
