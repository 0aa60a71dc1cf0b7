"""People who are not logged in and never stop asking: what they cost those who are.

``python -m bench.strangers URL SOCKETS ADDRESSES`` is the attacker alone: each socket asks for
runs of the login page as fast as they are taken.
"""

# ruff: noqa: E402 - what the tests share is found by the path that is set first

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.pairs import Row

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "support"))

from driving import serving
from logins import PASSWORD, sign_in
from rawsocket import RawBrowser, RawTab
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from turbine.access import Accounts

SOCKETS = 50
RERUNS = 60
WARM_S = 15


def measure() -> Iterator[Row]:
    """A logged-in person's rerun and a login, quiet and under attack."""
    with tempfile.TemporaryDirectory() as folder:
        token = sign_in(Path(folder) / "data")
        with serving(Path(folder), {}) as server:
            person = RawBrowser.with_page(server.url, source="127.0.0.200")
            person.cookies[Accounts(server.data_dir).cookie_name] = token
            with person.tab() as tab:
                tab.run()
                quiet_s = statistics.median(_reruns(tab))
                yield Row(what="a login, quiet", figure=_login(server.url), bound=5, unit="s")
                for addresses in (1, SOCKETS):
                    where = f"{SOCKETS} strangers, {addresses} address(es)"
                    with _attack(server.url, addresses):
                        took = _reruns(tab)
                        busy_s = statistics.median(took)
                        yield Row(
                            what=f"{where}: logged-in rerun ÷ quiet one",
                            figure=busy_s / quiet_s,
                            bound=2,
                            detail=f"{busy_s * 1e3:.0f} ms ÷ {quiet_s * 1e3:.0f} ms, medians; "
                            f"at most {max(took) * 1e3:.0f} ms",
                        )
                        for source in ("127.0.0.201", "127.0.0.1"):
                            yield Row(
                                what=f"{where}: a login from {source}",
                                figure=_login(server.url, source),
                                bound=30,
                                unit="s",
                            )


def _reruns(tab: RawTab) -> list[float]:
    took = []
    for _ in range(RERUNS):
        start = time.perf_counter()
        tab.run()
        took.append(time.perf_counter() - start)
    return took


def _login(url: str, source: str = "127.0.0.200") -> float:
    """From the page to the first page behind the login."""
    start = time.perf_counter()
    with RawBrowser.with_page(url, source=source).tab() as tab:
        words = tab.log_in("anna", PASSWORD)
    assert "Logged in as **anna**" in words, words
    return time.perf_counter() - start


@contextmanager
def _attack(url: str, addresses: int) -> Iterator[None]:
    command = [sys.executable, "-m", "bench.strangers", url, str(SOCKETS), str(addresses)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            process.stdout.readline()  # they are at it
            yield
        finally:
            process.kill()


async def _flood(url: str, sockets: int, addresses: int) -> None:
    asked = [_ask(url, f"127.0.0.{1 + number % addresses}") for number in range(sockets)]
    tasks = [asyncio.create_task(each) for each in asked]
    await asyncio.sleep(WARM_S)
    print("at it", flush=True)
    await asyncio.gather(*tasks)


async def _ask(url: str, source: str) -> None:
    browser = await asyncio.to_thread(RawBrowser.with_page, url, source=source)
    data = BackMsg(rerun_script={"query_string": ""}).SerializeToString()
    while True:
        try:
            async with connect(
                f"ws{url.removeprefix('http')}/_stcore/stream",
                additional_headers={"Cookie": browser.cookie_header},
                local_addr=(source, 0),
                proxy=None,
                max_size=None,
                open_timeout=120,
                ping_interval=None,
            ) as socket:
                reading = asyncio.create_task(_read(socket))
                while not reading.done():
                    await socket.send(data)
                    await asyncio.sleep(0)
        except (OSError, TimeoutError, WebSocketException):  # it comes again
            await asyncio.sleep(0.01)


async def _read(socket: ClientConnection) -> None:
    with suppress(WebSocketException):
        async for _ in socket:
            pass


if __name__ == "__main__":
    asyncio.run(_flood(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
