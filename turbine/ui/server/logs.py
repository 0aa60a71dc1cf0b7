"""What Streamlit writes to the log, without the ids of its sessions."""

import logging
import re

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LOGGERS = (
    "streamlit.runtime.websocket_session_manager",
    "streamlit.runtime.runtime",
    "streamlit.runtime.app_session",
)


def hide_session_ids() -> None:
    """Cross ids out of the lines that Streamlit logs about sessions, from now on."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_without_ids)


def _without_ids(record: logging.LogRecord) -> bool:
    record.msg, record.args = _ID.sub("…", record.getMessage()), None
    return True
