"""How a file was understood is saved, and read again in the same way."""

from pathlib import Path

import audited
from scada import Place

from turbine.readers import open_source

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


MIXED = "Who;Day;Clock;Power;Wind\n" + "".join(
    f"WTG{who};{day}.06.2020;{at};{power};{wind}\n"
    for day in (5, 6)
    for at in ("00.00", "00.10", "00.20")
    for who, power, wind in ((1, 500, 7), (2, -77, 8))
)
OPTIONS = ("--turbine-column", "Who", "--missing", "Power=-77", "--time-columns", "Day", "Clock",
           "--time-format", "%d.%m.%Y %H.%M", "--map", "Power=power_kw", "--unit", "Power=kW",
           "--unit", "Wind=m/s", "--timezone", "UTC")  # fmt: skip


def test_turbines_times_and_marks_are_read_again(embedded: Place, tmp_path: Path) -> None:
    file = tmp_path / "june.csv"
    file.write_text(MIXED)
    first = embedded.answer("profile", str(file), *OPTIONS, "--save-recipe", "park")
    again = embedded.answer("profile", str(file), "--recipe", "park")
    assert again | {"notes": 0} == first | {"notes": 0}, "but that what was found is chosen now"
    assert {each["turbine"] for each in again["series"]} == {"WTG1", "WTG2"}
    form = again["interpretation"]
    assert (form["missing"], form["time_columns"]) == ([[3, "-77"]], [1, 2])
    # What is said beside it comes first; what was only found is not part of a recipe.
    other = embedded.answer("profile", str(file), "--recipe", "park", "--missing", "none")
    assert "missing" not in other["interpretation"]
    # The page offers it, whether or not the times are found without it.
    fitting = embedded.windproof.recipes.fitting
    chosen = fitting(open_source(file, file.name))["park"]
    assert (chosen.turbine_column, chosen.time_format) == (0, "%d.%m.%Y %H.%M")
    assert fitting(open_source(MIXED.replace("Wind", "Gust").encode(), "a.csv")) == {}
    odd = MIXED.replace("06.2020", "6ix").encode()
    assert fitting(open_source(odd, "odd.csv")).keys() == {"park"}
    saved = (embedded.settings.data_dir / "recipes" / "park.toml").read_text()
    assert 'turbine_column = "Who"' in saved
    [row] = [row for row in audited.rows(embedded.settings.data_dir) if "recipe" in row.action]
    assert (row.action, row.subject, row.outcome) == ("recipe.save", "park", "done")


def test_all_rows_of_one_turbine_are_so_again(embedded: Place, tmp_path: Path) -> None:
    file = tmp_path / "june.csv"
    file.write_text(FIRST.replace('"Wind Speed ""B"""', "Turbine"))
    embedded.answer("profile", str(file), "--one-turbine", "--ignore", "Turbine", "--unit",
                    "Power=MW", "--date-order", "day-first", "--save-recipe", "one")  # fmt: skip
    saved = (embedded.settings.data_dir / "recipes" / "one.toml").read_text()
    assert ("one_turbine = true" in saved, "missing" in saved) == (True, False)
    again = embedded.answer("profile", str(file), "--recipe", "one")
    assert "turbine_column" not in again["interpretation"]


OLD = """timezone = "UTC"
date_order = "month-first"
stamp = "start"
delimiter = ","
decimal = "."

[columns]
"WindSpeed" = "wind_speed_mps"
"Wind Speed \\"B\\"" = ""
"Power" = "power_kw"

[units]
"Power" = "MW"
"""


def test_what_was_saved_before_is_still_read(embedded: Place, tmp_path: Path) -> None:
    file, old = tmp_path / "june.csv", tmp_path / "old.toml"
    file.write_text(FIRST)
    old.write_text(OLD)
    form = embedded.answer("profile", str(file), "--recipe", str(old))["interpretation"]
    assert form == embedded.answer("profile", str(file), *CHOSEN[:-2])["interpretation"]


def test_a_recipe_that_is_none_is_refused(embedded: Place, tmp_path: Path) -> None:
    file, broken = tmp_path / "june.csv", tmp_path / "broken.toml"
    file.write_text(FIRST)
    broken.write_text("[columns\n")
    odd = tmp_path / "odd.toml"
    odd.write_text("missing = 5\n")
    for name, said in (
        ("summer", "There is no recipe"),
        ("../up", "cannot be called"),
        (str(broken), "cannot be read"),
        (str(odd), "value for 'missing' that is not valid"),
    ):
        done = embedded.cli("ingest", str(file), "--recipe", name)
        assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    other = tmp_path / "other.toml"
    other.write_text('[columns]\n"Rotor" = "rotor_speed_rpm"\n')
    done = embedded.cli("ingest", str(file), "--recipe", str(other))
    assert (done.returncode, "no column 'Rotor'" in done.stderr) == (1, True)


def test_recipes_are_renamed_and_deleted(embedded: Place, tmp_path: Path) -> None:
    file = tmp_path / "june.csv"
    file.write_text(FIRST)
    for name in ("mast A", "mast B"):
        embedded.answer("profile", str(file), *CHOSEN[:-2], "--save-recipe", name)
    taken = embedded.cli("recipes", "rename", "mast A", "mast B")
    assert (taken.returncode, "a recipe 'mast B' already" in taken.stderr) == (1, True)
    embedded.answer("recipes", "rename", "mast A", "mast C")
    embedded.answer("recipes", "delete", "mast B")
    assert embedded.answer("recipes", "list") == {"recipes": ["mast C"]}
    for wrong in ("mast B", "../ledger"):
        assert embedded.cli("recipes", "delete", wrong).returncode == 1
    assert embedded.answer("profile", str(file), "--recipe", "mast C")["rows"] == 2
    rows = [row for row in audited.rows(embedded.settings.data_dir) if row.outcome == "done"]
    assert [row.action for row in rows][-2:] == ["recipe.rename", "recipe.delete"]
