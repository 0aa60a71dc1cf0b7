"""Uploads that stall, against the real app as people start it."""

import re
import socket
import time
from contextlib import closing

from driving import cookie_header, session_of

from turbine.ui.server.uploads import IDLE_S

BOUNDARY = "b0undary"
FORM = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="x.csv"\r\n'
    f"Content-Type: text/csv\r\n\r\na,b\r\n\r\n--{BOUNDARY}--\r\n"
).encode()
LARGEST = 1_024 * 2**20


def test_a_users_stalled_uploads_hold_up_nobody_and_end(app_server, open_page):
    server = app_server(users=("anna", "bob"))
    anna, bob = (session_of(server, open_page, user=user) for user in ("anna", "bob"))
    port = int(server.url.rpartition(":")[2])

    def send(session: str, cookies: str, length: int) -> socket.socket:
        xsrf = re.search(r"_streamlit_xsrf=([^;]+)", cookies)[1]
        sending = socket.create_connection(("127.0.0.1", port), timeout=IDLE_S + 20)
        sending.sendall(
            f"PUT /_stcore/upload_file/{session}/f HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Cookie: {cookies}\r\nX-Xsrftoken: {xsrf}\r\nContent-Length: {length}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n".encode()
        )
        return sending

    began = time.monotonic()
    stalled = [send(anna[0], cookie_header(anna[1]), LARGEST) for _ in range(4)]
    sent = time.monotonic()
    with closing(send(bob[0], cookie_header(bob[1]), len(FORM))) as sending:
        sending.sendall(FORM)
        assert sending.recv(100).startswith(b"HTTP/1.1 204 ")
    assert time.monotonic() - sent < IDLE_S / 2, "it waited for them"
    statuses = []
    for each in stalled:
        with closing(each):
            statuses.append(int(each.recv(100).split()[1]))
    assert sorted(statuses) == [408, 408, 413, 413]
    assert IDLE_S <= time.monotonic() - began < IDLE_S + 10
