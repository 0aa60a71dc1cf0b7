"""What a report is asked for, and what it then holds: each turbine's figures, and their proof."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from turbine.ingest.record import IngestRecord
from turbine.model.series import Series
from turbine.services.lasting import Lasting
from turbine.services.measured import Curve, WindStudy
from turbine.services.proofs import Line, verdict
from turbine.services.quality import Inventory
from turbine.sites import Facts
from turbine.timing.windows import Window
from turbine.verify.compare import Verdict
from turbine.wind.flags import Rules
from turbine.wind.losses import Availability, Losses
from turbine.wind.production import Production
from turbine.wind.rows import Period
from turbine.words import Said, Text

Part = Literal["production", "power_curve", "wind", "availability", "coverage", "verification"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which report."""

    series: tuple[Series, ...]
    start_ns: int | None = None
    """Included; None: the first point of any."""
    stop_ns: int | None = None
    """Not included; None: the end of the last row of any."""
    zone: str = "UTC"
    parts: tuple[Part, ...] = PARTS
    without: tuple[str, ...] = ()
    """Flags whose rows are left out."""
    rules: Mapping[str, float] = field(default_factory=dict)
    """Parameters of the flags that are other than what is known of the turbines."""
    verify: bool = True
    """Whether the files are compared with the database now; else the last verdict is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLine:
    """One rule, and what it marks."""

    code: str
    title: Said
    rows: int | None
    """None: it was not checked."""
    hours: float | None
    rule: Said
    """In words; or why it was not checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One ingest behind the period, and what its comparison with the database came to."""

    record: IngestRecord
    line: Line | None = None
    """None: it was not compared."""
    at: datetime | None = None
    """When it was, in UTC."""
    is_current: bool = True
    """Whether nothing that is known of may have changed its points since."""
    tolerance: float = 0.0
    problem: Text = ""
    """Why it could not be compared."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OfTurbine:
    """The figures of one turbine; None for what is not in the report or cannot be, which
    ``missing`` tells."""

    name: str
    """Unlike that of the others."""
    series: Series
    period: Period
    facts: Facts
    fields: Mapping[str, str] = field(default_factory=dict)
    """Signal → stored field."""
    rows: int = 0
    """Of the period, with any of these, before any is left out."""
    left_out: int = 0
    rated_kw: float | None = None
    proposed_kw: float | None = None
    production: Production | None = None
    lasting: Lasting | None = None
    """Of the rows with power; None: it cannot be told shortly."""
    curve: Curve | None = None
    study: WindStudy | None = None
    losses: Losses | None = None
    availability: Availability | None = None
    rules: Rules = field(default_factory=Rules)
    own_reference: bool = False
    """The reference is the period's own median curve, as there is no other."""
    noted_reference: bool = False
    """It is the power curve that is noted of the turbine."""
    flags: tuple[FlagLine, ...] = ()
    coverage: Inventory | None = None
    """Of all that is stored."""
    covered_field: str = ""
    proofs: tuple[Proof, ...] = ()
    of_no_ingest: int = 0
    """Rows of the period outside the time of every ingest behind it."""
    missing: Mapping[Part, Text] = field(default_factory=dict)
    """Why a part is not there."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Report:
    """All that is printed."""

    asked: Asked
    period: Period
    made: datetime
    """In UTC."""
    language: str
    """In which the database is asked."""
    database: Text
    """Its kind and place, without credentials."""
    window: Window
    """Of the coverage."""
    turbines: tuple[OfTurbine, ...]

    @property
    def verdict(self) -> Verdict | None:
        """Over all ingests behind the period; None unless each was compared as it is now, or one
        fails."""
        return verdict(
            [
                proof.line if proof.line and proof.is_current else Line(record=proof.record)
                for each in self.turbines
                for proof in each.proofs
            ]
        )
