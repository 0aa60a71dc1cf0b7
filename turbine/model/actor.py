"""Who asks, and from where. Every service that changes something takes one and records it."""

import getpass
import os
import socket
from dataclasses import dataclass

from turbine.model.errors import NotAllowedError
from turbine.model.words import Words
from turbine.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person known to the system."""

    name: str
    origin: str
    """Where the request comes from: an address, or ``cli@host``."""
    administrator: bool = False
    must_change: bool = False
    """Logged in with a one-time password, which must be changed first."""

    def require_administrator(self, refusal: Text) -> None:
        """Raise NotAllowedError with this sentence, unless this is an administrator."""
        if not self.administrator:
            raise NotAllowedError(refusal, hint=Words.ASK_AN_ADMINISTRATOR())


def machine_actor() -> Actor:
    """The user of this machine, for the command line: who can run it owns the data directory."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container's user needs no name; OSError since Python 3.13
        name = f"uid {os.getuid()}"
    return Actor(name=name, origin=f"cli@{socket.gethostname()}", administrator=True)
