"""TLS to an InfluxDB server: whom every connection trusts, and what it means when it does not."""

import ssl

from turbine.model.errors import ConfigError, StoreError
from turbine.settings.kinds import InfluxSettings

# OpenSSL's X509_V_ERR_…, by which an authority is unknown, a date wrong, or a name another.
_NOT_YET, _EXPIRED, _SELF_SIGNED = 9, 10, 18
_UNKNOWN = (2, 19, 20, 21)
_OTHER_NAME = (62, 64)


def context_of(settings: InfluxSettings) -> ssl.SSLContext | None:
    """What every connection to that server is made with; None for http.

    Without a CA file the machine's own authorities are trusted, with one only those in it.
    Raises ConfigError where the file cannot be used.
    """
    if not settings.url.startswith("https:"):
        return None
    named = f"INFLUXDB_V2_SSL_CA_CERT is {str(settings.ca_cert)!r}"
    hint = "Name a file of certificates in PEM form that this user may read."
    try:
        context = ssl.create_default_context(cafile=settings.ca_cert)
    except ssl.SSLError as error:
        raise ConfigError(f"{named}, which holds no certificate.", hint=hint) from error
    except OSError as error:
        raise ConfigError(
            f"{named}, which cannot be read: {error.strerror or error}.", hint=hint
        ) from error
    return context if settings.verify_ssl else trusting(context)


def trusting(context: ssl.SSLContext) -> ssl.SSLContext:
    """The same, made to accept any certificate."""
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def untrusted(url: str, error: BaseException) -> StoreError:
    """What is wrong with the server's certificate, and what to do; or that there is no TLS."""
    found = _own_error(error)
    if not isinstance(found, ssl.SSLCertVerificationError):
        return StoreError(
            f"{url} did not set up TLS: {found}.",
            hint="Check that the port is the server's https port: it may speak plain http.",
        )
    whose = f"The certificate of {url}"
    trust = "Set INFLUXDB_V2_SSL_CA_CERT to the file of the authority that signed it."
    code = found.verify_code
    if code == _EXPIRED:
        return StoreError(f"{whose} has expired.", hint="Renew it on the server.")
    if code == _NOT_YET:
        return StoreError(f"{whose} is not valid yet.", hint="Check the clocks of both machines.")
    if code == _SELF_SIGNED:
        trust = "Set INFLUXDB_V2_SSL_CA_CERT to a copy of that certificate, if it is the server's."
        return StoreError(f"{whose} is self-signed: nobody vouches for it.", hint=trust)
    if code in _OTHER_NAME:
        return StoreError(
            f"{whose} was made for another name.",
            hint="Use the name in INFLUXDB_V2_URL that the certificate was made for.",
        )
    if code in _UNKNOWN:
        return StoreError(
            f"{whose} was signed by an authority that this machine does not know"
            f" ({found.verify_message}).",
            hint=trust,
        )
    return StoreError(
        f"{whose} is not accepted: {found.verify_message}.",
        hint="Have it, or its authority's own certificate, made anew without that fault.",
    )


def _own_error(error: BaseException) -> BaseException:
    """Python's own error of TLS within what libraries have made of it."""
    while not isinstance(error, ssl.SSLError):
        first = error.args[0] if error.args else None
        inner = first if isinstance(first, Exception) else error.__cause__ or error.__context__
        if inner is None:
            break
        error = inner
    return error
