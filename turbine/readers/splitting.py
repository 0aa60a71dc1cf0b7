"""Reading a file whole, as the series that are in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from turbine.model.errors import FileError, UndecidedError
from turbine.readers import keys, side_by_side
from turbine.readers.formats import format_of
from turbine.readers.keys import Key, key_of
from turbine.readers.missing import Tally
from turbine.readers.model import REJECTED_SCHEMA, Interpretation, Mark, Source
from turbine.readers.open_end import OpenEnd
from turbine.readers.reading import Reading, check, parts
from turbine.readers.reasons import is_conflict, kept
from turbine.readers.scanning import FileScan, Progress, finished, scan, with_marks
from turbine.readers.side_by_side import Series
from turbine.readers.spool import Spool
from turbine.readers.telling_apart import MAX_SERIES, TOLERATED, column_of
from turbine.readers.turbines import named_among_rows, with_columns
from turbine.readers.words import Words
from turbine.words import Text

SHOWN_NAMES = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """A file read once, whole. Every data row is of one series, or ``left``."""

    interpretation: Interpretation
    """Of all of it."""
    scans: tuple[FileScan, ...]
    """Each series that has rows to store, by its first row; at least one, unless nothing of the
    file can be stored."""
    empty: tuple[FileScan, ...]
    """Series of which no row can be stored."""
    left: pl.DataFrame
    """REJECTED_SCHEMA: rows that are of no series, by line."""
    open_end: OpenEnd | None
    """The last line, if it has no line end and is of no series."""
    notes: tuple[Text, ...]
    marks: tuple[Mark, ...] = ()
    """Those for no value that were proposed, and taken."""
    unselected: int = 0
    """Rows of series that were not asked for."""

    @property
    def rows(self) -> int:
        """Data rows of the file, without those that were not asked for."""
        return len(self.left) + sum(each.counts.rows for each in (*self.scans, *self.empty))

    def only(self, turbine: str) -> "Split":
        """The same with the series of one turbine alone."""
        scans, empty = (
            tuple(scan for scan in each if scan.interpretation.turbine == turbine)
            for each in (self.scans, self.empty)
        )
        chosen = replace(self, scans=scans, empty=empty)
        return replace(chosen, unselected=self.unselected + self.rows - chosen.rows)

    @property
    def is_single(self) -> bool:
        """True if all that the file has is one series."""
        return len(self.scans) + len(self.empty) == 1 and self.left.is_empty()


def split(  # noqa: PLR0913 - what was decided of a file, by keyword
    source: Source,
    form: Interpretation,
    progress: Progress | None = None,
    *,
    one_turbine: bool = False,
    propose: bool = False,
    in_memory: bool = True,
    series: Series = (),
    is_found: bool = False,
) -> Split:
    """Read the file. Raises what :func:`turbine.readers.scanning.scan` raises, and UndecidedError
    if its rows look as if they were of several turbines, unless the person says that all are of
    ``one_turbine``. ``propose``: take marks for no value that are found in it. Unless
    ``in_memory``, all rows of a file with several series are spooled to the disk. ``series``
    are turbines side by side: the file is read once for each. ``is_found``: nobody chose the column
    that names the turbines, so that rows of one that contradict each other are asked about too."""
    if series:
        forms = list(side_by_side.of_each(form, series))
        return _side_by_side(
            source,
            form,
            [scan(source, each, progress, propose=propose, in_memory=in_memory) for each in forms],
        )
    if form.key_columns:
        read = _proposed if propose else _split
        found = read(source, form, progress, in_memory=in_memory)
        rejected = [each.rejected["reason"] for each in (*found.scans, *found.empty)]
        conflicts = sum(int(is_conflict(reasons).sum()) for reasons in rejected)
        if is_found and 2 * len(found.left) > found.rows:
            said = Words.MOSTLY_NAMELESS(name=source.name, count=len(found.left), rows=found.rows)
            raise UndecidedError(said, hint=Words.CHOOSE_TURBINE_COLUMN())
        if is_found and _is_mixed(conflicts, found.rows):
            raise _mixed(source, conflicts, found.rows)
        return found
    if not one_turbine and (names := side_by_side.named_in(form)):
        raise UndecidedError(
            Words.SIDES_DIFFER(name=source.name, first=names[0], last=names[-1]),
            hint=Words.CHOOSE_SIDE(),
        )
    whole = scan(source, form, progress, propose=propose, in_memory=in_memory)
    conflicts = int(is_conflict(whole.rejected["reason"]).sum())
    if one_turbine or not _is_mixed(conflicts, whole.counts.rows):
        if not one_turbine:
            _check_names(source, whole)
        return _alone(whole)
    column = column_of(source, form)
    if column is None:
        raise _mixed(source, conflicts, whole.counts.rows)
    keyed = with_columns(form, turbine=column, site=None)
    found = split(source, keyed, progress, propose=propose, in_memory=in_memory)
    note = Words.TURBINE_COLUMN_FOUND(header=form.headers[column])
    return replace(found, notes=(note, *found.notes))


def _is_mixed(conflicts: int, rows: int) -> bool:
    return conflicts > 1 and conflicts * TOLERATED > rows


def _alone(whole: FileScan) -> Split:
    return Split(
        interpretation=whole.interpretation,
        scans=(whole,) if whole.counts.kept else (),
        empty=() if whole.counts.kept else (whole,),
        left=REJECTED_SCHEMA.to_frame(),
        open_end=None,
        notes=(),
        marks=whole.marks,
    )


def _side_by_side(source: Source, form: Interpretation, scans: Sequence[FileScan]) -> Split:
    conflicts = int(is_conflict(scans[0].rejected["reason"]).sum())
    if _is_mixed(conflicts, scans[0].counts.rows):
        raise _mixed(source, conflicts, scans[0].counts.rows)
    return Split(
        interpretation=form,
        scans=tuple(each for each in scans if each.counts.kept),
        empty=tuple(each for each in scans if not each.counts.kept),
        left=REJECTED_SCHEMA.to_frame(),
        open_end=None,
        notes=_found([key_of(each.interpretation) for each in scans]),
        marks=tuple(mark for each in scans for mark in each.marks),
    )


def _mixed(source: Source, conflicts: int, rows: int) -> UndecidedError:
    return UndecidedError(
        Words.STAMPS_REPEAT(name=source.name, count=conflicts, rows=rows),
        hint=Words.CHOOSE_TURBINE_COLUMN(),
    )


def _check_names(source: Source, scan: FileScan) -> None:
    """Raise UndecidedError for a line among the rows that names a turbine, as exports do that were
    put one behind the other."""
    names = pl.col("text").str.contains(r"^\W*\pL")  # few: times begin otherwise
    for line, text in scan.rejected.filter(names).select("line", "text").iter_rows():
        if named_among_rows(text):
            said = Words.TURBINE_AMONG_ROWS(name=source.name, line=line, text=text)
            raise UndecidedError(said, hint=Words.CHOOSE_TURBINE_COLUMN())


def _proposed(
    source: Source, form: Interpretation, progress: Progress | None, *, in_memory: bool
) -> Split:
    tally = Tally(form)
    first = _split(source, form, progress, tally, in_memory=in_memory)
    if not (marks := tally.marks()):
        return first
    again = _split(source, with_marks(form, marks), progress, in_memory=in_memory)
    scans, empty = (
        tuple(replace(scanned, marks=marks) for scanned in each)
        for each in (again.scans, again.empty)
    )
    return replace(again, scans=scans, empty=empty, marks=marks)


def _split(
    source: Source,
    form: Interpretation,
    progress: Progress | None,
    tally: Tally | None = None,
    *,
    in_memory: bool,
) -> Split:
    check(source, form)
    spool, readings = Spool(), dict[Key, Reading]()
    left, nameless, end = [REJECTED_SCHEMA.to_frame()], list[pl.Series](), None
    for part in parts(source, form, tally):
        own, rejected, lines = keys.split(part, form)
        left.append(rejected)
        nameless.append(lines)
        end = part.open_end or end
        for key, rows in own.items():
            if key not in readings:
                turbine, site = key
                own_form = replace(form, turbine=turbine, site=site)
                readings[key] = Reading(own_form, spool, in_memory=in_memory)
            readings[key].add(rows)
        if len(readings) > MAX_SERIES:
            raise _too_many(form)
        if progress is not None:
            progress(part.bytes_read)
    is_taken = end is None or any(reading.close(end) for reading in readings.values())
    scans = finished(source, list(readings.values())) if readings else []
    found = Split(
        interpretation=form,
        scans=tuple(each for each in scans if each.counts.kept),
        empty=tuple(each for each in scans if not each.counts.kept),
        left=pl.concat([*left, _without_name(source, form, nameless)]).sort("line"),
        open_end=None if is_taken else end,
        notes=_found(list(readings)),
    )
    if not found.rows:
        raise FileError(Words.NO_ROWS(name=source.name), hint=Words.EXPORT_AGAIN())
    return found


def _too_many(form: Interpretation) -> FileError:
    headers = tuple(repr(form.headers[column]) for column in form.key_columns.values())
    return UndecidedError(
        Words.TOO_MANY_TURBINES(columns=headers, most=MAX_SERIES),
        hint=Words.CHOOSE_TURBINE_COLUMN(),
    )


def _without_name(source: Source, form: Interpretation, nameless: list[pl.Series]) -> pl.DataFrame:
    lines = pl.concat(nameless)
    if lines.is_empty():
        return REJECTED_SCHEMA.to_frame()
    reason = kept(Words.NO_TURBINE()).alias("reason")
    texts = format_of(form).texts(source, form, lines)
    return texts.select("line", "text", reason).match_to_schema(REJECTED_SCHEMA)


def _found(found: list[Key]) -> tuple[Text, ...]:
    names = tuple(": ".join(filter(None, (site, turbine))) for turbine, site in found)
    more = len(names) - SHOWN_NAMES
    if more > 1:
        shown = names[:SHOWN_NAMES]
        return (
            Words.TURBINES_FOUND_MORE(
                turbines=len(names), names=shown, count=len(names) - len(shown)
            ),
        )
    return (Words.TURBINES_FOUND(count=len(names), names=names),)
