"""What goes on while the server runs."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any


@asynccontextmanager
async def alongside(watch: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let it run beside what is done meanwhile; at the end it is cancelled, and has ended."""
    watching = asyncio.create_task(watch)
    try:
        yield
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
