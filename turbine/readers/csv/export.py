"""Programs' own CSV, known by what stands above the table."""

import re
from dataclasses import replace
from typing import Any, ClassVar

from turbine.readers.csv.format import Csv
from turbine.readers.csv.words import Words
from turbine.readers.model import Certainty, Detection, Source

_PREAMBLE_BYTES = 4096
_SAYS = re.compile(r"#? *(?P<said>[^\W\d][\w ]{0,30}(?: ?= ?|: ).*\S)\s*")


class Export(Csv):
    """What they have in common."""

    mark: ClassVar[re.Pattern[str]]
    """Found in the preamble of its files, and of no others."""

    def recognise(self, source: Source, name: str) -> Certainty | None:
        with source.open() as stream:
            start = stream.read(_PREAMBLE_BYTES).decode("utf-8", "replace").removeprefix("\ufeff")
        return Certainty.CERTAIN if self.mark.search(start.replace("\r", "\n")) else None

    def detect(self, source: Source, **given: Any) -> Detection:
        found = super().detect(source, **given)
        said = tuple(match["said"] for line in found.above if (match := _SAYS.fullmatch(line)))
        notes = (Words.EXPORT_SAYS(program=self.title, lines=said),) if said else ()
        return replace(found, notes=(*notes, *found.notes))
