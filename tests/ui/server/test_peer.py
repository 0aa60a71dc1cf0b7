"""Whose address a request comes from, with proxies that are trusted and others."""

import asyncio

import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from turbine.model.errors import ConfigError
from turbine.ui.server.peer import TrustedProxies


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "address"),
    [
        # Nobody is trusted: the header says nothing.
        ([], "192.0.2.7", [], "192.0.2.7"),
        ([], "192.0.2.7", ["10.9.9.9"], "192.0.2.7"),
        # One proxy: its own entry, the last one, counts; what the client wrote before does not.
        (["10.0.0.2"], "10.0.0.2", ["192.0.2.7"], "192.0.2.7"),
        (["10.0.0.2"], "10.0.0.2", ["1.1.1.1, 192.0.2.7"], "192.0.2.7"),
        (["10.0.0.2"], "10.0.0.2", ["1.1.1.1", "192.0.2.7"], "192.0.2.7"),
        (["10.0.0.2"], "10.0.0.2", [], "10.0.0.2"),
        # Two in a row, as a network.
        (["10.0.0.0/8"], "10.0.0.2", ["1.1.1.1, 192.0.2.7, 10.7.7.7"], "192.0.2.7"),
        (["10.0.0.0/8"], "10.0.0.2", ["10.1.1.1"], "10.1.1.1"),
        # Not through the proxy, and things that are no address.
        (["10.0.0.2"], "192.0.2.9", ["1.1.1.1"], "192.0.2.9"),
        (["10.0.0.2"], "10.0.0.2", ["192.0.2.7, <script>"], "10.0.0.2"),
        (["10.0.0.2"], "10.0.0.2", [""], "10.0.0.2"),
        (["10.0.0.2"], "10.0.0.2", ["192.0.2.7:4711"], "192.0.2.7"),
        (["fd00::/8"], "fd00::1", ["[2001:db8::7]:443"], "2001:db8::7"),
        # uvicorn has put the header's address in the place of a peer on this machine.
        ([], "8.8.8.8", ["8.8.8.8"], "127.0.0.1"),
        ([], "8.8.8.8", ["8.8.8.8:99"], "127.0.0.1"),
        ([], "10.0.0.1:q", ["10.0.0.1:q"], "127.0.0.1"),
        (["127.0.0.1"], "8.8.8.8", ["8.8.8.8"], "8.8.8.8"),
        (["127.0.0.1"], "8.8.8.8", ["6.6.6.6, 8.8.8.8"], "8.8.8.8"),
    ],
)
def test_whose_address_it_is(trusted, peer, forwarded, address):
    headers = [(b"host", b"x"), *((b"x-forwarded-for", value.encode()) for value in forwarded)]
    assert TrustedProxies.parse(trusted).address_of((peer, 1), headers) == address


@pytest.mark.parametrize(
    "forwarded",
    [
        "10.0.0.1",
        "10.0.0.1:80",
        "10.0.0.1:q",
        "10.0.0.1:",
        "10.0.0.1 :80",
        ":10.0.0.1",
        "010.0.0.1",
        "[2001:db8::1]",
        "[2001:db8::1]:q",
        "[2001:db8::1]zz",
        "[2001:db8::1",
        "2001:db8::1%a",
        "a stranger",
        "10.0.0.1:q, 127.0.0.1",
        "6.6.6.6, 10.0.0.1\x00",
        "\xff",
    ],
)
def test_without_a_trusted_proxy_this_machine_is_never_somebody_else(forwarded):
    """Whatever uvicorn, which believes this machine, makes of the header."""
    seen = []

    async def app(scope, _receive, _send):
        seen.append(TrustedProxies().address_of(scope["client"], scope["headers"]))

    scope = {
        "type": "http",
        "client": ("127.0.0.1", 4711),
        "headers": [(b"x-forwarded-for", forwarded.encode("latin-1"))],
    }
    asyncio.run(ProxyHeadersMiddleware(app)(scope, None, None))
    assert seen == ["127.0.0.1"]


def test_a_peer_without_an_address_is_unknown():
    assert TrustedProxies().address_of(None, []) == "unknown"


def test_a_proxy_that_is_no_address_is_a_clear_sentence():
    with pytest.raises(ConfigError, match="'proxy'"):
        TrustedProxies.parse(["10.0.0.1", "proxy"])
