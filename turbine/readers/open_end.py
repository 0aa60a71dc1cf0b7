"""What is known of a file's last line if it has no line end."""

from dataclasses import dataclass

from turbine.readers.words import Words
from turbine.words import Text, together


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEnd:
    """A last line without a line end. Many programs write files that way; a file that was cut off
    looks the same, and may have lost digits of its last number."""

    line: int
    """1-based physical line."""
    text: str
    """As it is there, the first 1,000 characters."""
    cells: int
    header_cells: int
    characters: int
    compared: int
    """Lines right before it, with which it was compared."""
    shortest: int | None
    """Characters of the shortest of them; None if there is none."""

    @property
    def said(self) -> Text:
        """What a person should know of it."""
        said: Text = Words.OPEN_END(line=self.line, text=self.text)
        if self.cells < self.header_cells:
            lacking = Words.CELLS_LACKING(cells=self.cells, header_cells=self.header_cells)
            said = together(said, lacking)
        if self.shortest is not None and self.characters < self.shortest:
            shorter = Words.SHORTER(
                count=self.compared, characters=self.characters, shortest=self.shortest
            )
            said = together(said, shorter)
        return said

    def __str__(self) -> str:
        return str(self.said)
