"""A visitor without a browser: what a tab would say over the websocket, and what it would get.

Many of them fit into one process, so that what is measured is the server.
"""

import time
import urllib.request
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """Wall seconds of one run of the page, from the message sent."""

    chart: float | None
    """Until the chart arrived; None where none did."""
    end: float


class Visitor:
    """One tab on one page, logged in by its cookies. See :func:`visiting`."""

    def __init__(self, socket: ClientConnection, page: str) -> None:
        self._socket, self._page = socket, page
        self._query, self._script = "", ""
        self._states: dict[str, str] = {}
        self.options: dict[str, tuple[str, str, tuple[str, ...]]] = {}
        """By key, each selector of the page: its id, what is chosen, and what can be."""

    async def choose(self, key: str, option: str) -> Took:
        """Choose another option of a selector, and wait for the page."""
        self._states[self.options[key][0]] = option
        return await self.rerun()

    async def rerun(self) -> Took:
        """Have the page drawn."""
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_script_hash = self._script
        message.rerun_script.page_name = self._page
        for name, option in self._states.items():
            message.rerun_script.widget_states.widgets.add(id=name, string_value=option)
        began, chart = time.perf_counter(), None
        await self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await self._socket.recv())
            if answer.WhichOneof("type") == "script_finished":
                if answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return Took(chart=chart, end=time.perf_counter() - began)
            elif self._note(answer):
                chart = time.perf_counter() - began

    def _note(self, answer: ForwardMsg) -> bool:
        """Keep what the next message needs; true of a chart."""
        kind = answer.WhichOneof("type")
        if kind == "navigation":
            self._script = answer.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = answer.page_info_changed.query_string
        elif kind == "delta":
            element = answer.delta.new_element
            if element.WhichOneof("type") == "selectbox":
                box = element.selectbox
                chosen = box.raw_value or box.options[box.default]
                self.options[box.id.rpartition("-")[2]] = (box.id, chosen, tuple(box.options))
            return element.WhichOneof("type") == "plotly_chart"
        return False


@asynccontextmanager
async def visiting(url: str, page: str, cookies: Mapping[str, str]) -> AsyncIterator[Visitor]:
    """Open the page as a browser does, with all the cookies that it is given on the way."""
    jar = CookieJar()
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar)
    )
    own = "; ".join(f"{name}={value}" for name, value in cookies.items())
    opener.open(urllib.request.Request(f"{url}/{page}", headers={"Cookie": own})).read()
    given = "".join(f"; {cookie.name}={cookie.value}" for cookie in jar)
    async with connect(
        f"{url.replace('http', 'ws', 1)}/_stcore/stream",
        origin=url,
        subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],
        additional_headers={"Cookie": own + given},
        proxy=None,
        max_size=None,
        ping_interval=None,
    ) as socket:
        visitor = Visitor(socket, page)
        await visitor.rerun()
        yield visitor
