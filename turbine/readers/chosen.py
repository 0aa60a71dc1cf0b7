"""What a person chose of how a file is read. Pages and command line make their readings from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from turbine.readers.model import DateOrder, StampOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """None, or nothing: as it is found."""

    details: Mapping[str, str] = field(default_factory=dict)
    """Of the format's own details, by name."""
    date_order: DateOrder | None = None
    zone: str | None = None
    stamp: StampOf | None = None
    year: int | None = None
    first_day: str | None = None
    time_columns: tuple[str, ...] | None = None
    time_format: str | None = None
    fields: Mapping[int, str] = field(default_factory=dict)
    """By 0-based column a field, or nothing for one that is not stored."""
    units: Mapping[int, str] = field(default_factory=dict)
    """By 0-based column the unit of its values."""
    missing: tuple[str, ...] | None = None
    """What stands for no value."""
    turbine_column: int | None = None
    one_turbine: bool = False
    """All rows are of one, whatever the columns are called."""

    def but(self, **changes: object) -> "Chosen":
        """The same with other choices, by their names; what is none of them is one of the format's
        details (None: as it is found)."""
        own = {name: value for name, value in changes.items() if name in _OWN}
        chosen: Chosen = replace(self, **own)  # type: ignore[arg-type]  # fields by name
        details = {**chosen.details, **{n: v for n, v in changes.items() if n not in _OWN}}
        return replace(chosen, details={n: str(v) for n, v in details.items() if v is not None})

    def with_fields(self, names: Mapping[int, str]) -> "Chosen":
        """A field that another column was given is taken from it. Units chosen before were those
        of other fields."""
        given = {name for name in names.values() if name}
        others = {column: "" if n in given else n for column, n in self.fields.items()}
        units = {column: unit for column, unit in self.units.items() if column not in names}
        return replace(self, fields={**others, **names}, units=units)

    def with_unit(self, column: int, unit: str | None) -> "Chosen":
        """With the unit of a column's values; None: as it is found."""
        others = {c: name for c, name in self.units.items() if c != column}
        return replace(self, units={**others, column: unit} if unit else others)


_OWN = {each.name for each in fields(Chosen)}
AS_FOUND = Chosen()
