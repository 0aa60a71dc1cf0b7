"""Programs' own CSV, known by what stands above the table."""

import re
from dataclasses import replace
from typing import Any

from turbine.readers.csv.format import Csv
from turbine.readers.csv.words import Words
from turbine.readers.model import Detection, Source

_SAYS = re.compile(r"#? *(?P<said>[^\W\d][\w ]{0,30}(?: ?= ?|: ).*\S)\s*")


class Export(Csv):
    """What they have in common: that is shown."""

    def detect(self, source: Source, **given: Any) -> Detection:
        found = super().detect(source, **given)
        said = tuple(match["said"] for line in found.above if (match := _SAYS.fullmatch(line)))
        notes = (Words.EXPORT_SAYS(program=self.title, lines=said),) if said else ()
        return replace(found, notes=(*notes, *found.notes))
