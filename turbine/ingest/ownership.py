"""Whose a value is if several ingests of one series brought the same field of the same stamp.

An ingest brings all its fields at all its stamps. What a later one brings too is the later one's,
until that is undone: then it is the earlier one's again, whose rows the database may lack by then.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from turbine.model.frame import Stamps, ascending

_MOST_KINDS = 64
NONE: Stamps = np.array([], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Claim:
    """What two ingests brought both: the later one has it."""

    by: str
    """The later ingest."""
    fields: tuple[str, ...]
    stamps: Stamps
    """Ascending."""
    undone: bool = False
    """The later one was undone, so it has it no more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ownership:
    """What of an ingest is its own."""

    stamps: Stamps
    """Of its rows, ascending."""
    fields: tuple[str, ...]
    claims: tuple[Claim, ...] = ()

    def taken(self, field: str) -> Stamps:
        """Where later ingests have this field, ascending."""
        return union(c.stamps for c in self.claims if field in c.fields and not c.undone)

    @property
    def replaced(self) -> Stamps:
        """The rows of which others have at least one value, ascending."""
        return union(c.stamps for c in self.claims if not c.undone)

    @property
    def own(self) -> Stamps:
        """The rows of which at least one field is its own, ascending."""
        if not self.claims:
            return self.stamps
        whole = reduce(np.intersect1d, (self.taken(field) for field in self.fields))
        return np.setdiff1d(self.stamps, whole, assume_unique=True)

    @property
    def is_plain(self) -> bool:
        """Nobody else ever brought a field of its rows: counting its stamps tells all."""
        return not self.claims

    def parts(self) -> Iterator[tuple[tuple[str, ...], Stamps]]:
        """Its own values: fields, and the stamps at which it has just these."""
        has = np.array([~np.isin(self.stamps, self.taken(field)) for field in self.fields])
        return patterns(self.fields, has, self.stamps)

    def lost_to(self, by: str) -> Stamps:
        """Rows that this ingest has again once ``by`` is undone, ascending."""
        return union(self.lost_fields(by).values())

    def lost_fields(self, by: str) -> dict[str, Stamps]:
        """The same by field: where this ingest has it again."""
        claim = next((c for c in self.claims if c.by == by), None)
        if claim is None:
            return {}
        claims = tuple(c for c in self.claims if c.by != by)
        others = Ownership(stamps=self.stamps, fields=self.fields, claims=claims)
        return {
            field: np.setdiff1d(claim.stamps, others.taken(field), assume_unique=True)
            for field in claim.fields
        }


def patterns(
    fields: tuple[str, ...], has: np.ndarray[tuple[int, int], np.dtype[np.bool_]], stamps: Stamps
) -> Iterator[tuple[tuple[str, ...], Stamps]]:
    """A table of fields × stamps by what is alike: some fields, and the stamps that have these.
    Field by field if hardly any stamps are alike."""
    kinds, kind_of = np.unique(has, axis=1, return_inverse=True)
    if kinds.shape[1] > max(_MOST_KINDS, len(fields)):
        for field, its in zip(fields, has, strict=True):
            if its.any():
                yield (field,), stamps[its]
        return
    for number, kind in enumerate(kinds.T):
        if kind.any():
            some = tuple(f for f, one in zip(fields, kind, strict=True) if one)
            yield some, stamps[kind_of.ravel() == number]


def claim(
    fields: Iterable[str], stamps: Stamps, later_fields: Iterable[str], later: Stamps
) -> tuple[tuple[str, ...], Stamps]:
    """The fields and stamps (ascending) that a later ingest brings too."""
    both = tuple(field for field in fields if field in set(later_fields))
    return both, np.intersect1d(stamps, later, assume_unique=True) if both else NONE


def union(parts: Iterable[Stamps]) -> Stamps:
    """All the stamps, ascending and distinct."""
    return ascending(np.concatenate([NONE, *parts]))


Claims = Mapping[str, tuple[tuple[str, ...], Stamps]]
"""By the earlier ingest: what a new one brings too."""
