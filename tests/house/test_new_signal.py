"""A new known signal is one entry in one file."""

import os
import shutil
import subprocess
import sys

from paths import ROOT
from scada import embedded_place

from turbine.charts.trend import trend
from turbine.explore.aggregate import AggregateRequest
from turbine.model.channels import SAFE_NAME

ENTRY = """    Channel(
        name="ice_thickness_m",
        label=Sentence("Ice thickness"),
        unit="m",
        lower=0.0,
        upper=1.0,
        aliases=("Ice on the blade (m)",),
    ),
"""
LAST = "        angular=True,\n    ),\n)\n"
WHOLE_PATH = """
from scada import embedded_place
from pathlib import Path
import sys

from turbine.charts.theme import colour_of
from turbine.charts.trend import trend
from turbine.explore.aggregate import AggregateRequest
from turbine.explore.functions import label

text = "Date/Time,LV ActivePower (kW),Ice on the blade (m)\\n" + "".join(
    f"01 01 2018 {row // 6:02}:{row % 6}0,{row},{20 + row / 4}\\n" for row in range(36)
)
place = embedded_place(Path(sys.argv[1]))
record = place.ingest(text)
assert record.interpretation.channels == ("power_kw", "ice_thickness_m"), record
found = place.verify(record)
assert (found.verdict, found.channels[1].found) == ("PASS", 36), found
info = place.windproof.explorer.find(turbine="T1")
assert "ice_thickness_m" in info.fields
answer = place.windproof.explorer.aggregate(AggregateRequest(
    series=info.series, channels=("ice_thickness_m",), start_ns=record.first_ns,
    stop_ns=record.last_ns + 1, window="1h", function="median",
))
assert answer.frame["value"].to_list() == [20.625 + hour * 1.5 for hour in range(6)], answer.frame
assert "(m)" in answer.labels["ice_thickness_m"]
assert colour_of("ice_thickness_m")
trend(answer.frame, answer.functions, zone="UTC", length_ns=3600 * 10**9)
print(label("ice_thickness_m", "mean"))
"""


def test_one_entry_takes_a_signal_from_the_file_to_the_proof(tmp_path):
    place = embedded_place(tmp_path / "data")  # as it is before there is such a signal
    place.ingest("Date/Time,LV ActivePower (kW)\n02 01 2018 00:00,5\n02 01 2018 00:10,5\n")
    product = tmp_path / "product"
    shutil.copytree(ROOT / "turbine", product / "turbine")
    catalogue = product / "turbine" / "model" / "catalogue" / "main.py"
    source = catalogue.read_text(encoding="utf-8")
    assert source.count(LAST) == 1
    catalogue.write_text(
        source.replace(LAST, LAST.removesuffix(")\n") + ENTRY + ")\n"), encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-c", WHOLE_PATH, str(tmp_path / "data")],
        cwd=product,
        env={
            **os.environ,
            "PYTHONPATH": f"{product}{os.pathsep}{ROOT / 'tests' / 'support'}",
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Ice thickness mean (m)\n"


def test_a_column_that_nobody_knows_goes_from_the_file_to_the_proof(embedded):
    text = "Date/Time,LV ActivePower (kW),Yağ-Pumpe 3 (bar)\n" + "".join(
        f"01 01 2018 {row // 6:02}:{row % 6}0,{row},{2 + row / 4}\n" for row in range(36)
    )
    record = embedded.ingest(text)
    power, own = record.interpretation.channels
    assert power == "power_kw"
    assert SAFE_NAME.fullmatch(own)
    found = embedded.verify(record)
    assert (found.verdict, found.channels[1].found) == ("PASS", 36)
    assert found.strangers.other_fields == {}
    info = embedded.windproof.explorer.find(turbine="T1")
    assert info.fields == ("power_kw", own)
    assert embedded.windproof.explorer.own_fields()[info.series] == {"power_kw", own}
    asked = AggregateRequest(
        series=info.series,
        channels=info.fields,
        start_ns=record.first_ns,
        stop_ns=record.last_ns + 1,
    )
    answer = embedded.windproof.explorer.aggregate(asked)
    assert answer.of(own)["count"].to_list() == [6] * 6
    drawn = trend(answer.frame, answer.functions, zone="UTC", length_ns=3_600 * 10**9).parts
    assert len({each["yaxis"] for each in drawn["data"]}) == 3, "two units, and the coverage"
