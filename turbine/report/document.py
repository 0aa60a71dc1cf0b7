"""What a report is made of, before it is HTML: sections of paragraphs, facts, tables, pictures.

All texts are plain: the template escapes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Tone = Literal["", "note", "good", "bad", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One or more sentences; ``missing``: why something is not here."""

    text: str
    tone: Tone = ""
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A figure, and what it means."""

    label: str
    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Figures beside each other; ``large``: the first thing that is read."""

    facts: Sequence[Fact]
    large: bool = False
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Of a table."""

    title: str
    is_number: bool = False
    weight: float = 1.0
    """Its width, in proportion to the other columns'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells as texts; the first of a row is its header, the last row may be the sum."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    has_sum: bool = False
    kind: Literal["table"] = "table"

    @property
    def widths(self) -> list[str]:
        """Of its columns, in CSS: to find them out cell by cell would take as long as the rest."""
        whole = sum(column.weight for column in self.columns)
        return [f"{100 * column.weight / whole:.2f}%" for column in self.columns]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart: SVG, as the address of its own data, and what is on it in words."""

    source: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Beside each other, if they are several."""

    pictures: Sequence[Picture]
    kind: Literal["pictures"] = "pictures"


Block: TypeAlias = Paragraph | Facts | Table | Pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: Sequence[Block]
    level: Literal[2, 3] = 2
    new_page: bool = False
