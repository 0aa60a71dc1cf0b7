"""What a command found: one JSON object, or lines for a person."""

import argparse
import json
import math
from typing import Any

from turbine.words import Said


def show(arguments: argparse.Namespace, found: dict[str, Any], told: dict[str, Any]) -> None:
    """Print ``found`` as JSON if that was asked for, else a line for each of ``told``."""
    if arguments.json:
        print(json.dumps(_finite(found), ensure_ascii=False, allow_nan=False))
        return
    for name, value in told.items():
        title = name.replace("_", " ")
        if isinstance(value, list):
            for part in value:
                print(f"{title}: {part}")
        elif value is not None and not isinstance(value, dict):
            print(f"{title}: {value:,}" if type(value) is int else f"{title}: {value}")


def _finite(found: object) -> object:
    """The same with null for what is infinite or no number: JSON has no words for them."""
    if isinstance(found, Said):
        return str(found)
    if isinstance(found, float):
        return found if math.isfinite(found) else None
    if isinstance(found, dict):
        return {name: _finite(value) for name, value in found.items()}
    return [_finite(value) for value in found] if isinstance(found, list | tuple) else found
