"""``connection.json`` has a version: an older one is brought up to date, a newer one refused."""

import json
import stat

import pytest

from turbine.model.errors import ConfigError
from turbine.settings import connection_file as saved

VALUES = {"INFLUXDB_V2_URL": "http://127.0.0.1:1", "INFLUXDB_V2_TOKEN": "s3cret"}


def test_an_older_file_is_brought_up_to_date_with_a_copy(tmp_path):
    path, copy = tmp_path / "connection.json", tmp_path / "connection.v0.json"
    path.write_text(json.dumps(VALUES))
    assert saved.read(tmp_path) == VALUES
    assert json.loads(path.read_text()) == {"version": 1, "settings": VALUES}
    assert json.loads(copy.read_text()) == VALUES
    assert {stat.S_IMODE(each.stat().st_mode) for each in (path, copy)} == {0o600}
    copy.unlink()
    assert saved.read(tmp_path) == VALUES
    assert not copy.exists(), "it is brought up to date once"


def test_an_older_file_that_cannot_be_replaced_is_still_read(tmp_path, monkeypatch):
    path = tmp_path / "connection.json"
    path.write_text(before := json.dumps(VALUES))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert saved.read(tmp_path) == VALUES
    assert path.read_text() == before
    assert not (tmp_path / "connection.v0.json").exists()


def test_a_newer_file_is_refused_untouched(tmp_path):
    path = tmp_path / "connection.json"
    path.write_text(before := json.dumps({"version": 2, "settings": {}, "more": [1]}))
    with pytest.raises(
        ConfigError, match=r"newer version .* is 2, .* only knows .* up to 1"
    ) as caught:
        saved.read(tmp_path)
    assert "Start the newer version again" in caught.value.hint
    assert path.read_text() == before


@pytest.mark.parametrize("kept", [{"version": 1}, {"version": 1, "settings": []}, {"version": "1"}])
def test_a_file_without_settings_in_it_is_damaged(tmp_path, kept):
    (tmp_path / "connection.json").write_text(json.dumps(kept | {"INFLUXDB_V2_URL": 5}))
    with pytest.raises(ConfigError, match=r"connection\.json cannot be read"):
        saved.read(tmp_path)
