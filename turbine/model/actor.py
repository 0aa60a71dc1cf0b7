"""Who asks, and from where. Every service that changes something takes one, and records it."""

import getpass
import os
import socket
from dataclasses import dataclass

from turbine.model.errors import NotAllowedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person known to the system."""

    name: str
    origin: str
    """Where the request comes from: an address, or ``cli@host``."""
    administrator: bool = False
    must_change: bool = False
    """Logged in by a one-time password, which is to be replaced before all else."""

    def require_administrator(self, what: str) -> None:
        """Raise NotAllowedError unless this is an administrator."""
        if not self.administrator:
            raise NotAllowedError(
                f"{self.name} may not {what}.", hint="Ask an administrator to do it."
            )


def machine_actor() -> Actor:
    """The user of this machine, for the command line: who can run it owns the data directory."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container's user needs no name; OSError since Python 3.13
        name = f"uid {os.getuid()}"
    return Actor(name=name, origin=f"cli@{socket.gethostname()}", administrator=True)
