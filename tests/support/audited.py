"""What the audit says, read past the product."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    id: int
    at: str
    who: str
    origin: str
    action: str
    subject: str
    details: dict[str, Any]
    outcome: str
    error: str


def rows(data_dir: Path) -> list[Row]:
    """Every row, the oldest first."""
    path = data_dir / "audit.db"
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        told = [dict(row) for row in db.execute("SELECT * FROM actions ORDER BY id")]
    return [Row(**{**row, "details": json.loads(row["details"])}) for row in told]


def told(data_dir: Path) -> list[tuple[str, str, str, str]]:
    """Action, subject, outcome and error of every row."""
    return [(row.action, row.subject, row.outcome, row.error) for row in rows(data_dir)]
