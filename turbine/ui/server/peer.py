"""Whose request it is: the address on the other end, through the proxies that are trusted."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from turbine.model.errors import ConfigError
from turbine.ui.server.words import Words

UNKNOWN = "unknown"
_LOOPBACK = "127.0.0.1"

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """Proxies whose X-Forwarded-For is trusted."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def parse(cls, entries: Iterable[str]) -> "TrustedProxies":
        """Addresses or networks; a ConfigError for anything else."""
        networks = []
        for entry in entries:
            try:
                networks.append(ip_network(entry, strict=False))
            except ValueError as error:
                raise ConfigError(
                    Words.NOT_A_PROXY(entry=entry), hint=Words.PROXY_EXAMPLES()
                ) from error
        return cls(tuple(networks))

    def __contains__(self, address: str) -> bool:
        try:
            ip = ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in self.networks)

    def address_of(self, client: tuple[str, int] | None, headers: Headers) -> str:
        """The nearest address that is not a trusted proxy.

        ``client`` is the ASGI scope's, which uvicorn has overwritten from the header if the
        peer is the machine itself; anybody there could write that header.
        """
        hops = _hops(headers)
        address = client[0] if client else UNKNOWN
        # No peer has a name that is not an IP address: that too was in the header.
        if client and (address in hops or not _is_address(address)):
            address = _LOOPBACK
        for hop in reversed(hops):
            if address not in self or not _is_address(hop):
                break
            address = hop
        return address


def _hops(headers: Headers) -> list[str]:
    values = [value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for"]
    return [_without_port(hop.strip()) for value in values for hop in value.split(",")]


def _without_port(hop: str) -> str:
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
