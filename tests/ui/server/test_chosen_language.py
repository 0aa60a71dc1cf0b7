"""The cookie that keeps a chosen language, and the guard's answers in it."""

from guarding import UPLOAD, ask, scope_of

from turbine.ui.server import language as chosen


def test_a_chosen_language_is_kept_in_a_cookie(guarded):
    guard, inner = guarded()
    answer = ask(guard, scope_of(chosen.PATH) | {"query_string": b"es&x"})
    first, *attributes = answer.headers["set-cookie"].split("; ")
    assert first == "windproof_language=es"
    assert {*attributes} == {"HttpOnly", "Max-Age=34560000", "Path=/", "SameSite=strict"}
    assert (answer.status, answer.body, inner.asked) == (200, b"", [])
    for other in (b"", b"xx", b"../es", b"es%0d%0aSet-Cookie:a=b"):
        answer = ask(guard, scope_of(chosen.PATH) | {"query_string": other})
        assert "set-cookie" not in answer.headers


def test_a_refusal_is_in_the_chosen_language(guarded):
    guard, _ = guarded()
    asked = scope_of(UPLOAD, "PUT", cookie="windproof_language=es", accept_language="en")
    assert ask(guard, asked).body.decode() == "Inicie sesión primero."
