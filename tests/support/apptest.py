"""Pages without a browser, by their widgets' keys: what every test of a page needs."""

import re
from pathlib import Path

from logins import STATE_KEY, sign_in
from paths import ROOT
from scada import Place
from streamlit.testing.v1 import AppTest

from turbine.ui.common.feedback import bare

MAIN = ROOT / "turbine/ui/main.py"


def open_page(
    page: str,
    data_dir: Path,
    user: str | None = "anna",
    *,
    administrator: bool = True,
    **query: str,
) -> AppTest:
    """The page in a new browser, logged in unless by None; its address's parameters by name."""
    at = AppTest.from_file(MAIN, default_timeout=60)
    if user is not None:
        at.session_state[STATE_KEY] = sign_in(data_dir, user, administrator=administrator)
    at.switch_page(f"../../pages/{page}.py")
    for name, value in query.items():
        at.query_params[name] = value
    return run(at)


def set_embedded(place: Place, monkeypatch) -> None:
    """Have the pages use this place's data directory and its embedded database."""
    for name, value in place.environ.items():
        if name.startswith("TURBINE_"):
            monkeypatch.setenv(name, value)


def run(at: AppTest) -> AppTest:
    """Run the page again; an exception fails."""
    at.run()
    assert not at.exception, at.exception[0].stack_trace
    return at


def has(at: AppTest, key: str) -> bool:
    try:
        at.get_by_key(key)
    except KeyError:
        return False
    return True


def click(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click()
    return run(at)


def choose(at: AppTest, key: str, value: object) -> AppTest:
    at.selectbox(key=key).set_value(value)
    return run(at)


def metric(at: AppTest, label: str) -> str:
    return next(m.value for m in at.metric if bare(m.label) == label)


def said(at: AppTest) -> str:
    """Every text on the page, without its Markdown's escapes."""
    kinds = (at.title, at.header, at.subheader, at.markdown, at.caption)
    boxes = (at.error, at.warning, at.info, at.success)
    texts = [element.value for group in (*kinds, *boxes) for element in group]
    return read("\n".join(texts))


def send(at: AppTest, form: str, **values: str) -> AppTest:
    """Fill in a form's fields, and send it."""
    for field, value in values.items():
        at.text_input(key=f"{form}_{field}").input(value)
    return click(at, f"{form}_submit")


def keys(at: AppTest) -> set[str]:
    """What a person can type into, press or tick."""
    return {widget.key for widget in (*at.text_input, *at.button, *at.checkbox)}


def told(at: AppTest) -> list[str]:
    """The errors, without their Markdown's escapes."""
    return [read(box.value) for box in at.error]


def read(markdown: str) -> str:
    """What a person reads, without escapes and what keeps addresses from being links."""
    return re.sub(r"\\(.)", r"\1", markdown.replace(":small[]", ""))
