"""TLS to an InfluxDB server: whom every connection trusts, and what it means if it does not."""

import ssl

from turbine.model.errors import ConfigError, StoreError
from turbine.settings.kinds import InfluxSettings
from turbine.stores.influx.words import Words

# OpenSSL's X509_V_ERR_…, by which an authority is unknown, a date wrong, or a name another.
_NOT_YET, _EXPIRED, _SELF_SIGNED = 9, 10, 18
_UNKNOWN = (2, 19, 20, 21)
_OTHER_NAME = (62, 64)


def context_of(settings: InfluxSettings) -> ssl.SSLContext | None:
    """What every connection to that server is made with; None for http.

    Without a CA file the machine's own authorities are trusted, with one only those in it.
    Raises ConfigError if the file cannot be used.
    """
    if not settings.url.startswith("https:"):
        return None
    file, hint = str(settings.ca_cert), Words.NAME_PEM_FILE()
    try:
        context = ssl.create_default_context(cafile=settings.ca_cert)
    except ssl.SSLError as error:
        raise ConfigError(Words.NO_CERTIFICATE_IN_FILE(file=file), hint=hint) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError(
            Words.CERTIFICATE_FILE_UNREADABLE(file=file, reason=reason), hint=hint
        ) from error
    return context if settings.verify_ssl else trusting(context)


def trusting(context: ssl.SSLContext) -> ssl.SSLContext:
    """The same, made to accept any certificate."""
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def untrusted(url: str, error: BaseException) -> StoreError:
    """What is wrong with the server's certificate, and what to do; or that there is no TLS."""
    fault = _own_error(error)
    if not isinstance(fault, ssl.SSLCertVerificationError):
        return StoreError(Words.NO_TLS(url=url, reason=str(fault)), hint=Words.CHECK_TLS_PORT())
    code, reason = fault.verify_code, fault.verify_message
    if code == _EXPIRED:
        return StoreError(Words.EXPIRED(url=url), hint=Words.RENEW())
    if code == _NOT_YET:
        return StoreError(Words.NOT_YET_VALID(url=url), hint=Words.CHECK_CLOCKS())
    if code == _SELF_SIGNED:
        return StoreError(Words.SELF_SIGNED(url=url), hint=Words.TRUST_CERTIFICATE())
    if code in _OTHER_NAME:
        return StoreError(Words.FOR_OTHER_NAME(url=url), hint=Words.USE_THAT_NAME())
    if code in _UNKNOWN:
        return StoreError(
            Words.UNKNOWN_AUTHORITY(url=url, reason=reason), hint=Words.TRUST_AUTHORITY()
        )
    return StoreError(Words.NOT_ACCEPTED(url=url, reason=reason), hint=Words.REISSUE())


def _own_error(error: BaseException) -> BaseException:
    """Python's own error of TLS within what libraries have made of it."""
    while not isinstance(error, ssl.SSLError):
        first = error.args[0] if error.args else None
        inner = first if isinstance(first, Exception) else error.__cause__ or error.__context__
        if inner is None:
            break
        error = inner
    return error
