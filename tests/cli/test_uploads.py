"""A whole upload on the command line: proven, undone in part and whole, and left so."""

from pathlib import Path

from scada import Place

TEXT = "Time UTC,Turbine,Power (kW)\n" + "".join(
    f"2020-01-01 00:{step}0,{turbine},{100 + step}\n" for turbine in "ABC" for step in range(4)
)


def test_an_upload_is_proven_and_undone_turbine_by_turbine(embedded: Place, tmp_path: Path) -> None:
    file = tmp_path / "park.csv"
    file.write_text(TEXT)
    upload = embedded.answer("ingest", str(file), "--retime", "keep")["upload"]
    assert upload in embedded.cli("ingests").stdout
    done = embedded.answer("undo", upload, "--turbine", "B", "--confirm", upload)
    assert (done["deleted"], len(done["ingests"]), "turbine B" in done["notes"][0]) == (4, 1, True)
    resumed = embedded.cli("resume", upload)
    assert "of turbine B was undone and is left alone" in resumed.stdout
    assert "total: 12 = 8 stored + 0 rejected" in resumed.stdout
    assert "+ 4 undone" in resumed.stdout
    assert resumed.returncode == 0
    proof = embedded.answer("verify", upload)
    assert {each["turbine"]: each["verdict"] for each in proof["ingests"]} == {
        "A": "PASS", "B": None, "C": "PASS",
    }  # fmt: skip
    assert (proof["total"]["verdict"], proof["total"]["found"]) == ("PASS", 8)
    refused = embedded.cli("undo", upload, "--turbine", "X", "--confirm", upload)
    assert (refused.returncode, "It has A, B and C." in refused.stderr) == (1, True)
    rest = embedded.answer("undo", upload, "--confirm", upload)
    assert (rest["deleted"], "already undone" in rest["notes"][0]) == (8, True)
    none = embedded.cli("verify", upload)
    assert (none.returncode, "it was undone" in none.stdout) == (2, True)
