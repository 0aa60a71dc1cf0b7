"""The one family of errors a person may read.

    TurbineError
    ├── ConfigError          a setting is missing or contradicts another
    ├── FileError            the uploaded file cannot be read as SCADA data
    │   └── UndecidedError   it can, in more than one way: the person must choose
    ├── RetimeError          a rule would lose rows or needs a date that does not exist
    ├── IngestError          an ingest cannot start, continue or be undone
    │   └── OverlapError     other points already exist at its timestamps
    ├── BackupError          a backup cannot be written, read or restored
    ├── NotFoundError        no such ingest, series or user
    ├── AuthError            a login, a password or a code is refused
    │   ├── WaitError        it was not checked: there were too many
    │   └── NotAllowedError  known, but not permitted
    └── StoreError           the database refused, or did not respond
        ├── StoreUnreachableError   no response, or not in time (worth trying again)
        ├── StoreDeniedError        the token is refused or has no permission for this
        ├── StoreMissingError       no such organisation or bucket
        ├── StoreFullError          no space, or a request too large
        └── StoreBusyError          asked to wait (worth trying again)

Each says what happened, with the value, and in ``hint`` what to do next. Neither ever contains a
token or a password. Anything outside this family is a bug and stays loud.
"""

from collections.abc import Callable
from typing import ClassVar

from turbine.words import Said, Text, keep


class TurbineError(Exception):
    """What happened (``message``) and what to do next (``hint``)."""

    code: ClassVar[str] = "error"

    def __init__(self, message: Text, *, hint: Text = "") -> None:
        super().__init__(message)
        self._message = message
        self._hint = hint

    @property
    def message(self) -> str:
        return str(self._message)

    @property
    def hint(self) -> str:
        return str(self._hint)

    @property
    def texts(self) -> tuple[Text, Text]:
        """Message and hint before they are shown, in no language yet."""
        return self._message, self._hint

    def reword(self, message: Text, hint: Text) -> None:
        """Say the same in other words."""
        self._message, self._hint = message, hint
        self.args = (message,)

    def change(self, change: Callable[[str], str]) -> None:
        """Change every text among its values, and every text that is not one of our sentences."""

        def of(text: Text) -> Text:
            return text.changed(change) if isinstance(text, Said) else change(text)

        self.reword(of(self._message), of(self._hint))

    def kept(self) -> str:
        """Message and hint as the ledger keeps them: codes with values."""
        return keep(self._message, self._hint)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.message, self.hint)))


class ConfigError(TurbineError):
    code = "config"


class FileError(TurbineError):
    code = "file"


class NoDataError(FileError):
    """No table of measurements: a readme, a description of columns, a log of events."""


class UndecidedError(FileError):
    code = "file-undecided"


class RetimeError(TurbineError):
    code = "retime"


class IngestError(TurbineError):
    code = "ingest"


class OverlapError(IngestError):
    code = "ingest-overlap"


class BackupError(TurbineError):
    code = "backup"


class NotFoundError(TurbineError):
    code = "not-found"


class AuthError(TurbineError):
    code = "auth"


class WaitError(AuthError):
    """An attempt that will be checked if it is made again after ``wait_s`` seconds."""

    code = "auth-wait"

    def __init__(self, message: Text, *, hint: Text = "", wait_s: float) -> None:
        super().__init__(message, hint=hint)
        self.wait_s = wait_s


class NotAllowedError(AuthError):
    code = "not-allowed"


class StoreError(TurbineError):
    code = "store"


class StoreUnreachableError(StoreError):
    code = "store-unreachable"


class StoreDeniedError(StoreError):
    code = "store-denied"


class StoreMissingError(StoreError):
    code = "store-missing"


class StoreFullError(StoreError):
    code = "store-full"


class StoreBusyError(StoreError):
    """The server asks us to wait ``retry_after_s`` seconds (None: it did not say how long)."""

    code = "store-busy"

    def __init__(
        self, message: Text, *, hint: Text = "", retry_after_s: float | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.retry_after_s = retry_after_s
