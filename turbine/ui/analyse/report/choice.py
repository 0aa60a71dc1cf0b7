"""What the report page prints, as one value: to and from the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from turbine.model.series import Series
from turbine.services.reported import PARTS, Asked, Part
from turbine.ui.analyse import choice as views
from turbine.ui.analyse.report.words import Words
from turbine.ui.common.choosing import TAGS, iso, one_of
from turbine.ui.common.entry import SeriesEntry
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
PARAMS = (*TAGS, "turbines", "start", "stop", "zone", "without", "rules", "parts", "verdict")
SHARED = (*TAGS, "turbines", "start", "stop", "zone", "without", "rules")
"""Of these, what the other views have too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """All that a person chooses on the page."""

    series: tuple[Series, ...]
    start_ns: int
    stop_ns: int
    zone: str
    without: tuple[str, ...]
    """Flags whose rows are left out."""
    rules: Mapping[str, float]
    """Parameters of the flags that are other than what is known of the turbines."""
    parts: tuple[Part, ...]
    verdict: str
    """A key of VERDICTS."""

    def to_params(self) -> dict[str, str]:
        """For the address."""
        return {
            **views.named(self.series),
            "start": iso(self.start_ns),
            "stop": iso(self.stop_ns),
            "zone": self.zone,
            "without": ",".join(self.without),
            **views.rules_of(self.rules),
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
    base, notes = views.parse(params, entries, (), most=MOST_TURBINES)
    asked = [part for part in params.get("parts", ",".join(PARTS)).split(",") if part]
    notes += (Words.NO_SUCH_PART(part=part, parts=PARTS) for part in asked if part not in PARTS)
    return Choice(
        series=base.series,
        start_ns=base.start_ns,
        stop_ns=base.stop_ns,
        zone=base.zone,
        without=base.without,
        rules=base.rules,
        parts=tuple(part for part in PARTS if part in asked) or PARTS,
        verdict=one_of(params, "verdict", (*VERDICTS,), "now", notes),
    ), notes
