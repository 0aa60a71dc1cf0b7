"""How a file was understood is saved, and read again in the same way."""

from pathlib import Path

from scada import Place

FIRST = (
    'Time,WindSpeed,"Wind Speed ""B""",Power\n05.06.2020 00:00,7,8,0.5\n05.06.2020 00:10,7,8,0.6\n'
)
CHOSEN = ("--map", "WindSpeed=wind_speed_mps", "--ignore", 'Wind Speed "B"', "--unit", "Power=MW",
          "--date-order", "month-first", "--timezone", "UTC", "--retime", "keep")  # fmt: skip


def test_the_next_file_is_read_in_the_same_way(embedded: Place, tmp_path: Path) -> None:
    file, following = tmp_path / "june.csv", tmp_path / "july.csv"
    file.write_text(FIRST)
    following.write_text(FIRST.replace("05.06.2020", "05.07.2020"))
    carried = tmp_path / "carried.toml"
    done = embedded.answer("ingest", str(file), *CHOSEN, "--save-recipe", "mast A")
    assert (
        embedded.cli("profile", str(file), *CHOSEN[:-2], "--save-recipe", str(carried)).returncode
        == 0
    )
    for recipe, turbine in (("mast A", "T1"), (str(carried), "T2")):
        options = ("--recipe", recipe, "--turbine", turbine, "--retime", "keep")
        again = embedded.answer("ingest", str(following), *options)
        assert again["mapping"] == done["mapping"] == {
            "WindSpeed": "wind_speed_mps", "Power": "power_kw",
        }  # fmt: skip
        assert again["units"] == {"Power": "MW"}
        assert again["first"] == "2020-05-07T00:00:00Z"
        assert embedded.answer("verify", again["ingest_id"])["verdict"] == "PASS"


def test_a_recipe_that_is_none_is_refused(embedded: Place, tmp_path: Path) -> None:
    file, broken = tmp_path / "june.csv", tmp_path / "broken.toml"
    file.write_text(FIRST)
    broken.write_text("[columns\n")
    for name, said in (
        ("summer", "There is no recipe"),
        ("../up", "cannot be called"),
        (str(broken), "cannot be read"),
    ):
        done = embedded.cli("ingest", str(file), "--recipe", name)
        assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    other = tmp_path / "other.toml"
    other.write_text('[columns]\n"Rotor" = "rotor_speed_rpm"\n')
    done = embedded.cli("ingest", str(file), "--recipe", str(other))
    assert (done.returncode, "no column 'Rotor'" in done.stderr) == (1, True)
