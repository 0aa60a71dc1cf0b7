"""Certificates made on the spot, and a server on loopback that shows them."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip

Pair = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def certificate(
    name: str, *, signed_by: Pair | None = None, days: int = 30, address: str = "127.0.0.1"
) -> Pair:
    """A certificate that expires in so many days (or did), signed by an authority or by itself.

    ``address`` is the IP address or the host's name that it is for.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, signing_key = (signed_by[0].subject, signed_by[1]) if signed_by else (subject, key)
    now = datetime.now(UTC)
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key())
    named = x509.DNSName(address) if address[-1].isalpha() else x509.IPAddress(ip_address(address))
    signs = signed_by is None
    uses = dict.fromkeys(_USES, False)
    uses |= {"digital_signature": True, "key_cert_sign": signs, "crl_sign": signs}
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=365))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([named]), False)
        .add_extension(x509.BasicConstraints(ca=signs, path_length=None), True)
        .add_extension(x509.KeyUsage(**uses), True)
        .add_extension(own, False)
        .add_extension(above, False)
        .sign(signing_key, hashes.SHA256())
    )
    return made, key


def saved(pair: Pair, folder: Path, name: str) -> Path:
    """The certificate and its key in one file."""
    path = folder / f"{name}.pem"
    path.write_bytes(
        pair[0].public_bytes(serialization.Encoding.PEM)
        + pair[1].private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@contextmanager
def tls_server(chain: Path) -> Iterator[str]:
    """The address of a server with that certificate, which greets as an InfluxDB 2 and knows
    no token."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            greeting = self.path == "/ping"
            body = b"" if greeting else b'{"code":"unauthorized","message":"unauthorized access"}'
            self.send_response(204 if greeting else 401)
            self.send_header("X-Influxdb-Version", "v2.9.1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def get_request(self) -> tuple[ssl.SSLSocket, object]:
            plain, address = super().get_request()
            plain.settimeout(10)
            return context.wrap_socket(plain, server_side=True), address  # OSError: next caller

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
