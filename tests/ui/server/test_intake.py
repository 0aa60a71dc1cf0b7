"""Uploads on their way to the disk: what is taken, what is refused, and what stays behind."""

import asyncio
import errno
import stat
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from guarding import BOUNDARY, BROWSER, FORM, MB, UPLOAD, ask, form, of_browser, scope_of
from paths import ROOT

from turbine.model.actor import machine_actor
from turbine.settings.data_dir import ROOM_BYTES
from turbine.ui.server import intake, uploads
from turbine.ui.server.arrivals import Arrival, Arrivals
from turbine.ui.server.uploads import Uploads

KEY = ("session-1", "file-1")


def put(cookie: str, path: str = UPLOAD, kind: str = FORM, **headers: str) -> dict:
    return scope_of(path, "PUT", cookie=cookie, content_type=kind, **headers)


def left(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "uploads").iterdir())


def stub_in(body: bytes) -> bytes:
    """The content of the one file in a form that reached Streamlit."""
    return body.partition(b"\r\n\r\n")[2].partition(b"\r\n")[0]


# -- what is taken -------------------------------------------------------------------------------


def test_the_file_goes_to_the_disk_and_a_stub_to_streamlit(guarded, cookie, arrivals, tmp_path):
    guard, inner = guarded()
    data = b"a;b\r\n1;2\r\n\r\n--" + BOUNDARY[:-1].encode()
    body = form(data, name="mühle 1.csv")
    length = str(sum(map(len, body)))
    assert ask(guard, put(cookie, content_length=length), body).status == 200
    [scope], [seen] = inner.asked, inner.bodies
    stub = stub_in(seen)
    assert seen == b"".join(form(stub, name="mühle 1.csv")), "all but the content is as it came"
    assert dict(scope["headers"])[b"content-length"] == str(len(seen)).encode()
    assert len(stub) == 43
    [path] = left(tmp_path)
    assert path.read_bytes() == data
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert arrivals.path(KEY, "anna", stub) == path


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_it_does_not_matter_how_a_body_is_cut_in_pieces(guarded, cookie, tmp_path, size):
    guard, _ = guarded()
    data = f"\r\n--{BOUNDARY[:-1]}x\r\n--{BOUNDARY[:4]}\r\r\n-\r\n-".encode()
    body = b"".join(form(data))
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    chunked = put(cookie, transfer_encoding="chunked")
    assert ask(guard, chunked, [*pieces, b""]).status == 200
    assert [path.read_bytes() for path in left(tmp_path)] == [data]


def test_a_body_of_unknown_length_is_taken(guarded, cookie, tmp_path):
    guard, inner = guarded()
    chunked = put(cookie, transfer_encoding="chunked")
    assert ask(guard, chunked, form(b"a,b\n", b"1,2\n")).status == 200
    assert [path.read_bytes() for path in left(tmp_path)] == [b"a,b\n1,2\n"]
    assert b"transfer-encoding" not in dict(inner.asked[0]["headers"])


def test_other_fields_of_the_form_are_left_out(guarded, cookie, tmp_path):
    guard, inner = guarded()
    field = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.encode()
    assert ask(guard, put(cookie), [field, *form(b"x")]).status == 200
    assert inner.bodies[0].count(b"form-data") == 1
    assert [path.read_bytes() for path in left(tmp_path)] == [b"x"]


def test_an_empty_file_is_a_file(guarded, cookie, tmp_path):
    guard, _ = guarded()
    assert ask(guard, put(cookie), form(b"")).status == 200
    assert [path.read_bytes() for path in left(tmp_path)] == [b""]


def test_a_body_is_never_held_as_a_whole(guarded, cookie, tmp_path):
    guard, _ = guarded(uploads=Uploads(dict, folder=tmp_path / "uploads", file_bytes=100 * MB))
    head, tail = form()

    def sent():
        yield head
        for n in range(64 * 16):
            yield bytes([n % 256]) * (MB // 16)
        yield tail

    async def scenario() -> None:
        pieces = sent()
        waiting = [next(pieces)]

        async def receive():
            body = waiting.pop()
            if more := next(pieces, None):
                waiting.append(more)
            return {"type": "http.request", "body": body, "more_body": bool(waiting)}

        async def send(message):
            assert message.get("status", 200) == 200

        await guard(put(cookie), receive, send)

    tracemalloc.start()
    try:
        asyncio.run(scenario())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert left(tmp_path)[0].stat().st_size == 64 * MB
    assert peak < 8 * MB


# -- what is refused -----------------------------------------------------------------------------

HALF = form(b"x" * 100)[:-1]
NOT_CLOSED = [*HALF, f"\r\n--{BOUNDARY}\r\n".encode()]


@pytest.mark.parametrize(
    ("kind", "body", "why"),
    [
        (FORM, HALF, "cut off"),
        (FORM, NOT_CLOSED, "cut off"),
        (FORM, [b""], "cut off"),
        (FORM, [b"a,b\n1,2\n"], "a form with one file"),
        ("multipart/form-data; boundary=other", form(b"x"), "a form with one file"),
        ("multipart/form-data; boundary=" + "o" * 300, form(b"x"), "a form with one file"),
        ("multipart/form-data", form(b"x"), "a form with one file"),
        ("text/csv", [b"a,b\n1,2\n"], "a form with one file"),
        ("application/x-www-form-urlencoded", [b"a=1"], "a form with one file"),
        (FORM, [f"--{BOUNDARY}--\r\n".encode()], "a form with one file"),
        (FORM, [*form(b"1")[:-1], b"\r\n", *form(b"2")], "a form with one file"),
        (FORM, [f"--{BOUNDARY}\r\nA: {'x' * 9_000}\r\n\r\n".encode()], "a form with one file"),
    ],
)
def test_what_is_no_form_with_one_file_is_refused_and_leaves_nothing(
    guarded, cookie, arrivals, tmp_path, kind, body, why
):
    guard, inner = guarded()
    answer = ask(guard, put(cookie, kind=kind), body)
    assert (answer.status, why in answer.body.decode()) == (400, True), answer
    assert answer.headers["connection"] == "close"
    assert inner.asked == []
    assert left(tmp_path) == []
    assert arrivals.held() == {}
    assert ask(guard, put(cookie), form(b"x")).status == 200, "its room is free again"


def test_a_sender_who_hangs_up_leaves_nothing(guarded, cookie, tmp_path):
    guard, inner = guarded()

    async def scenario() -> None:
        messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in HALF]
        messages.append({"type": "http.disconnect"})

        async def receive():
            return messages.pop(0)

        async def send(message):
            pass

        await guard(put(cookie, content_length="5000"), receive, send)

    asyncio.run(scenario())
    assert inner.asked == []
    assert left(tmp_path) == []


def test_a_file_of_one_byte_more_than_allowed_is_refused(guarded, cookie, tmp_path):
    guard, _ = guarded()
    for size, status in ((10 * MB, 200), (10 * MB + 1, 413)):
        assert ask(guard, put(cookie), form(b"x" * size)).status == status
    assert [path.stat().st_size for path in left(tmp_path)] == [10 * MB]


def test_what_streamlit_refuses_does_not_stay(guarded, cookie, arrivals, tmp_path):
    guard, inner = guarded()
    inner.status = 403
    assert ask(guard, put(cookie), form(b"x")).status == 403
    assert left(tmp_path) == []
    assert arrivals.held() == {}


def test_not_a_byte_of_a_stranger_is_read_or_stored(guarded, accounts, tmp_path):
    guard, _ = guarded()

    async def scenario() -> list[int]:
        statuses = []

        async def receive():
            raise AssertionError("read")

        async def send(message):
            statuses.append(message.get("status"))

        for cookie in ("", of_browser(accounts)):
            await guard(put(cookie, content_length="500"), receive, send)
        return statuses

    assert asyncio.run(scenario()) == [401, None, 401, None]
    assert left(tmp_path) == []


def test_a_disk_without_room_is_said_before_anything_is_read(
    guarded, cookie, tmp_path, monkeypatch
):
    guard, inner = guarded()
    for free, status in ((ROOM_BYTES + 5_000, 200), (ROOM_BYTES + 4_999, 507)):
        monkeypatch.setattr(uploads, "free_bytes", lambda _, free=free: free)
        assert ask(guard, put(cookie, content_length="5000"), form(b"x")).status == status
    assert len(inner.asked) == len(left(tmp_path)) == 1


def test_a_disk_that_fills_up_on_the_way_is_said(guarded, cookie, tmp_path, monkeypatch):
    guard, inner = guarded()

    async def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(intake.asyncio, "to_thread", _only_for(intake.asyncio.to_thread, full))
    answer = ask(guard, put(cookie), form(b"x"))
    assert (answer.status, answer.body) == (
        507,
        b"The server cannot store this file: No space left on device.",
    )
    assert inner.asked == []
    assert left(tmp_path) == []


def _only_for(usual, other):
    """Writing goes the other way; asking for the login does not."""

    def chosen(work, *given):
        return (other if getattr(work, "__name__", "") == "write" else usual)(work, *given)

    return chosen


# -- whose it is ---------------------------------------------------------------------------------


def test_a_stub_opens_nothing_for_anybody_else(guarded, cookie, accounts, pairing, arrivals):
    guard, inner = guarded()
    accounts.add_user(machine_actor(), "bob", "four quiet blades")
    bob = accounts.open_session(accounts.authenticate("bob", "four quiet blades", "192.0.2.7"))
    pairing.connect("bobs", BROWSER)
    assert ask(guard, put(cookie), form(b"anna's")).status == 200
    stub = stub_in(inner.bodies[0])
    # He uploads what he has seen of hers: to him it is a file like any other.
    his = f"{of_browser(accounts)}; {accounts.cookie_name}={bob}"
    assert ask(guard, put(his, "/_stcore/upload_file/bobs/file-1"), form(stub)).status == 200
    second = stub_in(inner.bodies[1])
    assert second != stub
    path = arrivals.path(("bobs", "file-1"), "bob", second)
    assert path is not None
    assert path.read_bytes() == stub
    for key, user, content in [
        (KEY, "bob", stub),
        (KEY, "anna", second),
        (("session-2", "file-1"), "anna", stub),
        (("session-1", "file-2"), "anna", stub),
        (("bobs", "file-1"), "bob", stub),
        (("bobs", "file-1"), "anna", second),
    ]:
        assert arrivals.path(key, user, content) is None


# -- how long it stays ---------------------------------------------------------------------------


def test_a_file_goes_when_streamlit_lets_go_of_its_stub(guarded, cookie, arrivals, tmp_path):
    guard, _ = guarded()
    assert ask(guard, put(cookie), form(b"x")).status == 200
    assert ask(guard, put(cookie, f"{UPLOAD}b"), form(b"yz")).status == 200
    assert arrivals.held() == {"session-1": 3}
    arrivals.gone.add(KEY)
    assert arrivals.held() == {"session-1": 2}
    assert [path.read_bytes() for path in left(tmp_path)] == [b"yz"]
    arrivals.clear()
    assert left(tmp_path) == []


def test_an_upload_sent_again_replaces_the_first(guarded, cookie, tmp_path):
    guard, _ = guarded()
    for data in (b"1", b"2"):
        assert ask(guard, put(cookie), form(data)).status == 200
    assert [path.read_bytes() for path in left(tmp_path)] == [b"2"]


def test_files_go_by_themselves_and_all_at_the_end(tmp_path):
    alive = {("s", "1"), ("s", "2")}
    arrivals, removed = Arrivals(lambda: set(alive)), []

    def add(name: str) -> None:
        arrival = Arrival(
            path=tmp_path / name,
            size=1,
            user="anna",
            stub=b"x",
            remove=lambda: removed.append(name),
        )
        arrivals.add(("s", name), arrival)

    async def scenario() -> None:
        async with arrivals.watched(every_s=0.001):
            add("1")
            add("2")
            alive.discard(("s", "1"))
            while not removed:
                await asyncio.sleep(0.001)
            assert removed == ["1"]

    asyncio.run(asyncio.wait_for(scenario(), 60))
    assert removed == ["1", "2"]


KILLED = """
import os, sys
from pathlib import Path
from turbine.settings.data_dir import part
from turbine.ui.server.uploads import PART, Uploads

folder = Path(sys.argv[1])
Uploads(dict, folder=folder, file_bytes=1)
with part(folder, PART) as path:
    path.write_bytes(b"half")
    os._exit(9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_what_a_killed_server_was_receiving_is_removed_at_the_next_start(tmp_path):
    folder = tmp_path / "uploads"
    subprocess.run([sys.executable, "-c", KILLED, str(folder)], cwd=ROOT, check=False)
    assert len(left(tmp_path)) == 1
    Uploads(dict, folder=folder, file_bytes=1)
    assert left(tmp_path) == []
