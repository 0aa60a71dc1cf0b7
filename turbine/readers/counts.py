"""The conservation law: what became of every row and cell of a file, in numbers."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The conservation law in numbers. ``rows == kept + rejected + duplicate + without_values``
    and ``cells == values + missing + bad`` over the mapped columns of the kept rows."""

    rows: int
    """Data rows: physical lines after the header that are not blank."""
    kept: int
    rejected: int
    duplicate: int
    """Rows that repeat an earlier row exactly (stamp and every mapped value)."""
    cells: int
    values: int
    missing: int
    """Empty, NaN, null and their like."""
    bad: int
    """Cells whose text is no finite number; listed one by one."""
    blank_lines: int
    empty: tuple[str, ...] = field(default=(), compare=False)
    """Mapped channels without any value. Not compared: older ledgers do not have it."""
    mostly_bad: tuple[str, ...] = field(default=(), compare=False)
    """Mapped channels with more unreadable cells than values. Not compared, as ``empty``."""
    without_values: int = 0
    """Rows with a readable stamp whose mapped cells are all missing. Ledgers that lack it counted
    them as rejected."""

    @property
    def add_up(self) -> bool:
        return (
            self.rows == self.kept + self.rejected + self.duplicate + self.without_values
            and self.cells == self.values + self.missing + self.bad
        )

    def agree(self, other: "Counts") -> bool:
        """Whether both are of the same reading, though one counts rows without values as
        rejected."""
        return self._merged() == other._merged()

    def _merged(self) -> "Counts":
        rejected = self.rejected + self.without_values
        return replace(self, rejected=rejected, without_values=0)
