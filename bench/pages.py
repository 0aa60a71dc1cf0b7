"""In a real browser: from a click in the sidebar to the first content of the new page."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from bench.browser import ACTOR, SERIES, at_home, visitors
from bench.pairs import Row
from tests.support.driving import Server, chromium, serving, settle

_ROUNDS, _BOUND_MS = 5, 1_000.0

# From the click to the frame with another title that is not faded, and to the end of the run with
# every chart drawn.
_WATCH = """() => {
  const old = document.querySelector('h1')?.textContent;
  window.took = new Promise(resolve => document.addEventListener('click', () => {
    const start = performance.now();
    let first = null;
    const look = () => {
      const title = document.querySelector('h1');
      const app = document.querySelector('[data-testid=stApp]');
      if (first === null && title && title.textContent !== old) first = performance.now() - start;
      const ended = app.dataset.testScriptState === 'notRunning';
      const drawn = [...document.querySelectorAll('.js-plotly-plot')].every(
        plot => plot.querySelector('.main-svg'));
      if (first !== null && ended && drawn) resolve([first, performance.now() - start]);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, {capture: true, once: true}));
}"""


def measure(csv: Path) -> Iterator[Row]:
    """A session that has seen no page yet, on a server that has shown each."""
    if chromium() is None:
        print("pages: skipped, no Chromium")
        return
    with at_home(csv) as (home, windproof):
        windproof.sites.set_turbine(ACTOR, SERIES.site, SERIES.turbine, {"rated_power_kw": 3_600})
        with serving(home, {}) as server:
            took = _visits(server)
    for address, times in took.items():
        first, whole = (statistics.median(each) for each in zip(*times, strict=True))
        yield Row(
            what=f"page {address}: first content, median",
            figure=first,
            bound=_BOUND_MS,
            unit="ms",
            detail=f"all of it {whole:.0f} ms; {len(times)} visits",
        )


def _visits(server: Server) -> dict[str, list[tuple[float, float]]]:
    """By address: first content and all of it, ms, of each visit."""
    took: dict[str, list[tuple[float, float]]] = {}
    with visitors(server) as visitor:
        for turn in range(_ROUNDS + 1):
            context = visitor()
            for address, times in _visit_each(context, server):
                if turn:
                    took.setdefault(address, []).append(times)
            context.close()
    return took


def _visit_each(
    context: BrowserContext, server: Server
) -> Iterator[tuple[str, tuple[float, float]]]:
    page = context.new_page()
    page.goto(f"{server.url}/account")
    settle(page)
    links = page.get_by_test_id("stSidebarNavLink")
    links.first.wait_for()
    for number in range(links.count()):
        link = links.nth(number)
        address = (link.get_attribute("href") or "").rpartition("/")[2]
        if address != page.url.rpartition("/")[2].partition("?")[0]:
            yield address, _took(page, number)


def _took(page: Page, number: int) -> tuple[float, float]:
    page.evaluate(_WATCH)
    page.get_by_test_id("stSidebarNavLink").nth(number).click()
    first, whole = page.evaluate("() => window.took")
    settle(page)
    return float(first), float(whole)
