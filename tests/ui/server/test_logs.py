"""What Streamlit logs of sessions, without their ids."""

import logging
import uuid

import pytest

from turbine.ui.server.logs import _LOGGERS, hide_session_ids


@pytest.mark.parametrize("name", _LOGGERS)
def test_ids_are_crossed_out_and_the_words_stay(name):
    logger, seen = logging.getLogger(name), []
    handler = logging.Handler()
    handler.emit = lambda record: seen.append(record.getMessage())
    filters = [*logger.filters]
    hide_session_ids()
    logger.addHandler(handler)
    try:
        logger.error("Session with id %s is already connected, %d %s", uuid.uuid4(), 5, "times")
        logger.error("no 100% of it")
    finally:
        logger.removeHandler(handler)
        logger.filters[:] = filters
    assert seen == ["Session with id … is already connected, 5 times", "no 100% of it"]


def test_the_loggers_are_those_that_streamlit_has():
    import streamlit.runtime.app_session
    import streamlit.runtime.runtime
    import streamlit.runtime.websocket_session_manager  # noqa: F401 - each makes its logger
    from streamlit import logger

    assert {*_LOGGERS} <= {*logger._loggers}
