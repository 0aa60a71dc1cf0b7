"""``ingest --dry-run``: what would happen, series by series; nothing is kept or written."""

import argparse
from typing import Any

from turbine.cli.output import noted, show
from turbine.cli.words import Words
from turbine.ingest.groups import Group
from turbine.ingest.plan import Plan
from turbine.ingest.record import iso
from turbine.stores import label
from turbine.words import Text

STANDS_IN_THE_WAY = 1


def told(arguments: argparse.Namespace, group: Group) -> int:
    """Print the plans. The exit code is that of a refusal if something stands in the way."""
    consents = {"replace": arguments.replace, "accept_losses": arguments.accept_losses}
    plans = [_plan(plan, consents) for plan in group.plans]
    ready = not any(each["obstacles"] for each in plans)
    total = {
        "series": len(plans),
        "rows": sum(each["rows"] for each in plans) + group.rejected + group.without_values,
        "kept": sum(each["kept"] for each in plans),
        "rejected": sum(each["rejected"] for each in plans) + group.rejected,
    }
    if arguments.json:
        answer = {"dry_run": True, "ready": ready, "ingests": plans, "total": total}
        show(arguments, answer | {"notes": noted(arguments)}, {})
        return 0 if ready else STANDS_IN_THE_WAY
    for each in plans:
        shown = ("turbine", "site", "rows", "kept", "rejected", "period", "notes")
        existing = Words.ALREADY_INGESTED(ingest=each["existing"]) if each["existing"] else None
        lines = {name: each[name] for name in shown}
        show(arguments, {}, lines | {"state": existing, "error": each["obstacles"]})
        print()
    show(arguments, {}, {"target": label(group.plans[0].target), "total": total["kept"]})
    print(Words.WOULD_START() if ready else Words.WOULD_NOT_START())
    return 0 if ready else STANDS_IN_THE_WAY


def _plan(plan: Plan, consents: dict[str, bool]) -> dict[str, Any]:
    counts, checks = plan.scan.counts, plan.preflight.checks(**consents)
    is_new = plan.existing is None
    notes: list[Text] = [
        ": ".join((str(check.title), str(check.found))) for check in checks if check.is_warning
    ]
    obstacles = [str(check.obstacle) for check in checks if check.obstacle is not None]
    return {
        "file": plan.original.name,
        "measurement": plan.series.measurement,
        "site": plan.series.site,
        "turbine": plan.series.turbine,
        "rows": counts.rows,
        "kept": counts.kept,
        "rejected": counts.rejected,
        "duplicate": counts.duplicate,
        "without_values": counts.without_values,
        "bad_cells": counts.bad,
        "first": iso(plan.first_ns),
        "last": iso(plan.last_ns),
        "period": Words.PERIOD(first=iso(plan.first_ns), last=iso(plan.last_ns)),
        "existing": plan.existing.id if plan.existing else None,
        "replaces": plan.taken,
        "notes": notes if is_new else [],
        "obstacles": obstacles if is_new else [],
    }
