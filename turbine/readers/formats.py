"""The formats that Windproof reads. Each is one entry here; nobody else asks which one it is."""

from collections.abc import Iterator
from collections.abc import Mapping as Given
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

import polars as pl

from turbine.model.errors import FileError
from turbine.readers import side_by_side
from turbine.readers.annotated.format import Annotated
from turbine.readers.chosen import AS_FOUND, Chosen
from turbine.readers.columnar.format import ARROW, PARQUET
from turbine.readers.columns import Mapping
from turbine.readers.csv.format import Csv
from turbine.readers.events import refuse_others
from turbine.readers.excel.format import Excel
from turbine.readers.fields import Fields, with_rivals
from turbine.readers.fields import settled as settled_fields
from turbine.readers.greenbyte.format import Greenbyte
from turbine.readers.missing import given as given_marks
from turbine.readers.missing import note_of_given
from turbine.readers.model import (
    FIRST_FORMAT,
    INSIDE,
    SHARED,
    Certainty,
    Choice,
    DateOrder,
    Details,
    Detection,
    Interpretation,
    Part,
    Source,
)
from turbine.readers.times.clock import with_clock
from turbine.readers.toa5.format import Toa5
from turbine.readers.turbines import decide as decide_turbines
from turbine.readers.units import decide as decide_units
from turbine.readers.units import together
from turbine.readers.units_in_cells import unit_row
from turbine.readers.windographer.format import Windographer
from turbine.readers.words import Words
from turbine.readers.zones import UTC
from turbine.words import Text


class Format(Protocol):
    """What a format promises. It holds no state: one object reads every file of it."""

    @property
    def name(self) -> str:
        """As it is kept with each ingest: never changed."""
        ...

    @property
    def title(self) -> Text:
        """For a person: *CSV*."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """What its files' names end with, in small letters: ``.csv``."""
        ...

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What pages and the command line offer to change, beside what all formats share."""
        ...

    @property
    def changeable(self) -> tuple[str, ...]:
        """The details that :meth:`detect` takes as said."""
        ...

    def recognise(self, source: Source, name: str) -> Certainty | None:
        """Whether the file is of this format, known from little of it: first by its first bytes,
        since random access unpacks a packed file. ``name`` is the file's own, without those of
        its containers."""
        ...

    def detect(
        self,
        source: Source,
        *,
        zone: str,
        date_order: DateOrder | None,
        mapping: Mapping | None,
        **details: Any,
    ) -> Detection:
        """How the file is to be read; what is given is taken as said. Raises FileError if it is
        no table with a time column."""
        ...

    def details(self, values: dict[str, Any]) -> Details:
        """Its part of an interpretation, from :meth:`Details.to_dict`."""
        ...

    def read(self, source: Source, form: Interpretation) -> Iterator[Part]:
        """All data rows in file order, in parts that fit into memory. Reading again gives the
        same. Raises FileError if the file cannot be read at all."""
        ...

    def texts(self, source: Source, form: Interpretation, lines: pl.Series) -> pl.DataFrame:
        """``line`` and ``text`` of these rows (ascending), as a person reads them."""
        ...


_ALL: tuple[Format, ...] = (
    Csv(), Greenbyte(), Windographer(), Toa5(), Annotated(), Excel(), PARQUET, ARROW,
)  # fmt: skip
FORMATS = {each.name: each for each in _ALL}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Foreign(Details):
    """Of a format that this version does not have: kept, not understood."""

    values: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        return self.values


def recognised(source: Source) -> Format:
    """The format that is surest of the file; of several, the first."""
    name = source.name.rpartition(INSIDE)[2].removesuffix(".gz")
    sure = {each.name: each.recognise(source, name) or 0 for each in FORMATS.values()}
    return FORMATS[max(sure, key=lambda name: sure[name])]


def detect(
    source: Source,
    chosen: Chosen = AS_FOUND,
    *,
    known_zone: str | None = None,
    mapping: Mapping | None = None,
    reads_logs: bool = False,
    **changes: object,
) -> Detection:
    """Find how to read the file; what is ``chosen``, with ``changes`` by their names, is taken as
    said. ``known_zone`` is what is known of the site: the file's own word comes first. Raises
    FileError if it is no table with a time column, or a log of events: unless ``reads_logs``, or a
    person chose what its columns are stored as."""
    chosen = chosen.but(**changes)
    found = recognised(source)
    given: dict[str, Any] = {
        "time_columns": chosen.time_columns,
        "time_format": chosen.time_format,
        **chosen.details,
    }
    given = {name: value for name, value in given.items() if value is not None}
    if other := [name for name in given if name not in found.changeable]:
        raise FileError(
            Words.NO_SUCH_DETAIL(
                name=source.name, format=found.title, detail=other[0].replace("_", " ")
            ),
            hint=Words.LEAVE_IT_OUT(),
        )
    as_mapped = partial(
        found.detect,
        source,
        zone=chosen.zone or UTC,
        date_order=chosen.date_order,
        **given,
    )
    detection = as_mapped(mapping=mapping)
    if not (chosen.fields or reads_logs):
        refuse_others(source, detection)
    if chosen.fields:
        states = detection.states
        names, rivals = settled_fields(
            Fields(
                mapping=detection.interpretation.mapping, rivals=detection.rivals, states=states
            ),
            chosen.fields,
        )
        detection = with_rivals(as_mapped(mapping=tuple(names.items())), rivals)
        detection = replace(detection, states=states)
    detection = decide_turbines(detection, chosen)
    if not chosen.one_turbine and (series := side_by_side.unfold(detection)):
        detection = side_by_side.told(detection, series)
    detection = _with_units(with_clock(detection, chosen, known_zone), chosen.units)
    if chosen.missing is None:
        return detection
    marks = given_marks(detection.interpretation, chosen.missing)
    form = replace(detection.interpretation, missing=marks)
    return replace(detection, interpretation=form, notes=(*detection.notes, note_of_given(marks)))


def _with_units(detection: Detection, chosen: Given[int, str]) -> Detection:
    """The same with the units, which no format decides for itself."""
    form = detection.interpretation
    rows = detection.preview
    first_row = unit_row(rows)
    units = together(
        decide_units(
            form.headers,
            mapping,
            detection.largest,
            own,
            first_row=first_row,
            rows=rows,
            step_ns=detection.rhythm.step_ns,
            above=detection.above,
        )
        for mapping, own in side_by_side.mappings(detection, chosen)
    )
    questions = ("units",) if units.open else ()
    return replace(
        detection,
        interpretation=replace(form, units=units.converted),
        notes=(*detection.notes, *units.notes),
        questions=(*detection.questions, *questions),
        open_units=units.open,
    )


def format_of(form: Interpretation) -> Format:
    """The format of an interpretation. Raises FileError if this version does not have it."""
    if form.format not in FORMATS:
        raise FileError(Words.UNKNOWN_FORMAT(format=form.format), hint=Words.USE_OTHER_VERSION())
    return FORMATS[form.format]


def title(form: Interpretation) -> Text:
    """What a person calls its format; the name if this version does not have it."""
    return FORMATS[form.format].title if form.format in FORMATS else form.format


def described(form: Interpretation) -> Text:
    """Its format, and how that is read."""
    own = form.details.described
    return Words.FORMAT_DESCRIBED(format=title(form), details=own) if own else title(form)


def restored(values: dict[str, Any]) -> Interpretation:
    """The inverse of :meth:`Interpretation.to_dict`, also after a trip through JSON, and of what
    was kept when CSV was the only format: its details stood among the rest then."""
    name = values.get("format", FIRST_FORMAT)
    own = {key: value for key, value in values.items() if key not in SHARED}
    details = own["details"] if "format" in values else own
    known = FORMATS.get(name)
    return Interpretation(
        format=name,
        details=known.details(details) if known else _Foreign(values=details),
        headers=tuple(values["headers"]),
        time_columns=tuple(values["time_columns"]),
        date_order=values["date_order"],
        time_format=values["time_format"],
        zone=values["zone"],
        mapping=tuple((int(c), str(n)) for c, n in values["mapping"]),
        units=tuple((int(c), str(n)) for c, n in values.get("units", ())),
        missing=tuple((int(c), str(n)) for c, n in values.get("missing", ())),
        turbine_column=values.get("turbine_column"),
        site_column=values.get("site_column"),
        turbine=values.get("turbine", ""),
        site=values.get("site", ""),
        stamp=values.get("stamp", "start"),
        interval_ns=values.get("interval_ns", 0),
        year=values.get("year"),
        first_day=values.get("first_day", ""),
        clock_rules=values.get("clock_rules", 0),
    )


def choices() -> tuple[Choice, ...]:
    """What a person may change of any format; one for each name."""
    return tuple({c.field: c for each in FORMATS.values() for c in each.choices}.values())


def suffixes() -> tuple[str, ...]:
    """What the names of files that can be read end with."""
    return tuple(dict.fromkeys(s for each in FORMATS.values() for s in each.suffixes))


def may_hold_data(source: Source) -> bool:
    """Whether a file may hold measurements, by its first rows. False: it is no table, has no times,
    or is a log of events."""
    found = recognised(source)
    return not isinstance(found, Csv) or found.may_hold_data(source)


def is_certain(source: Source) -> bool:
    """True if a format is certain of the file as it is: a container that is not to be unpacked."""
    return any(
        each.recognise(source, source.name) == Certainty.CERTAIN for each in FORMATS.values()
    )
