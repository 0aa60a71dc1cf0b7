"""In a real browser: from a selector's change to the new chart, and what a chart weighs."""

# ruff: noqa: E402 - what the tests share is found by the path that is set first

import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.pairs import Row

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "support"))

from driving import Server, chromium, serving, settle
from logins import sign_in
from playwright.sync_api import BrowserContext, Page, sync_playwright

from turbine.access import Accounts
from turbine.charts import trend
from turbine.explore.aggregate import AggregateRequest
from turbine.model.actor import machine_actor
from turbine.model.channels import FIRST as NAMES
from turbine.model.series import Series
from turbine.readers import open_source
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings

ACTOR = machine_actor()
SERIES = Series(measurement="scada", site="main", turbine="T1")

# From the click on the option to the frame in which the new axis title is drawn.
_WATCH = """title => {
  window.took = new Promise(resolve => document.addEventListener('click', () => {
    const start = performance.now();
    const look = () => {
      const found = [...document.querySelectorAll('.js-plotly-plot .ytitle')];
      if (found.some(t => t.textContent === title)) resolve(performance.now() - start);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, {capture: true, once: true}));
}"""


# From the mouse's release to the frame in which each chart is another one than before, and drawn.
_REDRAWN = """() => {
  const drawn = () => [...document.querySelectorAll('.js-plotly-plot')]
    .filter(plot => plot.querySelector('.main-svg .trace, .main-svg .barlayer, .main-svg .polar'));
  const before = drawn();
  window.took = new Promise(resolve => document.addEventListener('mouseup', () => {
    const start = performance.now();
    const look = () => {
      const now = drawn();
      if (now.length === before.length && !now.some(plot => before.includes(plot)))
        resolve(performance.now() - start);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, {capture: true, once: true}));
}"""


def measure(csv: Path) -> Iterator[Row]:
    """Selector to chart, and the heaviest chart over every window of the year."""
    if chromium() is None:
        print("browser: skipped, no Chromium")
        return
    with at_home(csv) as (home, windproof):
        yield Row(
            what="heaviest chart of the year, any window, four fields",
            figure=max(_weights(windproof)) / 1_000,
            bound=300,
            unit="KB",
        )
        took = _changes(home)
        yield Row(
            what="selector change → new chart, median",
            figure=statistics.median(took),
            bound=250,
            unit="ms",
            detail=f"{min(took):.0f} to {max(took):.0f} ms, {len(took)} changes",
        )


@contextmanager
def at_home(csv: Path) -> Iterator[tuple[Path, Windproof]]:
    """A folder of its own with the year ingested, and what answers from it."""
    with tempfile.TemporaryDirectory() as folder:
        windproof = Windproof(Settings(data_dir=Path(folder) / "data"))
        ingest(windproof, csv)
        yield Path(folder), windproof


def ingest(windproof: Windproof, csv: Path) -> None:
    """Ingest the year as one turbine's newest."""
    original = windproof.files.keep(ACTOR, open_source(csv, csv.name))
    detection = windproof.files.detect(original, zone="Europe/Istanbul")
    scan = windproof.files.scan(original, detection.interpretation)
    plan = windproof.ingests.plan(original, scan, rule="end-now", series=SERIES)
    windproof.ingests.run(ACTOR, windproof.ingests.start(ACTOR, plan).id, scan=scan)


def measure_selection(csv: Path) -> Iterator[Row]:
    """From the end of a drag on the power curve until every chart of the page shows what it
    selects: the box on the curve, the rose, and the rows over time."""
    if chromium() is None:
        print("selection: skipped, no Chromium")
        return
    with at_home(csv) as (home, _), _page(home, "/power_curve", height=1_900) as page:
        page.locator("[class*='st-key-power_curve_series_'] .main-svg").first.wait_for()
        took = [_box(page, 0.2 + 0.03 * each) for each in range(14)]
    yield Row(
        what="a box on the power curve → all linked charts, median",
        figure=statistics.median(took[2:]),
        bound=500,
        unit="ms",
        detail=f"{min(took[2:]):.0f} to {max(took[2:]):.0f} ms, {len(took) - 2} boxes",
    )


def _box(page: Page, left: float) -> float:
    """Milliseconds from the mouse's release until no chart is the one that it was."""
    settle(page)
    box = page.locator("[class*='st-key-power_curve_chart_'] .nsewdrag").bounding_box()
    assert box is not None
    x, y = ([box[a] + box[size] * f for f in fs] for a, size, fs in (
        ("x", "width", (left, left + 0.3)), ("y", "height", (0.3, 0.9))
    ))  # fmt: skip
    page.mouse.move(x[0], y[0])
    page.mouse.down()
    page.mouse.move(sum(x) / 2, sum(y) / 2)
    page.mouse.move(x[1], y[1])
    page.evaluate(_REDRAWN)
    page.mouse.up()
    took = float(page.evaluate("() => window.took"))
    page.wait_for_timeout(300)  # what is left of the run is not part of the next one
    return took


@contextmanager
def _page(home: Path, path: str, *, height: int = 900) -> Iterator[Page]:
    with serving(home, {}) as server, visitors(server, height=height) as visitor:
        page = visitor().new_page()
        page.goto(server.url + path)
        yield settle(page)


@contextmanager
def visitors(server: Server, *, height: int = 900) -> Iterator[Callable[[], BrowserContext]]:
    """A browser: each call is a new visitor who is logged in and has seen no page yet."""
    name, token = Accounts(server.data_dir).cookie_name, sign_in(server.data_dir, "anna")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )

        def visitor() -> BrowserContext:
            context = browser.new_context(viewport={"width": 1280, "height": height})
            context.add_cookies([{"name": name, "value": token, "url": server.url}])
            return context

        yield visitor
        browser.close()


def _weights(windproof: Windproof) -> Iterator[int]:
    info = windproof.explorer.find(turbine="T1")
    for window, length_s in (("10min", 600), ("30min", 1_800), ("1h", 3_600), ("1d", 86_400)):
        result = windproof.explorer.aggregate(
            AggregateRequest(
                series=SERIES,
                channels=NAMES,
                start_ns=info.first_ns,
                stop_ns=info.last_ns + 1,
                window=window,
                band=True,
            ),
        )
        figure = trend.trend(result.frame, result.functions, zone="UTC", length_ns=length_s * 10**9)
        yield len(figure.to_json())


def _changes(home: Path) -> list[float]:
    with _page(home, "/explore") as page:
        page.locator(".js-plotly-plot .ytitle").first.wait_for()
        choices = ["Maximum", "Minimum", "Mean"] * 4
        took = [_change(page, choice) for choice in choices]
    return took[2:]


def _change(page: Page, choice: str) -> float:
    title = f"Active power {choice.lower()} (kW)"
    page.locator(".st-key-explore_function input").click()
    option = page.get_by_role("option", name=choice, exact=True)
    option.wait_for()
    page.evaluate(_WATCH, title)
    option.click()
    took = float(page.evaluate("() => window.took"))
    settle(page)
    return took
