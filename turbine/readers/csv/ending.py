"""How a file ends: whether its last line has a line end, and how it compares with those before."""

from turbine.readers.csv.cells import SHOWN_CHARACTERS
from turbine.readers.csv.dialect import dialect_of
from turbine.readers.csv.headers import split
from turbine.readers.csv.lines import Block
from turbine.readers.model import Interpretation
from turbine.readers.open_end import OpenEnd

_COMPARED_BYTES = 64 << 10
"""So much of the file's end is compared: hundreds of lines."""


class Tail:
    """The end of a file's rows, whatever blocks they come in."""

    def __init__(self) -> None:
        self._data = b""
        self._last_line = 0

    def add(self, block: Block) -> None:
        rest = block.data[-_COMPARED_BYTES:]
        self._data = (self._data + rest)[-_COMPARED_BYTES:]
        self._last_line = block.first_line + block.lines - 1

    def open_end(self, form: Interpretation) -> OpenEnd | None:
        """The last line, if it holds something and has no line end."""
        *before, last = self._data.decode("utf-8", "replace").split("\n")
        if not last.strip():
            return None
        if len(self._data) == _COMPARED_BYTES:  # the first is cut, by ourselves
            before = before[1:]
        whole = [len(line.rstrip("\r")) for line in before if line.strip()]
        return OpenEnd(
            line=self._last_line,
            text=last.replace("\0", "␀")[:SHOWN_CHARACTERS],
            cells=len(split(last, dialect_of(form).delimiter)),
            header_cells=len(form.headers),
            characters=len(last),
            compared=len(whole),
            shortest=min(whole, default=None),
        )
