"""A server that writes whatever bytes it is told to, as slowly and for as long as it is told to."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Play = Callable[[socket.socket, bytes, threading.Event], None]
"""Answers one request, whose text is given, on this connection; the event says that all is over."""


@contextmanager
def raw_server(play: Play) -> Iterator[str]:
    """Its address. Each connection is closed after its answer."""
    over = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)
    threads: list[threading.Thread] = []

    def answer(connection: socket.socket) -> None:
        with connection:
            connection.settimeout(5)
            try:
                if request := _request(connection):
                    play(connection, request, over)
            except OSError:
                pass  # who asked has gone

    def accept() -> None:
        while not over.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            threads.append(threading.Thread(target=answer, args=(connection,), daemon=True))
            threads[-1].start()

    threads.append(threading.Thread(target=accept, daemon=True))
    threads[0].start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        over.set()
        for thread in threads:
            thread.join(10)
        listening.close()


def _request(connection: socket.socket) -> bytes:
    """One request, whole."""
    came = b""
    while b"\r\n\r\n" not in came:
        if not (piece := connection.recv(65_536)):
            return came
        came += piece
    head, _, body = came.partition(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body
