"""The whole path, from the first start to the verdict; checked in the store."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from driving import Server, log_in, settle
from paths import ROOT, T1
from playwright.sync_api import Page, expect

PASSWORD = "blades turn slowly here"
BUCKET = "journey with spaces"


@pytest.fixture(params=["embedded", pytest.param("influxdb 2", marks=pytest.mark.server)])
def environment(request) -> Iterator[dict[str, str]]:
    """What a person would set before the start, and nothing more."""
    if request.param == "embedded":
        yield {}
        return
    server = request.getfixturevalue("influx2_server")
    yield {
        "INFLUXDB_V2_URL": server.url,
        "INFLUXDB_V2_TOKEN": server.token,
        "INFLUXDB_V2_ORG": server.org,
        "INFLUXDB_V2_BUCKET": BUCKET,
    }
    found = server.json("GET", "/api/v2/buckets", name=BUCKET)["buckets"]
    server.drop_bucket(found[0]["id"])


def command(server: Server, environment: dict[str, str], *arguments: str) -> dict:
    """What the command line says beside the running app."""
    run = subprocess.run(
        [sys.executable, "-m", "turbine", *arguments, "--json"],
        cwd=ROOT,
        env={**os.environ, **environment, "TURBINE_DATA_DIR": str(server.data_dir)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def click(page: Page, key: str) -> None:
    """Click the button of that key, and wait for what it does."""
    page.locator(f".st-key-{key} button").first.click()
    settle(page)


def set_up(server: Server, page: Page) -> None:
    """Become the administrator, with the code from the console."""
    page.locator(".st-key-setup_code input").fill(server.setup_code())
    page.locator(".st-key-setup_name input").fill("anna")
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("button", name=re.compile("create", re.IGNORECASE)).click()


def test_from_first_start_to_the_verdict(app_server, open_page, environment):
    server = app_server(environment, users=())
    page = open_page(server, "/ingest", user=None)
    set_up(server, page)
    sidebar = page.get_by_test_id("stSidebar")
    login = page.get_by_role("button", name="Log in", exact=True)
    expect(sidebar.or_(login).first).to_be_visible()
    if login.is_visible():
        log_in(page, "anna", PASSWORD)

    # Upload, look, retime, ingest.
    uploader = page.locator("input[type=file]")
    uploader.wait_for(state="attached")
    if T1.is_file():
        rows = 50_530
        uploader.set_input_files(T1)
    else:
        rows = None
        click(page, "ingest_sample")
    click(page, "ingest_confirm")
    if environment:
        page.locator(".st-key-ingest_bucket_meant label").first.click()
        click(page, "ingest_create_bucket")
    click(page, "ingest_start")
    expect(page.get_by_text("Every row and every cell is accounted for")).to_be_visible(
        timeout=60_000
    )
    (found,) = command(server, environment, "ingests")["ingests"]
    assert found["state"] == "done"
    assert found["rows"] == found["stored"] == found["held"]
    assert found["rejected"] == found["duplicate"] == 0
    assert rows in (None, found["rows"])
    expect(page.get_by_text(f"{found['rows']:,}").first).to_be_visible()

    # Explore: a ready-made view, and its address gives the same again.
    page.goto(f"{server.url}/explore")
    expect(page.locator(".js-plotly-plot .ytitle").first).to_have_text("Active power mean (kW)")
    settle(page)
    page.locator(".st-key-explore_view button", has_text="Monthly energy").click()
    expect(page).to_have_url(re.compile("window=1mo"))
    expect(page.locator(".js-plotly-plot .ytitle").first).to_have_text("kWh")
    settle(page)
    shared = open_page(server, page.url.removeprefix(server.url), context=page.context)
    expect(shared.locator(".js-plotly-plot").first).to_be_visible()
    expect(shared).to_have_url(page.url)

    # Verify: the verdict, and the same by the command line beside the app.
    page.goto(f"{server.url}/verify?ingest={found['ingest_id']}")
    expect(page.get_by_text("PASS").first).to_be_visible(timeout=60_000)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    verdict = command(server, environment, "verify", found["ingest_id"])
    assert verdict["verdict"] == "PASS"
    assert verdict["expected"] == verdict["found"] == found["rows"]
