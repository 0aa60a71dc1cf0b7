"""JSON that a server sent."""

import json
from collections.abc import Callable
from typing import Any


def parsed(text: str | bytes, parse_int: Callable[[str], Any] | None = None) -> Any:  # noqa: ANN401 - as json.loads
    """The value. Raises ValueError for what is no JSON, or nested as no answer is."""
    try:
        return json.loads(text, parse_int=parse_int)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
