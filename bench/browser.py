"""In a real browser: from a selector's change to the new chart, and what a chart weighs."""

# ruff: noqa: E402 - what the tests share is found by the path that is set first

import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.pairs import Row

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "support"))

from driving import chromium, serving, settle
from logins import sign_in
from playwright.sync_api import Page, sync_playwright

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


def measure(csv: Path) -> Iterator[Row]:
    """Selector to chart, and the heaviest chart over every window of the year."""
    if chromium() is None:
        print("browser: skipped, no Chromium")
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        windproof = Windproof(Settings(data_dir=home / "data"))
        ingest(windproof, csv)
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


def ingest(windproof: Windproof, csv: Path) -> None:
    """Ingest the year as one turbine's newest."""
    original = windproof.files.keep(ACTOR, open_source(csv, csv.name))
    detection = windproof.files.detect(original, zone="Europe/Istanbul")
    scan = windproof.files.scan(original, detection.interpretation)
    plan = windproof.ingests.plan(original, scan, rule="end-now", series=SERIES)
    windproof.ingests.run(ACTOR, windproof.ingests.start(ACTOR, plan).id, scan=scan)


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
    token = sign_in(home / "data", "anna")
    with serving(home, {}) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        name = Accounts(server.data_dir).cookie_name
        context.add_cookies([{"name": name, "value": token, "url": server.url}])
        page = context.new_page()
        page.goto(f"{server.url}/explore")
        settle(page)
        page.locator(".js-plotly-plot .ytitle").first.wait_for()
        choices = ["Maximum", "Minimum", "Mean"] * 4
        took = [_change(page, choice) for choice in choices]
        browser.close()
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
