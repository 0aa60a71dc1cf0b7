"""The database page in a real browser: a token goes to the server and never comes back."""

import secrets

from driving import settle
from playwright.sync_api import Page, expect


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_role("textbox", name=label, exact=True).fill(text)


def test_a_server_is_connected_and_its_token_never_comes_back(
    app_server, open_page, influx2_server
):
    bucket = f"a wind park {secrets.token_hex(3)}"
    server = app_server()
    page = open_page(server, "/account")
    received: list[bytes] = []

    def keep(frame: str | bytes) -> None:
        received.append(frame if isinstance(frame, bytes) else frame.encode())

    page.on("websocket", lambda socket: socket.on("framereceived", keep))
    page.goto(f"{server.url}/database")
    settle(page)
    page.get_by_text("InfluxDB server", exact=True).click()
    fill(page, "Address", influx2_server.url)
    fill(page, "Token", influx2_server.token)
    fill(page, "Organisation", influx2_server.org)
    fill(page, "Bucket or database", bucket)
    page.get_by_role("button", name="Test before saving").click()
    expect(page.get_by_text(f"no bucket with the name or ID '{bucket}'")).to_be_visible()

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Points are written to")).to_be_visible()
    expect(page.get_by_text("does not exist")).to_be_visible()
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_text("Points are written there from now on.")).to_be_visible()
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("Everything works.")).to_be_visible()
    expect(page.get_by_text("of 52 weeks")).to_be_visible()

    # One click, while the name's field still has the cursor.
    page.get_by_text("New bucket").click()
    settle(page)
    other = f"{bucket} two"
    page.locator(".st-key-database_bucket_name_ input").press_sequentially(other, delay=5)
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_text(f"{other} was created.")).to_be_visible()

    page.reload()
    settle(page)
    expect(page.get_by_role("textbox", name="Token", exact=True)).to_have_value("")
    assert bucket.encode() in b"".join(received), "what is shown was received"
    assert influx2_server.token.encode() not in b"".join(received)
    assert influx2_server.token not in page.content()
    assert influx2_server.token not in server.log_text()
