"""Which browser a session belongs to, and for how long that is known."""

from turbine.ui.server.pairing import Pairing

A, B = "a" * 43, "b" * 43


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_session_stays_with_its_first_browser():
    pairing = Pairing(lambda: 60)
    pairing.connect("s", A)
    pairing.connect("s", B)
    pairing.log_in("s", B, "token of b")
    assert pairing.is_of("s", A)
    assert not pairing.is_of("s", B)
    assert pairing.token_of("s") == ""
    for nobody in ("", "unknown"):
        assert not pairing.is_of(nobody, A)
    pairing.connect("t", "")
    assert not pairing.is_of("t", "")
    assert pairing.sessions_of("") == []


def test_a_login_may_be_told_before_the_socket_is():
    pairing = Pairing(lambda: 60)
    pairing.log_in("s", A, "token")
    pairing.connect("s", A)
    assert (pairing.token_of("s"), pairing.sessions_of(A)) == ("token", ["s"])


def test_logging_out_ends_each_session_of_that_login_until_the_next():
    pairing = Pairing(lambda: 60)
    for session, browser, token in (("s", A, "one"), ("t", A, "one"), ("u", A, "two")):
        pairing.connect(session, browser)
        pairing.log_in(session, browser, token)
    pairing.connect("v", A)  # nobody is logged in there
    pairing.log_out("one")
    assert pairing.sessions_of(A) == ["u", "v"]
    assert pairing.is_over("s")
    assert not pairing.is_of("s", A)
    pairing.log_out("")
    assert pairing.sessions_of(A) == ["u", "v"]
    pairing.log_in("s", A, "three")
    assert pairing.is_of("s", A)
    assert pairing.token_of("s") == "three"


def test_nothing_stays_longer_than_streamlit_keeps_the_session():
    clock = Clock()
    pairing = Pairing(lambda: 60, now=clock)
    pairing.log_in("arriving", A, "token")  # and its socket never comes
    for _ in range(2):  # a second socket of the same browser took it over
        pairing.connect("s", A)
    pairing.disconnect("s", A)
    clock.now = 1_000
    assert pairing.is_of("s", A), "one socket is still open"
    assert len(pairing) == 1
    pairing.disconnect("s", A)
    pairing.disconnect("s", B)
    clock.now += 59
    assert pairing.is_of("s", A)
    clock.now += 1
    assert not pairing.is_of("s", A)
    assert len(pairing) == 0
