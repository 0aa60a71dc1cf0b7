"""What the report page prints, as one value: to and from the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from turbine.model.series import Series
from turbine.services.reported import PARTS, Asked, Part
from turbine.ui.analyse import choice as views
from turbine.ui.analyse.report.words import Words
from turbine.ui.common.choosing import TAGS, one_of
from turbine.ui.common.entry import SeriesEntry, spanning
from turbine.words import Label

MOST_TURBINES = 60
TITLES: dict[Part, Label] = {
    "production": Words.PRODUCTION,
    "power_curve": Words.POWER_CURVE,
    "wind": Words.WIND,
    "availability": Words.AVAILABILITY,
    "coverage": Words.COVERAGE,
    "verification": Words.VERIFICATION,
}
VERDICTS = {"now": Words.COMPARE_NOW, "last": Words.LAST_VERDICT}
SHARED = (*TAGS, "turbines", *views.ROW_PARAMS)
"""What the other views have too."""
PARAMS = (*SHARED, "parts", "verdict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(views.Rows):
    """All that a person chooses on the page."""

    series: tuple[Series, ...]
    parts: tuple[Part, ...]
    verdict: str
    """A key of VERDICTS."""

    def to_params(self) -> dict[str, str]:
        """For the address."""
        return {
            **views.named(self.series),
            **self.row_params(),
            "parts": ",".join(self.parts),
            "verdict": self.verdict,
        }

    def asked(self) -> Asked:
        """What the service is asked for."""
        return Asked(
            series=self.series,
            start_ns=self.start_ns,
            stop_ns=self.stop_ns,
            zone=self.zone,
            parts=self.parts,
            without=self.without,
            rules=self.rules,
            verify=self.verdict == "now",
        )


def parse(params: Mapping[str, str], entries: Sequence[SeriesEntry]) -> tuple[Choice, list[str]]:
    """The choice that an address stands for, and notes on what in it was ignored."""
    notes: list[str] = []
    chosen = views.turbines_asked(params, entries, MOST_TURBINES, notes)
    rows = views.rows_asked(params, spanning(chosen), notes)
    asked = [part for part in params.get("parts", ",".join(PARTS)).split(",") if part]
    notes += (Words.NO_SUCH_PART(part=part, parts=PARTS) for part in asked if part not in PARTS)
    return Choice(
        **rows,
        series=tuple(entry.info.series for entry in chosen),
        parts=tuple(part for part in PARTS if part in asked) or PARTS,
        verdict=one_of(params, "verdict", (*VERDICTS,), "now", notes),
    ), notes
