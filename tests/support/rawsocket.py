"""Streamlit's websocket without a browser: what an attacker's program can say to the guard.

anna = RawBrowser(server.url)               # the cookies that a page load brings
with anna.tab() as tab:
    tab.log_in("anna", PASSWORD)
    thief = RawBrowser(server.url).tab(resume=tab.session)
"""

import http.client
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

XSRF = "_streamlit_xsrf"


@dataclass
class RawBrowser:
    """Cookies, and a machine to come from."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    source: str = "127.0.0.1"
    """The address that connections are made from: on Linux, any of 127.0.0.0/8."""

    @classmethod
    def with_page(
        cls, url: str, cookies: dict[str, str] | None = None, **given: str
    ) -> "RawBrowser":
        """One that has loaded the page, and got what cookies it gives."""
        browser = cls(url, dict(cookies or {}), **given)
        for path in ("/", "/_stcore/health", "/_stcore/host-config"):
            browser.ask("GET", path)
        return browser

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers and body; cookies that are set are kept."""
        parts = urllib.parse.urlsplit(self.url)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies and "Cookie" not in given:
            given["Cookie"] = self.cookie_header
        connection = http.client.HTTPConnection(
            str(parts.hostname), parts.port, timeout=30, source_address=(self.source, 0)
        )
        try:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            read = answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("set-cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers, read

    def upload(
        self,
        session: str,
        file: str = "file-1",
        data: bytes = b"a,b\r\n",
        *,
        method: str = "PUT",
    ) -> int:
        """The status of sending (or, with DELETE, removing) a file of that session."""
        boundary = "b0undary"
        body = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="f"; filename="x.csv"\r\n'
            f"Content-Type: text/csv\r\n\r\n"
        ).encode()
        body += data + f"\r\n--{boundary}--\r\n".encode()
        status, _, _ = self.ask(
            method,
            f"/_stcore/upload_file/{session}/{file}",
            body if method == "PUT" else None,
            X_Xsrftoken=self.cookies.get(XSRF, ""),
            Content_Type=f"multipart/form-data; boundary={boundary}",
        )
        return status

    @contextmanager
    def tab(self, *, resume: str = "", origin: str | None = None) -> Iterator["RawTab"]:
        """A websocket, with ``resume`` naming a session; InvalidStatus when it is refused."""
        headers = {"Cookie": self.cookie_header} if self.cookies else {}
        asked = ["streamlit", self.cookies.get(XSRF, "PLACEHOLDER_AUTH_TOKEN")]
        with connect(
            f"ws{self.url.removeprefix('http')}/_stcore/stream",
            origin=self.url if origin is None else origin,  # type: ignore[arg-type] # any text
            subprotocols=[*asked, resume] if resume else asked,  # type: ignore[list-item] # any text
            additional_headers=headers,
            source_address=(self.source, 0),
            proxy=None,
            max_size=None,
            open_timeout=120,
        ) as socket:
            yield RawTab(socket)


@dataclass
class RawTab:
    """One Streamlit session as its wire has it."""

    socket: ClientConnection
    session: str = ""
    texts: list[str] = field(default_factory=list)
    """All that the last run drew, as far as it is words."""
    widgets: dict[str, Any] = field(default_factory=dict)
    """The last run's text inputs and buttons, by label."""
    page: str = ""
    """Which one the last run drew."""
    pages: dict[str, str] = field(default_factory=dict)
    """What each is called on the wire, by its path in the address."""

    def send(self, data: bytes | str | None = None, **message: Any) -> None:
        """A message by its kind (``clear_cache=True``), or any bytes."""
        self.socket.send(BackMsg(**message).SerializeToString() if data is None else data)

    def rerun(self, *widgets: dict[str, Any]) -> None:
        """Ask for a run, with raw widget states: ``{"id": ..., "string_value": ...}``."""
        states = {"widgets": list(widgets)}
        self.send(rerun_script={"widget_states": states, "page_script_hash": self.page})

    def run(self, *widgets: dict[str, Any], timeout_s: float = 120) -> list[str]:
        """Ask for a run and wait until nothing more comes of it; the words on the page."""
        self.rerun(*widgets)
        return self.settle(timeout_s)

    def settle(self, timeout_s: float = 120) -> list[str]:
        """Read until a run has ended and drawn its last."""
        while True:
            message = ForwardMsg.FromString(self._receive(timeout_s))
            self._take(message)
            kind = message.WhichOneof("type")
            ended = ForwardMsg.FINISHED_SUCCESSFULLY
            if kind == "script_finished" and message.script_finished == ended:
                return self.texts

    def log_in(self, name: str, password: str) -> list[str]:
        """Fill in the login's form as the browser does, and wait for what comes of it."""
        if "Password" not in self.widgets:
            self.run()
        return self.run(
            {"id": self.widgets["Name"], "string_value": name},
            {"id": self.widgets["Password"], "string_value": password},
            {"id": self.widgets["Log in"], "trigger_value": True},
        )

    def log_out(self) -> list[str]:
        return self.run({"id": self.widgets["Log out"], "trigger_value": True})

    def close_code(self, timeout_s: float = 10) -> int | None:
        """With which code the server closed the socket; a TimeoutError if it stays open."""
        try:
            while True:
                self._receive(timeout_s)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None

    def _receive(self, timeout_s: float) -> bytes:
        data = self.socket.recv(timeout=timeout_s)
        assert isinstance(data, bytes)
        return data

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self.page = message.new_session.page_script_hash
            self.texts, self.widgets = [], {}
        elif kind == "navigation":
            self.pages = {
                each.url_pathname: each.page_script_hash for each in message.navigation.app_pages
            }
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            name = element.WhichOneof("type")
            value = getattr(element, name)
            for word in ("body", "label", "title"):
                text = getattr(value, word, "")
                if isinstance(text, str) and text:
                    self.texts.append(text)
            if name in ("text_input", "button"):
                self.widgets[value.label] = value.id
