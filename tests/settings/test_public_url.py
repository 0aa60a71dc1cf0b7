"""TURBINE_PUBLIC_URL, read into what browsers write as an Origin."""

import pytest

from turbine.model.errors import ConfigError
from turbine.settings.config import load

V6 = "[::1]"


def public(text: str, tmp_path) -> tuple[str, ...]:
    return load({"TURBINE_PUBLIC_URL": text}, secrets=tmp_path / "none").public_urls


def test_addresses_become_origins(tmp_path):
    given = f"https://app.example.com:443, http://127.0.0.1:8501/ ,http://{V6}:80/wind,"
    expected = ("https://app.example.com", "http://127.0.0.1:8501", f"http://{V6}")
    assert public(given, tmp_path) == expected
    assert public("", tmp_path) == ()


@pytest.mark.parametrize(
    "text",
    [
        "app.example.com",
        "ftp://localhost",
        "https://",
        "https://localhost:x",
        "https://localhost".replace("//", "//u:pw@"),
    ],
)
def test_an_invalid_address_is_refused_and_no_password_is_shown(tmp_path, text):
    with pytest.raises(ConfigError, match="TURBINE_PUBLIC_URL") as caught:
        public(f"https://localhost, {text}", tmp_path)
    assert "pw" not in str(caught.value)
