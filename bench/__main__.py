"""``python -m bench``: every figure of the issue's "Speed", as a table of ratios.

``python -m bench explore browser`` measures the app under people who explore: the processor time of
a selector's change, twenty people at once, one in a real browser. It takes two minutes, and wants a
machine that does nothing else. ``python -m bench views pages`` holds each view of a turbine-year
against the database's own answer and against a bare read with a kernel, on each database that is
there, and follows a click on each page of the sidebar. ``python -m bench selection`` draws boxes on
the power curve until all charts follow. ``python -m bench wide`` makes a year of 299
columns and a park of 134 turbines, and stores them whole. ``python -m bench park`` asks for what
the page *Park* shows, of thirty turbine-years. ``python -m bench memory`` follows memory over 2,000
reruns, as it is and with Streamlit's own garbage collection, in five minutes. ``python -m bench
databases`` compares databases instead, which takes some minutes.
"""

import argparse
import os
from pathlib import Path

from bench import browser, databases, embedded, explore, influx, pages, park, strangers, views, wide
from turbine.readers import sample

ROOT = Path(__file__).resolve().parent.parent
PARTS = ["influx", "embedded", "wide", "views", "park", "explore", "browser", "pages"]
PARTS += ["selection", "strangers"]


def main() -> None:
    """Measure what is asked for, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "parts",
        metavar="PART",
        nargs="*",
        choices=[*PARTS, "memory", "databases", []],
        help=f"{', '.join(PARTS)} (these unless told otherwise), memory or databases",
    )
    parser.add_argument("--csv", type=Path, help="the year to measure with")
    parser.add_argument("--large", action="store_true", help="also 1 M and 10 M made rows")
    arguments = parser.parse_args()
    parts = arguments.parts or PARTS
    csv = arguments.csv or _year()
    print(f"file: {csv.name}, {csv.stat().st_size:,} bytes; {os.cpu_count()} cores")
    measures = {
        "influx": lambda: influx.measure(csv),
        "embedded": lambda: embedded.measure(csv, large=arguments.large),
        "wide": wide.measure,
        "park": park.measure,
        "views": lambda: views.measure(csv),
        "pages": lambda: pages.measure(csv),
        "explore": lambda: explore.measure(csv),
        "browser": lambda: browser.measure(csv),
        "selection": lambda: browser.measure_selection(csv),
        "memory": lambda: explore.memory(csv),
        "strangers": strangers.measure,
    }
    rows = [row for name, measure in measures.items() if name in parts for row in measure()]
    for row in rows:
        print(row.line())
    if "databases" in parts:
        databases.measure(csv)


def _year() -> Path:
    """The real file where it is at hand, else a year of the generator's."""
    real = Path(os.environ.get("TURBINE_TEST_T1", ROOT.parent / "shared" / "data" / "T1.csv"))
    if real.is_file():
        return real
    made = ROOT / "data" / "bench-sample.csv"
    made.parent.mkdir(exist_ok=True)
    made.write_bytes(sample.make())
    print("the real file is not here: measured with the synthetic year")
    return made


if __name__ == "__main__":
    main()
