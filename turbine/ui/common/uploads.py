"""What a file uploader's upload stands for: a file that the guard has written to the disk."""

from pathlib import Path

from streamlit import config
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from turbine.model.actor import Actor
from turbine.ui.server.arrivals import ARRIVALS


def most_megabytes() -> int:
    """How long an uploaded file may be, in 2**20 bytes."""
    return int(config.get_option("server.maxUploadSize"))


def content(uploaded: UploadedFile, actor: Actor) -> Path | bytes:
    """The uploaded file, for :func:`turbine.readers.open_source`: its path, until
    :func:`release`, or its bytes if no guard has taken it to the disk (a test of a page)."""
    data = uploaded.getvalue()
    return ARRIVALS.path((_session(), uploaded.file_id), actor.name, data) or data


def release(uploaded: UploadedFile) -> None:
    """Free the upload's space. Streamlit would keep it until the session ends; its own chat input
    drops an upload in the same way."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, uploaded.file_id)
    ARRIVALS.drop((_session(), uploaded.file_id))


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""
