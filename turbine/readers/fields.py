"""Which field each column becomes: every column of numbers is one.

A header that the catalogue knows gives the signal's field, with its statistic and which of several
it is; any other gives a field of its own, named after it. Columns of text, of codes that name a row
or a device, and empty ones are not stored, which is said; those of a few words can be, as states,
if a person says so. Two columns for one field are asked about.
"""

from collections.abc import Mapping as Given
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from turbine.model.catalogue import SETS
from turbine.model.channels import FIRST, RESERVED, channel
from turbine.model.headings import heading
from turbine.model.matching import named
from turbine.model.units import Unit, fits, understood
from turbine.readers import field_notes
from turbine.readers.kinds import are_states, is_code, kind_of
from turbine.readers.model import Detection
from turbine.readers.names import as_state, own_name, state_name, unique, unnumbered
from turbine.readers.words import Words
from turbine.words import Said, Text

Mapping = tuple[tuple[int, str], ...]

_ALWAYS = frozenset(FIRST)
"""Also without a single value: that is a loss, which is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What was decided on a file's columns."""

    mapping: Mapping = ()
    """(0-based column, field), each field once, in column order."""
    notes: tuple[Text, ...] = ()
    rivals: tuple[tuple[int, ...], ...] = ()
    """Columns for one field, of which only the person knows the right one. The first is in the
    mapping meanwhile."""
    states: Mapping = ()
    """(0-based column, field) of columns that are not stored, and can be as states."""


@dataclass(slots=True)
class _Columns:
    """The columns by what becomes of them."""

    known: dict[str, list[int]] = field(default_factory=dict)
    own: list[int] = field(default_factory=list)
    states: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)


def decide(
    headers: Sequence[str],
    time_columns: Sequence[int],
    cells: Given[int, Sequence[str]],
    meant: Given[str, str] | None = None,
) -> Fields:
    """The field of each column, by its header and the first cells that hold anything: ``cells`` by
    column (none: it is empty as far as is known). ``meant`` is what the first words of headers, in
    small letters, stand for in files of this kind."""
    found = _Columns()
    plain = unnumbered(headers, time_columns)
    special = _special(plain) | _spelled_out(plain, meant or {})
    for column in range(len(headers)):
        if column not in time_columns:
            _place(column, plain[column], cells.get(column, ()), special, found)
    units = {column: unit for column, texts in cells.items() if (unit := _below(texts))}
    names, rivals = _of_known(plain, found)
    own, alike = _of_own(plain, found.own, units, set(names.values()))
    names |= own
    states = _of_states(plain, found.states, set(names.values()))
    notes = [
        *field_notes.rivals(headers, (*rivals, *alike), names),
        *field_notes.own_names(headers, plain, own),
        *field_notes.states(headers, states),
        *field_notes.unstored(
            headers,
            {
                Words.TEXT_COLUMNS: found.texts,
                Words.CODE_COLUMNS: found.codes,
                Words.EMPTY_COLUMNS: found.empty,
            },
        ),
    ]
    return Fields(
        mapping=tuple(sorted(names.items())),
        notes=tuple(notes),
        rivals=(*rivals, *alike),
        states=tuple(states.items()),
    )


def _below(cells: Sequence[str]) -> Unit | None:
    """The unit in a row of its own below the header."""
    return understood(cells[0].strip()) if cells and cells[0].strip() else None


def _special(headers: Sequence[str]) -> dict[str, str]:
    there = {header.strip().casefold() for header in headers}
    return next((known.fields for known in SETS if known.marks <= there), {})


def _spelled_out(headers: Sequence[str], meant: Given[str, str]) -> dict[str, str]:
    """The catalogue's fields of headers with such a first word; none if that is no signal."""
    known = {}
    for header in headers:
        first, _, rest = header.strip().partition(" ")
        if (word := meant.get(first.casefold())) is not None:
            known[header.strip().casefold()] = _known(f"{word} {rest}")
    return known


def _place(
    column: int, header: str, cells: Sequence[str], special: Given[str, str], found: _Columns
) -> None:
    kind = kind_of(cells)
    said = special.get(header.strip().casefold())
    name = _known(header) if said is None else said
    # A text where the catalogue has a measurement is a fault of the cells, each of which is told.
    is_fault = kind == "text" and bool(name) and bool(channel(name).unit)
    if name and (kind in ("number", "whole") or is_fault or name in _ALWAYS):
        found.known.setdefault(name, []).append(column)
    elif kind == "text":
        (found.states if are_states(cells) else found.texts).append(column)
    elif kind == "empty":
        found.empty.append(column)
    elif kind == "whole" and not name and is_code(header, cells):
        found.codes.append(column)
    else:
        found.own.append(column)


def _known(header: str) -> str:
    """The catalogue's field; a share in % of what it has in another unit is a field of its own."""
    match = named(header)
    if match is None:
        return ""
    unit = understood(heading(header).unit)
    is_share = unit is not None and unit.name == "%" and match.signal.unit not in ("", "%")
    return "" if is_share or (unit and not match.signal.unit) else match.field


def _of_known(
    headers: Sequence[str], found: _Columns
) -> tuple[dict[int, str], list[tuple[int, ...]]]:
    """Fields by column. A column whose unit is another quantity's gives way to one that fits."""
    names: dict[int, str] = {}
    rivals: list[tuple[int, ...]] = []
    for name, columns in found.known.items():
        fitting = [column for column in columns if _fits(headers[column], name)]
        taken = fitting or columns
        found.own += [column for column in columns if column not in taken]
        names[taken[0]] = name
        if taken[1:]:
            rivals.append(tuple(taken))
    return names, rivals


def _fits(header: str, name: str) -> bool:
    unit = understood(heading(header).unit)
    return unit is None or fits(unit, channel(name).unit)


def _of_own(
    headers: Sequence[str], columns: Sequence[int], units: Given[int, Unit], taken: set[str]
) -> tuple[dict[int, str], list[tuple[int, ...]]]:
    """Names of our own making, unique; the same whatever the order of the columns. Columns with
    one and the same header are rivals."""
    by_header: dict[str, list[int]] = {}
    for column in columns:
        by_header.setdefault(headers[column], []).append(column)
    names: dict[int, str] = {}
    rivals: list[tuple[int, ...]] = []
    used = taken | RESERVED
    for header in sorted(by_header):
        same = by_header[header]
        if header and same[1:]:
            rivals.append(tuple(same))
            same = same[:1]
        for column in same:
            name = own_name(header, column, units.get(column))
            names[column] = name = unique(name, used)
            used.add(name)
    return names, rivals


def _of_states(headers: Sequence[str], columns: Sequence[int], taken: set[str]) -> dict[int, str]:
    names: dict[int, str] = {}
    for column in columns:
        names[column] = unique(state_name(headers[column], column), taken | {*names.values()})
    return names


def open_notes(detection: Detection) -> tuple[Text, ...]:
    """The notes without those that list what was decided on single columns: of three hundred, they
    would hide what is asked."""
    listing = (Words.OWN_FIELDS, Words.UNITS_UNREAD, Words.CONVERTED)
    return tuple(
        note
        for note in detection.notes
        if not (isinstance(note, Said) and note.sentence in listing)
    )


def settled(
    fields: Fields, chosen: Given[int, str]
) -> tuple[dict[int, str], tuple[tuple[int, ...], ...]]:
    """The mapping with a person's choices (a field, or nothing: not stored), and the rivals among
    which nobody chose. Who gives a field to a column takes it from any other; of a column of
    states it gets a name that says so."""
    states = {column for column, _ in fields.states}
    chosen = {c: as_state(name) if name and c in states else name for c, name in chosen.items()}
    given = {name for name in chosen.values() if name}
    mapping = {c: n for c, n in fields.mapping if c not in chosen and n not in given}
    names = dict(fields.mapping)
    still_open = []
    for columns in fields.rivals:
        name = names[columns[0]]
        left = [column for column in columns if column not in chosen]
        if name in given or not left:
            continue
        mapping[left[0]] = name
        if left[1:]:
            still_open.append(tuple(left))
    return mapping | {c: name for c, name in chosen.items() if name}, tuple(still_open)


def with_rivals(detection: Detection, rivals: tuple[tuple[int, ...], ...]) -> Detection:
    """The same, asking about these columns."""
    if not rivals:
        return detection
    form = detection.interpretation
    notes = field_notes.rivals(form.headers, rivals, dict(form.mapping))
    questions = dict.fromkeys((*detection.questions, "mapping"))
    return replace(
        detection,
        notes=(*detection.notes, *notes),
        questions=tuple(questions),
        rivals=rivals,
    )
