"""Which functions of the product are called, in which order they are first reached."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def traced() -> Iterator[list[str]]:
    """The names of ``turbine``'s functions (``ingest.job.run``) that the block calls, in threads
    of its own too; each once, when it is first called."""
    names: dict[str, None] = {}

    def note(frame: FrameType, event: str, _: object) -> None:
        module = frame.f_globals.get("__name__", "")
        if event == "call" and module.startswith("turbine."):
            names.setdefault(f"{module.removeprefix('turbine.')}.{frame.f_code.co_qualname}")

    called: list[str] = []
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type] # documented so
        called += names
