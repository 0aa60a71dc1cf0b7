"""What the database holds beside, or instead of, the plain points that an ingest wrote.

Second points on a stamp, points with further tags, values that are not finite, zeros of the other
sign, fields of others: each is counted by itself, so that the comparison has one point on each
stamp.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import polars.selectors as cs

from turbine.model.frame import STORED, Stamps, stamps_of
from turbine.verify.words import Words
from turbine.words import Said, Value

FILE_TIME, SENT, MISSING, OTHER = "_file_time", "_sent", "_missing", "_other"
"""Columns beside the fields in what is compared: no field's names."""
_AGREEING = "_agreeing"
_NAMED = 3
"""Of tags and fields, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strangers:
    """How many of each kind. The first three fail a verdict; the others are no failure."""

    duplicates: int = 0
    """Points too many, on stamps of the file or of another recorded ingest that hold one."""
    tagged: int = 0
    """Points on the file's stamps that have further tags, which Windproof never writes."""
    not_finite: int = 0
    """Values on the file's stamps that are infinite or NaN, so not measured; differing too."""
    zero_signs: int = 0
    """Values that are -0.0 in one place and 0.0 in the other: equal as numbers."""
    other_fields: dict[str, int] = field(default_factory=dict)
    """Fields of the series' points in the period that neither the file nor another recorded ingest
    brings: how many values each."""
    tags: tuple[str, ...] = ()
    """Some of the further tags, as ``name=value``."""

    @property
    def failed(self) -> bool:
        return bool(self.duplicates or self.tagged or self.not_finite)

    def summary(self) -> dict[str, int | dict[str, int]]:
        """Stable keys for ``--json``; documented in docs/cli.md."""
        names = ("duplicates", "tagged", "not_finite", "zero_signs", "other_fields")
        return {name: getattr(self, name) for name in names}

    def reasons(self) -> Iterator[Said]:
        """What fails the verdict, in sentences."""
        if self.duplicates:
            yield Words.DUPLICATES(count=self.duplicates)
        if self.tagged:
            yield Words.TAGGED(count=self.tagged, tags=_some(self.tags))
        if self.not_finite:
            yield Words.NOT_FINITE(count=self.not_finite)

    def notes(self) -> Iterator[Said]:
        """What was found and is not a failure, in sentences."""
        if self.zero_signs:
            yield Words.ZERO_SIGNS(count=self.zero_signs)
        if self.other_fields:
            counts = self.other_fields.items()
            fields = tuple(Words.FIELD_COUNT(field=name, values=count) for name, count in counts)
            yield Words.OTHER_FIELDS(fields=_some(fields))


class Sieve:
    """Finds them, piece by piece."""

    def __init__(
        self,
        fields: Sequence[str],
        others: Stamps,
        note: Callable[[str, pl.DataFrame], None],
    ) -> None:
        """``fields`` are those that the frames have, ``others`` the stamps of other recorded
        ingests; ``note`` takes a kind and rows of
        :data:`turbine.verify.compare.OFFENDERS_SCHEMA`."""
        self._fields = fields
        self._others = others
        self._note = note
        self._duplicates = self._tagged = self._not_finite = self._zero_signs = 0
        self._tags: set[str] = set()

    def one_on_each_stamp(self, source: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
        """Of the database's points (:meth:`turbine.stores.base.Store.points`) one for each stamp
        that the file's rows or another ingest explain: that which agrees best with the file. The
        rest is counted. Points on other stamps stay unchanged."""
        stamps, tags = stamps_of(points), points["tags"]
        if (stamps[1:] > stamps[:-1]).all() and not (tags != "").any():
            return points.drop("tags")
        of_file = pl.Series(np.isin(stamps, stamps_of(source)))
        explained = of_file | pl.Series(np.isin(stamps, self._others))
        self._count_tagged(source, points.filter(of_file & (tags != "")))
        ranked = self._best_first(source, points.filter(explained))
        first = ranked.select(pl.col("time").is_first_distinct()).to_series()
        self._count_duplicates(source, ranked.filter(~first))
        kept = pl.concat([ranked.filter(first), points.filter(~explained)])
        return kept.drop("tags").sort("time", maintain_order=True)

    def compare(self, file: pl.Series, stored: pl.Series) -> None:
        """Count what is odd about one channel's numbers: the file's, and the database's."""
        self._not_finite += int((~stored.is_finite()).sum())
        zeros = ((file == 0) & (stored == 0)).fill_null(value=False)
        if zeros.any():
            ours, theirs = (np.signbit(side.filter(zeros).to_numpy()) for side in (file, stored))
            self._zero_signs += int((ours != theirs).sum())

    def result(self, other_fields: dict[str, int]) -> Strangers:
        return Strangers(
            duplicates=self._duplicates,
            tagged=self._tagged,
            not_finite=self._not_finite,
            zero_signs=self._zero_signs,
            other_fields=other_fields,
            tags=tuple(sorted(self._tags)[: _NAMED + 1]),
        )

    def _count_tagged(self, source: pl.DataFrame, tagged: pl.DataFrame) -> None:
        self._tagged += tagged.height
        self._tags.update(tagged["tags"].unique())
        self._note("tagged", _located(source, tagged.select("time")))

    def _count_duplicates(self, source: pl.DataFrame, surplus: pl.DataFrame) -> None:
        self._duplicates += surplus.height
        self._note("duplicate", _located(source, value_by_value(surplus.drop("tags"))))

    def _best_first(self, source: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
        """By time; of one time, by how many of the file's values they hold; the series' own
        first."""
        names = self._fields
        expected = source.select("time", *(pl.col(name).alias(name + STORED) for name in names))
        agreeing = pl.sum_horizontal(pl.col(name) == pl.col(name + STORED) for name in names)
        return (
            points.join(expected, on="time", how="left", maintain_order="left")
            .with_columns(agreeing.alias(_AGREEING))
            .sort("time", _AGREEING, "tags", descending=[False, True, False], maintain_order=True)
            .select(points.columns)
        )


def value_by_value(points: pl.DataFrame) -> pl.DataFrame:
    """A row for each value of points: ``time``, ``channel`` and ``stored_value`` (of a state,
    ``stored_text``)."""
    kinds = {"stored_value": cs.float(), "stored_text": cs.string()}
    parts = [
        points.unpivot(kind, index="time", variable_name="channel", value_name=name)
        for name, kind in kinds.items()
    ]
    values = pl.concat(parts, how="diagonal_relaxed").cast(
        {"stored_value": pl.Float64, "stored_text": pl.String}
    )
    return values.filter(pl.any_horizontal(pl.col(*kinds).is_not_null()))


def _located(source: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """With the file's line and stamp, if the file has a row at that time."""
    places = source.select("time", "line", file_time=FILE_TIME)
    return rows.join(places, on="time", how="left", maintain_order="left")


def _some(names: tuple[Value, ...]) -> tuple[Value, ...]:
    return names if len(names) <= _NAMED else (*names[:_NAMED], Words.OTHERS())
