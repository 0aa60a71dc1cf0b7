"""Which pages may speak to the app: its own, at the address that people type."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.types import Scope


@dataclass(frozen=True, slots=True)
class Origins:
    """Compares a request's Origin. ``public`` are the app's own: scheme, host and port, as browsers
    write them. Without any, the Host header has to do, which some proxies rewrite."""

    public: tuple[str, ...] = ()
    https: bool = False
    """Whether all come by TLS."""

    def allow(self, scope: Scope) -> bool:
        """Whether the page that asks is ours. Programs that are no browsers name none."""
        origins = list(_header(scope, b"origin"))
        if self.public:
            return all(origin in self.public for origin in origins)
        hosts = list(_header(scope, b"host"))
        return all(
            origin.startswith(("http://", "https://")) and [urlsplit(origin).netloc] == hosts
            for origin in origins
        )

    def vouched(self, scope: Scope) -> Scope:
        """The same request, named as Streamlit expects it: it compares Origin with Host, which
        behind a proxy need not be the public one."""
        origin = next(_header(scope, b"origin"), "")
        if not self.public or not origin:
            return scope
        kept = [pair for pair in scope["headers"] if pair[0] != b"host"]
        return {**scope, "headers": [*kept, (b"host", urlsplit(origin).netloc.encode("latin-1"))]}

    def is_tls(self, scope: Scope) -> bool:
        """Whether the browser came by TLS, as far as settings, server and proxy say so. One that
        claims it without a proxy only makes its own cookie Secure."""
        if self.https or (self.public and all(each.startswith("https:") for each in self.public)):
            return True
        scheme = next(_header(scope, b"x-forwarded-proto"), "").partition(",")[0].strip()
        return scheme == "https" or scope.get("scheme") in ("https", "wss")


def _header(scope: Scope, name: bytes) -> Iterator[str]:
    return (value.decode("latin-1").lower() for key, value in scope["headers"] if key == name)
