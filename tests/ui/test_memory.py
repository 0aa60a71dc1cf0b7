"""What is remembered for all browsers: made once, as far as there is room."""

import threading
from collections import Counter

import pytest

from turbine.ui.common import memory
from turbine.ui.common.memory import Remembered


def remembered(most: int = 10) -> Remembered[bytes]:
    return Remembered(len, most_bytes=most, ttl_s=60)


def test_an_answer_is_made_once_and_another_key_is_another_answer():
    known, made = remembered(), Counter()
    for key in ("a", "b", "a", "b"):

        def make(key: str = key) -> bytes:
            made[key] += 1
            return key.encode()

        assert known.get(key, make) == key.encode()
    assert made == {"a": 1, "b": 1}


def test_the_least_recently_used_make_room_and_what_is_too_large_is_not_kept():
    known = remembered()
    for key in ("a", "b", "a", "c"):
        known.get(key, lambda: b"1234")
    assert known.size_bytes == 8
    assert known.get("a", lambda: b"new") == b"1234", "used since b"
    assert known.get("b", lambda: b"new") == b"new"
    assert known.get("large", lambda: b"x" * 11) == b"x" * 11
    assert known.size_bytes == 7
    assert known.get("large", lambda: b"again") == b"again"


def test_what_is_too_old_is_made_again(monkeypatch):
    known, now = remembered(), [100.0]
    monkeypatch.setattr(memory.time, "monotonic", lambda: now[0])
    known.get("a", lambda: b"old")
    now[0] += 59
    assert known.get("a", lambda: b"new") == b"old"
    now[0] += 2
    assert known.get("a", lambda: b"new") == b"new"


def test_a_failure_is_not_remembered():
    known = remembered()
    with pytest.raises(ZeroDivisionError):
        known.get("a", lambda: b"" * (1 // 0))
    assert known.get("a", lambda: b"ok") == b"ok"


def test_who_asks_meanwhile_waits_for_the_same_answer():
    known, began, go = remembered(), threading.Event(), threading.Event()
    answers = []

    def slow() -> bytes:
        began.set()
        assert go.wait(10)
        return b"one"

    first = threading.Thread(target=lambda: answers.append(known.get("a", slow)))
    first.start()
    assert began.wait(10)
    second = threading.Thread(target=lambda: answers.append(known.get("a", lambda: b"two")))
    second.start()
    go.set()
    first.join(10)
    second.join(10)
    assert answers == [b"one", b"one"]
