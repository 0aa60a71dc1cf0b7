"""What a browser says to Streamlit over its websocket, and what of it may pass."""

from streamlit.proto.BackMsg_pb2 import BackMsg

_STRANGERS = {"rerun_script"}
_EVERYBODY = _STRANGERS | {"stop_script", "file_urls_request", "app_heartbeat"}
_OPERATIONS = {"deferred_file", "dataframe_chunk"}
"""Of the operations that pages ask for. The others write into the server's own folders."""
_WIDGET = "$$ID-"
"""What each widget's id begins with; scripts reach any other state by its bare name, as if it were
theirs."""


def parsed(data: bytes) -> BackMsg | None:
    """The message, None for bytes that are not one."""
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except Exception:  # protobuf's own DecodeError, and protobuf is no requirement of ours
        return None
    return message


def keep_widgets_alone(asked: BackMsg) -> None:
    """Drop states that do not belong to a widget."""
    states = asked.rerun_script.widget_states.widgets
    kept = [state for state in states if state.id.startswith(_WIDGET)]
    if len(kept) < len(states):
        del states[:]
        states.extend(kept)


def may_pass(asked: BackMsg, *, known: bool) -> bool:
    """Whether a message of this kind may; ``known``: from somebody who is logged in."""
    kind = asked.WhichOneof("type")
    if kind == "backend_operation_request":
        return known and asked.backend_operation_request.WhichOneof("payload") in _OPERATIONS
    return kind in (_EVERYBODY if known else _STRANGERS)
