"""What the pages and the command line ask alike."""

import re
from dataclasses import replace

import pytest
from scada import HEADER, SERIES, line, made_file, undoing, utc_ns

from turbine import stores
from turbine.explore.aggregate import AggregateRequest
from turbine.model.errors import ConfigError, NotFoundError
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings

FILE = made_file(300)


def test_without_data_everything_is_empty_and_nothing_fails(place):
    windproof = place.windproof
    assert windproof.explorer.series() == []
    assert windproof.ingests.all() == []
    assert windproof.explorer.zones() == {}
    assert windproof.connection.bucket() is not None
    with pytest.raises(NotFoundError, match="Ingest a file first"):
        windproof.explorer.find(turbine="T1")


def test_the_target_is_named(place):
    label = str(stores.label(place.windproof.connection.target))
    if influx := place.settings.influx:
        assert influx.url in label
        assert influx.bucket in label
        assert influx.token not in label
    else:
        assert label == "the embedded database (windproof.duckdb)"
    info = place.windproof.connection.info()
    assert info.product == place.windproof._stores.get().capabilities.product
    assert re.match(r"v?\d+\.\d+", info.version)


@undoing
def test_the_zone_is_that_of_the_newest_ingest(place):
    rows = [line(i, 1, 2, 3, 4) for i in range(0, 9, 3)]
    record = place.ingest("\n".join([HEADER, *rows, ""]))
    assert place.windproof.explorer.zones() == {SERIES: record.interpretation.zone}
    place.undo(record)
    assert place.windproof.explorer.zones() == {}


def test_series_are_found_by_turbine_and_told_apart(place):
    place.ingest(FILE)
    place.ingest(FILE, series=replace(SERIES, site="hill"))
    place.ingest(FILE, series=replace(SERIES, turbine="T2"))
    windproof = place.windproof
    assert len(windproof.explorer.series()) == 3
    assert windproof.explorer.find(turbine="T2").series == replace(SERIES, turbine="T2")
    assert windproof.explorer.find(turbine="T1", site="hill").series.site == "hill"
    with pytest.raises(NotFoundError, match="series: hill / scada and main / scada") as caught:
        windproof.explorer.find(turbine="T1")
    assert "--site" in caught.value.hint
    with pytest.raises(NotFoundError, match="no points of turbine 'T9'") as caught:
        windproof.explorer.find(turbine="T9")
    assert caught.value.hint == "Turbines with points: T1 and T2."


@pytest.mark.parametrize("name", ["t1", " T1 ", "T-1"])
def test_a_name_that_is_nearly_right_is_suggested(embedded, name):
    embedded.ingest(FILE)
    find = embedded.windproof.explorer.find
    with pytest.raises(NotFoundError) as caught:
        find(turbine=name)
    assert caught.value.hint == "Did you mean 'T1'?"
    with pytest.raises(NotFoundError, match="turbine 'T1' at site 'Main'") as caught:
        find(turbine="T1", site="Main")
    assert caught.value.hint == "Did you mean 'main'?"
    embedded.ingest(FILE, series=replace(SERIES, turbine="Hill 7"))
    with pytest.raises(NotFoundError) as caught:
        find(turbine=name)
    assert caught.value.hint == "Did you mean 'T1'? Turbines with points: Hill 7 and T1."
    with pytest.raises(NotFoundError, match="no points in measurement 'scala'"):
        find(turbine="T1", measurement="scala")


def test_aggregates_count_what_was_stored(place):
    record = place.ingest(FILE)
    result = place.windproof.explorer.aggregate(
        AggregateRequest(
            series=SERIES,
            channels=("power_kw",),
            start_ns=record.first_ns,
            stop_ns=utc_ns(300),
            window="1h",
            function="count",
        ),
    )
    assert result.frame["count"].sum() == result.frame["expected"].sum() == 300
    assert not result.frame["cut"].any()


def test_a_bucket_that_does_not_exist_holds_no_series(embedded, monkeypatch):
    monkeypatch.setattr(type(embedded.windproof._stores.get()), "bucket", lambda _self: None)
    assert embedded.windproof.explorer.series() == []


def test_a_data_directory_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot be used") as caught:
        Windproof(Settings(data_dir=tmp_path / "file" / "data"))
    assert "TURBINE_DATA_DIR" in caught.value.hint
