"""Windographer's text export as one of the formats.

Its preamble has position, calm threshold, flags, and which moment of the time step a stamp names.
Headers say signal, height, statistic and unit: ``Speed 80 m Avg [m/s]`` is the wind's there.
"""

import re
from typing import Any

from turbine.readers.csv.export import Export
from turbine.readers.model import Detection, Source
from turbine.readers.windographer.words import Words

_MEANT = {
    "speed": "wind_speed",
    "direction": "wind_direction",
    "temp": "ambient_temperature",
    "temperature": "ambient_temperature",
    "pressure": "air_pressure",
    "volts": "battery_voltage",
}
"""What the first word of a header stands for on a mast."""


class Windographer(Export):
    """A mast's, lidar's or sodar's table."""

    name = "windographer"
    title = Words.WINDOGRAPHER()
    suffixes = (".txt", ".csv")
    mark = re.compile(
        r"\A[^\n]*\bWindographer\b|^(?:Calm threshold *=|(?:In|Ex)cluded flags:)",
        re.IGNORECASE | re.MULTILINE,
    )

    def detect(self, source: Source, **given: Any) -> Detection:
        return super().detect(source, meant=_MEANT, **given)
